"""Characters become words, by one rule for every page reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    odd = lines[_twice(codes, sizes, lines, boxes) | _small(codes, sizes, lines) | SPELT[codes]].tolist()
    starts = np.flatnonzero(_begins(printed, codes, sizes, lines, boxes))
    firsts = printed[starts]
    # Letters of more than 16 bits, and glyphs of several, stand in odd lines.
    spelt = codes[printed].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    plain = _Plain.of(spelt, boxes[printed], starts, styles[firsts], columns.known)
    doubled = done = 0
    for line in sorted(set(odd)):
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
    styles: Sequence[int]
    known: Sequence[Style]

    @classmethod
    def of(
        cls, letters: str, boxes: Numbers, starts: Places, styles: Places, known: Sequence[Style]
    ) -> _Plain:
        """Part letters and their boxes into words, at `starts`; `styles` are those of the words."""
        x0, top, x1, bottom = boxes.T
        right = np.maximum.reduceat(x1, starts)
        highest, lowest = np.minimum.reduceat(top, starts), np.maximum.reduceat(bottom, starts)
        left, begins, sides = x0.tolist(), starts.tolist(), right.tolist()
        ends = [*begins[1:], len(left)]
        return cls(
            [letters[begin:end] for begin, end in zip(begins, ends, strict=True)],
            list(map(Box, x0[starts].tolist(), highest.tolist(), sides, lowest.tolist())),
            [(*left[begin:end], side) for begin, end, side in zip(begins, ends, sides, strict=True)],
            styles.tolist(),
            known,
        )

    def words(self, first: int, beyond: int, page: int, index: int) -> Iterator[Word]:
        """Give the words from one place to before another, numbered from `index`."""
        chosen = slice(first, beyond)
        styles = self.styles[chosen]
        return map(
            Word,
            repeat(page),
            range(index, index + beyond - first),
            self.texts[chosen],
            self.boxes[chosen],
            self.edges[chosen],
            map([style.font for style in self.known].__getitem__, styles),
            map([style.size for style in self.known].__getitem__, styles),
            map([style.colour for style in self.known].__getitem__, styles),
            map([style.upright for style in self.known].__getitem__, styles),
        )


def _in_lines(columns: Characters, chosen: Places) -> tuple[Places, Places]:
    """Sort characters into lines from the top, each from the left; give them and the number of its line.

    A line is measured from its highest character and not from neighbour to neighbour: in a table whose
    cells are set at slightly different heights neighbours would chain all lines of the page into one.
    """
    x0, top, x1, _ = np.rint(columns.boxes[chosen].T * 100).astype(np.int64)
    order = np.argsort(top * REACH + x0, kind="stable")
    levels = top[order]
    first_of_height = np.flatnonzero(np.diff(levels, prepend=-1))
    numbers, number, highest = [], -1, -np.inf
    for height in (levels[first_of_height] / 100).tolist():
        if height - highest > SAME_LINE:
            number, highest = number + 1, height
        numbers.append(number)
    lines = np.repeat(np.array(numbers), np.diff(first_of_height, append=len(levels)))
    within = np.argsort((lines * REACH + x0[order]) * REACH + x1[order], kind="stable")
    return chosen[order][within], lines[within]


def _twice(codes: Places, sizes: Numbers, lines: Places, boxes: Numbers) -> Choice:
    """Say which characters stand on an equal one."""
    found = np.zeros(len(codes), dtype=bool)
    left, top, near = boxes[:, 0], boxes[:, 1], DOUBLE_STRIKE * sizes
    for step in range(1, NEIGHBOURS + 1):
        found[step:] |= (
            (codes[step:] == codes[:-step])
            & (lines[step:] == lines[:-step])
            & (np.abs(left[step:] - left[:-step]) < near[step:])
            & (np.abs(top[step:] - top[:-step]) < near[step:])
        )
    return found


def _small(codes: Places, sizes: Numbers, lines: Places) -> Choice:
    """Say which digits are much smaller than other print of their line."""
    small: Choice = DIGIT[codes] & (sizes < RAISED * sizes.max())
    if small.any():
        largest = np.maximum.reduceat(sizes, np.flatnonzero(np.diff(lines, prepend=-1)))
        small &= sizes < RAISED * largest[lines]
    return small


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
