"""What is a table: the figures that tell, each at its edge; charts, lists and contents pages are none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from drawn_pages import FIGURES, LEFTS, level, lined, only_table, page_of, texts, upright, words
from msgspec.structs import replace

from extract.blocks.judgement import is_chart, is_table
from extract.blocks.proposals import Method, Proposal
from extract.blocks.search import find_proposals
from extract.tables.grids import Cell, Grid, Row
from extract.tolerances import NEARLY_WHITE
from records.geometry import Box
from records.pages import Fill, Page

ROWS = [
    ["Wards", "Cases", "Share"],
    ["North", "120", "40%"],
    ["South", "none at all", ""],
    ["East", "80", ""],
    ["West", "99", "33%"],
]


def ruled(rows: Sequence[Sequence[str]]) -> Page:
    bottom = 102 + 14 * len(rows)
    return page_of(lined(102, LEFTS, rows), [level(y, 48, 360) for y in (100, 114, bottom)])


def test_the_figures_of_a_table() -> None:
    assert only_table(ruled(ROWS)).evidence == {
        "rows": 4,
        "columns": 3,
        "header lines": 1,
        "filled": 10 / 12,
        "several": 1,
        "numbers": 5 / 6,
        "full": 2 / 3,
        "sizes": 0,
        "words": 8 / 6,
    }


def test_lines_of_one_chunk_and_the_heads_of_groups_count_as_lines() -> None:
    told = only_table(ruled([*ROWS[:2], ["Districts", "", ""], *ROWS[3:]])).evidence
    assert (told["rows"], told["filled"], told["several"]) == (4, 9 / 12, 4 / 5)


def test_numbers_of_items_are_no_numbers_of_a_table() -> None:
    rows = [["North", "1.", "120"], ["South", "2.", "80"], ["West", "3)", "99"], ["East", "4.5", "(7)"]]
    assert only_table(ruled([["Wards", "No", "Cases"], *rows])).evidence["numbers"] == 5 / 8
    beside = [["What is it all about?", "1."], ["", "2."], ["Who asks us why so", "3."], ["", "4."]]
    assert not find_proposals(page_of(lined(100, (50, 300), beside)))


def sized(sizes: Sequence[float]) -> Page:
    """Make a page of figures with lines of these letter sizes."""
    printed = [
        each
        for at, (row, size) in enumerate(zip(FIGURES, sizes, strict=True))
        for x, text in zip(LEFTS, row, strict=True)
        for each in words(x, 102 + 16 * at, text, size=size)
    ]
    placed = tuple(replace(each, index=at) for at, each in enumerate(printed))
    return replace(page_of([], [level(y, 48, 360) for y in (100, 116, 168)]), words=placed)


@pytest.mark.parametrize(
    ("sizes", "differ"),
    [
        ((10, 10, 10, 10), 0),
        ((12, 10, 10, 10), 0),
        ((9, 10, 10, 10), 1),
        ((10, 10, 11, 10), 1),
        ((10, 12, 9, 9), 3),
    ],
)
def test_a_header_may_be_larger_than_the_rows_and_not_smaller(sizes: Sequence[float], differ: float) -> None:
    assert only_table(sized(sizes)).evidence["sizes"] == differ


@pytest.fixture(scope="module")
def found() -> Proposal:
    return only_table(page_of(lined(100, LEFTS, FIGURES)))


PLAIN = {"numbers": 0.0, "columns": 3, "full": 0.5, "sizes": 0.0}


@pytest.mark.parametrize(
    ("method", "told", "table"),
    [
        ("level rules", {"filled": 0.35}, True),
        ("level rules", {"filled": 0.34}, False),
        ("level rules", {"several": 0.4}, True),
        ("level rules", {"several": 0.39}, False),
        ("level rules", {"rows": 1}, True),
        ("level rules", {"rows": 0}, False),
        ("level rules", {"words": 9, "numbers": 0, "full": 0}, True),
        ("white space", {"words": 4}, True),
        ("white space", {"words": 4.1}, False),
        ("white space", PLAIN, False),
        ("white space", {**PLAIN, "numbers": 0.5}, True),
        ("white space", {**PLAIN, "numbers": 0.49}, False),
        ("white space", {**PLAIN, "columns": 4, "full": 0.75}, True),
        ("white space", {**PLAIN, "columns": 4, "full": 0.74}, False),
        ("white space", {**PLAIN, "columns": 3, "full": 0.75}, False),
        ("white space", {**PLAIN, "full": 1, "sizes": 0.6}, True),
        ("white space", {**PLAIN, "full": 1, "sizes": 0.7}, False),
        ("widened", PLAIN, False),
        ("widened", {**PLAIN, "numbers": 0.5}, True),
        ("divided", PLAIN, True),
    ],
)
def test_what_is_found_is_a_table_from_these_figures_on(
    method: Method, told: dict[str, float], table: bool, found: Proposal
) -> None:
    assert is_table(replace(found, method=method, evidence={**found.evidence, **told})) is table


PAINT, PALE = (0.2, 0.4, 0.8), (0.99, 0.99, 0.99)
WHOLE = Box(0, 0, 600, 800)


def standing(tops: Sequence[float], bottom: float = 300) -> list[Fill]:
    return [Fill(Box(40 * at, top, 40 * at + 20, bottom), PAINT) for at, top in enumerate(tops, 1)]


def lying(ends: Sequence[float], start: float = 50) -> list[Fill]:
    return [Fill(Box(start, 40 * at, x1, 40 * at + 20), PAINT) for at, x1 in enumerate(ends, 1)]


@pytest.mark.parametrize("bars", [standing, lying])
@pytest.mark.parametrize(
    ("ends", "chart"),
    [
        ((100, 120, 140), True),
        ((100, 120), False),
        ((100, 120, 120), False),
        ((100, 120, 140, 140, 140), True),
        ((100, 120, 140, 140, 140, 140), False),
    ],
)
def test_bars_from_one_line_whose_ends_are_unlike_are_a_chart(
    bars: type[standing], ends: Sequence[float], chart: bool
) -> None:
    assert is_chart(page_of([], fills=bars(ends)), WHOLE) is chart


def test_pale_bars_bars_with_words_bars_elsewhere_and_of_several_colours_are_no_chart() -> None:
    bars = standing((100, 120, 140))
    assert not is_chart(page_of([], fills=[replace(bar, colour=PALE) for bar in bars]), WHOLE)
    assert not is_chart(page_of([(82.0, 200.0, "12")], fills=bars), WHOLE)
    assert is_chart(page_of([(182.0, 200.0, "12")], fills=bars), WHOLE)
    assert not is_chart(page_of([], fills=bars), Box(0, 400, 600, 800))
    assert not is_chart(page_of([], fills=[*bars[:2], replace(bars[2], colour=(0.8, 0.1, 0.1))]), WHOLE)
    assert not is_chart(page_of([], fills=[*bars[:2], *standing((140,), bottom=310)]), WHOLE)


def test_nearly_white_bars_are_no_chart() -> None:
    bars = standing((100, 120, 140))
    assert not is_chart(page_of([], fills=[replace(bar, colour=(NEARLY_WHITE,) * 3) for bar in bars]), WHOLE)


@pytest.mark.parametrize(
    "rows",
    [
        [["Wards", "Cases"], ["North", ""], ["South", ""]],
        [["Yes (286)", "No (3)"], ["Marital", ""]],
        [["62%", "63%"], ["a tenth", "a third"]],
    ],
)
def test_two_rows_of_two_columns_are_no_table(rows: list[list[str]]) -> None:
    bottom = 102 + 14 * len(rows)
    printed = lined(102, LEFTS, [*rows[:1], *rows[-1:]])
    assert not find_proposals(page_of(printed, [level(y, 48, 260) for y in (100, 114, bottom)]))


def test_rows_of_labels_alone_hold_neither_words_nor_numbers_beside_them() -> None:
    rows = [["Wards", "Cases"], ["of 2031", "closed"], ["North", ""], ["South", ""]]
    page = page_of(lined(102, LEFTS, rows), [level(y, 48, 260) for y in (100, 129, 160)])
    told = only_table(page).evidence
    assert (told["header lines"], told["filled"], told["numbers"], told["words"]) == (2, 0.5, 0, 0)


def test_text_beside_a_box_is_no_column_of_it() -> None:
    rows = [
        ["1", "What we heard", "of their own homes and roads they said"],
        ["2", "Where we went", "much that was told us once or twice"],
        ["3", "Who came along", "and none of them had been asked before"],
    ]
    rules = [
        *(level(y, 48, 420) for y in (100, 146)),
        *(level(y, 48, 170) for y in (116, 130)),
        *(upright(x, 100, 146) for x in (48, 80, 170)),
    ]
    found = find_proposals(page_of(lined(104, (52, 84, 200), rows), rules))
    assert [each.method for each in found] == ["ruled"]
    assert "homes" not in {word.text for row in found[0].grid.rows for word in row.words}


def test_bullets_before_half_of_the_rows_are_no_list() -> None:
    rows = [["1.", "120"], ["2.", "80"], ["Roads", "99"], ["Parks", "50"]]
    assert texts(only_table(page_of(lined(100, (50, 200), rows)))) == rows
    rows = [["1.", "120"], ["2.", "80"], ["3.", "99"], ["Parks", "50"], ["Roads", "9"]]
    assert not find_proposals(page_of(lined(100, (50, 200), rows)))


def test_numbers_before_several_columns_are_no_list() -> None:
    rows = [["1.", "North", "120"], ["2.", "South", "80"], ["3.", "West", "99"]]
    assert texts(only_table(page_of(lined(100, LEFTS, rows)))) == rows


def contents(*numbers: str, lefts: Sequence[float] = (50, 400)) -> list[Proposal]:
    words = [chr(ord("A") + at) * 5 for at in range(len(numbers))]
    rows = [[name, *["Part"] * (len(lefts) - 2), number] for name, number in zip(words, numbers, strict=True)]
    return find_proposals(page_of(lined(100, lefts, rows)))


def test_page_numbers_that_never_fall_are_a_contents_page() -> None:
    assert not contents("3", "5", "9")
    assert not contents("3", "3", "9")
    assert not contents("3", "5", "n/a", "9")
    assert not contents("3", "5", "9", lefts=(50, 200, 400))


def test_numbers_that_fall_are_few_or_stand_behind_many_columns_are_none() -> None:
    assert contents("3", "9", "5")
    assert contents("3", "5", "n/a")
    assert contents("3", "n/a", "5", "n/a", "9")
    assert contents("3", "5", "9", lefts=(50, 150, 250, 400))


def test_contents_in_two_columns_beside_each_other_are_no_table() -> None:
    rows = [["Homes", "3", "Trams", "12"], ["Roads", "5", "Shops", "15"], ["Parks", "9", "Ports", "18"]]
    assert not is_table(made(rows))
    assert is_table(made([*rows, ["Trees", "4", "Farms", "20"]]))
    assert is_table(made([*rows, ["Trees", "11", "Farms", "2"]]))
    assert is_table(made([[*row, "Ward"] for row in rows]))


def test_page_numbers_before_two_rows_of_three_and_with_marks_of_no_width_are_contents() -> None:
    assert not contents("3", "n/a", "5", "7", "n/a", "9")
    assert not contents("\u200b3", "5", "9")


def made(
    rows: Sequence[Sequence[str]],
    method: Method = "level rules",
    header: int = 0,
    font: str = "Serif",
    **told: float,
) -> Proposal:
    """Make a table of rows of texts with figures that tell one, but for those told."""
    grid = Grid(
        page=1,
        box=WHOLE,
        columns=tuple(100.0 * at for at in range(len(rows[0]))),
        rows=tuple(
            Row(
                tuple(
                    Cell(at, at + 1, WHOLE, tuple(replace(word, font=font) for word in words(50, 100, text)))
                    for at, text in enumerate(row)
                )
            )
            for row in rows
        ),
    )
    shares = {"filled": 1, "several": 1, "numbers": 0.4, "full": 1}
    counts = {"rows": 3, "columns": 3, "sizes": 0, "words": 1}
    return Proposal(1, grid, header, method, {**shares, **counts, **told})


def test_letters_that_are_bullets_in_their_font_open_a_list() -> None:
    rows = [["o", "Ask"], ["o", "Tell"], ["o", "Do"]]
    assert is_table(made(rows, numbers=0.5))
    assert not is_table(made(rows, numbers=0.5, font="Courier"))


def test_notes_are_counted_and_most_of_them_hold_letters() -> None:
    half = [["1", "40"], ["2", "50"], ["3", "12 a"], ["4", "13 b"]]
    assert is_table(made(half, "white space"))
    assert not is_table(made([*half[1:], ["5", "North"]], "white space"))
    assert is_table(made([["1", "40"], ["3", "a"], ["4", "b"]], "white space"))


def test_scattered_figures_fill_three_places_in_four_at_most() -> None:
    rows = [["10 20", "80"], ["30", "50"], ["60", "40"]]
    assert not is_table(made(rows, filled=0.75))
    assert is_table(made(rows, filled=0.76))
    assert is_table(made([*rows, ["All", "80"]], filled=0.75))


def test_a_legend_in_a_frame_makes_no_table_of_the_shares_below_it() -> None:
    rows = [["Very Easy", "Fairly Easy"], ["19%", "17%"], ["26%", ""], ["", "38%"]]
    assert not is_table(made(rows, "divided", header=1, filled=0.67))
    assert is_table(made(rows, "divided", header=1, filled=0.76))
    assert is_table(made(rows, "level rules", header=1, filled=0.67))


def axis(*labels: str, blank: int) -> bool:
    """Return whether rows with these labels are a table, the last `blank` of them with nothing beside."""
    beside = len(labels) - blank
    full = [[each, "Ward", "Town"] for each in labels[:beside]]
    return is_table(made([*full, *([each, "", ""] for each in labels[beside:])]))


def test_even_steps_beside_blank_rows_are_the_axis_of_a_chart() -> None:
    assert not axis("40", "30", "20", "10", blank=2)
    assert not axis("5", "4", "3", "2", blank=2)
    assert not axis("40", "30", "20", "10", "0", blank=2)


def test_uneven_steps_few_rows_and_rows_that_are_filled_are_no_axis() -> None:
    assert axis("40", "30", "15", "10", blank=2)
    assert axis("40", "40", "40", "40", blank=2)
    assert axis("60", "50", "40", "30", "20", blank=1)
    assert axis("60", "50", "40", "30", "20", "10", blank=2)
    assert axis("60", "50", "40", "30", "20", "10", "0", blank=2)
    assert axis("60", "50", "40", blank=2)


WHOLE_SENTENCES = ["Homes", "Roads", "Parks", "Trams", "Shops", "Ports", "Bridges", "Schools", "Trees"]


@pytest.mark.parametrize(
    ("torn", "rows", "table"),
    [
        (["of all", "and none"], 3, True),
        (["of all", "and none", "for each"], 10, True),
        (["of all", "and none", "for each", "with us"], 10, False),
        (["of all", "and none", "for each", "iPads"], 10, False),
        (["of all", "and none", "for each"], 9, False),
    ],
)
def test_rows_that_begin_in_the_middle_of_a_sentence_are_torn_text(
    torn: list[str], rows: int, table: bool
) -> None:
    texts = [[each, "Ask all", "Tell one"] for each in [*torn, *WHOLE_SENTENCES][:rows]]
    assert is_table(made(texts)) is table
    assert is_table(made([["wards", "aims", "means"], *texts], header=1)) is table
    assert is_table(made(texts, numbers=0.5))
