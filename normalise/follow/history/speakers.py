"""Who says how a recommendation stands: the council in its plans, scrutiny in its follow-ups, and others."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from normalise.follow.papers import Paper
from normalise.values.lookups import VOCAB
from normalise.values.text import either, tidy
from records.strict_yaml import load

RESPONSE = "response_only"
"""The group of statuses that answer a recommendation. Printed in the report that asks, the answer is the
council's; in a later plan or follow-up it is how things stand."""
PLAN = "action_plan"
ASKING = frozenset({"scrutiny", "inquiry", "inspector"})


class Speaker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who speaks in papers of some kinds, or with some words in title or publisher."""

    who: str
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Speakers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of vocab/speakers.yaml."""

    speakers: tuple[Speaker, ...]


@cache
def _speakers() -> tuple[tuple[Speaker, re.Pattern[str]], ...]:
    listed = load(VOCAB / "speakers.yaml", Speakers).speakers
    return tuple((each, re.compile(rf"\b(?:{either(each.words)})\b")) for each in listed)


def speaker(paper: Paper, status_group: str | None) -> str:
    """Return who says a status of that group in a paper."""
    words = tidy(f"{paper.title} {paper.publisher}")
    for each, pattern in _speakers():
        if (not each.kinds or paper.kind in each.kinds) and (not each.words or pattern.search(words)):
            answers = status_group == RESPONSE and paper.family != PLAN and each.who in ASKING
            return "council" if answers else each.who
    raise AssertionError("the last entry of vocab/speakers.yaml fits every paper")
