"""How a recommendation says who must act, as patterns made of `vocab/agency_leads.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from normalise.values.lookups import VOCAB, load
from normalise.values.text import single_spaces


class Leads(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of leads; what each list is for is said in the file."""

    openings: tuple[str, ...]
    clauses: frozenset[str]
    duties: tuple[str, ...]
    not_verbs: frozenset[str]
    verbs: frozenset[str]
    asking: tuple[str, ...]
    asides: frozenset[str]
    no_doers: frozenset[str]
    not_within: frozenset[str]


@lru_cache(maxsize=1)
def leads() -> Leads:
    """Load the words of leads once."""
    return load(VOCAB / "agency_leads.yaml", Leads)


@lru_cache(maxsize=1)
def opening() -> re.Pattern[str]:
    """Match what stands before the doer, also 'The Task Group recommends that'."""
    recommends = r"[^.;:]{0,80}?\brecommend(?:s|ed)?\s+that"
    return re.compile(rf"({recommends}|{_either(leads().openings)})\s+", re.IGNORECASE)


def opens_clause(match: re.Match[str] | None) -> bool:
    """Return whether a clause with a plain verb follows an opening: 'ensure that the board receives'."""
    if match is None:
        return False
    words = single_spaces(match[1].casefold())
    return words in leads().clauses or words.endswith(" that")


@lru_cache(maxsize=1)
def duty() -> re.Pattern[str]:
    """Match where a lead ends: a duty in the active voice, or (group `to`) 'to' and a verb.

    'Plans should be reviewed' lays no duty on plans; 'the police should be asked to' lays one on them.
    """
    told = r"be\s+(?:asked|requested|invited|required|expected|encouraged)\s+to\b"
    passive = rf"(?!\s+(?:also\s+|not\s+)?(?!{told})be\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|ld|pt|ne|de)\b)"
    no_verb = rf"(?!(?:{_either(leads().not_verbs)})\b)(?!be\s)"
    to_verb = rf"\b(?P<to>to)\s+(?:[a-z]+ly\s+)?{no_verb}[a-z]+"
    return re.compile(rf"\b(?:{_either(leads().duties)})\b{passive}|{to_verb}")


@lru_cache(maxsize=1)
def clause_verb() -> re.Pattern[str]:
    """Match a plain verb as it follows a doer."""
    return re.compile(rf"\b(?:{_either(leads().verbs)})\b")


@lru_cache(maxsize=1)
def asking() -> re.Pattern[str]:
    """Match who is asked to act: 'asks (NHS Stourleigh) to consider'."""
    return re.compile(rf"\b(?:{_either(leads().asking)})\s+(.{{3,200}}?)\s+to\s+[a-z]", re.IGNORECASE)


def tells_a_deed(first_word: str) -> bool:
    """Return whether a word is the plain form of a listed verb: 'Establish' of 'establishes'."""
    return not {f"{first_word}s", f"{first_word}es"}.isdisjoint(leads().verbs)


def _either(phrases: Iterable[str]) -> str:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
