"""Tables of actions: one row each, under headings in the table, above it, or beside the actions."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from extract.account import Claim, Owner
from extract.columns.header import read_header
from extract.columns.roles import Header
from extract.families.column_roles import Role
from extract.families.registry import Family
from extract.layout.page_layout import Layout
from extract.layout.paragraphs import Paragraph
from extract.readers import Reading
from extract.readers.action_rows import TableRows, read_rows
from extract.readers.forms import read_forms
from extract.readers.sections import Title, are_shared, is_section, title_of
from extract.tables.stitch import Table, has_own_headings, looks_like_header, ordinal, ordinals, same_columns
from extract.tables.widen import widen
from records.outcome import Issue
from records.report import Join, RawRow


def read_action_tables(layout: Layout, family: Family) -> Reading:
    """Read every table of actions in a layout; tables of another kind are left as prose and reported."""
    read: list[tuple[Table, Header, TableRows]] = []
    titles: list[Title | None] = []
    issues: list[Issue] = []
    tables = widen(layout.tables)
    for place, table in enumerate(tables):
        forms = read_forms(table, family, _above(table, layout))
        if forms is not None:
            read.append((table, Header(0, {}), forms))
            titles.append(title_of(table, 0, layout, tables[:place]))
            continue
        header = read_header(table, family) or _inherited(table, read)
        if header is None:
            issues.append(_unread(table, [other for other, _, _ in read]))
            continue
        issues += _told(table, header)
        read.append((table, header, read_rows(table, header, family)))
        titles.append(title_of(table, header.above, layout, tables[:place]))
    rows: list[RawRow] = []
    joins: list[Join] = []
    claims: list[Claim] = []
    for (table, header, found), title, shared in zip(read, titles, are_shared(titles), strict=True):
        before = len(rows)
        issues += [_moved(issue, before) for issue in found.issues]
        rows += [_placed(row, before) for row in _under(found.rows, title, shared)]
        joins += table.joins
        claims += _claims(table, header, found)
    return Reading(rows=tuple(rows), joins=tuple(joins), claims=tuple(claims), issues=tuple(issues))


def _above(table: Table, layout: Layout) -> Paragraph | None:
    """Return the paragraph that ends last before a table, None if there is none."""
    before = [p for p in layout.paragraphs if (p.page, p.box.bottom) <= table.start]
    return max(before, key=lambda p: (p.page, p.box.bottom), default=None)


def _unread(table: Table, read: Sequence[Table]) -> Issue:
    """Return what is to be said of a table that was not read, after others that were."""
    could_be = _could_be_actions(table) or any(_has_columns_of(other, table) for other in read)
    return Issue(
        "warning" if could_be else "info",
        "table_not_read",
        "A table without columns of actions was left as prose.",
        table.grids[0].page,
        table.grids[0].box,
    )


def _told(table: Table, header: Header) -> list[Issue]:
    """Return what was taken from a header on other grounds than its words."""
    page, box = table.grids[0].page, table.grids[0].box
    issues = [Issue("info", "order_of_columns", note, page, box) for note in header.notes]
    if header.guessed:
        issues.append(
            Issue(
                "warning",
                "guessed_column",
                f"Column {header.text + 1} was taken for the actions because its texts are the longest; its "
                "heading is not known.",
                page,
                box,
            )
        )
    issues += [
        Issue(
            "warning",
            "guessed_column",
            "A mark below one of these was taken for a body that must act: "
            + ", ".join(marked.values.values()),
            page,
            box,
        )
        for marked in header.marked
        if marked.guessed
    ]
    return issues


def _moved(issue: Issue, before: int) -> Issue:
    return replace(issue, row=issue.row + before) if issue.row is not None else issue


def _under(rows: tuple[RawRow, ...], title: Title | None, shared: bool) -> list[RawRow]:
    """Put the rows of a table below its title.

    A title that the tables of a document share is the section of rows that have none, and stands over
    the others if it is printed in the table itself. A title row over the header is the section of the
    first rows too where the table's later rows have section rows of their own.
    """
    if title is None or not (shared or (title.inside and any(row.section for row in rows))):
        return list(rows)
    return [
        replace(row, section=(title.text, *row.section))
        if not row.section or (shared and title.inside)
        else row
        for row in rows
    ]


def _placed(row: RawRow, before: int) -> RawRow:
    """Number a row within the document, and put it below the recommendation that it carries out.

    The recommendation is its theme; where another column holds the theme, it is the innermost heading.
    """
    above = row.fields.get(Role.RECOMMENDATION)
    told = (" ".join(above.text.split()),) if above is not None and above.blocks else ()
    return replace(row, position=row.position + before, section=(*row.section, *told))


def _claims(table: Table, header: Header, found: TableRows) -> list[Claim]:
    """Return claims on each word of a table. Words of introductions and notes are left, and so are prose."""
    over = [word for row in (*table.rows[: header.rows], *table.repeated) for word in row.words]
    heads = (*over, *found.heads)
    taken = {word.key for word in (*heads, *found.left)}
    rest = tuple(word for word in table.words if word.key not in taken)
    return [Claim(Owner.HEADINGS, heads), Claim(Owner.ROWS, (*rest, *found.over))]


def _inherited(table: Table, read: list[tuple[Table, Header, TableRows]]) -> Header | None:
    """Return the last table's roles to a table without a header of its own, if it has the same columns.

    Its rows are numbered, or its columns stand at the same places. Text between two parts, such as a
    new sub-heading, does not bring the header back.
    """
    if not read:
        return None
    last, header, _ = read[-1]
    if not header.roles:
        return None
    columns = {*header.roles, *header.earlier, *(c for marked in header.marked for c in marked.values)}
    first = next((row for row in table.rows if not is_section(row, table)), None)
    if first is None or max(columns) >= table.columns:
        return None
    numbers = header.ref or 0
    numbered = _could_be_actions(table) and ordinal(first, numbers) is not None
    head = last.rows[header.rows - 1] if header.rows else last.rows[0]
    alike = (
        not ordinals(last.rows, numbers)
        and table.columns == last.columns > 2
        and same_columns(last.grids[-1], table.grids[0])
        and not looks_like_header(first, head, (*last.rows, *table.rows))
        and len(first.filled) > 1
    )
    return replace(header, rows=0, above=0, title_column=None, notes=()) if numbered or alike else None


def _has_columns_of(other: Table, table: Table) -> bool:
    """Return whether a table has the columns of another one, and no headings of its own."""
    lower = table.grids[0]
    return (
        table.columns == other.columns > 2
        and same_columns(other.grids[-1], lower)
        and not has_own_headings(other, lower)
    )


def _could_be_actions(table: Table) -> bool:
    """Return whether a table that was not read has the shape of one of actions: numbers, three columns."""
    return table.columns > 2 and bool(ordinals(table.rows))
