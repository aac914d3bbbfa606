"""The papers of one file: each is cleaned as a document of its own, and has a row that tells of it."""

from collections.abc import Iterable
from typing import TypeVar

from msgspec.structs import replace

from normalise.documents import Facts
from records.clean import DocumentPart
from records.outcome import Issue, State
from records.report import Join, PageAccount, Part, RawJudgement, RawRow, Report

Placed = TypeVar("Placed", RawRow, RawJudgement, Join, PageAccount, Issue)


def papers_of(report: Report) -> tuple[Report, ...]:
    """Return a report for each paper of a file, with the pages and positions that they have in the file.

    A row belongs to the part on whose pages it starts; an issue that names no page to the first part.
    """
    if not report.parts:
        return (report,)
    return tuple(_paper(report, part) for part in report.parts)


def part_row(report: Report, part: int, facts: Facts) -> DocumentPart | None:
    """Return the row of one paper, None where the file was not read; `report` is of this paper alone."""
    if report.state is State.SET_ASIDE:
        return None
    return DocumentPart(
        document_id=report.document_id,
        part=part,
        page_first=report.parts[0].page_first if report.parts else 1,
        page_last=report.parts[0].page_last if report.parts else report.pages,
        title=facts.title,
        publisher=facts.publisher,
        family=report.family,
        kind=report.kind,
        meeting_date=facts.meeting_date,
        state=report.state.value,
        problem=report.problem.value if report.problem is not None else None,
        problem_detail=report.problem_detail or None,
    )


def _paper(report: Report, part: Part) -> Report:
    return replace(
        report,
        state=part.state,
        family=part.family,
        family_reason=part.family_reason,
        kind=part.kind,
        facts=part.facts,
        choices=part.choices,
        key=part.key,
        rows=_within(report.rows, part),
        judgements=_within(report.judgements, part),
        joins=_within(report.joins, part),
        accounts=_within(report.accounts, part),
        issues=_within(report.issues, part),
        problem=part.problem,
        problem_detail=part.problem_detail,
        readings=part.readings,
        chosen=part.chosen,
        parts=(part,),
    )


def _within(found: Iterable[Placed], part: Part) -> tuple[Placed, ...]:
    return tuple(each for each in found if part.page_first <= _page(each) <= part.page_last)


def _page(found: RawRow | RawJudgement | Join | PageAccount | Issue) -> int:
    """Return the page on which something starts, 1 where it names none."""
    match found:
        case RawRow():
            return min((region.page for region in found.regions), default=1)
        case RawJudgement():
            return min(region.page for region in (*found.aspect.regions, *found.grade.regions))
        case Join():
            return found.upper_page
        case PageAccount():
            return found.page
        case Issue():
            return found.page or 1
