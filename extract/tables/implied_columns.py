"""Rules between and beside columns that a table of actions leaves out, told by its known headings.

Spreadsheets are printed with some borders set and others not: the rule between two columns is missing, the
last column stands outside the frame, or the headings stand over it. Each is told by a heading that is
known, and by words below it that keep to a column of their own on every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from extract.layout.lines import group_lines
from extract.tables.aligned import widest_white
from extract.tables.grids import Cell, Grid, distinct_edges
from extract.tables.headed import HeadedTable, Heading, Part, find_headed, headings_beside
from extract.tables.header_bands import RoleOf, find_header_bands
from extract.tolerances import BEYOND_WORDS, HEADING_STEP, SAME_EDGE
from records.geometry import Box, around, holds
from records.pages import Page, Rule, Word

HEADING_LINES = 4
"""Lines that headings over a grid take at most."""

FEWEST_COLUMNS = 3
"""Columns below headings that stand over a grid: of two the places may agree by chance."""

Placed = tuple[int, Rule]
"""The number of a page and a rule to be drawn on it."""


def implied_columns(pages: Mapping[int, Page], grids: Sequence[Grid], role_of: RoleOf) -> list[Placed]:
    """Return the rules of columns that tables of actions leave out; `grids` are in reading order."""
    found: list[Placed] = []
    tables = find_headed(pages, grids, role_of)
    for table in tables:
        for cell, headings in table.packed:
            found += _between(table, cell, headings)
        for side in (0, 1):
            found += _beside(table, side, grids, role_of)
    headed = {(part.grid.page, part.grid.box) for table in tables for part in table.parts}
    for grid in grids:
        if len(grid.columns) >= FEWEST_COLUMNS and (grid.page, grid.box) not in headed:
            found += _over(pages[grid.page], grid, grids, role_of)
    return found


def _upright(part: Part, x: float, top: float) -> Placed:
    return part.page.number, Rule(Box(x, top, x, part.grid.box.bottom), "upright")


def _between(table: HeadedTable, head: Cell, headings: Sequence[Heading]) -> Iterator[Placed]:
    """Yield the upright rules between headings that share a cell, if the words below keep apart as well."""
    if head.end - head.first > 1 or _has_any(table, headings):
        return
    below = [row.at(head.first) for part in table.parts for row in part.body]
    bodies = [cell.words for cell in below if cell is not None and cell.words]
    cuts = _cuts(headings, [reach for words in bodies for reach in _reaches(words)])
    if cuts is None or not _are_filled(bodies, cuts):
        return
    for at, part in enumerate(table.parts):
        top = head.box.top if at == 0 else part.grid.box.top
        yield from (_upright(part, cut, top) for cut in cuts)


def _reaches(words: Sequence[Word]) -> list[tuple[float, float]]:
    """Return how far each group of neighbouring words reaches from left to right."""
    return [(group[0].box.x0, group[-1].box.x1) for line in group_lines(words) for group in line.groups]


def _has_any(table: HeadedTable, headings: Sequence[Heading]) -> bool:
    return any(heading.role in table.roles.values() for heading in headings)


def _cuts(headings: Sequence[Heading], groups: Sequence[tuple[float, float]]) -> list[float] | None:
    """Return a place between each two headings that no words below cross, None where there is none."""
    heads = [(word.box.x0, word.box.x1) for heading in headings for word in heading.words.words]
    cuts = [
        widest_white((left.words.x0, right.words.x1), heads, groups, 0) for left, right in pairwise(headings)
    ]
    kept = [cut for cut in cuts if cut is not None]
    return kept if len(kept) == len(cuts) else None


def _are_filled(rows: Sequence[Sequence[Word]], cuts: Sequence[float]) -> bool:
    """Return whether each of the columns that cuts make holds words in at least half of the rows."""
    edges = [float("-inf"), *cuts, float("inf")]
    counts = [
        sum(any(left < word.box.middle[0] < right for word in row) for row in rows)
        for left, right in pairwise(edges)
    ]
    return bool(rows) and all(2 * count >= len(rows) for count in counts)


def _beside(table: HeadedTable, side: int, grids: Sequence[Grid], role_of: RoleOf) -> Iterator[Placed]:
    """Yield the rules of columns that stand outside a grid, level with its rows, below known headings."""
    head = around(cell.box for cell in table.head.cells)
    beside = _outside(table.parts[0], side, head.top, head.bottom, grids)
    headings = headings_beside(beside, role_of) if beside else []
    if not headings or _has_any(table, headings):
        return
    tops = [head.bottom, *(part.grid.box.top for part in table.parts[1:])]
    below = [
        _outside(part, side, top, part.grid.box.bottom, grids)
        for part, top in zip(table.parts, tops, strict=True)
    ]
    bodies = [words for words in below if words is not None]
    reaches = [reach for words in bodies for reach in _reaches(words)]
    cuts = _cuts(headings, reaches)
    if len(bodies) < len(below) or cuts is None or not _stand_under(headings, reaches, cuts):
        return
    if not _are_filled(_by_row(table, bodies), cuts):
        return
    reaches += [(heading.words.x0, heading.words.x1) for heading in headings]
    end = (
        min(x0 for x0, _ in reaches) - BEYOND_WORDS
        if side == 0
        else max(x1 for _, x1 in reaches) + BEYOND_WORDS
    )
    tops[0] = head.top
    for part, top in zip(table.parts, tops, strict=True):
        yield from _outer_columns(part, side, top, end, cuts)


def _by_row(table: HeadedTable, bodies: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """Return, for each row of a table, those of the words beside its parts that are level with it."""
    return [
        [word for word in words if row.cells[0].box.top < word.box.middle[1] < row.cells[0].box.bottom]
        for part, words in zip(table.parts, bodies, strict=True)
        for row in part.body
        if row.words
    ]


def _outer_columns(part: Part, side: int, top: float, end: float, cuts: Sequence[float]) -> Iterator[Placed]:
    """Yield the sides of columns outside a grid, and its level rules carried on to the outermost one."""
    inner = part.sides[side]
    edges = {cell.box.top for row in part.grid.rows for cell in row.cells} | {part.grid.box.bottom}
    for y in distinct_edges(edges):
        if y >= top - SAME_EDGE:
            yield part.page.number, Rule(Box(min(inner, end), y, max(inner, end), y), "level")
    yield from (_upright(part, x, top) for x in (*cuts, end))


def _outside(part: Part, side: int, top: float, bottom: float, grids: Sequence[Grid]) -> list[Word] | None:
    """Return the words level with a stretch of a grid beyond a side, None if one is another table's."""
    inner = part.sides[side]
    words = [
        word
        for word in part.page.words
        if top < word.box.middle[1] < bottom
        and (word.box.x1 <= inner + 1 if side == 0 else word.box.x0 >= inner - 1)
    ]
    others = _others(part.grid, grids)
    return None if any(not word.upright or _is_in(word, others) for word in words) else words


def _others(grid: Grid, grids: Sequence[Grid]) -> list[Box]:
    return [other.box for other in grids if other.page == grid.page and other is not grid]


def _is_in(word: Word, boxes: Sequence[Box]) -> bool:
    return any(holds(box, *word.box.middle) for box in boxes)


def _stand_under(
    headings: Sequence[Heading], groups: Sequence[tuple[float, float]], cuts: Sequence[float]
) -> bool:
    """Return whether all words stand below the heading of their column, at least in part."""
    edges = [float("-inf"), *cuts, float("inf")]
    for heading, (left, right) in zip(headings, pairwise(edges), strict=True):
        span = heading.words
        size = span.words[0].size
        inside = [(x0, x1) for x0, x1 in groups if left < (x0 + x1) / 2 < right]
        if any(x1 < span.x0 - size or x0 > span.x1 + size for x0, x1 in inside):
            return False
    return True


def _over(page: Page, grid: Grid, grids: Sequence[Grid], role_of: RoleOf) -> Iterator[Placed]:
    """Yield the rules round headings that stand right over a grid, one over each of its columns."""
    box = grid.box
    sizes = [word.size for word in grid.rows[0].words]
    if not sizes:
        return
    others = _others(grid, grids)
    reach = HEADING_LINES * HEADING_STEP * max(sizes)
    above = [
        word
        for word in page.words
        if box.top - reach < word.box.middle[1] < box.top and word.upright and not _is_in(word, others)
    ]
    bands = list(find_header_bands(page, group_lines(above), role_of)) if above else []
    if not bands or len(bands[-1].cells) != len(grid.columns):
        return
    head = bands[-1].box
    near = box.top - head.bottom <= HEADING_STEP * max(sizes)
    edges = [*grid.columns, box.x1]
    if near and max(word.box.middle[1] for word in above) < head.bottom and _fit(bands[-1].cells, edges):
        top = head.top - BEYOND_WORDS
        yield page.number, Rule(Box(box.x0, top, box.x1, top), "level")
        yield from ((page.number, Rule(Box(x, top, x, box.top), "upright")) for x in edges)


def _fit(headings: Iterable[Sequence[Word]], edges: Sequence[float]) -> bool:
    """Return whether each heading stands between the sides of its column."""
    return all(
        left - SAME_EDGE <= word.box.x0 and word.box.x1 <= right + SAME_EDGE
        for words, (left, right) in zip(headings, pairwise(edges), strict=True)
        for word in words
    )
