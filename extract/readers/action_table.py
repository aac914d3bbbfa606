"""Tables of actions: one numbered row each, under section rows that run over all columns."""

from __future__ import annotations

from extract.account import Claim, Owner
from extract.families.registry import Family
from extract.layout import Layout
from extract.readers import Reading
from extract.readers.columns import Header, read_header
from extract.tables.grids import Row
from extract.tables.stitch import Table
from records.outcome import Issue
from records.pages import Word
from records.report import Join, Passage, RawRow


def read_action_tables(layout: Layout, family: Family | None) -> Reading:
    """Read every table of actions in a layout; tables of another kind are left as prose and reported."""
    rows: list[RawRow] = []
    joins: list[Join] = []
    claims: list[Claim] = []
    issues: list[Issue] = []
    for table in layout.tables:
        header = read_header(table, family)
        if header is None:
            issues.append(
                Issue(
                    "info",
                    "table_not_read",
                    "A table without columns of actions was left as prose.",
                    table.grids[0].page,
                    table.grids[0].box,
                )
            )
            continue
        found, heads = _read(table, header, len(rows))
        rows += found
        joins += table.joins
        claims.append(Claim(Owner.HEADINGS, heads))
        taken = {(w.page, w.index, w.start) for w in heads}
        claims.append(
            Claim(Owner.ROWS, tuple(w for w in table.words if (w.page, w.index, w.start) not in taken))
        )
    return Reading(rows=tuple(rows), joins=tuple(joins), claims=tuple(claims), issues=tuple(issues))


def _read(table: Table, header: Header, before: int) -> tuple[list[RawRow], tuple[Word, ...]]:
    """Give the rows of a table, numbered on from `before`, and the words of headings in it."""
    head, body = table.rows[: header.rows], table.rows[header.rows :]
    heads = [word for row in (*head, *table.repeated) for word in row.words]
    section: tuple[str, ...] = ()
    if header.title_column is not None:
        cell = head[-1].at(header.title_column)
        section = (_one_line(cell.text),) if cell is not None and cell.words else ()
    rows: list[RawRow] = []
    for row in body:
        if is_section(row, table):
            section = (_one_line(" ".join(cell.text for cell in row.cells)),)
            heads += row.words
        elif row.words:
            rows.append(RawRow(before + len(rows) + 1, section, _fields(row, header)))
    return rows, tuple(heads)


def is_section(row: Row, table: Table) -> bool:
    """Say whether a row is a heading: one cell over all columns, or over most with the rest empty."""
    filled = [cell for cell in row.cells if cell.words]
    return len(filled) == 1 and filled[0].end - filled[0].first > table.columns / 2 and table.columns > 1


def _fields(row: Row, header: Header) -> dict[str, Passage]:
    """Give the cells of a row by role; a column without a role goes by its place, so that nothing is lost."""
    fields: dict[str, Passage] = {}
    for cell in row.cells:
        role = header.roles.get(cell.first, f"column {cell.first + 1}")
        fields[role] = cell.passage
    return fields


def _one_line(text: str) -> str:
    return " ".join(text.split())
