"""`CHANGES.md`: the changes of a run for people, in Markdown."""

from collections import Counter
from collections.abc import Iterator, Sequence

from publish.compare.changes import Changes, RowChange, TableChanges
from publish.text import one_line, visible

WIDEST = 160
"""Characters of a value that are shown."""

SHOWN = 50
"""Rows shown for each table and each kind of change, those that look alike once; the rest are counted here
and stand in changes.csv."""


def change_report(changes: Changes, title: str = "What changed since the previous run") -> str:
    """Return the whole text."""
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
        counts = f"{len(table.added)} | {len(table.changed)} | {len(table.withdrawn)}"
        yield f"| {table.table} | {before} | {table.now} | {counts} |"
    for name, rows in changes.gone_tables:
        yield f"| {name} | {rows} | no longer made | 0 | 0 | {rows} |"
    for table in changes.tables:
        yield from _table(table)
    yield from _threads(changes)


def _threads(changes: Changes) -> Iterator[str]:
    """Tell which thread became which: an older paper turned up, or threads were joined or parted."""
    became: Counter[tuple[str, str]] = Counter()
    for table in changes.tables:
        if table.table == "recommendations":
            became.update(
                (old, new)
                for row in table.changed
                for name, old, new in row.values
                if name == "thread_id" and old and new
            )
    if became:
        yield from ("", "## Threads that became others", "")
        for (old, new), number in sorted(became.items())[:SHOWN]:
            told = f"{number} recommendations" if number > 1 else "1 recommendation"
            yield f"- {_quoted(old)} became {_quoted(new)} ({told})"
        if len(became) > SHOWN:
            yield f"- and {len(became) - SHOWN} more, in changes.csv"


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
        if rows:
            yield from _rows(title, rows)


def _rows(title: str, rows: Sequence[RowChange]) -> Iterator[str]:
    counted = Counter(row.why for row in rows)
    reasons = "; ".join(f"{why} ({number})" for why, number in counted.most_common())
    yield from ("", f"### {title}: {len(rows)}", "", f"Why: {reasons}.", "")
    alike = Counter(map(_item, rows))
    for lines, number in list(alike.items())[:SHOWN]:
        yield f"{lines[0]} ({number} times)" if number > 1 else lines[0]
        yield from lines[1:]
    shown = sum(list(alike.values())[:SHOWN])
    if len(rows) > shown:
        yield f"- and {len(rows) - shown} more, in changes.csv"


def _item(row: RowChange) -> tuple[str, ...]:
    """Return the lines on one row; those of several issues may be the same."""
    words = [", ".join(row.key)] if row.key else []
    words += [row.label] if row.label and row.label not in row.key else []
    values = (f"  - {column}: {_quoted(old)} → {_quoted(new)}" for column, old, new in row.values)
    return f"- {' '.join(map(_quoted, words))}", *values


def _quoted(text: str) -> str:
    """Show a value as literal text, on one line, shortened; Markdown and HTML in it stay words."""
    if not text:
        return "(blank)"
    line = visible(one_line(text)).replace("`", "'")
    return f"`{line if len(line) <= WIDEST else line[: WIDEST - 1] + '…'}`"
