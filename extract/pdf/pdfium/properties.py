"""What a file says of itself beside its pages: a title, an author, and when it was made."""

from __future__ import annotations

import datetime as dt
import re

import msgspec
import pypdfium2

BY_A_BROWSER = re.compile(r"Mozilla/|Chrom(?:e|ium)\b|Safari/|wkhtmltopdf|HeadlessChrome", re.IGNORECASE)
"""A program that prints web pages: it makes the file on the day of printing."""


class Properties(msgspec.Struct, frozen=True):
    """The properties of a file. They are often those of a template, so they only hint.

    `created` is None where no day is given, and where a browser printed a web page.
    """

    title: str = ""
    author: str = ""
    created: dt.date | None = None


def read_properties(content: bytes, password: str | None = None) -> Properties:
    """Return the properties of a file, blank ones where pdfium cannot open it."""
    try:
        with pypdfium2.PdfDocument(content, password=password) as document:
            told = document.get_metadata_dict()
    except pypdfium2.PdfiumError:
        return Properties()
    title, author = (" ".join(told.get(key, "").split()) for key in ("Title", "Author"))
    printed = BY_A_BROWSER.search(told.get("Creator", ""))
    return Properties(title, author, None if printed else _day(told.get("CreationDate", "")))


def _day(printed: str) -> dt.date | None:
    """Return the day of a PDF date such as `D:20210914100105+01'00'`."""
    found = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", printed)
    try:
        return dt.date(*map(int, found.groups())) if found is not None else None
    except ValueError:
        return None
