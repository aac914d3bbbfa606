"""`scrutiny diff`: what differs between two datasets, wherever they came from."""

from __future__ import annotations

from pathlib import Path

from publish.compare.changes import compare
from publish.compare.report import change_report
from publish.compare.table import change_table
from publish.schema.load import changes_schema
from publish.write.csv_file import write_csv
from records.errors import ScrutinyError
from scrutiny.run.datasets import dataset_in, require_whole


def diff(old: Path, new: Path, rows: Path | None = None) -> str:
    """Tell in Markdown what differs between the datasets in two folders; write every line of it to `rows`.

    Raises `ScrutinyError` if a folder holds no dataset, or one with a damaged or missing table on the newer
    side, for then rows would seem withdrawn.
    """
    (before, was), (after, now) = dataset_in(old), dataset_in(new)
    changes = compare(before, require_whole(after, new), was.versions, now.versions)
    if rows is not None:
        try:
            with rows.open("wb") as sink:
                write_csv(change_table(changes), changes_schema(), sink)
        except OSError as error:
            raise ScrutinyError(f"{rows}: cannot be written ({error.strerror}).") from error
    return change_report(changes, "What differs between two datasets")
