"""The parser's complaints: its warnings, heard, and the errors that it lets through."""

from __future__ import annotations

import logging
import struct
import zlib

from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException

LOG = logging.getLogger("pdfminer")

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
