"""What has to be said to Arrow before it is used."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec

import pyarrow as pa


class _NoPandas(MetaPathFinder):
    """Tells whoever imports pandas that it is not there."""

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        if name == "pandas":
            raise ModuleNotFoundError("pandas is not wanted here", name=name)
        return None


def without_pandas() -> None:
    """Keep Arrow from loading pandas, which it does at its first conversion wherever pandas is installed.

    That would be a seventh of a second in every run, and no value here is one of pandas. Arrow looks once;
    whoever asks it for a frame of pandas afterwards gets it all the same.
    """
    if "pandas" in sys.modules:
        return
    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        pa.array([None])
    finally:
        sys.meta_path.remove(finder)


def give_back() -> None:
    """Give the system what is free of the memory that it gave us: it counts as ours until then.

    It takes some milliseconds, and what is free may be more than what is used.
    """
    pa.default_memory_pool().release_unused()
