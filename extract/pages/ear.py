"""The parser's complaints: its warnings, heard, and the errors that it lets through."""

from __future__ import annotations

import logging
import struct
import zlib

from pdfminer import pdftypes
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException

LOG = logging.getLogger("pdfminer")

HEADER, CHECKSUM = 2, 4
"""Bytes before and behind the packed data of a stream."""

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


_mended = pdftypes.decompress_corrupted


def _told_and_mended(data: bytes) -> bytes:
    """Unpack what does not unpack as a whole, and say so if its contents must be damaged.

    pdfminer unpacks it in silence where only the checksum at its end is wrong or cut. But the checksum does
    not fit where a byte before it has changed: then other letters come out, or they stand elsewhere.
    """
    if not _is_sound(data):
        LOG.warning("A compressed part of the file is not what its checksum says")
    mended: bytes = _mended(data)
    return mended


def _is_sound(data: bytes) -> bool:
    """Say whether packed data ends where it should, and what is there of its checksum fits."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        plain = unpacker.decompress(data[HEADER:])
    except zlib.error:
        return False
    told, there = zlib.adler32(plain).to_bytes(CHECKSUM, "big"), unpacker.unused_data[:CHECKSUM]
    # Behind a checksum that was cut may stand the end of the line.
    return unpacker.eof and told.startswith((there, there.rstrip(b"\r\n")))


pdftypes.decompress_corrupted = _told_and_mended
