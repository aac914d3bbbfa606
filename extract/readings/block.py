"""A block: lines set as one, with the marker, label and style by which it may open a record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import msgspec

from extract.layout.lines import Line, join_text
from extract.layout.list_markers import is_bullet
from records.geometry import Box, Region, around
from records.pages import Colour, Word, is_bold, is_italic

MARKER = re.compile(
    r"^(?:\(?(?:[ivxl]{1,5}|[a-zA-Z]|\d{1,3}[a-zA-Z]?)\)|(?:[ivxl]{1,5}|[a-zA-Z]|\d{1,3}[a-zA-Z]?)[.:]"
    r"|\d{1,3}(?:\.\d{1,3})+[.):]?|\d{1,2}|\d{1,2}[A-Z]|#\d+|[A-Z]{1,3}\d{1,3}[.:]?)$"
)
"""A word that may open an item: `1.`, `(a)`, `iv)`, `2.3`, `4`, `1A`, `#2`, `R12:`. Looser than the dataset's
own list markers: a reading that opens with the wrong ones loses against others."""

LABEL = re.compile(
    r"^(?P<word>(?:[A-Z][A-Za-z’'-]*)(?:\s+(?:[A-Za-z][\w’'-]*)){0,3}?)[\s.:]*(?:[Nn]o\.?\s*)?"
    r"\(?(?P<number>\d{1,3}(?:\.\d{1,3})*[a-z]?|[A-Z]|[IVX]{1,5}|one|two|three|four|five|six|seven|eight|nine|ten)\)?"
    r"(?=[\s.:)–—-]|$)[\s.:)–—-]*"
)
"""One to four words and a number that open a block: `Recommendation 3:`, `Priority A`, `Action no. 2`."""


class Style(NamedTuple):
    """How letters are set: bold, sloped, whole points of size, and the colour in quarters of each part."""

    bold: bool
    italic: bool
    size: int
    colour: tuple[int, ...]


class Place(msgspec.Struct, frozen=True):
    """Where in the tables of a document a block stands: the table, its row, the first column of its cell."""

    table: int
    row: int
    column: int


class Label(NamedTuple):
    """The words of a label, small, its number as printed, and how many letters of the block it takes."""

    word: str
    number: str
    length: int


class Block(msgspec.Struct, frozen=True, dict=True):
    """Lines set as one: a paragraph, a heading, an item of a list, or a piece of a cell.

    `place` tells the cell, None outside tables; `frame` the drawn box around it, by its place in the layout;
    `beside` is a number or letter that stands alone left of it, set otherwise; `margin` are initials at its
    right, or below it, that tell who is to act.
    """

    lines: tuple[Line, ...]
    place: Place | None = None
    frame: int | None = None
    beside: str = ""
    margin: tuple[Word, ...] = ()

    @property
    def page(self) -> int:
        """The page on which it begins."""
        return self.lines[0].page

    @cached_property
    def box(self) -> Box:
        """The box around its lines on the page on which it begins."""
        return around(line.box for line in self.lines if line.page == self.page)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """Where it stands, a region a page."""
        pages = sorted({line.page for line in self.lines})
        return tuple(Region(p, around(line.box for line in self.lines if line.page == p)) for p in pages)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Every word, the marker included."""
        return tuple(word for line in self.lines for word in line.words)

    @cached_property
    def marker(self) -> str:
        """The kind of its marker: `bullet •`, or the shape of a number or letter (`1.`, `(a)`), or ""."""
        return marker_of([word.text for word in self.words[:2]], self.words[0].font)

    @property
    def bulleted(self) -> bool:
        """Whether a bullet opens it, which is no part of its text."""
        return self.marker.startswith("bullet")

    @cached_property
    def ref(self) -> str:
        """Its number or letter as printed, without brackets and stops; "" if it has none."""
        if self.beside or (self.marker and not self.bulleted):
            return (self.beside or self.words[0].text).strip("().:")
        return ""

    @cached_property
    def label(self) -> Label:
        """The label that opens it, with empty words if there is none."""
        match = LABEL.match(self.full)
        return (
            Label("", "", 0) if match is None else Label(match["word"].lower(), match["number"], match.end())
        )

    @property
    def number(self) -> str:
        """The number of its label; "" where that is the last letter of a word, as in 'RESOLVED: to agree'."""
        label = self.label
        apart = len(label.word) < len(self.full) and not self.full[len(label.word)].isalpha()
        return label.number if apart else ""

    @cached_property
    def full(self) -> str:
        """All of its words, lines joined."""
        return self.text_from(0)

    @cached_property
    def text(self) -> str:
        """Its words without a bullet."""
        return self.text_from(1) if self.bulleted else self.full

    @cached_property
    def bare(self) -> str:
        """Its words without any marker."""
        return self.text_from(1) if self.marker else self.full

    def text_from(self, start: int) -> str:
        """Return the words from the one at `start`, footnote marks left out."""
        texts: list[tuple[str, bool]] = []
        for line in self.lines:
            kept = [word.text for word in line.words[start:] if not word.mark]
            start = max(0, start - len(line.words))
            if kept:
                texts.append((" ".join(kept), line.words[0].continues))
        return join_text(texts)

    @cached_property
    def left(self) -> float:
        """The left edge of its lines on the page on which it begins, in points."""
        return self.box.x0

    @cached_property
    def style(self) -> Style:
        """How most of its letters are set."""
        counts: Counter[Style] = Counter()
        for word in self.words:
            counts[style_of(word)] += len(word.text)
        return counts.most_common(1)[0][0]

    @cached_property
    def first_style(self) -> Style:
        """How its first word behind the marker is set."""
        return style_of(self.words[1 if self.marker else 0])

    @cached_property
    def lead(self) -> int:
        """How many words at its start are set otherwise than its last word, 0 if all are set alike."""
        styles = [style_of(word) for word in self.words]
        if styles[0] == styles[-1]:
            return 0
        return next(at for at, style in enumerate(styles) if style != styles[0])


def style_of(word: Word) -> Style:
    """Return how a word is set; letters without a colour count as black."""
    return _style(word.font, word.size, word.colour)


@lru_cache(maxsize=10_000)
def _style(font: str, size: float, colour: Colour | None) -> Style:
    quarters = tuple(round(part * 4) for part in colour or (0.0, 0.0, 0.0))
    return Style(is_bold(font), is_italic(font), round(size), quarters)


def marker_of(texts: Sequence[str], font: str) -> str:
    """Return the kind of marker that the first of some words is; a word that stands alone is none."""
    if len(texts) < 2:
        return ""
    first = texts[0]
    if is_bullet(first, font):
        return f"bullet {first}"
    if MARKER.match(first) is None:
        return ""
    shape = re.sub(r"[ivxl]{2,5}|(?<![a-z])i(?![a-z])", "i", re.sub(r"\d+", "1", first))
    shape = re.sub(r"(?<![a-zA-Z0-9])[a-hj-z](?![a-zA-Z])", "a", shape)
    return re.sub(r"(?<![a-zA-Z0-9])[A-Z](?![a-zA-Z0-9])", "A", shape)
