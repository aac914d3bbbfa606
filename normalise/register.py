"""The registers of public bodies: loaded once, checked row by row, looked up by name, kind and area.

A body is a row of `registers/*.csv` with the days between which it existed. The same words mean
different bodies at different times ('NHS Wiltshire' was a primary care trust until March 2013, a
commissioning group until 2022), so nothing here ever follows a name without asking for the date.
A wrong row stops the load and says where it is and what to do.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from normalise.agencies_names import OPENERS, SHORT, bare, rules, simplify
from records.errors import ConfigError

REGISTERS = Path(__file__).parent / "registers"
BODY_FILES = ("local_authorities.csv", "health.csv", "police_and_fire.csv", "children.csv", "national.csv")
BODY_COLUMNS = (
    "id", "kind", "subtype", "name", "valid_from", "valid_to",
    "successor_ids", "area", "other_ids", "notes", "source",
)  # fmt: skip
KINDS = frozenset(
    {
        "local_authority",
        "combined_authority",
        "nhs_trust",
        "integrated_care_board",
        "clinical_commissioning_group",
        "primary_care_trust",
        "strategic_health_authority",
        "police_force",
        "fire_and_rescue",
        "childrens_trust_company",
        "safeguarding_children_board",
        "safeguarding_children_partnership",
        "youth_justice_service",
        "inspectorate",
        "government_department",
        "nhs_national_body",
        "national_body",
        "probation",
        "other_body",
    }
)
"""The kinds of bodies. `post`, `team` and `group` are kinds of owners that are no bodies."""
ALIAS_TYPES = frozenset({"form", "name", "short", "abbreviation", "place", "former", "printed", "site"})
RESOLVE_BY = frozenset({"subject", "area", "date", "antecedent", "open", "group", "not_an_agency"})
UPPER_TIER = "upper tier"


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """A public body. `area` holds codes of local authorities; a national body has none."""

    id: str
    kind: str
    subtype: str | None
    name: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    successor_ids: tuple[str, ...]
    area: frozenset[str]
    other_ids: tuple[str, ...]
    notes: str | None
    source: str
    licence: str

    def existed(self, date: dt.date | None) -> bool:
        """Say whether the body existed on `date`; without a date, whether it ever did."""
        if date is None:
            return True
        after_start = self.valid_from is None or self.valid_from <= date
        return after_start and (self.valid_to is None or date <= self.valid_to)


class Name(msgspec.Struct, frozen=True):
    """One name of a body. `type` is `official` or the type of an alias."""

    id: str
    printed: str
    type: str

    @property
    def short(self) -> bool:
        """Whether it counts as a name only in capitals: an abbreviation, or five letters or fewer."""
        return self.type == "abbreviation" or (self.type != "place" and len(self.printed) <= SHORT)


class FullName(NamedTuple):
    """A name to compare by likeness: its key with the words in alphabetical order, the key, the body."""

    sorted_key: str
    key: str
    id: str


class Role(msgspec.Struct, frozen=True):
    """A word that means a body only within a document, and how to find the body."""

    term: str
    resolve_by: str
    kinds: tuple[str, ...]
    bodies: tuple[str, ...]

    @property
    def article(self) -> bool:
        """Whether the article belongs to the words: 'the council' is no name without it."""
        return self.term.startswith("the ")


class Register(msgspec.Struct, frozen=True):
    """All bodies, with their names and the role words by key (see `agencies_names.simplify`).

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


def sorted_words(key: str) -> str:
    """Give a key with its words in alphabetical order, as it is compared by likeness."""
    return " ".join(sorted(key.split()))


class Today(NamedTuple):
    """The body that holds the duties of another now: one `id`, or several `candidates`, or neither."""

    id: str | None
    name: str | None
    candidates: tuple[str, ...]
    reason: str


class _Row(NamedTuple):
    file: str
    number: int
    cells: Mapping[str, str]

    def wrong(self, what: str, helps: str) -> ConfigError:
        return ConfigError(f"registers/{self.file}, row {self.number}: {what}. {helps}")


@lru_cache(maxsize=4)
def load_registers(folder: Path = REGISTERS) -> Register:
    """Load, check and index the registers in `folder`, once a process.

    Raises ConfigError, which names file, row and remedy, for the first row that is wrong.
    """
    licences = {
        row.cells["source"]: row.cells["licence"] for row in _rows(folder, "sources.csv", SOURCE_COLUMNS)
    }
    places: dict[str, _Row] = {}
    bodies: dict[str, Body] = {}
    for file in BODY_FILES:
        for row in _rows(folder, file, BODY_COLUMNS):
            body = _body(row, licences)
            if body.id in bodies:
                raise row.wrong(f"the id '{body.id}' stands twice", "Each body has one row: merge the two.")
            bodies[body.id], places[body.id] = body, row
    _check_references(bodies, places)
    names = _index_names(folder, bodies, places, licences)
    return Register(
        bodies=bodies,
        names=names,
        roles=_roles(folder, bodies),
        by_kind=_grouped((body.kind, body) for body in bodies.values()),
        by_area=_grouped((code, body) for body in bodies.values() for code in sorted(body.area)),
        full_names=_full_names(bodies, names),
        places=_place_words(bodies, names),
        first_words=OPENERS
        | {bare(name.printed).partition(" ")[0] for found in names.values() for name in found},
        version=_version(folder),
    )


def today(register: Register, agency_id: str) -> Today:
    """Follow the successors of a body to the one that holds its duties now.

    Where the duties were divided, no single body is given and all that hold a part are candidates.
    Where the register knows no successor of a body that ended, there is neither.
    """
    body = register.bodies[agency_id]
    if body.valid_to is None:
        return Today(body.id, body.name, (), "the body still exists")
    holders: dict[str, Body] = {}
    waiting, ended = [body], []
    while waiting:
        each = waiting.pop(0)
        if each.valid_to is None:
            holders[each.id] = each
        elif each.successor_ids:
            waiting += [register.bodies[successor] for successor in each.successor_ids]
        else:
            ended.append(each.name)
    if ended:
        return Today(None, None, tuple(holders), f"the register knows no successor of {ended[0]}")
    if len(holders) > 1:
        shared = ", ".join(holder.name for holder in holders.values())
        return Today(None, None, tuple(holders), f"its duties were divided among {shared}")
    (holder,) = holders.values()
    return Today(holder.id, holder.name, (), f"{holder.name} holds its duties now")


SOURCE_COLUMNS = ("source", "title", "licence")
ALIAS_COLUMNS = ("id", "alias", "type", "source")
ROLE_COLUMNS = ("term", "resolve_by", "kinds", "bodies", "note")


def _rows(folder: Path, file: str, columns: tuple[str, ...]) -> Iterator[_Row]:
    """Give the rows of a CSV file with the number of the line each ends on; the header is line 1."""
    path = folder / file
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            header = next(reader, [])
            if tuple(header) != columns:
                raise ConfigError(
                    f"registers/{file}, row 1: the columns are {header}. They must be {list(columns)}."
                )
            for cells in reader:
                if len(cells) != len(columns):
                    raise ConfigError(
                        f"registers/{file}, row {reader.line_num}: {len(cells)} cells instead of {len(columns)}. "
                        "A comma within a name needs quotes around the cell."
                    )
                yield _Row(file, reader.line_num, dict(zip(columns, cells, strict=True)))
    except FileNotFoundError as error:
        raise ConfigError(f"registers/{file} is missing. Take it from the project again.") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise ConfigError(f"registers/{file}: {error}. Save it as CSV in UTF-8.") from error


def _body(row: _Row, licences: Mapping[str, str]) -> Body:
    cells = row.cells
    if not re.fullmatch(r"[a-z]+:[\w-]+", cells["id"]):
        raise row.wrong(
            f"the id '{cells['id']}' has no prefix", "Write prefix and code, such as 'gss:E06000054'."
        )
    if cells["kind"] not in KINDS:
        raise row.wrong(f"the kind '{cells['kind']}' is not known", f"Use one of {', '.join(sorted(KINDS))}.")
    if not cells["name"] or cells["name"] != " ".join(cells["name"].split()):
        raise row.wrong(
            f"the name '{cells['name']}' is empty or has stray spaces", "Write it as the body does."
        )
    _known_source(row, licences)
    start, end = _date(row, "valid_from"), _date(row, "valid_to")
    if start and end and end < start:
        raise row.wrong(f"it ends on {end}, before it starts on {start}", "Correct one of the two dates.")
    return Body(
        id=cells["id"],
        kind=cells["kind"],
        subtype=cells["subtype"] or None,
        name=cells["name"],
        valid_from=start,
        valid_to=end,
        successor_ids=_several(cells["successor_ids"]),
        area=frozenset(_several(cells["area"])),
        other_ids=_several(cells["other_ids"]),
        notes=cells["notes"] or None,
        source=cells["source"],
        licence=licences[cells["source"]],
    )


def _date(row: _Row, column: str) -> dt.date | None:
    written = row.cells[column]
    if not written:
        return None
    try:
        if len(written) != len("2012-10-02"):
            raise ValueError(written)
        return dt.date.fromisoformat(written)
    except ValueError:
        raise row.wrong(
            f"{column} '{written}' is not a date", "Write year-month-day, such as 2013-03-31."
        ) from None


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _known_source(row: _Row, licences: Mapping[str, str]) -> None:
    if row.cells["source"] not in licences:
        raise row.wrong(
            f"the source '{row.cells['source']}' is not known", "Add it to sources.csv, with its licence."
        )


def _check_references(bodies: Mapping[str, Body], rows: Mapping[str, _Row]) -> None:
    """Check that successors and areas exist, and that no body succeeds itself in the end."""
    codes = {body.id.partition(":")[2] for body in bodies.values() if body.kind == "local_authority"}
    for body in bodies.values():
        for successor in body.successor_ids:
            if successor not in bodies:
                raise rows[body.id].wrong(
                    f"the successor '{successor}' has no row", "Add its row or correct the id."
                )
        for code in sorted(body.area - codes):
            raise rows[body.id].wrong(
                f"the area '{code}' is no local authority", "Use codes of local_authorities.csv."
            )
        if body.successor_ids and body.valid_to is None:
            raise rows[body.id].wrong(
                "it has successors and no last day", "Fill in valid_to, or drop the successors."
            )
        seen, waiting = {body.id}, list(body.successor_ids)
        while waiting:
            each = waiting.pop()
            if each == body.id:
                raise rows[body.id].wrong("it is its own successor in the end", "Correct successor_ids.")
            if each not in seen:
                seen.add(each)
                waiting += bodies[each].successor_ids


def _index_names(
    folder: Path, bodies: Mapping[str, Body], rows: Mapping[str, _Row], licences: Mapping[str, str]
) -> Mapping[str, tuple[Name, ...]]:
    """Index official names and aliases by key, and refuse names that would mean two bodies at once."""
    found: dict[str, list[tuple[Name, _Row]]] = defaultdict(list)
    for body in bodies.values():
        found[simplify(body.name)].append((Name(body.id, body.name, "official"), rows[body.id]))
    seen: set[tuple[str, str]] = set()
    for row in _rows(folder, "aliases.csv", ALIAS_COLUMNS):
        cells = row.cells
        if cells["id"] not in bodies:
            raise row.wrong(f"the id '{cells['id']}' has no body", "Correct the id, or add the body first.")
        if cells["type"] not in ALIAS_TYPES:
            raise row.wrong(
                f"the type '{cells['type']}' is not known", f"Use one of {', '.join(sorted(ALIAS_TYPES))}."
            )
        if not simplify(cells["alias"]):
            raise row.wrong("the alias is empty", "Write it, or take the row out.")
        if (cells["id"], cells["alias"]) in seen:
            raise row.wrong(
                f"the alias '{cells['alias']}' stands twice for one body", "Take one of the rows out."
            )
        seen.add((cells["id"], cells["alias"]))
        _known_source(row, licences)
        found[simplify(cells["alias"])].append((Name(cells["id"], cells["alias"], cells["type"]), row))
    for named in found.values():
        _check_clashes(named, bodies)
    return {key: tuple(name for name, _ in named) for key, named in found.items()}


def _check_clashes(named: list[tuple[Name, _Row]], bodies: Mapping[str, Body]) -> None:
    for place, (one, _) in enumerate(named):
        for other, row in named[place + 1 :]:
            if one.id != other.id and _clash(bodies[one.id], bodies[other.id]):
                raise row.wrong(
                    f"'{other.printed}' means {one.id} and {other.id} at the same time and place",
                    "Take it from one of the two, or set the dates apart.",
                )


def _clash(one: Body, other: Body) -> bool:
    """Say whether two bodies of one kind existed at once in one area: then no name may mean both."""
    if one.kind != other.kind or (one.area and other.area and not one.area & other.area):
        return False
    first, last = dt.date.min, dt.date.max
    return (one.valid_from or first) <= (other.valid_to or last) and (other.valid_from or first) <= (
        one.valid_to or last
    )


def _roles(folder: Path, bodies: Mapping[str, Body]) -> Mapping[str, Role]:
    found: dict[str, Role] = {}
    for row in _rows(folder, "roles.csv", ROLE_COLUMNS):
        cells = row.cells
        role = Role(cells["term"], cells["resolve_by"], _several(cells["kinds"]), _several(cells["bodies"]))
        if role.resolve_by not in RESOLVE_BY:
            raise row.wrong(
                f"resolve_by '{role.resolve_by}' is not known", f"Use one of {sorted(RESOLVE_BY)}."
            )
        if set(role.kinds) - KINDS or set(role.bodies) - set(bodies):
            raise row.wrong("a kind or a body is not known", "Correct the columns kinds and bodies.")
        if (role.resolve_by in ("subject", "area", "antecedent", "open")) > bool(role.kinds):
            raise row.wrong(f"a role found by '{role.resolve_by}' needs a kind", "Fill in kinds.")
        if (role.resolve_by == "date") != bool(role.bodies):
            raise row.wrong(
                "bodies belong to roles found by date, and only to them", "Correct resolve_by or bodies."
            )
        if found.setdefault(bare(role.term), role) is not role:
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
    common = rules().forms.not_distinctive | rules().forms.trust_type | set(rules().forms.heads)
    local = (key for key, found in names.items() if any(bodies[name.id].area for name in found))
    return frozenset(word for key in local for word in key.split()) - common


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in (*BODY_FILES, "aliases.csv", "roles.csv", "sources.csv"):
        digest.update((folder / file).read_bytes())
    return digest.hexdigest()[:12]
