"""What tells the paper of a page at a glance: its size, its fonts, and the lines at its head and foot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from operator import attrgetter
from typing import TypeAlias

import msgspec

from extract.layout.lines import group_lines, part_columns
from extract.layout.printed_numbers import COUNTS_PAGES, PAGE, PAGE_OF, ROMAN_PAGE, RUNNING_NUMBER
from extract.tolerances import PAGE_EDGE
from records.pages import Page

FEWEST = 4
"""Letters of a line that tell a paper; 'Page' alone does not."""

SAMPLE = 8
"""One word in so many tells how large the text of a page is."""

FEW_WORDS = 200
"""Words of a page whose letters are counted one by one."""

RunningLine: TypeAlias = tuple[str, str]
"""The end of the page, and what stands there without what counts the pages."""

_font, _size = attrgetter("font"), attrgetter("size")


class Number(msgspec.Struct, frozen=True):
    """A printed number that may count pages: 3, of `total` where that is printed.

    `where` is the end of the page and the side of its line; the numbers of one count share it. `plain` says
    that the line holds nothing else, or the word 'page' before it.
    """

    where: str
    value: int
    total: int | None
    plain: bool


class Edges(msgspec.Struct, frozen=True):
    """A page at a glance. `place` counts pages from 0, `fonts` words by font; `letters` is exact where few.

    `size` is the shorter side before the longer. `running` are the lines of its margins; `roman` tells of a
    number such as iv. `text` is the size of most of its text, `largest` that of its largest words; both are 0
    where it has no words.
    """

    place: int
    size: tuple[float, float]
    letters: int
    fonts: Counter[str]
    running: frozenset[RunningLine]
    numbers: tuple[Number, ...]
    roman: bool
    text: float
    largest: float


def edges_of(page: Page, place: int) -> Edges:
    """Return what the page at a place shows at a glance."""
    head, foot = PAGE_EDGE * page.height, (1 - PAGE_EDGE) * page.height
    within = [word for word in page.words if (box := word.box).bottom < head or box.top > foot]
    running: set[RunningLine] = set()
    numbers: list[Number] = []
    roman = False
    for line in group_lines(within):
        for part in part_columns(line):
            end = "head" if part.box.bottom < head else "foot"
            numbers += _numbers(part.text, end)
            roman = roman or ROMAN_PAGE.fullmatch(part.text) is not None
            lasting = COUNTS_PAGES.sub("", part.text).casefold()
            if sum(map(str.isalpha, lasting)) > FEWEST:
                running.add((end, lasting))
    some = page.words[::SAMPLE]
    sizes = Counter(map(_size, some))
    counted = page.words if len(page.words) < FEW_WORDS else some
    return Edges(
        place=place,
        size=(min(page.width, page.height), max(page.width, page.height)),
        letters=sum([len(word.text) for word in counted]) * (1 if counted is page.words else SAMPLE),
        fonts=Counter(map(_font, page.words)),
        running=frozenset(running),
        numbers=tuple(numbers),
        roman=roman,
        text=max(sizes, key=lambda size: sizes[size]) if sizes else 0.0,
        largest=max(map(_size, page.words), default=0.0),
    )


def _numbers(text: str, end: str) -> Iterator[Number]:
    """Yield the numbers of a line that may count pages."""
    if (found := PAGE_OF.search(text)) is not None:
        yield Number(end, int(found["value"]), int(found["total"]), plain=True)
    elif (alone := PAGE.match(text)) is not None:
        yield Number(end, int(alone[1]), None, plain=True)
    else:
        for found in RUNNING_NUMBER.finditer(text):
            side = "first" if found["first"] else "last"
            yield Number(f"{end} {side}", int(found[side]), None, plain=False)
