"""Text that nobody sees, kept apart from the words of a page: counted, and read by no one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from extract.pdf.text.characters import UNKNOWN_GLYPH
from extract.pdf.tolerances import SAME_PLACE
from extract.pdf.verify.letter_counts import HYPHENS
from records.pages import Fill


class Spot(msgspec.Struct, frozen=True):
    """A letter and where it begins, in points from the lower left corner of the sheet as it is stored."""

    letter: str
    x: float
    y: float


class HiddenText(msgspec.Struct, frozen=True):
    """What nobody sees on a page: the text objects of one parser by their addresses, and their letters.

    `recognised` says that the page is a picture with text that a machine has recognised, put over it
    without ink. That text is what the page shows, and is not among the rest. `faint` are letters that are
    seen, and that something behind them shows through. `spots` are the small pictures and gradients of one
    colour, as fills.
    """

    objects: frozenset[int] = frozenset()
    letters: tuple[Spot, ...] = ()
    recognised: bool = False
    faint: tuple[Spot, ...] = ()
    spots: tuple[Fill, ...] = ()


def match_letters(spots: Sequence[Spot], found: Sequence[Spot]) -> frozenset[int]:
    """Return the places in `found` of the letters that another parser has found at `spots`.

    Where more of a letter stand on one spot than are sought there, it is not known which are meant, and none
    is given.
    """
    here, sought = _Cells(found), _Cells(spots)
    meant: set[int] = set()
    for spot in dict.fromkeys(spots):
        near = here.near(spot)
        if len(near) <= len(sought.near(spot)):
            meant.update(near)
    return frozenset(meant)


class _Cells:
    """Letters by the square point that they stand in."""

    def __init__(self, spots: Sequence[Spot]) -> None:
        self.spots = spots
        self.cells: dict[tuple[int, int], dict[str, list[int]]] = {}
        for place, spot in enumerate(spots):
            cell = self.cells.setdefault((round(spot.x), round(spot.y)), {})
            cell.setdefault(_plain(spot.letter), []).append(place)

    def near(self, spot: Spot) -> list[int]:
        """Return the places of those that may be the letter at `spot`: the same, or one that is not known."""
        column, row, letter = round(spot.x), round(spot.y), _plain(spot.letter)
        return [
            place
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for other, places in self.cells.get((x, y), {}).items()
            if other == letter or UNKNOWN_GLYPH in (other, letter)
            for place in places
            if abs(spot.x - self.spots[place].x) < SAME_PLACE
            and abs(spot.y - self.spots[place].y) < SAME_PLACE
        ]


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """Return the first letter of what one glyph stands for, hyphens of all kinds as one."""
    return unicodedata.normalize("NFKC", letter).translate(HYPHENS)[:1]
