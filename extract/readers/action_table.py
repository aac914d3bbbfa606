"""Tables of actions: one numbered row each, under section rows that run over all columns."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from extract.account import Claim, Owner
from extract.families.registry import Family
from extract.layout import Layout
from extract.readers import Reading
from extract.readers.columns import Header, read_header
from extract.tables.grids import Cell, Row
from extract.tables.stitch import Table, ordinal
from records.outcome import Issue
from records.pages import Word
from records.report import Join, Passage, RawRow


def read_action_tables(layout: Layout, family: Family) -> Reading:
    """Read every table of actions in a layout; tables of another kind are left as prose and reported."""
    rows: list[RawRow] = []
    joins: list[Join] = []
    claims: list[Claim] = []
    issues: list[Issue] = []
    last: Header | None = None
    for table in layout.tables:
        header = read_header(table, family) or _inherited(table, last)
        last = header or last
        if header is None:
            issues.append(
                Issue(
                    "warning" if _could_be_actions(table) else "info",
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
    reaching: dict[int, Cell] = {}
    for row in body:
        if is_section(row, table):
            section = (_one_line(" ".join(cell.text for cell in row.cells)),)
            heads += row.words
            reaching = {}
        elif row.words:
            rows.append(RawRow(before + len(rows) + 1, section, _fields(row, header, reaching)))
            reaching |= {column: cell for cell in row.cells for column in range(cell.first, cell.end)}
    return rows, tuple(heads)


def _inherited(table: Table, last: Header | None) -> Header | None:
    """Give the last table's roles to a table without a header of its own, if it has the same columns.

    Text between two parts, such as a new sub-heading, does not bring the header back.
    """
    if last is None or not _could_be_actions(table) or max(last.roles) >= table.columns:
        return None
    return Header(0, last.roles) if ordinal(table.rows[0]) is not None else None


def _could_be_actions(table: Table) -> bool:
    """Say whether a table that was not read has the shape of one of actions: numbered rows, three columns."""
    return table.columns > 2 and any(ordinal(row) is not None for row in table.rows)


def is_section(row: Row, table: Table) -> bool:
    """Say whether a row is a heading: one cell over all columns, or over most with the rest empty."""
    filled = [cell for cell in row.cells if cell.words]
    return len(filled) == 1 and filled[0].end - filled[0].first > table.columns / 2 and table.columns > 1


def _fields(row: Row, header: Header, reaching: Mapping[int, Cell]) -> dict[str, Passage]:
    """Give the cells of a row by role; a column without a role goes by its place, so that nothing is lost.

    Where a cell from above, one of `reaching`, is merged down into this row, its words hold here too.
    """
    fields: dict[str, Passage] = {}
    covered = {column for cell in row.cells for column in range(cell.first, cell.end)}
    merged = [
        cell for column, cell in sorted(reaching.items()) if column not in covered and column == cell.first
    ]
    for cell in sorted((*row.cells, *merged), key=lambda c: c.first):
        role = header.roles.get(cell.first, f"column {cell.first + 1}")
        fields[role] = cell.passage if cell not in merged else replace(cell.passage, regions=())
    return fields


def _one_line(text: str) -> str:
    return " ".join(text.split())
