"""From rows to typed tables."""

import datetime as dt

import pyarrow as pa
import pytest
from datasets import dataset, document, key, responsibility, sha256, tables_of

from publish.schema.load import arrow_schema, schemas
from publish.tables import regions_text
from records.clean import (
    Dataset,
)
from records.errors import ContractError
from records.geometry import Box, Region


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


def test_every_order_tells_rows_apart() -> None:
    for schema in schemas().values():
        assert schema.order
        assert set(schema.primary_key) <= set(schema.order), "rows of one key would stand in any order"


def test_half_characters_are_shown() -> None:
    data = dataset(documents=(document("plan", file="\udcff.pdf", title="é\x1b"),))
    row = tables_of(data)["documents"].to_pylist()[0]
    assert (row["file"], row["title"]) == ("\\udcff.pdf", "é\x1b")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"pages": True}, "documents.pages: Expected `int | null`, got `bool` (True)"),
        ({"pages": 4.0}, "documents.pages: Expected `int | null`, got `float` (4.0)"),
        ({"title": 7}, "documents.title: Expected `str | null`, got `int` (7)"),
        (
            {"published": "2012-10-02"},
            "documents.published: Expected `date | null`, got `str`",
        ),
        (
            {"published": dt.datetime(2012, 10, 2, tzinfo=dt.UTC)},
            "documents.published: Expected `date | null`, got `datetime`",
        ),
    ],
)
def test_a_value_of_another_type_is_refused(changes: dict[str, object], says: str) -> None:
    with pytest.raises(ContractError) as refusal:
        tables_of(dataset(documents=(document("plan", **changes),)))
    assert says in str(refusal.value)
    assert "plan.pdf" in str(refusal.value)


def test_a_table_is_made_of_whole_columns() -> None:
    assert all(table.column(0).num_chunks <= 1 for table in tables_of(dataset()).values())
    assert isinstance(tables_of(dataset())["documents"], pa.Table)
