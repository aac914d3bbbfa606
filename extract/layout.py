"""The layout of a document: its tables, its running text in paragraphs, and its page furniture."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Collection, Iterable, Sequence
from itertools import compress, pairwise
from math import inf

import msgspec

from extract.families.column_headings import heading_role
from extract.outline.furniture import find_furniture
from extract.outline.lines import group_lines
from extract.outline.paragraphs import Paragraph, group_paragraphs
from extract.pages.struck import part_struck
from extract.tables.aligned import find_aligned
from extract.tables.broken_words import known_words, mend_words
from extract.tables.cells import TangledRulesError
from extract.tables.grids import Grid, find_grids
from extract.tables.header_bands import find_header_bands
from extract.tables.stitch import Table, same_columns, stitch
from records.geometry import Box
from records.pages import Page, Word


class Frame(msgspec.Struct, frozen=True):
    """A box drawn round running text: a cell of a grid with one column, or of a single cell.

    `open_top` and `open_bottom` tell that the box is cut by the page.
    """

    page: int
    box: Box
    open_top: bool = False
    open_bottom: bool = False


class Layout(msgspec.Struct, frozen=True):
    """What stands on the pages of a document, each word in one place, paragraphs in reading order.

    `stray` are words inside the box of a table but in none of its cells. `struck` are words that
    are struck through and count for nothing. `tangled` are pages with more
    ruled lines than tables have, whose tables were not looked for.
    """

    pages: tuple[Page, ...]
    tables: tuple[Table, ...]
    paragraphs: tuple[Paragraph, ...]
    frames: tuple[Frame, ...]
    furniture: tuple[Word, ...]
    stray: tuple[Word, ...]
    struck: tuple[Word, ...] = ()
    tangled: tuple[int, ...] = ()


def lay_out(printed: Sequence[Page]) -> Layout:
    """Find tables, frames, furniture and paragraphs on the pages of one document."""
    parted = [part_struck(page) for page in printed]
    pages = [page for page, _ in parted]
    found = _find_tables(pages)
    placed = found.furniture | _celled(found.grids)
    free = [word for page in pages for word in page.words if (word.page, word.index) not in placed]
    boxes: dict[int, list[Box]] = {}
    for grid in found.grids:
        boxes.setdefault(grid.page, []).append(grid.box)
    stray = [word for word in free if any(_within(word, box) for box in boxes.get(word.page, ()))]
    lost = {(word.page, word.index) for word in stray}
    open_words = [word for word in free if (word.page, word.index) not in lost]
    return Layout(
        pages=tuple(printed),
        tables=tuple(stitch(found.grids, _parted(found.grids, open_words))),
        paragraphs=tuple(_paragraphs(open_words, found.grids, found.frames)),
        frames=tuple(found.frames),
        furniture=tuple(w for page in pages for w in page.words if (w.page, w.index) in found.furniture),
        stray=tuple(stray),
        struck=tuple(word for _, words in parted for word in words),
        tangled=found.tangled,
    )


class _Found(msgspec.Struct, frozen=True):
    """The parts of tables in reading order, frames, furniture, and the pages with a tangle of lines."""

    grids: Sequence[Grid]
    frames: Sequence[Frame]
    furniture: frozenset[tuple[int, int]]
    tangled: tuple[int, ...]


def _find_tables(pages: Sequence[Page]) -> _Found:
    """Find ruled tables, then those without upright rules in what is left, and mend words they broke."""
    grids, tangled = _ruled(pages)
    tables = [grid for grid in grids if is_table(grid)]
    kept = [is_table(grid) or _rest_of_table(grid, tables) for grid in grids]
    ruled = list(compress(grids, kept))
    frames = [
        frame for grid, is_ruled in zip(grids, kept, strict=True) if not is_ruled for frame in _frames(grid)
    ]
    celled = _celled(ruled)
    headers = [
        header
        for page in pages
        for header in find_header_bands(page, _others(page.words, celled), heading_role)
    ]
    heads = frozenset((word.page, word.index) for header in headers for word in header.words)
    furniture = find_furniture(pages, celled | heads)
    open_pages = {page.number: _others(page.words, celled | furniture) for page in pages}
    every = [*ruled, *find_aligned(pages, open_pages, headers)]
    known = known_words(pages) if every else frozenset()
    ordered = sorted(every, key=lambda grid: (grid.page, grid.box.top, grid.box.x0))
    return _Found([mend_words(grid, known) for grid in ordered], frames, furniture, tangled)


def _ruled(pages: Iterable[Page]) -> tuple[list[Grid], tuple[int, ...]]:
    """Give the ruled tables of all pages, and the pages whose rules were not looked at."""
    found: list[Grid] = []
    tangled: list[int] = []
    for page in pages:
        try:
            found += find_grids(page)
        except TangledRulesError:
            tangled.append(page.number)
    return found, tuple(tangled)


def _celled(grids: Iterable[Grid]) -> frozenset[tuple[int, int]]:
    return frozenset((w.page, w.index) for grid in grids for row in grid.rows for w in row.words)


def _others(words: Iterable[Word], taken: Collection[tuple[int, int]]) -> list[Word]:
    return [word for word in words if (word.page, word.index) not in taken]


def is_table(grid: Grid) -> bool:
    """Say whether a grid is a table: at least two columns and two rows hold words.

    Word draws white boxes behind paragraphs, and reports frame their findings; a grid with one
    column is running text in boxes.
    """
    columns = {cell.first for row in grid.rows for cell in row.cells if cell.words}
    rows = [row for row in grid.rows if row.words]
    return len(columns) > 1 and len(rows) > 1


def _rest_of_table(grid: Grid, tables: Iterable[Grid]) -> bool:
    """Say whether a grid of one row belongs to one of the tables, on a neighbouring page, by its columns."""
    columns = {cell.first for row in grid.rows for cell in row.cells if cell.words}
    return len(columns) > 1 and any(
        abs(other.page - grid.page) == 1
        and len(other.columns) == len(grid.columns)
        and same_columns(other, grid)
        for other in tables
    )


def _frames(grid: Grid) -> list[Frame]:
    cells = [cell for row in grid.rows for cell in row.cells if cell.words]
    return [
        Frame(
            grid.page,
            cell.box,
            open_top=grid.open_top and cell is cells[0],
            open_bottom=grid.open_bottom and cell is cells[-1],
        )
        for cell in cells
    ]


def _within(word: Word, box: Box) -> bool:
    x, y = word.box.middle
    return box.x0 < x < box.x1 and box.top < y < box.bottom


def _parted(grids: Sequence[Grid], words: Iterable[Word]) -> list[int]:
    """Give the places of grids that have running text between them and the one before."""
    lowest: dict[int, float] = {}
    highest: dict[int, float] = {}
    for word in words:
        lowest[word.page] = max(lowest.get(word.page, -inf), word.box.top)
        highest[word.page] = min(highest.get(word.page, inf), word.box.bottom)
    written = sorted(lowest)
    return [
        place
        for place, (upper, lower) in enumerate(pairwise(grids), 1)
        if lowest.get(upper.page, -inf) >= upper.box.bottom - 1
        or highest.get(lower.page, inf) <= lower.box.top + 1
        or bisect_left(written, lower.page) > bisect(written, upper.page)
    ]


def _paragraphs(words: Iterable[Word], grids: Sequence[Grid], frames: Sequence[Frame]) -> list[Paragraph]:
    """Group running text; a table between two lines ends a paragraph, as do the sides of a frame."""
    breaks = sorted((grid.page, grid.box.top) for grid in grids)
    held: dict[int, list[int]] = {}
    for place, frame in enumerate(frames):
        held.setdefault(frame.page, []).append(place)
    stretches: dict[tuple[int, int | None], list[Word]] = {}
    for word in words:
        above = bisect(breaks, (word.page, word.box.top))
        home = next((i for i in held.get(word.page, ()) if _within(word, frames[i].box)), None)
        stretches.setdefault((above, home), []).append(word)
    paragraphs = [
        paragraph
        for (_, home), stretch in stretches.items()
        for paragraph in group_paragraphs(group_lines(stretch, columns=True), home)
    ]
    return sorted(paragraphs, key=lambda p: (p.page, p.box.top, p.box.x0))
