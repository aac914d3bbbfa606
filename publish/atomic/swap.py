"""Putting a finished folder in the place of another: a reader sees the old one or the new one, never half."""

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

from publish.atomic.lock import only_writer
from records.errors import WriteError

_HERE = -100  # AT_FDCWD: paths are relative to the working directory
_EXCHANGE = 2  # RENAME_EXCHANGE
_NOT_OFFERED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def building_place(folder: Path) -> Path:
    """Return the folder beside `folder` in which the new one is built."""
    return folder.with_name(f".{folder.name}.scrutiny-new")


def earlier_place(folder: Path) -> Path:
    """Return where the earlier folder stands for a moment, if two cannot be exchanged at once."""
    return folder.with_name(f".{folder.name}.scrutiny-old")


def lock_place(folder: Path) -> Path:
    """Return the file that a run holds while it writes to `folder`."""
    return folder.with_name(f".{folder.name}.scrutiny-lock")


def clear_up(clean: Path) -> None:
    """Clear away what a run that was killed left beside the dataset in `clean`.

    Whoever publishes does that first; this is for a run that has nothing to publish. What cannot be cleared
    away, or belongs to a run that is going on, is left to the next one.
    """
    folder = Path(os.path.realpath(clean))
    if building_place(folder).exists() or earlier_place(folder).exists():
        with contextlib.suppress(OSError, WriteError), only_writer(lock_place(folder), wait=0):
            recover(folder)


def recover(folder: Path) -> None:
    """Clear away what a run that was killed left beside `folder`, and undo a swap that it left half done.

    WriteError where it is not clear which of two folders is wanted; OSError if the disk refuses.
    """
    new, old = building_place(folder), earlier_place(folder)
    if old.exists():
        if not folder.exists():
            old.replace(folder)
        elif new.exists():
            raise WriteError(
                f"An earlier run was broken off: {old} holds the dataset from before it, and {folder} was "
                f"made anew since. Keep the one you want at {folder} and remove the other, then start again."
            )
        else:
            shutil.rmtree(old)
    if new.exists():
        shutil.rmtree(new)


def swap(folder: Path) -> Path | None:
    """Put the folder that was built in the place of `folder`, and say where the earlier one, if any, is now.

    OSError if the disk refuses; then everything is where it was.
    """
    new, old = building_place(folder), earlier_place(folder)
    if not folder.exists():
        new.replace(folder)
        return None
    if exchange(new, folder):
        return new
    # A run that is killed between these two is repaired by `recover`.
    folder.replace(old)
    try:
        new.replace(folder)
    except OSError:
        old.replace(folder)
        raise
    return old


def swap_back(folder: Path, earlier: Path | None) -> None:
    """Undo `swap`, which gave `earlier`; OSError if the disk refuses."""
    new = building_place(folder)
    if earlier == new:
        swap(folder)
        return
    folder.replace(new)
    if earlier is not None:
        earlier.replace(folder)


def exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two folders in one step; False where the system or its disk does not offer that.

    Linux offers it on most disks, macOS and Windows in no form that is used here. OSError if it is offered
    and refused.
    """
    if sys.platform != "linux":
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    if call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), ctypes.c_uint(_EXCHANGE)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NOT_OFFERED:
        return False
    raise OSError(code, os.strerror(code), str(other))
