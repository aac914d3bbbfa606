"""How long publishing and reviewing a large dataset take, made by copying the rows of a small one."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from normalise.registers.load import load_registers
from publish.review_page.content import Content
from publish.review_page.page import review_page
from publish.schema.load import TableSchema, arrow_schema, schemas
from publish.write.workbook import write_workbook
from scrutiny.review.page import bodies_of

DOCUMENTS = 10_000
IDENTITIES = {"document_id", "recommendation_id", "status_refers_to", "follows"}
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
