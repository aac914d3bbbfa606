"""A table as a Parquet file: typed, exact text, compressed with zstd."""

from typing import BinaryIO

import pyarrow as pa
from pyarrow import parquet


def write_parquet(table: pa.Table, sink: BinaryIO) -> None:
    """Write one table; OSError if `sink` cannot take it.

    One version of pyarrow gives the same bytes each time; another may not, but gives equal contents.
    """
    parquet.write_table(table, sink, compression="zstd", version="2.6")
