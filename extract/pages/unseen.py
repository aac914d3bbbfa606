"""Print that nobody sees, kept apart from the words of a page: counted, and read by no one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from extract.pages.characters import UNKNOWN_GLYPH, Characters
from extract.pages.letters import HYPHENS

SAME_PLACE = 0.5
"""Points by which two readers may place one letter otherwise, across or down."""


class Spot(msgspec.Struct, frozen=True):
    """A letter and where it begins, in points from the lower left corner of the sheet as it is stored."""

    letter: str
    x: float
    y: float


class Unseen(msgspec.Struct, frozen=True):
    """What nobody sees on a page: the text objects of one parser by their addresses, and their letters.

    `recognised` says that the page is a picture with print that a machine has recognised, put over it
    without ink. That print is what the page shows, and is not among the rest.
    """

    objects: frozenset[int] = frozenset()
    letters: tuple[Spot, ...] = ()
    recognised: bool = False


def part_unseen(characters: Characters) -> tuple[Characters, Characters]:
    """Part characters into those that are seen and the others, by their styles."""
    seen = np.array([style.seen for style in characters.known], dtype=bool)[characters.styles]
    if seen.all():
        return characters, characters.only(np.empty(0, dtype=np.int64))
    return characters.only(np.flatnonzero(seen)), characters.only(np.flatnonzero(~seen))


def find_again(spots: Iterable[Spot], found: Sequence[Spot]) -> frozenset[int]:
    """Give the places in `found` of the letters that another parser has found at `spots`.

    Where several stand on one spot, it is not known which of them is meant, and none is given.
    """
    here: dict[tuple[int, int], list[int]] = {}
    for place, spot in enumerate(found):
        here.setdefault((round(spot.x), round(spot.y)), []).append(place)
    meant: set[int] = set()
    for spot in spots:
        column, row = round(spot.x), round(spot.y)
        near = [
            place
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for place in here.get((x, y), ())
            if _is_same(spot, found[place])
        ]
        if len(near) == 1:
            meant.add(near[0])
    return frozenset(meant)


def _is_same(one: Spot, other: Spot) -> bool:
    near = abs(one.x - other.x) < SAME_PLACE and abs(one.y - other.y) < SAME_PLACE
    return near and (
        _plain(one.letter) == _plain(other.letter) or UNKNOWN_GLYPH in (one.letter, other.letter)
    )


def _plain(letter: str) -> str:
    """Give the first letter of what one glyph stands for, hyphens of all kinds as one."""
    return unicodedata.normalize("NFKC", letter).translate(HYPHENS)[:1]
