"""Which lines of a table without ruled rows are one row, and which rules part rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import pytest
from drawn_pages import LEFTS, level, only_table, page_of, texts

HEAD = ("Wards", "Cases", "Share")
LAST = ("West", "99", "33%")
STEP = 14.0

Line = tuple[float, tuple[str, ...]]
"""How many points below the line before a line stands, and its texts."""


def body(lines: Sequence[Line], rules: Sequence[int] = (), lefts: Sequence[float] = LEFTS) -> list[list[str]]:
    """Return the rows found below a head; level rules stand round it, at the end, and after some lines."""
    tops = list(accumulate((step for step, _ in lines), initial=102.0))
    printed = [(x, tops[0], text) for x, text in zip(lefts, HEAD, strict=False)]
    for top, (_, row) in zip(tops[1:], lines, strict=True):
        printed += [(x, top, text) for x, text in zip(lefts, row, strict=False) if text]
    between = [tops[at] + (tops[at + 1] - tops[at] + 10) / 2 for at in (0, *rules)]
    drawn = [level(y, 48, 480) for y in (100, *between, tops[-1] + 12)]
    return texts(only_table(page_of(printed, drawn)))[1:]


def lines(*rows: tuple[str, ...], step: float = STEP) -> list[Line]:
    return [(step, row) for row in rows]


@pytest.mark.parametrize(
    ("step", "second", "row"),
    [
        (14, ("of the shire", "", ""), ["North of the shire", "120", "40%"]),
        (17, ("of the shire", "", ""), ["North of the shire", "120", "40%"]),
        (10, ("Area", "", ""), ["North Area", "120", "40%"]),
        (14, ("", "", "about"), ["North", "120", "40%"]),
    ],
)
def test_a_line_goes_on_with_the_row_above(step: float, second: tuple[str, ...], row: list[str]) -> None:
    first = ("North", "120", "40%")
    rows = body([(STEP, first), (step, second), *lines(("South", "80", "27%"), LAST)])
    if second[2]:
        row = [*row[:2], f"{row[2]} {second[2]}"]
    assert rows == [row, ["South", "80", "27%"], list(LAST)]


@pytest.mark.parametrize(
    ("step", "second"),
    [
        (18, ("of the shire", "", "")),
        (14, ("Area", "", "")),
        (12, ("Area", "", "")),
        (14, ("", "130", "")),
        (14, ("of town", "130", "41%")),
    ],
)
def test_a_line_further_below_or_with_numbers_of_its_own_is_a_row(
    step: float, second: tuple[str, ...]
) -> None:
    first = ("North", "120", "40%")
    rows = body([(STEP, first), (step, second), *lines(("South", "80", "27%"), LAST)])
    assert rows == [list(first), list(second), ["South", "80", "27%"], list(LAST)]


@pytest.mark.parametrize("end", ["Homes and", "Homes, ", "Homes for", "Homes &", "HOMES OF", "Homes-"])
def test_a_cell_that_ends_unfinished_goes_on_in_the_next_line(end: str) -> None:
    rows = body(lines(("North", end, "40%"), ("", "Roads", ""), ("South", "Parks", "27%"), LAST))
    assert [row[0] for row in rows] == ["North", "South", "West"]


def test_a_line_that_fills_a_column_which_the_row_leaves_blank_is_a_row() -> None:
    rows = body(lines(("North", "120", ""), ("of town", "", "40%"), ("South", "80", "27%"), LAST))
    assert [row[0] for row in rows] == ["North", "of town", "South", "West"]


def test_a_label_alone_goes_on_only_where_it_is_unfinished() -> None:
    rows = body(lines(("Counties", "", ""), ("North", "120", "40%"), ("South", "80", "27%"), LAST))
    assert rows[:2] == [["Counties", "", ""], ["North", "120", "40%"]]
    rows = body(lines(("Counties", "", ""), ("", "120", "40%"), ("South", "80", "27%"), LAST))
    assert rows[:2] == [["Counties", "", ""], ["", "120", "40%"]]
    rows = body(lines(("Counties of", "", ""), ("Wales", "120", "40%"), ("South", "80", "27%"), LAST))
    assert rows[0] == ["Counties of Wales", "120", "40%"]


def test_an_unfinished_label_goes_on_beside_words_but_not_beside_numbers_of_its_own() -> None:
    beside = lines(("North of", "None", "40%"), ("Town", "More", ""), ("South", "Few", "27%"), LAST)
    assert body(beside)[0] == ["North of Town", "None More", "40%"]
    beside = lines(("North of", "None", "40%"), ("Town", "12", ""), ("South", "Few", "27%"), LAST)
    assert body(beside)[:2] == [["North of", "None", "40%"], ["Town", "12", ""]]


def test_numbers_do_not_go_on_with_words_above_them() -> None:
    rows = body(lines(("North", "Homes and", "40%"), ("", "12", ""), ("South", "Parks", "27%"), LAST))
    assert rows[:2] == [["North", "Homes and", "40%"], ["", "12", ""]]
    rows = body(lines(("North", "12", "40%"), ("", "homes", ""), ("South", "14", "27%"), LAST))
    assert rows[0] == ["North", "12 homes", "40%"]


def test_lines_without_a_label_are_rows_only_where_many_rows_have_none() -> None:
    few = [("North", "Homes", "Few"), ("", "Roads", "Many"), ("", "Trees", "Some"), ("South", "Parks", "All")]
    assert [row[1] for row in body(lines(*few))] == ["Homes", "Roads", "Trees", "Parks"]
    most = [
        ("North", "Homes", "Few"),
        ("", "Roads", ""),
        ("South", "Trees", "Some"),
        ("West", "Parks", "All"),
    ]
    assert [row[1] for row in body(lines(*most))] == ["Homes Roads", "Trees", "Parks"]


def test_seven_labels_in_ten_lines_begin_the_rows() -> None:
    def with_labels(number: int) -> list[list[str]]:
        rows = [(f"Ward {at}" if at < number else "", "Homes", "Few") for at in range(10)]
        return body(lines(*rows))

    assert len(with_labels(7)) == 7
    assert len(with_labels(6)) == 10


PAIR = (("North", "Homes", "Few"), ("Area", "Roads", "Many"))
NUMBERS = (("North", "120", "40%"), ("South", "80", "27%"))


def test_rules_between_most_lines_part_the_rows_whatever_stands_between_them() -> None:
    rows = body(lines(*PAIR, ("West", "Parks", "All"), ("East", "Trees", "Some")), rules=(2, 3))
    assert rows == [
        ["North Area", "Homes Roads", "Few Many"],
        ["West", "Parks", "All"],
        ["East", "Trees", "Some"],
    ]


def test_rules_between_pairs_of_lines_of_words_part_the_rows() -> None:
    assert len(body(lines(*PAIR * 3), rules=(2, 4))) == 3


def test_rules_between_pairs_of_numbers_part_groups_of_rows() -> None:
    assert body(lines(*NUMBERS * 3), rules=(2, 4)) == [list(row) for row in NUMBERS * 3]


def test_two_rules_between_five_lines_part_most_of_them() -> None:
    rows = body(lines(*NUMBERS * 2, LAST), rules=(2, 4))
    assert [row[0] for row in rows] == ["North South", "North South", "West"]


def test_numbers_beside_words_in_the_other_line_make_no_rows_of_a_pair() -> None:
    pair = (("North", "12", "Few"), ("Area", "Roads", "Many"))
    assert len(body(lines(*pair * 3), rules=(2, 4))) == 3


def test_one_rule_parts_no_rows_but_those_beside_it() -> None:
    rows = body(lines(*PAIR, ("of town", "Parks", "All")), rules=(2,))
    assert [row[0] for row in rows] == ["North", "Area", "of town"]


def test_a_fifth_of_bands_with_rows_of_numbers_makes_all_of_them_groups() -> None:
    def of(pairs: int) -> list[list[str]]:
        return body(lines(*NUMBERS, *PAIR * (pairs - 1)), rules=tuple(range(2, 2 * pairs, 2)))

    assert len(of(5)) == 10
    assert len(of(6)) == 6


FOUR = (50, 150, 250, 350)


def test_a_line_of_half_the_columns_is_a_row_however_close_it_stands() -> None:
    rows = [("North", "19", "25", "38"), ("South", "47", "52", "6")]
    near: list[Line] = [*lines(*rows), (10, ("Area", "Few", "", "")), *lines(("West", "75", "81", "9"))]
    assert [row[0] for row in body(near, lefts=FOUR)] == ["North", "South", "Area", "West"]
    near = [*lines(*rows), (10, ("Area", "", "", "")), *lines(("West", "75", "81", "9"))]
    assert [row[0] for row in body(near, lefts=FOUR)] == ["North", "South Area", "West"]


def test_a_line_of_one_chunk_or_of_two_in_five_columns_is_no_row_where_it_stands_close() -> None:
    two: list[Line] = [*lines(("North", "9"), ("South", "4")), (10, ("Area", "")), *lines(("West", "7"))]
    assert [row[0] for row in body(two, lefts=(50, 200))] == ["North", "South Area", "West"]
    rows = [("North", "Few", "2", "3", "4"), ("South", "Most", "6", "7", "8"), ("West", "All", "8", "9", "1")]
    five: list[Line] = [*lines(*rows[:2]), (10, ("Area", "Roads", "", "", "")), *lines(rows[2])]
    found = body(five, lefts=(50, 130, 210, 290, 370))
    assert [row[0] for row in found] == ["North", "South Area", "West"]
