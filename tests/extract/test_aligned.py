"""Tables without full ruling: told by headings, parted by white, level lines or bands; prose is none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from drawing import Sheet

from extract.layout.page_layout import lay_out
from extract.pdf import pdfplumber as plumber
from extract.tables.stitch import Table

ROWS = [
    ("R1", "Agree one threshold document and\nbrief every team on it", "Director of\nEducation", "Complete"),
    ("R2", "Audit twenty files a month", "Quality team", "On track"),
    ("R3", "Publish the workforce strategy and\nreport to the board each quarter", "HR", ""),
    ("R4", "Review placements", "Commissioning", "Not started"),
]  # fmt: skip
HEAD = ("Ref", "Action", "Lead", "Status")
EDGES = (60, 100, 300, 420)


def tables(sheet: Sheet) -> list[Table]:
    return list(lay_out(list(plumber.read_pages(sheet.save()))).tables)


def cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(" ".join(cell.text.split()) for cell in row.cells) for row in table.rows]


def flat(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    return [tuple(" ".join(cell.split()) for cell in row) for row in rows]


def put(
    sheet: Sheet, top: float, row: Sequence[str], *, bold: bool = False, edges: Sequence[float] = EDGES
) -> float:
    """Print a row without rules; give the place below its longest cell."""
    for x, cell in zip(edges, row, strict=True):
        sheet.lines(x, top, cell.split("\n"), size=10, bold=bold)
    return top + 12 * max(cell.count("\n") + 1 for cell in row)


def white(sheet: Sheet, top: float, rows: Sequence[Sequence[str]] = ROWS, gap: float = 8) -> float:
    top = put(sheet, top, HEAD, bold=True) + gap
    for row in rows:
        top = put(sheet, top, row) + gap
    return top


def test_white_alone_parts_columns_and_rows() -> None:
    sheet = Sheet()
    white(sheet, 100)
    (table,) = tables(sheet)
    assert cells(table) == flat([HEAD, *ROWS])


def test_the_table_ends_where_prose_begins() -> None:
    sheet = Sheet()
    end = white(sheet, 100)
    sheet.lines(
        60,
        end + 10,
        ["The board will look at these actions again when it meets in the spring of next year."] * 3,
    )
    sheet.new_page()
    sheet.lines(
        60, 60, ["Nothing on this page belongs to the table, which ended on the page before this one."] * 20
    )
    (table,) = tables(sheet)
    assert cells(table) == flat([HEAD, *ROWS])


def test_rows_go_on_overleaf_without_a_header() -> None:
    sheet = Sheet()
    white(sheet, 690, ROWS[:2])
    sheet.new_page()
    top = 60.0
    for row in ROWS[2:]:
        top = put(sheet, top, row) + 8
    (table,) = tables(sheet)
    assert cells(table) == flat([HEAD, *ROWS])


def test_a_row_is_cut_by_the_page_and_joined_again() -> None:
    sheet = Sheet()
    white(sheet, 700, [("R1", "Agree one threshold document and", "Director of", "Complete")])
    sheet.new_page()
    put(sheet, 60, ("", "brief every team on it", "Education", ""))
    put(sheet, 90, ROWS[1])
    (table,) = tables(sheet)
    assert cells(table)[1:] == flat(ROWS[:2])
    assert table.joins[0].cut_row


def test_values_and_numbers_at_the_edge_of_two_pages_are_cells() -> None:
    """'9' at the foot of page 1 and '10' at the head of page 2 count rows, not pages."""
    sheet = Sheet()
    white(sheet, 740, [("9", "Audit twenty files a month", "Quality team", "Late")])
    for number, action in (("10", "Visit homes"), ("11", "Map the roads"), ("12", "Ask all carers")):
        sheet.new_page()
        put(sheet, 60, (number, action, "Nurse", "On track"))
    (table,) = tables(sheet)
    assert [(row[0], row[3]) for row in cells(table)[1:]] == [
        ("9", "Late"),
        ("10", "On track"),
        ("11", "On track"),
        ("12", "On track"),
    ]


def test_a_value_below_a_header_printed_again_is_no_running_header() -> None:
    sheet = Sheet()
    white(sheet, 60, ROWS[:1])
    for row in ROWS[1:3]:
        sheet.new_page()
        white(sheet, 40, [(row[0], row[1], "Nurse\nTrust,\nPolice", "Late")], gap=2)
    (table,) = tables(sheet)
    assert [row[2] for row in cells(table)[2:]] == ["Nurse Trust, Police"] * 2


def test_rows_go_on_above_a_header_printed_again_down_the_page() -> None:
    """The next part of a plan has the same headings, below the last row of the part before."""
    sheet = Sheet()
    white(sheet, 690, ROWS[:2])
    sheet.new_page()
    end = put(sheet, 60, ROWS[2])
    white(sheet, end + 60, ROWS[3:])
    rows = [row for table in tables(sheet) for row in cells(table)]
    assert [row[0] for row in rows if row[0] != "Ref"] == ["R1", "R2", "R3", "R4"]


@pytest.mark.parametrize(("size", "rows"), [(7, 4), (10, 5)])
def test_a_note_in_small_print_below_a_table_is_no_row(size: float, rows: int) -> None:
    sheet = Sheet()
    top = put(sheet, 100, HEAD[1:], bold=True, edges=EDGES[1:]) + 8
    for row in ROWS:
        top = put(sheet, top, row[1:], edges=EDGES[1:]) + 8
    sheet.text(100, top, "1 As reported in May", size=size)
    (table,) = tables(sheet)
    assert len(table.rows) - 1 == rows


@pytest.mark.parametrize("size", [7, 10])
def test_small_print_within_a_row_ends_no_table(size: float) -> None:
    """'30 June' opens like the note with the number 30."""
    sheet = Sheet()
    top = put(sheet, 100, HEAD, bold=True) + 8
    for row in ROWS:
        top = put(sheet, top, row)
        if row[0] == "R2":
            sheet.text(EDGES[1], top, "30 June", size=size)
            top += 12
        top += 8
    (table,) = tables(sheet)
    assert [row[1] for row in cells(table)][2:4] == [
        "Audit twenty files a month 30 June",
        "Publish the workforce strategy and report to the board each quarter",
    ]
    assert [row[0] for row in cells(table)][1:] == ["R1", "R2", "R3", "R4"]


def test_bands_behind_headings_of_sections_alone_part_no_rows() -> None:
    sheet = Sheet()
    top = put(sheet, 100, ("Action", "Notes"), bold=True, edges=(60, 300)) + 8
    for section in ("Housing", "Schools"):
        sheet.box(58, top - 2, 530, top + 14, fill=(0.9, 0.9, 0.9), stroke=False)
        top = put(sheet, top, (section, ""), bold=True, edges=(60, 300)) + 10
        for row in (("Audit twenty files", "Begun"), ("Visit homes\nand schools", ""), ("Map roads", "Late")):
            top = put(sheet, top, row, edges=(60, 300)) + 10
    (table,) = tables(sheet)
    assert [row[0] for row in cells(table)[2:5]] == [
        "Audit twenty files",
        "Visit homes and schools",
        "Map roads",
    ]


def test_a_bold_cell_at_the_middle_of_its_row_is_no_heading() -> None:
    sheet = Sheet()
    put(sheet, 100, ("Theme", "Action", "Lead", "Status"), bold=True)
    for place, (number, action) in enumerate((("", ROWS[0][1]), ("Care", ROWS[2][1]), ("", ROWS[0][1]))):
        top = 125 + 40 * place
        sheet.lines(EDGES[0], top + 5, [number], size=10, bold=True)
        sheet.lines(EDGES[1], top, action.split("\n"), size=10)
        put(sheet, top, ("", "", "Nurse", "Late"))
    (table,) = tables(sheet)
    assert [row[1] for row in cells(table)[1:]] == [" ".join(ROWS[at][1].split()) for at in (0, 2, 0)]


def test_level_lines_part_rows_whose_lines_stand_wide() -> None:
    sheet = Sheet()
    top = put(sheet, 100, HEAD, bold=True)
    for row in ROWS:
        sheet.rule(58, top + 3, 530, top + 3)
        wide = [cell.split("\n") for cell in row]
        for x, lines in zip(EDGES, wide, strict=True):
            for place, line in enumerate(lines):
                sheet.text(x, top + 8 + 24 * place, line, size=10)
        top += 24 * max(len(lines) for lines in wide) + 6
    sheet.rule(58, top + 3, 530, top + 3)
    (table,) = tables(sheet)
    assert cells(table) == flat([HEAD, *ROWS])


def test_bands_of_a_web_page_part_rows_and_pills_colour_the_status() -> None:
    sheet = Sheet()
    top = put(sheet, 100, HEAD, bold=True) + 6
    for place, row in enumerate(ROWS):
        height = 12 * max(cell.count("\n") + 1 for cell in row) + 8
        if place % 2 == 0:
            sheet.box(55, top, 540, top + height, fill=(0.93, 0.93, 0.93), stroke=False)
        if row[3]:
            sheet.box(416, top + 2, 480, top + 18, fill=(0.2, 0.7, 0.3), stroke=False)
        put(sheet, top + 4, row)
        top += height
    (table,) = tables(sheet)
    assert cells(table) == flat([HEAD, *ROWS])
    fills = [row.cells[3].fill for row in table.rows[1:]]
    assert [fill is not None and fill[1] == 0.7 for fill in fills] == [True, True, False, True]


def test_a_narrow_gutter_and_a_wrapped_header() -> None:
    sheet = Sheet()
    edges = (60, 82, 250, 330)
    head = ("No", "Recommendation", "Responsible\nofficer", "Progress\nto date")
    rows = [
        ("1", "Agree one threshold document now", "Head of Early", "Done in the summer of 2014"),
        ("2", "Audit twenty files in each month", "Quality Team", "Begun"),
    ]
    top = put(sheet, 100, head, bold=True, edges=edges) + 8
    for row in rows:
        top = put(sheet, top, row, edges=edges) + 8
    (table,) = tables(sheet)
    assert cells(table) == flat([head, *rows])


def test_section_headings_are_rows_of_one_cell() -> None:
    sheet = Sheet()
    top = put(sheet, 100, HEAD, bold=True) + 8
    for title, rows in (("Theme A: Leadership and governance", ROWS[:2]), ("Practice", ROWS[2:])):
        sheet.text(60, top, title, size=10, bold=True)
        top += 18
        for row in rows:
            top = put(sheet, top, row) + 8
    (table,) = tables(sheet)
    headings = [row.cells[0].text for row in table.rows if len(row.cells) == 1]
    assert headings == ["Theme A: Leadership and governance", "Practice"]
    assert [row for row in cells(table) if len(row) > 1] == flat([HEAD, *ROWS])


def test_without_numbers_the_gaps_part_the_rows() -> None:
    sheet = Sheet()
    edges = (60, 300, 420)
    head, rows = ("Action", "Lead", "Due"), [(*row[1:3], "May 2014") for row in ROWS]
    top = put(sheet, 100, head, bold=True, edges=edges) + 10
    for row in rows:
        top = put(sheet, top, row, edges=edges) + 10
    (table,) = tables(sheet)
    assert cells(table) == flat([head, *rows])


@pytest.mark.parametrize(
    "lines",
    [
        ["Actions taken since the last review           and who took them"],
        [
            "Contents",
            "Introduction .............. 3",
            "Recommendations ........... 7",
            "Action plan ............. 12",
        ],
        ["Recommendation 1      The council should agree", "Recommendation 2      The council should audit"],
        [
            "Name                Telephone",
            "A Person              01234 567890",
            "B Person              01234 567891",
        ],
        ["Status of this report: final. Action is required by the lead member before the due date below."],
    ],
)
def test_prose_contents_and_lists_of_names_are_no_tables(lines: list[str]) -> None:
    sheet = Sheet()
    sheet.lines(60, 100, lines)
    assert tables(sheet) == []


def test_two_columns_of_prose_are_no_table() -> None:
    sheet = Sheet()
    for x in (60, 310):
        sheet.lines(
            x,
            80,
            [
                "Action by the council and its",
                "partners has begun. Progress is",
                "good and leads know their role.",
            ]
            * 8,
        )
    assert tables(sheet) == []


def test_a_ruled_table_stays_a_ruled_one() -> None:
    sheet = Sheet()
    sheet.grid(
        [60, 100, 350, 540],
        [100, 120, 140, 160],
        [HEAD[:3], ROWS[1][:3], ("R4", "Review", "HR")],
        header=True,
    )
    (table,) = tables(sheet)
    assert len(table.grids) == 1
    assert cells(table)[0] == HEAD[:3]


@pytest.mark.parametrize("whole", [True, False], ids=["all cells", "labels alone"])
def test_labels_at_the_middle_of_their_rows_are_theirs(whole: bool) -> None:
    sheet = Sheet()
    rows = [
        (ref, f"{text}\nand say so\nto all", lead.split("\n")[0], status) for ref, text, lead, status in ROWS
    ]
    top = put(sheet, 100, HEAD, bold=True) + 10
    for row in rows:
        lines = row[1].count("\n")
        for x, cell in zip(EDGES, row, strict=True):
            middle = x == EDGES[0] or (whole and x != EDGES[1])
            sheet.lines(x, top + (6 * lines if middle else 0), cell.split("\n"), size=10)
        top += 12 * lines + 26
    (table,) = tables(sheet)
    assert cells(table) == flat([HEAD, *rows])


@pytest.mark.parametrize("ruled", [True, False])
def test_a_header_with_half_of_its_headings_known_is_one_above_a_rule_alone(ruled: bool) -> None:
    sheet = Sheet()
    head = ("Audit Recommendations", "Told by them", "Seen by us", "Additional Comments")
    edges = (60, 200, 300, 400)
    top = put(sheet, 100, head, bold=True, edges=edges) + 8
    for x0, x1 in ((58, 198), (199, 298), (299, 398), (399, 540)) if ruled else ():
        sheet.rule(x0, top - 6, x1, top - 6)
    rows = [
        ("Ask for bids", "Done", "Partly", "See below"),
        ("Count the stock", "Done", "Not yet", "No count"),
    ]
    for row in rows:
        top = put(sheet, top, row, edges=edges) + 10
    assert [cells(table) for table in tables(sheet)] == ([flat([head, *rows])] if ruled else [])
