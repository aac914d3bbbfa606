"""What a document's reading came to: its issues, and the verdict on it (its state and its problem)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from extract.account import Claim
from extract.families.registry import Classification, Expectation
from extract.layout.page_layout import Layout
from extract.pdf.text.words import is_overprinted
from extract.pdf.tolerances import PICTURE_PAGE
from extract.readers import Reading
from records.errors import SourceError
from records.outcome import WHAT_HELPS, Issue, Problem, State
from records.pages import Page
from records.report import Passage

MOST_SHOWN = 100
"""Characters of overprinted words that a message quotes."""

MOST_QUOTED = 200
"""Characters of words left out, struck through or hidden, that a message quotes."""


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
    unplaced: Sequence[Issue],
) -> Verdict:
    """Return the verdict on a document.

    `damage` are the faults of its file, `unplaced` what is wrong with the account of its characters.
    """
    glyphs = _unknown_glyphs(reading, facts)
    damage = [*damage, *_overprinted(layout.pages, claims), *_cut(layout.pages)]
    tangled = _tangled(layout)
    unplaced = [*unplaced, *_wordless(layout.pages)]
    recognised = _recognised(layout.pages)
    unmet = [*_unmet(expect, reading, facts), *_unread(reading)]
    problem, detail = _weightiest(kind, reading, [*damage, *glyphs], tangled, recognised, unplaced, unmet)
    issues = (
        *reading.issues,
        *damage,
        *tangled,
        *unplaced,
        *glyphs,
        *_struck(layout),
        *recognised,
        *_unseen(layout.pages),
        *_watermarks(layout.pages),
        *(Issue("warning", "unmet_expectation", message) for message in unmet),
    )
    return Verdict(State.OK if problem is None else State.PARTIAL, issues, problem, detail)


def require_text(pages: Sequence[Page]) -> None:
    """Raise `SourceError` where no page has text: problem `scan` if pictures fill one, else `damaged`."""
    if not pages:
        raise SourceError(Problem.DAMAGED, "The PDF opens but shows no page.")
    if any(page.words or page.unseen or page.watermark for page in pages):
        return
    if any(
        sum(box.width * box.height for box in page.images) > PICTURE_PAGE * page.width * page.height
        for page in pages
    ):
        raise SourceError(Problem.SCAN)
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
        Issue(
            "error",
            "broken_contents",
            f"page {page.number} has a content stream that cannot be decompressed",
            page.number,
        )
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


def parser_warnings(pages: Sequence[Page]) -> list[Issue]:
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


def _unmet(expect: Expectation, reading: Reading, facts: Mapping[str, Passage]) -> list[str]:
    """List what the family promises and the document does not hold."""
    unmet = []
    for name, limits, count in (
        ("recommendations", expect.rows, len(reading.rows)),
        ("judgements", expect.judgements, len(reading.judgements)),
    ):
        least, most = limits or (0, None)
        if count < least or (most is not None and count > most):
            promised = f"{least} or more" if most is None else f"{least} to {most}"
            unmet.append(f"{count} {name} were found; such a document holds {promised}.")
    unmet += [f"The fact '{fact}' was not found." for fact in expect.facts if fact not in facts]
    for role in expect.roles:
        bare = [
            str(row.position) for row in reading.rows if not (role in row.fields and row.fields[role].blocks)
        ]
        if bare:
            unmet.append(f"No '{role}' in row {', '.join(bare)}.")
    return unmet


def _unread(reading: Reading) -> list[str]:
    """Return which tables look like actions and were not read: their rows would be lost without a word."""
    return [
        f"A table with numbered rows on page {issue.page} was not read: its column headings are not known."
        for issue in reading.issues
        if issue.code == "table_not_read" and issue.level == "warning"
    ]


def _struck(layout: Layout) -> list[Issue]:
    """Return the words of each page that are struck through: they are deleted, so no row holds them."""
    words: dict[int, list[str]] = {}
    for word in layout.struck:
        words.setdefault(word.page, []).append(word.text)
    return [
        Issue("info", "struck_text", f"Struck through, and left out: {_quoted(said)}", page)
        for page, said in words.items()
    ]


def _quoted(words: Iterable[str]) -> str:
    return " ".join(words)[:MOST_QUOTED]


def _recognised(pages: Sequence[Page]) -> list[Issue]:
    """Return which pages are pictures with recognised text: a misread letter looks right."""
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
    """Return the words of each page that nobody sees: they are counted, and no row holds them."""
    return [
        Issue(
            "warning",
            "hidden_text",
            f"Cannot be seen on the page, and left out: {_quoted(word.text for word in page.unseen)}",
            page.number,
        )
        for page in pages
        if page.unseen
    ]


def _watermarks(pages: Sequence[Page]) -> list[Issue]:
    """Return the words printed across pages to mark them: no row holds them."""
    return [
        Issue(
            "info",
            "watermark",
            f"A watermark, and left out: {_quoted(word.text for word in page.watermark)}",
            page.number,
        )
        for page in pages
        if page.watermark
    ]


def _unknown_glyphs(reading: Reading, facts: Mapping[str, Passage]) -> list[Issue]:
    """Return in which rows and facts a glyph stands that the PDF does not map to a letter.

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


def _weightiest(
    kind: Classification,
    reading: Reading,
    damage: Sequence[Issue],
    tangled: Sequence[Issue],
    recognised: Sequence[Issue],
    unplaced: Sequence[Issue],
    unmet: Sequence[str],
) -> tuple[Problem | None, str]:
    """Return the weightiest problem of a document that was read, None if there is none."""
    if damage:
        return Problem.DAMAGED, " ".join(issue.message + "." for issue in damage)
    if tangled:
        return Problem.OVER_LIMIT, " ".join(issue.message + "." for issue in tangled)
    if recognised:
        pages = ", ".join(str(issue.page) for issue in recognised)
        return Problem.SCAN, f"{' '.join(WHAT_HELPS[Problem.SCAN])} (Recognised text: page {pages}.)"
    if not reading.rows and not reading.judgements:
        return Problem.NO_ROWS, " ".join(WHAT_HELPS[Problem.NO_ROWS])
    if unplaced:
        return Problem.UNPLACED_TEXT, " ".join(issue.message + "." for issue in unplaced)
    if kind.family is None:
        return Problem.UNKNOWN_LAYOUT, " ".join((*WHAT_HELPS[Problem.UNKNOWN_LAYOUT], f"({kind.reason})"))
    if unmet:
        return Problem.UNMET_EXPECTATION, " ".join(unmet)
    return None, ""
