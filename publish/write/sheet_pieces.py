"""The rows of a sheet in pieces, which depend on their rows alone: what did not change is not made again.

A piece begins where a document begins whose identity, a part of a hash, has a certain form. So a document
that comes in or goes changes one piece of a sheet, and the same rows are always cut at the same places.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from itertools import pairwise
from typing import BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from publish.tables import MANY_ROWS, Rows
from publish.write.archive import Piece, packed
from publish.write.sheet_rows import ColumnFormat, rows_xml, shown

LAST_ROW = 1_048_575
"""Rows of data that one sheet can hold below its header."""

MOST_ROWS = MANY_ROWS
"""Rows of a piece: of more, each lot is a piece of its own."""

FIRST_OF_PIECE = "^.{10}0[048c]"
"""What the identity of a document, or of one of its rows, looks like where a piece begins: one in 64."""

LONG = 40
"""The widest column of codes. Words that are longer somewhere are wrapped."""

KEYS = ("document_id", "recommendation_id")
"""Columns by which rows are cut, the first that a sheet has."""


class Kept(msgspec.Struct, frozen=True):
    """A piece of a workbook: where it stands, what it is, and what was measured of its columns."""

    place: int
    size: int
    piece: Piece
    style: str
    longest: tuple[int, ...]
    spaced: tuple[bool, ...]


class Earlier:
    """The pieces of a workbook that stands there; none unless told."""

    def __init__(self, workbook: BinaryIO | None = None, pieces: Mapping[str, Kept] | None = None) -> None:
        """Take the open file and which pieces are where."""
        self.workbook, self.pieces = workbook, pieces or {}

    def taken(self, rows: str, style: str) -> tuple[Piece, bytes] | None:
        """Return the piece with these rows in this style, None if there is none."""
        kept = self.pieces.get(rows)
        if kept is None or kept.style != style or self.workbook is None:
            return None
        self.workbook.seek(kept.place)
        return kept.piece, self.workbook.read(kept.size)


class _Cut(msgspec.Struct, frozen=True):
    """A run of rows: from, how many, the hash of what they hold, and what was measured of its columns."""

    start: int
    number: int
    hash: str
    longest: tuple[int, ...]
    spaced: tuple[bool, ...]


class RowsOfSheet:
    """The rows of one sheet: for each column its longest text, and whether one has a space to break it at."""

    def __init__(self, rows: Rows, cuts: Sequence[_Cut]) -> None:
        """Take all rows of which those of the sheet are some."""
        self._rows, self._cuts = rows, cuts
        self.schema = rows.slice(0, 0).schema
        self.number = sum(each.number for each in cuts)
        none = [10 if kind != pa.string() else 0 for kind in self.schema.types]
        self.longest = [max(column) for column in zip(none, *(each.longest for each in cuts), strict=True)]
        self.spaced = [any(column) for column in zip(*(each.spaced for each in cuts), strict=True)] or [
            False for _ in none
        ]

    def wrapped(self, place: int) -> bool:
        """Return whether the words of a column go on over several lines."""
        return self.spaced[place] and self.longest[place] > LONG

    def packed(
        self,
        formats: Sequence[ColumnFormat],
        before: Earlier,
        kept: MutableMapping[str, Kept],
        sink: BinaryIO,
    ) -> Iterator[tuple[Piece, bytes]]:
        """Yield the pieces; note in `kept` where each will stand in `sink`, which takes them one by one."""
        style = hashlib.sha256(msgspec.json.encode((zlib.ZLIB_RUNTIME_VERSION, formats))).hexdigest()[:12]
        for cut in self._cuts:
            made = before.taken(cut.hash, style) or packed(self._xml(cut, formats))
            kept[cut.hash] = Kept(sink.tell(), len(made[1]), made[0], style, cut.longest, cut.spaced)
            yield made

    def _xml(self, cut: _Cut, formats: Sequence[ColumnFormat]) -> bytes:
        return rows_xml(shown(self._rows.slice(cut.start, cut.number).columns), formats)


def sheets_of(rows: Rows, before: Earlier) -> Iterator[RowsOfSheet]:
    """Yield the rows of each sheet: of one, or of more where they are too many; one without rows for none."""
    held: list[_Cut] = []
    for cut in _cuts(rows, before):
        if held and sum(each.number for each in held) + cut.number > LAST_ROW:
            yield RowsOfSheet(rows, held)
            held = []
        held.append(cut)
    yield RowsOfSheet(rows, held)


def _cuts(rows: Rows, before: Earlier) -> Iterator[_Cut]:
    starts = [*_starts(rows), len(rows)]
    for first, end in pairwise(starts):
        for start in range(first, end, MOST_ROWS):
            table = rows.slice(start, min(MOST_ROWS, end - start))
            found = _hash(table)
            kept = before.pieces.get(found)
            longest, spaced = (kept.longest, kept.spaced) if kept else _measured(table)
            yield _Cut(start, len(table), found, longest, spaced)


def _starts(rows: Rows) -> list[int]:
    """Return where pieces begin: at the first row, and at documents that `FIRST_OF_PIECE` describes."""
    names = set(rows.slice(0, 0).schema.names)
    key = next((name for name in KEYS if name in names), None)
    if key is None or len(rows) == 0:
        return [0]
    of = pc.utf8_slice_codeunits(rows.column(key).combine_chunks(), 0, 12)
    begins = pc.and_(pc.match_substring_regex(of[1:], FIRST_OF_PIECE), pc.not_equal(of[1:], of[:-1]))
    return [0, *(place + 1 for place in pc.indices_nonzero(begins).to_pylist())]


def _hash(table: pa.Table) -> str:
    """Return a hash of the names, types and values of a table."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        # Taken, for a slice is written with what stands beside it in the same bytes.
        writer.write_table(table.take(pa.array(range(len(table)), pa.int32())).combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()[:32]


def _measured(table: pa.Table) -> tuple[tuple[int, ...], tuple[bool, ...]]:
    texts = [column if column.type == pa.string() else None for column in shown(table.columns)]
    longest = (0 if text is None else pc.max(pc.utf8_length(text)).as_py() or 0 for text in texts)
    spaced = (
        text is not None and pc.any(pc.match_substring(text, " "), min_count=0).as_py() for text in texts
    )
    return tuple(longest), tuple(spaced)
