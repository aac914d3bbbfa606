"""How far fonts reach below the line: what they say, where it can be true.

Embedded Cambria says -2463 thousandths of its size, for mathematical signs that reach over several lines;
words would stand a row too low.
"""

from __future__ import annotations

from collections.abc import Mapping

from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFResourceManager

from extract.pdf.tolerances import LOWEST_DESCENT, USUAL_DESCENT


class Fonts(PDFResourceManager):
    """The fonts of a document, which take the usual descent for one that no letter has."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """Return a font by its object number and its dictionary."""
        font = super().get_font(objid, spec)
        if not LOWEST_DESCENT <= font.get_descent() <= 0:
            font.descent = USUAL_DESCENT / font.vscale
        return font
