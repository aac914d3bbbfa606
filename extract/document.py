"""One document from bytes to raw rows: the order in which this stage's parts are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from extract.account import Claim, Owner, assign, remaining
from extract.checks import check
from extract.checks.evidence import Checked
from extract.colour_key import find_key
from extract.facts.find import Facts, find_facts
from extract.families.registry import (
    PAGES_FOR_SIGNS,
    Classification,
    ReaderName,
    classify,
    load_families,
    load_unknown,
)
from extract.intake.files import identify
from extract.intake.repair import repair
from extract.intake.sniff import require_pdf
from extract.layout.lines import free_words, places_of
from extract.layout.page_layout import Layout, lay_out
from extract.layout.paragraphs import is_heading
from extract.parts.cut import cut_papers
from extract.parts.joining import join_papers
from extract.pdf.annotated import Annotated, read_annotated, with_row
from extract.pdf.pdfium.properties import Properties, read_properties
from extract.pdf.text.corrected_letters import correct_letters
from extract.pdf.verify.cross_check import cross_check
from extract.pdf.visibility.rotation import Turn, lay_level, turn_back, turn_of
from extract.readers import Reader, Reading
from extract.readers.inspection import read_anything, read_inspection
from extract.readers.listed.likeliest import (
    completed,
    is_better,
    read_chosen,
    read_likeliest,
    unconfirmed,
    unseconded,
)
from extract.readers.recommendations import read_actions, read_recommendations
from extract.state import judge, parser_warnings, read_slowly, require_text
from records.errors import SourceError
from records.outcome import Issue, Problem, State
from records.pages import Page
from records.report import NONE_OF_THEM, ListedReading, Report

READERS: dict[ReaderName, Reader] = {
    ReaderName.ACTIONS: read_actions,
    ReaderName.INSPECTION: read_inspection,
    ReaderName.RECOMMENDATIONS: read_recommendations,
    ReaderName.ANYTHING: read_anything,
}

LISTED = frozenset({ReaderName.ACTIONS, ReaderName.RECOMMENDATIONS, ReaderName.ANYTHING})
"""Readers of papers that may be cut in many ways: where what they find is not `ok`, all ways are listed."""

VERSION = version("scrutiny")


def read_document(content: bytes, password: str | None = None, *, chosen: str = "") -> Report:
    """Read one document, opened with `password` if it is locked.

    Never raises for what a file holds: the report's state and problem tell it.
    """
    source = identify("", content)
    blank = Report(
        document_id=source.document_id,
        sha256=source.sha256,
        bytes=source.bytes,
        reader_version=VERSION,
        state=State.SET_ASIDE,
    )
    try:
        require_pdf(content)
        read, fault = _pages(content, password)
        pages = read.pages
        require_text(pages, read.fields)
    except SourceError as error:
        return replace(blank, problem=error.problem, problem_detail=error.detail)
    properties = read_properties(read.content, password)
    cut = cut_papers(pages, properties.bookmarks)
    faults = [fault for page in pages for fault in page.faults]
    damage = [
        *(fault for fault in faults if fault.level != "info"),
        *parser_warnings(pages),
        *cross_check(read.content, pages, password),
    ]
    if fault:
        damage.insert(0, Issue("error", "repaired", fault))
    notes = [*read.notes, *(fault for fault in faults if fault.level == "info")]
    if len(cut.starts) == 1:
        report = _read_paper(blank, pages, properties, damage, notes, chosen)
    else:
        report = join_papers(
            [_read_part(blank, sheets, text, damage, notes, chosen) for sheets, text in cut.papers(pages)]
        )
    # Of an inspection it is known what it holds.
    known = {family.name for family in load_families() if family.reader is ReaderName.INSPECTION}
    asked = () if report.family in known else cut.asked
    return replace(report, issues=(*report.issues, *asked, *read_slowly(pages)))


def _read_part(
    blank: Report,
    sheets: Sequence[Page],
    pages: Sequence[Page],
    damage: Sequence[Issue],
    notes: Sequence[Issue],
    chosen: str,
) -> Report:
    """Return what one paper of a pack says. Pages that only announce it have a place in its account.

    What a file says of itself is said of the pack, not of one of its papers.
    """
    every = [*sheets, *pages]
    damage, notes = _of(every, damage), _of(every, notes)
    accounts, unplaced = assign(sheets, remaining(lay_out(sheets), ())) if sheets else ((), [])
    if unplaced:
        return _read_paper(blank, every, Properties(), damage, notes, chosen)
    paper = _read_paper(blank, pages, Properties(), damage, notes, chosen)
    return replace(paper, pages=len(every), accounts=(*accounts, *paper.accounts))


def _of(paper: Sequence[Page], issues: Sequence[Issue]) -> list[Issue]:
    """Return what is told of the pages of a paper, or of the whole file."""
    numbers = {None, *(page.number for page in paper)}
    return [issue for issue in issues if issue.page in numbers]


def _read_paper(
    blank: Report,
    pages: Sequence[Page],
    properties: Properties,
    damage: Sequence[Issue],
    notes: Sequence[Issue],
    chosen: str,
) -> Report:
    """Return the report `blank` with what one paper says, its places as its pages are seen."""
    turns = {page.number: turn for page in pages if (turn := turn_of(page)) is not None}
    layout = _lay_out(pages, turns)
    front = [p.text for p in layout.paragraphs if p.page == pages[0].number and is_heading(p, layout.usual)]
    kind = classify(_texts(layout), load_families(), front)
    return turn_back(_read(blank, layout, kind, properties, damage, notes, chosen), turns)


class LaidOut(NamedTuple):
    """A layout whose pages are turned level, how those that were turned are printed, and the bytes read."""

    layout: Layout
    turns: Mapping[int, Turn]
    content: bytes


def layout_of(content: bytes, password: str | None = None) -> Layout:
    """Return the layout of one document, pages turned level. Raise `SourceError` if it shows no text."""
    return laid_out(content, password).layout


def laid_out(content: bytes, password: str | None = None) -> LaidOut:
    """Return the layout of one document with what it takes to draw it. Raise `SourceError` as `layout_of`."""
    require_pdf(content)
    read = _pages(content, password)[0]
    pages = read.pages
    require_text(pages, read.fields)
    turns = {page.number: turn for page in pages if (turn := turn_of(page)) is not None}
    return LaidOut(_lay_out(pages, turns), turns, read.content)


def _lay_out(pages: Sequence[Page], turns: Mapping[int, Turn]) -> Layout:
    level = (lay_level(p, turns[p.number]) if p.number in turns else p for p in pages)
    return lay_out([correct_letters(page) for page in level])


def _pages(content: bytes, password: str | None) -> tuple[Annotated, str]:
    """Read the pages; return with them the fault that was repaired in their bytes."""
    try:
        return read_annotated(content, password), ""
    except SourceError as error:
        repaired = repair(content) if error.problem is Problem.DAMAGED else None
        if repaired is None:
            raise
        whole, faults = repaired
        return read_annotated(whole, password), faults


def _texts(layout: Layout) -> list[list[str]]:
    """Return the texts of each page that may hold signs of a family, running text first, then cells."""
    texts: dict[int, list[str]] = {page.number: [] for page in layout.pages[:PAGES_FOR_SIGNS]}
    for paragraph in layout.paragraphs:
        if paragraph.page in texts:
            texts[paragraph.page].append(paragraph.text)
    for table in layout.tables:
        for grid in table.grids:
            if grid.page in texts:
                texts[grid.page] += [cell.text for row in grid.rows for cell in row.cells if cell.words]
    return list(texts.values())


class _Taken(msgspec.Struct, frozen=True):
    """What is taken from a layout, and among which readings a person may choose.

    `chosen` is the id of the reading that a person chose; `doubts` tell what is of the likeliest, which
    nobody did.
    """

    reading: Reading
    offered: tuple[ListedReading, ...] = ()
    chosen: str | None = None
    doubts: tuple[Issue, ...] = ()


def _read(
    blank: Report,
    layout: Layout,
    kind: Classification,
    properties: Properties,
    damage: Sequence[Issue],
    notes: Sequence[Issue],
    chosen: str,
) -> Report:
    """Return the report `blank` with the rows and facts of a layout, their account, and the verdict.

    `notes` tell of what is on the pages beside what they print; `chosen` is the id of the reading that a
    person chose, blank if nobody did.
    """
    family = kind.family or load_unknown()
    facts = find_facts(family, layout, properties)

    def report(taken: _Taken) -> Report:
        return _report(blank, layout, kind, facts, taken, damage, notes)

    by_person = read_chosen(layout, family, chosen) if chosen and family.reader in LISTED else None
    if by_person is not None:
        return report(_Taken(by_person, chosen=chosen))
    reading = READERS[family.reader](layout, family)
    found = report(_Taken(reading))
    if chosen == NONE_OF_THEM:
        return replace(found, chosen=chosen)
    if found.state is State.OK or family.reader not in LISTED:
        return found
    likeliest = read_likeliest(layout, family)
    rows, offered = likeliest.reading.rows, likeliest.offered
    if is_better(rows, reading.rows, known=kind.family is not None):
        doubts = tuple(unconfirmed(rows, offered[0]))
        return report(_Taken(likeliest.reading, offered, doubts=doubts))
    fuller, doubts = completed(reading, likeliest, family)
    if kind.family is None:
        doubts = (*doubts, *unseconded(reading.rows, rows))
    if doubts:
        found = report(_Taken(fuller, doubts=doubts))
    open_ = kind.family is None or not reading.rows
    return replace(found, readings=offered if open_ else ())


def _report(
    blank: Report,
    layout: Layout,
    kind: Classification,
    facts: Facts,
    taken: _Taken,
    damage: Sequence[Issue],
    notes: Sequence[Issue],
) -> Report:
    """Return the report `blank` with what was taken from a layout, its account, and the verdict."""
    family, reading = kind.family or load_unknown(), taken.reading
    # A fact may hold another, as a title holds its item number; the words are still used once.
    told = {(word.page, word.index): word for fact in facts.found for word in fact.words}
    used = places_of(word for claim in reading.claims for word in claim.words)
    claims = [*reading.claims, Claim(Owner.FACTS, free_words(told.values(), used))]
    claims += remaining(layout, claims)
    accounts, unplaced = assign(layout.pages, claims)
    found = {fact.name: fact.passage for fact in facts.found}
    failed = [*check(Checked(layout, family, reading.rows, frozenset(used))), *taken.doubts]
    verdict = judge(
        kind,
        family.expect,
        layout,
        reading,
        found,
        claims,
        damage=damage,
        beside=[with_row(note, reading.rows) for note in notes],
        unplaced=unplaced,
        failed=failed,
        chosen=taken.chosen is not None,
    )
    return replace(
        blank,
        state=verdict.state,
        pages=len(layout.pages),
        family=family.name,
        family_reason=kind.reason,
        kind=facts.kind,
        facts=found,
        choices=facts.choices,
        key=find_key(layout),
        rows=reading.rows,
        readings=taken.offered,
        chosen=taken.chosen,
        judgements=reading.judgements,
        joins=reading.joins,
        accounts=accounts,
        issues=verdict.issues,
        problem=verdict.problem,
        problem_detail=verdict.problem_detail,
    )
