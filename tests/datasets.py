"""Small clean datasets for the tests of publishing."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from publish.compare.changes import Changes
from publish.store import publish_tables
from publish.tables import tables_of_parts
from records.clean import (
    Account,
    Agency,
    Dataset,
    Document,
    Judgement,
    PublishedIssue,
    Recommendation,
    Responsibility,
)
from records.geometry import Box, Region
from records.outcome import Problem, State

PLACE = (Region(2, Box(90.84, 262.8, 314.6, 324.44)),)


def sha256(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def key(word: str) -> str:
    """The document_id of the document `document(word)`."""
    return sha256(word)[:12]


def document(word: str, **changes: Any) -> Document:
    fields = {
        "document_id": key(word),
        "file": f"{word}.pdf",
        "sha256": sha256(word),
        "bytes": 1000,
        "pages": 4,
        "family": "task_group_report",
        "kind": "inquiry_report",
        "title": f"Report of {word}",
        "area": "Wiltshire",
        "area_id": "gss:E06000054",
        "meeting_date": dt.date(2012, 10, 2),
        "state": State.OK,
        "reader_version": "1",
    }
    return Document(**{**fields, **changes})


def recommendation(word: str, position: int, **changes: Any) -> Recommendation:
    fields = {
        "recommendation_id": f"{key(word)}-{position}",
        "document_id": key(word),
        "part": 1,
        "position": position,
        "section": "Actions > Within 3 months",
        "ref": f"00{position}",
        "text": f"The council should do thing {position}.",
        "comments": "A survey was held\nResults go to the board",
        "status_raw": "Achieved",
        "status": "complete",
        "status_group": "done",
        "status_method": "alias",
        "rag_raw": "G",
        "rag": "green",
        "rag_from": "text",
        "due_raw": "End of Sept 2012",
        "due_date": dt.date(2012, 9, 30),
        "page": 2,
        "page_last": 3,
        "regions": PLACE,
    }
    return Recommendation(**{**fields, **changes})


def responsibility(word: str, recommended: int, position: int, **changes: Any) -> Responsibility:
    fields = {
        "recommendation_id": f"{key(word)}-{recommended}",
        "position": position,
        "role": "responsible",
        "agency_raw": "Wiltshire Council",
        "agency_id": "gss:E06000054",
        "agency": "Wiltshire Council",
        "kind": "local_authority",
        "method": "exact",
        "score": 100.0,
    }
    return Responsibility(**{**fields, **changes})


def account(word: str, page: int) -> Account:
    return Account(
        document_id=key(word), page=page, characters=10, in_rows=8, in_facts=1, in_headings=1, in_furniture=0,
        in_prose=0, in_duplicates=0, in_hidden=0, unplaced=0, ocr=False,
    )  # fmt: skip


WILTSHIRE = Agency(
    agency_id="gss:E06000054",
    agency="Wiltshire Council",
    kind="local_authority",
    valid_from=dt.date(1889, 4, 1),
    source="mySociety",
    licence="CC-BY-4.0",
)


def dataset(**changes: Any) -> Dataset:
    """Two reports, one of them found twice, and a scan that could not be read."""
    scan = document(
        "scan", family="unknown", title=None, area=None, area_id=None, meeting_date=None,
        state=State.SET_ASIDE, problem=Problem.SCAN, problem_detail="Pictures.", pages=0,
    )  # fmt: skip
    fields = {
        "documents": (
            document("plan"),
            document("plan", file="again/plan.pdf"),
            document("review", state=State.PARTIAL, problem=Problem.UNPLACED_TEXT, problem_detail="Page 2."),
            scan,
        ),
        "recommendations": (
            *(recommendation("plan", position) for position in range(1, 12)),
            recommendation("review", 1, rag=None, rag_raw=None, rag_from=None, due_date=None),
        ),
        "responsibilities": (
            responsibility("plan", 1, 1),
            responsibility("plan", 1, 2, agency_raw="Head of Libraries", agency_id=None, agency=None,
                           kind="post", method="none", score=None),
            responsibility("plan", 11, 1),
        ),
        "judgements": (
            Judgement(document_id=key("review"), part=1, position=1, aspect_raw="Overall effectiveness",
                      grade_raw="Good", grade="good", grade_rank=2, page=1, regions=PLACE),
        ),
        "accounts": (account("plan", 1), account("plan", 2), account("review", 1)),
        "agencies": (WILTSHIRE,),
        "issues": (
            PublishedIssue(document_id=key("review"), page=2, level="warning", code="odd", message="Odd."),
            PublishedIssue(document_id=key("review"), level="info", code="no_date", message="No date."),
        ),
    }  # fmt: skip
    return Dataset(**{**fields, **changes})


def changed(rows: tuple[Any, ...], place: int, **changes: Any) -> tuple[Any, ...]:
    """Give the rows with one of them changed."""
    return (*rows[:place], msgspec.structs.replace(rows[place], **changes), *rows[place + 1 :])


def tables_of(data: Dataset) -> dict[str, pa.Table]:
    """Every table of a whole dataset."""
    return tables_of_parts([data])


def publish(data: Dataset, clean: Path, run: Mapping[str, object], **options: Any) -> Changes:
    """Publish a whole dataset."""
    return publish_tables(tables_of(data), clean, run, **options)
