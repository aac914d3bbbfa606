"""Copies of documents: each is read as its original, and each has bytes of its own."""

from __future__ import annotations

import itertools
from pathlib import Path


def changed(content: bytes, number: int) -> bytes:
    """Return a PDF with a comment at its end, which changes its bytes and nothing that is read."""
    return content + b"\n%%%d\n" % number


def copies(folder: Path, number: int, *contents: bytes) -> Path:
    """Fill a new folder with so many copies, of each document in turn."""
    folder.mkdir(parents=True)
    for place, content in zip(range(number), itertools.cycle(contents), strict=False):
        (folder / f"{place:06}.pdf").write_bytes(changed(content, place))
    return folder
