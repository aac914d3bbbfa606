"""What changed between two texts, word by word."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from normalise.values.text import letters

MOST_PAIRS = 1_000_000
"""Pairs of equal words up to which texts are compared word by word. Texts of 2,000 words have some 50,000;
20,000 times the same word took minutes."""

Change = tuple[str, int, int, int, int]
"""What happened, and the words before and now that it happened to, as difflib has it."""


def difference(earlier: str, later: str) -> str:
    """Return the later text with what is gone in [-…-] and what is new in {+…+}, marks and case aside."""
    before, now = earlier.split(), later.split()
    told: list[str] = []
    for what, old_from, old_to, new_from, new_to in _changes(
        [letters(word) for word in before], [letters(word) for word in now]
    ):
        if what == "equal":
            told += now[new_from:new_to]
            continue
        if old_to > old_from:
            told.append(f"[-{' '.join(before[old_from:old_to])}-]")
        if new_to > new_from:
            told.append(f"{{+{' '.join(now[new_from:new_to])}+}}")
    return " ".join(told)


def _changes(before: Sequence[str], now: Sequence[str]) -> Sequence[Change]:
    """Return the changes; of texts that would take too long, all between their equal ends as one."""
    counts = Counter(now)
    if sum(number * counts[word] for word, number in Counter(before).items()) <= MOST_PAIRS:
        return difflib.SequenceMatcher(None, before, now, False).get_opcodes()
    first = _alike(before, now)
    last = _alike(before[first:][::-1], now[first:][::-1])
    old_to, new_to = len(before) - last, len(now) - last
    return [
        ("equal", 0, first, 0, first),
        ("replace", first, old_to, first, new_to),
        ("equal", old_to, len(before), new_to, len(now)),
    ]


def _alike(before: Sequence[str], now: Sequence[str]) -> int:
    """Return with how many equal words two texts begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, now, strict=False)))
