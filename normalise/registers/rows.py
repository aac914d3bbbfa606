"""The rows of `registers/*.csv`, each checked on its own: a wrong one says where it is and what to do."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from normalise.registers.bodies import ALIAS_TYPES, COUNCILS, KINDS, RESOLVE_BY, Body, Name, Role
from normalise.registers.names import simplify
from records.errors import ConfigError

BODY_COLUMNS = (
    *("id", "kind", "subtype", "name", "valid_from", "valid_to"),
    *("successor_ids", "area", "other_ids", "notes", "source"),
)
ALIAS_COLUMNS = ("id", "alias", "type", "source")
ROLE_COLUMNS = ("term", "resolve_by", "kinds", "bodies", "note")
SOURCE_COLUMNS = ("source", "title", "licence")
DATE_LENGTH = len("2012-10-02")


class Row(NamedTuple):
    """A row of a register, with its file and the line it ends on; the header is line 1."""

    file: str
    number: int
    cells: Mapping[str, str]

    def wrong(self, what: str, helps: str) -> ConfigError:
        """Make the error that stops the load."""
        return ConfigError(f"registers/{self.file}, row {self.number}: {what}. {helps}")


class Source(NamedTuple):
    """Where facts come from, and on what terms."""

    title: str
    licence: str


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


def read_body(row: Row, sources: Mapping[str, Source]) -> Body:
    """Make a body of a row; its source is given by its title."""
    cells = row.cells
    if not re.fullmatch(r"[a-z]+:[\w-]+", cells["id"]):
        raise row.wrong(
            f"the id '{cells['id']}' has no prefix", "Write prefix and code, such as gss:E06000054."
        )
    if cells["kind"] not in KINDS:
        raise row.wrong(f"the kind '{cells['kind']}' is not known", f"Use one of {', '.join(sorted(KINDS))}.")
    if cells["kind"] == "local_authority" and cells["subtype"] not in ("", *COUNCILS):
        known = f"Use one of {', '.join(COUNCILS)}."
        raise row.wrong(f"the type of council '{cells['subtype']}' is not known", known)
    if not cells["name"] or cells["name"] != " ".join(cells["name"].split()):
        raise row.wrong(f"the name '{cells['name']}' is empty or has stray spaces", "Write it out once.")
    check_source(row, sources)
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
        source=sources[cells["source"]].title,
        licence=sources[cells["source"]].licence,
    )


def read_alias(row: Row, bodies: Mapping[str, Body], sources: Mapping[str, Source]) -> Name:
    """Make a name of a row of aliases."""
    cells = row.cells
    if cells["id"] not in bodies:
        raise row.wrong(f"the id '{cells['id']}' has no body", "Correct the id, or add the body first.")
    if cells["type"] not in ALIAS_TYPES:
        known = ", ".join(sorted(ALIAS_TYPES))
        raise row.wrong(f"the type '{cells['type']}' is not known", f"Use one of {known}.")
    if not simplify(cells["alias"]):
        raise row.wrong("the alias is empty", "Write it, or take the row out.")
    check_source(row, sources)
    return Name(cells["id"], cells["alias"], cells["type"])


def read_role(row: Row, bodies: Mapping[str, Body]) -> Role:
    """Make a role word of a row."""
    cells = row.cells
    role = Role(cells["term"], cells["resolve_by"], _several(cells["kinds"]), _several(cells["bodies"]))
    if role.resolve_by not in RESOLVE_BY:
        known = ", ".join(sorted(RESOLVE_BY))
        raise row.wrong(f"resolve_by '{role.resolve_by}' is not known", f"Use one of {known}.")
    if set(role.kinds) - KINDS or set(role.bodies) - set(bodies):
        raise row.wrong("a kind or a body is not known", "Correct the columns kinds and bodies.")
    if role.resolve_by in ("subject", "area", "antecedent", "open") and not role.kinds:
        raise row.wrong(f"a role found by '{role.resolve_by}' needs a kind", "Fill in kinds.")
    if (role.resolve_by == "date") != bool(role.bodies):
        raise row.wrong("bodies belong to roles found by date, and only there", "Correct one of the two.")
    return role


def check_source(row: Row, sources: Mapping[str, Source]) -> None:
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


def _date(row: Row, column: str) -> dt.date | None:
    written = row.cells[column]
    if not written:
        return None
    try:
        if len(written) != DATE_LENGTH:
            raise ValueError(written)
        return dt.date.fromisoformat(written)
    except ValueError:
        raise row.wrong(f"{column} '{written}' is no date", "Write year-month-day: 2013-03-31.") from None


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
