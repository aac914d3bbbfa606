"""The words by which readings are told, from `wording.yaml`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec
from msgspec.structs import replace

from extract.families.patterns import counter_fault_of, fault_of
from records.errors import ConfigError
from records.strict_yaml import load

FILE = Path(__file__).with_name("wording.yaml")


class Worded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern; it is found in each of its `examples` and in none of its `counter_examples`."""

    regex: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


class Orders(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Verbs, one of which opens each of the `examples` and none of the `counter_examples`."""

    verbs: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    promises_strongly: Worded
    promises: Worded
    evidence: dict[str, Worded]
    sentences: dict[str, Worded]
    orders: Orders
    openings: Worded
    answers: Worded


class Wording(msgspec.Struct, frozen=True):
    """Patterns by what they tell; each searches a text, `orders`, `openings`, `answers` match its start."""

    strong: re.Pattern[str]
    promise: re.Pattern[str]
    evidence: dict[str, re.Pattern[str]]
    orders: re.Pattern[str]
    sentences: dict[str, re.Pattern[str]]
    openings: re.Pattern[str]
    answers: re.Pattern[str]


ITEM_LABEL = r"(?:to |and |\(?[a-z0-9ivx]{1,4}[.)] )?"
"""What may stand before the verb of an order: "a) Review …", "To review …"."""


@cache
def load_wording() -> Wording:
    """Return the patterns of `wording.yaml`.

    Raise `ConfigError` where the file cannot be understood, or a pattern misses an example or takes another.
    """
    held = load(FILE, _File)
    verbs = "|".join(held.orders.verbs.split())
    return Wording(
        proved(held.promises_strongly),
        proved(held.promises),
        {name: proved(worded) for name, worded in held.evidence.items()},
        proved(Worded(rf"^{ITEM_LABEL}(?:{verbs})\b", held.orders.examples, held.orders.counter_examples)),
        {name: proved(worded) for name, worded in held.sentences.items()},
        proved(replace(held.openings, regex=rf"^(?P<word>{held.openings.regex})\b")),
        proved(held.answers),
    )


def proved(worded: Worded, file: str = FILE.name) -> re.Pattern[str]:
    """Return a pattern for any case. Raise `ConfigError` where its examples prove it wrong."""
    whatever_case = replace(worded, regex=f"(?i){worded.regex}")
    if (fault := fault_of(whatever_case) or counter_fault_of(whatever_case)) is not None:
        raise ConfigError(f"readings/{file}: {fault}")
    return re.compile(whatever_case.regex)
