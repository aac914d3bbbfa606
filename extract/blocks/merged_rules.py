"""The ruled lines of a page, collinear pieces put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from extract.tables.cells import merge_lines
from records.pages import Rule


class Stroke(msgspec.Struct, frozen=True, order=True):
    """A ruled line: its place (from the top if level, from the left if upright), and its ends."""

    place: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """Points from end to end."""
        return self.end - self.start

    def over(self, start: float, end: float) -> float:
        """Return the points that it shares with a stretch, 0 if none."""
        return max(0.0, min(self.end, end) - max(self.start, start))


class Rules(msgspec.Struct, frozen=True):
    """The ruled lines of a page: level ones from the top, upright ones from the left."""

    level: tuple[Stroke, ...]
    upright: tuple[Stroke, ...]


def merge_rules(rules: Iterable[Rule]) -> Rules:
    """Put pieces that follow each other at one place together."""
    level, upright = [], []
    for rule in rules:
        x, y = rule.box.middle
        if rule.direction == "level":
            level.append((y, rule.box.x0, rule.box.x1))
        else:
            upright.append((x, rule.box.top, rule.box.bottom))
    return Rules(_merged(level), _merged(upright))


def _merged(strokes: Sequence[tuple[float, float, float]]) -> tuple[Stroke, ...]:
    lines = merge_lines(strokes)
    return tuple(Stroke(line.place, start, end) for line in lines for start, end in line.spans)
