"""The workbook for those who filter: plain sheets, real dates, codes as text, no formulas.

The same rows give the same bytes: no time of writing is stored.
"""

import contextlib
import datetime as dt
import io
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from publish.schema.load import schemas
from publish.tables import MANY_ROWS, with_function
from publish.text import cut, sheet_cell
from publish.write.cover import cover_lines, note_rows
from publish.write.flat_sheet import FlatSheet

LAST_ROW = 1_048_575
"""Rows of data that one sheet can hold below its header."""

ROWS_AT_A_TIME = 1000

COVER, COVER_LINE = 100, 90
"""Width of the words of the cover, and the characters that fit into a line of it in any usual font."""

LINE_HEIGHT, HIGHEST = 15, 409
"""Height of a line of the usual font, and of the highest row that a spreadsheet has, in points."""

FIRST_DAY = dt.date(1900, 3, 1)
"""The first day that every spreadsheet counts alike; an earlier one is written as text."""

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
LONG = 40
"""The widest column of codes. Words that are longer somewhere are wrapped."""

WIDE, WIDE_LINE = 60, 54
"""Width of wrapped words, and the characters that surely fit into a line of it."""


class Styles:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        """Make them."""
        self.header: Format = book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#E7E6E6", "valign": "top"}
        )
        self.title: Format = book.add_format({"bold": True, "font_size": 14})
        self.name: Format = book.add_format({"bold": True, "valign": "top"})
        self.plain: Format = book.add_format({"valign": "top"})
        self.code: Format = book.add_format({"valign": "top", "num_format": "@"})
        self.long: Format = book.add_format({"valign": "top", "text_wrap": True})
        self.date: Format = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"})
        self.rag: dict[str, Format] = {
            word: book.add_format({"valign": "top", "num_format": "@", "bg_color": colour})
            for word, colour in RAG_COLOURS.items()
        }


def write_workbook(tables: Mapping[str, pa.Table], sink: io.BufferedWriter, scratch: Path) -> None:
    """Write the workbook; `scratch` is a folder for rows on their way. OSError if the disk cannot take it."""
    packed = io.BytesIO()
    # Rows go to disk one by one, so that a large dataset does not have to fit into memory cell by cell.
    book = xlsxwriter.Workbook(
        packed,
        {
            "constant_memory": True,
            "tmpdir": str(scratch),
            "use_zip64": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    try:
        book.set_properties({"title": "Scrutiny", "created": EPOCH})
        styles = Styles(book)
        _write_cover(book.add_worksheet("Read me"), styles, cover_lines(tables))
        _write_sheets(book, styles, "Ready to filter", FlatSheet(tables))
        for name, table in tables.items():
            _write_sheets(book, styles, name, table)
        _write_sheets(book, styles, "Notes", pa.Table.from_pylist(note_rows(schemas().values())))
        book.close()
    except FileCreateError as error:
        raise error.args[0] from error
    finally:
        _close_files(book)
    sink.write(packed.getbuffer())


def _close_files(book: xlsxwriter.Workbook) -> None:
    """Close the files that the library leaves open when it fails: one that is flushed only when it is
    collected may meet the full disk again, of which Python would print a report.
    """
    for sheet in book.worksheets():
        for file in filter(None, (sheet.row_data_fh, sheet.fh)):
            with contextlib.suppress(OSError):
                file.close()


def _write_cover(sheet: Worksheet, styles: Styles, lines: Iterable[tuple[str, str | int]]) -> None:
    """Write pairs of a heading and what it says, one a row.

    Rows are as high as their words need: LibreOffice 7.4 prints wrapped words over the next row else.
    """
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, COVER)
    for row, (name, words) in enumerate(lines):
        if isinstance(words, str) and len(words) > COVER_LINE:
            sheet.set_row(row, LINE_HEIGHT * len(textwrap.wrap(words, COVER_LINE)))
        if name:
            sheet.write_string(row, 0, name, styles.title if row == 0 else styles.name)
        if isinstance(words, int):
            sheet.write_number(row, 1, words, styles.long)
        elif words:
            sheet.write_string(row, 1, words, styles.long)


def _write_sheets(book: xlsxwriter.Workbook, styles: Styles, name: str, rows: pa.Table | FlatSheet) -> None:
    """Write rows on one sheet, and on further ones where it has more rows than a sheet can hold."""
    for number, start in enumerate(range(0, max(len(rows), 1), LAST_ROW), start=1):
        sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
        _write_sheet(sheet, styles, rows, range(start, min(len(rows), start + LAST_ROW)))


def _write_sheet(sheet: Worksheet, styles: Styles, rows: pa.Table | FlatSheet, which: range) -> None:
    """Write a header, frozen and with filters, and the rows, which are made twice: to be measured first.

    Rows are as high as their words need, as those of the cover are.
    """
    pa.default_memory_pool().release_unused()  # what the sheet before has freed
    schema = rows.slice(0, 0).schema
    longest, spaced = _measured(rows, which, schema.types)
    writers, wraps = [], []
    for place, (name, kind) in enumerate(zip(schema.names, schema.types, strict=True)):
        wrapped = spaced[place] and longest[place] > LONG
        wraps += [place] if wrapped else []
        width = max(longest[place], len(name) + 3) + 1
        sheet.set_column(place, place, min(width, WIDE if wrapped else LONG))
        sheet.write_string(0, place, name, styles.header)
        writers.append(_writer(sheet, styles, name, kind, wrapped))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(which), len(writers) - 1)
    # Codes such as 007 are text on purpose; the spreadsheet need not warn of each.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    row = 0
    for piece in _shown(rows, which, ROWS_AT_A_TIME):
        for values in zip(*(column.to_pylist() for column in piece), strict=True):
            row += 1
            lines = max((_lines(values[place]) for place in wraps if values[place]), default=1)
            if lines > 1:
                sheet.set_row(row, min(LINE_HEIGHT * lines, HIGHEST))
            for place, value in enumerate(values):
                if value is not None and value != "":
                    writers[place](row, place, value)
        # The library keeps the heights of rows that are written; it needs those of the last alone.
        for kept in (sheet.row_info, sheet.row_sizes):
            for written in [each for each in kept if each < row]:
                del kept[written]


def _lines(words: str) -> int:
    """Return how many lines words take in a column of the width `WIDE`."""
    return sum(-(-len(line) // WIDE_LINE) or 1 for line in words.split("\n"))


def _shown(rows: pa.Table | FlatSheet, which: range, number: int) -> Iterator[list[pa.Array]]:
    """Yield the columns as a sheet shows them, so many rows at a time."""
    for start in which[::number]:
        piece = rows.slice(start, min(number, which.stop - start))
        yield [with_function(column.combine_chunks(), sheet_cell) for column in piece.columns]


def _measured(
    rows: pa.Table | FlatSheet, which: range, types: Sequence[pa.DataType]
) -> tuple[list[int], list[bool]]:
    """Return for each column its longest text in characters, and whether one has a space to break it at."""
    texts = [place for place, kind in enumerate(types) if kind == pa.string()]
    longest, spaced = [0 if place in texts else 10 for place in range(len(types))], [False] * len(types)
    for piece in _shown(rows, which, MANY_ROWS):
        for place in texts:
            longest[place] = max(longest[place], pc.max(pc.utf8_length(piece[place])).as_py() or 0)
            spaced[place] |= pc.any(pc.match_substring(piece[place], " "), min_count=0).as_py()
    return longest, spaced


def _writer(
    sheet: Worksheet, styles: Styles, name: str, kind: pa.DataType, wrapped: bool
) -> Callable[[int, int, Any], object]:
    """Return the function that writes a value of this column, by its type, at a row and a column."""
    if kind == pa.bool_():
        return lambda row, place, value: sheet.write_boolean(row, place, value, styles.plain)
    if kind == pa.date32():
        return lambda row, place, value: (
            sheet.write_string(row, place, value.isoformat(), styles.code)
            if value < FIRST_DAY
            else sheet.write_datetime(row, place, value, styles.date)
        )
    if kind != pa.string():
        return lambda row, place, value: sheet.write_number(row, place, value, styles.plain)
    usual = styles.long if wrapped and name not in RAG_COLUMNS else styles.code
    special = styles.rag if name in RAG_COLUMNS else {}
    return lambda row, place, value: sheet.write_string(row, place, cut(value), special.get(value, usual))
