"""Ruled grids that are read anew: rules part only some of their rows or columns, or leave outer ones open."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence

from msgspec.structs import replace

from extract.blocks.captions import CAPTION, SOURCE
from extract.blocks.chains import area_of
from extract.blocks.chunks import TextLine, find_lines
from extract.blocks.merged_rules import Rules
from extract.blocks.proposals import Area
from extract.blocks.tolerances import BESIDE, INSIDE, LABELLED, LIKE_END, STRAY
from extract.tables.grids import Cell, Grid, Row
from records.geometry import around, shared_height

FEWEST_LABELS = 3
"""Labels of rows outside a grid: of fewer the height may agree by chance."""

FEWEST_BESIDE = 2
"""Level rules that reach as far beyond a side of a grid: its top and its bottom at least."""


def redo(grid: Grid, lines: Sequence[TextLine], rules: Rules, size: float) -> Area | None:
    """Return the area in which a grid is to be read anew, None if its rules tell its rows and columns."""
    x0, x1 = _labelled(grid, lines, *_widened(grid, lines, rules, size))
    wider = x0 < grid.box.x0 - LIKE_END or x1 > grid.box.x1 + LIKE_END
    if not wider and not _is_open(grid, lines) and not _is_divided(grid):
        return None
    inside = [
        part
        for line in lines
        if grid.box.top <= line.middle <= grid.box.bottom
        and (part := line.within(x0 - LIKE_END, x1 + LIKE_END)) is not None
    ]
    if len(inside) < 2:
        return None
    return area_of("widened" if wider else "divided", x0 - LIKE_END, x1 + LIKE_END, inside, rules)


def _widened(grid: Grid, lines: Sequence[TextLine], rules: Rules, size: float) -> tuple[float, float]:
    """Return the sides of a grid, or where level rules of like ends reach to, if words stand there."""
    box = grid.box
    level = [
        rule
        for rule in rules.level
        if box.top - LIKE_END <= rule.place <= box.bottom + LIKE_END and rule.over(box.x0, box.x1) > 0
    ]
    starts = sorted(rule.start for rule in level if rule.start < box.x0 - BESIDE * size)
    ends = sorted((rule.end for rule in level if rule.end > box.x1 + BESIDE * size), reverse=True)
    x0, x1 = _like(starts, box.x0), _like(ends, box.x1)
    words = [chunk.middle for line in lines if box.top < line.middle < box.bottom for chunk in line.chunks]
    if not any(x0 < x < box.x0 for x in words):
        x0 = box.x0
    if not any(box.x1 < x < x1 for x in words):
        x1 = box.x1
    return x0, x1


def _labelled(grid: Grid, lines: Sequence[TextLine], x0: float, x1: float) -> tuple[float, float]:
    """Return the sides, the left one moved to the labels without rules that stand level with most rows."""
    rows = [line for line in lines if grid.box.top < line.middle < grid.box.bottom]
    beside = [
        [chunk for chunk in line.chunks if chunk.box.x1 <= x0 + LIKE_END]
        for line in rows
        if any(x0 < chunk.middle < x1 for chunk in line.chunks)
    ]
    labels = [chunks[0] for chunks in beside if len(chunks) == 1]
    near = [label for label in labels if x0 - label.box.x1 < grid.box.width]
    if len(near) < FEWEST_LABELS or len(near) < LABELLED * len(beside):
        return x0, x1
    return min(label.box.x0 for label in near), x1


def _is_open(grid: Grid, lines: Sequence[TextLine]) -> bool:
    """Return whether words within a grid stand in none of its cells: outer columns without sides."""
    held = {word.key for row in grid.rows for word in row.words}
    box = grid.box
    words = [
        word
        for line in lines
        if box.top < line.middle < box.bottom
        for chunk in line.chunks
        if box.x0 < chunk.middle < box.x1
        for word in chunk.words
    ]
    return sum(word.key not in held for word in words) > STRAY * len(words)


def _like(ends: Sequence[float], side: float) -> float:
    """Return the outermost place at which enough rules end, the side where there is none."""
    for at in ends:
        if sum(abs(at - other) <= LIKE_END for other in ends) >= FEWEST_BESIDE:
            return at
    return side


def _is_divided(grid: Grid) -> bool:
    """Return whether many of a grid's words stand in cells that hold rows or columns of their own."""
    words = inside = 0
    for row in grid.rows:
        cells = [(cell, find_lines(cell.words, ())) for cell in row.cells if cell.words]
        for cell, lines in cells:
            words += len(cell.words)
            others = [each for other, each in cells if other is not cell]
            if _holds_rows(lines, others) or _holds_columns(lines) or _spans_columns(cell, lines, grid):
                inside += len(cell.words)
    return words > 0 and inside > INSIDE * words


def _holds_rows(lines: Sequence[TextLine], others: Sequence[Sequence[TextLine]]) -> bool:
    """Return whether the lines of a cell are level with its neighbours' and either hold numbers."""
    if len(lines) < 2:
        return False
    for other in others:
        level = [
            (line, beside)
            for line in lines
            for beside in other
            if shared_height(line.box, beside.box) > 0.5 * min(line.box.height, beside.box.height)
        ]
        numbers = [
            pair
            for pair in level
            if any(len(line.chunks) == 1 and line.chunks[0].numeric for line in pair)
            or all(len(line.chunks) > 1 for line in pair)
        ]
        if len(numbers) >= 2 and 2 * len(numbers) >= len(lines):
            return True
    return False


def _holds_columns(lines: Sequence[TextLine]) -> bool:
    """Return whether most lines of a cell hold several chunks below each other."""
    several = [line for line in lines if len(line.chunks) > 1]
    return len(several) >= 2 and 2 * len(several) > len(lines)


def _spans_columns(cell: Cell, lines: Sequence[TextLine], grid: Grid) -> bool:
    """Return whether each chunk of a cell over several columns lies in one of them, most lines in several.

    A text that runs on over the edges of columns is one cell over all of them.
    """
    if cell.end - cell.first < 2:
        return False
    held = [
        [(bisect(grid.columns, chunk.box.x0), bisect(grid.columns, chunk.box.x1)) for chunk in line.chunks]
        for line in lines
    ]
    if any(first != last for columns in held for first, last in columns):
        return False
    return 2 * sum(len(set(columns)) > 1 for columns in held) > len(held)


def trim(grid: Grid) -> tuple[Grid, tuple[str, ...], tuple[str, ...]]:
    """Return a grid without the caption over its first row and the sources under its last, and their texts.

    They stand in its frame, in one cell over all columns.
    """
    rows = list(grid.rows)
    captions: list[str] = []
    sources: list[str] = []
    while len(rows) > 1 and (text := _over_all(rows[0], grid)) is not None and CAPTION.match(text):
        captions.append(text)
        del rows[0]
    while len(rows) > 1 and (text := _over_all(rows[-1], grid)) is not None and SOURCE.match(text):
        sources.insert(0, text)
        del rows[-1]
    if len(rows) == len(grid.rows):
        return grid, (), ()
    box = around(cell.box for row in rows for cell in row.cells)
    return replace(grid, rows=tuple(rows), box=box), tuple(captions), tuple(sources)


def _over_all(row: Row, grid: Grid) -> str | None:
    cells = row.filled
    alone = len(cells) == 1 and cells[0].end - cells[0].first == len(grid.columns)
    return cells[0].line if alone else None
