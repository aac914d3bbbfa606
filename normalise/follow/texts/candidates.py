"""Earlier recommendations that a later one may go on from: those that share its rarest words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from heapq import nlargest

from normalise.follow.papers import Item
from normalise.follow.texts.likeness import Likeness, Rarity, likeness

COMPARED = 12
"""Earlier texts that are compared in full with a later one, those with the most words in common."""
SHARED = 0.3
"""Share of the words of one of two texts that must stand in the other, by weight, for them to be compared."""
TOO_MANY = 200
"""Texts that hold a word from which it finds none: it is in every second one."""


class Earlier:
    """The recommendations of earlier papers, found by their words."""

    def __init__(self, rarity: Rarity) -> None:
        """Begin with none."""
        self._rarity = rarity
        self._items: list[Item] = []
        self._totals: list[float] = []
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._by_letters: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, items: Iterable[Item]) -> None:
        """Add the recommendations of a paper."""
        for item in items:
            at = len(self._items)
            self._items.append(item)
            self._totals.append(self._rarity.total(item.wording.stems))
            self._by_letters[item.wording.letters].append(at)
            if not item.label_only:
                for word in item.wording.stems:
                    self._by_word[word].append(at)

    def like(self, item: Item) -> list[tuple[Item, Likeness]]:
        """Return the earlier texts that are most like a later one, best first; the newer before the older."""
        if item.label_only:
            return []
        weights: defaultdict[int, float] = defaultdict(float)
        for word in sorted(item.wording.stems):  # a sum of fractions depends on their order
            found = self._by_word.get(word, ())
            weight = self._rarity.of(word)
            for at in found if len(found) <= TOO_MANY else found[-TOO_MANY:]:
                weights[at] += weight
        equal = self._by_letters.get(item.wording.letters, [])[-COMPARED:]
        own = self._rarity.total(item.wording.stems)
        near = [at for at, weight in weights.items() if weight >= SHARED * min(own, self._totals[at])]
        best = nlargest(COMPARED, near, key=lambda at: (weights[at], at))
        compared = [
            (self._items[at], likeness(self._items[at].wording, item.wording, self._rarity), at)
            for at in dict.fromkeys((*equal, *best))
        ]
        return [
            (found, how) for found, how, at in sorted(compared, key=lambda each: (-each[1].score, -each[2]))
        ]
