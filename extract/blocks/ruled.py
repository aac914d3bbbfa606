"""Ruled grids that are read anew: rules part only some of their rows or columns, or leave outer ones open."""

from __future__ import annotations

from collections.abc import Sequence

from extract.blocks.chains import area_of
from extract.blocks.chunks import TextLine, find_lines
from extract.blocks.merged_rules import Rules
from extract.blocks.proposals import Area
from extract.blocks.tolerances import BESIDE, INSIDE, LIKE_END
from extract.tables.grids import Grid
from records.geometry import shared_height

FEWEST_BESIDE = 2
"""Level rules that reach as far beyond a side of a grid: its top and its bottom at least."""


def redo(grid: Grid, lines: Sequence[TextLine], rules: Rules, size: float) -> Area | None:
    """Return the area in which a grid is to be read anew, None if its rules tell its rows and columns."""
    x0, x1 = _widened(grid, lines, rules, size)
    wider = x0 < grid.box.x0 - LIKE_END or x1 > grid.box.x1 + LIKE_END
    if not wider and not _is_divided(grid):
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
            if _holds_rows(lines, others) or _holds_columns(lines):
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
