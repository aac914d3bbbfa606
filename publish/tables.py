"""From clean rows to typed tables: columns in the order of the schema, rows in one fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from publish.checks import check_types
from publish.schema import TableSchema, arrow_schema, schemas
from publish.text import SPECIAL, storable
from records.clean import Dataset
from records.geometry import Region

ORDER = {
    "documents": ("file", "document_id"),
    "recommendations": ("document_id", "position", "recommendation_id"),
    "responsibilities": ("recommendation_id", "position"),
    "history": ("recommendation_id", "position"),
    "judgements": ("document_id", "position"),
    "inspections": ("document_id",),
    "accounts": ("document_id", "page"),
    "agencies": ("agency_id",),
    "issues": ("document_id", "page", "recommendation_id", "code", "level", "message"),
}
"""The columns by which the rows of each table are sorted, blank before all else."""

Columns = dict[str, list[Any]]
"""The values of one table by column, rows in step."""


def tables_of(dataset: Dataset) -> dict[str, pa.Table]:
    """Give every table of the dataset; ContractError if a value is not of its column's type.

    The order of the rows depends on the rows alone: not on the order of files, nor on which was read first.
    """
    columns = {name: columns_of(getattr(dataset, name), schema) for name, schema in schemas().items()}
    check_types(columns)
    return {
        name: table_of(columns[name], row_order(name, columns), schema) for name, schema in schemas().items()
    }


def columns_of(rows: Sequence[msgspec.Struct], schema: TableSchema) -> Columns:
    """Give the values of each column, regions as JSON text."""
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


def row_order(name: str, columns: Mapping[str, Columns]) -> list[int]:
    """Give the places of the rows of one table in their order; `columns` holds all tables."""
    keys = [_sortable(columns[name][column]) for column in ORDER[name]]
    if name in {"responsibilities", "history"}:
        # They follow their recommendations. One without its recommendation comes first; the check of
        # references will report it.
        rank = {key: place for place, key in enumerate(_sorted_recommendations(columns))}
        keys.insert(0, [rank.get(key, -1) for key in columns[name]["recommendation_id"]])
    rows = list(zip(*keys, strict=True))
    return sorted(range(len(rows)), key=rows.__getitem__)


def _sortable(values: list[Any]) -> list[Any]:
    """Give keys that sort like the values, blank before all else."""
    return [(value is not None, value) for value in values] if None in values else values


def _sorted_recommendations(columns: Mapping[str, Columns]) -> Iterator[str]:
    """Give the ids of the recommendations in the order of their table."""
    ids = columns["recommendations"]["recommendation_id"]
    return (ids[row] for row in row_order("recommendations", columns))


def table_of(columns: Columns, order: Sequence[int], schema: TableSchema) -> pa.Table:
    """Make the typed table of values that are known to fit the schema's types, its rows in `order`."""
    types = arrow_schema(schema)
    arrays = [_array(columns[field.name], field.type) for field in types]
    return pa.table(arrays, schema=types).take(pa.array(order, pa.int64()))


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    """Make one typed column; half characters, which no table can hold, are made visible."""
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([value if value is None else storable(value) for value in values], kind)


def with_text(table: pa.Table, change: Mapping[str, Callable[[str], str]]) -> pa.Table:
    """Change the named text columns, by functions that change no text without a match of `SPECIAL`."""
    for name, function in change.items():
        column = table.column(name).combine_chunks()
        touched = pc.fill_null(pc.match_substring_regex(column, SPECIAL), False)
        if not pc.any(touched, min_count=0).as_py():
            continue
        changed = pa.array([function(text) for text in column.filter(touched).to_pylist()], pa.string())
        place = table.schema.get_field_index(name)
        table = table.set_column(
            place, table.schema.field(name), pc.replace_with_mask(column, touched, changed)
        )
    return table
