"""Documents as they go to a worker and come back: a job out, a report in."""

import hashlib
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import msgspec

from records.errors import SourceError
from records.outcome import Problem, State
from records.pictures import Clip
from records.report import Report, Source

VERSION = version("scrutiny")


class Job(msgspec.Struct, frozen=True):
    """A file to read and the identity that it had when it was found."""

    source: Source
    path: Path
    content: bytes | None = None
    """Its bytes where they are at hand; then `path` is not opened."""
    clips: tuple[Clip, ...] = ()
    """Parts to draw of the document, which is then not read: its report is a `Drawing`."""
    chosen: str = ""
    """The id of the reading that a person chose for the document; blank if nobody did."""


Order = tuple[bytes, str, bool, tuple[Clip, ...], str]
"""A job as it goes to a worker: path, hash, whether the bytes follow, parts to draw, chosen reading."""

Read = Callable[..., Report]
"""Takes the bytes of a document, and the password that opens it if it is locked; gives its report.

It must be importable by name, as it runs in another process, and say what it returns where that is a kind of
`Report` of its own.
"""


Engine = Callable[..., Iterator[tuple[Job, Report]]]
"""Reads documents somewhere, as `read_all` does on this machine. Each job comes back exactly once.

Takes the jobs, how many to read at a time if it is done here, and by name the `passwords` of locked ones.
"""


def set_aside(job: Job, problem: Problem, detail: str) -> Report:
    """Return the report of a document that could not be read, and add what helps."""
    return refused(job.source, SourceError(problem, detail))


def refused(source: Source, error: SourceError) -> Report:
    """Return the report of a document for which there was an error."""
    identity = (source.document_id, source.sha256, source.bytes)
    return Report(*identity, VERSION, State.SET_ASIDE, problem=error.problem, problem_detail=error.detail)


def unread(file: str, size: int, error: SourceError) -> tuple[Source, Report]:
    """Return the identity and the report of a file whose bytes cannot be had.

    The hash of its name stands for that of its bytes, so that its row has an identity.
    """
    source = Source(file, hashlib.sha256(b"unread\0" + file.encode()).hexdigest(), size)
    return source, refused(source, error)
