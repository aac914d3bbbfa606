"""A second opinion: another parser must find the same letters and digits on every page.

A parser that loses text says nothing about it: a cut stream, a page tree with a loop, a font that it
cannot map all end in less text and no error. Two parsers seldom lose the same.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from extract.pages import pdfium
from records.errors import SourceError
from records.outcome import Issue
from records.pages import Page

UNKNOWN = "\ufffd"
MOST_UNKNOWN = 0.02
"""The share of a page's glyphs that may have no letter: odd bullets do; more is a font that is lost."""
MOST_SHOWN = 12


def second_opinion(content: bytes, pages: Sequence[Page], password: str | None = None) -> list[Issue]:
    """Say where pdfium reads other letters than `pages` hold, or another number of pages, or nothing."""
    try:
        texts = pdfium.read_texts(content, password)
    except SourceError as error:
        return [Issue("error", "second_reader", f"a second reader fails: {error.detail.rstrip('.')}")]
    if len(texts) != len(pages):
        counts = f"one reader finds {len(pages)} pages, a second one {len(texts)}"
        return [Issue("error", "second_reader", counts)]
    return [issue for page, text in zip(pages, texts, strict=True) for issue in compare(page, text)]


def compare(page: Page, text: str) -> list[Issue]:
    """Compare the letters and digits of a page with those of a second reader.

    Letters struck twice, those outside the page, and glyphs without a letter are counted and not given
    by the first reader; so many may differ.
    """
    printed = "".join(word.text for word in page.words)
    unknown = printed.count(UNKNOWN)
    if unknown > MOST_UNKNOWN * len(printed):
        message = f"{unknown} of {len(printed)} glyphs on page {page.number} have no letter"
        return [Issue("error", "unknown_glyphs", message, page.number)]
    first, second = letters(printed), letters(text)
    more, fewer = second - first, first - second
    known = page.duplicates + page.hidden + unknown
    if more.total() <= known and not fewer:
        return []
    said = " and ".join(
        f"{found.total()} {what} ({_some(found)})"
        for found, what in ((more, "more"), (fewer, "fewer"))
        if found
    )
    message = f"a second reader finds {said} letters and digits on page {page.number}"
    return [Issue("error", "second_reader", message, page.number)]


def letters(text: str) -> Counter[str]:
    """Count letters and digits, ligatures and other compatible forms taken apart."""
    return Counter(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def _some(found: Counter[str]) -> str:
    shown = "".join(sorted(found.elements()))
    return shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]}…"
