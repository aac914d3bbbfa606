"""Columns and words of tables of actions: each has a role, and none stands outside its table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extract.checks.evidence import Checked, failed, name_of, quoted
from extract.families.column_headings import known_headings, meaning
from extract.families.column_roles import STANDING
from extract.tables.grids import Grid
from records.outcome import Issue
from records.pages import Word
from records.report import OTHER

NOT_SHOWN = re.compile(r"#{3,}|#(?:REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|N/A)", re.IGNORECASE)
"""What a spreadsheet prints in the place of a value that is too wide for its column or in error."""

OFTEN = 0.5
"""Share of the rows of a document in which a column without a role is filled."""

BESIDE = 2
"""Rows of a table that must have words beside them."""


def unknown_columns(checked: Checked) -> Iterator[Issue]:
    """Report columns with words in most rows and an unknown heading, where no column tells the status."""
    if any(row.fields[role].blocks for row in checked.rows for role in STANDING if role in row.fields):
        return
    known = known_headings(checked.family)
    filled = Counter(name for row in checked.rows for name, cell in row.fields.items() if cell.blocks)
    for name, count in filled.items():
        rows = [row for row in checked.rows if name in row.fields]
        heading = name.removeprefix(OTHER)
        if name.startswith(OTHER) and count >= OFTEN * len(rows) and meaning(heading, known) is None:
            first = next(row for row in rows if row.fields[name].blocks)
            yield failed(
                "column_not_known",
                f"The heading {quoted(heading)} is not known, and no column tells the status; in row "
                f"{first.position} it says {quoted(first.fields[name].text)}.",
                page=first.regions[0].page if first.regions else None,
            )


def values_not_shown(checked: Checked) -> Iterator[Issue]:
    """Report cells in which a spreadsheet printed '########' or an error such as '#REF!' and no value."""
    for row in checked.rows:
        for role, cell in {**row.fields, **row.earlier}.items():
            found = NOT_SHOWN.search(cell.text)
            if found:
                yield failed(
                    "value_not_shown",
                    f"In {name_of(row)} the {role.replace('_', ' ')} is printed as {quoted(found[0])}: the "
                    "spreadsheet did not show the value.",
                    row=row,
                )


def words_beside_tables(checked: Checked) -> Iterator[Issue]:
    """Report words that stand level with rows of a table, outside it: a column without rules may be lost."""
    outside: dict[int, list[Word]] = {}
    for paragraph in checked.layout.paragraphs:
        for word in paragraph.words:
            outside.setdefault(word.page, []).append(word)
    for table in checked.layout.tables:
        if not checked.took(table):
            continue
        for grid in table.grids:
            beside = [word for word in outside.get(grid.page, ()) if _is_level(word, grid)]
            rows = {_row_of(word, grid) for word in beside} - {None}
            if len(rows) >= min(BESIDE, len(grid.rows)):
                yield failed(
                    "words_beside_table",
                    f"Words level with a table's rows stand beside it on page {grid.page}: {quoted(beside)}.",
                    page=grid.page,
                )


def _is_level(word: Word, grid: Grid) -> bool:
    x, y = word.box.middle
    return grid.box.top < y < grid.box.bottom and not grid.box.x0 < x < grid.box.x1


def _row_of(word: Word, grid: Grid) -> int | None:
    """Return the place of the row that a word is level with, None if it is level with none."""
    _, y = word.box.middle
    for place, row in enumerate(grid.rows):
        if row.cells and min(c.box.top for c in row.cells) <= y < max(c.box.bottom for c in row.cells):
            return place
    return None
