"""Tables of actions with some of their rules, and neighbours of them that must be read as their rules say."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from drawing import Sheet
from drawn_trackers import EDGES, FIELDS, HEADS, READ, ROWS, TOPS, printed, read, ruled

from extract.document import read_document
from extract.every_table import read_every_table
from extract.layout.page_layout import lay_out
from extract.pdf.reader import read_pages
from extract.tables.row_bands import Part, by_gaps
from records.pages import Page

TIGHT_ROWS = [tuple(cell.split("\n")[0] for cell in row) for row in ROWS]
TIGHT_TOPS = (120, 138, 150, 162, 174, 190)


def tracker(
    tops: Sequence[float] = TOPS,
    rows: Sequence[Sequence[str]] = ROWS,
    uprights: Sequence[float] = EDGES,
    levels: Sequence[float] | None = None,
    across: tuple[float, float] = (EDGES[0], EDGES[-1]),
) -> Sheet:
    """Return a sheet with the table, ruled at these places."""
    levels = tops if levels is None else levels
    return ruled(printed((HEADS, *rows), tops), uprights=uprights, levels=levels, across=across)


@pytest.mark.parametrize(
    "levels",
    [(TOPS[0], TOPS[1], TOPS[-1]), (*TOPS[:2], TOPS[3], TOPS[-1]), (*TOPS[:3], *TOPS[4:])],
    ids=["none below the header", "below every second row", "one missing"],
)
def test_rows_without_a_rule_between_them_are_rows_each(levels: Sequence[float]) -> None:
    assert read(tracker(levels=levels)) == READ


def test_rows_set_as_close_as_lines_are_told_by_their_numbers() -> None:
    sheet = Sheet()
    sheet.text(50, 60, "Care leavers action plan: progress tracker", bold=True, size=14)
    for top, row in zip(TIGHT_TOPS, (HEADS, *TIGHT_ROWS), strict=False):
        for x, cell in zip(EDGES, row, strict=False):
            sheet.text(x + 3, top + 2, cell, size=9)
    for top in (120, 138, 186):
        sheet.rule(50, top, 545, top)
    for x in EDGES:
        sheet.rule(x, 120, x, 186)
    assert read(sheet) == TIGHT_ROWS


def test_rows_without_numbers_are_told_by_gaps_where_no_rule_parts_any() -> None:
    sheet = printed([["", *row[1:]] for row in (HEADS, *ROWS)])
    ruled(sheet, uprights=EDGES[1:], levels=(TOPS[0], TOPS[1], TOPS[-1]), across=(EDGES[1], EDGES[-1]))
    assert read(sheet) == [("-", *row[1:]) for row in READ]


@pytest.mark.parametrize(
    "row",
    [
        (
            "R1\nR2",
            "Give every leaver\nA named adviser",
            "Head of Housing",
            "31 May 2022",
            "Done",
        ),
        (
            "R1\nR2",
            "Give every leaver\na named adviser",
            "Head of\nHousing",
            "31 May\n2022",
            "Part\ndone",
        ),
        ("R2\nR1", "Give adviser\nGive housing", "Head\nDirector", "May 2022\nJuly 2022", "Done\nDone"),
    ],
    ids=["one status for both", "one text for both", "numbers that fall"],
)
def test_several_numbers_of_one_row_are_one_row(row: Sequence[str]) -> None:
    tops = (120, 138, 168, 198)
    found = read(tracker(tops, [row, ROWS[2]]))
    assert [each[0] for each in found] == [row[0].replace("\n", " "), "R3"]


def test_a_missing_rule_between_two_columns_is_told_by_their_headings() -> None:
    assert read(tracker(uprights=(*EDGES[:4], EDGES[5]))) == READ


def test_missing_rules_between_all_columns_are_told_by_their_headings() -> None:
    assert read(tracker(uprights=(EDGES[0], EDGES[-1]))) == READ


def test_one_heading_over_words_that_stand_apart_is_one_column() -> None:
    sheet = Sheet()
    sheet.text(50, 60, "Care leavers action plan: progress tracker", bold=True, size=14)
    sheet.grid(
        (50, 90, 290, 390, 545),
        (120, 140, 160, 180),
        [
            ["Ref", "Recommendation", "Lead officer", "Target             Status"],
            ["R1", "Give", "Head of Housing", "31 May 2022 or when it can be done"],
            ["R2", "Open", "Head of Schools", "30 June 2022 or when it can be done"],
        ],
    )
    found = [("R1", "Give", "Head of Housing", "-", "-"), ("R2", "Open", "Head of Schools", "-", "-")]
    assert read(sheet) == found


@pytest.mark.parametrize("sides", [(1, 5), (0, 4), (1, 4), (0, 3)], ids=["first", "last", "both", "last two"])
def test_columns_outside_the_grid_are_its_columns(sides: tuple[int, int]) -> None:
    first, last = sides
    sheet = tracker(uprights=EDGES[first : last + 1], across=(EDGES[first], EDGES[last]))
    assert read(sheet) == READ


def test_a_column_outside_the_grid_goes_on_with_it_on_the_next_page() -> None:
    sheet = tracker(uprights=EDGES[:-1], across=(EDGES[0], EDGES[-2]))
    sheet.new_page()
    more = ("R5", "Tell the panel", "Clerk", "May 2023", "Not yet begun")
    for x, cell in zip(EDGES, more, strict=False):
        sheet.text(x + 3, 63, cell, size=9)
    for top in (60, 90):
        sheet.rule(EDGES[0], top, EDGES[-2], top)
    for x in EDGES[:-1]:
        sheet.rule(x, 60, x, 90)
    report = read_document(sheet.save())
    assert [row.fields["status"].text for row in report.rows] == [row[-1] for row in READ] + ["Not yet begun"]
    assert len(report.joins) == 1


@pytest.mark.parametrize("heading", ["Where it is", "Owner"], ids=["unknown", "one that the grid has"])
def test_words_beside_a_grid_below_another_heading_stay_outside(heading: str) -> None:
    rows = [(*row[:-1], heading if at == 0 else row[-1]) for at, row in enumerate((HEADS, *ROWS))]
    sheet = ruled(printed(rows), uprights=EDGES[:-1], across=(EDGES[0], EDGES[-2]))
    assert [row[-1] for row in read(sheet)] == ["-"] * 4


def test_headings_over_a_grid_are_its_header() -> None:
    sheet = ruled(printed(), levels=TOPS[1:], uprights=())
    for x in EDGES:
        sheet.rule(x, TOPS[1], x, TOPS[-1])
    assert read(sheet) == READ


def test_headings_that_do_not_stand_over_the_columns_are_no_header() -> None:
    sheet = ruled(printed(), levels=TOPS[1:], uprights=())
    for x in (50, 75, 120, 390, 470, 545):
        sheet.rule(x, TOPS[1], x, TOPS[-1])
    assert lay_out(list(read_pages(sheet.save()))).implied == ()


def test_every_word_of_a_completed_grid_has_its_place() -> None:
    report = read_document(tracker(levels=(TOPS[0], TOPS[1], TOPS[-1])).save())
    assert (report.state, [len(row.fields) for row in report.rows]) == ("ok", [len(FIELDS)] * 4)


def test_the_tables_of_a_document_are_completed_as_its_dataset_is() -> None:
    wrapped = ("R3", "Report exclusions", "Schools\nTeam", "September\n2022", "Not started")
    rows = [*ROWS[:2], wrapped, ROWS[3]]
    (table,) = read_every_table(tracker(rows=rows, levels=(TOPS[0], TOPS[1], TOPS[-1])).save())
    found = [[" ".join(cell.text.split()) for cell in row] for row in table.rows]
    assert found == [[cell.replace("\n", " ") for cell in row] for row in (HEADS, *rows)]


def test_footers_are_no_rows_of_the_last_table_of_their_pages() -> None:
    sheet = Sheet()
    for page, wards in enumerate([("North", "South"), ("East", "West"), ("Upper", "Lower")], 1):
        rows = [(f"Wards {wards[0]} on", "Cases", "Share"), (wards[0], "12", "40%"), (wards[1], "18", "60%")]
        for at, row in enumerate([*rows, ("Report 2011-20", f"Page {page}")]):
            for x, cell in zip((60, 200, 300), row, strict=False):
                sheet.text(x, 735 + 14 * at, cell, size=9)
        sheet.new_page()
    found = read_every_table(sheet.save())
    firsts = [row[0].text for table in found for row in table.rows if "Wards" not in row[0].text]
    assert firsts == ["North", "South", "East", "West", "Upper", "Lower"]


def test_a_table_within_a_cell_of_a_table_of_actions_is_words_of_the_cell() -> None:
    sheet = tracker((120, 138, 192, 214, 236, 258), TIGHT_ROWS)
    sheet.grid(
        (100, 160, 220, 270),
        (153, 163, 173, 183),
        [["Action", "Date", "Status"], ["Advert", "1 May", "Done"], ["Interview", "1 June", "Due"]],
    )
    report = read_document(sheet.save())
    assert [row.fields["ref"].text for row in report.rows] == ["R1", "R2", "R3", "R4"]
    assert "Interview" in report.rows[0].fields["text"].text
    assert "doubly_used" not in {issue.code for issue in report.issues}


def test_a_stretch_without_lines_is_one_row() -> None:
    """Large words of a row beside may hold the middle of a line outside its own row."""
    empty = Part(Page(1, 595, 842, 0, (), (), ()), None, ())
    assert by_gaps(empty, 100, 120, [(50, 90), (90, 290)]) == [(100, 120)]
