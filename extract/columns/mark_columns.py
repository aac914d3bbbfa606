"""Columns in which only a mark stands: a tick below 'In progress' says that the action is in progress."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from extract.families.column_headings import Known, heading_key, keys_of, meaning, table_words
from extract.families.column_roles import Role
from extract.layout.lines import regions_of
from extract.layout.list_markers import BULLETS
from extract.tables.grids import Cell, Row
from records.report import Block, Passage

TICKS = frozenset("✓✔☑✅√üþ") | {"\uf0fc", "\uf0fe", "\uf050", "\uf052"}
CROSSES = frozenset("xX×✗✘☒û") | {"\uf0fb", "\uf0fd", "\uf0d0"}
UNMARKED = frozenset("☐□▢") | {"\uf0a8", "\uf06f", "\uf0a3"}
DOTS = BULLETS - UNMARKED - frozenset("-–—−")
"""The marks that people set, as Unicode and as the Wingdings fonts have them, and boxes left empty.

Letters and words such as Y and No are answers, not marks: 'No' below 'Accepted' says the contrary of it.
"""

VALUES = (Role.STATUS, Role.RAG, Role.OWNER, Role.DUE, Role.TIMESCALE, Role.THEME, Role.RESPONSE)
"""Roles whose value a heading can be."""


class Marked(msgspec.Struct, frozen=True):
    """Columns under which a mark stands, and the value that each column's heading is."""

    role: str
    values: dict[int, str]
    ticks_only: bool = False
    """Whether ticks and crosses both stand there, so that a cross says no."""
    guessed: bool = False
    """Whether no words tell what the headings are; they were taken for bodies that must act."""


def is_mark(text: str) -> bool:
    """Return whether the text of a cell is one mark and nothing else."""
    plain = text.strip()
    return plain in TICKS or plain in CROSSES or plain in DOTS


def find_marked(
    headings: Mapping[int, tuple[str, str]], body: Sequence[Row], known: Known, has_owner: bool
) -> list[Marked]:
    """Find the columns that hold marks alone; `headings` gives each column's group heading and its own.

    Their role is that of the group heading, or that of the list of `_tables.yaml` which holds all of
    them, or half of them where no row has two marks. Other headings are names of bodies, if no column tells
    who must act. A lone column needs a listed heading: below 'Status' a tick is a tick.
    """
    marked = [
        column
        for column, (_, own) in headings.items()
        if own and _holds_marks(column, body) and not _is_blank(own, column, body, known)
    ]
    found: list[Marked] = []
    for run in _runs(marked, headings):
        values = {column: headings[column][1] for column in run}
        if not any(is_mark(row.text(column).strip()) for row in body for column in run):
            continue
        role, guessed = _role(headings[run[0]][0], values, known), False
        if role is None and _answers_one_question(run, body):
            role = _role_of_most(values)
        if role is None and len(run) > 1 and not has_owner:
            role, guessed = Role.OWNER, True
        if role is not None:
            values = _as_listed(role, values)
            found.append(Marked(role, values, _has_both(run, body), guessed))
    return found


def _runs(columns: Iterable[int], headings: Mapping[int, tuple[str, str]]) -> list[list[int]]:
    """Part columns into runs of neighbours below one group heading."""
    runs: list[list[int]] = []
    for column in sorted(columns):
        if runs and runs[-1][-1] == column - 1 and headings[column][0] == headings[column - 1][0]:
            runs[-1].append(column)
        else:
            runs.append([column])
    return runs


def _role(group: str, values: Mapping[int, str], known: Known) -> str | None:
    meant = meaning(group, known) if group else None
    if meant is not None and len(values) > 1 and meant.role in VALUES:
        return meant.role
    keys = {_letters(value) for value in values.values()}
    return next(
        (role for role, words in table_words().marked.items() if keys <= set(map(_letters, words))), None
    )


def _answers_one_question(columns: Sequence[int], body: Sequence[Row]) -> bool:
    """Return whether no row has marks in two of several columns."""
    marks = [sum(is_mark(row.text(column)) for column in columns) for row in body]
    return len(columns) > 1 and max(marks, default=0) == 1


def _role_of_most(values: Mapping[int, str]) -> str | None:
    """Return the role of the list that holds half of the headings: 'To do' beside 'Done' and 'Under way'."""
    keys = {_letters(value) for value in values.values()}
    return next(
        (
            role
            for role, words in table_words().marked.items()
            if 2 * len(keys & set(map(_letters, words))) >= len(keys)
        ),
        None,
    )


def _letters(heading: str) -> str:
    """Return a heading as it is compared, without spaces: a narrow column parts 'In progr' and 'ess'."""
    return heading_key(heading).replace(" ", "")


def _as_listed(role: str, values: Mapping[int, str]) -> dict[int, str]:
    """Return headings, those that differ from a listed one in their spaces alone as they are listed."""
    words = table_words().marked.get(Role(role), ())
    listed = {_letters(word): word for word in reversed(words)}
    keys = keys_of(words)
    return {
        column: value if heading_key(value) in keys else listed.get(_letters(value), value)
        for column, value in values.items()
    }


def _holds_marks(column: int, body: Sequence[Row]) -> bool:
    texts = {row.text(column).strip() for row in body}
    return all(not text or is_mark(text) or text in UNMARKED for text in texts)


def _is_blank(heading: str, column: int, body: Sequence[Row], known: Known) -> bool:
    """Return whether a column without any mark has a heading that is no value: colours may fill its cells."""
    if any(row.text(column).strip() for row in body) or meaning(heading, known) is None:
        return False
    listed = (word for words in table_words().marked.values() for word in words)
    return _letters(heading) not in set(map(_letters, listed))


def _has_both(columns: Sequence[int], body: Sequence[Row]) -> bool:
    texts = {row.text(column).strip() for row in body for column in columns}
    return bool(texts & CROSSES) and bool(texts & TICKS)


def read_marked(marked: Marked, row: Row) -> Passage:
    """Return the headings over the marks of a row, a block each, at the places of the marks."""
    cells: list[tuple[Cell, str]] = [
        (cell, value)
        for column, value in sorted(marked.values.items())
        if (cell := row.at(column)) is not None and _says_yes(cell.text.strip(), marked)
    ]
    words = [word for cell, _ in cells for word in cell.words]
    return Passage(tuple(Block(value) for _, value in cells), regions_of(words))


def _says_yes(text: str, marked: Marked) -> bool:
    return is_mark(text) and not (marked.ticks_only and text in CROSSES)
