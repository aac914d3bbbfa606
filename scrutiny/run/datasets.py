"""Datasets that stand in folders, read again."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from publish.compare.earlier import Earlier, earlier_dataset
from publish.schema.load import schemas
from records.errors import ScrutinyError


def dataset_in(folder: Path) -> Earlier:
    """Read the dataset of a folder, as far as it is there. Raises `ScrutinyError` if it holds none."""
    try:
        found = earlier_dataset(folder)
    except OSError as error:
        raise ScrutinyError(f"{folder}: cannot be read ({error.strerror}).") from error
    if found.tables is None:
        raise ScrutinyError(
            f"{folder}: no dataset is there. Name a folder that 'scrutiny run' wrote, with its Parquet files."
        )
    return found


def tables_in(folder: Path) -> dict[str, pa.Table]:
    """Read every table of the dataset in a folder. Raises `ScrutinyError` if one is not there or damaged."""
    return require_whole(dataset_in(folder), folder)


def require_whole(dataset: Earlier, folder: Path) -> dict[str, pa.Table]:
    """Give the tables of a dataset. Raises `ScrutinyError` if one is missing: its rows would seem gone."""
    tables = dataset.tables or {}
    for name, schema in schemas().items():
        if name not in tables or not set(schema.columns) <= set(tables[name].column_names):
            raise ScrutinyError(
                f"{folder}: the table {name} is not there, damaged or of an older form. Make the dataset "
                "again with 'scrutiny run'."
            )
    return tables
