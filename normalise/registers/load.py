"""The registers of public bodies: loaded once, checked row by row, looked up by name, kind and area.

A body is a row of `registers/*.csv` with the days between which it existed. The same words mean
different bodies at different times ('NHS Wiltshire' was a primary care trust until March 2013, a
commissioning group until 2020), so no name is followed without asking for the date.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import msgspec

from normalise.registers import bodies as of
from normalise.registers.bodies import Body, FullName, Name, Role, Row, rows
from normalise.registers.names import OPENERS, common_words, simplify, sorted_words

REGISTERS = Path(__file__).parent
BODY_FILES = ("local_authorities.csv", "health.csv", "police_and_fire.csv", "children.csv", "national.csv")
FILES = (*BODY_FILES, "aliases.csv", "roles.csv", "sources.csv")


class Register(msgspec.Struct, frozen=True):
    """All bodies, with their names by key (`names.simplify`) and the role words (`Role.words`).

    `version` is a hash of the files' bytes.
    """

    bodies: Mapping[str, Body]
    names: Mapping[str, tuple[Name, ...]]
    roles: Mapping[str, Role]
    by_kind: Mapping[str, tuple[Body, ...]]
    by_area: Mapping[str, tuple[Body, ...]]
    full_names: Mapping[str, tuple[FullName, ...]]
    """By kind, without abbreviations and bare places: those are never compared by likeness."""
    places: frozenset[str]
    """Every word that tells a place in some name: a misspelling of one is never another of them."""
    first_words: frozenset[str]
    """Every word that a full name can begin with in print, folded."""
    version: str


class Today(NamedTuple):
    """The body that holds the duties of another now: one `id`, or several `candidates`, or neither."""

    id: str | None
    name: str | None
    candidates: tuple[str, ...]
    reason: str


@lru_cache(maxsize=4)
def load_registers(folder: Path = REGISTERS) -> Register:
    """Load, check and index the registers in `folder`, once a process.

    Raises ConfigError, which names file, row and remedy, for the first row that is wrong.
    """
    sources = {row.cells["source"]: row for row in rows(folder, "sources.csv", of.SOURCE_COLUMNS)}
    bodies: dict[str, Body] = {}
    places: dict[str, Row] = {}
    for row in (row for file in BODY_FILES for row in rows(folder, file, of.BODY_COLUMNS)):
        body = of.read_body(row, sources)
        if body.id in bodies:
            raise row.wrong(f"the id '{body.id}' stands twice", "Each body has one row: merge the two.")
        bodies[body.id], places[body.id] = body, row
    of.check_references(bodies, places)
    names = _names(folder, bodies, places, sources)
    return Register(
        bodies=bodies,
        names=names,
        roles=_roles(folder, bodies),
        by_kind=_grouped((body.kind, body) for body in bodies.values()),
        by_area=_grouped((code, body) for body in bodies.values() for code in sorted(body.area)),
        full_names=_full_names(bodies, names),
        places=_place_words(bodies, names),
        first_words=OPENERS | {name.words.partition(" ")[0] for found in names.values() for name in found},
        version=hashlib.sha256(b"".join((folder / file).read_bytes() for file in FILES)).hexdigest()[:12],
    )


def today(register: Register, agency_id: str) -> Today:
    """Follow the successors of a body to the one that holds its duties now.

    Where the duties were divided, no single body is given and all that hold a part are candidates.
    Where the register knows no successor of a body that ended, there is none.
    """
    holders: dict[str, Body] = {}
    ended: list[Body] = []
    waiting = [register.bodies[agency_id]]
    while waiting:
        each = waiting.pop(0)
        if each.valid_to is None:
            holders[each.id] = each
        elif each.successor_ids:
            waiting += [register.bodies[successor] for successor in each.successor_ids]
        else:
            ended.append(each)
    if ended:
        return Today(None, None, tuple(holders), f"the register knows no successor of {ended[0].name}")
    if len(holders) > 1:
        shared = ", ".join(holder.name for holder in holders.values())
        return Today(None, None, tuple(holders), f"its duties were divided among {shared}")
    (holder,) = holders.values()
    return Today(holder.id, holder.name, (), f"{holder.name} holds its duties now")


def _names(
    folder: Path, bodies: Mapping[str, Body], places: Mapping[str, Row], sources: Mapping[str, Row]
) -> Mapping[str, tuple[Name, ...]]:
    """Index official names and aliases by key, and refuse names that would mean two bodies at once."""
    found: dict[str, list[tuple[Name, Row]]] = defaultdict(list)
    for body in bodies.values():
        found[simplify(body.name)].append((Name(body.id, body.name, "official"), places[body.id]))
    seen: set[tuple[str, str]] = set()
    for row in rows(folder, "aliases.csv", of.ALIAS_COLUMNS):
        name = of.read_alias(row, bodies, sources)
        if (name.id, name.printed) in seen:
            raise row.wrong(f"the alias '{name.printed}' stands twice for one body", "Take one row out.")
        seen.add((name.id, name.printed))
        found[simplify(name.printed)].append((name, row))
    for (one, _), (other, row) in (pair for named in found.values() for pair in combinations(named, 2)):
        if one.id != other.id and of.clash(bodies[one.id], bodies[other.id]):
            what = f"'{other.printed}' means {one.id} and {other.id} at the same time and place"
            raise row.wrong(what, "Take it from one of the two, or set their dates apart.")
    return {key: tuple(name for name, _ in named) for key, named in found.items()}


def _roles(folder: Path, bodies: Mapping[str, Body]) -> Mapping[str, Role]:
    found: dict[str, Role] = {}
    for row in rows(folder, "roles.csv", of.ROLE_COLUMNS):
        role = of.read_role(row, bodies)
        if found.setdefault(role.words, role) is not role:
            raise row.wrong(f"'{role.term}' stands twice", "Take one of the rows out.")
    return found


def _grouped(pairs: Iterable[tuple[str, Body]]) -> Mapping[str, tuple[Body, ...]]:
    found: dict[str, list[Body]] = defaultdict(list)
    for key, body in pairs:
        found[key].append(body)
    return {key: tuple(members) for key, members in found.items()}


def _full_names(
    bodies: Mapping[str, Body], names: Mapping[str, tuple[Name, ...]]
) -> Mapping[str, tuple[FullName, ...]]:
    found: dict[str, set[FullName]] = defaultdict(set)
    for key, named in names.items():
        for name in named:
            if not name.short and name.type != "place":
                found[bodies[name.id].kind].add(FullName(sorted_words(key), key, name.id))
    return {kind: tuple(sorted(members)) for kind, members in found.items()}


def _place_words(bodies: Mapping[str, Body], names: Mapping[str, tuple[Name, ...]]) -> frozenset[str]:
    local = (key for key, found in names.items() if any(bodies[name.id].area for name in found))
    return frozenset(word for key in local for word in key.split()) - common_words()
