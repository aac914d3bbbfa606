"""One look for all pictures: words and colours of the values, and bars that are parted by them.

Colours differ in lightness as well as in hue, and stand in one order everywhere, so that the pictures can be
read in grey and by people who do not tell red from green.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from publish.text import one_line, visible

FONT = "Liberation Sans"
"""Comes with vl-convert, so that text is as wide on every machine; Arial, as wide, stands in for it."""

INK, QUIET, LINES = "#1f2933", "#52606d", "#d9dee3"
WIDTH = 520
LONGEST_LABEL = 330
TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")

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

CONFIG: dict[str, Any] = {
    "background": "white",
    "font": FONT,
    "padding": 12,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": QUIET,
        "titleFontWeight": "normal",
        "gridColor": LINES,
        "domainColor": LINES,
        "tickColor": LINES,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titlePadding": 8,
        "labelLimit": LONGEST_LABEL,
    },
    "legend": {
        "labelColor": INK,
        "labelFontSize": 12,
        "symbolType": "square",
        "symbolStrokeWidth": 0.5,
        "symbolStrokeColor": QUIET,
        "title": None,
        "orient": "top",
        "labelLimit": 240,
        "offset": 14,
    },
    "title": {"color": INK, "anchor": "start", "fontSize": 13, "fontWeight": "bold", "offset": 10},
    "bar": {"stroke": "white", "strokeWidth": 0.5},
}


def series_of(words: Words, present: Iterable[str]) -> list[str]:
    """Give the values that are present, in their order."""
    there = set(present)
    return [value for value in words if value in there]


def bars(
    counts: Sequence[tuple[str, str, int]],
    words: Words,
    *,
    along: str,
    labels: Sequence[str],
    shown: Sequence[str],
    unit: str,
    title: str,
    **more: Any,
) -> dict[str, Any]:
    """Describe bars parted by value, with its number on every part that has room for it, and its total.

    `counts` holds (label, value, number); `labels` is the order of the bars, `shown` the values of the
    legend. `along` is "x" for bars that lie and "y" for bars that stand.
    """
    lying = along == "x"
    counts = [(drawable(label), value, number) for label, value, number in counts]
    labels = [drawable(label) for label in labels]
    totals = Counter[str]()
    for label, _, number in counts:
        totals[label] += number
    ticks = ticks_to(max(totals.values(), default=1), 6 if lying else 4)
    values = [
        {"label": label, "value": words[value][0], "n": number, "rank": list(words).index(value),
         "shown": str(number) if number >= ticks[-1] / (25 if lying else 12) else "",
         "light": _is_light(words[value][1])}
        for label, value, number in counts
        if number
    ]  # fmt: skip
    length = {
        "field": "n",
        "type": "quantitative",
        "stack": "zero",
        "title": unit,
        "axis": {"values": ticks, "format": ",d", "ticks": False, **({} if lying else {"minExtent": 32})},
        "scale": {"domain": [0, ticks[-1]], "nice": False},
    }
    place = {
        "field": "label",
        "type": "nominal",
        "sort": labels,
        "title": None,
        "scale": {"domain": labels},
        "axis": {"grid": False, "ticks": False, "domain": False, "labelPadding": 8, "labelAngle": 0},
    }
    names = [words[value][0] for value in shown]
    colour = {
        "field": "value",
        "type": "nominal",
        "scale": {"domain": names, "range": [words[value][1] for value in shown]},
        "legend": {"columns": _legend_columns(names), **({} if lying else {"offset": 26})},
    }
    order = {"field": "rank", "type": "quantitative"}
    ink = {"condition": {"test": "datum.light", "value": INK}, "value": "white"}
    middle = {"field": "n", "type": "quantitative", "stack": "zero", "bandPosition": 0.5}
    across, thick = ("y", {"height": 17}) if lying else ("x", {"width": {"band": 0.8}})
    beyond = {"align": "left", "dx": 5} if lying else {"baseline": "bottom", "dy": -3}
    ends = [{"label": label, "n": number} for label, number in totals.items() if number]
    return {
        "title": drawable(title),
        "data": {"values": values},
        "layer": [
            {"mark": {"type": "bar", **thick},
             "encoding": {along: length, across: place, "color": colour, "order": order}},
            {"mark": {"type": "text", "fontSize": 10.5},
             "encoding": {along: middle, across: place, "order": order, "color": ink,
                          "detail": {"field": "value"}, "text": {"field": "shown"}}},
            {"data": {"values": ends},
             "mark": {"type": "text", "fontSize": 10.5, "fontWeight": "bold", "color": QUIET, **beyond},
             "encoding": {along: {"field": "n", "type": "quantitative"}, across: place,
                          "text": {"field": "n", "format": ",d"}}},
        ],
        **({"width": WIDTH, "height": {"step": 25}} if lying else {}),
        **more,
    }  # fmt: skip


def drawable(text: str) -> str:
    r"""Give words as a picture can hold them: on one line, everything visible.

    A character that XML forbids would end the whole process where the picture is drawn, and the lone word
    'if' is taken for an instruction. A long label is cut at any unit of UTF-16, and half a character ends the
    drawing: those of two units are given as `\U0001f600`.
    """
    shown = TWO_UNITS.sub(lambda match: f"\\U{ord(match.group()):08x}", visible(one_line(text)))
    return f"{shown} " if shown == "if" else shown


def ticks_to(biggest: int, most: int) -> list[int]:
    """Give whole numbers for an axis from 0, at most so many after it, the last not below `biggest`."""
    step = next(
        step for power in itertools.count() for step in (10**power, 2 * 10**power, 5 * 10**power)
        if biggest <= most * step
    )  # fmt: skip
    return list(range(0, step * max(1, math.ceil(biggest / step)) + 1, step))


def aligned(parts: Sequence[dict[str, Any]], labels: Iterable[str]) -> list[dict[str, Any]]:
    """Let pictures of lying bars begin at one line, and only the first have the legend that all share."""
    room = min(LONGEST_LABEL, 16 + max(round(6.4 * len(label)) for label in labels))
    for number, part in enumerate(parts):
        for layer in part["layer"]:
            layer["encoding"]["y"]["axis"]["minExtent"] = room
        if number:
            part["layer"][0]["encoding"]["color"]["legend"] = None
    return list(parts)


def whole(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Describe a picture made of parts, one below the other, each with its own scales."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": CONFIG,
        "vconcat": list(parts),
        "spacing": 28,
        "resolve": {"scale": {"x": "independent", "y": "independent", "color": "independent"}},
    }


def _legend_columns(names: Sequence[str]) -> int:
    """Give the columns in which a legend is no wider than the bars: all side by side, or fewer."""
    return next(
        (
            columns
            for columns in range(len(names), 1, -1)
            if sum(max(map(len, names[place::columns])) * 6.6 + 34 for place in range(columns)) <= WIDTH + 60
        ),
        1,
    )


def _is_light(colour: str) -> bool:
    """Say whether dark letters are read better on a colour (its relative luminance, WCAG 2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.22
