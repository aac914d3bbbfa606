"""The workbook, opened again: plain values, real dates, codes as text, filters, and the same bytes."""

import datetime as dt
import io
import os
import re
import time
import zipfile

import msgspec
import openpyxl
import pytest
from datasets import (
    WILTSHIRE,
    changed,
    dataset,
    document,
    key,
    recommendation,
    responsibility,
    tables_of,
)
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import publish.write.sheet_pieces
from benchmarks.large import copied
from publish.checks import check_tables
from publish.schema.load import schemas
from publish.text import CUT_MARK
from publish.write.flat_sheet import COLUMNS, FlatSheet
from publish.write.workbook import write_workbook
from records.clean import Dataset

NASTY = (
    *("=1+1", "+44 20", "- Agreed", "@SUM(A1)", "'=1", "http://example.org", "mailto:x", "1e5", "007", "NA"),
    *("TRUE", "a\x1bb", "\u202etxt", "a\rb", "\ufffe", "_x0041_", "<b>&amp;</b>"),
)
PEOPLE = ["Summary", "Overdue", "Followed", "Grades", "Grades by region", "Ready to filter"]
SHEETS = ["Read me", *PEOPLE, *schemas(), "Notes"]


def workbook_bytes(data: Dataset) -> bytes:
    sink = io.BytesIO()
    write_workbook(tables_of(data), sink)
    return sink.getvalue()


def opened(data: Dataset) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(data)))


def midnight(year: int, month: int, day: int) -> dt.datetime:
    """Give a date as it is read from a workbook."""
    return dt.datetime.combine(dt.date(year, month, day), dt.time())


def flat_column(data: Dataset, title: str) -> list[object]:
    """Give one column of the sheet for filtering."""
    sheet = FlatSheet(tables_of(data))
    return list(sheet.slice(0, len(sheet))[title].to_pylist())


def rows_of(sheet: Worksheet) -> list[dict[str, object]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def nasty() -> Dataset:
    rows = tuple(recommendation("plan", n, text=text, ref=text) for n, text in enumerate(NASTY, 1))
    return Dataset(documents=(document("plan"),), recommendations=rows)


def test_sheets_stand_in_order_with_filters_and_frozen_headers() -> None:
    book = opened(dataset())
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert not sheet.merged_cells.ranges
        if sheet.title != "Read me":
            about_what = sheet["A1"].value in ("Recommendation", "Authority")
            assert sheet.freeze_panes == ("B2" if about_what else "A2")
            (table,) = sheet.tables.values()
            rows = max(2, sheet.max_row)  # a table has a row, be it blank
            assert table.ref == table.autoFilter.ref == f"A1:{get_column_letter(sheet.max_column)}{rows}"
            assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[1]]
    assert book.active.title == "Read me"


@pytest.mark.parametrize("data", [dataset(), nasty(), Dataset()], ids=["dataset", "nasty", "empty"])
def test_no_cell_is_a_formula_a_link_or_an_error(data: Dataset) -> None:
    for sheet in opened(data):
        cells = (cell for row in sheet.iter_rows() for cell in row)
        links = {cell.hyperlink.location for cell in cells if cell.hyperlink}
        names = {f"'{name}'!A1" for name in SHEETS[1:]}
        assert links == (names if sheet.title == "Read me" else set())
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row} <= {"s", "n", "d", "b"}


def test_a_table_sheet_holds_the_table() -> None:
    book = opened(dataset())
    for name, table in tables_of(dataset()).items():
        rows = rows_of(book[name])
        assert len(rows) == len(table)
        assert list(next(book[name].iter_rows(values_only=True))) == table.column_names
    row = rows_of(book["recommendations"])[0]
    assert row["due_date"] == midnight(2012, 9, 30)
    assert row["ref"] == "001"
    assert row["position"] == 1
    assert row["needs_review"] is False
    assert row["comments"] == "A survey was held; Results go to the board"
    assert row["theme"] is None
    score = rows_of(book["responsibilities"])[0]["score"]
    assert score == 100


def test_codes_are_text_and_dates_are_dates() -> None:
    sheet = opened(dataset())["recommendations"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for name in ("recommendation_id", "document_id", "ref", "status"):
        cell = sheet.cell(2, columns[name])
        assert (cell.data_type, cell.number_format) == ("s", "@")
    due = sheet.cell(2, columns["due_date"])
    assert (due.data_type, due.number_format) == ("d", "yyyy-mm-dd")


def test_nasty_words_stay_words() -> None:
    rows = rows_of(opened(nasty())["recommendations"])
    shown = [row["text"] for row in rows]
    assert shown[:11] == list(NASTY[:11])
    assert shown[11:15] == ["a\\x1bb", "\\u202etxt", "a\\x0db", "\\ufffe"]
    # Excel writes a printed '_x0041_' so, and shows it as printed.
    assert shown[15:] == ["_x005F_x0041_", "<b>&amp;</b>"]
    assert [row["ref"] for row in rows] == shown


def test_a_text_that_is_too_long_is_cut_and_says_so() -> None:
    data = Dataset(
        documents=(document("plan"),),
        recommendations=(
            recommendation("plan", 1, text="x" * 40_000),
            recommendation("plan", 2, text="y" * 32_767),
        ),
    )
    book = opened(data)
    for sheet, column in (("recommendations", "text"), ("Ready to filter", "Recommendation")):
        cut, whole = (row[column] for row in rows_of(book[sheet]))
        assert len(cut) == 32_767
        assert cut.endswith(CUT_MARK)
        assert whole == "y" * 32_767


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (dt.date(1899, 12, 31), "1899-12-31"),
        (dt.date(1900, 2, 28), "1900-02-28"),
        (dt.date(1900, 3, 1), midnight(1900, 3, 1)),
        (dt.date(2100, 12, 31), midnight(2100, 12, 31)),
    ],
)
def test_days_that_spreadsheets_count_differently_are_text(day: dt.date, written: object) -> None:
    data = Dataset(agencies=(msgspec.structs.replace(WILTSHIRE, valid_from=day),))
    assert rows_of(opened(data)["agencies"])[0]["valid_from"] == written


def test_ready_to_filter_has_a_row_for_each_body() -> None:
    rows = rows_of(opened(dataset())["Ready to filter"])
    assert list(rows[0]) == list(COLUMNS)
    assert len(rows) == 13  # 11 and 1 recommendations, of which one has two bodies
    first, second, third = rows[:3]
    assert (first["Who"], first["Who as printed"], first["Kind of body"]) == (
        "Wiltshire Council", "Wiltshire Council", "Local authority",
    )  # fmt: skip
    # Who has no row in the register is shown as printed.
    assert (second["Who"], second["Who as printed"], second["Kind of body"]) == (
        "Head of Libraries",
        "Head of Libraries",
        "Post",
    )
    assert third["Who"] is third["Who as printed"] is None
    assert [row["recommendation_id"] for row in rows[:3]] == [f"{key('plan')}-{n}" for n in (1, 1, 2)]
    assert first["Area"] == "Wiltshire"
    assert first["Document"] == "Report of plan"
    assert first["Document date"] == midnight(2012, 10, 2)
    assert first["Due"] == midnight(2012, 9, 30)
    assert first["Page"] == 2
    # The same bytes under two names are one document; the first name tells it.
    assert {row["File"] for row in rows} == {"again/plan.pdf", "review.pdf"}


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"published": dt.date(2013, 1, 1)}, dt.date(2013, 1, 1)),
        ({}, dt.date(2012, 10, 2)),
        ({"meeting_date": None, "inspection_start": dt.date(2011, 1, 1)}, dt.date(2011, 1, 1)),
        (
            {
                "meeting_date": None,
                "inspection_start": dt.date(2011, 1, 1),
                "inspection_end": dt.date(2011, 1, 9),
            },
            dt.date(2011, 1, 9),
        ),
        ({"meeting_date": None}, None),
    ],
)
def test_the_date_of_a_document(dates: dict[str, dt.date | None], expected: dt.date | None) -> None:
    data = Dataset(documents=(document("plan", **dates),), recommendations=(recommendation("plan", 1),))
    assert flat_column(data, "Document date") == [expected]


def test_bodies_stand_with_their_own_recommendation() -> None:
    data = dataset(
        responsibilities=tuple(
            responsibility("plan", n, place, agency_raw=f"{n}/{place}") for n in (11, 3) for place in (2, 1)
        )
    )
    pairs = zip(flat_column(data, "recommendation_id"), flat_column(data, "Who as printed"), strict=True)
    named = [(row.rsplit("-")[-1], body) for row, body in pairs if body]
    assert named == [("3", "3/1"), ("3", "3/2"), ("11", "11/1"), ("11", "11/2")]


def test_the_rating_is_coloured_beside_its_word() -> None:
    data = dataset()
    data = msgspec.structs.replace(data, recommendations=changed(data.recommendations, 1, rag="purple"))
    book = opened(data)
    for name, title in (("recommendations", "rag"), ("Ready to filter", "RAG")):
        sheet = book[name]
        (column,) = (cell.column for cell in sheet[1] if cell.value == title)
        fills = {
            sheet.cell(row, column).value: sheet.cell(row, column).fill.fgColor.rgb for row in range(2, 5)
        }
        assert fills["green"] == "FFCFE8CF"
        assert fills["purple"] == "00000000"


def test_the_cover_counts_and_credits() -> None:
    sheet = opened(dataset())["Read me"]
    lines = {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0]}
    assert lines["Files found"] == 4
    assert lines["Documents read in full"] == 1  # found under two names
    assert lines["Documents read in part"] == 1
    assert lines["Documents set aside"] == 1
    assert lines["Recommendations"] == 12
    assert "mySociety (CC BY 4.0)" in str([row[1] for row in sheet.iter_rows(values_only=True)])
    assert "Open Government Licence v3.0" in lines["Licence"]
    assert "version" in lines["How to cite it"]


def test_the_notes_describe_every_column() -> None:
    rows = rows_of(opened(dataset())["Notes"])
    assert [(row["Table"], row["Column"]) for row in rows] == [
        (name, column) for name, schema in schemas().items() for column in schema.columns
    ]
    notes = {(row["Table"], row["Column"]): row for row in rows}
    assert notes["recommendations", "status"]["Values"].startswith("complete: done")
    assert notes["recommendations", "text"]["May be blank"] == "no"
    assert "documents.document_id" in notes["recommendations", "document_id"]["Key"]


def test_the_same_rows_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = workbook_bytes(dataset())
    mask = os.umask(0o077)
    try:
        with monkeypatch.context() as patch:
            patch.setenv("TZ", "Pacific/Auckland")
            time.tzset()
            assert workbook_bytes(dataset()) == first
    finally:
        os.umask(mask)
        time.tzset()


def test_no_time_of_writing_is_stored() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(dataset()))) as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r">(\d{4})-\d\d-\d\dT", core)) == {"2000"}


def test_rows_beyond_the_last_go_to_a_further_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish.write.sheet_pieces, "LAST_ROW", 5)
    monkeypatch.setattr(publish.write.sheet_pieces, "MOST_ROWS", 5)
    book = opened(dataset())
    names = [name for name in book.sheetnames if name.startswith("recommendations")]
    assert names == ["recommendations", "recommendations 2", "recommendations 3"]
    ids = [row["recommendation_id"] for name in names for row in rows_of(book[name])]
    assert ids == tables_of(dataset())["recommendations"].column("recommendation_id").to_pylist()


@pytest.mark.parametrize("documents", [4, 9])
def test_a_copied_dataset_is_a_dataset(documents: int) -> None:
    """The benchmark measures what could be published."""
    large = copied(tables_of(dataset()), documents)
    assert len(large["documents"]) >= documents
    check_tables(large)


def test_rows_of_the_cover_are_as_high_as_their_words() -> None:
    sheet = opened(dataset())["Read me"]
    for row in range(1, sheet.max_row + 1):
        lines = -(-len(str(sheet.cell(row, 2).value or "")) // 100)
        height = sheet.row_dimensions[row].height
        assert (height or 15) >= 15 * lines, sheet.cell(row, 2).value


def test_rows_of_data_are_as_high_as_their_words() -> None:
    words = "Visit each family twice a year and tell the board of what was seen"
    rows = [
        recommendation("plan", at, text=text, comments=None)
        for at, text in enumerate(("Visit.", words, f"{words} {words}", words * 40), 1)
    ]
    sheet = opened(dataset(recommendations=tuple(rows)))["recommendations"]
    heights = [sheet.row_dimensions[row].height for row in range(2, 6)]
    assert heights == [None, 30, 45, 408.75]


def test_a_number_stands_below_its_heading_clear_of_the_button_of_the_filter() -> None:
    sheet = opened(dataset())["Summary"]
    for cell in (sheet["C1"], sheet["C2"]):
        assert (cell.alignment.horizontal, cell.alignment.indent) == ("right", 2)
    assert sheet["B1"].alignment.horizontal != "right"


def test_sheets_print_across_the_page_below_their_headings() -> None:
    book = opened(dataset())
    for sheet in book.worksheets[1:]:
        assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1"), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    pages = {name: book[name].page_setup.fitToWidth for name in ("Summary", "Ready to filter")}
    assert pages == {"Summary": None, "Ready to filter": 2}  # one page is what a sheet has unless told
    assert book["Ready to filter"].print_title_cols == "$A:$A"
