"""A table as a CSV file: UTF-8, RFC 4180, LF, a header; the same bytes for the same rows."""

from typing import BinaryIO

from pyarrow import csv

from publish.schema.load import TableSchema
from publish.tables import MANY_ROWS, Rows, with_text
from publish.text import csv_cell, key_cell


def write_csv(table: Rows, schema: TableSchema, sink: BinaryIO) -> None:
    """Write one table; OSError if `sink` cannot take it.

    All text is quoted and nothing else is. So a text that reads `NA` or `None` differs from an absent
    value, which is an empty cell without quotes, and a text made of commas or quotes needs no further rule.
    No cell holds a line break: each line is a row, whichever program reads it.
    """
    change = {
        field.name: key_cell if field.name in schema.primary_key else csv_cell
        for field in schema.fields
        if field.type == "string"
    }
    options = csv.WriteOptions(include_header=True, quoting_style="needed")
    with csv.CSVWriter(sink, table.schema, write_options=options) as writer:
        for start in range(0, len(table), MANY_ROWS):
            writer.write_table(with_text(table.slice(start, MANY_ROWS), change))
