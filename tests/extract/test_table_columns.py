"""The columns of a table without upright rules: where they are parted, and which a chunk reaches into."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from drawn_pages import FIGURES, LEFTS, lined, word, words

from extract.blocks.chunks import Chunk, TextLine, find_lines
from extract.blocks.columns import Columns, find_columns
from extract.blocks.merged_rules import Stroke
from records.geometry import Box

Text = tuple[float, float, str]

COLUMNS = Columns((0, 100, 200, 300), ((2, 80), (110, 180), (205, 290)))


def lines_of(texts: Sequence[Text]) -> list[TextLine]:
    return find_lines([each for x, top, text in texts for each in words(x, top, text)], [])


def edges(texts: Sequence[Text], uprights: Sequence[Stroke] = ()) -> tuple[float, ...] | None:
    found = find_columns(lines_of(texts), uprights)
    return None if found is None else found.edges


@pytest.mark.parametrize(
    ("x", "column"), [(-5, 0), (0, 0), (99, 0), (100, 1), (199, 1), (250, 2), (300, 2), (999, 2)]
)
def test_each_place_is_in_a_column_or_nearest_to_one(x: float, column: int) -> None:
    assert COLUMNS.at(x) == column


def chunk(x0: float, x1: float, *texts: str) -> Chunk:
    return Chunk(tuple(word(x0, 0, text) for text in texts), Box(x0, 0, x1, 10))


@pytest.mark.parametrize(
    ("reaches", "columns"),
    [
        (chunk(10, 50, "North"), (0, 0)),
        (chunk(10, 170, "North", "West"), (0, 1)),
        (chunk(10, 250, "North", "West"), (0, 2)),
        (chunk(70, 260, "12345"), (1, 1)),
        (chunk(70, 260, "North"), (0, 2)),
        (chunk(70, 260, "12", "345"), (0, 2)),
        (chunk(90, 150, "North"), (1, 1)),
        (chunk(78.8, 150, "North"), (1, 1)),
        (chunk(78.7, 150, "North"), (0, 1)),
        (chunk(99.7, 150, "North"), (1, 1)),
        (chunk(120, 200.3, "North"), (1, 1)),
        (chunk(120, 204, "North"), (1, 1)),
        (chunk(120, 206.2, "North"), (1, 1)),
        (chunk(120, 206.3, "North"), (1, 2)),
    ],
)
def test_a_chunk_is_under_the_columns_that_it_reaches_into(reaches: Chunk, columns: tuple[int, int]) -> None:
    assert COLUMNS.under(reaches) == columns


def test_a_small_overhang_counts_where_the_next_column_is_filled_to_its_edge() -> None:
    filled = Columns((0, 100, 200), ((0, 102), (98, 200)))
    assert filled.under(chunk(99.6, 150, "North")) == (1, 1)
    assert filled.under(chunk(99.4, 150, "North")) == (0, 1)
    assert filled.under(chunk(20, 100.4, "North")) == (0, 0)
    assert filled.under(chunk(20, 100.6, "North")) == (0, 1)


def test_columns_are_parted_in_the_middle_of_the_white_and_know_how_far_they_are_filled() -> None:
    found = find_columns(lines_of(lined(100, LEFTS, FIGURES)), [])
    assert found == Columns((49, 137.5, 262.5, 326), ((50, 75), (200, 225), (300, 325)))


def test_lines_of_one_chunk_have_no_columns_and_widen_the_first() -> None:
    assert edges([(50, 100, "North"), (50, 114, "South")]) is None
    wide = [(30.0, 90.0, "Districts"), *lined(100, LEFTS, FIGURES)]
    assert edges(wide) == (29, 137.5, 262.5, 326)


def test_lines_that_share_no_white_have_one_column() -> None:
    upper = [(50.0, 100.0, "North"), (120.0, 100.0, "Homes-in")]
    lower = [(60.0, 114.0, "Southern-part"), (140.0, 114.0, "Roads")]
    assert edges(upper + lower) is None
    assert edges(upper) is not None


@pytest.mark.parametrize(("rows", "columns"), [(4, 2), (5, 3)])
def test_a_head_over_two_columns_counts_little_among_many_rows(rows: int, columns: int) -> None:
    """Its line weighs one, each row two: a tenth of all is allowed in the white."""
    head = [(50.0, 86.0, "Ward"), (200.0, 86.0, "Both of these columns")]
    texts = [*head, *lined(100, LEFTS, [["North", "120", "40%"]] * rows)]
    found = find_columns(lines_of(texts), [])
    assert found is not None
    assert found.count == columns


@pytest.mark.parametrize(("filled", "columns"), [(1, 2), (2, 3)])
def test_a_column_that_two_lines_fill_is_one_and_a_stray_chunk_is_none(filled: int, columns: int) -> None:
    rows = [["North", "Few" if at < filled else "", "12"] for at in range(50)]
    found = find_columns(lines_of(lined(0, (50, 200, 400), rows)), [])
    assert found is not None
    assert found.count == columns


@pytest.mark.parametrize(
    ("rule", "cuts"),
    [
        (Stroke(100, 95, 160), (100, 262.5)),
        (Stroke(100, 95, 130), (100, 262.5)),
        (Stroke(100, 95, 115), (137.5, 262.5)),
        (Stroke(100, 135, 160), (137.5, 262.5)),
        (Stroke(50, 95, 160), (137.5, 262.5)),
        (Stroke(325, 95, 160), (137.5, 262.5)),
        (Stroke(40, 95, 160), (137.5, 262.5)),
        (Stroke(400, 95, 160), (137.5, 262.5)),
        (Stroke(60, 95, 160), (60, 137.5, 262.5)),
        (Stroke(250, 95, 160), (137.5, 250)),
    ],
)
def test_an_upright_rule_beside_half_of_the_lines_parts_columns(
    rule: Stroke, cuts: tuple[float, ...]
) -> None:
    found = edges(lined(100, LEFTS, FIGURES), [rule])
    assert found is not None
    assert found[1:-1] == cuts


def test_two_pieces_of_an_upright_rule_count_together() -> None:
    found = edges(lined(100, LEFTS, FIGURES), [Stroke(100, 95, 115), Stroke(100, 125, 140)])
    assert found is not None
    assert found[1] == 100


@pytest.mark.parametrize(("short", "columns"), [(3, 3), (2, 2)])
def test_numbers_behind_short_labels_are_a_column_that_a_long_label_crosses(short: int, columns: int) -> None:
    rows = [
        each
        for at in range(short)
        for each in ((50.0, 100.0 + 14 * at, "North"), (150.0, 100.0 + 14 * at, "12"))
    ]
    long = [(50.0, 200.0, "Households-in-the-north-"), (180.0, 200.0, "99")]
    found = find_columns(lines_of([*rows, *long]), [])
    assert found is not None
    assert found.count == columns


def test_words_behind_short_labels_are_none() -> None:
    rows = [
        each for at in range(3) for each in ((50.0, 100.0 + 14 * at, "North"), (150.0, 100.0 + 14 * at, "by"))
    ]
    long = [(50.0, 200.0, "Households-in-the-north-"), (180.0, 200.0, "99")]
    found = find_columns(lines_of([*rows, *long]), [])
    assert found is not None
    assert found.count == 2


@pytest.mark.parametrize(
    ("text", "columns"),
    [("12 9", 3), ("1,249 752", 2), ("249 752", 2), ("12 North", 2), ("1a 9", 2), ("12 9%", 3)],
)
def test_numbers_as_close_as_words_are_columns_but_not_groups_of_three_figures(
    text: str, columns: int
) -> None:
    found = find_columns(
        lines_of(lined(100, (50, 200), [["North", text], ["South", text], ["West", text]])), []
    )
    assert found is not None
    assert found.count == columns


PLAIN = [["Northtowns", "Northtowns"]] * 20
"""Twenty lines with white between 100 and 200 points."""


def cuts(*others: Text) -> tuple[float, ...]:
    """Return where columns are parted of twenty lines of two columns, and of other chunks below them."""
    found = edges([*lined(0, (50, 200), PLAIN), *others])
    assert found is not None
    return found[1:-1]


LONG_LEFT = [(50.0, "Northtowns-and-villages"[:22]), (200.0, "Northtowns")]
EARLY_RIGHT = [(50.0, "Northtowns"), (150.0, "Northtowns-and-villa")]


@pytest.mark.parametrize(
    ("long", "early", "cut"), [(2, 1, 180), (1, 2, 125), (1, 0, 180), (0, 1, 125), (0, 0, 150)]
)
def test_of_two_gutters_with_no_chunk_between_them_the_less_crossed_parts_columns(
    long: int, early: int, cut: float
) -> None:
    rows = [*[LONG_LEFT] * long, *[EARLY_RIGHT] * early]
    printed = [(x, 300.0 + 14 * at, text) for at, row in enumerate(rows) for x, text in row]
    assert cuts(*printed) == (cut,)


@pytest.mark.parametrize(("x", "cut"), [(115, 162.5), (175, 137.5)])
def test_columns_are_parted_in_the_widest_white_beside_a_stray_chunk(x: float, cut: float) -> None:
    assert cuts((50, 300, "Northtowns"), (x, 300, "12"), (200, 300, "Northtowns")) == (cut,)


def test_white_that_all_cross_alike_is_parted_in_its_middle() -> None:
    long = [(50.0, 300.0, "Northtowns-alike"), (200.0, 300.0, "Northtowns")]
    early = [(50.0, 314.0, "Northtowns"), (130.0, 314.0, "Northtowns-and-villages-")]
    assert cuts(*long, *early) == (150,)


@pytest.mark.parametrize(("full", "columns"), [(4, 3), (3, 2)])
def test_a_tenth_of_the_weight_may_stand_in_a_gutter(full: int, columns: int) -> None:
    """The weight is 1 of the head, 1 of the last line, and 2 of each full one: 10 with four of these."""
    head = [(50.0, 86.0, "Ward"), (200.0, 86.0, "Both of these columns")]
    rows = [["North", "120", "40%"]] * full + [["South", "80", ""]]
    found = find_columns(lines_of([*head, *lined(100, LEFTS, rows)]), [])
    assert found is not None
    assert found.count == columns


def test_white_of_half_a_point_is_rounding() -> None:
    upper = [(49.8, 100.0, "Households-in-the-north-of-all"), (250.0, 100.0, "Homes")]
    lower = [(50.0, 114.0, "Northtowns"), (200.0, 114.0, "Southern-homes")]
    assert edges([*upper, *lower]) is None
    assert edges([(48.8, *upper[0][1:]), upper[1], *lower]) is not None


def test_a_title_over_all_columns_makes_the_last_no_wider() -> None:
    title = (50.0, 80.0, "Wards, cases and shares of the whole in the year before this one")
    assert edges([title, *lined(100, LEFTS, FIGURES)]) == (49, 137.5, 262.5, 326)


def test_columns_are_as_wide_as_the_chunks_that_stand_in_them_alone() -> None:
    rows = [["Wards", "120", "4"], ["Northtowns", "80", "12"], ["All of them", "99", "3"]]
    head = [(60.0, 86.0, "Ward"), (210.0, 86.0, "Both of these columns")]
    printed = [*head, *lined(100, LEFTS, rows * 3), (190.0, 240.0, "1,200"), (305.0, 240.0, "100%")]
    found = find_columns(lines_of(printed), [])
    assert found is not None
    assert found.cores == ((50, 105), (190, 215), (300, 325))


def test_chunks_that_overhang_a_rule_by_rounding_stand_in_its_column() -> None:
    found = find_columns(lines_of(lined(100, LEFTS, FIGURES)), [Stroke(75 - 0.2, 95, 160)])
    assert found is not None
    assert found.cores[0] == (50, 75)
    found = find_columns(lines_of(lined(100, LEFTS, FIGURES)), [Stroke(200 + 0.2, 95, 160)])
    assert found is not None
    assert found.cores[1] == (200, 225)


def test_chunks_of_two_lines_that_only_meet_are_no_column() -> None:
    rows = [["North", "12"]] * 48
    one = [(50.0, 800.0, "North"), (200.0, 800.0, "Few"), (400.0, 800.0, "12")]
    other = [(50.0, 814.0, "North"), (215.0, 814.0, "Few"), (400.0, 814.0, "12")]
    found = edges([*lined(0, (50, 400), rows), *one, *other])
    assert found is not None
    assert len(found) == 3


def test_a_column_that_two_lines_fill_is_as_wide_as_both() -> None:
    rows = [["North", "12"]] * 48
    short = [(50.0, 800.0, "North"), (200.0, 800.0, "Few"), (400.0, 800.0, "12")]
    long = [(50.0, 814.0, "North"), (195.0, 814.0, "Fewer"), (400.0, 814.0, "12")]
    found = edges([*lined(0, (50, 400), rows), *short, *long])
    assert found is not None
    assert found[1:-1] == (135, 310)


LONG_LABEL = "Households-in-the-north-"


def labelled(*ends: tuple[str, float], long: int = 1, left: float = 50) -> list[Text]:
    """Return lines of a label and a number at some place, and others whose long label runs under these."""
    lines = [
        each
        for at, (label, x) in enumerate(ends)
        for each in ((left, 100.0 + 14 * at, label), (x, 100.0 + 14 * at, "12"))
    ]
    for at in range(long):
        lines += [(left, 200.0 + 14 * at, LONG_LABEL), (left + 130, 200.0 + 14 * at, "99")]
    return lines


def test_numbers_are_parted_from_labels_where_most_lines_have_white() -> None:
    found = edges(labelled(("North", 150), ("North-of-town", 150), ("North-of-town", 150)))
    assert found is not None
    assert found[1] == 132.5


def test_of_equal_places_before_numbers_the_leftmost_parts_them() -> None:
    found = edges(labelled(("North", 150), ("North", 160), ("North", 155)))
    assert found is not None
    assert found[1] == 112.5


@pytest.mark.parametrize(("long", "columns"), [(1, 3), (2, 2)])
def test_numbers_that_long_labels_often_cross_are_no_column(long: int, columns: int) -> None:
    found = find_columns(lines_of(labelled(*[("North", 150.0)] * 3, long=long)), [])
    assert found is not None
    assert found.count == columns


def test_numbers_behind_the_labels_of_the_second_column_are_told_too() -> None:
    second = labelled(*[("North", 250.0)] * 3, left=150)
    first = [(50.0, top, "Ward") for top in sorted({top for _, top, _ in second})]
    found = find_columns(lines_of(sorted([*first, *second], key=lambda each: each[1])), [])
    assert found is not None
    assert found.count == 4
