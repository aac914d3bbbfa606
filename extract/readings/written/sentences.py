"""Where one sentence of a text ends and another begins."""

from __future__ import annotations

import re
from functools import lru_cache

ABBREVIATIONS = (
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
    "Cllr",
    "Cllrs",
    "St",
    "No",
    "Rev",
    "Prof",
    "e.g",
    "i.e",
    "vs",
    "Rt",
    "Hon",
)
"""Words whose stop ends no sentence."""

SENTENCE = re.compile(
    "".join(rf"(?<!\b{re.escape(word)}\.)" for word in ABBREVIATIONS)
    + r"(?<!\s[A-Z]\.)(?<=[.!?])[\"'”’)]*\s+(?=[A-Z(\"“‘'])"
    r"|\s+(?=(?:RESOLVED|Resolved|AGREED|ACTION|Action|DECISION|Decision) ?:)"
)
"""Where one sentence ends and another begins: behind a stop, or before the formula of a decision."""


@lru_cache(maxsize=100_000)
def part_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text."""
    return tuple(part for part in SENTENCE.split(text) if part.strip())
