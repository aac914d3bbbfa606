"""The layout of a document: its tables, its running text in paragraphs, and its page furniture."""

from bisect import bisect, bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import compress, pairwise
from math import inf
from operator import attrgetter

import msgspec
from msgspec.structs import replace

from extract.families.column_headings import heading_role
from extract.layout.hyphens import join_parted, written_words
from extract.layout.lines import (
    Line,
    Place,
    free_words,
    group_lines,
    part_columns,
    part_lines,
    places_of,
    without,
)
from extract.layout.paragraphs import Paragraph, group_paragraphs, usual_size
from extract.layout.running_heads import find_furniture
from extract.pdf.visibility.strikethrough import part_struck
from extract.tables.aligned import find_aligned
from extract.tables.broken_words import correct_words, known_words
from extract.tables.cells import TangledRulesError
from extract.tables.grids import Grid, find_grids
from extract.tables.headed import without_nested
from extract.tables.header_bands import find_header_bands
from extract.tables.implied_columns import implied_columns
from extract.tables.implied_rows import implied_rows
from extract.tables.stitch import Table, same_columns, stitch
from records.geometry import Bands, Box
from records.pages import Page, Rule, Word


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

    `usual` is the letter size of most lines of running text, 0 if there are none.
    `stray` are words inside the box of a table but in none of its cells. `struck` are words that
    are struck through and count for nothing. `tangled` are pages with more
    ruled lines than tables have, whose tables were not looked for. `implied` are rules that
    known headings tell of, each with its page.
    """

    pages: tuple[Page, ...]
    tables: tuple[Table, ...]
    paragraphs: tuple[Paragraph, ...]
    usual: float
    frames: tuple[Frame, ...]
    furniture: tuple[Word, ...]
    stray: tuple[Word, ...]
    struck: tuple[Word, ...] = ()
    tangled: tuple[int, ...] = ()
    implied: tuple[tuple[int, Rule], ...] = ()


def lay_out(printed: Sequence[Page]) -> Layout:
    """Find tables, frames, furniture and paragraphs on the pages of one document."""
    parted = [part_struck(page) for page in printed]
    pages = [page for page, _ in parted]
    found = _find_tables(pages)
    tables = _Boxes(found.grids)
    stray = [
        word
        for page in tables.places
        for line in found.lines[page]
        for word in line.words
        if tables.around(word) is not None
    ]
    lines = _pages_without(found.lines, places_of(stray))
    paragraphs = [
        replace(each, lines=join_parted(each.lines, found.written))
        for each in _paragraphs(lines, found.grids, found.frames)
    ]
    return Layout(
        pages=tuple(printed),
        tables=tuple(stitch(found.grids, _parted(found.grids, lines))),
        paragraphs=tuple(paragraphs),
        usual=usual_size(paragraphs),
        frames=tuple(found.frames),
        furniture=tuple(w for page in pages for w in page.words if (w.page, w.index) in found.furniture),
        stray=tuple(stray),
        struck=tuple(word for _, words in parted for word in words),
        tangled=found.tangled,
        implied=found.implied,
    )


class _Found(msgspec.Struct, frozen=True):
    """The parts of tables in reading order, frames, furniture, and the pages with a tangle of lines.

    `lines` are those of the words in no table and no furniture, by page number.
    """

    grids: Sequence[Grid]
    lines: Mapping[int, Sequence[Line]]
    frames: Sequence[Frame]
    furniture: frozenset[Place]
    tangled: tuple[int, ...]
    implied: tuple[tuple[int, Rule], ...]
    written: Callable[[], frozenset[str]]


def _find_tables(pages: Sequence[Page]) -> _Found:
    """Find ruled tables, then those without upright rules in what is left, and correct broken words."""
    grids, tangled, implied = _ruled(pages)
    tables = [grid for grid in grids if is_table(grid)]
    kept = [is_table(grid) or _rest_of_table(grid, tables) for grid in grids]
    ruled = list(compress(grids, kept))
    frames = [
        frame for grid, is_ruled in zip(grids, kept, strict=True) if not is_ruled for frame in _frames(grid)
    ]
    celled = _celled(ruled)
    ruled_pages = {grid.page for grid in ruled}
    unruled = {
        page.number: group_lines(free_words(page.words, celled) if page.number in ruled_pages else page.words)
        for page in pages
    }
    headers = [
        header
        for page in pages
        for header in find_header_bands(page, _level(unruled[page.number]), heading_role)
    ]
    heads = places_of(word for header in headers for word in header.words)
    tops = {header.page: header.box.top for header in reversed(headers)}
    furniture = find_furniture(pages, _pages_without(unruled, heads), tops)
    body = _pages_without(unruled, furniture)
    aligned = find_aligned(pages, body, headers)
    known, written = cache(partial(known_words, pages)), cache(partial(written_words, pages))
    ordered = sorted([*ruled, *aligned], key=lambda grid: (grid.page, grid.box.top, grid.box.x0))
    return _Found(
        [correct_words(grid, known, written) for grid in ordered],
        _pages_without(body, _celled(aligned)),
        frames,
        furniture,
        tangled,
        implied,
        written,
    )


def _pages_without(
    lines: Mapping[int, Sequence[Line]], taken: Collection[Place]
) -> Mapping[int, Sequence[Line]]:
    """Return the lines of each page without the words that are taken."""
    pages = {page for page, _ in taken}
    return {page: without(each, taken) if page in pages else each for page, each in lines.items()}


def _level(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines that the upright words of a page form."""
    if all(word.upright for line in lines for word in line.words):
        return lines
    return part_lines(lines, attrgetter("upright")).get(True, ())


def _ruled(
    pages: Sequence[Page],
) -> tuple[list[Grid], tuple[int, ...], tuple[tuple[int, Rule], ...]]:
    """Return the ruled tables of all pages, the pages whose rules were not looked at, and rules added."""
    by_number = {page.number: page for page in pages}
    found: dict[int, list[Grid]] = {}
    tangled: list[int] = []
    for page in pages:
        try:
            found[page.number] = find_grids(page)
        except TangledRulesError:
            tangled.append(page.number)
    every: list[tuple[int, Rule]] = []
    for imply in (implied_columns, implied_rows):
        added = imply(by_number, [grid for each in found.values() for grid in each], heading_role)
        for number in {number for number, _ in added}:
            page = by_number[number]
            rules = (*page.rules, *(rule for at, rule in added if at == number))
            by_number[number] = replace(page, rules=rules)
            found[number] = find_grids(by_number[number])
        every += added
    grids = without_nested(by_number, [grid for each in found.values() for grid in each], heading_role)
    return list(grids), tuple(tangled), tuple(every)


def _celled(grids: Iterable[Grid]) -> frozenset[Place]:
    return places_of(word for grid in grids for row in grid.rows for word in row.words)


def is_table(grid: Grid) -> bool:
    """Return whether a grid is a table: at least two columns and two rows hold words.

    Word draws white boxes behind paragraphs, and reports frame their findings; a grid with one
    column is running text in boxes.
    """
    columns = {cell.first for row in grid.rows for cell in row.cells if cell.words}
    rows = [row for row in grid.rows if row.words]
    return len(columns) > 1 and len(rows) > 1


def _rest_of_table(grid: Grid, tables: Iterable[Grid]) -> bool:
    """Return whether a small grid belongs to one of the tables, on a neighbouring page, by its columns.

    It may hold words in one column alone: the rest of a sentence that the page cut.
    """
    return len(grid.columns) > 1 and any(
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


class _Boxes:
    """The boxes of tables or frames, to look up in which of them a word stands."""

    def __init__(self, held: Sequence[Grid | Frame]) -> None:
        self.boxes = [each.box for each in held]
        self.places: dict[int, list[int]] = {}
        for place, each in enumerate(held):
            self.places.setdefault(each.page, []).append(place)
        self.bands = {
            page: Bands(self.boxes[place] for place in places) for page, places in self.places.items()
        }

    def around(self, word: Word) -> int | None:
        """Return the place in the list of the first box that holds a word's middle, None if none does."""
        if word.page not in self.bands:
            return None
        x, y = word.box.middle
        for at in self.bands[word.page].near(y):
            place = self.places[word.page][at]
            box = self.boxes[place]
            if box.x0 < x < box.x1 and box.top < y < box.bottom:
                return place
        return None


def _parted(grids: Sequence[Grid], lines: Mapping[int, Sequence[Line]]) -> list[int]:
    """Return the places of grids that have running text between them and the one before."""
    written = sorted(page for page, each in lines.items() if each)
    pages = {grid.page for grid in grids}
    boxes = {page: [word.box for line in lines[page] for word in line.words] for page in pages}
    lowest = {page: max((box.top for box in each), default=-inf) for page, each in boxes.items()}
    highest = {page: min((box.bottom for box in each), default=inf) for page, each in boxes.items()}
    return [
        place
        for place, (upper, lower) in enumerate(pairwise(grids), 1)
        if lowest[upper.page] >= upper.box.bottom - 1
        or highest[lower.page] <= lower.box.top + 1
        or bisect_left(written, lower.page) > bisect(written, upper.page)
    ]


def _paragraphs(
    lines: Mapping[int, Sequence[Line]], grids: Sequence[Grid], frames: Sequence[Frame]
) -> list[Paragraph]:
    """Group running text; a table between two lines ends a paragraph, as do the sides of a frame."""
    breaks = sorted((grid.page, grid.box.top) for grid in grids)
    framed = _Boxes(frames)

    def stretch_of(word: Word) -> tuple[int, int | None]:
        return bisect(breaks, (word.page, word.box.top)), framed.around(word)

    stretches: dict[tuple[int, int | None], list[Line]] = {}
    broken = {grid.page for grid in grids}.union(framed.places)
    for page, each in lines.items():
        # All of a page without tables and frames belongs to one stretch.
        parted = part_lines(each, stretch_of) if page in broken else {(bisect(breaks, (page,)), None): each}
        for stretch, inside in parted.items():
            stretches.setdefault(stretch, []).extend(part for line in inside for part in part_columns(line))
    paragraphs = [
        paragraph for (_, home), stretch in stretches.items() for paragraph in group_paragraphs(stretch, home)
    ]
    return sorted(paragraphs, key=lambda p: (p.page, p.box.top, p.box.x0))
