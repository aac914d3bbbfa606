"""Where everything in a picture stands: bars, axes, legends and words as plain shapes, in points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from publish.charts.shapes import Picture, Rectangle, Shape, Text, width_of
from publish.charts.style import INK, LINES, QUIET, Bars, drawable, is_light, ticks_to

EDGE, GAP = 12, 30
WIDTH, HEIGHT = 520, 130
LONGEST_LABEL = 340
LIES, SMALL, USUAL, TITLE = 17, 10.5, 12, 13


def picture_of(parts: Sequence[Bars]) -> Picture:
    """Return a picture of its parts, one below the other, each with its own scale, bars in one line."""
    lying = [cut(drawable(label)) for part in parts if not part.upright for label in part.labels]
    left = EDGE + max([36, *(width_of(label, USUAL) + 10 for label in lying)])
    shapes: list[Shape] = []
    top = float(EDGE)
    right = left + WIDTH
    for part in parts:
        shapes.append(Text(EDGE, top + TITLE, drawable(part.title), size=TITLE, bold=True))
        right = max(right, EDGE + width_of(drawable(part.title), TITLE))
        top += TITLE + 12
        if part.legend:
            right = max(right, left + part.step * len(part.labels) if part.upright else 0)
            for shape in _legend(part, left, top, left + WIDTH + 60):
                shapes.append(shape)
                top = max(top, shape.y) if isinstance(shape, Rectangle) else top
            top += 28
        drawn, height = _standing(part, left, top) if part.upright else _lying(part, left, top)
        shapes += drawn
        top += height + GAP
    return Picture(right + 40, top - GAP + EDGE, tuple(shapes))


def cut(label: str) -> str:
    """Shorten a label that is wider than its place."""
    if width_of(label, USUAL) <= LONGEST_LABEL:
        return label
    while width_of(f"{label}…", USUAL) > LONGEST_LABEL:
        label = label[:-1]
    return f"{label}…"


def _legend(part: Bars, left: float, top: float, right: float) -> Iterator[Shape]:
    """Give a square and its words for each value, as many on a line as fit."""
    x, y = left, top
    for value in part.shown:
        words, colour = part.words[value]
        wide = width_of(words, USUAL) + 34
        if x > left and x + wide > right:
            x, y = left, y + 18
        yield Rectangle(x, y, 11, 11, colour, edge=QUIET)
        yield Text(x + 16, y + 10, words)
        x += wide


def _stacks(part: Bars) -> dict[str, list[tuple[str, int, int]]]:
    """Return for each bar its pieces as (value, from, to), in the order of the values."""
    ranks = {value: rank for rank, value in enumerate(part.words)}
    stacks: dict[str, list[tuple[str, int, int]]] = {label: [] for label in part.labels}
    for label, value, number in sorted(part.counts, key=lambda count: ranks[count[1]]):
        below = stacks[label][-1][2] if stacks[label] else 0
        if number:
            stacks[label].append((value, below, below + number))
    return stacks


def _ticks(part: Bars, most: int) -> list[int]:
    totals: Counter[str] = Counter()
    for label, _, number in part.counts:
        totals[label] += number
    return ticks_to(max(totals.values(), default=1), most)


def _lying(part: Bars, left: float, top: float) -> tuple[list[Shape], float]:
    """Return bars that lie, labels before them and the axis below, and their height with all words."""
    ticks = _ticks(part, 6)
    scale, bottom = WIDTH / ticks[-1], top + part.step * len(part.labels)
    shapes: list[Shape] = []
    for tick in ticks:
        shapes.append(Rectangle(left + tick * scale, top, 1, bottom - top, LINES))
        shapes.append(Text(left + tick * scale, bottom + 15, f"{tick:,}", anchor="middle"))
    shapes.append(Text(left + WIDTH / 2, bottom + 34, part.unit, anchor="middle", colour=QUIET))
    for row, (label, pieces) in enumerate(_stacks(part).items()):
        y = top + row * part.step + 4
        shapes.append(Text(left - 8, y + 13, cut(drawable(label)), anchor="end"))
        for value, start, end in pieces:
            colour = part.words[value][1]
            shapes.append(Rectangle(left + start * scale, y, (end - start) * scale, LIES, colour, "#ffffff"))
            if end - start >= ticks[-1] / 25:
                ink = INK if is_light(colour) else "#ffffff"
                x = left + (start + end) / 2 * scale
                shapes.append(Text(x, y + 12.5, str(end - start), "middle", SMALL, ink))
        if pieces:
            x = left + pieces[-1][2] * scale + 5
            shapes.append(Text(x, y + 12.5, f"{pieces[-1][2]:,}", size=SMALL, colour=QUIET, bold=True))
    return shapes, bottom + 34 - top


def _standing(part: Bars, left: float, top: float) -> tuple[list[Shape], float]:
    """Return bars that stand, labels below them and the axis before, and their height with all words."""
    ticks = _ticks(part, 4)
    shapes: list[Shape] = [Text(EDGE, top - 2, part.unit, colour=QUIET)]
    top += 14
    scale, bottom = HEIGHT / ticks[-1], top + HEIGHT
    for tick in ticks:
        y = bottom - tick * scale
        shapes.append(Rectangle(left, y, part.step * len(part.labels), 1, LINES))
        shapes.append(Text(left - 6, y + 4, f"{tick:,}", anchor="end"))
    for place, (label, pieces) in enumerate(_stacks(part).items()):
        x, wide = left + (place + 0.1) * part.step, 0.8 * part.step
        shapes.append(Text(x + wide / 2, bottom + 16, drawable(label), anchor="middle"))
        for value, start, end in pieces:
            colour, high = part.words[value][1], (end - start) * scale
            shapes.append(Rectangle(x, bottom - end * scale, wide, high, colour, "#ffffff"))
            if end - start >= ticks[-1] / 12:
                ink = INK if is_light(colour) else "#ffffff"
                y = bottom - (start + end) / 2 * scale + 4
                shapes.append(Text(x + wide / 2, y, str(end - start), "middle", SMALL, ink))
        if pieces:
            y = bottom - pieces[-1][2] * scale - 4
            shapes.append(Text(x + wide / 2, y, f"{pieces[-1][2]:,}", "middle", SMALL, QUIET, True))
    return shapes, bottom + 16 - top + 14
