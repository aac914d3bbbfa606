"""Likeness of names. It decides last and least: an absent body is the danger, not a misspelt one."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from normalise.registers.bodies import Body
from normalise.registers.load import Register
from normalise.registers.names import Phrase, distinctive, rules, sorted_words
from normalise.values.lookups import SLIP_LETTERS, one_edit

LIKE_IN_AREA = 85.0
"""Likeness, 0 to 100, from which a name is taken within kind, date and area."""
LIKE_ELSEWHERE = 95.0
"""Likeness from which it is taken with kind and date alone, for review; within the area, without."""
MARGIN = 5.0
"""How far the next best body must be behind."""
WORTH_SHOWING = 70.0
"""Likeness from which a body is a candidate for a person."""
FEW_LETTERS = 4
"""Words of place so short must agree to the letter."""


class Scored(NamedTuple):
    """A body, its likeness from 0 to 100, and the key of the name that is so like."""

    body: Body
    score: float
    key: str


@lru_cache(maxsize=1 << 12)
def meant_by(word: str) -> str | None:
    """Return the one word of a kind's name that `word` is a slip of: one edit in six letters or more."""
    found = rules()
    forms = (*found.into, *found.forms.heads, *found.forms.trust_type, *found.forms.words)
    known = {each for form in forms for each in form.split() if len(each) >= SLIP_LETTERS}
    if len(word) < SLIP_LETTERS - 1 or word in known:
        return None
    near = [each for each in known if one_edit(word, each)]
    return near[0] if len(near) == 1 else None


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 100."""
    return round(fuzz.ratio(one, other), 1)


def scores(phrase: Phrase, date: dt.date | None, register: Register) -> list[Scored]:
    """Return the bodies of the phrase's kinds and the date that are worth showing, best first, each once.

    Both sides have their words in alphabetical order, so that only the words count.
    """
    names = [name for kind in phrase.kinds for name in register.full_names.get(kind, ())]
    (found,) = process.cdist(
        [sorted_words(phrase.key)],
        [name.sorted_key for name in names],
        scorer=fuzz.ratio,
        score_cutoff=WORTH_SHOWING,
        dtype=np.float32,
    )
    best: dict[str, Scored] = {}
    for column in np.flatnonzero(found).tolist():
        name, score = names[column], round(float(found[column]), 1)
        body = register.bodies[name.id]
        if body.existed(date) and (name.id not in best or score > best[name.id].score):
            best[name.id] = Scored(body, score, name.key)
    return sorted(best.values(), key=lambda scored: (-scored.score, scored.body.id))


def alike(
    phrase: Phrase, scored: Sequence[Scored], codes: frozenset[str], register: Register
) -> tuple[Sequence[Scored], bool] | None:
    """Return the bodies of which the first is meant, best first, and whether that is sure; None if none is.

    It is like enough, its words of place agree, and no other is near.
    """
    here = [each for each in scored if each.body.area & codes]
    for block, enough in ((here, LIKE_IN_AREA), (list(scored), LIKE_ELSEWHERE)):
        if not block or block[0].score < enough or scored[0].score > block[0].score:
            continue
        best, others = block[0], block[1:]
        near = bool(others) and best.score - others[0].score < MARGIN
        if not near and _same_place(phrase.key, best.key, register.places):
            return block, block is here and best.score >= LIKE_ELSEWHERE
    return None


def _same_place(one: str, other: str, places: frozenset[str]) -> bool:
    """Return whether two keys agree in every word of place, each within one slip that is no other place.

    Slips spare the first letter: 'Wessex' is no misspelt 'Essex'.
    """
    first, second = distinctive(one), distinctive(other)
    return len(first) == len(second) and all(
        a == b or (len(b) > FEW_LETTERS and a[0] == b[0] and a not in places and one_edit(a, b))
        for a, b in zip(first, second, strict=True)
    )
