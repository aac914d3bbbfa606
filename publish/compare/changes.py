"""What differs between a new dataset and the one that stands in its place.

Rows are added, changed or withdrawn, told by key, with the reason as far as the two datasets show it. Every
row that differs is told: `change_report` shows the first of them to people, `change_table` holds all.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import count, repeat

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from publish.compare.reasons import Cause, Inputs, Reasons
from publish.schema.load import TableSchema, schemas

TEXT = pa.large_string()
"""Rows are compared as texts of any length: a column of them may hold more than 2 GiB."""


class RowChange(msgspec.Struct, frozen=True, gc=False):
    """One row that differs: its key, the words that tell it to a person, why, and the old and new values.

    `document` is the document that it belongs to, "" for a body. `values` holds (column, old, new) of a
    changed row and is empty for rows added and withdrawn; "" is blank.
    """

    key: tuple[str, ...]
    label: str
    document: str
    causes: tuple[Cause, ...]
    why: str
    values: tuple[tuple[str, str, str], ...] = ()


class TableChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What differs in one table. `before` is None where no earlier table could be compared."""

    table: str
    before: int | None
    now: int
    added: tuple[RowChange, ...] = ()
    changed: tuple[RowChange, ...] = ()
    withdrawn: tuple[RowChange, ...] = ()
    new_columns: tuple[str, ...] = ()
    gone_columns: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything does."""
        return any((self.added, self.changed, self.withdrawn, self.new_columns, self.gone_columns))


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
    reasons = Reasons(earlier, new, was or {}, now or {})
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
    (was, was_keys), (now, now_keys) = (
        _told_once(each, shared, schema) for each in _unlike(old, new, schema)
    )
    place = pc.index_in(now_keys, value_set=was_keys)  # of each row of now in was; null for none
    withdrawn = was.filter(pc.index_in(was_keys, value_set=now_keys).is_null())
    before, after = was.take(place.drop_null()), now.filter(place.is_valid())
    pairs = zip(before.columns, after.columns, strict=True)
    touched = reduce(pc.or_, (pc.not_equal(one, other) for one, other in pairs))
    return TableChanges(
        table=name,
        before=len(old),
        now=len(new),
        added=_rows(schema, now.filter(place.is_null()), reasons),
        changed=_rows(schema, after.filter(touched), reasons, before.filter(touched)),
        withdrawn=_rows(schema, withdrawn, reasons),
        new_columns=tuple(column for column in schema.columns if column not in old.column_names),
        gone_columns=tuple(column for column in old.column_names if column not in schema.columns),
    )


def _unlike(old: pa.Table, new: pa.Table, schema: TableSchema) -> tuple[pa.Table, pa.Table]:
    """Return both tables without the rows at their beginning, and then at their end, that are the same.

    Rows stand in the order of their keys: of one document more among many little is left to look at. An
    earlier table with a doubled key is left whole: which row is the first counts.
    """
    key = list(schema.primary_key)
    doubled = key and len(old.group_by(key, use_threads=False).aggregate([])) < len(old)
    if doubled or not old.schema.equals(new.schema):
        return old, new
    first = _alike(old, new)
    old, new = old.slice(first), new.slice(first)
    most = min(len(old), len(new))
    backwards = pa.array(range(most - 1, -1, -1), pa.int64())
    last = _alike(*(each.slice(len(each) - most).take(backwards) for each in (old, new)))
    return old.slice(0, len(old) - last), new.slice(0, len(new) - last)


def _alike(old: pa.Table, new: pa.Table) -> int:
    """Return how many rows at the beginning of two tables are the same."""
    number = min(len(old), len(new))
    for one, other in zip(old.columns, new.columns, strict=True):
        was, now = one.slice(0, number), other.slice(0, number)
        same = pc.coalesce(pc.equal(was, now), pc.and_(was.is_null(), now.is_null()))
        differs = pc.index(same, False).as_py()
        number = number if differs < 0 else differs
    return number


def _told_once(table: pa.Table, columns: Sequence[str], schema: TableSchema) -> tuple[pa.Table, pa.Array]:
    """Return the named columns as texts, blank as "", and each row's key; of rows with one key, the first."""
    texts = pa.table({name: pc.fill_null(pc.cast(table.column(name), TEXT), "") for name in columns})
    keys = _joined(texts, schema.primary_key or columns)
    if not schema.primary_key:
        # Rows without an identity are the same row when all their values are; of equal ones the n-th
        # is compared with the n-th.
        counted: defaultdict[str, Iterator[int]] = defaultdict(count)
        numbers = pa.array([str(next(counted[key])) for key in keys.to_pylist()], TEXT)
        keys = pc.binary_join_element_wise(keys, numbers, pa.scalar("#", TEXT))
    first = pc.equal(pc.index_in(keys, value_set=keys), pa.array(range(len(keys)), pa.int32()))
    return texts.filter(first), keys.filter(first)


def _joined(texts: pa.Table, names: Sequence[str]) -> pa.Array:
    """Join columns of texts row by row, each with its length before it: no two keys become one."""
    parts: list[pa.ChunkedArray] = []
    for name in names:
        column = texts.column(name)
        parts += [pc.cast(pc.utf8_length(column), TEXT), column]
    return pc.binary_join_element_wise(*parts, pa.scalar(":", TEXT)).combine_chunks()


def _rows(
    schema: TableSchema, rows: pa.Table, reasons: Reasons, before: pa.Table | None = None
) -> tuple[RowChange, ...]:
    """Return each row with its reason; `before` holds the same rows as they were."""
    told: list[RowChange] = []
    earlier = repeat({}) if before is None else _records(before)
    for row, was in zip(_records(rows), earlier, strict=False):
        changed = [name for name in was if was[name] != row[name]]
        causes, why = reasons.why(schema.name, row, changed, was)
        key = tuple(row[name] for name in schema.primary_key)
        label = row.get(schema.label, "") if schema.label else ""
        values = tuple((name, was[name], row[name]) for name in changed)
        told.append(RowChange(key, label, reasons.document_of(row), causes, why, values))
    return tuple(told)


def _records(texts: pa.Table) -> Iterator[dict[str, str]]:
    """Yield each row of a table of texts, one at a time, by column."""
    for values in zip(*(column.to_pylist() for column in texts.columns), strict=True):
        yield dict(zip(texts.column_names, values, strict=True))
