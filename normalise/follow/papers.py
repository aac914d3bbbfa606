"""Documents and their recommendations as following sees them, from rows of the dataset."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from normalise.follow.texts.words import Wording, wording
from normalise.values.text import letters, slug, tidy

Row = Mapping[str, Any]

DATES = ("published", "meeting_date", "inspection_end", "inspection_start")
"""The document's date is the first of these that it prints, else the first that its site tells."""

REF = re.compile(r"(?:[a-z]+[-. ]*)?(\d+(?:\.\d+)*)[-. ]?\(?([a-z]|[ivx]+)?\)?")
ONLY_LABEL = re.compile(
    r"(?:(?:response|reply|answer) to )?(?:the )?"
    r"(?:recommendations?|recs?|actions?|items?|points?|no|number)?\.? ?"
    r"[a-z]{0,3}\d+(?:\.\d+)*(?: ?\(?[a-z]\)?)?[.:)]?"
)
COUNCIL = re.compile(r"\b(?:the|council|of)\b")


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A document: when it spoke, what it is, and the place that it is about.

    `place_id` is the authority's, `place` its printed name, folded. `follows` is the document that it says it
    follows up.
    """

    document_id: str
    file: str
    date: dt.date | None = None
    kind: str = "unknown"
    family: str = "unknown"
    title: str = ""
    publisher: str = ""
    place_id: str | None = None
    place: str = ""
    follows: str | None = None

    @property
    def where(self) -> str:
        """The place: its id, else its name; "" where neither is known."""
        return self.place_id or self.place


class Item(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A recommendation: where it stands, what it asks for and of whom, and how it stands.

    `number` is the printed one without what stands around it, `letter` a letter behind it: '7' and 'a' of
    'Rec 7a'. `label_only` says that it prints no more than its number. `bodies` are today's ids, or folded
    names.
    """

    recommendation_id: str
    document_id: str
    position: int
    section: str
    ref: str
    number: str
    letter: str
    text: str
    wording: Wording
    label_only: bool
    bodies: frozenset[str]
    status: str | None = None
    status_group: str | None = None
    due_date: dt.date | None = None
    page: int | None = None


def paper_of(row: Row) -> Paper:
    """Return a document, from its row."""
    area, told = row.get("area") or "", row.get("from_source") or ""
    dates = sorted(DATES, key=lambda name: name in told)
    return Paper(
        document_id=row["document_id"],
        file=row["file"],
        date=next((row[name] for name in dates if row.get(name) is not None), None),
        kind=row["kind"],
        family=row["family"],
        title=row.get("title") or "",
        publisher=row.get("publisher") or "",
        place_id=row.get("area_id"),
        place=" ".join(COUNCIL.sub(" ", tidy(area)).split()),
        follows=row.get("follows"),
    )


def papers_of(rows: Iterable[Row]) -> list[Paper]:
    """Return the documents, each once: of two files with the same bytes, the first."""
    found: dict[str, Paper] = {}
    for row in sorted(rows, key=lambda row: str(row["file"])):
        if row["document_id"] not in found:
            found[row["document_id"]] = paper_of(row)
    return list(found.values())


def item_of(row: Row, bodies: Iterable[str], compared: bool = True) -> Item:
    """Return a recommendation, from its row and the bodies that it names; its words are for comparing."""
    number, letter = number_of(row.get("ref"))
    plain = tidy(row["text"])
    label_only = ONLY_LABEL.fullmatch(plain) is not None
    if label_only and not number:
        number, letter = number_of(row["text"])
    return Item(
        recommendation_id=row["recommendation_id"],
        document_id=row["document_id"],
        position=row["position"],
        section=letters(row.get("section") or ""),
        ref=slug(row.get("ref") or ""),
        number=number,
        letter=letter,
        text=row["text"],
        wording=wording(row["text"] if compared else ""),
        label_only=label_only,
        bodies=frozenset(bodies),
        status=row.get("status"),
        status_group=row.get("status_group"),
        due_date=row.get("due_date"),
        page=row.get("page"),
    )


def number_of(ref: str | None) -> tuple[str, str]:
    """Return the number and the letter of a printed reference: '7' and 'a' of 'Rec. 7(a)'; else blanks."""
    match = REF.fullmatch(" ".join(tidy(ref).split())) if ref else None
    return (match[1], match[2] or "") if match is not None else ("", "")


def body_of(row: Row) -> str:
    """Return what a body is known by, from a row of responsibilities: its id of today, or its name."""
    return row.get("today_id") or row.get("agency_id") or letters(row["agency_raw"])
