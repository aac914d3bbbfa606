"""How worker processes are started: by forking where the system can, else each from the beginning."""

from __future__ import annotations

import contextlib
import multiprocessing as mp
import os
import signal
from collections.abc import Iterator
from multiprocessing.context import ForkServerContext, SpawnContext

PRELOADED = ("extract.preload", "scrutiny.run.worker")
"""What all workers need, loaded once by the process from which they are forked."""


def context() -> ForkServerContext | SpawnContext:
    """Return the way to start processes here. Windows forks none, so there each loads all that it needs."""
    if "forkserver" in mp.get_all_start_methods():
        return mp.get_context("forkserver")
    return mp.get_context("spawn")


def get_ready() -> None:
    """Start the process from which workers are forked, without waiting until it has loaded what they need."""
    # numpy would start a thread for each core to multiply matrices: we have none, and each takes up memory.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if "forkserver" not in mp.get_all_start_methods():
        return
    from multiprocessing import forkserver, resource_tracker

    mp.get_context("forkserver").set_forkserver_preload(list(PRELOADED))
    resource_tracker.ensure_running()  # it lets interrupts through again when it has been started
    with _interrupts_held():
        forkserver.ensure_running()


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let Ctrl-C wait until the block ends. A process that is started in it is never reached by one.

    A terminal sends it to all processes, and one that is importing would answer with a traceback.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
