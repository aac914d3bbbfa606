"""A page as pdfium holds it, in columns: its characters, its objects, and the segments of their paths.

Lengths are in points from the bottom left of the page.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

Columns: TypeAlias = npt.NDArray[np.void]

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
"""Kinds of objects, by pdfium's numbers."""

CHARACTER = np.dtype(
    [("object", "u8"), ("x", "f8"), ("y", "f8"), ("letter", "u4"), ("unmapped", "i4")], align=True
)
"""A character: the address of its text object, its origin, its number in Unicode, and 1 where the font does
not tell that number. Spaces and line ends that pdfium puts in itself are left out."""

THING = np.dtype(
    [
        *(("address", "u8"), ("font", "u8"), ("matrix", "f8", 6), ("size", "f4")),
        *(("left", "f4"), ("bottom", "f4"), ("right", "f4"), ("top", "f4"), ("colour", "u1", 4)),
        *(("kind", "i4"), ("mode", "i4"), ("fill", "i4"), ("stroke", "i4"), ("segments", "i4")),
    ],
    align=True,
)
"""An object, in the order of drawing: its address, its kind, and the matrix that puts it on the page. Of text
its font, size, box and mode of drawing; of a path whether it is filled and stroked, and of how many segments
it is; of both the colour that fills them, after a 1 if pdfium knows it. Forms are not given, but what they
hold is."""

SEGMENT = np.dtype([("x", "f4"), ("y", "f4"), ("kind", "i4"), ("closes", "i4")])
"""A segment of a path, where it stands before the path's matrix. Those of all paths follow each other."""

DEEPEST = 12
"""Forms within forms that are followed; deeper ones are a loop or a mischief."""


class Gathered(msgspec.Struct, frozen=True):
    """Columns of `CHARACTER`, `THING` and `SEGMENT`."""

    characters: Columns
    things: Columns
    segments: Columns
