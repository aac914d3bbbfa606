"""Pages with their rules, and the cells and headers found on them, drawn in colours to see why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from extract.columns.header import read_header
from extract.every_table import EveryTable, FoundTable
from extract.families.registry import load_unknown
from extract.pdf.visibility.rotation import Turn
from extract.pictures.canvas import BLUE, GREEN, ORANGE, PURPLE, Canvas, Key, draw_pages, grown
from extract.tables.grids import Grid
from records.geometry import Box
from records.pages import Page

RULE, CELL, FRAME, HEADER = ORANGE, BLUE, PURPLE, GREEN

KEYS = (
    Key("tables: method, rows, columns", (FRAME,)),
    Key("cells and the numbers of columns", (CELL,)),
    Key("header", (HEADER,)),
    Key("rules of the page", (RULE,)),
)


SIDE = 1.0
"""Points: cells are drawn so far inside the rules, and tables outside, that each is seen."""


class _Part(NamedTuple):
    """The part of a table on one page: how many of its rows are header, and what is said of it."""

    grid: Grid
    header: int
    words: str


def draw_tables(
    content: bytes, password: str | None, found: EveryTable, turns: Mapping[int, Turn]
) -> Iterator[tuple[int, bytes]]:
    """Yield the number of each page with tables and its picture as a PNG file, sideways pages laid level.

    Raises `SourceError` where pdfium cannot draw the document.
    """
    parts: dict[int, list[_Part]] = {}
    for number, each in enumerate(found.tables, 1):
        for at, grid in enumerate(each.table.grids):
            size = f"{len(grid.rows)} rows, {len(grid.columns)} columns"
            words = f"Table {number}: {each.method}, {size}" if at == 0 else f"Table {number} goes on: {size}"
            parts.setdefault(grid.page, []).append(_Part(grid, 0 if at else _header_rows(each), words))
    pages = [page for page in found.pages if page.number in parts]
    for page, drawn in draw_pages(content, password, pages, turns):
        canvas = Canvas(page, drawn)
        _mark(canvas, page, parts[page.number])
        yield page.number, canvas.png(KEYS)


def _header_rows(found: FoundTable) -> int:
    """Return how many rows at the head of a table are its header: by its words, or else by geometry."""
    header = read_header(found.table, load_unknown())
    return found.header_rows if header is None else header.rows


def _mark(canvas: Canvas, page: Page, parts: list[_Part]) -> None:
    for rule in page.rules:
        canvas.line(rule.box, RULE, 2 * SIDE)
    for part in parts:
        for at, row in enumerate(part.grid.rows):
            for cell in row.cells:
                if at < part.header:
                    canvas.tint(cell.box, HEADER)
                canvas.outline(grown(cell.box, -SIDE), CELL, SIDE / 2)
        canvas.outline(grown(part.grid.box, 2 * SIDE), FRAME, SIDE)
    for part in parts:
        canvas.label(part.words, part.grid.box, FRAME, above=True)
        top = part.grid.box.top
        for number, (left, right) in enumerate(pairwise((*part.grid.columns, part.grid.box.x1)), 1):
            middle = Box((left + right) / 2, top, (left + right) / 2, top)
            canvas.label(str(number), middle, CELL, above=True, always=False)
