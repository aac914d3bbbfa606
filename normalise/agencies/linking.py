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

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from normalise.agencies.context import Setting
from normalise.agencies.likeness import LIKE_ELSEWHERE, Scored, alike, likeness, meant_by, scores
from normalise.agencies.lookup import names_of, role_of
from normalise.agencies.other_owners import owner_class
from normalise.registers.bodies import Body, Name, Role, alive
from normalise.registers.load import Register
from normalise.registers.names import (
    SMALL_WORDS,
    Phrase,
    distinctive,
    phrase_of,
    sorted_words,
)
from records.errors import ConfigError

INITIALS_OF = frozenset(
    {
        "local_authority",
        "safeguarding_children_board",
        "safeguarding_children_partnership",
        "police_force",
        "clinical_commissioning_group",
        "integrated_care_board",
    }
)
"""Kinds whose initials documents use unexplained. Those of trusts leave out words and are not guessed."""
WIDE = frozenset({"regional", "special"})
"""Subtypes that 'the LSCB' and 'the police' never mean: bodies beside the local one."""
COUNCIL_TYPE = re.compile(r"\b(county|city|borough|district|metropolitan)\b")
NAMED_FOR_SEVERAL = frozenset({"integrated_care_board", "clinical_commissioning_group"})
"""Kinds that carry the names of several places, of which reports at times give one."""

Method = Literal["decision", "exact", "alias", "context", "fuzzy", "none"]
Candidate = tuple[str, str, float]
POSSIBLE = 50.0
"""The score of a candidate that bears the name or fits the words, and cannot be chosen."""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """What a phrase means. Without `id`, `kind` is what its words promise, or post, team or group.

    `score` is 100 for a name, the likeness for `fuzzy`, and None otherwise. `candidates` are
    (id, name, score from 0 to 100), best first, for the review queue.
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


def linked(body: Body, method: Method, reason: str, **more: Any) -> Link:
    """Return the link to a body; `more` are fields of it."""
    more.setdefault("score", 100.0 if method in ("exact", "alias") else None)
    return Link(id=body.id, name=body.name, kind=body.kind, method=method, reason=reason, **more)


def opened(reason: str, bodies: Iterable[Body], kind: str | None) -> Link:
    """Return the link of a phrase that could mean one of `bodies`, and leave it open."""
    candidates = tuple((body.id, body.name, POSSIBLE) for body in bodies)
    return Link(kind=kind, needs_review=True, reason=reason, candidates=candidates)


def link(printed: str, setting: Setting, register: Register) -> Link:
    """Return what one printed phrase means; see the module for the order."""
    return link_phrase(phrase_of(printed), setting, register)


def link_phrase(phrase: Phrase, setting: Setting, register: Register) -> Link:
    """Return what a phrase means, as `link` does for what is printed."""
    return (
        _decided(phrase, setting, register)
        or _defined(phrase, setting, register)
        or _by_name(phrase, setting, register)
        or _by_role(phrase, setting, register)
        or _no_body(phrase)
        or _by_initials(phrase, setting, register)
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
    long = setting.abbreviations.get(phrase.name) if setting.abbreviations else None
    if long is None:
        return None
    others = {key: value for key, value in setting.abbreviations.items() if key != phrase.name}
    meant = link(long, msgspec.structs.replace(setting, abbreviations=others), register)
    method: Method = "alias" if meant.method == "exact" else meant.method
    reason = f"the document defines it as '{long}': {meant.reason}"
    return msgspec.structs.replace(meant, method=method, reason=reason)


def _by_name(printed: Phrase, setting: Setting, register: Register) -> Link | None:
    """Take the body that bears a name at the document's date and, where several do, in its area.

    None if no body ever bore it; an open link if one did, but none can be chosen.
    """
    names = names_of(printed, register)
    if not names:
        return None
    bearers = {name.id: register.bodies[name.id] for name in names}
    if setting.date is None and len(printed.kinds) > 1:
        reason = "bodies of several eras have such names; the date is not known"
        return opened(reason, bearers.values(), printed.kind)
    living = alive(bearers.values(), setting.date)
    ended = _ended_bearer(printed, names, bearers, living)
    if ended is not None:
        reason = f"{ended.name} {ended.span} did not exist on {setting.date}"
        return opened(reason, bearers.values(), printed.kind)
    codes = _area_codes(setting, register)
    fitting = _fitting(printed, names, living, codes)
    if not fitting:
        where = "elsewhere" if codes else "in some areas; the document's area is not known"
        return opened(f"the words name a body only {where}", living.values(), printed.kind)
    if len(fitting) > 1:
        why = "at different times; the date is not known" if setting.date is None else "at once"
        return opened(f"{len(fitting)} bodies bear the name {why}", fitting, printed.kind)
    (body,) = fitting
    return _chosen(printed, body, [name for name in names if name.id == body.id])


def _ended_bearer(
    printed: Phrase, names: Sequence[Name], bearers: Mapping[str, Body], living: Mapping[str, Body]
) -> Body | None:
    """Return a body of exactly this name that did not exist, unless one that did has exactly it too.

    'Dorset County Council' in 2020 is the old council, not the new one by a looser reading.
    """
    exactly = [name for name in names if name.words == printed.words]
    if any(name.id in living for name in exactly):
        return None
    official = [bearers[name.id] for name in exactly if name.type == "official"]
    return next(iter(official or (() if living else bearers.values())), None)


def _fitting(
    printed: Phrase, names: Sequence[Name], living: Mapping[str, Body], codes: frozenset[str]
) -> list[Body]:
    """Return the bodies of the area, or else those whose name needs none; of several, the ones so printed.

    Abbreviations, places and children's trusts mean a body only in its own area: 'Together for Children' is
    a company in Sunderland and an adoption agency in the North West.
    """
    found = {key: body for key, body in living.items() if body.area & codes}
    for name in names if not found else ():
        body = living.get(name.id)
        local = name.short or name.type == "place" or (body and body.kind == "childrens_trust_company")
        if body is not None and not (body.area and local):
            found[name.id] = body
    as_printed = {name.id for name in names if name.words == printed.words}
    exactly = [body for key, body in found.items() if key in as_printed]
    return exactly if len(found) > 1 and exactly else list(found.values())


def _chosen(printed: Phrase, body: Body, names: Sequence[Name]) -> Link:
    types = {name.type for name in names}
    if body.kind == "local_authority" and all(
        council_types_clash(printed.plain, name.printed) for name in names
    ):
        return opened(f"the type of council contradicts {body.name}", [body], body.kind)
    if types == {"place"}:
        return linked(body, "alias", f"the place alone, taken for {body.name}", needs_review=True)
    if "official" in types:
        return linked(body, "exact", f"the name of {body.name}")
    return linked(body, "alias", f"another name of {body.name}")


def council_types_clash(printed: str, official: str) -> bool:
    """Return whether a printed council type contradicts the official one.

    'Hillingdon Borough Council' for the London Borough is common; 'Leicester County Council' is a slip
    for one of two councils, and nobody can tell for which.
    """
    written, true = (set(COUNCIL_TYPE.findall(name.casefold())) for name in (printed, official))
    if not written or not true or written & true:
        return False
    return "county" in written | true


def _by_role(phrase: Phrase, setting: Setting, register: Register) -> Link | None:
    """Return the body that a role word means in its document; None for a phrase that is no role word."""
    role = role_of(phrase, register)
    if role is None:
        return None
    if role.resolve_by == "not_an_agency":
        return Link(reason=f"'{role.term}' is no public body")
    if role.resolve_by == "group":
        return Link(kind="group", reason=f"'{role.term}' is several bodies")
    kind = role.kinds[0] if len(role.kinds) == 1 else None
    if role.resolve_by == "open":
        return opened(f"'{role.term}' names no single body", (), kind)
    if role.resolve_by == "subject":
        return _subject(role, kind, setting, register)
    if role.resolve_by == "date":
        dated = alive((register.bodies[each] for each in role.bodies), setting.date)
        return _only([*dated.values()], f"'{role.term}' by the date of the document", kind)
    if role.resolve_by == "area":
        if setting.area_id is None:
            return opened(f"'{role.term}': the document's area is not known", (), kind)
        local = [body for body in _local_bodies(setting, register) if body.subtype not in WIDE]
        bodies = [body for body in local if body.kind in role.kinds]
        return _only(bodies, f"'{role.term}' by the area and date of the document", kind)
    return _antecedent(role, kind, setting, register)


def _antecedent(role: Role, kind: str | None, setting: Setting, register: Register) -> Link:
    for passage in reversed(setting.named_before):  # the nearest that named bodies of the kind
        bodies = [register.bodies[each] for each in passage if register.bodies[each].kind in role.kinds]
        if bodies:
            return _only(bodies, f"'{role.term}' by what the document named just before", kind)
    return opened(f"'{role.term}': the document names no such body before", (), kind)


def _subject(role: Role, kind: str | None, setting: Setting, register: Register) -> Link:
    if setting.area_id is None:
        return opened(f"'{role.term}': the document's own authority is not known", (), kind)
    subject = register.bodies[setting.area_id]
    types = set(role.words.split()) & {"county", "city", "borough", "district"}
    if subject.kind not in role.kinds or not types <= set(subject.words.split()):
        return opened(f"'{role.term}' is not {subject.name}, which the document is about", (), kind)
    if not subject.existed(setting.date):
        return opened(f"'{role.term}': {subject.name} did not exist on {setting.date}", (), kind)
    return linked(subject, "context", f"'{role.term}' is the authority that the document is about")


def _only(bodies: Sequence[Body], how: str, kind: str | None, needs_review: bool = False) -> Link:
    """Link to the one body of `bodies`; leave none and several open."""
    if len(bodies) == 1:
        return linked(bodies[0], "context", how, needs_review=needs_review)
    return opened(f"{how}: {f'{len(bodies)} bodies fit' if bodies else 'no body fits'}", bodies, kind)


def _by_initials(acronym: Phrase, setting: Setting, register: Register) -> Link | None:
    """Return the body of the document's area whose initials an acronym of three letters or more spells.

    Reports use the initials of their own council and board without explaining them. Always for review; None
    for a phrase that is no acronym.
    """
    if not acronym.is_acronym:
        return None
    letters = acronym.name.replace("&", "")
    local = _local_bodies(setting, register) if len(letters) > 2 and letters.isupper() else ()
    bodies = [body for body in local if body.kind in INITIALS_OF and _initials(body.name) == letters]
    if not bodies:
        reason = "an abbreviation that neither the document nor the register explains"
        return Link(needs_review=True, reason=reason)
    return _only(bodies, f"'{letters}' by the initials of the bodies of the area", None, needs_review=True)


def _initials(name: str) -> str:
    words = re.findall(r"[A-Za-z]+", name.replace("'s", ""))
    return "".join(word if word == "NHS" else word[0] for word in words if word not in SMALL_WORDS).upper()


def _area_codes(setting: Setting, register: Register) -> frozenset[str]:
    """Return the codes of the document's own area, none if it is not known.

    Raises ConfigError for an `area_id` without a row.
    """
    if setting.area_id is None:
        return frozenset()
    body = register.bodies.get(setting.area_id)
    if body is None:
        raise ConfigError(
            f"The area '{setting.area_id}' has no row in the registers. Add it, or correct the id."
        )
    return body.area


def _local_bodies(setting: Setting, register: Register) -> tuple[Body, ...]:
    """Return every body that served the document's area at its date, national ones left out."""
    codes = sorted(_area_codes(setting, register))
    found = {body.id: body for code in codes for body in register.by_area.get(code, ())}
    return tuple(alive(found.values(), setting.date).values())


def _no_body(phrase: Phrase) -> Link | None:
    kind = owner_class(phrase)
    if kind is None or (kind != "post" and phrase.kinds):
        return None
    return Link(kind=kind, reason=f"a {kind}, not a public body")


def _respelt(phrase: Phrase, setting: Setting, register: Register) -> Link | None:
    """Read a slip in the words that tell the kind: 'Wiltshire Counicl'. Words of place stay as printed."""
    words = phrase.plain.split()
    for place, word in enumerate(words):
        meant = meant_by(word.casefold().strip(",."))
        if meant is None:
            continue
        respelt = phrase_of(" ".join([*words[:place], meant, *words[place + 1 :]]))
        found = _by_name(respelt, setting, register) if respelt.kinds else None
        if found is not None and found.id is not None:
            score = likeness(phrase.plain.casefold(), respelt.plain.casefold())
            return msgspec.structs.replace(
                found,
                method="fuzzy",
                score=score,
                needs_review=found.needs_review or score < LIKE_ELSEWHERE,
                reason=f"'{word}' read as '{meant}': {found.reason}",
            )
    return None


def _by_likeness(phrase: Phrase, setting: Setting, register: Register) -> Link:
    """Compare what is left with the names of its kinds."""
    if not phrase.kinds:
        return Link(reason="the register holds no such name")
    scored = scores(phrase, setting.date, register)
    like = alike(phrase, scored, _area_codes(setting, register), register)
    if like is None:
        reason = "no name in the register is near enough"
        open_ = Link(kind=phrase.kind, needs_review=True, reason=reason, candidates=_candidates(scored))
        return _part_of_name(phrase, setting, register) or open_
    (best, *others), sure = like
    return linked(
        best.body,
        "fuzzy",
        f"like {best.body.name}",
        needs_review=not sure,
        score=best.score,
        runner_up_id=others[0].body.id if others else None,
        runner_up_score=others[0].score if others else None,
        candidates=_candidates(like[0]),
    )


def _part_of_name(phrase: Phrase, setting: Setting, register: Register) -> Link | None:
    """Read part of a long name where the area has one such board: 'Rutland ICB'. Always for review."""
    printed = set(distinctive(phrase.key))
    if phrase.kind not in NAMED_FOR_SEVERAL or not printed:
        return None
    boards = [body for body in _local_bodies(setting, register) if body.kind == phrase.kind]
    if len(boards) != 1:
        return None
    official = phrase_of(boards[0].name).key
    if not printed < set(distinctive(official)):
        return None
    score = likeness(sorted_words(phrase.key), sorted_words(official))
    reason = f"part of the name of {boards[0].name}, the only one of the area"
    return linked(boards[0], "fuzzy", reason, needs_review=True, score=score)


def _candidates(scored: Sequence[Scored]) -> tuple[Candidate, ...]:
    return tuple((each.body.id, each.body.name, each.score) for each in scored[:3])
