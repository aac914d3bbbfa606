"""What is known of rewordings, and how sure a link must be: `vocab/following.yaml`, loaded strictly."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache

import msgspec

from normalise.values.lookups import VOCAB
from records.strict_yaml import load


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How sure a link must be; `vocab/following.yaml` says what each means."""

    both_differ: float
    one_differs: float
    surely_alike: float
    asked: float
    asked_of_place: float
    margin: float
    margin_of_two: float
    series_pairs: int
    series_share: float
    numbers_agree: float
    words_enough: int
    part_left: float


class Following(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of vocab/following.yaml."""

    alike: tuple[tuple[str, ...], ...]
    opposite: tuple[tuple[frozenset[str], frozenset[str]], ...]
    exclusive: tuple[tuple[frozenset[str], ...], ...]
    light: frozenset[str]
    negations: frozenset[str]
    empty: frozenset[str]
    common_in_titles: frozenset[str]
    limits: Limits


@cache
def following() -> Following:
    """Return what vocab/following.yaml holds. Raises `ConfigError`."""
    return load(VOCAB / "following.yaml", Following)


@cache
def one_for_all() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return a pattern of the words and phrases that others stand for, and what each is read as."""
    read_as = {each: words[0].replace(" ", "-") for words in following().alike for each in words}
    longest = sorted(map(re.escape, read_as), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest)})\b"), read_as


@cache
def usual_words() -> tuple[Mapping[str, int], int]:
    """Return in how many texts of recommendations a stem stood, of the usual ones, and how many texts."""
    with (VOCAB / "recommendation_words.csv").open(encoding="utf-8", newline="") as file:
        counts = {row["stem"]: int(row["texts"]) for row in csv.DictReader(file)}
    return counts, counts.pop("")
