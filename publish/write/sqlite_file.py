"""The dataset as one SQLite database: all tables with their keys, full-text search, the joined view.

It opens in Datasette, in DB Browser and in any language without another file. The same tables give the same
rows; the same version of SQLite gives the same bytes.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from publish.schema.load import Field, Reference, TableSchema, schemas, wide_schema
from publish.tables import MANY_ROWS
from publish.wide import DATES, FINISHED, FROM, as_at_of, with_dates
from publish.write.about import about

TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}
"""Dates are text as in ISO 8601, truths are 0 and 1."""

DOCUMENTS, FILES = "documents", "files"
"""In the database a document stands once, whatever names its bytes have; `files` holds every name."""

SEARCHED: Mapping[str, tuple[str, ...]] = {"recommendations": ("section", "text", "comments")}
"""Tables with full-text search, and the columns that are searched."""

FACETS = {
    "recommendations": ["status", "theme", "needs_review"],
    "wide": ["region", "year", "status_group", "past_due", "agency"],
    "documents": ["region", "year", "family", "state"],
    "judgements": ["framework", "aspect", "grade"],
}
"""What Datasette offers to filter by."""


def write_sqlite(tables: Mapping[str, pa.Table], path: Path) -> None:
    """Write the database to a new file; OSError if the disk cannot take it."""
    try:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
            # What is written is a whole new file, which nobody reads before it is complete.
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.execute("BEGIN")
            for statement in _schema(has_search(database)):
                database.execute(statement)
            for name, columns, rows in _contents(tables):
                marks = ", ".join("?" * len(columns))
                database.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", rows)  # noqa: S608
            database.execute(_wide_view(tables[DOCUMENTS]))
            if has_search(database):
                for name in SEARCHED:
                    search = _quoted(f"{name}_fts")
                    database.execute(f"INSERT INTO {search} ({search}) VALUES ('rebuild')")  # noqa: S608
            database.execute("COMMIT")
    except sqlite3.OperationalError as error:
        _say_why(path)
        raise OSError(None, str(error), str(path)) from error


def _say_why(path: Path) -> None:
    """Raise the OSError for which SQLite could not go on; it says no more of it than 'disk I/O error'."""
    with path.open("ab") as file:
        file.write(bytes(1 << 16))
        file.flush()
        os.fsync(file.fileno())


def has_search(database: sqlite3.Connection) -> bool:
    """Return whether this SQLite was built with full-text search; nearly all are."""
    return database.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone() is not None


def datasette_metadata() -> dict[str, object]:
    """Return what Datasette shows of the database: titles, descriptions of columns, and what to filter by."""
    licence = about().licences[0]
    described = {**schemas(), wide_schema().name: wide_schema()}
    return {
        "title": about().title,
        "description": about().description,
        "license": licence.title,
        "license_url": licence.path,
        "databases": {
            "scrutiny": {
                "tables": {
                    name: {
                        "description": schema.description,
                        "columns": {field.name: field.description for field in schema.fields},
                        **({"label_column": schema.label} if schema.label else {}),
                        **({"facets": FACETS[name]} if name in FACETS else {}),
                    }
                    for name, schema in described.items()
                }
            }
        },
    }


def _schema(search: bool) -> Iterator[str]:
    """Yield the statements that make the tables, their indexes and their full-text search."""
    for name, schema in schemas().items():
        key = ("document_id",) if name == DOCUMENTS else schema.primary_key
        unique = [key for key in schema.unique if key != schema.primary_key]
        lines = [_column(field) for field in schema.fields]
        lines += [f"PRIMARY KEY ({_list(key)})"] if key else []
        lines += [f"UNIQUE ({_list(key)})" for key in unique]
        lines += [_foreign_key(field.name, field.references) for field in schema.fields if field.references]
        yield f"CREATE TABLE {_quoted(name)} ({', '.join(lines)})"
        for field in schema.fields:
            if field.references and field.name not in key[:1]:
                index = _quoted(f"{name}_{field.name}")
                yield f"CREATE INDEX {index} ON {_quoted(name)} ({_quoted(field.name)})"
    yield (
        f"CREATE TABLE {FILES} (file TEXT NOT NULL, document_id TEXT NOT NULL, "
        "PRIMARY KEY (file, document_id), "
        f"FOREIGN KEY (document_id) REFERENCES {DOCUMENTS} (document_id))"
    )
    for name, columns in SEARCHED.items() if search else ():
        yield (
            f"CREATE VIRTUAL TABLE {_quoted(f'{name}_fts')} USING fts5 "
            f"({_list(columns)}, content={_quoted(name)}, tokenize='porter unicode61')"
        )


def _column(field: Field) -> str:
    return f"{_quoted(field.name)} {TYPES[field.type]}{' NOT NULL' * field.required}"


def _foreign_key(name: str, there: Reference) -> str:
    return f"FOREIGN KEY ({_quoted(name)}) REFERENCES {_quoted(there.table)} ({_quoted(there.column)})"


def _contents(
    tables: Mapping[str, pa.Table],
) -> Iterator[tuple[str, Sequence[str], Iterator[tuple[object, ...]]]]:
    """Yield each table with its columns and its rows, which are made a few at a time."""
    documents = tables[DOCUMENTS]
    ids = documents.column("document_id").combine_chunks()
    first = pc.equal(pc.index_in(ids, value_set=ids), pa.array(range(len(ids)), pa.int32()))
    for name, schema in schemas().items():
        table = documents.filter(first) if name == DOCUMENTS else tables[name]
        yield name, schema.columns, _rows(table, schema)
    names = zip(documents.column("file").to_pylist(), ids.to_pylist(), strict=True)
    yield FILES, ("file", "document_id"), names


def _rows(table: pa.Table, schema: TableSchema) -> Iterator[tuple[object, ...]]:
    """Yield the values of each row as SQLite holds them."""
    for start in range(0, len(table), MANY_ROWS):
        some = table.slice(start, MANY_ROWS)
        yield from zip(*(_values(some.column(field.name), field) for field in schema.fields), strict=True)


def _values(column: pa.ChunkedArray, field: Field) -> list[object]:
    kind = {"date": pa.string(), "boolean": pa.int8()}.get(field.type)
    values: list[object] = (column if kind is None else column.cast(kind)).to_pylist()
    return values


def _wide_view(documents: pa.Table) -> str:
    """Return the statement that makes the joined view, whose rows are those of `wide.csv`."""
    as_at = as_at_of(with_dates(documents)).as_py()
    day = f"'{as_at.isoformat()}'" if as_at else "NULL"
    finished = ", ".join(f"'{group}'" for group in FINISHED)
    printed = [
        f"CASE WHEN instr(documents.from_source, '{name}') THEN NULL ELSE documents.{name} END"
        for name in DATES
    ]
    made = {
        "past_due": (
            "CASE WHEN recommendations.status = 'overdue' THEN 1 "
            f"WHEN recommendations.due_date IS NOT NULL AND {day} IS NOT NULL "
            f"THEN recommendations.due_date < {day} "
            f"AND NOT coalesce(recommendations.status_group IN ({finished}), 0) END"
        ),
        "as_at": day,
        "document_date": f"coalesce({', '.join([*printed, *(f'documents.{name}' for name in DATES)])})",
    }
    columns = []
    for name in wide_schema().columns:
        table, column = FROM.get(name, ("recommendations", name))
        columns.append(f"{made.get(name, f'{table}.{_quoted(column)}')} AS {_quoted(name)}")
    return (
        f"CREATE VIEW {wide_schema().name} AS SELECT {', '.join(columns)} FROM recommendations "  # noqa: S608
        "JOIN documents USING (document_id) LEFT JOIN threads USING (thread_id) "
        "LEFT JOIN responsibilities USING (recommendation_id)"
    )


def _quoted(name: str) -> str:
    return f'"{name}"'


def _list(names: Sequence[str]) -> str:
    return ", ".join(map(_quoted, names))
