"""A text that a person typed or copied, and the items of readings that are it, or nearest to it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nlargest

from extract.readings.cuts import Row
from extract.readings.listing import Reading

CLOSER_LOOK = 20
"""Texts that share most words with an example, of which the nearest is told letter by letter."""


@lru_cache(maxsize=100_000)
def letters_of(text: str) -> str:
    """Return the letters and digits of a text, small: line ends, quotes and hyphens tell no texts apart."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def nearest(readings: Sequence[Reading], example: str) -> tuple[Reading, Row] | None:
    """Return the item whose text is most like an example, and its reading; None if none shares a word."""
    wanted, letters = _words(example), letters_of(example)
    rows = {row.text: (reading, row) for reading in readings for row in reading.rows}
    shares = {text: _share(_words(text), wanted) for text in rows}
    likely = [text for text in nlargest(CLOSER_LOOK, shares, key=shares.__getitem__) if shares[text] > 0]
    if not likely:
        return None
    return rows[max(likely, key=lambda text: SequenceMatcher(None, letters_of(text), letters).ratio())]


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def _share(some: frozenset[str], others: frozenset[str]) -> float:
    return len(some & others) / max(len(some | others), 1)
