"""Lines of print, and the chunks that wide gaps and upright rules part them into."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from statistics import median

import msgspec

from extract.blocks.merged_rules import Stroke
from extract.blocks.tolerances import CHUNK_GAP, EVEN, FEWEST_SPACES, JUSTIFIED_GAP
from extract.layout.lines import Line, group_lines
from extract.layout.list_markers import is_bullet
from records.geometry import Box, around
from records.pages import Word

LEADERS = re.compile(r"[.…·_]+")
"""Dots that lead the eye from a label to its number."""

TRAILING = re.compile(r"(?:\.{3,}|…+|_{3,})$")

PLACEHOLDER = re.compile(r"[-–—−*.]+|n/?a|nil|\(?x\)?", re.IGNORECASE)
"""What is printed where a number is missing."""


class Chunk(msgspec.Struct, frozen=True, dict=True):
    """Words of one line with only spaces between them, and their box, leader dots left out."""

    words: tuple[Word, ...]
    box: Box

    @cached_property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def numeric(self) -> bool:
        """Whether at least half of its letters and figures are figures, or it stands for a missing number."""
        signs = [sign for sign in self.text if sign.isalnum()]
        figures = sum(sign.isdigit() for sign in signs)
        return (figures > 0 and 2 * figures >= len(signs)) or PLACEHOLDER.fullmatch(self.text) is not None

    @property
    def middle(self) -> float:
        """Its middle, from left to right."""
        return (self.box.x0 + self.box.x1) / 2


class TextLine(msgspec.Struct, frozen=True, dict=True):
    """The chunks of one line, left to right, and the letter size of most of its words."""

    chunks: tuple[Chunk, ...]
    size: float

    @cached_property
    def box(self) -> Box:
        """The box around its chunks."""
        return around(chunk.box for chunk in self.chunks)

    @cached_property
    def middle(self) -> float:
        """Its middle, from top to bottom."""
        return self.box.middle[1]

    @cached_property
    def text(self) -> str:
        """All words with single spaces."""
        return " ".join(chunk.text for chunk in self.chunks)

    def within(self, x0: float, x1: float) -> TextLine | None:
        """Return the part of the line whose chunks have their middle between two places, None if none has."""
        chunks = tuple(chunk for chunk in self.chunks if x0 <= chunk.middle <= x1)
        if len(chunks) == len(self.chunks):
            return self
        return TextLine(chunks, self.size) if chunks else None


def find_lines(words: Iterable[Word], uprights: Sequence[Stroke]) -> list[TextLine]:
    """Return the lines that level words form, from the top, parted at wide gaps and at upright rules.

    `uprights` are in order of their place.
    """
    lines = []
    for line in group_lines(word for word in words if word.upright):
        chunks = _chunks(line, uprights)
        if chunks:
            lines.append(TextLine(tuple(chunks), line.size))
    return lines


def _chunks(line: Line, uprights: Sequence[Stroke]) -> list[Chunk]:
    words = _without_leaders(line.words)
    if not words:
        return []
    y = line.box.middle[1]
    places = [rule.place for rule in uprights if rule.start <= y <= rule.end]
    widest = JUSTIFIED_GAP if _is_justified(words) else CHUNK_GAP
    groups = [[words[0]]]
    for left, right in pairwise(words):
        gap = right.box.x0 - left.box.x1
        parted = gap > widest * max(left.size, right.size) and not _is_mark(groups[-1])
        if parted or _rule_between(left.box, right.box, places):
            groups.append([])
        groups[-1].append(right)
    return [Chunk(tuple(group), _box(group)) for group in groups]


def _is_mark(words: Sequence[Word]) -> bool:
    """Return whether words are a bullet alone, which goes with what follows it."""
    return len(words) == 1 and is_bullet(words[0].text, words[0].font)


def _rule_between(left: Box, right: Box, places: Sequence[float]) -> bool:
    first, last = sorted((left.x1, right.x0))
    return bisect_left(places, first - 1) < bisect_right(places, last + 1)


def _is_justified(words: Sequence[Word]) -> bool:
    """Return whether the spaces between words are stretched alike, as in a line set to both margins."""
    gaps = [right.box.x0 - left.box.x1 for left, right in pairwise(words)]
    if len(gaps) < FEWEST_SPACES:
        return False
    lettered = sum(word.text[:1].isalpha() for word in words)
    widest = max(gaps)
    return 2 * lettered > len(words) and CHUNK_GAP * words[0].size < widest <= min(
        JUSTIFIED_GAP * words[0].size, EVEN * median(gaps)
    )


def _without_leaders(words: Sequence[Word]) -> list[Word]:
    """Leave out words of leader dots alone; one full stop by itself is none."""
    dots = [LEADERS.fullmatch(word.text) is not None for word in words]
    beside = [False, *dots, False]
    return [
        word
        for place, word in enumerate(words)
        if not (dots[place] and (len(word.text) > 1 or beside[place] or beside[place + 2]))
    ]


def _box(words: Sequence[Word]) -> Box:
    box = around(word.box for word in words)
    last = words[-1]
    trailing = TRAILING.search(last.text)
    if trailing is not None and 0 < trailing.start() < len(edges := last.edges):
        box = Box(box.x0, box.top, edges[trailing.start()], box.bottom)
    return box
