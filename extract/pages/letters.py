"""Letters and digits, as they are counted to compare what two readers find."""

from __future__ import annotations

import unicodedata
from collections import Counter

from extract.pages.characters import UNKNOWN_GLYPH
from records.pages import Page


def letters(text: str) -> Counter[str]:
    """Count letters and digits, ligatures and other compatible forms taken apart."""
    return Counter(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def differences(page: Page, second: Counter[str]) -> tuple[Counter[str], Counter[str]]:
    """Give the letters and digits of which a second reader finds more, and those of which it finds fewer.

    Letters struck twice, those outside the page, and glyphs without a letter are counted and not given
    by the first reader; so many may differ.
    """
    printed = "".join(word.text for word in page.words)
    first = letters(printed)
    if first == second:
        return Counter(), Counter()
    more, fewer = second - first, first - second
    known = page.duplicates + page.hidden + printed.count(UNKNOWN_GLYPH)
    return (more, fewer) if fewer or more.total() > known else (Counter(), Counter())
