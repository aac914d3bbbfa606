"""The header of a table: where it stands, how many rows it takes, and what its headings are."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extract.columns.roles import Column, Header, assign_roles
from extract.families.column_headings import Known, known_headings, meaning, moment, relative
from extract.families.registry import Family
from extract.tables.grids import Row
from extract.tables.stitch import Table, divides, ordinal

MOST_HEADER_ROWS = 3
"""A header takes one row, or more where group headings span several columns."""

MOST_ROWS_ABOVE = 8
"""Rows of a title, of dates and of a key that a table may print above its header."""


def read_header(table: Table, family: Family) -> Header | None:
    """Return the roles of a table's columns, or None if it is no table of actions.

    A table of actions has a column of texts and at least one column that tells how they stand,
    who must act, or by when. Titles, dates and a key may stand above the header, which is where known
    headings are; only if no row holds a known heading of texts is the longest column of the first
    likely row guessed to be it.
    """
    known = known_headings(family)
    starts = [at for at, row in enumerate(table.rows[: MOST_ROWS_ABOVE + 1]) if len(row.filled) > 1]
    for start in starts:
        header = _header_from(table, start, known, family, guess=False)
        if header is not None:
            return header
    return _header_from(table, starts[0], known, family, guess=True) if starts else None


def header_again(table: Table, at: int, family: Family) -> Header | None:
    """Return the header that opens in row `at` of a table that has one already, None for any other row.

    One grid may hold two tables, or a header with other words after a page break.
    """
    filled = table.rows[at].filled
    if len(filled) < 3 or ordinal(table.rows[at]) is not None:
        return None
    known = known_headings(family)
    read = [meaning(cell.line, known) for cell in filled]
    if sum(each is not None for each in read) < max(3, 0.6 * len(filled)):
        return None
    return _header_from(table, at, known, family, guess=False)


def _header_from(table: Table, start: int, known: Known, family: Family, *, guess: bool) -> Header | None:
    rows = table.rows
    depth = 1
    while depth < MOST_HEADER_ROWS and start + depth < len(rows) - 1:
        if not divides(rows[start + depth - 1], rows[start + depth]):
            break
        depth += 1
    for deep in dict.fromkeys((depth, 1, 2)):
        body = [row for row in rows[start + deep :] if len(row.cells) > 1]
        if start + deep < len(rows) and body:
            head = rows[start : start + deep]
            columns = [_column(head, place, known) for place in range(table.columns)]
            header = assign_roles(columns, body, known, family, guess=guess)
            if header is not None:
                return msgspec.structs.replace(header, rows=start + deep, above=start)
    return None


def _column(head: Sequence[Row], place: int, known: Known) -> Column:
    cells = [cell for row in head if (cell := row.at(place)) is not None and cell.words]
    texts = [cell.line for cell in cells]
    heading, own, group = " ".join(texts), texts[-1] if texts else "", " ".join(texts[:-1])
    meant = meaning(heading, known)
    if meant is None and group:
        meant = meaning(own, known) or (meaning(group, known) if moment(own) or relative(own) else None)
    return Column(heading, own, group, meant, cells[-1] if cells else None)
