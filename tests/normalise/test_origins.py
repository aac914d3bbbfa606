"""What the site of a document tells is taken where the document does not print it, and nowhere else."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace
from reports import cell, report, task_group_report

from normalise.origins import read_day
from normalise.registers.load import load_registers
from normalise.review.decisions import Decisions
from normalise.run import joined, normalise_in_parts
from records.clean import Document
from records.origin import Origin
from records.report import Candidate, Choice, Report, Source

TOLD = Origin(
    file="wiltshire/plan.pdf",
    url="https://cms.wiltshire.example/s1/Plan.pdf",
    source="wiltshire",
    committee="Children's Select Committee",
    title="Improvement plan",
    publisher="Wiltshire Council",
    area="Wiltshire",
    meeting_date="2024-03-05",
    published="2024-02",
    licence="OGL-UK-3.0",
)


def row(made: Report, *origins: Origin, file: str = "wiltshire/plan.pdf") -> Document:
    sources = [Source(file, made.sha256, made.bytes)]
    told = {made.document_id: origins}
    parts = normalise_in_parts([made], sources, load_registers(), Decisions(), origins=told)
    (document,) = joined(parts).documents
    return document


def test_what_is_not_printed_is_of_the_source() -> None:
    found = row(report(), TOLD)
    assert (found.title, found.publisher) == ("Improvement plan", "Wiltshire Council")
    assert (found.area, found.area_id) == ("Wiltshire", "gss:E06000054")
    assert (found.meeting_date, found.published) == (dt.date(2024, 3, 5), dt.date(2024, 2, 29))
    assert found.published_precision == "month"
    assert found.from_source == "title | publisher | area | published | meeting_date"
    assert (found.source_url, found.source, found.committee) == (TOLD.url, TOLD.source, TOLD.committee)
    assert found.licence == "OGL-UK-3.0"


def test_what_is_printed_stays() -> None:
    found = row(task_group_report(), replace(TOLD, area="Swindon", meeting_date="2024-03-05"))
    assert found.meeting_date == dt.date(2012, 10, 2)
    assert (found.area, found.title) == (
        "Wiltshire Council",
        "Item 3.3 – Scrutiny Task Group report on Improvements Within 3 months",
    )
    assert "area" not in (found.from_source or "")


def test_what_a_person_is_asked_about_is_not_answered_by_the_source() -> None:
    choice = Choice("meeting_date", Candidate(cell("5 May 2024"), 1.0, ()), None, sure=False)
    found = row(report(choices=(choice,)), TOLD)
    assert found.meeting_date is None


def test_a_file_without_an_origin_has_none() -> None:
    found = row(report(), file="by-hand.pdf")
    assert (found.source_url, found.source, found.licence, found.from_source) == (None,) * 4


def test_each_file_of_the_same_bytes_has_its_own_address() -> None:
    made, again = (
        report(),
        replace(TOLD, file="swindon/plan.pdf", url="https://other.example/", source="swindon"),
    )
    assert row(made, again, TOLD).source == "wiltshire"
    assert row(made, again, TOLD, file="swindon/plan.pdf").source == "swindon"


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2024-03-31", (dt.date(2024, 3, 31), "day")),
        ("2024-02", (dt.date(2024, 2, 29), "month")),
        ("2024", (None, None)),
        ("2024-02-30", (None, None)),
        ("2024-13", (None, None)),
        ("", (None, None)),
    ],
)
def test_days_of_a_source(told: str, day: tuple[dt.date | None, str | None]) -> None:
    assert read_day(told) == day
