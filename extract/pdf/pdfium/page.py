"""What pdfium knows of a page, by the compiled helper where there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pypdfium2.raw as checked

from extract.pdf.compiled import require_current
from extract.pdf.pdfium import calls as pdfium_calls
from extract.pdf.pdfium.calls import address, addresses
from extract.pdf.pdfium.page_arrays import CHARACTER, GLYPH, SEGMENT, THING, Gathered, Unvouched

Way: TypeAlias = Callable[[int, int], Gathered]
"""Takes the addresses of a page and of its text."""


def _helper() -> Way | None:
    try:
        require_current("extract.pdf.pdfium._gather")
        from extract.pdf.pdfium import _gather
    except ImportError:
        return None
    _gather.use(addresses())
    kinds = CHARACTER, GLYPH, THING, SEGMENT
    return lambda page, text: Gathered.of(*map(np.frombuffer, _gather.gather(page, text), kinds))


HELPER = _helper()


def gather(page: checked.FPDF_PAGE, way: Way = HELPER or pdfium_calls.gather) -> Gathered:
    """Give characters, glyphs, objects and segments of a page. Raises `Unvouched` if it has no text page."""
    text = checked.FPDFText_LoadPage(page)
    if not text:
        raise Unvouched("a page whose text pdfium does not open")
    try:
        return way(address(page), address(text))
    finally:
        checked.FPDFText_ClosePage(text)
