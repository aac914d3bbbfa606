"""The sheet for those who filter rather than program: one row for each recommendation and body."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

COLUMNS = (
    ("Council or area", "documents", "area"),
    ("Document", "documents", "title"),
    ("Document date", "documents", "date"),
    ("Section", "recommendations", "section"),
    ("Ref", "recommendations", "ref"),
    ("Recommendation", "recommendations", "text"),
    ("Body", "responsibilities", "agency"),
    ("Body as printed", "responsibilities", "agency_raw"),
    ("Kind of body", "responsibilities", "kind"),
    ("Status", "recommendations", "status"),
    ("Status as printed", "recommendations", "status_raw"),
    ("Status group", "recommendations", "status_group"),
    ("RAG", "recommendations", "rag"),
    ("Due", "recommendations", "due_date"),
    ("Due as printed", "recommendations", "due_raw"),
    ("Timescale", "recommendations", "timescale"),
    ("Comments", "recommendations", "comments"),
    ("Page", "recommendations", "page"),
    ("Needs review", "recommendations", "needs_review"),
    ("File", "documents", "file"),
    ("recommendation_id", "recommendations", "recommendation_id"),
    ("document_id", "recommendations", "document_id"),
    ("agency_id", "responsibilities", "agency_id"),
)
"""Title of each column, and the table and column that it comes from."""

DATES = ("published", "meeting_date", "inspection_end", "inspection_start")
"""The document's date is the first of these that it has."""


def flat_table(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Join the tables: a row for each body of each recommendation, and one for a recommendation without any.

    The order is that of the files, then of the print, then of the bodies. A document that was found under
    two names is told by the first.
    """
    documents = tables["documents"]
    dated = pc.coalesce(*(documents.column(name) for name in DATES))
    documents = documents.append_column("date", dated)
    recommendations, bodies = tables["recommendations"], tables["responsibilities"]
    places = _places(documents, recommendations, bodies)
    taken = {
        "documents": documents.take(pa.array([place[0] for place in places], pa.int64())),
        "recommendations": recommendations.take(pa.array([place[1] for place in places], pa.int64())),
        "responsibilities": bodies.take(pa.array([place[2] for place in places], pa.int64())),
    }
    return pa.table({title: taken[table].column(column) for title, table, column in COLUMNS})


def _places(
    documents: pa.Table, recommendations: pa.Table, bodies: pa.Table
) -> list[tuple[int, int, int | None]]:
    """Give, for each row of the sheet, where its document, its recommendation and its body, if any, stand."""
    named: dict[str, list[int | None]] = {}
    for place, key in enumerate(bodies.column("recommendation_id").to_pylist()):
        named.setdefault(key, []).append(place)
    file_place: dict[str, int] = {}
    for place, key in enumerate(documents.column("document_id").to_pylist()):
        file_place.setdefault(key, place)
    keys = zip(
        recommendations.column("document_id").to_pylist(),
        recommendations.column("recommendation_id").to_pylist(),
        strict=True,
    )
    nobody: list[int | None] = [None]
    rows = (
        (file_place[document], place, body)
        for place, (document, recommendation) in enumerate(keys)
        for body in named.get(recommendation, nobody)
    )
    return sorted(rows, key=lambda row: row[:2])
