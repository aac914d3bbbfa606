"""Tables: cells by place, rows whole over page breaks, each join with its reason."""

from __future__ import annotations

import pytest
from drawing import Sheet

from extract.document import read_document
from extract.layout.page_layout import Layout, lay_out
from extract.pdf.pdfplumber import read_pages
from records.outcome import State
from records.report import Report

EDGES = (50, 90, 320, 520)


def layout(content: bytes) -> Layout:
    return lay_out(list(read_pages(content)))


def texts(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in layout(content).tables for row in table.rows]


def test_cells_hold_the_words_inside_their_rules() -> None:
    sheet = Sheet()
    sheet.grid(EDGES, (100, 120, 150), [["No", "Action", "Status"], ["1", "Open\nthe door", "Done"]])
    assert texts(sheet.save()) == [["No", "Action", "Status"], ["1", "Open the door", "Done"]]


def test_a_word_that_runs_over_a_rule_is_parted_at_it() -> None:
    sheet = Sheet()
    sheet.grid((50, 73.5, 200), (100, 120, 140), [["Ref", "What"], ["", ""]])
    sheet.text(53, 122, "SO/3Begin", size=9)
    assert texts(sheet.save())[1] == ["SO/3", "Begin"]


def test_rows_are_joined_where_the_numbering_goes_on() -> None:
    sheet = Sheet()
    sheet.grid(EDGES, (700, 720, 760), [["No", "Action", "Status"], ["1", "Ask", "Done"]], header=True)
    sheet.new_page()
    sheet.grid(EDGES, (60, 80), [["2", "Tell", "Done"]])
    found = layout(sheet.save())
    assert [len(table.rows) for table in found.tables] == [3]
    assert [(j.reason, j.cut_row) for j in found.tables[0].joins] == [("numbering goes on", False)]


def test_the_numbering_goes_on_wherever_its_column_stands() -> None:
    sheet = Sheet()
    edges, head = (50, 120, 160, 520), ["Status", "No", "Action"]
    sheet.grid(
        edges, (700, 720, 740, 760), [head, ["Done", "1", "Ask."], ["Late", "2", "Tell."]], header=True
    )
    sheet.new_page()
    sheet.grid(edges, (60, 80, 100), [["Done", "3", "Meet."], ["Late", "4", "Go."]])
    assert [join.reason for join in layout(sheet.save()).tables[0].joins] == ["numbering goes on"]


def test_a_row_cut_by_the_page_is_one_row_again() -> None:
    sheet = Sheet()
    rows = [["No", "Action", "Status"], ["1", "Ask", "Done"], ["2", "Tell everybody who", "Not yet because"]]
    sheet.grid(EDGES, (700, 720, 740, 780), rows, header=True)
    sheet.new_page()
    sheet.grid(EDGES, (60, 80, 100), [["", "wants to know.", "nobody asked."], ["3", "Rest", "Done"]])
    found = texts(sheet.save())
    assert found[2] == ["2", "Tell everybody who wants to know.", "Not yet because nobody asked."]
    assert found[3] == ["3", "Rest", "Done"]


def test_a_row_left_open_at_the_page_end_is_not_lost() -> None:
    """No rule at the foot of page 1 and none at the head of page 2: table finders drop both halves."""
    sheet = Sheet()
    sheet.grid(
        EDGES, (700, 720, 760), [["1", "Ask", "Done"], ["2", "Tell those who", "Begun"]], open_bottom=True
    )
    sheet.new_page()
    sheet.grid(EDGES, (60, 80, 100), [["", "want it", "in May"], ["3", "Rest", "Done"]], open_top=True)
    assert texts(sheet.save()) == [
        ["1", "Ask", "Done"],
        ["2", "Tell those who want it", "Begun in May"],
        ["3", "Rest", "Done"],
    ]


def test_a_repeated_header_is_dropped_and_kept_apart() -> None:
    sheet = Sheet()
    head = ["No", "Action", "Status"]
    sheet.grid(EDGES, (700, 720, 760), [head, ["1", "Ask", "Done"]], header=True)
    sheet.new_page()
    sheet.grid(EDGES, (60, 80, 100), [head, ["2", "Tell", "Done"]], header=True)
    table = layout(sheet.save()).tables[0]
    assert [row.cells[0].text for row in table.rows] == ["No", "1", "2"]
    assert len(table.repeated) == 1
    assert table.joins[0].reason == "header repeated"


def test_text_between_two_tables_keeps_them_apart() -> None:
    sheet = Sheet()
    sheet.grid(EDGES, (600, 620, 640), [["No", "Action", "Status"], ["1", "Ask", "Done"]])
    sheet.text(50, 700, "The second review made these recommendations.")
    sheet.new_page()
    sheet.grid(EDGES, (60, 80, 100), [["2", "Tell", "Done"], ["3", "Rest", "Done"]])
    assert len(layout(sheet.save()).tables) == 2


def test_a_table_with_other_columns_is_another_table() -> None:
    sheet = Sheet()
    sheet.grid(EDGES, (700, 720, 740), [["No", "Action", "Status"], ["1", "Ask", "Done"]])
    sheet.new_page()
    sheet.grid((50, 200, 300, 520), (60, 80, 100), [["2", "Tell", "Done"], ["3", "Rest", "Done"]])
    assert len(layout(sheet.save()).tables) == 2


def test_white_boxes_behind_paragraphs_are_no_table() -> None:
    """Word draws white boxes behind paragraphs; naive table finding takes them for rows."""
    sheet = Sheet()
    for place in range(4):
        top = 100 + 40 * place
        sheet.box(50, top, 540, top + 40, fill=(1, 1, 1), stroke=False)
        sheet.text(52, top + 5, f"Paragraph {place} of ordinary prose, which belongs to no table at all.")
    found = layout(sheet.save())
    assert found.tables == ()
    assert len(found.paragraphs) == 4
    assert found.stray == ()


def read(sheet: Sheet) -> Report:
    return read_document(sheet.save())


def fields(report: Report) -> list[dict[str, str]]:
    return [{role: field.text for role, field in row.fields.items()} for row in report.rows]


PLAN = (50, 90, 280, 400, 520)
HEAD = ["No", "Action", "By whom", "Status"]


def test_a_part_with_merged_columns_keeps_the_roles_of_the_rest() -> None:
    sheet = Sheet()
    rows = [HEAD, ["1", "Ask them.", "Council", "Done"], ["2", "Tell them.", "Police", "Late"]]
    sheet.grid(PLAN, (700, 720, 740, 760), rows, header=True)
    sheet.new_page()
    sheet.grid(
        (50, 90, 400, 520), (60, 80, 100), [["3", "Write to them.", "Done"], ["4", "Meet them.", "Overdue"]]
    )
    found = fields(read(sheet))
    assert [row.get("status") for row in found] == ["Done", "Late", "Done", "Overdue"]
    assert [row.get("owner") for row in found[2:]] == [None, None]


def test_numbered_rows_on_both_sides_of_an_open_break_stay_two_rows() -> None:
    sheet = Sheet()
    sheet.grid(
        PLAN, (700, 720, 760), [HEAD, ["1", "Ask them", "Council", "Complete"]], header=True, open_bottom=True
    )
    sheet.new_page()
    sheet.grid(
        PLAN,
        (60, 80, 100),
        [["2", "Tell them", "Police", "Overdue"], ["3", "Rest", "Police", "Done"]],
        open_top=True,
    )
    assert [row["ref"] for row in fields(read(sheet))] == ["1", "2", "3"]


def test_an_unnumbered_row_with_a_blank_cell_is_not_glued_on() -> None:
    sheet = Sheet()
    edges, head = (50, 280, 400, 520), ["Action", "By whom", "Status"]
    rows = [head, ["Ask them.", "Council", "Done"], ["Tell them.", "Police", "Done"]]
    sheet.grid(edges, (700, 720, 740, 760), rows, header=True)
    sheet.new_page()
    sheet.grid(edges, (60, 80, 100), [["Write to them.", "Council", ""], ["Meet them.", "Police", "Done"]])
    assert [row["text"] for row in fields(read(sheet))] == [
        "Ask them.",
        "Tell them.",
        "Write to them.",
        "Meet them.",
    ]


def test_a_cell_merged_down_holds_for_each_of_its_rows() -> None:
    sheet = Sheet()
    for top in (100, 120, 180):
        sheet.rule(50, top, 520, top)
    for top in (140, 160):
        sheet.rule(50, top, 280, top)
        sheet.rule(400, top, 520, top)
    for edge in PLAN:
        sheet.rule(edge, 100, edge, 180)
    cells = {(50, 102): "No", (90, 102): "Action", (280, 102): "By whom", (400, 102): "Status"}
    for place in range(3):
        cells |= {
            (50, 122 + 20 * place): str(place + 1),
            (90, 122 + 20 * place): f"Do thing {place + 1}.",
            (400, 122 + 20 * place): "Done",
        }
    cells[280, 122] = "Council"
    for (x, top), words in cells.items():
        sheet.text(x + 3, top, words, size=9)
    assert [row.get("owner") for row in fields(read(sheet))] == ["Council"] * 3


def test_a_title_over_all_columns_above_the_header_hides_nothing() -> None:
    sheet = Sheet()
    rows = [["Action plan 2013"], HEAD, ["1", "Ask them.", "Council", "Done"]]
    sheet.grid(PLAN, (100, 120, 140, 160), rows, header=True)
    assert [row["status"] for row in fields(read(sheet))] == ["Done"]


def test_a_numbered_part_after_a_new_heading_keeps_the_header() -> None:
    sheet = Sheet()
    sheet.grid(PLAN, (100, 120, 140), [HEAD, ["1", "Ask them.", "Council", "Done"]], header=True)
    sheet.text(50, 160, "The second review made these recommendations.")
    sheet.grid(
        PLAN, (200, 220, 240), [["2", "Tell them.", "Police", "Late"], ["3", "Rest.", "Police", "Done"]]
    )
    assert [row["status"] for row in fields(read(sheet))] == ["Done", "Late", "Done"]


def test_a_list_of_witnesses_is_no_table_of_actions() -> None:
    sheet = Sheet()
    rows = [["Date", "Meeting held with"], ["3 May", "The chair of the board"], ["9 May", "The police"]]
    sheet.grid((50, 150, 520), (100, 120, 140, 160), rows, header=True)
    assert read(sheet).rows == ()


LONG_ROW = ["Tell every household near the hall what the plan of the council is for", "Police", "Late"]
OWN_HEADINGS = ["Hazard", "Before", "Behind"]


def test_a_numbered_table_in_unknown_words_makes_the_document_partial() -> None:
    sheet = Sheet()
    sheet.text(50, 40, "Improvement plan", bold=True, size=20)
    sheet.grid(PLAN, (100, 120, 140), [HEAD, ["1", "Ask them.", "Council", "Done"]], header=True)
    sheet.text(50, 160, "Some words between the two.")
    edges = (50, 90, 200, 520)
    sheet.grid(
        edges, (200, 220, 240), [["Nr.", "Hazard", "Countermeasure"], ["1", "Fire", "Water"]], header=True
    )
    report = read(sheet)
    assert (report.family, report.state) == ("action_plan", State.PARTIAL)
    assert "table on page 1 that may be one of actions was not read" in report.problem_detail


@pytest.mark.parametrize(("first", "level"), [(LONG_ROW, "warning"), (OWN_HEADINGS, "info")])
def test_a_table_below_with_the_same_columns_is_told_unless_it_has_headings_of_its_own(
    first: list[str], level: str
) -> None:
    sheet = Sheet()
    sheet.text(50, 40, "Improvement plan", bold=True, size=20)
    edges = (50, 300, 420, 540)
    actions = [["Action", "By whom", "Status"], ["Ask all of them.", "Council", "Done"]]
    sheet.grid(edges, (100, 120, 140), actions, header=True)
    sheet.text(50, 160, "Some words between the two.")
    sheet.grid(edges, (200, 220, 240), [first, ["Rent for all of the halls", "Low", "High"]], header=True)
    report = read(sheet)
    assert [row["text"] for row in fields(report)] == ["Ask all of them."]
    assert [issue.level for issue in report.issues if issue.code == "table_not_read"] == [level]
    assert (report.state is State.PARTIAL) == (level == "warning")


def test_a_page_that_is_only_a_picture_makes_the_document_partial() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheet = Sheet()
    sheet.grid(PLAN, (100, 120, 140), [HEAD, ["1", "Ask them.", "Council", "Done"]], header=True)
    sheet.new_page()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
    report = read(sheet)
    assert report.state is State.PARTIAL
    assert any(issue.code == "wordless_page" and issue.page == 2 for issue in report.issues)


def test_a_ruled_table_of_seven_hundred_rows_is_read_without_a_fault() -> None:
    """A tracker may be of any length; more than 600 rows were once called too many for an action plan."""
    sheet = Sheet()
    sheet.text(50, 20, "Improvement plan", bold=True, size=20)
    for first in range(1, 701, 50):
        rows = [
            [str(number), f"Do thing {number}.", "Council", "Done"] for number in range(first, first + 50)
        ]
        tops = [60 + 15 * place for place in range(len(rows) + 2)]
        sheet.grid(PLAN, tops, [HEAD, *rows], header=True)
        sheet.new_page()
    report = read(sheet)
    assert (len(report.rows), report.state, report.problem_detail) == (700, State.OK, "")
