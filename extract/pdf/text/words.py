"""Characters become words, by one rule for every page reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from typing import TypeAlias
from unicodedata import category

import msgspec
import numpy as np
import numpy.typing as npt

from extract.pdf.compiled import require_current
from extract.pdf.text.characters import BEYOND, Character, Characters, Choice, Numbers, Places, Style
from extract.pdf.text.odd_characters import (
    DOUBLE_STRIKE,
    LIGATURES,
    NEIGHBOURS,
    RAISED,
    SAME_LINE,
    WORD_GAP,
    line_words,
    turned_words,
)
from records.geometry import Box
from records.pages import Word

Kinds: TypeAlias = npt.NDArray[np.uint8]

IS_SPACE, IS_DIGIT, IS_SPELT, IS_ALONE = 1, 2, 4, 8
"""What the kind of a character tells of it; the last two: a glyph of several letters, one that needs a spot
of its own."""

ON_ONE_SPOT = 0.08
"""Two letters that begin closer than this share of their size stand on one another: none is so narrow."""

TALLEST, NARROWEST = 2.0, 0.2
"""A word taller than so many letter sizes, or whose letters step less, holds a letter of a watermark."""

CROWDED, FEWEST = 0.2, 4
"""Letters of a word closer than this share of its usual step stand on one another, if it has so many."""

PUNCTUATION = frozenset({"Pd", "Ps", "Pe", "Pi", "Pf", "Po"})
"""Classes of Unicode. The low line is left out, and what is set over letters: accents, strokes, boxes."""


def _needs_its_spot(letter: str) -> bool:
    return letter.isalnum() or category(letter) in PUNCTUATION


def _kind(code: int) -> int:
    """Give the kind of a character by its number; of what is beyond, nothing is known."""
    if code == BEYOND:
        return IS_DIGIT | IS_SPELT
    letter = chr(code)
    return (
        IS_SPACE * letter.isspace()
        | IS_DIGIT * letter.isdigit()
        | IS_SPELT * (letter in LIGATURES)
        | IS_ALONE * _needs_its_spot(letter)
    )


_NOT_MET = 255
_KINDS: Kinds = np.full(BEYOND + 1, _NOT_MET, dtype=np.uint8)


def _kinds_of(codes: Places) -> Kinds:
    """Give the kinds of characters; each is asked for once, when it is first met."""
    kinds = _KINDS[codes]
    if (kinds == _NOT_MET).any():
        for code in set(codes.tolist()):
            _KINDS[code] = _kind(code)
        kinds = _KINDS[codes]
    return kinds


class Grouped(msgspec.Struct, frozen=True):
    """Words from top to bottom, the count of characters struck twice, and whether letters are overprinted.

    These stand on other letters, so that their order cannot be trusted: a document whose fonts tell wrong
    widths prints so, and one whose cells run over into their neighbours.
    """

    words: tuple[Word, ...]
    doubled: int
    overprinted: bool


class Plan(msgspec.Struct, frozen=True):
    """Characters sorted into lines from the top, each from the left: their places, and of each of these
    its line, whether it is odd, so that its line is read one by one, and whether a word begins there."""

    order: Places
    lines: Places
    odd: Choice
    begins: Choice


def group_words(characters: Sequence[Character] | Characters, page: int) -> Grouped:
    """Group the characters of a page into words.

    Upright words come first, in lines from the top, left to right. Turned ones follow: those that read
    upwards in lines from the left, those that read downwards in lines from the right.
    """
    columns = characters if isinstance(characters, Characters) else Characters.of(characters)
    if not len(columns.codes):
        return Grouped((), 0, overprinted=False)
    turned = np.array([not style.upright for style in columns.known], dtype=bool)[columns.styles]
    upright = columns.only(np.flatnonzero(~turned)) if turned.any() else columns
    words, doubled, overprinted = upright_words(upright, page)
    if turned.any():
        chosen = [columns.one(place) for place in np.flatnonzero(turned).tolist()]
        more, twice = turned_words(chosen, page, len(words))
        words += more
        doubled += twice
    return Grouped(tuple(words), doubled, overprinted)


def words_by_columns(columns: Characters, page: int) -> tuple[list[Word], int, bool]:
    """Give the words that upright characters form, as `Grouped` does."""
    sizes = np.array([style.size for style in columns.known], dtype=np.float64)[columns.styles]
    kinds = _kinds_of(columns.codes)
    made = _plan(kinds, columns.codes, columns.boxes, sizes)
    printed = np.flatnonzero(kinds[made.order] & IS_SPACE == 0)
    if not len(printed):
        return [], 0, False
    boxes, styles, codes = columns.boxes[made.order], columns.styles[made.order], columns.codes[made.order]
    starts = np.flatnonzero(made.begins[printed])
    firsts = printed[starts]
    # Letters of more than 16 bits, and glyphs of several, stand in odd lines.
    spelt = codes[printed].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    plain = _Plain.of(spelt, boxes[printed], starts, styles[firsts], columns.known)
    words: list[Word] = []
    doubled = done = 0
    for line in sorted(set(made.lines[made.odd].tolist())):
        here, beyond = np.searchsorted(made.lines[firsts], (line, line + 1)).tolist()
        words += plain.words(done, here, page, len(words))
        places = made.order[made.lines == line].tolist()
        more, twice = line_words([columns.one(place) for place in places], page, len(words))
        words += more
        doubled, done = doubled + twice, beyond
    words += plain.words(done, len(starts), page, len(words))
    letters = printed[kinds[made.order][printed] & IS_ALONE != 0]
    over = _on_one_spot(letters, codes, made.lines, boxes[:, 0], sizes[made.order])
    return words, doubled, bool(over.any())


def is_overprinted(word: Word) -> bool:
    """Say whether letters of a word stand on one another, so that their order cannot be trusted.

    Letters of a watermark, and a mark set into a box that is a letter, are none of that.
    """
    step = (word.edges[-1] - word.edges[0]) / len(word.text)
    if word.box.height > TALLEST * word.size or step < NARROWEST * word.size:
        return False
    pairs = zip(word.edges, word.text, strict=False)
    letters = [(edge, letter) for edge, letter in pairs if _needs_its_spot(letter)]
    return len(letters) >= FEWEST and any(
        one != other and right - left < CROWDED * step for (left, one), (right, other) in pairwise(letters)
    )


def _on_one_spot(letters: Places, codes: Places, lines: Places, left: Numbers, sizes: Numbers) -> Choice:
    """Say of each letter but the first whether it stands on the one before, and is another."""
    before, after = letters[:-1], letters[1:]
    found: Choice = (
        (codes[after] != codes[before])
        & (lines[after] == lines[before])
        & (left[after] - left[before] < ON_ONE_SPOT * np.minimum(sizes[after], sizes[before]))
    )
    return found


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


def _plan(kinds: Kinds, codes: Places, boxes: Numbers, sizes: Numbers) -> Plan:
    """Sort upright characters into lines and words.

    A line is measured from its highest character and not from neighbour to neighbour: in a table whose
    cells are set at slightly different heights neighbours would chain all lines of the page into one.
    """
    left, top, right, _ = boxes.T
    order = np.lexsort((left, top))
    heights, counts = np.unique(top, return_counts=True)
    numbers, number, highest = [], -1, -np.inf
    for height in heights.tolist():
        if height - highest > SAME_LINE:
            number, highest = number + 1, height
        numbers.append(number)
    lines = np.repeat(np.array(numbers, dtype=np.int64), counts)
    order = order[np.lexsort((right[order], left[order], lines))]
    kinds, codes, boxes, sizes = kinds[order], codes[order], boxes[order], sizes[order]
    odd = _twice(codes, sizes, lines, boxes) | _small(kinds, sizes, lines) | (kinds & IS_SPELT != 0)
    return Plan(order, lines, odd, _begins(kinds, sizes, lines, boxes))


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


def _small(kinds: Kinds, sizes: Numbers, lines: Places) -> Choice:
    """Say which digits are much smaller than other print of their line."""
    largest = np.maximum.reduceat(sizes, np.flatnonzero(np.diff(lines, prepend=-1)))
    small: Choice = (kinds & IS_DIGIT != 0) & (sizes < RAISED * largest[lines])
    return small


def _begins(kinds: Kinds, sizes: Numbers, lines: Places, boxes: Numbers) -> Choice:
    """Say at which printed characters a word begins: after a space, a wide gap, or in a new line.

    A space within the letter before it parts nothing (see `careful`).
    """
    begins: Choice = kinds & IS_SPACE == 0
    printed = np.flatnonzero(begins)
    if not len(printed):
        return begins
    left, right = boxes[:, 0], boxes[:, 2]
    spaced_to = np.maximum.reduceat(np.where(begins, -np.inf, right), printed)
    before, after = printed[:-1], printed[1:]
    begins[after] = (
        (lines[after] != lines[before])
        | (spaced_to[:-1] > right[before])
        | (left[after] - right[before] > WORD_GAP * np.maximum(sizes[after], 1.0))
    )
    return begins


def words_by_helper(columns: Characters, page: int) -> tuple[list[Word], int, bool]:
    """Do what `words_by_columns` does, in C (`_words.c`); odd lines come back to be read one by one."""
    doubled = 0

    def odd_line(places: list[int], index: int) -> list[Word]:
        nonlocal doubled
        words, twice = line_words([columns.one(place) for place in places], page, index)
        doubled += twice
        return words

    sizes = np.array([style.size for style in columns.known], dtype=np.float64)[columns.styles]
    looks = [(style.font, style.size, style.colour, style.upright) for style in columns.known]
    words, overprinted = _words.upright_words(
        _kinds_of(columns.codes),
        columns.codes,
        np.ascontiguousarray(columns.boxes),
        sizes,
        columns.styles,
        looks,
        odd_line,
        Word,
        Box,
        page,
    )
    return words, doubled, overprinted


try:
    require_current("extract.pdf.text._words")
    from extract.pdf.text import _words
except ImportError:
    upright_words = words_by_columns
else:
    upright_words = words_by_helper
