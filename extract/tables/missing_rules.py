"""Rules that a table leaves out: level lines at a page break, sides, and the corners of rounded frames."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from msgspec.structs import replace

from extract.tables.cells import Line, merge_lines
from extract.tolerances import CORNER, MEET, SAME_BEND, SAME_EDGE
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
    the frame may run on to where the side would be.
    """
    level, upright = merge_lines(_strokes(rules, "level")), merge_lines(_strokes(rules, "upright"))
    if max(len(level), len(upright)) > MOST_LINES:
        return rules
    pieces = [
        piece
        for side in (0, 1)
        for end in (0, 1)
        for x, y, at_x, at_y in _corners(level, upright, side, end)
        for piece in (
            Rule(Box(min(x, at_x), y, max(x, at_x), y), "level"),
            Rule(Box(at_x, min(y, at_y), at_x, max(y, at_y)), "upright"),
        )
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


def _corners(
    level: Sequence[Line], upright: Sequence[Line], side: int, end: int
) -> Iterator[tuple[float, float, float, float]]:
    """Yield the ends (x, y) of a level and (x, y) of an upright line between which a round corner lies.

    `side` is 0 at the left and 1 at the right, `end` 0 at the top and 1 at the bottom.
    """
    ends = sorted((line.place, span[end]) for line in upright for span in line.spans)
    for y, x in ((line.place, span[side]) for line in level for span in line.spans):
        nearest = (x - CORNER, x - MEET) if side == 0 else (x + MEET, x + CORNER)
        for at_x, at_y in ends[bisect_left(ends, nearest[:1]) : bisect(ends, nearest[1:])]:
            along = at_y - y if end == 0 else y - at_y
            if abs(along - abs(x - at_x)) <= SAME_BEND:
                yield x, y, at_x, at_y


def missing_sides(
    rules: Sequence[Rule], tables: Sequence[Sequence[Box]], words: Sequence[Word]
) -> list[Rule]:
    """Return the sides that tables leave out: upright lines where their level lines end together.

    `tables` are the cells found without them. Level lines that run on beyond the last upright line, all
    of them as far, rule a column of their own if words stand between them in two rows or more.
    """
    level = merge_lines(_strokes(rules, "level"))
    sides = []
    for cells in tables:
        box = around(cells)
        for inner, end in ((box.x0, 0), (box.x1, 1)):
            crossing = _level_ends(level, box, inner, end)
            if crossing is not None and _rows_filled(crossing, inner, words) > 1:
                x, heights = crossing
                sides.append(Rule(Box(x, heights[0], x, heights[-1]), "upright"))
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
    if len(found) < FEWEST_LEVEL:
        return None
    ends = sorted(x for x, _ in found)
    beyond = (inner - ends[-1]) if end == 0 else (ends[0] - inner)
    if ends[-1] - ends[0] > SAME_EDGE or beyond <= SAME_EDGE:
        return None
    return sum(ends) / len(ends), tuple(height for _, height in found)


def _shares(span: tuple[float, float], box: Box) -> bool:
    """Return whether a stretch of a level line runs along a table, and does not only meet its side."""
    return min(span[1], box.x1) - max(span[0], box.x0) > SAME_EDGE


def _rows_filled(ends: tuple[float, tuple[float, ...]], inner: float, words: Sequence[Word]) -> int:
    """Return in how many rows words stand between the outermost upright line and the ends of level ones.

    None counts where a word runs over one of both places.
    """
    x, heights = ends
    left, right = min(x, inner), max(x, inner)
    rows = set()
    for word in words:
        if heights[0] < word.box.middle[1] < heights[-1] and left < word.box.x1 and word.box.x0 < right:
            if word.box.x0 < left or word.box.x1 > right:
                return 0
            rows.add(bisect(heights, word.box.middle[1]))
    return len(rows)
