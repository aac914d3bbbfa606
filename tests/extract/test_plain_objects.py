"""The helper that reads plainly written objects gives what pdfminer gives, or leaves them to it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.arcfour import Arcfour
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser, PDFStreamParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import PSKeyword, PSLiteral

from extract.pdf.compiled import OBJECTS
from extract.pdf.objects.plain_objects import NULL, Rc4, object_at

pytestmark = pytest.mark.skipif(OBJECTS is None, reason="the helpers in C were not compiled here")


def comparable(found: Any) -> Any:
    """Return an object so that equal ones are equal, 1 and 1.0 and True apart."""
    if isinstance(found, PDFObjRef):
        return "reference", found.objid
    if isinstance(found, list):
        return [comparable(each) for each in found]
    if isinstance(found, dict):
        return {key: comparable(each) for key, each in found.items()}
    return (type(found), found.name) if isinstance(found, PSLiteral | PSKeyword) else (type(found), found)


def by_pdfminer(content: bytes) -> Any:
    parser = PDFParser(io.BytesIO(content))
    for _ in range(3):
        parser.nexttoken()
    return comparable(parser.nextobject()[1])


def listed_by_pdfminer(content: bytes) -> Any:
    parser, found = PDFStreamParser(content), []
    try:
        while True:
            found.append(comparable(parser.nextobject()[1]))
    except PSEOF:
        return found


PLAIN = [
    b"<</Type/Page /Kids[1 0 R 22 1 R]/Count 3 /Open true /Gone null/Box [0 0 595.32 -841.92 .5 4. +7]>>",
    b"(A \\(b\\) \\101\\7\\\\ (in) \\q\\n and\\\nso)",
    b"<< /A <48 65 6C6c>/B <</C <00>>>/D[/E/F#20G(x)<41>null false] >>",
    b"7 0 R",
    b"-12",
    b"/Name",
    b"[[[]]]",
    b"<</Twice 1/Twice null /Twice 2>>",
]

NOT_PLAIN = [
    b"<</A 1 % why\n/B 2>>",
    b"<</A\0 1>>",
    b"/A#2x",
    b"/Caf\xc3\xa9",
    b"<414>",
    b"(\\400)",
    b"(a\\\r\nb)",
    b"(open",
    b"1234567890123456789",
    b"12ab",
    b"--1",
    b"[1 2",
    b"<</A>>",
    b"<</A 1",
    b"{1}",
    b"[1 0 R R]",
    b"[" * 40 + b"]" * 40,
]


@pytest.mark.parametrize("written", PLAIN)
def test_a_plain_object_is_that_of_pdfminer(written: bytes) -> None:
    content = b"%PDF-1.7\n12 0 obj\n" + written + b"\nendobj\n"
    found, start = OBJECTS.read_indirect(content, 9, 12, None)
    assert (comparable(found), start) == (by_pdfminer(content[9:]), 0)


@pytest.mark.parametrize("written", NOT_PLAIN)
def test_what_is_not_plain_is_left_to_pdfminer(written: bytes) -> None:
    content = b"12 0 obj\n" + written + b"\nendobj\n"
    assert OBJECTS.read_indirect(content, 0, 12, None) is None
    assert OBJECTS.read_all(b"1 0 2 5 " + written, None, NULL) is None


def test_an_object_elsewhere_or_of_another_number_is_left_to_pdfminer() -> None:
    content = b"12 0 obj 5 endobj"
    assert OBJECTS.read_indirect(content, 0, 12, None) == (5, 0)
    for place, number in ((0, 13), (3, 12), (-1, 12), (99, 12)):
        assert OBJECTS.read_indirect(content, place, number, None) is None
    assert OBJECTS.read_indirect(b"12 0 obj 5 6 endobj", 0, 12, None) is None
    assert OBJECTS.read_indirect(b"12 0 obj 5 endobjx", 0, 12, None) is None


PIECES = st.sampled_from(
    [
        *b"0 1 . - ( ) < > [ ] / R \\ % # { } \0 \n \r A n".split(b" "),
        b" ",
        b"<<",
        b">>",
        b" 1 0 R",
        b"null",
        b"/A ",
        b"/B ",
    ]
)


@given(st.lists(PIECES, max_size=14))
def test_what_is_read_of_any_bytes_is_what_pdfminer_reads(pieces: list[bytes]) -> None:
    written = b"".join(pieces)
    content = b"1 0 obj " + written + b" endobj "
    plain = OBJECTS.read_indirect(content, 0, 1, None)
    if plain is not None:
        assert comparable(plain[0]) == by_pdfminer(content)
    listed = OBJECTS.read_all(written, None, NULL)
    if listed is not None:
        assert comparable(listed) == listed_by_pdfminer(written)


def streamed(length: bytes, behind: bytes) -> tuple[PDFDocument, int]:
    """Return a document, and the place of a stream in it, object 3."""
    start = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[]>>endobj\n"
    stream = b"3 0 obj<</Length " + length + b">>stream\r\nABCDE" + behind
    end = b"\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 1>>\nstartxref\n%d\n%%%%EOF"
    content = start + stream + end % (len(start + stream) + 1)
    return PDFDocument(PDFParser(io.BytesIO(content))), len(start)


@pytest.mark.parametrize(
    ("length", "behind", "data"),
    [
        (b"5", b"\nendstream\nendobj", b"ABCDE"),
        (b"5", b"endstream endobj", b"ABCDE"),
        (b"4", b"\nendstream endobj", b"ABCD"),
        (b"/Five", b"\nendstream endobj", b""),
        (b"5", b"\nendstream\n4 0 endobj", b"ABCDE"),
    ],
)
def test_data_of_a_stream_are_those_of_pdfminer(length: bytes, behind: bytes, data: bytes) -> None:
    document, place = streamed(length, behind)
    found = object_at(document, place, 3)
    assert isinstance(found, PDFStream)
    assert found.rawdata == data


@given(st.binary(min_size=1, max_size=16), st.binary(max_size=600))
def test_decrypting_is_that_of_pdfminer(key: bytes, data: bytes) -> None:
    assert Rc4(key).decrypt(data) == Arcfour(key).decrypt(data)
