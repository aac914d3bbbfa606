"""`changes.csv`: the changes of a run for programs, a line for every row and every value that differs."""

from collections.abc import Iterator

import pyarrow as pa

from publish.compare.changes import Changes
from publish.schema.load import arrow_schema, changes_schema


def change_table(changes: Changes) -> pa.Table:
    """Return all changes as a typed table, in the order of the dataset; without rows for a first run."""
    lines = (
        []
        if changes.first
        else [{name: cell or None for name, cell in row.items()} for row in _lines(changes)]
    )
    return pa.Table.from_pylist(lines, arrow_schema(changes_schema()))


def _lines(changes: Changes) -> Iterator[dict[str, str]]:
    for name, number in changes.gone_tables:
        yield {"table": name, "change": "table_withdrawn", "old": f"{number} rows"}
    for table in changes.tables:
        if table.before is None:
            yield {"table": table.table, "change": "not_compared"}
        for change, columns in (("added", table.new_columns), ("withdrawn", table.gone_columns)):
            yield from (
                {"table": table.table, "change": f"column_{change}", "column": name} for name in columns
            )
        rows = (("added", table.added), ("withdrawn", table.withdrawn), ("changed", table.changed))
        for change, row in ((change, row) for change, group in rows for row in group):
            told = {
                "table": table.table,
                "change": change,
                "key": " | ".join(row.key),
                "label": row.label,
                "document_id": row.document,
                "cause": "|".join(row.causes),
                "why": row.why,
            }
            for column, old, new in row.values or (("", "", ""),):
                yield {**told, "column": column, "old": old, "new": new}
