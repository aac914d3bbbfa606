"""Which files a folder holds, and their bytes, read once."""

import hashlib
import os
import re
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from records.errors import SourceError
from records.outcome import Problem
from records.report import Source

IGNORED = frozenset({"thumbs.db", "desktop.ini"})
"""Files that Windows leaves in folders, in lower case."""

MOST_BYTES = 100 * 1024 * 1024
"""Larger files are not read. The largest report met so far has 4 MiB."""

IRREGULAR: tuple[tuple[int, str], ...] = (
    (stat.S_IFLNK, "a link"),
    (stat.S_IFIFO, "a pipe"),
    (stat.S_IFSOCK, "a socket"),
    (stat.S_IFCHR, "a device"),
    (stat.S_IFBLK, "a device"),
    (stat.S_IFDIR, "a folder that cannot be listed"),
)

LOOKALIKE = re.compile(rb"\\(?=x[0-9a-f]{2})")
"""A backslash of a file name that reads like the start of one of our own escapes."""


def readable(name: str) -> str:
    """Return a file name as text: bytes that are no UTF-8 become visible escapes such as `\\xe9`.

    The backslash of a name that holds such an escape itself becomes `\\x5c`: no two names become one.
    """
    spelt = LOOKALIKE.sub(rb"\\x5c", os.fsencode(name))
    return spelt.decode("utf-8", errors="backslashreplace")


def is_ignored(name: str) -> bool:
    """Return whether the name of a file or folder, without its path, is one that no document has.

    Hidden ones belong to a system or a program (`.DS_Store`, `.gitkeep`, `._report.pdf` of macOS, `.Trash`).
    Everything else is accounted for.
    """
    return name.startswith(".") or name.lower() in IGNORED


def walk(folder: Path, skip: Collection[Path] = ()) -> Iterator[tuple[str, Path]]:
    """Yield (path within `folder`, path) of everything below it that is no folder, in the order of the names.

    What `is_ignored` is left out with all below it, and so are the folders in `skip`: a dataset may stand
    among its sources. Links, pipes, and folders that cannot be listed are given too, so that they are
    accounted for; `fetch_bytes` refuses them. No link is followed. Raises `SourceError` where `folder`
    itself cannot be listed.
    """
    passed = {(found.st_dev, found.st_ino) for path in skip if (found := _stat(path)) is not None}
    try:
        waiting = _entries(folder, "")
    except OSError as error:
        raise SourceError(
            Problem.UNREADABLE, f"The folder {folder} cannot be listed: {error.strerror}."
        ) from error
    while waiting:
        name, entry = waiting.pop()
        path = Path(entry.path)
        if is_ignored(entry.name):
            continue
        if not entry.is_dir(follow_symlinks=False):
            yield name, path
            continue
        found = _stat(path)
        if found is not None and (found.st_dev, found.st_ino) in passed:
            continue
        try:
            waiting += _entries(path, f"{name}/")
        except OSError:
            yield name, path


def _entries(folder: Path, before: str) -> list[tuple[str, os.DirEntry[str]]]:
    """Return what a folder holds, the last name first: a stack from which the first is taken first."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name, reverse=True)
    return [(before + readable(entry.name), entry) for entry in found]


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


OPENED = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    OPENED |= getattr(os, _flag, 0)  # Windows has the last alone, Unix the others


def fetch_bytes(path: Path) -> bytes:
    """Read a regular file whole. Raises `SourceError` if it is gone, closed to us, or over the limit.

    Links are not followed and pipes not waited for, also if one takes the place of a file at this moment.
    """
    if path.is_symlink():
        raise _irregular(stat.S_IFLNK)
    try:
        handle = os.open(path, OPENED)
    except OSError as error:
        raise SourceError(Problem.UNREADABLE, f"The file could not be opened: {error.strerror}.") from error
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise _irregular(found.st_mode)
        if found.st_size > MOST_BYTES:
            raise too_large(found.st_size)
        with os.fdopen(handle, "rb", closefd=False) as file:
            # One byte more, to see whether it has grown. Room for the largest would be asked for at once.
            content = file.read(found.st_size + 1)
            if len(content) > found.st_size:
                content += file.read(MOST_BYTES)
    except OSError as error:
        raise SourceError(Problem.UNREADABLE, f"The file could not be read: {error.strerror}.") from error
    finally:
        os.close(handle)
    if len(content) > MOST_BYTES:
        raise too_large(len(content))
    return content


def _irregular(mode: int) -> SourceError:
    what = next((what for kind, what in IRREGULAR if kind == stat.S_IFMT(mode)), "no regular file")
    detail = f"This is {what}; only files that stand in the folder themselves are read."
    return SourceError(Problem.UNREADABLE, detail)


def too_large(size: int) -> SourceError:
    """Return the error for a file of more bytes than are read."""
    return SourceError(
        Problem.OVER_LIMIT,
        f"The file has {size / 2**20:.0f} MiB; the limit is {MOST_BYTES / 2**20:.0f} MiB.",
    )


def identify(file: str, content: bytes) -> Source:
    """Return the identity of a file: its hash and size under the name it was found by."""
    return Source(file=file, sha256=hashlib.sha256(content).hexdigest(), bytes=len(content))
