"""Tables whose rules are not all there, and neighbours of them that must be read as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from drawing import HEIGHT, Sheet
from drawn_trackers import EDGES, FIELDS, HEADS, READ, ROWS, TOPS, printed, read, ruled

from extract.document import read_document
from extract.pdf.reader import read_pages
from extract.tables.grids import find_grids
from extract.tables.missing_rules import square_corners


@pytest.mark.parametrize(
    "uprights", [EDGES[1:-1], EDGES[1:], EDGES[:-1]], ids=["none", "no left", "no right"]
)
def test_a_table_without_sides_has_its_outer_columns(uprights: Sequence[float]) -> None:
    assert read(ruled(printed(), uprights=uprights)) == READ


def test_level_lines_that_run_on_into_an_empty_margin_add_no_column() -> None:
    report = read_document(ruled(printed(), across=(40, 560)).save())
    assert [set(row.fields) for row in report.rows] == [set(FIELDS)] * 4


def rounded(sheet: Sheet, radius: float) -> None:
    ruled(sheet, uprights=EDGES[1:-1], levels=TOPS[1:-1])
    sheet.canvas.roundRect(50, HEIGHT - TOPS[-1], 495, TOPS[-1] - TOPS[0], radius)


@pytest.mark.parametrize("radius", [2, 8, 14])
def test_a_frame_with_round_corners_is_closed(radius: float) -> None:
    sheet = printed()
    rounded(sheet, radius)
    assert read(sheet) == READ


def test_sides_that_end_short_of_a_level_line_that_does_not_are_no_corner() -> None:
    sheet = printed()
    ruled(sheet, uprights=EDGES[1:])
    sheet.rule(50, TOPS[0] + 9, 50, TOPS[-1])
    assert read(sheet) == READ


def test_a_round_frame_that_no_line_divides_keeps_its_corners() -> None:
    sheet = printed()
    ruled(sheet)
    sheet.canvas.roundRect(50, HEIGHT - 400, 495, 80, 8)
    [page] = read_pages(sheet.save())
    assert square_corners(page.rules) == page.rules


def by_dots(sheet: Sheet, x: float, top: float) -> None:
    sheet.canvas.rect(x, HEIGHT - top - 0.3, 0.9, 0.6, fill=1, stroke=0)


def by_lines(sheet: Sheet, x: float, top: float) -> None:
    sheet.rule(x, top, x + 1, top)


def by_circles(sheet: Sheet, x: float, top: float) -> None:
    sheet.canvas.circle(x, HEIGHT - top, 0.4, fill=1, stroke=0)


@pytest.mark.parametrize("draw", [by_dots, by_lines, by_circles])
def test_dots_in_a_row_are_one_rule(draw: Callable[[Sheet, float, float], None]) -> None:
    sheet = printed()
    ruled(sheet, levels=(TOPS[0], TOPS[1], TOPS[-1]))
    for top in TOPS[2:-1]:
        for step in range(198):
            draw(sheet, 50 + step * 2.5, top)
    assert read(sheet) == READ


def test_dashes_further_apart_than_lines_may_miss_are_one_rule() -> None:
    sheet = printed()
    ruled(sheet, levels=(TOPS[0], TOPS[1], TOPS[-1]))
    for top in TOPS[2:-1]:
        for step in range(50):
            sheet.rule(50 + step * 10, top, 55 + step * 10, top)
    assert read(sheet) == READ


def test_a_column_that_is_blank_on_one_page_is_one_of_the_table() -> None:
    sheet = printed([row[:-1] for row in (HEADS, *ROWS)])
    ruled(sheet, uprights=EDGES[:-1])
    [grid] = [grid for page in read_pages(sheet.save()) for grid in find_grids(page)]
    assert [len(row.cells) for row in grid.rows] == [5] * 5


def test_marks_at_odd_distances_are_no_rule() -> None:
    sheet = printed()
    ruled(sheet)
    for step in range(40):
        by_dots(sheet, 52 + step * 12 + (step * step) % 7, 153)
    assert read(sheet) == READ
