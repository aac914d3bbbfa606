"""The kinds of sentences that decide, from `decisions.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

import msgspec

from extract.readings.wording import Worded, load_wording, proved
from records.strict_yaml import load

FILE = Path(__file__).with_name("decisions.yaml")

ORDERS = "orders"
"""The kind of sentences that a verb opens."""


class _Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]

    def proved(self) -> re.Pattern[str]:
        worded = Worded("|".join(self.patterns), self.examples, self.counter_examples)
        return proved(worded, FILE.name)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kinds: dict[str, _Kind]
    undecided: _Kind
    carried: _Kind
    verdict: _Kind
    lost: _Kind
    tagged: _Kind
    sets: dict[str, tuple[str, ...]]


class Grammar(msgspec.Struct, frozen=True):
    """Patterns of sentences that decide, by kind, and of those about them; kinds read together, by name."""

    kinds: Mapping[str, re.Pattern[str]]
    undecided: re.Pattern[str]
    carried: re.Pattern[str]
    verdict: re.Pattern[str]
    lost: re.Pattern[str]
    tagged: re.Pattern[str]
    sets: Mapping[str, frozenset[str]]


@cache
def load_grammar() -> Grammar:
    """Return the grammar of `decisions.yaml`. Raise `ConfigError` where a pattern misses an example."""
    held = load(FILE, _File)
    return Grammar(
        {name: kind.proved() for name, kind in held.kinds.items()},
        held.undecided.proved(),
        held.carried.proved(),
        held.verdict.proved(),
        held.lost.proved(),
        held.tagged.proved(),
        {name: frozenset(kinds) for name, kinds in held.sets.items()},
    )


@lru_cache(maxsize=100_000)
def kinds_of(sentence: str) -> frozenset[str]:
    """Return the kinds that a sentence is of; none if it tells of a decision that was made before."""
    grammar = load_grammar()
    if grammar.undecided.search(sentence):
        return frozenset()
    found = {name for name, pattern in grammar.kinds.items() if pattern.search(sentence)}
    return frozenset(found | {ORDERS} if load_wording().orders.match(sentence) else found)
