"""Every table of a document: those of which a dataset is made, and those that geometry alone proposes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from extract.blocks.proposals import Proposal
from extract.blocks.search import find_proposals
from extract.layout.lines import Place, free_words, group_lines, places_of, without
from extract.layout.page_layout import Layout, lay_out
from extract.layout.right_to_left import read_lines
from extract.pdf.reader import read_pages
from extract.pdf.visibility.rotation import lay_level, turn_of
from extract.pdf.visibility.strikethrough import part_struck
from extract.tables.grids import Cell, Grid, Row
from extract.tables.stitch import Table, stitch
from records.geometry import Box, shared_height, shared_width
from records.pages import Page, Rule, Word
from records.tables import PlainCell, PlainTable

REDONE = frozenset({"widened", "divided"})
"""Methods by which a ruled grid was read anew; the proposal takes its place."""


class FoundTable(msgspec.Struct, frozen=True):
    """A table over all of its pages, and the proposals that it was made of; none if a dataset reads it so."""

    table: Table
    proposals: tuple[Proposal, ...] = ()

    @property
    def header_rows(self) -> int:
        """How many rows at its head are its header, 0 where geometry does not tell."""
        return self.proposals[0].header_rows if self.proposals else 0

    @property
    def method(self) -> str:
        """By what it was found."""
        return self.proposals[0].method if self.proposals else "as in the dataset"


class EveryTable(msgspec.Struct, frozen=True):
    """The tables of a document in reading order.

    `struck` are words that are struck through; here they stand in their cells. `tangled` are pages with more
    ruled lines than tables have, whose tables were not looked for.
    """

    pages: tuple[Page, ...]
    tables: tuple[FoundTable, ...]
    struck: tuple[Word, ...]
    tangled: tuple[int, ...]


def find_every_table(printed: Sequence[Page], known: Layout | None = None) -> EveryTable:
    """Find the tables on the pages of one document, level ones, struck words included.

    `known` is their layout if it was made before; it serves where nothing is struck through.
    """
    parted = [part_struck(page) for page in printed]
    pages = [replace(page, rules=left.rules) for page, (left, _) in zip(printed, parted, strict=True)]
    layout = lay_out(pages) if known is None or known.struck else known
    furniture = places_of(layout.furniture)
    proposals = [
        found
        for page in pages
        if page.number not in layout.tangled
        for found in find_proposals(_whole(page, layout.implied, furniture))
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


def _whole(page: Page, implied: Iterable[tuple[int, Rule]], furniture: Collection[Place]) -> Page:
    """Return a page with the rules that its headings tell of, without its running headers and footers.

    A line that is page furniture only in part is a row whose figures stand on other pages as well.
    """
    rules = [rule for number, rule in implied if number == page.number]
    running = [
        line.words
        for line in group_lines(word for word in page.words if word.upright)
        if all((word.page, word.index) in furniture for word in line.words)
    ]
    left = places_of(word for words in running for word in words)
    return replace(page, rules=(*page.rules, *rules), words=free_words(page.words, left))


def read_every_table(content: bytes, password: str | None = None) -> list[PlainTable]:
    """Return the tables of a PDF as plain lists of rows. Raises `SourceError` if it cannot be read."""
    return plain_tables(find_every_table(level_pages(read_pages(content, password))))


def level_pages(pages: Iterable[Page]) -> list[Page]:
    """Return pages, those that are printed sideways laid level."""
    return [page if (turn := turn_of(page)) is None else lay_level(page, turn) for page in pages]


def plain_tables(found: EveryTable) -> list[PlainTable]:
    """Return tables as plain lists of rows; rows that repeat a header on a later page are left out."""
    crossed = {word.key: word.text for word in found.struck}
    return [
        PlainTable(
            pages=tuple(grid.page for grid in each.table.grids),
            boxes=tuple(grid.box for grid in each.table.grids),
            columns=each.table.columns,
            header_rows=each.header_rows,
            method=each.method,
            rows=tuple(_plain_rows(each.table, crossed)),
            captions=tuple(line for proposal in each.proposals for line in proposal.captions),
            sources=tuple(line for proposal in each.proposals for line in proposal.sources),
        )
        for each in found.tables
    ]


def _plain_rows(table: Table, crossed: Mapping[tuple[int, int, int], str]) -> Iterator[tuple[PlainCell, ...]]:
    page = table.grids[0].page
    for at, row in enumerate(table.rows):
        page = row.words[0].page if row.words else page
        yield tuple(
            PlainCell(
                text=text_of(cell),
                row=at,
                column=cell.first,
                rows=rows_of(table.rows, at, cell),
                columns=cell.end - cell.first,
                page=page,
                box=cell.box,
                struck=tuple(crossed[word.key] for word in cell.words if word.key in crossed),
            )
            for cell in row.cells
        )


def text_of(cell: Cell) -> str:
    """Return the text of a cell, lines of Hebrew or Arabic in reading order."""
    turned = read_lines(cell.words)
    return cell.text if turned is None else turned


def rows_of(rows: Sequence[Row], at: int, cell: Cell) -> int:
    """Return how many rows a cell covers: no cell below it takes its columns, down to its lower side."""
    columns = set(range(cell.first, cell.end))
    pages = {word.page for word in rows[at].words}
    count = 1
    for row in rows[at + 1 :]:
        tops = [other.box.top for other in row.cells]
        below = {word.page for word in row.words}
        if not tops or row.columns & columns or min(tops) > cell.box.bottom - 1 or (below and below != pages):
            break
        count += 1
    return count


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


def with_proposed_tables(layout: Layout) -> Layout | None:
    """Return a layout with proposed tables beside the others, their words in no paragraph; None without any.

    Words that are struck through stand in no cell.
    """
    found = find_every_table(layout.pages, layout).tables
    if not any(each.proposals for each in found):
        return None
    struck = places_of(layout.struck)
    tables = tuple(_without_struck(each.table, struck) for each in found)
    taken = places_of(word for table in tables for word in table.words)
    paragraphs = [
        replace(paragraph, lines=lines)
        for paragraph in layout.paragraphs
        if (lines := tuple(without(paragraph.lines, taken)))
    ]
    return replace(layout, tables=tables, paragraphs=tuple(paragraphs))


def _without_struck(table: Table, struck: frozenset[tuple[int, int]]) -> Table:
    if not struck:
        return table
    rows = tuple(
        replace(
            row,
            cells=tuple(
                replace(cell, words=tuple(w for w in cell.words if (w.page, w.index) not in struck))
                for cell in row.cells
            ),
        )
        for row in table.rows
    )
    return replace(table, rows=rows)
