"""A workbook of pieces: any ZIP program reads it, and pieces from before give the bytes of a fresh one."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

import pyarrow as pa
import pytest
from datasets import account, dataset, document, recommendation, tables_of
from hypothesis import given
from hypothesis import strategies as st

from publish.write import archive, sheet_pieces
from publish.write.archive import Archive, Piece, joined_crc, packed
from publish.write.sheet_pieces import Earlier, Kept
from publish.write.workbook import write_workbook
from records.clean import Dataset


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_a_checksum_goes_on_over_a_piece(before: bytes, piece: bytes) -> None:
    joined = joined_crc(zlib.crc32(before), Piece(zlib.crc32(piece), len(piece)))
    assert joined == zlib.crc32(before + piece)


@pytest.mark.parametrize("far", [archive.FAR, 5])
def test_other_programs_read_an_archive(monkeypatch: pytest.MonkeyPatch, far: int) -> None:
    """Also one that is larger than the plain form can name, as any is from the fifth byte on here."""
    monkeypatch.setattr(archive, "FAR", far)
    sink = io.BytesIO()
    made = Archive(sink)
    made.add("a/words.xml", [packed(b"one " * 500), packed(b""), packed(b"two")])
    made.add("empty.xml", [])
    made.close()
    with zipfile.ZipFile(sink) as read:
        assert read.testzip() is None
        assert read.namelist() == ["a/words.xml", "empty.xml"]
        assert read.read("a/words.xml") == b"one " * 500 + b"two"
        assert read.read("empty.xml") == b""


def papers(*names: str, **changes: str) -> Dataset:
    """So many documents of two recommendations each, one of which says something else if it is named."""
    return dataset(
        documents=tuple(document(name) for name in names),
        recommendations=tuple(
            recommendation(name, n, text=changes.get(name, "Do it.")) for name in names for n in (1, 2)
        ),
        responsibilities=(),
        judgements=(),
        inspections=(),
        issues=(),
        accounts=tuple(account(name, 1) for name in names),
    )


def written(
    tables: Mapping[str, pa.Table], earlier: Earlier | None = None
) -> tuple[io.BytesIO, Mapping[str, Kept]]:
    sink = io.BytesIO()
    return sink, write_workbook(tables, sink, earlier)


@pytest.mark.parametrize(
    ("after", "new"),
    [
        (papers("a", "b", "c", "d"), 0),
        (papers("a", "b", "c", "d", "e"), 5),  # a row on four sheets, and the summary
        (papers("a", "c", "d"), 1),
        (papers("a", "b", "c", "d", c="Do nothing."), 2),
        # A column whose words are wrapped now is made anew, with what stands beside it.
        (papers("a", "b", "c", "d", c="Do nothing. " * 9), 8),
    ],
)
def test_pieces_from_before_give_the_bytes_of_a_fresh_workbook(
    monkeypatch: pytest.MonkeyPatch, after: Dataset, new: int
) -> None:
    monkeypatch.setattr(sheet_pieces, "FIRST_OF_PIECE", "")
    sink, kept = written(tables_of(papers("a", "b", "c", "d")))
    fresh, _ = written(tables_of(after))
    made: list[bytes] = []

    def noted(content: bytes) -> tuple[Piece, bytes]:
        made.append(content)
        return packed(content)

    monkeypatch.setattr(sheet_pieces, "packed", noted)
    again, kept_again = written(tables_of(after), Earlier(sink, kept))
    assert again.getvalue() == fresh.getvalue()
    assert len(made) == new
    for piece in kept_again.values():
        again.seek(piece.place)
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(again.read(piece.size))
        assert (zlib.crc32(content), len(content)) == (piece.piece.crc, piece.piece.length)
