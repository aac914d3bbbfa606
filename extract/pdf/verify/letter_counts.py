"""Characters of a page, counted to compare what two readers find."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from extract.pdf.text.characters import BEYOND, NO_BREADTH, UNKNOWN_GLYPH
from records.pages import Page

LONGEST_LIGATURE = 3
"""Letters that a glyph without a letter may stand for: that of 'ffi'."""

HYPHENS = str.maketrans("\u00ad\u2010\u2011", "---")


def count_characters(text: str) -> Counter[str]:
    """Return how often each character is in a text, but for spaces; compatible forms are taken apart."""
    counted: Counter[str] = Counter()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    for code, count in count_codes(codes):
        for piece in compatible(chr(code)):
            counted[piece] += count
    return counted


def count_codes(codes: npt.NDArray[np.unsignedinteger]) -> Iterator[tuple[int, int]]:
    """Yield each code that there is, with how often it is there."""
    if len(codes) and codes.max() > BEYOND:
        there, counts = np.unique(codes, return_counts=True)
        return zip(there.tolist(), counts.tolist(), strict=True)
    table = np.bincount(codes)
    there = np.flatnonzero(table)
    return zip(there.tolist(), table[there].tolist(), strict=True)


@lru_cache(maxsize=4096)
def compatible(letter: str) -> str:
    """Return what a letter, or a glyph of several, counts as: '' for a space, 'fi' for the ligature."""
    return "".join(unicodedata.normalize("NFKC", letter).translate(HYPHENS).split()).strip(NO_BREADTH)


def count_letters(text: str) -> Counter[str]:
    """Return the letters and digits of `count_characters`, capitals with small letters.

    One reader may give small capitals as capitals, and another not. Modifiers are quotation marks to some.
    """
    counted: Counter[str] = Counter()
    for char, count in count_characters(text).items():
        if char.isalnum() and unicodedata.category(char) != "Lm":
            counted[char.casefold()] += count
    return counted


def differences(
    page: Page, second: Counter[str], count: Callable[[str], Counter[str]] = count_letters
) -> tuple[Counter[str], Counter[str]]:
    """Return what a second reader finds more of than stands on the page, and what it finds less of.

    Words that nobody sees, and watermarks, stand in the file and are compared like others. What is struck
    twice, stands outside the page, or is a glyph without a letter is counted and not given by the first
    reader; so much may differ. `count` says what is compared.
    """
    text = "".join([word.text for word in (*page.words, *page.unseen, *page.watermark)])
    first = count(text)
    # Counters ask of each letter whether it is missing in the other; tables of numbers need not.
    if dict.__eq__(first, second):
        return Counter(), Counter()
    more, fewer = second - first, first - second
    known = page.duplicates + page.hidden + LONGEST_LIGATURE * text.count(UNKNOWN_GLYPH)
    return (more, fewer) if fewer or more.total() > known else (Counter(), Counter())
