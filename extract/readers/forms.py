"""Forms: one action each, told in pairs of a label and what stands beside it or behind its colon.

'Action: ...', 'Lead officer: ...', 'Target date: ...' in the rows of a small table, several to a row at
times; the next form begins where a label comes again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import msgspec
from msgspec.structs import replace

from extract.columns.roles import stands_in
from extract.families.column_headings import Known, heading_key, known_headings, meaning
from extract.families.column_roles import PROGRESS, PUBLISHED, Role
from extract.families.registry import Family
from extract.layout.lines import group_lines
from extract.layout.paragraphs import Paragraph, read_passage
from extract.layout.printed_numbers import ROW
from extract.readers.action_rows import TableRows
from extract.readers.labels import Labelled, is_numbered_heading, number_rows, with_label
from extract.tables.grids import Cell, Row
from extract.tables.stitch import Table
from records.outcome import Issue
from records.pages import Word
from records.report import OTHER, RawRow

FEWEST_LABELS = 3
"""A form tells at least so many different things of its action, its words among them."""

MOSTLY = 0.7
"""The share of a table's rows that are pairs, if it is one of forms; the others head or explain them."""

LONGEST_LABEL = 6
"""A label has no more words than this."""


class Pair(msgspec.Struct, frozen=True):
    """A label, by its role and the key that tells it from others, and what it says of the action."""

    role: str
    key: str
    label: tuple[Word, ...]
    value: Cell


class Form(msgspec.Struct):
    """What one form tells, in print order, and the cell that heads it."""

    title: Cell | None
    pairs: list[Pair]


def read_forms(table: Table, family: Family, above: Paragraph | None) -> TableRows | None:
    """Read a table as forms, or give None if it is none.

    Most of its rows are pairs, and together they name the action's words, one of the things that tell
    of its progress, and one more at least. `above` is the paragraph over the table: where a lone form
    does not hold the action's words, they stand there ('Recommendation 3: That ...').
    """
    known = known_headings(family)
    # A form whose first pair is that of the form before looks like a header printed again.
    columns = _column_forms(table, known)
    if columns:
        return _made(columns, [pair for form in columns[:1] for pair in form.pairs], (), ())
    rows = sorted((row for row in (*table.rows, *table.repeated) if row.words), key=_place)
    read = [(row, pairs_of(row, known)) for row in rows]
    told = list(chain.from_iterable(pairs for _, pairs in read))
    roles = {pair.role for pair in told}
    if len(roles) < FEWEST_LABELS or not roles & PROGRESS or not _are_pairs(read):
        return None
    forms, left = _forms(read)
    over = _head(forms, above, table.columns) if Role.TEXT not in roles else ()
    if Role.TEXT not in roles and any(form.title is None for form in forms):
        return None
    return _made(forms, told, left, over)


def _made(
    forms: Sequence[Form], told: Sequence[Pair], left: Sequence[Word], over: tuple[Word, ...]
) -> TableRows:
    """Return the rows of forms; `told` are the pairs whose labels are printed, each once."""
    standing = stands_in({pair.role for pair in told}, {p.key for p in told if p.role == Role.COMMENTS})
    made = [_row(form, place, standing) for place, form in enumerate(forms, 1)]
    rows_read = number_rows([row for row, _ in made], [each for _, each in made])
    heads = tuple(word for pair in told for word in pair.label)
    return TableRows(rows_read, heads, tuple(left), tuple(_unread(left)), over)


def _column_forms(table: Table, known: Known) -> list[Form]:
    """Return the forms of a table whose labels stand in its first column alone, each form a column.

    All of its labels are known and differ, and tell the action's words and how it stands; the first row
    heads no columns.
    """
    rows = [row for row in table.rows if row.words]
    if table.columns < FEWEST_LABELS or any(len(row.cells) != table.columns for row in rows):
        return []
    meant = [meaning(row.cells[0].text, known) if row.cells[0].words else None for row in rows]
    roles = [each.role for each in meant if each is not None]
    told = set(roles)
    if len(roles) < len(rows) or len(told) < max(FEWEST_LABELS, len(roles)):
        return []
    if (
        Role.TEXT not in told
        or not told & PROGRESS
        or any(meaning(c.text, known) for c in rows[0].filled[1:])
    ):
        return []
    return [
        Form(
            None,
            [
                Pair(role, _key(row.cells[0].words), row.cells[0].words, row.cells[column])
                for role, row in zip(roles, rows, strict=True)
            ],
        )
        for column in range(1, table.columns)
    ]


def _head(forms: Sequence[Form], above: Paragraph | None, columns: int) -> tuple[Word, ...]:
    """Return the words of the numbered heading over a lone form, now its title; () if there is none."""
    if len(forms) > 1 or forms[0].title is not None or above is None or not is_numbered_heading(above):
        return ()
    forms[0].title = Cell(0, columns, above.box, above.words)
    return above.words


def _are_pairs(read: Sequence[tuple[Row, list[Pair]]]) -> bool:
    """Return whether most rows are pairs, rows of one cell aside."""
    wide = sum(not pairs and len(row.filled) > 1 for row, pairs in read)
    return wide <= (1 - MOSTLY) * sum(bool(pairs) for _, pairs in read)


def pairs_of(row: Row, known: Known) -> list[Pair]:
    """Return the pairs of a row from left to right; none if any cell of it is neither label nor value."""
    pairs: list[Pair] = []
    cells = list(row.cells)
    while cells:
        cell = cells.pop(0)
        if not cell.words and pairs:
            continue
        parted = split_label(cell.words, known)
        if parted is not None:
            role, label, rest = parted
            pairs.append(Pair(role, _key(label), label, replace(cell, words=rest)))
            continue
        found = meaning(cell.text, known) if cell.words else None
        if found is None or not cells:
            return []
        pairs.append(Pair(found.role, _key(cell.words), cell.words, cells.pop(0)))
    return pairs


def split_label(words: Sequence[Word], known: Known) -> tuple[str, tuple[Word, ...], tuple[Word, ...]] | None:
    """Part words that open with a known label and a colon: its role, the label, and what follows."""
    if not words:
        return None
    first = group_lines(words)[0].words
    end = next((at for at, word in enumerate(first[:LONGEST_LABEL], 1) if word.text.endswith(":")), None)
    found = meaning(" ".join(word.text for word in first[:end]), known) if end is not None else None
    if found is None:
        return None
    label = {word.key for word in first[:end]}
    rest = tuple(word for word in words if word.key not in label)
    return (found.role, first[:end], rest) if rest else None


def _key(label: Iterable[Word]) -> str:
    return heading_key(" ".join(word.text for word in label))


def _place(row: Row) -> tuple[int, float]:
    return row.words[0].page, min(cell.box.top for cell in row.cells)


def _forms(read: Iterable[tuple[Row, list[Pair]]]) -> tuple[list[Form], list[Word]]:
    """Gather pairs into forms; a row of one cell heads the next form, other rows are left."""
    forms: list[Form] = []
    left: list[Word] = []
    title: Cell | None = None
    for row, pairs in read:
        filled = row.filled
        if not pairs:
            if title is not None:
                left += title.words
            title = filled[0] if len(filled) == 1 else None
            left += row.words if title is None else ()
            continue
        known = {pair.key for pair in forms[-1].pairs} if forms else set()
        if title is not None or not forms or any(pair.key in known for pair in pairs):
            forms.append(Form(title, []))
            title = None
        forms[-1].pairs += pairs
    if title is not None:
        left += title.words
    return forms, left


def _row(form: Form, position: int, standing: str | None) -> tuple[RawRow, Labelled | None]:
    """Make the row of a form. What has no role of its own is kept under its label."""
    fields: dict[str, Cell] = {}
    for pair in form.pairs:
        role = Role.STATUS_AND_COMMENTS if pair.role == standing else pair.role
        if role == Role.TEXT and Role.TEXT in fields:
            role = Role.SUB_ACTIONS
        label = " ".join(word.text for word in pair.label).rstrip(":")
        fields[role if role in PUBLISHED and role not in fields else f"{OTHER}{label}"] = pair.value
    section: tuple[str, ...] = ()
    if form.title is not None:
        words = form.title.line
        if Role.TEXT not in fields:
            fields[Role.TEXT] = form.title
        elif Role.REF not in fields and ROW.match(words):
            fields[Role.REF] = form.title
        else:
            section = (words.rstrip(":"),)
    row = RawRow(
        position, section, {role: read_passage(cell.words, cell.fill) for role, cell in fields.items()}
    )
    return row, with_label(row, fields.get(Role.TEXT))


def _unread(left: Sequence[Word]) -> list[Issue]:
    if not left:
        return []
    said = " ".join(word.text for word in left)
    return [Issue("info", "form_note", f"In a form, left as prose: {said[:100]}", left[0].page)]
