"""Page records made by hand, for tests that need no PDF. Letters are half as wide as high."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extract.blocks.proposals import Proposal
from extract.blocks.search import find_proposals
from records.geometry import Box
from records.pages import Fill, Page, Rule, Word, packed

WIDTH, HEIGHT = 600.0, 800.0

FIGURES = [
    ["Wards", "Cases", "Share"],
    ["North", "120", "40%"],
    ["South", "80", "27%"],
    ["West", "99", "33%"],
]
LEFTS = (50, 200, 300)
"""A table, and the left edges of its columns."""


def word(x: float, top: float, text: str, *, size: float = 10, index: int = 0, font: str = "Serif") -> Word:
    """Make a word whose letters' top is at `top`."""
    edges = tuple(x + size / 2 * place for place in range(len(text) + 1))
    return Word(1, index, text, Box(x, top, edges[-1], top + size), packed(edges), font, size)


def words(x: float, top: float, text: str, *, size: float = 10) -> list[Word]:
    """Make the words of a text, a space of half a letter between them."""
    made = []
    for each in text.split():
        made.append(word(x, top, each, size=size))
        x = made[-1].box.x1 + size / 2
    return made


def level(top: float, x0: float, x1: float) -> Rule:
    """Make a level rule."""
    return Rule(Box(x0, top, x1, top), "level")


def upright(x: float, top: float, bottom: float) -> Rule:
    """Make an upright rule."""
    return Rule(Box(x, top, x, bottom), "upright")


def page_of(
    texts: Iterable[tuple[float, float, str]], rules: Sequence[Rule] = (), fills: Sequence[Fill] = ()
) -> Page:
    """Make a page of texts, each with its left edge and top, of letters of ten points."""
    printed = [each for x, top, text in texts for each in words(x, top, text)]
    placed = tuple(word(w.box.x0, w.box.top, w.text, index=at) for at, w in enumerate(printed))
    return Page(1, WIDTH, HEIGHT, 0, placed, tuple(rules), tuple(fills))


def lined(
    top: float, lefts: Sequence[float], rows: Iterable[Sequence[str]], step: float = 14
) -> list[tuple[float, float, str]]:
    """Make the texts of rows, a line each, "" for none."""
    return [
        (x, top + step * at, text)
        for at, row in enumerate(rows)
        for x, text in zip(lefts, row, strict=False)
        if text
    ]


def only_table(page: Page) -> Proposal:
    """Return the only table that is found on a page."""
    (found,) = find_proposals(page)
    return found


def texts(found: Proposal) -> list[list[str]]:
    """Return the texts of the cells of a table, by rows."""
    return [[cell.text for cell in row.cells] for row in found.grid.rows]
