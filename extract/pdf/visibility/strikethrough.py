"""Words that are struck through: still on the page, and deleted."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Sequence
from math import inf

from msgspec.structs import replace

from extract.pdf.tolerances import STRUCK_FROM, STRUCK_TO, STRUCK_WIDTH, TALLEST
from records.geometry import Box, shared_width
from records.pages import Page, Rule, Word


def part_struck(page: Page) -> tuple[Page, tuple[Word, ...]]:
    """Part a page into what holds and the words that are struck through.

    The lines that strike them are no borders: the sides of a cell never cross a word at half its height.
    """
    level = sorted((rule for rule in page.rules if rule.direction == "level"), key=_height)
    heights = [*map(_height, level), inf]
    struck: list[Word] = []
    strikes: set[int] = set()
    for word in page.words if level else ():
        box = word.box
        top, tall = box.top, max(box.bottom - box.top, 1.0)
        first, lowest = bisect(heights, top + STRUCK_FROM * tall), top + STRUCK_TO * tall
        if heights[first] < lowest and word.upright and tall < TALLEST * word.size:
            end = bisect_left(heights, lowest, first)
            through = [rule for rule in level[first:end] if shared_width(rule.box, box) > 0]
            if through and _covered([rule.box for rule in through], box) >= STRUCK_WIDTH:
                struck.append(word)
                strikes.update(map(id, through))
    if not struck:
        return page, ()
    gone = {word.index for word in struck}
    words = tuple(word for word in page.words if word.index not in gone)
    rules = tuple(rule for rule in page.rules if id(rule) not in strikes)
    return replace(page, words=words, rules=rules), tuple(struck)


def _height(rule: Rule) -> float:
    return rule.box.middle[1]


def _covered(lines: Sequence[Box], word: Box) -> float:
    return sum(shared_width(line, word) for line in lines) / max(word.width, 0.1)
