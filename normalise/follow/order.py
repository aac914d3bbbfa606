"""In which order documents spoke, and what is not known of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from normalise.follow.papers import Paper
from normalise.follow.titles import names

RANKS = {
    **dict.fromkeys(("inspection", "inquiry_report", "assembly_report", "audit"), 0),
    "response": 2,
    "action_plan": 3,
}
"""Of papers of one day, those that ask come before those that answer; the others stand between them."""


class Spoken(msgspec.Struct, frozen=True):
    """A paper in its order; `sure` says that its day is known."""

    paper: Paper
    day: dt.date
    sure: bool


def rank(paper: Paper) -> int:
    """Return where a paper stands among others of its day."""
    return RANKS.get(paper.kind, 1)


def in_order(papers: Sequence[Paper]) -> list[Spoken]:
    """Return the papers in order; one without a date is last, or stands before what names it."""
    spoken = []
    for paper in papers:
        by = [other.date for other in papers if paper.date is None and other.date and names(other, paper)]
        spoken.append(Spoken(paper, paper.date or min(by, default=dt.date.max), paper.date is not None))
    return sorted(spoken, key=lambda each: (each.day, rank(each.paper), each.paper.file))


def day_key(paper: Paper) -> tuple[dt.date, str]:
    """Return by what the earliest recommendation of a thread is told: the day, then the file."""
    return (paper.date or dt.date.max, paper.file)
