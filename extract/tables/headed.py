"""Ruled tables whose headings are known: which row of a grid holds them, and the parts on later pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import msgspec

from extract.families.column_roles import Role
from extract.layout.lines import group_lines
from extract.tables.grids import Cell, Grid, Row
from extract.tables.header_bands import TELLING, TEXTS, RoleOf, Span, cell_text, headings_of, span_of
from extract.tables.stitch import same_columns
from records.geometry import Box
from records.pages import Page, Word

MOST_ROWS_ABOVE = 4
"""Rows of a title and of dates that a grid may hold above its header."""


MOST_WORDS = 12
"""A heading has no more words than this."""

MOST_PACKED = 40
"""Words of headings that share a cell."""


class Part(msgspec.Struct, frozen=True):
    """The part of a table on one page: its grid, and the rows below the header."""

    page: Page
    grid: Grid
    body: Sequence[Row]

    @property
    def sides(self) -> tuple[float, float]:
        """Its left and right side."""
        return self.grid.box.x0, self.grid.box.x1

    @property
    def columns(self) -> list[tuple[float, float]]:
        """The left and right edge of each column."""
        edges = [*self.grid.columns, self.grid.box.x1]
        return list(pairwise(edges))


class Heading(msgspec.Struct, frozen=True):
    """The heading of a column: its words, and the role that they name."""

    words: Span
    role: Role


class HeadedTable(msgspec.Struct, frozen=True):
    """A table with a header of known headings, and its parts; the first holds the header.

    `roles` tells what each column holds whose heading is known; `packed` holds the cells of the header in
    which several known headings stand beside each other, with these.
    """

    head: Row
    roles: Mapping[int, Role]
    packed: Sequence[tuple[Cell, Sequence[Heading]]]
    parts: Sequence[Part]

    def place(self, role: Role) -> int | None:
        """Return the column of a role, None if no column or more than one has it."""
        places = [column for column, held in self.roles.items() if held is role]
        return places[0] if len(places) == 1 else None


def find_headed(pages: Mapping[int, Page], grids: Sequence[Grid], role_of: RoleOf) -> list[HeadedTable]:
    """Return the tables among grids, given in reading order, that have a header of a table of actions.

    Grids with the same columns on the pages that follow, without a header of their own, are parts of it.
    """
    found: list[HeadedTable] = []
    open_parts: list[Part] = []
    for grid in grids:
        headed = _headed(pages[grid.page], grid, role_of)
        if headed is not None:
            open_parts = [headed.parts[0]]
            found.append(msgspec.structs.replace(headed, parts=open_parts))
        elif open_parts and _follows(open_parts[-1].grid, grid):
            open_parts.append(Part(pages[grid.page], grid, grid.rows))
        elif len(grid.columns) > 1:
            open_parts = []
    return found


def _follows(upper: Grid, lower: Grid) -> bool:
    return lower.page == upper.page + 1 and len(upper.columns) > 1 and same_columns(upper, lower)


def _headed(page: Page, grid: Grid, role_of: RoleOf) -> HeadedTable | None:
    for at, row in enumerate(grid.rows[: MOST_ROWS_ABOVE + 1]):
        roles: dict[int, Role] = {}
        others: list[Cell] = []
        for cell in row.filled:
            role = role_of(cell.line) if len(cell.words) <= MOST_WORDS else None
            if role is not None:
                roles[cell.first] = role
            elif len(cell.words) <= MOST_PACKED:
                others.append(cell)
        if not roles and len(others) > 1:
            continue
        packed = [(cell, found) for cell in others if len(found := headings_beside(cell.words, role_of)) > 1]
        known = {*roles.values(), *(heading.role for _, headings in packed for heading in headings)}
        if known & TEXTS and known & TELLING:
            return HeadedTable(row, roles, packed, [Part(page, grid, grid.rows[at + 1 :])])
    return None


def headings_beside(words: Iterable[Word], role_of: RoleOf) -> list[Heading]:
    """Return the headings that words form beside each other; none unless each has a known role of its own."""
    spans = headings_of([[span_of(group) for group in line.groups] for line in group_lines(words)])
    roles = [role_of(cell_text(span.words)) for span in spans]
    known = [Heading(span, role) for span, role in zip(spans, roles, strict=True) if role is not None]
    return known if len(set(roles)) == len(known) == len(spans) else []


def without_nested(pages: Mapping[int, Page], grids: Sequence[Grid], role_of: RoleOf) -> Sequence[Grid]:
    """Return grids without those within a cell of a table of actions: their words are words of the cell."""
    if not any(
        _is_within(one, other.page, other.box) for one in grids for other in grids if one is not other
    ):
        return grids
    cells = [
        (part.grid.page, cell.box)
        for table in find_headed(pages, grids, role_of)
        for part in table.parts
        for row in part.body
        for cell in row.cells
    ]
    return [grid for grid in grids if not any(_is_within(grid, *cell) for cell in cells)]


def _is_within(grid: Grid, page: int, box: Box) -> bool:
    inner = grid.box
    return (
        page == grid.page
        and box.x0 < inner.x0
        and inner.x1 < box.x1
        and box.top < inner.top
        and inner.bottom < box.bottom
    )
