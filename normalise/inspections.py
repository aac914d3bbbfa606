"""Judgements made clean, and one row for each inspection: its grades side by side, and why a column is blank.

Frameworks judge different things. From 2018 to 2022 children in care and care leavers had one grade, from
2023 they have two, and from April 2026 there is none for the whole: an analyst who sees a blank must know
whether there is no such grade, or it was not found. A combined grade is never copied into the column of
one group, and no grade is worked out from others.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from normalise.documents import Facts
from normalise.registers.regions import Authority
from normalise.review.findings import Findings
from normalise.values.grades import (
    aspect_file,
    grade_rank,
    is_ungraded,
    read_aspect,
    read_grade,
    read_outcome,
)
from normalise.values.lookups import VOCAB, Answer
from records.clean import Inspection, Judgement
from records.errors import ConfigError
from records.outcome import State
from records.report import RawJudgement, Report
from records.strict_yaml import load

NOT_IN_FRAMEWORK = "not_in_framework"
NOT_PRINTED = "not_printed"
NOT_FOUND = "not_found"
NOT_JUDGED = "not_judged"
DOUBTFUL = "doubtful"
UNRESOLVED = "unresolved"
NOT_IN_REGISTER = "not_in_register"
USED = frozenset(
    {NOT_IN_FRAMEWORK, NOT_PRINTED, NOT_FOUND, NOT_JUDGED, DOUBTFUL, UNRESOLVED, NOT_IN_REGISTER}
)

OUTCOME = "outcome_grade"
GRADES = tuple(name for name in Inspection.__struct_fields__ if name.endswith("_grade") and name != OUTCOME)
"""The columns that hold a grade of the four-point scale."""
PLACE = ("la_name", "new_la_code", "old_la_code", "region_name", "ofsted_urn")


class Edition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a framework judged in inspections that began between two days; see vocab/inspections.yaml."""

    since: dt.date | None = None
    until: dt.date | None = None
    grades: dict[str, str] = {}
    at_times: tuple[str, ...] = ()
    elsewhere: dict[str, str] = {}
    outcome: bool = False

    def held(self, date: dt.date) -> bool:
        """Return whether an inspection that began on `date` followed it."""
        return (self.since or dt.date.min) <= date <= (self.until or dt.date.max)

    def reason(self, column: str) -> str:
        """Return why `column` is blank in a report of this edition in which no grade for it was found."""
        if column in self.at_times:
            return NOT_PRINTED
        return NOT_FOUND if column in self.grades else self.elsewhere.get(column, NOT_IN_FRAMEWORK)


class InspectionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of vocab/inspections.yaml."""

    reasons: dict[str, str]
    frameworks: dict[str, tuple[Edition, ...]]


class Blank(str):
    """The reason why a value is not there, in its column."""


@cache
def inspection_file() -> InspectionFile:
    """Read and check which columns each framework fills."""
    read = load(VOCAB / "inspections.yaml", InspectionFile)
    check(read)
    return read


def check(read: InspectionFile) -> None:
    """Raise ConfigError for columns, aspects and reasons that are not known and for gaps between editions."""
    every = [each for editions in read.frameworks.values() for each in editions]
    given = {reason for each in every for reason in each.elsewhere.values()}
    if unknown := ", ".join(sorted((USED | given) - set(read.reasons))):
        raise ConfigError(f"inspections.yaml: {unknown} must stand under 'reasons', with a meaning.")
    for name, editions in read.frameworks.items():
        for complaint in _complaints(name, editions):
            raise ConfigError(f"inspections.yaml, {name}: {complaint}")


def _wrong_columns(each: Edition, aspects: set[str]) -> Iterator[str]:
    columns = [*each.grades, *each.elsewhere]
    if strange := sorted({*columns} - {*GRADES}):
        yield (f"{', '.join(strange)} are no columns of grades. Use names of records.clean.Inspection.")
    if strange := sorted(set(each.grades.values()) - aspects):
        yield (f"{', '.join(strange)} are no aspects of this framework. See aspects.yaml.")
    if len(set(columns)) != len(columns) or set(each.at_times) - set(each.grades):
        yield ("a column stands under 'grades' and 'elsewhere', or under 'at_times' alone. Mend it.")


def _complaints(name: str, editions: Sequence[Edition]) -> list[str]:
    labels = aspect_file().frameworks.get(name)
    below = [part.labels for part in labels.under] if labels else []
    aspects = {aspect for listed in (labels.labels, *below) for aspect in listed} if labels else set()
    wrong = [said for each in editions for said in _wrong_columns(each, aspects)]
    pairs = {pair for each in editions for pair in each.grades.items()}
    if any(len(set(side)) < len(pairs) for side in zip(*pairs, strict=True)):
        wrong.append("a column has two aspects, or an aspect two columns. Each has one in all editions.")
    days = [None, *((each.until + dt.timedelta(days=1)) if each.until else None for each in editions)]
    if not editions or days[:-1] != [each.since for each in editions] or days[-1] is not None:
        what = "its editions must follow each other day by day, open at both ends"
        wrong.append(f"{what}. Correct since and until.")
    return wrong


def inspection(
    report: Report,
    facts: Facts,
    judgements: Sequence[Judgement],
    authority: Authority | None,
    sure: bool,
    part: int = 1,
) -> Inspection | None:
    """Return the row of one report, or None if it is no inspection or was not read.

    `authority` is the one that its area was found to be, and `sure` whether that is certain: what is
    not, is left blank and called doubtful.
    """
    editions = inspection_file().frameworks.get(report.family)
    if editions is None or report.state is State.SET_ASIDE:
        return None
    date = facts.inspection_start or facts.date
    cells = {
        **_place(authority, date, sure),
        **_dates(report, facts),
        **_grades(editions, judgements, date),
        OUTCOME: _outcome(editions, facts),
    }
    columns = [name for name in Inspection.__struct_fields__ if name in cells]
    blanks = [f"{name}: {cell}" for name in columns if isinstance(cell := cells[name], Blank)]
    values = {name: None if isinstance(cells[name], Blank) else cells[name] for name in columns}
    return Inspection(
        document_id=report.document_id,
        part=part,
        framework=report.family,
        absent=" | ".join(blanks) or None,
        **values,
    )


def editions_of(editions: Sequence[Edition], printed: set[str], date: dt.date | None) -> list[Edition]:
    """Return the edition that a report belongs to, or all that it can belong to.

    What is printed goes before the date: an inspection can begin under one edition and be reported under
    the next.
    """
    fitting = [each for each in editions if printed <= set(each.grades.values())] or list(editions)
    return [each for each in fitting if date is not None and each.held(date)] or fitting


def _grades(
    editions: Sequence[Edition], judgements: Sequence[Judgement], date: dt.date | None
) -> Mapping[str, str]:
    aspects = {column: aspect for each in editions for column, aspect in each.grades.items()}
    printed = {each.aspect for each in judgements if each.aspect in aspects.values()}
    possible = editions_of(editions, {each for each in printed if each is not None}, date)
    unread = any(each.aspect is None for each in judgements)
    return {column: _grade(column, aspects.get(column), judgements, possible, unread) for column in GRADES}


def _grade(
    column: str, aspect: str | None, judged: Sequence[Judgement], possible: Sequence[Edition], unread: bool
) -> str:
    """Return one grade. With labels that could not be read, nothing can be said to be missing."""
    found = {_printed(each) for each in judged if aspect is not None and each.aspect == aspect}
    if found:
        grade = found.pop()
        return Blank(DOUBTFUL) if grade is None or found else grade
    reasons = {each.reason(column) for each in possible}
    if len(reasons) > 1 or (unread and reasons & {NOT_FOUND, NOT_PRINTED}):
        return Blank(DOUBTFUL)
    return Blank(reasons.pop())


def _printed(each: Judgement) -> str | None:
    """Return the grade of a judgement, or that the report prints none; None where it could not be read."""
    return Blank(NOT_JUDGED) if each.grade is None and is_ungraded(each.grade_raw) else each.grade


def _outcome(editions: Sequence[Edition], facts: Facts) -> int | Blank:
    if not any(each.outcome for each in editions):
        return Blank(NOT_IN_FRAMEWORK)
    if facts.outcome is None:
        return Blank(NOT_FOUND)
    return read_outcome(facts.outcome) or Blank(DOUBTFUL)


def _place(authority: Authority | None, date: dt.date | None, sure: bool) -> Mapping[str, Any]:
    if authority is None or not sure:
        return dict.fromkeys(PLACE, Blank(UNRESOLVED if authority is None else DOUBTFUL))
    return {
        "la_name": authority.la_name,
        "new_la_code": authority.code_on(date) or Blank(DOUBTFUL),
        "old_la_code": authority.old_la_code or Blank(NOT_IN_REGISTER),
        "region_name": authority.region_name,
        "ofsted_urn": authority.ofsted_urn or Blank(NOT_IN_REGISTER),
    }


def _dates(report: Report, facts: Facts) -> Mapping[str, Any]:
    """Return the dates. Reports promise the days of the inspection; many leave the day of publication out."""
    unread = Blank(DOUBTFUL if "inspection_dates" in report.facts else NOT_FOUND)
    unpublished = Blank(DOUBTFUL if "published" in report.facts else NOT_PRINTED)
    return {
        "inspection_start_date": facts.inspection_start or unread,
        "inspection_end_date": facts.inspection_end or unread,
        "publication_date": facts.published or unpublished,
    }


def judgement(raw: RawJudgement, framework: str | None, findings: Findings) -> Judgement:
    """Clean one judgement. Without a framework the grade is read by all scales, and the aspect not at all."""
    regions = tuple(sorted((*raw.aspect.regions, *raw.grade.regions)))
    aspect_raw, grade_raw = raw.aspect.line, raw.grade.line
    findings.row = (None, regions[0].page)
    grade = _decided("grade", grade_raw, read_grade(grade_raw, framework), findings)
    aspect = _decided("aspect", aspect_raw, read_aspect(aspect_raw, raw.section, framework), findings)
    return Judgement(
        document_id=findings.document_id,
        part=findings.part,
        position=raw.position,
        section=" > ".join(raw.section) or None,
        ref=raw.ref,
        aspect_raw=aspect_raw,
        aspect=aspect,
        grade_raw=grade_raw,
        grade=grade,
        grade_rank=grade_rank(grade),
        framework=framework,
        page=regions[0].page,
        regions=regions,
    )


def _decided(kind: str, raw: str, answer: Answer, findings: Findings) -> str | None:
    """Return the decision on printed words, else the answer, whose reason becomes a question."""
    decided = findings.decided(kind, raw)
    if decided is not None:
        return decided.value or None
    if answer.reason is not None and raw:
        findings.doubt(kind, raw, answer.reason, answer.candidates)
    return answer.value
