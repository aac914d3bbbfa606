"""A page as pdfium holds it, in columns: its characters and glyphs, its objects, and the segments of paths.

Lengths are in points from the bottom left of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from records.pages import Colour

Columns: TypeAlias = npt.NDArray[np.void]
Places: TypeAlias = npt.NDArray[np.int64]

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
"""Kinds of objects, by pdfium's numbers."""

CHARACTER = np.dtype([("x", "f8"), ("y", "f8"), ("object", "i4"), ("glyph", "i4")])
"""A character: its origin, and the places of its text object and its glyph among those of the page; -1 for an
object that is not among them. Spaces and line ends that pdfium puts in itself are left out."""

GLYPH = np.dtype([("font", "u8"), ("letter", "u4"), ("unmapped", "i4")])
"""A letter in a font: the font's address, the letter's number in Unicode, and 1 where the font does not tell
that number. Each stands once, in the order of their first characters."""

OBJECT = np.dtype(
    [
        *(("address", "u8"), ("font", "u8"), ("matrix", "f8", 6), ("size", "f4")),
        *(("left", "f4"), ("bottom", "f4"), ("right", "f4"), ("top", "f4")),
        *(("colour", "u1", 4), ("coloured", "i4"), ("kind", "i4"), ("mode", "i4")),
        *(("fill", "i4"), ("stroke", "i4"), ("segments", "i4")),
    ],
    align=True,
)
"""An object, in the order of drawing: its address, its kind, the matrix that puts it on the page, and the box
round its ink. Of text its font, size and mode of drawing; of a path whether it is filled and stroked, and of
how many segments it is; of both the colour that fills them, as red, green, blue and how opaque it is, with 1
in `coloured` if pdfium knows it. Forms are not given, but what they hold is."""

SEGMENT = np.dtype([("x", "f4"), ("y", "f4"), ("kind", "i4"), ("closes", "i4")])
"""A segment of a path, where it stands before the path's matrix. Those of all paths follow each other."""

MOST_CODES = 0x110000
"""Unicode has so many numbers."""

DEEPEST = 12
"""Forms within forms that are followed; deeper ones are a loop or meant to harm."""


class UnsupportedPage(Exception):  # noqa: N818 - no failure, only a page for pdfplumber
    """The page holds something that pdfium may give otherwise than pdfplumber; the message names it."""


SHADES = tuple(round(shade / 255, 3) for shade in range(256))


def colour_of(shades: Sequence[int]) -> Colour:
    """Return a colour in `OBJECT` as pages tell it."""
    red, green, blue, _ = shades
    return SHADES[red], SHADES[green], SHADES[blue]


PATTERN_SHADES = ((191, 191, 191), (255, 255, 255))
"""The colours that pdfium gives for a pattern of tiles and for a gradient."""


class PageArrays(msgspec.Struct, frozen=True):
    """Structured arrays of `CHARACTER`, `GLYPH`, `OBJECT` and `SEGMENT`.

    `text_places` are the places of the objects that are text, `text` are those objects.
    """

    characters: Columns
    glyphs: Columns
    objects: Columns
    segments: Columns
    text_places: Places
    text: Columns

    @classmethod
    def of(cls, characters: Columns, glyphs: Columns, objects: Columns, segments: Columns) -> PageArrays:
        """Return the arrays with those of their text."""
        places = np.flatnonzero(objects["kind"] == TEXT)
        return cls(characters, glyphs, objects, segments, places, objects.take(places))

    def without_patterns(self) -> PageArrays:
        """Return the arrays of a page with patterns: fills that may be one have no colour."""
        objects = self.objects.copy()
        shades = objects["colour"][:, :3]
        may_be = np.logical_or.reduce([(shades == pattern).all(axis=1) for pattern in PATTERN_SHADES])
        objects["coloured"] &= ~(may_be & (objects["kind"] == PATH))
        return PageArrays.of(self.characters, self.glyphs, objects, self.segments)
