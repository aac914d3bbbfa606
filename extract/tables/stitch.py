"""The parts of a table on successive pages become one, each join with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from extract.outline.paragraphs import SENTENCE_END
from extract.tables.grids import SAME_EDGE, Cell, Grid, Row
from records.pages import Word
from records.report import Join

ORDINAL = re.compile(r"^\(?(\d+)(?:\.(\d+))*([a-z]?)[.)]?$", re.IGNORECASE)
"""A printed row number: `7`, `15a`, `2.1`, `(4)`."""

SENTENCE = 4
"""A cell with this many words is taken for a sentence, which a stop would end."""


class Table(msgspec.Struct, frozen=True):
    """A table over all of its pages. `repeated` holds the header rows printed again on later pages."""

    columns: int
    rows: tuple[Row, ...]
    grids: tuple[Grid, ...]
    joins: tuple[Join, ...] = ()
    repeated: tuple[Row, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word that stands in a cell of the table."""
        return tuple(word for row in (*self.rows, *self.repeated) for word in row.words)


def stitch(grids: Iterable[Grid], between: Iterable[int] = ()) -> list[Table]:
    """Join grids, given in reading order, into tables.

    `between` holds the places in `grids` before which other text stands, which ends a table.
    """
    parted = set(between)
    tables: list[Table] = []
    for place, grid in enumerate(grids):
        reason = None
        if tables and place not in parted:
            reason = continues(tables[-1], grid)
        if reason is None:
            tables.append(Table(len(grid.columns), grid.rows, (grid,)))
        else:
            tables[-1] = _join(tables[-1], grid, reason)
    return tables


def continues(table: Table, lower: Grid) -> str | None:
    """Say why `lower` carries on `table` after a page break, or None if it does not.

    A table that runs over a page keeps the edges of its columns. Beyond that one of these must
    hold: the header is printed again; the row numbers go on; the row at the break was left open
    or cut in mid-sentence; or the first cells look like the rows before, not like a new header.
    """
    upper = table.grids[-1]
    if lower.page != upper.page + 1 or not same_columns(upper, lower) or len(lower.columns) < 2:
        return None
    first, head = lower.rows[0], table.rows[0]
    if _texts(first) == _texts(head) and any(_texts(first)):
        return "header repeated"
    if upper.open_bottom or lower.open_top:
        return "row left open at the page break"
    before = [n for row in table.rows if (n := ordinal(row)) is not None]
    after = [n for row in lower.rows if (n := ordinal(row)) is not None]
    if before and after and before[-1] < after[0] and after[0][0] - before[-1][0] <= 1:
        return "numbering goes on"
    if is_cut(table, lower):
        return "row cut by the page break"
    if not _looks_like_header(first, head):
        return "columns go on"
    return None


def same_columns(upper: Grid, lower: Grid) -> bool:
    """Say whether the columns of two grids stand at the same places.

    A part without its full number of columns fits too, if its edges are among the other's: the
    last page may hold only rows whose cells are merged.
    """
    if abs(upper.box.x0 - lower.box.x0) > SAME_EDGE or abs(upper.box.x1 - lower.box.x1) > SAME_EDGE:
        return False
    few, many = sorted((upper.columns, lower.columns), key=len)
    return all(min(abs(edge - other) for other in many) <= SAME_EDGE for edge in few)


def ordinal(row: Row) -> tuple[int, tuple[int, ...], str] | None:
    """Give the number printed in a row's first cell, fit for comparing: `15a` is (15, (), 'a')."""
    first = row.at(0)
    match = ORDINAL.match(first.text) if first is not None else None
    if match is None:
        return None
    parts = re.findall(r"\d+", match.group(0))
    return int(parts[0]), tuple(int(part) for part in parts[1:]), match.group(3).lower()


def is_cut(table: Table, lower: Grid) -> bool:
    """Say whether the first row of `lower` is the rest of the table's last row.

    It is no heading over all columns and has no number of its own. In a numbered table the missing
    number tells. Elsewhere a cell is empty that every other row fills, such as the responsible
    body, and a cell above ends in mid-sentence; or the cell below such a one goes on in lower case,
    and no cell contradicts.
    """
    last, first = table.rows[-1], lower.rows[0]
    if len(first.cells) == 1 and table.columns > 1:
        return False
    numbered = any(ordinal(row) is not None for row in table.rows)
    if numbered:
        key = first.at(0)
        return key is not None and not key.words and bool(first.words) and not _starts_anew(last, first)
    empty = [c for c in _always_filled(table, lower) if (cell := first.at(c)) is not None and not cell.words]
    if empty and first.words and _unfinished(last, first):
        return True
    goes_on = False
    for cell in first.cells:
        above = last.at(cell.first)
        if not cell.words or above is None or not above.words:
            continue
        unfinished = SENTENCE_END.search(above.text) is None
        if unfinished and cell.text[:1].islower():
            goes_on = True
        elif cell.text[:1].isupper() and unfinished is False:
            return False
    return goes_on


def _unfinished(last: Row, first: Row) -> bool:
    """Say whether some cell above the break, with words below it too, ends in mid-sentence.

    Names and statuses end without a stop as well; only longer cells are sentences.
    """
    above = [last.at(cell.first) for cell in first.cells if cell.words]
    return any(c is not None and len(c.words) >= SENTENCE and not SENTENCE_END.search(c.text) for c in above)


def _starts_anew(last: Row, first: Row) -> bool:
    """Say whether every cell below the break opens with a capital under a finished sentence."""
    pairs = [(last.at(cell.first), cell) for cell in first.cells if cell.words]
    return len(pairs) > 1 and all(
        above is not None and (not above.words or SENTENCE_END.search(above.text)) and cell.text[:1].isupper()
        for above, cell in pairs
    )


def _always_filled(table: Table, lower: Grid) -> list[int]:
    """Give the columns that every row below the header fills, section rows and the cut row aside."""
    rows = [row for row in (*table.rows[1:], *lower.rows[1:]) if len(row.cells) > 1]
    return [
        column
        for column in range(table.columns)
        if rows and all((cell := row.at(column)) is not None and cell.words for row in rows)
    ]


def _looks_like_header(row: Row, head: Row) -> bool:
    """Say whether a row could open a table of its own: bold or filled throughout, as the head above is."""
    filled = [cell for cell in row.cells if cell.words]
    if not filled or len(filled) == 1:
        return False
    head_filled = [cell for cell in head.cells if cell.words]
    head_styled = bool(head_filled) and all(cell.bold or cell.fill for cell in head_filled)
    return head_styled and all(cell.bold or cell.fill is not None for cell in filled)


def _texts(row: Row) -> list[str]:
    return [" ".join(cell.text.split()).casefold() for cell in row.cells]


def _join(table: Table, lower: Grid, reason: str) -> Table:
    rows = list(lower.rows)
    repeated: list[Row] = []
    while reason == "header repeated" and rows and _texts(rows[0]) == _texts(table.rows[len(repeated)]):
        repeated.append(rows.pop(0))
    kept = list(table.rows)
    wide = max((*(grid.columns for grid in table.grids), lower.columns), key=len)
    if len(lower.columns) < len(wide):
        rows = [_widened(row, lower, wide) for row in rows]
        repeated = [_widened(row, lower, wide) for row in repeated]
    elif table.columns < len(wide):
        kept = [_widened(row, table.grids[0], wide) for row in kept]
    rest = msgspec.structs.replace(lower, rows=tuple(rows))
    opened = table.grids[-1].open_bottom or lower.open_top
    whole = bool(rows) and ordinal(rows[0]) is not None
    cut = bool(rows) and not whole and (is_cut(table, rest) or (opened and reason != "header repeated"))
    if cut:
        kept[-1] = join_rows(kept[-1], rows.pop(0))
    join = Join(table.grids[-1].page, lower.page, reason, cut)
    return msgspec.structs.replace(
        table,
        columns=max(table.columns, len(lower.columns)),
        rows=(*kept, *rows),
        grids=(*table.grids, lower),
        joins=(*table.joins, join),
        repeated=(*table.repeated, *repeated),
    )


def _widened(row: Row, grid: Grid, columns: Sequence[float]) -> Row:
    """Number the cells of a row by the columns of a part that has more: some of its cells are merged."""
    edges = [*grid.columns, grid.box.x1]

    def place(x: float) -> int:
        return min(range(len(columns)), key=lambda i: abs(columns[i] - x))

    return Row(
        tuple(
            msgspec.structs.replace(
                cell,
                first=place(edges[cell.first]),
                end=len(columns) if cell.end >= len(grid.columns) else place(edges[cell.end]),
            )
            for cell in row.cells
        )
    )


def join_rows(upper: Row, lower: Row) -> Row:
    """Join the two parts of a row that a page break cut, cell by cell."""
    cells = [
        _join_cells(cell, below) if (below := lower.at(cell.first)) is not None else cell
        for cell in upper.cells
    ]
    covered = {column for cell in upper.cells for column in range(cell.first, cell.end)}
    cells += [cell for cell in lower.cells if cell.first not in covered]
    return Row(tuple(sorted(cells, key=lambda c: c.first)))


def _join_cells(upper: Cell, lower: Cell) -> Cell:
    return Cell(upper.first, upper.end, upper.box, (*upper.words, *lower.words), upper.fill or lower.fill)
