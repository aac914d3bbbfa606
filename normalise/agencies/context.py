"""What a document tells about its own words: 'the council', 'WSCB', 'the Trust'.

About seven mentions in ten are such words. They mean one body only together with the document's own
area and date; each is resolved to one body or to none, and is marked as resolved by context.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

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


class Found(NamedTuple):
    """The bodies that words can mean in their document, right only if there is one, and why."""

    bodies: tuple[Body, ...]
    reason: str


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


def resolve(role: Role, setting: Setting, register: Register) -> Found:
    """Find the body that a role word means in its document."""
    if role.resolve_by == "subject":
        return _subject(role, setting, register)
    if role.resolve_by == "area":
        return _of_area(role, setting, register)
    if role.resolve_by == "date":
        bodies = tuple(
            register.bodies[each] for each in role.bodies if register.bodies[each].existed(setting.date)
        )
        return _told(bodies, f"'{role.term}' by the date of the document")
    if role.resolve_by == "antecedent":
        return _antecedent(role, setting, register)
    return Found((), f"'{role.term}' names no single body")


def by_initials(acronym: Phrase, setting: Setting, register: Register) -> Found:
    """Find the body of the document's area whose initials an acronym of three letters or more spells.

    Reports use the initials of their own council and board without explaining them.
    """
    letters = acronym.name.replace("&", "")
    if len(letters) < 3 or not letters.isupper():
        return Found((), "")
    bodies = tuple(
        body
        for body in local_bodies(setting, register)
        if body.kind in INITIALS_OF and letters in _initials(body.name)
    )
    return _told(bodies, f"'{letters}' by the initials of the bodies of the area")


def after_naming(setting: Setting, ids: Iterable[str]) -> Setting:
    """Return the setting after a passage that named the bodies `ids`."""
    named = tuple(dict.fromkeys(ids))
    return msgspec.structs.replace(setting, named_before=(*setting.named_before, named)) if named else setting


def _subject(role: Role, setting: Setting, register: Register) -> Found:
    if setting.area_id is None:
        return Found((), f"'{role.term}': the document's own authority is not known")
    subject = register.bodies[setting.area_id]
    types = set(bare(role.term).split()) & {"county", "city", "borough", "district"}
    if subject.kind not in role.kinds or not types <= set(bare(subject.name).split()):
        return Found((), f"'{role.term}' is not {subject.name}, which the document is about")
    if not subject.existed(setting.date):
        return Found((), f"'{role.term}': {subject.name} did not exist on {setting.date}")
    return Found((subject,), f"'{role.term}' is the authority that the document is about")


def _of_area(role: Role, setting: Setting, register: Register) -> Found:
    if setting.area_id is None:
        return Found((), f"'{role.term}': the document's area is not known")
    bodies = tuple(
        body
        for body in local_bodies(setting, register)
        if body.kind in role.kinds and body.subtype not in WIDE
    )
    return _told(bodies, f"'{role.term}' by the area and date of the document")


def _antecedent(role: Role, setting: Setting, register: Register) -> Found:
    """Take the nearest passage that named bodies of the kind; two in one passage leave it open."""
    for passage in reversed(setting.named_before):
        bodies = tuple(register.bodies[each] for each in passage if register.bodies[each].kind in role.kinds)
        if bodies:
            return _told(bodies, f"'{role.term}' by what the document named just before")
    return Found((), f"'{role.term}': the document names no such body before")


def _told(bodies: tuple[Body, ...], how: str) -> Found:
    if len(bodies) > 1:
        return Found(bodies, f"{how}: {len(bodies)} bodies fit")
    return Found(bodies, how if bodies else f"{how}: no body fits")


def _initials(name: str) -> frozenset[str]:
    words = [word for word in re.findall(r"[A-Za-z]+", name.replace("'s", "")) if word not in SMALL_WORDS]
    return frozenset({"".join(word if word == "NHS" else word[0] for word in words).upper()})


DEFINED = re.compile(r"\((?:hereafter |known as |the )?['\"‘“]?([A-Z][A-Za-z&]{1,9}s?)['\"’”]?\)")
LOOK_BACK = 200
"""Characters before a bracket in which the long form must stand."""
MOST_EXTRA = 5
"""Words by which a long form may be longer than the abbreviation has letters."""
LEFT_OUT = 4
"""Words that the abbreviation of a proper name may leave out: AWP leaves out four of its trust's name."""
QUOTES = " ,'\"‘’“”"


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
