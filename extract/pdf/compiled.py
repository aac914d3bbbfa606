"""The helpers in C, and whether they may be used; without them every page is left to pdfplumber."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HELPERS = (
    "extract.pdf.pdfium._gather",
    "extract.pdf.verify._tokenizer",
    "extract.pdf.objects._objects",
)

NOT_COMPILED = "the helpers in C were not compiled here, or not since they were changed"


def load(name: str) -> Any:
    """Return the helper `name`; None unless it is compiled, and from its source as it stands."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        return None
    compiled = Path(spec.origin)
    if any(is_older(compiled, source) for source in compiled.parent.glob("_*.[ch]")):
        return None
    try:
        return import_module(name)
    except ImportError:
        return None


SAME_TIME = 10.0
"""Seconds within which files are written that are copied or unpacked together, in any order."""


def is_older(compiled: Path, source: Path) -> bool:
    """Return whether a file was made before its source was written last."""
    return source.stat().st_mtime > compiled.stat().st_mtime + SAME_TIME


GATHER, TOKENIZER, OBJECTS = map(load, HELPERS)
ARE_USED = None not in (GATHER, TOKENIZER, OBJECTS)

if __name__ == "__main__" and not ARE_USED:
    raise SystemExit(NOT_COMPILED)
