"""The sheets that count: each recommendation once, whatever it has many of."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from datasets import document, key, recommendation, responsibility, tables_of

from publish.write.flat_sheet import FlatSheet, in_time
from publish.write.summaries import grades, grades_by_region, in_word, summary
from records.clean import Dataset, Inspection

LATE = dt.date(2012, 1, 31)
DATA = Dataset(
    documents=(
        document("a", region="South West", year=2012),
        document("a", file="again.pdf"),
        document("b", year=2019),
    ),
    recommendations=(
        recommendation("a", 1, due_date=LATE, status="on_track", status_group="open", theme="health|send"),
        recommendation("a", 2, due_date=LATE, status="complete", status_group="done", theme=None),
        recommendation("b", 1, due_date=None, status=None, status_group=None, theme="health"),
    ),
    responsibilities=tuple(
        responsibility("a", n, place, agency_id=None, agency=None, agency_raw=name)
        for n, place, name in ((1, 1, "Police"), (1, 2, "police"), (2, 1, "Police"), (1, 3, "Council"))
    ),
    inspections=tuple(
        Inspection(
            document_id=key(word),
            part=1,
            framework="ofsted_ilacs",
            la_name=name,
            region_name="London",
            overall_effectiveness_grade=grade,
        )
        for word, name, grade in (("b", "Brent", "requires_improvement"), ("a", "Bexley", None))
    ),
)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("All", [("All recommendations", 3, 1, 1, 1)]),
        ("Status", [("On track", 1, 1, 0, 1), ("(none)", 1, 0, 0, 0), ("Complete", 1, 0, 1, 0)]),
        ("Body", [("Police", 2, 1, 1, 1), ("Council", 1, 1, 0, 1)]),
        ("Theme", [("Health", 2, 1, 0, 1), ("SEND", 1, 1, 0, 1), ("(none)", 1, 0, 1, 0)]),
        ("Year", [("2012", 2, 1, 1, 1), ("2019", 1, 0, 0, 0)]),
        ("Region", [("South West", 2, 1, 1, 1), ("(none)", 1, 0, 0, 0)]),
    ],
)
def test_what_is_counted(by: str, expected: list[tuple[str, int, int, int, int]]) -> None:
    rows = [row for row in summary(tables_of(DATA)).to_pylist() if row["By"] == by]
    counted = [
        (row["Value"], row["Recommendations"], row["Open"], row["Done"], row["Past due"]) for row in rows
    ]
    assert counted == expected


def test_groups_and_blanks_add_up_to_all() -> None:
    (row,) = (row for row in summary(tables_of(DATA)).to_pylist() if row["By"] == "All")
    groups = ("Done", "Open", "Closed without action", "Answer only", "Not known", "No status")
    assert sum(row[name] for name in groups) == row["Recommendations"] == 3


def test_overdue_holds_what_is_past_due_and_nothing_else() -> None:
    sheet = FlatSheet(tables_of(DATA), only_past_due=True)
    rows = sheet.slice(0, 99).to_pylist()
    assert len(sheet) == len(rows) == 3
    assert {(row["recommendation_id"], row["Past due"]) for row in rows} == {(f"{key('a')}-1", "yes")}
    assert {row["Theme"] for row in rows} == {"Health; SEND"}


def test_timescales_are_words() -> None:
    words = {"P1M": "1 month", "P3M": "3 months", "P10D": "10 days", "immediate": "Immediate", None: None}
    assert in_time(pa.chunked_array([list(words)], pa.string())).to_pylist() == list(words.values())


def test_grades_stand_by_authority_and_are_counted_by_region() -> None:
    tables = tables_of(DATA)
    rows = grades(tables).to_pylist()
    assert [(row["Authority"], row["Year"], row["Overall effectiveness"]) for row in rows] == [
        ("Bexley", 2012, None),
        ("Brent", 2019, "Requires improvement"),
    ]
    (counted,) = grades_by_region(tables).to_pylist()
    assert counted["Framework"].startswith("ILACS")
    assert (counted["Region"], counted["Year"], counted[in_word("requires_improvement")]) == (
        "London",
        2019,
        1,
    )
    assert counted["Good"] == 0
    assert "Safeguarding board" in rows[0]


def test_an_empty_dataset_has_the_columns() -> None:
    tables = tables_of(Dataset())
    assert [len(each(tables)) for each in (summary, grades, grades_by_region)] == [0, 0, 0]
