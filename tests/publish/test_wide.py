"""The joined view: a row for each recommendation and body, and whether it is past its due date."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from datasets import dataset, document, key, recommendation, responsibility, tables_of

from publish.schema.load import wide_schema
from publish.wide import FROM, Wide
from records.clean import Dataset

DAY, LATER = dt.date(2020, 1, 31), dt.date(2020, 3, 31)


def wide(data: Dataset) -> list[dict[str, object]]:
    rows = Wide(tables_of(data))
    return list(rows.slice(0, len(rows)).to_pylist())


def test_every_column_comes_from_a_column_and_has_its_type() -> None:
    rows = Wide(tables_of(dataset()))
    assert rows.slice(0, len(rows)).schema == rows.schema
    assert set(FROM) < set(wide_schema().columns)
    for name in rows.schema.names:
        assert rows.column(name).to_pylist() == rows.slice(0, len(rows)).column(name).to_pylist()


def test_bodies_have_rows_of_their_own_and_a_recommendation_without_any_has_one() -> None:
    data = Dataset(
        documents=(document("a"),),
        recommendations=(recommendation("a", 1), recommendation("a", 2)),
        responsibilities=(
            responsibility("a", 1, 1, agency_id=None),
            responsibility("a", 1, 2, agency_id=None),
        ),
    )
    assert [(row["recommendation_id"], row["agency_position"]) for row in wide(data)] == [
        (f"{key('a')}-1", 1),
        (f"{key('a')}-1", 2),
        (f"{key('a')}-2", None),
    ]


def test_rows_follow_area_and_date_and_not_the_names_of_files() -> None:
    data = Dataset(
        documents=(
            document("a", area="York", meeting_date=DAY),
            document("b", area="Bath", meeting_date=LATER),
            document("c", area="Bath", meeting_date=DAY),
            document("d", area=None),
        ),
        recommendations=tuple(recommendation(name, 1) for name in "abcd"),
    )
    assert [row["file"] for row in wide(data)] == ["c.pdf", "b.pdf", "a.pdf", "d.pdf"]


@pytest.mark.parametrize(
    ("due", "status", "group", "expected"),
    [
        (DAY, "in_progress", "open", True),
        (DAY, None, None, True),
        (DAY, "accepted", "response_only", True),
        (DAY, "complete", "done", False),
        (DAY, "superseded", "closed_without_action", False),
        (LATER, "in_progress", "open", False),  # on the day itself it is not yet past
        (None, "in_progress", "open", None),
        (None, "overdue", "open", True),
    ],
)
def test_what_is_past_due(
    due: dt.date | None, status: str | None, group: str | None, expected: bool | None
) -> None:
    row = recommendation("a", 1, due_date=due, status=status, status_group=group)
    data = Dataset(documents=(document("a", meeting_date=LATER),), recommendations=(row,))
    (found,) = wide(data)
    assert (found["past_due"], found["as_at"]) == (expected, LATER)


def test_nothing_is_past_due_where_no_document_has_a_date() -> None:
    data = Dataset(documents=(document("a", meeting_date=None),), recommendations=(recommendation("a", 1),))
    assert [row["past_due"] for row in wide(data)] == [None]


def test_an_empty_dataset_has_the_columns() -> None:
    assert Wide(tables_of(Dataset())).slice(0, 5).schema.types[:2] == [pa.string(), pa.string()]


def test_a_day_that_is_printed_goes_before_one_that_only_the_site_tells() -> None:
    """A report of 2012 that a site lists as put up in 2020 is not of 2020, and nothing is late for it."""
    told = document("a", published=LATER, from_source="title | published")
    alone = document("b", published=DAY, meeting_date=None, from_source="published")
    data = Dataset(documents=(told, alone), recommendations=(recommendation("a", 1), recommendation("b", 1)))
    assert [row["document_date"] for row in wide(data)] == [dt.date(2012, 10, 2), DAY]
    assert {row["as_at"] for row in wide(data)} == {DAY}
