"""Words of lines in which no spaces are printed, or whose letters are set apart."""

from __future__ import annotations

from string import ascii_lowercase

import msgspec
import numpy as np

from extract.pdf.text.characters import Choice, Numbers, Places
from extract.pdf.tolerances import (
    LEAST_STEP,
    NARROW_GAP,
    SAME_GAP,
    SAME_STEP,
    SET_APART,
    SET_TIGHT,
    TIGHT_LETTERS,
    WORD_GAP,
)

FEWEST_APART = 4
"""Letters in a row that make words of letters set apart; capitals may be a list, and are one more."""

NO_GAP = np.inf


class Letters(msgspec.Struct, frozen=True):
    """The printed letters of lines, from the left, in columns: their text, and the gap before each.

    `gaps` are shares of the letter size, `NO_GAP` before the first letter of a line; `spaced` says before
    which a space was printed that can be seen. `sides` are their left and right edges in points.
    """

    text: str
    lines: Places
    gaps: Numbers
    spaced: Choice
    styles: Places
    sides: Numbers


def adjust(letters: Letters, begins: Choice) -> Choice:
    """Return which letters begin a word, by those that do by the usual rule."""
    narrow = (letters.gaps > NARROW_GAP) & (letters.gaps <= WORD_GAP) & ~begins
    if narrow.any():
        begins = begins.copy()
        for line in set(letters.lines[narrow].tolist()):
            _part_unspaced(letters, begins, *np.searchsorted(letters.lines, (line, line + 1)).tolist())
    alone = begins & np.append(begins[1:], True)
    if np.count_nonzero(alone) >= FEWEST_APART:
        begins = begins.copy()
        for first, beyond in _stretches(letters, begins, alone):
            _join_set_apart(letters, begins, first, beyond)
    return begins


def _part_unspaced(letters: Letters, begins: Choice, first: int, beyond: int) -> None:
    """Part a line without any space at the gaps that are much wider than those between its letters.

    The space of Calibri is 0.226 of its size, so that no gap in a line of it is as wide as others are.
    """
    if letters.spaced[first:beyond].any():
        return
    gaps = letters.gaps[first:beyond]
    usual = float(np.median(gaps))
    if usual > SET_TIGHT:  # of one or two letters it has no end
        return
    tight = np.abs(gaps - usual) <= SET_TIGHT
    if np.count_nonzero(tight) >= TIGHT_LETTERS * len(gaps):
        begins[first:beyond] |= gaps - usual > NARROW_GAP


def _stretches(letters: Letters, begins: Choice, alone: Choice) -> list[tuple[int, int]]:
    """Return where letters stand alone one after the other, in one line and style: from, and to before.

    The gap before the first one is not theirs.
    """
    goes_on = alone[1:] & alone[:-1] & (letters.gaps[1:] <= 2 * SET_APART)
    goes_on &= letters.styles[1:] == letters.styles[:-1]
    if np.count_nonzero(goes_on) < FEWEST_APART - 1:
        return []
    changes = np.flatnonzero(np.diff(goes_on, prepend=False, append=False)).tolist()
    stretches = zip(changes[::2], changes[1::2], strict=True)
    return [
        (first, last + 1)
        for first, last in stretches
        if last + 1 - first >= FEWEST_APART
        and _is_text(letters.text[first : last + 1])
        and not _is_in_columns(letters, first, last + 1)
        and not _is_of_words(letters, begins, first, last + 1)
    ]


def _is_text(letters: str) -> bool:
    """Return whether letters that stand alone may be words, and no scale ('1 2 3 4') or list of marks."""
    if letters in ascii_lowercase:
        return False
    if any(letter.islower() for letter in letters):
        return 2 * sum(letter.isalpha() for letter in letters) > len(letters)
    return letters.isalpha() and len(letters) > FEWEST_APART and list(letters) != sorted(letters)


def _is_in_columns(letters: Letters, first: int, beyond: int) -> bool:
    """Return whether letters stand in columns of one width, such as a rating for each month.

    Their left sides, middles or right sides are the same step apart, or some of it, where a column is blank,
    while the gaps between them differ. Those of letters set apart are alike.
    """
    gaps = letters.gaps[first + 1 : beyond]
    left, right = letters.sides[first:beyond].T
    for places in (left, (left + right) / 2, right):
        steps = np.diff(places)
        columns = steps / max(steps.min(), LEAST_STEP)
        if (np.abs(columns - columns.round()) <= SAME_STEP).all():
            return bool(np.ptp(gaps[columns.round() == 1]) > SAME_GAP)
    return False


def _is_of_words(letters: Letters, begins: Choice, first: int, beyond: int) -> bool:
    """Return whether letters are words by themselves: the words beside them are parted by no wider gaps.

    'on days M T W T F S S' is a list of days; what stands further off, in another cell, tells nothing.
    """
    far = letters.gaps > SET_APART
    left = first - int(np.argmax(far[first::-1]))
    right = beyond + int(np.argmax(np.append(far[beyond:], True)))
    alone = begins & np.append(begins[1:], True)
    ordinary = begins & ~alone & ~np.append(True, alone[:-1])
    beside = letters.gaps[left + 1 : right][ordinary[left + 1 : right]]
    return bool((beside < letters.gaps[first + 1 : beyond].min() + NARROW_GAP).any())


def _join_set_apart(letters: Letters, begins: Choice, first: int, beyond: int) -> None:
    """Join letters set apart into words: they part where the gap is wider than the least one by a space.

    Shorter words of the line and style whose letters have the same gap are joined, too.
    """
    gaps = letters.gaps[first + 1 : beyond]
    joined = (gaps < gaps.min() + NARROW_GAP) & (gaps <= SET_APART)
    if np.count_nonzero(joined) >= FEWEST_APART - 1:
        begins[first + 1 : beyond] &= ~joined
        alike = np.abs(letters.gaps - gaps.min()) < NARROW_GAP / 2
        alike &= (letters.lines == letters.lines[first]) & (letters.styles == letters.styles[first])
        alone = begins & np.append(begins[1:], True)
        begins &= ~(alike & alone & np.append(False, alone[:-1]))
