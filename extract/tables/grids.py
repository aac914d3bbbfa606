"""Ruled lines on one page become grids of cells, and words find their cell."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

import msgspec

from extract.layout.paragraphs import read_passage
from extract.tables.cells import TangledRulesError, find_cells
from extract.tables.missing_rules import close_ends, level_at, missing_sides, square_corners
from extract.tolerances import (
    FLATTEST_DOT,
    GREYISH,
    LARGEST_DOT,
    NEARLY_WHITE,
    SAME_EDGE,
    SMALLEST_DOT,
    TALLEST_DOT,
    WIDEST_DOT,
)
from records.geometry import Bands, Box, around, holds, shared_width
from records.pages import Colour, Fill, Page, Word, packed
from records.report import Passage

MOST_RULES = 20_000
"""Ruled lines that a page may have; of 1,803 pages of reports none has more than 45."""


class Cell(msgspec.Struct, frozen=True, dict=True):
    """A cell: its columns from `first` up to and without `end`, its box, and the words in it.

    A cell joined from both sides of a page break holds words of two pages and the upper box.
    """

    first: int
    end: int
    box: Box
    words: tuple[Word, ...]
    fill: Colour | None = None
    dot: Colour | None = None

    @cached_property
    def passage(self) -> Passage:
        """The words read as paragraphs and list items."""
        return read_passage(self.words, self.fill, self.dot)

    @property
    def text(self) -> str:
        """The words, blocks parted by line feeds."""
        return self.passage.text

    @property
    def line(self) -> str:
        """The words on one line, with single spaces."""
        return " ".join(self.text.split())

    @property
    def bold(self) -> bool:
        """Whether all of its words are bold; False for an empty cell."""
        blocks = self.passage.blocks
        return bool(blocks) and all(block.bold for block in blocks)


class Row(msgspec.Struct, frozen=True):
    """The cells that start in one row, left to right."""

    cells: tuple[Cell, ...]

    def at(self, column: int) -> Cell | None:
        """Return the cell that covers `column`, None where a cell from above reaches into this row."""
        place = bisect(self.cells, column, key=lambda cell: cell.first) - 1
        return self.cells[place] if place >= 0 and column < self.cells[place].end else None

    def fills(self, column: int) -> bool:
        """Return whether the cell that covers `column` holds words."""
        cell = self.at(column)
        return cell is not None and bool(cell.words)

    def text(self, column: int) -> str:
        """Return the text of the cell that covers `column`, "" where there is none."""
        cell = self.at(column)
        return cell.text if cell is not None else ""

    @property
    def columns(self) -> set[int]:
        """Every column that a cell of the row covers."""
        return {column for cell in self.cells for column in range(cell.first, cell.end)}

    @property
    def keys(self) -> list[str]:
        """The text of each cell, as rows are compared: on one line, case aside."""
        return [cell.line.casefold() for cell in self.cells]

    @property
    def filled(self) -> list[Cell]:
        """The cells with words."""
        return [cell for cell in self.cells if cell.words]

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word of the row."""
        return tuple(word for cell in self.cells for word in cell.words)


class Grid(msgspec.Struct, frozen=True):
    """A ruled table on one page: its box, the left edges of its columns, and its rows.

    `open_top` and `open_bottom` tell that the sides run on where the last level line is missing:
    the page broke inside a row.
    """

    page: int
    box: Box
    columns: tuple[float, ...]
    rows: tuple[Row, ...]
    open_top: bool = False
    open_bottom: bool = False


def find_grids(page: Page) -> list[Grid]:
    """Find the ruled tables of a page from the top, with the words of each cell.

    A word is given to the cell that holds the middle of its characters, and parted where it runs
    over a line. A frame round a single cell is a grid of one row and one column. Raises `TangledRulesError`
    for a page with more ruled lines than tables have.
    """
    if len(page.rules) > MOST_RULES:
        raise TangledRulesError
    rules = square_corners(page.rules)
    closed, open_tops, open_bottoms = close_ends(rules)
    tables = find_cells(closed)
    if not tables:
        return []
    sides = missing_sides(rules, tables, page.words)
    if sides:
        closed, open_tops, open_bottoms = close_ends([*rules, *sides])
        tables = find_cells(closed)
    grids = []
    fills = Bands(fill.box for fill in page.fills)
    by_height = sorted(page.words, key=lambda word: word.box.middle[1])
    heights = [word.box.middle[1] for word in by_height]
    for cells in tables:
        box = around(cells)
        level = by_height[bisect_left(heights, box.top) : bisect_left(heights, box.bottom)]
        beside = (word for word in level if word.box.x1 >= box.x0 and word.box.x0 <= box.x1)
        words = sorted(beside, key=lambda word: word.index)
        grids.append(
            _grid(
                page,
                fills,
                cells,
                words,
                open_top=any(_touches(line, box) for line in level_at(open_tops, box.top)),
                open_bottom=any(_touches(line, box) for line in level_at(open_bottoms, box.bottom)),
            )
        )
    return sorted(grids, key=lambda grid: (grid.box.top, grid.box.x0))


def _touches(line: Box, box: Box) -> bool:
    return shared_width(line, box) > 0.5 * box.width


def distinct_edges(values: Iterable[float]) -> list[float]:
    """Return places in order, those left out that are the same edge as the one before."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > SAME_EDGE:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    after = bisect(edges, value)
    return min(
        (at for at in (after - 1, after) if 0 <= at < len(edges)), key=lambda at: abs(edges[at] - value)
    )


def _grid(
    page: Page,
    fills: Bands,
    boxes: Sequence[Box],
    words: Sequence[Word],
    *,
    open_top: bool,
    open_bottom: bool,
) -> Grid:
    columns = distinct_edges(box.x0 for box in boxes)
    right = [*columns[1:], max(box.x1 for box in boxes)]
    tops = distinct_edges(box.top for box in boxes)
    held = share_words(words, boxes)
    rows: list[list[Cell]] = [[] for _ in tops]
    for box, inside in zip(boxes, held, strict=True):
        behind = [page.fills[at] for at in fills.near(box.middle[1])]
        cell = Cell(
            first=_nearest(columns, box.x0),
            end=_nearest(right, box.x1) + 1,
            box=box,
            words=tuple(inside),
            fill=find_fill(box, inside, behind),
            dot=find_dot(box, behind),
        )
        rows[_nearest(tops, box.top)].append(cell)
    return Grid(
        page=page.number,
        box=around(boxes),
        columns=tuple(columns),
        rows=tuple(Row(tuple(sorted(row, key=lambda c: c.first))) for row in rows),
        open_top=open_top,
        open_bottom=open_bottom,
    )


def find_fill(box: Box, words: Sequence[Word], fills: Sequence[Fill]) -> Colour | None:
    """Return the colour behind a cell: the last one painted over most of its middle, or behind all its words.

    Web pages print a status as a pill: a coloured box behind the word, smaller than the cell.
    """
    found = None
    x, y = box.middle
    for fill in fills:
        if (holds(fill.box, x, y) and shared_width(fill.box, box) > 0.5 * box.width) or (
            words and all(holds(fill.box, *word.box.middle) for word in words)
        ):
            found = None if min(fill.colour) > NEARLY_WHITE else fill.colour
    return found


def find_dot(box: Box, fills: Sequence[Fill]) -> Colour | None:
    """Return the colour of the one small shape, as wide as high, drawn in a cell: a traffic light.

    None where there is none, or where several differ: three lamps of which one is lit say nothing here.
    """
    colours = {
        fill.colour
        for fill in fills
        if max(fill.box.width, fill.box.height) <= LARGEST_DOT
        and min(fill.box.width, fill.box.height) >= SMALLEST_DOT
        and TALLEST_DOT < fill.box.width / fill.box.height < FLATTEST_DOT
        and holds(box, *fill.box.middle)
        and fill.box.width < WIDEST_DOT * box.width
        and max(fill.colour) - min(fill.colour) > GREYISH
    }
    return colours.pop() if len(colours) == 1 else None


def share_words(words: Iterable[Word], boxes: Sequence[Box]) -> list[list[Word]]:
    """Share words among boxes, one list a box. Words and parts of words in no box are left out."""
    held: list[list[Word]] = [[] for _ in boxes]
    bands = Bands(boxes)
    for word in words:
        _, y = word.box.middle
        level = [i for i in bands.near(y) if boxes[i].top <= y < boxes[i].bottom]
        whole = next((i for i in level if boxes[i].x0 <= word.box.x0 and word.box.x1 < boxes[i].x1), None)
        if whole is not None:
            held[whole].append(word)
            continue
        if not level:
            continue
        owners = [
            next((i for i in level if boxes[i].x0 <= (a + b) / 2 < boxes[i].x1), None)
            for a, b in pairwise(word.edges)
        ]
        start = 0
        for end in range(1, len(owners) + 1):
            if end == len(owners) or owners[end] != owners[start]:
                owner = owners[start]
                if owner is not None:
                    held[owner].append(_part(word, start, end))
                start = end
    return held


def _part(word: Word, start: int, end: int) -> Word:
    if start == 0 and end == len(word.text):
        return word
    edges = word.edges[start : end + 1]
    return msgspec.structs.replace(
        word,
        text=word.text[start:end],
        packed_edges=packed(edges),
        box=Box(edges[0], word.box.top, edges[-1], word.box.bottom),
        rare=msgspec.structs.replace(word.rare, start=word.start + start),
    )
