"""What the text at the head of a page tells of a paper that may begin there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extract.layout.lines import Line, group_lines
from extract.parts.weights import printed_signs
from extract.tolerances import MARGIN
from records.pages import Page, Word

OPENING = 12
"""Lines at the head of a page in which a paper says what it is."""

HEAD = 4
"""Lines at the head of a page that may be a letterhead."""

LETTERHEAD = 12
"""Letters of a line that tells one letterhead from another."""

LARGE = 1.25
"""How much larger than its text the title of a paper is."""

SHORT = 0.6
"""The part of a page's height above which its text ends, where it is the last of a paper."""

SHEET = 600
"""Letters of a page that may be the cover of a paper or only announce it."""

SPARSE = 250
"""Letters of a page that is hardly a paper by itself."""

ANNOUNCED = frozenset({"agenda_item", "report_to", "report_of"})
"""Signs of a page that announces a paper."""

UNFINISHED = re.compile(r"(?:,|[a-z]-|–|\b(?:and|or|the|of|to|a|an|in|for|with|by|that))$")
"""The end of a line whose sentence goes on."""


class Openings:
    """The heads of the pages of a file, each grouped into lines once; places count pages from 0."""

    def __init__(self, pages: Sequence[Page]) -> None:
        """Take the pages of a file. None is looked at before it is asked for."""
        self.pages = pages
        self._lines: dict[int, list[Line]] = {}

    def signs(self, place: int) -> set[str]:
        """Return what the text of a page, and of the page before, tells of a paper that may begin on it."""
        page, before = self.pages[place], self.pages[place - 1]
        lines, last = group_lines(_body(page)), group_lines(_body(before))
        seen = self.printed(place)
        if self._has_letterhead(place):
            seen.add("same_letterhead")
        if lines and last and (lines[0].text[:1].islower() or UNFINISHED.search(last[-1].text)):
            seen.add("text_runs_on")
        if lines and max(line.size for line in lines[:OPENING]) >= LARGE * usual_size(page):
            seen.add("large_title")
        if not last or last[-1].box.bottom < SHORT * before.height:
            seen.add("short_page_before")
        return seen

    def printed(self, place: int) -> set[str]:
        """Return the signs that are printed at the head of a page, and not at that of the page before."""
        before = {line.text for line in self._opening(place - 1)} if place else set()
        lines = [line.text for line in self._opening(place) if line.text not in before]
        return {name for name, pattern in printed_signs() if any(map(pattern.search, lines))}

    def is_sheet(self, place: int) -> bool:
        """Return whether a page only announces the paper behind it: 'Agenda item 5', and little besides."""
        if _letters(self.pages[place]) > SHEET or place + 1 == len(self.pages):
            return False
        printed = self.printed(place)
        return "agenda" not in printed and not ANNOUNCED.isdisjoint(printed)

    def is_sparse(self, place: int) -> bool:
        """Return whether a page holds so little that it is hardly a paper by itself."""
        return _letters(self.pages[place]) < SPARSE and "agenda" not in self.printed(place)

    def _opening(self, place: int) -> list[Line]:
        if place not in self._lines:
            self._lines[place] = group_lines(self.pages[place].words)[:OPENING]
        return self._lines[place]

    def _has_letterhead(self, place: int) -> bool:
        """Return whether a page opens with a line with which the file does, and the next page does not."""
        if place < 2:
            return False
        after = _heads(self._opening(place + 1)) if place + 1 < len(self.pages) else set()
        return bool(_heads(self._opening(0)) & _heads(self._opening(place)) - after)


def usual_size(page: Page) -> float:
    """Return the size of most letters of a page, 0 if it has none."""
    sizes: Counter[float] = Counter()
    for word in page.words:
        sizes[word.size] += len(word.text)
    return max(sizes, key=lambda size: sizes[size]) if sizes else 0.0


def _heads(lines: Iterable[Line]) -> set[str]:
    first = list(lines)[:HEAD]
    return {line.text.casefold() for line in first if sum(map(str.isalpha, line.text)) >= LETTERHEAD}


def _body(page: Page) -> list[Word]:
    """Return the words between the margins."""
    head, foot = MARGIN / 2 * page.height, (1 - MARGIN / 2) * page.height
    return [word for word in page.words if word.box.bottom > head and word.box.top < foot and word.upright]


def _letters(page: Page) -> int:
    return sum([len(word.text) for word in page.words])
