"""The rows of a sheet as SpreadsheetML, made column by column.

XlsxWriter takes cells one by one, at some seven millionths of a second each: a minute for a large dataset.
Here Arrow makes all cells of a column at once, in the very form that XlsxWriter would write, which a test
holds it to; all that is around the rows remains XlsxWriter's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter.utility import xl_col_to_name

from publish.text import cut
from publish.write.sheet import View

ROWS_AT_A_TIME = 1000
"""So few that their text stays below the two gigabytes of one Arrow array, even if every cell is full."""

FIRST_DAY = dt.date(1900, 3, 1)
"""The first day that every spreadsheet counts alike; an earlier one is written as text."""

DAY_ZERO = 25_569
"""The number by which spreadsheets know 1 January 1970, from which Arrow counts."""

SPACE_AT_AN_EDGE = r"^[\s\p{Z}]|[\s\p{Z}]$"
"""Space that a reader of XML may drop unless it is told to keep it; `\\s` alone is ASCII here."""

SURELY_SHORT = 16_000
"""A text of fewer characters fits into a cell, whatever they are."""


class CellStyles(msgspec.Struct, frozen=True):
    """The numbers of a column's formats in the workbook.

    `usual` is that of its values, `text` that of a value which has to be written as text, `by_word` that of
    words with a format of their own.
    """

    usual: int
    text: int
    by_word: Mapping[str, int] = {}


def rows_xml(view: View, styles: Sequence[CellStyles]) -> Iterator[str]:
    """Give the rows of a sheet as XML, some at a time, for a sheet whose first row is a header.

    `styles` are those of the columns in order. A blank has no cell.
    """
    first = 2
    for piece in view.pieces(ROWS_AT_A_TIME):
        numbers = pc.cast(pa.array(range(first, first + len(piece))), pa.string())
        first += len(piece)
        cells = [
            pc.fill_null(_cells(column.shown(), place, numbers, style), "")
            for place, (column, style) in enumerate(zip(piece.columns, styles, strict=True))
        ]
        rows = pc.binary_join_element_wise('<row r="', numbers, '">', *cells, "</row>", "")
        yield "".join(rows.to_pylist())


def _cells(values: pa.Array, place: int, numbers: pa.Array, styles: CellStyles) -> pa.Array:
    """Give the cells of one column, null for a blank; `numbers` are those of the rows, as text."""
    begin = pc.binary_join_element_wise(f'<c r="{xl_col_to_name(place)}', numbers, '" s="', "")
    if values.type == pa.date32():
        early = pc.less(values, pa.scalar(FIRST_DAY))
        days = pc.cast(pc.add(pc.cast(values, pa.int32()), DAY_ZERO), pa.string())
        dates = _joined(begin, f'{styles.usual}"><v>', days, "</v></c>")
        return pc.if_else(early, _texts(begin, str(styles.text), pc.cast(values, pa.string())), dates)
    if values.type == pa.bool_():
        said = pc.if_else(values, "1", "0")
        return _joined(begin, f'{styles.usual}" t="b"><v>', said, "</v></c>")
    if values.type == pa.int64():
        return _joined(begin, f'{styles.usual}"><v>', pc.cast(values, pa.string()), "</v></c>")
    if values.type == pa.float64():
        said = pa.array(
            [None if value is None else f"{value:.16G}" for value in values.to_pylist()], pa.string()
        )
        return _joined(begin, f'{styles.usual}"><v>', said, "</v></c>")
    style: str | pa.Array = str(styles.usual)
    if styles.by_word:
        words = values.to_pylist()
        style = pa.array([str(styles.by_word.get(word, styles.usual)) for word in words], pa.string())
    return _texts(begin, style, values)


def _texts(begin: pa.Array, style: str | pa.Array, texts: pa.Array) -> pa.Array:
    """Give cells of text, the words in the cell itself."""
    texts = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    spaced = pc.match_substring_regex(texts, SPACE_AT_AN_EDGE)
    kept = pc.if_else(spaced, '<is><t xml:space="preserve">', "<is><t>")
    return _joined(begin, style, '" t="inlineStr">', kept, _escaped(_fitting(texts)), "</t></is></c>")


def _joined(*parts: str | pa.Array) -> pa.Array:
    """Join texts and columns of texts, row by row; null where one of them is."""
    return pc.binary_join_element_wise(*parts, "", null_handling="emit_null")


def _fitting(texts: pa.Array) -> pa.Array:
    """Cut texts that a cell cannot hold."""
    long = pc.fill_null(pc.greater(pc.utf8_length(texts), SURELY_SHORT), False)
    if not pc.any(long, min_count=0).as_py():
        return texts
    return pc.replace_with_mask(
        texts, long, pa.array([cut(text) for text in texts.filter(long).to_pylist()], pa.string())
    )


def _escaped(texts: pa.Array) -> pa.Array:
    """Write what is markup, and what Excel would take for one of its escapes, so that it is read as text.

    Controls are gone by now: the texts of a sheet show them as words.
    """
    texts = pc.replace_substring_regex(texts, "(_x[0-9a-fA-F]{4}_)", r"_x005F\1")
    for mark, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        texts = pc.replace_substring(texts, mark, written)
    return texts
