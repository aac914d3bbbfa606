"""The cells that ruled lines enclose: those that pdfplumber finds, in a time that does not explode."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
from reportlab.pdfgen.canvas import Canvas

from extract.document import read_document
from extract.tables.cells import TangledRulesError, find_cells
from extract.tables.grids import MOST_RULES, find_grids
from extract.tolerances import MEET
from records.geometry import Box
from records.pages import Page, Rule


def level(top: float, x0: float, x1: float) -> Rule:
    return Rule(Box(x0, top, x1, top), "level")


def upright(x: float, top: float, bottom: float) -> Rule:
    return Rule(Box(x, top, x, bottom), "upright")


def by_pdfplumber(rules: list[Rule]) -> list[list[Box]]:
    """Give the cells that pdfplumber's table finder gives, tables of a single one included."""
    edges = [
        {
            **dict(zip(("x0", "top", "x1", "bottom"), (*msg,), strict=True)),
            "orientation": rule.direction[0].replace("l", "h").replace("u", "v"),
            "width": rule.box.width,
            "height": rule.box.height,
            "object_type": "line",
        }
        for rule in rules
        for msg in [(rule.box.x0, rule.box.top, rule.box.x1, rule.box.bottom)]
    ]
    merged = merge_edges(edges, MEET, MEET, MEET, MEET)
    cells = intersections_to_cells(edges_to_intersections(merged, MEET, MEET))
    tables = cells_to_tables(cells)
    grouped = {cell for table in tables for cell in table}
    tables += [[cell] for cell in cells if cell not in grouped]
    return [[Box(*(round(side, 2) for side in cell)) for cell in table] for table in tables]


def alike(tables: list[list[Box]]) -> list[list[Box]]:
    return sorted(sorted(table) for table in tables)


place = st.integers(0, 12).map(lambda number: 10.0 * number)
stroke = st.tuples(st.booleans(), place, place, place).map(
    lambda drawn: (
        level(drawn[1], min(drawn[2:]), max(drawn[2:]))
        if drawn[0]
        else upright(drawn[1], min(drawn[2:]), max(drawn[2:]))
    )
)


@given(st.lists(stroke, max_size=40))
def test_cells_are_those_of_pdfplumber(rules: list[Rule]) -> None:
    expected = by_pdfplumber(rules) if rules else []
    assert alike(find_cells(rules)) == alike(expected)


def test_lines_that_nearly_meet_enclose_a_cell() -> None:
    rules = [level(10, 12, 88), level(51.5, 10, 90), upright(10, 12, 50), upright(91, 10, 49)]
    assert find_cells(rules) == [[Box(10, 10, 91, 51.5)]]
    rules[0] = level(10, 14, 88)
    assert find_cells(rules) == []


def test_a_fine_grid_is_found_whole() -> None:
    places = [5.0 * number for number in range(91)]
    rules = [level(top, 0, 450) for top in places] + [upright(x, 0, 450) for x in places]
    (cells,) = find_cells(rules)
    assert len(cells) == 90 * 90
    assert cells[0] == Box(0, 0, 5, 5)


def test_a_tangle_of_lines_is_refused() -> None:
    dice = random.Random(7)
    rules = [level(5.0 * number, 0, 5000) for number in range(700)]
    rules += [upright(5.0 * number + 2 * dice.random(), 0, 3500) for number in range(700)]
    with pytest.raises(TangledRulesError):
        find_grids(page([*rules]))


def page(rules: list[Rule]) -> Page:
    return Page(1, 5000, 5000, 0, (), tuple(rules), ())


def test_more_rules_than_tables_have_are_refused_before_they_are_looked_at() -> None:
    with pytest.raises(TangledRulesError):
        find_grids(page([level(0, 0, 10)] * (MOST_RULES + 1)))


def test_a_page_of_graph_paper_is_named_and_the_rest_is_read() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(1000, 1000))
    canvas.drawString(50, 950, "Children's Services Action Plan")
    for number in range(150):
        canvas.line(50, 50 + 6 * number, 944, 50 + 6 * number)
        canvas.line(50 + 6 * number, 50, 50 + 6 * number, 944)
    canvas.save()
    report = read_document(buffer.getvalue())
    assert (report.state, report.problem) == ("partial", "over_limit")
    assert report.problem_detail == "page 1 has more ruled lines than tables have."
    assert report.accounts[0].unplaced == 0
