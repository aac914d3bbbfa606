"""How alike two texts are, and what keeps them apart however alike they are."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec
from rapidfuzz import fuzz

from normalise.follow.texts.words import Wording, stem
from normalise.follow.vocabulary import following, usual_words

SPELLING = 0.3
"""Share of the likeness that the order of letters makes; the rest is that of the weights of words."""

WITHIN, LONG = 0.05, 40
"""Share of words up to which a text is contained in another, and the words from which that is a long one."""
LIGHT = 0.25
"""What the words weigh that say who asks or how: a quarter."""
SAME_BEGINNING = 5
"""Letters with which two words must begin to be forms of one: 'agree' and 'agreement'."""
MOST_ALIKE = 0.7
"""Share of the longer of two words that must be the same, from its beginning, if the other is no part."""
SAME_ORDER = 90.0
"""Likeness in their order, 0 to 100, from which the same words say the same."""
PAIR = re.compile(r"(\w+) and (\w+)")
UNUSUAL = 4
"""Texts in which a stem is taken to stand of which the list of usual ones tells nothing."""


class Rarity:
    """How much each stem weighs: the rarer among the texts of a place and in usual ones, the more."""

    def __init__(self, texts: Iterable[frozenset[str]]) -> None:
        """Count the stems of the texts of one place."""
        self._usual, self._all = usual_words()
        self._here: dict[str, int] = {}
        for each in texts:
            for word in each:
                self._here[word] = self._here.get(word, 0) + 1
            self._all += 1
        self._known: dict[str, float] = {}

    def of(self, word: str) -> float:
        """Return the weight of a stem."""
        weight = self._known.get(word)
        if weight is None:
            # What stands in two papers of a place, as what is followed does, is no less rare for it.
            seen = self._usual.get(word, UNUSUAL) + math.sqrt(self._here.get(word, 0))
            light = LIGHT if word in light_words() else 1.0
            weight = self._known[word] = light * math.log((self._all + 1) / seen)
        return weight

    def total(self, words: Iterable[str]) -> float:
        """Return the weight of several."""
        return math.fsum(map(self.of, words))


class Likeness(msgspec.Struct, frozen=True, gc=False):
    """How alike a later text is to an earlier one; numbers from 0 to 1.

    `gone` is the share of the earlier text's words that the later has not, `new` that of the later's which
    the earlier has not. `apart` says what one of them asks for that the other does not.
    """

    score: float
    same: bool
    gone: float
    new: float
    apart: str | None = None


def likeness(earlier: Wording, later: Wording, rarity: Rarity) -> Likeness:
    """Compare a later text with an earlier one."""
    if earlier.letters == later.letters:
        return Likeness(1.0, True, 0.0, 0.0)
    only, other = alone(earlier, later), alone(later, earlier)
    before, now = rarity.total(earlier.stems), rarity.total(later.stems)
    gone, new = (rarity.total(each) / (total or 1) for each, total in ((only, before), (other, now)))
    if gone == 1 or new == 1 or not before or not now:
        return Likeness(0.0, False, 1.0, 1.0)
    words = 1 - (gone * before + new * now) / (before + now)
    spelling = fuzz.token_sort_ratio(earlier.line, later.line) / 100
    score = (1 - SPELLING) * words + SPELLING * spelling
    within = min(gone, new) <= WITHIN and max(len(earlier.words), len(later.words)) >= LONG
    return Likeness(score, False, gone, new, apart(earlier, later, within))


def alone(one: Wording, other: Wording) -> frozenset[str]:
    """Return the stems of a text that the other has not, in no other form and by no short form.

    'Agreement' is a form of 'agree'; 'LSCB' stands for four words, and they for it.
    """
    left = one.stems - other.stems
    if not left:
        return left
    begun: dict[str, list[str]] = {}
    for word in other.stems - one.stems:
        begun.setdefault(word[:SAME_BEGINNING], []).append(word)
    left = frozenset(
        word
        for word in left
        if not any(_one_word(word, form) for form in begun.get(word[:SAME_BEGINNING], ()))
    )
    return left - _spelt_out(one, other) if left else left


def _one_word(one: str, other: str) -> bool:
    """Return whether two stems are forms of one word: one begins with the other, or they part near the end.

    'Notif' and 'notification' are; 'contract' and 'control', 'commission' and 'committee' are not.
    """
    short, long = sorted((one, other), key=len)
    if len(short) < SAME_BEGINNING:
        return False
    alike = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    return alike == len(short) or alike >= MOST_ALIKE * len(long)


def _spelt_out(one: Wording, other: Wording) -> frozenset[str]:
    """Return the stems of a text that a short form of the other stands for, and its own short forms."""
    return frozenset(
        (*(short for short, _ in _short_forms(other, one)), *_stems_of(_short_forms(one, other)))
    )


def _stems_of(found: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    return (stem(word) for _, words in found for word in words)


def _short_forms(spelt: Wording, other: Wording) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the short forms in `other` of which `spelt` has the words in full, with these."""
    if not other.shorts - spelt.shorts:
        return
    words = [word for word in spelt.line.split() if word not in ("and", "of", "the", "for")]
    initials = "".join(word[0] for word in words)
    for short in other.shorts - spelt.shorts:
        at = initials.find(short)
        if at >= 0:
            yield short, tuple(words[at : at + len(short)])


@cache
def light_words() -> frozenset[str]:
    """Return the stems that weigh a quarter."""
    return frozenset(map(stem, following().light))


@cache
def opposites() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Return the stems of the opposite sides."""
    return tuple((_stemmed(one), _stemmed(other)) for one, other in following().opposite)


@cache
def exclusives() -> tuple[tuple[frozenset[str], ...], ...]:
    """Return the stems of which one excludes the others."""
    return tuple(tuple(map(_stemmed, kinds)) for kinds in following().exclusive)


def _stemmed(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(stem, words))


def apart(earlier: Wording, later: Wording, within: bool = False) -> str | None:
    """Return what keeps two texts apart, None where nothing does.

    'Ward 3' and 'Ward 4', 'accept' and 'reject', 'is closed' and 'is not closed', 'Mill Lane' and 'Station
    Road': most words are the same, and yet two things are asked. Words that only one text has do not: it may
    have grown longer. Where a long text holds `within` it all that the other says, a 'not' may be of the
    rest.
    """
    if differ(earlier.numbers, later.numbers):
        return "they print different numbers"
    if (earlier.negated > 0) != (later.negated > 0) and not within:
        return "one of them says 'not'"
    only, other = earlier.stems - later.stems, later.stems - earlier.stems
    if _opposite(only, other):
        return "they ask for opposite things"
    if differ(_unnamed(earlier, later), _unnamed(later, earlier)):
        return "they name different bodies or places"
    if _exclude(earlier.stems, later.stems):
        return "they are about others, or another time"
    if earlier.words == later.words and fuzz.ratio(_pairs(earlier), _pairs(later)) < SAME_ORDER:
        return "they have the same words in another order"
    return None


def _pairs(text: Wording) -> str:
    """Return a text with the words on both sides of 'and' in one order."""
    return PAIR.sub(lambda match: " and ".join(sorted((match[1], match[2]))), text.line)


def _opposite(only: frozenset[str], other: frozenset[str]) -> bool:
    return any((only & one and other & two) or (only & two and other & one) for one, two in opposites())


def _exclude(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether each text says a word of a kind, and none that the other says."""
    for kinds in exclusives():
        here = {at for at, words in enumerate(kinds) if one & words}
        there = {at for at, words in enumerate(kinds) if other & words}
        if here - there and there - here:
            return True
    return False


def differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether each has something that the other has not."""
    return bool(one - other) and bool(other - one)


def _unnamed(one: Wording, other: Wording) -> frozenset[str]:
    """Return the words of names of one text that the other has not, not even as letters of a short form."""
    known = {stem(word) for word in other.words}
    left = frozenset(name for name in one.names if stem(name) not in known)
    if not left:
        return left
    spelt = _spelt_out(one, other)
    return frozenset(name for name in left if not {name, stem(name)} & spelt)
