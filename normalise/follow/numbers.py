"""Recommendations by their printed numbers, where a number stands for one alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from normalise.follow.papers import Item
from normalise.follow.relations import Relation

Numbered = Mapping[tuple[str, str], Sequence[Item]]
"""The recommendations of one paper by number and letter."""


def by_number(items: Sequence[Item]) -> Numbered:
    """Return the recommendations of a paper by number and letter."""
    found: defaultdict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        if item.number:
            found[item.number, item.letter].append(item)
    return found


def same_number(
    item: Item, own: Numbered, papers: Mapping[str, Numbered], related: Mapping[str, Relation]
) -> list[Item]:
    """Return the recommendation of each related paper that prints the number of `item`, where it tells.

    Where a number stands several times in a paper, that under the same heading counts, if it is one.
    """
    key = (item.number, item.letter)
    if not item.number:
        return []
    found = []
    for document_id, relation in related.items():
        if not relation.by_number:
            continue
        there = papers[document_id].get(key, ())
        if len(there) > 1 or len(own[key]) > 1:
            there = [other for other in there if other.section == item.section]
            if sum(other.section == item.section for other in own[key]) > 1:
                continue
        if len(there) == 1:
            found.append(there[0])
    return found
