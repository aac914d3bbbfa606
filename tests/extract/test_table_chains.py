"""Chains of level rules: which rules belong to one table, what breaks them, and lines beyond the last."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from drawn_pages import FIGURES, LEFTS, level, lined, page_of, texts

from extract.blocks.proposals import Proposal
from extract.blocks.search import find_proposals
from records.pages import Rule

Text = tuple[float, float, str]

PLACES = (100, 114, 158)
TABLE = lined(102, LEFTS, FIGURES)
PROSE = "The council looked at homes for people who had none in the year before"


def chains(printed: Sequence[Text], rules: Sequence[Rule]) -> list[Proposal]:
    return [found for found in find_proposals(page_of(printed, rules)) if found.method == "level rules"]


def rules(*places: float, x0: float = 48, x1: float = 360) -> list[Rule]:
    return [level(place, x0, x1) for place in places]


@pytest.mark.parametrize(
    ("ends", "found"), [((52, 364), 1), ((44, 356), 1), ((52.1, 360), 0), ((48, 364.1), 0)]
)
def test_ends_that_differ_by_a_mitred_corner_are_alike(ends: tuple[float, float], found: int) -> None:
    other = [level(place, *ends) for place in PLACES[1:]]
    inside = chains(TABLE, [level(PLACES[0], 48, 360), other[0]])
    assert len(inside) == found


@pytest.mark.parametrize(("end", "found"), [(128, 1), (127, 0)])
def test_short_rules_underline_words(end: float, found: int) -> None:
    narrow = lined(102, (50, 100), [row[:2] for row in FIGURES])
    assert len(chains(narrow, rules(*PLACES, x1=end))) == found


@pytest.mark.parametrize(("start", "columns"), [(175, 3), (175.5, 2)])
def test_pieces_of_a_rule_over_separate_columns_are_one_rule(start: float, columns: int) -> None:
    pieces = [level(place, *ends) for place in PLACES for ends in ((48, 150), (start, 270), (290, 360))]
    (found,) = chains(TABLE, pieces)
    assert len(texts(found)[0]) == columns


def test_pieces_of_rules_of_two_tables_side_by_side_are_two() -> None:
    right = [(x + 260, top, text) for x, top, text in lined(102, (50, 200), [row[:2] for row in FIGURES])]
    left = lined(102, (50, 200), [row[:2] for row in FIGURES])
    both = [*rules(*PLACES, x0=48, x1=240), *rules(*PLACES, x0=308, x1=500)]
    found = chains([*left, *right], both)
    assert [texts(each) for each in found] == [[row[:2] for row in FIGURES]] * 2


@pytest.mark.parametrize("count", [1, 2])
def test_a_line_or_two_of_text_between_rules_break_no_chain(count: int) -> None:
    prose = [(50.0, 172.0 + 14 * at, PROSE) for at in range(count)]
    (found,) = chains([*TABLE, *prose], rules(*PLACES, 172 + 14 * count))
    assert len(texts(found)) > len(FIGURES)


@pytest.mark.parametrize("line", [PROSE, "Look at homes"])
def test_running_text_and_lines_of_one_chunk_break_a_chain(line: str) -> None:
    below = [(50.0, 172.0 + 14 * at, line) for at in range(3)]
    (found,) = chains([*TABLE, *below], rules(*PLACES, 214))
    assert texts(found) == FIGURES


def test_running_text_between_rows_breaks_a_chain_where_it_fills_the_width() -> None:
    rows = [(50.0, 172.0 + 14 * at, PROSE) for at in range(3)]
    last = lined(214, LEFTS, [["East", "50", "12%"]])
    found = chains([*TABLE, *rows, *last], rules(*PLACES, 228))
    assert [texts(each) for each in found] == [FIGURES]


FIVE = "Accommodation neighbourhoods understanding responsibilities homes"


@pytest.mark.parametrize(
    ("line", "count", "broken"),
    [
        (FIVE, 3, True),
        (FIVE, 2, False),
        (FIVE.removesuffix(" homes"), 3, False),
        ("Homes for all who need one", 3, False),
    ],
)
def test_three_lines_of_five_words_over_most_of_the_width_are_running_text(
    line: str, count: int, broken: bool
) -> None:
    rows = [*FIGURES, ["Mid", "40", "10%"]]
    between = [(50.0, 172.0 + 14 * at, line) for at in range(count)]
    last = lined(172 + 14 * count, LEFTS, [["East", "50", "12%"], ["West", "30", "10%"]])
    found = chains([*lined(102, LEFTS, rows), *between, *last], rules(100, 114, 156, 202 + 14 * count))
    assert (texts(found[0]) == rows) is broken


@pytest.mark.parametrize(("middle", "parted"), [(45, True), (43, False), (363, True), (365, False)])
def test_a_caption_stands_between_rules_if_its_middle_does(middle: float, parted: bool) -> None:
    lower = lined(202, LEFTS, FIGURES)
    caption = (middle - len("Table 2") * 2.5, 180.0, "Table 2")
    found = chains([*TABLE, caption, *lower], rules(*PLACES, 200, 214, 258))
    assert (len(found) == 2) is parted


def test_columns_that_overhang_the_rules_a_little_belong_to_them() -> None:
    rows = [["No", "Cases", "Of"], ["1", "120", "4"], ["2", "80", "2"], ["3", "99", "3"]]
    (found,) = chains(lined(102, (45, 200, 358), rows), rules(*PLACES, x1=360))
    assert texts(found) == rows


def test_pieces_of_rules_of_two_tables_far_apart_are_joined_each() -> None:
    rows = [row[:2] for row in FIGURES]
    printed = [*lined(102, (50, 165), rows), *lined(102, (310, 375), rows)]
    ends = ((48, 150), (160, 180), (184, 240), (308, 360), (370, 500))
    found = chains(printed, [level(place, *each) for place in PLACES for each in ends])
    assert [texts(each) for each in found] == [rows, rows]


def test_the_larger_of_two_chains_is_the_table() -> None:
    rows = [FIGURES[0], *(["" if at > 3 else f"Ward {at}", str(10 + at), str(30 - at)] for at in range(10))]
    parts = [level(place, 48, 240) for place in (128, 156)]
    (found,) = chains(lined(102, LEFTS, rows), [*rules(100, 114, 258), *parts])
    assert texts(found) == rows


def test_heads_of_two_lines_and_two_columns_stand_above_the_first_rule() -> None:
    rows = [["Wards", "Cases"], ["of 2031", "closed"], ["North", "12"], ["South", "8"]]
    (found,) = chains(lined(86, (50, 200), rows), rules(112, 142))
    assert texts(found)[0] == ["Wards of 2031", "Cases closed"]
    assert texts(found)[1:] == rows[2:]


def test_rows_below_the_last_rule_have_as_many_chunks_as_most_above() -> None:
    rows = [["Wards", "Cases"], ["North", "12"], ["South", "8"], ["East", "5"]]
    (found,) = chains(lined(102, (50, 200), rows), rules(100, 114, 142))
    assert texts(found) == rows
    mixed = [*FIGURES[:1], ["North", "120", ""], *FIGURES[2:], ["East", "50", ""]]
    (found,) = chains(lined(102, LEFTS, mixed), rules(100, 114, 156))
    assert texts(found) == mixed[:4]


def test_several_lines_of_one_chunk_beside_rows_break_no_chain() -> None:
    rows = [*FIGURES[1:2], ["Look at homes"], ["Look at roads"], ["Look at parks"], *FIGURES[2:]]
    printed = [*lined(102, LEFTS, FIGURES[:1]), *lined(116, LEFTS, rows)]
    (found,) = chains(printed, rules(100, 114, 200))
    assert [row[0] for row in texts(found)][-2:] == ["South", "West"]


def test_a_caption_between_two_rules_parts_them() -> None:
    lower = lined(202, LEFTS, FIGURES)
    found = chains([*TABLE, (50, 180, "Table 2: Wards"), *lower], rules(*PLACES, 200, 214, 258))
    assert [texts(each) for each in found] == [FIGURES, FIGURES]
    one = chains([*TABLE, *lower], rules(*PLACES, 200, 214, 258))
    assert len(one) == 1


@pytest.mark.parametrize(("top", "head"), [(84, True), (78, False)])
def test_a_head_without_a_rule_over_it_is_told_by_how_near_it_is(top: float, head: bool) -> None:
    printed = [*lined(top, LEFTS, FIGURES[:1]), *lined(116, LEFTS, FIGURES[1:])]
    (found,) = chains(printed, rules(114, 158))
    assert texts(found) == (FIGURES if head else FIGURES[1:])


def test_a_caption_or_a_line_of_one_chunk_above_the_first_rule_is_no_head() -> None:
    printed = [(50.0, 88.0, "Wards"), *TABLE[3:]]
    (found,) = chains([(x, y + 14, t) if y == 88 else (x, y, t) for x, y, t in printed], rules(114, 158))
    assert texts(found) == FIGURES[1:]
    caption = [(50.0, 102.0, "Table 1:"), (200.0, 102.0, "Cases")]
    (found,) = chains([*caption, *TABLE[3:]], rules(114, 158))
    assert texts(found) == FIGURES[1:]


@pytest.mark.parametrize(("step", "rows"), [(14, 4), (35, 4), (37, 3)])
def test_rows_below_the_last_rule_go_on_while_they_are_near(step: float, rows: int) -> None:
    last = lined(130 + step, LEFTS, FIGURES[3:])
    (found,) = chains([*lined(102, LEFTS, FIGURES[:3]), *last], rules(100, 114, 128 + 13))
    assert texts(found) == FIGURES[:rows]


def test_lines_below_the_last_rule_with_fewer_chunks_are_no_rows() -> None:
    below = [(50.0, 144.0, "East"), (200.0, 144.0, "50")]
    (found,) = chains([*lined(102, LEFTS, FIGURES[:3]), *below], rules(100, 114, 141))
    assert texts(found) == FIGURES[:3]


def test_rules_with_nothing_in_columns_between_them_are_no_table() -> None:
    assert not chains([(50, 102, "Wards"), (50, 130, "North")], rules(100, 114, 144))
    assert not chains(TABLE, rules(100))
