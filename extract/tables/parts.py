"""Rows of the parts of a table: numbered alike, and put together where a page break cut one."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from extract.tables.grids import Cell, Grid, Row


def widened(row: Row, grid: Grid, columns: Sequence[float]) -> Row:
    """Number the cells of a row by the columns of a part that has more: some of its cells are merged."""
    edges = [*grid.columns, grid.box.x1]

    def place(x: float) -> int:
        return min(range(len(columns)), key=lambda i: abs(columns[i] - x))

    return Row(
        tuple(
            replace(
                cell,
                first=place(edges[cell.first]),
                end=len(columns) if cell.end >= len(grid.columns) else place(edges[cell.end]),
            )
            for cell in row.cells
        )
    )


def join_rows(upper: Row, lower: Row) -> Row:
    """Join the two parts of a row that a page break cut, cell by cell."""
    cells = [
        _join_cells(cell, below) if (below := lower.at(cell.first)) is not None else cell
        for cell in upper.cells
    ]
    cells += [cell for cell in lower.cells if cell.first not in upper.columns]
    return Row(tuple(sorted(cells, key=lambda c: c.first)))


def _join_cells(upper: Cell, lower: Cell) -> Cell:
    return Cell(
        upper.first,
        upper.end,
        upper.box,
        (*upper.words, *lower.words),
        upper.fill or lower.fill,
        upper.dot or lower.dot,
    )
