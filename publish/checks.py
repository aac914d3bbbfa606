"""What every table promises, looked at before anything is written.

All are gathered, so that one run shows them all. A fault here is one of Scrutiny or of its vocabularies,
never of a document: a document may hold anything, and it is the earlier stages that must turn it into rows
that keep the schema. `publish/tables.py` has refused values of other types before.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from publish.large_columns import taken
from publish.schema.load import Field, TableSchema, schemas
from records.errors import ContractError

EXAMPLES = 3
"""How many rows are named for one broken rule."""

RULES_SHOWN = 40
"""How many broken rules are told in full."""


class Fault(msgspec.Struct, frozen=True):
    """One broken rule of one column: what was expected, how many rows break it, and some of them.

    `examples` are pairs of the row's key, as words, and the value that stands there.
    """

    table: str
    column: str
    expected: str
    rows: int
    examples: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Return the fault on one line."""
        shown = "; ".join(f"{value} at {key}" for key, value in self.examples)
        rest = f" and {self.rows - len(self.examples)} more" if self.rows > len(self.examples) else ""
        return f"{self.table}.{self.column}: expected {self.expected}, found {shown}{rest}"


def check_tables(tables: Mapping[str, pa.Table]) -> None:
    """Raise ContractError, which lists every fault, unless the tables keep what their schema promises."""
    if not (faults := list(faults_of(tables))):
        return
    lines = [f"- {fault}" for fault in faults[:RULES_SHOWN]]
    if len(faults) > RULES_SHOWN:
        lines.append(f"- and {len(faults) - RULES_SHOWN} more broken rules")
    rules, rows = len(faults), sum(fault.rows for fault in faults)
    raise ContractError(
        f"The tables break {rules} rule{'s' * (rules > 1)} of their schema, "
        f"in {rows} place{'s' * (rows > 1)}; nothing was written.\n" + "\n".join(lines) + "\n"
        "If a value is right, describe it in publish/schema/; if not, please report it with the document."
    )


def faults_of(tables: Mapping[str, pa.Table]) -> Iterator[Fault]:
    """Find every broken rule: values, keys and references between tables."""
    for name, schema in schemas().items():
        table = tables[name]
        for field in schema.fields:
            column = table.column(field.name)
            for expected, broken in _value_rules(field, column):
                yield from _fault(schema, table, field.name, expected, broken)
            if field.references:
                there = tables[field.references.table].column(field.references.column)
                known = pc.is_in(column, value_set=there.combine_chunks(), skip_nulls=True)
                expected = f"a value of {field.references.table}.{field.references.column}"
                yield from _fault(
                    schema, table, field.name, expected, pc.and_(pc.invert(known), column.is_valid())
                )
        for key in filter(None, (schema.primary_key, *schema.unique)):
            expected = f"{' and '.join(key)} {'together ' if len(key) > 1 else ''}to stand once"
            yield from _fault(schema, table, key[-1], expected, _repeated(table, key))


def _value_rules(field: Field, column: pa.ChunkedArray) -> Iterator[tuple[str, pa.ChunkedArray]]:
    """Give, for each rule of one column, what it expects and which rows break it."""
    if field.required:
        yield "a value", column.is_null()
    if field.type == "string":
        # In a CSV an empty text and an absent value would be the same.
        yield "words, or nothing at all (None)", pc.match_substring_regex(column, r"^\s*$")
    if field.values:
        allowed = pa.array(list(field.values))
        known = pc.is_in(column, value_set=allowed)
        yield f"one of {', '.join(field.values)}", pc.and_(pc.invert(known), column.is_valid())
    if field.pattern:
        yield f"the pattern {field.pattern}", pc.invert(pc.match_substring_regex(column, field.pattern))
    if field.type == "number":
        yield "a finite number", pc.invert(pc.is_finite(column))
    if field.minimum is not None:
        yield f"{field.minimum} or more", pc.less(column, field.minimum)
    if field.maximum is not None:
        yield f"{field.maximum} or less", pc.greater(column, field.maximum)


def _repeated(table: pa.Table, key: Sequence[str]) -> pa.ChunkedArray:
    """Mark the rows whose key stands on more than one row."""
    keys = table.select(key)
    if len(keys.group_by(list(key), use_threads=False).aggregate([])) == len(keys):
        return pa.chunked_array([pa.nulls(len(keys), pa.bool_())])
    columns = [f"key {place}" for place in range(len(key))]
    keys = pa.table(
        [*(table.column(name) for name in key), pa.array(range(len(table)), pa.int64())],
        names=[*columns, "row"],
    )
    counted = keys.group_by(columns).aggregate([("row", "count"), ("row", "list")])
    doubled = counted.filter(pc.greater(counted.column("row_count"), 1)).column("row_list")
    return pc.is_in(keys.column("row"), value_set=pc.list_flatten(doubled).combine_chunks())


def _fault(
    schema: TableSchema, table: pa.Table, column: str, expected: str, broken: pa.ChunkedArray
) -> Iterator[Fault]:
    """Yield the fault, if any row is marked in `broken`; an unknown (null) mark is none."""
    rows = pc.indices_nonzero(pc.fill_null(broken, False))
    if len(rows) == 0:
        return
    some = {name: taken(table.column(name), rows[:EXAMPLES]).to_pylist() for name in table.column_names}
    examples = tuple(
        (key_of(schema, some, row), repr(some[column][row])[:80]) for row in range(min(EXAMPLES, len(rows)))
    )
    yield Fault(schema.name, column, expected, len(rows), examples)


def key_of(schema: TableSchema, columns: Mapping[str, Sequence[Any]], row: int) -> str:
    """Return which row it is: by its key, or by the whole row where it has none."""
    names = schema.primary_key or schema.columns
    return ", ".join(f"{name} {columns[name][row]!r}" for name in names)[:200]
