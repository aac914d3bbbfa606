"""An area of a page is read as a table: columns, header, rows, and the cells where these meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from extract.blocks.captions import part_captions
from extract.blocks.chunks import Chunk, TextLine
from extract.blocks.columns import Columns, find_columns
from extract.blocks.header import Heading, header_lines, part_at_edges, read_header
from extract.blocks.judgement import measure
from extract.blocks.proposals import Area, Proposal
from extract.blocks.rows import part_rows
from extract.blocks.tolerances import LONG
from extract.tables.grids import Cell, Grid, Row, find_dot, find_fill
from records.geometry import Bands, Box, around
from records.pages import Page, Word


def read_area(page: Page, area: Area, fills: Bands) -> Proposal | None:
    """Return an area as a table, None if it has no more than one column or row."""
    captions, lines, sources = part_captions(area.lines)
    if len(lines) < 2:
        return None
    columns = find_columns(lines, area.upright)
    if columns is None:
        return None
    width = columns.edges[-1] - columns.edges[0]
    long_rules = [
        rule for rule in area.level if rule.over(columns.edges[0], columns.edges[-1]) >= LONG * width
    ]
    count = header_lines(lines, long_rules)
    headings = read_header(lines[:count], columns, area.level, area.upright) if count else []
    body = part_rows(lines[count:], columns, long_rules)
    rows = _header_rows(headings)
    head = len(rows)
    rows += [_body_row(row, columns) for row in body]
    rows = [row for row in rows if row]
    if len(rows) < 2:
        return None
    grid = _grid(page, rows, columns, fills)
    return Proposal(
        page=page.number,
        grid=grid,
        header_rows=head,
        method=area.method,
        evidence=measure(lines, count, body, columns),
        captions=tuple(line.text for line in captions),
        sources=tuple(line.text for line in sources),
    )


Placed = tuple[int, int, int, Box, tuple[Word, ...]]
"""A cell in the making: first and last column, rows that it covers, box, words."""


def _header_rows(headings: Sequence[Heading]) -> list[list[Placed]]:
    height = max((heading.last_row for heading in headings), default=-1) + 1
    rows: list[list[Placed]] = [[] for _ in range(height)]
    for heading in headings:
        words = tuple(word for chunk in heading.chunks for word in chunk.words)
        box = around(chunk.box for chunk in heading.chunks)
        rows[heading.row].append(
            (heading.first, heading.last, heading.last_row - heading.row + 1, box, words)
        )
    return rows


def _body_row(lines: Iterable[TextLine], columns: Columns) -> list[Placed]:
    """Return the cells of a row: its chunks by column; one that reaches over several spans them."""
    cells: dict[tuple[int, int], list[Chunk]] = {}
    for line in lines:
        for chunk in line.chunks:
            for first, last, part in part_at_edges(chunk, columns):
                span = next(((a, b) for a, b in cells if a <= last and first <= b), None)
                if span is None:
                    cells[first, last] = [part]
                else:
                    held = cells.pop(span)
                    cells[min(first, span[0]), max(last, span[1])] = [*held, part]
    return [
        (
            first,
            last,
            1,
            around(part.box for part in parts),
            tuple(word for part in parts for word in part.words),
        )
        for (first, last), parts in sorted(cells.items())
    ]


def _grid(page: Page, rows: Sequence[Sequence[Placed]], columns: Columns, fills: Bands) -> Grid:
    """Return cells as a grid without gaps: rows meet in the middle of the white between them."""
    tops = [min(box.top for *_, box, _ in row) for row in rows]
    bottoms = [max(box.bottom for *_, box, _ in row) for row in rows]
    edges = [tops[0] - 1]
    for upper, lower in pairwise(range(len(rows))):
        low = min(bottoms[upper], tops[lower])
        edges.append(max((low + tops[lower]) / 2, edges[-1] + 1))
    edges.append(max(bottoms[-1], edges[-1]) + 1)
    made = []
    for at, row in enumerate(rows):
        covered: set[int] = set()
        cells = []
        for first, last, height, _, words in row:
            box = Box(
                columns.edges[first], edges[at], columns.edges[last + 1], edges[min(at + height, len(rows))]
            )
            covered.update(range(first, last + 1))
            cells.append(_cell(page, first, last, box, words, fills))
        taken = covered | _covered_from_above(rows, at)
        for column in range(columns.count):
            if column not in taken:
                box = Box(columns.edges[column], edges[at], columns.edges[column + 1], edges[at + 1])
                cells.append(_cell(page, column, column, box, (), fills))
        made.append(Row(tuple(sorted(cells, key=lambda cell: cell.first))))
    box = Box(columns.edges[0], edges[0], columns.edges[-1], edges[-1])
    return Grid(page=page.number, box=box, columns=tuple(columns.edges[:-1]), rows=tuple(made))


def _covered_from_above(rows: Sequence[Sequence[Placed]], at: int) -> set[int]:
    return {
        column
        for above in range(at)
        for first, last, height, _, _ in rows[above]
        if above + height > at
        for column in range(first, last + 1)
    }


def _cell(page: Page, first: int, last: int, box: Box, words: tuple[Word, ...], fills: Bands) -> Cell:
    behind = [page.fills[at] for at in fills.near(box.middle[1])]
    return Cell(first, last + 1, box, words, find_fill(box, words, behind), find_dot(box, behind))
