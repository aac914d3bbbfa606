"""What every table promises: each rule finds what breaks it, and nothing else."""

from typing import Any

import msgspec
import pytest
from datasets import (
    WILTSHIRE,
    account,
    changed,
    dataset,
    document,
    key,
    recommendation,
    responsibility,
    tables_of,
)

from publish.checks import EXAMPLES, RULES_SHOWN, check_tables, faults_of
from records.clean import Dataset
from records.errors import ContractError
from records.geometry import Box, Region

GOOD = dataset()


def found(data: Dataset) -> list[str]:
    """The broken rules of a dataset as `table.column: expected ...`."""
    return [f"{fault.table}.{fault.column}: {fault.expected}" for fault in faults_of(tables_of(data))]


def with_row(table: str, place: int = 0, **changes: Any) -> Dataset:
    return msgspec.structs.replace(GOOD, **{table: changed(getattr(GOOD, table), place, **changes)})


@pytest.mark.parametrize("data", [GOOD, Dataset()], ids=["dataset", "empty"])
def test_a_good_dataset_passes(data: Dataset) -> None:
    assert found(data) == []
    check_tables(tables_of(data))


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (with_row("documents", family=None), "documents.family: a value"),
        (with_row("recommendations", text=None), "recommendations.text: a value"),
        (with_row("recommendations", text=""), "recommendations.text: words, or nothing at all (None)"),
        (
            with_row("recommendations", comments=""),
            "recommendations.comments: words, or nothing at all (None)",
        ),
        (with_row("recommendations", ref=" \n"), "recommendations.ref: words, or nothing at all (None)"),
        (with_row("documents", state="fine"), "documents.state: one of ok, partial, set_aside"),
        (with_row("documents", sha256="ABC"), "documents.sha256: the pattern ^[0-9a-f]{64}$"),
        (
            with_row("documents", area_id="gss:E06000054\n"),
            "documents.area_id: the pattern ^gss:[A-Z][0-9]{8}$",
        ),
        (with_row("documents", pages=-1), "documents.pages: 0 or more"),
        (with_row("recommendations", page=0), "recommendations.page: 1 or more"),
        (with_row("documents", outcome_grade=4), "documents.outcome_grade: 3 or less"),
        (with_row("responsibilities", score=100.5), "responsibilities.score: 100 or less"),
        (with_row("responsibilities", score=float("nan")), "responsibilities.score: a finite number"),
        (
            with_row("responsibilities", agency_id="gss:E06000055"),
            "responsibilities.agency_id: a value of agencies.agency_id",
        ),
        (
            with_row("responsibilities", recommendation_id="nowhere-1"),
            "responsibilities.recommendation_id: a value of recommendations.recommendation_id",
        ),
        (
            with_row("recommendations", status_refers_to=f"{key('plan')}-99"),
            "recommendations.status_refers_to: a value of recommendations.recommendation_id",
        ),
        (with_row("documents", follows=key("lost")), "documents.follows: a value of documents.document_id"),
        (
            with_row("responsibilities", 1, position=1),
            "responsibilities.position: recommendation_id and position together to stand once",
        ),
        (
            with_row("documents", 1, file="plan.pdf"),
            "documents.file: document_id and file together to stand once",
        ),
        (
            msgspec.structs.replace(GOOD, agencies=(WILTSHIRE, WILTSHIRE)),
            "agencies.agency_id: agency_id to stand once",
        ),
        (
            with_row("recommendations", 1, position=1),
            "recommendations.position: document_id and position together to stand once",
        ),
    ],
)
def test_a_broken_rule_is_found_alone(data: Dataset, fault: str) -> None:
    assert found(data) == [fault]


def test_a_place_without_numbers_is_found() -> None:
    data = with_row("recommendations", regions=(Region(1, Box(float("nan"), 0, 1, 1)),))
    (fault,) = found(data)
    assert fault.startswith("recommendations.regions: the pattern")


def test_a_missing_value_breaks_no_other_rule() -> None:
    data = with_row("recommendations", status=None, rag=None, timescale=None, status_refers_to=None)
    assert found(data) == []


def test_the_same_issue_may_stand_twice() -> None:
    assert found(msgspec.structs.replace(GOOD, issues=GOOD.issues + GOOD.issues)) == []


def test_all_faults_are_told_at_once_with_their_rows() -> None:
    data = Dataset(
        documents=(document("plan", state="fine"),),
        recommendations=tuple(recommendation("plan", n, status="finished") for n in range(1, 8)),
        responsibilities=(responsibility("plan", 1, 1),),
        accounts=(account("gone", 1),),
    )
    with pytest.raises(ContractError) as refusal:
        check_tables(tables_of(data))
    message = str(refusal.value)
    assert message.startswith("The tables break 4 rules of their schema, in 10 places; nothing was written.")
    assert f"'fine' at document_id '{key('plan')}', file 'plan.pdf'" in message
    assert f"'finished' at recommendation_id '{key('plan')}-1'" in message
    assert f"and {7 - EXAMPLES} more" in message
    assert (
        "responsibilities.agency_id: expected a value of agencies.agency_id, found 'gss:E06000054'" in message
    )
    assert "accounts.document_id" in message
    assert "publish/schema/" in message


def test_a_long_list_of_faults_is_cut() -> None:
    words = {
        "documents": "title publisher area area_id lead_inspector outcome statement_by problem family state",
        "recommendations": "section theme_raw theme ref comments status_raw status_refers_to rag_raw due_raw "
        "text timescale_raw timescale status status_group status_method rag rag_from owner_raw",
        "responsibilities": "agency_raw kind method role agency_id agency today",
    }
    data = GOOD
    for table, columns in words.items():
        blank = dict.fromkeys(columns.split(), "")
        data = msgspec.structs.replace(data, **{table: changed(getattr(data, table), 0, **blank)})
    rules = len(found(data))
    assert rules > RULES_SHOWN
    with pytest.raises(ContractError) as refusal:
        check_tables(tables_of(data))
    assert f"and {rules - RULES_SHOWN} more broken rules" in str(refusal.value)
    assert str(refusal.value).count("\n- ") == RULES_SHOWN + 1


def test_a_long_value_is_shortened() -> None:
    with pytest.raises(ContractError) as refusal:
        check_tables(tables_of(with_row("documents", state="x" * 10_000)))
    assert len(str(refusal.value)) < 1_000
