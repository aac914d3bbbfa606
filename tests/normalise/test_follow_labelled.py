"""Labelled pairs of texts: those that are one recommendation are taken, others however alike are not."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product

from conftest import ROOT

from normalise.follow.relations import fits
from normalise.follow.texts.likeness import Likeness, Rarity, likeness
from normalise.follow.texts.words import wording
from normalise.follow.vocabulary import following

Pair = tuple[str, Likeness]


@cache
def pairs() -> Mapping[str, Sequence[Pair]]:
    """The label and likeness of each pair, by document; words are weighed among those of their document."""
    with (ROOT / "tests/cases/following.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        texts[row["document"]] |= {row["earlier"], row["later"]}
    rarity = {key: Rarity(wording(text).stems for text in sorted(held)) for key, held in texts.items()}
    found: defaultdict[str, list[Pair]] = defaultdict(list)
    for row in rows:
        how = likeness(wording(row["earlier"]), wording(row["later"]), rarity[row["document"]])
        found[row["document"]].append((row["label"], how))
    return found


def counts(held: Sequence[Pair], both: float, one: float) -> tuple[int, int, int]:
    """Right and wrong links by two limits, and how many there should be."""
    taken = [label for label, how in held if fits(how, both, one)]
    wanted = sum(label != "different" for label, _ in held)
    wrong = taken.count("different")
    return len(taken) - wrong, wrong, wanted


def best(held: Sequence[Pair]) -> tuple[float, float]:
    """The limits that link most of the pairs and none wrongly; of equals those in the middle."""
    grid = [(both / 100, one / 100) for both, one in product(range(4, 31), range(40, 76, 2))]
    scored = [(counts(held, *limits), limits) for limits in grid]
    most = max(right - 20 * wrong for (right, wrong, _), _ in scored)
    good = [limits for (right, wrong, _), limits in scored if right - 20 * wrong == most]
    return good[len(good) // 2]


def test_half_of_the_pairs_are_refusals() -> None:
    labels = [label for held in pairs().values() for label, _ in held]
    assert len(labels) >= 200
    assert 0.4 < labels.count("different") / len(labels) < 0.6
    assert {"same", "reworded", "split", "different"} == set(labels)


def test_limits_fitted_without_a_document_hold_for_it() -> None:
    right = wrong = wanted = 0
    for left_out in pairs():
        limits = best([pair for key, held in pairs().items() if key != left_out for pair in held])
        each = counts(pairs()[left_out], *limits)
        right, wrong, wanted = right + each[0], wrong + each[1], wanted + each[2]
    assert right / (right + wrong) >= 0.99
    assert right / wanted >= 0.9


def test_the_limits_in_use_link_nothing_wrongly() -> None:
    limits = following().limits
    held = [pair for each in pairs().values() for pair in each]
    right, wrong, wanted = counts(held, limits.both_differ, limits.one_differs)
    assert wrong == 0
    assert right / wanted >= 0.9


def test_the_weight_of_words_does_not_depend_on_their_order() -> None:
    words = [f"word{at}" for at in range(40)]
    rarity = Rarity([words[: at + 1] for at in range(40)])
    assert (
        rarity.total(words)
        == rarity.total(reversed(words))
        == rarity.total(words[::3] + words[1::3] + words[2::3])
    )
