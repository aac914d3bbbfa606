"""One writer at a time for one folder."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from records.errors import WriteError

PAUSE = 0.1
"""Seconds between two tries."""


@contextlib.contextmanager
def only_writer(path: Path, wait: float) -> Iterator[None]:
    """Hold the lock file `path` while the block runs; WriteError if another run holds it for `wait` seconds.

    The system itself frees the lock of a run that was killed, so a file that was left behind stops nobody.
    OSError if the lock file cannot be made.
    """
    handle = _acquire(path, time.monotonic() + wait)
    if handle is None:
        raise WriteError(
            f"Another run is writing to the same folder and did not end within {wait:g} seconds. "
            f"Let it end, then start again. (It holds {path}.)"
        )
    try:
        yield
    finally:
        # Removed while it is still held, so that nobody can hold the file that is going away.
        with contextlib.suppress(OSError):
            path.unlink()
        os.close(handle)


def _acquire(path: Path, until: float) -> int | None:
    """Give the descriptor of the locked file, or None when the time is up."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still(path, handle):
                return handle
        except BlockingIOError:
            if time.monotonic() >= until:
                os.close(handle)
                return None
            time.sleep(PAUSE)
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _is_still(path: Path, handle: int) -> bool:
    """Say whether the locked file is the one that stands at `path`: its last holder may have removed it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
