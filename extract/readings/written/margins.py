"""Initials at the right of paragraphs, or on a line below, that tell who acts: 'RA/JS', 'Action: HP'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

import msgspec
from msgspec.structs import replace

from extract.layout.lines import Line, group_lines, part_words
from extract.readings.block import Block
from extract.tables.stitch import Table
from extract.tolerances import COLUMN_GAP, MARGIN_ABOVE, MARGIN_CROSSED, MARGIN_GAP, MARGIN_WITHIN
from records.geometry import Box, around
from records.pages import Word

_ONE = (
    r"(?:ALL|All|Clerk|Chair(?:man|person)?|Secretary|Treasurer|Officers?"
    r"|[A-Z]{2,4}[a-z]{0,2}|[A-Z][a-z]{1,3}[A-Z]{1,2}[a-z]?|[A-Z]\.[A-Z]\.?)"
)
INITIALS = re.compile(rf"{_ONE}(?:(?:\s*[/,&+;]\s*|\s+and\s+|\s+){_ONE}){{0,5}}")
"""One or several people, by initials or office; 'All' are those who met."""

ACTION_LINE = re.compile(
    rf"(?:actions?|action by|by|owner|lead|responsible|for)\s*[:–-]\s*(?={_ONE})(?P<who>.+)", re.IGNORECASE
)
"""A line that says who is to do what stands above it, and no more."""

FEWEST = 3
"""Initials that stand at the margin of a document at least; fewer are chance."""


class Mark(msgspec.Struct, frozen=True):
    """Initials at the margin of a page."""

    words: tuple[Word, ...]
    box: Box

    @property
    def page(self) -> int:
        """The page on which they stand."""
        return self.words[0].page


def find_marks(pages: Mapping[int, Sequence[Word]]) -> list[Mark]:
    """Return the initials at the right margins of a document, given the words of each page outside tables."""
    found = [mark for words in pages.values() for mark in _of_page(words)]
    return found if len(found) >= FEWEST else []


def _of_page(words: Sequence[Word]) -> Iterator[Mark]:
    chunks = [
        (chunk, before)
        for line in group_lines(words)
        for before, chunk in pairwise([(), *part_words(line.words, MARGIN_GAP)])
    ]
    boxes = [around([word.box for word in chunk]) for chunk, _ in chunks]
    named = [INITIALS.fullmatch(_text(chunk)) is not None for chunk, _ in chunks]
    others = [box for box, is_named in zip(boxes, named, strict=True) if not is_named]
    if not others:
        return
    left, right = min(box.x0 for box in others), max(box.x1 for box in others)
    for (chunk, before), box, is_named in zip(chunks, boxes, named, strict=True):
        if is_named and box.x1 > right - MARGIN_WITHIN * (right - left):
            apart = not before or box.x0 - before[-1].box.x1 > COLUMN_GAP * chunk[0].size
            crossed = sum(other.x1 >= box.x0 for other in others) / len(others)
            if apart or crossed <= MARGIN_CROSSED:
                yield Mark(chunk, box)


def with_marks(blocks: Sequence[Block], marks: Sequence[Mark]) -> list[Block]:
    """Return the blocks with the initials at their right or below them, whose lines are blocks no more."""
    found = _with_lines(blocks)
    for mark in marks:
        at = _beside(found, mark.box, mark.page)
        if at is not None:
            found[at] = replace(found[at], margin=(*found[at].margin, *mark.words))
    return found


def _with_lines(blocks: Sequence[Block]) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        match = ACTION_LINE.fullmatch(block.full)
        if (
            match
            and INITIALS.fullmatch(match["who"].strip(" ."))
            and found
            and block.place == found[-1].place
        ):
            found[-1] = replace(found[-1], margin=(*found[-1].margin, *block.words))
        else:
            found.append(block)
    return found


def _beside(blocks: Sequence[Block], box: Box, page: int) -> int | None:
    """Return the place of the block outside tables beside which a box stands, or that ends just above it."""
    middle = box.middle[1]
    near = (
        (max(middle - region.box.bottom, 0.0), at)
        for at, block in enumerate(blocks)
        if block.place is None
        for region in block.regions
        if region.page == page and region.box.x0 < box.x0 and region.box.top <= middle
    )
    distance, at = min(near, default=(MARGIN_ABOVE + 1, 0))
    return at if distance <= MARGIN_ABOVE else None


def mark_cells(table: Table, row: int, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of a row of a table, those of the fullest cell with the initials level with them."""
    cells = table.rows[row].filled
    named = [cell for cell in cells[1:] if all(map(_is_named, group_lines(cell.words)))]
    if not named:
        return list(blocks)
    fullest = max(
        (cell for cell in cells if cell not in named), key=lambda cell: len(cell.line), default=None
    )
    found = list(blocks)
    held = [
        at
        for at, block in enumerate(found)
        if fullest and block.place and block.place.column == fullest.first
    ]
    for cell in named:
        for line in group_lines(cell.words):
            above = [
                at for at in held if found[at].page == line.page and found[at].box.top <= line.box.middle[1]
            ]
            for at in above[-1:]:
                found[at] = replace(found[at], margin=(*found[at].margin, *line.words))
    return found


def _is_named(line: Line) -> bool:
    return INITIALS.fullmatch(line.text) is not None


def _text(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)


def who_of(block: Block) -> str:
    """Return the initials beside or below a block as printed, without the word 'Action' before them."""
    lines = [
        _text(some) for _, some in groupby(block.margin, key=lambda word: (word.page, round(word.box.top)))
    ]
    texts = [match["who"] if (match := ACTION_LINE.fullmatch(text)) else text for text in lines]
    return ", ".join(text.strip(" .") for text in texts)
