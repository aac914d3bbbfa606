"""The words by which readings are told, from `wording.yaml`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec

from records.strict_yaml import load


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    promises_strongly: str
    promises: str
    evidence: dict[str, str]
    orders: str
    sentences: dict[str, str]
    openings: str


class Wording(msgspec.Struct, frozen=True):
    """Patterns by what they tell; each searches a text, `orders` and `openings` match its beginning."""

    strong: re.Pattern[str]
    promise: re.Pattern[str]
    evidence: dict[str, re.Pattern[str]]
    orders: re.Pattern[str]
    sentences: dict[str, re.Pattern[str]]
    openings: re.Pattern[str]


ITEM_LABEL = r"(?:to |and |\(?[a-z0-9ivx]{1,4}[.)] )?"
"""What may stand before the verb of an order: "a) Review …", "To review …"."""


@cache
def load_wording() -> Wording:
    """Return the patterns of `wording.yaml`. Raise `ConfigError` where the file cannot be understood."""
    held = load(Path(__file__).with_name("wording.yaml"), _File)

    def pattern(words: str) -> re.Pattern[str]:
        return re.compile(words.strip(), re.IGNORECASE)

    return Wording(
        pattern(held.promises_strongly),
        pattern(held.promises),
        {name: pattern(words) for name, words in held.evidence.items()},
        pattern(rf"^{ITEM_LABEL}(?:{'|'.join(held.orders.split())})\b"),
        {name: pattern(words) for name, words in held.sentences.items()},
        pattern(rf"^(?P<word>{held.openings})\b"),
    )
