"""Printing colours as pdfium shows them on a screen."""

from __future__ import annotations

import ctypes
from functools import lru_cache

import pypdfium2
import pypdfium2.raw as checked

from extract.pdf.pdfium.page_arrays import colour_of
from records.pages import Colour

SQUARE = b"%.6f %.6f %.6f %.6f k 0 0 1 1 re f"

PAGE = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    b"4 0 obj<</Length %d>>stream\n%b\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF"
)


@lru_cache(maxsize=4096)
def rgb_of_cmyk(inks: tuple[float, float, float, float]) -> Colour:
    """Return cyan, magenta, yellow and black, each from 0 to 1, as red, green and blue.

    pdfium has a table for it, and no function that gives away what it says: a square is drawn and looked at.
    Simple formulas make printed green and amber others than those that a reader of the page sees.
    """
    square = SQUARE % inks
    with pypdfium2.PdfDocument(PAGE % (len(square), square)) as document:
        page = document[0]
        drawn = checked.FPDFPage_GetObject(page.raw, 0)
        shades = [ctypes.c_uint() for _ in range(4)]
        checked.FPDFPageObj_GetFillColor(drawn, *shades)
        return colour_of([shade.value for shade in shades])
