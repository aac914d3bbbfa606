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

NUMBER = r"\S{0,20}\d\S{0,20}"
"""A number in brackets, by which a report refers to a sentence."""

END = re.compile(
    "".join(rf"(?<!\b{re.escape(word)}\.)" for word in ABBREVIATIONS)
    + rf"(?<!\s[A-Z]\.)(?<=[.!?])(?P<own>[\"'”’)]*(?:\s*[(\[]{NUMBER}[)\]]\.?)?)"
    rf"\s+(?=[A-Z\"“‘']|\((?!{NUMBER}\)))"
    r"|\s+(?=(?:RESOLVED|Resolved|AGREED|ACTION|Action|DECISION|Decision) ?:)"
)
"""Where one sentence ends and another begins: behind a stop, or before the formula of a decision. What closes
a quotation, and a number in brackets behind the stop, is its `own`."""


@lru_cache(maxsize=100_000)
def part_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text."""
    found: list[str] = []
    start = 0
    for match in END.finditer(text):
        found.append(text[start : match.start()] + (match["own"] or ""))
        start = match.end()
    return tuple(part for part in (*found, text[start:]) if part.strip())
