"""The keys that ISO 32000 gives to the dictionaries of a PDF that lead to text, and the names they may have.

A reader passes over keys that it does not know. `/Contentz` is such a key, and its page is blank.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

BYTE = re.compile(r"\\x[0-9a-f]{2}")

NEAR, NEAR_IF_SHORT, SHORT = 2, 1, 5
"""Letters in which a key may differ from the one that is meant, and how many in one of so few letters."""


def _rows(file: str) -> Iterator[dict[str, str]]:
    with Path(__file__).with_name(file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _load_keys() -> dict[str, dict[str, str]]:
    """Return for each kind of dictionary its keys, each with the kind of dictionary that it holds or ''.

    `keys.csv` also has private keys of well-known writers. Raises `ValueError` for a key given twice and for
    a kind that has no keys.
    """
    kinds: dict[str, dict[str, str]] = {}
    for row in _rows("keys.csv"):
        keys = kinds.setdefault(row["dictionary"], {})
        if row["key"] in keys:
            raise ValueError(f"keys.csv: '{row['key']}' is given twice for '{row['dictionary']}'.")
        keys[row["key"]] = row["holds"]
    for kind, keys in kinds.items():
        if unknown := {holds for holds in keys.values() if holds} - kinds.keys():
            raise ValueError(f"keys.csv: '{kind}' holds {sorted(unknown)}, which have no keys.")
    return kinds


KEYS = _load_keys()


def _load_names() -> dict[str, dict[str, frozenset[str]]]:
    """Return for each kind of dictionary the names that some of its keys may have as values.

    Raises `ValueError` for a key that `keys.csv` does not know.
    """
    names: dict[str, dict[str, frozenset[str]]] = {kind: {} for kind in KEYS}
    for row in _rows("names.csv"):
        kind, key = row["dictionary"], row["key"]
        if key not in KEYS.get(kind, {}):
            raise ValueError(f"names.csv: '{kind}' has no key '{key}'.")
        names[kind][key] = names[kind].get(key, frozenset()) | {row["name"]}
    return names


NAMES = _load_names()


def misspelt(kind: str, dictionary: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield each key of a dictionary that is nearly one it could have and has not, and that key."""
    unknown = dictionary.keys() - KEYS[kind].keys()
    for key in sorted(unknown):
        meant = nearest(_spelt(key), KEYS[kind].keys() - dictionary.keys())
        if meant is not None:
            yield key, meant


def _spelt(key: str) -> str:
    """Return a key as letters: pdfminer gives one that is not UTF-8 as Python writes bytes."""
    return BYTE.sub("?", key[2:-1]) if key.startswith("b'") else key


def nearest(word: str, known: Collection[str]) -> str | None:
    """Return the known word that differs in the fewest letters, None if each differs in more than is near."""
    ranked = sorted((_distance(word, other), other) for other in known if _may_be_near(word, other))
    if not ranked:
        return None
    distance, meant = ranked[0]
    return meant if distance <= (NEAR_IF_SHORT if len(meant) < SHORT else NEAR) else None


def _may_be_near(one: str, other: str) -> bool:
    """Return False for words whose lengths or letters tell that they are not near: most, and told soon."""
    return abs(len(one) - len(other)) <= NEAR and len({*one} ^ {*other}) <= 2 * NEAR


def _distance(one: str, other: str) -> int:
    """Return how many letters must be changed, left out or put in to make one word of the other."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row = row, [at]
        for place, with_ in enumerate(other):
            row.append(min(before[place] + (letter != with_), before[place + 1] + 1, row[-1] + 1))
    return row[-1]
