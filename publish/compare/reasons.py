"""Why a row of the dataset differs from the run before, as far as the two datasets and their runs tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property

import msgspec
import pyarrow as pa

from publish.schema.load import schemas

DECIDED = ("_method", "method")
"""Endings of the columns that say how a value was reached."""


class Cause(StrEnum):
    """What brings a change about; the values of `cause` in changes.csv."""

    SOURCE = "source"
    READER = "reader"
    VOCABULARY = "vocabulary"
    REGISTER = "register"
    DECISION = "decision"
    RULES = "rules"
    OTHER_ROWS = "other_rows"
    UNKNOWN = "unknown"


class Why(msgspec.Struct, frozen=True):
    """The reason of a change: its cause, or all that come into question, and a sentence for a person."""

    causes: tuple[Cause, ...]
    words: str


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """What a run used beside the documents, each named by a hash; None where the run noted none."""

    reading_code: str | None = None
    vocabularies: str | None = None
    registers: str | None = None
    rules: str | None = None
    decisions: str | None = None


INPUT_CAUSES = {
    "reading_code": (Cause.READER, "the reader"),
    "vocabularies": (Cause.VOCABULARY, "vocabularies"),
    "registers": (Cause.REGISTER, "registers"),
    "rules": (Cause.RULES, "rules"),
    "decisions": (Cause.DECISION, "decisions"),
}


def inputs_of(run: Mapping[str, object]) -> Inputs:
    """Give what a run noted in `run.json`, under `versions`, of what it used; nothing where it did not."""
    versions = run.get("versions")
    noted = versions if isinstance(versions, Mapping) else {}
    return Inputs(**{name: noted[name] for name in Inputs.__struct_fields__ if name in noted})


class Reasons:
    """What both datasets and their runs say; from it the reason of each change is told."""

    def __init__(
        self,
        old: Mapping[str, pa.Table],
        new: Mapping[str, pa.Table],
        was: Inputs | None = None,
        now: Inputs | None = None,
    ) -> None:
        """Take both datasets and what their runs used; what `old` has not is passed over."""
        self._old_reader = _column_map(old, "documents", "document_id", "reader_version")
        self._new_reader = _column_map(new, "documents", "document_id", "reader_version")
        self._tables = (old, new)
        self._replaced = _replaced_documents(
            _column_map(old, "documents", "file", "document_id"),
            _column_map(new, "documents", "file", "document_id"),
        )
        self._elsewhere = _what_differs(was or Inputs(), now or Inputs())

    @cached_property
    def _document(self) -> dict[str, str]:
        """The document of each recommendation: the largest of these, and not needed where nothing differs."""
        old, new = (
            _column_map(tables, "recommendations", "recommendation_id", "document_id")
            for tables in self._tables
        )
        return {**old, **new}

    def document_of(self, row: Mapping[str, str]) -> str:
        """Give the document that a row belongs to, "" for a body of the register."""
        return row.get("document_id") or self._document.get(row.get("recommendation_id", ""), "")

    def why(
        self,
        table: str,
        row: Mapping[str, str],
        changed: Sequence[str],
        was: Mapping[str, str] | None = None,
    ) -> Why:
        """Say why one row differs.

        `changed` names its changed columns, none if it was added or withdrawn; `was` holds its old values.
        """
        if table == "agencies":
            if changed:
                return Why((Cause.REGISTER,), "the register changed")
            return Why((Cause.OTHER_ROWS,), "other bodies are named")
        key = self.document_of(row)
        if key not in self._old_reader or key not in self._new_reader:
            return Why((Cause.SOURCE,), self._source(key))
        if table == "documents" and not changed:
            return Why((Cause.SOURCE,), "the file was copied, renamed or taken away")
        old_reader, new_reader = self._old_reader[key], self._new_reader[key]
        if old_reader != new_reader:
            words = f"the document was read by reader {new_reader}, before by {old_reader}"
            return Why((Cause.READER,), words)
        if _decided(row, was or {}, changed):
            return Why((Cause.DECISION,), "a person decided")
        if any(schemas()[table].field(name).is_read for name in changed):
            return Why((Cause.READER,), "the document is read differently")
        return self._elsewhere

    def _source(self, key: str) -> str:
        if key in self._replaced:
            return "the file was replaced by another under its name"
        return "the document is new" if key in self._new_reader else "the document is no longer there"


def _decided(row: Mapping[str, str], was: Mapping[str, str], changed: Sequence[str]) -> bool:
    """Say whether a decision was given, altered or taken back for a value that changed."""
    for name in changed:
        method = name if name.endswith(DECIDED) else f"{name}_method" if f"{name}_method" in row else "method"
        if "decision" in {row.get(method), was.get(method)}:
            return True
    return False


def _what_differs(was: Inputs, now: Inputs) -> Why:
    """Say which inputs of two runs differ: one of them brought about what the documents do not explain."""
    pairs = {name: (getattr(was, name), getattr(now, name)) for name in INPUT_CAUSES}
    if any(None in pair for pair in pairs.values()):
        causes = (Cause.VOCABULARY, Cause.REGISTER, Cause.DECISION, Cause.RULES)
        return Why(causes, "registers, vocabularies, decisions or rules changed")
    found = [INPUT_CAUSES[name] for name, (old, new) in pairs.items() if old != new]
    if not found:
        return Why((Cause.UNKNOWN,), "nothing that is known of changed; please report this")
    words = [word for _, word in found]
    told = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
    return Why(tuple(cause for cause, _ in found), f"{told} changed")


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
