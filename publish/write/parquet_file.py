"""A table as a Parquet file: typed, exact text, compressed with zstd, each column with what it holds."""

from typing import BinaryIO

import pyarrow as pa
from pyarrow import parquet

from publish.schema.load import TableSchema
from publish.tables import Rows

GROUP = 1 << 20
"""Rows of a group, which is written as a whole."""


def write_parquet(table: Rows, schema: TableSchema, sink: BinaryIO, group: int = GROUP) -> None:
    """Write one table, so many rows in a `group`; OSError if `sink` cannot take it.

    One version of pyarrow gives the same bytes each time; another may not, but gives equal contents.
    """
    described = pa.schema(
        [
            kind.with_metadata({"description": field.description})
            for kind, field in zip(table.schema, schema.fields, strict=True)
        ],
        metadata={"title": schema.title, "description": schema.description},
    )
    with parquet.ParquetWriter(sink, described, compression="zstd", version="2.6") as writer:
        for start in range(0, max(1, len(table)), group):
            writer.write_table(table.slice(start, group).cast(described))
