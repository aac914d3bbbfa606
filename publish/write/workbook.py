"""The workbook for those who filter: plain sheets, real dates, codes as text, no formulas.

The same rows give the same bytes: no time of writing is stored. XlsxWriter makes it with empty sheets; rows
are put into them in pieces, of which those that stood in the workbook before are taken as they are.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import textwrap
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

import msgspec
import pyarrow as pa
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from publish.schema.load import schemas
from publish.tables import Rows
from publish.write.archive import Archive, packed
from publish.write.cover import (
    BY_REGION,
    FOLLOWED,
    GRADES,
    NOTES,
    OVERDUE,
    READY,
    SHEETS,
    SUMMARY,
    cover_lines,
    note_rows,
)
from publish.write.flat_sheet import FlatSheet
from publish.write.followed import followed
from publish.write.sheet_pieces import LONG, Earlier, Kept, RowsOfSheet, sheets_of
from publish.write.sheet_rows import LINE_HEIGHT, ColumnFormat
from publish.write.summaries import grades, grades_by_region, summary

COVER, COVER_LINE = 100, 100
"""Width of the words of the cover, and the characters that fit into a line of it in any usual font."""

NAMES = ("Year", "Page")
"""Numbers that nobody adds up: they stand at the left like words."""

FIRST = ("Recommendation", "Authority")
"""First columns that tell what a row is about."""

EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - workbooks know no time zone
RAG_COLOURS = {
    "red": "#F8CBC6",
    "amber": "#FCE4B8",
    "green": "#CFE8CF",
    "blue": "#CFE0F3",
    "grey": "#E3E3E3",
}
"""Light colours behind the word, never instead of it."""

RAG_COLUMNS = ("rag", "RAG")
WIDE = 60
"""Width of a column of wrapped words."""

A4, ONE_PAGE = 9, 260
"""The number of a size of paper, and the widths that can be read on one printed across."""


class Styles:
    """The cell formats of one workbook, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        """Make them."""
        self.header: Format = workbook.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#E7E6E6", "valign": "top"}
        )
        self.title: Format = workbook.add_format({"bold": True, "font_size": 14})
        # The button of the filter covers the right end of a heading, so numbers keep that far from it too.
        to_the_right = {"valign": "top", "align": "right", "indent": 2}
        self.number: Format = workbook.add_format(to_the_right)
        self.number_header: Format = workbook.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#E7E6E6", **to_the_right}
        )
        self.name: Format = workbook.add_format({"bold": True, "valign": "top"})
        self.link: Format = workbook.add_format({"valign": "top", "font_color": "#0563C1", "underline": 1})
        self.plain: Format = workbook.add_format({"valign": "top"})
        self.left: Format = workbook.add_format({"valign": "top", "align": "left"})
        self.code: Format = workbook.add_format({"valign": "top", "num_format": "@"})
        self.long: Format = workbook.add_format({"valign": "top", "text_wrap": True})
        self.date: Format = workbook.add_format(
            {"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"}
        )
        self.rag: dict[str, Format] = {
            word: workbook.add_format({"valign": "top", "num_format": "@", "bg_color": colour})
            for word, colour in RAG_COLOURS.items()
        }


class Sheet(msgspec.Struct, frozen=True):
    """A sheet of rows: its name, and which rows stand on it."""

    name: str
    rows: RowsOfSheet


def write_workbook(
    tables: Mapping[str, pa.Table], sink: BinaryIO, earlier: Earlier | None = None
) -> Mapping[str, Kept]:
    """Write the workbook and say which pieces stand in it. OSError if the disk cannot take it.

    Pieces that `earlier` has are taken from there.
    """
    before = earlier or Earlier()
    sheets = list(_sheets(tables, before))
    members = zipfile.ZipFile(io.BytesIO(_empty_workbook(tables, sheets)))
    archive, kept = Archive(sink), dict[str, Kept]()
    for name in members.namelist():
        content = members.read(name)
        if (table := re.fullmatch(r"xl/tables/table(\d+)\.xml", name)) is not None:
            content = _with_rows(content, sheets[int(table[1]) - 1].rows)
        number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
        if number is None or number[1] == "1":  # the cover
            archive.add(name, [packed(content)])
            continue
        top, formats, end = _opened(content.decode(), sheets[int(number[1]) - 2].rows)
        pieces = sheets[int(number[1]) - 2].rows.packed(formats, before, kept, sink)
        archive.add(name, (piece for part in ([packed(top)], pieces, [packed(end)]) for piece in part))
    archive.close()
    return kept


def _with_rows(table: bytes, rows: RowsOfSheet) -> bytes:
    """Return the description of a table with as many rows as it has; one at least, which may be blank."""
    ref = xl_range(0, 0, max(1, rows.number), len(rows.schema.names) - 1)
    return re.sub(rb' ref="[^"]+"', f' ref="{ref}"'.encode(), table)


def _sheets(tables: Mapping[str, pa.Table], before: Earlier) -> Iterator[Sheet]:
    """Yield the sheets below the cover; rows that one sheet cannot hold go on on further ones."""
    notes = pa.Table.from_pylist(note_rows(schemas().values()))
    every: dict[str, Rows] = {
        SUMMARY: summary(tables),
        OVERDUE: FlatSheet(tables, only_past_due=True),
        FOLLOWED: followed(tables),
        GRADES: grades(tables),
        BY_REGION: grades_by_region(tables),
        READY: FlatSheet(tables),
        **tables,
        NOTES: notes,
    }
    for name, rows in every.items():
        for number, part in enumerate(sheets_of(rows, before), start=1):
            yield Sheet(name if number == 1 else f"{name} {number}", part)


def _empty_workbook(tables: Mapping[str, pa.Table], sheets: Iterable[Sheet]) -> bytes:
    """Return the workbook without rows, but for one in each sheet that shows all formats; see `_opened`."""
    made = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    workbook.set_properties({"title": "Scrutiny", "created": EPOCH})
    styles = Styles(workbook)
    _write_cover(workbook.add_worksheet("Read me"), styles, cover_lines(tables))
    for sheet in sheets:
        _write_header(workbook.add_worksheet(sheet.name), styles, sheet)
    workbook.close()
    return made.getvalue()


def _write_header(sheet: Worksheet, styles: Styles, of: Sheet) -> None:
    """Write a header, frozen, of a table with filters, and below it a blank cell in each format of rows."""
    rows, formats, headers, widths = of.rows, list[Format](), list[Format](), list[int]()
    for place, (name, kind) in enumerate(zip(rows.schema.names, rows.schema.types, strict=True)):
        wrapped = rows.wrapped(place)
        width = max(rows.longest[place], len(name) + 3) + 1
        widths.append(min(width, WIDE if wrapped else LONG))
        sheet.set_column(place, place, widths[-1])
        formats.append(_format(styles, name, kind, wrapped))
        headers.append(styles.number_header if formats[-1] is styles.number else styles.header)
        sheet.write_string(0, place, name, headers[-1])
    for place, each in enumerate((*formats, styles.code, *styles.rag.values())):
        sheet.write_blank(1, place, None, each)
    # What a row is about stays in sight when one looks to the right.
    kept = 1 if rows.schema.names[0] in FIRST else 0
    sheet.freeze_panes(1, kept)
    _set_up_pages(sheet, widths, kept)
    table = {
        "name": re.sub(r"\W", "_", f"{of.name} table").lower(),
        "style": "Table Style Light 1",
        "columns": [
            {"header": name, "header_format": each}
            for name, each in zip(rows.schema.names, headers, strict=True)
        ],
    }
    # XlsxWriter keeps each cell of a table in mind; `_with_rows` puts in how many there are.
    sheet.add_table(0, 0, 1, len(formats) - 1, table)
    # Codes such as 007 are text on purpose; the spreadsheet need not warn of each.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _set_up_pages(sheet: Worksheet, widths: Sequence[int], kept: int) -> None:
    """Print on A4 across: the header and the first `kept` columns on each page, small enough to be few."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.repeat_rows(0)
    if kept:
        sheet.repeat_columns(0, kept - 1)
    sheet.fit_to_pages(max(1, round(sum(widths) / ONE_PAGE)), 0)
    sheet.set_footer("&L&A&RPage &P of &N")


def _format(styles: Styles, name: str, kind: pa.DataType, wrapped: bool) -> Format:
    """Return the format of the values of a column, by its type."""
    if kind == pa.date32():
        return styles.date
    if kind != pa.string():
        return styles.left if name in NAMES else styles.plain if kind == pa.bool_() else styles.number
    return styles.long if wrapped and name not in RAG_COLUMNS else styles.code


def _opened(sheet: str, rows: RowsOfSheet) -> tuple[bytes, list[ColumnFormat], bytes]:
    """Return what stands before the rows of an empty sheet, their formats, and what stands behind them."""
    top, _, rest = sheet.partition("</row>")
    sample, _, end = rest.partition("</sheetData>")
    numbers = [int(each) for each in re.findall(r'<c r="[A-Z]+2" s="(\d+)"/>', sample)]
    names = rows.schema.names
    usual, (code, *rag) = numbers[: len(names)], numbers[len(names) :]
    special = dict(zip(RAG_COLOURS, rag, strict=True))
    formats = [
        ColumnFormat(each, code, special if name in RAG_COLUMNS else {}, rows.wrapped(place))
        for place, (name, each) in enumerate(zip(names, usual, strict=True))
    ]
    ref = xl_range(0, 0, rows.number, len(names) - 1)
    top = re.sub(r'<dimension ref="[^"]+"/>', f'<dimension ref="{ref}"/>', top, count=1)
    return f"{top}</row>".encode(), formats, f"</sheetData>{end}".encode()


def _write_cover(sheet: Worksheet, styles: Styles, lines: Iterable[tuple[str, str | int]]) -> None:
    """Write pairs of a heading and what it says, one a row.

    Rows are as high as their words need: LibreOffice 7.4 prints wrapped words over the next row else.
    """
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, COVER)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    linked = {*SHEETS, *schemas(), NOTES}
    for row, (name, words) in enumerate(lines):
        if isinstance(words, str) and len(words) > COVER_LINE:
            sheet.set_row(row, LINE_HEIGHT * len(textwrap.wrap(words, COVER_LINE)))
        if name in linked:
            sheet.write_url(row, 0, f"internal:'{name}'!A1", styles.link, name)
        elif name:
            sheet.write_string(row, 0, name, styles.title if row == 0 else styles.name)
        if isinstance(words, int):
            sheet.write_number(row, 1, words, styles.left)
        elif words:
            sheet.write_string(row, 1, words, styles.long)
