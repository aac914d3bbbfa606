"""Shapes of a picture, in points from the top left, and the picture as SVG and PNG. Alone knows Pillow."""

from __future__ import annotations

import io
from functools import cache
from html import escape
from pathlib import Path

import msgspec
from PIL import Image, ImageDraw, ImageFont

INK = "#1f2933"
SHARPNESS = 2
"""Points of a PNG for each of the SVG, so that it is sharp in print and on fine screens."""

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first is drawn into the PNG from a file of ours; the others are as wide and stand in for it."""


class Rectangle(msgspec.Struct, frozen=True):
    """A filled rectangle, with an edge of half a point where one is named."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    edge: str | None = None


class Text(msgspec.Struct, frozen=True):
    """Words on one line; `x` is where they begin, have their middle or end, `y` their baseline."""

    x: float
    y: float
    words: str
    anchor: str = "start"
    size: float = 12
    colour: str = INK
    bold: bool = False


Shape = Rectangle | Text


class Picture(msgspec.Struct, frozen=True):
    """A picture: its size and its shapes, each over those before."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def width_of(words: str, size: float) -> float:
    """Return how wide words are."""
    return float(_font(size, False).getlength(words))


@cache
def _font(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    name = f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf"
    return ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


def svg_of(picture: Picture) -> str:
    """Return a picture as SVG."""
    wide, high = f"{picture.width:.0f}", f"{picture.height:.0f}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}" font-family="{FAMILY}">',
        f'<rect width="{wide}" height="{high}" fill="#ffffff"/>',
    ]
    for shape in picture.shapes:
        at = f'x="{shape.x:.1f}" y="{shape.y:.1f}"'
        if isinstance(shape, Rectangle):
            edge = f' stroke="{shape.edge}" stroke-width="0.5"' if shape.edge else ""
            size = f'width="{shape.width:.1f}" height="{shape.height:.1f}"'
            lines.append(f'<rect {at} {size} fill="{shape.fill}"{edge}/>')
            continue
        anchor = f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
        bold = ' font-weight="bold"' if shape.bold else ""
        lines.append(
            f'<text {at} font-size="{shape.size:g}" fill="{shape.colour}"{anchor}{bold}>'
            f"{escape(shape.words)}</text>"
        )
    return "\n".join((*lines, "</svg>\n"))


def png_of(picture: Picture) -> bytes:
    """Return a picture as PNG."""
    image = Image.new("RGB", (round(picture.width * SHARPNESS), round(picture.height * SHARPNESS)), "#ffffff")
    draw = ImageDraw.Draw(image)
    for shape in picture.shapes:
        x, y = shape.x * SHARPNESS, shape.y * SHARPNESS
        if isinstance(shape, Rectangle):
            right = max(x, x + shape.width * SHARPNESS - 1)
            bottom = max(y, y + shape.height * SHARPNESS - 1)
            sides = tuple(map(round, (x, y, right, bottom)))
            # An edge would cover a piece that is no wider than its two sides.
            edge = shape.edge if min(shape.width, shape.height) > 2 else None
            draw.rectangle(sides, fill=shape.fill, outline=edge)
        else:
            anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
            font = _font(shape.size * SHARPNESS, shape.bold)
            draw.text((x, y), shape.words, shape.colour, font, anchor)
    sink = io.BytesIO()
    image.save(sink, "PNG", optimize=True)
    return sink.getvalue()
