"""How two papers belong together: one says so, their rows show it, or they are of one place and no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from normalise.follow.order import Spoken
from normalise.follow.papers import Item
from normalise.follow.texts.likeness import Likeness
from normalise.follow.titles import names
from normalise.follow.vocabulary import following

SAID, SHOWN, PLACE = 3, 2, 1
"""A paper names the other; its rows are those of the other; both are of one place."""

TELLING = 3
"""Words that a text must have to show that two papers belong together."""

Like = Mapping[str, Sequence[tuple[Item, Likeness]]]
"""The earlier texts that are like each recommendation of a paper, by its id, best first."""


class Relation(msgspec.Struct, frozen=True):
    """How a later paper belongs to an earlier one.

    `by_number` says that equal numbers mean the same recommendation, `renumbered` that they do not.
    `repeats`: both are inspections, of which the later begins anew. `ordered`: it is known which is later.
    """

    level: int
    by_number: bool = False
    renumbered: bool = False
    repeats: bool = False
    ordered: bool = True


def wording_fits(how: Likeness) -> bool:
    """Return whether a text is the other, worded anew: neither replaced words of the other by its own."""
    limits = following().limits
    return fits(how, limits.both_differ, limits.one_differs)


def fits(how: Likeness, both_differ: float, one_differs: float) -> bool:
    """Return whether a text is the other by two limits: see `vocab/following.yaml`."""
    differs = min(how.gone, how.new), max(how.gone, how.new)
    alike = how.apart is None and differs[0] <= both_differ and differs[1] <= one_differs
    return how.same or alike


def relations(
    later: Spoken, items: Sequence[Item], earlier: Mapping[str, Spoken], sizes: Mapping[str, int], like: Like
) -> dict[str, Relation]:
    """Return how a paper belongs to each earlier one to which it can be linked at all.

    Papers of two places cannot. One without a place can if it names the other or is named by it.
    """
    alike = _surely_alike(items, like)
    several = _several_series(items)
    found = {}
    for key, before in earlier.items():
        said = names(later.paper, before.paper)
        one_place = bool(later.paper.where) and later.paper.where == before.paper.where
        if not (one_place or (said and not (later.paper.where and before.paper.where))):
            continue
        level = SAID if said else SHOWN if _shown(alike.get(key, ()), len(items), sizes[key]) else PLACE
        agree = _numbers(alike.get(key, ()))
        share = agree[True] / max(1, sum(agree.values()))
        limits = following().limits
        counted = sum(agree.values()) >= limits.series_pairs
        both = {later.paper.kind, before.paper.kind} == {"inspection"}
        found[key] = Relation(
            level=level,
            by_number=not several
            and (share >= limits.numbers_agree if counted else said and not agree[False]),
            renumbered=counted and share < limits.numbers_agree,
            repeats=both and not said,
            ordered=_ordered(later, before, said),
        )
    return found


def _ordered(later: Spoken, before: Spoken, said: bool) -> bool:
    """Return whether it is known which paper is the later: by their days, or because one names the other.

    Issues of one plan have one title, so that neither names the other; two of one day may be one paper twice.
    """
    if later.sure and before.sure:
        return said or later.day > before.day
    return said and later.paper.title != before.paper.title


def _surely_alike(items: Sequence[Item], like: Like) -> dict[str, list[tuple[Item, Item]]]:
    """Return by earlier document the pairs of a recommendation and the one there that is surely like it."""
    limits = following().limits
    found: dict[str, list[tuple[Item, Item]]] = {}
    for item in items:
        seen: set[str] = set()
        for other, how in like[item.recommendation_id]:
            first = other.document_id not in seen
            seen.add(other.document_id)
            sure = how.same or (how.score >= limits.surely_alike and wording_fits(how))
            if first and sure and len(item.wording.stems) >= TELLING:
                found.setdefault(other.document_id, []).append((item, other))
    return found


def _several_series(items: Sequence[Item]) -> bool:
    """Return whether a paper numbers several series by letters before the number, as 'P1' and 'L1'."""
    return len({item.ref.rstrip("0123456789.-abcdefghi") for item in items if item.number}) > 1


def _shown(alike: Sequence[tuple[Item, Item]], now: int, before: int) -> bool:
    """Return whether rows enough of two papers are alike, each counted once."""
    limits = following().limits
    pairs = len({other.recommendation_id for _, other in alike})
    return pairs >= limits.series_pairs and pairs >= limits.series_share * min(now, before)


def _numbers(alike: Sequence[tuple[Item, Item]]) -> Counter[bool]:
    """Count the pairs that print numbers, by whether these are the same."""
    return Counter(item.number == other.number for item, other in alike if item.number and other.number)
