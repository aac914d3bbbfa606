"""Every table of a document: those of which a dataset is made, and those that geometry alone proposes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from extract.blocks.proposals import Proposal
from extract.blocks.search import find_proposals
from extract.layout.lines import places_of
from extract.layout.page_layout import Layout, lay_out
from extract.pdf.visibility.strikethrough import part_struck
from extract.tables.grids import Grid
from extract.tables.stitch import Table, stitch
from records.geometry import Box, shared_height, shared_width
from records.pages import Page, Word

REDONE = frozenset({"widened", "divided"})
"""Methods by which a ruled grid was read anew; the proposal takes its place."""


class FoundTable(msgspec.Struct, frozen=True):
    """A table over all of its pages, and the proposals that it was made of; none if a dataset reads it so."""

    table: Table
    proposals: tuple[Proposal, ...] = ()


class EveryTable(msgspec.Struct, frozen=True):
    """The tables of a document in reading order.

    `struck` are words that are struck through; here they stand in their cells. `tangled` are pages with more
    ruled lines than tables have, whose tables were not looked for.
    """

    pages: tuple[Page, ...]
    tables: tuple[FoundTable, ...]
    struck: tuple[Word, ...]
    tangled: tuple[int, ...]


def find_every_table(printed: Sequence[Page]) -> EveryTable:
    """Find the tables on the pages of one document, level ones, struck words included."""
    parted = [part_struck(page) for page in printed]
    pages = [replace(page, rules=left.rules) for page, (left, _) in zip(printed, parted, strict=True)]
    layout = lay_out(pages)
    proposals = [
        found for page in pages if page.number not in layout.tangled for found in find_proposals(page)
    ]
    kept, loose = _kept(layout.tables, proposals)
    held = [grid for table in kept for grid in table.grids]
    new = [
        found
        for found in proposals
        if (found.method != "ruled" or _is_redone(found)) and not _meets(found.page, found.box, held)
    ]
    tables = [FoundTable(table) for table in kept]
    tables += _stitched([*loose, *(found.grid for found in new)], new, layout)
    return EveryTable(
        pages=tuple(pages),
        tables=tuple(sorted(tables, key=lambda each: each.table.start)),
        struck=tuple(word for _, words in parted for word in words),
        tangled=layout.tangled,
    )


def _kept(tables: Iterable[Table], proposals: Sequence[Proposal]) -> tuple[list[Table], list[Grid]]:
    """Return the tables no part of which was read anew, and of the others the parts that were not."""
    kept: list[Table] = []
    loose: list[Grid] = []
    redone = [found.grid for found in proposals if _is_redone(found)]
    for table in tables:
        left = [grid for grid in table.grids if not _meets(grid.page, grid.box, redone)]
        if len(left) == len(table.grids):
            kept.append(table)
        else:
            loose += left
    return kept, loose


def _is_redone(found: Proposal) -> bool:
    """Return whether a ruled grid is read otherwise than for a dataset."""
    return found.method in REDONE or bool(found.captions or found.sources)


def _meets(page: int, box: Box, grids: Iterable[Grid]) -> bool:
    return any(
        grid.page == page and shared_width(grid.box, box) > 0 and shared_height(grid.box, box) > 0
        for grid in grids
    )


def _stitched(grids: Sequence[Grid], proposals: Sequence[Proposal], layout: Layout) -> list[FoundTable]:
    """Join grids over page breaks, where nothing but page furniture stands between them."""
    ordered = sorted(grids, key=lambda grid: (grid.page, grid.box.top, grid.box.x0))
    furniture = places_of(layout.furniture)
    text = {
        page.number: [word.box for word in page.words if (word.page, word.index) not in furniture]
        for page in layout.pages
    }
    between = [
        place
        for place, (upper, lower) in enumerate(pairwise(ordered), 1)
        if upper.page == lower.page or _text_between(upper, lower, text)
    ]
    by_grid = {(found.page, found.box): found for found in proposals}
    return [
        FoundTable(
            table,
            tuple(by_grid[grid.page, grid.box] for grid in table.grids if (grid.page, grid.box) in by_grid),
        )
        for table in stitch(ordered, between)
    ]


def _text_between(upper: Grid, lower: Grid, text: Mapping[int, Sequence[Box]]) -> bool:
    below = (box.middle[1] > upper.box.bottom for box in text[upper.page])
    above = (box.middle[1] < lower.box.top for box in text[lower.page])
    return any(below) or any(above)
