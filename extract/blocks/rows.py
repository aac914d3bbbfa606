"""The rows of a table's body: at level rules if these part most lines, else a line each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extract.blocks.chunks import Chunk, TextLine
from extract.blocks.columns import Columns
from extract.blocks.merged_rules import Stroke
from extract.blocks.tolerances import CLOSE, KEYED, RULES_PART, SEPARATE, TIGHT

UNFINISHED = re.compile(
    r"(?:[-‐‑,&/]|\b(?:and|or|of|the|for|in|to|with|by|on|at|from|a|an|de|et|y|und|per|than|not))$",
    re.IGNORECASE,
)
"""How a line ends that goes on in the next one."""

Row = list[TextLine]


def part_rows(lines: Sequence[TextLine], columns: Columns, long_rules: Sequence[Stroke]) -> list[Row]:
    """Return the rows of the lines of a body, each the lines that it takes."""
    if not lines:
        return []
    bands = _bands(lines, long_rules)
    held = [_Held(line, columns) for line in lines]
    places = {id(line): at for at, line in enumerate(lines)}
    parted = len(bands) - 1
    if parted >= max(2, RULES_PART * (len(lines) - 1)) or (parted > 1 and _rules_part(bands, held, places)):
        return bands
    return [row for band in bands for row in _joined([held[places[id(line)]] for line in band], held)]


def _bands(lines: Sequence[TextLine], rules: Sequence[Stroke]) -> list[Row]:
    """Return the lines between level rules, bands without lines left out."""
    bands: list[Row] = [[lines[0]]]
    for upper, lower in pairwise(lines):
        if any(upper.middle < rule.place < lower.middle for rule in rules):
            bands.append([])
        bands[-1].append(lower)
    return bands


class _Held:
    """A line with the columns in which its chunks begin, and those that hold numbers."""

    def __init__(self, line: TextLine, columns: Columns) -> None:
        self.line = line
        self.chunks: dict[int, Chunk] = {columns.at(chunk.box.x0 + 1): chunk for chunk in line.chunks}
        self.numbers = {at for at, chunk in self.chunks.items() if chunk.numeric}
        self.half = len(self.chunks) > 1 and 2 * len(self.chunks) >= columns.count


def _rules_part(bands: Sequence[Row], held: Sequence[_Held], places: dict[int, int]) -> bool:
    """Return whether few bands hold several lines that are rows by themselves."""
    several = 0
    for band in bands:
        lines = [held[places[id(line)]] for line in band]
        pairs = [(a, b) for a, b in pairwise(lines) if a.half and b.half and a.numbers & b.numbers]
        several += bool(pairs)
    return several < SEPARATE * len(bands)


def _joined(lines: Sequence[_Held], every: Sequence[_Held]) -> list[Row]:
    steps = [b.line.middle - a.line.middle for a, b in pairwise(every) if a.half and b.half]
    usual = median(steps) if steps else 0.0
    several = [line for line in every if len(line.chunks) > 1]
    keyed = sum(0 in line.chunks for line in several) >= KEYED * len(several)
    rows: list[list[_Held]] = []
    for line in lines:
        if rows and _goes_on(rows[-1], line, usual, keyed):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [[each.line for each in row] for row in rows]


def _goes_on(row: Sequence[_Held], line: _Held, usual: float, keyed: bool) -> bool:
    """Return whether a line goes on with a row: its chunks go on with those above, no numbers meet."""
    last = row[-1]
    step = line.line.middle - last.line.middle
    size = max(last.line.size, line.line.size)
    above = {at for each in row for at in each.chunks}
    if step > CLOSE * size or any(each.numbers & line.numbers for each in row):
        return False
    shared = [at for at in line.chunks if at in last.chunks]
    if above == {0} and 0 in line.chunks:
        # A label of several lines with its numbers beside the last.
        return _carries_on(last.chunks[0], line.chunks[0])
    if not set(line.chunks) <= above:
        return False
    if any(_carries_on(last.chunks[at], line.chunks[at]) for at in shared):
        return not (line.half and line.numbers)
    if step < TIGHT * usual and not line.half:
        return True
    return keyed and 0 not in line.chunks and not line.numbers and 0 in above


def _carries_on(upper: Chunk, lower: Chunk) -> bool:
    if upper.numeric or lower.numeric:
        return False
    return lower.text[:1].islower() or UNFINISHED.search(upper.text) is not None
