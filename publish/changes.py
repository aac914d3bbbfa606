"""What differs between a new dataset and the one that stands in its place.

Rows are added, changed or withdrawn, told by key, with the reason as far as the two datasets show it. Every
row that differs is told: `change_report` shows the first of them to people, `change_table` holds all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import repeat
from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from publish.reasons import Inputs, Reasons, Why
from publish.schema import TableSchema, schemas

if TYPE_CHECKING:
    import pandas as pd


class RowChange(msgspec.Struct, frozen=True, gc=False):
    """One row that differs: its key, the words that tell it to a person, why, and the old and new values.

    `document` is the document that it belongs to, "" for a body. `values` holds (column, old, new) of a
    changed row and is empty for rows added and withdrawn; "" is blank.
    """

    key: tuple[str, ...]
    label: str
    why: Why
    document: str = ""
    values: tuple[tuple[str, str, str], ...] = ()


class RowChanges(msgspec.Struct, frozen=True):
    """The rows of one table that changed in one way, and how many of them by reason."""

    rows: tuple[RowChange, ...] = ()
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.rows)


class TableChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What differs in one table. `before` is None where no earlier table could be compared."""

    table: str
    before: int | None
    now: int
    added: RowChanges = RowChanges()
    changed: RowChanges = RowChanges()
    withdrawn: RowChanges = RowChanges()
    new_columns: tuple[str, ...] = ()
    gone_columns: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything does."""
        return bool(
            self.added.count + self.changed.count + self.withdrawn.count
            or self.new_columns
            or self.gone_columns
        )


class Changes(msgspec.Struct, frozen=True):
    """What differs between two datasets; `first` says that there was none before.

    `gone_tables` names the tables that are no longer made, each with its rows.
    """

    first: bool
    tables: tuple[TableChanges, ...]
    gone_tables: tuple[tuple[str, int], ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything does, or could not be compared."""
        return bool(self.gone_tables) or any(t.differs or t.before is None for t in self.tables)


def compare(
    old: Mapping[str, pa.Table] | None,
    new: Mapping[str, pa.Table],
    was: Inputs | None = None,
    now: Inputs | None = None,
) -> Changes:
    """Compare two datasets table by table; `old` is None for the first run.

    A table that `old` does not hold, or holds without its key, is not compared. `was` and `now` tell what
    the runs used that made the two.
    """
    earlier = old or {}
    reasons = Reasons(earlier, new, was, now)
    tables = tuple(
        _compare_table(schema, earlier.get(name), new[name], reasons)
        for name, schema in schemas().items()
        if name in new
    )
    gone = tuple((name, len(table)) for name, table in earlier.items() if name not in new)
    return Changes(first=old is None, tables=tables, gone_tables=gone)


def _compare_table(
    schema: TableSchema, old: pa.Table | None, new: pa.Table, reasons: Reasons
) -> TableChanges:
    """Compare one table by its key, or by whole rows where it has none."""
    name = schema.name
    if old is None or not set(schema.primary_key) <= set(old.column_names):
        return TableChanges(table=name, before=None, now=len(new))
    if old.equals(new):
        return TableChanges(table=name, before=len(old), now=len(new))
    shared = [column for column in schema.columns if column in old.column_names]
    was, now = _frame(old, shared, schema), _frame(new, shared, schema)
    place = was.index.get_indexer(now.index)  # of each row of now in was; -1 for none
    added, withdrawn = now[place < 0], was[now.index.get_indexer(was.index) < 0]
    before, after = was.iloc[place[place >= 0]], now[place >= 0]
    touched = before.ne(after).any(axis=1)
    return TableChanges(
        table=name,
        before=len(old),
        now=len(new),
        added=_rows(schema, added, reasons),
        changed=_rows(schema, after[touched], reasons, before[touched]),
        withdrawn=_rows(schema, withdrawn, reasons),
        new_columns=tuple(column for column in schema.columns if column not in old.column_names),
        gone_columns=tuple(column for column in old.column_names if column not in schema.columns),
    )


def _frame(table: pa.Table, columns: list[str], schema: TableSchema) -> pd.DataFrame:
    """Give the values as text, blank as "", under the key as index."""
    texts = {name: pc.fill_null(pc.cast(table.column(name), pa.string()), "") for name in columns}
    # pandas takes half a second to start; only this comparison needs it.
    frame: pd.DataFrame = pa.table(texts).to_pandas()
    key = list(schema.primary_key)
    if not key:
        # Rows without an identity are the same row when all their values are; the n-th twin meets the n-th.
        key = [*columns, "twin"]
        frame["twin"] = frame.groupby(columns, sort=False).cumcount().astype(str)
    frame = frame.set_index(key, drop=False)
    return frame[~frame.index.duplicated()][columns]


def _rows(
    schema: TableSchema,
    rows: pd.DataFrame,
    reasons: Reasons,
    before: pd.DataFrame | None = None,
) -> RowChanges:
    """Tell each row, and count the reasons; `before` holds the same rows as they were."""
    counted: Counter[str] = Counter()
    told: list[RowChange] = []
    earlier = repeat(None) if before is None else _records(before)
    for row, was in zip(_records(rows), earlier, strict=False):
        changed = [name for name in row if was is not None and was[name] != row[name]]
        why = reasons.why(schema.name, row, changed, was)
        counted[why.words] += 1
        key = tuple(row[name] for name in schema.primary_key)
        label = row.get(schema.label, "") if schema.label else ""
        values = tuple((name, was[name], row[name]) for name in changed) if was is not None else ()
        told.append(RowChange(key, label, why, reasons.document_of(row), values))
    return RowChanges(tuple(told), tuple(counted.most_common()))


def _records(frame: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Give each row of a frame of texts, one at a time, by column."""
    names = [str(name) for name in frame.columns]
    columns = (frame[name].to_numpy(dtype=object).tolist() for name in names)
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))
