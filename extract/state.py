"""What a document's reading came to: its issues, and the verdict on it (its state and its problem)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import median

import msgspec

from extract.account import Claim, Owner
from extract.families.registry import Classification, Expectation, tidy
from extract.layout.page_layout import Layout
from extract.pdf.text.words import is_overprinted
from extract.pdf.tolerances import BIG, PICTURE_PAGE
from extract.readers import Reading
from records.errors import SourceError
from records.outcome import WHAT_HELPS, Issue, Problem, State
from records.pages import Page, Word
from records.report import Passage

MOST_SHOWN = 100
"""Characters of overprinted words that a message quotes."""

MOST_LISTED = 3
"""Faults of one kind that the detail of a problem names."""

MOST_QUOTED = 200
"""Characters of words left out, struck through or hidden, that a message quotes."""


PAGE_ISSUES: dict[str, tuple[str, Callable[[Page], object], str]] = {
    # In a document with text a page without any is a scan among others, unless it is bare of all print.
    "wordless_page": (
        "error",
        lambda page: not page.words and (page.images or page.rules),
        "page {} has a picture or lines, but no text",
    ),
    "broken_contents": (
        "error",
        lambda page: page.broken,
        "page {} has a content stream that cannot be decompressed",
    ),
    # Its size is wrong, or it was set for a larger sheet.
    "cut_words": ("error", lambda page: page.cut, "the edge of page {} cuts words"),
    "too_many_rules": ("error", lambda page: page.rules, "page {} has more ruled lines than tables have"),
    # A misread letter looks right.
    "recognised_text": (
        "warning",
        lambda page: page.recognised,
        "page {} is a picture; its text was recognised by a machine",
    ),
}
"""What is told of single pages: level, the pages of which it is told, and the message."""


class Verdict(msgspec.Struct, frozen=True):
    """What became of a document that was read, and all that a person might want to look at."""

    state: State
    issues: tuple[Issue, ...]
    problem: Problem | None
    problem_detail: str


def judge(
    kind: Classification,
    expect: Expectation,
    layout: Layout,
    reading: Reading,
    facts: Mapping[str, Passage],
    claims: Sequence[Claim],
    *,
    damage: Sequence[Issue],
    beside: Sequence[Issue],
    unplaced: Sequence[Issue],
    failed: Sequence[Issue],
    chosen: bool = False,
) -> Verdict:
    """Return the verdict on a document.

    `damage` are the faults of its file, `beside` tells of what is not print (files, forms, drawings),
    `unplaced` what is wrong with the account of its characters, `failed` the failed checks: those about a
    row ask to look at it, the others make the document partial. Where a person has `chosen` the reading,
    the document need be of no known family, and hold nothing that one promises.
    """
    glyphs = _unknown_glyphs(reading, facts)
    pages = layout.pages
    damage = [*damage, *_overprinted(pages, claims), *_on_pages("cut_words", pages)]
    # Their text is kept as prose; tables in them are not read.
    tangled = _on_pages("too_many_rules", [page for page in pages if page.number in layout.tangled])
    unplaced = [*unplaced, *_on_pages("wordless_page", pages), *_on_pages("broken_contents", pages)]
    recognised = _on_pages("recognised_text", pages)
    unmet = [] if chosen else [*_unmet(expect, reading, facts), *_unread(reading)]
    marks = [word for page in pages for word in page.watermark]
    small = _left_out("warning", "small_watermark", "May be text, not a watermark", _small_marks(pages))
    promised = [*unmet, *(issue.message for issue in (*failed, *small) if issue.row is None)]
    unknown = "" if chosen or kind.family is not None else kind.reason
    problem, detail = _weightiest(
        unknown, reading, [*damage, *glyphs], tangled, recognised, unplaced, promised
    )
    if problem is Problem.NO_ROWS:
        detail = " ".join((detail, *(f"Note: {issue.message}." for issue in beside if issue.box is None)))
    issues = (
        *reading.issues,
        *failed,
        *damage,
        *beside,
        *tangled,
        *unplaced,
        *glyphs,
        *_left_out("info", "struck_text", "Struck through", layout.struck),
        *recognised,
        *_left_out(
            "warning", "hidden_text", "Cannot be seen on the page", (w for page in pages for w in page.unseen)
        ),
        *_left_out("info", "watermark", "A watermark", marks),
        *small,
        *(Issue("warning", "unmet_expectation", message) for message in unmet),
    )
    return Verdict(State.OK if problem is None else State.PARTIAL, issues, problem, detail)


def require_text(pages: Sequence[Page], fields: int = 0) -> None:
    """Raise `SourceError` where no page has text.

    The problem is `scan` if pictures fill a page, `no_rows` if there are form `fields`, else `damaged`.
    """
    if not pages:
        raise SourceError(Problem.DAMAGED, "The PDF opens but shows no page.")
    if any(page.words or page.unseen or page.watermark for page in pages):
        return
    if any(
        sum(box.width * box.height for box in page.images) > PICTURE_PAGE * page.width * page.height
        for page in pages
    ):
        raise SourceError(Problem.SCAN)
    if fields:
        raise SourceError(Problem.NO_ROWS, f"The pages are a form whose {fields} fields hold no words.")
    raise SourceError(
        Problem.DAMAGED, f"The PDF has {len(pages)} pages but no text and no page-wide picture."
    )


def read_slowly(pages: Sequence[Page]) -> list[Issue]:
    """Return which pages the fast reader left to the other, one issue for each reason."""
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


def _on_pages(code: str, pages: Iterable[Page]) -> list[Issue]:
    """Return an issue for each page of which `PAGE_ISSUES` tells it."""
    level, holds, message = PAGE_ISSUES[code]
    return [Issue(level, code, message.format(page.number), page.number) for page in pages if holds(page)]


def parser_warnings(pages: Sequence[Page]) -> list[Issue]:
    """Report what the parser could not make sense of."""
    return [
        Issue("error", "parser_warning", f"the parser warns on page {page.number}: {warning}", page.number)
        for page in pages
        for warning in page.warnings
    ]


def _overprinted(pages: Sequence[Page], claims: Sequence[Claim]) -> list[Issue]:
    """Report words whose letters stand on one another: they may be read in a wrong order.

    Print that runs over from one cell into the next was parted at the line between them and is not meant.
    """
    doubtful = {page.number for page in pages if page.overprinted}
    claimed = (word for claim in claims if doubtful for word in claim.words)
    words = _by_page(word for word in claimed if word.page in doubtful and is_overprinted(word))
    message = "letters stand on one another on page {}: {}"
    return [
        Issue("error", "overprinted", message.format(page, " ".join(said)[:MOST_SHOWN]), page)
        for page, said in sorted(words.items())
    ]


def _small_marks(pages: Sequence[Page]) -> Iterator[Word]:
    """Yield words of watermarks that are little larger than text: pale ones may stand on others by chance."""
    for page in pages:
        if page.watermark:
            usual = median([word.size for word in page.words] or [0.0])
            yield from (word for word in page.watermark if word.size < BIG * usual)


def _by_page(words: Iterable[Word]) -> dict[int, list[str]]:
    """Return the texts of words, by page."""
    pages: dict[int, list[str]] = {}
    for word in words:
        pages.setdefault(word.page, []).append(word.text)
    return pages


def _unmet(expect: Expectation, reading: Reading, facts: Mapping[str, Passage]) -> list[str]:
    """List what the family promises and the document does not hold."""
    unmet = list(_miscounted(expect, reading))
    unmet += [f"The fact '{fact}' was not found." for fact in expect.facts if fact not in facts]
    for role in expect.roles:
        bare = [
            str(row.position) for row in reading.rows if not (role in row.fields and row.fields[role].blocks)
        ]
        if bare:
            unmet.append(f"No '{role}' in row {', '.join(bare)}.")
    filled = {
        role
        for row in reading.rows
        for role, cell in row.fields.items()
        if cell.blocks or cell.fill or cell.dot
    }
    if expect.one_of and not filled.intersection(expect.one_of):
        unmet.append(f"No row has one of: {', '.join(expect.one_of)}.")
    return unmet


def _miscounted(expect: Expectation, reading: Reading) -> Iterator[str]:
    """Yield of which rows the document holds fewer or more than the family promises."""
    for name, limits, count in (
        ("recommendations", expect.rows, len(reading.rows)),
        ("judgements", expect.judgements, len(reading.judgements)),
    ):
        least, most = limits or (0, None)
        if name == "recommendations" and _needs_no_list(expect, reading):
            least = 0
        if count < least or (most is not None and count > most):
            promised = f"{least} or more" if most is None else f"{least} to {most}"
            yield f"{count} {name} were found; such a document holds {promised}."


def _needs_no_list(expect: Expectation, reading: Reading) -> bool:
    """Return whether a document has no heading of a list, and the judgement with which it needs none."""
    headed = any(claim.words for claim in reading.claims if claim.owner is Owner.HEADINGS)
    needed = expect.without_list
    return (
        needed is not None
        and not headed
        and any(
            (tidy(each.aspect.text), tidy(each.grade.text)) == (tidy(needed.aspect), tidy(needed.grade))
            for each in reading.judgements
        )
    )


def _unread(reading: Reading) -> list[str]:
    """Return which tables of actions and which grades were not read: they would be lost without a word."""
    tables = [
        f"A table on page {issue.page} that may be one of actions was not read: its headings are not known."
        for issue in reading.issues
        if issue.code == "table_not_read" and issue.level == "warning"
    ]
    grades = [issue.message for issue in reading.issues if issue.code == "grade_not_read"]
    return [*tables, *(f"{message}." for message in grades)]


def _left_out(level: str, code: str, said: str, words: Iterable[Word]) -> list[Issue]:
    """Return the words of each page that no row holds, although they are counted."""
    return [
        Issue(level, code, f"{said}, and left out: {' '.join(texts)[:MOST_QUOTED]}", page)
        for page, texts in _by_page(words).items()
    ]


def _unknown_glyphs(reading: Reading, facts: Mapping[str, Passage]) -> list[Issue]:
    """Return in which rows and facts a glyph stands that the PDF does not map to a letter.

    A bullet may be one, and is dropped; within words it means that a font is damaged or tells too little.
    """
    held: list[tuple[str, list[Passage], int | None]] = [
        *((f"row {row.position}", list(row.fields.values()), row.position) for row in reading.rows),
        *((f"the fact '{name}'", [passage], None) for name, passage in facts.items()),
    ]
    message = "the PDF does not say which letter a glyph of {} is; it is given as \ufffd"
    return [
        Issue("error", "unknown_glyph", message.format(where), _page(passages), row=position)
        for where, passages, position in held
        if any("\ufffd" in passage.text for passage in passages)
    ]


def _page(passages: Iterable[Passage]) -> int | None:
    """Return the first page on which one of the passages stands, None if none has a place."""
    return min((region.page for passage in passages for region in passage.regions), default=None)


def _weightiest(
    unknown: str,
    reading: Reading,
    damage: Sequence[Issue],
    tangled: Sequence[Issue],
    recognised: Sequence[Issue],
    unplaced: Sequence[Issue],
    unmet: Sequence[str],
) -> tuple[Problem | None, str]:
    """Return the weightiest problem of a document that was read, None if there is none.

    `unknown` says why its family is not known, and is blank where that is no problem.
    """
    if damage:
        return Problem.DAMAGED, _listed(damage, unmet)
    if tangled:
        return Problem.OVER_LIMIT, _listed(tangled, unmet)
    if recognised:
        pages = ", ".join(str(issue.page) for issue in recognised)
        return Problem.SCAN, f"{' '.join(WHAT_HELPS[Problem.SCAN])} (Recognised text: page {pages}.)"
    if not reading.rows and not reading.judgements:
        return Problem.NO_ROWS, " ".join(WHAT_HELPS[Problem.NO_ROWS])
    if unplaced:
        return Problem.UNPLACED_TEXT, _listed(unplaced, unmet)
    if unknown:
        return Problem.UNKNOWN_LAYOUT, " ".join((*WHAT_HELPS[Problem.UNKNOWN_LAYOUT], f"({unknown})"))
    if unmet:
        return Problem.UNMET_EXPECTATION, " ".join(unmet)
    return None, ""


def _listed(faults: Sequence[Issue], unmet: Sequence[str]) -> str:
    """Return the first faults of each kind in words, how many are like them, and what else the rows lack."""
    kinds: dict[str, list[str]] = {}
    for fault in faults:
        kinds.setdefault(fault.code, []).append(f"{fault.message}.")
    told = []
    for messages in kinds.values():
        told += messages[:MOST_LISTED]
        if len(messages) > MOST_LISTED:
            told.append(f"({len(messages) - MOST_LISTED} more like these stand among the issues.)")
    return " ".join((*told, *unmet))
