"""Parts of a page as pdfium draws them, for what no list of its objects tells."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import pypdfium2.raw as checked

from records.geometry import Box

Dots: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]"
Frame: TypeAlias = tuple[int, int, int, int]
"""Left, top, right and bottom of a part of a drawn page, in dots."""


def frame_round(frames: Sequence[Frame]) -> Frame:
    """Return the frame round all frames."""
    left, top, right, bottom = zip(*frames, strict=True)
    return min(left), min(top), max(right), max(bottom)


def draw(page: checked.FPDF_PAGE, sheet: tuple[int, int], frame: Frame) -> Dots:
    """Draw what a page holds within a frame on white, in dots of blue, green, red and one byte for nothing.

    `sheet` is the breadth and height of the whole page in dots.
    """
    left, top, right, bottom = frame
    across, down = max(1, right - left), max(1, bottom - top)
    dots: Dots = np.full((down, across, 4), 255, dtype=np.uint8)
    bitmap = checked.FPDFBitmap_CreateEx(
        across, down, checked.FPDFBitmap_BGRx, dots.ctypes.data_as(ctypes.c_void_p), 4 * across
    )
    checked.FPDF_RenderPageBitmap(bitmap, page, -left, -top, *sheet, 0, 0)
    checked.FPDFBitmap_Destroy(bitmap)
    return dots[:, :, :3]


def frame_of(page: checked.FPDF_PAGE, box: Box, sheet: tuple[int, int]) -> Frame:
    """Return the dots that a box takes on the drawn page; `box` is measured for a height of 0."""
    corners = []
    for x, y in ((box.x0, -box.bottom), (box.x1, -box.top)):
        at = ctypes.c_int(), ctypes.c_int()
        checked.FPDF_PageToDevice(page, 0, 0, *sheet, 0, x, y, *at)
        corners.append((at[0].value, at[1].value))
    (x0, x1), (y0, y1) = (sorted(side) for side in zip(*corners, strict=True))
    across, down = sheet
    left, top = min(max(0, x0 - 1), across), min(max(0, y0 - 1), down)
    return left, top, max(left, min(x1 + 2, across)), max(top, min(y1 + 2, down))
