"""Files made to take long, or to nest deeper than Python calls, are read as soon as others."""

from __future__ import annotations

from time import process_time

import pytest
from drawing import pdf_of, stream
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

from extract.pdf.verify import unread
from extract.pdf.verify.content_stream import PageContents

MOST_SECONDS = 2.0
"""Each takes a quarter of it; all took 4 seconds to minutes where time grew with the square of the length."""


def one_page(page: bytes = b"", resources: bytes = b"", *objects: bytes) -> bytes:
    """Return a file of a page that shows a word; `objects` follow from number 7 on."""
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources 4 0 R/Contents 5 0 R%s>>" % page,
            b"<</Font<</F1 6 0 R>>%s>>" % resources,
            stream(b"BT /F1 12 Tf 50 700 Td (Train) Tj ET"),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            *objects,
        ]
    )


DEEP = 3000
MANY = 40_000
FORM = b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"


@pytest.mark.parametrize(
    "content",
    [
        one_page(b"/Annots " + DEEP * b"[" + DEEP * b"]"),
        one_page(b"/PieceInfo " + DEEP * b"<</A " + b"1" + DEEP * b">>"),
        one_page(b"", b"/ColorSpace " + DEEP * b"<</A[" + b"1" + DEEP * b"]>>"),
        one_page(b"", b"/XObject<</X 7 0 R>>", *(stream(b"", FORM % (8 + at)) for at in range(DEEP))),
    ],
    ids=["lists", "dictionaries", "both", "forms"],
)
def test_what_is_nested_deeply_is_followed(content: bytes) -> None:
    (page,) = PageContents(content)
    assert page.characters["T"] == 1


@pytest.mark.parametrize(
    "content",
    [
        one_page(b"", b"", b"<</Length 5>>" + MANY * b" stream endstream"),
        one_page(b"", b"", stream(MANY // 5 * b"/F1 1 Tf ")),
        one_page(b"", b"", stream(MANY * b"/")),
        one_page(b"/" + MANY * b"K" + b" 1"),
        one_page(b"".join(b"/K%08d 1" % at for at in range(MANY // 10))),
    ],
    ids=["ends of streams", "fonts", "names", "a long key", "many keys"],
)
def test_what_is_long_is_soon_searched(content: bytes) -> None:
    begun = process_time()
    assert len(list(PageContents(content))) == 1
    assert process_time() - begun < MOST_SECONDS


@pytest.mark.parametrize("length", [5000 * b"1", b""], ids=["too many digits", "none"])
def test_a_broken_object_that_no_page_needs_keeps_none_from_being_read(length: bytes) -> None:
    broken = b"<</Length %s>> stream\nx\nendstream" % length
    contents = PageContents(one_page(b"", b"", broken))
    (page,) = contents
    assert (len(contents), contents.faults) == (1, {})
    assert page.characters["T"] == 1


def test_of_a_file_of_many_versions_some_are_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text that no page shows is looked for in earlier versions; each has the tables of all before it."""
    content = one_page(b"", b"", stream(b"BT /F1 12 Tf 50 700 Td (Hire) Tj ET"))
    before = content.rindex(b"xref\n", 0, content.rindex(b"startxref"))
    for _ in range(400):
        place = len(content)
        content += b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 8/Prev %d>>\n" % before
        content += b"startxref\n%d\n%%%%EOF\n" % place
        before = place
    tables = []

    class Counted(PDFDocument):
        def __init__(self, parser: PDFParser) -> None:
            super().__init__(parser)
            tables.append(len(self.xrefs))

    monkeypatch.setattr(unread, "PDFDocument", Counted)
    contents = PageContents(content)
    assert len(list(contents)) == 1
    assert [fault.code for fault in contents.faults[1]] == ["unread_text"]
    assert 1000 < sum(tables) <= unread.MOST_TABLES + len(tables)
