"""Counts of pages: which pages one count runs over, and on which page it begins."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from extract.parts.edges import Edges

FEWEST = 3
"""Pages of a count whose numbers stand beside other words: 'Priority 1' and 'Priority 2' may head two pages.

Odd and even pages may print other words, so the words tell nothing.
"""


class Count(msgspec.Struct, frozen=True):
    """Pages that are numbered in one count, by place from 0.

    `start` is the place of the page that has, or would have, the number 1: before `first` where the count
    goes on from pages that print none. `total` is the printed number of all, None where none is printed.
    """

    start: int
    first: int
    last: int
    pages: int
    total: int | None

    @property
    def is_whole(self) -> bool:
        """Whether its last page says that it is the last: 'Page 9 of 9'."""
        return self.total is not None and self.last == self.start + self.total - 1

    def spans(self, place: int) -> bool:
        """Return whether it runs over the break before the page at `place`."""
        return self.first < place <= self.last


def counts_of(pages: Iterable[Edges]) -> list[Count]:
    """Return the counts of pages; one of a single page is there if that says '1', or '1 of 3'."""
    found: dict[tuple[str, int, int | None], list[tuple[int, bool]]] = {}
    for page in pages:
        for number in page.numbers:
            if number.value > 0:
                key = (number.where, page.place - number.value + 1, number.total)
                found.setdefault(key, []).append((page.place, number.plain))
    counts = []
    for (_, start, total), places in found.items():
        first, last = places[0][0], places[-1][0]
        plain = all(each for _, each in places)
        told = plain and (total is not None or first == start)
        if told or len(places) >= (2 if plain else FEWEST):
            counts.append(Count(start, first, last, len(places), total))
    return counts
