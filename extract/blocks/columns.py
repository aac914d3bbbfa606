"""The columns of a stretch of lines: the white that its chunks leave free, and upright rules."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from extract.blocks.chunks import Chunk, TextLine
from extract.blocks.merged_rules import Stroke
from extract.blocks.tolerances import CROSSED, NARROWEST, NUMBER_SIDE, PARTS_TO_CROSSINGS, TALL
from records.pages import Word

GROUP = re.compile(r"\d{3}(?:,\d+)?%?")
"""A group of figures of a longer number."""

Span = tuple[float, float]


class Columns(msgspec.Struct, frozen=True):
    """The columns of a table: their edges, one more than columns, and how far each is filled."""

    edges: tuple[float, ...]
    cores: tuple[Span, ...]

    @property
    def count(self) -> int:
        """How many columns there are."""
        return len(self.cores)

    def at(self, x: float) -> int:
        """Return the column at a place; outside of all the nearest."""
        return min(max(bisect(self.edges, x) - 1, 0), self.count - 1)

    def under(self, chunk: Chunk) -> tuple[int, int]:
        """Return the first and last column that a chunk reaches into; it may overhang its own a little."""
        first, last = self.at(chunk.box.x0), self.at(chunk.box.x1)
        own = self.at(chunk.middle)
        if len(chunk.words) == 1 and chunk.numeric:
            return own, own
        slack = chunk.words[0].size / 2
        while first < own and (
            self.edges[first + 1] - chunk.box.x0 < NARROWEST
            or self.cores[first][1] < chunk.box.x0 + slack / 4
        ):
            first += 1
        while last > own and (
            chunk.box.x1 - self.edges[last] < NARROWEST or self.cores[last][0] > chunk.box.x1 - slack / 4
        ):
            last -= 1
        return first, last


def find_columns(lines: Sequence[TextLine], uprights: Iterable[Stroke]) -> Columns | None:
    """Return the columns of lines, None if they have no more than one.

    Each line counts by its chunks less one, so that heads over several columns and section headings, which
    stand in gutters, count little or nothing.
    """
    parted = [line for line in lines if len(line.chunks) > 1]
    if not parted:
        return None
    left = min(line.box.x0 for line in parted)
    right = max(line.box.x1 for line in parted)
    cuts = _cuts(parted, left, right)
    cuts = _with_uprights(cuts, lines, uprights, left, right)
    cuts = _with_numbers(cuts, parted, left, right)
    if not cuts:
        return None
    edges = (min(left, min(line.box.x0 for line in lines)) - 1, *cuts, right + 1)
    return Columns(edges, _cores(edges, parted))


def _cores(edges: Sequence[float], lines: Iterable[TextLine]) -> tuple[Span, ...]:
    """Return how far each column is filled by chunks that stand in it alone."""
    cores: list[Span | None] = [None] * (len(edges) - 1)
    for chunk in (chunk for line in lines for chunk in line.chunks):
        at = bisect(edges, chunk.box.x0 + NARROWEST) - 1
        if 0 <= at < len(cores) and chunk.box.x1 <= edges[at + 1] + NARROWEST:
            held = cores[at] or (chunk.box.x0, chunk.box.x1)
            cores[at] = (min(held[0], chunk.box.x0), max(held[1], chunk.box.x1))
    return tuple(core or span for core, span in zip(cores, pairwise(edges), strict=True))


def _cuts(lines: Sequence[TextLine], left: float, right: float) -> list[float]:
    """Return a place in each gutter, from the left."""
    weights = [
        (span, len(line.chunks) - 1) for line in lines for chunk in line.chunks for span in _spans(chunk)
    ]
    allowed = CROSSED * sum(len(line.chunks) - 1 for line in lines)
    return _free_places(weights, allowed, left, right)


def _free_places(
    weights: Sequence[tuple[Span, int]], allowed: float, left: float, right: float
) -> list[float]:
    """Return a place in each stretch that chunks of no more than the allowed weight cover."""
    cuts = []
    for start, end, segments in _gutters(weights, allowed):
        islands = _islands(weights, start, end)
        bounds = [start, *(x for island in islands for x in island), end]
        for a, b in zip(bounds[::2], bounds[1::2], strict=True):
            if a > left and b < right and b - a > NARROWEST:
                cuts.append(_best(segments, a, b))
    return _apart(sorted(cuts), [span for span, _ in weights])


def _apart(cuts: Iterable[float], spans: Sequence[Span]) -> list[float]:
    """Leave out cuts with no chunk between them and the one before: of two the less crossed stays."""
    kept: list[float] = []
    for cut in cuts:
        if kept and not any(kept[-1] < (x0 + x1) / 2 < cut for x0, x1 in spans):
            kept[-1] = min(kept[-1], cut, key=lambda x: sum(x0 < x < x1 for x0, x1 in spans))
        else:
            kept.append(cut)
    return kept


Segment = tuple[float, float, float]
"""From where to where, and the weight of the chunks that stand there."""


def _gutters(weights: Iterable[tuple[Span, int]], allowed: float) -> list[tuple[float, float, list[Segment]]]:
    """Return the stretches that chunks of no more than the allowed weight cover, with their segments."""
    changes: Counter[float] = Counter()
    for (x0, x1), weight in weights:
        changes[x0] += weight
        changes[x1] -= weight
    found: list[tuple[float, float, list[Segment]]] = []
    covered, open_at = 0, False
    for here, after in pairwise(sorted(changes)):
        covered += changes[here]
        if covered > allowed:
            open_at = False
            continue
        if not open_at:
            found.append((here, after, []))
            open_at = True
        start, _, segments = found[-1]
        segments.append((here, after, covered))
        found[-1] = (start, after, segments)
    return found


def _best(segments: Sequence[Segment], start: float, end: float) -> float:
    """Return the middle of the widest of the segments between two places that are covered least."""
    inside = [(max(a, start), min(b, end), cover) for a, b, cover in segments if a < end and b > start]
    least = min(cover for _, _, cover in inside)
    merged: list[list[float]] = []
    for a, b, cover in inside:
        if cover > least:
            continue
        if merged and a <= merged[-1][1]:
            merged[-1][1] = b
        else:
            merged.append([a, b])
    a, b = max(merged, key=lambda span: span[1] - span[0])
    return (a + b) / 2


def _islands(weights: Iterable[tuple[Span, int]], start: float, end: float) -> list[Span]:
    """Return the stretches within a gutter where chunks of at least two lines stand by themselves."""
    inside = sorted(span for span, _ in weights if span[0] >= start and span[1] <= end)
    groups: list[tuple[float, float, int]] = []
    for x0, x1 in inside:
        if groups and x0 < groups[-1][1]:
            groups[-1] = (groups[-1][0], max(groups[-1][1], x1), groups[-1][2] + 1)
        else:
            groups.append((x0, x1, 1))
    return [(x0, x1) for x0, x1, count in groups if count > 1]


def _with_uprights(
    cuts: Sequence[float], lines: Sequence[TextLine], uprights: Iterable[Stroke], left: float, right: float
) -> list[float]:
    """Put cuts at upright rules beside most lines; one in the same white as a rule gives way to it."""
    middles = sorted(line.middle for line in lines)
    spans = [(chunk.box.x0, chunk.box.x1) for line in lines for chunk in line.chunks]
    heights: Counter[float] = Counter()
    for rule in uprights:
        heights[rule.place] += bisect(middles, rule.end) - bisect(middles, rule.start)
    kept = [x for x, beside in heights.items() if left < x < right and beside >= TALL * len(lines)]
    free = [cut for cut in cuts if not any(_same_white(cut, x, spans) for x in kept)]
    return sorted({*kept, *free})


def _same_white(one: float, other: float, spans: Iterable[Span]) -> bool:
    low, high = sorted((one, other))
    return not any(low < (x0 + x1) / 2 < high for x0, x1 in spans)


def _with_numbers(cuts: Sequence[float], lines: Sequence[TextLine], left: float, right: float) -> list[float]:
    """Add, within columns, the gutters with numbers on their right that long labels of other lines cross."""
    found = list(cuts)
    for start, end in pairwise([left - 1, *cuts, right + 1]):
        rows = [
            chunks
            for line in lines
            if (chunks := [chunk for chunk in line.chunks if start <= chunk.middle < end])
        ]
        pairs = [
            (a.box.x1, b.box.x0) for row in rows for a, b in pairwise(row) if b.numeric and not a.numeric
        ]
        if len(pairs) < max(2, NUMBER_SIDE * len(rows)):
            continue
        best = max(
            ((a + b) / 2 for a, b in pairs), key=lambda x: (_parts(x, pairs) - _crossings(x, rows), -x)
        )
        if _parts(best, pairs) >= max(2, PARTS_TO_CROSSINGS * _crossings(best, rows)):
            found.append(best)
    return sorted(found)


def _parts(x: float, pairs: Iterable[Span]) -> int:
    return sum(a < x < b for a, b in pairs)


def _crossings(x: float, rows: Iterable[Sequence[Chunk]]) -> int:
    return sum(any(chunk.box.x0 < x < chunk.box.x1 for chunk in row) for row in rows)


def _spans(chunk: Chunk) -> list[Span]:
    """Return how far a chunk reaches; numbers that stand as close as words do reach each for itself.

    Groups of three figures are no numbers of their own: '79 935'.
    """
    if chunk.numeric and _are_numbers(chunk.words):
        return [(word.box.x0, word.box.x1) for word in chunk.words]
    return [(chunk.box.x0, chunk.box.x1)]


def _are_numbers(words: Sequence[Word]) -> bool:
    texts = [word.text for word in words]
    return (
        len(texts) > 1
        and all(any(map(str.isdigit, text)) and not any(map(str.isalpha, text)) for text in texts)
        and not all(GROUP.fullmatch(text) for text in texts[1:])
    )
