"""Which pages of a file show that a paper begins on them: the signs for it and against it, page by page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from extract.parts.edges import Edges, RunningLine, edges_of
from extract.parts.numbering import Count, counts_of
from extract.parts.openings import SHEET, SPARSE, Openings
from extract.parts.weights import Weights, load_weights
from extract.tolerances import PAGE_SIZES, TITLE_SIZE
from records.pages import Page

NEAR = 3
"""Pages on either side whose fonts, margins and running lines are compared."""

REACH = 12
"""Pages on either side whose fonts are compared as objects: a letter may be enclosed in a report."""

ENOUGH_LETTERS = 300
"""Letters that pages must hold to tell which fonts they are set in."""

MOST_PAGES = 0.8
"""The part of all pages of a file on which a count that runs through it is found."""

MOST_BOOKMARKED = 0.5
"""The part of the pages that bookmarks of papers may name; slides have one each."""

ALIKE = frozenset({"fonts_go_on"})
"""What the make-up of pages tells that are of one paper."""

WORTH = -2.0
"""The sum of the signs seen at a glance from which on the head of a page is looked at."""

PICTURE = 0.4
"""The part of a page that a picture covers which makes it a cover."""

LARGER = 1.1
"""How much larger than on the pages around it the letters on the front of a paper are."""


class Beginnings:
    """The signs that a paper begins, for each page but the first of a file; places count pages from 0."""

    def __init__(
        self, pages: Sequence[Page], bookmarks: Mapping[int, str], weights: Weights | None = None
    ) -> None:
        """Take the pages of a file, and the titles of its bookmarks of the first level by place."""
        self.pages = pages
        self.weights = weights or load_weights()
        self.edges = [edges_of(page, place) for place, page in enumerate(pages)]
        self.counts = counts_of(self.edges)
        self.openings = Openings(pages, self.edges)
        self.everywhere = frozenset.intersection(*(page.running for page in self.edges))
        """Lines that all pages print: they tell nothing of papers."""
        counted = Counter(font for page in pages for font in page.font_objects)
        most = MOST_PAGES * len(pages)
        self.fonts_everywhere = frozenset(font for font, count in counted.items() if count >= most)
        self.since = 0
        """The last page on which a paper was found to begin: what stands before tells nothing."""
        few = 1 < len(bookmarks) <= MOST_BOOKMARKED * len(pages)
        self.bookmarks = bookmarks if few else {}
        self.paper = re.compile(self.weights.paper)

    def signs(self, place: int) -> set[str]:
        """Return the signs of a page; its text is only looked at where it may tip the scale."""
        if self.goes_on(place):
            return {"running_lines_go_on", "count_goes_on"}  # nothing speaks louder
        weights, seen = self.weights, self.at_a_glance(place)
        score = weights.weigh(seen)
        if score >= 0 or (score >= WORTH and self.openings.may_announce(place)):
            seen |= self.openings.head_signs(place)
            if weights.weigh({*seen, "closing_before"}) >= weights.ask:  # no end of a page adds more
                seen |= self.openings.break_signs(place)
        return seen

    def every_sign(self, place: int) -> set[str]:
        """Return all signs of a page, as they are when weights are fitted."""
        return self.at_a_glance(place) | self.openings.head_signs(place) | self.openings.break_signs(place)

    def goes_on(self, place: int) -> bool:
        """Return whether running lines and a count of pages say that the paper goes on."""
        return "running_lines_go_on" in self._running(place) and self._is_numbered_on(place)

    def at_a_glance(self, place: int) -> set[str]:
        """Return the signs of a page that are seen without grouping its text into lines."""
        running, make_up = self._running(place), self._make_up(place)
        numbers = self._numbers(place, alike=make_up <= ALIKE)
        if "count_restarts" in numbers and "running_lines_go_on" in running:
            running = {"some_running_lines_change"}  # papers of one body share a line
        return make_up | numbers | running | self._bookmark(place) | self._fronts(place)

    def announces(self, place: int) -> bool:
        """Return whether a page belongs to the paper that begins behind it, as its front sheet or cover."""
        return self.openings.is_sheet(place) or self._is_cover(place)

    def _is_numbered_on(self, place: int) -> bool:
        """Return whether a count runs over both pages, and none begins or ends between them."""
        going_on = any(count.spans(place) for count in self.counts)
        return going_on and not any(
            count.start == place or (count.is_whole and count.last == place - 1) for count in self.counts
        )

    def _numbers(self, place: int, *, alike: bool) -> set[str]:
        """Return what numbers of pages tell; `alike` says that the pages on both sides are made up alike."""
        over = [count for count in self.counts if count.spans(place)]
        anew = [count for count in self.counts if count.start == place <= count.first <= place + 1]
        before = [count for count in self.counts if count.last < place]
        numbered = any(count.last >= place - NEAR for count in before)
        restarts = numbered or any(count.total is not None for count in anew)
        signs = {
            "count_ended": any(count.is_whole and count.last == place - 1 for count in before),
            "front_matter_before": any(page.roman for page in self.edges[max(0, place - 2) : place]),
            "count_restarts" if restarts else "count_begins": bool(anew),
            "cover": numbered and self._is_cover(place),
        }
        seen = {name for name, shown in signs.items() if shown}
        if over:
            seen.add(self._going_on(over, place, stamped=bool(anew) or "count_ended" in seen, alike=alike))
        return seen

    def _going_on(self, over: Iterable[Count], place: int, *, stamped: bool, alike: bool) -> str:
        """Return what counts over both pages tell: software that makes packs numbers all of their pages."""
        pages = len(self.pages)
        through = all(
            count.first < NEAR and count.last >= pages - NEAR and count.pages >= MOST_PAGES * pages
            for count in over
        )
        if stamped or (through and not alike):
            return "stamp_goes_on"
        if any(count.total is not None and place < count.start + count.total for count in over):
            return "count_of_all_goes_on"
        return "count_over_all_pages" if through else "count_goes_on"

    def _is_cover(self, place: int) -> bool:
        """Return whether a page is the cover of a paper whose count of pages begins behind it."""
        if not 0 < place < len(self.pages) - 1 or self.edges[place].letters > SHEET:
            return False
        behind = any(count.start == place + 1 == count.first for count in self.counts)
        if not behind or any(count.first < place <= count.last for count in self.counts):
            return False
        return self.edges[place].largest >= TITLE_SIZE * self.edges[place + 1].text > 0

    def _running(self, place: int) -> set[str]:
        """Return what the lines in the margins tell."""
        edges, since = self.edges, self.since
        before = _lines(edges[max(since, place - NEAR) : place]) - self.everywhere
        after = _lines(edges[place : place + NEAR]) - self.everywhere
        last, first = edges[place - 1].running, edges[place].running
        ended = last & _lines(edges[max(since, place - 2) : place - 1]) - after
        following = _lines(edges[place + 1 : place + 2])
        begun = following & (first | _lines(edges[place + 2 : place + 3])) - before
        if last & (first | following) - self.everywhere:
            return {"some_running_lines_change" if ended and begun else "running_lines_go_on"}
        return set()

    def _make_up(self, place: int) -> set[str]:
        """Return in what the pages on both sides differ: fonts and size."""
        before, after = self.edges[max(self.since, place - NEAR) : place], self.edges[place : place + NEAR]
        seen = self._font_objects(place)
        if min(sum(page.letters for page in pages) for pages in (before, after)) >= ENOUGH_LETTERS:
            fonts, others = _fonts(before), _fonts(after)
            if not fonts.keys() & others.keys():
                seen.add("no_font_in_common")
            if max(fonts, key=lambda font: fonts[font]) not in others:
                seen.add("other_main_font")
        one, other = before[-1].size, after[0].size
        if max(abs(one[0] - other[0]), abs(one[1] - other[1])) > PAGE_SIZES:
            seen.add("other_size")
        return seen

    def _font_objects(self, place: int) -> set[str]:
        """Return what the fonts of both sides tell: a program that joins files keeps those of each."""
        before, after = (
            [page.font_objects - self.fonts_everywhere for page in pages]
            for pages in (
                self.pages[max(self.since, place - REACH) : place],
                self.pages[place : place + REACH],
            )
        )
        known = frozenset().union(*before)
        if any(2 * len(fonts & known) > len(fonts) for fonts in after):
            return {"fonts_go_on"}
        return {"other_fonts"} if before[-1] and after[0] else set()

    def _fronts(self, place: int) -> set[str]:
        """Return what tells of covers: letters and pictures of the page, and of those around it."""
        page, seen = self.pages[place], set()
        here, before = self.edges[place], self.edges[place - 1]
        area = PICTURE * page.width * page.height
        boxes = page.images if here.letters < SHEET else ()
        if any(box.width * box.height > area for box in boxes):
            seen.add("picture_page")
        if before.letters < SPARSE:
            seen.add("sparse_before")
        fronts = all(page.letters < SHEET for page in self.edges[self.since : place])
        if fronts and not self.openings.is_agenda(self.since):
            seen.add("behind_a_front")
        following = next((each.text for each in self.edges[place + 1 : place + NEAR] if each.text), 0.0)
        if here.letters < SHEET and here.largest >= TITLE_SIZE * following > 0:
            seen.add("front_page")
        elif here.letters < SPARSE:
            seen.add("little_on_it")
        around = self.edges[max(0, place - NEAR) : place] + self.edges[place + 1 : place + 1 + NEAR]
        if here.largest > LARGER * max([page.largest for page in around], default=0.0) > 0:
            seen.add("largest_around")
        return seen

    def _bookmark(self, place: int) -> set[str]:
        if not self.bookmarks:
            return set()
        if place not in self.bookmarks:
            return {"no_bookmark"}
        named = self.paper.search(self.bookmarks[place]) is not None
        return {"bookmark", "bookmark_of_a_paper"} if named else {"bookmark"}


def _lines(pages: Iterable[Edges]) -> set[RunningLine]:
    return set().union(*(page.running for page in pages))


def _fonts(pages: Iterable[Edges]) -> Counter[str]:
    fonts: Counter[str] = Counter()
    for page in pages:
        fonts.update(page.fonts)
    return fonts
