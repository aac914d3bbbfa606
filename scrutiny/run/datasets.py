"""Datasets that stand in folders, read again."""

from pathlib import Path

import pyarrow as pa

from publish.compare.earlier import Run, earlier_dataset
from publish.schema.load import schemas
from records.errors import ScrutinyError


def dataset_in(folder: Path, *, whole: bool = True) -> tuple[dict[str, pa.Table], Run]:
    """Return the tables and the record of the dataset in a folder.

    Raises `ScrutinyError` if it holds none, or one that is not `whole`: the rows of a table that is missing
    would seem gone.
    """
    try:
        tables, run = earlier_dataset(folder)
    except OSError as error:
        raise ScrutinyError(f"{folder}: cannot be read ({error.strerror}).") from error
    if tables is None:
        raise ScrutinyError(
            f"{folder}: no dataset is there. Name a folder that 'scrutiny run' wrote, with its Parquet files."
        )
    for name, schema in schemas().items() if whole else ():
        if name not in tables or not set(schema.columns) <= set(tables[name].column_names):
            raise ScrutinyError(
                f"{folder}: the table {name} is not there, damaged or of an older form. Make the dataset "
                "again with 'scrutiny run'."
            )
    return tables, run
