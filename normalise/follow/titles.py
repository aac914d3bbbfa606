"""Which document names another by its title: 'Government response to the Rapid Review of …'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from normalise.follow.papers import Paper
from normalise.follow.texts.words import stem, tokens
from normalise.follow.vocabulary import following, usual_words
from normalise.values.text import letters

ENOUGH = 3
"""Words of its own that a title must have to be known by it without a place."""
USUAL = 80
"""Texts of recommendations in which a word of a title stands that tells nothing by itself."""
FOLLOWING = re.compile(
    r"\b(?:respon[sd]\w*|repl(?:y|ies)|follow(?:s|ing|ed)?[ -]?up|updates?|progress|monitoring|"
    r"implementation|action plan|tracker|months? on|year on|review of recommendations)\b",
    re.IGNORECASE,
)
"""What the title of a paper says that goes on from another."""
PRELIMINARY = re.compile(r"\b(?:interim|draft|initial|emerging|preliminary)\b", re.IGNORECASE)
FIRST_KINDS = frozenset({"inspection", "inquiry_report", "assembly_report", "audit"})
"""Papers that begin: what they ask for is theirs, unless their title says that they follow."""


@lru_cache(maxsize=1 << 14)
def own_words(title: str) -> frozenset[str]:
    """Return the stems of a title by which it is told from others."""
    common = following().common_in_titles | following().empty
    return frozenset(stem(word) for word in tokens(title) if word not in common and not word.isdigit())


@lru_cache(maxsize=1 << 14)
def main_title(title: str) -> str:
    """Return a title without what stands behind a colon or dash, if enough is left to know it by."""
    first = re.split(r":|\s[-–—]\s", title)[0]
    return first if len(own_words(first)) >= ENOUGH else title


@lru_cache(maxsize=1 << 14)
def _letters(title: str) -> str:
    return letters(title)


def goes_on(paper: Paper) -> bool:
    """Return whether a paper is of a kind that goes on from others, or says so in its title."""
    return paper.kind not in FIRST_KINDS or FOLLOWING.search(paper.title) is not None


def quotes(later: Paper, earlier: Paper) -> bool:
    """Return whether the title of one paper holds that of the other, which has words enough of its own."""
    main = main_title(earlier.title)
    known = len(own_words(main)) >= ENOUGH
    return known and later.title != earlier.title and _letters(main) in _letters(later.title)


def names(later: Paper, earlier: Paper) -> bool:
    """Return whether a paper says by its title that it goes on from another of its place.

    Beside a place one word of its own is enough: 'Libraries Task Group: follow-up' goes on from 'Library
    Services Task Group'. Two inquiries, or two inspections, do not go on from each other; a final report does
    from its interim one, and an issue of a plan from another of the same title.
    """
    if later.follows == earlier.document_id:
        return True
    one_place = bool(later.where) and later.where == earlier.where
    if one_place and PRELIMINARY.search(earlier.title) and own_words(earlier.title) == own_words(later.title):
        return bool(own_words(later.title)) and later.kind == earlier.kind
    if not goes_on(later):
        return False
    if one_place and later.title and _letters(later.title) == _letters(earlier.title):
        return goes_on(earlier)
    if quotes(later, earlier):
        return True
    own = own_words(earlier.title) - own_words(earlier.place)
    return one_place and _tells(own) and own <= own_words(later.title)


def _tells(own: frozenset[str]) -> bool:
    """Return whether words of a title tell it from others: 'children' and 'health' alone do not."""
    usual = usual_words()[0]
    return any(usual.get(word, 0) < USUAL for word in own)


def quoted_by(papers: Iterable[Paper]) -> dict[str, set[str]]:
    """Return for each document those whose titles hold its own; one whose title others share is not found.

    Only documents that some title could mean are compared: those that share the rarest of their words.
    """
    held = list(papers)
    same: dict[str, int] = {}
    places: dict[str, int] = {}
    for paper in held:
        same[letters(paper.title)] = same.get(letters(paper.title), 0) + 1
        for word in own_words(paper.title):
            places[word] = places.get(word, 0) + 1
    by_word = _by_rarest(held, places)
    found: dict[str, set[str]] = {}
    for later in held:
        if not goes_on(later):
            continue
        for word in own_words(later.title):
            for earlier in by_word.get(word, ()):
                alone = same[letters(earlier.title)] == 1
                clash = earlier.where and later.where and earlier.where != later.where
                if alone and not clash and earlier is not later and quotes(later, earlier):
                    found.setdefault(earlier.document_id, set()).add(later.document_id)
    return found


def _by_rarest(papers: Iterable[Paper], counts: Mapping[str, int]) -> dict[str, list[Paper]]:
    """Return the papers whose main titles can be known without a place, by their rarest word."""
    found: dict[str, list[Paper]] = {}
    for paper in papers:
        words = own_words(main_title(paper.title))
        if len(words) >= ENOUGH:
            rarest = min(words, key=lambda word: (counts[word], word))
            found.setdefault(rarest, []).append(paper)
    return found
