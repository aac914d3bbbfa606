"""What pdfium knows of a page, by the compiled helper where there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pypdfium2.raw as checked

from extract.pdf.compiled import require_current
from extract.pdf.pdfium import calls
from extract.pdf.pdfium.calls import address, addresses
from extract.pdf.pdfium.page_arrays import CHARACTER, GLYPH, OBJECT, SEGMENT, PageArrays, UnsupportedPage

Way: TypeAlias = Callable[[int, int], PageArrays]
"""Takes the addresses of a page and of its text."""


def _helper() -> Way | None:
    try:
        require_current("extract.pdf.pdfium._gather")
        from extract.pdf.pdfium import _gather
    except ImportError:
        return None
    _gather.use(addresses())
    kinds = CHARACTER, GLYPH, OBJECT, SEGMENT
    return lambda page, text: PageArrays.of(*map(np.frombuffer, _gather.gather(page, text), kinds))


HELPER = _helper()


def gather(page: checked.FPDF_PAGE, way: Way = HELPER or calls.gather) -> PageArrays:
    """Return what pdfium knows of a page. Raises `UnsupportedPage` if it does not open its text."""
    text = checked.FPDFText_LoadPage(page)
    if not text:
        raise UnsupportedPage("a page whose text pdfium does not open")
    try:
        return way(address(page), address(text))
    finally:
        checked.FPDFText_ClosePage(text)
