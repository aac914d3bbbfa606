"""Documents are read by the workers of a Dask cluster. Only this file knows Dask.

A task reads one document as a run on one machine does: in a process of the worker's machine that may be lost,
under the same limits, by the same function. So a bad document ends that process and no worker of the cluster;
a worker that is lost for another reason has its documents read again elsewhere.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing as mp
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from extract.intake.files import fetch_bytes
from records.errors import ScrutinyError, SourceError
from records.report import Report
from scrutiny.run.fingerprint import code_version
from scrutiny.run.jobs import Job, Read, refused
from scrutiny.run.limits import Limits
from scrutiny.run.worker import read_document
from scrutiny.run.workers import STANDARD, read_all

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_TIMEOUT = 10.0
"""Seconds that the scheduler has to answer, and after that to have a worker."""

CLOSE_TIMEOUT = 1.0
"""Seconds to close a connection that was never made."""

NO_WORKER_TIMEOUT = 120.0
"""Seconds without any worker after which a run ends: machines may be on their way to be replaced."""

AHEAD = 2
"""Documents under way for each thread of the cluster, so that none waits for the next."""

POLL_INTERVAL = 5.0
"""Seconds between two questions how many threads there are."""

RETRIES = 3
"""How often a task is tried again that fails on a worker, such as one without room for a process."""


class Cluster:
    """Reads documents on a cluster: an engine, as `read_all` is one."""

    def __init__(self, address: str, read: Read = read_document, limits: Limits = STANDARD) -> None:
        """Take the address of the scheduler; it is not called before there is something to read."""
        self.address, self.read, self.limits = address, read, limits

    def __call__(
        self, jobs: Iterable[Job], workers: int, /, *, passwords: Sequence[str] = ()
    ) -> Iterator[tuple[Job, Report]]:
        """Read every document; how many at a time is for the cluster to say, not for `workers`.

        Dask gives up a document after its worker was lost several times. Others may have been with it on
        those workers, so all such are read here at the end, one by one: who ends its reader then is guilty.
        """
        del workers
        lost: list[Job] = []
        if waiting := list(jobs):
            with _connected(self.address) as client:
                order = (self.read, self.limits, tuple(passwords), code_version())
                yield from _Dispatcher(client, self.address, order).read_all(iter(waiting), lost)
        yield from read_all(lost, 1, passwords=passwords, read=self.read, limits=self.limits)


class _Dispatcher:
    """Hands documents to the cluster, a few more than it has threads, and takes the reports."""

    def __init__(self, client: Client, address: str, order: tuple[Any, ...]) -> None:
        self.client, self.address, self.order = client, address, order
        self.room, self.asked, self.seen = 1, -POLL_INTERVAL, time.monotonic()

    def read_all(self, jobs: Iterator[Job], lost: list[Job]) -> Iterator[tuple[Job, Report]]:
        """Read every document; those whose workers were lost too often go to `lost`."""
        done: SimpleQueue[Future] = SimpleQueue()
        under_way: dict[object, tuple[Job, Future]] = {}
        while True:
            while len(under_way) < self._count_room() and (job := next(jobs, None)) is not None:
                try:
                    future = self._submit(job)
                except SourceError as error:
                    yield job, refused(job.source, error)
                else:
                    under_way[future.key] = job, future
                    future.add_done_callback(done.put)
            if not under_way:
                return
            with contextlib.suppress(Empty):
                future = done.get(timeout=POLL_INTERVAL)
                job, _ = under_way.pop(future.key)
                report = self._result(future)
                if report is None:
                    lost.append(job)
                else:
                    yield job, report

    def _submit(self, job: Job) -> Future:
        """Hand over a document with its bytes: nothing needs to be shared with the cluster."""
        sent = replace(job, content=fetch_bytes(job.path))
        return self.client.submit(read_here, sent, *self.order, pure=False, retries=RETRIES)

    def _count_room(self) -> int:
        """Return how many documents may be under way.

        Raises `ScrutinyError` if the scheduler is gone, or has had no worker for long.
        """
        if time.monotonic() - self.asked < POLL_INTERVAL:
            return self.room
        try:
            threads = sum(self.client.nthreads().values())
        except (OSError, ValueError, RuntimeError) as error:
            raise self._scheduler_lost() from error
        self.room, self.asked = max(1, AHEAD * threads), time.monotonic()
        if threads:
            self.seen = self.asked
        elif self.asked - self.seen > NO_WORKER_TIMEOUT:
            raise ScrutinyError(
                f"{self.address}: the scheduler has had no worker for {NO_WORKER_TIMEOUT:g} seconds. "
                "Start workers, then run again; what was read is kept."
            )
        return self.room

    def _result(self, future: Future) -> Report | None:
        """Return the report of a document, None if its workers were lost. Raises `ScrutinyError`."""
        from distributed import KilledWorker

        try:
            if (error := future.exception(timeout=NO_WORKER_TIMEOUT)) is None:
                report: Report = future.result(timeout=NO_WORKER_TIMEOUT)
                return report
        except (KilledWorker, TimeoutError):  # the latter if it is lost with the result, and nobody is left
            return None
        except (OSError, CancelledError) as gone:
            raise self._scheduler_lost() from gone
        if isinstance(error, KilledWorker):
            return None
        raise ScrutinyError(
            f"{self.address}: a worker cannot do what is asked ({type(error).__name__}: {error}). "
            "Look at its machine, and install this version of Scrutiny there."
        ) from error

    def _scheduler_lost(self) -> ScrutinyError:
        return ScrutinyError(
            f"{self.address}: the scheduler was lost. Start it, then run again; what was read is kept."
        )


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
    # In two steps: one that fails half-way must be closed, or it complains when it is collected.
    client = Client.__new__(Client)
    try:
        Client.__init__(client, address, timeout=CONNECT_TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TypeError, AssertionError) as error:  # the last for a port that is no number
        with contextlib.suppress(OSError, AttributeError):
            client.close(timeout=CLOSE_TIMEOUT)
        raise ScrutinyError(
            f"{address or 'Nothing'}: no Dask scheduler answers there ({error}). "
            "An address is such as tcp://host:8786; 'dask scheduler' starts one."
        ) from error
    # A large document is no graph that was made too large.
    with client, dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        try:
            client.wait_for_workers(1, timeout=CONNECT_TIMEOUT)
        except TimeoutError as error:
            raise ScrutinyError(
                f"{address}: the scheduler has no worker. Start some with 'dask worker {address}'."
            ) from error
        yield client


def read_here(job: Job, read: Read, limits: Limits, passwords: tuple[str, ...], code: str) -> Report:
    """Read one document in a process that may be lost; this runs in a worker of the cluster.

    Raises `ScrutinyError` if the code here is not that of the machine which asks.
    """
    if code != code_version():
        raise ScrutinyError(f"it has other code of Scrutiny, {code_version()}, than {code} here")
    # A worker under Dask's nanny is marked as one that has no children. Ours end with it: their pipe closes.
    mp.current_process().daemon = False
    ((_, report),) = read_all([job], 1, passwords=passwords, read=read, limits=limits)
    return report
