"""What differs between a new dataset and the one that stands in its place.

Rows are added, changed or withdrawn, told by key, with the reason as far as the two datasets show it. Every
row that differs is told: `change_report` shows the first of them to people, `change_table` holds all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import repeat

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from publish.compare.reasons import Inputs, Reasons, Why
from publish.schema.load import TableSchema, schemas


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
    was, now = _told_once(old, shared, schema), _told_once(new, shared, schema)
    place = pc.index_in(now.keys, value_set=was.keys)  # of each row of now in was; null for none
    added = now.texts.filter(place.is_null())
    withdrawn = was.texts.filter(pc.index_in(was.keys, value_set=now.keys).is_null())
    before, after = was.texts.take(place.drop_null()), now.texts.filter(place.is_valid())
    touched = _differing(before, after)
    return TableChanges(
        table=name,
        before=len(old),
        now=len(new),
        added=_rows(schema, added, reasons),
        changed=_rows(schema, after.filter(touched), reasons, before.filter(touched)),
        withdrawn=_rows(schema, withdrawn, reasons),
        new_columns=tuple(column for column in schema.columns if column not in old.column_names),
        gone_columns=tuple(column for column in old.column_names if column not in schema.columns),
    )


class _Told(msgspec.Struct, frozen=True):
    """The rows of a table as texts, blank as "", and the key of each as one text."""

    texts: pa.Table
    keys: pa.Array


def _told_once(table: pa.Table, columns: Sequence[str], schema: TableSchema) -> _Told:
    """Give the named columns as texts; of rows with one key, the first."""
    texts = pa.table({name: pc.fill_null(pc.cast(table.column(name), pa.string()), "") for name in columns})
    if schema.primary_key:
        keys = _joined(texts, schema.primary_key)
    else:
        # Rows without an identity are the same row when all their values are; the n-th twin meets the n-th.
        keys = _joined(texts, columns)
        keys = pc.binary_join_element_wise(keys, pa.array(_twins(keys.to_pylist()), pa.string()), "#")
    first = pc.equal(pc.index_in(keys, value_set=keys), pa.array(range(len(keys)), pa.int32()))
    return _Told(texts.filter(first), keys.filter(first))


def _joined(texts: pa.Table, names: Sequence[str]) -> pa.Array:
    """Join columns of texts row by row, each with its length before it: no two keys become one."""
    parts: list[pa.ChunkedArray] = []
    for name in names:
        column = texts.column(name)
        parts += [pc.cast(pc.utf8_length(column), pa.string()), column]
    return pc.binary_join_element_wise(*parts, ":").combine_chunks()


def _twins(keys: Iterable[str]) -> list[str]:
    """Number the rows of each key from 0."""
    counted: Counter[str] = Counter()
    numbers = []
    for key in keys:
        numbers.append(str(counted[key]))
        counted[key] += 1
    return numbers


def _differing(before: pa.Table, after: pa.Table) -> pa.ChunkedArray:
    """Mark the rows that differ in some column; both tables hold the same rows in the same order."""
    columns = zip(before.columns, after.columns, strict=True)
    return reduce(pc.or_, (pc.not_equal(was, now) for was, now in columns))


def _rows(
    schema: TableSchema,
    rows: pa.Table,
    reasons: Reasons,
    before: pa.Table | None = None,
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


def _records(texts: pa.Table) -> Iterator[dict[str, str]]:
    """Give each row of a table of texts, one at a time, by column."""
    for values in zip(*(column.to_pylist() for column in texts.columns), strict=True):
        yield dict(zip(texts.column_names, values, strict=True))
