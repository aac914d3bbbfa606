"""Read what must be put right in children's services from PDFs, as pandas DataFrames.

    import scrutiny

    paper = scrutiny.read("report.pdf")         # one document
    paper.recommendations[["ref", "text", "status"]]

    data = scrutiny.load("data/clean")          # a dataset that a run has written
    data.overdue()
    data.open_by_agency()
    data.grades_by("region", "year")

    scrutiny.build("data/raw", "data/clean")    # read a folder and write its dataset
    scrutiny.read_tables("report.pdf")          # every table of a PDF, whatever it holds

What is imported here costs nothing before it is used: pandas is loaded with the first of these calls.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from records.errors import ScrutinyError
    from scrutiny.frames.dataset import Dataset, build, load
    from scrutiny.frames.document import Document, FoundTable, read, read_tables

    __version__: str

__all__ = [
    "Dataset",
    "Document",
    "FoundTable",
    "ScrutinyError",
    "__version__",
    "build",
    "load",
    "read",
    "read_tables",
]

_HOMES = {
    **dict.fromkeys(("Dataset", "build", "load"), "scrutiny.frames.dataset"),
    **dict.fromkeys(("Document", "FoundTable", "read", "read_tables"), "scrutiny.frames.document"),
    "ScrutinyError": "records.errors",
}


def __getattr__(name: str) -> Any:
    """Return a public name, loading what it needs when it is first asked for."""
    if name == "__version__":
        from importlib.metadata import version

        return version("scrutiny")
    if name not in _HOMES:
        raise AttributeError(f"module 'scrutiny' has no attribute {name!r}")
    from scrutiny.packages import stranger

    if (told := stranger()) is not None:
        raise ImportError(told)
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
