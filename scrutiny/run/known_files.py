"""The hashes of files that were hashed before: a file that looks as it did then is not read again.

A file looks as it did if its device, number, size and both its times are the same. A program can set the time
of writing back; the other one (of the last change of anything about the file) only the system sets. A file
that changed within `COARSEST_CLOCK` before it was read is not remembered: what is written into it in the
same tick of a coarse clock would leave its times as they are.
"""

from __future__ import annotations

import contextlib
import stat
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from records.report import Source
from scrutiny.run.records import read_sealed, write_sealed

NOTES = "files.json"
"""The notes, beside the records."""

COARSEST_CLOCK = 3_000_000_000
"""Nanoseconds, more than a tick of the coarsest clock of a disk in use: FAT counts every second second."""

Stamp = tuple[int, int, int, int, int]
"""Device, number, size, time of writing, time of the last change."""


class KnownFiles:
    """What was noted of the files of one folder; those found meanwhile are noted for the next run."""

    def __init__(self, interim: Path, *, fresh: bool) -> None:
        """Read the notes; none are used if `fresh`, or if they are damaged."""
        self.path = interim / NOTES
        self._before: Mapping[str, tuple[Stamp, str]] = {}
        self._now: dict[str, tuple[Stamp, str]] = {}
        with contextlib.suppress(msgspec.DecodeError):  # none there, damaged, or of another version
            content = b"" if fresh else read_sealed(self.path) or b""
            self._before = msgspec.json.decode(content, type=dict[str, tuple[Stamp, str]])

    def identify(self, file: str, path: Path, read: Callable[[str, Path], Source]) -> Source:
        """Return the identity of a file; `read` reads it to tell, and may raise what it likes."""
        stamp, looked_at = stamp_of(path), time.time_ns()
        known = self._before.get(file)
        if stamp is not None and known is not None and known[0] == stamp:
            source = Source(file, known[1], stamp[2])
        else:
            source = read(file, path)
        if stamp is not None and max(stamp[3:]) + COARSEST_CLOCK < looked_at:
            self._now[file] = stamp, source.sha256
        return source

    def note(self) -> None:
        """Write down what was found, if it differs from what was known."""
        if self._now != self._before:
            write_sealed(self.path, msgspec.json.encode(self._now))


def stamp_of(path: Path) -> Stamp | None:
    """Return the stamp of a file; None if it is no plain file, or cannot be asked."""
    try:
        found = path.lstat()
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
