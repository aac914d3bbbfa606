"""Rules between rows that a table of actions leaves out, told by the numbers of its rows.

Spreadsheets are printed with borders between columns alone, or with one below every second row. The cells
between two rules then hold several rows: as many as there are numbers below each other in the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from extract.families.column_roles import Role
from extract.layout.lines import Line, group_lines
from extract.layout.printed_numbers import ROW
from extract.tables.grids import Grid, Row
from extract.tables.headed import HeadedTable, Part, find_headed
from extract.tables.header_bands import TELLING, RoleOf
from extract.tables.implied_columns import Placed
from extract.tables.row_bands import Part as Lines
from extract.tables.row_bands import by_gaps
from extract.tolerances import SAME_EDGE
from records.geometry import Box
from records.pages import Page, Rule


def implied_rows(pages: Mapping[int, Page], grids: Sequence[Grid], role_of: RoleOf) -> list[Placed]:
    """Return the rules between rows that tables of actions leave out; `grids` are in reading order."""
    return [
        (part.page.number, Rule(Box(part.sides[0], y, part.sides[1], y), "level"))
        for table in find_headed(pages, grids, role_of)
        for part in table.parts
        for row in part.body
        for y in _cuts(table, part, row)
    ]


def _cuts(table: HeadedTable, part: Part, row: Row) -> Iterator[float]:
    """Yield the heights between the rows that share the space of one, none if it is one row."""
    ref = table.place(Role.REF)
    labels = _labels(row, ref) if ref is not None else []
    alone = ref is None and len(part.body) == 1 and len(table.roles) > 1
    if not (len(labels) > 1 or alone) or not _is_plain(part, row):
        return
    lines = group_lines(word for each in part.body for word in each.words)
    inside = Lines(part.page, None, tuple(lines))
    top, bottom = row.cells[0].box.top, row.cells[0].box.bottom
    bands = [inside.within(*band) for band in by_gaps(inside, top, bottom, part.columns)]
    bands = [band for band in bands if band]
    if len(bands) < 2 or not _are_rows(table, part, bands, labels):
        return
    for upper, lower in pairwise(bands):
        yield (max(line.box.bottom for line in upper) + min(line.box.top for line in lower)) / 2


def _is_plain(part: Part, row: Row) -> bool:
    """Return whether a row has a cell of its own in each column, all ending together."""
    bottoms = [cell.box.bottom for cell in row.cells]
    return len(row.cells) == len(part.grid.columns) and max(bottoms) - min(bottoms) < SAME_EDGE


def _labels(row: Row, ref: int) -> list[Line]:
    """Return the lines of a cell that holds nothing but numbers of rows below each other, which rise."""
    cell = row.at(ref)
    lines = group_lines(cell.words) if cell is not None and len(cell.words) > 1 else []
    found = [ROW.match(line.text) for line in lines]
    numbers = [(int(each[1]), each[2], each[3]) for each in found if each is not None]
    rising = all(upper < lower for upper, lower in pairwise(numbers))
    return lines if len(numbers) == len(lines) and rising else []


def _are_rows(
    table: HeadedTable, part: Part, bands: Sequence[Sequence[Line]], labels: Sequence[Line]
) -> bool:
    """Return whether bands of lines are rows: a number each, a text that begins there, and how it stands.

    Without a column of numbers all columns with known headings are filled in each.
    """
    held = [_columns(part, band) for band in bands]
    text = table.place(Role.TEXT)
    if text is None or not all(text in columns for columns in held):
        return False
    if any(words[text][:1].islower() for words in held[1:]):
        return False
    if not labels:
        return all(set(table.roles) <= set(columns) for columns in held)
    told = {column for column, role in table.roles.items() if role in TELLING}
    return all(_holds_one(band, labels) for band in bands) and all(told & set(columns) for columns in held)


def _holds_one(band: Sequence[Line], labels: Sequence[Line]) -> bool:
    top, bottom = min(line.box.top for line in band), max(line.box.bottom for line in band)
    return sum(top <= label.box.middle[1] <= bottom for label in labels) == 1


def _columns(part: Part, band: Sequence[Line]) -> dict[int, str]:
    """Return the first word of each column that the lines of a band fill."""
    found: dict[int, str] = {}
    for word in (word for line in band for word in line.words):
        x = word.box.middle[0]
        column = next((at for at, (x0, x1) in enumerate(part.columns) if x0 <= x < x1), None)
        if column is not None:
            found.setdefault(column, word.text)
    return found
