"""The parts of a table on successive pages become one, each join with its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

import msgspec
from msgspec.structs import replace

from extract.layout.paragraphs import SENTENCE_END
from extract.layout.printed_numbers import ROW
from extract.tables.grids import Cell, Grid, Row
from extract.tables.parts import join_rows, widened
from extract.tolerances import SAME_EDGE
from records.pages import Word
from records.report import Join

SENTENCE = 4
"""A cell with this many words is taken for a sentence, which a stop would end."""

HEADING = 4
"""A heading over a column has no more words than this, where no style tells it."""

MOST_TITLES = 3
"""Rows that may stand above the header of a table and are not printed again with it."""

CONTINUED = re.compile(r"\s*\(?\b(?:continued|cont'?d|contd|cont)\b\.?\)?", re.IGNORECASE)


Ordinal = tuple[int, tuple[int, ...], str]
"""A printed number: '15.2a' is (15, (2,), 'a')."""


class Table(msgspec.Struct, frozen=True, dict=True):
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

    @property
    def start(self) -> tuple[int, float]:
        """The page on which it begins, and its top there."""
        return self.grids[0].page, self.grids[0].box.top

    @cached_property
    def key(self) -> int:
        """The column that numbers the rows: the first if it has a number, else one that most rows fill."""
        body = [row for row in self.rows if len(row.cells) > 1]
        if ordinals(body):
            return 0
        columns = sorted({cell.first for row in body for cell in row.cells})
        return next((c for c in columns if 2 * len(ordinals(body, c)) > len(body) > 2), 0)

    @cached_property
    def numbers(self) -> list[Ordinal]:
        """The numbers of the rows that have one, in reading order."""
        return ordinals(self.rows, self.key)


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
    """Return why `lower` carries on `table` after a page break, or None if it does not.

    A table that runs over a page keeps the edges of its columns. Beyond that one of these must
    hold: the header is printed again; the row numbers go on; the row at the break was left open
    or cut in mid-sentence; or the first cells look like the rows before, not like a new header.
    Headings in other words open another table, whatever its numbers are.
    """
    upper = table.grids[-1]
    if lower.page != upper.page + 1 or not same_columns(upper, lower):
        return None
    if _header_row(table, lower.rows[0]) is not None:
        return "header repeated"
    if has_own_headings(table, lower):
        return None
    if upper.open_bottom or lower.open_top:
        return "row left open at the page break"
    after = ordinals(lower.rows, table.key)
    if table.numbers and after and table.numbers[-1] < after[0] and after[0][0] - table.numbers[-1][0] <= 1:
        return "numbering goes on"
    if is_cut(table, lower.rows):
        return "row cut by the page break"
    if not looks_like_header(lower.rows[0], table.rows[0], (*table.rows, *lower.rows)):
        return "columns go on"
    return None


def _header_row(table: Table, first: Row) -> int | None:
    """Return the place of the header row that `first` prints again; a title row above may stand only once.

    Of the rows below the header none counts: two actions may read alike.
    """
    tops = table.rows[: MOST_TITLES + 1]
    titled = next((at for at, row in enumerate(tops) if len(row.filled) > 1), 0)
    at = 0 if len(first.filled) == 1 else titled
    return at if _texts(table.rows[at]) == _texts(first) else None


def _printed_again(table: Table, rows: Sequence[Row]) -> int:
    """Return how many of `rows`, from the first, print the header of a table again, 0 if the first does not.

    They are titles, the headings, and sub-headings that divide them. A row below that equals the first of
    the table is another action with the same words, unless its number tells that it is the same one: Word
    prints again whatever rows are marked as header.
    """
    at = _header_row(table, rows[0])
    if at is None:
        return 0
    count = 1
    for above, row, first in zip(rows, rows[1:], table.rows[at + 1 :], strict=False):
        heads = len(above.filled) < 2 or divides(above, row) or ordinal(row, table.key) is not None
        if _texts(row) != _texts(first) or not heads:
            break
        count += 1
    return count


def divides(upper: Row, lower: Row) -> bool:
    """Return whether a row holds the sub-headings of the row above.

    They stand below a heading that spans several columns, which they divide; below the other
    headings stands nothing. Where no cell is merged over them the other headings reach down beside them.
    """
    if _reach_beside(upper, lower):
        return True
    groups = [range(cell.first, cell.end) for cell in upper.filled if cell.end - cell.first > 1]
    below = [cell.first for cell in lower.filled]
    return (
        any(sum(column in group for column in below) > 1 for group in groups)
        and all(any(column in group for group in groups) for column in below)
        and ordinal(lower) is None
    )


def _reach_beside(upper: Row, lower: Row) -> bool:
    """Return whether all cells of a row that are not above those of the next reach down beside these."""
    below = lower.columns
    beside = [cell for cell in upper.cells if cell.first not in below]
    above = [cell for cell in upper.cells if cell.first in below]
    return (
        len(beside) > 1
        and any(cell.words for cell in above)
        and len(lower.filled) == len(lower.cells) > 1
        and upper.columns == below.union(*(range(cell.first, cell.end) for cell in beside))
        and min(cell.box.bottom for cell in beside)
        >= max(cell.box.bottom for cell in lower.cells) - SAME_EDGE
        and all(cell.words for cell in beside)
        and ordinal(lower) is None
    )


def has_own_headings(table: Table, lower: Grid) -> bool:
    """Return whether `lower` opens with headings of its own, so that it is another table with equal columns.

    They fill the columns with a few words each, above longer cells or above numbers that begin below
    them. A heading that the table has as well is one of its own, and a word that stands in other rows
    too ('Done') is none.
    """
    rows = [row for row in lower.rows if len(row.filled) > 1]
    if len(rows) < 2:
        return False
    first, second = rows[0], rows[1]
    if any(not c.words or len(c.words) > HEADING or c.text.endswith((".", ";", ",")) for c in first.cells):
        return False
    others = {text for row in (*table.rows, *lower.rows) if row is not first for text in _texts(row)}
    if others & set(_texts(first)):
        return False
    if table.numbers:
        return ordinal(first, table.key) is None and ordinal(second, table.key) is not None
    return len(first.cells) == len(lower.columns) > 2 and _mostly_sentences([*table.rows[1:], *rows[1:]])


def _mostly_sentences(rows: Sequence[Row]) -> bool:
    """Return whether all rows but one at most have a sentence in the column with the most words."""
    words: Counter[int] = Counter()
    for each in (cell for row in rows for cell in row.cells):
        words[each.first] += len(each.words)
    longest = max(sorted(words), key=lambda column: words[column])
    sentences = [row for row in rows if (cell := row.at(longest)) and len(cell.words) > HEADING]
    return len(sentences) >= len(rows) - 1


def same_columns(upper: Grid, lower: Grid) -> bool:
    """Return whether the columns of two grids stand at the same places.

    A part without its full number of columns fits too, if its edges are among the other's: the
    last page may hold only rows whose cells are merged.
    """
    if abs(upper.box.x0 - lower.box.x0) > SAME_EDGE or abs(upper.box.x1 - lower.box.x1) > SAME_EDGE:
        return False
    few, many = sorted((upper.columns, lower.columns), key=len)
    return all(min(abs(edge - other) for other in many) <= SAME_EDGE for edge in few)


def ordinal(row: Row, column: int = 0) -> Ordinal | None:
    """Return the number printed in a row's first cell, or in that of `column`, fit for comparing.

    `15a` is (15, (), 'a').
    """
    match = ROW.match(row.text(column).strip())
    if match is None:
        return None
    parts = re.findall(r"\d+", match[2])
    return int(match[1]), tuple(int(part) for part in parts), match[3].lower()


def ordinals(rows: Iterable[Row], column: int = 0) -> list[Ordinal]:
    """Return the numbers printed in a column, those rows left out that have none."""
    return [number for row in rows if (number := ordinal(row, column)) is not None]


def is_cut(table: Table, lower: Sequence[Row]) -> bool:
    """Return whether the first row of `lower`, the rows below a page break, is the rest of the last above.

    It is no heading over all columns and has no number of its own. In a numbered table the missing
    number tells. Elsewhere a cell is empty that every other row fills, such as the responsible
    body, and a cell above ends in mid-sentence; or two such cells are empty, and all but one; or the cell
    below one in mid-sentence goes on in lower case, and no cell contradicts.

    Where cells are set at the middle of their row, all but the text may stand below the break.
    """
    first = lower[0]
    if len(first.cells) == 1:
        return False
    if _has_its_rest_below(table, lower):
        return True
    if table.numbers:
        key = first.at(table.key)
        return key is not None and not key.words and bool(first.words) and not _starts_anew(table, lower)
    return _goes_on(table, lower)


def _goes_on(table: Table, lower: Sequence[Row]) -> bool:
    """Return whether the first row below a break is the rest of that above, by blanks and sentences."""
    first = lower[0]
    over_break = _over_break(table, first)
    blank = first.columns - {column for cell in first.filled for column in range(cell.first, cell.end)}
    lacking = blank & _always_filled((*table.rows[1:], *lower[1:]))
    alone = len(lacking) > 1 and len(over_break) == 1 and over_break[0][0].words
    if alone or (lacking and _unfinished(over_break)):
        return True
    pairs = [(SENTENCE_END.search(above.text), below.text) for above, below in over_break if above.words]
    return any(not ended and text[:1].islower() for ended, text in pairs) and not any(
        ended and text[:1].isupper() for ended, text in pairs
    )


def _has_its_rest_below(table: Table, lower: Sequence[Row]) -> bool:
    """Return whether the last row above a break has its text alone, and lacks two things all others have.

    The row below then fills these, and goes on with the text: in small letters, if it has a number.
    """
    last, first = table.rows[-1], lower[0]
    if len(table.rows) < 2 or len(last.filled) != 1 or len(last.cells) == 1:
        return False
    above, below = last.filled[0], first.at(last.filled[0].first)
    if below is None or not below.words or (table.numbers and above.first == table.key):
        return False
    lacking = _always_filled((*table.rows[1:-1], *lower)) - {above.first}
    open_ = _unfinished([(above, below)]) and below.text[:1].islower()
    return len(lacking) > 1 and (open_ or not table.numbers)


def _over_break(table: Table, first: Row) -> list[tuple[Cell, Cell]]:
    """Return each filled cell of `first`, below a page break, after the cell that stands above it."""
    pairs = [(table.rows[-1].at(cell.first), cell) for cell in first.filled]
    return [(above, cell) for above, cell in pairs if above is not None]


def _unfinished(over_break: Iterable[tuple[Cell, Cell]]) -> bool:
    """Return whether some cell above the break, with words below it too, ends in mid-sentence.

    Names and statuses end without a stop as well; only longer cells are sentences.
    """
    return any(len(c.words) >= SENTENCE and not SENTENCE_END.search(c.text) for c, _ in over_break)


def _starts_anew(table: Table, lower: Sequence[Row]) -> bool:
    """Return whether the first row of `lower` is a row of its own although it prints no number.

    Every cell opens with a capital under a finished sentence; or, under names and dates too, if all
    columns are filled that every other row fills, its number aside: a number merged down over several
    actions is not printed again below the break.
    """
    filled, over_break = lower[0].filled, _over_break(table, lower[0])
    if len(filled) < 2 or any(cell.text[:1].islower() for cell in filled):
        return False
    finished = [above for above, _ in over_break if not above.words or SENTENCE_END.search(above.text)]
    if len(finished) == len(filled) and all(cell.text[:1].isupper() for cell in filled):
        return True
    always = _always_filled((*table.rows[1:], *lower[1:])) - {table.key}
    return len(always) > 1 and always <= {cell.first for cell in filled} and not _unfinished(over_break)


def _always_filled(rows: Sequence[Row]) -> set[int]:
    """Return the columns that every one of some rows fills, section rows aside."""
    whole = [row for row in rows if len(row.cells) > 1]
    columns = {column for row in whole for column in row.columns}
    return {column for column in columns if all(row.fills(column) for row in whole)}


def looks_like_header(row: Row, head: Row, rows: Iterable[Row]) -> bool:
    """Return whether a row could open a table of its own: bold or filled throughout, as the head above is.

    A fill that others of the `rows` of both have, and not the head, is a stripe.
    """
    others = (each for each in rows if each is not row and len(each.filled) > 1)
    stripes = {cell.fill for each in others for cell in each.filled} - {cell.fill for cell in head.filled}
    own = all(cell.bold or (cell.fill is not None and cell.fill not in stripes) for cell in row.filled)
    return own and len(row.filled) > 1 and all(cell.bold or cell.fill is not None for cell in head.filled)


def _texts(row: Row) -> list[str]:
    return [" ".join(CONTINUED.sub("", cell.text).split()).casefold() for cell in row.cells]


def _join(table: Table, lower: Grid, reason: str) -> Table:
    wide = max((*(grid.columns for grid in table.grids), lower.columns), key=len)
    kept = list(table.rows)
    if table.columns < len(wide):
        kept = [widened(row, table.grids[0], wide) for row in kept]
    again = _printed_again(table, lower.rows)
    widened_rows = [widened(row, lower, wide) for row in lower.rows]
    repeated, rows = widened_rows[:again], widened_rows[again:]
    opened = (table.grids[-1].open_bottom or lower.open_top) and reason != "header repeated"
    numbered = bool(rows) and ordinal(rows[0], table.key) is not None
    cut = bool(rows) and ((opened and not numbered) or is_cut(table, rows))
    if cut:
        kept[-1] = join_rows(kept[-1], rows.pop(0))
    return replace(
        table,
        columns=len(wide),
        rows=(*kept, *rows),
        grids=(*table.grids, lower),
        joins=(*table.joins, Join(table.grids[-1].page, lower.page, reason, cut)),
        repeated=(*table.repeated, *repeated),
    )
