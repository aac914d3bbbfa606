"""The words of a page in reading order: lines parted at gaps, and columns one after the other."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from extract.layout.lines import Line, group_lines, part_words
from extract.layout.list_markers import is_bullet
from extract.readings.block import MARKER, Block
from extract.tolerances import (
    BESIDE_MARKER,
    COLUMN_GAP,
    COLUMN_WHITE,
    COLUMN_WIDTH,
    LINES_NEAR,
    ONE_LINE_SIZES,
    SAME_START,
    WIDE_GAP,
)
from records.geometry import Box
from records.pages import Word

Item: TypeAlias = tuple[Box, "Line | list[Block]"]
"""A line, or the blocks of a table, with its box."""

COLUMN_LINES = 3
"""Lines that a column has at least."""


def part_lines(
    words: Iterable[Word], boxes: Mapping[tuple[int, int, int], int]
) -> dict[int | None, list[Line]]:
    """Return the lines of a page by the box they stand in, parted where columns begin and the size changes.

    A marker stays with what follows it. `boxes` gives the box of a word; None is the page.
    """
    homes: dict[int | None, list[Word]] = defaultdict(list)
    for word in words:
        homes[boxes.get(word.key)].append(word)
    grouped = {home: group_lines(some) for home, some in homes.items()}
    lines = [line for some in grouped.values() for line in some]
    starts = sorted(
        (part[0].box.x0, line.box.top) for line in lines for part in part_words(line.words, WIDE_GAP)
    )
    return {
        home: [Line.of(part) for line in some for part in _parts(line, starts)]
        for home, some in grouped.items()
    }


def _parts(line: Line, starts: Sequence[tuple[float, float]]) -> list[list[Word]]:
    parts = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if _one_chunk(parts[-1], before, word, starts):
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts


def _one_chunk(
    chunk: Sequence[Word], before: Word, word: Word, starts: Sequence[tuple[float, float]]
) -> bool:
    if abs(before.size - word.size) > ONE_LINE_SIZES * min(before.size, word.size):
        return before.mark or word.mark
    gap, size = word.box.x0 - before.box.x1, max(before.size, word.size)
    if gap <= WIDE_GAP * size:
        return True
    if len(chunk) == 1 and (is_bullet(before.text, before.font) or MARKER.match(before.text)):
        return gap < BESIDE_MARKER
    return gap <= COLUMN_GAP * size and _begin_at(starts, word.box) < 2


def _begin_at(starts: Sequence[tuple[float, float]], box: Box) -> int:
    """Return how many parts of lines nearby, the word's own among them, begin where it does."""
    count = 0
    for x, top in starts[bisect(starts, (box.x0 - SAME_START, 0.0)) :]:
        if x > box.x0 + SAME_START:
            break
        count += abs(top - box.top) < LINES_NEAR
    return count


def order_columns(items: Sequence[Item]) -> list[list[Item]]:
    """Return the items of a page parted into columns in reading order, those of each from the top.

    A gutter that runs over all of them parts them; else bands that no item crosses are looked at one by
    one, and neighbours that one gutter parts are taken together.
    """
    ordered = sorted(items, key=lambda item: (round(item[0].top), item[0].x0))
    if len(ordered) < 2:
        return [ordered] if ordered else []
    cut = _gutter(ordered)
    if cut is not None:
        left = [item for item in ordered if item[0].x1 <= cut]
        return order_columns(left) + order_columns([item for item in ordered if item[0].x1 > cut])
    bands = _bands(ordered)
    if len(bands) == 1:
        return [ordered]
    groups: list[list[Item]] = []
    for band in bands:
        if groups and _gutter(groups[-1] + band) is not None:
            groups[-1] += band
        else:
            groups.append(list(band))
    found: list[list[Item]] = [[]]
    for group in groups:
        if _gutter(group) is None:
            found[-1] += group
        else:
            found += [*order_columns(group), []]
    return [column for column in found if column]


def _bands(items: Sequence[Item]) -> list[list[Item]]:
    """Part items, given from the top, where a level line crosses none of them."""
    bands = [[items[0]]]
    bottom = items[0][0].bottom
    for item in items[1:]:
        if item[0].top >= bottom - SAME_START:
            bands.append([item])
        else:
            bands[-1].append(item)
        bottom = max(bottom, item[0].bottom)
    return bands


def _gutter(items: Sequence[Item]) -> float | None:
    """Return the right edge of the first column, if white parts the items into two columns side by side."""
    boxes = sorted((box for box, _ in items), key=lambda box: (box.x0, box.x1))
    reach = boxes[0].x1
    for at, box in enumerate(boxes[1:], 1):
        if box.x0 > reach + COLUMN_WHITE and _side_by_side(boxes[:at], boxes[at:]):
            return reach
        reach = max(reach, box.x1)
    return None


def _side_by_side(left: Sequence[Box], right: Sequence[Box]) -> bool:
    if min(len(left), len(right)) < COLUMN_LINES:
        return False
    top = max(min(box.top for box in left), min(box.top for box in right))
    bottom = min(max(box.bottom for box in left), max(box.bottom for box in right))
    wide = all(max(box.width for box in side) > COLUMN_WIDTH for side in (left, right))
    return wide and bottom - top > LINES_NEAR / 3
