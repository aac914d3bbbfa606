"""Waiting until something in a folder has changed and is whole, and reading it then; again and again."""

import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import NoReturn

import watchfiles

from extract.intake.files import walk
from records.errors import ScrutinyError

UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp")
"""Endings under which browsers and copying programs keep what is not whole yet."""

Files = set[tuple[str, int, int]]
"""What stands in a folder: name, size in bytes, and time of the last change in nanoseconds."""


def watch(
    raw: Path,
    skip: Collection[Path],
    read: Callable[[set[str]], object],
    tell: Callable[[str], None],
    unchanged_for: float = 1.5,
    interval: float = 10.0,
) -> NoReturn:
    """Call `read` now and after each change below `raw`, with the names that differ, until Ctrl-C.

    Files that stay as they are for `unchanged_for` seconds are whole. Where the system tells of no change,
    as on network drives, it is looked for every `interval` seconds. The folders in `skip` are left alone. A
    `ScrutinyError` is told, once as long as it stays the same, and the next round tries again.
    """
    done: Files | None = None
    told = ""
    while True:
        try:
            now = _files(raw, skip)
            if now != done:
                time.sleep(unchanged_for)
                if now == _files(raw, skip):
                    read({name for name, *_ in now ^ (done or set())})
                    done, told = now, ""
                continue
        except ScrutinyError as error:
            if told != (told := str(error)):
                tell(f"{error} Watching goes on.")
        _until_change(raw, interval)


def _files(raw: Path, skip: Collection[Path]) -> Files:
    """Return what stands in the folder under its final name. Raises `SourceError` if it cannot be listed."""
    found = set()
    for name, path in walk(raw, skip):
        try:
            status = path.lstat()
        except FileNotFoundError:  # gone since it was listed
            continue
        if not name.lower().endswith(UNFINISHED):
            found.add((name, status.st_size, status.st_mtime_ns))
    return found


def _until_change(raw: Path, seconds: float) -> None:
    """Wait until the system tells of a change below `raw`, or until the time is up."""
    try:
        next(
            watchfiles.watch(
                raw, watch_filter=None, rust_timeout=round(1000 * seconds), yield_on_timeout=True
            )
        )
    except OSError:  # the folder is gone, or its disk does not tell of changes
        time.sleep(seconds)
