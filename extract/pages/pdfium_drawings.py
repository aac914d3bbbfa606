"""Lines, fills and pictures of a page as pdfium finds them, told apart as pdfminer tells them apart."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias

from extract.pages.drawn import box_fill, box_rules, line_rules, shape_fill
from extract.pages.pdfium_calls import IMAGE, PATH, Address, Pointer, Thing, bare, colour_of, matrix_of
from records.geometry import Box
from records.pages import Fill, Rule

Point: TypeAlias = tuple[float, float]

LINE_TO, MOVE_TO = 0, 2
"""Kinds of segments of a path, by pdfium's numbers; the rest are thirds of a curve."""

_mode = bare("FPDFPath_GetDrawMode")
_count = bare("FPDFPath_CountSegments")
_segment = bare("FPDFPath_GetPathSegment", Address)
_kind = bare("FPDFPathSegment_GetType")
_point = bare("FPDFPathSegment_GetPoint")
_closes = bare("FPDFPathSegment_GetClose")

_fill, _stroke = ctypes.c_int(), ctypes.c_int()
_fill_at, _stroke_at = ctypes.byref(_fill), ctypes.byref(_stroke)
_x, _y = ctypes.c_float(), ctypes.c_float()
_x_at, _y_at = ctypes.byref(_x), ctypes.byref(_y)


def read_drawings(
    drawn: Iterable[Thing], height: float
) -> tuple[tuple[Rule, ...], tuple[Fill, ...], tuple[Box, ...]]:
    """Give rules, fills and the boxes of pictures on a page `height` points high."""
    lines: list[Rule] = []
    edges: list[Rule] = []
    frames: list[Rule] = []
    bent: list[Fill] = []
    fills: list[Fill] = []
    images: list[Box] = []
    for thing in drawn:
        if thing.kind == IMAGE:
            images.append(_picture(thing, height))
        elif thing.kind == PATH:
            path = Pointer(thing.address)
            _mode(path, _fill_at, _stroke_at)
            filled, stroked = bool(_fill.value), bool(_stroke.value)
            if not filled and not stroked:
                continue
            for shape, points in _shapes(thing):
                if shape in ("ml", "mlh"):
                    lines += line_rules(_around(points[:2], height))
                elif shape in ("mlllh", "mllll") and _is_rectangle(points):
                    box = _around((points[0], points[2]), height)
                    frames += box_rules(box, stroke=stroked, fill=filled)
                    fills += box_fill(box, colour_of(path) if filled else None)
                else:
                    for ends in pairwise(points):
                        edges += line_rules(_around(ends, height))
                    bent += shape_fill(_around(points, height), colour_of(path) if filled else None)
    return (*lines, *edges, *frames), (*bent, *fills), tuple(images)


def _picture(thing: Thing, height: float) -> Box:
    a, b, c, d, e, f = matrix_of(Pointer(thing.address), thing.outer)
    return _around(((e, f), (e + a, f + b), (e + c, f + d), (e + a + c, f + b + d)), height)


def _shapes(thing: Thing) -> Iterator[tuple[str, list[Point]]]:
    """Give each part of a path as pdfminer spells it, and its points.

    `m` is a move, `l` a line, `c` a curve, `h` the line that closes it. A curve has one point, its end;
    closing leads back to the first point.
    """
    path = Pointer(thing.address)
    a, b, c, d, e, f = matrix_of(path, thing.outer)
    points: list[Point] = []
    shape, thirds = "", 0
    for place in range(_count(path)):
        segment = Pointer(_segment(path, place))
        kind = _kind(segment)
        _point(segment, _x_at, _y_at)
        x, y = _x.value, _y.value
        if kind == MOVE_TO:
            if shape:
                yield _closed(shape, points)
            shape, points, thirds = "m", [], 0
        elif kind == LINE_TO:
            shape += "l"
        else:
            thirds += 1
            if thirds % 3:
                continue
            shape += "c"
        points.append((x * a + y * c + e, x * b + y * d + f))
        if _closes(segment):
            shape += "h"
            points.append(points[0])
    if shape:
        yield _closed(shape, points)


def _closed(shape: str, points: list[Point]) -> tuple[str, list[Point]]:
    """Drop the line back to the first point where closing draws the same once more."""
    if len(shape) > 3 and shape.endswith("lh") and points[-2] == points[0]:
        return shape[:-2] + "h", points[:-1]
    return shape, points


def _is_rectangle(points: list[Point]) -> bool:
    (ax, ay), (bx, by), (cx, cy), (dx, dy), last = points
    level_first = ay == by and bx == cx and cy == dy and dx == ax
    upright_first = ax == bx and by == cy and cx == dx and dy == ay
    return last == points[0] and (level_first or upright_first)


def _around(points: Iterable[Point], height: float) -> Box:
    xs, ys = zip(*points, strict=True)
    return Box(round(min(xs), 2), round(height - max(ys), 2), round(max(xs), 2), round(height - min(ys), 2))
