"""What the text at the head of a page tells of a paper that may begin there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extract.layout.lines import Line, group_lines
from extract.parts.edges import Edges
from extract.parts.weights import load_weights, printed_signs
from extract.tolerances import FIRST_LINE_WITHIN, MARGIN, OPENS_WITHIN
from records.pages import Page, Word

OPENING = 12
"""Lines at the head of a page in which a paper says what it is."""

HEAD = 4
"""Lines at the head of a page that may be a letterhead."""

FIRST_WORDS = 60
"""Words of a page that are looked at first."""

LETTERHEAD = 12
"""Letters of a line that tells one letterhead from another."""

SHEET = 600
"""Letters of a page that may be the cover of a paper or only announce it."""

SPARSE = 250
"""Letters of a page that is hardly a paper by itself."""

CONTENTS = 4
"""Pages from its first on which a paper lists its contents."""

HEADS_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?", re.IGNORECASE)

IMPRINT = frozenset({"©", "ISBN", "ISBN:"})
"""Words of the imprint of a paper, on its first or second page."""

LAST_WORDS = 40
"""Words at the end of a page in which a paper is closed."""

CLOSING = re.compile(
    r"(?i)\bmeeting (?:was )?(?:then )?(?:closed|ended|adjourned|concluded|finished)\b|\badjourned at\b"
    r"|\b(?:signed|chair(?:man|person)?)\W+(?:dated?\b|_|…|\.\.)|^ends$"
)
"""What minutes say at their end."""

ANNOUNCED = frozenset({"agenda_item", "report_to", "report_of"})
"""Signs of a page that announces a paper."""

UNFINISHED = re.compile(r"(?:,|[a-z]-|–|\b(?:and|or|the|of|to|a|an|in|for|with|by|that))$")
"""The end of a line whose sentence goes on."""


class Openings:
    """The heads of the pages of a file, each grouped into lines once; places count pages from 0."""

    def __init__(self, pages: Sequence[Page], edges: Sequence[Edges]) -> None:
        """Take the pages of a file. No text is looked at before it is asked for."""
        self.pages = pages
        self.edges = edges
        self._lines: dict[int, list[Line]] = {}

    def head_signs(self, place: int) -> set[str]:
        """Return what the head of a page tells of a paper that may begin on it."""
        seen = self.printed(place)
        if self._has_letterhead(place):
            seen.add("same_letterhead")
        if not self._has_contents(place - 1) and any(
            map(self._has_contents, range(place, min(len(self.pages), place + CONTENTS)))
        ):
            seen.add("contents_follow")
        if self._has_imprint(place) and not self._has_imprint(place - 1):
            seen.add("imprint")
        return seen

    def _has_contents(self, place: int) -> bool:
        """Return whether a page is headed as a list of contents."""
        return any(HEADS_CONTENTS.fullmatch(line.text) for line in self._opening(place))

    def _has_imprint(self, place: int) -> bool:
        """Return whether a page or the next one says who holds the copyright."""
        pages = self.pages[place : place + 2]
        return any(word.text in IMPRINT for page in pages for word in page.words)

    def break_signs(self, place: int) -> set[str]:
        """Return what the end of the page before and the first line of a page tell."""
        page, before = self.pages[place], self.pages[place - 1]
        words, last_words = _body(page), _body(before)
        seen = set()
        if words and last_words:
            top, bottom = min(word.box.top for word in words), max(word.box.bottom for word in last_words)
            first = group_lines([word for word in words if word.box.top < top + FIRST_LINE_WITHIN])[0]
            last = group_lines([word for word in last_words if word.box.bottom > bottom - FIRST_LINE_WITHIN])[
                -1
            ]
            if CLOSING.search(" ".join([word.text for word in last_words[-LAST_WORDS:]])):
                seen.add("closing_before")
            if first.text[:1].islower() or UNFINISHED.search(last.text):
                seen.add("text_runs_on")
        return seen

    def printed(self, place: int) -> set[str]:
        """Return the signs that are printed at the head of a page, and not at that of the page before."""
        before = {line.text for line in self._opening(place - 1)} if place else set()
        lines = [line.text for line in self._opening(place) if line.text not in before]
        return {name for name, pattern in printed_signs() if any(map(pattern.search, lines))}

    def may_announce(self, place: int) -> bool:
        """Return whether one of the first words of a page may be of a front sheet."""
        words = " ".join([word.text for word in self.pages[place].words[:FIRST_WORDS]])
        return re.search(load_weights().announcing, words) is not None

    def is_sheet(self, place: int) -> bool:
        """Return whether a page only announces the paper behind it: 'Agenda item 5', and little besides."""
        if self.edges[place].letters > SHEET or place + 1 == len(self.pages):
            return False
        return not self.is_agenda(place) and not ANNOUNCED.isdisjoint(self.printed(place))

    def is_sparse(self, place: int) -> bool:
        """Return whether a page holds so little that it is hardly a paper by itself."""
        return self.edges[place].letters < SPARSE and not self.is_agenda(place)

    def is_agenda(self, place: int) -> bool:
        """Return whether a page says at its head that it is an agenda."""
        return "agenda" in self.printed(place)

    def _opening(self, place: int) -> list[Line]:
        if place not in self._lines:
            page = self.pages[place]
            top = OPENS_WITHIN * page.height
            self._lines[place] = group_lines([word for word in page.words if word.box.top < top])[:OPENING]
        return self._lines[place]

    def _has_letterhead(self, place: int) -> bool:
        """Return whether a page opens with a line with which the file does, and the next page does not."""
        if place < 2:
            return False
        shared = _heads(self._opening(0)) & _heads(self._opening(place))
        after = _heads(self._opening(place + 1)) if shared and place + 1 < len(self.pages) else set()
        return bool(shared - after)


def _heads(lines: Iterable[Line]) -> set[str]:
    first = list(lines)[:HEAD]
    return {line.text.casefold() for line in first if sum(map(str.isalpha, line.text)) >= LETTERHEAD}


def _body(page: Page) -> list[Word]:
    """Return the words between the margins."""
    head, foot = MARGIN / 2 * page.height, (1 - MARGIN / 2) * page.height
    return [word for word in page.words if word.box.bottom > head and word.box.top < foot and word.upright]
