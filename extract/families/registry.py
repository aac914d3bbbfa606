"""Loads the family files beside this one, strictly, and tells a document's family by its signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
from msgspec.structs import replace

from extract.families.column_roles import Role
from extract.families.patterns import Pattern, fault_of, patterns_in
from records.errors import ConfigError
from records.strict_yaml import decode

FOLDER = Path(__file__).parent

T = TypeVar("T")


class ReaderName(StrEnum):
    """The readers that a family can name; `READERS` in `extract/document.py` holds them."""

    ACTIONS = "actions"
    INSPECTION = "inspection"
    RECOMMENDATIONS = "recommendations"
    ANYTHING = "anything"


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A phrase or a pattern that speaks for a family, and how loudly.

    `where` says where it must stand: in a heading of the first page, anywhere on it, or on any of the
    first `PAGES_FOR_SIGNS`.
    Phrases are compared without regard to case, quotes and white space.
    """

    weight: int
    phrase: str | None = None
    regex: str | None = None
    where: Literal["heading", "first_page", "first_pages"] = "first_pages"
    examples: tuple[str, ...] = ()


class FactPattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a fact stands: a pattern with a group `value`, tried on every paragraph of a place in order."""

    fact: str
    regex: str
    examples: dict[str, str]
    """Printed paragraph to the value it holds."""
    where: Literal["first_page", "last_page", "any_page", "largest", "title"] = "first_page"
    """`largest` is the paragraph of page 1 in the largest letters; `title` the whole title of the family."""
    every: bool = False
    """Whether all matches count, joined by '; ', as with two lead inspectors."""
    heading: bool = False
    """Whether only headings (bold, or larger than most of the page) are looked at."""
    joined: bool = False
    """Whether a sentence may run on over paragraphs, such as the items of a list."""


class Heading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A heading that means something to a reader, told by a pattern; `name` stands for it in `section`."""

    regex: str
    examples: tuple[str, ...]
    name: str | None = None


class PassageFact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact that is everything below a heading, up to the next one."""

    fact: str
    regex: str
    examples: tuple[str, ...]


class ItemList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of recommendations and the heading above it.

    `name` stands for the heading in `section`; without it the heading does as printed, its closing
    question mark or colon left out. `framed` says that each item stands in a drawn box or a table
    row of its own; in other lists boxes hold case studies and are passed over. `timescale` says
    that the heading tells by when, as 'Within three months' does, and belongs to each item.
    """

    regex: str
    examples: tuple[str, ...]
    name: str | None = None
    framed: bool = False
    timescale: Literal["in_section", "only"] | None = None
    """Whether such a heading stands in `section` as well."""


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What opens a list of recommendations in a council paper, tidied: a heading, or a sentence that asks.

    `heading` says that it must be set as a heading. `inline` says that what is recommended may follow in
    the same sentence ('RESOLVED that the report be noted'). `section` says which heading is the section of
    the items: the one above the opening, as in minutes, or the opening itself, which must then stand
    directly over its first item.
    """

    regex: str
    examples: tuple[str, ...]
    heading: bool = False
    inline: bool = False
    section: Literal["above", "itself"] | None = None


class Sentence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A judgement printed as a sentence: the aspect it is about, and a pattern with a group `value`."""

    aspect: str
    regex: str
    examples: dict[str, str]
    where: Literal["first_page", "any_page"] = "any_page"


class Judged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the judgements of a family stand.

    `grades` are the words that may stand in a grade's cell, also with its number ('Good (grade 2)'). Tables
    count on the first page, and below a heading that matches `below`; the legend of what grades mean is none
    of them.
    """

    grades: tuple[str, ...]
    below: Heading | None = None
    sentences: tuple[Sentence, ...] = ()


class Graded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An aspect with a grade, as printed, case aside."""

    aspect: str
    grade: str


class Expectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every document of the family holds: counts from and to, roles in every row, and facts.

    `rows` has no upper end where a table may be of any length: rows that were read are no fault. Of the roles
    `one_of` at least one is filled in some row. A report with the judgement `without_list` may have no
    heading of a list, and then no row.
    """

    rows: tuple[int, int | None] | None = None
    without_list: Graded | None = None
    judgements: tuple[int, int | None] | None = None
    roles: tuple[Role, ...] = ()
    one_of: tuple[Role, ...] = ()
    facts: tuple[str, ...] = ()


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report family as its file tells it. `years` are the first and the last, None where open."""

    name: str
    title: str
    years: tuple[int | None, int | None]
    signature: tuple[Sign, ...]
    reader: ReaderName
    like: str | None = None
    """The file whose facts and openings this family has besides its own."""
    columns: dict[Role, tuple[str, ...]] = {}
    title_in_header: bool = False
    """Whether the heading over the column of texts is the title of the first section, not a heading of it."""
    facts: tuple[FactPattern, ...] = ()
    passages: tuple[PassageFact, ...] = ()
    title_ends: Heading | None = None
    """The paragraph of page 1 below the title: all headings above it are the title."""
    first_part: str | None = None
    """The part that a report begins with, also where no heading says so."""
    parts: tuple[Heading, ...] = ()
    """Headings of the report's parts, whose names stand first in `section`."""
    lists: tuple[ItemList, ...] = ()
    openings: tuple[Opening, ...] = ()
    """What opens the lists of recommendations of a council paper."""
    ends: tuple[Heading, ...] = ()
    """Headings that end a list although they look like one of its sub-headings."""
    asides: tuple[Heading, ...] = ()
    """Headings of case studies, which stand in a list but are none of it; set in further than the list."""
    judged: Judged | None = None
    expect: Expectation = Expectation()


class Common(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What families that name it in `like` have in common."""

    facts: tuple[FactPattern, ...] = ()
    openings: tuple[Opening, ...] = ()


class Classification(msgspec.Struct, frozen=True):
    """The family of a document, its score, and the family that came second."""

    family: Family | None
    score: int
    runner_up: str | None
    reason: str


PAGES_FOR_SIGNS = 3
"""Pages from the front that are searched for signs of a family."""

ENOUGH = 3
"""The weight at which signs make a family."""


@cache
def load_families() -> tuple[Family, ...]:
    """Load every family file. Raises `ConfigError` naming the file and what is wrong in it."""
    return tuple(_load(path) for path in sorted(FOLDER.glob("*.yaml")) if not path.name.startswith("_"))


@cache
def load_unknown() -> Family:
    """Load what is tried on a document of no known family, from `_unknown.yaml`."""
    return _load(FOLDER / "_unknown.yaml")


@cache
def load_columns() -> dict[Role, tuple[str, ...]]:
    """Load the headings that columns go by, role by role, from `_columns.yaml`."""
    path = FOLDER / "_columns.yaml"
    columns = _decode(path, dict[Role, tuple[str, ...]])
    seen: dict[str, Role] = {}
    for role, headings in columns.items():
        for heading in headings:
            other = seen.setdefault(tidy(heading), role)
            if other != role:
                raise ConfigError(
                    f"{path.name}: {heading!r} stands under '{other}' and '{role}'. Keep it where it belongs."
                )
    return columns


@cache
def load_none() -> tuple[Heading, ...]:
    """Load the sentences which only say that a list is empty, from `_none.yaml`."""
    path = FOLDER / "_none.yaml"
    patterns = _decode(path, tuple[Heading, ...])
    for pattern in patterns:
        _prove(path, "", pattern)
    return patterns


def _prove(path: Path, place: str, pattern: Pattern) -> None:
    fault = fault_of(pattern) if pattern.regex is not None else None
    if fault is not None:
        raise ConfigError(f"families/{path.name}: {place}: {fault}")


def _decode(path: Path, shape: type[T]) -> T:
    try:
        return decode(path.read_bytes(), shape)
    except msgspec.DecodeError as error:
        entry = re.search(r"Invalid enum value .*\$\.?(\w*)", str(error))
        if entry is None:
            raise ConfigError(f"families/{path.name}: {error}") from error
        names = ", ".join(ReaderName if entry[1] == "reader" else Role)
        raise ConfigError(f"families/{path.name}: {error}. Use one of: {names}.") from error


def _load(path: Path) -> Family:
    family = _decode(path, Family)
    if family.like is not None:
        common = _decode(FOLDER / f"{family.like}.yaml", Common)
        family = replace(
            family, facts=family.facts + common.facts, openings=family.openings + common.openings
        )
    if family.name != path.stem.lstrip("_"):
        raise ConfigError(f"families/{path.name}: its name is {family.name!r}. Name both alike.")
    for sign in family.signature:
        if (sign.phrase is None) == (sign.regex is None):
            raise ConfigError(f"families/{path.name}: a sign needs either 'phrase' or 'regex'.")
    for place, pattern in patterns_in(family):
        _prove(path, place, pattern)
    for at, opening in enumerate(family.openings):
        match = re.match if opening.inline else re.fullmatch
        missed = next((each for each in opening.examples if match(opening.regex, tidy(each)) is None), None)
        if missed is not None:
            raise ConfigError(
                f"families/{path.name}: openings[{at}]: {opening.regex!r} misses its example "
                f"as it is compared, {tidy(missed)!r}. Write it for small letters, without marks at the ends."
            )
    return family


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """Return text for comparing: lower case, straight quotes, single spaces, no marks at either end."""
    straight = text.replace("’", "'").replace("‘", "'").replace("–", "-").replace("—", "-")
    return " ".join(straight.casefold().split()).strip(" .:;,-*")


def classify(
    pages: Sequence[Sequence[str]], families: Sequence[Family], headings: Sequence[str] = ()
) -> Classification:
    """Return the family of a document from the paragraphs of its pages and the headings of its first.

    The family whose signs weigh most wins, if they weigh enough and more than those of any other.
    """
    plain = [[(text, tidy(text)) for text in page] for page in (*pages[:PAGES_FOR_SIGNS], headings)]
    scores = sorted(
        ((_weigh(family, plain[:-1], plain[-1]), family) for family in families),
        key=lambda pair: (-pair[0], pair[1].name),
    )
    (best, family), *others = scores
    second, runner_up = others[0] if others else (0, None)
    named = runner_up.name if runner_up is not None and second else None
    if best < ENOUGH:
        return Classification(None, best, family.name if best else None, f"no family reaches {ENOUGH}")
    if best == second:
        return Classification(None, best, named, f"{family.name} and {named} are equally likely")
    return Classification(family, best, named, f"{family.name} {best}, next {named or 'none'} {second}")


Text = tuple[str, str]
"""A text as printed, and tidied."""


def _weigh(family: Family, pages: Sequence[Sequence[Text]], headings: Sequence[Text]) -> int:
    total = 0
    for sign in family.signature:
        searched = pages[: 1 if sign.where == "first_page" else PAGES_FOR_SIGNS]
        texts = headings if sign.where == "heading" else [text for page in searched for text in page]
        if sign.phrase is not None:
            phrase = tidy(sign.phrase)
            found = any(phrase in tidied for _, tidied in texts)
        else:
            found = any(re.search(sign.regex or "", printed) for printed, _ in texts)
        total += sign.weight if found else 0
    return total
