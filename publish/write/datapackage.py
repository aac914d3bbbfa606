"""The Data Package (version 2) that describes the files, so that programs find tables, types and keys."""

import uuid
from collections.abc import Mapping

import msgspec

from publish.schema.load import TableSchema, changes_schema, descriptor, schemas, wide_schema
from publish.write.about import NAME, about, version

DIALECT = {
    "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
    "header": True,
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
}


class Written(msgspec.Struct, frozen=True):
    """A file that was written: its size in bytes and the SHA-256 of what it holds."""

    bytes: int
    sha256: str


def package(files: Mapping[str, Written], created: object = None) -> dict[str, object]:
    """Describe the dataset as plain data for JSON; `files` holds every CSV, Parquet file and the workbook.

    `created` is the time of the run, left out where it is None; the id is made of what the tables hold.

    A table is one resource: its CSV, with the Parquet file of the same rows under `alternates`. What changed
    is a CSV alone.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": NAME,
        "title": about().title,
        "description": "\n\n".join((about().description, *about().text_rules, about().other_rights)),
        "id": _id(files),
        **({"created": created} if created else {}),
        "version": version(),
        "keywords": list(about().keywords),
        "contributors": [{"title": about().contributor, "roles": ["creator"]}],
        "licenses": [
            {"name": licence.name, "title": licence.title, "path": licence.path}
            for licence in about().licences
        ],
        "sources": [
            {"title": credit.title, **({"path": credit.path} if credit.path else {})}
            for credit in about().credits
        ],
        "resources": [
            *(
                {
                    **_resource(table, files),
                    "alternates": [_file(f"{table.name}.parquet", "parquet", _PARQUET, files)],
                }
                for table in (*schemas().values(), wide_schema())
            ),
            _resource(changes_schema(), files),
        ],
        "alternates": [
            _file("scrutiny.xlsx", "xlsx", _XLSX, files),
            _file("scrutiny.sqlite", "sqlite", "application/vnd.sqlite3", files),
        ],
    }


def _id(files: Mapping[str, Written]) -> str:
    """Return a UUID of what the tables hold: equal tables, equal ids, wherever they were made."""
    held = "\n".join(f"{table.name} {files[f'{table.name}.csv'].sha256}" for table in schemas().values())
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, held)}"


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PARQUET = "application/vnd.apache.parquet"


def _resource(table: TableSchema, files: Mapping[str, Written]) -> dict[str, object]:
    """Describe one table."""
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        **_file(f"{table.name}.csv", "csv", "text/csv", files),
        "encoding": "utf-8",
        "dialect": DIALECT,
        "schema": descriptor(table),
    }


def _file(path: str, kind: str, mediatype: str, files: Mapping[str, Written]) -> dict[str, object]:
    """Describe one file."""
    written = files[path]
    return {
        "path": path,
        "format": kind,
        "mediatype": mediatype,
        "bytes": written.bytes,
        "hash": f"sha256:{written.sha256}",
    }
