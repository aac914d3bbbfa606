"""Decisions of people on links, and those that no longer meet what they were about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from normalise.review.decisions import LINK, Asked, Decision, Decisions, lapsed
from normalise.values.text import tidy
from records.clean import Doubt


def of_links(decisions: Decisions) -> dict[str, list[Decision]]:
    """Return the decisions on links by the document in which they hold, "" for everywhere."""
    found: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in decisions.answers.values():
        if decision.kind == LINK:
            found[decision.document_id].append(decision)
    return dict(found)


def asked_about(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return decisions on links by the tidied text or id of the recommendation that each is about."""
    return {tidy(decision.raw): decision for decision in decisions}


def lapsed_links(
    decisions: Decisions, texts: Mapping[str, Collection[tuple[str, str]]], ids: Collection[str]
) -> list[Doubt]:
    """Return a line of the queue for each decision on a link whose recommendations no longer occur.

    `texts` holds of each document the ids and texts of its recommendations, `ids` all recommendations.
    """
    seen: set[Asked] = set()
    for (kind, where, words), decision in decisions.answers.items():
        if kind != LINK or (decision.value and decision.value not in ids):
            continue
        for key in [where] if where else texts:
            if any(words in (tidy(each), tidy(text)) for each, text in texts.get(key, ())):
                seen.add((kind, key, words))
    return lapsed(decisions, seen, of_links=True)
