"""Headings of actions: the rows that run over a table's columns, and what is printed above a table."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import msgspec

from extract.families.column_headings import heading_key, keys_of, table_words
from extract.layout.page_layout import Layout
from extract.layout.paragraphs import SENTENCE_END, Paragraph
from extract.layout.printed_numbers import DEPTH, OPENING, SECTION
from extract.readers.headings import LONGEST, style
from extract.tables.grids import Cell, Row
from extract.tables.stitch import Table
from extract.tolerances import MUCH_LARGER

SENTENCE = 8
"""A plain row over all columns with this many words and a full stop introduces the rows below it."""

Style = tuple[bool, bool, int]
Rank = tuple[Style, str]
"""How a heading is set, and what it calls itself: 'Priority 2' is one rank, 'Outcome 2.1' another."""


class Sections:
    """The headings in force while a table is read from the top, outermost first."""

    def __init__(self) -> None:
        self.levels: list[tuple[Rank, str]] = []
        self.in_use = False
        """Whether a row has been read since the last heading."""

    @property
    def titles(self) -> tuple[str, ...]:
        """The headings as printed."""
        return tuple(title for _, title in self.levels)

    def open(self, cell: Cell) -> None:
        """Put a heading in force, in the place of one that is set alike or below one that it follows at once.

        Colours tell no rank, since a plan may give each of its priorities another one.
        """
        rank = _style(cell), _label(cell.text)
        like = next((at for at, (other, _) in enumerate(self.levels) if other == rank), None)
        if like is not None:
            del self.levels[like:]
        elif self.in_use:
            self.levels.clear()
        self.levels.append((rank, cell.line))
        self.in_use = False


def _style(cell: Cell) -> Style:
    return cell.bold, cell.fill is not None, round(median(word.size for word in cell.words))


def _label(text: str) -> str:
    """Return the listed word that opens a heading before its number, or the depth of a bare number."""
    words = text.split()
    if (
        len(words) > 1
        and heading_key(words[0]) in keys_of(table_words().section_labels)
        and SECTION.match(words[1])
    ):
        return heading_key(words[0])
    number = DEPTH.match(text)
    return f"{number[0].count('.') + 1}" if number is not None else ""


def is_section(row: Row, table: Table) -> bool:
    """Return whether a row is a heading: one cell over all columns, or over most with the rest empty."""
    filled = row.filled
    return len(filled) == 1 and filled[0].end - filled[0].first > table.columns / 2 and table.columns > 1


def is_note(cell: Cell, *, introduces: bool) -> bool:
    """Return whether a row over all columns explains the table instead of heading a part of it.

    'Key:' and 'Note:' open such rows anywhere. A plain sentence counts where no action stands before it
    (`introduces`); one with a number of its own is a recommendation above its actions.
    """
    text = cell.line
    if _opening(text) in keys_of(table_words().notes):
        return True
    return (
        introduces
        and _is_plain(cell)
        and len(cell.words) >= SENTENCE
        and SENTENCE_END.search(text) is not None
    )


def _is_plain(cell: Cell) -> bool:
    return not cell.bold and cell.fill is None and OPENING.match(cell.line) is None


def may_be_said_below(cell: Cell) -> bool:
    """Return whether a row over all columns may say how the action above stands: a plain whole sentence.

    'Priority 2: …' calls itself a heading; '40 advisers were named.' does not.
    """
    named = _label(cell.text).isalpha()
    return _is_plain(cell) and not named and cell.line.endswith((".", "!"))


def is_said_below(cell: Cell) -> bool:
    """Return whether a row over all columns says how the action above stands: 'Update: it is signed'."""
    return _opening(cell.line) in keys_of(table_words().said_below)


def _opening(text: str) -> str:
    """Return the key of the words before a colon or dash, '' where there is neither."""
    return heading_key(text.split(":")[0].split(" - ")[0]) if ":" in text or " - " in text else ""


class Title(msgspec.Struct, frozen=True):
    """A heading over a whole table, how it is set, and whether it stands in the table's own first rows."""

    text: str
    style: Style
    inside: bool


def title_of(table: Table, above: int, layout: Layout, before: Sequence[Table]) -> Title | None:
    """Return the heading over a table: a row of its own over the header (`above` counts these), or the last
    heading of the running text between the table before and this one. None if there is none.
    """
    for row in reversed(table.rows[:above]):
        filled = row.filled
        if len(filled) == 1 and not is_note(filled[0], introduces=True):
            return Title(filled[0].line, _style(filled[0]), inside=True)
    ends = [(grid.page, grid.box.bottom) for other in before for grid in other.grids]
    end = max((place for place in ends if place < table.start), default=(0, 0.0))
    size = median([word.size for word in table.words] or [0.0])
    between = [p for p in layout.paragraphs if end < (p.page, p.box.bottom) and p.start < table.start]
    found = [p for p in between if _heads(p, size, layout.usual)]
    if not found:
        return None
    return Title(found[-1].line.rstrip(": "), style(found[-1]), inside=False)


def _heads(paragraph: Paragraph, size: float, usual: float) -> bool:
    if len(paragraph.text) > LONGEST or paragraph.text.endswith((".", ";", ",")) or paragraph.bullet:
        return False
    return paragraph.bold or paragraph.size > max(size * MUCH_LARGER, usual * 0.99)


def are_shared(titles: Sequence[Title | None]) -> list[bool]:
    """Return of each title whether it is a section: set as that of another table is, in other words.

    The title of the document stands over its first table too. It is set as no other heading is, and
    so is the heading of a lone table: neither parts the actions.
    """
    alike: dict[tuple[Style, bool], set[str]] = {}
    for title in titles:
        if title is not None:
            alike.setdefault((title.style, title.inside), set()).add(title.text)
    return [title is not None and len(alike[title.style, title.inside]) > 1 for title in titles]
