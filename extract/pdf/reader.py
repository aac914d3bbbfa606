"""Which reader reads a page, and why.

A page is read by pdfium, ten times faster than by pdfplumber, and given as pdfplumber would give it. It is
left to pdfplumber where that cannot be relied on. Each reason stands in `Page.doubt`, and is one of these:

* the program: the helpers in C were not compiled (`compiled`);
* the file as a whole: pdfium and pdfminer do not both open it with the same number of pages (`_by_pdfium`);
* the content stream: pdfminer cannot follow it or warns of damage (`verify.content_stream`, where
  `UnsupportedContent` is raised);
* the page: it is turned, cropped, or holds text that pdfium places otherwise (`UnsupportedPage`, raised by
  `_size` below and by the modules of `pdfium`);
* the text: its characters are not those that the content stream shows, by number (`letter_counts`).

What pdfplumber reads is compared with pdfium's text afterwards (`verify.cross_check`).
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

import numpy as np
import pypdfium2
import pypdfium2.raw as checked
from msgspec.structs import replace

from extract.pdf.compiled import ARE_USED, NOT_COMPILED
from extract.pdf.pdfium.characters import read_characters
from extract.pdf.pdfium.drawings import read_drawings
from extract.pdf.pdfium.hidden_text_search import find_hidden_text
from extract.pdf.pdfium.page import gather
from extract.pdf.pdfium.page_arrays import UnsupportedPage
from extract.pdf.pdfium.painted_spots import read_spots
from extract.pdf.pdfplumber import read_pages as read_by_pdfplumber
from extract.pdf.text.characters import is_cut
from extract.pdf.text.words import group_words
from extract.pdf.verify.content_stream import Contents, PageContents
from extract.pdf.verify.cross_check import compare
from extract.pdf.verify.letter_counts import count_characters, differences
from extract.pdf.verify.structure import font_objects
from extract.pdf.visibility.watermarks import part_watermark
from records.pages import Page

PAGES_AT_ONCE = 200
"""Pages after which pdfium opens the document anew: it keeps some 100 kB of each that it has read."""


def read_pages(content: bytes, password: str | None = None) -> Iterator[Page]:
    """Yield the pages of a PDF in order, each by the reader that this module tells.

    Both readers give the same words in the same order, and the same rules, fills and pictures, in points from
    the top left corner of the page as it is seen, rounded to a hundredth. What they give may differ by two
    hundredths, and colours by one step in 255. `password` opens a locked document.

    Raises `SourceError` with problem `locked`, `damaged` or `over_limit` where the file cannot be read.
    """
    contents = PageContents(content, password)
    pages = _by_pdfium(content, password, contents)
    faults, fonts = contents.faults, dict(enumerate(font_objects(contents.tree), 1))
    for page in _with_slow(content, password, pages):
        number = page.number
        yield replace(page, faults=faults.get(number, ()), font_objects=fonts.get(number, frozenset()))


def _with_slow(content: bytes, password: str | None, pages: Mapping[int, Page | str]) -> Iterator[Page]:
    """Yield the pages of a PDF, of which pdfium has read some; for the others is told why it has not."""
    doubts = {number: page for number, page in pages.items() if isinstance(page, str)}
    if len(doubts) == len(pages):
        unlike = "a file that two parsers do not open alike" if ARE_USED else NOT_COMPILED
        # Nothing was gained: the file may be damaged, and is read as if there were no fast way.
        for read in read_by_pdfplumber(content, password):
            yield replace(read, doubt=doubts.get(read.number, unlike))
        return
    slow = read_by_pdfplumber(content, password, doubts) if doubts else iter(())
    for number, page in pages.items():
        yield replace(next(slow), doubt=doubts[number]) if isinstance(page, str) else page


def _by_pdfium(content: bytes, password: str | None, contents: PageContents) -> dict[int, Page | str]:
    """Return each page by its number, or why it is left to pdfplumber; nothing if the parsers disagree.

    `contents` is gone through in any case: it tells the faults of the file. What goes round in circles is
    collected here, as a worker else collects it after each document only.
    """
    pages: dict[int, Page | str] = {}
    with ExitStack() as opened:
        document = opened.enter_context(_opened(content, password)) if ARE_USED else None
        alike = document is not None and len(document) == len(contents)
        for number, page in enumerate(contents, 1):
            if document is None or not alike:
                continue
            if number % PAGES_AT_ONCE == 0:
                opened.close()
                gc.collect()
                document = opened.enter_context(pypdfium2.PdfDocument(content, password=password))
            pages[number] = _page_or_doubt(document, number, page)
    if len(pages) >= PAGES_AT_ONCE:
        gc.collect()
    return pages


@contextmanager
def _opened(content: bytes, password: str | None) -> Iterator[pypdfium2.PdfDocument | None]:
    """Open a document until the block ends; give None if pdfium cannot."""
    try:
        document = pypdfium2.PdfDocument(content, password=password)
    except pypdfium2.PdfiumError:
        yield None
        return
    try:
        yield document
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
    except UnsupportedPage as doubt:
        return str(doubt)
    finally:
        checked.FPDF_ClosePage(handle)
    if any(differences(page, contents.characters, count_characters)):
        return "text on which two parsers differ"
    return page


def read_page(handle: checked.FPDF_PAGE, number: int, contents: Contents) -> Page:
    """Read one page, of which its contents tell what each font is like.

    Raises `UnsupportedPage` where the page may differ from what pdfplumber gives.
    """
    width, height = _size(handle)
    arrays = gather(handle)
    rules, fills, images = read_drawings(arrays, height)
    hidden = find_hidden_text(handle, arrays, fills, images, height, layers_off=contents.layers_off)
    if contents.has_patterns:  # but words may be hidden on what may be white
        arrays = arrays.without_patterns()
        _, fills, _ = read_drawings(arrays, height)
    every, otherwise = read_characters(arrays, height, contents, hidden.objects)
    x, y = ((every.boxes[:, side] + every.boxes[:, side + 2]) / 2 for side in (0, 1))
    characters, outside = every.parted((x >= 0) & (x <= width) & (y >= 0) & (y <= height))
    shown = np.array([style.seen for style in characters.known], dtype=bool)[characters.styles]
    seen, lost = characters.parted(shown)
    seen, watermark = part_watermark(seen, rules, number)
    grouped, lost_words = group_words(seen, number), group_words(lost, number)
    page = Page(
        number=number,
        width=round(width, 2),
        height=round(height, 2),
        rotation=0,
        words=grouped.words,
        rules=rules,
        fills=(*fills, *read_spots(handle, arrays, height, rules)),
        images=images,
        duplicates=grouped.doubled + lost_words.doubled,
        hidden=sum(not text.isspace() for text in outside.texts),
        cut=is_cut(characters, outside),
        overprinted=grouped.overprinted,
        unseen=lost_words.words,
        watermark=watermark,
        recognised=hidden.recognised,
        reader="pdfium",
    )
    if otherwise and compare(page, otherwise):
        raise UnsupportedPage("text on which two parsers differ")
    return page


def _size(page: checked.FPDF_PAGE) -> tuple[float, float]:
    """Return width and height, in points, of a page that is neither turned nor a part of a larger sheet.

    Raises `UnsupportedPage` for any other.
    """
    if checked.FPDFPage_GetRotation(page):
        raise UnsupportedPage("a turned page")
    sides = [ctypes.c_float() for _ in range(4)]
    if not checked.FPDFPage_GetMediaBox(page, *sides):
        raise UnsupportedPage("a page without a size of its own")
    left, bottom, right, top = media_box = [side.value for side in sides]
    if left or bottom:
        raise UnsupportedPage("a page that does not begin at its corner")
    if checked.FPDFPage_GetCropBox(page, *sides) and [side.value for side in sides] != media_box:
        raise UnsupportedPage("a cropped page")
    return right, top
