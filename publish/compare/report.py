"""`CHANGES.md`: the changes of a run for people, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from publish.compare.changes import Changes, RowChanges, TableChanges
from publish.text import one_line, visible

WIDEST = 160
"""Characters of a value that are shown."""

SHOWN = 50
"""Rows shown for each table and each kind of change; the rest are counted here and stand in changes.csv."""


def change_report(changes: Changes, title: str = "What changed since the previous run") -> str:
    """Give the whole text."""
    return "\n".join(_lines(changes, title)) + "\n"


def _lines(changes: Changes, title: str) -> Iterator[str]:
    yield from (f"# {title}", "")
    if changes.first:
        yield from ("This is the first run: there was no earlier dataset to compare with.", "")
        yield from ("| Table | Rows |", "| --- | --- |")
        yield from (f"| {table.table} | {table.now} |" for table in changes.tables)
        return
    if not changes.differs:
        yield "Nothing changed: every row of every table is as it was."
        return
    yield "| Table | Rows before | Rows now | Added | Changed | Withdrawn |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for table in changes.tables:
        before = "?" if table.before is None else table.before
        counts = (table.added.count, table.changed.count, table.withdrawn.count)
        yield f"| {table.table} | {before} | {table.now} | {' | '.join(map(str, counts))} |"
    for name, rows in changes.gone_tables:
        yield f"| {name} | {rows} | no longer made | 0 | 0 | {rows} |"
    for table in changes.tables:
        yield from _table(table)


def _table(table: TableChanges) -> Iterator[str]:
    if table.before is None:
        yield from ("", f"## {table.table}", "")
        yield "Not compared: the earlier table was not there, could not be read, or had another key."
        return
    if not table.differs:
        return
    yield from ("", f"## {table.table}")
    if table.new_columns:
        yield from ("", f"New columns: {', '.join(table.new_columns)}.")
    if table.gone_columns:
        yield from ("", f"Columns that are gone: {', '.join(table.gone_columns)}.")
    for title, rows in (("Added", table.added), ("Changed", table.changed), ("Withdrawn", table.withdrawn)):
        if rows.count:
            yield from _rows(title, rows)


def _rows(title: str, rows: RowChanges) -> Iterator[str]:
    reasons = "; ".join(f"{why} ({count})" for why, count in rows.reasons)
    yield from ("", f"### {title}: {rows.count}", "", f"Why: {reasons}.", "")
    for row in rows.rows[:SHOWN]:
        words = [_quoted(", ".join(row.key))] if row.key else []
        words += [_quoted(row.label)] if row.label and row.label not in row.key else []
        yield f"- {' '.join(words)}"
        for column, old, new in row.values:
            yield f"  - {column}: {_quoted(old)} → {_quoted(new)}"
    if rows.count > SHOWN:
        yield f"- and {rows.count - SHOWN} more, in changes.csv"


def _quoted(text: str) -> str:
    """Show a value as literal text, on one line, shortened; Markdown and HTML in it stay words."""
    if not text:
        return "(blank)"
    line = visible(one_line(text)).replace("`", "'")
    return f"`{line if len(line) <= WIDEST else line[: WIDEST - 1] + '…'}`"
