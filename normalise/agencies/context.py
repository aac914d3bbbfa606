"""What a document tells about its own words: 'the council', 'WSCB', 'the Trust'.

About seven mentions in ten are such words. They mean one body only together with the document's own
area and date; each is resolved to one body or to none, and is marked as resolved by context.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from normalise.registers.bodies import Body, Role
from normalise.registers.load import Register
from normalise.registers.names import PROPER, SMALL_WORDS, Phrase, bare
from normalise.values.text import single_spaces, tidy
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
ENDINGS = frozenset({"the local area partnership"})
"""Role words that keep their sense behind a place: 'Oldham Local Area Partnership'."""
WIDE = frozenset({"regional", "special"})
"""Subtypes that 'the LSCB' and 'the police' never mean: bodies beside the local one."""

DEFINED = re.compile(r"\((?:hereafter |known as |the )?['\"‘“]?([A-Z][A-Za-z&]{1,9}s?)['\"’”]?\)")
LOOK_BACK = 200
"""Characters before a bracket in which the long form must stand."""
MOST_EXTRA = 5
"""Words by which a long form may be longer than the abbreviation has letters."""
LEFT_OUT = 4
"""Words that the abbreviation of a proper name may leave out: AWP leaves out four of its trust's name."""
QUOTES = " ,'\"‘’“”"

Method = Literal["decision", "exact", "alias", "context", "fuzzy", "none"]
Candidate = tuple[str, str, float]
POSSIBLE = 50.0
"""The score of a candidate that bears the name or fits the words, and cannot be chosen."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the document in which a phrase stands.

    `area_id` is the authority reported on, with its `gss:` prefix. `abbreviations` are those that the
    document defines itself (`learn_abbreviations`). `decisions` maps tidied words (`text.tidy`) to
    an agency's id, to 'post', 'team' or 'group', or to '' for no body. `named_before` holds
    the bodies named so far, one tuple of ids for each passage, oldest first.
    """

    area_id: str | None = None
    date: dt.date | None = None
    abbreviations: Mapping[str, str] = {}
    decisions: Mapping[str, str] = {}
    named_before: tuple[tuple[str, ...], ...] = ()


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


def linked(body: Body, method: Method, reason: str, needs_review: bool = False) -> Link:
    """Return the link to a body."""
    return Link(
        id=body.id,
        name=body.name,
        kind=body.kind,
        method=method,
        score=100.0 if method in ("exact", "alias") else None,
        needs_review=needs_review,
        reason=reason,
    )


def opened(reason: str, bodies: Iterable[Body], kind: str | None) -> Link:
    """Return the link of a phrase that could mean one of `bodies`, and leave it open."""
    candidates = tuple((body.id, body.name, POSSIBLE) for body in bodies)
    return Link(kind=kind, needs_review=True, reason=reason, candidates=candidates)


def area_codes(setting: Setting, register: Register) -> frozenset[str]:
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


def local_bodies(setting: Setting, register: Register) -> tuple[Body, ...]:
    """Return every body that served the document's area at its date, national ones left out."""
    codes = sorted(area_codes(setting, register))
    found = {body.id: body for code in codes for body in register.by_area.get(code, ())}
    return tuple(body for body in found.values() if body.existed(setting.date))


def role_of(phrase: Phrase, register: Register) -> Role | None:
    """Return the role word that a phrase is, or ends in where it is no agency ('Swindon Youth Council')."""
    key = phrase.words
    if key in register.roles:
        return register.roles[key]
    for words in re.finditer(r"\s", key):
        role = register.roles.get(key[words.end() :])
        if role is not None and (role.resolve_by == "not_an_agency" or role.term in ENDINGS):
            return role
    return None


def by_role(phrase: Phrase, setting: Setting, register: Register) -> Link | None:
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
        dated = [register.bodies[each] for each in role.bodies]
        bodies = [body for body in dated if body.existed(setting.date)]
        return _only(bodies, f"'{role.term}' by the date of the document", kind)
    if role.resolve_by == "area":
        if setting.area_id is None:
            return opened(f"'{role.term}': the document's area is not known", (), kind)
        local = [body for body in local_bodies(setting, register) if body.subtype not in WIDE]
        bodies = [body for body in local if body.kind in role.kinds]
        return _only(bodies, f"'{role.term}' by the area and date of the document", kind)
    return _antecedent(role, kind, setting, register)


def by_initials(acronym: Phrase, setting: Setting, register: Register) -> Link | None:
    """Return the body of the document's area whose initials an acronym of three letters or more spells.

    Reports use the initials of their own council and board without explaining them. Always for review; None
    for a phrase that is no acronym.
    """
    if not acronym.is_acronym:
        return None
    letters = acronym.name.replace("&", "")
    local = local_bodies(setting, register) if len(letters) > 2 and letters.isupper() else ()
    bodies = [body for body in local if body.kind in INITIALS_OF and _initials(body.name) == letters]
    if not bodies:
        reason = "an abbreviation that neither the document nor the register explains"
        return Link(needs_review=True, reason=reason)
    return _only(bodies, f"'{letters}' by the initials of the bodies of the area", None, needs_review=True)


def after_naming(setting: Setting, ids: Iterable[str]) -> Setting:
    """Return the setting after a passage that named the bodies `ids`."""
    named = tuple(dict.fromkeys(ids))
    return msgspec.structs.replace(setting, named_before=(*setting.named_before, named)) if named else setting


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
    types = set(bare(role.term).split()) & {"county", "city", "borough", "district"}
    if subject.kind not in role.kinds or not types <= set(bare(subject.name).split()):
        return opened(f"'{role.term}' is not {subject.name}, which the document is about", (), kind)
    if not subject.existed(setting.date):
        return opened(f"'{role.term}': {subject.name} did not exist on {setting.date}", (), kind)
    return linked(subject, "context", f"'{role.term}' is the authority that the document is about")


def _only(bodies: Sequence[Body], how: str, kind: str | None, needs_review: bool = False) -> Link:
    """Link to the one body of `bodies`; leave none and several open."""
    if len(bodies) == 1:
        return linked(bodies[0], "context", how, needs_review=needs_review)
    return opened(f"{how}: {f'{len(bodies)} bodies fit' if bodies else 'no body fits'}", bodies, kind)


def _initials(name: str) -> str:
    words = re.findall(r"[A-Za-z]+", name.replace("'s", ""))
    return "".join(word if word == "NHS" else word[0] for word in words if word not in SMALL_WORDS).upper()


def learn_abbreviations(text: str) -> dict[str, str]:
    """Collect what a document defines, abbreviation to long form.

    The words before the bracket must begin with its letters: all of them in order, small words aside,
    or for a proper name some of them, the first word's always. An abbreviation that the document
    defines twice with different words is not learnt.
    """
    found: dict[str, str] = {}
    clashing: set[str] = set()
    folded = single_spaces(text)
    for match in DEFINED.finditer(folded):
        long = _spelt_out(match[1], folded[max(0, match.start() - LOOK_BACK) : match.start()])
        if long is not None and tidy(found.setdefault(match[1], long)) != tidy(long):
            clashing.add(match[1])
    return {short: long for short, long in found.items() if short not in clashing}


def _spelt_out(short: str, before: str) -> str | None:
    """Find the words whose letters an abbreviation takes, the fewest that end at its bracket."""
    words = re.split(r"[.;:?!]\s|[()]", before)[-1].split()
    letters = short.rstrip("s").replace("&", "").casefold()
    for first in range(len(words) - 1, max(-1, len(words) - len(letters) - MOST_EXTRA - 1), -1):
        taken = [word.strip(QUOTES) for word in words[first:]]
        begins = taken[0][:1].casefold() == letters[0] and taken[0].casefold() not in SMALL_WORDS
        if begins and _spells(letters, taken):
            return " ".join(words[first:]).strip(QUOTES)
    return None


def _spells(letters: str, words: Sequence[str]) -> bool:
    parts = [
        part for word in words for part in re.findall(r"[^\W_]+", word.replace("’", "").replace("'", ""))
    ]
    initials = "".join(part[0] for part in parts).casefold()
    counted = "".join(part[0] for part in parts if part.casefold() not in SMALL_WORDS).casefold()
    if letters in (initials, counted):
        return True
    left = iter(counted)
    in_order = all(letter in left for letter in letters)
    proper = PROPER.fullmatch(" ".join(words)) is not None
    return proper and in_order and len(counted) - len(letters) <= LEFT_OUT
