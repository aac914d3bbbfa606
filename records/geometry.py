"""Boxes on a page, in points from the top left corner. Pure arithmetic."""

from collections.abc import Iterable

import msgspec

BAND = 16.0
"""Points: the height of a band, about a line of print."""


class Box(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """A rectangle: `x0` left, `top`, `x1` right, `bottom`, in points from the page's top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Points from left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Points from top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The centre as (x, y)."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


class Region(msgspec.Struct, frozen=True, order=True, gc=False):
    """A place in a document: a page, counted from 1, and a box on it."""

    page: int
    box: Box


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that holds all of `boxes`; there must be at least one."""
    first, *others = boxes
    x0, top, x1, bottom = first.x0, first.top, first.x1, first.bottom
    for box in others:
        # Called for every line and cell: comparisons take half the time of min and max.
        if box.x0 < x0:
            x0 = box.x0
        if box.top < top:
            top = box.top
        if box.x1 > x1:
            x1 = box.x1
        if box.bottom > bottom:
            bottom = box.bottom
    return Box(x0, top, x1, bottom)


class Bands:
    """Boxes of a page by height, to look up those that a level line crosses without trying them all."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        """Sort the boxes into level bands."""
        self.bands: dict[int, list[int]] = {}
        for at, box in enumerate(boxes):
            for band in range(int(box.top // BAND), int(box.bottom // BAND) + 1):
                self.bands.setdefault(band, []).append(at)

    def near(self, y: float) -> list[int]:
        """Return the places of the boxes that may reach the height `y`, in their order."""
        return self.bands.get(int(y // BAND), [])


def holds(box: Box, x: float, y: float) -> bool:
    """Return whether the point lies in `box`; its left and top edges belong to it, the others do not."""
    return box.x0 <= x < box.x1 and box.top <= y < box.bottom


def shared_height(one: Box, other: Box) -> float:
    """Return the points of height that two boxes have in common, 0 if none."""
    return max(0.0, min(one.bottom, other.bottom) - max(one.top, other.top))


def shared_width(one: Box, other: Box) -> float:
    """Return the points of width that two boxes have in common, 0 if none."""
    return max(0.0, min(one.x1, other.x1) - max(one.x0, other.x0))
