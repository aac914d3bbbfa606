"""Worker processes that are started from a user's own script or notebook."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from types import ModuleType


@contextlib.contextmanager
def without_the_users_script() -> Iterator[None]:
    """Let workers start without running the script that started them.

    A new process of multiprocessing first runs the main script again, to find what that defines. Ours need
    nothing of it, and a script without the guard `if __name__ == "__main__"` would start itself for ever.
    """
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script
