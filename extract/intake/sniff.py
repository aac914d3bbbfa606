"""What a file really is, told from its bytes before any parser sees it, whatever its name says."""

import io
import re
import zipfile

from records.errors import SourceError
from records.outcome import Problem

HEADER_WITHIN = 1024
"""Bytes from the front within which a PDF's header must stand, as readers commonly allow."""

BLANK = b"\xef\xbb\xbf\x00\t\n\x0c\r "
"""Bytes that may stand before the first that tells anything: white space, and the mark of UTF-8."""

MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml", b"<!--")

SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xd0\xcf\x11\xe0", "an old Office document (Word, Excel, PowerPoint)"),
    (0, b"\x89PNG", "a picture (PNG)"),
    (0, b"\xff\xd8\xff", "a picture (JPEG)"),
    (0, b"GIF8", "a picture (GIF)"),
    (0, b"II*\x00", "a picture (TIFF)"),
    (0, b"MM\x00*", "a picture (TIFF)"),
    (8, b"WEBPVP8", "a picture (WebP)"),
    (4, b"ftypheic", "a picture (HEIC)"),
    (0, b"{\\rtf", "an RTF document"),
    (0, b"%!PS", "a PostScript file"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"7z\xbc\xaf", "a 7-Zip archive"),
    (0, b"Rar!", "a RAR archive"),
)
"""Where in a file which bytes tell what it is."""

OFFICE = (
    ("word/document.xml", "a Word document (DOCX)"),
    ("xl/workbook.xml", "an Excel workbook (XLSX)"),
    ("ppt/presentation.xml", "a PowerPoint presentation (PPTX)"),
    ("META-INF/manifest.xml", "an OpenDocument file (ODT, ODS, ODP)"),
)
"""Members of a ZIP archive that make it a document."""


def require_pdf(content: bytes) -> None:
    """Raise `SourceError` with the fitting problem unless the bytes are a PDF that looks whole."""
    if not content.strip(BLANK):
        raise SourceError(Problem.EMPTY)
    if content.startswith(b"version https://git-lfs"):
        raise SourceError(Problem.POINTER)
    if (what := _signed(content)) is not None:
        # An archive may hold a whole PDF, header and all.
        raise SourceError(Problem.NOT_PDF, f"The file is {what}, not a PDF.")
    if content.find(b"%PDF-", 0, HEADER_WITHIN) < 0:
        raise _not_a_pdf(content)
    end = content.rfind(b"%%EOF")
    if end < 0 or re.search(rb"\d+\s+\d+\s+obj\b", content[end:]):
        # A later part without its own end mark is an update, or a whole file, that was broken off.
        raise SourceError(Problem.CUT)
    if _line_ends_converted(content):
        raise SourceError(
            Problem.DAMAGED,
            "The PDF was changed in transfer: every line end became a Windows one, which ruins its contents.",
        )


def _signed(content: bytes) -> str | None:
    """Return what the first bytes promise, None if they promise nothing that is known."""
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    return next((what for at, mark, what in SIGNATURES if content.startswith(mark, at)), None)


def _archive(content: bytes) -> str:
    try:
        members = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, NotImplementedError):
        return "a damaged ZIP archive or Office document (Word, Excel, PowerPoint)"
    return next((what for member, what in OFFICE if member in members), "a ZIP archive (unpack it first)")


def _not_a_pdf(content: bytes) -> SourceError:
    head = content[:HEADER_WITHIN]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="replace").encode()
    head = head.lstrip(BLANK).lower()
    if head.startswith(MARKUP) or b"<html" in head:
        return SourceError(Problem.HTML)
    try:
        content[:4096].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(content[:4096]) - 4:
            return SourceError(Problem.NOT_PDF)
    return SourceError(Problem.NOT_PDF, "The file is plain text, not a PDF.")


def _line_ends_converted(content: bytes) -> bool:
    """Return whether every line feed follows a carriage return, in a file with compressed contents.

    In 8 KiB of compressed bytes a lone line feed is certain but for one chance in 10^13; none at
    all means that a program took the file for text.
    """
    feeds = content.count(b"\n")
    return len(content) > 8192 and b"FlateDecode" in content and feeds > 0 and feeds == content.count(b"\r\n")
