"""Letters that a font names wrongly, and accents that it prints apart, put right in the words of a page.

Exports of Calibri and Carlito call the glyph of "ti" by the letter Ɵ, and other ligatures by other letters
that no English word has: "acƟon", "seƫng". `ligatures.csv` tells for each what is meant, and, as patterns,
the letter after which and before which alone it means that. The words are corrected after the cross-check,
which compares letters as the file names them.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec
from msgspec.structs import replace

from records.pages import Page, Word, packed


class _Ligature(msgspec.Struct, frozen=True):
    """A letter that stands for others, and the patterns of its neighbours; an empty one fits all."""

    printed: str
    letters: str
    after: str
    before: str


@cache
def _ligatures() -> tuple[_Ligature, ...]:
    text = files("extract.pdf.text").joinpath("ligatures.csv").read_text(encoding="utf-8")
    return tuple(_Ligature(**line) for line in csv.DictReader(text.splitlines()))


def correct_letters(page: Page) -> Page:
    """Return a page whose words have the letters that are meant, composed (NFC)."""
    words = tuple(word if word.text.isascii() else _corrected(word) for word in page.words)
    return page if words == page.words else replace(page, words=words)


@cache
def _misnamed() -> frozenset[str]:
    return frozenset(ligature.printed for ligature in _ligatures())


def _corrected(word: Word) -> Word:
    if unicodedata.is_normalized("NFC", word.text) and _misnamed().isdisjoint(word.text):
        return word
    meant = [_meant(word.text, at) for at in range(len(word.text))]
    if "".join(meant) == word.text and unicodedata.is_normalized("NFC", word.text):
        return word
    text, edges, printed = "", list[float](), word.edges
    for begin, end in _clusters(meant):
        letters = unicodedata.normalize("NFC", "".join(meant[begin:end]))
        left, right = printed[begin], printed[end]
        edges += [round(left + at * (right - left) / len(letters), 2) for at in range(len(letters))]
        text += letters
    return replace(word, text=text, packed_edges=packed((*edges, printed[-1])))


def _clusters(letters: Sequence[str]) -> list[tuple[int, int]]:
    """Return where each letter begins and ends with the accents that follow it."""
    starts = [
        at for at, letter in enumerate(letters) if not at or not all(map(unicodedata.combining, letter))
    ]
    return list(zip(starts, [*starts[1:], len(letters)], strict=True))


def _meant(text: str, at: int) -> str:
    """Return what the letter at a place of a word means; itself if no other letter stands beside it."""
    letter = text[at]
    beside = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if letter.isascii() or not any(map(str.isalpha, beside)):
        return letter
    for ligature in _ligatures():
        if letter == ligature.printed and all(
            not pattern or re.fullmatch(pattern, neighbour)
            for pattern, neighbour in zip((ligature.after, ligature.before), beside, strict=True)
        ):
            return ligature.letters
    return letter
