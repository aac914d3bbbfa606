"""One document from bytes to raw rows: the stage's own composition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import version

from msgspec.structs import replace

from extract.account import Claim, Owner, settle
from extract.colour_key import find_key
from extract.facts import find_facts, is_heading
from extract.families.registry import (
    PAGES_FOR_SIGNS,
    Classification,
    Expectation,
    classify,
    load_families,
    load_unknown,
)
from extract.intake.files import identify
from extract.intake.repair import mend
from extract.intake.sniff import require_pdf
from extract.layout.page_layout import Layout, lay_out
from extract.pdf import PageReader
from extract.pdf import reader as fast
from extract.pdf.shapes import PICTURE_PAGE
from extract.pdf.text.words import is_overprinted
from extract.pdf.verify.second_reader import second_opinion
from extract.pdf.visibility.rotation import lay_level, turn_back, turn_of
from extract.readers import Reader, Reading
from extract.readers.inspection import read_anything, read_inspection
from extract.readers.recommendations import read_actions, read_recommendations
from records.errors import SourceError
from records.outcome import WHAT_HELPS, Issue, Problem, State
from records.pages import Page, Word
from records.report import Passage, Report

read_pages: PageReader = fast.read_pages

READERS: dict[str, Reader] = {
    "actions": read_actions,
    "inspection": read_inspection,
    "recommendations": read_recommendations,
    "anything": read_anything,
}

VERSION = version("scrutiny")

MOST_SHOWN = 100
"""Characters of what a page holds that a message quotes."""


def read_document(content: bytes, password: str | None = None) -> Report:
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
        whole, pages, fault = _pages(content, password)
        _require_text(pages)
    except SourceError as error:
        return replace(blank, problem=error.problem, problem_detail=error.detail)
    turns = {page.number: turn for page in pages if (turn := turn_of(page)) is not None}
    layout = lay_out([lay_level(p, turns[p.number]) if p.number in turns else p for p in pages])
    headings = [p.text for p in layout.paragraphs if p.page == 1 and is_heading(p, layout.usual)]
    kind = classify(_texts(layout), load_families(), headings)
    damage = [*_warnings(pages), *second_opinion(whole, pages, password)]
    if fault:
        damage.insert(0, Issue("error", "mended", fault))
    report = _read(blank, layout, kind, damage)
    return turn_back(replace(report, issues=(*report.issues, *_read_slowly(pages))), turns)


def _pages(content: bytes, password: str | None) -> tuple[bytes, tuple[Page, ...], str]:
    """Read the pages; give with them the bytes that were read, and the fault that was mended in them."""
    try:
        return content, tuple(read_pages(content, password)), ""
    except SourceError as error:
        mended = mend(content) if error.problem is Problem.DAMAGED else None
        if mended is None:
            raise
        whole, faults = mended
        return whole, tuple(read_pages(whole, password)), faults


def _require_text(pages: Sequence[Page]) -> None:
    if not pages:
        raise SourceError(Problem.DAMAGED, "The PDF opens but shows no page.")
    if any(page.words or page.unseen for page in pages):
        return
    pictured = [
        page
        for page in pages
        if sum(box.width * box.height for box in page.images) > PICTURE_PAGE * page.width * page.height
    ]
    if pictured:
        raise SourceError(Problem.SCAN)
    raise SourceError(
        Problem.DAMAGED, f"The PDF has {len(pages)} pages but no text and no page-wide picture."
    )


def _texts(layout: Layout) -> list[list[str]]:
    """Give the texts of each page that may hold signs of a family, running text first, then cells."""
    texts: list[list[str]] = [[] for _ in layout.pages[:PAGES_FOR_SIGNS]]
    for paragraph in layout.paragraphs:
        if paragraph.page <= len(texts):
            texts[paragraph.page - 1].append(paragraph.text)
    for table in layout.tables:
        for grid in table.grids:
            if grid.page <= len(texts):
                texts[grid.page - 1] += [cell.text for row in grid.rows for cell in row.cells if cell.words]
    return texts


def _read(blank: Report, layout: Layout, kind: Classification, damage: Sequence[Issue] = ()) -> Report:
    family = kind.family
    known = family or load_unknown()
    reading = READERS[known.reader](layout, known)
    facts = find_facts(known, layout.paragraphs, layout.usual)
    # A fact may hold another, as a title holds its item number; the words are still used once.
    told = {(word.page, word.index): word for fact in facts for word in fact.words}
    used = {(word.page, word.index) for claim in reading.claims for word in claim.words}
    claims = [
        *reading.claims,
        Claim(Owner.FACTS, tuple(word for place, word in told.items() if place not in used)),
    ]
    claims += _remaining(layout, claims)
    accounts, complaints = settle(layout.pages, claims)
    complaints += _wordless(layout.pages)
    found = {fact.name: fact.passage for fact in facts}
    unmet = [*_unmet(known.expect, reading, found), *_unread(reading)]
    tangled = _tangled(layout)
    glyphs = _unknown_glyphs(reading, found)
    recognised = _recognised(layout.pages)
    damage = [*damage, *_overprinted(layout.pages, claims), *_cut(layout.pages)]
    problem, detail = _judge(kind, reading, [*damage, *glyphs], tangled, recognised, complaints, unmet)
    return replace(
        blank,
        state=State.OK if problem is None else State.PARTIAL,
        pages=len(layout.pages),
        family=known.name,
        family_reason=kind.reason,
        facts=found,
        key=find_key(layout),
        rows=reading.rows,
        judgements=reading.judgements,
        joins=reading.joins,
        accounts=accounts,
        issues=(
            *reading.issues,
            *damage,
            *tangled,
            *complaints,
            *glyphs,
            *_struck(layout),
            *recognised,
            *_unseen(layout.pages),
            *(Issue("warning", "unmet_expectation", message) for message in unmet),
        ),
        problem=problem,
        problem_detail=detail,
    )


def _remaining(layout: Layout, claims: Sequence[Claim]) -> list[Claim]:
    """Give what no reader and no fact has taken: furniture, headings and prose. Stray words stay out."""
    taken: dict[tuple[int, int], list[Word]] = {}
    for claim in claims:
        for word in claim.words:
            taken.setdefault((word.page, word.index), []).append(word)

    def free(words: Sequence[Word]) -> tuple[Word, ...]:
        return tuple(
            word
            for word in words
            if (place := (word.page, word.index)) not in taken or not _begins_in(word, taken[place])
        )

    rest = [Claim(Owner.FURNITURE, layout.furniture), Claim(Owner.PROSE, layout.struck)]
    for paragraph in layout.paragraphs:
        owner = Owner.HEADINGS if is_heading(paragraph, layout.usual) else Owner.PROSE
        rest.append(Claim(owner, free(paragraph.words)))
    rest += [Claim(Owner.PROSE, free(table.words)) for table in layout.tables]
    return rest


def _begins_in(word: Word, parts: Iterable[Word]) -> bool:
    """Say whether a word, or a part of one, begins within one of the `parts` of the same word."""
    return any(part.start <= word.start < part.start + len(part.text) for part in parts)


def _read_slowly(pages: Sequence[Page]) -> list[Issue]:
    """Tell which pages the fast reader left to the other, one issue for each reason."""
    reasons: dict[str, list[int]] = {}
    for page in pages:
        if page.doubt:
            reasons.setdefault(page.doubt, []).append(page.number)
    return [
        Issue(
            "info",
            "read_slowly",
            f"{len(numbers)} of {len(pages)} pages were left to the slower reader: {reason}",
            numbers[0],
        )
        for reason, numbers in reasons.items()
    ]


def _wordless(pages: Sequence[Page]) -> list[Issue]:
    """Report pages of which nothing, or not all that they hold, could be read; rows may be missing.

    A page without words in a document with text is a scan among others, unless it is bare of all print.
    """
    bare = [
        Issue(
            "error", "wordless_page", f"page {page.number} has a picture or lines, but no text", page.number
        )
        for page in pages
        if not page.words and (page.images or page.rules)
    ]
    broken = [
        Issue("error", "broken_contents", f"a part of page {page.number} could not be unpacked", page.number)
        for page in pages
        if page.broken
    ]
    return [*bare, *broken]


def _tangled(layout: Layout) -> list[Issue]:
    """Report pages with a tangle of ruled lines: their text is kept as prose, tables in them are not read."""
    return [
        Issue("error", "too_many_rules", f"page {number} has more ruled lines than tables have", number)
        for number in layout.tangled
    ]


def _warnings(pages: Sequence[Page]) -> list[Issue]:
    """Report what the parser could not make sense of."""
    return [
        Issue("error", "parser_warning", f"the parser warns on page {page.number}: {warning}", page.number)
        for page in pages
        for warning in page.warnings
    ]


def _cut(pages: Sequence[Page]) -> list[Issue]:
    """Report pages whose edge cuts words: their size is wrong, or they were set for a larger sheet."""
    return [
        Issue("error", "cut_words", f"the edge of page {page.number} cuts words", page.number)
        for page in pages
        if page.cut
    ]


def _overprinted(pages: Sequence[Page], claims: Sequence[Claim]) -> list[Issue]:
    """Report words whose letters stand on one another: they may be read in a wrong order.

    Print that runs over from one cell into the next was parted at the line between them and is not meant.
    """
    doubtful = {page.number for page in pages if page.overprinted}
    words: dict[int, list[str]] = {}
    for claim in claims if doubtful else ():
        for word in claim.words:
            if word.page in doubtful and is_overprinted(word):
                words.setdefault(word.page, []).append(word.text)
    return [
        Issue(
            "error",
            "overprinted",
            f"letters stand on one another on page {page}: {' '.join(said)[:MOST_SHOWN]}",
            page,
        )
        for page, said in sorted(words.items())
    ]


def _unmet(expect: Expectation, reading: Reading, facts: dict[str, Passage]) -> list[str]:
    """List what the family promises and the document does not hold."""
    unmet = []
    for name, limits, count in (
        ("recommendations", expect.rows, len(reading.rows)),
        ("judgements", expect.judgements, len(reading.judgements)),
    ):
        if limits is not None and not limits[0] <= count <= limits[1]:
            unmet.append(f"{count} {name} were found; such a document holds {limits[0]} to {limits[1]}.")
    unmet += [f"The fact '{fact}' was not found." for fact in expect.facts if fact not in facts]
    for role in expect.roles:
        bare = [
            str(row.position) for row in reading.rows if not (role in row.fields and row.fields[role].blocks)
        ]
        if bare:
            unmet.append(f"No '{role}' in row {', '.join(bare)}.")
    return unmet


def _unread(reading: Reading) -> list[str]:
    """Say which tables look like actions and were not read: their rows would be lost without a word."""
    return [
        f"A table with numbered rows on page {issue.page} was not read: its column headings are not known."
        for issue in reading.issues
        if issue.code == "table_not_read" and issue.level == "warning"
    ]


def _struck(layout: Layout) -> list[Issue]:
    """Name the words of each page that are struck through: they are deleted, so no row holds them."""
    words: dict[int, list[str]] = {}
    for word in layout.struck:
        words.setdefault(word.page, []).append(word.text)
    return [
        Issue("info", "struck_text", f"Struck through, and left out: {' '.join(said)[:200]}", page)
        for page, said in words.items()
    ]


def _recognised(pages: Sequence[Page]) -> list[Issue]:
    """Tell which pages are pictures with text that a machine has recognised: a misread letter looks right."""
    return [
        Issue(
            "warning",
            "recognised_text",
            f"page {page.number} is a picture; its text was recognised by a machine",
            page.number,
        )
        for page in pages
        if page.recognised
    ]


def _unseen(pages: Sequence[Page]) -> list[Issue]:
    """Name the words of each page that nobody sees: they are counted, and no row holds them."""
    return [
        Issue(
            "warning",
            "hidden_text",
            f"Cannot be seen on the page, and left out: {' '.join(word.text for word in page.unseen)[:200]}",
            page.number,
        )
        for page in pages
        if page.unseen
    ]


def _unknown_glyphs(reading: Reading, facts: dict[str, Passage]) -> list[Issue]:
    """Say in which rows and facts a glyph stands that the PDF does not map to a letter.

    A bullet may be one, and is dropped; within words it means that a font is damaged or tells too little.
    """
    rows = [
        Issue(
            "error",
            "unknown_glyph",
            f"the PDF does not say which letter a glyph of row {row.position} is; it is given as \ufffd",
            page=row.regions[0].page if row.regions else None,
            row=row.position,
        )
        for row in reading.rows
        if any("\ufffd" in field.text for field in row.fields.values())
    ]
    said = [
        Issue(
            "error",
            "unknown_glyph",
            f"the PDF does not say which letter a glyph of the fact '{name}' is; it is given as \ufffd",
            page=passage.regions[0].page if passage.regions else None,
        )
        for name, passage in facts.items()
        if "\ufffd" in passage.text
    ]
    return [*rows, *said]


def _judge(
    kind: Classification,
    reading: Reading,
    damage: Sequence[Issue],
    tangled: Sequence[Issue],
    recognised: Sequence[Issue],
    complaints: Sequence[Issue],
    unmet: Sequence[str],
) -> tuple[Problem | None, str]:
    """Name the weightiest problem of a document that was read, None if there is none."""
    if damage:
        return Problem.DAMAGED, " ".join(issue.message + "." for issue in damage)
    if tangled:
        return Problem.OVER_LIMIT, " ".join(issue.message + "." for issue in tangled)
    if recognised:
        pages = ", ".join(str(issue.page) for issue in recognised)
        return Problem.SCAN, f"{' '.join(WHAT_HELPS[Problem.SCAN])} (Recognised text: page {pages}.)"
    if not reading.rows and not reading.judgements:
        return Problem.NO_ROWS, " ".join(WHAT_HELPS[Problem.NO_ROWS])
    if complaints:
        return Problem.UNPLACED_TEXT, " ".join(issue.message + "." for issue in complaints)
    if kind.family is None:
        return Problem.UNKNOWN_LAYOUT, " ".join((*WHAT_HELPS[Problem.UNKNOWN_LAYOUT], f"({kind.reason})"))
    if unmet:
        return Problem.UNMET_EXPECTATION, " ".join(unmet)
    return None, ""
