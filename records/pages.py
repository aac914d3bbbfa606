"""A page as every reader gives it: words, rules and fills, in one order and one rounding."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec
from msgspec.structs import replace

from records.geometry import Box
from records.outcome import Issue

HUNDREDTHS = "i"
"""The kind of array in which edges are packed: whole numbers of four bytes."""

FARTHEST = 1e7
"""Points beyond which no edge is kept: damaged files tell of letters so wide."""

Colour: TypeAlias = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""


class Rare(msgspec.Struct, frozen=True, gc=False):
    """What is true of few words, and held once for all others."""

    start: int = 0
    """The place of its first character in the whole word: 0 unless it is the right part of a parted one."""
    down: bool = False
    """Whether turned print reads downwards; other turned print reads upwards."""
    mark: bool = False
    """Whether it is the raised number of a footnote, which is no part of the text."""
    continues: bool = False
    """Whether it is the rest of the last word of the line above, which a narrow cell broke."""
    slanted: bool = False
    """Whether its letters climb, fall or lean far: the order in which they are read may be another."""


USUAL, SLANTED = Rare(), Rare(slanted=True)


def packed(edges: Iterable[float]) -> bytes:
    """Return edges of characters, in points, as `Word.packed_edges` holds them."""
    near = (max(-FARTHEST, min(FARTHEST, edge)) for edge in edges)
    return array(HUNDREDTHS, [round(100 * edge) for edge in near]).tobytes()


@lru_cache(maxsize=10_000)
def is_italic(font: str) -> bool:
    """Return whether the name of a font says that it slopes."""
    return any(mark in font.lower() for mark in ("italic", "oblique"))


@lru_cache(maxsize=10_000)
def is_bold(font: str) -> bool:
    """Return whether the name of a font says that it is a bold or heavier cut."""
    return any(mark in font.lower() for mark in ("bold", "black", "heavy", "demi"))


class Word(msgspec.Struct, frozen=True, gc=False):
    """Characters printed side by side without a space.

    `packed_edges` holds the left edge of each character and the right edge of the last, so that a word
    which runs over a ruled line can be parted at it: in hundredths of a point, as whole numbers of four
    bytes, which take a third less memory. `index` is its place in the page's order.
    """

    page: int
    index: int
    text: str
    box: Box
    packed_edges: bytes
    font: str
    size: float
    colour: Colour | None = None
    upright: bool = True
    rare: Rare = USUAL

    @property
    def edges(self) -> tuple[float, ...]:
        """The left edge of each character and the right edge of the last, in points."""
        return tuple([edge / 100 for edge in array(HUNDREDTHS, self.packed_edges)])

    @property
    def start(self) -> int:
        """See `Rare`."""
        return self.rare.start

    @property
    def down(self) -> bool:
        """See `Rare`."""
        return self.rare.down

    @property
    def mark(self) -> bool:
        """See `Rare`."""
        return self.rare.mark

    @property
    def continues(self) -> bool:
        """See `Rare`."""
        return self.rare.continues

    @property
    def slanted(self) -> bool:
        """See `Rare`."""
        return self.rare.slanted

    @property
    def key(self) -> tuple[int, int, int]:
        """Its page, its place in the page's order, and its start: no two words or parts of words share it."""
        return self.page, self.index, self.start

    @property
    def italic(self) -> bool:
        """Whether the font's name says that it slopes."""
        return is_italic(self.font)

    @property
    def bold(self) -> bool:
        """Whether the font's name says that it is a bold or heavier cut."""
        return is_bold(self.font)


def continuing(word: Word) -> Word:
    """Return a word marked as the rest of the last one of the line above."""
    return replace(word, rare=replace(word.rare, continues=True))


class Rule(msgspec.Struct, frozen=True, gc=False):
    """A drawn straight line, level or upright, as the thin box that it covers."""

    box: Box
    direction: Literal["level", "upright"]


class Fill(msgspec.Struct, frozen=True, gc=False):
    """A filled area and its colour."""

    box: Box
    colour: Colour


class Page(msgspec.Struct, frozen=True, gc=False):
    """One page: number from 1, size in points, turn in degrees, and what is printed on it.

    `images` are the boxes of pictures: a page covered by one and without words is a scan.
    `duplicates` counts characters that were printed twice on one spot (a way to make bold) and are
    given once; `hidden` those that lie outside the page and are not given. `cut` says that words
    which begin inside it end there. `overprinted` says that
    letters stand on other letters, so that their order may be wrong. `broken` says that the
    page has contents of which nothing could be read. `warnings` are the parser's own words on what it
    could not make sense of. `reader` names the library that read it, `doubt` why not the fast one.
    `unseen` are words that nobody sees, such as white ones on white, numbered by themselves; they are
    counted and not read. `watermark` are those printed across the page to mark it, such as DRAFT, numbered
    by themselves: they count as furniture. `recognised` says that the page is a picture whose words a machine
    has recognised. `faults` are errors in the structure of the file: the page may lack text for them.
    `font_objects` are the numbers of the objects of the file that are its fonts, as far as they are told.
    """

    number: int
    width: float
    height: float
    rotation: int
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    fills: tuple[Fill, ...]
    images: tuple[Box, ...] = ()
    duplicates: int = 0
    hidden: int = 0
    cut: bool = False
    overprinted: bool = False
    unseen: tuple[Word, ...] = ()
    watermark: tuple[Word, ...] = ()
    recognised: bool = False
    broken: bool = False
    warnings: tuple[str, ...] = ()
    reader: Literal["pdfium", "pdfplumber"] = "pdfplumber"
    doubt: str = ""
    faults: tuple[Issue, ...] = ()
    font_objects: frozenset[int] = frozenset()
