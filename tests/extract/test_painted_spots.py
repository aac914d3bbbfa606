"""Small pictures, gradients and patterns have the colour that is seen, if it is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from drawing import HEIGHT, Sheet
from PIL import Image, ImageDraw
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extract.pdf import pdfplumber, reader
from records.pages import Page

GREEN, RED, GREY = (0, 176, 80), (255, 0, 0), (120, 120, 120)


def dot(canvas: Canvas, *colours: tuple[int, int, int], size: int = 12) -> None:
    picture = Image.new("RGB", (60, 60), (255, 255, 255))
    for at, colour in enumerate(colours):
        ImageDraw.Draw(picture).pieslice(
            (2, 2, 58, 58), 360 * at / len(colours), 360 * (at + 1) / len(colours), colour
        )
    canvas.drawImage(ImageReader(picture), 100, 500, size, size)


def gradient(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(100, 500, 60, 20)
    canvas.clipPath(path, stroke=0)
    canvas.linearGradient(100, 500, 160, 500, (Color(0.6, 0.9, 0.7), Color(0, 0.6, 0.3)))
    canvas.restoreState()


READERS = pytest.mark.parametrize("read_pages", [reader.read_pages, pdfplumber.read_pages])


def page_with(change: Callable[[Canvas], None], read_pages: Callable[[bytes], tuple[Page]]) -> Page:
    sheet = Sheet()
    sheet.text(310, 430, "Plain words")
    sheet.grid([90, 300, 500], [HEIGHT - 600, HEIGHT - 490], [["", ""]])
    change(sheet.canvas)
    (page,) = read_pages(sheet.save())
    return page


@READERS
@pytest.mark.parametrize("change", [lambda canvas: dot(canvas, GREEN), gradient])
def test_a_picture_or_gradient_of_one_hue_is_a_fill(
    change: Callable[[Canvas], None], read_pages: Callable[[bytes], tuple[Page]]
) -> None:
    (fill,) = page_with(change, read_pages).fills
    red, green, blue = fill.colour
    assert green > 0.6
    assert green > blue > red
    assert (fill.box.x0, fill.box.bottom) == pytest.approx((100, HEIGHT - 500), abs=0.02)


@READERS
@pytest.mark.parametrize(
    "change",
    [
        lambda canvas: dot(canvas, GREEN, RED),
        lambda canvas: dot(canvas, GREY),
        lambda canvas: dot(canvas, GREEN, size=80),
    ],
)
def test_pictures_of_two_hues_of_none_and_large_ones_are_no_fill(
    change: Callable[[Canvas], None], read_pages: Callable[[bytes], tuple[Page]]
) -> None:
    assert page_with(change, read_pages).fills == ()
