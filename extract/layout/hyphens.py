"""Hyphens at the ends of lines: 'safeguard-' above 'ing' is 'safeguarding', 'multi-' above 'agency' is not.

A line can also break behind a hyphen that the word has by itself. What is not certain keeps its hyphen.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from extract.families.column_headings import table_words
from extract.layout.lines import BROKEN, Line
from records.pages import Page, continuing

WHOLE = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
"""A word of letters, with the hyphens inside it."""

HYPHENS = ("-", "\u2010", "\u2011")

LAST_LETTERS = re.compile(r"[^\W\d_]{2,}(?=[-\u2010\u2011]$)")
FIRST_LETTERS = re.compile(r"[^\W\d_]+")


def written_words(pages: Iterable[Page]) -> frozenset[str]:
    """Return the words of a document in small letters, those with hyphens as they are."""
    printed = {word.text for page in pages for word in page.words}
    text = " ".join(word for word in printed if not BROKEN.search(word))
    return frozenset(WHOLE.findall(re.sub("[\u2010\u2011]", "-", text.casefold())))


def is_parted(start: str, rest: str, written: Callable[[], frozenset[str]]) -> bool:
    """Return whether the hyphen that ends `start` was set for the line's end alone.

    The document tells, by the word that it prints elsewhere with a hyphen or without; else the rest does,
    if it is listed as the end of a word.
    """
    left, right = LAST_LETTERS.search(start), FIRST_LETTERS.match(rest)
    if left is None or right is None or not right[0].islower():
        return False
    first, last = left[0].casefold(), right[0]
    words = written()
    if f"{first}-{last}" in words:
        return False
    return first + last in words or last in table_words().word_ends


def join_parted(lines: Sequence[Line], written: Callable[[], frozenset[str]]) -> tuple[Line, ...]:
    """Return the lines of a paragraph, with words marked that go on with the parted one above."""
    found = {lower.words[0].key for lower in parted_below(lines, written)}
    if not found:
        return tuple(lines)
    return tuple(
        Line.of([continuing(line.words[0]), *line.words[1:]]) if line.words[0].key in found else line
        for line in lines
    )


def parted_below(lines: Sequence[Line], written: Callable[[], frozenset[str]]) -> list[Line]:
    """Return the lines that begin with the rest of a word parted by a hyphen."""
    return [
        lower
        for upper, lower in pairwise(lines)
        if upper.words[-1].text.endswith(HYPHENS)
        and is_parted(upper.words[-1].text, lower.words[0].text, written)
    ]
