"""Words to lines of print."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from functools import cached_property
from statistics import median
from typing import TypeVar

import msgspec

from extract.tolerances import COLUMN_GAP, GROUP_GAP, LEVEL
from records.geometry import Box, Region, around
from records.pages import Word

T = TypeVar("T", bound=Hashable)

BROKEN = re.compile(r"\w[-\u2010\u2011]$")
"""A word that the line's end broke after its own hyphen."""

HANGING = re.compile(r"(?:and|or|to)\b")
"""What follows a hyphen whose word is still to come."""


class Line(msgspec.Struct, frozen=True, dict=True):
    """Words side by side, left to right."""

    words: tuple[Word, ...]
    page: int
    """The page they stand on."""
    box: Box
    """The box around them."""
    size: float
    """The letter size of most of them."""
    text: str
    """The words with single spaces, footnote marks left out."""

    @classmethod
    def of(cls, words: Sequence[Word]) -> Line:
        """Make a line of words, given left to right."""
        sizes = [word.size for word in words]
        alike = sizes.count(sizes[0]) == len(sizes)
        size = sizes[0] if alike else float(median(sizes))
        text = " ".join([word.text for word in words if not word.mark])
        return cls(tuple(words), words[0].page, around([word.box for word in words]), size, text)

    @cached_property
    def groups(self) -> list[tuple[Word, ...]]:
        """The words, parted where the gap is too wide for a space."""
        return part_words(self.words, GROUP_GAP)

    @cached_property
    def bold(self) -> bool:
        """Whether every word that has letters is bold."""
        lettered = (word for word in self.words if any(map(str.isalnum, word.text)))
        first = next(lettered, None)
        return first is not None and first.bold and all(word.bold for word in lettered)

    @cached_property
    def italic(self) -> bool:
        """Whether every word slopes."""
        return all(word.italic for word in self.words)


def group_lines(words: Iterable[Word]) -> list[Line]:
    """Group words into lines from the top.

    A word belongs to a line if its middle differs from that of the line's first word by less than
    half a letter.
    """
    listed = list(words)
    boxes = [word.box for word in listed]
    middles = [(box.top + box.bottom) / 2 for box in boxes]
    left = [box.x0 for box in boxes]
    placed = sorted(zip([word.page for word in listed], middles, left, itertools.count(), listed))
    rows: list[list[Word]] = []
    row: list[Word] = []
    first_page, first_middle, first_size = 0, 0.0, 0.0
    for page, middle, _, _, word in placed:
        step = middle - first_middle
        if page == first_page and (step < LEVEL * first_size or step < LEVEL * word.size):
            row.append(word)
        else:
            row = [word]
            rows.append(row)
            first_page, first_middle, first_size = page, middle, word.size
    for row in rows:
        row.sort(key=lambda w: w.box.x0)
    return [Line.of(row) for row in rows]


def part_lines(lines: Sequence[Line], part_of: Callable[[Word], T]) -> dict[T, list[Line]]:
    """Part the words of a page's lines by what `part_of` says of each; give the lines of each part.

    They are those that the words of a part form by themselves. A line whose words stay together is one
    of them as it stands, since no other line takes it in; where a line is torn, words are grouped anew.
    """
    parts: dict[T, list[Line]] = {}
    for line in lines:
        parts_of_line = {part_of(word) for word in line.words}
        if len(parts_of_line) > 1:
            break
        parts.setdefault(parts_of_line.pop(), []).append(line)
    else:
        return parts
    words: dict[T, list[Word]] = {}
    for word in (word for line in lines for word in line.words):
        words.setdefault(part_of(word), []).append(word)
    return {part: group_lines(inside) for part, inside in words.items()}


Place = tuple[int, int]
"""The page of a word and its index there; parts of one word share it."""


def places_of(words: Iterable[Word]) -> frozenset[Place]:
    """Return the places of words."""
    return frozenset((word.page, word.index) for word in words)


def free_words(words: Iterable[Word], taken: Collection[Place]) -> tuple[Word, ...]:
    """Return the words whose places are not `taken`."""
    return tuple([word for word in words if (word.page, word.index) not in taken])


def without(lines: Sequence[Line], taken: Collection[Place]) -> Sequence[Line]:
    """Return the lines of a page that its words form without those at places `taken`."""
    kept: list[Line] = []
    for line in lines:
        free = free_words(line.words, taken)
        if len(free) == len(line.words):
            kept.append(line)
        elif free:
            return group_lines(free_words((word for line in lines for word in line.words), taken))
    return kept


def part_columns(line: Line) -> list[Line]:
    """Part a line where a gap is so wide that print stands side by side in columns."""
    columns = part_words(line.words, COLUMN_GAP) if len(line.groups) > 1 else line.groups
    return [line] if len(columns) == 1 else [Line.of(column) for column in columns]


def part_words(words: tuple[Word, ...], widest: float) -> list[tuple[Word, ...]]:
    """Part words, given left to right, at gaps wider than `widest` times the letters on either side."""
    cuts = [0]
    for place, (left, right) in enumerate(itertools.pairwise(words), 1):
        gap = right.box.x0 - left.box.x1
        if gap > widest * left.size and gap > widest * right.size:
            cuts.append(place)
    return [words[start:end] for start, end in itertools.pairwise([*cuts, len(words)])]


def join_text(lines: Iterable[tuple[str, bool]]) -> str:
    """Join the texts of lines; each tells whether it goes on with the last word of the line above.

    A word broken after its own hyphen is joined with the hyphen kept; a hyphen that waits for its word,
    as in 'short- and long-term', is not. One that was set for the line's end is dropped.
    """
    joined: list[str] = []
    end = ""
    for part, continues in lines:
        hyphen = BROKEN.search(end) is not None
        if hyphen and continues:
            joined[-1] = joined[-1][:-1]
        broken = hyphen and HANGING.match(part) is None and part[:1].isalnum()
        space = "" if continues or broken or not end else " "
        joined += (space, part)
        end = f"{end}{space}{part}"[-2:]
    return "".join(joined).replace("\u00ad ", "").replace("\u00ad", "")


def regions_of(words: Iterable[Word]) -> tuple[Region, ...]:
    """Return one region a page around the words."""
    pages: dict[int, list[Box]] = {}
    for word in words:
        pages.setdefault(word.page, []).append(word.box)
    return tuple(Region(page, around(boxes)) for page, boxes in sorted(pages.items()))
