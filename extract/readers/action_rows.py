"""The rows of one table of actions: cells by role, merged cells handed down, one row for each action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec.structs import replace

from extract.columns.header import header_again
from extract.columns.mark_columns import read_marked
from extract.columns.roles import Header
from extract.families.column_headings import heading_key, keys_of, table_words
from extract.families.column_roles import PROGRESS, Role, field_name
from extract.families.registry import Family
from extract.layout.paragraphs import SENTENCE_END
from extract.layout.printed_numbers import CONTINUED
from extract.readers.labels import Labelled, number_rows, with_label
from extract.readers.merged_cells import Above
from extract.readers.sections import Sections, is_note, is_said_below, is_section, may_be_said_below
from extract.tables.grids import Cell, Row
from extract.tables.stitch import Table, ordinal, ordinals
from records.outcome import Issue
from records.pages import Word
from records.report import OTHER, Passage, RawRow

HEADING_WORDS = 8
"""A heading in a cell of its own has no more words than this, where no style tells it."""


class TableRows(msgspec.Struct, frozen=True):
    """What one table gives."""

    rows: tuple[RawRow, ...]
    heads: tuple[Word, ...]
    left: tuple[Word, ...]
    """Words of rows that are no actions: introductions, notes, numbers not used."""
    issues: tuple[Issue, ...]
    over: tuple[Word, ...] = ()
    """Words of a row that stand over the table: the heading of a form."""


def read_rows(table: Table, header: Header, family: Family) -> TableRows:
    """Return the rows of a table; positions count from 1. One row is one action.

    A row in which the text is merged down from above, or blank with no number of its own, tells more
    of the action above: another body, another date. A section row, an introduction, a number that is
    not used and a header printed again are no actions.
    """
    reader = _Reader(table, header, family)
    for at in range(header.rows, len(table.rows)):
        reader.take(at)
    return reader.finish()


class _Reader:
    """Walks down a table; holds what is in force at the current row."""

    def __init__(self, table: Table, header: Header, family: Family) -> None:
        self.table, self.header, self.family = table, header, family
        self.head_texts = table.rows[header.rows - 1].keys if header.rows else None
        self.sections = Sections()
        self.rows: list[RawRow] = []
        self.labelled: list[Labelled | None] = []
        self.heads: list[Word] = []
        self.left: list[Word] = []
        self.issues: list[Issue] = []
        self.above = Above()
        self.skip = 0
        if header.title_column is not None:
            cell = table.rows[header.rows - 1].at(header.title_column)
            if cell is not None and cell.words:
                self.sections.open(cell)

    def take(self, at: int) -> None:
        """Read the row at a place of the table."""
        row = self.table.rows[at]
        if self.skip:
            self.skip -= 1
            self.heads += row.words
            return
        if not row.words:
            self.above.hold(row, {})
            return
        again = self._header_again(at, row)
        if not again and self._is_of_the_row_above(at, row):
            self._add({Role.COMMENTS: row.filled[0].passage}, {}, row)
        elif again or is_section(row, self.table):
            self.heads += row.words if again or not self._heads_nothing(at, row) else ()
            if not again:
                self.above.clear()
        elif self._is_heading_in_a_cell(row):
            self.sections.open(row.filled[0])
            self.heads += row.words
            self.above.clear()
        elif self._is_not_used(row):
            self.left += row.words
            self._tell("number_not_used", "A numbered row says that its number is not used.", row)
        elif self._is_total(row):
            self.left += row.words
            self._tell(
                "total_left", f"A row adds up the others, and is none itself: '{row.filled[0].line}'.", row
            )
        else:
            self._action(row)

    def finish(self) -> TableRows:
        """Return all rows, with the numbers that stand in their texts where no column holds them."""
        rows = number_rows(self.rows, self.labelled)
        return TableRows(rows, tuple(self.heads), tuple(self.left), tuple(self.issues))

    def _header_again(self, at: int, row: Row) -> bool:
        if self.head_texts is not None and row.keys == self.head_texts:
            return True
        header = header_again(self.table, at, self.family)
        if header is None:
            return False
        self.header, self.skip = header, header.rows - at - 1
        self.head_texts = self.table.rows[header.rows - 1].keys
        return True

    def _heads_nothing(self, at: int, row: Row) -> bool:
        """Take a row of one wide cell; say whether it is a note or an introduction and no heading."""
        cell = row.filled[0]
        opens = not self.rows or is_section(self.table.rows[at - 1], self.table)
        if is_note(cell, introduces=opens):
            self.left += row.words
            return True
        if not opens and may_be_said_below(cell):
            self._tell(
                "heading_or_comment",
                f"A sentence over all columns below this row was taken for a heading: '{cell.line[:80]}'.",
                row,
                len(self.rows),
                "warning",
            )
        self.sections.open(cell)
        return False

    def _is_of_the_row_above(self, at: int, row: Row) -> bool:
        """Return whether a row over all columns comments on the action that stands directly above it."""
        above = self.table.rows[at - 1]
        below_an_action = self.sections.in_use and not is_section(above, self.table)
        return below_an_action and is_section(row, self.table) and is_said_below(row.filled[0])

    def _is_heading_in_a_cell(self, row: Row) -> bool:
        """Return whether a row with words in one cell alone, not merged over the others, is a heading.

        Its style tells, bold or filled where the texts of actions are not; or, in a table where all
        actions are numbered and say more, a few words without a number or a full stop.
        """
        filled = row.filled
        if len(filled) != 1 or len(row.cells) < 2 or self.above.reaches(row):
            return False
        cell = filled[0]
        if self.header.roles.get(cell.first) not in {Role.REF, Role.THEME, Role.TEXT}:
            return False
        if ordinal(row, cell.first) is not None or cell.text[:1].islower():
            return False
        actions = self._actions()
        if cell.bold or cell.fill is not None:
            return not any(_is_like(other, cell, self.header.text) for other in actions)
        ref = self.header.ref
        short = len(cell.words) <= HEADING_WORDS and SENTENCE_END.search(cell.text) is None
        return short and ref is not None and 0 < len(actions) == len(ordinals(actions, ref))

    def _actions(self) -> list[Row]:
        body = self.table.rows[self.header.rows :]
        return [row for row in body if len(row.filled) > 1]

    def _is_not_used(self, row: Row) -> bool:
        filled = row.filled
        texts = [cell for cell in filled if self.header.roles.get(cell.first) != Role.REF]
        unused = keys_of(table_words().not_used)
        return bool(texts) and all(heading_key(cell.text) in unused for cell in texts)

    def _is_total(self, row: Row) -> bool:
        """Return whether a row says 'Total' where others have their number or text."""
        first = row.filled[0]
        return first.first in {self.header.ref, self.header.text} and heading_key(first.text) in keys_of(
            table_words().totals
        )

    def _action(self, row: Row) -> None:
        page = min(word.page for word in row.words)
        handed = self.above.handed_down(row, page, self.header.printed_once)
        if self.above.unsure(row, page, handed, self.header.printed_once):
            self._tell(
                "merged_over_page",
                "A blank cell at the head of a page was taken for the last part of a merged one on the page "
                "before; its value may not hold here.",
                row,
                len(self.rows) + 1,
                "warning",
            )
        fields, earlier = self._fields(row, handed)
        numbered = any(self.header.roles.get(cell.first) == Role.REF and cell.words for cell in row.cells)
        more = not row.fills(self.header.text) or self._goes_on(row)
        if self._has_number_of_last(fields):
            self._add({role: field for role, field in fields.items() if role != Role.REF}, earlier, row)
        elif self.rows and not numbered and self.sections.in_use and more:
            self._add_to_last(row)
        else:
            fields, earlier = self._with_last_status(row, fields, earlier)
            fields = self._with_other_due(row, fields)
            made = RawRow(len(self.rows) + 1, self.sections.titles, fields, earlier)
            self.rows.append(made)
            self.labelled.append(with_label(made, row.at(self.header.text)))
            self.sections.in_use = True
            self._tell_of_wide_cells(row)
        self.above.hold(row, handed)

    def _has_number_of_last(self, fields: Mapping[str, Passage]) -> bool:
        """Return whether a row goes on with the last one by its own words: 'R4 (cont.)' after 'R4'."""
        last = self.rows[-1].fields.get(Role.REF) if self.rows and self.sections.in_use else None
        own = fields[Role.REF].line if Role.REF in fields else ""
        return last is not None and last.line != "" and CONTINUED.sub("", own) == last.line != own

    def _tell_of_wide_cells(self, row: Row) -> None:
        """Warn of cells over columns with a role each: 'Complete' below 'Target date' and 'Status'."""
        roles = self.header.roles
        for cell in row.cells:
            below = [roles[at] for at in range(cell.first, cell.end) if roles.get(at) in PROGRESS]
            if cell.words and len(below) > 1:
                self._tell(
                    "cell_over_columns",
                    f"A cell stands below the headings of {' and '.join(below)}: '{cell.line[:80]}'.",
                    row,
                    len(self.rows),
                    "warning",
                )

    def _goes_on(self, row: Row) -> bool:
        """Return whether a rule cuts the text above: the row says no more than the rest of its sentence."""
        cell = row.filled[0]
        above = self.rows[-1].fields.get(Role.TEXT) if self.rows else None
        alone = len(row.filled) == 1 and cell.first == self.header.text
        begun = above is not None and SENTENCE_END.search(above.text) is None
        return alone and begun and cell.text[:1].islower()

    def _fields(self, row: Row, handed: Mapping[int, Cell]) -> tuple[dict[str, Passage], dict[str, Passage]]:
        """Return the cells of a row by role, and those of earlier meetings by heading.

        A column without a role goes by its heading, so that nothing is lost, and so does a response beside a
        later status, which is understood with it. Words handed down stand elsewhere, so they bring no region.
        """
        header = self.header
        fields: dict[str, Passage] = {}
        earlier: dict[str, Passage] = {}
        under_marks = {column for marked in header.marked for column in marked.values}
        own = {cell.first: cell for cell in row.cells if cell.first not in handed}
        for column, cell in sorted({**own, **handed}.items()):
            passage = replace(cell.passage, regions=()) if column in handed else cell.passage
            if column in header.earlier:
                continue
            if column not in under_marks:
                role, heading = header.roles.get(column), header.headings.get(column, "")
                name = field_name(role, heading, column)
                if role == Role.RESPONSE:
                    fields[field_name(None, heading, column)] = replace(passage, regions=())
                fields[name if name not in fields else f"{name} (column {column + 1})"] = passage
        for column, heading in header.earlier.items():
            if column in own or column in handed:
                name = heading if heading not in earlier else f"{heading} (column {column + 1})"
                earlier[name] = own[column].passage if column in own else handed[column].passage
        for marked in header.marked:
            fields[marked.role] = read_marked(marked, row)
        return fields, earlier

    def _with_last_status(
        self, row: Row, fields: dict[str, Passage], earlier: dict[str, Passage]
    ) -> tuple[dict[str, Passage], dict[str, Passage]]:
        """Give a row whose latest status is blank the last one that was told, and say so.

        A column for the meeting at hand is filled in row by row.
        """
        latest = fields.get(Role.STATUS)
        if latest is None or latest.blocks or latest.fill is not None or latest.dot is not None:
            return fields, earlier
        headings = [self.header.earlier[column] for column in self.header.earlier_statuses]
        told = next((name for name in reversed(headings) if name in earlier and earlier[name].blocks), None)
        if told is None:
            return fields, earlier
        self._tell(
            "earlier_status",
            f"The latest status is blank; the last one told, below '{told}', was taken.",
            row,
            len(self.rows) + 1,
        )
        rest = {name: passage for name, passage in earlier.items() if name != told}
        return {**fields, Role.STATUS: earlier[told]}, rest

    def _with_other_due(self, row: Row, fields: dict[str, Passage]) -> dict[str, Passage]:
        """Give a row whose due date is blank another one that it prints, and say so.

        Of the columns 'Original date' and 'Revised date' the second is filled in where a date was moved.
        """
        due = fields.get(Role.DUE)
        if due is None or due.blocks:
            return fields
        headings = [self.header.headings[column] for column in self.header.other_dues]
        told = next(
            (each for each in headings if f"{OTHER}{each}" in fields and fields[f"{OTHER}{each}"].blocks),
            None,
        )
        if told is None:
            return fields
        self._tell(
            "other_due",
            f"The due date is blank; the one below '{told}' was taken.",
            row,
            len(self.rows) + 1,
        )
        rest = {name: passage for name, passage in fields.items() if name != f"{OTHER}{told}"}
        return {**rest, Role.DUE: fields[f"{OTHER}{told}"]}

    def _add_to_last(self, row: Row) -> None:
        """Add what a row without a text of its own says to the action above it."""
        fields, earlier = self._fields(row, {})
        self._add(fields, earlier, row)

    def _add(self, fields: dict[str, Passage], earlier: dict[str, Passage], row: Row) -> None:
        """Add fields that a row holds to the action above it."""
        last = self.rows[-1]
        merged = {role: _joined(last.fields.get(role), fields.get(role)) for role in [*last.fields, *fields]}
        past = {
            name: _joined(last.earlier.get(name), earlier.get(name)) for name in [*last.earlier, *earlier]
        }
        self.rows[-1] = replace(last, fields=merged, earlier=past)
        labelled = self.labelled[-1]
        if labelled is not None:
            kept = {role: labelled.row.fields[role] for role in (Role.REF, Role.TEXT)}
            self.labelled[-1] = replace(labelled, row=replace(self.rows[-1], fields=merged | kept))
        self._tell(
            "row_continued",
            "A row without a text of its own was added to the one above it.",
            row,
            len(self.rows),
        )

    def _tell(
        self,
        code: str,
        message: str,
        row: Row,
        position: int | None = None,
        level: Literal["info", "warning"] = "info",
    ) -> None:
        self.issues.append(Issue(level, code, message, row.words[0].page, row.cells[0].box, position))


def _is_like(row: Row, cell: Cell, text: int) -> bool:
    """Return whether a row of an action is set as `cell` is, so that its style tells nothing."""
    other = row.at(text)
    return other is not None and bool(other.words) and other.bold == cell.bold and other.fill == cell.fill


def _joined(upper: Passage | None, lower: Passage | None) -> Passage:
    given = [passage for passage in (upper, lower) if passage is not None]
    return replace(
        given[0],
        blocks=tuple(block for passage in given for block in passage.blocks),
        regions=tuple(region for passage in given for region in passage.regions),
    )
