"""The pages of a PDF by pdfium, as pdfplumber gives them, at a fraction of its cost.

No page is taken on trust: the letters found must be those that its contents tell (`contents`), and where
the page holds something for which this reader cannot vouch, pdfplumber reads it instead. Each such page
says why.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import numpy as np
import pypdfium2
import pypdfium2.raw as checked
from msgspec.structs import replace

from extract.pdf import pdfplumber as plumber
from extract.pdf.pdfium.characters import read_characters
from extract.pdf.pdfium.drawings import read_drawings
from extract.pdf.pdfium.hidden_text import find_unseen
from extract.pdf.pdfium.page import gather
from extract.pdf.pdfium.page_arrays import Unvouched
from extract.pdf.text.characters import Characters, is_cut
from extract.pdf.text.words import group_words
from extract.pdf.verify.content_stream import Contents, read_contents
from extract.pdf.verify.letter_counts import differences, printed
from extract.pdf.visibility.hidden_text import part_unseen
from records.pages import Page


def read_pages(content: bytes, password: str | None = None) -> Iterator[Page]:
    """Read a PDF by pdfium, and by pdfplumber what pdfium is not trusted with; see `PageReader`."""
    told = read_contents(content, password)
    pages = _read_fast(content, password, told)
    doubts = {number: page for number, page in pages.items() if isinstance(page, str)}
    if len(doubts) == len(pages):
        # Nothing was gained: the file may be damaged, and is read as if there were no fast way.
        for read in plumber.read_pages(content, password):
            yield replace(read, doubt=doubts.get(read.number, "a file that two parsers do not open alike"))
        return
    slow = plumber.read_pages(content, password, doubts) if doubts else iter(())
    for number, page in pages.items():
        yield replace(next(slow), doubt=doubts[number]) if isinstance(page, str) else page


def _read_fast(content: bytes, password: str | None, told: tuple[Contents, ...]) -> dict[int, Page | str]:
    """Give each page by its number, or why it is left to the other reader; nothing if they do not agree."""
    try:
        document = pypdfium2.PdfDocument(content, password=password)
    except pypdfium2.PdfiumError:
        return {}
    try:
        if len(document) != len(told):
            return {}
        return {
            number: _page_or_doubt(document, number, told[number - 1]) for number in range(1, len(told) + 1)
        }
    finally:
        document.close()


def _page_or_doubt(document: pypdfium2.PdfDocument, number: int, contents: Contents) -> Page | str:
    if contents.doubt:
        return contents.doubt
    handle = checked.FPDF_LoadPage(document.raw, number - 1)
    if not handle:
        return "a page that pdfium does not open"
    try:
        page = read_page(handle, number, contents)
    except Unvouched as doubt:
        return str(doubt)
    finally:
        checked.FPDF_ClosePage(handle)
    return "print on which two parsers differ" if any(differences(page, contents.printed, printed)) else page


def read_page(handle: checked.FPDF_PAGE, number: int, contents: Contents) -> Page:
    """Read one page, of which its contents tell what each font is like.

    Raises `Unvouched` where the page may differ from what pdfplumber gives.
    """
    width, height = _size(handle)
    gathered = gather(handle)
    rules, fills, images = read_drawings(gathered, height)
    unseen = find_unseen(handle, gathered, fills, images, height, layers_off=contents.layers_off)
    every = read_characters(gathered, height, contents.fonts, unseen.objects)
    characters, outside = _inside(every, width, height)
    seen, lost = part_unseen(characters)
    grouped, lost_words = group_words(seen, number), group_words(lost, number)
    return Page(
        number=number,
        width=round(width, 2),
        height=round(height, 2),
        rotation=0,
        words=grouped.words,
        rules=rules,
        fills=fills,
        images=images,
        duplicates=grouped.doubled + lost_words.doubled,
        hidden=sum(not text.isspace() for text in outside.texts),
        cut=is_cut(characters, outside),
        overprinted=grouped.overprinted,
        unseen=lost_words.words,
        recognised=unseen.recognised,
        reader="pdfium",
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
    if checked.FPDFPage_GetCropBox(page, *sides) and [side.value for side in sides] != [
        left,
        bottom,
        right,
        top,
    ]:
        raise Unvouched("a cropped page")
    return right, top


def _inside(characters: Characters, width: float, height: float) -> tuple[Characters, Characters]:
    """Part the characters into those inside the page and those outside it."""
    x = (characters.boxes[:, 0] + characters.boxes[:, 2]) / 2
    y = (characters.boxes[:, 1] + characters.boxes[:, 3]) / 2
    inside = (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
    if inside.all():
        return characters, characters.only(np.empty(0, dtype=np.int64))
    return characters.only(np.flatnonzero(inside)), characters.only(np.flatnonzero(~inside))
