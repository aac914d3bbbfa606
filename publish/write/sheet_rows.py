"""Rows of a table as XML of a sheet: whole columns at a time, each value typed by its column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from publish.tables import with_function
from publish.text import SHEET_LIMIT, cut, sheet_cell

FIRST_DAY = dt.date(1900, 3, 1)
"""The first day that every spreadsheet counts alike; an earlier one is written as text."""

DAYS_BEFORE_1970 = 25_569
"""Spreadsheets count days from the end of 1899, Arrow from 1970."""

LINE_HEIGHT, HIGHEST = 15, 408.75
"""Height of a line of the usual font, and of the highest row that a spreadsheet has, in points."""

WIDE_LINE = 54
"""The characters that surely fit into a line of a column of wrapped words."""

BLANK = "<c/>"
ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))


class ColumnFormat(msgspec.Struct, frozen=True):
    """The numbers of the formats in which the values of a column are shown.

    `special` holds those of certain words, `early` that of days that are written as text.
    """

    usual: int
    early: int = 0
    special: Mapping[str, int] = {}
    wrapped: bool = False


def rows_xml(columns: Sequence[pa.Array], formats: Sequence[ColumnFormat]) -> bytes:
    """Return rows as XML, without their numbers: cells and rows stand one after another.

    So the same rows are the same bytes wherever they stand. A blank cell is `BLANK`.
    """
    cells = [_cells(column, column_format) for column, column_format in zip(columns, formats, strict=True)]
    wrapped = [
        column for column, column_format in zip(columns, formats, strict=True) if column_format.wrapped
    ]
    rows = pc.binary_join_element_wise(_opened(wrapped), *cells, "</row>", "")
    return "".join(rows.to_pylist()).encode()


def _opened(wrapped: Sequence[pa.Array]) -> pa.Array | str:
    """Return how each row begins: it is as high as its wrapped words need.

    LibreOffice 7.4 prints wrapped words over the next row else.
    """
    if not wrapped:
        return "<row>"
    letters = pc.max_element_wise(*(pc.utf8_length(column) for column in wrapped), 0)
    lines = pc.divide(pc.add(letters, WIDE_LINE - 1), WIDE_LINE)
    height = pc.min_element_wise(pc.multiply(pc.cast(lines, pa.float64()), LINE_HEIGHT), HIGHEST)
    high = pc.binary_join_element_wise('<row ht="', pc.cast(height, pa.string()), '" customHeight="1">', "")
    return pc.if_else(pc.greater(lines, 1), high, "<row>")


def shown(columns: Sequence[pa.ChunkedArray]) -> list[pa.Array]:
    """Return columns as a sheet shows them: each text on one line, and everything in it visible."""
    return [with_function(column.combine_chunks(), sheet_cell) for column in columns]


def _cells(column: pa.Array, column_format: ColumnFormat) -> pa.Array:
    if column.type == pa.string():
        return pc.fill_null(_texts(column, column_format), BLANK)
    if column.type == pa.date32():
        early = pc.fill_null(pc.less(column, pa.scalar(FIRST_DAY)), False)
        days = pc.add(pc.cast(column, pa.int32()), DAYS_BEFORE_1970)
        spelt = _texts(pc.cast(column, pa.string()), ColumnFormat(column_format.early))
        return pc.fill_null(pc.if_else(early, spelt, _numbers(days, column_format)), BLANK)
    return pc.fill_null(_numbers(column, column_format), BLANK)


def _numbers(column: pa.Array, column_format: ColumnFormat) -> pa.Array:
    """Return numbers and truths as cells."""
    kind = ' t="b"' if column.type == pa.bool_() else ""
    values = pc.cast(pc.cast(column, pa.int8()) if kind else column, pa.string())
    return pc.binary_join_element_wise(f'<c s="{column_format.usual}"{kind}><v>', values, "</v></c>", "")


def _texts(column: pa.Array, column_format: ColumnFormat) -> pa.Array:
    """Return texts as cells; an empty one is as good as none."""
    text = pc.if_else(pc.equal(column, ""), None, column)
    if pc.any(pc.greater(pc.utf8_length(text), SHEET_LIMIT // 2), min_count=0).as_py():
        text = pa.array([None if each is None else cut(each) for each in text.to_pylist()], pa.string())
    style: pa.Array | str = str(column_format.usual)
    if column_format.special:
        found = pc.index_in(text, value_set=pa.array(list(column_format.special), pa.string()))
        style = pc.fill_null(
            pa.array([str(each) for each in column_format.special.values()]).take(found), style
        )
    # A printed '_x0041_' would be taken for the letter of that number.
    text = pc.replace_substring_regex(text, "_(x[0-9a-fA-F]{4}_)", r"_x005F_\1")
    edge = pc.match_substring_regex(text, r"^\s|\s$")
    for mark, escape in ESCAPES:
        text = pc.replace_substring(text, mark, escape)
    opened = pc.if_else(edge, '<t xml:space="preserve">', "<t>")
    return pc.binary_join_element_wise(
        '<c s="', style, '" t="inlineStr"><is>', opened, text, "</t></is></c>", ""
    )
