"""Tables told by geometry alone: level rules, white space, and what is none."""

from __future__ import annotations

from drawn_pages import FIGURES, LEFTS, level, lined, only_table, page_of, texts

from extract.blocks.search import find_proposals
from records.geometry import Box
from records.pages import Fill


def test_level_rules_of_like_ends_hold_a_table() -> None:
    page = page_of(lined(102, LEFTS, FIGURES), [level(y, 48, 360) for y in (100, 114, 158)])
    found = only_table(page)
    assert texts(found) == FIGURES
    assert (found.method, found.header_rows) == ("level rules", 1)


def test_rules_of_other_ends_are_no_chain() -> None:
    rules = [level(100, 48, 360), level(114, 80, 420), level(158, 60, 390)]
    assert only_table(page_of(lined(102, LEFTS, FIGURES), rules)).method == "white space"


def test_a_caption_between_rules_parts_two_tables() -> None:
    lines = [*lined(102, LEFTS, FIGURES), (50, 180, "Table 2: Wards again"), *lined(202, LEFTS, FIGURES)]
    page = page_of(lines, [level(y, 48, 360) for y in (100, 114, 158, 200, 214, 258)])
    assert [texts(found) for found in find_proposals(page)] == [FIGURES, FIGURES]


def test_headings_between_rules_with_no_columns_are_no_table() -> None:
    lines = [(50, 102, "Judgement"), (50, 130, "53."), (80, 130, "Homes are found for children")]
    assert not find_proposals(page_of(lines, [level(100, 48, 360), level(116, 48, 360)]))


def test_white_space_parts_columns_of_numbers() -> None:
    found = only_table(page_of(lined(100, LEFTS, FIGURES)))
    assert texts(found) == FIGURES
    assert (found.method, found.header_rows) == ("white space", 1)


def test_two_lines_without_rules_are_no_table() -> None:
    assert not find_proposals(page_of(lined(100, LEFTS, FIGURES[:2])))


def test_two_columns_of_running_text_are_no_table() -> None:
    lines = [["The council looked at homes for", "Members asked how long it took"]] * 8
    assert not find_proposals(page_of(lined(100, (50, 320), lines)))


def test_a_table_beside_running_text_is_freed_from_it() -> None:
    prose = [(50.0, 100.0 + 14 * at, "The council looked at homes for") for at in range(10)]
    page = page_of([*prose, *lined(114, (320, 440), [row[:2] for row in FIGURES])])
    assert texts(only_table(page)) == [row[:2] for row in FIGURES]


def test_a_numbered_list_is_no_table() -> None:
    lines = [[f"{at}.", "Look at homes"] for at in range(1, 6)]
    assert not find_proposals(page_of(lined(100, (50, 90), lines)))


def test_a_contents_page_is_no_table() -> None:
    lines = [["Foreword", "3"], ["Findings", "5"], ["Advice", "9"], ["Thanks", "1\u200b2"]]
    assert not find_proposals(page_of(lined(100, (50, 400), lines)))


def test_numbers_that_fall_are_no_contents_page() -> None:
    lines = [["Foreword", "3"], ["Findings", "5"], ["Advice", "2"], ["Thanks", "12"]]
    assert texts(only_table(page_of(lined(100, (50, 400), lines)))) == lines


def test_a_partial_rule_tells_the_span_of_a_heading() -> None:
    lines = [*lined(102, (50, 240), [["", "Both"]]), *lined(118, LEFTS, FIGURES)]
    page = page_of(
        lines, [level(100, 48, 360), level(115, 195, 350), level(131, 48, 360), level(174, 48, 360)]
    )
    first = only_table(page).grid.rows[0].cells
    assert [(cell.first, cell.end, cell.text) for cell in first if cell.words] == [
        (0, 1, "Wards"),
        (1, 3, "Both"),
    ]


def test_a_label_that_goes_on_in_the_next_line_is_one_row() -> None:
    rows = [["Wards", "Cases"], ["Parishes of", ""], ["the north", "120"], ["South", "80"], ["West", "99"]]
    page = page_of(lined(102, LEFTS, rows, step=12), [level(y, 48, 260) for y in (100, 113, 164)])
    assert texts(only_table(page)) == [
        ["Wards", "Cases"],
        ["Parishes of the north", "120"],
        ["South", "80"],
        ["West", "99"],
    ]


def test_numbers_as_close_as_words_are_two_columns() -> None:
    rows = [
        ["Wards", "1,249,752 1,364,492", "9"],
        ["North", "1,249,757 1,614,120", "8"],
        ["South", "1,803,778 1,851,752", "7"],
    ]
    assert [len(row) for row in texts(only_table(page_of(lined(100, LEFTS, rows))))] == [4, 4, 4]


def test_groups_of_three_figures_are_one_number() -> None:
    rows = [["Wards", "249 752", "9"], ["North", "249 757", "8"], ["South", "803 778", "7"]]
    assert [len(row) for row in texts(only_table(page_of(lined(100, LEFTS, rows))))] == [3, 3, 3]


def test_leader_dots_are_no_part_of_a_label() -> None:
    rows = [
        [f"{name} . . . . . . . . . . . .", number]
        for name, number in (("North", "9"), ("South", "7"), ("West", "8"))
    ]
    found = only_table(page_of(lined(100, (50, 200), rows)))
    assert texts(found) == [["North", "9"], ["South", "7"], ["West", "8"]]


def test_years_over_columns_are_a_header() -> None:
    rows = [["2019", "2020"], ["120", "99"], ["80", "70"], ["60", "50"]]
    lines = [*lined(102, (200, 300), rows), *lined(116, (50,), [["North"], ["South"], ["West"]])]
    found = only_table(page_of(lines, [level(y, 48, 360) for y in (100, 114, 158)]))
    assert found.header_rows == 1


def test_a_rule_between_headings_keeps_them_apart() -> None:
    rows = [["", "Cases"], ["Wards", "Share"], ["North", "120"], ["South", "80"]]
    rules = [level(100, 48, 260), level(128, 48, 260), level(158, 48, 260)]
    page = page_of(lined(102, (50, 200), rows), [*rules, level(114, 195, 255)])
    assert texts(only_table(page))[0][-1] == "Cases"
    assert texts(only_table(page_of(lined(102, (50, 200), rows), rules)))[0][-1] == "Cases Share"


def test_a_source_between_the_rules_is_no_row() -> None:
    lines = [*lined(102, LEFTS, FIGURES), (50, 158, "Source: the council")]
    found = only_table(page_of(lines, [level(y, 48, 360) for y in (100, 114, 172)]))
    assert texts(found) == FIGURES
    assert found.sources == ("Source: the council",)


BLUE = (0.2, 0.4, 0.8)


def test_a_chart_is_no_table() -> None:
    ends = zip((100, 160, 260), (120, 130, 110), strict=True)
    bars = [Fill(Box(left, top, left + 20, 150), BLUE) for left, top in ends]
    assert not find_proposals(page_of(lined(100, LEFTS, FIGURES), fills=bars))


def test_the_grounds_of_cells_are_no_chart() -> None:
    grounds = [Fill(Box(48, top, 360, top + 14), BLUE) for top in (98, 126, 154)]
    assert texts(only_table(page_of(lined(100, LEFTS, FIGURES), fills=grounds))) == FIGURES


TEAM = [["Ofsted", "Commission"], ["A Person, HMI", "B Person, lead"], ["C Person, HMI", "D Person, lead"]]


def test_the_longer_column_of_words_goes_on_below_the_other() -> None:
    found = only_table(page_of(lined(100, (50, 250), [*TEAM, ["E Person, HMI"]])))
    assert texts(found) == [*TEAM, ["E Person, HMI", ""]]


def test_a_line_further_below_or_set_in_is_none_of_its_rows() -> None:
    for x, top in ((50.0, 160.0), (70.0, 142.0)):
        page = page_of([*lined(100, (50, 250), TEAM), (x, top, "E Person, HMI")])
        assert texts(only_table(page)) == TEAM


def test_footnotes_counted_in_a_column_are_no_table() -> None:
    notes = [[str(at), f"Q{at}"] for at in range(26, 32)]
    assert find_proposals(page_of(lined(100, (50, 90), notes))) == []


def test_figures_beside_a_count_are_a_table() -> None:
    rows = [[str(at), str(at * 7 % 5)] for at in range(26, 32)]
    assert texts(only_table(page_of(lined(100, (50, 90), rows)))) == rows


def test_contents_in_two_columns_and_with_one_fall_are_no_table() -> None:
    two = [
        ["First part", "3", "Third part", "14"],
        ["Second", "4", "Fourth", "15"],
        ["Next", "6", "Last", "20"],
    ]
    assert find_proposals(page_of(lined(100, (50, 180, 250, 380), two))) == []
    long = [[f"Chapter {at}", str(at if at < 14 else 5)] for at in range(2, 16)]
    assert find_proposals(page_of(lined(100, (50, 250), long))) == []


def test_labels_of_a_chart_between_its_level_rules_are_no_table() -> None:
    rules = [level(y, 48, 400) for y in (98, 126, 154)]
    values = [["", "", "28", "29"], ["26", "27", "", ""], ["25", "", "", ""]]
    assert find_proposals(page_of(lined(102, (50, 150, 250, 350), values), rules)) == []
    axis = [
        ["30", "", ""],
        ["25", "27", "25"],
        ["20", "", ""],
        ["15", "87%", "90%"],
        ["10", "", ""],
        ["", "One", "Two"],
    ]
    ends = [level(98, 48, 400), level(188, 48, 400)]
    assert find_proposals(page_of(lined(102, (50, 150, 250), axis), ends)) == []


def test_columns_of_text_torn_in_lines_are_no_table() -> None:
    rows = [
        ["In the first event", "We heard from"],
        ["members met and", "five people"],
        ["spoke of what", "who know"],
    ]
    rows += [["they want", "of homes"], ["The next one", "It was of use"]]
    rules = [level(y, 48, 400) for y in (98, 112, 126, 140, 154, 168)]
    assert find_proposals(page_of(lined(100, (50, 250), rows), rules)) == []
    whole = [[first.capitalize(), other] for first, other in rows]
    assert texts(only_table(page_of(lined(100, (50, 250), whole), rules))) == whole
