"""Pages read by pdfium, as pdfplumber would give them, at a twentieth of the cost."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import numpy as np
import pypdfium2
import pypdfium2.raw as checked

from extract.pages.pdfium_calls import Thing, pointer_to, things
from extract.pages.pdfium_characters import Unvouched, read_characters
from extract.pages.pdfium_drawings import read_drawings
from extract.pages.characters import Characters
from extract.pages.words import group_words
from records.pages import Page


def read_page(page: checked.FPDF_PAGE, number: int) -> Page:
    """Read one page. Raises `Unvouched` where it may differ from what pdfplumber gives."""
    width, height = _size(page)
    drawn = list(things(pointer_to(page)))
    characters, hidden = _inside(read_characters(page, drawn, height), width, height)
    words, doubled = group_words(characters, number)
    rules, fills, images = read_drawings(drawn, height)
    return Page(
        number=number,
        width=round(width, 2),
        height=round(height, 2),
        rotation=0,
        words=words,
        rules=rules,
        fills=fills,
        images=images,
        duplicates=doubled,
        hidden=hidden,
    )


def _size(page: checked.FPDF_PAGE) -> tuple[float, float]:
    """Give width and height of a page that is neither turned nor a part of a larger sheet."""
    if checked.FPDFPage_GetRotation(page):
        raise Unvouched("a turned page")
    sides = [ctypes.c_float() for _ in range(4)]
    if not checked.FPDFPage_GetMediaBox(page, *sides):
        raise Unvouched("a page without a size of its own")
    left, bottom, right, top = (side.value for side in sides)
    if left or bottom:
        raise Unvouched("a page that does not begin at its corner")
    if checked.FPDFPage_GetCropBox(page, *sides) and [side.value for side in sides] != [left, bottom, right, top]:
        raise Unvouched("a cropped page")
    return right, top


def _inside(characters: Characters, width: float, height: float) -> tuple[Characters, int]:
    """Leave out the characters outside the page; give the rest, and how many those were, spaces aside."""
    x = (characters.boxes[:, 0] + characters.boxes[:, 2]) / 2
    y = (characters.boxes[:, 1] + characters.boxes[:, 3]) / 2
    inside = (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
    if inside.all():
        return characters, 0
    hidden = sum(not characters.texts[place].isspace() for place in np.flatnonzero(~inside).tolist())
    return characters.only(np.flatnonzero(inside)), hidden
