"""Tables too wide for their page: the columns on the next page are joined to those on the first."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from extract.tables.grids import Row
from extract.tables.stitch import Table, ordinals
from extract.tolerances import SAME_EDGE
from records.report import Join

FEWEST_ROWS = 2
"""Rows besides a header that two parts must share: one row alone may agree by chance."""


def widen(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Join each table to the one whose right-hand columns it holds, where `wider` gives a reason."""
    found: list[Table] = []
    for table in tables:
        reason = wider(found[-1], table) if found else None
        if reason is not None:
            found[-1] = _beside(found[-1], table, reason)
        else:
            found.append(table)
    return tuple(found)


def wider(left: Table, right: Table) -> str | None:
    """Return why `right` holds further columns of `left`, or None if it does not.

    A spreadsheet printed over the edge of the paper goes on, on the page after, with as many rows. Its
    first column is printed again there, with the same heading and the same numbers; or the rows stand
    at the same heights, row for row. No other heading is printed twice.
    """
    if right.grids[0].page != left.grids[-1].page + 1 or len(left.rows) != len(right.rows):
        return None
    heads, others = _headings(left.rows[0]), _headings(right.rows[0])
    numbers = len(ordinals(left.rows))
    if _keys(left) == _keys(right) and numbers >= FEWEST_ROWS:
        headless = numbers == len(left.rows)  # two cells of a row may well be alike
        same = headless or not set(heads[1:]) & set(others[1:])
        return "same numbers in the rows of the next page" if same else None
    if set(heads) & set(others) or ordinals(right.rows):
        return None
    if len(left.rows) <= FEWEST_ROWS or len(left.grids) != len(right.grids) or not _level(left, right):
        return None
    return "rows at the same heights on the next page"


def _headings(row: Row) -> list[str]:
    return [cell.line.casefold() for cell in row.filled]


def _keys(table: Table) -> list[str]:
    return [" ".join(row.text(0).split()).casefold() for row in table.rows]


def _level(left: Table, right: Table) -> bool:
    return all(
        abs(_top(upper) - _top(lower)) < SAME_EDGE for upper, lower in zip(left.rows, right.rows, strict=True)
    )


def _top(row: Row) -> float:
    return min(cell.box.top for cell in row.cells)


def _beside(left: Table, right: Table, reason: str) -> Table:
    """Put the columns of `right` after those of `left`; its repeated numbers are kept apart as repeated."""
    again = 1 if reason.startswith("same numbers") else 0
    shift = left.columns - again
    rows = []
    for row, more in zip(left.rows, right.rows, strict=True):
        moved = [
            replace(cell, first=cell.first + shift, end=cell.end + shift)
            for cell in more.cells
            if cell.first >= again
        ]
        rows.append(Row((*row.cells, *moved)))
    keys = [Row(tuple(cell for cell in row.cells if cell.first < again)) for row in right.rows]
    return replace(
        left,
        columns=left.columns + right.columns - again,
        rows=tuple(rows),
        grids=(*left.grids, *right.grids),
        joins=(*left.joins, *right.joins, Join(left.grids[-1].page, right.grids[0].page, reason, False)),
        repeated=(*left.repeated, *right.repeated, *(row for row in keys if row.cells)),
    )
