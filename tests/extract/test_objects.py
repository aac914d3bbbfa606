"""The tokens of a PDF, read in one step each where they are plain, are those that pdfminer reads."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import PSBaseParser

from extract.pdf.verify.objects import Parser

PIECES = (
    *(
        b"/Name",
        b"/",
        b"/A#20B",
        b"/\xc3\xa9",
        b"12",
        b"-3",
        b"+4",
        b"--5",
        b"1.5",
        b"-.5",
        b"6.",
        b".",
        b"1e5",
    ),
    *(b"<<", b">>", b"[", b"]", b"(text)", b"(a(b)\\))", b"<41 42>", b"{", b"}", b"true", b"false", b"null"),
    *(b"7 0 R", b"8 0 obj", b"endobj", b"%remark\n", b"stream\r\n", b"xref", b"Robj"),
)
GAPS = (b"", b" ", b"\n", b"\r\n", b"\0", b" " * 5000)


def tokens(kind: type[PSBaseParser], content: bytes) -> list[object]:
    parser, found = kind(io.BytesIO(content)), []
    while True:
        try:
            found.append(parser.nexttoken())
        except PSEOF:
            return found


@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS))),
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 255)), max_size=2),
)
def test_tokens_are_those_of_pdfminer(
    pieces: list[tuple[bytes, bytes]], damage: list[tuple[int, int]]
) -> None:
    content = bytearray(b"".join(map(b"".join, pieces)))
    for place, byte in damage:
        if content:
            content[place % len(content)] = byte
    assert tokens(Parser, bytes(content)) == tokens(PDFParser, bytes(content))


def test_plain_tokens_are_read_in_one_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """All but the first after a jump, a string, and the end of the file."""
    slow: list[object] = []
    read = PDFParser.nexttoken

    def counted(parser: PDFParser) -> object:
        slow.append(read(parser))
        return slow[-1]

    monkeypatch.setattr(PDFParser, "nexttoken", counted)
    assert len(tokens(Parser, b"<</A 1/B[2 .5 (x)]/C 7 0 R>>")) == 14
    assert len(slow) == 2
