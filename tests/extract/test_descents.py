"""Fonts that claim to reach far below the line print their words on it all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from drawing import pdf_of, stream

from extract.pdf import pdfplumber, reader
from records.pages import Page

WIDTHS = b"[" + b" ".join([b"500"] * 95) + b"]"


def one_word(descent: int) -> bytes:
    """Give a PDF with the word 'Complete', 10 points large, on the line 700 of 842."""
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+Cambria/FirstChar 32/LastChar 126/Widths " + WIDTHS
    described = b"<</Type/FontDescriptor/FontName/ABCDEF+Cambria/Flags 32/FontBBox[-1475 -2463 2867 3117]"
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F 5 0 R>>>>>>",
            stream(b"BT /F 10 Tf 100 700 Td (Complete) Tj ET"),
            font + b"/Encoding/WinAnsiEncoding/FontDescriptor 6 0 R>>",
            described + b"/Ascent 950/ItalicAngle 0/StemV 80/CapHeight 667/Descent %d>>" % descent,
        ]
    )


@pytest.mark.parametrize("read_pages", [reader.read_pages, pdfplumber.read_pages])
@pytest.mark.parametrize(("descent", "low"), [(-222, 2.22), (-2463, 2.2), (-500, 5), (222, 2.22), (0, 0)])
def test_a_word_reaches_below_its_line_as_far_as_letters_do(
    descent: int, low: float, read_pages: Callable[[bytes], tuple[Page]]
) -> None:
    ((word,),) = (page.words for page in read_pages(one_word(descent)))
    assert (word.box.top, word.box.bottom) == pytest.approx((132 + low, 142 + low), abs=0.02)
