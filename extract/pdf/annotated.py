"""The pages of a document, with what was filled in, typed or stamped onto them read in its place."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from extract.pdf.pdfium.annotations import OFF, ON, Filled, fill_in
from extract.pdf.reader import read_pages
from records.errors import SourceError
from records.geometry import Box, holds
from records.outcome import Issue
from records.pages import Page, Word, packed
from records.report import RawRow

KINDS = re.compile(
    rb"/Subtype\s*/(?:Widget|FreeText|Stamp|StrikeOut|Square|Circle|Polygon|PolyLine|Line|Ink|Watermark|FileAttachment|Caret|Redact|Text|Highlight|Underline|Squiggly)\b"
    rb"|/EmbeddedFiles\b|/XFA\b"
)
"""What a PDF names that holds annotations to be read, other files, or a form in XML."""

LARGEST = 1 << 24
"""Bytes of an object stream that are searched."""


OVER_A_RULE = 0.25
"""The share of typed words that may stand beyond a rule."""

SIGNS = {ON: "\u2611", OFF: "\u2610"}
"""The ballot boxes that stand for ticked and unticked ones."""


class Annotated(msgspec.Struct, frozen=True):
    """A document as it was read: the bytes, its pages, the number of form fields, and what is told of it."""

    content: bytes
    pages: tuple[Page, ...]
    fields: int = 0
    notes: tuple[Issue, ...] = ()


def read_annotated(content: bytes, password: str | None = None) -> Annotated:
    """Read the pages of a document. Raises `SourceError` as `read_pages` does.

    The bytes returned are those of a copy where annotations were made contents of pages.
    """
    pages = tuple(read_pages(content, password))
    if not may_be_annotated(content):
        return Annotated(content, pages)
    filled = fill_in(content, password)
    anew = None if filled is None else _pages_anew(filled)
    if filled is None or anew is None:
        told = "what may be filled in or typed onto its pages could not be read"
        return Annotated(content, pages, notes=(Issue("warning", "unread_annotation", told),))
    pages = tuple(
        _placed(_filled(page, anew[page.number]), filled) if page.number in anew else page for page in pages
    )
    blank = [note for page in pages for note in _blank_fields(page, filled)]
    struck = tuple(_struck(page, filled) for page in pages)
    notes = (*filled.notes, *blank)
    return Annotated(filled.content if filled.pages else content, struck, filled.fields, notes)


def _pages_anew(filled: Filled) -> dict[int, Page] | None:
    """Return the pages to which words were added, as the copy has them; None if it cannot be read."""
    if not filled.pages:
        return {}
    try:
        pages = {page.number: page for page in read_pages(filled.content) if page.number in filled.pages}
    except SourceError:
        return None
    return pages if len(pages) == len(filled.pages) else None


def may_be_annotated(content: bytes) -> bool:
    """Return whether a PDF names annotations that may hold words, or other files.

    It is asked of every document, so bytes are searched and nothing is parsed. Names in streams that are
    encrypted cannot be seen: such a document may hold any.
    """
    if KINDS.search(content):
        return True
    if b"/ObjStm" not in content:
        return False
    return b"/Encrypt" in content or any(map(KINDS.search, _object_streams(content)))


def _object_streams(content: bytes) -> Iterator[bytes]:
    end = 0
    while (named := content.find(b"/ObjStm", end)) >= 0:
        begin = content.find(b"stream", named) + len(b"stream")
        end = max(content.find(b"endstream", begin), begin)
        try:
            yield zlib.decompressobj().decompress(content[begin:end].lstrip(b"\r\n"), LARGEST)
        except zlib.error:
            continue


def _filled(page: Page, anew: Page) -> Page:
    """Return a page with the words of its copy, and the rules and fills that it had before.

    The frames and grounds of fields are no rules and no colours of a table.
    """
    if (page.width, page.height) != (anew.width, anew.height):
        return replace(anew, warnings=(*page.warnings, *anew.warnings), faults=page.faults)
    return replace(
        anew,
        rules=page.rules,
        fills=page.fills,
        images=page.images,
        warnings=(*page.warnings, *anew.warnings),
        faults=page.faults,
    )


def _blank_fields(page: Page, filled: Filled) -> Iterator[Issue]:
    """Yield a note on each field that holds a value and shows no words."""
    for box, value in filled.values.get(page.number, ()):
        if not any(holds(box, *word.box.middle) for word in (*page.words, *page.unseen)):
            told = f"a form field shows no words, and holds '{value}' (page {page.number})"
            yield Issue("warning", "unread_annotation", told, page.number, box)


def _placed(page: Page, filled: Filled) -> Page:
    """Return a page with a ballot box for each of its tick boxes, and typed words beside its rules."""
    upright = [rule.box for rule in page.rules if rule.direction == "upright"]
    words = {word.index: word for word in page.words}
    for box in filled.typed[page.number] if upright else ():
        typed = [word for word in page.words if holds(box, *word.box.middle)]
        step = _step_off(typed, upright)
        words |= {word.index: _moved(words[word.index], step) for word in typed if step}
    marks = filled.marks[page.number]
    return replace(page, words=tuple(_with_boxes(word, marks) for word in words.values()))


def _step_off(typed: Sequence[Word], rules: Sequence[Box]) -> float:
    """Return how far typed words must move to the right to clear a rule that crosses them near an end.

    Who types onto a page does not mind its rules: a 'Complete' may begin a little before its cell. Words that
    a rule crosses further within belong to several cells and stay.
    """
    if not typed:
        return 0.0
    x0, x1 = min(word.box.x0 for word in typed), max(word.box.x1 for word in typed)
    top, bottom = min(word.box.top for word in typed), max(word.box.bottom for word in typed)
    near = OVER_A_RULE * (x1 - x0)
    for rule in rules:
        if rule.top < bottom and rule.bottom > top:
            if x0 < rule.x1 <= x0 + near:
                return rule.x1 - x0
            if x1 - near <= rule.x0 < x1:
                return rule.x0 - x1
    return 0.0


def _moved(word: Word, step: float) -> Word:
    box = Box(round(word.box.x0 + step, 2), word.box.top, round(word.box.x1 + step, 2), word.box.bottom)
    return replace(word, box=box, packed_edges=packed(edge + step for edge in word.edges))


def _with_boxes(word: Word, boxes: Sequence[Box]) -> Word:
    if not any(sign in word.text for sign in SIGNS):
        return word
    y = word.box.middle[1]
    letters = zip(word.text, pairwise(word.edges), strict=True)
    text = "".join(
        SIGNS[letter]
        if letter in SIGNS and any(holds(box, (left + right) / 2, y) for box in boxes)
        else letter
        for letter, (left, right) in letters
    )
    return replace(word, text=text)


def _struck(page: Page, filled: Filled) -> Page:
    """Return a page with the lines of its strike-out annotations, which strike as drawn lines do."""
    lines = filled.strikes.get(page.number, ())
    return replace(page, rules=(*page.rules, *lines)) if lines else page


def with_row(note: Issue, rows: Sequence[RawRow]) -> Issue:
    """Return what is told of a place on a page, with the row that has cells at its height."""
    if note.box is None:
        return note
    for row in rows:
        boxes = [region.box for region in row.regions if region.page == note.page]
        if boxes and min(box.top for box in boxes) <= note.box.middle[1] <= max(box.bottom for box in boxes):
            return replace(note, row=row.position)
    return note
