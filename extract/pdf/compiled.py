"""The helpers in C: whether they may be used, or the fallbacks in Python take their place."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

HELPERS = ("extract.pdf.pdfium._gather", "extract.pdf.verify._tokenizer")


def require_current(name: str) -> None:
    """Raise `ImportError` unless the helper `name` is compiled, and from its source as it stands."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ImportError(f"{name} was not compiled")
    compiled = Path(spec.origin)
    if is_older(compiled, compiled.with_name(f"{name.rpartition('.')[2]}.c")):
        raise ImportError(f"{name} was compiled before its source was changed; 'make' compiles it anew")


SAME_TIME = 10.0
"""Seconds within which files are written that are copied or unpacked together, in any order."""


def is_older(compiled: Path, source: Path) -> bool:
    """Return whether a file was made before its source was written last."""
    return source.exists() and source.stat().st_mtime > compiled.stat().st_mtime + SAME_TIME


if __name__ == "__main__":  # fails if one of them cannot be used
    for helper in HELPERS:
        require_current(helper)
        import_module(helper)
