"""Every table of a PDF as it was found: for people who want to see why a row came out as it did."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from records.errors import ScrutinyError
from records.outcome import State
from records.tables import Tables
from scrutiny.cli.options import console, count, what_is_wrong, with_passwords, write_file

if TYPE_CHECKING:
    from rich.console import Console

    from extract.every_table import EveryTable, FoundTable
    from extract.tables.grids import Cell, Row
    from records.geometry import Box
    from records.pages import Word

TO_FOLDER = click.Path(file_okay=False, path_type=Path)
TO_FILE = click.Path(dir_okay=False, path_type=Path)

COVERED = "·"
"""Shown in a column that a cell of the same row reaches over."""


def read_tables(content: bytes, password: str | None = None) -> Tables:
    """Return the tables of a PDF; it runs in a worker. Raises `SourceError` if it cannot be read."""
    return _read(content, password, pictures=False)


def read_and_draw_tables(content: bytes, password: str | None = None) -> Tables:
    """Return the tables of a PDF, and pictures of the pages on which they stand; it runs in a worker.

    Raises `SourceError` if it cannot be read or drawn.
    """
    return _read(content, password, pictures=True)


def _read(content: bytes, password: str | None, *, pictures: bool) -> Tables:
    from extract.every_table import find_every_table, level_pages, plain_tables
    from extract.intake.files import identify
    from extract.intake.sniff import require_pdf
    from extract.pdf.reader import read_pages
    from extract.pdf.visibility.rotation import turn_of
    from extract.pictures.of_tables import draw_tables
    from extract.state import require_text
    from scrutiny.run.jobs import VERSION

    require_pdf(content)
    source = identify("", content)
    pages = list(read_pages(content, password))
    require_text(pages)
    found = find_every_table(level_pages(pages))
    turns = {page.number: turn for page in pages if (turn := turn_of(page)) is not None}
    return Tables(
        *(source.document_id, source.sha256, source.bytes, VERSION, State.OK),
        described=describe(found),
        plain=tuple(plain_tables(found)),
        pictures=dict(draw_tables(content, password, found, turns)) if pictures else {},
    )


def describe(found: EveryTable) -> dict[str, Any]:
    """Return all tables of a PDF as plain data, sideways pages laid level.

    Boxes are [x0, top, x1, bottom] in points from the top left of the page, turned so that its text lies
    level; columns count from 1, and `column_edges` has the left edge of each on the first page of its table.
    """
    return {
        "pages": len(found.pages),
        "too_many_rules": list(found.tangled),
        "tables": [_described(each, found.struck) for each in found.tables],
    }


def _described(found: FoundTable, struck: Sequence[Word]) -> dict[str, Any]:
    from extract.columns.header import read_header
    from extract.every_table import rows_of
    from extract.families.registry import load_unknown

    table, proposals = found.table, found.proposals
    header = read_header(table, load_unknown())
    rows = header.rows if header is not None else None
    crossed = {word.key: word.text for word in struck}
    return {
        "pages": [grid.page for grid in table.grids],
        "boxes": [_sides(grid.box) for grid in table.grids],
        "columns": table.columns,
        "column_edges": list(table.grids[0].columns),
        "header_rows": found.header_rows if rows is None and proposals else rows,
        "method": found.method,
        "evidence": dict(proposals[0].evidence) if proposals else {},
        "captions": [line for each in proposals for line in each.captions],
        "sources": [line for each in proposals for line in each.sources],
        "roles": {str(column + 1): role for column, role in header.roles.items()} if header else {},
        "joins": [
            {"from": join.upper_page, "to": join.lower_page, "reason": join.reason, "row_cut": join.cut_row}
            for join in table.joins
        ],
        "rows": [
            _row(row, crossed, [rows_of(table.rows, at, cell) for cell in row.cells])
            for at, row in enumerate(table.rows)
        ],
        "headers_repeated": [_row(row, crossed) for row in table.repeated],
    }


def _row(row: Row, struck: Mapping[tuple[int, int, int], str], heights: Sequence[int] = ()) -> dict[str, Any]:
    pages = sorted({word.page for word in row.words})
    cells = [_cell(cell, struck) for cell in row.cells]
    for told, height in zip(cells, heights, strict=False):
        if height > 1:
            told["rows"] = height
    return {"pages": pages, "cells": cells}


def _cell(cell: Cell, struck: Mapping[tuple[int, int, int], str]) -> dict[str, Any]:
    from extract.every_table import text_of

    told: dict[str, Any] = {
        "column": cell.first + 1,
        "columns": cell.end - cell.first,
        "text": text_of(cell),
        "box": _sides(cell.box),
    }
    crossed = [struck[word.key] for word in cell.words if word.key in struck]
    if crossed:
        told["struck"] = crossed
    colours = {"fill": cell.fill, "dot": cell.dot, "ink": cell.passage.ink}
    return told | {name: _hex(colour) for name, colour in colours.items() if colour is not None}


def _sides(box: Box) -> list[float]:
    return [box.x0, box.top, box.x1, box.bottom]


def _hex(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in colour)


@click.command("tables")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON, with the box of every cell.")
@click.option("--csv", "csv_folder", type=TO_FOLDER, help="Write each as a CSV file into this folder.")
@click.option("--xlsx", "workbook", type=TO_FILE, help="Write them as sheets of this Excel workbook.")
@click.option(
    "--picture", "pictures", type=TO_FOLDER, help="Draw their pages, with rules and cells in colours, here."
)
@with_passwords
def tables_command(
    file: Path,
    as_json: bool,
    csv_folder: Path | None,
    workbook: Path | None,
    pictures: Path | None,
    passwords: tuple[str, ...],
) -> None:
    """Print each table of a PDF whole, or write the tables to files.

    Tells why the parts of a table were joined.
    """
    from scrutiny.run.workers import read_one

    out = console()
    report = read_one(file, passwords, read_tables if pictures is None else read_and_draw_tables)
    if report.problem is not None or not isinstance(report, Tables):
        raise ScrutinyError(what_is_wrong(report))
    files = dict(_files(file.stem, report, csv_folder, workbook, pictures))
    for path, content in files.items():
        write_file(path, content)
    if as_json:
        out.file.write(json.dumps(report.described, ensure_ascii=False, indent=1) + "\n")
        return
    tables, pages = report.described["tables"], report.described["pages"]
    out.print(f"{file.name}: {pages} pages, {count(len(tables), 'table')}", style="bold")
    for path in files:
        out.print(f"Written: {path}")
    for number, table in enumerate([] if files else tables, 1):
        out.print("\n".join(_told(number, table)))
        _draw(table, out)
    for page in report.described["too_many_rules"]:
        out.print(f"Page {page} has more ruled lines than tables have; none was looked for.")


def _files(
    name: str, report: Tables, csv_folder: Path | None, workbook: Path | None, pictures: Path | None
) -> Iterator[tuple[Path, bytes]]:
    """Yield the path and content of each file that was asked for."""
    from publish.write.found_tables import csv_of, workbook_of

    if csv_folder is not None:
        yield from (
            (csv_folder / f"{name}-table-{number}.csv", csv_of(table))
            for number, table in enumerate(report.plain, 1)
        )
    if workbook is not None:
        yield workbook, workbook_of(report.plain)
    if pictures is not None:
        yield from (
            (pictures / f"{name}-page-{number}.png", drawn) for number, drawn in report.pictures.items()
        )


def _draw(table: dict[str, Any], out: Console) -> None:
    from rich.box import SQUARE
    from rich.table import Table as Drawn
    from rich.text import Text

    drawn = Drawn(box=SQUARE, show_header=False, show_lines=True, expand=True)
    drawn.add_column("page", style="dim", no_wrap=True, width=5)
    edges = [*table["column_edges"], table["boxes"][0][2]]
    for left, right in pairwise(edges):
        drawn.add_column(overflow="fold", ratio=max(1, round(right - left)), min_width=2)
    for _ in range(table["columns"] + 1 - len(edges)):
        drawn.add_column(overflow="fold", ratio=50)
    for row in table["rows"]:
        texts = [Text("") for _ in range(table["columns"])]
        for cell in row["cells"]:
            first = cell["column"] - 1
            texts[first] = Text(cell["text"], style=f"on {cell['fill']}" if "fill" in cell else "")
            for place in range(first + 1, first + cell["columns"]):
                texts[place] = Text(COVERED, style="dim")
        drawn.add_row("-".join(map(str, dict.fromkeys((*row["pages"][:1], *row["pages"][-1:])))), *texts)
    out.print(drawn)


def _told(number: int, table: dict[str, Any]) -> Iterator[str]:
    """Return where a table stands, why its parts were joined, and what its columns were taken for."""
    first, last = table["pages"][0], table["pages"][-1]
    where = f"page {first}" if first == last else f"pages {first} to {last}"
    yield f"\nTable {number}, {where}: {len(table['rows'])} rows, {table['columns']} columns"
    for join in table["joins"]:
        cut = ", in the middle of a row" if join["row_cut"] else ""
        yield f"  goes on from page {join['from']} to {join['to']}: {join['reason']}{cut}"
    roles = ", ".join(f"{column} {role}" for column, role in table["roles"].items())
    if not roles:
        yield "  no columns of actions were found in it"
    else:
        yield f"  header: {count(table['header_rows'], 'row')}; columns: {roles}"
