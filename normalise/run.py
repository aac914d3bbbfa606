"""All documents together: raw reports become the clean dataset. Columns are added, none is changed."""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from itertools import islice

import msgspec
from msgspec.structs import asdict, replace

from normalise.agencies.document import Area, Linker, agencies, area_of, responsibilities, setting_of
from normalise.documents import Facts, document, read_facts
from normalise.follow.history.speakers import speaker
from normalise.follow.papers import Paper
from normalise.inspections import inspection, judgement
from normalise.origins import of_papers, with_origin
from normalise.parts import papers_of, part_row
from normalise.registers.load import Register
from normalise.registers.regions import Authority, load_authorities
from normalise.review.decisions import Asked, Decisions, check, lapsed
from normalise.review.findings import Findings
from normalise.review.readings import ask_for_reading
from normalise.rows import draft, flag, follow, with_statuses
from normalise.values.dates import order_of
from normalise.values.grades import framework_of
from normalise.values.references import Row, recommendation_ids, repeated_references
from normalise.values.row_kinds import kind_of
from normalise.values.status_cells import earlier_statuses
from normalise.values.text import letters
from records.clean import (
    Account,
    Dataset,
    Document,
    Doubt,
    EarlierStatus,
    Judgement,
    PublishedIssue,
    Recommendation,
    Responsibility,
)
from records.errors import ContractError
from records.origin import Origin, Origins, origin_of
from records.outcome import Issue
from records.report import RawRow, Report, Source

SHORT_TITLE = 12
"""Letters below which a title is too common to find a document by."""

NOT_FOUND = "earlier_document_not_found"
"""The code of issues that depend on other documents than their own."""

DOCUMENTS = 100
"""Documents of one part of the dataset: their rows take some 3 MB."""


class Cleaned(msgspec.Struct, frozen=True):
    """What one paper gives: its facts and area, its rows, and its findings. `report` is of it alone."""

    report: Report
    facts: Facts
    area: Area
    recommendations: Sequence[Recommendation]
    responsibilities: Sequence[Responsibility]
    history: Sequence[EarlierStatus]
    judgements: Sequence[Judgement]
    findings: Findings


class Known(msgspec.Struct, frozen=True):
    """What one document gives to that which has to see all of them; its rows need not be at hand for it.

    `document` is its row under any name of its file, `follows` the title that it says it follows up,
    `doubts` its questions, `bodies` the ids of those that its rows name, `asked` the decisions that it met.
    """

    document: Document
    follows: str | None
    doubts: tuple[Doubt, ...]
    bodies: frozenset[str]
    asked: frozenset[Asked]


def known(
    report: Report, papers: Sequence[Cleaned], source: Source, authorities: Mapping[str, Authority]
) -> Known:
    """Return what is to be known of a document. Its first paper names it."""
    facts, area = papers[0].facts, papers[0].area
    authority = authorities.get(area.id or "")
    region = authority.region_name if authority is not None else None
    used = (
        each for paper in papers for row in paper.responsibilities for each in (row.agency_id, row.today_id)
    )
    return Known(
        document=document(report, source, facts, area.printed, area.id, region),
        follows=next((paper.facts.follows for paper in papers if paper.facts.follows), None),
        doubts=tuple(doubt for paper in papers for doubt in paper.findings.doubts),
        bodies=frozenset(body for body in used if body is not None),
        asked=frozenset(asked for paper in papers for asked in paper.findings.asked),
    )


def normalise(
    reports: Iterable[Report], sources: Sequence[Source], register: Register, decisions: Decisions
) -> Dataset:
    """Clean what was read from a few documents: all parts as one, rows in the order of the files.

    It holds all reports and rows; `normalise_in_parts` does not, and tells the rest.
    """
    keys = (source.document_id for source in sorted(sources, key=lambda source: source.file))
    place = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    in_order = sorted(reports, key=lambda report: place.get(report.document_id, -1))
    whole = joined(normalise_in_parts(in_order, sources, register, decisions))
    issues = sorted(whole.issues, key=lambda issue: place[issue.document_id])
    return replace(whole, issues=tuple(issues))


def normalise_in_parts(
    reports: Iterable[Report],
    sources: Sequence[Source],
    register: Register,
    decisions: Decisions,
    size: int = DOCUMENTS,
    before: MutableMapping[str, Known] | None = None,
    origins: Origins | None = None,
) -> Iterator[Dataset]:
    """Clean what was read from all documents: parts of the dataset with the rows of `size` documents each.

    Reports are taken one by one and no part is kept, so that nobody need hold them all. The last part has
    what depends on all documents: documents, agencies, doubts, and the issues that come of them. Every file
    of `sources` makes a row of documents; what a document says appears once, also where two files have its
    bytes. The order of either list makes no difference to the rows. Of documents in `before`, by identity,
    the rows are at hand: they need no report, and no part has them; in the end `before` holds all that were
    found. `origins` tells where files were fetched from. A file without a report is a ContractError; a
    decision for a value that does not exist is a ConfigError.
    """
    check(decisions, register)
    files: dict[str, list[Source]] = {}
    for source in sorted(sources, key=lambda source: source.file):
        files.setdefault(source.document_id, []).append(source)
    linker, authorities = Linker(register), load_authorities(register)
    kept, origins = before if before is not None else {}, origins or {}
    for gone in kept.keys() - files.keys():
        del kept[gone]

    def rows_of(report: Report) -> Dataset:
        source = files[report.document_id][0]
        papers = clean(report, linker, decisions, origin_of(origins, source.document_id, source.file))
        kept[report.document_id] = known(report, papers, source, authorities)
        return joined(_rows(paper, authorities) for paper in papers)

    new = (each for each in reports if each.document_id in files and each.document_id not in kept)
    cleaned = map(rows_of, new)
    for _ in range(0, len(files) - len(kept), size):
        # Made and given in one expression: a name for it would keep each part while the next is made.
        yield joined(islice(cleaned, size))
    missing = [source.file for key in files.keys() - kept.keys() for source in files[key]]
    if missing:
        told = ", ".join(sorted(missing))
        raise ContractError(f"No report was made of {told}; each file found must have one.")
    yield _last_part(files, kept, register, decisions, origins)


def _last_part(
    files: Mapping[str, Sequence[Source]],
    kept: Mapping[str, Known],
    register: Register,
    decisions: Decisions,
    origins: Origins,
) -> Dataset:
    """Return what depends on all documents."""
    rows = [_of_file(kept[key].document, source, origins) for key in files for source in files[key]]
    follows = {key: each.follows for key, each in kept.items() if each.follows}
    documents, issues = _followed(sorted(rows, key=lambda row: row.file), follows)
    bodies = {body for each in kept.values() for body in each.bodies}
    asked = {each for one in kept.values() for each in one.asked}
    return Dataset(
        documents=tuple(documents),
        agencies=tuple(agencies(bodies, register)),
        issues=tuple(issues),
        doubts=(*(doubt for key in files for doubt in kept[key].doubts), *lapsed(decisions, asked)),
    )


def _of_file(row: Document, source: Source, origins: Origins) -> Document:
    """Return the row of a document for one of its files."""
    row = replace(row, file=source.file)
    origin = origin_of(origins, source.document_id, source.file)
    if origin is None:
        return row
    told = {name: getattr(origin, name) or None for name in ("source", "committee", "licence")}
    return replace(row, source_url=origin.url, **told)


def joined(parts: Iterable[Dataset]) -> Dataset:
    """Return the rows of all parts as one dataset, in their order."""
    held = list(parts)
    names = Dataset.__struct_fields__
    return Dataset(**{name: tuple(row for part in held for row in getattr(part, name)) for name in names})


def _rows(paper: Cleaned, authorities: Mapping[str, Authority]) -> Dataset:
    """Return the rows of one paper, but for those that depend on other documents."""
    report, facts, findings = paper.report, paper.facts, paper.findings
    authority = authorities.get(paper.area.id) if paper.area.id is not None else None
    sure = all(doubt.kind != "area" for doubt in findings.doubts)  # a question is not taken for certain
    row = inspection(report, facts, paper.judgements, authority, sure, findings.part)
    part = part_row(report, findings.part, facts)
    key = report.document_id
    return Dataset(
        parts=(part,) if part is not None else (),
        recommendations=tuple(paper.recommendations),
        responsibilities=tuple(paper.responsibilities),
        history=tuple(paper.history),
        judgements=tuple(paper.judgements),
        inspections=(row,) if row is not None else (),
        accounts=tuple(Account(document_id=key, **asdict(page)) for page in report.accounts),
        issues=tuple(findings.issues),
    )


def clean(
    report: Report, linker: Linker, decisions: Decisions, origin: Origin | None = None
) -> list[Cleaned]:
    """Clean one document, each of its papers by itself; `origin` is where it was fetched from."""
    papers = papers_of(report)
    origin = of_papers(origin, len(papers))
    found = [Findings(report.document_id, decisions, part) for part in range(1, len(papers) + 1)]
    rows = [_usable(paper.rows, findings) for paper, findings in zip(papers, found, strict=True)]
    # A number is an identity only if no other paper of the file prints it too.
    ids = iter(recommendation_ids(report.document_id, [_known_by(row) for each in rows for row in each]))
    return [
        _clean(paper, list(zip(each, islice(ids, len(each)), strict=True)), linker, findings, origin)
        for paper, each, findings in zip(papers, rows, found, strict=True)
    ]


def _clean(
    report: Report,
    usable: Sequence[tuple[RawRow, str]],
    linker: Linker,
    findings: Findings,
    origin: Origin | None,
) -> Cleaned:
    """Clean one paper, whose rows have ids."""
    facts = with_origin(read_facts(report, findings), report, origin)
    ask_for_reading(report, findings)
    area = area_of(report, facts, linker, findings)
    raw_rows, ids = with_statuses([row for row, _ in usable], facts.key), [each for _, each in usable]
    order = order_of(cell.text for raw in raw_rows for role, cell in raw.fields.items() if role != "ref")
    drafts = [
        draft(raw, each, facts.key, facts.date, order, findings)
        for raw, each in zip(raw_rows, ids, strict=True)
    ]
    followed = follow(drafts, findings)
    rows = [replace(row, kind=kind_of(row, report.family, report.kind)) for row in followed]
    owners = ["owner" in raw.fields for raw in raw_rows]
    setting = setting_of(report, facts, area, findings)
    links = responsibilities(list(zip(rows, owners, strict=True)), setting, linker, findings)
    framework = framework_of(report.family, facts.inspection_start or facts.date)
    judgements = [judgement(raw, framework, findings) for raw in report.judgements]
    for odd in repeated_references(
        [Row(raw.section, row.ref) for raw, row in zip(raw_rows, rows, strict=True)]
    ):
        findings.row = (rows[odd.at].recommendation_id, rows[odd.at].page)
        findings.note(odd.level, odd.code, odd.message)
    _note_found(report.issues, rows, findings)
    speaking = Paper(
        document_id=report.document_id,
        file="",
        kind=report.kind,
        family=report.family,
        title=facts.title or "",
        publisher=facts.publisher or "",
    )
    history = [
        replace(earlier, said_by=speaker(speaking, earlier.status_group) if earlier.status else None)
        for raw, each in zip(raw_rows, ids, strict=True)
        for earlier in earlier_statuses(raw, each, facts.key, facts.date)
    ]
    return Cleaned(
        report,
        facts,
        area,
        flag(rows, findings.doubts, findings.issues),
        links,
        history,
        judgements,
        findings,
    )


def _usable(rows: Iterable[RawRow], findings: Findings) -> list[RawRow]:
    """Return the rows with words and a place, in order; report the others, which say nothing to publish."""
    usable = []
    for row in sorted(rows, key=lambda each: each.position):
        text = row.fields.get("text")
        if text is not None and text.text.strip() and row.regions:
            usable.append(row)
            continue
        words = " / ".join(cell.text for cell in row.fields.values() if cell.text.strip())
        findings.row = (None, row.regions[0].page if row.regions else None)
        findings.note(
            "error",
            "row_without_text",
            f"Row {row.position} prints no action and is left out. It holds: {words or 'nothing'}.",
        )
    return usable


def _known_by(row: RawRow) -> Row:
    ref, text = row.fields.get("ref"), row.fields.get("text")
    return Row(row.section, ref.text if ref is not None else None, text.text if text is not None else "")


def _followed(
    documents: Sequence[Document], follows: Mapping[str, str]
) -> tuple[list[Document], list[PublishedIssue]]:
    """Fill in which document each follows up, by the title it gives: one other document of the run.

    Returns the documents, and an issue for each whose title leads to none or to several.
    """
    titles: dict[str, set[str]] = {}
    for each in documents:
        titles.setdefault(letters(each.title or ""), set()).add(each.document_id)
    long = [title for title in titles if len(title) >= SHORT_TITLE]
    done: list[Document] = []
    issues: list[PublishedIssue] = []
    for row in documents:
        key, named = row.document_id, letters(follows.get(row.document_id, ""))
        # Most follow none: a look at all titles for each document would be dear with many.
        alike = [title for title in long if title in named or named in title] if named else []
        found = [other for title in alike for other in titles[title] if other != key]
        if named and len(found) != 1:
            said = f"It follows up '{follows[key]}': {len(found)} documents here have that title."
            issues.append(PublishedIssue(document_id=key, level="info", code=NOT_FOUND, message=said))
        done.append(replace(row, follows=found[0] if len(found) == 1 else None))
    return done, issues


def _note_found(issues: Iterable[Issue], rows: Sequence[Recommendation], findings: Findings) -> None:
    """Pass on what reading the document found, with the recommendation it concerns."""
    by_position = {row.position: row.recommendation_id for row in rows}
    for issue in issues:
        findings.row = (by_position.get(issue.row) if issue.row is not None else None, issue.page)
        findings.note(issue.level, issue.code, issue.message)
