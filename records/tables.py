"""Tables as plain lists of rows, for people and programs that want the tables of a PDF and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from records.geometry import Box
from records.report import Report


class PlainCell(msgspec.Struct, frozen=True):
    """A cell: its text, its first row and column, counted from 0, how many of each it covers, and its place.

    `struck` are words of its text that are struck through on the page.
    """

    text: str
    row: int
    column: int
    rows: int
    columns: int
    page: int
    box: Box
    struck: tuple[str, ...] = ()


class PlainTable(msgspec.Struct, frozen=True):
    """A table over all of its pages: rows of cells, of which the first `header_rows` are its header.

    `boxes` holds one box a page, in points from the top left of a page whose text lies level. `method` says
    by what it was found; `captions` and `sources` are lines that belong to it and are none of its rows.
    """

    pages: tuple[int, ...]
    boxes: tuple[Box, ...]
    columns: int
    header_rows: int
    method: str
    rows: tuple[tuple[PlainCell, ...], ...]
    captions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def texts(self) -> list[list[str]]:
        """The text of each place, row by row; a cell over several places stands in the first of them."""
        texts = [["" for _ in range(self.columns)] for _ in self.rows]
        for cell in (cell for row in self.rows for cell in row):
            texts[cell.row][cell.column] = cell.text
        return texts


class Tables(Report, frozen=True):
    """The report of a document of which the tables alone were read.

    `described` is what `scrutiny tables --json` prints; `pictures` are pages with what was found on them
    drawn in colours, as PNG files by page number.
    """

    described: dict[str, Any] = msgspec.field(default_factory=dict)
    plain: tuple[PlainTable, ...] = ()
    pictures: Mapping[int, bytes] = msgspec.field(default_factory=dict)
