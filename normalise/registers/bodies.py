"""What the registers hold: bodies with their dates and areas, their names, and words that mean a body.

Each row of `registers/*.csv` is checked on its own: a wrong one says where it is and what to do.
"""

import csv
import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, TypeVar

import msgspec

from normalise.registers.names import SHORT, phrase_of, simplify
from records.errors import ConfigError

T = TypeVar("T")

Kind = Literal[
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
]
"""The kinds of bodies. `post`, `team` and `group` are kinds of owners that are no bodies."""
COUNCILS = {
    "London borough": True,
    "city corporation": True,
    "county council": True,
    "metropolitan district": True,
    "non-metropolitan district": False,
    "unitary authority": True,
    "Scottish unitary authority": False,
    "Welsh unitary authority": False,
}
"""The subtypes of councils, and whether they have children's services that Ofsted inspects."""
AliasType = Literal["form", "name", "short", "abbreviation", "place", "former", "printed", "site"]
Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z]+:[\w-]+$")]
Words = Annotated[str, msgspec.Meta(pattern=r"^\S+( \S+)*$")]
"""A name in single spaces."""
SEVERAL = frozenset({"successor_ids", "area", "other_ids", "kinds", "bodies"})
"""Columns whose cells hold any number of values, with `|` between."""


class Body(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A public body. `area` holds codes of local authorities; a national body has none.

    `valid_from` and `valid_to` are its first and last day, None where not known or not ended.
    `source` is the title of where its facts come from, `licence` their terms.
    """

    id: Id
    kind: Kind
    subtype: str | None
    name: Words
    valid_from: dt.date | None
    valid_to: dt.date | None
    successor_ids: tuple[str, ...]
    area: frozenset[str]
    other_ids: tuple[str, ...]
    source: str
    licence: str

    @cached_property
    def words(self) -> str:
        """The words of its name in the form in which they are compared."""
        return phrase_of(self.name).words

    @property
    def upper_tier(self) -> bool:
        """Whether it is a council of England with children's services: the tier that Ofsted inspects."""
        return COUNCILS.get(self.subtype or "", False)

    @property
    def span(self) -> str:
        """The days between which it existed, for a person."""
        return f"({self.valid_from or '…'} to {self.valid_to or '…'})"

    def existed(self, date: dt.date | None) -> bool:
        """Return whether the body existed on `date`; without a date, whether it ever did."""
        if date is None:
            return True
        begun = self.valid_from is None or self.valid_from <= date
        return begun and (self.valid_to is None or date <= self.valid_to)


def alive(bodies: Iterable[Body], date: dt.date | None) -> dict[str, Body]:
    """Return the bodies that existed on `date`, by their ids in the order given; without a date, all."""
    return {body.id: body for body in bodies if body.existed(date)}


class Name(msgspec.Struct, frozen=True, dict=True):
    """One name of a body. `type` is `official` or the type of an alias."""

    id: str
    printed: str
    type: AliasType | Literal["official"]

    @cached_property
    def words(self) -> str:
        """Its words in the form in which they are compared."""
        return phrase_of(self.printed).words

    @cached_property
    def short(self) -> bool:
        """Whether it counts as a name only in capitals: an abbreviation, or five letters or fewer."""
        return self.type == "abbreviation" or (self.type != "place" and len(self.printed) <= SHORT)


class FullName(NamedTuple):
    """A name to compare by likeness: its key with the words in alphabetical order, the key, the body."""

    sorted_key: str
    key: str
    id: str


class Role(msgspec.Struct, frozen=True, dict=True):
    """A word that means a body only within a document, and how to find the body."""

    term: str
    resolve_by: Literal["subject", "area", "date", "antecedent", "open", "group", "not_an_agency"]
    kinds: tuple[Kind, ...]
    bodies: tuple[str, ...]

    @cached_property
    def words(self) -> str:
        """The words of the term in the form in which they are compared."""
        return phrase_of(self.term).words


BODY_COLUMNS = (
    *("id", "kind", "subtype", "name", "valid_from", "valid_to"),
    *("successor_ids", "area", "other_ids", "notes", "source"),
)
ALIAS_COLUMNS = ("id", "alias", "type", "source")
ROLE_COLUMNS = ("term", "resolve_by", "kinds", "bodies", "note")
SOURCE_COLUMNS = ("source", "title", "licence")


class Row(NamedTuple):
    """A row of a register, with its file and the line it ends on; the header is line 1."""

    file: str
    number: int
    cells: Mapping[str, str]

    def wrong(self, what: str, helps: str) -> ConfigError:
        """Make the error that stops the load."""
        return ConfigError(f"registers/{self.file}, row {self.number}: {what}. {helps}")

    def read(self, shape: type[T], **more: str) -> T:
        """Return the row as `shape`, blank cells as None, with `more` in place of some cells."""
        values = {
            name: tuple(filter(None, cell.split("|"))) if name in SEVERAL else cell or None
            for name, cell in self.cells.items()
        }
        try:
            return msgspec.convert(values | more, shape)
        except msgspec.ValidationError as error:
            what, _, column = str(error).partition(" - at `$.")
            column = re.split(r"\W", column)[0]
            helps = "Correct the cell; the rows beside it and registers/README.md show how."
            raise self.wrong(f"{column} '{self.cells[column]}': {what}", helps) from error


def rows(folder: Path, file: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """Return the rows of a CSV file; other columns, or another number of cells, are a ConfigError."""
    try:
        with (folder / file).open(encoding="utf-8", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            header = next(reader, [])
            if tuple(header) != columns:
                raise ConfigError(f"registers/{file}, row 1: the columns must be {', '.join(columns)}.")
            for cells in reader:
                row = Row(file, reader.line_num, dict(zip(columns, cells, strict=False)))
                if len(cells) != len(columns):
                    what = f"{len(cells)} cells instead of {len(columns)}"
                    raise row.wrong(what, "A comma within a name needs quotes around the cell.")
                yield row
    except FileNotFoundError as error:
        raise ConfigError(f"registers/{file} is missing. Take it from the project again.") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise ConfigError(f"registers/{file}: {error}. Save it as CSV in UTF-8.") from error


def read_body(row: Row, sources: Mapping[str, Row]) -> Body:
    """Make a body of a row; its source is given by its title."""
    check_source(row, sources)
    source = sources[row.cells["source"]].cells
    body = row.read(Body, source=source["title"], licence=source["licence"])
    if body.kind == "local_authority" and body.subtype not in (None, *COUNCILS):
        raise row.wrong(f"no type of council is '{body.subtype}'", f"Use one of {', '.join(COUNCILS)}.")
    if body.valid_from and body.valid_to and body.valid_to < body.valid_from:
        what = f"it ends on {body.valid_to}, before it starts on {body.valid_from}"
        raise row.wrong(what, "Correct one of the two dates.")
    return body


def read_alias(row: Row, bodies: Mapping[str, Body], sources: Mapping[str, Row]) -> Name:
    """Make a name of a row of aliases."""
    alias = row.cells["alias"]
    if row.cells["id"] not in bodies:
        raise row.wrong(f"the id '{row.cells['id']}' has no body", "Correct the id, or add the body first.")
    if not simplify(alias):
        raise row.wrong("the alias is empty", "Write it, or take the row out.")
    check_source(row, sources)
    return row.read(Name, printed=alias)


def read_role(row: Row, bodies: Mapping[str, Body]) -> Role:
    """Make a role word of a row."""
    role = row.read(Role)
    if not bodies.keys() >= set(role.bodies):
        raise row.wrong("a body is not known", "Correct the column bodies.")
    if role.resolve_by in ("subject", "area", "antecedent", "open") and not role.kinds:
        raise row.wrong(f"a role found by '{role.resolve_by}' needs a kind", "Fill in kinds.")
    if (role.resolve_by == "date") != bool(role.bodies):
        raise row.wrong("bodies belong to roles found by date, and only there", "Correct one of the two.")
    return role


def check_source(row: Row, sources: Collection[str]) -> None:
    """Refuse a row whose source is not told in sources.csv: its licence would not be known."""
    if row.cells["source"] not in sources:
        what = f"the source '{row.cells['source']}' is not known"
        raise row.wrong(what, "Add it to sources.csv, with its licence.")


def check_references(bodies: Mapping[str, Body], places: Mapping[str, Row]) -> None:
    """Check that successors and areas exist, and that no body succeeds itself in the end."""
    codes = {body.id.partition(":")[2] for body in bodies.values() if body.kind == "local_authority"}
    for body in bodies.values():
        row = places[body.id]
        for successor in body.successor_ids:
            if successor not in bodies:
                raise row.wrong(f"the successor '{successor}' has no row", "Add its row or correct the id.")
        for code in sorted(body.area - codes):
            raise row.wrong(f"the area '{code}' is no local authority", "Use codes of local_authorities.csv.")
        if body.successor_ids and body.valid_to is None:
            raise row.wrong("it has successors and no last day", "Fill in valid_to, or drop the successors.")
    for body in bodies.values():
        if body.id in _reached(body, bodies):
            raise places[body.id].wrong("it is its own successor in the end", "Correct successor_ids.")


def clash(one: Body, other: Body) -> bool:
    """Return whether two bodies of one kind existed at once in one area: then no name may mean both."""
    if one.kind != other.kind or (one.area and other.area and not one.area & other.area):
        return False
    first, last = dt.date.min, dt.date.max
    before = (one.valid_to or last) < (other.valid_from or first)
    after = (other.valid_to or last) < (one.valid_from or first)
    return not before and not after


def _reached(body: Body, bodies: Mapping[str, Body]) -> set[str]:
    seen: set[str] = set()
    waiting = list(body.successor_ids)
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            waiting += bodies[each].successor_ids
    return seen
