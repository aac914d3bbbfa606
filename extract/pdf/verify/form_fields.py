"""Fields of a form that hold a value and stand on no page: a page's list of annotations has lost them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from records.outcome import Issue

UNSEEN = 1 << 1 | 1 << 5
"""Flags of an annotation that no one sees: hidden, not to be viewed."""

INHERITED = ("FT", "V")
"""Keys that a field has from the one above it."""


def lost_fields(document: PDFDocument, tree: Sequence[PDFPage], pages: Collection[object]) -> Iterator[Issue]:
    """Yield an issue for each filled field whose place is on one of the `pages`, and which none lists.

    A field that tells no page counts as one of them. Pages that were taken out of a file leave their fields
    behind; those are of other pages.
    """
    form = resolve1(document.catalog.get("AcroForm"))
    fields = resolve1(form.get("Fields")) if isinstance(form, dict) else None
    if not isinstance(fields, list):
        return
    listed = {
        each.objid
        for page in tree
        if isinstance(annotations := resolve1(page.annots), list)
        for each in annotations
        if isinstance(each, PDFObjRef)
    }
    for number, field in _widgets(fields):
        page = field.get("P")
        is_here = not isinstance(page, PDFObjRef) or page.objid in pages
        if number not in listed and is_here and _is_filled(field) and not _flags(field) & UNSEEN:
            message = f"no page shows the form field in object {number} of the file, which is filled in"
            yield Issue("error", "broken_structure", message)


def _widgets(fields: Sequence[Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number and dictionary of each field that has a place, with what it inherits."""
    waiting: list[tuple[Any, dict[str, Any]]] = [(field, {}) for field in reversed(fields)]
    seen: set[int] = set()
    while waiting:
        reference, above = waiting.pop()
        if not isinstance(reference, PDFObjRef) or reference.objid in seen:
            continue
        seen.add(reference.objid)
        own = resolve1(reference)
        if not isinstance(own, dict):
            continue
        field = above | own
        kids = resolve1(own.get("Kids"))
        if isinstance(kids, list) and kids:
            inherited = {key: field[key] for key in INHERITED if key in field}
            waiting += [(kid, inherited) for kid in reversed(kids)]
        elif "Rect" in own:
            yield reference.objid, field


def _is_filled(field: dict[str, Any]) -> bool:
    """Return whether a field holds words, a choice, or is ticked."""
    kind, value = resolve1(field.get("FT")), resolve1(field.get("V"))
    if isinstance(kind, PSLiteral) and kind.name == "Btn":
        state = resolve1(field.get("AS"))
        return isinstance(state, PSLiteral) and state.name != "Off"
    return isinstance(value, bytes | list | PDFStream) and value not in (b"", [], b"\xfe\xff")


def _flags(field: dict[str, Any]) -> int:
    flags = resolve1(field.get("F"))
    return flags if isinstance(flags, int) else 0
