"""Rows made by column are, byte for byte, those that XlsxWriter writes cell by cell."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

import pyarrow as pa
import pytest
import xlsxwriter
from datasets import dataset
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.large import copied
from publish.checks import check_tables
from publish.tables import tables_of
from publish.text import cut, sheet_cell
from publish.write.sheet import view_of
from publish.write.sheet_rows import FIRST_DAY, ROWS_AT_A_TIME, CellStyles, rows_xml

TYPES = {"text": pa.string(), "RAG": pa.string(), "day": pa.date32(), "yes": pa.bool_(), "n": pa.int64(),
         "score": pa.float64()}  # fmt: skip
USUAL, TEXT, RED = 1, 2, 3
STYLES = [
    CellStyles(USUAL, TEXT, {"red": RED}) if name == "RAG" else CellStyles(USUAL, TEXT) for name in TYPES
]


def rows_by_cell(rows: list[dict[str, Any]]) -> str:
    """Write the rows with XlsxWriter alone, and give what stands in the sheet below its header."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(
        sink, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    usual, text, red = (
        book.add_format({"bold": number == USUAL, "italic": number == TEXT}) for number in (1, 2, 3)
    )
    red.set_bg_color("#FF0000")
    assert [style._get_xf_index() for style in (usual, text, red)] == [USUAL, TEXT, RED]
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "header", usual)
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values[name] for name in TYPES):
            if isinstance(value, str) and sheet_cell(value):
                style = red if value == "red" and column == 1 else usual
                sheet.write_string(row, column, cut(sheet_cell(value)), style)
            elif isinstance(value, bool):
                sheet.write_boolean(row, column, value, usual)
            elif isinstance(value, dt.date):
                if value < FIRST_DAY:
                    sheet.write_string(row, column, value.isoformat(), text)
                else:
                    sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), usual)
            elif isinstance(value, int | float):
                sheet.write_number(row, column, value, usual)
    book.close()
    xml = zipfile.ZipFile(sink).read("xl/worksheets/sheet1.xml").decode()
    (below,) = re.findall(r'<sheetData><row r="1">.*?</row>(.*)</sheetData>', xml, re.S)
    return str(below)


def rows_by_column(rows: list[dict[str, Any]]) -> str:
    table = pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in TYPES.items()})
    return "".join(rows_xml(view_of(table), STYLES))


def row(**values: Any) -> dict[str, Any]:
    return {**dict.fromkeys(TYPES), "n": 1, **values}


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "text": st.none() | texts,
                "RAG": st.sampled_from([None, "red", "amber"]),
                "day": st.none() | st.dates(dt.date(1800, 1, 1), dt.date(2200, 1, 1)),
                "yes": st.none() | st.booleans(),
                "n": st.integers(-(10**14), 10**14),
                "score": st.none() | st.floats(-1e9, 1e9),
            }
        ),
        max_size=6,
    )
)
@example([row(text="<b>&amp;</b> \"quoted\" 'so'")])
@example([row(text=" before"), row(text="after "), row(text="tab\t"), row(text="\u00a0hard")])
@example([row(text="_x0041_ and _x0041_x0041_")])
@example([row(text=""), row(text=None)])
@example([row(text="x" * 40_000), row(text="\U0001f600" * 20_000), row(text="y" * 32_767)])
@example([row(day=dt.date(1900, 2, 28)), row(day=FIRST_DAY), row(day=dt.date(1970, 1, 1))])
@example([row(score=100.0), row(score=88.23529411764706), row(score=1e-7), row(score=-0.0)])
@settings(deadline=None, max_examples=80)
def test_rows_are_those_that_the_library_writes(rows: list[dict[str, Any]]) -> None:
    assert rows_by_column(rows) == rows_by_cell(rows)


def test_many_rows_are_made_some_at_a_time_and_numbered_through() -> None:
    rows = [row(n=number) for number in range(ROWS_AT_A_TIME + 3)]
    text = rows_by_column(rows)
    assert text == rows_by_cell(rows)
    assert f'<row r="{ROWS_AT_A_TIME + 4}">' in text


@pytest.mark.parametrize("documents", [4, 9])
def test_a_copied_dataset_is_a_dataset(documents: int) -> None:
    """The benchmark measures what could be published."""
    large = copied(tables_of(dataset()), documents)
    assert len(large["documents"]) >= documents
    check_tables(large)
