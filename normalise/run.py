"""All documents together: raw reports become the clean dataset. Columns are added, none is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from normalise.answers import check
from normalise.bodies import Area, Clerk, agencies, area_of, responsibilities, setting_of
from normalise.decisions import Asked, Decisions, lapsed
from normalise.desk import Desk
from normalise.documents import Facts, document, read_facts
from normalise.grades import framework_of
from normalise.history import earlier_statuses
from normalise.ids import Row, recommendation_ids
from normalise.inspections import inspection
from normalise.judgements import judgement
from normalise.numbering import odd_numbers
from normalise.references import Place
from normalise.regions import Authority, load_authorities
from normalise.register import Register
from normalise.rows import draft, flag, follow, with_statuses
from normalise.text import letters
from records.clean import (
    Account,
    Dataset,
    Document,
    EarlierStatus,
    Inspection,
    Judgement,
    Recommendation,
    Responsibility,
)
from records.errors import ContractError
from records.outcome import Issue
from records.report import PageAccount, RawRow, Report, Source

SHORT_TITLE = 12
"""Letters below which a title is too common to find a document by."""


class Cleaned(msgspec.Struct, frozen=True):
    """What one document gives: its facts and area, its rows, and its desk.

    `report` is without what the rows were made of, which is most of it.
    """

    report: Report
    facts: Facts
    area: Area
    recommendations: Sequence[Recommendation]
    responsibilities: Sequence[Responsibility]
    history: Sequence[EarlierStatus]
    judgements: Sequence[Judgement]
    desk: Desk


def normalise(
    reports: Iterable[Report], sources: Sequence[Source], register: Register, decisions: Decisions
) -> Dataset:
    """Clean what was read from all documents.

    Reports are taken one by one, so that nobody need hold them all. Every file of `sources` makes a row of
    documents; what a document says appears once, also where two files have its bytes. The order of either
    list makes no difference. A file without a report is a ContractError; a decision for a value that does
    not exist is a ConfigError.
    """
    check(decisions, register)
    files = sorted(sources, key=lambda source: source.file)
    order = dict.fromkeys(source.document_id for source in files)
    clerk = Clerk(register)
    found = {
        report.document_id: clean(report, clerk, decisions)
        for report in reports
        if report.document_id in order
    }
    missing = [source.file for source in files if source.document_id not in found]
    if missing:
        raise ContractError(f"No report was made of {', '.join(missing)}; each file found must have one.")
    cleaned = {each: found[each] for each in order}
    documents = _followed([_document(cleaned[source.document_id], source) for source in files], cleaned)
    parts = list(cleaned.values())
    authorities = load_authorities(register)
    links = [row for part in parts for row in part.responsibilities]
    asked: set[Asked] = {each for part in parts for each in part.desk.asked}
    return Dataset(
        documents=tuple(documents),
        recommendations=tuple(row for part in parts for row in part.recommendations),
        responsibilities=tuple(links),
        history=tuple(row for part in parts for row in part.history),
        judgements=tuple(row for part in parts for row in part.judgements),
        inspections=tuple(row for part in parts if (row := _inspection(part, authorities)) is not None),
        accounts=tuple(
            _account(part.report.document_id, page) for part in parts for page in part.report.accounts
        ),
        agencies=tuple(agencies(links, register)),
        issues=tuple(issue for part in parts for issue in part.desk.issues),
        doubts=(*(doubt for part in parts for doubt in part.desk.doubts), *lapsed(decisions, asked)),
    )


def clean(report: Report, clerk: Clerk, decisions: Decisions) -> Cleaned:
    """Clean one document."""
    desk = Desk(report.document_id, decisions)
    facts = read_facts(report, desk)
    area = area_of(report, facts, clerk, desk)
    raw_rows = with_statuses(_usable(report.rows, desk), facts.key)
    ids = recommendation_ids(report.document_id, [_known_by(row) for row in raw_rows])
    drafts = [draft(raw, each, facts.key, facts.date, desk) for raw, each in zip(raw_rows, ids, strict=True)]
    rows = follow(drafts, desk)
    owners = ["owner" in raw.fields for raw in raw_rows]
    setting = setting_of(report, facts, area, desk)
    links = responsibilities(list(zip(rows, owners, strict=True)), setting, clerk, desk)
    framework = framework_of(report.family, facts.inspection_start or facts.date)
    judgements = [judgement(raw, framework, desk) for raw in report.judgements]
    _note_numbers(rows, raw_rows, desk)
    _note_found(report.issues, rows, desk)
    history = [
        earlier
        for raw, each in zip(raw_rows, ids, strict=True)
        for earlier in earlier_statuses(raw, each, facts.key, facts.date)
    ]
    rest = msgspec.structs.replace(report, key=(), rows=(), judgements=(), joins=(), issues=())
    return Cleaned(rest, facts, area, flag(rows, desk.doubts), links, history, judgements, desk)


def _usable(rows: Iterable[RawRow], desk: Desk) -> list[RawRow]:
    """Give the rows with words and a place, in order; report the others, which say nothing to publish."""
    usable = []
    for row in sorted(rows, key=lambda each: each.position):
        text = row.fields.get("text")
        if text is not None and text.text.strip() and row.regions:
            usable.append(row)
            continue
        words = " / ".join(cell.text for cell in row.fields.values() if cell.text.strip())
        desk.row = (None, row.regions[0].page if row.regions else None)
        desk.note(
            "error",
            "row_without_text",
            f"Row {row.position} prints no action and is left out. It holds: {words or 'nothing'}.",
        )
    return usable


def _known_by(row: RawRow) -> Row:
    ref, text = row.fields.get("ref"), row.fields.get("text")
    return Row(row.section, ref.text if ref is not None else None, text.text if text is not None else "")


def _document(part: Cleaned, source: Source) -> Document:
    return document(part.report, source, part.facts, part.area.printed, part.area.id)


def _inspection(part: Cleaned, authorities: Mapping[str, Authority]) -> Inspection | None:
    """Make the row of an inspection; an area that is a question to a person is not taken for certain."""
    authority = authorities.get(part.area.id) if part.area.id is not None else None
    sure = all(doubt.kind != "area" for doubt in part.desk.doubts)
    return inspection(part.report, part.facts, part.judgements, authority, sure)


def _followed(documents: Sequence[Document], cleaned: dict[str, Cleaned]) -> list[Document]:
    """Fill in which document each follows up, by the title it gives: one other document of the run."""
    titles = {each.document_id: letters(each.title or "") for each in documents}
    done = []
    for row in documents:
        part = cleaned[row.document_id]
        named = letters(part.facts.follows or "")
        if not named:
            done.append(row)
            continue
        found = [
            other
            for other, title in titles.items()
            if other != row.document_id and len(title) >= SHORT_TITLE and (title in named or named in title)
        ]
        if len(found) != 1:
            part.desk.row = (None, None)
            part.desk.note(
                "info",
                "earlier_document_not_found",
                f"It follows up '{part.facts.follows}': {len(found)} documents here have that title.",
            )
        done.append(msgspec.structs.replace(row, follows=found[0] if len(found) == 1 else None))
    return done


def _note_numbers(rows: Sequence[Recommendation], raw_rows: Sequence[RawRow], desk: Desk) -> None:
    places = [Place(raw.section, row.ref) for raw, row in zip(raw_rows, rows, strict=True)]
    for odd in odd_numbers(places):
        desk.row = (rows[odd.at].recommendation_id, rows[odd.at].page)
        desk.note(odd.level, odd.code, odd.message)


def _note_found(issues: Iterable[Issue], rows: Sequence[Recommendation], desk: Desk) -> None:
    """Pass on what reading the document found, with the recommendation it concerns."""
    by_position = {row.position: row.recommendation_id for row in rows}
    for issue in issues:
        desk.row = (by_position.get(issue.row) if issue.row is not None else None, issue.page)
        desk.note(issue.level, issue.code, issue.message)


def _account(document_id: str, page: PageAccount) -> Account:
    return Account(document_id=document_id, **msgspec.structs.asdict(page))
