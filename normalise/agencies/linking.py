"""From a printed phrase to a body of the register, or to none, with the reason.

The order is: a person's decision; an abbreviation that the document defines; a name of the register,
as printed or after simple normalisation; a role word such as 'the council', by context; a post, team
or group; unexplained initials of a body of the area; likeness. Likeness decides last and least: an
absent body is the danger, not a misspelt one, so kind, area, date and every word of place must agree.

`method` is `exact` for the official name, also after simple normalisation (case, '&', brackets,
council types, 'CCG' for 'Clinical Commissioning Group', the order of words in a trust's type); `alias`
for another name that the register lists or the document defines, likewise; `context` for words that
mean the body only in this document; `fuzzy`; `decision`; `none`.
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec
import numpy as np
from rapidfuzz import fuzz, process

from normalise.agencies.context import (
    Candidate,
    Link,
    Method,
    Setting,
    area_codes,
    by_initials,
    by_role,
    linked,
    local_bodies,
)
from normalise.agencies.lookup import by_name
from normalise.agencies.other_owners import owner_class
from normalise.registers.bodies import Body, FullName
from normalise.registers.load import Register
from normalise.registers.names import Phrase, distinctive, phrase_of, rules, sorted_words
from normalise.values.lookups import SLIP_LETTERS, one_edit
from records.errors import ConfigError

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
NAMED_FOR_SEVERAL = frozenset({"integrated_care_board", "clinical_commissioning_group"})
"""Kinds that carry the names of several places, of which reports at times give one."""


class _Scored(NamedTuple):
    body: Body
    score: float
    key: str


def link(printed: str, setting: Setting, register: Register) -> Link:
    """Return what one printed phrase means; see the module for the order."""
    phrase = phrase_of(printed)
    return (
        _decided(phrase, setting, register)
        or _defined(phrase, setting, register)
        or by_name(phrase, setting, register)
        or by_role(phrase, setting, register)
        or _no_body(phrase)
        or by_initials(phrase, setting, register)
        or _respelt(phrase, setting, register)
        or _by_likeness(phrase, setting, register)
    )


def _decided(phrase: Phrase, setting: Setting, register: Register) -> Link | None:
    value = setting.decisions.get(phrase.tidied) if setting.decisions else None
    if value is None:
        return None
    if value in ("", "post", "team", "group"):
        return Link(kind=value or None, method="decision", reason="a person decided that it is no body")
    if value not in register.bodies:
        raise ConfigError(
            f"decision on '{phrase.plain}': '{value}' has no row in the registers. Correct the id."
        )
    return linked(register.bodies[value], "decision", "a person decided")


def _defined(phrase: Phrase, setting: Setting, register: Register) -> Link | None:
    long = setting.abbreviations.get(phrase.name)
    if long is None:
        return None
    others = {key: value for key, value in setting.abbreviations.items() if key != phrase.name}
    meant = link(long, msgspec.structs.replace(setting, abbreviations=others), register)
    method: Method = "alias" if meant.method == "exact" else meant.method
    reason = f"the document defines it as '{long}': {meant.reason}"
    return msgspec.structs.replace(meant, method=method, reason=reason)


def _no_body(phrase: Phrase) -> Link | None:
    kind = owner_class(phrase)
    if kind is None or (kind != "post" and phrase.kinds):
        return None
    return Link(kind=kind, reason=f"a {kind}, not a public body")


def _respelt(phrase: Phrase, setting: Setting, register: Register) -> Link | None:
    """Read a slip in the words that tell the kind: 'Wiltshire Counicl'. Words of place stay as printed."""
    words = phrase.plain.split()
    for place, word in enumerate(words):
        meant = _meant(word.casefold().strip(",."))
        if meant is None:
            continue
        respelt = phrase_of(" ".join([*words[:place], meant, *words[place + 1 :]]))
        found = by_name(respelt, setting, register) if respelt.kinds else None
        if found is not None and found.id is not None:
            score = round(fuzz.ratio(phrase.plain.casefold(), respelt.plain.casefold()), 1)
            return msgspec.structs.replace(
                found,
                method="fuzzy",
                score=score,
                needs_review=found.needs_review or score < LIKE_ELSEWHERE,
                reason=f"'{word}' read as '{meant}': {found.reason}",
            )
    return None


@lru_cache(maxsize=1 << 12)
def _meant(word: str) -> str | None:
    """Return the one word of a kind's name that `word` is a slip of: one edit in six letters or more."""
    found = rules()
    forms = (*found.into, *found.forms.heads, *found.forms.trust_type, *found.forms.words)
    known = {each for form in forms for each in form.split() if len(each) >= SLIP_LETTERS}
    if len(word) < SLIP_LETTERS - 1 or word in known:
        return None
    near = [each for each in known if one_edit(word, each)]
    return near[0] if len(near) == 1 else None


def _by_likeness(phrase: Phrase, setting: Setting, register: Register) -> Link:
    """Compare what is left with the names of its kinds."""
    if not phrase.kinds:
        return Link(reason="the register holds no such name")
    names = [name for kind in phrase.kinds for name in register.full_names.get(kind, ())]
    scored = _scores(phrase, names, setting.date, register)
    like = _like(phrase, scored, area_codes(setting, register), register)
    open_ = Link(
        kind=phrase.kind,
        needs_review=True,
        reason="no name in the register is near enough",
        candidates=_candidates(scored),
    )
    return like or _part_of_name(phrase, setting, register) or open_


def _scores(
    phrase: Phrase, names: Sequence[FullName], date: dt.date | None, register: Register
) -> list[_Scored]:
    """Return the bodies of the date worth showing, best first, each once.

    Both sides have their words in alphabetical order, so that only the words count.
    """
    (scores,) = process.cdist(
        [sorted_words(phrase.key)],
        [name.sorted_key for name in names],
        scorer=fuzz.ratio,
        score_cutoff=WORTH_SHOWING,
        dtype=np.float32,
    )
    best: dict[str, _Scored] = {}
    for column in np.flatnonzero(scores).tolist():
        name, score = names[column], round(float(scores[column]), 1)
        body = register.bodies[name.id]
        if body.existed(date) and (name.id not in best or score > best[name.id].score):
            best[name.id] = _Scored(body, score, name.key)
    return sorted(best.values(), key=lambda scored: (-scored.score, scored.body.id))


def _like(
    phrase: Phrase, scored: Sequence[_Scored], codes: frozenset[str], register: Register
) -> Link | None:
    """Take the best body if it is like enough, its words of place agree, and no other is near."""
    here = [each for each in scored if each.body.area & codes]
    for block, enough in ((here, LIKE_IN_AREA), (list(scored), LIKE_ELSEWHERE)):
        if not block or block[0].score < enough or scored[0].score > block[0].score:
            continue
        best, others = block[0], block[1:]
        near = bool(others) and best.score - others[0].score < MARGIN
        if not near and _same_place(phrase.key, best.key, register.places):
            sure = block is here and best.score >= LIKE_ELSEWHERE
            return msgspec.structs.replace(
                linked(best.body, "fuzzy", f"like {best.body.name}", needs_review=not sure),
                score=best.score,
                runner_up_id=others[0].body.id if others else None,
                runner_up_score=others[0].score if others else None,
                candidates=_candidates(block),
            )
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


def _part_of_name(phrase: Phrase, setting: Setting, register: Register) -> Link | None:
    """Read part of a long name where the area has one such board: 'Rutland ICB'. Always for review."""
    printed = set(distinctive(phrase.key))
    if phrase.kind not in NAMED_FOR_SEVERAL or not printed:
        return None
    boards = [body for body in local_bodies(setting, register) if body.kind == phrase.kind]
    if len(boards) != 1:
        return None
    official = phrase_of(boards[0].name).key
    if not printed < set(distinctive(official)):
        return None
    score = round(fuzz.token_sort_ratio(phrase.key, official), 1)
    reason = f"part of the name of {boards[0].name}, the only one of the area"
    return msgspec.structs.replace(linked(boards[0], "fuzzy", reason, needs_review=True), score=score)


def _candidates(scored: Sequence[_Scored]) -> tuple[Candidate, ...]:
    return tuple((each.body.id, each.body.name, each.score) for each in scored[:3])
