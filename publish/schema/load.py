"""The description of each table: the one source of checks, types, the dictionary and the workbook's notes.

A description is a YAML file in `publish/schema/`, loaded strictly: an unknown or doubled key, a key column
that may be blank, or a reference to a column that is not there is refused.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import pyarrow as pa

from records.errors import ConfigError
from records.strict_yaml import load

TABLES = (
    "documents",
    "parts",
    "recommendations",
    "responsibilities",
    "history",
    "links",
    "threads",
    "judgements",
    "inspections",
    "accounts",
    "agencies",
    "issues",
)
"""Every table, in the order in which people meet them; each has a file of its name."""

CHANGES = "changes"
"""The table of what differs from the run before: described like the others, but of the run, not the data."""

WIDE = "wide"
"""The view that joins recommendations, documents and bodies; it holds nothing that the tables do not."""

FOLDER = Path(__file__).parent

ARROW_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}

Words = Annotated[str, msgspec.Meta(min_length=1)]


class Reference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The column of another table (or of the same) in which every value of this one is found."""

    table: str
    column: str


class Field(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One column. `example` is written as in the CSV; `values` maps each allowed value to its meaning.

    A column that is not `required` may be blank. `printed` says that it comes from the reader as it is, as do
    the columns whose names end in `_raw`; all others are cleaned. `pattern` holds for the whole value, so it
    starts with `^` and ends with `$`.
    """

    name: Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]*$")]
    type: Literal["string", "integer", "number", "boolean", "date"]
    description: Words
    example: Words
    required: bool = False
    printed: bool = False
    values: Annotated[dict[str, Words], msgspec.Meta(min_length=1)] | None = None
    pattern: Annotated[str, msgspec.Meta(pattern=r"^\^.*\$$")] | None = None
    minimum: int | None = None
    maximum: int | None = None
    references: Reference | None = None

    @property
    def is_read(self) -> bool:
        """Whether the reader alone decides what stands in it."""
        return self.printed or self.name.endswith("_raw")


class TableSchema(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table: what a row is, its columns in order, and what makes a row unique.

    `primary_key` is empty where a row has no identity. `unique` lists further sets of columns that are
    unique together. `label` is the column that tells a row to a person. Rows are sorted by the columns of
    `order`, blank before all else; where `follows` names a column that refers to another table, they first
    follow the order of that table.
    """

    name: str
    title: Words
    description: Words
    primary_key: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    label: str | None = None
    order: tuple[str, ...] = ()
    follows: str | None = None
    fields: Annotated[tuple[Field, ...], msgspec.Meta(min_length=1)]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """Return the column of that name; KeyError if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


def read_schema(path: Path) -> TableSchema:
    """Read one table's description from YAML; ConfigError says what is wrong in which file."""
    table = load(path, TableSchema)
    for complaint in _complaints(table, path.stem):
        raise ConfigError(f"{path.parent.name}/{path.name}: {complaint}")
    return table


def _complaints(table: TableSchema, name_of_file: str) -> Iterable[str]:
    """Return what does not fit within one description."""
    if table.name != name_of_file:
        yield f"describes '{table.name}'; its name must be that of the file."
    columns = set(table.columns)
    if len(columns) < len(table.columns):
        yield "a column is described twice; remove one of the two."
    single = [(name,) for name in (table.label, table.follows) if name]
    for name in (name for key in (table.primary_key, *table.unique, table.order, *single) for name in key):
        if name not in columns:
            yield f"'{name}' is used as a key, label or order and is no field; add it or correct the name."
    if table.follows in columns and table.field(table.follows).references is None:
        yield f"'follows' names '{table.follows}', which refers to no table; give it 'references'."
    for name in table.primary_key:
        if not table.field(name).required:
            yield f"'{name}' is part of the primary key and may be blank; add 'required: true'."
    for field in table.fields:
        if field.type != "string" and (field.values or field.pattern):
            yield f"'{field.name}' is not text; 'values' and 'pattern' are for text only."
        if field.type not in ("integer", "number") and not field.minimum is field.maximum is None:
            yield f"'{field.name}' is not a number; 'minimum' and 'maximum' are for numbers only."


def check_references(tables: Mapping[str, TableSchema]) -> None:
    """Raise ConfigError unless every reference names a column of `tables` that has the same type."""
    types = {(table.name, field.name): field.type for table in tables.values() for field in table.fields}
    for table in tables.values():
        for field in table.fields:
            target = field.references
            if target and types.get((target.table, target.column)) != field.type:
                raise ConfigError(
                    f"schema/{table.name}.yaml: '{field.name}' refers to {target.table}.{target.column}, "
                    f"which is no column of type {field.type}; mend the reference or describe the column."
                )


@cache
def schemas() -> Mapping[str, TableSchema]:
    """Load the descriptions of all tables, in the order of `TABLES`, and hold them against each other."""
    found = {path.name for path in FOLDER.glob("*.yaml")}
    if odd := found ^ {f"{name}.yaml" for name in (*TABLES, CHANGES, WIDE)}:
        raise ConfigError(
            f"publish/schema: {', '.join(sorted(odd))} and the list TABLES of publish/schema/load.py do not "
            f"agree; each table needs both."
        )
    tables = {name: read_schema(FOLDER / f"{name}.yaml") for name in TABLES}
    check_references(tables)
    return tables


@cache
def changes_schema() -> TableSchema:
    """Load the description of `changes.csv`."""
    return read_schema(FOLDER / f"{CHANGES}.yaml")


@cache
def wide_schema() -> TableSchema:
    """Load the description of the joined view."""
    return read_schema(FOLDER / f"{WIDE}.yaml")


def arrow_schema(table: TableSchema) -> pa.Schema:
    """Return the Parquet types of a table; columns that are required are marked as never null."""
    return pa.schema(
        [pa.field(field.name, ARROW_TYPES[field.type], nullable=not field.required) for field in table.fields]
    )


def descriptor(table: TableSchema) -> dict[str, object]:
    """Return the Table Schema (Data Package v2) of a table as plain data for JSON."""
    keys = {
        "primaryKey": list(table.primary_key),
        "uniqueKeys": [list(key) for key in table.unique],
        "foreignKeys": [
            {"fields": [field.name], "reference": _target(field.references, table.name)}
            for field in table.fields
            if field.references
        ],
    }
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field_descriptor(field) for field in table.fields],
        "missingValues": [""],
        **{name: key for name, key in keys.items() if key},
    }


def _target(reference: Reference, table: str) -> dict[str, object]:
    """Return the column referred to; a table that refers to itself has no name of its own there."""
    own = reference.table == table
    return {"resource": "" if own else reference.table, "fields": [reference.column]}


def _field_descriptor(field: Field) -> dict[str, object]:
    """Return one column of a Table Schema."""
    limits = {
        "required": field.required or None,
        "enum": list(field.values) if field.values else None,
        **{name: getattr(field, name) for name in ("pattern", "minimum", "maximum")},
    }
    return {
        **{name: getattr(field, name) for name in ("name", "type", "description", "example")},
        "constraints": {name: value for name, value in limits.items() if value is not None},
    }
