"""Headers of tables without full ruling: known column headings side by side on one band of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import msgspec

from extract.families.column_roles import PROGRESS, Role
from extract.layout.lines import Line, group_lines
from extract.tables.cells import merge_lines
from extract.tolerances import HEADING_STEP, MEET, WIDE
from records.geometry import Box, around
from records.pages import Page, Word

RoleOf = Callable[[str], Role | None]
"""Tells the role of a column by its heading, None if the words are no known heading."""

MOST_LINES = 4
"""A header cell that wraps takes so many lines at most."""

MOST_COLUMNS = 60
"""Columns that a header has at most; of the tables met so far the widest has 7."""

TEXTS = frozenset({Role.TEXT, Role.REF, Role.THEME})
TELLING = PROGRESS - {Role.OUTCOME}
"""'Outcome' and 'Result' head tables of figures too, which no ruled lines tell from tables of actions."""


class HeaderBand(msgspec.Struct, frozen=True):
    """The header cells of a table, left to right: the words of each column heading, on one page."""

    page: int
    cells: tuple[tuple[Word, ...], ...]

    @property
    def box(self) -> Box:
        """The box around all headings."""
        return around(word.box for word in self.words)

    @property
    def texts(self) -> tuple[str, ...]:
        """The headings, each as one line."""
        return tuple(cell_text(cell) for cell in self.cells)

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word of it."""
        return tuple(word for cell in self.cells for word in cell)


def cell_text(words: Sequence[Word]) -> str:
    """Return words, in lines from the top, as one line of text."""
    return " ".join(line.text for line in group_lines(words))


def find_header_bands(page: Page, lines: Sequence[Line], role_of: RoleOf) -> Iterator[HeaderBand]:
    """Find headers among the level lines of a page that stand in no ruled table, from the top.

    A header has three columns or more (or two, both known), of which two at least are headings of tables
    of actions: one that tells what is to be done, and one that tells who, by when or how it stands. Most of
    its headings are known, or half of them where a rule or the edge of a filled band lies right below.
    Nothing else stands on its lines. Prose, contents pages and lists of names hold no such line.
    """
    spans = [[span_of(group) for group in line.groups] for line in lines]
    end = 0
    for place in range(len(lines)):
        if place < end or _is_one_column(spans[place : place + MOST_LINES]):
            continue
        for height in range(_together(lines[place : place + MOST_LINES]), 0, -1):
            found = _band(page, spans[place : place + height], role_of)
            if found is not None:
                yield found
                end = place + height
                break


def _together(lines: Sequence[Line]) -> int:
    """Return how many lines, from the first, may be those of one header."""
    return next(
        (at for at, (upper, lower) in enumerate(pairwise(lines), 1) if not _follows(upper, lower)), len(lines)
    )


def _follows(upper: Line, lower: Line) -> bool:
    """Return whether two lines are close and of one size and weight, as the lines of one header are."""
    return (
        lower.box.bottom - upper.box.bottom < HEADING_STEP * max(upper.size, lower.size)
        and abs(upper.size - lower.size) < 1
        and upper.bold is lower.bold
    )


class Span(msgspec.Struct):
    """Words above and beside each other, and how far they reach from left to right."""

    x0: float
    x1: float
    words: tuple[Word, ...]


def span_of(words: tuple[Word, ...]) -> Span:
    """Return words of one line, from the left, with how far they reach."""
    return Span(words[0].box.x0, max([word.box.x1 for word in words]), words)


def _is_one_column(lines: Sequence[Sequence[Span]]) -> bool:
    """Return whether lines hold one group of words each, all below each other."""
    return all(len(line) == 1 for line in lines) and (
        max([line[0].x0 for line in lines]) < min([line[0].x1 for line in lines])
    )


def headings_of(lines: Sequence[Sequence[Span]]) -> list[Span]:
    """Return the headings that lines form, from the left; none where a line stands over several of them."""
    cells: list[Span] = []
    for line in lines:
        for group in line:
            over = [cell for cell in cells if min(cell.x1, group.x1) > max(cell.x0, group.x0)]
            if len(over) > 1:
                return []  # a line over several columns is none of their headings
            if over:
                cell = over[0]
                cell.x0, cell.x1 = min(cell.x0, group.x0), max(cell.x1, group.x1)
                cell.words += group.words
            elif len(cells) == MOST_COLUMNS:
                return []
            else:
                cells.append(Span(group.x0, group.x1, group.words))
    return sorted(cells, key=lambda cell: cell.x0)


def _band(page: Page, lines: Sequence[Sequence[Span]], role_of: RoleOf) -> HeaderBand | None:
    """Return the header that lines form, None if their words are no headings of a table of actions."""
    cells = headings_of(lines)
    if len(cells) < 2:
        return None  # one heading does not tell both what is to be done and how it stands
    band = HeaderBand(page.number, tuple(cell.words for cell in cells))
    if len(cells) == 2 and role_of(cell_text(band.cells[0])) is None:
        return None  # of two headings both must be known
    roles = [role_of(text) for text in band.texts]
    known = {role for role in roles if role is not None}
    if not known & TEXTS or not known & TELLING:
        return None
    if len(roles) < 3 and (None in roles or Role.TEXT not in known):
        return None
    count = 2 * sum(role is not None for role in roles)
    whole = count > len(roles) or (count == len(roles) and _is_underlined(page, band))
    return band if whole and len(known) > 1 else None


def _is_underlined(page: Page, band: HeaderBand) -> bool:
    """Return whether a level rule, or the edge of filled boxes, lies right below all of a header."""
    box, size = band.box, max(word.size for word in band.words)
    drawn = [rule.box for rule in page.rules if rule.direction == "level"] + [fill.box for fill in page.fills]
    below = [each for each in drawn if -MEET <= each.bottom - box.bottom <= size]
    spans = (span for line in merge_lines((0, each.x0, each.x1) for each in below) for span in line.spans)
    return sum(max(0, min(x1, box.x1) - max(x0, box.x0)) for x0, x1 in spans) > WIDE * box.width
