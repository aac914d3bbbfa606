"""The sheet of recommendations that several documents tell of: how each stands, and who says so."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from publish.write.flat_sheet import in_words

COLUMNS: Mapping[str, str] = {
    "Recommendation": "text",
    "Status": "latest_status",
    "Who says so": "latest_status_by",
    "Area": "area",
    "First seen": "first_seen",
    "Last seen": "last_seen",
    "Documents": "documents",
    "Days open": "days_open",
    "Due first": "due_first",
    "Due latest": "due_latest",
    "Due moved": "due_moved",
    "Contradiction": "contradiction",
    "Needs review": "needs_review",
    "thread_id": "thread_id",
}
"""Title of each column, and the column of threads that it shows; the area is the document's."""


def followed(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Return a row for each recommendation that two documents or more tell of, by area and date."""
    threads, documents = tables["threads"], tables["documents"]
    threads = threads.filter(pc.greater(threads.column("documents"), 1))
    at = pc.index_in(
        threads.column("first_document_id").combine_chunks(),
        value_set=documents.column("document_id").combine_chunks(),
    )
    rows = threads.append_column("area", documents.column("area").take(at))
    order = [(name, "ascending", "at_end") for name in ("area", "first_seen", "thread_id")]
    rows = rows.take(pc.sort_indices(rows, sort_keys=order))
    columns = {title: rows.column(name) for title, name in COLUMNS.items()}
    for title in ("Status", "Who says so"):
        columns[title] = in_words(columns[title])
    columns["Needs review"] = pc.if_else(columns["Needs review"], "yes", "no")
    return pa.table(columns)
