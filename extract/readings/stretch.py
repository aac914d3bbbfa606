"""A stretch: blocks of a document that are read by themselves, and what is known of their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import msgspec

from extract.families.column_headings import heading_role
from extract.families.column_roles import Role
from extract.layout.page_layout import Layout
from extract.readings.block import Block, Style
from extract.readings.headings import promises
from extract.readings.wording import load_wording
from extract.tables.stitch import Table

HEADING_ROWS = 3
"""Rows of a table among which the first with several cells is its header."""

LONGEST_HEADING = 40
"""Letters of the heading of a column."""

OF_PLANS = frozenset({Role.OWNER, Role.DUE, Role.STATUS, Role.RAG, Role.COMMENTS, Role.RESPONSE})
"""Roles of the columns that stand beside those of items."""


class Header(msgspec.Struct, frozen=True):
    """How many columns a table has, and their headings, small, by first column.

    `labels` are the first cells of its rows that promise items, small, by row: 'Recommendation' at the left.
    """

    columns: int
    headings: Mapping[int, str]
    labels: Mapping[int, str] = {}

    @property
    def of_plan(self) -> bool:
        """Whether a heading names an owner, a date, a status or what was done."""
        return any(role_of(heading) in OF_PLANS for heading in self.headings.values())


class Stretch(msgspec.Struct, frozen=True):
    """Blocks that are read by themselves, and how strongly the headings above each promise items.

    `usual` is how most letters of the document are set; `tables` are those to which the places of blocks
    lead, `headers` what stands over their columns.
    """

    name: str
    blocks: tuple[Block, ...]
    promised: tuple[int, ...]
    usual: Style
    headers: tuple[Header, ...]
    tables: Sequence[Table]

    @classmethod
    def of(
        cls,
        name: str,
        blocks: Sequence[Block],
        usual: Style,
        headers: tuple[Header, ...],
        tables: Sequence[Table] = (),
    ) -> Stretch:
        """Make a stretch of blocks in reading order."""
        return cls(name, tuple(blocks), tuple(promises(blocks, usual)), usual, headers, tables)

    def heading_of(self, block: Block) -> str:
        """Return the heading, small, of the column in which a block stands, "" if it has none."""
        if block.place is None:
            return ""
        return self.headers[block.place.table].headings.get(block.place.column, "")


def headers_of(layout: Layout) -> tuple[Header, ...]:
    """Return the headers of the tables of a layout."""
    return tuple(Header(table.columns, _headings(table), _labels(table)) for table in layout.tables)


def _headings(table: Table) -> dict[int, str]:
    """Return the headings of a table's columns, if its first rows hold short ones."""
    rows = [row for row in table.rows[:HEADING_ROWS] if len(row.filled) > 1]
    heads = {cell.first: cell.line.lower() for cell in rows[0].filled} if rows else {}
    return heads if all(len(head) < LONGEST_HEADING for head in heads.values()) else {}


def _labels(table: Table) -> dict[int, str]:
    """Return the short first cells of rows that promise items, where others stand at their right."""
    promise = load_wording().promise
    firsts = {at: row.filled[0].line.lower() for at, row in enumerate(table.rows) if len(row.filled) > 1}
    return {
        at: label for at, label in firsts.items() if len(label) < LONGEST_HEADING and promise.search(label)
    }


@lru_cache(maxsize=10_000)
def role_of(heading: str) -> Role | None:
    """Return the role that the heading of a column names, None if it is not known."""
    return heading_role(heading)
