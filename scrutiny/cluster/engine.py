"""Documents are read by the workers of a Dask cluster. Only this file knows Dask.

A task reads one document as a run on one machine does: in a process of the worker's machine that may be lost,
under the same limits, by the same function. So a bad document ends that process and no worker of the cluster;
a worker that is lost for another reason has its documents read again elsewhere.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing as mp
import re
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from itertools import chain, count
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from extract.intake.files import fetch_bytes
from extract.version import code_version
from records.errors import ScrutinyError, SourceError
from records.outcome import Problem
from records.report import Report, Source
from scrutiny.cluster.remote import StoreError, fetched, without_bytes
from scrutiny.run.jobs import Job, Read, set_aside
from scrutiny.run.limits import Limits
from scrutiny.run.worker import read_document
from scrutiny.run.workers import STANDARD, WorkerPool

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_TIMEOUT = 10.0
"""Seconds that the scheduler has to answer, and after that to have a worker."""

ADDRESS = re.compile(r"(?:(?:tcp|tls|ws|wss|ucx|ucxx)://)?(?:\[[0-9a-fA-F:.]+\]|[^\s/:\[\]]+):\d{1,5}")
"""What Dask can call: a host and a port. With anything else it tries for long, and fails in odd words."""

CLOSE_TIMEOUT = 1.0
"""Seconds to close a connection to a cluster that may be gone, or one that was never made."""

NO_WORKER_TIMEOUT = 120.0
"""Seconds without any worker after which a run ends: machines may be on their way to be replaced."""

OF_THE_MACHINE = (OSError, EOFError, MemoryError)
"""Errors of a worker that has no room for one more process or pipe. Another, or later, may have."""

AHEAD = 2
"""Documents under way for each thread of the cluster, so that none waits for the next."""

POLL_INTERVAL = 5.0
"""Seconds between two questions how many threads there are."""

Outcome = tuple[Job, Report]


class Cluster:
    """Reads documents on a cluster: an engine, as `read_all` is one."""

    def __init__(self, address: str, read: Read = read_document, limits: Limits = STANDARD) -> None:
        """Take the address of the scheduler; it is not called before there is something to read."""
        self.address, self.read, self.limits = address, read, limits

    def __call__(
        self, jobs: Iterable[Job], workers: int, /, *, passwords: Sequence[str] = ()
    ) -> Iterator[Outcome]:
        """Read every document; how many at a time is for the cluster to say, not for `workers`."""
        del workers
        waiting = iter(jobs)
        first = next(waiting, None)
        if first is None:
            return
        with _connected(self.address) as client:
            order = (self.read, self.limits, tuple(passwords))
            yield from _Dispatcher(client, self.address, order).read_all(chain([first], waiting))


class _Dispatcher:
    """Hands documents to the cluster, a few more than it has threads, and takes the reports."""

    def __init__(self, client: Client, address: str, order: _Order) -> None:
        self.client, self.address, self.order = client, address, order
        self.done: SimpleQueue[Future] = SimpleQueue()
        self.under_way: dict[object, tuple[Job, Future]] = {}
        self.suspects: deque[Job] = deque()
        self.failed: BaseException | None = None
        self.numbers = count()
        self.room, self.asked, self.seen = 1, -POLL_INTERVAL, time.monotonic()

    def read_all(self, jobs: Iterator[Job]) -> Iterator[Outcome]:
        """Read every document.

        Dask gives up a document after its worker was lost several times. Others may have been with it on
        those workers, so all such are read once more at the end, one by one: who loses its workers then is
        guilty.
        """
        yield from self._read(jobs, self.suspects)
        for job in self.suspects:
            alone: deque[Job] = deque()
            yield from self._read(iter([job]), alone)
            for guilty in alone:
                if self.failed is not None:
                    raise ScrutinyError(
                        f"{self.address}: a worker fails again and again ({_worded(self.failed)}). "
                        "Look at the machines of the cluster, then run again; what was read is kept."
                    ) from self.failed
                detail = "The workers of the cluster that read it were lost, several times in a row."
                yield replace(guilty, content=None), set_aside(guilty, Problem.CRASHED, detail)

    def _read(self, jobs: Iterator[Job], suspects: deque[Job]) -> Iterator[Outcome]:
        while True:
            while len(self.under_way) < self._room() and (job := next(jobs, None)) is not None:
                try:
                    self._submit(job)
                except SourceError as error:
                    yield job, set_aside(job, error.problem, error.detail)
            if not self.under_way:
                return
            future = self._next_done()
            job, _ = self.under_way.pop(future.key)
            outcome = self._outcome(job, future)
            if outcome is None:
                suspects.append(job)
            else:
                yield outcome

    def _submit(self, job: Job) -> None:
        """Hand over a document. A local file goes as bytes: no folder needs to be shared with the cluster."""
        sent = job if job.folder else replace(job, content=fetch_bytes(job.path))
        future = self.client.submit(read_here, sent, *self.order, key=self._key(job), pure=False)
        self.under_way[future.key] = job, future
        future.add_done_callback(self.done.put)

    def _key(self, job: Job) -> str:
        return f"scrutiny-{self.client.id}-{next(self.numbers)}-{job.source.document_id or 'new'}"

    def _room(self) -> int:
        """Give how many documents may be under way."""
        if time.monotonic() - self.asked >= POLL_INTERVAL:
            threads = sum(self._ask().values())
            self.room, self.asked = max(1, AHEAD * threads), time.monotonic()
        return self.room

    def _ask(self) -> dict[str, int]:
        """Give the threads of each worker. Raises `ScrutinyError` if the scheduler is gone."""
        try:
            threads: dict[str, int] = self.client.nthreads()
        except (OSError, ValueError, RuntimeError) as error:
            raise self._lost() from error
        if threads:
            self.seen = time.monotonic()
        return threads

    def _next_done(self) -> Future:
        """Wait for the next document that is done."""
        while True:
            with contextlib.suppress(Empty):
                return self.done.get(timeout=POLL_INTERVAL)
            self._require_workers()

    def _require_workers(self) -> None:
        """Raise `ScrutinyError` if there has been nobody for long from whom something could come."""
        if not self._ask() and time.monotonic() - self.seen > NO_WORKER_TIMEOUT:
            raise ScrutinyError(
                f"{self.address}: the scheduler has had no worker for {NO_WORKER_TIMEOUT:g} seconds. "
                "Start workers, then run again; what was read is kept."
            )

    def _outcome(self, job: Job, future: Future) -> Outcome | None:
        """Give what became of a document, None if its workers were lost, or could start no reader."""
        from distributed import KilledWorker

        answer = self._answer(future)
        self.failed = answer if isinstance(answer, OF_THE_MACHINE) else None
        if self.failed is not None or isinstance(answer, KilledWorker):
            return None
        if isinstance(answer, StoreError):
            raise answer
        if isinstance(answer, BaseException):
            raise ScrutinyError(
                f"{self.address}: a worker cannot do what is asked ({_worded(answer)}). "
                "Install this version of Scrutiny there, with what the folder of the documents needs."
            ) from answer
        code, report = answer
        if code != code_version():
            raise ScrutinyError(
                f"{self.address}: a worker has other code of Scrutiny ({code}) than this machine "
                f"({code_version()}). Install the same version on both."
            )
        read = msgspec.json.decode(report, type=Report)
        if read.sha256 != job.source.sha256:  # fetched there, so it was known there what it is
            job = replace(job, source=Source(job.source.file, read.sha256, read.bytes))
        return job, read

    def _answer(self, future: Future) -> tuple[str, bytes] | BaseException:
        """Give the answer of a worker, or its error. What is lost with a worker is answered by another."""
        from distributed import KilledWorker

        while True:
            if future.status == "cancelled":
                raise self._lost()
            try:
                error: BaseException | None = future.exception(timeout=POLL_INTERVAL)
                answer: tuple[str, bytes] = (
                    future.result(timeout=POLL_INTERVAL) if error is None else ("", b"")
                )
            except KilledWorker as killed:
                return killed  # type: ignore[no-any-return]
            except TimeoutError:
                self._require_workers()
            except (OSError, CancelledError) as gone:
                raise self._lost() from gone
            else:
                return answer if error is None else error

    def _lost(self) -> ScrutinyError:
        return ScrutinyError(
            f"{self.address}: the scheduler was lost. Start it, then run again; what was read is kept."
        )


def _worded(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Client]:
    """Connect to the scheduler, and take back what is under way when the block ends."""
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise ScrutinyError(
            "The engine dask needs libraries that are not installed: pip install distributed fsspec"
        ) from error
    # What it tells of lost connections is told by us, in one line.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if not ADDRESS.fullmatch(address):
        raise ScrutinyError(
            f"{address or 'Nothing'} is no address of a scheduler. It is such as tcp://host:8786."
        )
    # In two steps: one that fails half-way must be closed, or it complains when it is collected.
    client = Client.__new__(Client)
    try:
        Client.__init__(client, address, timeout=CONNECT_TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        with contextlib.suppress(OSError, AttributeError):
            client.close(timeout=CLOSE_TIMEOUT)
        if isinstance(error, TypeError):
            raise ScrutinyError(f"{address}: no connection can be made. {error}") from error
        raise ScrutinyError(
            f"{address}: no Dask scheduler answers there. Check the address; 'dask scheduler' starts one."
        ) from error
    try:
        try:
            client.wait_for_workers(1, timeout=CONNECT_TIMEOUT)
        except TimeoutError as error:
            raise ScrutinyError(
                f"{address}: the scheduler has no worker. Start some with 'dask worker {address}'."
            ) from error
        # A large document is no graph that was made too large.
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
            yield client
    finally:
        _part(client)


def _part(client: Client) -> None:
    """Take back what is under way and end the readers that wait, as far as the cluster still answers."""
    with contextlib.suppress(OSError, ValueError, RuntimeError, CancelledError):
        # They would end by themselves, but a little later.
        client.sync(client._run, end_idle, on_error="ignore", callback_timeout=CLOSE_TIMEOUT)
    with contextlib.suppress(TimeoutError):
        client.close(timeout=CONNECT_TIMEOUT)


# What follows runs in the workers of the cluster.

_Order = tuple[Read, Limits, tuple[str, ...]]

IDLE = 60.0
"""Seconds after which a process that has nothing to read ends."""

_idle: list[tuple[_Order, WorkerPool, threading.Timer]] = []
"""Processes that wait, warm, for their next document: no more than this worker of the cluster has threads."""

_lock = threading.Lock()


def read_here(job: Job, read: Read, limits: Limits, passwords: tuple[str, ...]) -> tuple[str, bytes]:
    """Read one document in a process that may be lost; give the version of the code and the record."""
    if job.folder:
        try:
            job = fetched(job)
        except SourceError as error:
            return code_version(), msgspec.json.encode(without_bytes(job, error)[1])
    order = (read, limits, passwords)
    pool = _take(order)
    try:
        ((_, report),) = pool.read_all([job])
    except BaseException:
        pool.stop()
        raise
    _keep(order, pool)
    return code_version(), msgspec.json.encode(report)


def _take(order: _Order) -> WorkerPool:
    """Return a process that waits for such an order, else a new one in the place of one of another."""
    with _lock:
        fitting = next((place for place, (theirs, *_) in enumerate(_idle) if theirs == order), None)
        waiting = _idle.pop(fitting or 0) if _idle else None
    if waiting is not None:
        waiting[2].cancel()
        if fitting is not None:
            return waiting[1]
        waiting[1].stop()
    # A worker under Dask's nanny is marked as one that has no children. Ours end with it: their pipe closes.
    state: dict[str, Any] = vars(mp.current_process())["_config"]
    state["daemon"] = False
    read, limits, passwords = order
    return WorkerPool(1, passwords, read, limits)


def _keep(order: _Order, pool: WorkerPool) -> None:
    """Let a process wait for its next document, and end it if none comes: a run that is lost ends none."""
    timer = threading.Timer(IDLE, end_idle, [pool])
    timer.daemon = True
    with _lock:
        _idle.append((order, pool, timer))
    timer.start()


def end_idle(pool: WorkerPool | None = None) -> None:
    """End a process if it still waits for a document; every one that does unless told which."""
    with _lock:
        ended = [each for each in _idle if pool is None or each[1] is pool]
        _idle[:] = [each for each in _idle if pool is not None and each[1] is not pool]
    for _, waiting, timer in ended:
        timer.cancel()
        waiting.stop()
