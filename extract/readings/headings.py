"""Headings among the blocks of a document, and how strongly those above a block promise items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

from extract.readings.block import Block, Style
from extract.readings.wording import load_wording
from extract.tolerances import HEADING_SIZE

Promise: TypeAlias = int
"""3: the nearest heading promises items strongly, 2: one above it does, 1: one promises weakly, 0: none does,
-1: there is no heading."""

LONGEST = 160
"""Letters that a heading has at most."""

BOLDER, CAPITALS = 0.4, 0.2
"""What bold letters and capitals add to the size, in points, when headings are ranked."""


def usual_style(blocks: Sequence[Block]) -> Style:
    """Return how most letters of a document are set; there must be a block."""
    letters: Counter[Style] = Counter()
    for block in blocks:
        letters[block.style] += len(block.full)
    return letters.most_common(1)[0][0]


def is_heading(block: Block, usual: Style) -> bool:
    """Return whether a block outside tables is short and set to stand out."""
    if block.place is not None or len(block.full) > LONGEST or not any(map(str.isalpha, block.full)):
        return False
    style = block.style
    return (
        (style.bold and not usual.bold)
        or style.size > usual.size + HEADING_SIZE
        or (style.colour != usual.colour and len(block.full) < LONGEST / 2)
        or (block.full.isupper() and len(block.full) < LONGEST / 2)
    )


def sections(blocks: Sequence[Block], usual: Style) -> list[int]:
    """Return for each block the place of the nearest heading above it, -1 where there is none."""
    found: list[int] = []
    nearest = -1
    for at, block in enumerate(blocks):
        found.append(nearest)
        if is_heading(block, usual):
            nearest = at
    return found


def paths(blocks: Sequence[Block], usual: Style) -> list[tuple[int, ...]]:
    """Return for each block the places of the headings above it, the outermost first.

    A heading stands below those that are set larger; one as large or smaller ends with it.
    """
    found: list[tuple[int, ...]] = []
    above: list[tuple[float, int]] = []
    for at, block in enumerate(blocks):
        if is_heading(block, usual):
            while above and above[-1][0] <= _size(block):
                above.pop()
            found.append(tuple(place for _, place in above))
            above.append((_size(block), at))
        else:
            found.append(tuple(place for _, place in above))
    return found


def _size(block: Block) -> float:
    return block.style.size + BOLDER * block.style.bold + CAPITALS * block.full.isupper()


def promises(blocks: Sequence[Block], usual: Style) -> list[Promise]:
    """Return for each block how strongly the headings above it promise items."""
    found: list[Promise] = []
    above: list[tuple[float, str]] = []
    for block in blocks:
        found.append(_promise([text for _, text in above]))
        if is_heading(block, usual):
            while above and above[-1][0] <= _size(block):
                above.pop()
            above.append((_size(block), block.full))
    return found


def _promise(headings: Sequence[str]) -> Promise:
    wording = load_wording()
    if not headings:
        return -1
    if wording.strong.search(headings[-1]):
        return 3
    if any(map(wording.strong.search, headings)):
        return 2
    return int(any(map(wording.promise.search, headings)))
