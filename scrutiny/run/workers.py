"""Documents are read outside this process, under limits of work, time and memory.

A parser that hangs, grows or dies takes only its own document with it: the worker is replaced and
the others go on. What comes back from a worker is one JSON record, nothing else.
"""

from __future__ import annotations

import contextlib
import multiprocessing as mp
import os
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Self, get_type_hints

import msgspec

from extract.intake.files import fetch_bytes, identify
from records.outcome import Problem
from records.pictures import Drawing
from records.report import Report
from scrutiny.run.jobs import Job, Read, set_aside
from scrutiny.run.limits import CPU_SIGNAL, Limits, memory_of
from scrutiny.run.worker import read_document, work

PRELOADED = ("extract.preload", "scrutiny.run.worker")
"""What all workers need, loaded once by the process from which they are forked."""

DOCUMENTS_PER_WORKER = 200
"""A worker is replaced after this many documents, so that no leak in a parser can grow."""


STANDARD = Limits()

MEMORY_INTERVAL = 0.2
"""Seconds between two looks at how much memory a worker holds: where it fails, some parsers just end."""

MEMORY_SHARE = 0.9
"""Share of the memory that it may hold; a worker that a signal ended while it had as much died of that."""


def read_all(
    jobs: Iterable[Job],
    workers: int,
    *,
    passwords: Sequence[str] = (),
    read: Read = read_document,
    limits: Limits = STANDARD,
) -> Iterator[tuple[Job, Report]]:
    """Read every document, at most `workers` at a time, and give the reports as they come.

    `passwords` are tried in turn on each document that is locked.
    Each job comes back exactly once. A document whose worker ran out of time or memory, or died,
    comes back set aside with the problem `over_limit` or `crashed`; where a worker that had read others ran
    out of memory, it is first read once more, in a new one.
    """
    with WorkerPool(workers, passwords, read, limits) as pool:
        yield from pool.read_all(jobs)


def read_one(file: Path, passwords: Sequence[str], read: Read) -> Report:
    """Return the report of one file, read in a worker as in a run; for the commands that show one document.

    Raises `SourceError` if its bytes cannot be had.
    """
    path = file.resolve()
    content = fetch_bytes(path)
    job = Job(identify(file.name, content), path, content)
    ((_, report),) = read_all([job], 1, passwords=passwords, read=read)
    return report


class WorkerPool:
    """Worker processes that stay for the next documents until the block ends.

    At most `most` documents are read at a time; a worker is started with the first that needs it.
    """

    def __init__(
        self,
        most: int,
        passwords: Sequence[str] = (),
        read: Read = read_document,
        limits: Limits = STANDARD,
    ) -> None:
        self.most, self.passwords, self.read, self.limits = most, passwords, read, limits
        self.workers: list[_Worker] = []

    def __enter__(self) -> Self:
        """Return the pool."""
        return self

    def __exit__(self, *_: object) -> None:
        """End every worker."""
        for worker in self.workers:
            worker.stop()

    def read_all(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Report]]:
        """Read every document; a job is asked for when a worker is free for it."""
        queue = iter(jobs)
        while busy := self._hand_out(queue):
            left = min(deadline for _, _, deadline in busy) - time.monotonic()
            # A dead worker's pipe stays open as long as a process that it started holds it.
            watched = [each for worker, _, _ in busy for each in (worker.pipe, worker.process.sentinel)]
            ready = set(wait(watched, timeout=max(0.0, min(left, MEMORY_INTERVAL))))
            for worker, job, deadline in busy:
                worker.note_memory()
                is_fresh = worker.done == 0
                if worker.pipe in ready or worker.pipe.poll():
                    report = worker.finish(job)
                elif worker.process.sentinel in ready:
                    report = worker.end(job)
                elif deadline <= time.monotonic():
                    worker.replace()
                    detail = f"Reading did not end within {self.limits.wall_seconds:.0f} seconds."
                    report = set_aside(job, Problem.OVER_LIMIT, detail)
                else:
                    continue
                if not is_fresh and report.problem_detail.startswith(self.limits.needs_more):
                    worker.start(job)  # once more: others that were read before it may hold some memory
                    continue
                if (following := next(queue, None)) is not None:
                    # Before this report is kept, which waits for the disk: the worker need not.
                    worker.start(following)
                yield job, report

    def _hand_out(self, queue: Iterator[Job]) -> list[tuple[_Worker, Job, float]]:
        """Hand a document to every free worker while there are any; return who has which, and until when."""
        free = [worker for worker in self.workers if worker.job is None]
        while (free or len(self.workers) < self.most) and (job := next(queue, None)) is not None:
            if not free:
                get_ready()
                free.append(_Worker(self.read, self.limits, self.passwords))
                self.workers += free
            free.pop(0).start(job)
        return [
            (worker, worker.job, worker.since + self.limits.wall_seconds)
            for worker in self.workers
            if worker.job is not None
        ]


def _kind_of(read: Read) -> type[Report]:
    """Return the kind of report that a function gives, or the function that a partial one calls."""
    kind: type[Report] = get_type_hints(read.func if isinstance(read, partial) else read)["return"]
    return kind


class _Worker:
    """One process that reads one document at a time."""

    def __init__(self, read: Read, limits: Limits, passwords: Sequence[str]) -> None:
        self.read, self.limits, self.passwords = read, limits, tuple(passwords)
        self.kind = _kind_of(read)
        self.job: Job | None = None
        self.since, self.held = 0.0, 0.0
        self._launch()

    def _launch(self) -> None:
        starting = context()
        ours, theirs = starting.Pipe()
        self.pipe: Connection = ours
        self.process: BaseProcess = starting.Process(
            target=work, args=(theirs, self.read, self.limits, self.passwords), daemon=True
        )
        # A worker whose start breaks off finds nothing to read in its pipe, and ends with a traceback.
        with interrupts_held(), installed_modules_alone():
            self.process.start()
        theirs.close()
        self.done = 0

    def start(self, job: Job) -> None:
        try:
            self._send(job)
        except OSError:
            # It died between two documents: nobody's fault, so the next worker gets the job.
            self.replace()
            with contextlib.suppress(OSError):  # if it dies of this document, its end will tell
                self._send(job)

    def _send(self, job: Job) -> None:
        self.job, self.since, self.held = job, time.monotonic(), 0.0
        # The path goes as bytes: not every file name is text.
        order = os.fsencode(job.path), job.source.sha256, job.content is not None, job.clips, job.chosen
        self.pipe.send_bytes(msgspec.json.encode(order))
        if job.content is not None:
            self.pipe.send_bytes(job.content)

    def note_memory(self) -> None:
        """Keep how much memory it holds, in MiB, for the case that it ends without a word.

        What it asks for and holds between two looks is not seen.
        """
        self.held = memory_of(self.process.pid) or self.held

    def finish(self, job: Job) -> Report:
        """Return the report that the worker has sent, or what its end means if it has died."""
        try:
            kind = Drawing if job.clips else self.kind
            report = msgspec.json.decode(self.pipe.recv_bytes(), type=kind)
        except (EOFError, OSError):
            return self.end(job)
        except msgspec.DecodeError as error:
            self.replace()
            return set_aside(job, Problem.CRASHED, f"The reader sent something else than a record ({error}).")
        self.job = None
        self.done += 1
        if self.done >= DOCUMENTS_PER_WORKER or report.problem is Problem.OVER_LIMIT:
            self.replace()
        return report

    def end(self, job: Job) -> Report:
        """Return what the end of a worker that died means for its document."""
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
    if exitcode is None or exitcode >= 0:
        return Problem.CRASHED, f"The reader ended with status {exitcode}."
    if -exitcode == CPU_SIGNAL:
        return Problem.OVER_LIMIT, "Reading took more work than its pages explain."
    if held > MEMORY_SHARE * limits.mebibytes:
        return Problem.OVER_LIMIT, limits.needs_more
    return Problem.CRASHED, f"The reader was ended by signal {-exitcode}."


def context() -> ForkServerContext | SpawnContext:
    """Return the way to start processes here. Windows forks none, so there each loads all that it needs."""
    if "forkserver" in mp.get_all_start_methods():
        return mp.get_context("forkserver")
    return mp.get_context("spawn")


@contextlib.contextmanager
def installed_modules_alone() -> Iterator[None]:
    """Start processes that look for no module in the current folder, where a `struct.py` may stand."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


def get_ready() -> None:
    """Start the process from which workers are forked, without waiting until it has loaded what they need."""
    # numpy would start a thread for each core to multiply matrices: we have none, and each takes up memory.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    starting = context()
    if not isinstance(starting, ForkServerContext):
        return
    from multiprocessing import forkserver, resource_tracker

    starting.set_forkserver_preload(list(PRELOADED))
    with installed_modules_alone():
        resource_tracker.ensure_running()  # it lets interrupts through again when it has been started
    # A terminal sends Ctrl-C to all processes, and one that is importing would answer with a traceback. A
    # process that is started while it is blocked here is never reached by it.
    with interrupts_held(), installed_modules_alone():
        forkserver.ensure_running()


@contextlib.contextmanager
def interrupts_held() -> Iterator[None]:
    """Let Ctrl-C wait until the block ends, where the system can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
