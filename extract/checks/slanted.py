"""Words whose letters climb, fall or lean: their order on a line is not that in which they are read."""

from __future__ import annotations

from collections.abc import Iterator

from extract.checks.evidence import Checked, failed, name_of, quoted
from records.geometry import holds
from records.outcome import Issue
from records.pages import Word
from records.report import RawRow


def slanted_words(checked: Checked) -> Iterator[Issue]:
    """Report rows that hold slanted words, and each page where a row, judgement or heading does.

    Words are read in level lines. Letters that climb are parted among several lines, each from the left.
    """
    words = [word for page in checked.layout.pages for word in page.words if word.slanted]
    taken = [word for word in words if (word.page, word.index) in checked.taken]
    for row in checked.rows if taken else ():
        held = [word for word in taken if _stands_in(row, word)]
        if held:
            message = f"Words of {name_of(row)} are slanted: {quoted(held)}."
            yield failed("slanted_words", message, held[0].page, row)
    for page in sorted({word.page for word in taken}):
        held = [word for word in taken if word.page == page]
        message = f"Slanted words on page {page} may be read in a wrong order: {quoted(held)}."
        yield failed("slanted_words", message, page)


def _stands_in(row: RawRow, word: Word) -> bool:
    """Return whether a word stands in one of the places of a row."""
    return any(
        region.page == word.page and holds(region.box, *word.box.middle)
        for passage in (*row.fields.values(), *row.earlier.values())
        for region in passage.regions
    )
