"""The types of DataFrames: real dates, integers that may be blank, categories in their order."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa

from publish.schema.load import Field, TableSchema, schemas, wide_schema
from publish.wide import FROM

ORDERED = frozenset({"status", "status_group", "grade", "rag", "published_precision"})
"""Columns whose categories have an order, which is that of the dictionary: of grades the best comes first."""

BLANK = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
"""Types of pandas whose values may be blank and stay numbers and truths."""


def frame_of(table: pa.Table, schema: TableSchema) -> pd.DataFrame:
    """Return a table as a DataFrame, each column of the type that it has in the dictionary."""
    known = table.select([name for name in schema.columns if name in table.column_names])
    frame: pd.DataFrame = known.to_pandas(types_mapper=BLANK.get, date_as_object=False, self_destruct=False)
    for field in fields_of(schema):
        if field.values and field.name in frame.columns:
            kind = pd.CategoricalDtype(list(field.values), ordered=is_ordered(field.name))
            frame[field.name] = frame[field.name].astype(kind)
    return frame


def fields_of(schema: TableSchema) -> tuple[Field, ...]:
    """Return the columns of a table; those of the joined view are described where they come from."""
    if schema is not wide_schema():
        return schema.fields
    return tuple(_origin(field) for field in schema.fields)


def is_ordered(column: str) -> bool:
    """Return whether the categories of a column have an order."""
    return column in ORDERED or column.endswith("_grade")


def _origin(field: Field) -> Field:
    """Return a column of the joined view with the values of the column that it shows."""
    table, name = FROM.get(field.name, ("recommendations", field.name))
    columns: Mapping[str, Field] = {each.name: each for each in schemas()[table].fields}
    return Field(
        name=field.name,
        type=field.type,
        description=field.description,
        example=field.example,
        values=columns[name].values if name in columns else None,
    )
