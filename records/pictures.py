"""Pictures of places in a document: what is asked for, and what comes back."""

import msgspec

from records.geometry import Box
from records.report import Report


class Clip(msgspec.Struct, frozen=True):
    """A part of a page to be drawn: the page, counted from 1, and a box on it, in points."""

    page: int
    box: Box


class Picture(msgspec.Struct, frozen=True):
    """A part of a page as drawn. `box` is what it shows: what was asked for, cut at the page's edges.

    `image` holds the bytes of a WebP file of `width` by `height` pixels.
    """

    page: int
    box: Box
    width: int
    height: int
    image: bytes


class Drawing(Report, frozen=True):
    """The report of a document of which parts were drawn: a picture each, None for one that is on no page."""

    pictures: tuple[Picture | None, ...] = ()
