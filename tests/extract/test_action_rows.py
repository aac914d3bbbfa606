"""One row is one action: merged cells, sections, introductions, numbers in texts, wide and parted tables."""

from __future__ import annotations

import pytest
from drawing import Sheet

from extract.document import read_document
from extract.tables.grids import Cell
from records.geometry import Box
from records.pages import Word, packed
from records.report import Report

EDGES = (40, 80, 300, 400, 480, 555)
HEAD = ["Ref", "Action", "Lead", "Due", "Status"]
ONE = ["1", "Ask.", "Police", "May", "Done"]
TWO = ["2", "Tell.", "LSCB", "June", "Late"]


def read(sheet: Sheet) -> Report:
    return read_document(sheet.save())


def fields(report: Report) -> list[dict[str, str]]:
    return [{role: field.text for role, field in row.fields.items()} for row in report.rows]


def drawn(*rows: list[str], edges: tuple[float, ...] = EDGES) -> Report:
    sheet = Sheet()
    sheet.grid(edges, [100 + 30 * at for at in range(len(rows) + 1)], rows, header=True)
    return read(sheet)


def placed(row: int, *texts: str, at: int = 0) -> list[tuple[int, int, int, int, str]]:
    """Give the cells of a row without merged ones, for `Sheet.cells`, from column `at`."""
    return [(row, row + 1, column, column + 1, text) for column, text in enumerate(texts, at)]


def test_sub_actions_in_one_cell_stay_one_row() -> None:
    report = drawn(
        HEAD,
        ["1", "1.1 Ask the schools.\n1.2 Tell the police.", "LSCB", "May", "Done"],
        ["2", "Meet.", "", "", "Late"],
    )
    assert [row["ref"] for row in fields(report)] == ["1", "2"]
    assert "1.2 Tell the police." in fields(report)[0]["text"]


def test_an_action_merged_down_over_the_bodies_that_carry_it_out_is_one_row() -> None:
    sheet = Sheet()
    cells = placed(0, *HEAD)
    cells += [(1, 3, 0, 1, "1"), (1, 3, 1, 2, "Ask the schools.")]
    cells += placed(1, "Police", "May", "Done", at=2) + placed(2, "LSCB", "June", "Late", at=2)
    cells += placed(3, "2", "Tell them.", "Police", "May", "Done")
    sheet.cells(EDGES, (100, 120, 140, 160, 180), cells, bold_rows=1)
    report = read(sheet)
    found = fields(report)
    assert [(row["ref"], row["owner"], row["status"]) for row in found] == [
        ("1", "Police\nLSCB", "Done\nLate"),
        ("2", "Police", "Done"),
    ]
    assert [issue.row for issue in report.issues if issue.code == "row_continued"] == [1]


def test_a_row_with_its_own_number_is_never_added_to_another() -> None:
    report = drawn(
        HEAD, ["1", "Ask the schools.", "Police", "May", "Done"], ["2", "", "LSCB", "June", "Late"]
    )
    assert [row["ref"] for row in fields(report)] == ["1", "2"]


def test_a_theme_merged_down_runs_over_a_page() -> None:
    sheet = Sheet()
    head = ["Theme", "No", "Action", "Lead", "Status"]
    edges = (40, 120, 160, 380, 470, 555)
    first = [*placed(0, *head), (1, 3, 0, 1, "Health")]
    first += placed(1, "1", "Ask them.", "Police", "Done", at=1) + placed(
        2, "2", "Tell them.", "LSCB", "Done", at=1
    )
    sheet.cells(edges, (700, 720, 745, 770), first, bold_rows=1)
    sheet.new_page()
    rest = [(0, 2, 0, 1, ""), *placed(2, "Housing", "5", "Build homes.", "Council", "Late")]
    rest += placed(0, "3", "Meet them.", "LSCB", "Late", at=1) + placed(
        1, "4", "Thank them.", "LSCB", "Late", at=1
    )
    sheet.cells(edges, (60, 85, 110, 135), rest)
    report = read(sheet)
    assert [row["theme"] for row in fields(report)] == ["Health"] * 4 + ["Housing"]
    assert {region.page for region in report.rows[2].regions} == {2}


def test_a_recommendation_goes_on_with_another_action_after_a_page() -> None:
    sheet = Sheet()
    head = ["No", "Recommendation", "Action", "Lead", "Status"]
    edges = (40, 70, 210, 400, 480, 555)
    first = [*placed(0, *head), (1, 3, 0, 1, "1"), (1, 3, 1, 2, "Ask the schools.")]
    first += placed(1, "Write letters.", "LSCB", "Done", at=2) + placed(2, "Ring them.", "LSCB", "Done", at=2)
    sheet.cells(edges, (700, 720, 745, 770), first, bold_rows=1)
    sheet.new_page()
    sheet.grid(
        edges,
        (60, 85, 110),
        [["", "", "Meet them.", "Police", "Late"], ["2", "Tell.", "Go.", "LSCB", "Done"]],
    )
    assert [(row["ref"], row["theme"], row["text"]) for row in fields(read(sheet))] == [
        ("1", "Ask the schools.", "Write letters."),
        ("1", "Ask the schools.", "Ring them."),
        ("1", "Ask the schools.", "Meet them."),
        ("2", "Tell.", "Go."),
    ]


def test_a_blank_owner_is_not_filled_from_above() -> None:
    report = drawn(HEAD, ["1", "Ask them.", "Police", "May", "Done"], ["2", "Tell them.", "", "", "Late"])
    assert (fields(report)[1]["owner"], fields(report)[1]["due"]) == ("", "")


def test_a_number_that_is_not_used_is_no_action() -> None:
    report = drawn(
        HEAD,
        ONE,
        ["2", "Not used", "", "", ""],
        ["3", "Tell.", "", "", ""],
    )
    assert [row["ref"] for row in fields(report)] == ["1", "3"]
    assert [issue.code for issue in report.issues if issue.code == "number_not_used"] == ["number_not_used"]
    assert report.accounts[0].unplaced == 0


@pytest.mark.parametrize("total", [("", "Total"), ("Total", ""), ("", "Grand total:")])
def test_a_row_that_adds_up_the_others_is_no_action(total: tuple[str, str]) -> None:
    report = drawn(HEAD, ONE, ["2", "Total the costs", *TWO[2:]], [*total, "", "", "2"])
    assert [row["text"] for row in fields(report)] == ["Ask.", "Total the costs"]
    assert "total_left" in {issue.code for issue in report.issues}


def test_a_withdrawn_action_is_one() -> None:
    report = drawn(HEAD, ONE, ["2", "Withdrawn", "", "", ""])
    assert len(report.rows) == 2


def test_an_introduction_and_a_key_in_the_table_are_no_sections() -> None:
    report = drawn(
        HEAD,
        ["The Board agreed these actions at its meeting of 3 May."],
        ["1", "Ask them.", "Police", "May", "Done"],
        ["Key: G = on track; R = late."],
        ["2", "Tell them.", "Police", "May", "Done"],
    )
    assert [row.section for row in report.rows] == [(), ()]
    assert report.accounts[0].unplaced == 0


def test_a_row_over_all_columns_may_comment_on_the_action_above() -> None:
    """Without its label, and below a heading, such a row heads what follows."""
    told = "Update: 40 advisers were named."
    report = drawn(HEAD, ONE, [told], TWO, ["Progress: waits for data."])
    found = fields(report)
    assert [row["comments"] for row in found] == [told, "Progress: waits for data."]
    assert [row.section for row in report.rows] == [(), ()]
    assert report.accounts[0].unplaced == 0
    headed = drawn(HEAD, ONE, ["Priority 2: homes"], ["Progress: flats"], TWO, ["Homes"], ["3", *TWO[1:]])
    assert "comments" not in fields(headed)[0]
    assert ["Progress: flats" in row.section for row in headed.rows] == [False, True, False]


def told(report: Report) -> list[tuple[str, int | None]]:
    """Return the warnings and their rows, but for those of what no second reading has."""
    told = [(each.code, each.row) for each in report.issues if each.level == "warning"]
    return [(code, row) for code, row in told if code != "unconfirmed_row"]


def test_a_sentence_over_all_columns_below_an_action_may_be_of_it() -> None:
    report = drawn(HEAD, ONE, ["40 advisers were named."], TWO, ["Waits for data."])
    assert told(report) == [("heading_or_comment", 1), ("heading_or_comment", 2)]
    assert told(drawn(HEAD, ONE, ["Homes for care leavers"], TWO)) == []
    assert told(drawn(HEAD, ONE, ["Priority 2: The council is a good parent."], TWO)) == []


@pytest.mark.parametrize(
    ("first", "last", "codes"), [(3, 5, ["cell_over_columns"]), (2, 4, ["cell_over_columns"]), (0, 2, [])]
)
def test_a_cell_below_two_headings_is_told(first: int, last: int, codes: list[str]) -> None:
    sheet = Sheet()
    lower = ["2", "Tell the parents.", "Police", "May", "Done"]
    cells = placed(0, *HEAD) + placed(1, *ONE) + placed(2, *lower[:first])
    cells += [(2, 3, first, last, "Done"), *placed(2, *lower[last:], at=last)]
    sheet.cells(EDGES, (100, 120, 140, 160), cells, bold_rows=1)
    assert [code for code, _ in told(read(sheet)) if code == "cell_over_columns"] == codes


def test_a_recommendation_over_its_actions_is_their_section() -> None:
    report = drawn(
        HEAD,
        ["Recommendation 1: That the Council asks all schools to reply by May."],
        ["1.1", "Ask them.", "Police", "May", "Done"],
    )
    assert report.rows[0].section == ("Recommendation 1: That the Council asks all schools to reply by May.",)


def test_a_heading_set_unlike_the_one_it_follows_stands_below_it() -> None:
    sheet = Sheet()
    tops = (100, 120, 140, 160, 180, 200, 220)
    cells = [
        *placed(0, *HEAD),
        (1, 2, 0, 5, ""),
        (2, 3, 0, 5, "Outcome 1"),
        *placed(3, "1", "Ask.", "", "", "Done"),
    ]
    cells += [(4, 5, 0, 5, "Outcome 2"), *placed(5, "2", "Tell.", "", "", "Done")]
    sheet.cells(EDGES, tops, cells, bold_rows=1)
    sheet.text(43, 122, "Priority 1", size=9, bold=True)
    assert [row.section for row in read(sheet).rows] == [
        ("Priority 1", "Outcome 1"),
        ("Priority 1", "Outcome 2"),
    ]


def test_a_bold_word_in_one_cell_of_a_numbered_table_is_a_section() -> None:
    sheet = Sheet()
    rows = [
        HEAD,
        ["1", "Ask them.", "Police", "May", "Done"],
        ["", "", "", "", ""],
        ["2", "Tell.", "LSCB", "", "Late"],
    ]
    sheet.grid(EDGES, (100, 120, 140, 160, 180), rows, header=True)
    sheet.text(83, 142, "Partnerships", size=9, bold=True)
    assert [row.section for row in read(sheet).rows] == [(), ("Partnerships",)]


def test_a_few_words_in_one_cell_of_a_numbered_table_are_a_section() -> None:
    report = drawn(HEAD, ["", "Partnerships", "", "", ""], ONE, ["", "Schools", "", "", ""], TWO)
    assert [row.section for row in report.rows] == [("Partnerships",), ("Schools",)]


def test_a_sentence_in_one_cell_is_an_action_without_more() -> None:
    report = drawn(HEAD, ONE, ["", "Ask the schools as well.", "", "", ""], TWO)
    assert [row["text"] for row in fields(report)] == ["Ask.", "Ask the schools as well.", "Tell."]


def test_a_text_cut_by_a_rule_goes_on_in_the_row_below() -> None:
    report = drawn(HEAD, ["1", "Ask in the", *ONE[2:]], ["", "north of the town", "", "", ""], TWO)
    assert [" ".join(row["text"].split()) for row in fields(report)] == [
        "Ask in the north of the town",
        "Tell.",
    ]
    assert [row.section for row in report.rows] == [(), ()]
    assert "row_continued" in {issue.code for issue in report.issues}


@pytest.mark.parametrize("number", ["2 (cont.)", "2 (continued)", "2 cont'd", "2 - cont"])
def test_a_row_that_says_so_goes_on_with_the_last(number: str) -> None:
    more = [number, "and the parents", "Clerk", "", ""]
    report = drawn(HEAD, ONE, TWO, more, ["3", *ONE[1:]], edges=(20, *EDGES[1:]))
    found = fields(report)
    assert [row["ref"] for row in found] == ["1", "2", "3"]
    assert (found[1]["text"], found[1]["owner"]) == ("Tell.\nand the parents", "LSCB\nClerk")
    other = drawn(HEAD, ONE, TWO, ["1 (cont.)", "and the parents", "", "", ""])
    assert len(other.rows) == 3


def test_small_letters_below_a_whole_sentence_are_a_row_of_their_own() -> None:
    report = drawn(HEAD, ONE, ["", "north of the town", "", "", ""], TWO)
    assert [row["text"] for row in fields(report)] == ["Ask.", "north of the town", "Tell."]


def test_headings_set_alike_are_ranked_by_what_they_call_themselves() -> None:
    first, second = ["Outcome 1.1: Fit"], ["Outcome 1.2: Fed"]
    report = drawn(HEAD, ["Priority 1: Health"], first, ONE, second, TWO, ["Priority 2"], ONE)
    assert [row.section for row in report.rows] == [
        ("Priority 1: Health", "Outcome 1.1: Fit"),
        ("Priority 1: Health", "Outcome 1.2: Fed"),
        ("Priority 2",),
    ]


def test_headings_set_alike_without_a_label_follow_each_other() -> None:
    report = drawn(HEAD, ["Health"], ONE, ["Housing"], ["Schools"], TWO)
    assert [row.section for row in report.rows] == [("Health",), ("Schools",)]


def test_a_title_row_is_the_section_of_the_first_rows_where_others_have_sections() -> None:
    report = drawn(
        ["Health"],
        HEAD,
        ONE,
        ["Housing"],
        TWO,
    )
    assert [row.section for row in report.rows] == [("Health",), ("Housing",)]


def test_the_title_of_a_lone_table_is_no_section() -> None:
    report = drawn(["Action plan"], HEAD, ONE)
    assert report.rows[0].section == ()


def two_tables(*headings: str, bold: bool = True) -> Report:
    sheet = Sheet()
    sheet.text(40, 30, "Improvement plan of the partnership", bold=True, size=18)
    for at, heading in enumerate(headings):
        top = 80 + 160 * at
        sheet.text(40, top, heading, bold=bold)
        rows = [
            HEAD,
            [f"{at}.1", "Ask.", "Police", "May", "Done"],
            [f"{at}.2", "Tell.", "LSCB", "May", "Late"],
        ]
        sheet.grid(EDGES, [top + 30 + 24 * row for row in range(4)], rows, header=True)
    return read(sheet)


def test_headings_above_several_tables_are_their_sections() -> None:
    report = two_tables("Health", "Housing")
    assert [row.section for row in report.rows] == [("Health",)] * 2 + [("Housing",)] * 2


def test_plain_text_above_tables_is_no_section() -> None:
    report = two_tables("These were agreed in May.", "These were agreed in June.", bold=False)
    assert [row.section for row in report.rows] == [()] * 4


def test_the_title_of_the_document_is_no_section() -> None:
    sheet = Sheet()
    sheet.text(40, 40, "Improvement plan", bold=True, size=18)
    rows = [HEAD, ONE, TWO]
    sheet.grid(EDGES, (100, 120, 140, 160), rows, header=True)
    assert {row.section for row in read(sheet).rows} == {()}


THREE = (40, 330, 430, 555)


@pytest.mark.parametrize(
    ("texts", "refs"),
    [
        (["Recommendation 3: Ask them.", "Recommendation 1: Tell them."], ["3", "1"]),
        (["3. Ask them.", "4. Tell them."], ["3", "4"]),
        (["R1 – Ask them.", "R2 – Tell them."], ["R1", "R2"]),
        (["2.1 Ask them.", "2.2 Tell them."], ["2.1", "2.2"]),
        # No labels of the rows.
        (["24 hour cover.", "Tell them."], [None, None]),
        (["3. Ask them.", "Tell them.", "Meet them."], [None, None, None]),
        (["5-year plan.", "3-year plan."], [None, None]),
        (["1. Ask them.\n2. Meet them.", "1. Tell them.\n2. Go there."], [None, None]),
    ],
)
def test_a_number_that_opens_the_text_is_the_reference(texts: list[str], refs: list[str | None]) -> None:
    rows = [[text, "Police", "Done"] for text in texts]
    report = drawn(["Recommendation", "Lead", "Status"], *rows, edges=THREE)
    assert [row.get("ref") for row in fields(report)] == refs
    if refs[0] is not None:
        assert fields(report)[0]["text"] == "Ask them."
        assert report.rows[0].fields["ref"].regions


def test_the_titles_of_slides_are_the_sections_of_their_tables() -> None:
    sheet = Sheet()
    for title, row in (("Health", ONE), ("Housing", TWO)):
        sheet.text(40, 40, title, size=24)
        sheet.grid(EDGES, (100, 120, 140), [HEAD, row], header=True)
        sheet.new_page()
    assert [row.section for row in read(sheet).rows] == [("Health",), ("Housing",)]


def test_tables_of_one_document_may_have_other_headings_in_another_order() -> None:
    sheet = Sheet()
    rows = [HEAD, ONE, TWO]
    sheet.grid(EDGES, (100, 120, 140, 160), rows, header=True)
    sheet.text(40, 200, "The second review made these recommendations.")
    other = [["RAG", "What we will do", "Who", "By when", "No."], ["G", "Go.", "Council", "July", "3"]]
    sheet.grid((40, 80, 300, 400, 480, 555), (240, 260, 280), other, header=True)
    assert fields(read(sheet))[2] == {
        "rag": "G",
        "text": "Go.",
        "owner": "Council",
        "due": "July",
        "ref": "3",
    }


def test_a_header_with_other_words_inside_one_grid_changes_the_roles() -> None:
    report = drawn(
        HEAD,
        ONE,
        ["Ref", "Action", "Status", "Lead", "Due"],
        ["2", "Tell.", "Late", "LSCB", "June"],
    )
    assert [(row["owner"], row["due"], row["status"]) for row in fields(report)] == [
        ("Police", "May", "Done"),
        ("LSCB", "June", "Late"),
    ]


def test_a_part_with_the_same_columns_and_no_numbers_keeps_the_header() -> None:
    sheet = Sheet()
    edges = (40, 300, 400, 480, 555)
    sheet.grid(edges, (100, 120, 140), [HEAD[1:], ["Ask them.", "Police", "May", "Done"]], header=True)
    sheet.text(40, 160, "The second review made these recommendations.")
    rows = [["Tell them.", "LSCB", "June", "Late"], ["Meet.", "LSCB", "July", "Late"]]
    sheet.grid(edges, (200, 220, 240), rows)
    assert [row["status"] for row in fields(read(sheet))] == ["Done", "Late", "Late"]


RISKS = [["Risk", "Description", "Chance", "Effect", "Score"], ["1", "Fire in the hall.", "High", "Low", "6"]]


@pytest.mark.parametrize("styled", [True, False])
def test_a_table_with_headings_of_its_own_is_not_swallowed_by_the_one_before(styled: bool) -> None:
    sheet = Sheet()
    rows = [HEAD, ["1", "Ask them.", "Police", "May", "Done"], ["2", "Tell them.", "LSCB", "May", "Late"]]
    sheet.grid(EDGES, (700, 720, 740, 760), rows, header=styled)
    sheet.new_page()
    sheet.grid(EDGES, (60, 80, 100, 120), [*RISKS, ["2", "Flood.", "Low", "High", "4"]], header=styled)
    report = read(sheet)
    assert [row["text"] for row in fields(report)] == ["Ask them.", "Tell them."]
    assert report.joins == ()


def test_a_header_repeated_below_a_title_that_stands_once_is_no_action() -> None:
    sheet = Sheet()
    rows = [["Action plan"], HEAD, ["1", "Ask them.", "Police", "May", "Done"]]
    sheet.grid(EDGES, (700, 720, 740, 760), rows, header=True)
    sheet.new_page()
    sheet.grid(EDGES, (60, 80, 100), [HEAD, ["2", "Tell them.", "LSCB", "May", "Late"]], header=True)
    report = read(sheet)
    assert [row["ref"] for row in fields(report)] == ["1", "2"]
    assert [join.reason for join in report.joins] == ["header repeated"]


def wide(*second: list[str], first_page: int = 3) -> Report:
    sheet = Sheet()
    rows = [["Ref", "Action", "Lead"], ["1", "Ask them.", "Police"], ["2", "Tell them.", "LSCB"]]
    sheet.grid((40, 80, 380, 555), (100, 120, 140, 160), rows[:first_page], header=True)
    sheet.new_page()
    edges = (40, 80, 250, 400, 555)[-len(second[0]) - 1 :] if len(second[0]) < 4 else (40, 80, 250, 400, 555)
    sheet.grid(edges, (100, 120, 140, 160), second, header=True)
    return read(sheet)


def test_columns_on_the_next_page_are_joined_by_their_numbers() -> None:
    report = wide(
        ["Ref", "Due", "Status", "Comments"], ["1", "May", "Done", "Sent."], ["2", "June", "Late", "None."]
    )
    assert [(row["owner"], row["due"], row["status"], row["comments"]) for row in fields(report)] == [
        ("Police", "May", "Done", "Sent."),
        ("LSCB", "June", "Late", "None."),
    ]
    assert [account.unplaced for account in report.accounts] == [0, 0]
    assert {region.page for region in report.rows[0].regions} == {1, 2}


@pytest.mark.parametrize("order", ["LRlr", "LlRr"])
def test_a_wide_table_over_four_pages_in_either_order(order: str) -> None:
    """Spreadsheets are printed across and then down, or down and then across."""
    left, right = (40, 80, 380, 555), (40, 80, 250, 400, 555)
    parts = {
        "L": (left, [["Ref", "Action", "Lead"], ["1", "Ask.", "Police"], ["2", "Tell.", "LSCB"]]),
        "R": (
            right,
            [["Ref", "Due", "Status", "Notes"], ["1", "May", "Done", ""], ["2", "June", "", ""]],
        ),
        "l": (left, [["3", "Meet them.", "Police"], ["4", "Go there.", "LSCB"]]),
        "r": (right, [["3", "July", "Done", ""], ["4", "August", "Late", ""]]),
    }
    sheet = Sheet()
    for part in order:
        edges, rows = parts[part]
        sheet.grid(edges, [100 + 20 * at for at in range(len(rows) + 1)], rows, header=part.isupper())
        sheet.new_page()
    found = [(row["ref"], row["text"], row["due"], row["status"]) for row in fields(read(sheet))]
    assert found == [
        ("1", "Ask.", "May", "Done"),
        ("2", "Tell.", "June", ""),
        ("3", "Meet them.", "July", "Done"),
        ("4", "Go there.", "August", "Late"),
    ]


def test_columns_without_a_number_are_joined_where_the_rows_stand_level() -> None:
    report = wide(["Due", "Status", "Comments"], ["May", "Done", "Sent."], ["June", "Late", "None."])
    assert [(row["ref"], row["due"], row["status"]) for row in fields(report)] == [
        ("1", "May", "Done"),
        ("2", "June", "Late"),
    ]


@pytest.mark.parametrize(
    "second",
    [
        (["Ref", "Due", "Status", "Notes"], ["3", "May", "Done", "Sent."], ["4", "June", "Late", "None."]),
        (["Ref", "Due", "Lead", "Notes"], ["1", "May", "LSCB", "Sent."], ["2", "June", "Police", "None."]),
        (["Ref", "Due", "Status", "Notes"], ["1", "May", "Done", "Sent."]),
    ],
)
def test_other_numbers_or_headings_printed_twice_are_another_table(second: tuple[list[str], ...]) -> None:
    report = wide(*second)
    assert [row["text"] for row in fields(report)][:2] == ["Ask them.", "Tell them."]
    assert all("due" not in row for row in fields(report)[:2])


def test_a_turned_heading_is_read_in_the_order_of_its_words() -> None:
    words = [
        Word(
            1, at, text, Box(10, 90 - 30 * at, 20, 115 - 30 * at), packed((10, 20)), "Arial", 9, upright=False
        )
        for at, text in enumerate(("Not", "started"))
    ]
    cell = Cell(0, 1, Box(5, 40, 25, 120), tuple(words))
    assert cell.line == "Not started"
