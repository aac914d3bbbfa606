"""Colours of small pictures and of areas filled by gradients or patterns, which only a drawn page shows."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
import pypdfium2.raw as checked

from extract.pdf.pdfium.drawn_page import draw, frame_of, frame_round
from extract.pdf.pdfium.page_arrays import IMAGE, PATH, SHADING, PageArrays
from extract.pdf.text.characters import Choice, Numbers
from extract.pdf.tolerances import (
    COLOURFUL,
    HIGHEST_SHAPE,
    LEAST_COLOURED,
    MOST_ALIKE,
    SAME_HUE,
    THIN,
    WIDEST_SHAPE,
)
from records.geometry import Box, around
from records.pages import Colour, Fill, Rule

MOST_SPOTS = 400
"""A page with more is a drawing, and none of them a cell."""

DOTS_A_POINT = 2


def read_spots(
    page: checked.FPDF_PAGE, arrays: PageArrays, height: float, rules: Sequence[Rule]
) -> tuple[Fill, ...]:
    """Return the small pictures, gradients and patterns of a page that have one dominant colour, as fills.

    A council may set its red, amber or green as a picture of a dot. `height` is that of the page in points.
    Only what lies among its `rules`, level and upright, is looked at: drawing a page takes long.
    """
    if len({rule.direction for rule in rules}) < 2:
        return ()
    objects = arrays.objects
    kind = objects["kind"]
    painted = (kind == IMAGE) | (kind == SHADING)
    painted |= (kind == PATH) & (objects["fill"] != 0) & (objects["coloured"] == 0)
    wide, high = objects["right"] - objects["left"], objects["top"] - objects["bottom"]
    small = (wide <= WIDEST_SHAPE) & (high <= HIGHEST_SHAPE) & (np.minimum(wide, high) >= THIN)
    ruled = around(rule.box for rule in rules)
    x, y = (objects["left"] + objects["right"]) / 2, height - (objects["top"] + objects["bottom"]) / 2
    among = (x > ruled.x0) & (x < ruled.x1) & (y > ruled.top) & (y < ruled.bottom)
    spots = objects[painted & small & among]
    if not len(spots) or len(spots) > MOST_SPOTS:
        return ()
    sides = np.stack([spots["left"], -spots["top"], spots["right"], -spots["bottom"]], axis=1)
    boxes = [Box(*box) for box in sides.astype(np.float64).round(2).tolist()]
    sheet = tuple(
        ceil(DOTS_A_POINT * side)
        for side in (checked.FPDF_GetPageWidthF(page), checked.FPDF_GetPageHeightF(page))
    )
    frames = [frame_of(page, box, (sheet[0], sheet[1])) for box in boxes]
    whole = frame_round(frames)
    dots = draw(page, (sheet[0], sheet[1]), whole)
    fills = []
    for box, (left, top, right, bottom) in zip(boxes, frames, strict=True):
        part = dots[top - whole[1] : bottom - whole[1], left - whole[0] : right - whole[0]]
        if (colour := dominant_colour(part.reshape(-1, 3)[:, ::-1] / 255)) is not None:
            placed = Box(box.x0, round(height + box.top, 2), box.x1, round(height + box.bottom, 2))
            fills.append(Fill(placed, colour))
    return tuple(fills)


def dominant_colour(dots: Numbers) -> Colour | None:
    """Return the colour that most coloured dots have; None if few are coloured, or their hues differ.

    `dots` are red, green and blue, each from 0 to 1, in rows.
    """
    colourful: Choice = dots.max(axis=1) - dots.min(axis=1) > COLOURFUL
    if np.count_nonzero(colourful) < LEAST_COLOURED * len(dots):
        return None
    chosen = dots[colourful]
    hues = _hues(chosen)
    apart = np.abs(hues - _hues(np.median(chosen, axis=0)[None, :]))
    alike = np.minimum(apart, 1 - apart) < SAME_HUE
    if np.count_nonzero(alike) < MOST_ALIKE * len(chosen):
        return None
    red, green, blue = np.median(chosen[alike], axis=0).round(3).tolist()
    return red, green, blue


def _hues(dots: Numbers) -> Numbers:
    """Return the hue of colours that are not grey, from 0 (red) to 1."""
    red, green, blue = dots.T
    spread = np.maximum(np.ptp(dots, axis=1), 1e-6)
    largest = dots.argmax(axis=1)
    sixths = np.choose(
        largest, [(green - blue) / spread % 6, (blue - red) / spread + 2, (red - green) / spread + 4]
    )
    hues: Numbers = sixths / 6
    return hues
