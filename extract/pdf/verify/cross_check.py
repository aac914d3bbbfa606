"""The cross-check: another parser must find the same letters and digits on every page.

A parser that loses text says nothing about it: a cut stream, a page tree with a loop, a font that it
cannot map all end in less text and no error. Two parsers seldom lose the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence

from extract.pdf.pdfium.document import read_texts
from extract.pdf.text.characters import UNKNOWN_GLYPH
from extract.pdf.tolerances import DOUBLED, LEAST_STEP
from extract.pdf.verify.letter_counts import count_letters, differences
from records.errors import SourceError
from records.outcome import Issue
from records.pages import Page

MOST_UNKNOWN = 0.02
"""The share of a page's glyphs that may have no letter: odd bullets do; more is a font that is lost."""
MOST_SHOWN = 12


def cross_check(content: bytes, pages: Sequence[Page], password: str | None = None) -> list[Issue]:
    """Return an issue for each page on which another parser finds other letters, or for the whole document.

    Pages that pdfium reads are compared with their content streams, as pdfminer opens them, before they are
    given (see `extract.pdf.reader`). What is left are pages that pdfplumber has read, and their number.
    """
    fast = [page.number for page in pages if page.reader == "pdfium"]
    if pages and len(fast) == len(pages):
        return []  # their number was compared, too
    try:
        count, texts = read_texts(content, password, leave_out=fast)
    except SourceError as error:
        return [Issue("error", "second_reader", f"a second reader fails: {error.detail.rstrip('.')}")]
    if count != len(pages):
        counts = f"one reader finds {len(pages)} pages, a second one {count}"
        return [Issue("error", "second_reader", counts)]
    return [issue for page in pages if page.number in texts for issue in compare(page, texts[page.number])]


def compare(page: Page, second: str) -> list[Issue]:
    """Compare the letters and digits of a page with those of the text that a second reader finds.

    Not told are letters that the second reader gives for quotation marks and the like, as many of them, nor
    what it leaves out because an equal letter stands on the same spot, in another font or size.
    """
    printed = "".join(word.text for word in page.words)
    unknown = printed.count(UNKNOWN_GLYPH)
    if unknown > MOST_UNKNOWN * len(printed):
        message = f"{unknown} of {len(printed)} glyphs on page {page.number} have no letter"
        return [Issue("error", "unknown_glyphs", message, page.number)]
    more, fewer = differences(page, count_letters(second))
    if more and not fewer and all(not letter.isascii() for letter in more):
        more = more if more.total() > (_marks(printed) - _marks(second)).total() else Counter()
    if fewer and not more:
        fewer -= _doubled(page, fewer)
    if not more and not fewer:
        return []
    said = " and ".join(
        f"{found.total()} {what} ({_some(found)})"
        for found, what in ((more, "more"), (fewer, "fewer"))
        if found
    )
    message = f"a second reader finds {said} letters and digits on page {page.number}"
    return [Issue("error", "second_reader", message, page.number)]


def _marks(text: str) -> Counter[str]:
    """Return the characters beyond ASCII that are neither letters nor digits."""
    return Counter(letter for letter in text if not (letter.isascii() or letter.isalnum()))


def _doubled(page: Page, letters: Container[str]) -> Counter[str]:
    """Return how many of some letters stand on an equal one."""
    near = DOUBLED * max((word.size for word in page.words), default=0.0)
    step = max(near, LEAST_STEP)
    spots: dict[tuple[str, int, int], list[tuple[float, float]]] = {}
    doubled: Counter[str] = Counter()
    for word in page.words:
        y = word.box.middle[1]
        for letter, x in zip(word.text.casefold(), word.edges, strict=False):
            if letter not in letters:
                continue
            column, line = int(x // step), int(y // step)
            places = ((letter, column + right, line + down) for right in (-1, 0, 1) for down in (-1, 0, 1))
            before = (spot for place in places for spot in spots.get(place, ()))
            doubled[letter] += any(max(abs(x - a), abs(y - b)) < DOUBLED * word.size for a, b in before)
            spots.setdefault((letter, column, line), []).append((x, y))
    return doubled


def _some(found: Counter[str]) -> str:
    shown = "".join(sorted(found.elements()))
    return shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]}…"
