"""What a check looks at: the rows of a document, and what stands on its pages beside them."""

import re
from collections.abc import Sequence
from functools import cached_property

import msgspec

from extract.families.column_roles import Role
from extract.families.registry import Family
from extract.layout.page_layout import Layout
from extract.layout.paragraphs import Paragraph
from extract.tables.stitch import Table
from records.outcome import Issue
from records.pages import Word
from records.report import RawRow

MOST_QUOTED = 60
"""Characters of a document that a message quotes."""

NAMELESS = re.compile(r"\S*\ufffd\S*(?: \S*\ufffd\S*)*")
"""Words with a glyph that has no letter."""

Element = Paragraph | Table


class Checked(msgspec.Struct, frozen=True, dict=True):
    """The rows of a document, its layout, its family, and which words its rows took.

    `taken` holds page and index of each word of a row, or of the heading of a list that gave rows.
    """

    layout: Layout
    family: Family
    rows: Sequence[RawRow]
    taken: frozenset[tuple[int, int]]

    @cached_property
    def elements(self) -> tuple[tuple[Element, bool], ...]:
        """Paragraphs and tables as they follow on the pages, and whether a row took any word of each."""
        placed: list[tuple[tuple[int, float, float], Element]] = [
            *(((p.page, p.box.top, p.box.x0), p) for p in self.layout.paragraphs),
            *(((t.grids[0].page, t.grids[0].box.top, t.grids[0].box.x0), t) for t in self.layout.tables),
        ]
        placed.sort(key=lambda each: each[0])
        return tuple((element, self.took(element)) for _, element in placed)

    @cached_property
    def refs(self) -> frozenset[str]:
        """The printed numbers of the rows, without marks and case."""
        cells = (row.fields.get(Role.REF) for row in self.rows)
        return frozenset(plain(cell.text) for cell in cells if cell is not None)

    def took(self, element: Element) -> bool:
        """Return whether a row took any word of a paragraph or table."""
        return any((word.page, word.index) in self.taken for word in element.words)


def failed(code: str, message: str, page: int | None = None, row: RawRow | None = None) -> Issue:
    """Return the issue of a failed check: about one row, or about the document where `row` is None."""
    if row is not None and page is None:
        page = row.regions[0].page if row.regions else None
    return Issue("warning", code, message, page, row=row.position if row is not None else None)


def plain(text: str) -> str:
    """Return the letters and digits of a text, case aside."""
    return re.sub(r"\W+", "", text).casefold()


def quoted(words: Sequence[Word] | str) -> str:
    """Return the beginning of some words on one line, in quotation marks.

    A word with a glyph that has no letter is left out: its font names no letters, or wrong ones.
    """
    text = words if isinstance(words, str) else " ".join(word.text for word in words)
    line = NAMELESS.sub("…", " ".join(text.split()))
    return f"'{line}'" if len(line) <= MOST_QUOTED else f"'{line[: MOST_QUOTED - 1]}…'"


def name_of(row: RawRow) -> str:
    """Return what a message calls a row: its place, and its printed number where it has one."""
    ref = row.fields.get("ref")
    return (
        f"row {row.position} (number {quoted(ref.text)})"
        if ref is not None and ref.blocks
        else f"row {row.position}"
    )
