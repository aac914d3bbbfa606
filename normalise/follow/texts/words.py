"""What a text asks for, as words that can be compared: stems, numbers, names, and negations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import msgspec

from normalise.follow.vocabulary import following, one_for_all
from normalise.values.text import letters, straighten, tidy, unify
from records.months import MONTH

TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
SPELT = {
    word: str(number)
    for number, word in enumerate(
        (
            *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
            *("twelve", "thirteen", "fourteen", "fifteen"),
        ),
        1,
    )
}
UNITS = r"(?:working |calendar )?(?:hour|day|week|fortnight|month|year)s?'?"
COUNT = rf"(?:\d+|{'|'.join(SPELT)})"
SEASON = "spring|summer|autumn|winter"
WHEN = re.compile(
    r"\b(?:within|in|by|before|after|from|until|no later than|of)?\s*(?:the )?"
    r"(?:start of |end of |beginning of )?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:of )?(?:{MONTH})\.?,? ?(?:\d{{4}})?\b"
    rf"|\b(?:by|in|before|after|since|until|from) (?:the )?(?:{SEASON}|end of)? ?(?:19|20)\d\d\b"
    rf"|\b(?:within|in) (?:a|the next|{COUNT}) {UNITS}(?: time)?"
    rf"|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b",
    re.IGNORECASE,
)
"""When something is to be done: a day, a month, a span. It may move from report to report."""
NAME = re.compile(r"\b[A-Z][\w&]*(?:['’]\w+)?")
SHORT = re.compile(r"\b[A-Z]{3,6}\b")
LETTERED = re.compile(r"\b[A-Z][a-z]+ ([A-Z])\b(?!['’])")
"""The letter that tells one of several: 'Zone A'."""
YEARS = re.compile(r"\b(19|20)(\d\d)[-/](\d\d)\b")
"""Two years of which the second is cut short: '2015-20'."""
SUFFIXES = ("ments", "ment", "ings", "ing", "ied", "ies", "ers", "ed", "es", "ly", "er", "ure", "s", "e")
SHORTEST = 4
"""Letters that stay of a word when its ending is taken off."""


class Wording(msgspec.Struct, frozen=True, gc=False):
    """What a text says: all letters of it, its stems that tell something, and what must not differ.

    `line` is the text folded on one line; `numbers` hold digits, but for those that say when; `names` are
    words in capitals within a sentence, folded; `negated` counts words such as 'not'; `words` are all, small
    ones too. `shorts` are short forms such as 'LSCB', folded.
    """

    letters: str
    line: str
    stems: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    negated: int
    words: frozenset[str]
    shorts: frozenset[str]


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return a word without its ending: 'assessments' and 'assessing' are 'assess'."""
    if not word.isalpha() or len(word) <= SHORTEST:
        return word[:-1] if len(word) == SHORTEST and word.endswith("s") and word.isalpha() else word
    for suffix in SUFFIXES:
        least = SHORTEST if suffix in ("ers", "er", "ure", "ly") else SHORTEST - 1
        if word.endswith(suffix) and len(word) - len(suffix) >= least and not word.endswith("eed"):
            word = word[: -len(suffix)] + ("y" if suffix in ("ied", "ies") else "")
            break
    if len(word) > SHORTEST and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if len(word) > SHORTEST and word[-1] in "ey" else word


def tokens(text: str) -> Iterator[str]:
    """Yield the words of a text, folded, numbers as digits, without the ends of possessives."""
    for word in TOKEN.findall(re.sub(r"(?<=\d),(?=\d{3})", "", tidy(text))):
        plain = word.removesuffix("'s")
        yield SPELT.get(plain, plain)


@cache
def _empty() -> frozenset[str]:
    return following().empty | following().negations


def stems(text: str) -> frozenset[str]:
    """Return the stems of the words that tell something."""
    pattern, read_as = one_for_all()
    same = pattern.sub(lambda match: read_as[match[0]], tidy(text))
    return frozenset(stem(word) for word in tokens(same) if word not in _empty())


def wording(text: str) -> Wording:
    """Return what a text says, in the forms in which it is compared."""
    lasting = WHEN.sub(" ", YEARS.sub(r"\1\2-\1\3", straighten(unify(text))))
    said = [*tokens(lasting)]
    found = stems(lasting)
    return Wording(
        letters=letters(text),
        line=" ".join(tokens(text)),
        stems=found,
        numbers=frozenset(
            (*(word for word in said if any(map(str.isdigit, word))), *LETTERED.findall(lasting))
        ),
        names=frozenset(_names(lasting)),
        negated=sum(word in following().negations for word in said),
        words=frozenset(said),
        shorts=frozenset(word.casefold() for word in SHORT.findall(text))
        if not text.isupper()
        else frozenset(),
    )


def _names(text: str) -> Iterator[str]:
    """Yield the words of names: capitals within a sentence, or at its start before another in capitals."""
    if text.isupper():
        return
    for match in NAME.finditer(text):
        before, after = text[: match.start()].rstrip(" \"'(‘“"), text[match.end() :]
        opens = not before or before[-1] in ".:;!?\n•"
        if opens and not re.match(r"(?:,? (?:and |of |the |&))? ?[A-Z]|['’]s ", after):
            continue
        for word in tokens(match[0]):
            if word not in _empty():
                yield word
