"""`scrutiny diff`: what differs between two datasets, wherever they came from."""

from __future__ import annotations

from pathlib import Path

from publish.change_report import change_report
from publish.change_table import change_table
from publish.changes import compare
from publish.csv_file import write_csv
from publish.earlier import Earlier, earlier_dataset
from publish.schema import changes_schema, schemas
from records.errors import ScrutinyError


def diff(old: Path, new: Path, rows: Path | None = None) -> str:
    """Tell in Markdown what differs between the datasets in two folders; write every line of it to `rows`.

    Raises `ScrutinyError` if a folder holds no dataset, or one with a damaged or missing table on the newer
    side, for then rows would seem withdrawn.
    """
    before, after = _dataset(old), _dataset(new)
    tables = after.tables or {}
    missing = [name for name in schemas() if name not in tables]
    if missing:
        raise ScrutinyError(
            f"{new}: the table {missing[0]} is not there or is damaged, so nothing can be compared with it. "
            "Make the dataset again with 'scrutiny run'."
        )
    changes = compare(before.tables, tables, before.inputs, after.inputs)
    if rows is not None:
        try:
            with rows.open("wb") as sink:
                write_csv(change_table(changes), changes_schema(), sink)
        except OSError as error:
            raise ScrutinyError(f"{rows}: cannot be written ({error.strerror}).") from error
    return change_report(changes, "What differs between two datasets")


def _dataset(folder: Path) -> Earlier:
    """Read the dataset of a folder. Raises `ScrutinyError` if it holds none."""
    try:
        found = earlier_dataset(folder)
    except OSError as error:
        raise ScrutinyError(f"{folder}: cannot be read ({error.strerror}).") from error
    if found.tables is None:
        raise ScrutinyError(
            f"{folder}: no dataset is there. Name a folder that 'scrutiny run' wrote, with its Parquet files."
        )
    return found
