"""Characters become words, by one rule for every page reader."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

import msgspec
import numpy as np

from extract.pages.careful import (
    DOUBLE_STRIKE,
    LIGATURES,
    NEIGHBOURS,
    RAISED,
    SAME_LINE,
    WORD_GAP,
    line_words,
    turned_words,
)
from extract.pages.characters import BEYOND, Character, Characters, Choice, Numbers, Places, Style
from records.geometry import Box
from records.pages import Word

REACH = 10_000_000
"""Hundredths of a point that no page reaches: numbers up to it are sorted as digits of one number."""

SPACE = np.array([chr(code).isspace() for code in range(BEYOND)] + [False])
DIGIT = np.array([chr(code).isdigit() for code in range(BEYOND)] + [True])
SPELT = np.array([chr(code) in LIGATURES for code in range(BEYOND)] + [True])


def group_words(characters: Sequence[Character] | Characters, page: int) -> tuple[tuple[Word, ...], int]:
    """Group characters into words; give the words from top to bottom and the count of doubled ones.

    Upright words come first, in lines from the top, left to right. Turned ones follow: those that read
    upwards in lines from the left, those that read downwards in lines from the right.
    """
    columns = characters if isinstance(characters, Characters) else Characters.of(characters)
    words: list[Word] = []
    doubled = 0
    turned = np.array([not style.upright for style in columns.known], dtype=bool)[columns.styles]
    upright = np.flatnonzero(~turned)
    if len(upright):
        doubled += _add_words(columns, upright, page, words)
    if turned.any():
        chosen = [columns.one(place) for place in np.flatnonzero(turned).tolist()]
        more, twice = turned_words(chosen, page, len(words))
        words += more
        doubled += twice
    return tuple(words), doubled


def _add_words(columns: Characters, chosen: Places, page: int, words: list[Word]) -> int:
    """Add the words that the chosen characters form; give the count of characters struck twice."""
    chosen, lines = _in_lines(columns, chosen)
    boxes, styles, codes = columns.boxes[chosen], columns.styles[chosen], columns.codes[chosen]
    sizes = np.array([style.size for style in columns.known])[styles]
    printed = np.flatnonzero(~SPACE[codes])
    if not len(printed):
        return 0
    odd = lines[_twice(codes, sizes, lines, boxes) | _small(codes, sizes, lines) | SPELT[codes]]
    starts = np.flatnonzero(_begins(printed, codes, sizes, lines, boxes))
    firsts = printed[starts]
    # Letters of more than 16 bits, and glyphs of several, stand in odd lines.
    spelt = codes[printed].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    plain = _Plain.of(
        spelt, boxes[printed], starts, [columns.known[style] for style in styles[firsts].tolist()]
    )
    doubled = done = 0
    for line in np.unique(odd).tolist():
        here, beyond = np.searchsorted(lines[firsts], (line, line + 1)).tolist()
        words += plain.words(done, here, page, len(words))
        places = chosen[lines == line].tolist()
        more, twice = line_words([columns.one(place) for place in places], page, len(words))
        words += more
        doubled, done = doubled + twice, beyond
    words += plain.words(done, len(starts), page, len(words))
    return doubled


class _Plain(msgspec.Struct, frozen=True):
    """Words of plain lines, in columns."""

    texts: Sequence[str]
    boxes: Sequence[Box]
    edges: Sequence[tuple[float, ...]]
    styles: Sequence[Style]

    @classmethod
    def of(cls, letters: str, boxes: Numbers, starts: Places, styles: Sequence[Style]) -> _Plain:
        """Part letters and their boxes into words, at `starts`; `styles` are those of the words."""
        x0, top, x1, bottom = boxes.T
        right = np.maximum.reduceat(x1, starts).tolist()
        highest = np.minimum.reduceat(top, starts).tolist()
        lowest = np.maximum.reduceat(bottom, starts).tolist()
        left, begins = x0.tolist(), starts.tolist()
        ends = [*begins[1:], len(left)]
        return cls(
            [letters[begin:end] for begin, end in zip(begins, ends, strict=True)],
            list(map(Box, x0[starts].tolist(), highest, right, lowest)),
            [(*left[begin:end], edge) for begin, end, edge in zip(begins, ends, right, strict=True)],
            styles,
        )

    def words(self, first: int, beyond: int, page: int, index: int) -> list[Word]:
        """Give the words from one place to before another, numbered from `index`."""
        styles = self.styles[first:beyond]
        return list(
            map(
                Word,
                repeat(page),
                range(index, index + beyond - first),
                self.texts[first:beyond],
                self.boxes[first:beyond],
                self.edges[first:beyond],
                [style.font for style in styles],
                [style.size for style in styles],
                [style.colour for style in styles],
                [style.upright for style in styles],
            )
        )


def _in_lines(columns: Characters, chosen: Places) -> tuple[Places, Places]:
    """Sort characters into lines from the top, each from the left; give them and the number of its line.

    A line is measured from its highest character and not from neighbour to neighbour: in a table whose
    cells are set at slightly different heights neighbours would chain all lines of the page into one.
    """
    x0, top, x1, _ = np.rint(columns.boxes[chosen].T * 100).astype(np.int64)
    order = np.argsort(top * REACH + x0, kind="stable")
    heights, counts = np.unique(columns.boxes[chosen, 1], return_counts=True)
    numbers, number, highest = [], -1, -np.inf
    for height in heights.tolist():
        if height - highest > SAME_LINE:
            number, highest = number + 1, height
        numbers.append(number)
    lines = np.repeat(np.array(numbers), counts)
    within = np.argsort((lines * REACH + x0[order]) * REACH + x1[order], kind="stable")
    return chosen[order][within], lines[within]


def _twice(codes: Places, sizes: Numbers, lines: Places, boxes: Numbers) -> Choice:
    """Say which characters stand on an equal one."""
    found = np.zeros(len(codes), dtype=bool)
    near = DOUBLE_STRIKE * sizes
    for step in range(1, NEIGHBOURS + 1):
        found[step:] |= (
            (codes[step:] == codes[:-step])
            & (lines[step:] == lines[:-step])
            & (np.abs(boxes[step:, 0] - boxes[:-step, 0]) < near[step:])
            & (np.abs(boxes[step:, 1] - boxes[:-step, 1]) < near[step:])
        )
    return found


def _small(codes: Places, sizes: Numbers, lines: Places) -> Choice:
    """Say which digits are much smaller than other print of their line."""
    largest = np.maximum.reduceat(sizes, np.flatnonzero(np.diff(lines, prepend=-1)))
    return DIGIT[codes] & (sizes < RAISED * largest[lines])


def _begins(printed: Places, codes: Places, sizes: Numbers, lines: Places, boxes: Numbers) -> Choice:
    """Say which of the printed characters begin a word: after a space, a wide gap, or in a new line.

    A space within the letter before it parts nothing (see `careful`).
    """
    right = boxes[:, 2]
    spaced_to = np.maximum.reduceat(np.where(SPACE[codes], right, -np.inf), printed)
    before, after = printed[:-1], printed[1:]
    begins = np.ones(len(printed), dtype=bool)
    begins[1:] = (
        (lines[after] != lines[before])
        | (spaced_to[:-1] > right[before])
        | (boxes[after, 0] - right[before] > WORD_GAP * np.maximum(sizes[after], 1.0))
    )
    return begins
