"""The life of a worker process: it reads one document at a time, within limits, and sends back a report."""

import contextlib
import gc
import os
import signal
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from extract.intake.files import fetch_bytes, identify
from records.errors import SourceError
from records.outcome import Problem, State
from records.pictures import Drawing
from records.report import Report, Source
from scrutiny.run.jobs import VERSION, Job, Order, Read, refused, set_aside
from scrutiny.run.limits import Limits, limit_memory, limit_work


def read_document(content: bytes, password: str | None = None, *, chosen: str = "") -> Report:
    """Read one document; see `extract.document`, which only the workers load."""
    from extract.document import read_document

    return read_document(content, password, chosen=chosen)


def work(pipe: Connection, read: Read, limits: Limits, passwords: Sequence[str]) -> None:
    """Read documents until the pipe closes: the life of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides when to stop
    limit_memory(limits.mebibytes)
    pause_garbage_collection()
    while True:
        try:
            path, sha256, sent, clips, chosen = msgspec.json.decode(pipe.recv_bytes(), type=Order)
            content = pipe.recv_bytes() if sent else None
        except (EOFError, ConnectionError):
            return  # the main process has ended
        job = Job(Source("", sha256, 0), Path(os.fsdecode(path)), content, clips, chosen)
        report = _report(job, read, limits, passwords)
        del content, job  # room for the next
        try:
            pipe.send_bytes(msgspec.json.encode(report))
        except OSError:
            return  # the main process has ended
        del report
        gc.collect()


def pause_garbage_collection() -> None:
    """Run the cyclic garbage collection of this process only where `gc.collect` is called.

    Reading makes much that lives until its document is done and hardly any cycle of references: to look for
    them again and again takes a tenth of the time, and once after each document is enough.
    """
    gc.disable()
    gc.freeze()


def _report(job: Job, read: Read, limits: Limits, passwords: Sequence[str]) -> Report:
    """Read one document within the limits; what goes wrong becomes a report that says so."""
    # Here and not above: the main process needs no parser.
    from extract.pdf.pdfium.document import count_pages, find_password

    limit_work(limits.seconds)
    try:
        content = fetch_bytes(job.path) if job.content is None else job.content
        source = identify("", content)
        if source.sha256 != job.source.sha256:
            return set_aside(job, Problem.UNREADABLE, "The file changed after it was found.")
        job = Job(source, job.path, clips=job.clips, chosen=job.chosen)
        password = find_password(content, passwords)
        pages = count_pages(content, password)
        # No page takes less than a byte: a file that claims more than that lies, and the readers will tell.
        if limits.pages < pages <= len(content):
            detail = f"It has {pages:,} pages; the limit is {limits.pages:,}."
            return set_aside(job, Problem.OVER_LIMIT, detail)
        limit_work(limits.work(min(pages, limits.pages)))
        with _silent():
            if job.clips:
                return drawn(job, content, password)
            if job.chosen:
                return read(content, password, chosen=job.chosen)
            return read(content) if password is None else read(content, password)
    except SourceError as error:
        return refused(job.source, error)
    except MemoryError:
        pass  # told below, where what the reader held is free again
    except Exception as error:  # noqa: BLE001 - the border of the process: what it was is told, not hidden
        return set_aside(job, Problem.CRASHED, f"Reading failed with {type(error).__name__}: {error}.")
    return set_aside(job, Problem.OVER_LIMIT, limits.needs_more)


def drawn(job: Job, content: bytes, password: str | None) -> Drawing:
    """Return the pictures that a job asks for. Raises `SourceError` if the document cannot be drawn."""
    from extract.pdf.render import draw

    pictures = tuple(draw(content, job.clips, password))
    identity = (job.source.document_id, job.source.sha256, job.source.bytes)
    return Drawing(*identity, VERSION, State.OK, pictures=pictures)


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """Keep off the terminal what parsers print, and Python as it runs out of memory; the report says it."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
