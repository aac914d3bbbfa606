"""Characters become words, by one rule for every page reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from sys import intern
from typing import TypeAlias
from unicodedata import category

import msgspec
import numpy as np
import numpy.typing as npt

from extract.pdf.text.characters import BEYOND, Character, Characters, Choice, Numbers, Places, Style
from extract.pdf.text.irregular_lines import LIGATURES, NEIGHBOURS, line_words, turned_words
from extract.pdf.text.letter_spacing import NO_GAP, Letters, adjust
from extract.pdf.tolerances import (
    CROWDED,
    DOUBLE_STRIKE,
    NARROWEST,
    ON_ONE_SPOT,
    RAISED,
    SAME_LINE,
    TALLEST,
    WORD_GAP,
)
from records.geometry import Box
from records.pages import FARTHEST, HUNDREDTHS, SLANTED, USUAL, Word

Kinds: TypeAlias = npt.NDArray[np.uint8]

IS_SPACE, IS_DIGIT, IS_SPELT, IS_ALONE = 1, 2, 4, 8
"""What the kind of a character tells of it; the last two: a glyph of several letters, one that needs a spot
of its own."""

FEWEST = 4
"""Letters of a word that can be crowded."""

PUNCTUATION = frozenset({"Pd", "Ps", "Pe", "Pi", "Pf", "Po"})
"""Classes of Unicode. The low line is left out, and what is set over letters: accents, strokes, boxes."""


def _needs_its_spot(letter: str) -> bool:
    return letter.isalnum() or category(letter) in PUNCTUATION


def _kind(code: int) -> int:
    """Return the kind of a character by its number; of what is beyond, nothing is known."""
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
    """Return the kinds of characters; each is asked for once, when it is first met."""
    kinds = _KINDS.take(codes)
    if (kinds == _NOT_MET).any():
        for code in set(codes.tolist()):
            _KINDS[code] = _kind(code)
        kinds = _KINDS[codes]
    return kinds


_HUNDREDTHS: npt.NDArray[np.object_] = (np.arange(120_000) / 100).astype(object)
"""The numbers that pages share, up to 1,200 points: the longer side of A3."""


def shared(numbers: Numbers) -> list[float]:
    """Return numbers that are rounded to a hundredth, equal ones as one object.

    Words hold many thousand numbers a page, which take more memory than their letters.
    """
    hundredths = np.rint(100 * numbers)
    is_near = hundredths.min(initial=0) >= 0 and hundredths.max(initial=0) < len(_HUNDREDTHS)
    told: list[float] = (_HUNDREDTHS.take(hundredths.astype(np.int64)) if is_near else numbers).tolist()
    return told


_PLACES = tuple(range(4096))


def _places(first: int, beyond: int) -> Sequence[int]:
    """Return the numbers from one to before another; those of most pages are the same objects for all."""
    return _PLACES[first:beyond] if beyond <= len(_PLACES) else range(first, beyond)


class Grouped(msgspec.Struct, frozen=True):
    """Words from top to bottom, the count of characters struck twice, and whether letters are overprinted.

    These stand on other letters, so that their order cannot be trusted: a document whose fonts tell wrong
    widths prints so, and one whose cells run over into their neighbours.
    """

    words: tuple[Word, ...]
    doubled: int
    overprinted: bool


class _Sorted(msgspec.Struct, frozen=True):
    """Upright characters in lines from the top, each from the left, in columns.

    `places` are those among the characters of the page, `lines` the numbers of their lines.
    """

    places: Places
    lines: Places
    kinds: Kinds
    codes: Places
    boxes: Numbers
    styles: Places
    sizes: Numbers

    @classmethod
    def of(cls, columns: Characters) -> _Sorted:
        """Sort characters into lines.

        A line is measured from its highest character and not from neighbour to neighbour: in a table whose
        cells are set at slightly different heights neighbours would chain all lines of the page into one.
        """
        left, top, right, _ = columns.boxes.T
        order = np.argsort(top, kind="stable")
        lines = _line_numbers(top.take(order))
        # Complex numbers are sorted by their real parts, then by their imaginary ones: here by line, left
        # and right, many times faster than by three keys.
        across = left.take(order) - left.min()
        keys = lines * (across.max() + 1) + across + 1j * right.take(order)
        order = order.take(np.argsort(keys, kind="stable"))
        sizes = np.array([style.size for style in columns.known], dtype=np.float64)
        codes, styles = columns.codes.take(order), columns.styles.take(order)
        boxes = columns.boxes.take(order, axis=0)
        return cls(order, lines, _kinds_of(codes), codes, boxes, styles, sizes.take(styles))


def _line_numbers(tops: Numbers) -> Places:
    """Return the number of the line of each character, by their tops from the highest."""
    firsts = np.flatnonzero(np.append(True, tops[1:] != tops[:-1]))
    numbers, number, highest = [], -1, -np.inf
    for top in tops[firsts].tolist():
        if top - highest > SAME_LINE:
            number, highest = number + 1, top
        numbers.append(number)
    return np.repeat(np.array(numbers, dtype=np.int64), np.diff(np.append(firsts, len(tops))))


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
    words, doubled, overprinted = _upright_words(upright, page)
    if turned.any():
        chosen = [columns.one(place) for place in np.flatnonzero(turned).tolist()]
        more, twice = turned_words(chosen, page, len(words))
        words += more
        doubled += twice
    return Grouped(tuple(words), doubled, overprinted)


def _upright_words(columns: Characters, page: int) -> tuple[list[Word], int, bool]:
    """Return the words that upright characters form, as `Grouped` does.

    Most lines are read together; odd ones, such as those with letters struck twice, one character at a time.
    """
    if not len(columns.codes):
        return [], 0, False
    sorted_ = _Sorted.of(columns)
    printed = np.flatnonzero(sorted_.kinds & IS_SPACE == 0)
    if not len(printed):
        return [], 0, False
    # Letters of more than 16 bits, and glyphs of several, stand in odd lines.
    letters = sorted_.codes.take(printed).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    starts = np.flatnonzero(_begin_words(sorted_, printed, letters))
    firsts = printed.take(starts)
    boxes = sorted_.boxes.take(printed, axis=0)
    plain = _Plain.of(letters, boxes, starts, sorted_.styles.take(firsts), columns.known)
    words: list[Word] = []
    doubled = done = 0
    for line in sorted(set(sorted_.lines[_are_odd(sorted_)].tolist())):
        here, beyond = np.searchsorted(sorted_.lines[firsts], (line, line + 1)).tolist()
        words += plain.words(done, here, page, len(words))
        places = sorted_.places[sorted_.lines == line].tolist()
        more, twice = line_words([columns.one(place) for place in places], page, len(words))
        words += more
        doubled, done = doubled + twice, beyond
    words += plain.words(done, len(starts), page, len(words))
    return words, doubled, _any_on_one_spot(sorted_)


def is_overprinted(word: Word) -> bool:
    """Return whether letters of a word stand on one another, so that their order cannot be trusted.

    They may all stand on one spot, where a font does not say how wide they are. Letters of a watermark, and a
    mark set into a box that is a letter, are none of that.
    """
    edges = word.edges
    step = (edges[-1] - edges[0]) / len(word.text)
    if word.box.height > TALLEST * word.size:
        return False
    pairs = zip(edges, word.text, strict=False)
    letters = [(edge, letter) for edge, letter in pairs if _needs_its_spot(letter)]
    return len(letters) >= FEWEST and (
        step < NARROWEST * word.size
        or any(
            one != other and right - left < CROWDED * step
            for (left, one), (right, other) in pairwise(letters)
        )
    )


def _any_on_one_spot(sorted_: _Sorted) -> bool:
    """Return whether a letter stands on the one before, and is another."""
    letters = np.flatnonzero(sorted_.kinds & IS_ALONE)
    left, sizes = sorted_.boxes[:, 0].take(letters), sorted_.sizes.take(letters)
    near = np.flatnonzero(left[1:] - left[:-1] < ON_ONE_SPOT * np.minimum(sizes[1:], sizes[:-1]))
    before, after = letters[near], letters[near + 1]
    same_line = sorted_.lines[after] == sorted_.lines[before]
    return bool((same_line & (sorted_.codes[after] != sorted_.codes[before])).any())


class _Plain(msgspec.Struct, frozen=True):
    """Words of plain lines, in columns."""

    texts: Sequence[str]
    boxes: Sequence[Box]
    edges: Sequence[bytes]
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
        ends = np.append(starts[1:], len(x0))
        # One more for each word.
        edges = np.rint(100 * np.insert(x0, ends, right).clip(-FARTHEST, FARTHEST)).astype(HUNDREDTHS)
        each, size = edges.tobytes(), edges.itemsize
        shifts = np.arange(len(starts))
        firsts, beyond = size * (starts + shifts), size * (ends + shifts + 1)
        sides = map(shared, (x0[starts], highest, right, lowest))
        return cls(
            [intern(letters[begin:end]) for begin, end in zip(starts.tolist(), ends.tolist(), strict=True)],
            list(map(Box, *sides)),
            [each[begin:end] for begin, end in zip(firsts.tolist(), beyond.tolist(), strict=True)],
            styles.tolist(),
            known,
        )

    def words(self, first: int, beyond: int, page: int, index: int) -> Iterator[Word]:
        """Yield the words from one place to before another, numbered from `index`."""
        chosen = slice(first, beyond)
        styles = self.styles[chosen]
        return map(
            Word,
            repeat(page),
            _places(index, index + beyond - first),
            self.texts[chosen],
            self.boxes[chosen],
            self.edges[chosen],
            map([style.font for style in self.known].__getitem__, styles),
            map([style.size for style in self.known].__getitem__, styles),
            map([style.colour for style in self.known].__getitem__, styles),
            map([style.upright for style in self.known].__getitem__, styles),
            map([SLANTED if style.slanted else USUAL for style in self.known].__getitem__, styles),
        )


def _are_odd(sorted_: _Sorted) -> Choice:
    """Return which characters stand on an equal one, are small digits, or glyphs of several letters."""
    odd: Choice = sorted_.kinds & IS_SPELT != 0
    left, top, near = sorted_.boxes[:, 0], sorted_.boxes[:, 1], DOUBLE_STRIKE * sorted_.sizes
    for step in range(1, NEIGHBOURS + 1):
        after = np.flatnonzero(np.abs(left[step:] - left[:-step]) < near[step:]) + step
        before = after - step
        odd[after] |= (
            (sorted_.codes[after] == sorted_.codes[before])
            & (sorted_.lines[after] == sorted_.lines[before])
            & (np.abs(top[after] - top[before]) < near[after])
        )
    digits = np.flatnonzero(sorted_.kinds & IS_DIGIT)
    if len(digits) and sorted_.sizes[digits].min() < RAISED * sorted_.sizes.max():
        line_starts = np.flatnonzero(np.diff(sorted_.lines, prepend=-1))
        largest = np.maximum.reduceat(sorted_.sizes, line_starts)
        odd[digits] |= sorted_.sizes[digits] < RAISED * largest[sorted_.lines[digits]]
    return odd


def _begin_words(sorted_: _Sorted, printed: Places, letters: str) -> Choice:
    """Return which of the characters at `printed` begin a word: after a space, a wide gap, or in a new line.

    `letters` is their text. A space within the letter before it parts nothing (see `irregular_lines`).
    """
    sides = sorted_.boxes[:, ::2].take(printed, axis=0)
    left, right, lines = sides[:, 0], sorted_.boxes[:, 2], sorted_.lines.take(printed)
    spaces = np.where(sorted_.kinds & IS_SPACE, right, -np.inf)
    spaced_to, right = np.maximum.reduceat(spaces, printed)[:-1], sides[:-1, 1]
    begins, spaced = np.ones(len(printed), dtype=bool), np.zeros(len(printed), dtype=bool)
    gaps = np.full(len(printed), NO_GAP)
    same_line = lines[1:] == lines[:-1]
    gaps[1:][same_line] = ((left[1:] - right) / np.maximum(sorted_.sizes.take(printed)[1:], 1.0))[same_line]
    spaced[1:] = spaced_to > right
    begins[1:] = spaced[1:] | (gaps[1:] > WORD_GAP)
    return adjust(Letters(letters, lines, gaps, spaced, sorted_.styles.take(printed), sides), begins)
