"""A page drawn by pdfium, on which boxes and labels are laid in colours that everybody can tell apart."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from textwrap import wrap
from typing import NamedTuple, TypeAlias

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extract.pdf.render import draw_images
from extract.pdf.visibility.rotation import Turn
from records.geometry import Box
from records.pages import Page
from records.pictures import Clip

Ink: TypeAlias = tuple[int, int, int]

BLUE: Ink = (0, 114, 178)
ORANGE: Ink = (230, 159, 0)
GREEN: Ink = (0, 158, 115)
PURPLE: Ink = (204, 121, 167)
BLACK: Ink = (0, 0, 0)
"""Colours of Okabe and Ito's palette, which people who are blind to red, green or blue tell apart too."""

WHITE: Ink = (255, 255, 255)

LETTERS = 8.0
"""Points: the size of the letters of labels and of the legend, that of small print on most pages."""

TINT = 70
"""How opaque the ground is that marks words, of 255: print stays legible on it."""

FURTHEST = 60
"""Points from its box within which a free place for a label is looked for."""

STEP = 3
"""Points by which the places that are tried differ."""

EDGE = 6.0
"""Points that stay free at the sides of the legend."""

LETTER_WIDTH = 0.52
"""The width of a letter in the mean, in its size; lines of the legend are broken by it."""


class Key(NamedTuple):
    """A part of the legend: words, and the colours that they explain; without colours a line of its own."""

    words: str
    inks: tuple[Ink, ...] = ()


def draw_pages(
    content: bytes, password: str | None, pages: Sequence[Page], turns: Mapping[int, Turn]
) -> Iterator[tuple[Page, Image.Image]]:
    """Yield pages and their pictures, sideways ones laid level; `pages` are level, `turns` by page number.

    Raises `SourceError` where pdfium cannot draw the document.
    """
    clips = [Clip(page.number, _as_printed(page, turns)) for page in pages]
    for page, picture in zip(pages, draw_images(content, clips, password), strict=True):
        if picture is None:
            continue
        drawn = picture[1]
        turn = turns.get(page.number)
        if turn is not None:
            drawn = drawn.rotate(-90 if turn[0] == "up" else 90, expand=True)
        yield page, drawn


def _as_printed(page: Page, turns: Mapping[int, Turn]) -> Box:
    """Return the box of the whole page as it is printed."""
    sideways = page.number in turns
    width, height = (page.height, page.width) if sideways else (page.width, page.height)
    return Box(0, 0, width, height)


class Canvas:
    """The picture of a level page, and what is laid over it; places are in points of the page."""

    def __init__(self, page: Page, drawn: Image.Image) -> None:
        self.page, self.drawn = page, drawn
        self.scale = drawn.width / page.width
        self.over = Image.new("RGBA", drawn.size)
        self.pen = ImageDraw.Draw(self.over)
        self.font = ImageFont.load_default(LETTERS * self.scale)
        self.taken = np.zeros((int(page.height) + 2, int(page.width) + 2), bool)
        """The points of the page on which words or labels stand."""
        for word in page.words:
            self._take(word.box)

    def tint(self, box: Box, ink: Ink) -> None:
        """Lay a ground over a box through which its print is seen."""
        self.pen.rectangle(self._sides(box), fill=(*ink, TINT))

    def outline(self, box: Box, ink: Ink, width: float = 1.0, *, dashed: bool = False) -> None:
        """Draw the sides of a box, `width` points thick."""
        x0, top, x1, bottom = self._sides(box)
        thick = max(1, round(width * self.scale))
        if not dashed:
            self.pen.rectangle((x0, top, x1, bottom), outline=(*ink, 255), width=thick)
            return
        for y in (top, bottom):
            self._dashes((x0, y), (x1, y), ink, thick)
        for x in (x0, x1):
            self._dashes((x, top), (x, bottom), ink, thick)

    def line(self, box: Box, ink: Ink, width: float = 1.0) -> None:
        """Draw a straight line from the top left of a thin box to its bottom right."""
        self.pen.line(self._sides(box), fill=(*ink, 255), width=max(1, round(width * self.scale)))

    def label(self, words: str, box: Box, ink: Ink, *, above: bool = False, always: bool = True) -> None:
        """Lay words on a ground of their own beside a box or, with `above`, over it, where nothing stands.

        Where there is no such place they stand where they cover least; with `always` false, nowhere.
        """
        width = self.font.getlength(words) / self.scale + 4
        height = LETTERS + 3
        beside, over = _beside(box, width, height), _above(box, width, height)
        place, least = None, np.inf
        for tried in chain(over, beside) if above else chain(beside, over):
            covered = self._covered(tried)
            if covered < least:
                place, least = tried, covered
            if covered == 0:
                break
        if place is None or (least and not always):
            return
        self._take(place)
        sides = self._sides(place)
        self.pen.rounded_rectangle(sides, 2 * self.scale, fill=(*ink, 255))
        middle = (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2
        self.pen.text(middle, words, fill=(*_on(ink), 255), font=self.font, anchor="mm")

    def png(self, legend: Iterable[Key]) -> bytes:
        """Return the page with all that was laid over it, below a legend, as a PNG file."""
        page = Image.alpha_composite(self.drawn.convert("RGBA"), self.over).convert("RGB")
        head = self._legend(legend)
        whole = Image.new("RGB", (page.width, head.height + page.height), WHITE)
        whole.paste(head, (0, 0))
        whole.paste(page, (0, head.height))
        out = io.BytesIO()
        whole.save(out, "PNG", compress_level=1)
        return out.getvalue()

    def _sides(self, box: Box) -> tuple[float, float, float, float]:
        scale = self.scale
        return box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale

    def _dashes(self, start: tuple[float, float], end: tuple[float, float], ink: Ink, thick: int) -> None:
        step = 3 * self.scale
        length = max(end[0] - start[0], end[1] - start[1])
        across = end[0] > start[0]
        for at in np.arange(0, length, 2 * step):
            reach = min(at + step, length)
            ends = [(start[0] + x, start[1]) if across else (start[0], start[1] + x) for x in (at, reach)]
            self.pen.line(ends, fill=(*ink, 255), width=thick)

    def _covered(self, box: Box) -> float:
        """Return how many points on which something stands a label would cover; no end beyond the page."""
        inside = box.x0 >= 1 and box.top >= 0 and box.x1 < self.page.width and box.bottom < self.page.height
        return float(self.taken[_points(box)].sum()) if inside else np.inf

    def _take(self, box: Box) -> None:
        self.taken[_points(box)] = True

    def _legend(self, keys: Iterable[Key]) -> Image.Image:
        """Return the legend: keys without colours on lines of their own, others side by side."""
        scale, edge = self.scale, EDGE * self.scale
        square, pitch = LETTERS * scale, (LETTERS + 4) * scale
        head = Image.new("RGB", self.drawn.size, WHITE)
        pen = ImageDraw.Draw(head)
        x, middle, filled = edge, edge + pitch / 2, True
        for key in keys:
            for at, words in enumerate(self._wrapped(key)):
                width = 1.3 * square * len(key.inks) + self.font.getlength(words) + 2 * square
                if x > edge and (at or filled or not key.inks or x + width > head.width):
                    x, middle = edge, middle + pitch
                for ink in key.inks:
                    pen.rectangle((x, middle - square / 2, x + square, middle + square / 2), fill=ink)
                    x += 1.3 * square
                pen.text((x, middle), words, fill=BLACK, font=self.font, anchor="lm")
                x += self.font.getlength(words) + 2 * square
                filled = not key.inks
        bottom = min(round(middle + pitch / 2 + edge), head.height)
        pen.line((0, bottom - 1, head.width, bottom - 1), fill=BLACK)
        return head.crop((0, 0, head.width, bottom))

    def _wrapped(self, key: Key) -> list[str]:
        return wrap(key.words, int((self.page.width - 2 * EDGE) / (LETTERS * LETTER_WIDTH)))


def grown(box: Box, by: float) -> Box:
    """Return a box whose sides stand further out by some points, or further in by negative ones."""
    x, y = max(by, -box.width / 2), max(by, -box.height / 2)
    return Box(box.x0 - x, box.top - y, box.x1 + x, box.bottom + y)


def _beside(box: Box, width: float, height: float) -> Iterator[Box]:
    """Yield places for a label left and right of the first line of a box, the nearest first."""
    for away in range(2, FURTHEST, STEP):
        for top in (box.top, box.top - STEP, box.top + STEP):
            yield Box(box.x0 - away - width, top, box.x0 - away, top + height)
    for away in range(2, FURTHEST, STEP):
        yield Box(box.x1 + away, box.top, box.x1 + away + width, box.top + height)


def _above(box: Box, width: float, height: float) -> Iterator[Box]:
    """Yield places for a label over a box, from its left, the lowest first."""
    for away in range(1, int(2 * height), STEP):
        for x in range(int(box.x0), max(int(box.x1 - width), int(box.x0)) + 1, 2 * STEP):
            yield Box(x, box.top - away - height, x + width, box.top - away)


def _points(box: Box) -> tuple[slice, slice]:
    """Return the whole points that a box touches, as rows and columns."""
    return (
        slice(max(0, int(box.top)), max(0, int(box.bottom) + 1)),
        slice(max(0, int(box.x0)), max(0, int(box.x1) + 1)),
    )


def _on(ink: Ink) -> Ink:
    """Return black or white, whichever is legible on a colour."""
    red, green, blue = ink
    return BLACK if 0.299 * red + 0.587 * green + 0.114 * blue > 130 else WHITE
