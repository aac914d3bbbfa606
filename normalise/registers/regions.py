"""The authorities with children's services, under the names and codes that national statistics use.

A GSS code belongs to an area and not to a council: when a boundary moved in 2013 Gateshead had a new code
from one day to the next and went on as the same council. Statistics of a year are joined by the code of
that year, so an authority keeps all the codes it has had.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from normalise.registers.bodies import Body, Row, Words, check_source, rows
from normalise.registers.load import REGISTERS, Register
from records.errors import ConfigError

FILE = "regions.csv"
COLUMNS = ("id", "new_la_code", "valid_from", "valid_to", "la_name", "region_name", "source")
EnglishRegion = Literal[
    "North East",
    "North West",
    "Yorkshire and The Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
]
"""The nine regions of England, by the names of the Office for National Statistics."""


class Line(msgspec.Struct, frozen=True):
    """A row of the file: an authority under one of its codes."""

    id: str
    new_la_code: Annotated[str, msgspec.Meta(pattern=r"^E\d{8}$")]
    valid_from: dt.date | None
    valid_to: dt.date | None
    la_name: Words
    region_name: EnglishRegion

    def held(self, date: dt.date) -> bool:
        """Return whether the authority had this code on `date`."""
        return (self.valid_from or dt.date.min) <= date <= (self.valid_to or dt.date.max)


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """An authority with children's services: its plain name, its codes, its region.

    `old_la_code` is the three-digit number of the Department for Education, `ofsted_urn` the number under
    which Ofsted lists its reports; None where the register has none.
    """

    la_name: str
    region_name: str
    old_la_code: str | None
    ofsted_urn: str | None
    codes: tuple[Line, ...]

    def code_on(self, date: dt.date | None) -> str | None:
        """Return its GSS code on `date`; None if it has had several and the date does not tell which."""
        held = [each.new_la_code for each in self.codes if date is None or each.held(date)]
        return held[0] if len(held) == 1 else None


def load_authorities(register: Register, folder: Path = REGISTERS) -> dict[str, Authority]:
    """Return every authority with children's services by its id in the register.

    Raises ConfigError, which names the row and the remedy, where a row is wrong, where the rows of one
    authority disagree, and where an authority has none.
    """
    councils = {body.id: body for body in register.by_kind.get("local_authority", ()) if body.upper_tier}
    sources = {row.cells["source"] for row in rows(folder, "sources.csv", ("source", "title", "licence"))}
    found: dict[str, list[tuple[Row, Line]]] = defaultdict(list)
    used: set[str] = set()
    for row in rows(folder, FILE, COLUMNS):
        line = row.read(Line)
        if line.id not in councils:
            what = f"'{line.id}' is no council with children's services"
            raise row.wrong(what, "Use an id of local_authorities.csv of such a council.")
        if line.new_la_code in used:
            raise row.wrong(f"the code '{line.new_la_code}' stands twice", "Keep one of the rows.")
        check_source(row, sources)
        used.add(line.new_la_code)
        found[line.id].append((row, line))
    missing = sorted(set(councils) - set(found))
    if missing:
        raise ConfigError(
            f"registers/{FILE}: no row for {', '.join(missing)}. Add code, name and region of each council "
            "with children's services."
        )
    return {each: _authority(councils[each], of_one) for each, of_one in found.items()}


def _authority(body: Body, of_one: Sequence[tuple[Row, Line]]) -> Authority:
    """Make the authority of its rows, which differ in the code alone and follow each other day by day."""
    (first_row, first), (last_row, last) = of_one[0], of_one[-1]
    for row, line in of_one[1:]:
        if (line.la_name, line.region_name) != (first.la_name, first.region_name):
            what = f"name or region differs from row {first_row.number}"
            raise row.wrong(what, "An authority has one of each.")
    for (_, earlier), (_, later) in pairwise(of_one):
        if earlier.valid_to is None or later.valid_from != earlier.valid_to + dt.timedelta(days=1):
            what = f"the codes of {first.id} do not follow each other day by day"
            raise last_row.wrong(what, "Order the rows by time and correct valid_from and valid_to.")
    if first.valid_from is not None or last.valid_to is not None:
        what = f"the codes of {first.id} leave days of the authority out"
        raise last_row.wrong(what, "Leave the first day of the first and the last day of the last blank.")
    other = dict(each.split(":", 1) for each in body.other_ids)
    return Authority(
        la_name=first.la_name,
        region_name=first.region_name,
        old_la_code=other.get("dfe_la"),
        ofsted_urn=other.get("ofsted_urn"),
        codes=tuple(line for _, line in of_one),
    )
