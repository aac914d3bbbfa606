"""What pdfium knows of a page, by the compiled helper where there is one."""

from __future__ import annotations

import numpy as np
import pypdfium2.raw as checked

from extract.pages import pdfium_calls
from extract.pages.gathered import CHARACTER, SEGMENT, THING, Gathered
from extract.pages.pdfium_calls import address, addresses

try:
    from extract.pages import _gather as compiled
except ImportError:  # no compiler was there, or it is another Python than the one it was compiled for
    compiled = None
else:
    compiled.use(addresses())


def gather(page: checked.FPDF_PAGE) -> Gathered:
    """Give characters, objects and segments of a page."""
    text = checked.FPDFText_LoadPage(page)
    try:
        if compiled is None:
            return pdfium_calls.gather(address(page), address(text))
        found = compiled.gather(address(page), address(text))
    finally:
        checked.FPDFText_ClosePage(text)
    return Gathered(*map(np.frombuffer, found, (CHARACTER, THING, SEGMENT)))
