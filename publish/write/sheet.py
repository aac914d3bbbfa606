"""Rows of a sheet that are made when they are asked for: a sheet can be written without being held."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pyarrow as pa

from publish.tables import with_function
from publish.text import sheet_cell


class Column(msgspec.Struct, frozen=True):
    """A column of a sheet: the values of a table, and for each row of the sheet where its value stands there.

    Without `places` the rows are those of the table.
    """

    name: str
    values: pa.ChunkedArray
    places: pa.Array | None = None

    def __len__(self) -> int:
        """How many rows it has."""
        return len(self.values if self.places is None else self.places)

    def slice(self, start: int, length: int) -> Column:
        """Return the rows from `start` on, as many as `length` or as there are."""
        if self.places is None:
            return Column(self.name, self.values.slice(start, length))
        return Column(self.name, self.values, self.places.slice(start, length))

    def shown(self) -> pa.Array:
        """Return the values as a sheet shows them."""
        values = self.values if self.places is None else self.values.take(self.places)
        return with_function(values.combine_chunks(), sheet_cell)


class View(msgspec.Struct, frozen=True):
    """The columns of a sheet, rows in step."""

    columns: tuple[Column, ...]

    def __len__(self) -> int:
        """How many rows it has."""
        return len(self.columns[0])

    def slice(self, start: int, length: int) -> View:
        """Return the rows from `start` on, as many as `length` or as there are."""
        return View(tuple(column.slice(start, length) for column in self.columns))

    def pieces(self, length: int) -> Iterator[View]:
        """Return the rows in order, so many at a time."""
        return (self.slice(start, length) for start in range(0, len(self), length))


def view_of(table: pa.Table) -> View:
    """Return a table as a sheet shows it."""
    return View(tuple(Column(name, table.column(name)) for name in table.column_names))
