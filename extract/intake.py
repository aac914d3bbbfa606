"""Which files a folder holds, and what each really is, told from its bytes before any parser sees it."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from records.errors import SourceError
from records.outcome import Problem
from records.report import Source

IGNORED = frozenset({".gitkeep", ".gitignore", ".gitattributes", ".ds_store", "thumbs.db", "desktop.ini"})
"""Files that systems and git leave in folders, in lower case. Everything else is accounted for."""

MOST_BYTES = 100 * 1024 * 1024
"""Larger files are not read. The largest report met so far has 4 MiB."""

HEADER_WITHIN = 1024
"""Bytes from the front within which a PDF's header must stand, as readers commonly allow."""

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive or an Office document (Word, Excel, PowerPoint)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (Word, Excel, PowerPoint)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
)


def readable(name: str) -> str:
    """Give a file name as text: bytes that are no UTF-8 become visible escapes such as `\\xe9`."""
    return os.fsencode(name).decode("utf-8", errors="backslashreplace")


def walk(folder: Path, skip: Collection[Path] = ()) -> Iterator[tuple[str, Path]]:
    """Give (path within `folder`, path) of every file below it, in the order of their names.

    The folders in `skip` are passed over: a dataset may stand among its sources.

    Only regular files: pipes and devices could block for ever, and links could lead out of the
    folder. Raises `SourceError` where the folder itself cannot be listed.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise SourceError(
            Problem.UNREADABLE, f"The folder {folder} cannot be listed: {error.strerror}."
        ) from error
    for entry in entries:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if path.absolute() in skip:
                continue
            for inner, found in walk(path, skip):
                yield f"{readable(entry.name)}/{inner}", found
        elif entry.is_file(follow_symlinks=False) and entry.name.lower() not in IGNORED:
            yield readable(entry.name), path


def fetch_bytes(path: Path) -> bytes:
    """Read a regular file whole. Raises `SourceError` if it is gone, closed to us, or over the limit."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise SourceError(Problem.UNREADABLE, "This is not a regular file.")
        if found.st_size > MOST_BYTES:
            raise SourceError(
                Problem.OVER_LIMIT,
                f"The file has {found.st_size / 2**20:.0f} MiB; the limit is {MOST_BYTES / 2**20:.0f} MiB.",
            )
        return path.read_bytes()
    except OSError as error:
        raise SourceError(Problem.UNREADABLE, f"The file could not be opened: {error.strerror}.") from error


def identify(file: str, content: bytes) -> Source:
    """Give the identity of a file: its hash and size under the name it was found by."""
    return Source(file=file, sha256=hashlib.sha256(content).hexdigest(), bytes=len(content))


def require_pdf(content: bytes) -> None:
    """Raise `SourceError` with the fitting problem unless the bytes are a PDF that looks whole."""
    if not content.strip(b"\x00\t\n\r\x0c "):
        raise SourceError(Problem.EMPTY)
    if content.startswith(b"version https://git-lfs"):
        raise SourceError(Problem.POINTER)
    at = content.find(b"%PDF-", 0, HEADER_WITHIN)
    if at < 0:
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


def _not_a_pdf(content: bytes) -> SourceError:
    head = content[:HEADER_WITHIN].lstrip(b"\xef\xbb\xbf\x00\t\n\r ").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")) or b"<html" in head:
        return SourceError(Problem.HTML)
    for start, what in SIGNATURES:
        if content.startswith(start):
            return SourceError(Problem.NOT_PDF, f"The file is {what}, not a PDF.")
    try:
        content[:4096].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(content[:4096]) - 4:
            return SourceError(Problem.NOT_PDF)
    return SourceError(Problem.NOT_PDF, "The file is plain text, not a PDF.")


def _line_ends_converted(content: bytes) -> bool:
    """Say whether every line feed follows a carriage return, in a file with compressed contents.

    In 8 KiB of compressed bytes a lone line feed is certain but for one chance in 10^13; none at
    all means that a program took the file for text.
    """
    feeds = content.count(b"\n")
    return len(content) > 8192 and b"FlateDecode" in content and feeds > 0 and feeds == content.count(b"\r\n")
