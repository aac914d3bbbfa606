"""Whole words in names and titles: which committees, papers and reports are taken, and why."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import msgspec

from records.strict_yaml import load

GENERIC = frozenset(
    {
        *("council", "city", "borough", "metropolitan", "county", "district", "unitary", "authority"),
        *("london", "royal", "of", "the", "and"),
    }
)
"""Words of the names of councils that lists of places leave out or put in as they like."""


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of report of the inspectorate, and the words of its titles."""

    name: str
    titles: tuple[str, ...]


class Kinds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The kinds of report that are read, and the words of titles of those that are not."""

    never: tuple[str, ...]
    kinds: tuple[Kind, ...]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of words.yaml."""

    committees: tuple[str, ...]
    documents: tuple[str, ...]
    ofsted: Kinds


@cache
def usual_words() -> Words:
    """Return the words that hold where a source names none of its own."""
    return load(Path(__file__).with_name("words.yaml"), Words)


def tokens(text: str) -> list[str]:
    """Return the words of a text in small letters; `Children's` is `children` and `s`."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())


def first_of(phrases: tuple[str, ...], text: str) -> str | None:
    """Return the first of the phrases that stands in a text as whole words, None if none does."""
    padded = f" {' '.join(tokens(text))} "
    return next((phrase for phrase in phrases if f" {' '.join(tokens(phrase))} " in padded), None)


def taken_for(phrases: tuple[str, ...], text: str, what: str) -> str | None:
    """Return why a text is taken: a phrase that stands in it, or that all are; None if it is not."""
    if not phrases:
        return f"every {what}"
    found = first_of(phrases, text)
    return None if found is None else f"{what} has '{found}'"


def report_kind(title: str, wanted: tuple[str, ...]) -> str | None:
    """Return why a report of the inspectorate is taken, by its title; None for one that is not.

    `wanted` holds names of kinds, or words of titles; without any, all kinds that are read are taken.
    """
    known = usual_words().ofsted
    names = {kind.name for kind in known.kinds}
    if (own := first_of(tuple(word for word in wanted if word not in names), title)) is not None:
        return f"title has '{own}'"
    if first_of(known.never, title) is not None:
        return None
    for kind in known.kinds:
        if (found := first_of(kind.titles, title)) is not None:
            return f"{kind.name}: title has '{found}'" if not wanted or kind.name in wanted else None
    return None


def place_key(name: str) -> tuple[str, ...]:
    """Return what tells a place from others in its name: `Wiltshire Council` and `wiltshire` are alike."""
    return tuple(sorted(token for token in tokens(name) if token not in GENERIC))
