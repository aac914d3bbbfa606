"""The cells that ruled lines enclose, and the tables that the cells make.

Lines that miss each other by a hair are one line, and lines that nearly meet do meet. A cell is the
smallest rectangle whose four corners are crossings and whose four sides are drawn; cells that share a
corner are one table. Every step looks up its neighbours in sorted lists, so that the work grows with
the crossings on the page and not with their square.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from extract.tolerances import MEET
from records.geometry import Box
from records.pages import Rule

MOST_CROSSINGS, MOST_STEPS = 20_000, 2_000_000
"""Crossings on one page, and corners looked at: tables take a few for each cell, tangles take millions."""

Crossing = tuple[int, int]
"""The place of an upright line, from the left, and of a level one, from the top."""


class TangledRulesError(Exception):
    """The ruled lines of a page cross too often to be those of tables."""


class Line(msgspec.Struct, frozen=True):
    """All ruled lines at one place across: the place, and the stretches drawn along it, in order."""

    place: float
    spans: tuple[tuple[float, float], ...]

    def touching(self, value: float) -> range:
        """Return the places of the spans that come within `MEET` of a value: none, one or two."""
        first = bisect_left(self.spans, value - MEET, key=lambda span: span[1])
        end = bisect_right(self.spans, value + MEET, key=lambda span: span[0])
        return range(first, max(first, end))


class Crossings(msgspec.Struct, frozen=True):
    """Where lines cross: for each crossing the spans of both that meet there, and who crosses whom."""

    upright_spans: dict[Crossing, frozenset[int]]
    level_spans: dict[Crossing, frozenset[int]]
    down: dict[int, list[int]]
    """Upright line to the level lines that it crosses, from the top."""
    across: dict[int, list[int]]
    """Level line to the upright lines that it crosses, from the left."""


def find_cells(rules: Iterable[Rule]) -> list[list[Box]]:
    """Find the cells that ruled lines enclose, one list for each table, from the top.

    Raises `TangledRulesError` where the lines of a drawing would take for ever.
    """
    listed = list(rules)
    upright = merge_lines(
        (rule.box.middle[0], rule.box.top, rule.box.bottom) for rule in listed if rule.direction == "upright"
    )
    level = merge_lines(
        (rule.box.middle[1], rule.box.x0, rule.box.x1) for rule in listed if rule.direction == "level"
    )
    cells = [
        Box(
            *(round(side, 2) for side in (upright[i].place, level[j].place, upright[k].place, level[m].place))
        )
        for (i, j), (k, m) in _corners(cross(upright, level))
    ]
    return group_tables(cells)


def merge_lines(strokes: Iterable[tuple[float, float, float]]) -> list[Line]:
    """Merge strokes, each a place and where it starts and ends, into lines.

    Strokes whose places differ by no more than `MEET` are one line at their mean place; stretches with
    gaps no wider than that are one stretch.
    """
    lines: list[Line] = []
    near: list[tuple[float, float, float]] = []
    for stroke in sorted(strokes):
        if near and stroke[0] - near[-1][0] > MEET:
            lines.append(_line(near))
            near = []
        near.append(stroke)
    return [*lines, _line(near)] if near else lines


def _line(strokes: Sequence[tuple[float, float, float]]) -> Line:
    spans: list[tuple[float, float]] = []
    for start, end in sorted((start, end) for _, start, end in strokes):
        if spans and start <= spans[-1][1] + MEET:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return Line(sum(place for place, _, _ in strokes) / len(strokes), tuple(spans))


def cross(upright: Sequence[Line], level: Sequence[Line]) -> Crossings:
    """Find the crossings of two sets of lines, each in order of place. Raises `TangledRulesError`."""
    places = [line.place for line in level]
    found = Crossings({}, {}, {}, {})
    for i, line in enumerate(upright):
        for number, (top, bottom) in enumerate(line.spans):
            for j in range(bisect_left(places, top - MEET), bisect_right(places, bottom + MEET)):
                touched = level[j].touching(line.place)
                if not touched:
                    continue
                if (i, j) not in found.upright_spans:
                    found.down.setdefault(i, []).append(j)
                    found.across.setdefault(j, []).append(i)
                held = found.upright_spans.get((i, j), frozenset())
                found.upright_spans[i, j] = held | {number}
                found.level_spans[i, j] = frozenset(touched)
        if len(found.level_spans) > MOST_CROSSINGS:
            raise TangledRulesError
    return found


def _corners(found: Crossings) -> Iterator[tuple[Crossing, Crossing]]:
    """Yield the upper left and the lower right crossing of each cell, column by column."""
    uprights, levels = found.upright_spans, found.level_spans
    below = {(i, j): at for i, js in found.down.items() for at, j in enumerate(js)}
    beside = {(i, j): at for j, iis in found.across.items() for at, i in enumerate(iis)}
    steps = 0
    for i, js in found.down.items():
        for at, j in enumerate(js):
            cell = None
            right, next_right = found.across[j], beside[i, j] + 1
            if next_right == len(right) or not levels[i, j] & levels[right[next_right], j]:
                continue  # no side runs from here to the right
            for lower in range(at + 1, len(js)):
                m = js[lower]
                # Spans of a line lie apart, so what is not joined here is not joined further on.
                if cell is not None or not uprights[i, j] & uprights[i, m]:
                    break
                for further in range(next_right, len(right)):
                    k = right[further]
                    steps += 1
                    if not levels[i, j] & levels[k, j]:
                        break
                    if (k, m) in below and levels[k, m] & levels[i, m] and uprights[k, m] & uprights[k, j]:
                        cell = (k, m)
                        break
                if steps > MOST_STEPS:
                    raise TangledRulesError
            if cell is not None:
                yield (i, j), cell


def group_tables(cells: Sequence[Box]) -> list[list[Box]]:
    """Group cells that share a corner, at once or by others between them; tables and cells from the top."""
    parents = list(range(len(cells)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    at_corner: dict[tuple[float, float], int] = {}
    for at, cell in enumerate(cells):
        for corner in (
            (cell.x0, cell.top),
            (cell.x0, cell.bottom),
            (cell.x1, cell.top),
            (cell.x1, cell.bottom),
        ):
            parents[root(at)] = root(at_corner.setdefault(corner, at))
    tables: dict[int, list[Box]] = {}
    for at, cell in enumerate(cells):
        tables.setdefault(root(at), []).append(cell)
    ordered = [sorted(table, key=lambda box: (box.top, box.x0)) for table in tables.values()]
    return sorted(ordered, key=lambda table: (table[0].top, table[0].x0))
