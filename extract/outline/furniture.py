"""Page furniture: running headers and footers and page numbers, found by repetition, and footnotes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from extract.outline.lines import Line, group_lines
from records.pages import Page

MARGIN = 0.12
"""The share of a page's height, at the top and at the foot, where furniture stands."""

SAME_PLACE = 4.0
"""Points by which a running line may move from page to page."""

LONG = 6
"""In a document of this many pages two equal lines at the head of a page may be two equal headings."""

SMALL_PRINT = 0.9
"""Footnotes are smaller than this share of the page's usual letters."""

FOOTNOTE = re.compile(r"^(?:\d{1,3}|\*+|†)(?:\s|$)|^\d{1,3}[A-Z]")

PAGE_NUMBER = re.compile(
    r"^(?:page\s*)?[-–|\[( ]*(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?[-–|\]) ]*$", re.IGNORECASE
)


def find_furniture(
    pages: Sequence[Page], taken: frozenset[tuple[int, int]] = frozenset()
) -> frozenset[tuple[int, int]]:
    """Give (page, word index) of every word of the running headers, footers and page numbers.

    A line in the margin is furniture if the same words, numbers aside, stand at the same height
    on other pages, or if it is a number that counts the pages. `taken` words, those of tables,
    are left alone: a header row that is printed again is not furniture.
    """
    running: dict[tuple[str, str], list[Line]] = defaultdict(list)
    numbers: dict[int, list[Line]] = defaultdict(list)
    for page in pages:
        words = [w for w in page.words if (page.number, w.index) not in taken]
        for line in group_lines(words, columns=True):
            end = _margin(line, page)
            if end is None:
                continue
            running[end, re.sub(r"\d+", "#", line.text).casefold()].append(line)
            if match := PAGE_NUMBER.match(line.text):
                numbers[int(match.group(1)) - page.number].append(line)
    least = 3 if len(pages) >= LONG else 2
    found = [line for lines in running.values() for line in lines if _stands_again(line, lines, least)]
    found += [line for lines in numbers.values() if len({line.page for line in lines}) > 1 for line in lines]
    words = [word for line in found for word in line.words]
    known = taken | {(word.page, word.index) for word in words}
    for page in pages:
        rest = [w for w in page.words if (w.page, w.index) not in known]
        words += (word for line in _footnotes(group_lines(rest)) for word in line.words)
    return frozenset((word.page, word.index) for word in words)


def _footnotes(lines: Sequence[Line]) -> list[Line]:
    """Give the lines at the foot of a page that are footnotes: small print that opens with its number."""
    if not lines:
        return []
    usual = median(line.size for line in lines)
    start = len(lines)
    while start > 0 and lines[start - 1].size <= SMALL_PRINT * usual:
        start -= 1
    while start < len(lines) and not FOOTNOTE.match(lines[start].text):
        start += 1
    return list(lines[start:])


def _margin(line: Line, page: Page) -> str | None:
    if line.box.bottom < MARGIN * page.height:
        return "head"
    if line.box.top > (1 - MARGIN) * page.height:
        return "foot"
    return None


def _stands_again(line: Line, others: Sequence[Line], least: int) -> bool:
    """Say whether a line stands at the same height on at least `least` pages, its own among them."""
    return len({other.page for other in others if abs(other.box.top - line.box.top) < SAME_PLACE}) >= least
