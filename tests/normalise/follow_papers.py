"""Papers of two invented counties, and what their recommendations go on from (`tests/cases/follow`)."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from conftest import ROOT

from normalise.follow.groups import groups_of
from normalise.follow.history.threads import threads_of
from normalise.follow.linking import link_group
from normalise.follow.papers import Item, Paper, item_of, paper_of
from normalise.review.decisions import Decisions
from records.clean import Doubt, Link, Thread

CLOSED = {"complete": "done", "superseded": "closed_without_action"}
ANSWERS = ("accepted", "accepted_in_principle", "partially_accepted", "rejected")


class Followed(msgspec.Struct):
    """What became of the recommendations of some papers."""

    links: list[Link] = []
    doubts: list[Doubt] = []
    threads: list[Thread] = []
    thread_of: dict[str, str] = {}


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of the cases."""
    with (ROOT / f"tests/cases/follow/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def group_of(status: str) -> str | None:
    """Return the group of a status, as the vocabulary has it."""
    return "response_only" if status in ANSWERS else CLOSED.get(status, "open") if status else None


def paper(document_id: str, **changes: Any) -> Paper:
    """Return a paper of Oakshire."""
    row = {"file": f"{document_id}.pdf", "kind": "inquiry_report", "family": "unknown", "area": "Oakshire"}
    return paper_of({"document_id": document_id, **row, **changes})


def item(document_id: str, position: int, text: str, *bodies: str, **changes: Any) -> Item:
    """Return a recommendation; its id ends in its number, or in its place."""
    ref, status = changes.pop("ref", None), changes.pop("status", None)
    key = ref or f"#{position}"
    row = {
        "recommendation_id": f"{document_id} {key}",
        "document_id": document_id,
        "position": position,
        "ref": ref,
        "text": text,
        "status": status,
        "status_group": group_of(status or ""),
    }
    return item_of({**row, **changes}, bodies)


def papers() -> list[Paper]:
    """Return the papers of the cases."""
    return [
        paper(
            row["document"],
            area=row["place"],
            meeting_date=dt.date.fromisoformat(row["date"]),
            kind=row["kind"],
            title=row["title"],
        )
        for row in table("papers")
    ]


def items() -> dict[str, list[Item]]:
    """Return the recommendations of the cases, by document."""
    found: dict[str, list[Item]] = {}
    for row in table("recommendations"):
        rows = found.setdefault(row["document"], [])
        due = dt.date.fromisoformat(row["due"]) if row["due"] else None
        changes = {"ref": row["ref"] or None, "status": row["status"] or None, "due_date": due}
        rows.append(item(row["document"], len(rows) + 1, row["text"], **changes))
    return found


def wanted() -> dict[str, tuple[set[str], str]]:
    """Return what each recommendation goes on from, '?' where only a question is right, and its wording."""
    found, places = {}, dict[str, int]()
    for row in table("recommendations"):
        places[row["document"]] = places.get(row["document"], 0) + 1
        key = f"{row['document']} {row['ref'] or '#' + str(places[row['document']])}"
        found[key] = (set(filter(None, row["goes_on_from"].split("|"))), row["wording"])
    return found


def follow(
    given: Sequence[Paper], rows: Mapping[str, Iterable[Item]], decisions: Decisions | None = None
) -> Followed:
    """Follow the recommendations of some papers."""
    found, decided = Followed(), decisions or Decisions()
    for group in groups_of(given, decided.answers.values()):
        held = {each.document_id: list(rows.get(each.document_id, ())) for each in group}
        linked = link_group(group, held, decided)
        threads, thread_of = threads_of(group, held, linked)
        found.links += linked.links
        found.doubts += linked.doubts
        found.threads += threads
        found.thread_of |= thread_of
    return found
