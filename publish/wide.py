"""The joined view that most people want: one row for each recommendation and body."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from publish.large_columns import taken
from publish.schema.load import arrow_schema, wide_schema

FROM: Mapping[str, tuple[str, str]] = {
    **{name: ("documents", name) for name in ("area", "region", "year", "family", "file", "source_url")},
    **{f"document_{name}": ("documents", name) for name in ("date", "kind", "title")},
    **{name: ("responsibilities", name) for name in ("agency", "agency_raw", "role", "today", "agency_id")},
    **{f"agency_{name}": ("responsibilities", name) for name in ("kind", "position")},
    "as_at": ("documents", "as_at"),
    **{name: ("threads", name) for name in ("first_seen", "due_moved", "contradiction")},
}
"""The table and column that a column comes from; all others are columns of recommendations by their name."""

DATES = ("published", "meeting_date", "inspection_end", "inspection_start")
"""The document's date is the first of these that it prints, else the first that its site tells."""

FINISHED = ("done", "closed_without_action")
"""Groups of statuses with which nothing can be past due."""


class Wide:
    """A row for each body of each recommendation, and one for a recommendation without any.

    Documents stand in the order of area and date, then of files; then comes the print. Rows are joined when
    they are asked for, so that they are never all held.
    """

    def __init__(self, tables: Mapping[str, pa.Table], *, only_past_due: bool = False) -> None:
        """Find for each row where its document, its recommendation and its body, if any, stand."""
        self.schema: pa.Schema = arrow_schema(wide_schema())
        documents, recommendations = with_dates(tables["documents"]), tables["recommendations"]
        self._tables = {**tables, "documents": documents}
        self._places = _places(documents, recommendations, tables["responsibilities"], tables["threads"])
        late = past_due(recommendations, as_at_of(documents))
        self._tables["recommendations"] = recommendations.append_column("past_due", late)
        if only_past_due:
            self._places = self._places.filter(
                pc.fill_null(late, False).take(self._places["recommendations"])
            )

    def __len__(self) -> int:
        """How many rows it has."""
        return len(self._places)

    def column(self, name: str) -> pa.ChunkedArray:
        """Return a column of all rows."""
        table, column = FROM.get(name, ("recommendations", name))
        return self._tables[table][column].take(self._places[table])

    def slice(self, start: int, length: int) -> pa.Table:
        """Return the rows from `start` on, as many as `length` or as there are."""
        rows = self._places.slice(start, length)
        places = {name: rows[name].combine_chunks() for name in rows.column_names}
        origins = (FROM.get(name, ("recommendations", name)) for name in self.schema.names)
        columns = [taken(self._tables[table][column], places[table]) for table, column in origins]
        return pa.table(columns, schema=self.schema)


def with_dates(documents: pa.Table) -> pa.Table:
    """Add the date of each document, and `as_at`, the latest of them, to each row."""
    date = dates_of(documents)
    latest = pa.scalar(pc.max(date).as_py(), pa.date32())
    as_at = pa.array([latest.as_py()] * len(documents), pa.date32())
    return documents.append_column("date", date).append_column("as_at", as_at)


def dates_of(documents: pa.Table) -> pa.ChunkedArray:
    """Return the date of each document, null where none is known.

    The day on which a site put up an old report again does not make it a new one.
    """
    told, none = pc.coalesce(documents.column("from_source"), pa.scalar("")), pa.scalar(None, pa.date32())
    columns = [documents.column(name) for name in DATES]
    of_site = [pc.match_substring(told, name) for name in DATES]
    printed = [pc.if_else(site, none, column) for site, column in zip(of_site, columns, strict=True)]
    return pc.coalesce(*printed, *columns)


def as_at_of(documents: pa.Table) -> pa.Scalar:
    """Return the latest date of any document of a table with dates, null if none has one."""
    return pa.scalar(pc.max(documents.column("date")).as_py(), pa.date32())


def past_due(recommendations: pa.Table, as_at: pa.Scalar) -> pa.ChunkedArray:
    """Return for each whether it was due before the day `as_at` and is not finished; null is not known."""
    group, due = recommendations.column("status_group"), recommendations.column("due_date")
    finished = pc.fill_null(pc.is_in(group, value_set=pa.array(FINISHED)), False)
    late = pc.fill_null(pc.equal(recommendations.column("status"), "overdue"), False)
    passed = pc.and_(pc.less(due, as_at), pc.invert(finished))
    return pc.if_else(late, True, passed)


def _places(documents: pa.Table, recommendations: pa.Table, bodies: pa.Table, threads: pa.Table) -> pa.Table:
    """Give, for each row, where its document, recommendation and thread, and its body, if any, stand."""
    keys = recommendations.column("recommendation_id").combine_chunks()
    named = bodies.column("recommendation_id").combine_chunks()
    alone = pc.indices_nonzero(pc.invert(pc.is_in(keys, value_set=named)))
    files = pc.index_in(
        recommendations.column("document_id").combine_chunks(),
        value_set=documents.column("document_id").combine_chunks(),
    )
    recommended = pa.concat_arrays([pc.index_in(named, value_set=keys), pc.cast(alone, pa.int32())])
    body = pa.concat_arrays([pa.array(range(len(named)), pa.int32()), pa.nulls(len(alone), pa.int32())])
    document = files.take(recommended)
    followed = pc.index_in(
        recommendations.column("thread_id").combine_chunks(),
        value_set=threads.column("thread_id").combine_chunks(),
    )
    order = documents.select(["area", "date"]).append_column("file", pa.array(range(len(documents))))
    by_area = pc.sort_indices(order, sort_keys=[(name, "ascending", "at_end") for name in order.column_names])
    rank = pc.sort_indices(by_area).take(document)
    rows = {"documents": document, "recommendations": recommended, "responsibilities": body, "rank": rank}
    rows["threads"] = followed.take(recommended)
    order_of_rows = [(name, "ascending") for name in ("rank", "recommendations", "responsibilities")]
    return pa.table(rows).sort_by(order_of_rows).drop_columns(["rank"])
