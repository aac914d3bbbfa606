"""What a reading is like, in numbers from 0 to about 1: the evidence by which readings are compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt

import msgspec

from extract.readings.block_breaks import STOP
from extract.readings.headings import Promise
from extract.readings.listing import Reading, Stretch
from extract.readings.wording import load_wording

UNFINISHED = re.compile(r"(?:[:,-]|\b(?:to|the|and|of|a|for|in|with|that))$")
"""How a text ends that has been cut too short."""

LABELLED = re.compile(r"\brecommendation\s+(?:no\.?\s*)?(\d{1,3}[a-z]?)\b", re.IGNORECASE)
RESOLVED = re.compile(r"\bRESOLVED\b|\bResolved\b")

FORMS = ("should", "must", "will", "recommend", "resolved")
"""Evidence that a text asks or decides."""

LENGTHS = {"under 25": (0, 25), "under 60": (0, 60), "over 700": (701, 10**9), "over 1800": (1801, 10**9)}
"""Lengths in letters that tell scraps, headings, and texts of which several make one."""

LONGEST = 7.5
"""The logarithm of 1,800 letters, by which lengths are measured."""

LEAST = 25
"""Letters of a block that counts among the texts of a document."""

Numbers = Mapping[str, float]


class Ground(msgspec.Struct, frozen=True):
    """What stands in a whole document: letters, pages, the guesses, numbered recommendations, resolutions."""

    letters: int
    pages: int
    guesses: Numbers
    numbered: int
    resolved: int


def ground_of(document: Stretch) -> Ground:
    """Return what stands in a document that has text."""
    blocks = [(b, p) for b, p in zip(document.blocks, document.promised, strict=True) if len(b.text) > LEAST]
    guesses: dict[str, float] = defaultdict(float)
    for block, promised in blocks:
        for name, value in _guesses(_of_text(block.text), promised, marked=bool(block.marker)).items():
            guesses[name] += value
    texts = [block.full for block in document.blocks]
    return Ground(
        sum(map(len, texts)) or 1,
        len({block.page for block in document.blocks}),
        guesses,
        len({number.lower() for text in texts for number in LABELLED.findall(text)}),
        sum(RESOLVED.search(text) is not None for text in texts),
    )


def evidence(reading: Reading, ground: Ground) -> dict[str, float]:
    """Return the numbers of a reading by name; a name that is not there is 0."""
    stretch, rows = reading.stretch, reading.rows
    n = len(rows)
    each = [_of_text(row.text) for row in rows]
    promised = [stretch.promised[row.first] for row in rows]
    found: dict[str, float] = defaultdict(float)
    guessed: dict[str, float] = defaultdict(float)
    for row, numbers, promise in zip(rows, each, promised, strict=True):
        for name, value in numbers.items():
            found[name] += value / n
        found[f"promise {promise}"] += 1 / n
        for name, value in _guesses(numbers, promise, marked=bool(row.ref)).items():
            guessed[name] += value
    for name, count in guessed.items():
        found[f"as {name}"] = 2 * count / (n + ground.guesses.get(name, 0) + 1)
    found.update(_of_set(reading, stretch, ground))
    found.update(_of_kind(reading))
    return dict(found)


@lru_cache(maxsize=100_000)
def _of_text(text: str) -> dict[str, float]:
    wording = load_wording()
    found = {name: 1.0 for name, pattern in wording.evidence.items() if pattern.search(text)}
    if wording.orders.match(text):
        found["order"] = 1.0
    if "order" in found or any(form in found for form in FORMS):
        found["asks"] = 1.0
    length, opening = len(text), text.lstrip("([“\"'")[:1]
    tests = {
        "opens large": opening.isupper() or opening.isdigit(),
        "stopped": STOP.search(text) is not None and text[-1:] not in ":?",
        "unfinished": UNFINISHED.search(text) is not None,
        "question": text.endswith("?"),
        "digits": sum(map(str.isdigit, text)) > 0.15 * length,
        "capitals": text.isupper(),
        **{name: low <= length < high for name, (low, high) in LENGTHS.items()},
    }
    found |= {name: 1.0 for name, holds in tests.items() if holds}
    if "under 60" in found and "stopped" not in found:
        found["title"] = 1.0
    return found | {"length": min(log(length), LONGEST) / LONGEST}


def _guesses(numbers: Numbers, promised: Promise, *, marked: bool) -> dict[str, float]:
    """Return for each plain guess at what the items are whether a text is one: 1 or 0."""
    asks = "asks" in numbers
    holds = {
        "asking": asks,
        "promised": promised >= 2,
        "promised by the nearest": promised == 3,
        "recommending": "recommend" in numbers,
        "resolving": "resolved" in numbers,
        "ordering": "order" in numbers,
        "marked and promised": marked and promised >= 2,
        "asking and promised": asks and promised >= 2,
        "asking and promised by the nearest": asks and promised == 3,
    }
    return {name: 1.0 for name, is_one in holds.items() if is_one}


def _of_set(reading: Reading, stretch: Stretch, ground: Ground) -> dict[str, float]:
    rows = reading.rows
    n = len(rows)
    lengths = [len(row.text) for row in rows]
    mean = sum(lengths) / n
    numbers = [int(digits[-1]) for row in rows if (digits := re.findall(r"\d+", row.ref))]
    pages = len({stretch.blocks[row.first].page for row in rows})
    return {
        "count": log(n) / 5,
        "single": float(n == 1),
        "two": float(n == 2),
        "over 40": float(n > 40),
        "over 80": float(n > 80),
        "numbered": sum(bool(row.ref) for row in rows) / n,
        "numbers run on": _steps(numbers) / max(n - 1, 1),
        "starts at one": float(bool(numbers) and numbers[0] == 1),
        "repeats": 1 - len({row.text for row in rows}) / n,
        "spread of length": min(sqrt(sum((x - mean) ** 2 for x in lengths) / n) / mean, 2.0),
        "share of text": min(sum(lengths) / ground.letters, 1.0),
        "one page": float(pages == 1),
        "share of pages": pages / ground.pages,
        "as many as numbered": _near(n, ground.numbered),
        "as many as resolved": _near(n, ground.resolved),
    }


def _steps(numbers: Sequence[int]) -> int:
    return sum(b == a + 1 for a, b in pairwise(numbers))


def _near(count: int, other: int) -> float:
    return min(count, other) / max(count, other) if other > 1 else 0.0


def _of_kind(reading: Reading) -> dict[str, float]:
    """Return 1 for what a reading is: its kind of opener, filter, start and end, and words that promise."""
    kind, wording = reading.kind, load_wording()
    found = {f"opener {kind.opener}": 1.0}
    if kind.start:
        found |= {f"filter {kind.filtered}": 1.0, f"start {kind.start}": 1.0, f"end {kind.end}": 1.0}
    if kind.opener in ("label", "column", "colon", "lead-in", "words"):
        if wording.strong.search(kind.name):
            found[f"{kind.opener} that promises strongly"] = 1.0
        elif wording.promise.search(kind.name):
            found[f"{kind.opener} that promises"] = 1.0
    if kind.stretch.startswith("column"):
        found["stretch of a column"] = 1.0
    return found
