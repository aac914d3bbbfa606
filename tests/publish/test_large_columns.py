"""Columns of more text than one array holds are sorted, written and read back like others."""

from __future__ import annotations

import io

import pyarrow as pa
import pytest
from datasets import dataset, tables_of
from pyarrow import parquet

from publish import large_columns
from publish.large_columns import taken
from publish.schema.load import schemas
from publish.write.flat_sheet import FlatSheet
from publish.write.parquet_file import write_parquet

TEXTS = pa.chunked_array([["one", None, "three"], ["", "five", "six and more", None]])


@pytest.mark.parametrize("places", [[6, 5, 0, 2], [4, None, 4, 4, 5], [None, None], [], [1, 6]])
@pytest.mark.parametrize("largest", [1, 8])
def test_the_values_are_the_same_in_several_arrays(
    places: list[int | None], largest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = pa.array(places, pa.int64())
    whole = taken(TEXTS, wanted).to_pylist()
    monkeypatch.setattr(large_columns, "LARGEST", largest)
    parted = taken(TEXTS, wanted)
    assert (parted.to_pylist(), parted.type) == (whole, pa.string())
    held = [sum(len(text or "") for text in chunk.to_pylist()) for chunk in parted.chunks]
    assert all(size <= largest or len(chunk) == 1 for size, chunk in zip(held, parted.chunks, strict=True))


def test_a_dataset_of_such_columns_is_the_same_in_every_file(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tables_of(dataset())
    monkeypatch.setattr(large_columns, "LARGEST", 40)
    parted = tables_of(dataset())
    assert parted["recommendations"].column("text").num_chunks > 1
    for name, table in whole.items():
        assert parted[name].equals(table)
        sink = io.BytesIO()
        write_parquet(parted[name], schemas()[name], sink)
        assert parquet.read_table(io.BytesIO(sink.getvalue())).equals(table)
    rows = FlatSheet(parted), FlatSheet(whole)
    assert rows[0].slice(0, 99).equals(rows[1].slice(0, 99))
