"""Words to lines of print."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from statistics import median

import msgspec

from records.geometry import Box, Region, around
from records.pages import Word

COLUMN_GAP = 3.0
"""Side by side words further apart than this many letter sizes stand in different columns."""

HANGING = re.compile(r"(?:and|or|to)\b")
"""What follows a hyphen whose word is still to come."""


class Line(msgspec.Struct, frozen=True, dict=True):
    """Words side by side, left to right."""

    words: tuple[Word, ...]

    @cached_property
    def box(self) -> Box:
        """The box around the words."""
        return around(word.box for word in self.words)

    @property
    def page(self) -> int:
        """The page they stand on."""
        return self.words[0].page

    @cached_property
    def text(self) -> str:
        """The words with single spaces, footnote marks left out."""
        return " ".join(word.text for word in self.words if not word.mark)

    @cached_property
    def size(self) -> float:
        """The letter size of most of the line."""
        return float(median(word.size for word in self.words))

    @cached_property
    def bold(self) -> bool:
        """Whether every word that has letters is bold."""
        lettered = [word for word in self.words if any(c.isalnum() for c in word.text)]
        return bool(lettered) and all(word.bold for word in lettered)

    @cached_property
    def italic(self) -> bool:
        """Whether every word slopes."""
        return all(word.italic for word in self.words)


def group_lines(words: Iterable[Word], *, columns: bool = False) -> list[Line]:
    """Group words into lines from the top.

    A word belongs to a line if its middle differs from that of the line's first word by less than
    half a letter. With `columns`, a wide gap ends a line, so that print side by side stays apart.
    """
    placed = sorted(
        (word.page, (word.box.top + word.box.bottom) / 2, word.box.x0, place, word)
        for place, word in enumerate(words)
    )
    rows: list[list[Word]] = []
    first_page, first_middle, first_size = 0, 0.0, 0.0
    for page, middle, _, _, word in placed:
        if rows and page == first_page and abs(middle - first_middle) < 0.5 * max(first_size, word.size):
            rows[-1].append(word)
        else:
            rows.append([word])
            first_page, first_middle, first_size = page, middle, word.size
    lines: list[Line] = []
    for row in rows:
        ordered = sorted(row, key=lambda w: w.box.x0)
        lines += _columns(ordered) if columns else [Line(tuple(ordered))]
    return lines


def _columns(row: Sequence[Word]) -> list[Line]:
    parts = [[row[0]]]
    for left, right in itertools.pairwise(row):
        if right.box.x0 - left.box.x1 > COLUMN_GAP * max(left.size, right.size):
            parts.append([])
        parts[-1].append(right)
    return [Line(tuple(part)) for part in parts]


def join_text(lines: Iterable[tuple[str, bool]]) -> str:
    """Join the texts of lines; each tells whether it goes on with the last word of the line above.

    A word broken after its own hyphen is joined with the hyphen kept; a hyphen that waits for its word,
    as in 'short- and long-term', is not.
    """
    text = ""
    for part, continues in lines:
        broken = re.search(r"\w[-\u2010\u2011]$", text) and HANGING.match(part) is None and part[:1].isalnum()
        text = text + part if continues or broken or not text else f"{text} {part}"
    return text.replace("\u00ad ", "").replace("\u00ad", "")


def regions_of(words: Iterable[Word]) -> tuple[Region, ...]:
    """Give one region a page around the words."""
    pages: dict[int, list[Box]] = {}
    for word in words:
        pages.setdefault(word.page, []).append(word.box)
    return tuple(Region(page, around(boxes)) for page, boxes in sorted(pages.items()))
