"""Numbers of rows that their own texts do not hold: in the heading, on the line, in the cell before them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extract.readings.block import Block
from extract.readings.cuts import Row

NUMBERED = 0.5
"""The share of rows before which a number stands from which these are the numbers of the rows."""

CODE = re.compile(r"(?P<code>[A-Z]{0,4}[-/.]?\d[\w./-]{0,10}?)[.:)]?(?:\s|$)")
"""What opens a line as a number: 'R2024-229 S. Kirkey, J. Scott:', '4.3.', '018/14'."""

LONGEST_LINE = 60
"""Letters of a line that a number opens, and that is no text of its own."""

NEAR = 3
"""Blocks before a row among which its number is looked for."""

Numbers = dict[int, tuple[str, Block]]
"""By the place of a row its number, and the block in which it is printed."""


def find_numbers(blocks: Sequence[Block], rows: Sequence[Row], above: Sequence[tuple[int, ...]]) -> Numbers:
    """Return the numbers printed before rows, if most rows have one and no two the same; else none.

    `above` gives for each block the places of the headings over it, the outermost first. Numbers of
    headings come before those of lines and cells.
    """

    def of_headings(at: int) -> Sequence[Block]:
        row = rows[at]
        over = [blocks[heading] for heading in above[row.opener][-1:]]
        return [blocks[row.opener], *over] if row.opener < row.first else over

    starts = [min(row.opener, row.first) for row in rows]
    ends = [0, *(row.last + 1 for row in rows)]

    def before(at: int) -> Sequence[Block]:
        return blocks[max(ends[at], starts[at] - NEAR) : starts[at]][::-1]

    return _of(rows, of_headings, _number) or _of(rows, before, _code)


def _of(
    rows: Sequence[Row], near: Callable[[int], Sequence[Block]], number: Callable[[Block], str]
) -> Numbers:
    """Return the first number near each row, if they are numbers of the rows."""
    found: Numbers = {}
    for at, row in enumerate(rows):
        told = (
            None if row.ref else next(((said, block) for block in near(at) if (said := number(block))), None)
        )
        if told is not None:
            found[at] = told
    distinct = {said for said, _ in found.values()}
    return found if len(distinct) == len(found) >= NUMBERED * len(rows) else {}


def _number(block: Block) -> str:
    """Return the number that opens a heading, with or without a word before it; "" if none does."""
    code = CODE.match(block.full)
    if code is not None and not code["code"][0].isdigit():
        return code["code"]  # 'B2.1 – What we heard'
    number = block.label.number
    return number if any(map(str.isdigit, number)) else block.ref


def _code(block: Block) -> str:
    """Return the number that stands alone, or opens a short line as no plain number does; "" if none does."""
    match = CODE.match(block.full)
    if match is None or len(block.full) > LONGEST_LINE:
        return ""
    alone = match.end() == len(block.full)
    return match["code"] if alone or not match["code"].isdigit() else ""
