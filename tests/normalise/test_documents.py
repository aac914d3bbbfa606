"""The facts of a document as columns: dates that are known to the month, and those that are asked about."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from reports import cell, decided, report

from normalise.documents import read_facts
from normalise.review.decisions import Decisions
from normalise.review.findings import Findings
from records.report import Candidate, Choice, Report


def of_dates(first: str, second: str | None = None) -> Report:
    """A report with a date that was chosen; with a second one it was not sure."""
    best, other = (Candidate(cell(text), 4.0, ()) if text else None for text in (first, second))
    assert best is not None
    sure = other is None
    choice = Choice("published", best, other, sure)
    return report(facts={"published": best.passage} if sure else {}, choices=(choice,))


def test_a_month_stands_for_its_last_day_and_says_so() -> None:
    findings = Findings("a", Decisions())
    facts = read_facts(of_dates("September 2021"), findings)
    assert (facts.published, facts.published_precision) == (dt.date(2021, 9, 30), "month")
    assert not findings.issues


def test_a_month_that_a_family_states_leaves_the_column_blank() -> None:
    findings = Findings("a", Decisions())
    facts = read_facts(report(facts={"published": cell("September 2021")}), findings)
    assert (facts.published, facts.published_precision) == (None, None)
    assert [issue.code for issue in findings.issues] == ["date_without_day"]


def test_an_open_date_is_asked_about_and_a_decision_answers(tmp_path: Path) -> None:
    asked = of_dates("4 March 2025", "1 April 2025")
    findings = Findings("a", Decisions())
    assert read_facts(asked, findings).published is None
    (doubt,) = findings.doubts
    assert [value for value, *_ in doubt.candidates] == ["2025-03-04", "2025-04-01"]
    answers = decided(tmp_path, "date,,4 March 2025,2025-04-01,me,2025-05-01,the cover says so")
    findings = Findings("a", answers)
    assert read_facts(asked, findings).published == dt.date(2025, 4, 1)
    assert not findings.doubts
