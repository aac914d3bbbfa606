"""The sheet for those who filter rather than program: the joined view in plain words, codes behind."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from publish.wide import Wide

WHO = ("agency", "agency_raw")
"""Who is to act: the body of the register, else what is printed."""

COLUMNS: Mapping[str, str] = {
    "Recommendation": "text",
    "Who": "agency",
    "Status": "status",
    "Due": "due_date",
    "Past due": "past_due",
    "Area": "area",
    "Region": "region",
    "Kind of document": "document_kind",
    "Year": "year",
    "Document": "document_title",
    "Page": "page",
    "Ref": "ref",
    "Section": "section",
    "Kind": "kind",
    "Theme": "theme",
    "Status group": "status_group",
    "Status as printed": "status_raw",
    "RAG": "rag",
    "Comments": "comments",
    "Who as printed": "agency_raw",
    "Kind of body": "agency_kind",
    "Due as printed": "due_raw",
    "Timescale": "timescale",
    "Document date": "document_date",
    "Needs review": "needs_review",
    "File": "file",
    "Status code": "status",
    "recommendation_id": "recommendation_id",
    "document_id": "document_id",
    "agency_id": "agency_id",
}
"""Title of each column, and the column of the joined view that it shows; the last ones are codes."""

IN_WORDS = ("Status", "Kind", "Status group", "Kind of document", "Kind of body")
"""Columns whose codes are shown as words."""

UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
"""The letters of ISO 8601 durations, in words."""


class FlatSheet:
    """The rows of the joined view as the sheet shows them; see `publish.wide.Wide`."""

    def __init__(self, tables: Mapping[str, pa.Table], *, only_past_due: bool = False) -> None:
        """Take the tables that are joined."""
        self._wide = Wide(tables, only_past_due=only_past_due)
        self.schema: pa.Schema = self.slice(0, 0).schema

    def __len__(self) -> int:
        """How many rows it has."""
        return len(self._wide)

    def column(self, name: str) -> pa.ChunkedArray:
        """Return a column of all rows; KeyError if there is none."""
        return self._wide.column(COLUMNS[name])

    def slice(self, start: int, length: int) -> pa.Table:
        """Return the rows from `start` on, as many as `length` or as there are."""
        some = self._wide.slice(start, length)
        columns = {title: some.column(name) for title, name in COLUMNS.items()}
        columns["Who"] = pc.coalesce(*(some.column(name) for name in WHO))
        for title in IN_WORDS:
            columns[title] = in_words(columns[title])
        # A bar stands between several themes.
        columns["Theme"] = in_words(pc.replace_substring(columns["Theme"], "|", "; "))
        columns["Timescale"] = in_time(columns["Timescale"])
        for title in ("Past due", "Needs review"):
            columns[title] = pc.if_else(columns[title], "yes", "no")
        return pa.table(columns)


def in_words(codes: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return codes as words: `partially_complete` is 'Partially complete', and `send`, initials, 'SEND'."""
    words = pc.utf8_capitalize(pc.replace_substring(codes, "_", " "))
    return pc.replace_substring_regex(words, r"(?i)\bsend\b", "SEND")


def in_time(codes: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return timescales as words: `P3M` is '3 months', `immediate` 'Immediate'."""
    for letter, unit in UNITS.items():
        codes = pc.replace_substring_regex(codes, f"^P1{letter}$", f"1 {unit}")
        codes = pc.replace_substring_regex(codes, f"^P(\\d+){letter}$", rf"\1 {unit}s")
    return in_words(codes)
