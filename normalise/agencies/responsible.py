"""Who must act: the bodies of an owner cell, and those that the words of an action name.

    register = load_registers()
    area = find_area("Wiltshire Council", date, register)
    setting = Setting(area_id=area.id, date=date, abbreviations=learn_abbreviations(whole_text),
                      decisions=decisions.about("agency", document_id))
    responsible("NHS Wiltshire/BANES", setting, register)      # role 'responsible'
    named_in("Wiltshire Council to ensure ...", setting, register)   # role 'named'
    today(register, "ods:5QK")

A row whose document has a column of owners takes `responsible`, one without takes `named_in`. To
resolve 'the Trust' or 'the Board', pass the setting through `after_text` with each passage
in reading order.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

import msgspec

from normalise.agencies.context import Setting, after_naming
from normalise.agencies.linking import link, link_all
from normalise.agencies.lookup import Link, Method, linked, opened
from normalise.agencies.mentions import bodies_named, who_must_act
from normalise.agencies.other_owners import means_nobody
from normalise.agencies.shared_words import Owner
from normalise.agencies.splitting import split_owners
from normalise.registers.load import Body, Register
from normalise.registers.names import Phrase, bare, council_types_clash, phrase_of, simplify

AREA_WORDS = re.compile(
    r"\b(?:local area partnership|local area|area partnership|children.?s services(?: authority)?)$|\barea$",
    re.IGNORECASE,
)
BOARD_KINDS = frozenset(
    {"safeguarding_children_board", "safeguarding_children_partnership", "childrens_trust_company"}
)


class Named(NamedTuple):
    """One owner: `raw` as printed, and what it means."""

    raw: str
    link: Link


def responsible(owner_cell: str, setting: Setting, register: Register) -> list[Named]:
    """Return the owners of a cell in printed order, each printed form once.

    A cell that prints that there is nobody ('N/A', 'TBC') has none.
    """
    if means_nobody(phrase_of(owner_cell)):
        return []
    parts: dict[str, Owner] = {}
    for part in split_owners(owner_cell, setting, register):
        parts.setdefault(part.phrase.tidied, part)
    return [_named(part, setting, register) for part in parts.values()]


def named_in(text: str, setting: Setting, register: Register) -> list[Named]:
    """Return those who must act by the words of an action, in printed order, each printed form once."""
    return [_named(part, setting, register) for part in who_must_act(text, setting, register)]


def after_text(setting: Setting, text: str, register: Register) -> Setting:
    """Return the setting after a passage, so that 'the Trust' in the next can mean a trust named in it."""
    links = link_all(bodies_named(text, register), setting, register)
    return after_naming(setting, [each.id for each in links.values() if each.id is not None])


def find_area(printed: str, date: dt.date | None, register: Register) -> Link:
    """Find the local authority that a document is about, by the name it gives its area.

    The name is that of a council in any of its usual forms, its place alone, or that place with 'Local Area
    Partnership' or a safeguarding board of the place. Of two authorities that bore one name the date tells
    which; without a date, or where the name is of neither, the link is open.
    """
    place = phrase_of(AREA_WORDS.sub("", phrase_of(printed).plain).strip(" ,-"))
    named = _council_of(place, date, register)
    if named is not None:
        return named
    found = link(place.printed, Setting(date=date), register)
    if found.id is None or found.kind == "local_authority":
        return found
    return _area_of(register.bodies[found.id], found, date, register)


def _named(part: Owner, setting: Setting, register: Register) -> Named:
    found = link(part.full.printed, setting, register)
    if not part.certain:
        found = msgspec.structs.replace(
            found, needs_review=True, reason=f"read as '{part.full.printed}': {found.reason}"
        )
    return Named(part.phrase.printed, found)


def _council_of(place: Phrase, date: dt.date | None, register: Register) -> Link | None:
    """Look a place or council up among the councils, those with children's services first."""
    key = place.key
    names = (*register.names.get(key, ()), *register.names.get(f"{key} council", ()))
    councils = {
        name.id: register.bodies[name.id]
        for name in names
        if register.bodies[name.id].kind == "local_authority"
    }
    if not councils:
        return None
    bearing = [body for body in councils.values() if not council_types_clash(place.plain, body.name)]
    exactly = [body for body in bearing if bare(body.name) == place.words]
    alive = [body for body in exactly or bearing if body.existed(date)]
    upper = [body for body in alive if body.upper_tier] or alive
    if len(upper) == 1:
        (body,) = upper
        method: Method = "exact" if simplify(body.name) == key else "alias"
        return linked(body, method, f"the area is that of {body.name}")
    if upper:
        return opened(f"{len(upper)} councils bore the name", upper, "local_authority")
    if not bearing:
        return opened("the type of council contradicts the name", councils.values(), "local_authority")
    followers = {each: register.bodies[each] for body in bearing for each in body.successor_ids}
    reason = f"no council of the name existed on {date}"
    return opened(reason, followers.values(), "local_authority")


def _area_of(body: Body, found: Link, date: dt.date | None, register: Register) -> Link:
    """Return the one authority that a local board serves."""
    councils = [register.bodies[f"gss:{code}"] for code in sorted(body.area) if body.kind in BOARD_KINDS]
    alive = [council for council in councils if council.existed(date)]
    if len(alive) == 1:
        (council,) = alive
        reason = f"the authority that {body.name} serves"
        return msgspec.structs.replace(
            found, id=council.id, name=council.name, kind=council.kind, reason=reason
        )
    return opened(f"{body.name} serves no single authority", alive, "local_authority")
