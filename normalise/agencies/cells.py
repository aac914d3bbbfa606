"""An owner cell as words and what stands between them, and what lets a phrase stand as an owner."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import msgspec

from normalise.agencies.context import Setting, role_of
from normalise.agencies.lookup import known_name
from normalise.agencies.other_owners import inseparable, named_organisation, owner_class
from normalise.registers.load import Register
from normalise.registers.names import Phrase, phrase_of

Joint = Literal["start", "line", "slash", "comma", "and", "space"]
"""What stands before a word. `line` is also ';', a bullet or a label such as 'Lead:', `slash` also '+'."""
Standing = Literal["name", "role", "acronym", "organisation", "post", "team", "group"]
"""What lets a phrase stand by itself in a list. `name` is a full name of the register."""

LONGEST_OWNER = 200
"""Characters of the longest phrase that can be one owner; more is prose."""
MOST_WORDS = 30
"""Words of it."""
START: Joint = "start"
SPACE: Joint = "space"
JOINTS: tuple[Joint, ...] = ("line", "slash", "comma", "and")
CERTAIN: frozenset[Joint] = frozenset({"start", "line", "slash"})
SEPARATOR = re.compile(
    r"""
      (?P<line> (?: ^ | \s*[\n\r;|•]+ | (?<=\s) ) \s*
                (?:joint\s)? (?:leads?|support(?:ed\sby|ing)?|owners?) \s*:\s*
              | (?: ^ | (?<=\s) ) \(?\d{1,2}[.)]\s+
              | \s*[\n\r;|•]+[\s;]* )
    | \s*(?P<comma>,) \s* (?:(?:and|&)\s+)?
    | \s+(?P<and> and/or | and | & | plus
                | (?:in\s(?:partnership|conjunction|consultation|liaison)\s)? with
                | (?:together|along|jointly) \s with
                | supported\sby ) \s+
    | \s*(?P<slash> / | \s\+ ) \s*
    | \s+
    """,
    re.IGNORECASE | re.VERBOSE,
)
CLOSED = re.compile(r"\bn/a\b|\d/\d|\([^()]*\)|\[[^\[\]]*\]", re.IGNORECASE)


class Word(NamedTuple):
    """A word by its place in the cell's text, and what stands before it."""

    start: int
    end: int
    joint: Joint


class Span(NamedTuple):
    """Words from `first` up to, not including, `after`."""

    first: int
    after: int

    @property
    def words(self) -> int:
        """How many words it holds."""
        return self.after - self.first


class Cell(NamedTuple):
    """A cell as its words, with the questions asked of any stretch of them."""

    text: str
    words: Sequence[Word]
    setting: Setting
    register: Register

    @property
    def whole(self) -> Span:
        """All its words."""
        return Span(0, len(self.words))

    def phrase(self, span: Span) -> Phrase:
        """Return what is printed from the first word to the last, with all that stands between."""
        return phrase_of(self.text[self.words[span.first].start : self.words[span.after - 1].end])

    def stands(self, span: Span) -> Standing | None:
        """Return what lets the words stand as an owner, or None."""
        return standing(self.phrase(span), self.setting, self.register)

    def stretches(self, joints: frozenset[Joint], within: Span) -> list[Span]:
        """Part words before each one that one of `joints` precedes."""
        cuts = [n for n in range(within.first + 1, within.after) if self.words[n].joint in joints]
        edges = [within.first, *cuts, within.after]
        return [Span(first, after) for first, after in pairwise(edges)]


def read_cell(text: str, setting: Setting, register: Register) -> Cell:
    """Find the words of a text. Brackets, and phrases such as 'police and crime', are one word."""
    closed = [match.span() for pattern in (CLOSED, inseparable()) for match in pattern.finditer(text)]
    words: list[Word] = []
    start, joint = 0, START
    for match in SEPARATOR.finditer(text):
        if any(first <= match.start() < last for first, last in closed):
            continue
        found = _joint(match)
        if match.start() > start:
            words.append(Word(start, match.start(), joint))
            joint = found
        elif joint == "space" or found in CERTAIN:
            joint = found
        start = match.end()
    if start < len(text):
        words.append(Word(start, len(text), joint))
    return Cell(text, words, setting, register)


def _joint(match: re.Match[str]) -> Joint:
    return next((each for each in JOINTS if match[each]), SPACE)


def standing(phrase: Phrase, setting: Setting, register: Register) -> Standing | None:
    """Return what lets a phrase stand by itself in a list of owners, or None."""
    if len(phrase.printed) > LONGEST_OWNER:
        return None
    if known_name(phrase, register):
        return "name"
    long = setting.abbreviations.get(phrase.name)
    if long is not None:
        return (
            standing(phrase_of(long), msgspec.structs.replace(setting, abbreviations={}), register)
            or "acronym"
        )
    role = role_of(phrase, register)
    if role is not None and role.resolve_by == "not_an_agency":
        return None
    if role is not None:
        return "group" if role.resolve_by == "group" else "role"
    owner = owner_class(phrase)
    if owner is not None:
        return owner
    if phrase.is_acronym:
        return "acronym"
    return "organisation" if named_organisation(phrase) else None
