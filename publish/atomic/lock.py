"""One writer at a time for one folder."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from records.errors import WriteError

PAUSE = 0.1
"""Seconds between two tries."""

FREE_SPACE = "Free some space, or choose a folder that you may write to."


@contextlib.contextmanager
def only_writer(path: Path, wait: float) -> Iterator[None]:
    """Hold the lock file `path` while the block runs; WriteError if another run holds it for `wait` seconds.

    The system itself frees the lock of a run that was killed, so a file that was left behind stops nobody.
    OSError if the lock file cannot be made.
    """
    from filelock import FileLock, Timeout  # takes longer to import than most commands take to answer

    lock = FileLock(path, timeout=wait, poll_interval=PAUSE, mode=0o644)
    try:
        lock.acquire()
    except Timeout as error:
        raise WriteError(
            f"Another run is writing to the same folder and did not end within {wait:g} seconds. "
            f"Let it end, then start again. (It holds {path}.)"
        ) from error
    try:
        yield
    finally:
        # Removed while it is still held: whoever waits for it finds that its file is gone, and makes a new
        # one. Windows removes no file that is open; there the library itself does it.
        with contextlib.suppress(OSError):
            path.unlink()
        lock.release()


@contextlib.contextmanager
def locked(path: Path, wait: float, helps: str = FREE_SPACE) -> Iterator[None]:
    """Hold the lock file `path`, for which its folder is made, while the block runs.

    Raises `WriteError` if another process holds it for `wait` seconds, or, with what `helps`, if it cannot be
    made.
    """
    with contextlib.ExitStack() as stack:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(only_writer(path, wait))
        except OSError as error:
            raise WriteError(f"{path.parent}: cannot be written ({error.strerror}). {helps}") from error
        yield
