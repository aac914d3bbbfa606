"""The name of the code that reads documents. It loads no parser: who only asks for the name does not wait."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

PARSERS = ("pdfplumber", "pdfminer.six", "pypdfium2")
"""The libraries that find words on a page; each of their versions may find others."""


@cache
def code_version() -> str:
    """Return the code and family files that read documents: equal names, equal results.

    A hash over the sources of this stage and of the ground, and the versions of the PDF libraries.
    """
    root = Path(__file__).parent.parent
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in PARSERS).encode())
    for folder in ("extract", "records"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".c", ".yaml"}:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
