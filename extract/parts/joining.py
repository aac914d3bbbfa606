"""The reports of several papers become the report of the file that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from records.outcome import Issue, State
from records.report import Part, RawJudgement, RawRow, Report

WORST = (State.SET_ASIDE, State.PARTIAL, State.OK)


def join_papers(papers: Sequence[Report]) -> Report:
    """Return one report of all papers, in order; each has an account of each of its pages.

    Positions of rows and judgements run through the file. What is told of each paper without a page is told
    of its first page, unless it is told of all papers.
    """
    first = papers[0]
    parts = tuple(map(_part, papers))
    worst = min(parts, key=lambda part: WORST.index(part.state))
    place = parts.index(worst) + 1
    rows: list[RawRow] = []
    judgements: list[RawJudgement] = []
    issues: list[Issue] = []
    common = {issue for issue in _untied(papers[0]) if all(issue in paper.issues for paper in papers)}
    for paper, part in zip(papers, parts, strict=True):
        issues += _issues(paper.issues, part.page_first, len(rows), common)
        rows += [replace(row, position=at) for at, row in enumerate(paper.rows, len(rows) + 1)]
        judgements += [
            replace(each, position=at) for at, each in enumerate(paper.judgements, len(judgements) + 1)
        ]
    return replace(
        first,
        state=worst.state,
        pages=sum(paper.pages for paper in papers),
        rows=tuple(rows),
        readings=tuple(reading for paper in papers for reading in paper.readings),
        chosen=next((paper.chosen for paper in papers if paper.chosen), None),
        judgements=tuple(judgements),
        joins=tuple(join for paper in papers for join in paper.joins),
        accounts=tuple(account for paper in papers for account in paper.accounts),
        issues=(*sorted(common, key=lambda issue: (issue.code, issue.message)), *issues),
        problem=worst.problem,
        problem_detail=f"Part {place}, pages {worst.page_first} to {worst.page_last}: {worst.problem_detail}"
        if worst.problem is not None
        else "",
        parts=parts,
    )


def _untied(paper: Report) -> set[Issue]:
    """Return what is told of a paper without a page or a row."""
    return {issue for issue in paper.issues if issue.page is None and issue.row is None}


def _part(paper: Report) -> Part:
    return Part(
        page_first=paper.accounts[0].page,
        page_last=paper.accounts[-1].page,
        state=paper.state,
        family=paper.family,
        family_reason=paper.family_reason,
        kind=paper.kind,
        facts=paper.facts,
        choices=paper.choices,
        key=paper.key,
        problem=paper.problem,
        problem_detail=paper.problem_detail,
        readings=paper.readings,
        chosen=paper.chosen,
    )


def _issues(issues: Iterable[Issue], page: int, rows: int, common: set[Issue]) -> list[Issue]:
    """Return the issues of a paper as those of the file; `rows` stand before its own."""
    return [
        replace(
            issue,
            page=page if issue.page is None else issue.page,
            row=None if issue.row is None else issue.row + rows,
        )
        for issue in issues
        if issue not in common
    ]
