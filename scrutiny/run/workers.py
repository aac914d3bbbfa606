"""Documents are read outside this process, under limits of work, time and memory.

A parser that hangs, grows or dies takes only its own document with it: the worker is replaced and
the others go on. What comes back from a worker is one JSON record, nothing else.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Protocol, Self, get_type_hints

import msgspec

from extract.intake.files import fetch_bytes, identify
from records.errors import SourceError
from records.outcome import WHAT_HELPS, Problem, State
from records.pictures import Clip, Drawing
from records.report import Report, Source
from scrutiny.run.limits import WORK_IS_OVER, Limits, limit_memory, limit_work, memory_of
from scrutiny.run.start import context, get_ready

VERSION = version("scrutiny")

DOCUMENTS_PER_WORKER = 200
"""A worker is replaced after this many documents, so that no leak in a parser can grow."""


class Job(msgspec.Struct, frozen=True):
    """A file to read and the identity that it had when it was found."""

    source: Source
    path: Path
    content: bytes | None = None
    """Its bytes where they are at hand; then `path` is not opened."""
    folder: str = ""
    """The URL of the folder that holds `source.file`, for a document that no path leads to."""
    stamp: str = ""
    """What that folder told of the file when it was found; it changes when the file is written anew.

    Empty where the store tells of no change: such a document is fetched in every run.
    """
    clips: tuple[Clip, ...] = ()
    """Parts to draw of the document, which is then not read: its report is a `Drawing`."""


Order = tuple[bytes, str, bool, tuple[Clip, ...]]
"""A job as it goes to a worker: the path, the hash, whether the bytes follow, the parts to draw."""

STANDARD = Limits()

MOMENT = 0.02
"""Seconds between two looks whether the next document is at hand."""

LOOK = 0.2
"""Seconds between two looks at how much memory a worker holds: where it fails, some parsers just end."""

NEARLY_ALL = 0.9
"""Share of the memory that it may hold; a worker that a signal ended while it had as much died of that."""

Read = Callable[..., Report]
"""Takes the bytes of a document, and the password that opens it if it is locked; gives its report.

It must be importable by name, as it runs in another process, and say what it returns where that is a kind of
`Report` of its own.
"""


def read_document(content: bytes, password: str | None = None) -> Report:
    """Read one document; see `extract.document`, which only the workers load."""
    from extract.document import read_document

    return read_document(content, password)


class Engine(Protocol):
    """Reads documents somewhere. `read_all` is one.

    Each job comes back exactly once. One of a document behind a URL comes back with the identity that its
    bytes had when they were fetched, or with a stand-in if they could not be had.
    """

    def __call__(
        self, jobs: Iterable[Job], workers: int, /, *, passwords: Sequence[str]
    ) -> Iterator[tuple[Job, Report]]:
        """Read every document and give the reports as they come; `workers` at a time if it is done here."""


def read_all(
    jobs: Iterable[Job | None],
    workers: int,
    *,
    passwords: Sequence[str] = (),
    read: Read = read_document,
    limits: Limits = STANDARD,
) -> Iterator[tuple[Job, Report]]:
    """Read every document, at most `workers` at a time, and give the reports as they come.

    `jobs` may give None while the next is not at hand: no report has to wait for it.
    `passwords` are tried in turn on each document that is locked.
    Each job comes back exactly once. A document whose worker ran out of time or memory, or died,
    comes back set aside with the problem `over_limit` or `crashed`.
    """
    with Crew(workers, passwords, read, limits) as crew:
        yield from crew.read_all(jobs)


def read_one(file: Path, passwords: Sequence[str], read: Read) -> Report:
    """Return the report of one file, read in a worker as in a run; for the commands that show one document.

    Raises `SourceError` if its bytes cannot be had.
    """
    path = file.resolve()
    job = Job(identify(file.name, fetch_bytes(path)), path)
    ((_, report),) = read_all([job], 1, passwords=passwords, read=read)
    return report


class Crew:
    """Worker processes that stay for the next documents until they are stopped."""

    def __init__(
        self,
        most: int,
        passwords: Sequence[str] = (),
        read: Read = read_document,
        limits: Limits = STANDARD,
    ) -> None:
        """Take how many documents are read at a time; a worker is started with the first that needs it."""
        self.most, self.passwords, self.read, self.limits = most, passwords, read, limits
        self.workers: list[_Worker] = []

    def __enter__(self) -> Self:
        """Return the crew; its workers end with the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End every worker."""
        self.stop()

    def read_all(self, jobs: Iterable[Job | None]) -> Iterator[tuple[Job, Report]]:
        """Read every document; a job is asked for when a worker is free for it, None if there is none yet."""
        waiting = _Waiting(jobs)
        while (busy := self._hand_out(waiting)) or waiting.more:
            patience = min((worker.deadline - time.monotonic() for worker in busy), default=MOMENT)
            patience = min(patience, MOMENT if waiting.more and len(busy) < self.most else LOOK)
            # A dead worker's pipe stays open as long as a process that it started holds it.
            watched = [each for worker in busy for each in (worker.pipe, worker.process.sentinel)]
            ready = set(wait(watched, timeout=max(0.0, patience)))
            for worker in busy:
                job = worker.job
                if job is None:
                    continue
                worker.look()
                if worker.pipe in ready or worker.pipe.poll():
                    report = worker.finish()
                    if (following := waiting.take()) is not None:
                        # Before this report is kept, which waits for the disk: the worker need not.
                        worker.start(following)
                    yield job, report
                elif worker.process.sentinel in ready:
                    yield job, worker.end()
                elif worker.deadline <= time.monotonic():
                    worker.replace()
                    detail = f"Reading did not end within {self.limits.wall_seconds:.0f} seconds."
                    yield job, set_aside(job, Problem.OVER_LIMIT, detail)

    def _hand_out(self, waiting: _Waiting) -> list[_Worker]:
        """Give every free worker a document while there are any, and tell which workers have one."""
        busy = [worker for worker in self.workers if worker.job is not None]
        free = [worker for worker in self.workers if worker.job is None]
        while len(busy) < self.most and (job := waiting.take()) is not None:
            if not free:
                get_ready()
                free.append(_Worker(self.read, self.limits, self.passwords))
                self.workers += free
            free[0].start(job)
            busy.append(free.pop(0))
        return busy

    def stop(self) -> None:
        """End every worker."""
        for worker in self.workers:
            worker.stop()


class _Waiting:
    """The documents that are still to be read."""

    def __init__(self, jobs: Iterable[Job | None]) -> None:
        self.jobs, self.more = iter(jobs), True

    def take(self) -> Job | None:
        """Give the next document; None if it is not at hand yet, or there is no more."""
        if self.more:
            for job in self.jobs:
                return job
            self.more = False
        return None


class _Worker:
    """One process that reads one document at a time."""

    def __init__(self, read: Read, limits: Limits, passwords: Sequence[str]) -> None:
        self.read, self.limits, self.passwords = read, limits, tuple(passwords)
        self.kind: type[Report] = get_type_hints(read)["return"]
        self.job: Job | None = None
        self.since, self.held = 0.0, 0.0
        self._launch()

    def _launch(self) -> None:
        starting = context()
        ours, theirs = starting.Pipe()
        self.pipe: Connection = ours
        self.process: BaseProcess = starting.Process(
            target=_work, args=(theirs, self.read, self.limits, self.passwords), daemon=True
        )
        self.process.start()
        theirs.close()
        self.done = 0

    def start(self, job: Job) -> None:
        self.job, self.since, self.held = job, time.monotonic(), 0.0
        try:
            self._send(job)
        except OSError:
            # It died between two documents: nobody's fault, so the next worker gets the job.
            self.replace()
            self.job, self.since, self.held = job, time.monotonic(), 0.0
            with contextlib.suppress(OSError):  # if it is this document's fault, its end will tell
                self._send(job)

    def _send(self, job: Job) -> None:
        # The path goes as bytes: not every file name is text.
        order = os.fsencode(job.path), job.source.sha256, job.content is not None, job.clips
        self.pipe.send_bytes(msgspec.json.encode(order))
        if job.content is not None:
            self.pipe.send_bytes(job.content)

    def look(self) -> None:
        """Keep how much memory it holds, in MiB, for the case that it ends without a word.

        What it asks for and holds between two looks is not seen.
        """
        self.held = memory_of(self.process.pid) or self.held

    @property
    def deadline(self) -> float:
        return self.since + self.limits.wall_seconds

    def finish(self) -> Report:
        """Give the report that the worker has sent, or what its end means if it has died."""
        job = self.job
        if job is None:
            raise RuntimeError("a worker without a document has nothing to give")
        try:
            kind = Drawing if job.clips else self.kind
            report = msgspec.json.decode(self.pipe.recv_bytes(), type=kind)
        except (EOFError, OSError):
            return self.end()
        except msgspec.DecodeError as error:
            self.replace()
            return set_aside(job, Problem.CRASHED, f"The reader sent something else than a record ({error}).")
        self.job = None
        self.done += 1
        if self.done >= DOCUMENTS_PER_WORKER or report.problem is Problem.OVER_LIMIT:
            self.replace()
        return report

    def end(self) -> Report:
        """Give what the end of a worker that died means for its document."""
        job = self.job
        if job is None:
            raise RuntimeError("a worker without a document has nothing to give")
        self.process.join(5)
        report = set_aside(job, *_how_it_ended(self.process.exitcode, self.held, self.limits))
        self.replace()
        return report

    def replace(self) -> None:
        self.stop()
        self.job = None
        self._launch()

    def stop(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join(5)


def _how_it_ended(exitcode: int | None, held: float, limits: Limits) -> tuple[Problem, str]:
    if exitcode is not None and -exitcode == WORK_IS_OVER:
        return Problem.OVER_LIMIT, "Reading took more work than its pages explain."
    if exitcode is not None and exitcode < 0 and held > NEARLY_ALL * limits.mebibytes:
        return Problem.OVER_LIMIT, _needs_more(limits)
    if exitcode is not None and exitcode < 0:
        return Problem.CRASHED, f"The reader was ended by signal {-exitcode}."
    return Problem.CRASHED, f"The reader ended with status {exitcode}."


def set_aside(job: Job, problem: Problem, detail: str) -> Report:
    """Give the report of a document that could not be read, and add what helps."""
    return Report(
        document_id=job.source.document_id,
        sha256=job.source.sha256,
        bytes=job.source.bytes,
        reader_version=VERSION,
        state=State.SET_ASIDE,
        problem=problem,
        problem_detail=f"{detail} {WHAT_HELPS[problem][1]}",
    )


def unread(file: str, size: int, error: SourceError) -> tuple[Source, Report]:
    """Give the identity and the report of a file whose bytes cannot be had."""
    source = Source(file, stand_in(file), size)
    return source, Report(
        document_id=source.document_id,
        sha256=source.sha256,
        bytes=source.bytes,
        reader_version=VERSION,
        state=State.SET_ASIDE,
        problem=error.problem,
        problem_detail=error.detail,
    )


def stand_in(file: str) -> str:
    """Give what stands for the hash of a file without bytes, so that its row has an identity: of its name."""
    return hashlib.sha256(b"unread\0" + file.encode()).hexdigest()


def _work(pipe: Connection, read: Read, limits: Limits, passwords: Sequence[str]) -> None:
    """Read documents until the pipe closes: the life of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides when to stop
    limit_memory(limits.mebibytes)
    settle()
    while True:
        try:
            path, sha256, sent, clips = msgspec.json.decode(pipe.recv_bytes(), type=Order)
            content = pipe.recv_bytes() if sent else None
        except EOFError:
            return
        job = Job(Source("", sha256, 0), Path(os.fsdecode(path)), content, clips=clips)
        report = _report(job, read, limits, passwords)
        del content, job  # room for the next
        try:
            pipe.send_bytes(msgspec.json.encode(report))
        except OSError:
            return  # nobody listens any more
        del report
        gc.collect()


def settle() -> None:
    """Let this process look for objects that go round in circles only when it is told to (`gc.collect`).

    Reading makes much that lives until its document is done, and nearly nothing that goes round in circles:
    looking for such again and again takes a tenth of the time, and once after each document is enough.
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
        job = Job(source, job.path, clips=job.clips)
        password = find_password(content, passwords)
        pages = count_pages(content, password)
        # No page takes less than a byte: a file that claims more than that lies, and the readers will tell.
        if limits.pages < pages <= len(content):
            detail = f"It has {pages:,} pages; the limit is {limits.pages:,}."
            return set_aside(job, Problem.OVER_LIMIT, detail)
        limit_work(limits.work(min(pages, limits.pages)))
        with _unheard():
            if job.clips:
                return drawn(job, content, password)
            return read(content) if password is None else read(content, password)
    except SourceError as error:
        return set_aside(job, error.problem, error.detail)
    except MemoryError:
        pass  # told below, where what the reader held is free again
    except Exception as error:  # noqa: BLE001 - the border of the process: what it was is told, not hidden
        return set_aside(job, Problem.CRASHED, f"Reading failed with {type(error).__name__}: {error}.")
    return set_aside(job, Problem.OVER_LIMIT, _needs_more(limits))


def drawn(job: Job, content: bytes, password: str | None) -> Drawing:
    """Return the pictures that a job asks for. Raises `SourceError` if the document cannot be drawn."""
    from extract.pdf.render import draw

    return Drawing(
        document_id=job.source.document_id,
        sha256=job.source.sha256,
        bytes=job.source.bytes,
        reader_version=VERSION,
        state=State.OK,
        pictures=tuple(draw(content, job.clips, password)),
    )


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """Keep from the terminal what parsers print, and Python as it dies for want of memory: a report tells."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _needs_more(limits: Limits) -> str:
    return f"Reading needs more than {limits.mebibytes} MiB."
