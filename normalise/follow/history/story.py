"""The story of one recommendation: what each document says of it, dated, with who says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from normalise.follow.history.speakers import speaker
from normalise.follow.order import in_order
from normalise.follow.papers import Paper, Row, papers_of


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What one document says of a recommendation at one time.

    `wording` is what became of the words since the document before, `difference` which they are. `by` is None
    where no status is printed; `heading` that of the column of an earlier meeting, None for the document's
    own word.
    """

    recommendation_id: str
    date: dt.date | None
    file: str
    title: str | None
    page: int
    ref: str | None
    text: str
    status: str | None
    status_raw: str | None
    by: str | None
    comments: str | None
    due_date: dt.date | None
    wording: str | None
    difference: str | None
    heading: str | None = None


def story(
    recommendations: Iterable[Row], documents: Sequence[Row], links: Iterable[Row], history: Iterable[Row]
) -> list[Told]:
    """Return what is told of a thread, in the order of its documents; rows are those of the dataset.

    `recommendations` are those of the thread, `documents` those that hold them. What a document prints of
    earlier meetings stands before its own word.
    """
    papers = papers_of(documents)
    places = {each.paper.document_id: at for at, each in enumerate(in_order(papers))}
    by_key = {paper.document_id: paper for paper in papers}
    titles = {row["document_id"]: row["title"] for row in documents}
    before = {row["recommendation_id"]: row for row in links if not row["needs_review"]}
    earlier: dict[str, list[Row]] = {}
    for row in history:
        earlier.setdefault(row["recommendation_id"], []).append(row)
    told: list[Told] = []
    for row in sorted(recommendations, key=lambda row: (places[row["document_id"]], row["position"])):
        paper, title = by_key[row["document_id"]], titles[row["document_id"]]
        told += [_earlier(row, each, paper, title) for each in earlier.get(row["recommendation_id"], ())]
        told.append(_told(row, paper, title, before.get(row["recommendation_id"])))
    return told


def _told(row: Row, paper: Paper, title: str | None, link: Mapping[str, str] | None) -> Told:
    return Told(
        recommendation_id=row["recommendation_id"],
        date=paper.date,
        file=paper.file,
        title=title,
        page=row["page"],
        ref=row["ref"],
        text=row["text"],
        status=row["status"],
        status_raw=row["status_raw"],
        by=speaker(paper, row["status_group"]) if row["status"] is not None else None,
        comments=row["comments"],
        due_date=row["due_date"],
        wording=link["wording"] if link is not None else None,
        difference=link["difference"] if link is not None else None,
    )


def _earlier(row: Row, earlier: Row, paper: Paper, title: str | None) -> Told:
    own = _told(row, paper, title, None)
    return msgspec.structs.replace(
        own,
        date=earlier["as_at"],
        status=earlier["status"],
        status_raw=earlier["status_raw"] or earlier["told_raw"],
        by=speaker(paper, earlier["status_group"]) if earlier["status"] is not None else None,
        comments=None,
        due_date=None,
        heading=earlier["heading"],
    )
