"""Which earlier recommendation one goes on from: one, a question with candidates, or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec

from normalise.follow.papers import Item
from normalise.follow.relations import PLACE, SAID, SHOWN, Relation, wording_fits
from normalise.follow.texts.likeness import Likeness
from normalise.follow.vocabulary import following

Method = Literal["decision", "reference", "exact", "wording"]

BONUS = {SAID: 0.1, SHOWN: 0.05, PLACE: 0.0}
"""What it counts that papers belong together, when earlier recommendations are compared with each other."""
NUMBER_BONUS, SECTION_BONUS, OTHER_BODIES = 0.1, 0.04, 0.1
"""What an equal number counts, an equal heading, and, against, that other bodies are responsible."""
NO_LIKENESS = Likeness(0.0, False, 1.0, 1.0)


AS_NEAR = "another recommendation is as near"
"""The doubt where two come into question; it is none where the later is made of both."""


class Option(msgspec.Struct, frozen=True):
    """An earlier recommendation that may be meant, what speaks for it, and why it is not taken, if so.

    `weight` tells which of several is the best; `numbered` says that both print the same number and numbers
    mean something between the two papers.
    """

    item: Item
    how: Likeness
    relation: Relation
    numbered: bool
    weight: float
    doubt: str | None

    @property
    def method(self) -> Method:
        """How it was found."""
        if self.how.same:
            return "exact"
        return "reference" if self.numbered and not wording_fits(self.how) else "wording"


class Choice(msgspec.Struct, frozen=True):
    """The best option and the best of another thread; `doubt` says why the best is a question."""

    best: Option
    second: Option | None
    doubt: str | None
    decided: bool = False


def options(
    item: Item,
    like: Sequence[tuple[Item, Likeness]],
    by_number: Sequence[Item],
    related: Mapping[str, Relation],
    goes_on: bool,
) -> list[Option]:
    """Return the earlier recommendations that may be meant, best first.

    `by_number` are those that print the same number, where numbers tell; `goes_on`: the paper is no
    first one.
    """
    found = {other.recommendation_id: (other, how) for other, how in like}
    numbered = {other.recommendation_id for other in by_number}
    for other in by_number:
        found.setdefault(other.recommendation_id, (other, NO_LIKENESS))
    made = [
        _option(item, other, how, related[other.document_id], other.recommendation_id in numbered, goes_on)
        for other, how in found.values()
        if other.document_id in related
    ]
    return sorted(filter(_worth_asking, made), key=lambda each: -each.weight)


def _worth_asking(option: Option) -> bool:
    """Return whether an option is taken, or near enough to ask for it."""
    limits = following().limits
    if option.doubt is None or (option.numbered and option.relation.level == SAID):
        return True
    close = option.relation.level == PLACE or option.how.apart is not None
    close = close and not option.relation.repeats
    return option.how.score >= (limits.asked_of_place if close else limits.asked)


def _option(
    item: Item, other: Item, how: Likeness, relation: Relation, numbered: bool, goes_on: bool
) -> Option:
    weight = how.score + BONUS[relation.level] + NUMBER_BONUS * numbered
    weight += SECTION_BONUS * (bool(item.section) and item.section == other.section)
    weight -= OTHER_BODIES * _other_bodies(item, other)
    doubt = _doubt(item, other, how, relation, numbered, goes_on)
    return Option(other, how, relation, numbered, weight, doubt)


def _other_bodies(item: Item, other: Item) -> bool:
    return bool(item.bodies) and bool(other.bodies) and not item.bodies & other.bodies


def _doubt(
    item: Item, other: Item, how: Likeness, relation: Relation, numbered: bool, goes_on: bool
) -> str | None:
    """Return why an earlier recommendation is not taken for certain, None if it may be."""
    if relation.repeats:
        return "a later inspection may ask for it again; inspections do not follow each other up"
    if not relation.ordered:
        return "the documents do not tell which of them is the later"
    if item.label_only or other.label_only:
        return None if numbered else "only a number is printed, and it is not certain of which document"
    if how.apart is not None:
        return how.apart
    if relation.level == PLACE:
        told = how.same and len(item.wording.stems) >= following().limits.words_enough and goes_on
        return None if told else "no more is known of the two documents than that they are of one place"
    if _other_bodies(item, other) and not numbered:
        return "other bodies are responsible"
    return _doubt_of_words(item, other, how, relation, numbered)


def _doubt_of_words(item: Item, other: Item, how: Likeness, relation: Relation, numbered: bool) -> str | None:
    """Return why the words of a recommendation are not those of another of papers that belong together."""
    limits = following().limits
    other_number = bool(item.number) and bool(other.number) and item.number != other.number
    if relation.by_number and other_number and how.score < limits.surely_alike:
        return "they print different numbers, which tell in these documents"
    contained = min(how.gone, how.new) <= 1 - limits.part_left
    if wording_fits(how) or (numbered and contained):
        return None
    return "words of the one stand in place of words of the other"


def choose(found: Sequence[Option], thread_of: Callable[[str], str]) -> Choice | None:
    """Return the best option, and what makes it a question: it is doubtful itself, or another is near."""
    if not found:
        return None
    sure = [each for each in found if each.doubt is None]
    best = sure[0] if sure else found[0]
    mine = thread_of(best.item.recommendation_id)
    others = [each for each in found if thread_of(each.item.recommendation_id) != mine]
    second = others[0] if others else None
    if best.doubt is not None:
        return Choice(best, second, best.doubt)
    if second is not None and _as_near(best, second):
        return Choice(best, second, AS_NEAR)
    return Choice(best, second, None)


def _as_near(best: Option, second: Option) -> bool:
    """Return whether nothing tells the best from the second.

    A clear lead does; else that no words keep it apart, that this paper says to go on from its paper, that
    its words are equal, or its number.
    """
    lead = best.weight - second.weight
    if lead >= following().limits.margin:
        return False
    if lead < 0:
        return True
    return _telling(best) <= _telling(second)


def _telling(option: Option) -> tuple[bool, bool, bool, bool]:
    said = option.relation.level == SAID
    return (option.how.apart is None, said, option.how.same, option.numbered)
