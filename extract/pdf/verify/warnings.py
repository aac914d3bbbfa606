"""The warnings of pdfminer, and the errors that it lets through.

Loading this module lets pdfminer warn of damage that it would not mention.
"""

from __future__ import annotations

import logging
import struct
import zlib

from pdfminer import pdftypes
from pdfminer.pdfdocument import PDFDocument, PDFXRefFallback
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.psexceptions import PSEOF, PSException

from extract.pdf.objects.plain_objects import object_at
from records.outcome import Issue

LOG = logging.getLogger("pdfminer")

HEADER, CHECKSUM = 2, 4
"""Bytes before and after the data of a Flate stream."""

FLUSHED = b"\0\0\xff\xff"
"""How Flate data ends whose writer did not close it, though all is there."""

BLANKS = b"\0\t\n\f\r "

LONGEST_OF_NOTHING = 32
"""Bytes that a Flate stream of no bytes takes at most."""

PIECE = 64
"""Bytes decompressed at a time where some are damaged: what comes before the damage is kept."""

LONGEST_WARNING, MOST_WARNINGS = 100, 3
"""Letters kept of a warning of the parser, and warnings kept of a page."""

HARMLESS = ("Could not get FontBBox from font descriptor",)
"""How warnings begin of what is not needed: browsers leave out the box round all letters of a font."""

BROKEN = (
    PDFException,
    PSException,
    TypeError,
    IndexError,
    ValueError,
    KeyError,
    AttributeError,
    AssertionError,
    RecursionError,
    struct.error,
    zlib.error,
)
"""What pdfminer lets through where a file is broken: its own errors, and those of Python on odd values."""


class ParserWarnings(logging.Handler):
    """Collects the warnings of pdfminer, which tells of damage there and nowhere else."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning, unless it tells of nothing that is read here."""
        message = record.getMessage()[:LONGEST_WARNING]
        if not message.startswith(HARMLESS):
            self.messages[message] = None

    def take(self) -> tuple[str, ...]:
        """Return the first warnings since the last call, each once."""
        messages, self.messages = tuple(self.messages)[:MOST_WARNINGS], {}
        return messages

    def issues(self, page: int) -> list[Issue]:
        """Return the first warnings since the last call, as issues of a page."""
        message = "the parser warns on page {}: {}"
        return [Issue("error", "parser_warning", message.format(page, told), page) for told in self.take()]

    def __enter__(self) -> ParserWarnings:
        """Collect warnings from now on, and keep them from other handlers."""
        LOG.addHandler(self)
        LOG.propagate = False
        return self

    def __exit__(self, *_: object) -> None:
        """Collect no more."""
        LOG.removeHandler(self)
        LOG.propagate = True


def warn_of_rebuilt_table(document: PDFDocument) -> None:
    """Warn if the cross-reference table was missing or wrong, so that pdfminer had to look for the objects.

    It finds those that look whole, and nobody knows which are gone.
    """
    if any(isinstance(known, PDFXRefFallback) for known in document.xrefs):
        LOG.warning("The cross-reference table is wrong, and was rebuilt from the objects that were found")


def _decompress(data: bytes) -> bytes:
    """Decompress what does not decompress as a whole, and warn if its contents must be damaged.

    It takes the place of a function of pdfminer, which does it in silence where only the checksum at the end
    is wrong or cut. But the checksum does not fit where a byte before it has changed: then other letters come
    out, or they stand elsewhere.
    """
    if not data.strip(BLANKS):
        return b""
    decompressor = zlib.decompressobj(-zlib.MAX_WBITS)
    plain = bytearray()
    try:
        for start in range(HEADER, len(data), PIECE):
            plain += decompressor.decompress(data[start : start + PIECE])
    except zlib.error:
        LOG.warning("A Flate stream is damaged")
        return bytes(plain)
    there = decompressor.unused_data[:CHECKSUM]
    told = zlib.adler32(plain).to_bytes(CHECKSUM, "big")
    if not _is_header(data[:HEADER]):
        LOG.warning("A Flate stream does not begin with a valid header")
    elif not decompressor.eof and not data.rstrip(BLANKS).endswith(FLUSHED):
        LOG.warning("A Flate stream ends too early")
    # Behind a checksum that was cut may stand the end of the line.
    elif not told.startswith((there, there.rstrip(b"\r\n"))):
        LOG.warning("A Flate stream does not match its checksum")
    return bytes(plain)


def holds_data(packed: bytes | None) -> bool:
    """Return whether the data of a stream, as they stand in the file, are there and stand for something.

    Writers compress contents of no bytes, too: to nine (d6b0c6e7e6f9 of the papers, page 77).
    """
    if not packed or not packed.strip(BLANKS):
        return False
    if len(packed) > LONGEST_OF_NOTHING:
        return True
    decompressor = zlib.decompressobj()
    try:
        return bool(decompressor.decompress(packed)) or not decompressor.eof
    except zlib.error:
        return True


def _is_header(start: bytes) -> bool:
    return len(start) == HEADER and start[0] & 15 == zlib.DEFLATED and int.from_bytes(start, "big") % 31 == 0


def _object_or_warning(document: PDFDocument, place: int, number: int) -> object:
    """Return an object, and warn if it is not where the cross-reference table says.

    It takes the place of a method of pdfminer, after which such an object counts as missing: a font then
    does without its table of letters, and shows others.
    """
    try:
        return object_at(document, place, number)
    except (PSEOF, PDFSyntaxError):
        LOG.warning("An object is not where the cross-reference table says")
        raise


pdftypes.decompress_corrupted = _decompress
PDFDocument._getobj_parse = _object_or_warning  # type: ignore[assignment, method-assign]
