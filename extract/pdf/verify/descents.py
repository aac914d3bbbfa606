"""How far fonts reach below the line: what they say, where it can be true.

Loading this module lets pdfminer take the usual descent for one that no letter has. Embedded Cambria says
-2463 thousandths, for mathematical signs that reach over several lines; words would stand a row too low.
"""

from __future__ import annotations

from pdfminer.pdffont import PDFFont

from extract.pdf.tolerances import LOWEST_DESCENT, USUAL_DESCENT

_stated_descent = PDFFont.get_descent


def _plausible_descent(font: PDFFont) -> float:
    """Return the descent of a font for a size of one point, which is negative or 0."""
    descent = _stated_descent(font)
    return descent if LOWEST_DESCENT <= descent <= 0 else USUAL_DESCENT


PDFFont.get_descent = _plausible_descent  # type: ignore[method-assign, assignment]
