"""What the words of a text tell: each sign a bit, so that texts of many blocks are told at once."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extract.readings.block import LABEL, marker_of
from extract.readings.block_breaks import STOP
from extract.readings.openers import COLON
from extract.readings.wording import load_wording

UNFINISHED = re.compile(r"(?:[:,-]|\b(?:to|the|and|of|a|for|in|with|that))$")
"""How a text ends that has been cut too short."""

FORMS = ("should", "must", "will", "recommend", "resolved", "order")
"""Evidence that a text asks or decides."""

LENGTHS = ((0, 25), (0, 60), (701, 10**9), (1801, 10**9))
"""Lengths in letters that tell scraps, headings, and texts of which several make one."""

DIGIT = re.compile(r"\d")

ENDING = 20
"""Letters by which the end of a text is told."""

OPENING = 200
"""Letters by which is told whether a text is figures."""

SHAPES = (
    *("opens large", "stopped", "unfinished", "question", "digits", "capitals", "title"),
    *("marked text", "labelled text"),
    *("under 25", "under 60", "over 700", "over 1800"),
)
"""What is told by how a whole text is written."""


@cache
def text_signs() -> tuple[str, ...]:
    """Return the names of the signs of texts, in the order of their bits."""
    return (*load_wording().evidence, "order", "asks", *SHAPES)


@cache
def _bits() -> dict[str, int]:
    return {name: 1 << at for at, name in enumerate(text_signs())}


def signs(head: str, rest: int, text: str) -> int:
    """Return the signs of a text that opens with `head`; `rest` are those of the blocks behind it."""
    bits = _bits()
    found = _of_words(head, opens=True) | rest
    if any(found & bits[form] for form in FORMS):
        found |= bits["asks"]
    return found | _of_shape(text)


def later_signs(text: str) -> int:
    """Return the signs of a block that is not the first of a text: what opens it tells nothing."""
    return _of_words(text, opens=False)


@lru_cache(maxsize=100_000)
def _of_words(text: str, *, opens: bool) -> int:
    wording, bits = load_wording(), _bits()
    found, start = 0, 0
    if not opens:
        text, start = f" {text}", 1  # "^" in a pattern is the beginning of the text alone
    for name, pattern in wording.evidence.items():
        if pattern.search(text, start):
            found |= bits[name]
    return found | bits["order"] if opens and wording.orders.match(text) else found


@lru_cache(maxsize=100_000)
def _of_shape(text: str) -> int:
    length, opening, ending, first = len(text), text.lstrip("([“\"'")[:1], text[-ENDING:], text[:OPENING]
    stopped = STOP.search(ending) is not None and text[-1:] not in ":?"
    marker = marker_of(text[:ENDING].split(None, 2)[:2], "")
    holds = (
        opening.isupper() or opening.isdigit(),
        stopped,
        UNFINISHED.search(ending) is not None,
        text.endswith("?"),
        len(DIGIT.findall(first)) > 0.15 * len(first),
        first.isupper(),
        LENGTHS[1][0] <= length < LENGTHS[1][1] and not stopped,
        marker != "" and not marker.startswith("bullet"),
        COLON.match(first) is not None or LABEL.match(first) is not None,
        *(low <= length < high for low, high in LENGTHS),
    )
    start = len(text_signs()) - len(SHAPES)
    return sum(1 << at for at, is_so in enumerate(holds, start) if is_so)
