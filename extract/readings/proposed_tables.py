"""The layout of a document as it would be if what geometry alone takes for tables were tables."""

from __future__ import annotations

from msgspec.structs import replace

from extract.every_table import find_every_table
from extract.layout.lines import places_of, without
from extract.layout.page_layout import Layout
from extract.tables.stitch import Table


def with_proposed_tables(layout: Layout) -> Layout | None:
    """Return a layout with proposed tables beside the others, their words in no paragraph; None without any.

    Words that are struck through stand in no cell.
    """
    found = find_every_table(layout.pages).tables
    if not any(each.proposals for each in found):
        return None
    struck = places_of(layout.struck)
    tables = tuple(_without_struck(each.table, struck) for each in found)
    taken = places_of(word for table in tables for word in table.words)
    paragraphs = [
        replace(paragraph, lines=lines)
        for paragraph in layout.paragraphs
        if (lines := tuple(without(paragraph.lines, taken)))
    ]
    return replace(layout, tables=tables, paragraphs=tuple(paragraphs))


def _without_struck(table: Table, struck: frozenset[tuple[int, int]]) -> Table:
    if not struck:
        return table
    rows = tuple(
        replace(
            row,
            cells=tuple(
                replace(cell, words=tuple(w for w in cell.words if (w.page, w.index) not in struck))
                for cell in row.cells
            ),
        )
        for row in table.rows
    )
    return replace(table, rows=rows)
