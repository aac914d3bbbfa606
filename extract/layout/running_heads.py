"""Page furniture: running headers and footers and page numbers, found by repetition, and footnotes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median

from extract.layout.lines import Line, Place, part_columns, places_of, without
from extract.layout.printed_numbers import FOOTNOTE, PAGE
from extract.tolerances import MARGIN, PAGE_NUMBER_APART, SAME_DISTANCE, SMALL_PRINT
from records.pages import Page

PRINTED_ON = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[AP]M)?(?: .*)?", re.IGNORECASE
)
"""What a browser prints at the head of a page: the day and hour of printing, and the title of the page."""

ADDRESS = re.compile(r"(?:https?://|file:///|about:)\S+(?: +\d+/\d+)?|\d+/\d+", re.IGNORECASE)
"""What a browser prints at the foot: the address, and the number of the page, '3/20'."""

TABLE_LINES = 2
"""Lines in several columns at the foot of a page that are no footnotes."""

LONG = 6
"""In a document of this many pages two equal lines at the head of a page may be two equal headings."""


def find_furniture(
    pages: Sequence[Page], lines: Mapping[int, Sequence[Line]], headers: Mapping[int, float]
) -> frozenset[Place]:
    """Return (page, word index) of every word of the running headers, footers and page numbers.

    A line in the margin is furniture if the same words, numbers aside, stand as far from the same end
    of other pages, whatever their size, or if it is a number that counts the pages. A document of one page
    shows nothing again: the number of its page, far below all other print, is enough. `lines`, by page
    number, are those outside tables: a header row that is printed again is not furniture. Small print in
    the upper half of a page is no footnote: '14 March 2024' stands there between title and table.

    `headers` tells the pages with the header of a table without full ruling, and its height. No running
    header stands below it. From the first on, what stands again beside print that does not is a cell:
    'On track' in the first row of two pages.
    """
    running: dict[tuple[str, str], list[tuple[float, Line]]] = defaultdict(list)
    numbers: dict[int, list[tuple[str, float, Line]]] = defaultdict(list)
    browser: list[Line] = []
    alone: list[Line] = []
    for page in pages:
        top = headers.get(page.number, page.height)
        edges = [each for each in _in_margins(page, lines[page.number]) if each[0] == "foot" or each[1] < top]
        browser += _of_browser(edges)
        for end, distance, line in edges:
            running[end, re.sub(r"\d+", "#", line.text).casefold()].append((distance, line))
            if end == "foot" and _numbers_page(page, line):
                alone.append(line)
            if match := PAGE.match(line.text):
                numbers[int(match.group(1)) - page.number].append((end, distance, line))
    least = 3 if len(pages) >= LONG else 2
    found = [
        *browser,
        *alone,
        *(line for lines in running.values() for at, line in lines if _stands_again(at, lines, least)),
    ]
    found += [line for counted in numbers.values() for line in _at_one_height(counted)]
    furniture = places_of(word for line in found for word in line.words)
    if headers:
        furniture -= _beside_others(lines, furniture, min(headers))
    notes = _notes_of(pages, lines, furniture)
    return furniture | places_of(word for line in notes for word in line.words)


def _at_one_height(counted: Sequence[tuple[str, float, Line]]) -> list[Line]:
    """Return the lines that count the pages at the same end and distance on two pages at least.

    Row 9 at the foot of page 1 and row 10 at the head of page 2 count rows.
    """
    return [
        line
        for end, distance, line in counted
        if _stands_again(distance, [(at, other) for side, at, other in counted if side == end], 2)
    ]


def _beside_others(
    lines: Mapping[int, Sequence[Line]], furniture: frozenset[Place], first: int
) -> frozenset[Place]:
    """Return the places of `furniture`, from page `first` on, that stand in one line with other print."""
    return frozenset(
        place
        for page, each in lines.items()
        if page >= first
        for line in each
        if (own := places_of(line.words)) and not own <= furniture
        for place in own & furniture
    )


def _notes_of(
    pages: Sequence[Page], lines: Mapping[int, Sequence[Line]], furniture: frozenset[Place]
) -> list[Line]:
    """Return the footnotes of all pages among the lines that are no furniture."""
    return [
        note
        for page in pages
        for note in _footnotes(without(lines[page.number], furniture))
        if note.box.top > page.height / 2
    ]


def _of_browser(edges: Sequence[tuple[str, float, Line]]) -> Iterator[Line]:
    """Yield what a browser has printed in the margins of a page, where its day at the head tells of one."""
    printed = [at for end, at, line in edges if end == "head" and PRINTED_ON.fullmatch(line.text)]
    for end, at, line in edges if printed else ():
        if by_browser(line.text) or (end == "head" and at in printed):
            yield line


def _footnotes(lines: Sequence[Line]) -> list[Line]:
    """Return the lines at the foot of a page that are footnotes: small print that opens with its number.

    So does a table without rules at the foot; its lines are parted into columns.
    """
    if not lines:
        return []
    usual = median(line.size for line in lines)
    start = len(lines)
    while start > 0 and lines[start - 1].size <= SMALL_PRINT * usual:
        start -= 1
    while start < len(lines) and not FOOTNOTE.match(lines[start].text):
        start += 1
    notes = list(lines[start:])
    return notes if sum(len(part_columns(line)) > 1 for line in notes) < TABLE_LINES else []


def _in_margins(page: Page, lines: Iterable[Line]) -> Iterator[tuple[str, float, Line]]:
    """Yield the lines at the head and at the foot of a page, print side by side apart, and how far in.

    Pages laid across have the margins of the upright ones of their document.
    """
    margin = MARGIN * max(page.width, page.height)
    head, foot = margin, page.height - margin
    for line in lines:
        if line.box.top < head or line.box.bottom > foot:
            for part in part_columns(line):
                if part.box.bottom < head:
                    yield "head", part.box.top, part
                elif part.box.top > foot:
                    yield "foot", page.height - part.box.top, part


def _numbers_page(page: Page, line: Line) -> bool:
    """Return whether a line far below all other print is the number of its page: '2', 'Anyshire | 2'."""
    match = PAGE.match(line.text.rpartition("|")[2].strip())
    if match is None or int(match.group(1)) != page.number:
        return False
    own = {word.key for word in line.words}
    others = (word.box.bottom for word in page.words if word.key not in own)
    return line.box.top - max(others, default=0.0) > PAGE_NUMBER_APART * line.size


def _stands_again(distance: float, others: Iterable[tuple[float, Line]], least: int) -> bool:
    """Return whether a line stands at the same distance on at least `least` pages, its own among them."""
    return len({other.page for at, other in others if abs(at - distance) < SAME_DISTANCE}) >= least


def by_browser(text: str) -> bool:
    """Return whether a line at the edge of a page is one that a browser prints around a web page."""
    return any(pattern.fullmatch(text.strip()) for pattern in (PRINTED_ON, ADDRESS))
