"""The sheet for those who filter rather than program: one row for each recommendation and body."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from publish.large_columns import taken

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


class FlatSheet:
    """A row for each body of each recommendation, and one for a recommendation without any.

    The order is that of the files, then of the print, then of the bodies. A document that was found under
    two names is told by the first. Rows are joined when they are asked for, so that they are never all held.
    """

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        """Find for each row where its document, its recommendation and its body, if any, stand."""
        documents = tables["documents"]
        dated = pc.coalesce(*(documents.column(name) for name in DATES))
        self._tables = {**tables, "documents": documents.append_column("date", dated)}
        self._places = _places(documents, tables["recommendations"], tables["responsibilities"])

    def __len__(self) -> int:
        """How many rows it has."""
        return len(self._places)

    def column(self, name: str) -> pa.ChunkedArray:
        """Return a column of all rows."""
        table, column = next((table, column) for title, table, column in COLUMNS if title == name)
        return self._tables[table][column].take(self._places[table])

    def slice(self, start: int, length: int) -> pa.Table:
        """Return the rows from `start` on, as many as `length` or as there are."""
        places = self._places.slice(start, length)
        columns = {
            title: taken(self._tables[table][name], places[table].combine_chunks())
            for title, table, name in COLUMNS
        }
        return pa.table(columns)


def _places(documents: pa.Table, recommendations: pa.Table, bodies: pa.Table) -> pa.Table:
    """Give, for each row of the sheet, where its document, its recommendation and its body, if any, stand."""
    keys = recommendations.column("recommendation_id").combine_chunks()
    named = bodies.column("recommendation_id").combine_chunks()
    alone = pc.indices_nonzero(pc.invert(pc.is_in(keys, value_set=named)))
    files = pc.index_in(
        recommendations.column("document_id").combine_chunks(),
        value_set=documents.column("document_id").combine_chunks(),
    )
    recommended = pa.concat_arrays([pc.index_in(named, value_set=keys), pc.cast(alone, pa.int32())])
    body = pa.concat_arrays([pa.array(range(len(named)), pa.int32()), pa.nulls(len(alone), pa.int32())])
    rows = {"documents": files.take(recommended), "recommendations": recommended, "responsibilities": body}
    return pa.table(rows).sort_by([(name, "ascending") for name in rows])
