"""Readings from the likeliest, the first ones unlike each other, by weights that people can read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

import msgspec
import numpy as np

from extract.readings.evidence.gather import Evidence, gather
from extract.readings.examples import letters_of
from extract.readings.listing import Listing, Reading
from records.strict_yaml import load

UNLIKE = 20
"""So many readings at the head of the list are unlike each other."""

CANDIDATES = 500
"""The likeliest readings, among which unlike ones are looked for."""

SHARED = 0.5
"""Two readings that share more than this part of their rows are shades of one."""


class _Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    weights: dict[str, float]


class Ranked(msgspec.Struct, frozen=True):
    """A reading and its score: larger is likelier, without a scale that holds between documents."""

    reading: Reading
    score: float


@cache
def load_weights() -> Mapping[str, float]:
    """Return what each piece of evidence counts. Raise `ConfigError` where `weights.yaml` cannot be read."""
    return load(Path(__file__).with_name("weights.yaml"), _Weights).weights


def scores(evidence: Evidence) -> list[float]:
    """Return how likely each reading is beside the others of its document."""
    weights = load_weights()
    counts = np.array([weights.get(name, 0.0) for name in evidence.names])
    found: list[float] = (evidence.values @ counts).tolist()
    return found


def rank(listing: Listing, example: str | None = None) -> list[Ranked]:
    """Return the readings from the likeliest; with `example`, those that hold a row of exactly this text."""
    if listing.document is None or not listing.readings:
        return []
    likely = scores(gather(listing.readings, listing.document))
    scored = [Ranked(reading, value) for reading, value in zip(listing.readings, likely, strict=True)]
    if example is not None:
        kept = {reading.reading_id for reading in holding(listing.readings, example)}
        scored = [each for each in scored if each.reading.reading_id in kept]
    scored.sort(key=lambda each: (-each.score, each.reading.reading_id))
    first = unlike(scored[:CANDIDATES])
    taken = {each.reading.reading_id for each in first}
    return [*first, *(each for each in scored if each.reading.reading_id not in taken)]


def unlike(scored: Iterable[Ranked]) -> list[Ranked]:
    """Return the first readings that share few rows with any before them."""
    found: list[Ranked] = []
    held: list[frozenset[str]] = []
    for each in scored:
        texts = frozenset(row.text for row in each.reading.rows)
        if all(len(texts & other) <= SHARED * len(texts | other) for other in held):
            found.append(each)
            held.append(texts)
            if len(found) == UNLIKE:
                break
    return found


def holding(readings: Sequence[Reading], example: str) -> list[Reading]:
    """Return the readings that hold a row of exactly this text, letters and digits compared."""
    wanted = letters_of(example)
    return [reading for reading in readings if any(letters_of(row.text) == wanted for row in reading.rows)]


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    """Return the letters and digits of a text, small, words parted by single spaces."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold()
    return re.sub(r"[\W_]+", " ", plain).strip()
