"""The layout of a document: its tables, its running text in paragraphs, and its page furniture."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import msgspec

from extract.outline.furniture import find_furniture
from extract.outline.lines import group_lines
from extract.outline.paragraphs import Paragraph, group_paragraphs
from extract.tables.grids import FindCells, Grid, find_grids
from extract.tables.stitch import Table, stitch
from records.pages import Page, Word


class Layout(msgspec.Struct, frozen=True):
    """What stands on the pages of a document, each word in one place.

    `stray` are words inside the box of a table but in none of its cells.
    """

    pages: tuple[Page, ...]
    tables: tuple[Table, ...]
    paragraphs: tuple[Paragraph, ...]
    furniture: tuple[Word, ...]
    stray: tuple[Word, ...]


def lay_out(pages: Sequence[Page], find_cells: FindCells) -> Layout:
    """Find tables, furniture and paragraphs on the pages of one document."""
    grids = [grid for page in pages for grid in find_grids(page, find_cells) if _is_table(grid)]
    celled = frozenset((word.page, word.index) for grid in grids for row in grid.rows for word in row.words)
    furniture = find_furniture(pages, celled)
    free = [
        word for page in pages for word in page.words if (word.page, word.index) not in furniture | celled
    ]
    stray = [word for word in free if any(_inside(word, grid) for grid in grids)]
    lost = {(word.page, word.index) for word in stray}
    open_words = [word for word in free if (word.page, word.index) not in lost]
    return Layout(
        pages=tuple(pages),
        tables=tuple(stitch(grids, _parted(grids, open_words))),
        paragraphs=tuple(_paragraphs(open_words, grids)),
        furniture=tuple(w for page in pages for w in page.words if (w.page, w.index) in furniture),
        stray=tuple(stray),
    )


def _is_table(grid: Grid) -> bool:
    """Say whether a grid is more than a frame: a box around one passage is running text."""
    return len(grid.rows) > 1 or len(grid.columns) > 1


def _inside(word: Word, grid: Grid) -> bool:
    x, y = word.box.middle
    box = grid.box
    return word.page == grid.page and box.x0 < x < box.x1 and box.top < y < box.bottom


def _parted(grids: Sequence[Grid], words: Iterable[Word]) -> list[int]:
    """Give the places of grids that have running text, or another grid, between them and the one before."""
    places = []
    listed = list(words)
    for place, (upper, lower) in enumerate(itertools.pairwise(grids), 1):
        if any(
            (word.page == upper.page and word.box.top >= upper.box.bottom - 1)
            or (word.page == lower.page and word.box.bottom <= lower.box.top + 1)
            or upper.page < word.page < lower.page
            for word in listed
        ):
            places.append(place)
    return places


def _paragraphs(words: Iterable[Word], grids: Sequence[Grid]) -> list[Paragraph]:
    """Group running text; a table between two lines ends a paragraph."""
    breaks = sorted((grid.page, grid.box.top) for grid in grids)
    stretches: dict[int, list[Word]] = {}
    for word in words:
        above = sum(1 for place in breaks if place < (word.page, word.box.top))
        stretches.setdefault(above, []).append(word)
    return [
        paragraph
        for _, stretch in sorted(stretches.items())
        for paragraph in group_paragraphs(group_lines(stretch, columns=True))
    ]
