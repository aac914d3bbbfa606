"""The parser's complaints: its warnings, heard, and the errors that it lets through.

Loading this module lets pdfminer warn of damage that it would pass over in silence.
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

LOG = logging.getLogger("pdfminer")

HEADER, CHECKSUM = 2, 4
"""Bytes before and behind the packed data of a stream."""

FLUSHED = b"\0\0\xff\xff"
"""How packed data ends whose writer did not close it, though all is there."""

BLANKS = b"\0\t\n\f\r "

PIECE = 64
"""Bytes unpacked at a time where some are damaged: what comes before the damage is kept."""

LONGEST_WARNING, MOST_WARNINGS = 100, 3
"""Letters kept of a warning of the parser, and warnings kept of a page."""

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


class Ear(logging.Handler):
    """Hears the warnings of the parser, which tells of damage there and nowhere else."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning."""
        self.messages[record.getMessage()[:LONGEST_WARNING]] = None

    def heard(self) -> tuple[str, ...]:
        """Give the first warnings since the last call, each once."""
        messages, self.messages = tuple(self.messages)[:MOST_WARNINGS], {}
        return messages

    def __enter__(self) -> Ear:
        """Begin to listen, and keep what is heard from everyone else."""
        LOG.addHandler(self)
        LOG.propagate = False
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        LOG.removeHandler(self)
        LOG.propagate = True


def tell_of_mended_list(document: PDFDocument) -> None:
    """Warn if the file's list of its parts was missing or wrong, so that the parser had to look for them.

    It finds those that look whole, and nobody knows which are gone.
    """
    if any(isinstance(known, PDFXRefFallback) for known in document.xrefs):
        LOG.warning("The file's list of its parts is wrong, and was made anew from what is there")


def _unpacked(data: bytes) -> bytes:
    """Unpack what does not unpack as a whole, and say so if its contents must be damaged.

    It takes the place of a function of pdfminer, which does it in silence where only the checksum at the end
    is wrong or cut. But the checksum does not fit where a byte before it has changed: then other letters come
    out, or they stand elsewhere.
    """
    if not data.strip(BLANKS):
        return b""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    plain = bytearray()
    try:
        for start in range(HEADER, len(data), PIECE):
            plain += unpacker.decompress(data[start : start + PIECE])
    except zlib.error:
        LOG.warning("A packed part of the file is damaged")
        return bytes(plain)
    there = unpacker.unused_data[:CHECKSUM]
    told = zlib.adler32(plain).to_bytes(CHECKSUM, "big")
    if not _is_header(data[:HEADER]):
        LOG.warning("A packed part of the file does not begin as such parts do")
    elif not unpacker.eof and not data.rstrip(BLANKS).endswith(FLUSHED):
        LOG.warning("A packed part of the file ends too early")
    # Behind a checksum that was cut may stand the end of the line.
    elif not told.startswith((there, there.rstrip(b"\r\n"))):
        LOG.warning("A packed part of the file is not what its checksum says")
    return bytes(plain)


def _is_header(start: bytes) -> bool:
    return len(start) == HEADER and start[0] & 15 == zlib.DEFLATED and int.from_bytes(start, "big") % 31 == 0


_object_at = PDFDocument._getobj_parse


def _object_where_listed(document: PDFDocument, place: int, number: int) -> object:
    """Give an object, and say so if it is not where the file's list of its parts says.

    It takes the place of a method of pdfminer, after which such an object counts as one that there is not: a
    font does without the table of its letters, and prints others.
    """
    try:
        return _object_at(document, place, number)
    except (PSEOF, PDFSyntaxError):
        LOG.warning("A part of the file is not where its list says")
        raise


pdftypes.decompress_corrupted = _unpacked
PDFDocument._getobj_parse = _object_where_listed  # type: ignore[assignment, method-assign]
