"""The tables of one PDF as files: a CSV file each, or a workbook with a sheet each."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from publish.text import csv_cell, sheet_cell
from records.tables import PlainCell, PlainTable

WIDEST, NARROWEST = 60, 8
"""Letters that a column of a sheet is wide at the most and at the least."""


def csv_of(table: PlainTable) -> bytes:
    """Return a table as CSV: UTF-8, RFC 4180, LF, all places of a row; text is quoted where it must be."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[csv_cell(text) for text in row] for row in table.texts])
    return out.getvalue().encode()


def workbook_of(tables: Sequence[PlainTable]) -> bytes:
    """Return an Excel workbook with a sheet for each table: its header bold, its cells merged as printed."""
    packed = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(packed, options)
    plain = workbook.add_format({"valign": "top", "text_wrap": True, "num_format": "@"})
    header = workbook.add_format({"valign": "top", "text_wrap": True, "bold": True, "bg_color": "#E7E6E6"})
    for number, table in enumerate(tables, 1):
        sheet = workbook.add_worksheet(f"Table {number}, page {table.pages[0]}")
        _write(sheet, table, plain, header)
    if not tables:
        workbook.add_worksheet("No table")
    workbook.close()
    return packed.getvalue()


def _write(sheet: Worksheet, table: PlainTable, plain: Format, header: Format) -> None:
    for row in table.rows:
        for cell in row:
            _write_cell(sheet, cell, header if cell.row < table.header_rows else plain)
    for column in range(table.columns):
        longest = max(
            (len(line) for row in table.texts for line in row[column].split("\n")), default=NARROWEST
        )
        sheet.set_column(column, column, min(WIDEST, max(NARROWEST, longest + 1)))
    if table.header_rows:
        sheet.freeze_panes(table.header_rows, 0)


def _write_cell(sheet: Worksheet, cell: PlainCell, style: Format) -> None:
    text = sheet_cell(cell.text)
    last_row, last_column = cell.row + cell.rows - 1, cell.column + cell.columns - 1
    if (last_row, last_column) == (cell.row, cell.column):
        sheet.write_string(cell.row, cell.column, text, style)
    else:
        sheet.merge_range(cell.row, cell.column, last_row, last_column, "", style)
        sheet.write_string(cell.row, cell.column, text, style)
