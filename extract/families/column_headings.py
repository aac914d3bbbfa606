"""The headings of columns: which words are alike, which role they name, and the date they hold for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache, partial

import msgspec

from extract.families.column_roles import Role
from extract.families.registry import FOLDER, Family, load_columns, tidy
from extract.layout.printed_numbers import BEFORE_HEADING
from records.errors import ConfigError
from records.months import MONTH, MONTHS
from records.strict_yaml import load

FILE = FOLDER / "_tables.yaml"


class TableWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of `_tables.yaml`; its comments say what each list is for."""

    may_open_with_status: tuple[str, ...]
    marked: dict[Role, tuple[str, ...]]
    not_used: tuple[str, ...]
    totals: tuple[str, ...]
    notes: tuple[str, ...]
    said_below: tuple[str, ...]
    section_labels: tuple[str, ...]
    word_ends: frozenset[str]
    telling: dict[Role, frozenset[str]]


class Meaning(msgspec.Struct, frozen=True):
    """The role of a heading. Of two headings with one role, the one of lower rank plays it."""

    role: Role
    rank: int


LAST = 1000
"""The rank of a heading that is in no list as a whole."""

Known = dict[str, Meaning]
"""Keys of headings to what they mean."""

KEPT = 4096
"""Headings of which is kept what they tell: every reading of a table asks for the same ones."""


@lru_cache(maxsize=KEPT)
def heading_key(text: str) -> str:
    """Return the words by which headings are compared; '' for a heading without any.

    Lower case; no marks, footnote figures, '(s)' or number in front; words in the singular; '&' and '/'
    read as 'and'. The order of the words stays, and none that carries a meaning is dropped: 'Date
    completed' is not 'Completed', nor 'Progress status' what 'Progress and status' is.
    """
    plain = re.sub(r"[\u00b9\u00b2\u00b3\u2070-\u2079\u00ad]", "", tidy(text)).replace("(s)", "")
    plain = BEFORE_HEADING.sub("", plain)
    plain = re.sub(r"[&/+]|\bor\b", " and ", plain.replace("'", ""))
    return " ".join(_singular(word) for word in re.findall(r"[\w#%]+", plain) if word != "the")


def _closed(key: str) -> str:
    """Return a key without white space, in the singular: 'action no', 'actio n no' and 'actionno' are one."""
    return _singular(key.replace(" ", ""))


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@cache
def table_words() -> TableWords:
    """Read `_tables.yaml`. Raises `ConfigError` naming what is wrong in it."""
    return load(FILE, TableWords)


def known_headings(family: Family) -> Known:
    """Return the headings that a document of the family may have: its own first, then those of all.

    Two headings that differ only in what is not compared and have two roles are a `ConfigError`.
    """
    return _common() | _keys(f"{family.name}.yaml", family.columns, first=-LAST)


@cache
def _common() -> Known:
    return _keys("_columns.yaml", load_columns())


def _keys(file: str, columns: Mapping[Role, tuple[str, ...]], first: int = 0) -> Known:
    known: Known = {}
    for role, headings in columns.items():
        for rank, heading in enumerate(headings, first):
            found = known.setdefault(heading_key(heading), Meaning(role, rank))
            if found.role != role:
                raise ConfigError(
                    f"families/{file}: {heading!r} under '{role}' reads like a heading under '{found.role}'. "
                    "Keep it where it belongs."
                )
    return {_closed(key): each for key, each in known.items() if key} | known


def meaning(heading: str, known: Known) -> Meaning | None:
    """Return what a heading means, None if it is not known.

    Looked up whole, then without what stands in brackets, then without its date and without words
    such as 'previous', which `moment` reads; last without white space, since a narrow column breaks
    words: 'Num ber', 'N o'.
    """
    if not heading.strip():
        return known.get("")
    forms = [key for key in _forms(heading) if key]
    return (
        next((known[key] for key in forms if key in known), None)
        or _both(heading, known)
        or next((known[closed] for key in forms if (closed := _closed(key)) in known), None)
    )


@lru_cache(maxsize=4096)
def heading_role(heading: str) -> Role | None:
    """Return the role that a heading names in any family, None for a blank or unknown one."""
    found = meaning(heading, _common()) if heading.strip() else None
    return found.role if found is not None else None


def _both(heading: str, known: Known) -> Meaning | None:
    """Return what two headings in one mean: 'Responsible officer / agency' is an owner, as both parts are.

    So are 'Person / agency responsible' and 'Lead officer / member', whose parts share a word. A status
    beside comments is the one mixture that has a role of its own.
    """
    keys = heading_key(heading).split(" and ")
    first, last = keys[0].partition(" ")[0], keys[-1].rpartition(" ")[2]
    parts = [known.get(key) or known.get(f"{key} {last}") or known.get(f"{first} {key}") for key in keys]
    found = [part for part in parts if part is not None]
    roles = {part.role for part in found}
    if len(parts) < 2 or len(found) < len(parts):
        return None
    if len(roles) == 1:
        return found[0]
    mixed = roles in ({Role.STATUS, Role.COMMENTS}, {Role.RAG, Role.COMMENTS})
    return Meaning(Role.STATUS_AND_COMMENTS, LAST) if mixed else None


def _forms(heading: str) -> Iterator[str]:
    unbracketed = re.sub(r"\([^()]*\)|\[[^][]*\]", " ", heading)
    forms = [heading, unbracketed] if unbracketed != heading else [heading]
    tried: set[str] = set()
    for plainer in (str, undated, partial(RELATIVE.sub, " ")):
        forms = [plainer(form) for form in forms]
        for form in forms:
            if form not in tried:
                tried.add(form)
                yield heading_key(form)


NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9, "twelve": 12, "eighteen": 18}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(NUMBERS)})"
IN_WORDS = rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?\b(?P<month>{MONTH})\b\.?"

DATES = tuple(
    re.compile(rf"\b(?:(?:as )?(?:at|of|to|in|for|on|by|since|end)\s+)*(?:{pattern})", re.IGNORECASE)
    for pattern in (
        r"(?P<day>\d{1,2})[./](?P<number>\d{1,2})[./](?P<year>\d{2,4})\b",
        rf"{IN_WORDS}[\s,'’/-]*(?P<year>\d{{4}}|\d{{2}})\b(?!\s*%)",
        r"\b(?:q|quarter|qtr)\s*(?P<quarter>[1-4])\b[\s,-]*(?P<year>\d{4})(?:\s*[/-]\s*\d{2,4})?",
        r"(?P<year>\d{4})(?:\s*[/-]\s*\d{2,4})?[\s,-]*\b(?:q|quarter|qtr)\s*(?P<quarter>[1-4])\b",
        r"\b(?:q|quarter|qtr)\s*(?P<quarter>[1-4])\b",
        IN_WORDS,
        r"\b(?P<year>(?:19|20)\d\d)(?:\s*[/-]\s*\d{2,4})?\b",
        rf"\b{COUNT}[\s-]*months?(?:ly)?\b",
        rf"\b(?:meeting|update|review|report|year|period)\s+(?P<order>\d)\b|\b(?P<nth>{'|'.join(ORDINALS)}|\d(?:st|nd|rd|th))\b",
    )
)
"""The dates and counts that a heading may carry, the fullest first."""

DATED = re.compile(rf"\d|\b(?:{'|'.join((*MONTHS, *NUMBERS, *ORDINALS))})", re.IGNORECASE)
"""Some of this stands in every date and count."""

PERIOD = r"(?:quarter|period|meeting|month|year|report)(?:'s)?"
EARLIER = rf"previous(?:ly)?|prior|earlier|original|initial|old|last {PERIOD}"
LATER = rf"current(?:ly)?|latest|now|present|most recent|new|this {PERIOD}"
RELATIVE = re.compile(rf"\b(?:(?P<earlier>{EARLIER})|(?P<later>{LATER}))\b", re.IGNORECASE)


class Moment(msgspec.Struct, frozen=True):
    """The time that a heading holds for: `order` compares moments of one `kind`."""

    kind: str
    order: tuple[int, ...]


@lru_cache(maxsize=KEPT)
def undated(heading: str) -> str:
    """Return a heading without the date it holds for: 'Update (January 2014)' is an update."""
    if DATED.search(heading) is None:
        return heading
    for pattern in DATES:
        found = pattern.search(heading)
        if found is not None:
            kept = heading[: found.start()] + " " + heading[found.end() :]
            if found.groupdict().get("order"):
                kept = heading[: found.start("order")] + " " + heading[found.end("order") :]
            return re.sub(r"\(\s*\)|\[\s*\]", " ", kept)
    return heading


@lru_cache(maxsize=KEPT)
def moment(heading: str) -> Moment | None:
    """Return the date or count in a heading, None if it has none."""
    for pattern in DATES:
        found = pattern.search(heading)
        if found is not None:
            return _moment({name: text for name, text in found.groupdict().items() if text})
    return None


def _moment(parts: dict[str, str]) -> Moment:
    year = int(parts["year"]) if "year" in parts else None
    year = year + 2000 if year is not None and year < 100 else year
    if "quarter" in parts:
        quarter = int(parts["quarter"])
        return Moment("quarter", (quarter,)) if year is None else Moment("quarter of year", (year, quarter))
    if "month" in parts or "number" in parts:
        month = MONTHS[parts["month"].lower()] if "month" in parts else int(parts["number"])
        day = int(parts.get("day", 0))
        return Moment("month", (month, day)) if year is None else Moment("date", (year, month, day))
    if year is not None:
        return Moment("year", (year,))
    if "count" in parts:
        count = parts["count"].lower()
        return Moment("months on", (NUMBERS.get(count) or int(count),))
    nth = parts.get("nth", parts.get("order", "")).lower()
    return Moment("meeting", (ORDINALS.get(nth) or int(re.sub(r"\D", "", nth)),))


@lru_cache(maxsize=KEPT)
def relative(heading: str) -> int:
    """Return -1 for a heading of an earlier time ('Previous status'), 1 for one of the present, else 0."""
    found = RELATIVE.search(heading)
    if found is None:
        return 0
    return -1 if found["earlier"] else 1


def is_only_a_date(heading: str) -> bool:
    """Return whether a heading is a date or quarter and nothing else; a lone year may head figures."""
    found = moment(heading)
    return found is not None and found.kind != "year" and not heading_key(undated(heading))


@cache
def keys_of(headings: tuple[str, ...]) -> frozenset[str]:
    """Return the keys of a list of words, to look others up in."""
    return frozenset(heading_key(heading) for heading in headings)
