"""Streams that hold text and are read by no page: what a wrong reference or key leaves aside.

Only streams that seem to hold text, and to which no page leads, are looked at more closely. Left out are
those that something else in the file leads to (annotations, templates), and what an earlier version of the
file showed and a later one, written behind it, does not.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import LIT

from extract.pdf.verify.dictionaries import KEYS
from extract.pdf.verify.structure import SHOWS_TEXT, Structure
from extract.pdf.verify.warnings import BROKEN
from records.outcome import Issue

NUMBER = re.compile(rb"(\d+)\s+\d+\s+\Z")
LENGTH = re.compile(rb"/Length\s+(\d{1,12})\b(?!\s+\d+\s+R)")

WITHOUT_TEXT = re.compile(
    rb"/Type\s*/(?:Metadata|XRef|ObjStm|EmbeddedFile)\b|/Subtype\s*/Image\b|/Length1\b|/N\s+[134]\b"
)
"""What the dictionary of a stream says that holds no text for a page: or not text, but a font or colours."""

SETS_FONT = re.compile(rb"/[^\s/]+\s+[-.\d]+\s+Tf\b")
"""With `SHOWS_TEXT` behind it, what a content stream has that shows text."""

MAPS_LETTERS = re.compile(rb"\bbeginbf(?:char|range)\b")

PAGE = LIT("Page")
FONT = LIT("Font")
PART_OF_FONT = frozenset({LIT("CIDFontType0"), LIT("CIDFontType2")})
"""Kinds of fonts that no name leads to: another font holds them."""

LONGEST_HEAD = 32
"""Bytes before `obj` in which the number of an object stands."""

MOST_TABLES = 5000
"""Cross-reference tables read for earlier versions; a hundred have so many, as each has those before it."""


def unread_text(content: bytes, document: PDFDocument, structure: Structure) -> Iterator[Issue]:
    """Yield an issue for each stream that shows text and is not reached by the pages of a document.

    Where two fonts share a table of letters, or a font of many letters has none, one that no font uses is
    told as well.
    """
    left = [number for number in _streams(content, document) if number not in structure.reached]
    lost = {number for number in left if _shows_text(_data(document, number))}
    if lost:
        lost -= _referred(document, structure.pages, lost)
    if lost:
        lost -= _in_earlier_versions(content, document, lost)
    if lost and _is_extract(document):
        objects = ", ".join(map(str, sorted(lost)))
        message = f"the file was cut out of a larger one and holds text of other pages, in object {objects}"
        yield Issue("info", "left_over_text", message)
        lost = set()
    for number in sorted(lost):
        message = f"no page shows the text in object {number} of the file: what refers to it may be damaged"
        yield Issue("error", "unread_text", message)
    if any(len(fonts) > 1 for fonts in structure.letters.values()) or structure.has_font_without_letters:
        tables = {number for number in left if MAPS_LETTERS.search(_data(document, number))}
        for number in sorted(tables - _tables_of_fonts(document)) if tables else ():
            message = f"no font uses the table of letters in object {number} of the file"
            yield Issue("error", "broken_structure", message)


def _is_extract(document: PDFDocument) -> bool:
    """Return whether a file lists less than a quarter of the objects that it once had.

    Programs that take pages out of a file may leave their text behind (us-001 of ICDAR 2013).
    """
    listed = {number for xref in document.xrefs for number in xref.get_objids()}
    sizes = (resolve1(xref.get_trailer().get("Size")) for xref in document.xrefs)
    return 4 * len(listed) < max((size for size in sizes if isinstance(size, int)), default=0)


def unused_fonts(document: PDFDocument, named: Sequence[Mapping[str, int]]) -> set[int]:
    """Return the numbers of the fonts of a file to which no name in a dictionary of resources leads."""
    used = {font for fonts in named for font in fonts.values()}
    found = set()
    for number in {number for xref in document.xrefs for number in xref.get_objids()} - used:
        held = _object(document, number)
        if isinstance(held, dict) and held.get("Type") is FONT and held.get("Subtype") not in PART_OF_FONT:
            found.add(number)
    return found


def _tables_of_fonts(document: PDFDocument) -> set[int]:
    """Return the tables of letters of all fonts in the file, also of those that no page uses."""
    found = set()
    for xref in document.xrefs:
        for number in xref.get_objids():
            held = _object(document, number)
            table = held.get("ToUnicode") if isinstance(held, dict) else None
            if isinstance(table, PDFObjRef):
                found.add(table.objid)
    return found


def _streams(content: bytes, document: PDFDocument) -> Iterator[int]:
    """Yield the numbers of the streams in a file, in the versions that count, that may hold text."""
    end = 0
    while (at := content.find(b"stream", end)) >= 0:
        # Not before the end of the stream above: it may hold the word `stream` itself, many times.
        head = content.rfind(b"obj", end, at)
        dictionary = content[head:at] if head >= 0 else b""
        length = LENGTH.search(dictionary)
        end = content.find(b"endstream", at + (int(length[1]) if length else 0)) + len(b"endstream")
        if end < len(b"endstream"):
            return
        start = max(0, head - LONGEST_HEAD)
        numbered = NUMBER.search(content[start:head]) if head >= 0 else None
        if numbered is None or WITHOUT_TEXT.search(dictionary):
            continue
        number = int(numbered[1])
        if _place(document, number) == start + numbered.start():
            yield number


def _place(document: PDFDocument, number: int) -> int | None:
    """Return where an object begins, None if it is in an object stream or the file does not list it."""
    for xref in document.xrefs:
        try:
            within, place, _ = xref.get_pos(number)
        except KeyError:
            continue
        return place if within is None else None
    return None


def _object(document: PDFDocument, number: int) -> object:
    """Return an object of a file, None for one that cannot be read: none that a page needs is asked for."""
    try:
        return document.getobj(number)
    except BROKEN:
        return None


def _data(document: PDFDocument, number: int) -> bytes:
    """Return what a stream holds, nothing for an object that is none or cannot be read."""
    stream = _object(document, number)
    return stream.get_data() if isinstance(stream, PDFStream) else b""


def _shows_text(data: bytes) -> bool:
    """Return whether a string is shown behind the first font. Time is linear in the length of the data."""
    font = SETS_FONT.search(data)
    return font is not None and SHOWS_TEXT.search(data, font.end()) is not None


def _referred(document: PDFDocument, pages: Collection[object], wanted: Collection[int]) -> set[int]:
    """Return which objects anything but a page refers to, as far as references from the trailer lead.

    Of the `pages` of the page tree only known keys are followed, and other pages not at all: a bookmark or a
    tag may lead to a page that nobody sees.
    """
    seen: set[int] = set()
    waiting: list[Any] = [xref.get_trailer() for xref in document.xrefs]
    while waiting and not seen.issuperset(wanted):
        value, number = waiting.pop(), None
        if isinstance(value, PDFObjRef):
            number = value.objid
            if number in seen:
                continue
            seen.add(number)
            value = _object(document, number)
        if isinstance(value, PDFStream):
            value = value.attrs
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict) and number in pages:
            waiting += [held for key, held in value.items() if key in KEYS["page"]]
        elif isinstance(value, dict) and not _is_page(value):
            waiting += value.values()
    return seen.intersection(wanted)


def _is_page(dictionary: dict[str, object]) -> bool:
    return dictionary.get("Type") is PAGE or dictionary.keys() >= {"Contents", "Parent"}


def _in_earlier_versions(content: bytes, document: PDFDocument, wanted: set[int]) -> set[int]:
    """Return which objects the pages of earlier versions of a file reach: it begins with each of them.

    The latest come first, as far as `MOST_TABLES` go.
    """
    found: set[int] = set()
    end = content.rfind(b"%%EOF")
    tables = 0
    for earlier_tables in range(len(document.xrefs) - 1, 0, -1):
        end = content.rfind(b"%%EOF", 0, end)
        tables += earlier_tables
        if end < 0 or wanted <= found or tables > MOST_TABLES:
            break
        structure = Structure()
        try:
            earlier = PDFDocument(PDFParser(io.BytesIO(content[: end + 5])))
            for page in PDFPage.create_pages(earlier):
                structure.faults(page, 0)
        except BROKEN:
            continue
        found |= structure.reached & wanted
    return found
