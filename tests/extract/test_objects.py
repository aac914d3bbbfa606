"""Objects of a PDF: what is read in one go is what pdfminer reads letter by letter."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from conftest import SAMPLES
from drawing import Sheet, pdf_of
from hypothesis import example, given
from hypothesis import strategies as st
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfparser import PDFParser, PDFSyntaxError
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psexceptions import PSEOF, PSException
from pdfminer.psparser import PSLiteral

from extract.pdf.objects import Document, Parser

GAPS = (b" ", b"\n", b"\r\n", b"", b"\0", b" %note\n", b"  ")

PLAIN = (
    *(b"/Name", b"/", b"/A.b-c", b"12", b"-3", b"+4", b"007", b"1.5", b"-.25", b"4.", b"7 0 R", b"12 3 R"),
    *(b"(words)", b"()", b"<48 >", b"<4869>", b"<>", b"true", b"false", b"null", b"<<", b">>", b"[", b"]"),
)

ODD = (
    *(b"/A#42", b"/\xe9", b"--1", b"1.2.3", b"99999999999999999999", b"R", b"(a(b)c)", b"(\\101\\\r\n)"),
    *(b"<4>", b"<4 8>", b"<zz>", b"truer", b"obj", b"%", b"{", b"}", b")", b">", b"(", b"#", b"\xff"),
)


def one_object(told: bytes) -> bytes:
    """Give a file whose object 3 is told so."""
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", told + b" ", b"2"])


def packed(told: bytes, count: int = 2) -> bytes:
    """Give objects 7 and 8 as they stand packed in a stream."""
    return b"<</Type/ObjStm/N %d/First 8/Length %d>>stream\n7 0 8 1 " % (count, len(told) + 8) + told


def plainly(thing: Any) -> Any:
    """Give what an object says in types that can be compared."""
    if isinstance(thing, PDFStream):
        return "stream", plainly(thing.attrs), thing.rawdata
    if isinstance(thing, PDFObjRef):
        return "reference", thing.objid
    if isinstance(thing, PSLiteral):
        return "name", thing.name
    if isinstance(thing, dict):
        return {name: plainly(value) for name, value in thing.items()}
    if isinstance(thing, list):
        return list(map(plainly, thing))
    return type(thing).__name__, str(thing)


FAILS = (PDFException, PSException, TypeError, ValueError, AssertionError, AttributeError, RecursionError)
"""What pdfminer raises on odd files."""


def told_by(open_file: Callable[[], PDFDocument], numbers: Iterable[int]) -> Any:
    """Give what a parser makes of some objects, or what it raises."""
    try:
        document = open_file()
    except (PDFException, PSException, TypeError, ValueError) as error:
        return type(error)
    found = []
    for number in numbers:
        try:
            found.append(plainly(document.getobj(number)))
        except FAILS as error:
            found.append(type(error))
    return found


def both(content: bytes, numbers: Iterable[int] = (3,)) -> tuple[Any, Any]:
    return (
        told_by(lambda: Document(content), numbers),
        told_by(lambda: PDFDocument(PDFParser(io.BytesIO(content))), numbers),
    )


@given(st.lists(st.tuples(st.sampled_from(PLAIN + ODD), st.sampled_from(GAPS))))
@example([(b"<<", b""), (b"/A", b""), (b"<48>", b""), (b">>", b"")])
@example([(b"[", b""), (b"1", b" "), (b"2", b" "), (b"3 0 R", b""), (b"]", b"")])
@example([(b"<<", b""), (b"/A", b" "), (b"null", b""), (b"/B", b" "), (b"1", b""), (b">>", b"")])
def test_an_object_is_what_pdfminer_reads(pieces: list[tuple[bytes, bytes]]) -> None:
    ours, theirs = both(one_object(b" " + b"".join(map(b"".join, pieces))))
    assert ours == theirs


NESTED = st.recursive(
    st.sampled_from([piece for piece in PLAIN if piece not in (b"<<", b">>", b"[", b"]")]),
    lambda inner: st.one_of(
        st.lists(inner).map(lambda things: b"[" + b" ".join(things) + b"]"),
        st.lists(inner).map(
            lambda things: b"<<" + b"".join(b"/K " + thing + b"\n" for thing in things) + b">>"
        ),
    ),
)


@given(NESTED)
def test_objects_in_one_another_are_what_pdfminer_reads(told: bytes) -> None:
    ours, theirs = both(one_object(told))
    assert ours == theirs


def unpacked(document: PDFDocument) -> Any:
    try:
        return plainly(list(document._get_objects(document.getobj(3))))
    except ValueError:
        return "a reference that stands alone is not understood"


@given(NESTED, NESTED)
def test_objects_that_are_packed_are_what_pdfminer_reads(one: bytes, other: bytes) -> None:
    # Packed, `null` is a word like any other to pdfminer; to the standard and here it stands for nothing.
    one, other = (told.replace(b"null", b"true") for told in (one, other))
    content = one_object(packed(one + b" " + other) + b"\nendstream")
    assert unpacked(Document(content)) == unpacked(PDFDocument(PDFParser(io.BytesIO(content))))


@pytest.mark.parametrize("other", [b"5", b"(\\065)"], ids=["plain", "odd"])
def test_a_packed_null_stands_for_nothing_whatever_stands_beside_it(other: bytes) -> None:
    content = one_object(packed(b"<</A null/B[null 1]>> " + other + b" null ") + b"\nendstream")
    objects, _ = Document(content)._get_objects(Document(content).getobj(3))
    assert objects[4] == {"B": [None, 1]}
    assert objects[6] is None


def test_a_file_that_ends_in_the_midst_is_refused_as_pdfminer_refuses_it() -> None:
    """pdfminer goes on with lines after the last word: the file must not begin anew."""
    for content in (b"%PDF-1.5\n1 0 obj\n(%%EOF)\nendobj", b"%PDF-1.5\nstartxref\n28\n%%EOF\nxref"):
        ours, theirs = both(content)
        assert ours is theirs
        assert ours in (PDFSyntaxError, PSEOF)


STREAMS = (
    b"<</Length 4>>stream\nBody\nendstream",
    b"<</Length 4>>stream\r\nBody\r\nendstream",
    b"<</Length 4 0 R>>stream\nBo\nendstream",
    b"<</Length 9>>stream\nBody\nendstream",
    b"<</Length 2>>stream\nBody\nendstream",
    b"<</Length 9 0 R>>stream\nBody\nendstream",
    b"<</Length -4>>stream\nBody\nendstream",
    b"<</Length/Four>>stream\nBody\nendstream",
    b"<<>>stream\nBody\nendstream",
    b"<</Length 4>>stream\rBody\nendstream",
    b"<</Length 4>>stream \nBody\nendstream",
    b"<</Length 4>>stream\nBody\nendstream 5",
    b"<</Length 4>>stream\nBody\nendstream endobj4 0 obj 2",
    b"<</Length 4>>stream\nBody\nendstream /Name",
    b"<</Length -5>>stream\nBody\nendstream",
    b"<</Length 1 0 R>>stream\nBody\nendstream",
    b"<</Length 3 0 R>>stream\nBody\nendstream",
    b"<</Length true>>stream\nB\nendstream",
    b"<</Length 4>>stream\nBody",
    b"5 stream\nBody\nendstream",
    b"<</A 1>> <</Length 4>>stream\nBody\nendstream",
)


@pytest.mark.parametrize("listed", [True, False], ids=["listed", "found"])
@pytest.mark.parametrize("told", STREAMS)
def test_a_stream_is_what_pdfminer_reads(told: bytes, listed: bool) -> None:
    """Without a list of parts pdfminer takes no length on trust."""
    content = one_object(told)
    ours, theirs = both(content if listed else content.replace(b"xref", b"xxxx"))
    assert ours == theirs


@pytest.mark.parametrize("told", [b"<</N 4 0 R>>", b"<</N 2/Length 30>>"])
@pytest.mark.parametrize("held", [b"1 2", b"1 endobj 2", b"<<>>stream\n2", b"1 2 \x80", b"7 0 R "])
def test_what_else_stands_in_a_stream_of_packed_objects_is_left_to_pdfminer(told: bytes, held: bytes) -> None:
    content = one_object(b"5")
    found = []
    for document in (Document(content), PDFDocument(PDFParser(io.BytesIO(content)))):
        try:
            stream = PDFStream(document_of(told), held)
            found.append(plainly(list(document._get_objects(stream))))
        except ValueError:
            found.append("a reference that stands alone is not understood")
    assert found[0] == found[1]


def document_of(told: bytes) -> Any:
    return Document(one_object(told)).getobj(3)


@pytest.mark.parametrize("place", [-1, 10**9])
def test_an_object_that_is_said_to_stand_outside_the_file_is_refused_alike(place: int) -> None:
    content = one_object(b"5")
    for document in (Document(content), PDFDocument(PDFParser(io.BytesIO(content)))):
        with pytest.raises((ValueError, PSEOF)):
            document._getobj_parse(place, 3)


def test_lengths_that_are_told_by_streams_are_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each would be asked for twice, and each of these twice again."""
    asked: list[int] = []
    plain = Document._plain
    monkeypatch.setattr(
        Document,
        "_plain",
        lambda document, place, number: asked.append(number) or plain(document, place, number),
    )
    chain = b"".join(b"%d 0 obj<</Length %d 0 R>>stream\n" % (n, n + 1) for n in range(5, 25))
    content = one_object(b"5")
    at = content.rindex(b"xref\n")
    places = [at + chain.index(b"%d 0 obj" % n) for n in range(5, 25)]
    listed = b"xref\n0 1\n0000000000 65535 f \n1 2\n%010d 00000 n \n%010d 00000 n \n5 20\n" % (
        content.index(b"1 0 obj"),
        content.index(b"2 0 obj"),
    ) + b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 25/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (at + len(chain))
    told_by(lambda: Document(content[:at] + chain + listed + end), [5])
    assert len(asked) < 100


@given(st.lists(st.sampled_from(b"\n\r %/(<[1a.)>]\\-"), max_size=60).map(bytes))
def test_a_file_in_one_piece_gives_the_lines_and_words_that_blocks_give(content: bytes) -> None:
    def lines(parser: PDFParser) -> list[Any]:
        found: list[Any] = []
        for start, ask in ((0, parser.nextline), (0, parser.nexttoken), (None, parser.nextline)):
            if start is not None:
                parser.seek(start)
            try:
                found.extend(ask() for _ in range(200))
            except PSEOF:
                found.append("end")
        return found

    assert lines(Parser(content)) == lines(PDFParser(io.BytesIO(content)))


def test_a_file_as_programs_write_it_is_read_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet()
    sheet.text(60, 50, "Train all staff by June")
    content = sheet.save()
    passed_on: list[int] = []
    whole = PDFDocument._getobj_parse

    def passes(document: PDFDocument, place: int, number: int) -> object:
        passed_on.append(number)
        return whole(document, place, number)

    monkeypatch.setattr(PDFDocument, "_getobj_parse", passes)
    document = Document(content)
    for number in {number for known in document.xrefs for number in known.get_objids()}:
        document.getobj(number)
    # Only the note of who made the file and when has signs that are not plain.
    assert passed_on == [document.xrefs[0].get_trailer()["Info"].objid]


def test_every_object_of_the_samples_is_what_pdfminer_reads() -> None:
    read = 0
    for path in sorted(SAMPLES.glob("*.pdf")):
        content = path.read_bytes()
        try:
            numbers = sorted({number for known in Document(content).xrefs for number in known.get_objids()})
        except PDFException:
            continue  # it wants a password
        ours, theirs = both(content, numbers)
        assert ours == theirs, path.name
        read += len(numbers)
    assert read > 1000
