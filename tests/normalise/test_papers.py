"""Several papers in one file: each is cleaned by itself, and nothing of one reaches another."""

import datetime as dt

import pytest
from msgspec.structs import replace
from reports import cell, report, task_group_row

from normalise.registers.load import load_registers
from normalise.review.decisions import Decisions
from normalise.run import normalise
from records.clean import Dataset
from records.outcome import Issue, Problem, State
from records.report import Part, RawRow, Report, Source


def pointing(position: int, ref: str, page: int, status: str) -> RawRow:
    row = task_group_row(position, "Actions", ref, status)
    fields = {role: cell(passage.text, page=page) for role, passage in row.fields.items()}
    return replace(row, fields=fields)


def pack() -> Report:
    """Two papers of two pages; the first row of the second prints that it is as the row above."""
    rows = (
        pointing(1, "1", 1, "Complete"),
        pointing(2, "2", 2, "Complete"),
        pointing(3, "1", 3, "See above"),
    )
    first = Part(1, 2, State.OK, "task_group_report", facts={"title": cell("First paper")})
    second = Part(
        3,
        4,
        State.PARTIAL,
        "minutes",
        facts={"title": cell("Second paper", page=3), "meeting_date": cell("2nd October 2012", page=3)},
        problem=Problem.UNMET_EXPECTATION,
        problem_detail="A row is missing.",
    )
    return report(
        "pack",
        rows,
        state=State.PARTIAL,
        facts=first.facts,
        issues=(Issue("warning", "list_goes_on", "More follows.", 3),),
        problem=Problem.UNMET_EXPECTATION,
        problem_detail="A row is missing.",
        parts=(first, second),
    )


@pytest.fixture(scope="module")
def cleaned() -> Dataset:
    made = pack()
    return normalise([made], [Source("pack.pdf", made.sha256, 1)], load_registers(), Decisions())


def test_each_paper_has_its_row(cleaned: Dataset) -> None:
    told = [
        (
            row.part,
            row.page_first,
            row.page_last,
            row.title,
            row.family,
            row.meeting_date,
            row.state,
            row.problem,
        )
        for row in cleaned.parts
    ]
    assert told == [
        (1, 1, 2, "First paper", "task_group_report", None, "ok", None),
        (2, 3, 4, "Second paper", "minutes", dt.date(2012, 10, 2), "partial", "unmet_expectation"),
    ]
    (document,) = cleaned.documents
    assert (document.title, document.state, document.problem) == (
        "First paper",
        "partial",
        "unmet_expectation",
    )


def test_rows_name_their_part_and_no_id_stands_twice(cleaned: Dataset) -> None:
    assert [(row.part, row.position, row.ref) for row in cleaned.recommendations] == [
        (1, 1, "1"),
        (1, 2, "2"),
        (2, 3, "1"),
    ]
    assert len({row.recommendation_id for row in cleaned.recommendations}) == 3


def test_a_pointer_does_not_reach_over_papers(cleaned: Dataset) -> None:
    assert cleaned.recommendations[2].status_refers_to is None
    assert [doubt.raw for doubt in cleaned.doubts if doubt.kind == "status"] == ["See above"]


def test_numbers_that_two_papers_print_are_not_repeated(cleaned: Dataset) -> None:
    assert [issue.code for issue in cleaned.issues if issue.code == "repeated_reference"] == []
    assert [issue.page for issue in cleaned.issues if issue.code == "list_goes_on"] == [3]


def test_a_file_of_one_paper_has_one_part_and_one_that_was_not_read_has_none() -> None:
    one, none = report("one"), report("none", state=State.SET_ASIDE, problem=Problem.SCAN, pages=0)
    sources = [Source(f"{each.document_id}.pdf", each.sha256, 1) for each in (one, none)]
    parts = normalise([one, none], sources, load_registers(), Decisions()).parts
    assert [(row.document_id, row.part, row.page_first, row.page_last) for row in parts] == [
        (one.document_id, 1, 1, 4)
    ]
