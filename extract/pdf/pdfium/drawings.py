"""Lines, fills and pictures of a page as pdfium finds them, told apart as pdfminer tells them apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from extract.pdf.pdfium.page_arrays import IMAGE, PATH, PageArrays, colour_of
from extract.pdf.shapes import box_fill, box_rules, join_pieces, line_rules, shape_fill, short_piece
from records.geometry import Box
from records.pages import Fill, Rule

Point: TypeAlias = tuple[float, float]
Segment: TypeAlias = tuple[float, float, int, int]

LINE_TO, MOVE_TO = 0, 2
"""Kinds of segments of a path, by pdfium's numbers; the rest are thirds of a curve."""


def read_drawings(
    page: PageArrays, height: float
) -> tuple[tuple[Rule, ...], tuple[Fill, ...], tuple[Box, ...]]:
    """Return rules, fills and the boxes of pictures on a page `height` points high."""
    lines: list[Rule] = []
    edges: list[Rule] = []
    frames: list[Rule] = []
    bent: list[Fill] = []
    fills: list[Fill] = []
    images: list[Box] = []
    dots: list[Box] = []
    kinds = page.objects["kind"]
    drawn = page.objects.take(np.flatnonzero((kinds == PATH) | (kinds == IMAGE)))
    segments = page.segments.tolist()
    start = 0
    names = ("kind", "matrix", "colour", "coloured", "fill", "stroke", "segments")
    columns = (drawn[name].tolist() for name in names)
    for kind, matrix, shades, coloured, fill, stroke, count in zip(*columns, strict=True):
        if kind == IMAGE:
            images.append(_picture(matrix, height))
        colour = colour_of(shades) if fill and coloured else None
        for shape, points in _shapes(segments[start : start + count], matrix):
            if shape in ("ml", "mlh"):
                box = _around(points[:2], height)
                lines += line_rules(box)
                dots += short_piece(box)
            elif shape in ("mlllh", "mllll") and _is_rectangle(points):
                box = _around((points[0], points[2]), height)
                frames += box_rules(box, stroke=bool(stroke), fill=bool(fill))
                fills += box_fill(box, colour)
                dots += short_piece(box, drawn=bool(stroke or fill))
            else:
                for ends in pairwise(points):
                    edges += line_rules(_around(ends, height))
                box = _around(points, height)
                bent += shape_fill(box, colour)
                dots += short_piece(box, drawn=bool(stroke or fill))
        start += count
    rules = join_pieces((*lines, *edges, *frames), dots)
    return tuple(rules), (*bent, *fills), tuple(images)


def _picture(matrix: Sequence[float], height: float) -> Box:
    a, b, c, d, e, f = matrix
    return _around(((e, f), (e + a, f + b), (e + c, f + d), (e + a + c, f + b + d)), height)


def _shapes(segments: Iterable[Segment], matrix: Sequence[float]) -> Iterator[tuple[str, list[Point]]]:
    """Yield each part of a path as pdfminer spells it, and its points.

    `m` is a move, `l` a line, `c` a curve, `h` the line that closes it. A curve has one point, its end;
    closing leads back to the first point.
    """
    a, b, c, d, e, f = matrix
    points: list[Point] = []
    shape, thirds = "", 0
    for x, y, kind, closes in segments:
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
        if closes:
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
