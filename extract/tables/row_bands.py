"""Where the rows of a table without full ruling begin and end: at level lines, filled bands, or gaps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from statistics import median

import msgspec

from extract.layout.lines import Line
from extract.tables.grids import distinct_edges
from extract.tables.header_bands import HeaderBand
from extract.tolerances import (
    BESIDE,
    CLOSEST_LINES,
    LOOSEST,
    OTHER_SIZE,
    ROW_GAP,
    USUAL_PITCH,
    WHOLE_PAGE,
    WIDE,
)
from records.geometry import Box, shared_width
from records.pages import Page

Columns = Sequence[tuple[float, float]]
"""The left and the right edge of each column."""


class Part(msgspec.Struct, frozen=True, dict=True):
    """The part of a table on one page: its lines below the header, and the header if it is there.

    `ended` says that something else stands below the table on the page.
    """

    page: Page
    header: HeaderBand | None
    lines: tuple[Line, ...]
    ended: bool = False

    @cached_property
    def heights(self) -> list[tuple[float, int]]:
        """The middle of each line and its place among the lines, from the top."""
        return sorted((line.box.middle[1], place) for place, line in enumerate(self.lines))

    @cached_property
    def usual(self) -> tuple[float, bool]:
        """The letter size of most lines, and whether most are bold."""
        mostly_bold = sum(line.bold for line in self.lines) * 2 > len(self.lines)
        return median(line.size for line in self.lines), mostly_bold

    def within(self, top: float, bottom: float) -> list[Line]:
        """Return the lines whose middle lies between two heights."""
        level = self.heights[bisect_left(self.heights, (top,)) : bisect_left(self.heights, (bottom,))]
        return [self.lines[place] for place in sorted(place for _, place in level)]

    def is_heading(self, line: Line) -> bool:
        """Return whether a line heads a section: one group of words, bold or larger where the rest is not.

        A bold cell at the middle of its row stands beside the lines of the others, a heading above them.
        """
        if len(line.groups) > 1 or self._stands_beside(line):
            return False
        size, mostly_bold = self.usual
        return (line.bold and not mostly_bold) or line.size > size + OTHER_SIZE

    def _stands_beside(self, line: Line) -> bool:
        y = line.box.middle[1]
        return len(self.within(y - BESIDE * line.size, y + BESIDE * line.size)) > 1


def crosses(line: Line, columns: Columns) -> bool:
    """Return whether some words without a gap between them stand across a gutter."""
    return any(covers(line, cut, cut) for _, cut in columns[:-1])


def covers(line: Line, left: float, right: float) -> bool:
    """Return whether some words without a gap between them reach from `left` to `right`."""
    return any(group[0].box.x0 < left and right < group[-1].box.x1 for group in line.groups)


def row_bands(part: Part, columns: Columns) -> list[tuple[float, float]]:
    """Return top and bottom of each row: between level lines or bands where they part rows, else by gaps."""
    if not part.lines:
        return []
    top = part.lines[0].box.top - 2
    bottom = max(line.box.bottom for line in part.lines) + 1
    left, right = columns[0][0], columns[-1][1]
    drawn = [edge for edge in level_edges(part.page, left, right) if top - 1 < edge < bottom]
    edges = distinct_edges([top, *drawn, bottom])
    ruled = [band for band in pairwise(edges) if part.within(*band)]
    if len(drawn) > 1 and len(ruled) > 2 and _part_rows(part, ruled):
        return [each for band in ruled for each in _headings_apart(part, *band)]
    return [each for band in ruled for each in by_gaps(part, *band, columns)]


def _part_rows(part: Part, bands: Sequence[tuple[float, float]]) -> bool:
    """Return whether some drawn edge parts two rows; those round the headings of sections do not."""
    heads = [all(part.is_heading(line) for line in part.within(*band)) for band in bands]
    return any(not upper and not lower for upper, lower in pairwise(heads))


def _headings_apart(part: Part, top: float, bottom: float) -> list[tuple[float, float]]:
    """Part a section heading from the row that shares its space between two lines."""
    lines = part.within(top, bottom)
    if len(lines) > 1 and part.is_heading(lines[0]) and not lines[1].bold:
        cut = (lines[0].box.bottom + lines[1].box.top) / 2
        return [(top, cut), (cut, bottom)]
    return [(top, bottom)]


def level_edges(page: Page, left: float, right: float) -> list[float]:
    """Return the heights of level lines, and of the edges of filled bands, over most of a table's width."""
    across = Box(left, 0, right, page.height)
    rules = [r.box.middle[1] for r in page.rules if r.direction == "level" and _spans(r.box, across)]
    bands = [f.box for f in page.fills if _spans(f.box, across) and f.box.height < WHOLE_PAGE * page.height]
    return [*rules, *(box.top for box in bands), *(box.bottom for box in bands)]


def _spans(box: Box, across: Box) -> bool:
    return shared_width(box, across) > WIDE * across.width


def by_gaps(part: Part, top: float, bottom: float, columns: Columns) -> list[tuple[float, float]]:
    """Part the lines between two heights into rows.

    Where the first column holds a number or label for each row, a row begins at the line on which it
    stands, unless labels stand at the middle of their rows; elsewhere at a gap wider than the pitch of the
    lines. A section heading is a row of its own; a stretch without lines is one row.
    """
    lines = part.within(top, bottom)
    if not lines:
        return [(top, bottom)]
    starts = [0]
    pitch = usual_pitch(lines, columns)
    keyed = _keyed(lines, columns[0]) and not _at_middle(part, lines, columns[0], pitch)
    for place, (upper, line) in enumerate(pairwise(lines), start=1):
        step = line.box.bottom - upper.box.bottom
        if part.is_heading(line) or part.is_heading(upper):
            if not (part.is_heading(line) and part.is_heading(upper)):
                starts.append(place)
        elif keyed:
            if _opens(line, columns[0]) and _opens_row(lines, place, pitch):
                starts.append(place)
        elif step > ROW_GAP * pitch:
            starts.append(place)
    tops = [lines[place].box.top - 1 for place in starts]
    tops[0] = min(tops[0], top)
    return list(pairwise([*tops, bottom]))


def usual_pitch(lines: Sequence[Line], columns: Columns) -> float:
    """Return the distance between the bottoms of successive lines of one cell, in points.

    Measured column by column, as the lines of neighbouring cells need not be level; the small steps are
    those within cells.
    """
    size = lines[0].size
    steps: list[float] = []
    for x0, x1 in columns:
        inside = [line for line in lines if any(x0 <= word.box.middle[0] < x1 for word in line.words)]
        steps += [lower.box.bottom - upper.box.bottom for upper, lower in pairwise(inside)]
    tight = sorted(step for step in steps if CLOSEST_LINES * size < step < LOOSEST * size)
    return tight[len(tight) // 4] if tight else USUAL_PITCH * size


def _keyed(lines: Sequence[Line], first: tuple[float, float]) -> bool:
    """Return whether the first column holds short labels, one a row, of a line each."""
    opening = [line for line in lines if _opens(line, first)]
    labels = [[w.text for w in line.words if first[0] <= w.box.middle[0] < first[1]] for line in opening]
    return bool(labels) and all(len(label) == 1 and any(c.isdigit() for c in label[0]) for label in labels)


def _at_middle(part: Part, lines: Sequence[Line], first: tuple[float, float], pitch: float) -> bool:
    """Return whether gaps part the lines so that each row has one label, which is not always on its first.

    Word processors set all cells of a row level with its middle, or the labels alone.
    """
    rows: list[list[bool]] = [[]]
    for upper, line in zip([None, *lines], lines, strict=False):
        if part.is_heading(line):
            rows.append([])
            continue
        if upper is not None and line.box.bottom - upper.box.bottom > ROW_GAP * pitch:
            rows.append([])
        rows[-1].append(_opens(line, first))
    filled = [row for row in rows if row]
    return all(sum(row) == 1 for row in filled) and not all(row[0] for row in filled)


def _opens(line: Line, first: tuple[float, float]) -> bool:
    return first[0] <= line.words[0].box.middle[0] < first[1]


def _opens_row(lines: Sequence[Line], place: int, pitch: float) -> bool:
    """Return whether a line with a label is the first of its row, and not a label set at the middle of it."""
    step = lines[place].box.bottom - lines[place - 1].box.bottom
    return len(lines[place].words) > 1 or step > ROW_GAP * pitch
