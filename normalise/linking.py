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

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from rapidfuzz import fuzz, process  # noqa: TID251  (the one module that knows it)

from normalise.agencies_names import (
    bare,
    council_types_clash,
    distinctive,
    kinds_promised,
    plain,
    rules,
    same_words,
    simplify,
    without_brackets,
)
from normalise.agencies_words import is_acronym, kind_of, owner_class
from normalise.context import Found, Setting, area_codes, by_initials, local_bodies, resolve, role_of
from normalise.lookups import SLIP_LETTERS, one_edit
from normalise.register import Body, FullName, Name, Register, sorted_words
from normalise.text import tidy
from records.errors import ConfigError

LIKE_IN_AREA = 85.0
"""Likeness, 0 to 100, from which a name is taken within kind, date and area."""
LIKE_ELSEWHERE = 95.0
"""Likeness from which it is taken with kind and date alone."""
MARGIN = 5.0
"""How far the next best body must be behind."""
WORTH_SHOWING = 70.0
"""Likeness from which a body is a candidate for a person."""
CHUNK = 2048
"""Phrases compared at once: keeps the table of scores at a few megabytes."""
FEW_LETTERS = 4
"""Words of place so short must agree to the letter."""

Method = Literal["decision", "exact", "alias", "context", "fuzzy", "none"]
Candidate = tuple[str, str, float]


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """What a phrase means. Without `id`, `kind` is what its words promise, or post, team or group.

    `candidates` are (id, name, score from 0 to 100), best first, for the review queue.
    """

    id: str | None = None
    name: str | None = None
    kind: str | None = None
    method: Method = "none"
    score: float | None = None
    runner_up_id: str | None = None
    runner_up_score: float | None = None
    needs_review: bool = False
    reason: str
    candidates: tuple[Candidate, ...] = ()


class _Scored(NamedTuple):
    body: Body
    score: float
    key: str


def link(phrase: str, setting: Setting, register: Register) -> Link:
    """Link one printed phrase; see the module for the order."""
    return _before_likeness(phrase, setting, register) or _alike([phrase], setting, register)[phrase]


def link_all(phrases: Iterable[str], setting: Setting, register: Register) -> dict[str, Link]:
    """Link many phrases of one setting, each distinct one once, and compare the rest in bulk."""
    found: dict[str, Link] = {}
    rest: list[str] = []
    for phrase in dict.fromkeys(phrases):
        known = _before_likeness(phrase, setting, register)
        if known is None:
            rest.append(phrase)
        else:
            found[phrase] = known
    return found | _alike(rest, setting, register)


def known_name(phrase: str, register: Register) -> bool:
    """Say whether the register holds a phrase as a full name, of whatever body and time.

    A place alone is no full name of its council, nor is an abbreviation in small letters.
    """
    if bare(phrase).partition(" ")[0] not in register.first_words:
        return False
    return any(name.type != "place" and _printed_well(name, phrase) for name in _names(phrase, register))


def only_place(phrase: str, register: Register) -> bool:
    """Say whether a phrase is the place of a council and nothing more."""
    names = _names(phrase, register)
    return bool(names) and all(name.type == "place" for name in names)


def _before_likeness(phrase: str, setting: Setting, register: Register) -> Link | None:
    printed = plain(phrase)
    return (
        _decided(printed, setting, register)
        or _defined(printed, setting, register)
        or _named(printed, setting, register)
        or _by_context(printed, setting, register)
        or _no_body(printed)
        or _initialled(printed, setting, register)
        or _corrected(printed, setting, register)
    )


def _decided(printed: str, setting: Setting, register: Register) -> Link | None:
    value = setting.decisions.get(tidy(printed)) if setting.decisions else None
    if value is None:
        return None
    if value in ("", "post", "team", "group"):
        return Link(
            kind=value or None,
            method="decision",
            reason="a person decided that it is no body of the register",
        )
    if value not in register.bodies:
        raise ConfigError(f"decision for '{printed}': '{value}' has no row in the registers. Correct the id.")
    return _linked(register.bodies[value], "decision", "a person decided")


def _defined(printed: str, setting: Setting, register: Register) -> Link | None:
    short = without_brackets(printed).removeprefix("the ").removeprefix("The ")
    long = setting.abbreviations.get(short)
    if long is None:
        return None
    others = {key: value for key, value in setting.abbreviations.items() if key != short}
    meant = link(long, msgspec.structs.replace(setting, abbreviations=others), register)
    method: Method = "alias" if meant.method == "exact" else meant.method
    return msgspec.structs.replace(
        meant, method=method, reason=f"the document defines it as '{long}': {meant.reason}"
    )


def _names(phrase: str, register: Register) -> tuple[Name, ...]:
    """Give the register's names for a phrase; a word cut by a line-break hyphen is tried whole."""
    found = register.names.get(simplify(phrase))
    if found is None and "-" in phrase:
        found = register.names.get(simplify(phrase.replace("-", "")))
    return found or ()


def _named(printed: str, setting: Setting, register: Register) -> Link | None:
    """Take the body that bears the name at the date and, where several do, in the area."""
    names = [name for name in _names(printed, register) if _printed_well(name, printed)]
    if not names:
        return None
    if setting.date is None and len(kinds_promised(simplify(printed))) > 1:
        bearers = {name.id: register.bodies[name.id] for name in names}.values()
        return _open(
            "commissioners of several eras bear such a name; the document's date is not known",
            bearers,
            printed,
        )
    codes = area_codes(setting, register)
    bodies = {name.id: register.bodies[name.id] for name in names}
    alive = {key: body for key, body in bodies.items() if body.existed(setting.date)}
    past = [body for key, body in bodies.items() if key not in alive and same_words(body.name, printed)]
    if past and not any(same_words(name.printed, printed) for name in names if name.id in alive):
        return _open(
            f"{past[0].name} {_span(past[0])} did not exist on {setting.date}", bodies.values(), printed
        )
    if not alive:
        ended = ", ".join(f"{body.name} {_span(body)}" for body in bodies.values())
        return _open(f"no body of this name existed on {setting.date}: {ended}", bodies.values(), printed)
    here = {key: body for key, body in alive.items() if body.area & codes}
    if not here:
        here = {
            name.id: alive[name.id] for name in names if name.id in alive and not _local(name, alive[name.id])
        }
        if not here:
            where = "elsewhere" if codes else "in some areas; the document's is not known"
            return _open(f"the words name a body only {where}", alive.values(), printed)
    if len(here) > 1:
        as_printed = {name.id for name in names if same_words(name.printed, printed)}
        here = {key: body for key, body in here.items() if key in as_printed} or here
    if len(here) > 1:
        when = "at different times; the document's date is not known" if setting.date is None else "at once"
        return _open(f"{len(here)} bodies bear the name {when}", here.values(), printed)
    (body,) = here.values()
    return _chosen(printed, body, [name for name in names if name.id == body.id])


def _chosen(printed: str, body: Body, names: Sequence[Name]) -> Link:
    types = {name.type for name in names}
    if body.kind == "local_authority" and all(council_types_clash(printed, name.printed) for name in names):
        return _open(f"the type of council contradicts {body.name}", [body], printed)
    if types == {"place"}:
        return _linked(body, "alias", f"the place alone, taken for {body.name}", needs_review=True)
    if "official" in types:
        return _linked(body, "exact", f"the name of {body.name}")
    return _linked(body, "alias", f"another name of {body.name}")


def _printed_well(name: Name, printed: str) -> bool:
    """Say whether an abbreviation stands in capitals, or as the register writes it."""
    if not name.short:
        return name.type != "place" or printed[:1].isupper()
    as_printed = without_brackets(plain(printed)).removeprefix("the ").removeprefix("The ")
    return as_printed in (name.printed.removeprefix("The "), name.printed.removeprefix("The ").upper())


def _local(name: Name, body: Body) -> bool:
    """Say whether a name means the body only in its own area: abbreviations, places, children's trusts.

    'Together for Children' is a company in Sunderland and an adoption agency in the North West.
    """
    return bool(body.area) and (name.short or name.type == "place" or body.kind == "childrens_trust_company")


def _by_context(printed: str, setting: Setting, register: Register) -> Link | None:
    role = role_of(printed, register)
    if role is None:
        return None
    if role.resolve_by == "not_an_agency":
        return Link(reason=f"'{role.term}' is no public body")
    if role.resolve_by == "group":
        return Link(kind="group", reason=f"'{role.term}' is several bodies")
    found = resolve(role, setting, register)
    return _from_context(found, role.kinds[0] if len(role.kinds) == 1 else None)


def _from_context(found: Found, kind: str | None, needs_review: bool = False) -> Link:
    if len(found.bodies) == 1:
        return _linked(found.bodies[0], "context", found.reason, needs_review=needs_review)
    candidates = tuple((body.id, body.name, 50.0) for body in found.bodies)
    return Link(kind=kind, needs_review=True, reason=found.reason, candidates=candidates)


def _no_body(printed: str) -> Link | None:
    kind = owner_class(printed)
    if kind is None or (kind != "post" and kinds_promised(simplify(printed))):
        return None
    return Link(kind=kind, reason=f"a {kind}, not a public body")


def _initialled(printed: str, setting: Setting, register: Register) -> Link | None:
    if not is_acronym(printed):
        return None
    found = by_initials(printed, setting, register)
    if found.bodies:
        return _from_context(found, None, needs_review=True)
    return Link(
        needs_review=True, reason="an abbreviation that neither the document nor the register explains"
    )


def _corrected(printed: str, setting: Setting, register: Register) -> Link | None:
    """Read a slip in the word that tells the kind: 'Wiltshire Counicl'. Words of place stay as printed."""
    words = printed.split()
    for place, word in enumerate(words):
        meant = _meant(word.casefold().strip(",."))
        if meant is None:
            continue
        mended = " ".join([*words[:place], meant, *words[place + 1 :]])
        found = _named(mended, setting, register) if kinds_promised(simplify(mended)) else None
        if found is not None and found.id is not None:
            score = round(fuzz.ratio(printed.casefold(), mended.casefold()), 1)
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
    """Give the one word of a kind's name that `word` is a slip of: one edit, six letters or more."""
    vocabulary = {
        each
        for form in (*rules().into, *rules().forms.heads)
        for each in form.split()
        if len(each) >= SLIP_LETTERS
    }
    vocabulary |= {each for each in rules().forms.trust_type if len(each) >= SLIP_LETTERS}
    if len(word) < SLIP_LETTERS - 1 or word in vocabulary:
        return None
    near = [each for each in vocabulary if one_edit(word, each)]
    return near[0] if len(near) == 1 else None


def _alike(phrases: Sequence[str], setting: Setting, register: Register) -> dict[str, Link]:
    """Compare what is left with the names of its kinds at the date, many phrases at a time."""
    codes = area_codes(setting, register)
    by_kinds: dict[tuple[str, ...], list[str]] = defaultdict(list)
    found: dict[str, Link] = {}
    for phrase in phrases:
        kinds = kinds_promised(simplify(phrase))
        if kinds:
            by_kinds[kinds].append(phrase)
        else:
            found[phrase] = Link(reason="the register holds no such name")
    for kinds, group in by_kinds.items():
        names = [name for kind in kinds for name in register.full_names.get(kind, ())]
        for start in range(0, len(group), CHUNK):
            chunk = group[start : start + CHUNK]
            for phrase, scored in zip(chunk, _scores(chunk, names, setting.date, register), strict=True):
                found[phrase] = _judged(phrase, scored, kinds, codes, register) or _part(
                    phrase, kinds, setting, register, scored
                )
    return found


def _scores(
    phrases: Sequence[str], names: Sequence[FullName], date: dt.date | None, register: Register
) -> list[list[_Scored]]:
    """Give, for each phrase, the bodies worth showing, best first, each once. Words are put in order first."""
    table = process.cdist(
        [sorted_words(simplify(phrase)) for phrase in phrases],
        [name.sorted_key for name in names],
        scorer=fuzz.ratio,
        score_cutoff=WORTH_SHOWING,
        dtype=np.float32,
    )
    found = []
    for row in table:
        best: dict[str, _Scored] = {}
        for column in np.flatnonzero(row):
            name, score = names[column], round(float(row[column]), 1)
            body = register.bodies[name.id]
            if body.existed(date) and (name.id not in best or score > best[name.id].score):
                best[name.id] = _Scored(body, score, name.key)
        found.append(sorted(best.values(), key=lambda scored: (-scored.score, scored.body.id)))
    return found


def _judged(
    phrase: str, scored: Sequence[_Scored], kinds: tuple[str, ...], codes: frozenset[str], register: Register
) -> Link | None:
    """Take the best body if it is like enough, its words of place agree, and no other is near."""
    here = [each for each in scored if each.body.area & codes]
    for block, enough in ((here, LIKE_IN_AREA), (list(scored), LIKE_ELSEWHERE)):
        if not block or block[0].score < enough or scored[0].score > block[0].score:
            continue
        best, others = block[0], block[1:]
        near = others and best.score - others[0].score < MARGIN
        if not near and _same_place(simplify(phrase), best.key, register.places):
            return _fuzzy(best, others)
    return None


def _fuzzy(best: _Scored, others: Sequence[_Scored]) -> Link:
    runner_up = others[0] if others else None
    return msgspec.structs.replace(
        _linked(best.body, "fuzzy", f"like {best.body.name}", needs_review=best.score < LIKE_ELSEWHERE),
        score=best.score,
        runner_up_id=runner_up.body.id if runner_up else None,
        runner_up_score=runner_up.score if runner_up else None,
        candidates=_candidates([best, *others]),
    )


def _same_place(one: str, other: str, places: frozenset[str]) -> bool:
    """Say whether two keys agree in every word of place, each within one slip that is no other place."""
    first, second = distinctive(one), distinctive(other)
    return len(first) == len(second) and all(
        a == b or (len(b) > FEW_LETTERS and a not in places and one_edit(a, b))
        for a, b in zip(first, second, strict=True)
    )


def _part(
    phrase: str, kinds: tuple[str, ...], setting: Setting, register: Register, scored: Sequence[_Scored]
) -> Link:
    """Read part of a long name where the area has one such board: 'Rutland ICB'. Always for review.

    Boards of health commissioners carry the names of several places, and reports give one of them.
    """
    printed = set(distinctive(simplify(phrase)))
    boards = [body for body in local_bodies(setting, register) if body.kind in kinds]
    if kinds[0] in NAMED_FOR_SEVERAL and len(kinds) == 1 and len(boards) == 1 and printed:
        (body,) = boards
        if printed < set(distinctive(simplify(body.name))):
            score = round(fuzz.token_sort_ratio(simplify(phrase), simplify(body.name)), 1)
            reason = f"part of the name of {body.name}, the only one of the area"
            return msgspec.structs.replace(_linked(body, "fuzzy", reason, needs_review=True), score=score)
    kind = kinds[0] if len(kinds) == 1 else None
    return Link(kind=kind, needs_review=True, reason="no body is like enough", candidates=_candidates(scored))


NAMED_FOR_SEVERAL = frozenset({"integrated_care_board", "clinical_commissioning_group"})


def _candidates(scored: Sequence[_Scored]) -> tuple[Candidate, ...]:
    return tuple((each.body.id, each.body.name, each.score) for each in scored[:3])


def _linked(body: Body, method: Method, reason: str, needs_review: bool = False) -> Link:
    score = 100.0 if method in ("exact", "alias") else None
    return Link(
        id=body.id,
        name=body.name,
        kind=body.kind,
        method=method,
        score=score,
        needs_review=needs_review,
        reason=reason,
    )


def _open(reason: str, bodies: Iterable[Body], printed: str) -> Link:
    candidates = tuple((body.id, body.name, 50.0) for body in bodies)
    return Link(kind=kind_of(printed), needs_review=True, reason=reason, candidates=candidates)


def _span(body: Body) -> str:
    return f"({body.valid_from or '…'} to {body.valid_to or '…'})"


__all__ = ["Candidate", "Link", "Mapping", "Method", "known_name", "link", "link_all", "only_place"]
