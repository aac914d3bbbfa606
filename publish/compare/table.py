"""`changes.csv`: the changes of a run for programs, a line for every row and every value that differs."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from publish.compare.changes import Changes, RowChange, TableChanges
from publish.schema.load import arrow_schema, changes_schema

KEY_BAR = " | "
"""Between the values of a key of several columns."""

Line = dict[str, str | None]


def change_table(changes: Changes) -> pa.Table:
    """Give all changes as a typed table, in the order of the dataset; without rows for a first run."""
    schema = arrow_schema(changes_schema())
    lines = [] if changes.first else [_filled(line) for line in _lines(changes)]
    columns = {name: [line.get(name) for line in lines] for name in schema.names}
    return pa.table(columns, schema=schema)


def _lines(changes: Changes) -> Iterator[Line]:
    for name, rows in changes.gone_tables:
        yield {"table": name, "change": "table_withdrawn", "old": f"{rows} rows"}
    for table in changes.tables:
        if table.before is None:
            yield {"table": table.table, "change": "not_compared"}
        else:
            yield from _table_lines(table)


def _table_lines(table: TableChanges) -> Iterator[Line]:
    for name in table.new_columns:
        yield {"table": table.table, "change": "column_added", "column": name}
    for name in table.gone_columns:
        yield {"table": table.table, "change": "column_withdrawn", "column": name}
    for change, rows in (("added", table.added), ("withdrawn", table.withdrawn)):
        for row in rows.rows:
            yield _line(table.table, change, row)
    for row in table.changed.rows:
        for column, old, new in row.values:
            yield {**_line(table.table, "changed", row), "column": column, "old": old, "new": new}


def _line(table: str, change: str, row: RowChange) -> Line:
    return {
        "table": table,
        "change": change,
        "key": KEY_BAR.join(row.key),
        "label": row.label,
        "document_id": row.document,
        "cause": KEY_BAR.strip().join(row.why.causes),
        "why": row.why.words,
    }


def _filled(line: Line) -> Line:
    """Turn what is blank into what is absent."""
    return {name: value or None for name, value in line.items()}
