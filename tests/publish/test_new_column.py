"""A new column needs its description and its value: everything that is published follows."""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import openpyxl
import pytest
from datasets import dataset, publish
from pyarrow import parquet

from publish.schema import load
from publish.schema.dictionary import dictionary
from records.clean import Dataset, Document

COLUMN = """
  - name: language
    type: string
    printed: true
    example: English
    description: The language in which the document is printed.
"""
Described = msgspec.defstruct("Described", [("language", str | None, None)], bases=(Document,), kw_only=True)


@pytest.fixture(autouse=True)
def described(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a copy of the schema describe one column more."""
    for path in load.FOLDER.glob("*.yaml"):
        added = COLUMN if path.stem == "documents" else ""
        (tmp_path / path.name).write_text(path.read_text().rstrip() + added)
    monkeypatch.setattr(load, "FOLDER", tmp_path)
    load.schemas.cache_clear()
    yield
    load.schemas.cache_clear()


def with_language(language: str) -> Dataset:
    rows = [
        Described(**msgspec.structs.asdict(row), language=language)  # type: ignore[call-arg]
        for row in dataset().documents
    ]
    return dataset(documents=tuple(rows))


def test_a_new_column_stands_in_every_form(tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    publish(with_language("Welsh"), clean, {})
    header, first = (clean / "documents.csv").read_text().splitlines()[:2]
    assert header.endswith(',"language"')
    assert first.endswith(',"Welsh"')
    assert set(parquet.read_table(clean / "documents.parquet").column("language").to_pylist()) == {"Welsh"}
    rows = openpyxl.load_workbook(clean / "scrutiny.xlsx")["documents"].iter_rows(values_only=True)
    assert [row[-1] for row in rows][:2] == ["language", "Welsh"]
    (table,) = (
        one for one in json.loads((clean / "datapackage.json").read_bytes())["resources"]
        if one["name"] == "documents"
    )  # fmt: skip
    assert table["schema"]["fields"][-1]["name"] == "language"
    assert "| `language` | string | yes | The language in which" in dictionary()


def test_whether_a_new_column_is_printed_tells_the_cause_of_a_change(tmp_path: Path) -> None:
    publish(with_language("Welsh"), tmp_path / "clean", {})
    changes = publish(with_language("English"), tmp_path / "clean", {})
    assert {row.causes for row in changes.tables[0].changed} == {("reader",)}
