"""What the registers hold: bodies with their dates and areas, their names, and words that mean a body."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import NamedTuple

import msgspec

from normalise.registers.names import SHORT, bare

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
COUNCILS = {
    "London borough": True,
    "city corporation": True,
    "county council": True,
    "metropolitan district": True,
    "non-metropolitan district": False,
    "unitary authority": True,
}
"""The subtypes of councils, and whether they have children's services."""
ALIAS_TYPES = frozenset({"form", "name", "short", "abbreviation", "place", "former", "printed", "site"})
RESOLVE_BY = frozenset({"subject", "area", "date", "antecedent", "open", "group", "not_an_agency"})


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """A public body. `area` holds codes of local authorities; a national body has none.

    `valid_from` and `valid_to` are its first and last day, None where not known or not ended.
    `source` is the title of where its facts come from, `licence` their terms.
    """

    id: str
    kind: str
    subtype: str | None
    name: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    successor_ids: tuple[str, ...]
    area: frozenset[str]
    other_ids: tuple[str, ...]
    source: str
    licence: str

    @property
    def upper_tier(self) -> bool:
        """Whether it is a council with children's services: the tier that is inspected."""
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


class Name(msgspec.Struct, frozen=True, dict=True):
    """One name of a body. `type` is `official` or the type of an alias."""

    id: str
    printed: str
    type: str

    @cached_property
    def words(self) -> str:
        """Its words in the form in which they are compared."""
        return bare(self.printed)

    @cached_property
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
