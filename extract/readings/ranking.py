"""Readings from the likeliest, the first ones chosen so that one of them is near the right one.

Weights that people can read make the score of a reading. Each of the likeliest readings may be the right one,
with a chance by its score; what another one is worth then is the share of rows that the two have in common.
The first reading is worth most by itself, each further one adds most to those before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from extract.readings.evidence.gather import Evidence, gather
from extract.readings.examples import letters_of
from extract.readings.listing import Listing, Reading
from records.strict_yaml import load

Numbers: TypeAlias = NDArray[np.floating[Any]]

FIRST = 20
"""Readings at the head of the list that are chosen to differ."""

CANDIDATES = 400
"""The likeliest readings, among which the first ones are looked for."""

EVEN = 1.5
"""Points of score by which one reading is e times as likely as another. With publishers left out the first
readings have a rows F1 of .60 and the best of five .735; with 2.5 points .55 and .724, with one .60 and .732
(benchmarks/fit_readings.py, three ways to part the publishers)."""

MOST_ROWS = 120
"""Rows above which a reading comes behind the others, unless a row of it is shown: the longest list of the
papers at hand has 53."""

LEAST_GAIN = 1e-6
"""What a further reading adds at least."""

AT_ONCE = 4096
"""Texts that are compared at once, which bounds the memory."""


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each piece of evidence counts: among all readings, and among those that hold an example."""

    weights: dict[str, float]
    with_example: dict[str, float]


class Ranked(msgspec.Struct, frozen=True):
    """A reading and its score: larger is likelier, without a scale that holds between documents."""

    reading: Reading
    score: float


@cache
def load_weights() -> Weights:
    """Return what each piece of evidence counts. Raise `ConfigError` where `weights.yaml` cannot be read."""
    return load(Path(__file__).with_name("weights.yaml"), Weights)


def scores(evidence: Evidence, weights: Mapping[str, float]) -> Numbers:
    """Return how likely each reading is beside the others of its document."""
    counts = np.array([weights.get(name, 0.0) for name in evidence.names])
    return np.asarray(evidence.values @ counts, np.float64)


def rank(listing: Listing, example: str | None = None) -> list[Ranked]:
    """Return the readings from the likeliest; with `example`, those that hold a row of exactly this text."""
    if listing.document is None or not listing.readings:
        return []
    evidence, weights = gather(listing.readings, listing.document), load_weights()
    points = scores(evidence, weights.weights if example is None else weights.with_example).tolist()
    scored = [Ranked(reading, value) for reading, value in zip(listing.readings, points, strict=True)]
    if example is not None:
        kept = set(map(id, holding(listing.readings, example)))
        scored = [each for each in scored if id(each.reading) in kept]
    scored.sort(key=lambda each: (-each.score, each.reading.reading_id))
    return unlike_first(scored, with_example=example is not None)


def unlike_first(scored: Sequence[Ranked], *, with_example: bool) -> list[Ranked]:
    """Return readings from the likeliest with those first that are to be shown, those of very many rows last.

    With an example these are as good as the others.
    """
    long = [each for each in scored if len(each.reading.rows) > MOST_ROWS and not with_example]
    kept = [each for each in scored if len(each.reading.rows) <= MOST_ROWS or with_example]
    head = kept[:CANDIDATES]
    texts = [frozenset(row.text for row in each.reading.rows) for each in head]
    first = first_ones(texts, np.array([each.score for each in head]), FIRST)
    rest = set(range(len(head))).difference(first)
    return [*(head[at] for at in first), *(head[at] for at in sorted(rest)), *kept[CANDIDATES:], *long]


def first_ones(texts: Sequence[Collection[str]], scored: Numbers, number: int) -> list[int]:
    """Return the places of the readings to show first, so many at most, by their texts and scores."""
    if not texts:
        return []
    chances = np.exp((scored - scored.max()) / EVEN)
    chances /= chances.sum()
    worth = _in_common(texts)
    found: list[int] = []
    held = np.zeros(len(texts))
    for _ in range(number):
        gains = chances @ np.maximum(worth - held[:, None], 0)
        best = int(gains.argmax())
        if gains[best] < LEAST_GAIN:
            break
        found.append(best)
        held = np.maximum(held, worth[:, best])
    return found


def _in_common(texts: Sequence[Collection[str]]) -> Numbers:
    """Return the share of texts that any two readings have in common, as F1."""
    numbers: dict[str, int] = {}
    held = [[numbers.setdefault(text, len(numbers)) for text in some] for some in texts]
    counts = np.array([len(some) for some in held], np.float64)
    readings, places = np.repeat(np.arange(len(held)), counts.astype(int)), np.concatenate(held)
    both = np.zeros((len(held), len(held)))
    for start in range(0, len(numbers), AT_ONCE):
        here = (places >= start) & (places < start + AT_ONCE)
        holds = np.zeros((len(held), AT_ONCE), np.float32)
        holds[readings[here], places[here] - start] = 1
        both += holds @ holds.T
    return 2 * both / (counts[:, None] + counts[None, :])


def holding(readings: Sequence[Reading], example: str) -> list[Reading]:
    """Return the readings that hold a row of exactly this text, letters and digits compared."""
    wanted = letters_of(example)
    rows = {id(row): row for reading in readings for row in reading.rows}
    same = {key for key, row in rows.items() if letters_of(row.text) == wanted}
    return [reading for reading in readings if any(id(row) in same for row in reading.rows)]


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    """Return the letters and digits of a text, small, words parted by single spaces."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold()
    return re.sub(r"[\W_]+", " ", plain).strip()
