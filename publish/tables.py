"""From clean rows to typed tables: columns in the order of the schema, rows in one fixed order."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from functools import partial
from typing import Any, Protocol

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from publish.checks import key_of
from publish.large_columns import taken
from publish.schema.load import ARROW_TYPES, Field, TableSchema, arrow_schema, schemas
from publish.text import SPECIAL, storable
from records.clean import Dataset
from records.errors import ContractError
from records.geometry import Region

VALUES: Mapping[str, Any] = {
    "string": list[str | None],
    "integer": list[int | None],
    "number": list[float | None],
    "boolean": list[bool | None],
    "date": list[dt.date | None],
}
"""The values of a column by its type."""

MANY_ROWS = 10_000
"""Rows of a table that are changed at a time on their way to a file, and so held beside the table."""


class Rows(Protocol):
    """A table, or what makes its rows when they are asked for."""

    schema: pa.Schema

    def __len__(self) -> int:
        """How many there are."""

    def slice(self, start: int, length: int) -> pa.Table:
        """Return some of them."""

    def column(self, name: str) -> pa.ChunkedArray:
        """Return a column; KeyError if there is none."""


Columns = dict[str, list[Any]]
"""The values of one table by column, rows in step."""

Chunks = dict[str, dict[str, list[pa.Array]]]
"""What is made of each table so far: by table and column, an array for each part of the dataset."""


def tables_of_parts(
    parts: Iterable[Dataset], before: Mapping[str, pa.Table] | None = None
) -> dict[str, pa.Table]:
    """Return every table of a dataset; ContractError if a value is not of its column's type.

    Each part is made into columns and let go before the next is asked for. The order of the rows depends on
    the rows alone: not on the order of files, nor on which was read first, nor on how parts were cut. Rows of
    `before` are taken as they are.
    """
    chunks: Chunks = {name: {column: [] for column in schema.columns} for name, schema in schemas().items()}
    for name, table in (before or {}).items():
        for column in chunks[name]:
            chunks[name][column] += table.column(column).chunks
    del before
    # By `map`, for a loop would keep its part while the next is made.
    for _ in map(partial(_take_in, chunks), parts):
        pass
    tables: dict[str, pa.Table] = {}
    for name, schema in schemas().items():
        types = arrow_schema(schema)
        columns = {field.name: pa.chunked_array(chunks[name].pop(field.name), field.type) for field in types}
        tables[name] = table_of(columns, row_order(schema, columns, tables), types)
        pa.default_memory_pool().release_unused()
    return tables


def _take_in(chunks: Chunks, part: Dataset) -> None:
    """Add the rows of a part to each table."""
    for name, schema in schemas().items():
        columns = columns_of(getattr(part, name), schema)
        for field in schema.fields:
            chunks[name][field.name].append(_array(columns, schema, field))


def columns_of(rows: Sequence[msgspec.Struct], schema: TableSchema) -> Columns:
    """Return the values of each column, regions as JSON text."""
    columns = {}
    for name in schema.columns:
        values = [getattr(row, name) for row in rows]
        columns[name] = [regions_text(value) for value in values] if name == "regions" else values
    return columns


def regions_text(regions: Iterable[Region]) -> str:
    """Write places as JSON: a list of [page, x0, top, x1, bottom], in points rounded to a tenth."""
    # Adding 0.0 makes the zero that `round` may call -0.0 an ordinary one.
    places = [
        [place.page, *(round(edge, 1) + 0.0 for edge in (box.x0, box.top, box.x1, box.bottom))]
        for place in regions
        for box in (place.box,)
    ]
    return msgspec.json.encode(places).decode()


def row_order(
    schema: TableSchema, columns: Mapping[str, pa.ChunkedArray], tables: Mapping[str, pa.Table]
) -> pa.Array:
    """Return the places of the rows of one table in their order; `tables` holds those that are done."""
    keys = {name: columns[name] for name in schema.order}
    if schema.follows and (target := schema.field(schema.follows).references):
        # One without the row that it follows comes first; the check of references will report it.
        known = tables[target.table].column(target.column).combine_chunks()
        keys = {"place": pc.index_in(columns[schema.follows], value_set=known), **keys}
    return pc.sort_indices(pa.table(keys), sort_keys=[(key, "ascending", "at_start") for key in keys])


def table_of(columns: MutableMapping[str, pa.ChunkedArray], order: pa.Array, types: pa.Schema) -> pa.Table:
    """Make the table of its columns, the rows in `order`.

    Takes each out of `columns`: at no time are there two of more than one column.
    """
    return pa.table([taken(columns.pop(name), order) for name in types.names], schema=types)


def _array(columns: Columns, schema: TableSchema, field: Field) -> pa.Array:
    """Return a typed column; half characters, which no table can hold, are made visible.

    ContractError if a value is of another type: Arrow alone would take True for a 1 and a moment for a day.
    """
    values, kind = columns[field.name], ARROW_TYPES[field.type]
    try:
        values = msgspec.convert(values, VALUES[field.type], builtin_types=(dt.date,))
    except msgspec.ValidationError as error:
        what, _, row = str(error).rpartition(" - at `$[")
        place = int(row.rstrip("]`"))
        raise ContractError(
            f"{schema.name}.{field.name}: {what} ({values[place]!r:.80}) at "
            f"{key_of(schema, columns, place)}. Nothing was written. If the value is right, describe it in "
            "publish/schema/; if not, please report it with the document."
        ) from error
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([value if value is None else storable(value) for value in values], kind)


def with_text(table: pa.Table, change: Mapping[str, Callable[[str], str]]) -> pa.Table:
    """Change the named text columns, by functions that change no text without a match of `SPECIAL`."""
    for name, function in change.items():
        place = table.schema.get_field_index(name)
        changed = with_function(table.column(name).combine_chunks(), function)
        table = table.set_column(place, table.schema.field(name), changed)
    return table


def with_function(texts: pa.Array, function: Callable[[str], str]) -> pa.Array:
    """Change texts by a function that changes none without a match of `SPECIAL`; other values stay."""
    if texts.type != pa.string():
        return texts
    touched = pc.fill_null(pc.match_substring_regex(texts, SPECIAL), False)
    if not pc.any(touched, min_count=0).as_py():
        return texts
    changed = [function(text) for text in texts.filter(touched).to_pylist()]
    return pc.replace_with_mask(texts, touched, pa.array(changed, pa.string()))
