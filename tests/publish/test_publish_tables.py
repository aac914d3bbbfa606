"""From rows to typed tables; also the small datasets that the other tests of publishing use."""

import datetime as dt
import hashlib
from typing import Any

import msgspec
import pyarrow as pa
import pytest

from publish.schema.load import arrow_schema, schemas
from publish.tables import ORDER, regions_text, tables_of
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
from records.errors import ContractError
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
            Judgement(document_id=key("review"), position=1, aspect_raw="Overall effectiveness",
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


def test_columns_and_types_are_those_of_the_schema() -> None:
    tables = tables_of(dataset())
    assert list(tables) == list(schemas())
    for name, table in tables.items():
        assert table.schema.equals(arrow_schema(schemas()[name]))


def test_values_arrive_exactly() -> None:
    row = tables_of(dataset())["recommendations"].to_pylist()[0]
    assert row["comments"] == "A survey was held\nResults go to the board"
    assert row["ref"] == "001"
    assert row["due_date"] == dt.date(2012, 9, 30)
    assert row["theme"] is None
    assert row["regions"] == "[[2,90.8,262.8,314.6,324.4]]"
    assert row["needs_review"] is False


def test_an_empty_dataset_has_empty_tables() -> None:
    assert {len(table) for table in tables_of(Dataset()).values()} == {0}


@pytest.mark.parametrize(
    ("regions", "text"),
    [
        ((), "[]"),
        ((Region(1, Box(1.0, 2.0, 3.0, 4.0)),), "[[1,1.0,2.0,3.0,4.0]]"),
        ((Region(1, Box(-0.04, 0.05, 72, 841.96)),), "[[1,0.0,0.1,72.0,842.0]]"),
        (
            (Region(1, Box(1.0, 2.0, 3.0, 4.0)), Region(2, Box(1.0, 2.0, 3.0, 4.0))),
            "[[1,1.0,2.0,3.0,4.0],[2,1.0,2.0,3.0,4.0]]",
        ),
    ],
)
def test_regions_text(regions: tuple[Region, ...], text: str) -> None:
    assert regions_text(regions) == text


def test_rows_stand_in_order() -> None:
    tables = tables_of(dataset())
    assert tables["documents"].column("file").to_pylist() == [
        "again/plan.pdf",
        "plan.pdf",
        "review.pdf",
        "scan.pdf",
    ]
    recommendations = tables["recommendations"].select(["document_id", "position"]).to_pylist()
    # Position 10 comes after 9, not after 1.
    assert [row["position"] for row in recommendations if row["document_id"] == key("plan")] == list(
        range(1, 12)
    )
    assert recommendations == sorted(recommendations, key=lambda row: (row["document_id"], row["position"]))
    assert tables["issues"].column("page").to_pylist() == [None, 2]


def test_bodies_follow_their_recommendations() -> None:
    bodies = (responsibility("plan", 11, 1), responsibility("plan", 2, 1), responsibility("plan", 2, 2))
    table = tables_of(dataset(responsibilities=bodies))["responsibilities"]
    assert table.column("recommendation_id").to_pylist() == [f"{key('plan')}-{n}" for n in (2, 2, 11)]


def test_the_order_of_arrival_does_not_matter() -> None:
    data = dataset()
    shuffled = {
        name: tuple(sorted(rows, key=lambda row: sha256(repr(row))))
        for name in schemas()
        for rows in (getattr(data, name),)
    }
    mixed = tables_of(Dataset(**shuffled))
    for name, table in tables_of(data).items():
        assert mixed[name].equals(table), name


def test_every_order_names_columns() -> None:
    for name, columns in ORDER.items():
        assert set(columns) <= set(schemas()[name].columns)
        assert set(schemas()[name].primary_key) <= set(columns), "rows of one key would stand in any order"


def test_half_characters_are_shown() -> None:
    data = dataset(documents=(document("plan", file="\udcff.pdf", title="é\x1b"),))
    row = tables_of(data)["documents"].to_pylist()[0]
    assert (row["file"], row["title"]) == ("\\udcff.pdf", "é\x1b")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"pages": True}, "documents.pages: expected a whole number, found True"),
        ({"pages": 4.0}, "documents.pages: expected a whole number, found 4.0"),
        ({"title": 7}, "documents.title: expected text, found 7"),
        ({"published": "2012-10-02"}, "documents.published: expected a date without a time"),
        (
            {"published": dt.datetime(2012, 10, 2, tzinfo=dt.UTC)},
            "documents.published: expected a date without",
        ),
    ],
)
def test_a_value_of_another_type_is_refused(changes: dict[str, object], says: str) -> None:
    with pytest.raises(ContractError) as refusal:
        tables_of(dataset(documents=(document("plan", **changes),)))
    assert says in str(refusal.value)
    assert "plan.pdf" in str(refusal.value)


def test_all_wrong_types_are_told_at_once() -> None:
    data = dataset(
        documents=(document("plan", pages="4", title=7),),
        accounts=(msgspec.structs.replace(account("plan", 1), ocr=0),),
    )
    with pytest.raises(ContractError) as refusal:
        tables_of(data)
    for column in ("documents.pages", "documents.title", "accounts.ocr: expected true or false, found 0"):
        assert column in str(refusal.value)


def test_a_table_is_made_of_whole_columns() -> None:
    assert all(table.column(0).num_chunks <= 1 for table in tables_of(dataset()).values())
    assert isinstance(tables_of(dataset())["documents"], pa.Table)
