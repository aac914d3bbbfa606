"""The authorities with children's services, under the names and codes that national statistics use.

A GSS code belongs to an area and not to a council: when a boundary moved in 2013 Gateshead had a new code
from one day to the next and went on as the same council. Statistics of a year are joined by the code of
that year, so an authority keeps all the codes it has had.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec

from normalise.registers.bodies import Body, Row, check_source, rows
from normalise.registers.load import REGISTERS, Register
from records.errors import ConfigError

FILE = "regions.csv"
COLUMNS = ("id", "new_la_code", "valid_from", "valid_to", "la_name", "region_name", "source")
REGIONS = frozenset(
    {
        *("North East", "North West", "Yorkshire and The Humber", "East Midlands", "West Midlands"),
        *("East of England", "London", "South East", "South West"),
    }
)
"""The nine regions of England, by the names of the Office for National Statistics."""


class Code(NamedTuple):
    """A GSS code and the first and last day on which it held, None where the authority's own days count."""

    code: str
    since: dt.date | None
    until: dt.date | None

    def held(self, date: dt.date) -> bool:
        """Return whether it was the code on `date`."""
        return (self.since or dt.date.min) <= date <= (self.until or dt.date.max)


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """An authority with children's services: its plain name, its codes, its region.

    `old_la_code` is the three-digit number of the Department for Education, `ofsted_urn` the number under
    which Ofsted lists its reports; None where the register has none.
    """

    la_name: str
    region_name: str
    old_la_code: str | None
    ofsted_urn: str | None
    codes: tuple[Code, ...]

    def code_on(self, date: dt.date | None) -> str | None:
        """Return its GSS code on `date`; None if it has had several and the date does not tell which."""
        held = [each.code for each in self.codes if date is None or each.held(date)]
        return held[0] if len(held) == 1 else None


def load_authorities(register: Register, folder: Path = REGISTERS) -> dict[str, Authority]:
    """Return every authority with children's services by its id in the register.

    Raises ConfigError, which names the row and the remedy, where a row is wrong, where the rows of one
    authority disagree, and where an authority has none.
    """
    councils = {body.id: body for body in register.by_kind.get("local_authority", ()) if body.upper_tier}
    sources = {row.cells["source"] for row in rows(folder, "sources.csv", ("source", "title", "licence"))}
    found: dict[str, list[Row]] = defaultdict(list)
    used: set[str] = set()
    for row in rows(folder, FILE, COLUMNS):
        _check(row, councils, sources)
        if row.cells["new_la_code"] in used:
            raise row.wrong(f"the code '{row.cells['new_la_code']}' stands twice", "Keep one of the rows.")
        used.add(row.cells["new_la_code"])
        found[row.cells["id"]].append(row)
    missing = sorted(set(councils) - set(found))
    if missing:
        raise ConfigError(
            f"registers/{FILE}: no row for {', '.join(missing)}. Add code, name and region of each council "
            "with children's services."
        )
    return {each: _authority(councils[each], of_one) for each, of_one in found.items()}


def _check(row: Row, councils: Mapping[str, Body], sources: set[str]) -> None:
    cells = row.cells
    if cells["id"] not in councils:
        what = f"'{cells['id']}' is no council with children's services"
        raise row.wrong(what, "Use an id of local_authorities.csv of such a council.")
    if not re.fullmatch(r"E\d{8}", cells["new_la_code"]):
        raise row.wrong(f"'{cells['new_la_code']}' is no GSS code", "Write it like E06000054.")
    row.name("la_name")
    if cells["region_name"] not in REGIONS:
        what = f"'{cells['region_name']}' is no region"
        raise row.wrong(what, f"Use one of {', '.join(sorted(REGIONS))}.")
    check_source(row, sources)


def _authority(body: Body, of_one: Sequence[Row]) -> Authority:
    """Make the authority of its rows, which differ in the code alone and follow each other day by day."""
    first, last = of_one[0], of_one[-1]
    codes = [Code(row.cells["new_la_code"], row.date("valid_from"), row.date("valid_to")) for row in of_one]
    for row in of_one[1:]:
        if any(row.cells[name] != first.cells[name] for name in ("la_name", "region_name")):
            raise row.wrong(
                f"name or region differs from row {first.number}", "An authority has one of each."
            )
    for earlier, later in pairwise(codes):
        if earlier.until is None or later.since != earlier.until + dt.timedelta(days=1):
            what = f"the codes of {first.cells['id']} do not follow each other day by day"
            raise last.wrong(what, "Order the rows by time and correct valid_from and valid_to.")
    if codes[0].since is not None or codes[-1].until is not None:
        what = f"the codes of {first.cells['id']} leave days of the authority out"
        raise last.wrong(what, "Leave the first day of the first and the last day of the last blank.")
    other = dict(each.split(":", 1) for each in body.other_ids)
    return Authority(
        la_name=first.cells["la_name"],
        region_name=first.cells["region_name"],
        old_la_code=other.get("dfe_la"),
        ofsted_urn=other.get("ofsted_urn"),
        codes=tuple(codes),
    )
