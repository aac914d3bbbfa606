"""How long publishing and reviewing a large dataset take, made by copying the rows of a small one.

    python -m benchmarks.large [GIB]

writes a table with so many GiB of text in one column (2.2 unless told), as Parquet and CSV, and reads both.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from normalise.registers.load import load_registers
from publish.review_page.content import Content
from publish.review_page.page import review_page
from publish.schema.load import TableSchema, arrow_schema, schemas
from publish.tables import row_order, table_of
from publish.write.csv_file import write_csv
from publish.write.parquet_file import write_parquet
from publish.write.workbook import write_workbook
from scrutiny.review.page import bodies_of

DOCUMENTS = 10_000
IDENTITIES = {
    *("document_id", "recommendation_id", "status_refers_to", "follows", "earlier_recommendation_id"),
    *("thread_id", "first_document_id", "last_document_id"),
}
"""Columns in which each copy has values of its own."""


def copied(tables: dict[str, pa.Table], documents: int) -> dict[str, pa.Table]:
    """Copy every row until there are so many documents; bodies stand once, as in life."""
    times = -(-documents // max(1, len(tables["documents"])))
    return {
        name: tables[name] if name == "agencies" else _copied(tables[name], schema, times)
        for name, schema in schemas().items()
    }


def _copied(table: pa.Table, schema: TableSchema, times: int) -> pa.Table:
    columns = {}
    for field in arrow_schema(schema):
        column = table.column(field.name).combine_chunks()
        copies = [column] * times
        if field.name in IDENTITIES:
            copies = [_renamed(column, number) for number in range(times)]
        columns[field.name] = pa.concat_arrays(copies)
    return pa.table(columns, schema=arrow_schema(schema))


def _renamed(column: pa.Array, number: int) -> pa.Array:
    """Put the number of the copy in the place of the first hexadecimal digits of an identity."""
    return pc.utf8_replace_slice(column, 0, 6, f"{number:06x}")


def print_large(tables: dict[str, pa.Table], documents: int = DOCUMENTS) -> None:
    """Print the rows of the copied dataset, and the seconds and bytes of its workbook."""
    large = copied(tables, documents)
    rows = sum(map(len, large.values()))
    cells = sum(len(table) * table.num_columns for table in large.values())
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "scrutiny.xlsx"
        start, spent = time.perf_counter(), time.process_time()
        with path.open("wb") as sink:
            write_workbook(large, sink)
        print(
            f"workbook of {len(large['documents']):,} documents: {rows:,} rows, {cells:,} cells, "
            f"{time.perf_counter() - start:.1f} s ({time.process_time() - spent:.1f} s of processor), "
            f"{path.stat().st_size / 2**20:.1f} MiB"
        )


def print_large_review_page(tables: dict[str, pa.Table], documents: int = DOCUMENTS) -> None:
    """Print the seconds and bytes of the review page of the copied dataset, its rows without questions."""
    large = copied(tables, documents)
    bodies = bodies_of(load_registers())
    start = time.perf_counter()
    page = review_page(Content(mode="file", by="A Reader", questions=[], values={}), large, {}, bodies)
    seconds, rows = time.perf_counter() - start, len(large["recommendations"])
    print(f"review page of {rows:,} recommendations: {seconds:.1f} s, {len(page) / 2**20:.1f} MiB")


WORDS = "The council should ask each partner for a plan and report on it in spring. "
ROWS_AT_ONCE = 5_000


def print_large_column(gibibytes: float = 2.2) -> None:
    """Print whether issues with so much text in one column are the same when read back, and what it took."""
    schema, types = schemas()["issues"], arrow_schema(schemas()["issues"])
    texts = [pa.array([f"{row} " + 100 * WORDS for row in range(ROWS_AT_ONCE)])]
    texts *= int(gibibytes * 2**30 / texts[0].nbytes) + 1
    rows = sum(map(len, texts))
    columns = {
        field.name: pa.chunked_array([pa.nulls(rows, field.type)])
        if field.nullable
        else pa.chunked_array([pa.array([field.name] * rows).cast(field.type)])
        for field in types
    }
    columns["message"] = pa.chunked_array(texts)
    start = time.process_time()
    table = table_of(columns, row_order(schema, columns, {}), types)
    with tempfile.TemporaryDirectory() as scratch:
        as_parquet, as_csv = Path(scratch) / "issues.parquet", Path(scratch) / "issues.csv"
        with as_parquet.open("wb") as sink:
            write_parquet(table, schema, sink)
        with as_csv.open("wb") as sink:
            write_csv(table, schema, sink)
        spent = time.process_time() - start
        same = parquet.read_table(as_parquet).equals(table)
        read = csv.read_csv(as_csv, read_options=csv.ReadOptions(block_size=1 << 24))
        same &= read.column("message").equals(table.column("message"))
        print(
            f"a column of {table.column('message').nbytes / 2**30:.2f} GiB in {rows:,} rows: "
            f"{'the same' if same else 'OTHERWISE'} when read back; {spent:.0f} s of processor to sort it "
            f"and write {as_parquet.stat().st_size / 2**20:.0f} MiB of Parquet and "
            f"{as_csv.stat().st_size / 2**20:,.0f} of CSV"
        )


if __name__ == "__main__":
    print_large_column(*map(float, sys.argv[1:]))
