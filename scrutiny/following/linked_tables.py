"""Following recommendations over all documents: only groups in which something changed are linked anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, MutableMapping, Sequence
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from normalise.follow.decided import lapsed_links, of_links
from normalise.follow.groups import groups_of, print_of
from normalise.follow.history.threads import threads_of
from normalise.follow.linking import link_group
from normalise.follow.papers import Item, Paper, body_of, item_of, papers_of
from normalise.review.decisions import LINK, Decisions
from publish.schema.load import arrow_schema, schemas
from publish.tables import columns_of, row_order, table_of
from records.clean import Doubt, Link, PublishedIssue, Thread

Tables = dict[str, pa.Table]

DOUBTFUL = f"doubtful_{LINK}"
"""The code of issues about links; they depend on other documents than their own."""

Groups = MutableMapping[str, tuple[Doubt, ...]]
"""The questions of each group of documents, by what its links depend on."""


class Followed(msgspec.Struct):
    """What linking some groups gave."""

    links: list[Link] = []
    threads: list[Thread] = []
    thread_of: dict[str, str] = {}


def follow(
    tables: Tables, decisions: Decisions, standing: Collection[str] = (), groups: Groups | None = None
) -> list[Doubt]:
    """Fill in links, threads and the thread of each recommendation; return the questions.

    Of documents in `standing` the rows are those of the dataset before, with their links and threads; where
    all of a group are and `groups` knows it, these stay. In the end `groups` holds the groups that there are.
    """
    known = groups if groups is not None else {}
    papers = papers_of(tables["documents"].to_pylist())
    answers = of_links(decisions)
    found, stale, now = Followed(), set[str](), dict[str, tuple[Doubt, ...]]()
    rows = _Rows(tables)
    for group in groups_of(papers, [each for those in answers.values() for each in those]):
        name = print_of(group, answers)
        if name in known and all(paper.document_id in standing for paper in group):
            now[name] = known[name]
            continue
        stale.update(paper.document_id for paper in group)
        now[name] = _follow_group(group, rows, decisions, found)
    known.clear()
    known.update(now)
    _put(tables, found, stale)
    place = {paper.document_id: at for at, paper in enumerate(papers)}
    doubts = sorted(
        (doubt for those in now.values() for doubt in those), key=lambda doubt: place[doubt.document_id]
    )
    tables["issues"] = _sorted(
        "issues", [tables["issues"], _table("issues", list(map(_issue, doubts)))], tables
    )
    return [*doubts, *_lapsed(decisions, rows)]


def _issue(doubt: Doubt) -> PublishedIssue:
    """Return what the dataset says of a question."""
    return PublishedIssue(
        document_id=doubt.document_id,
        recommendation_id=doubt.recommendation_id,
        page=doubt.page,
        level="info",
        code=DOUBTFUL,
        message=f"{doubt.reason[:1].upper()}{doubt.reason[1:]}.",
    )


def _follow_group(
    group: Sequence[Paper], rows: _Rows, decisions: Decisions, found: Followed
) -> tuple[Doubt, ...]:
    compared = len(group) > 1
    items = {paper.document_id: rows.items(paper.document_id, compared) for paper in group}
    linked = link_group(group, items, decisions)
    threads, thread_of = threads_of(group, items, linked)
    found.links += linked.links
    found.threads += threads
    found.thread_of |= thread_of
    return linked.doubts


class _Rows:
    """The recommendations of each document, made of the tables when they are asked for."""

    def __init__(self, tables: Tables) -> None:
        self._recommendations, self._bodies = tables["recommendations"], tables["responsibilities"]
        self.at = _stretches(self._recommendations.column("document_id"))
        self._named = _stretches(self._bodies.column("recommendation_id"))

    def items(self, document_id: str, compared: bool) -> list[Item]:
        """Return the recommendations of a document in their order, with what is needed to compare them."""
        return [
            item_of(row, self._bodies_of(row["recommendation_id"]) if compared else (), compared)
            for row in self.rows(document_id, NEEDED)
        ]

    def rows(self, document_id: str, columns: Sequence[str]) -> list[dict[str, Any]]:
        """Return some columns of the rows of a document."""
        start, length = self.at.get(document_id, (0, 0))
        rows: list[dict[str, Any]] = self._recommendations.slice(start, length).select(columns).to_pylist()
        return rows

    def _bodies_of(self, recommendation_id: str) -> list[str]:
        start, length = self._named.get(recommendation_id, (0, 0))
        return [body_of(row) for row in self._bodies.slice(start, length).select(NAMES).to_pylist()]


NEEDED = (
    *("recommendation_id", "document_id", "position", "section", "ref", "text", "status", "status_group"),
    *("due_date", "page"),
)
NAMES = ("agency_raw", "agency_id", "today_id")


def _stretches(column: pa.ChunkedArray) -> dict[str, tuple[int, int]]:
    """Return where the rows of each value begin and how many they are; equal ones stand together."""
    ends = pc.run_end_encode(column.combine_chunks())
    found, start = {}, 0
    for value, end in zip(ends.values.to_pylist(), ends.run_ends.to_pylist(), strict=True):
        found[value] = (start, end - start)
        start = end
    return found


def _put(tables: Tables, found: Followed, stale: Collection[str]) -> None:
    """Put links, threads and thread ids of the groups that were linked in the place of those before."""
    recommendations = tables["recommendations"]
    ids = recommendations.column("recommendation_id")
    changed = pa.array(sorted(stale), pa.string())
    now = pc.is_in(recommendations.column("document_id"), value_set=changed)
    new = pa.array([found.thread_of.get(each) for each in ids.to_pylist()], pa.string())
    threads = pc.if_else(now.combine_chunks(), new, recommendations.column("thread_id").combine_chunks())
    at = recommendations.schema.get_field_index("thread_id")
    tables["recommendations"] = recommendations.set_column(at, recommendations.schema.field(at), threads)
    here = ids.filter(now).combine_chunks()
    for name, key, rows in (
        ("links", "recommendation_id", found.links),
        ("threads", "thread_id", found.threads),
    ):
        kept = tables[name].filter(pc.invert(pc.is_in(tables[name].column(key), value_set=here)))
        tables[name] = _sorted(name, [kept, _table(name, rows)], tables)


def _table(name: str, rows: Sequence[msgspec.Struct]) -> pa.Table:
    return pa.table(columns_of(rows, schemas()[name]), schema=arrow_schema(schemas()[name]))


def _sorted(name: str, parts: Iterable[pa.Table], tables: Tables) -> pa.Table:
    whole = pa.concat_tables(parts)
    columns = dict(zip(whole.column_names, whole.columns, strict=True))
    return table_of(columns, row_order(schemas()[name], columns, tables), whole.schema)


def _lapsed(decisions: Decisions, rows: _Rows) -> list[Doubt]:
    """Return what is to be said of decisions on links that no longer meet a recommendation."""
    answers = of_links(decisions)
    if not answers:
        return []
    asked = rows.at if "" in answers else [key for key in answers if key in rows.at]
    texts: Mapping[str, list[tuple[str, str]]] = defaultdict(list)
    for key in asked:
        texts[key].extend(
            (row["recommendation_id"], row["text"]) for row in rows.rows(key, ("recommendation_id", "text"))
        )
    targets = {decision.value for those in answers.values() for decision in those if decision.value}
    ids = {
        target
        for target in targets
        if any(row["recommendation_id"] == target for row in rows.rows(target[:12], ("recommendation_id",)))
    }
    return lapsed_links(decisions, texts, ids)
