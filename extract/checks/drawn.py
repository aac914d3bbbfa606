"""Cells of tables without words in which something is drawn: words as curves, pictures, strokes of a pen."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Iterator, Sequence

from extract.checks.evidence import Checked, failed, name_of, quoted
from extract.tables.grids import Cell, Grid
from records.geometry import Box, holds
from records.outcome import Issue
from records.pages import Page
from records.report import RawRow

MOST_OF_CELL = 0.9
"""A fill as wide as this share of its cell is its ground."""

NEARLY_WHITE = 0.95


def drawn_in_blank_cells(checked: Checked) -> Iterator[Issue]:
    """Report blank cells of rows whose value may be a drawing; a plain colour is a value, and is read."""
    pages = {page.number: page for page in checked.layout.pages}
    for table in checked.layout.tables:
        if not checked.took(table):
            continue
        for grid in table.grids:
            page = pages[grid.page]
            marks = _marks(page, grid.box)
            for cell in (cell for row in grid.rows[1:] for cell in row.cells) if marks else ():
                if cell.words or cell.fill or cell.dot or not _is_drawn_in(cell, marks):
                    continue
                row = _row_at(checked, page.number, cell)
                if row is not None:
                    slot = _slot(table.grids[0], cell)
                    message = f"Something is drawn in {name_of(row)} and not written, {slot}."
                    yield failed("drawn_value", message, page.number, row)


def _marks(page: Page, within: Box) -> list[Box]:
    """Return the pictures, and fills that are not white, that lie within a box, by their height."""
    fills = [fill.box for fill in page.fills if min(fill.colour) < NEARLY_WHITE]
    return sorted((box for box in (*fills, *page.images) if holds(within, *box.middle)), key=_height)


def _height(box: Box) -> float:
    return box.middle[1]


def _is_drawn_in(cell: Cell, marks: Sequence[Box]) -> bool:
    """Return whether one of some marks, which are sorted by height, lies in a cell and is not its ground."""
    box, first = cell.box, bisect_left(marks, cell.box.top, key=_height)
    level = marks[first : bisect(marks, box.bottom, key=_height)]
    return any(holds(box, *mark.middle) and mark.width < MOST_OF_CELL * box.width for mark in level)


def _row_at(checked: Checked, page: int, cell: Cell) -> RawRow | None:
    """Return the row that has cells at the height of a cell."""
    _, y = cell.box.middle
    for row in checked.rows:
        boxes = [region.box for region in row.regions if region.page == page]
        if boxes and min(box.top for box in boxes) <= y <= max(box.bottom for box in boxes):
            return row
    return None


def _slot(first: Grid, cell: Cell) -> str:
    """Return what a message calls the column of a cell: its heading, or its place."""
    heading = first.rows[0].at(cell.first) if first.rows else None
    if heading is None or not heading.words:
        return f"in column {cell.first + 1}"
    return f"below {quoted(heading.words)}"
