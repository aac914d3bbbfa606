"""The header block of a document: what stands before its text and tells what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from extract.facts.choosing import Label, known_labels, load_weights
from extract.facts.printed_dates import runs_over
from extract.families.registry import tidy
from extract.layout.lines import Line, group_lines, part_columns
from extract.layout.page_layout import Layout
from extract.layout.paragraphs import Paragraph, is_heading
from extract.layout.printed_numbers import AGENDA_ITEM, FIRST_ITEM
from extract.layout.running_heads import by_browser
from extract.tables.grids import Grid
from records.pages import Word

FEWEST = 25
"""Letters of a front page: one with fewer shows a picture, and the next page is the front."""

RUNNING_TEXT = 220
"""Letters of a paragraph with which the text begins, if it is not set as a heading."""

RUNNING_HEAD = 80
"""Letters of a running head."""

TITLE_PAGE = 600
"""Letters of a page that is taken for another title page."""

PART_OF_REPORT = re.compile(r"(?:executive |plain english )?summary(?: report)?|abstract", re.IGNORECASE)
"""What says on a cover that it holds a part of a report; over a text it heads that."""

PAGES = 3
"""Pages from the front on which a date of publication may be printed, besides the last page."""

LABELLED = re.compile(r"(?P<label>[^:]{2,40}?)\s*:\s*(?P<value>.*)$", re.DOTALL)


UNFINISHED = re.compile(r"(?:,|-|–|\b(?:of|on|for|the|dated|to|and|from|at|held|in))$", re.IGNORECASE)
"""The end of a line that runs on."""


FOR_A_MEETING = re.compile(
    r"(?:report|paper) (?:to|for)\s*:[^,]*"
    r"\b(?:board|cabinet|committee|council|(?<!chief )executive|panel|commission)\W*$",
    re.IGNORECASE,
)
DAY_ALONE = re.compile(r"date\s*:", re.IGNORECASE)
"""Heads of two lines that stand below each other on a report to a meeting: the day is that of the meeting."""


class Place(StrEnum):
    """Where a piece stands."""

    BLOCK = "block"
    TABLE = "table"
    TEXT = "text"
    RUNNING = "running"
    INNER = "inner"
    """On a page that prints the title of the front page again."""
    LATER = "later"


class Piece(msgspec.Struct, frozen=True):
    """Lines of the header block or near it.

    `label` says what the label before them stands for; the value begins at the letter `start` of the text.
    `before` is the text of the piece before.
    """

    paragraph: Paragraph
    place: Place
    label: Label | None = None
    start: int = 0
    before: str = ""

    @property
    def text(self) -> str:
        """The words on one line, without a printed label."""
        return " ".join(self.paragraph.text[self.start :].split())


def find_header_block(layout: Layout) -> list[Piece]:
    """Return the pieces of the front page, of running heads, and of pages that may tell a date.

    The block goes from the top of the front page to its first running text or the heading of a section.
    """
    front = _front(layout)
    pieces: list[Piece] = []
    place = Place.BLOCK
    on_page = _on_page(layout, front)
    cover = sum(len(paragraph.text) for paragraph, _ in on_page) < TITLE_PAGE
    for paragraph, celled in on_page:
        is_part = cover and PART_OF_REPORT.fullmatch(paragraph.text)
        if place is Place.BLOCK and not celled and not is_part and _begins_text(paragraph, layout.usual):
            place = Place.TEXT
        pieces += _pieces(paragraph, Place.TABLE if celled else place)
    last = layout.pages[-1].number
    later = [*range(front + 1, front + PAGES), *([last] if last >= front + PAGES else [])]
    inner = _inner(pieces, layout, front)
    rest = [
        Piece(p, Place.INNER if p.page in inner else Place.LATER)
        for p in layout.paragraphs
        if p.page in later
    ]
    running = [Piece(Paragraph((line,)), Place.RUNNING) for line in _running(layout, {front, *later})]
    return _with_labels([*_repeated([*pieces, *rest]), *running])


def _inner(pieces: Iterable[Piece], layout: Layout, front: int) -> set[int]:
    """Return the pages that are title pages too: they hold little, and a larger line of the front page."""
    said = {p.text.casefold() for p in pieces if p.paragraph.size > layout.usual and len(p.text) > FEWEST}
    pages: dict[int, list[str]] = {}
    for paragraph in layout.paragraphs:
        if front < paragraph.page < front + PAGES:
            pages.setdefault(paragraph.page, []).append(" ".join(paragraph.text.split()))
    return {
        page
        for page, texts in pages.items()
        if sum(map(len, texts)) < TITLE_PAGE and any(text.casefold() in said for text in texts)
    }


def _front(layout: Layout) -> int:
    """Return the number of the first page with words that are no furniture."""
    letters: dict[int, int] = {}
    for paragraph in layout.paragraphs:
        letters[paragraph.page] = letters.get(paragraph.page, 0) + len(paragraph.text)
    for table in layout.tables:
        for word in table.words:
            letters[word.page] = letters.get(word.page, 0) + len(word.text)
    return min((page for page, count in letters.items() if count >= FEWEST), default=layout.pages[0].number)


def _on_page(layout: Layout, number: int) -> list[tuple[Paragraph, bool]]:
    """Return the paragraphs and cells of a page from the top, each with whether it is a cell.

    Cells count that belong to a list of labels with their values; other tables are part of the text.
    """
    found = [(_part_on(p, number), False) for p in layout.paragraphs if p.page == number]
    for table in layout.tables:
        for grid in table.grids:
            if grid.page == number and is_labelled(grid):
                cells = (cell for row in grid.rows for cell in row.cells if cell.words)
                found += [(Paragraph(tuple(group_lines(cell.words))), True) for cell in cells]
    return sorted(found, key=lambda each: (each[0].box.top, each[0].box.x0))


def _part_on(paragraph: Paragraph, number: int) -> Paragraph:
    """Return the lines of a paragraph on a page: the last line of a cover may seem to go on with the text."""
    lines = tuple([line for line in paragraph.lines if line.page == number])
    return paragraph if len(lines) == len(paragraph.lines) else replace(paragraph, lines=lines)


def is_labelled(grid: Grid) -> bool:
    """Return whether rows of a grid open with a known label, or a cell holds one with its value."""
    rows = [[cell.text for cell in row.cells if cell.words] for row in grid.rows]
    opened = [row for row in rows if len(row) > 1 and tidy(row[0]) in known_labels()]
    return len(opened) > 1 or any(":" in text and _label_of(text) for row in rows for text in row)


def _begins_text(paragraph: Paragraph, usual: float) -> bool:
    text = " ".join(paragraph.text.split())
    if load_weights().section.seen_in(text) or FIRST_ITEM.match(text):
        return True
    return len(text) > RUNNING_TEXT and not is_heading(paragraph, usual)


def _pieces(paragraph: Paragraph, place: Place) -> Iterator[Piece]:
    """Part a paragraph before each line that opens with a known label, or is a date by itself."""
    group: list[Line] = []
    for line in paragraph.lines:
        if group and (_label_of(line.text) is not None or _is_date(line.text, group[-1].text)):
            yield Piece(Paragraph(tuple(group), paragraph.frame), place)
            group = []
        group.append(line)
    yield Piece(Paragraph(tuple(group), paragraph.frame), place)


def _is_date(text: str, above: str) -> bool:
    """Return whether a line is a date, and no sentence above runs on into it."""
    alone = load_weights().title.sign("date_alone").seen_in(text)
    return alone and UNFINISHED.search(above) is None and not runs_over(above, text)


def _label_of(text: str) -> tuple[Label, int] | None:
    """Return what the label at the head of a text stands for, and where its value begins."""
    found = LABELLED.match(text)
    label = tidy(found["label"]) if found is not None else ""
    kind = "title" if AGENDA_ITEM.fullmatch(label) else known_labels().get(label)
    return (kind, found.start("value")) if found is not None and kind is not None else None


def _with_labels(pieces: Sequence[Piece]) -> list[Piece]:
    """Give each piece its label: printed in its own text, or alone in the piece before."""
    labelled: list[Piece] = []
    waiting: Label | None = None
    before = ""
    for piece in pieces:
        found = _label_of(piece.paragraph.text)
        kind, start = found if found is not None else (None, 0)
        if DAY_ALONE.match(piece.paragraph.text) and FOR_A_MEETING.match(before):
            kind = "meeting"
        alone = kind is not None and not piece.paragraph.text[start:].strip()
        if kind is None and piece.place is Place.TABLE:
            kind = known_labels().get(tidy(piece.paragraph.text))
            alone = kind is not None
        if alone:
            waiting = kind
            labelled.append(Piece(piece.paragraph, piece.place, "other", 0, before))
        else:
            labelled.append(Piece(piece.paragraph, piece.place, kind or waiting, start, before))
            waiting = None
        before = piece.paragraph.text
    return labelled


def _repeated(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces, short ones that stand on several pages as running heads: where they stand may vary."""
    pages: dict[str, set[int]] = {}
    for piece in pieces:
        pages.setdefault(piece.paragraph.text, set()).add(piece.paragraph.page)
    return [
        replace(piece, place=Place.RUNNING)
        if len(pages[piece.paragraph.text]) > 1
        and len(piece.paragraph.text) < RUNNING_HEAD
        and piece.place is not Place.BLOCK
        else piece
        for piece in pieces
    ]


def _running(layout: Layout, pages: Iterable[int]) -> Iterator[Line]:
    """Yield the lines of running heads and feet that some pages share, but for those that a browser printed.

    Footnotes are furniture as well, and stand on one page.
    """
    wanted = set(pages)
    words: dict[int, list[Word]] = {}
    for word in layout.furniture:
        if word.page in wanted:
            words.setdefault(word.page, []).append(word)
    found: dict[str, list[Line]] = {}
    for _, each in sorted(words.items()):
        for line in (part for whole in group_lines(each) for part in _parts(whole)):
            found.setdefault(re.sub(r"\d+", "#", line.text), []).append(line)
    for lines in found.values():
        if len({line.page for line in lines}) > 1 or len(layout.pages) == 1:
            yield from lines


def _parts(line: Line) -> list[Line]:
    """Return what stands side by side in a line at the edge of a page, without what a browser printed."""
    return [] if by_browser(line.text) else [part for part in part_columns(line) if not by_browser(part.text)]
