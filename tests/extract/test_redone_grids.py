"""Ruled grids that are read anew, and what in their frame is no row."""

from __future__ import annotations

from drawn_pages import FIGURES, LEFTS, level, lined, only_table, page_of, texts, upright

EDGES = (48, 190, 290, 360)
TOPS = (100, 114, 128, 142, 156)


def test_a_full_grid_stays_as_its_rules_tell() -> None:
    rules = [*(level(y, 48, 360) for y in TOPS), *(upright(x, 100, 156) for x in EDGES)]
    found = only_table(page_of(lined(102, LEFTS, FIGURES), rules))
    assert (found.method, texts(found)) == ("ruled", FIGURES)


def test_rows_that_a_frame_leaves_unruled_are_told() -> None:
    rules = [*(level(y, 48, 360) for y in (100, 114, 156)), *(upright(x, 100, 156) for x in EDGES)]
    found = only_table(page_of(lined(102, LEFTS, FIGURES), rules))
    assert (found.method, texts(found)) == ("divided", FIGURES)


def test_lines_of_text_in_a_ruled_cell_are_no_rows() -> None:
    rows = [["Wards", "What"], ["North", "Homes for all"], ["", "who need one"], ["South", "Roads"]]
    rules = [
        *(level(y, 48, 360) for y in (100, 114, 142, 156)),
        *(upright(x, 100, 156) for x in (48, 190, 360)),
    ]
    found = only_table(page_of(lined(102, LEFTS, rows), rules))
    assert found.method == "ruled"
    assert [len(row.cells[0].words) for row in found.grid.rows] == [1, 1, 1]


def test_columns_that_rules_leave_out_below_the_head_are_told() -> None:
    rules = [
        *(level(y, 48, 360) for y in TOPS),
        *(upright(x, 100, 114) for x in EDGES[1:-1]),
        *(upright(x, 100, 156) for x in (48, 360)),
    ]
    found = only_table(page_of(lined(102, LEFTS, FIGURES), rules))
    assert (found.method, texts(found)) == ("divided", FIGURES)


def test_level_rules_beyond_the_last_upright_rule_a_column() -> None:
    rules = [*(level(y, 48, 360) for y in TOPS), *(upright(x, 100, 156) for x in EDGES[:-1])]
    assert texts(only_table(page_of(lined(102, LEFTS, FIGURES), rules))) == FIGURES


def test_labels_outside_a_grid_are_its_first_column() -> None:
    rules = [*(level(y, 190, 360) for y in TOPS), *(upright(x, 100, 156) for x in EDGES[1:])]
    found = only_table(page_of(lined(102, LEFTS, FIGURES), rules))
    assert (found.method, texts(found)) == ("widened", FIGURES)


def test_one_word_beside_a_grid_is_no_column() -> None:
    rules = [*(level(y, 190, 360) for y in TOPS), *(upright(x, 100, 156) for x in EDGES[1:])]
    rows = [["" if at != 2 else row[0], *row[1:]] for at, row in enumerate(FIGURES)]
    found = only_table(page_of(lined(102, LEFTS, rows), rules))
    assert texts(found) == [row[1:] for row in FIGURES]


def test_captions_and_sources_in_the_frame_are_no_rows() -> None:
    lines = [
        (50.0, 102.0, "Table 1: Cases"),
        *lined(116, LEFTS, FIGURES),
        (50.0, 172.0, "Source: the council"),
    ]
    rules = [
        *(level(y, 48, 360) for y in (100, 114, 128, 142, 156, 170, 184)),
        *(upright(x, 114, 170) for x in EDGES[1:-1]),
        *(upright(x, 100, 184) for x in (48, 360)),
    ]
    found = only_table(page_of(lines, rules))
    assert texts(found) == FIGURES
    assert (found.captions, found.sources) == (("Table 1: Cases",), ("Source: the council",))


def test_a_list_in_a_cell_over_several_columns_is_one_cell() -> None:
    rows = [["Level", "Not begun", "Done"], ["Steps", "a.", ""], ["", "b.", ""], ["End", "c.", ""]]
    steps = [(215.0, 117.0 + 14 * at, "Homes for all who need one") for at in range(3)]
    rules = [
        *(level(y, 48, 360) for y in (100, 114, 142, 156)),
        *(upright(x, 100, 156) for x in (48, 190, 360)),
        upright(290, 100, 114),
    ]
    found = only_table(page_of([*lined(102, LEFTS, rows), *steps], rules))
    assert (found.method, len(found.grid.columns)) == ("ruled", 3)
