"""Why a row of the dataset differs from the run before, as far as the two datasets and their runs tell."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Literal, TypeAlias

import pyarrow as pa

from publish.schema.load import schemas

Cause: TypeAlias = Literal[
    "source", "reader", "vocabulary", "register", "decision", "rules", "other_rows", "unknown"
]
"""What brings a change about; the values of `cause` in changes.csv."""

Why: TypeAlias = tuple[tuple[Cause, ...], str]
"""The reason of a change: its cause, or all that come into question, and a sentence for a person."""

Inputs: TypeAlias = Mapping[str, str | None]
"""What a run used beside the documents, each by a hash, as `versions` of `run.json` names it."""

INPUT_CAUSES: Mapping[str, tuple[Cause, str]] = {
    "reading_code": ("reader", "the reader"),
    "vocabularies": ("vocabulary", "vocabularies"),
    "registers": ("register", "registers"),
    "rules": ("rules", "rules"),
    "decisions": ("decision", "decisions"),
    "origins": ("source", "what the sites say of their documents"),
}


ACROSS = frozenset({"links", "threads"})
ACROSS_CODES = frozenset({"doubtful_link"})
"""Tables, and codes of issues, whose rows depend on other documents than their own."""


class Reasons:
    """What both datasets and their runs say; from it the reason of each change is told."""

    def __init__(
        self, old: Mapping[str, pa.Table], new: Mapping[str, pa.Table], was: Inputs, now: Inputs
    ) -> None:
        """Take both datasets and what their runs used; what `old` has not is passed over."""
        self._tables = (old, new)
        self._old_reader, self._new_reader = self._both("documents", "document_id", "reader_version")
        before, after = self._both("documents", "file", "document_id")
        names = [name for name in before if after.get(name, before[name]) != before[name]]
        self._replaced = {ids[name] for ids in (before, after) for name in names}
        self._elsewhere = _what_differs(was, now)

    def _both(self, table: str, key: str, value: str) -> list[dict[str, str]]:
        """Map one column to another in the old and the new dataset; empty where a column is not there."""
        return [
            dict(zip(found[key].to_pylist(), found[value].to_pylist(), strict=True))
            if (found := tables.get(table)) is not None and {key, value} <= set(found.column_names)
            else {}
            for tables in self._tables
        ]

    @cached_property
    def _document(self) -> dict[str, str]:
        """The document of each recommendation: the largest of these, and not needed where nothing differs."""
        old, new = self._both("recommendations", "recommendation_id", "document_id")
        return {**old, **new}

    def document_of(self, row: Mapping[str, str]) -> str:
        """Return the document that a row belongs to, "" for a body of the register."""
        key = row.get("recommendation_id") or row.get("thread_id", "")
        return row.get("document_id") or self._document.get(key, "")

    def why(self, table: str, row: Mapping[str, str], changed: Sequence[str], was: Mapping[str, str]) -> Why:
        """Return why one row differs.

        `changed` names its changed columns, none if it was added or withdrawn; `was` holds its old values.
        """
        if table == "agencies":
            if changed:
                return ("register",), "the register changed"
            return ("other_rows",), "other bodies are named"
        key = self.document_of(row)
        if key not in self._old_reader or key not in self._new_reader:
            if key in self._replaced:
                return ("source",), "the file was replaced by another under its name"
            here = key in self._new_reader
            return ("source",), "the document is new" if here else "the document is no longer there"
        if table == "documents" and not changed:
            return ("source",), "the file was copied, renamed or taken away"
        if (old := self._old_reader[key]) != (new := self._new_reader[key]):
            return ("reader",), f"the document was read by reader {new}, before by {old}"
        if any(_decided(name, row, was) for name in changed):
            return ("decision",), "a person decided"
        if any(schemas()[table].field(name).is_read for name in changed):
            return ("reader",), "the document is read differently"
        across = table in ACROSS or row.get("code") in ACROSS_CODES or set(changed) == {"thread_id"}
        if across and self._elsewhere[0] == ("unknown",):
            return ("other_rows",), "other documents go on from it or came before it, or no longer do"
        return self._elsewhere


def _decided(name: str, row: Mapping[str, str], was: Mapping[str, str]) -> bool:
    """Return whether a decision was given, altered or taken back for a column that changed."""
    method = name if name.endswith("method") else f"{name}_method" if f"{name}_method" in row else "method"
    return "decision" in {row.get(method), was.get(method)}


def _what_differs(was: Inputs, now: Inputs) -> Why:
    """Return which inputs of two runs differ: one of them changed what the documents do not explain."""
    was, now = ({"origins": "none", **inputs} for inputs in (was, now))  # earlier versions knew of none
    if any(inputs.get(name) is None for name in INPUT_CAUSES for inputs in (was, now)):
        causes: tuple[Cause, ...] = ("vocabulary", "register", "decision", "rules")
        return causes, "registers, vocabularies, decisions or rules changed"
    found = [INPUT_CAUSES[name] for name in INPUT_CAUSES if was[name] != now[name]]
    if not found:
        return ("unknown",), "nothing that is known of changed; please report this"
    *words, last = (word for _, word in found)
    told = f"{', '.join(words)} or {last}" if words else last
    return tuple(cause for cause, _ in found), f"{told} changed"
