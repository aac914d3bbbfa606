"""Long documents: what is held grows with the words of the pages alone."""

from __future__ import annotations

import tracemalloc

import pytest
from drawing import Sheet
from pdfminer.pdftypes import PDFStream

from extract.pdf import reader
from extract.pdf.verify.content_stream import kept_compressed

LINE = "The council should ask each partner for a plan and report on it in spring"
LINES = 40
BYTES_A_WORD = 270
"""What a word of some four letters may take; two in three bytes are its record and box."""


def report(pages: int) -> bytes:
    sheet = Sheet()
    for page in range(pages):
        for line in range(LINES):
            sheet.text(50 + page % 7, 60 + 18 * line, LINE)
        sheet.new_page()
    return sheet.save()


def test_pages_are_the_same_if_the_document_is_opened_anew_between_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = report(5)
    once = list(reader.read_pages(content))
    assert [page.reader for page in once] == 5 * ["pdfium"]
    monkeypatch.setattr(reader, "PAGES_AT_ONCE", 2)
    assert list(reader.read_pages(content)) == once


def test_memory_grows_with_words_alone() -> None:
    """Equal numbers and texts of words are one object; pages, fonts and contents are let go."""
    few, many = report(5), report(25)
    list(reader.read_pages(few))  # what is loaded and kept for all documents
    held = []
    for content in (few, many):
        tracemalloc.start()
        pages = list(reader.read_pages(content))
        held.append(tracemalloc.get_traced_memory()[1] / sum(len(page.words) for page in pages))
        tracemalloc.stop()
    assert held[1] < BYTES_A_WORD, held


def test_what_a_stream_holds_is_given_up_and_had_again() -> None:
    stream = PDFStream({}, b"words")
    with kept_compressed([stream]):
        assert stream.get_data() == b"words"
        assert stream.data is not None
    assert stream.data is None
    assert stream.get_data() == b"words"
