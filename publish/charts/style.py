"""One look for all pictures: words and colours of the values, and bars that are parted by them.

Colours differ in lightness as well as in hue, and stand in one order everywhere, so that the pictures can be
read in grey and by people who do not tell red from green.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from publish.text import one_line, visible

INK, QUIET, LINES = "#1f2933", "#52606d", "#d9dee3"

NO_STATUS, NOT_UNDERSTOOD = "No status printed", "Status not understood"
STATUSES = {
    "done": ("Done", "#1f5f8b"),
    "open": ("Open", "#f0a030"),
    "closed_without_action": ("Closed without action", "#7a5c99"),
    "response_only": ("Answered, not yet reported on", "#8fc1e3"),
    "not_known": ("Printed as not known", "#8a949e"),
    NOT_UNDERSTOOD: (NOT_UNDERSTOOD, "#4a5560"),
    NO_STATUS: (NO_STATUS, "#dfe3e8"),
}
OPEN_STATUSES = {
    "overdue": ("Overdue", "#a12b2b"),
    "not_started": ("Not started", "#e07b39"),
    "in_progress": ("In progress", "#f4c063"),
    "partially_complete": ("Partially complete", "#b5cfa2"),
    "on_track": ("On track", "#4f8f6b"),
    "unknown": ("Printed as not known", "#8a949e"),
}
NO_GRADE, UNGRADED = "No overall grade found", "Framework without an overall grade"
GRADES = {
    "outstanding": ("Outstanding", "#173f5f"),
    "good": ("Good", "#5b9bc8"),
    "adequate": ("Adequate", "#e8c468"),
    "requires_improvement": ("Requires improvement", "#f0a030"),
    "inadequate": ("Inadequate", "#a12b2b"),
    NO_GRADE: (NO_GRADE, "#dfe3e8"),
    UNGRADED: (UNGRADED, "#b9c2cb"),
}
NO_OUTCOME = "No outcome found"
OUTCOMES = {
    "1": ("Typically positive experiences", "#173f5f"),
    "2": ("Inconsistent experiences", "#f0a030"),
    "3": ("Widespread or systemic failings", "#a12b2b"),
    NO_OUTCOME: (NO_OUTCOME, "#dfe3e8"),
}
NO_RATING = "No rating"
RATINGS = {
    "red": ("Red", "#b3261e"),
    "amber": ("Amber", "#f5b440"),
    "green": ("Green", "#3b8c57"),
    "blue": ("Blue", "#3d6fb5"),
    "grey": ("Grey", "#9aa5b1"),
    "black": ("Black", "#1f2933"),
    "purple": ("Purple", "#7a5c99"),
    "white": ("White", "#fbfbfb"),
    NO_RATING: (NO_RATING, "#e6eaee"),
}

Words = Mapping[str, tuple[str, str]]
"""For each value its words and its colour, in the order of the bars."""


def series_of(words: Words, present: Iterable[str]) -> list[str]:
    """Give the values that are present, in their order."""
    there = set(present)
    return [value for value in words if value in there]


class Bars(msgspec.Struct, frozen=True, kw_only=True):
    """Bars that are parted by value: what one part of a picture shows.

    `counts` holds (label, value, number); `labels` is the order of the bars, `shown` the values of the
    legend. Bars lie, or stand if `upright`, each then `step` points apart.
    """

    counts: Sequence[tuple[str, str, int]]
    words: Words
    labels: Sequence[str]
    shown: Sequence[str]
    unit: str
    title: str
    upright: bool = False
    step: float = 25
    legend: bool = True


def drawable(text: str) -> str:
    """Return words as a picture can hold them: on one line, everything visible."""
    return visible(one_line(text))


def ticks_to(biggest: int, most: int) -> list[int]:
    """Return whole numbers for an axis from 0, at most so many after it, the last not below `biggest`."""
    step = next(
        step for power in itertools.count() for step in (10**power, 2 * 10**power, 5 * 10**power)
        if biggest <= most * step
    )  # fmt: skip
    return list(range(0, step * max(1, math.ceil(biggest / step)) + 1, step))


def is_light(colour: str) -> bool:
    """Say whether dark letters are read better on a colour (its relative luminance, WCAG 2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.22
