"""Datasets that stand in folders, read again."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from publish.compare.earlier import Run, earlier_dataset
from publish.schema.load import schemas
from records.errors import ScrutinyError


def dataset_in(folder: Path) -> tuple[dict[str, pa.Table], Run]:
    """Read the dataset of a folder, as far as it is there. Raises `ScrutinyError` if it holds none."""
    try:
        tables, run = earlier_dataset(folder)
    except OSError as error:
        raise ScrutinyError(f"{folder}: cannot be read ({error.strerror}).") from error
    if tables is None:
        raise ScrutinyError(
            f"{folder}: no dataset is there. Name a folder that 'scrutiny run' wrote, with its Parquet files."
        )
    return tables, run


def tables_in(folder: Path) -> dict[str, pa.Table]:
    """Read every table of the dataset in a folder. Raises `ScrutinyError` if one is not there or damaged."""
    return require_whole(dataset_in(folder)[0], folder)


def require_whole(tables: dict[str, pa.Table], folder: Path) -> dict[str, pa.Table]:
    """Return the tables of a dataset. Raises `ScrutinyError` if one is missing: its rows would seem gone."""
    for name, schema in schemas().items():
        if name not in tables or not set(schema.columns) <= set(tables[name].column_names):
            raise ScrutinyError(
                f"{folder}: the table {name} is not there, damaged or of an older form. Make the dataset "
                "again with 'scrutiny run'."
            )
    return tables
