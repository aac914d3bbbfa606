"""Every table of a PDF as it was found: for people who want to see why a row came out as it did."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.families.registry import load_unknown
from extract.intake.files import fetch_bytes
from extract.intake.sniff import require_pdf
from extract.layout.page_layout import Layout, lay_out
from extract.pdf.pdfium.document import find_password
from extract.pdf.reader import read_pages
from extract.pdf.visibility.rotation import lay_level, turn_of
from extract.readers.columns import read_header
from extract.tables.grids import Cell, Row
from extract.tables.stitch import Table
from records.geometry import Box

if TYPE_CHECKING:
    from rich.console import Console

COVERED = "·"
"""Shown in a column that a cell of the same row reaches over."""


def layout_of(file: Path, passwords: Sequence[str] = ()) -> Layout:
    """Lay out one PDF, sideways pages laid level. Raises `SourceError` if it cannot be read."""
    content = fetch_bytes(file.resolve())
    require_pdf(content)
    pages = read_pages(content, find_password(content, passwords))
    return lay_out([page if (turn := turn_of(page)) is None else lay_level(page, turn) for page in pages])


def described(layout: Layout) -> dict[str, Any]:
    """Describe all tables as plain data, the shape that `scrutiny tables --json` prints.

    Boxes are [x0, top, x1, bottom] in points from the top left of the page, turned so that its print lies
    level; columns count from 1.
    """
    return {
        "pages": len(layout.pages),
        "too_many_rules": list(layout.tangled),
        "tables": [_described(table) for table in layout.tables],
    }


def _described(table: Table) -> dict[str, Any]:
    header = read_header(table, load_unknown())
    return {
        "pages": [grid.page for grid in table.grids],
        "boxes": [_sides(grid.box) for grid in table.grids],
        "columns": table.columns,
        "header_rows": header.rows if header is not None else None,
        "roles": {str(column + 1): role for column, role in header.roles.items()} if header else {},
        "joins": [
            {"from": join.upper_page, "to": join.lower_page, "reason": join.reason, "row_cut": join.cut_row}
            for join in table.joins
        ],
        "rows": [_row(row) for row in table.rows],
        "headers_repeated": [_row(row) for row in table.repeated],
    }


def _row(row: Row) -> dict[str, Any]:
    pages = sorted({word.page for word in row.words})
    return {"pages": pages, "cells": [_cell(cell) for cell in row.cells]}


def _cell(cell: Cell) -> dict[str, Any]:
    told: dict[str, Any] = {
        "column": cell.first + 1,
        "columns": cell.end - cell.first,
        "text": cell.text,
        "box": _sides(cell.box),
    }
    colours = {"fill": cell.fill, "dot": cell.dot, "ink": cell.passage.ink}
    return told | {name: _hex(colour) for name, colour in colours.items() if colour is not None}


def _sides(box: Box) -> list[float]:
    return [box.x0, box.top, box.x1, box.bottom]


def _hex(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in colour)


def show_tables(file: Path, console: Console, passwords: Sequence[str], *, as_json: bool) -> None:
    """Print the tables of a PDF, drawn for a person or as JSON."""
    layout = layout_of(file, passwords)
    if as_json:
        console.file.write(json.dumps(described(layout), ensure_ascii=False, indent=1) + "\n")
        return
    count = len(layout.tables)
    console.print(
        f"{file.name}: {len(layout.pages)} pages, {count} {'table' if count == 1 else 'tables'}",
        style="bold",
        markup=False,
    )
    for number, table in enumerate(layout.tables, 1):
        _draw(number, table, console)
    for page in layout.tangled:
        console.print(f"Page {page} has more ruled lines than tables have; none was looked for.")


def _draw(number: int, table: Table, console: Console) -> None:
    from rich.box import SQUARE
    from rich.table import Table as Drawn
    from rich.text import Text

    for line in _told(number, table):
        console.print(line, markup=False)
    drawn = Drawn(box=SQUARE, show_header=False, show_lines=True, expand=True)
    drawn.add_column("page", style="dim", no_wrap=True, width=5)
    grid = table.grids[0]
    for left, right in pairwise((*grid.columns, grid.box.x1)):
        drawn.add_column(overflow="fold", ratio=max(1, round(right - left)), min_width=2)
    for _ in range(table.columns - len(grid.columns)):
        drawn.add_column(overflow="fold", ratio=50)
    for row in table.rows:
        texts = [Text("") for _ in range(table.columns)]
        for cell in row.cells:
            shade = f"on {_hex(cell.fill)}" if cell.fill is not None else ""
            texts[cell.first] = Text(cell.text, style=shade)
            for place in range(cell.first + 1, cell.end):
                texts[place] = Text(COVERED, style="dim")
        pages = sorted({word.page for word in row.words})
        drawn.add_row("-".join(map(str, dict.fromkeys((*pages[:1], *pages[-1:])))), *texts)
    console.print(drawn)


def _told(number: int, table: Table) -> Iterator[str]:
    """Say where a table stands, why its parts were joined, and what its columns were taken for."""
    first, last = table.grids[0].page, table.grids[-1].page
    where = f"page {first}" if first == last else f"pages {first} to {last}"
    yield f"\nTable {number}, {where}: {len(table.rows)} rows, {table.columns} columns"
    for join in table.joins:
        cut = ", in the middle of a row" if join.cut_row else ""
        yield f"  goes on from page {join.upper_page} to {join.lower_page}: {join.reason}{cut}"
    header = read_header(table, load_unknown())
    if header is None:
        yield "  no columns of actions were found in it"
    else:
        roles = ", ".join(f"{column + 1} {role}" for column, role in header.roles.items())
        yield f"  header: {header.rows} {'row' if header.rows == 1 else 'rows'}; columns: {roles}"
