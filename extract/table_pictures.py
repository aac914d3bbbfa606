"""Pages with their rules, and the cells and headers found on them, drawn in colours to see why."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

from PIL import Image, ImageDraw

from extract.every_table import EveryTable
from extract.pdf.render import draw
from extract.pdf.visibility.rotation import Turn
from extract.tables.grids import Grid
from records.geometry import Box
from records.pages import Page
from records.pictures import Clip

RULE, CELL, FRAME = (240, 130, 0, 255), (0, 90, 220, 255), (210, 0, 60, 255)
HEADER = (0, 160, 80, 60)
"""Colours in red, green, blue and opacity: rules orange, cells blue, tables red, headers a green ground."""


def draw_tables(
    content: bytes, password: str | None, found: EveryTable, turns: Mapping[int, Turn]
) -> Iterator[tuple[int, bytes]]:
    """Yield the number of each page with tables and its picture as a PNG file, sideways pages laid level.

    Raises `SourceError` where pdfium cannot draw the document.
    """
    grids: dict[int, list[tuple[Grid, int]]] = {}
    for each in found.tables:
        for at, grid in enumerate(each.table.grids):
            grids.setdefault(grid.page, []).append((grid, each.header_rows if at == 0 else 0))
    pages = [page for page in found.pages if page.number in grids]
    clips = [Clip(page.number, _as_printed(page, turns)) for page in pages]
    for page, picture in zip(pages, draw(content, clips, password), strict=True):
        if picture is None:
            continue
        with Image.open(io.BytesIO(picture.image)) as opened:
            drawn = opened.convert("RGBA")
        turn = turns.get(page.number)
        if turn is not None:
            drawn = drawn.rotate(-90 if turn[0] == "up" else 90, expand=True)
        yield page.number, _marked(drawn, page, grids[page.number])


def _as_printed(page: Page, turns: Mapping[int, Turn]) -> Box:
    """Return the box of the whole page as it is printed."""
    sideways = page.number in turns
    width, height = (page.height, page.width) if sideways else (page.width, page.height)
    return Box(0, 0, width, height)


def _marked(drawn: Image.Image, page: Page, grids: list[tuple[Grid, int]]) -> bytes:
    over = Image.new("RGBA", drawn.size)
    pen, scale = ImageDraw.Draw(over), drawn.width / page.width

    def sides(box: Box) -> tuple[float, float, float, float]:
        return box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale

    for rule in page.rules:
        pen.line(sides(rule.box), fill=RULE, width=3)
    for grid, header in grids:
        for at, row in enumerate(grid.rows):
            for cell in row.cells:
                pen.rectangle(sides(cell.box), fill=HEADER if at < header else None, outline=CELL, width=1)
        pen.rectangle(sides(grid.box), outline=FRAME, width=3)
    out = io.BytesIO()
    Image.alpha_composite(drawn, over).convert("RGB").save(out, "PNG")
    return out.getvalue()
