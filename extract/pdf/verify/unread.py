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
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psparser import LIT

from extract.pdf.verify.dictionaries import KEYS
from extract.pdf.verify.structure import Structure
from extract.pdf.verify.warnings import BROKEN
from records.outcome import Issue

NUMBER = re.compile(rb"(\d+)\s+\d+\s+\Z")
LENGTH = re.compile(rb"/Length\s+(\d+)\b(?!\s+\d+\s+R)")

WITHOUT_TEXT = re.compile(
    rb"/Type\s*/(?:Metadata|XRef|ObjStm|EmbeddedFile)\b|/Subtype\s*/Image\b|/Length1\b|/N\s+[134]\b"
)
"""What the dictionary of a stream says that holds no text for a page: or not text, but a font or colours."""

SHOWS_TEXT = re.compile(rb"/\S+\s+[-.\d]+\s+Tf\b.*?[)>\]]\s*(?:T[jJ]|['\"])", re.DOTALL)
"""What a content stream has that shows text: a font is set, and then a string is shown."""

MAPS_LETTERS = re.compile(rb"\bbeginbf(?:char|range)\b")

PAGE = LIT("Page")
FONT = LIT("Font")
PART_OF_FONT = frozenset({LIT("CIDFontType0"), LIT("CIDFontType2")})
"""Kinds of fonts that no name leads to: another font holds them."""

LONGEST_HEAD = 32
"""Bytes before `obj` in which the number of an object stands."""


def unread_text(content: bytes, document: PDFDocument, structure: Structure) -> Iterator[Issue]:
    """Yield an issue for each stream that shows text and is not reached by the pages of a document.

    Where two fonts share a table of letters, or a font of many letters has none, one that no font uses is
    told as well.
    """
    left = [number for number in _streams(content, document) if number not in structure.reached]
    lost = {number for number in left if _matches(SHOWS_TEXT, document, number)}
    if lost:
        lost -= _referred(document, structure.pages, lost)
    if lost:
        lost -= _in_earlier_versions(content, document, lost)
    for number in sorted(lost):
        message = f"no page shows the text in object {number} of the file: what refers to it may be damaged"
        yield Issue("error", "unread_text", message)
    if any(len(fonts) > 1 for fonts in structure.letters.values()) or structure.has_font_without_letters:
        tables = {number for number in left if _matches(MAPS_LETTERS, document, number)}
        for number in sorted(tables - _tables_of_fonts(document)) if tables else ():
            message = f"no font uses the table of letters in object {number} of the file"
            yield Issue("error", "broken_structure", message)


def unused_fonts(document: PDFDocument, named: Sequence[Mapping[str, int]]) -> set[int]:
    """Return the numbers of the fonts of a file to which no name in a dictionary of resources leads."""
    used = {font for fonts in named for font in fonts.values()}
    found = set()
    for number in {number for xref in document.xrefs for number in xref.get_objids()} - used:
        held = document.getobj(number)
        if isinstance(held, dict) and held.get("Type") is FONT and held.get("Subtype") not in PART_OF_FONT:
            found.add(number)
    return found


def _tables_of_fonts(document: PDFDocument) -> set[int]:
    """Return the tables of letters of all fonts in the file, also of those that no page uses."""
    found = set()
    for xref in document.xrefs:
        for number in xref.get_objids():
            held = document.getobj(number)
            table = held.get("ToUnicode") if isinstance(held, dict) else None
            if isinstance(table, PDFObjRef):
                found.add(table.objid)
    return found


def _streams(content: bytes, document: PDFDocument) -> Iterator[int]:
    """Yield the numbers of the streams in a file, in the versions that count, that may hold text."""
    at = 0
    while (at := content.find(b"stream", at)) >= 0:
        head = content.rfind(b"obj", 0, at)
        dictionary = content[head:at]
        length = LENGTH.search(dictionary)
        at = content.find(b"endstream", at + (int(length[1]) if length else 0)) + len(b"endstream")
        if at < len(b"endstream"):
            return
        start = max(0, head - LONGEST_HEAD)
        numbered = NUMBER.search(content[start:head])
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


def _matches(wanted: re.Pattern[bytes], document: PDFDocument, number: int) -> bool:
    stream = document.getobj(number)
    return isinstance(stream, PDFStream) and wanted.search(stream.get_data()) is not None


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
            value = value.resolve()
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
    """Return which objects the pages of earlier versions of a file reach: it begins with each of them."""
    found: set[int] = set()
    end = content.rfind(b"%%EOF")
    for _ in document.xrefs[1:]:
        end = content.rfind(b"%%EOF", 0, end)
        if end < 0 or wanted <= found:
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
