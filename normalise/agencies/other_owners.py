"""Owners that are no public body of the register: posts, teams, groups, and words for 'nobody'."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Literal

import msgspec

from normalise.registers.names import SMALL_WORDS, Phrase, phrase_of, rules
from normalise.values.lookups import VOCAB
from normalise.values.text import either
from records.errors import ConfigError
from records.strict_yaml import load

OwnerClass = Literal["post", "team", "group"]
CLASSES: tuple[OwnerClass, ...] = ("post", "group", "team")
"""In the order in which they are asked: 'Children's Services Manager' is a post, 'all services' a group."""


LONGEST_TEAM = 5
"""Words of a team's or group's name in running text."""
TWO_LETTERS = 2
"""'IT' and 'HR' are teams, 'it' is a word."""


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The phrases that tell a class: whole, by their first words, by their last."""

    exact: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`vocab/agency_words.yaml`."""

    post: Phrases
    team: Phrases
    group: Phrases
    apart: frozenset[str]
    inseparable: frozenset[str]
    nobody: frozenset[str]
    organisation_ends: frozenset[str]


@cache
def words() -> Words:
    """Load the words for owners once; a phrase listed whole for two classes is a ConfigError."""
    found = load(VOCAB / "agency_words.yaml", Words)
    listed = [*found.post.exact, *found.team.exact, *found.group.exact, *found.nobody]
    twice = sorted(phrase for phrase, times in Counter(listed).items() if times > 1)
    if twice:
        raise ConfigError(f"agency_words.yaml: '{twice[0]}' stands under two classes. Keep one.")
    return found


@cache
def _patterns() -> Mapping[OwnerClass, re.Pattern[str]]:
    listed: Mapping[OwnerClass, Phrases] = {each: getattr(words(), each) for each in CLASSES}
    return {
        each: re.compile(
            rf"(?:{either(of.exact)})|(?:{either(of.starts)})\s.+|(?:.*\s)?(?:{either(of.ends)})"
        )
        for each, of in listed.items()
    }


@lru_cache(maxsize=1 << 14)
def owner_class(phrase: Phrase) -> OwnerClass | None:
    """Return whether a phrase is a post, a group or a team; None for everything else.

    These are told by their words alone, so a name that the register knows must be asked for first:
    'Probation Service' is a body, 'Fostering Service' a team. Two teams joined by 'and' are one joint team.
    """
    key = phrase.words
    if len(key) <= TWO_LETTERS and not phrase.plain.isupper():
        return None
    listed = next((each for each in CLASSES if key in getattr(words(), each).exact), None)
    told = listed or next((each for each in CLASSES if _patterns()[each].fullmatch(key)), None)
    if told is not None:
        return told
    joined = key.split(" and ")
    return "team" if len(joined) > 1 and all(_patterns()["team"].fullmatch(part) for part in joined) else None


def listed_whole(phrase: Phrase) -> bool:
    """Return whether the whole phrase is listed, so that its 'and' joins no two owners."""
    found, key = words(), phrase.words
    return any(key in each.exact for each in (found.post, found.team, found.group))


@cache
def inseparable() -> re.Pattern[str]:
    """Match the phrases within which 'and', '&' and commas part nothing."""
    spaced = (
        re.escape(each).replace(r"\ and\ ", r"\s+(?:and|&)\s+").replace(r"\ ", r"[\s,]+")
        for each in words().inseparable
    )
    return re.compile(rf"\b(?:{'|'.join(sorted(spaced, key=len, reverse=True))})\b", re.IGNORECASE)


def told_from_the_start(phrase: Phrase) -> bool:
    """Return whether running text surely names a post, team or group: listed whole, or begun as a post is.

    A last word alone tells too little there ('the quality of services'), and what follows 'head of' may
    be a story: it must be a team, or in capitals.
    """
    if listed_whole(phrase):
        return True
    match = post_starts().match(phrase.unbracketed)
    rest = phrase.unbracketed[match.end() :].strip() if match else ""
    within = rest.split()
    capitals = all(word[0].isupper() or word.casefold() in SMALL_WORDS for word in within)
    team = capitals or (len(within) <= LONGEST_TEAM and owner_class(phrase_of(rest)) == "team")
    return bool(rest) and team


@cache
def post_starts() -> re.Pattern[str]:
    """Match how a post begins: 'the Head of'."""
    return re.compile(
        rf"(?:the\s+)?(?:{either(words().post.starts)})\b(?:\s+for\b)?(?:\s+the\b)?", re.IGNORECASE
    )


def named_organisation(phrase: Phrase) -> bool:
    """Return whether a phrase reads as the name of some organisation: a proper name, then what it is.

    Only the words that say what it is may stand in small letters: 'Linmouth safeguarding children board'.
    """
    key, printed = phrase.key.split(), phrase.name.split()
    if len(key) < 2 or not printed[0][0].isupper() or printed[0].casefold() in SMALL_WORDS:
        return False
    if re.search(r"\bthe [a-z]", phrase.name) or any(
        word[0].islower() and word.strip(",.").casefold() not in _kind_words() for word in printed
    ):
        return False
    return key[0] == "nhs" or key[-1] in words().organisation_ends or phrase.kind is not None


@cache
def _kind_words() -> frozenset[str]:
    """Return the words that say what a body is."""
    found, forms = rules(), rules().forms
    named = (*found.into, *forms.heads, *words().organisation_ends, *forms.trust_type, "children's")
    return SMALL_WORDS | forms.not_distinctive | {word for form in named for word in form.split()}
