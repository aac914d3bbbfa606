"""Columns and words of tables of actions: each has a role, and none stands outside its table."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence

from extract.checks.evidence import Checked, failed, name_of, plain, quoted
from extract.columns.mark_columns import is_mark
from extract.families.column_headings import heading_key, keys_of, known_headings, meaning, table_words
from extract.families.column_roles import PROGRESS, STANDING, Role
from extract.tables.grids import Grid, Row
from records.geometry import holds
from records.outcome import Issue
from records.pages import Word
from records.report import OTHER, RawRow

NOT_SHOWN = re.compile(r"#{3,}|#(?:REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|N/A)", re.IGNORECASE)
"""What a spreadsheet prints in the place of a value that is too wide for its column or in error."""

OFTEN = 0.5
"""Share of the rows of a document in which a column without a role is filled."""

MOSTLY = 0.75
"""Share of the cells of a column that are statuses or answers, so that it tells how its rows stand."""

YES_OR_NO = re.compile(
    r"(?:y|n|yes|no)\b(?! (?:action|further|update|comment|change|response))", re.IGNORECASE
)
"""How an answer begins."""

NAMES = {Role.OWNER: "owner", Role.DUE: "due date"}
"""What the message of a failed check calls these roles."""

BESIDE = 2
"""Rows of a table that must have words beside them."""

SUMMED = 2
"""Statuses that a summary of the rows counts at least."""

BELOW, GAP = 20, 3
"""Points below a table within which such a row stands, and at a column's edge that it leaves free."""

FEWEST = 3
"""Columns that such a row fills at least; a line of running text fills two by chance."""


def unknown_columns(checked: Checked) -> Iterator[Issue]:
    """Report columns with words in most rows and an unknown heading that may say what no other column says.

    That is how the row stands, whatever the heading; or who must act, or by when, if it holds such a word.
    A column of statuses or answers ('Y', 'No') is reported in any case.
    """
    known = known_headings(checked.family)
    filled = Counter(name for row in checked.rows for name, cell in row.fields.items() if cell.blocks)
    for name, count in filled.items():
        rows = [row for row in checked.rows if name in row.fields]
        heading = name.removeprefix(OTHER)
        if not name.startswith(OTHER) or count < OFTEN * len(rows) or meaning(heading, known) is not None:
            continue
        lacking = _lacking(heading, filled)
        held = [row for row in rows if row.fields[name].blocks]
        answers = sum(_says_how_it_stands(row.fields[name].line) for row in held)
        if lacking is not None or answers >= MOSTLY * len(held):
            yield failed(
                "column_not_known",
                f"The heading {quoted(heading)} is not known{lacking or ''}; in row "
                f"{held[0].position} it says {quoted(held[0].fields[name].text)}.",
                page=held[0].regions[0].page if held[0].regions else None,
            )


def _lacking(heading: str, filled: Counter[str]) -> str | None:
    """Return in words what an unknown heading may tell that no column tells, None if there is nothing."""
    if not any(filled[role] for role in STANDING):
        return ", and no column tells the status"
    words = set(heading_key(heading).split())
    roles = (role for role, told in table_words().telling.items() if not filled[role] and words & told)
    return next((f", and no column tells the {NAMES[role]}" for role in roles), None)


def _says_how_it_stands(text: str) -> bool:
    """Return whether a text is a status or a colour, or begins with yes or no."""
    marked = table_words().marked
    listed = keys_of((*marked[Role.STATUS], *marked[Role.RAG]))
    return heading_key(text) in listed or YES_OR_NO.match(text) is not None


def marks_without_role(checked: Checked) -> Iterator[Issue]:
    """Report columns without a role of which most rows mark one: together they answer a question."""
    marked = {
        name
        for row in checked.rows
        for name, cell in row.fields.items()
        if name.startswith(OTHER) and cell.blocks and is_mark(cell.line)
    }
    rows = [
        [name for name in marked if name in row.fields and row.fields[name].blocks] for row in checked.rows
    ]
    names = sorted({name for held in rows if len(held) == 1 for name in held})
    if len(names) > 1 and sum(len(held) == 1 for held in rows) > OFTEN * len(rows):
        said = ", ".join(quoted(name.removeprefix(OTHER)) for name in names)
        yield failed("column_not_known", f"What a mark below {said} means is not known.")


def several_colours(checked: Checked) -> Iterator[Issue]:
    """Report cells with a colour or a status on each of several lines: rows were probably read as one."""
    for row, role in ((row, role) for row in checked.rows for role in (Role.RAG, Role.STATUS)):
        cell = row.fields.get(role)
        lines = [line for block in cell.blocks for line in block.text.split("\n")] if cell is not None else []
        listed = keys_of(table_words().marked[role])
        if len(lines) > 1 and all(heading_key(line) in listed for line in lines):
            yield failed(
                "several_colours",
                f"{name_of(row).capitalize()} has {len(lines)} colours or statuses: several rows may be read "
                "as one.",
                page=row.regions[0].page if row.regions else None,
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
    grids = [grid for table in checked.layout.tables if checked.took(table) for grid in table.grids]
    outside: dict[int, list[Word]] = {grid.page: [] for grid in grids}
    for word in (word for paragraph in checked.layout.paragraphs if grids for word in paragraph.words):
        if word.page in outside:
            outside[word.page].append(word)
    for grid in grids:
        beside = [word for word in outside[grid.page] if _is_level(word, grid)]
        spans = [(min(tops), max(bottoms)) for tops, bottoms in map(_sides, grid.rows) if tops]
        heights = {word.box.middle[1] for word in beside}
        rows = {place for y in heights for place, (top, bottom) in enumerate(spans) if top <= y < bottom}
        if len(rows) >= min(BESIDE, len(grid.rows)):
            yield failed(
                "words_beside_table",
                f"Words level with a table's rows stand beside it on page {grid.page}: {quoted(beside)}.",
                page=grid.page,
            )


def _is_level(word: Word, grid: Grid) -> bool:
    x, y = word.box.middle
    return grid.box.top < y < grid.box.bottom and not grid.box.x0 < x < grid.box.x1


def _sides(row: Row) -> tuple[list[float], list[float]]:
    """Return the tops and the bottoms of the cells of a row."""
    return [cell.box.top for cell in row.cells], [cell.box.bottom for cell in row.cells]


def values_without_place(checked: Checked) -> Iterator[Issue]:
    """Report items of lists that lack what most rows have, such as a response: its label may be missing."""
    tables = [(grid.page, grid.box) for table in checked.layout.tables for grid in table.grids]
    for role in sorted(PROGRESS):
        lacking = [row for row in checked.rows if role not in row.fields]
        if not 0 < 2 * len(lacking) < len(checked.rows):
            continue
        for row in lacking:
            places = row.regions
            if any(page == at.page and holds(box, *at.box.middle) for page, box in tables for at in places):
                continue
            yield failed("value_missing", f"Most rows have '{role.value}', {name_of(row)} has none.", row=row)


def counted_statuses(checked: Checked) -> Iterator[Issue]:
    """Report a summary whose numbers by status are not those of the rows: rows may be lost or misread."""
    tables = [table for table in checked.layout.tables if not checked.took(table)]
    counts = _statuses(checked.rows) if tables else Counter()
    for table in tables if counts else ():
        told = {plain(row.filled[0].line): row.filled[-1].line for row in table.rows if len(row.filled) == 2}
        said = {label: int(number) for label, number in told.items() if label in counts and number.isdigit()}
        wrong = next((label for label in said if said[label] != counts[label]), None)
        if len(said) >= SUMMED and wrong is not None:
            yield failed(
                "summary_differs",
                f"A summary counts {said[wrong]} rows that are '{wrong}', {counts[wrong]} were read.",
                page=table.grids[0].page,
            )


def _statuses(rows: Sequence[RawRow]) -> Counter[str]:
    """Return how many rows have each status, colour or response, without marks and case."""
    cells = (row.fields.get(role) for row in rows for role in (Role.STATUS, Role.RAG, Role.RESPONSE))
    return Counter(plain(cell.line) for cell in cells if cell is not None and cell.blocks)


def rows_without_rules(checked: Checked) -> Iterator[Issue]:
    """Report a line below a table that keeps to its columns: a row that has no rules."""
    outside: dict[int, list[Word]] = {}
    for paragraph in checked.layout.paragraphs:
        for word in paragraph.words:
            outside.setdefault(word.page, []).append(word)
    for grid in (grid for table in checked.layout.tables if checked.took(table) for grid in table.grids):
        near = [w for w in outside.get(grid.page, ()) if 0 < w.box.middle[1] - grid.box.bottom < BELOW]
        ends = min((word.box.bottom for word in near), default=grid.box.bottom)
        line = [word for word in near if word.box.top < ends]
        if _keeps_columns(line, grid):
            yield failed(
                "row_without_rules",
                f"A line below a table on page {grid.page} keeps to its columns: {quoted(line)}.",
                page=grid.page,
            )


def _keeps_columns(words: Sequence[Word], grid: Grid) -> bool:
    """Return whether words stand in most columns of a grid, parted by a gap at each edge between them."""
    places = {bisect(grid.columns, word.box.middle[0]) for word in words}
    gaps = ((edge - GAP / 2, edge + GAP / 2) for edge in grid.columns[1:])
    crossed = any(w.box.x0 < right and w.box.x1 > left for left, right in gaps for w in words)
    return len(places) >= max(FEWEST, len(grid.columns) // 2 + 1) and not crossed
