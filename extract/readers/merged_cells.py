"""Cells merged down over several rows, also over a page break: what holds in a row that does not print it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from extract.tables.grids import Cell, Row
from extract.tolerances import SAME_EDGE
from records.geometry import Box


class Held(msgspec.Struct, frozen=True):
    """A cell from above: its words, the box and page of its lowest part, and how many rows it has covered."""

    cell: Cell
    box: Box
    page: int
    rows: int = 1


class Above:
    """The cells in force while a table is read from the top, by column."""

    def __init__(self) -> None:
        self.cells: dict[int, Held] = {}
        self.page = 0
        """The page on which the last row ended."""

    def clear(self) -> None:
        """Begin anew, below a heading that runs over all columns."""
        self.cells = {}

    def reaches(self, row: Row) -> bool:
        """Return whether a cell from above covers a column of the row."""
        return not self.cells.keys() <= row.columns

    def hold(self, row: Row, handed: Mapping[int, Cell]) -> None:
        """Go down one row, of which `handed` are the cells that came from above."""
        pages = {word.page for word in row.words} or {self.page}
        covered = row.columns
        self.cells = {
            column: held if column in covered else replace(held, rows=held.rows + 1)
            for column, held in self.cells.items()
        }
        for cell in row.cells:
            above = self.cells.get(cell.first)
            rows = above.rows + 1 if cell.first in handed and above is not None else 1
            # A row that the page cut has the boxes of its upper part.
            held = Held(handed.get(cell.first, cell), cell.box, min(pages), rows)
            self.cells |= dict.fromkeys(range(cell.first, cell.end), held)
        self.page = max(pages)

    def handed_down(self, row: Row, page: int, printed_once: frozenset[int]) -> dict[int, Cell]:
        """Return the cells from above whose words hold in this row too, by column.

        A merged cell reaches down over its rows. Where a page break parts it, the part below is blank,
        as tall as the rows that it belongs to. What is printed once, above blanks, holds for all of them.
        """
        found: dict[int, Cell] = {}
        top, low = min(cell.box.top for cell in row.cells), min(cell.box.bottom for cell in row.cells)
        for column, held in sorted(self.cells.items()):
            own = row.at(column)
            if column != held.cell.first or not held.cell.words or (own is not None and own.words):
                continue
            if own is None or column in printed_once:
                found[column] = held.cell
            elif own.fill is None or own.fill == held.cell.fill:
                reaches = held.page == page and held.box.bottom > top + SAME_EDGE
                parted = page > self.page and (held.rows > 1 or own.box.bottom > low + SAME_EDGE)
                if reaches or parted:
                    found[column] = held.cell
        return found

    def unsure(
        self, row: Row, page: int, handed: Mapping[int, Cell], printed_once: frozenset[int]
    ) -> set[int]:
        """Return the columns of cells handed down over a page break that may as well have ended above it.

        A blank cell of one row below the break is the last part of a merged cell, or a cell left blank:
        both are drawn alike, since a page ends with a rule.
        """
        if page <= self.page:
            return set()
        low = min(cell.box.bottom for cell in row.cells)
        blank = {cell.first for cell in row.cells if cell.box.bottom <= low + SAME_EDGE}
        return (blank & handed.keys()) - printed_once
