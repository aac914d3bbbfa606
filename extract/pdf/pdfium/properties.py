"""What a file says of itself beside its pages: a title, an author, and when it was made."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import msgspec
import pypdfium2

BY_A_BROWSER = re.compile(r"Mozilla/|Chrom(?:e|ium)\b|Safari/|wkhtmltopdf|HeadlessChrome", re.IGNORECASE)
"""A program that prints web pages: it makes the file on the day of printing."""

MOST_BOOKMARKS = 500
"""Bookmarks of the first level that are looked at."""


class Properties(msgspec.Struct, frozen=True):
    """The properties of a file. They are often those of a template, so they only hint.

    `created` is None where no day is given, and where a browser printed a web page. `bookmarks` are titles of
    bookmarks of the first level, by the place of the page that they lead to, counted from 0.
    """

    title: str = ""
    author: str = ""
    created: dt.date | None = None
    bookmarks: Mapping[int, str] = {}


def read_properties(content: bytes, password: str | None = None) -> Properties:
    """Return the properties of a file, blank ones where pdfium cannot open it."""
    try:
        with pypdfium2.PdfDocument(content, password=password) as document:
            told = document.get_metadata_dict()
            bookmarks = _bookmarks(document)
    except pypdfium2.PdfiumError:
        return Properties()
    title, author = (" ".join(told.get(key, "").split()) for key in ("Title", "Author"))
    printed = BY_A_BROWSER.search(told.get("Creator", ""))
    return Properties(title, author, None if printed else _day(told.get("CreationDate", "")), bookmarks)


def _bookmarks(document: pypdfium2.PdfDocument) -> dict[int, str]:
    """Return the titles of the first bookmarks of the first level that lead to pages, by the page's place."""
    found: dict[int, str] = {}
    raw = pypdfium2.raw.FPDFBookmark_GetFirstChild(document, None)
    for _ in range(MOST_BOOKMARKS):  # a chain may be closed to a ring
        if not raw:
            break
        bookmark = pypdfium2.PdfBookmark(raw, document, 0)
        leads = bookmark.get_dest()
        place = leads.get_index() if leads is not None else None
        if place is not None:
            found.setdefault(place, " ".join(bookmark.get_title().split()))
        raw = pypdfium2.raw.FPDFBookmark_GetNextSibling(document, raw)
    return found


def _day(printed: str) -> dt.date | None:
    """Return the day of a PDF date such as `D:20210914100105+01'00'`."""
    found = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", printed)
    try:
        return dt.date(*map(int, found.groups())) if found is not None else None
    except ValueError:
        return None
