"""Which column plays which role, told from the headings, and from the cells where headings are silent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import mean

import msgspec

from extract.families.registry import Family, load_columns, tidy
from extract.tables.grids import Row
from extract.tables.stitch import Table, ordinal

MOST_HEADER_ROWS = 2
"""A header takes one row, or two where a group heading spans several columns."""

DATED = re.compile(
    r"\(.*?\d{4}.*?\)|\(\d{4}\)"
    r"|(?:\b(?:at|as at|as of|to|in|for)\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b(?:\s+\d{2,4})?"
    r"|(?:\b(?:at|as at|to)\s+)?\d{1,2}[./]\d{1,2}[./]\d{2,4}"
)
"""The date that a column heading may carry, in lower case."""


class Header(msgspec.Struct, frozen=True):
    """The header of a table: its number of rows, the role of each column, and a section title in it.

    `title_column` is the column whose header cell is no column heading but the title of the first
    section: task group tables print 'Ofsted immediate actions on safeguarding' there.
    """

    rows: int
    roles: dict[int, str]
    title_column: int | None = None


def read_header(table: Table, family: Family) -> Header | None:
    """Tell the roles of a table's columns, or None if it is no table of actions.

    A table of actions has a column of texts and at least one column that tells how they stand,
    who must act, or by when.
    """
    known = _known(family)
    titles = 0
    while titles < len(table.rows) - 1 and len([c for c in table.rows[titles].cells if c.words]) < 2:
        titles += 1  # the table's own title, over all columns
    for rows in range(1, min(MOST_HEADER_ROWS, len(table.rows) - titles - 1) + 1):
        header = _try(table, titles, table.rows[titles : titles + rows], known)
        if header is not None:
            return header
    return None


def _known(family: Family) -> dict[str, str]:
    known = {tidy(heading): role for role, headings in load_columns().items() for heading in headings}
    return known | {tidy(heading): role for role, headings in family.columns.items() for heading in headings}


def _try(table: Table, titles: int, head: Sequence[Row], known: Mapping[str, str]) -> Header | None:
    body = [row for row in table.rows[titles + len(head) :] if len(row.cells) > 1]
    if not body:
        return None
    roles: dict[int, str] = {}
    unknown: list[int] = []
    for column in range(table.columns):
        heading = tidy(" ".join(cell.text for row in head if (cell := row.at(column)) is not None))
        role = known.get(heading) or known.get(undated(heading))
        if not heading and (column > 0 or not any(ordinal(row) is not None for row in body)):
            role = None  # a column without a heading holds the numbers only if they are there
        if role is not None and role not in roles.values():
            roles[column] = role
        else:
            unknown.append(column)
    if not _tells_progress(roles):
        return None
    title = None
    if "text" not in roles.values():
        title = _longest(unknown, body)
        if title is None or ("ref" not in roles.values() and len(roles) < 2):
            return None
        roles[title] = "text"
    return Header(titles + len(head), roles, title)


def undated(heading: str) -> str:
    """Give a column heading without the date it holds for: 'update (january 2014)' is an update."""
    return DATED.sub("", heading).strip(" :-,")


def _tells_progress(roles: Mapping[int, str]) -> bool:
    return bool({"status", "status_and_comments", "owner", "due", "rag", "comments"} & set(roles.values()))


def _longest(columns: Sequence[int], body: Sequence[Row]) -> int | None:
    """Give the column with the longest texts: that of the actions, where its heading is not known."""
    lengths = {
        column: mean(len(cell.text) if (cell := row.at(column)) is not None else 0 for row in body)
        for column in columns
    }
    return max(lengths, key=lambda column: lengths[column]) if lengths else None
