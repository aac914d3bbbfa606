"""Tables: cells by place, rows whole over page breaks, each join with its reason."""

from __future__ import annotations

from drawing import Sheet

from extract.layout import Layout, lay_out
from extract.pages.plumber import find_cells, read_pages

EDGES = (50, 90, 320, 520)


def layout(content: bytes) -> Layout:
    return lay_out(list(read_pages(content)), find_cells)


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
