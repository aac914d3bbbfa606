"""Why a row of the dataset differs from the run before, as far as the two datasets tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa


class Reasons:
    """What both datasets say of their documents; from it the reason of each change is told."""

    def __init__(self, old: Mapping[str, pa.Table], new: Mapping[str, pa.Table]) -> None:
        """Take both datasets; a table or column that `old` does not have is passed over."""
        self._old_reader = _column_map(old, "documents", "document_id", "reader_version")
        self._new_reader = _column_map(new, "documents", "document_id", "reader_version")
        self._document = {
            **_column_map(old, "recommendations", "recommendation_id", "document_id"),
            **_column_map(new, "recommendations", "recommendation_id", "document_id"),
        }
        self._replaced = _replaced_documents(
            _column_map(old, "documents", "file", "document_id"),
            _column_map(new, "documents", "file", "document_id"),
        )

    def why(self, table: str, row: Mapping[str, str], changed: Sequence[str]) -> str:
        """Say why one row differs; `changed` names its changed columns, none if it was added or withdrawn."""
        if table == "agencies":
            return "the register changed" if changed else "other bodies are named"
        key = row.get("document_id") or self._document.get(row.get("recommendation_id", ""), "")
        if key not in self._old_reader or key not in self._new_reader:
            if key in self._replaced:
                return "the file was replaced by another under its name"
            return "the document is new" if key in self._new_reader else "the document is no longer there"
        old_reader, new_reader = self._old_reader[key], self._new_reader[key]
        if old_reader != new_reader:
            return f"the document was read by reader {new_reader}, before by {old_reader}"
        if any(name.endswith("method") and row[name] == "decision" for name in changed):
            return "a person decided"
        if table == "documents" and not changed:
            return "the file was copied, renamed or taken away"
        return "registers, vocabularies, decisions or rules changed"


def _replaced_documents(old: Mapping[str, str], new: Mapping[str, str]) -> set[str]:
    """Give the documents that stood or now stand under a name whose bytes changed; both map files to ids."""
    names = [name for name in old if name in new and old[name] != new[name]]
    return {old[name] for name in names} | {new[name] for name in names}


def _column_map(tables: Mapping[str, pa.Table], table: str, key: str, value: str) -> dict[str, str]:
    """Map the values of one column to those of another; empty where the table or a column is not there."""
    found = tables.get(table)
    if found is None or not {key, value} <= set(found.column_names):
        return {}
    return dict(zip(found.column(key).to_pylist(), found.column(value).to_pylist(), strict=True))
