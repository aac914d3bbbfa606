"""Rules that a table leaves out: level lines at a page break, sides, and the corners of rounded frames."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from msgspec.structs import replace

from extract.tables.cells import Line, merge_lines
from extract.tolerances import CORNER, LEAST_COLUMN, MEET, SAME_BEND, SAME_EDGE
from records.geometry import Box, around, shared_width
from records.pages import Rule, Word

MOST_LINES = 200
"""Level or upright lines of a page with tables: a drawing has more."""

FEWEST_LEVEL = 3
"""Level lines that end together beside a table are the ends of its rows."""


def _height(box: Box) -> float:
    return box.middle[1]


def level_at(lines: Sequence[Box], height: float) -> Sequence[Box]:
    """Return those of level lines, sorted by height, that stand about at a height."""
    start = bisect(lines, height - SAME_EDGE, key=_height)
    return lines[start : bisect_left(lines, height + SAME_EDGE, key=_height)]


def close_ends(rules: Sequence[Rule]) -> tuple[list[Rule], list[Box], list[Box]]:
    """Draw the level line that is missing where upright lines end together without one.

    Some programs leave a row that runs over a page end open, without a line at the page's foot and
    at the next page's head; without these lines the row's cells would not be found at all. Gives
    all rules, and the lines added at open tops and at open bottoms.
    """
    upright = [rule.box for rule in rules if rule.direction == "upright"]
    level = sorted((rule.box for rule in rules if rule.direction == "level"), key=lambda box: box.x0)
    reach = list(accumulate((box.x1 for box in level), max))
    by_height = sorted(level, key=_height)
    added: dict[str, list[Box]] = {"top": [], "bottom": []}
    for end in ("top", "bottom"):
        for ends in _together(upright, end):
            left, right = min(box.x0 for box in ends), max(box.x1 for box in ends)
            at = getattr(ends[0], end)
            whole = Box(left, at, right, at)
            if right - left < SAME_EDGE or any(
                shared_width(line, whole) > 0 for line in level_at(by_height, at)
            ):
                continue
            # Only lines that cross other level lines are the sides of a table.
            begun = bisect(level, left + SAME_EDGE, key=lambda box: box.x0)
            if begun and reach[begun - 1] >= right - SAME_EDGE:
                added[end].append(whole)
    lines = [Rule(box, "level") for boxes in added.values() for box in boxes]
    return [*rules, *lines], added["top"], added["bottom"]


def _together(boxes: Sequence[Box], end: str) -> list[list[Box]]:
    """Group upright lines whose tops (or bottoms) are level."""
    groups: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: float(getattr(b, end))):
        if groups and abs(getattr(groups[-1][0], end) - getattr(box, end)) < SAME_EDGE:
            groups[-1].append(box)
        else:
            groups.append([box])
    return [group for group in groups if len(group) > 1]


def square_corners(rules: Sequence[Rule]) -> Sequence[Rule]:
    """Return rules, with those made longer that end at the round corners of a frame.

    The sides of such a frame end short of its corner, both by the radius of the curve; lines within
    the frame may run on to where the side would be. All four corners are round,
    and upright lines within part columns: other such frames hold running text.
    """
    level, upright = merge_lines(_strokes(rules, "level")), merge_lines(_strokes(rules, "upright"))
    if max(len(level), len(upright)) > MOST_LINES:
        return rules
    tops, bottoms = list(_bends(level, upright, 0)), list(_bends(level, upright, 1))
    pieces = [
        piece
        for bends, others in ((tops, bottoms), (bottoms, tops))
        for bend in bends
        if _is_divided(bend, upright) and any(_same_sides(bend, other) for other in others)
        for corner in bend
        for piece in _pieces(*corner)
    ]
    return [_extended(rule, pieces) for rule in rules] if pieces else rules


def _extended(rule: Rule, pieces: Sequence[Rule]) -> Rule:
    """Return a rule made longer by the pieces that begin where it ends."""
    box = rule.box
    for piece in pieces:
        if piece.direction == rule.direction and _meet(rule.box, piece.box):
            whole = around((box, piece.box))
            if rule.direction == "level":
                box = replace(box, x0=whole.x0, x1=whole.x1)
            else:
                box = replace(box, top=whole.top, bottom=whole.bottom)
    return Rule(box, rule.direction)


def _meet(one: Box, other: Box) -> bool:
    return (
        max(one.x0, other.x0) <= min(one.x1, other.x1) + MEET
        and max(one.top, other.top) <= min(one.bottom, other.bottom) + MEET
    )


def _strokes(rules: Iterable[Rule], direction: str) -> Iterator[tuple[float, float, float]]:
    """Yield the place, the start and the end of each rule of a direction."""
    for rule in rules:
        if rule.direction == direction:
            x, y = rule.box.middle
            yield (
                (y, rule.box.x0, rule.box.x1) if direction == "level" else (x, rule.box.top, rule.box.bottom)
            )


Corner = tuple[float, float, float, float]
"""Where a level line ends (x, y), and where the upright one ends (x, y) that a curve joins to it."""


def _bends(level: Sequence[Line], upright: Sequence[Line], end: int) -> Iterator[tuple[Corner, Corner]]:
    """Yield the left and the right corner of each level line with round corners at both of its ends.

    `end` is 0 for lines at the top of frames and 1 for those at the bottom.
    """
    ends = sorted((line.place, span[end]) for line in upright for span in line.spans)
    for y, left, right in ((line.place, *span) for line in level for span in line.spans):
        first = _bent_to(left, y, ends, (left - CORNER, left - MEET), end)
        last = _bent_to(right, y, ends, (right + MEET, right + CORNER), end)
        if first is not None and last is not None:
            yield (left, y, *first), (right, y, *last)


def _same_sides(one: tuple[Corner, Corner], other: tuple[Corner, Corner]) -> bool:
    return all(abs(corner[2] - second[2]) <= MEET for corner, second in zip(one, other, strict=True))


def _is_divided(bend: tuple[Corner, Corner], upright: Sequence[Line]) -> bool:
    """Return whether an upright line meets a level one between its round corners."""
    (left, y, *_), (right, *_) = bend
    return any(left <= line.place <= right and line.touching(y) for line in upright)


def _pieces(x: float, y: float, at_x: float, at_y: float) -> tuple[Rule, Rule]:
    """Return what leads a level and an upright line to the corner between them."""
    return (
        Rule(Box(min(x, at_x), y, max(x, at_x), y), "level"),
        Rule(Box(at_x, min(y, at_y), at_x, max(y, at_y)), "upright"),
    )


def _bent_to(
    x: float, y: float, ends: Sequence[tuple[float, float]], nearest: tuple[float, float], end: int
) -> tuple[float, float] | None:
    """Return the end of an upright line that a curve joins to that of a level one, None if there is none."""
    between = ends[bisect_left(ends, nearest[:1]) : bisect(ends, nearest[1:])]
    return next(
        (
            (at_x, at_y)
            for at_x, at_y in between
            if abs((at_y - y if end == 0 else y - at_y) - abs(x - at_x)) <= SAME_BEND
        ),
        None,
    )


def missing_sides(
    rules: Sequence[Rule], tables: Sequence[Sequence[Box]], words: Sequence[Word]
) -> list[Rule]:
    """Return the sides that tables leave out: upright lines where their level lines end together.

    `tables` are the cells found without them. Level lines that run on beyond the last upright line, all
    of them as far, rule a column of their own if words stand between them in two rows or more, or if there
    is room for a column that is blank on this page. No word runs over its sides.
    """
    level = merge_lines(_strokes(rules, "level"))
    sides = []
    for cells in tables:
        box = around(cells)
        for inner, end in ((box.x0, 0), (box.x1, 1)):
            crossing = _level_ends(level, box, inner, end)
            if crossing is None:
                continue
            x, heights = crossing
            rows = _rows_filled(Box(min(x, inner), box.top, max(x, inner), box.bottom), heights, words)
            filled = len(heights) >= FEWEST_LEVEL and rows is not None and rows > 1
            if filled or (rows is not None and abs(x - inner) >= LEAST_COLUMN):
                sides.append(Rule(Box(x, box.top, x, box.bottom), "upright"))
    return sides


def _level_ends(
    level: Sequence[Line], box: Box, inner: float, end: int
) -> tuple[float, tuple[float, ...]] | None:
    """Return where the level lines of a table end beyond its outermost upright line, and their heights."""
    found = []
    for line in level:
        if box.top - MEET <= line.place <= box.bottom + MEET:
            spans = [line.spans[at] for at in line.touching(inner)]
            found += [(span[end], line.place) for span in spans if _shares(span, box)]
    if len(found) < 2:
        return None
    ends = sorted(x for x, _ in found)
    beyond = (inner - ends[-1]) if end == 0 else (ends[0] - inner)
    if ends[-1] - ends[0] > SAME_EDGE or beyond <= SAME_EDGE:
        return None
    return sum(ends) / len(ends), tuple(height for _, height in found)


def _shares(span: tuple[float, float], box: Box) -> bool:
    """Return whether a stretch of a level line runs along a table, and does not only meet its side."""
    return min(span[1], box.x1) - max(span[0], box.x0) > SAME_EDGE


def _rows_filled(strip: Box, heights: Sequence[float], words: Sequence[Word]) -> int | None:
    """Return in how many rows, parted at heights, words stand in a strip; None if one runs over its sides."""
    rows = set()
    for word in words:
        y = word.box.middle[1]
        if strip.top < y < strip.bottom and strip.x0 < word.box.x1 and word.box.x0 < strip.x1:
            if word.box.x0 < strip.x0 or word.box.x1 > strip.x1:
                return None
            rows.add(bisect(heights, y))
    return len(rows)
