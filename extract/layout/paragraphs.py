"""Lines to paragraphs and list items, in the cells of a table as on the open page."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from statistics import median

import msgspec
from msgspec.structs import replace

from extract.layout.lines import Line, group_lines, join_text, regions_of
from extract.layout.list_markers import DASHES, is_bullet, is_label
from extract.tolerances import (
    CLOSEST_LINES,
    GREYISH,
    LARGER,
    LINE_PITCH,
    OTHER_SIZE,
    OUTDENT,
    USUAL_PITCH,
    WIDEST_LINES,
)
from records.geometry import Box, around, shared_width
from records.pages import Colour, Word
from records.report import Block, Passage

STOPPED = re.compile(r"(?:[.:;,?!)]|\b(?:and|or))$")
"""How a line ends after which a list item may begin."""

SENTENCE_END = re.compile(r"[.!?:;][\"'’”)]*$")


COLUMNS = 4
"""The most columns of text that stand side by side."""


class Paragraph(msgspec.Struct, frozen=True, dict=True):
    """Lines that belong together: a paragraph, a heading, or a list item with its mark.

    `frame` is the place, in the layout's list, of the drawn box that it stands in. `numbered` tells that a
    number without a stop opens it, which the items beside it show to be its label.
    """

    lines: tuple[Line, ...]
    frame: int | None = None
    numbered: bool = False

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Every word, the bullet mark included."""
        return tuple(word for line in self.lines for word in line.words)

    @property
    def page(self) -> int:
        """The page on which it starts."""
        return self.lines[0].page

    @cached_property
    def box(self) -> Box:
        """The box around the lines on the page where it starts."""
        return around(line.box for line in self.lines if line.page == self.page)

    @property
    def bullet(self) -> bool:
        """Whether a bullet opens it."""
        first = self.lines[0].words[0]
        return is_bullet(first.text, first.font) and len(self.words) > 1

    @property
    def label(self) -> str | None:
        """The printed label that opens it (`a)`, `3.`), if there is one."""
        first = self.lines[0].words[0].text
        return first if (self.numbered or is_label(first)) and len(self.words) > 1 else None

    @property
    def number(self) -> int | None:
        """The whole number that opens it as a label, None if none does."""
        number = (self.label or "").strip("().")
        return int(number) if number.isdigit() else None

    @cached_property
    def text(self) -> str:
        """The words as printed, lines joined, the bullet mark dropped and a label kept."""
        texts = [line.text for line in self.lines]
        if self.bullet:
            texts[0] = " ".join(word.text for word in self.lines[0].words[1:] if not word.mark)
        return join_text(zip(texts, (line.words[0].continues for line in self.lines), strict=True))

    @property
    def line(self) -> str:
        """The text on one line, with single spaces."""
        return " ".join(self.text.split())

    @property
    def start(self) -> tuple[int, float]:
        """Its page and its top."""
        return self.page, self.box.top

    @property
    def left(self) -> float:
        """The left edge of the text, behind a bullet or label."""
        marked = self.bullet or self.label is not None
        return self.words[1 if marked else 0].box.x0

    @cached_property
    def size(self) -> float:
        """The letter size of most lines."""
        return float(median(line.size for line in self.lines))

    @property
    def bold(self) -> bool:
        """Whether every line is bold."""
        return all(line.bold for line in self.lines)

    @property
    def italic(self) -> bool:
        """Whether every line slopes."""
        return all(line.italic for line in self.lines)

    def without_label(self) -> Paragraph:
        """Return the paragraph without its printed label, or itself if it has none."""
        if self.label is None:
            return self
        first = Line.of(self.lines[0].words[1:])
        return Paragraph((first, *self.lines[1:]), self.frame)


def is_heading(paragraph: Paragraph, usual: float) -> bool:
    """Return whether a paragraph is set as a heading: bold, or clearly larger than the usual size."""
    return paragraph.bold or paragraph.size > usual * LARGER


def group_paragraphs(lines: Sequence[Line], frame: int | None = None) -> list[Paragraph]:
    """Group lines into paragraphs: a gap, a list mark, another weight or size, or an outdent begins one.

    Lines side by side are of different columns; each goes on with the paragraph above it.
    """
    pitch = _pitch(lines)
    groups: list[list[Line]] = []
    for line in lines:
        for group in reversed(groups[-COLUMNS:]):
            near = group is groups[-1] or group[-1].page == line.page
            if near and not _begins(group, line, pitch):
                group.append(line)
                break
        else:
            groups.append([line])
    return [Paragraph(tuple(group), frame) for group in groups]


def _pitch(lines: Sequence[Line]) -> float:
    """Return the usual distance from one line's bottom to the next one's in letter sizes."""
    steps = [
        (lower.box.bottom - upper.box.bottom) / max(upper.size, 1.0)
        for upper, lower in itertools.pairwise(lines)
        if upper.page == lower.page and lower.box.bottom > upper.box.bottom
    ]
    tight = [step for step in steps if CLOSEST_LINES <= step <= WIDEST_LINES]
    return float(median(tight)) if tight else USUAL_PITCH


def _begins(group: Sequence[Line], line: Line, pitch: float) -> bool:
    last, first = group[-1], group[0]
    if abs(line.size - last.size) > OTHER_SIZE:
        return True
    if line.page != last.page:
        return (
            _opens_item(line, last)
            or _next_item(line, first)
            or line.bold
            or last.bold
            or not _carries_over(group, line)
        )
    if shared_width(line.box, last.box) == 0:
        return True
    step = (line.box.bottom - last.box.bottom) / max(last.size, line.size, 1.0)
    if step > pitch * LINE_PITCH or step < 0.5:
        return True
    if _opens_item(line, last) or _next_item(line, first):
        return True
    if line.bold is not last.bold and first.bold is last.bold:
        return True
    item = _opening(group)
    return item.bullet and line.box.x0 < item.left - OUTDENT


def _opening(group: Sequence[Line]) -> Paragraph:
    """Return the first lines of a group, which tell its mark and where its text begins."""
    return Paragraph(tuple(group[:2]))


def _carries_over(group: Sequence[Line], line: Line) -> bool:
    """Return whether the text above a page break goes on below it.

    It does where the last sentence is unfinished, and in a list item also where the next line is
    set in as far as the item's text. Bold lines are headings, which do not.
    """
    item = _opening(group)
    if SENTENCE_END.search(group[-1].text) is None:
        return abs(line.box.x0 - group[-1].box.x0) < OUTDENT or abs(line.box.x0 - item.left) < OUTDENT
    return item.bullet and abs(line.box.x0 - item.left) < OUTDENT


def _opens_item(line: Line, last: Line) -> bool:
    """Return whether a mark opens a list item in `line`.

    A bullet always does. A dash or a label ('47.') can also be the wrapped end of a sentence, so
    it counts only where the line before has come to a stop.
    """
    opening = line.words[0].text
    if len(line.words) == 1:
        return False
    bullet = is_bullet(opening, line.words[0].font)
    if bullet and opening not in DASHES:
        return True
    return (bullet or is_label(opening)) and STOPPED.search(last.text) is not None


def _next_item(line: Line, first: Line) -> bool:
    """Return whether a line opens the item after the one that `first` opened.

    It stands at the same margin with the same mark, or with the next number: items do not always
    end with a full stop.
    """
    if len(line.words) == 1 or abs(line.box.x0 - first.box.x0) > OUTDENT:
        return False
    mark, before = line.words[0].text, first.words[0].text
    if is_bullet(mark, line.words[0].font):
        return mark == before
    numbers = [word.strip("().") for word in (before, mark)]
    return (
        is_label(mark)
        and is_label(before)
        and all(number.isdigit() for number in numbers)
        and int(numbers[1]) == int(numbers[0]) + 1
    )


def usual_size(paragraphs: Iterable[Paragraph]) -> float:
    """Return the letter size of most lines of a document, 0 if it has none."""
    return float(
        median([size for p in paragraphs for size in itertools.repeat(p.size, len(p.lines))] or [0.0])
    )


def read_passage(words: Iterable[Word], fill: Colour | None = None, dot: Colour | None = None) -> Passage:
    """Read the words of a cell, or of any part of a page, as a passage of blocks.

    Turned print is one block of words in the order that the page gives them: its lines do not lie level.
    """
    chosen = list(words)
    if chosen and not any(word.upright for word in chosen):
        ordered = sorted(chosen, key=lambda w: w.key)
        text = " ".join(word.text for word in ordered)
        block = Block(text, bold=all(word.bold for word in ordered))
        return Passage((block,), regions_of(ordered), fill, ink_of(ordered), dot)
    passage = passage_of(group_paragraphs(group_lines(chosen)), fill)
    return replace(passage, ink=ink_of(chosen), dot=dot)


def ink_of(words: Sequence[Word]) -> Colour | None:
    """Return the colour of the letters where all share one and it is no grey, black or white."""
    colours = {word.colour for word in words}
    if len(colours) != 1 or (colour := colours.pop()) is None:
        return None
    return colour if max(colour) - min(colour) > GREYISH else None


def passage_of(paragraphs: Sequence[Paragraph], fill: Colour | None = None) -> Passage:
    """Return paragraphs as one passage, a block each."""
    blocks = tuple(
        Block(text=p.text, kind="bullet" if p.bullet else "paragraph", bold=p.bold) for p in paragraphs
    )
    return Passage(blocks, regions_of(word for p in paragraphs for word in p.words), fill)
