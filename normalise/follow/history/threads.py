"""What became of each recommendation: one row for all the documents in which it occurs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from normalise.follow.history.speakers import speaker
from normalise.follow.linking import Found, Items
from normalise.follow.order import day_key, in_order
from normalise.follow.papers import Item, Paper
from records.clean import Thread

OPEN, DONE = "open", "done"
CLOSED = frozenset({DONE, "closed_without_action"})
LEAST_FINISHED = (
    *("overdue", "not_started", "in_progress", "partially_complete", "on_track", "unknown"),
    *("rejected", "partially_accepted", "accepted_in_principle", "accepted", "superseded", "complete"),
)
"""Statuses, the least finished first; of several parts in the last document the first of these counts."""


def threads_of(papers: Sequence[Paper], items: Items, found: Found) -> tuple[list[Thread], dict[str, str]]:
    """Return the threads of a group of documents, and the thread of each recommendation."""
    places = {each.paper.document_id: at for at, each in enumerate(in_order(papers))}
    by_key = {paper.document_id: paper for paper in papers}
    members: defaultdict[str, list[Item]] = defaultdict(list)
    for rows in items.values():
        for item in rows:
            members[found.threads.of(item.recommendation_id)].append(item)
    asked = {link.recommendation_id for link in found.links if link.needs_review}
    links = [link for link in found.links if not link.needs_review]
    before: defaultdict[str, list[str]] = defaultdict(list)
    for link in links:
        before[link.recommendation_id].append(link.earlier_recommendation_id)
    threads, thread_of = list[Thread](), dict[str, str]()
    for each in members.values():
        rows = sorted(each, key=lambda item: (places[item.document_id], item.position))
        thread = _thread(rows, by_key, before, asked)
        threads.append(thread)
        thread_of.update((item.recommendation_id, thread.thread_id) for item in rows)
    return threads, thread_of


def _thread(
    rows: Sequence[Item],
    papers: Mapping[str, Paper],
    before: Mapping[str, Sequence[str]],
    asked: Iterable[str],
) -> Thread:
    """Return the thread of recommendations that are in the order of their documents."""
    first = min(rows, key=lambda item: (*day_key(papers[item.document_id]), item.position))
    last = papers[rows[-1].document_id]
    opened = papers[first.document_id]
    latest = _least_finished([item for item in rows if item.document_id == last.document_id])
    moves = _moves(rows, before)
    dues = [item.due_date for item in rows if item.due_date is not None]
    statements = _statements(rows, papers)
    return Thread(
        thread_id=first.recommendation_id,
        text=first.text,
        place_id=opened.place_id,
        place=opened.place or None,
        first_document_id=first.document_id,
        first_seen=opened.date,
        last_document_id=last.document_id,
        last_seen=last.date,
        documents=len({item.document_id for item in rows}),
        recommendations=len(rows),
        latest_status=latest.status,
        latest_status_by=speaker(last, latest.status_group) if latest.status is not None else None,
        days_open=_days_open(opened.date, statements, last.date),
        due_first=dues[0] if dues else None,
        due_latest=dues[-1] if dues else None,
        due_moved=moves,
        contradiction=contradiction(statements),
        needs_review=any(item.recommendation_id in set(asked) for item in rows),
    )


Statement = tuple[dt.date | None, str, str, str | None]
"""When, who, which status, of which group."""


def _statements(rows: Sequence[Item], papers: Mapping[str, Paper]) -> list[Statement]:
    """Return what each document says, in their order: of several parts, the least finished."""
    by_paper: defaultdict[str, list[Item]] = defaultdict(list)
    for item in rows:
        by_paper[item.document_id].append(item)
    told = []
    for key, parts in by_paper.items():
        item, paper = _least_finished(parts), papers[key]
        if item.status is not None:
            who = speaker(paper, item.status_group)
            told.append((paper.date, who, item.status, item.status_group))
    return told


def _least_finished(parts: Sequence[Item]) -> Item:
    told = [item for item in parts if item.status in LEAST_FINISHED]
    return min(told, key=lambda item: LEAST_FINISHED.index(str(item.status)), default=parts[0])


def contradiction(statements: Sequence[Statement]) -> str | None:
    """Return who says what, where one says that it is done and another, on that day or later, that it is not.

    What somebody said before and no longer says counts no more. One who answered, or does not know, says
    nothing of it.
    """
    latest: dict[str, Statement] = {}
    for each in statements:
        if each[3] in (OPEN, DONE):
            latest[each[1]] = each
    told = [each for each in statements if latest.get(each[1]) is each]
    for at, claim in enumerate(told):
        against = [each for each in told[at + 1 :] if each[3] == OPEN] if claim[3] == DONE else []
        same_day = [each for each in told[:at] if each[3] == OPEN and each[0] == claim[0] is not None]
        against += same_day if claim[3] == DONE else []
        if against:
            pair = sorted((claim, against[0]), key=statements.index)
            return "; ".join(f"{who}: {status}{f', {day}' if day else ''}" for day, who, status, _ in pair)
    return None


def _days_open(opened: dt.date | None, statements: Sequence[Statement], last: dt.date | None) -> int | None:
    """Return the days from the first document to the one since which it is closed, else to the last."""
    closed = last
    for day, _, _, group in reversed(statements):
        if group not in CLOSED:
            break
        closed = day
    return (closed - opened).days if closed is not None and opened is not None else None


def _moves(rows: Sequence[Item], before: Mapping[str, Sequence[str]]) -> int:
    """Return how often its due date was changed, along the chain on which that was most often."""
    moved: dict[str, tuple[int, dt.date | None]] = {}
    for item in rows:
        chains = [moved[each] for each in before.get(item.recommendation_id, ()) if each in moved]
        counted = [
            (
                times + (item.due_date is not None and due is not None and item.due_date != due),
                item.due_date or due,
            )
            for times, due in chains
        ]
        moved[item.recommendation_id] = max(counted, key=lambda each: each[0], default=(0, item.due_date))
    return max(times for times, _ in moved.values())
