"""Words that are struck through: still on the page, and deleted."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from records.geometry import Bands, Box, shared_width
from records.pages import Page, Word

MIDDLE = (0.3, 0.75)
"""Shares of a word's height between which a line through it strikes it; a lower one underlines it."""

MOST = 0.8
"""The share of a word's width that such lines cover."""


def part_struck(page: Page) -> tuple[Page, tuple[Word, ...]]:
    """Part a page into what holds and the words that are struck through.

    The lines that strike them are no borders: the sides of a cell never cross a word at half its height.
    """
    level = [rule for rule in page.rules if rule.direction == "level"]
    bands = Bands(rule.box for rule in level)
    struck: list[Word] = []
    strikes: set[int] = set()
    for word in page.words if level else ():
        heights = (word.box.top, word.box.middle[1], word.box.bottom)
        near = sorted({at for height in heights for at in bands.near(height)})
        through = [at for at in near if word.upright and _crosses(level[at].box, word.box)]
        if through and _covered([level[at].box for at in through], word.box) >= MOST:
            struck.append(word)
            strikes.update(id(level[at]) for at in through)
    if not struck:
        return page, ()
    gone = {word.index for word in struck}
    words = tuple(word for word in page.words if word.index not in gone)
    rules = tuple(rule for rule in page.rules if id(rule) not in strikes)
    return replace(page, words=words, rules=rules), tuple(struck)


def _crosses(line: Box, word: Box) -> bool:
    depth = (line.middle[1] - word.top) / max(word.height, 1.0)
    return MIDDLE[0] < depth < MIDDLE[1] and shared_width(line, word) > 0


def _covered(lines: Sequence[Box], word: Box) -> float:
    return sum(shared_width(line, word) for line in lines) / max(word.width, 0.1)
