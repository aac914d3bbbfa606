"""A list tells of documents by their bytes, whoever put them into the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.errors import ConfigError
from scrutiny.sources.listed_origins import listed_origins

ONE, TWO = "1" * 64, "2" * 64
HEADER = "url,file,sha256,publisher,published,licence\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "sources.csv"
    path.write_text(text)
    return path


def test_a_document_is_known_by_its_bytes(tmp_path: Path) -> None:
    rows = f"https://a.example/1,other.pdf,{ONE},Anyshire,2013,\nhttps://a.example/2,b.pdf,,,,\n"
    found = listed_origins(written(tmp_path, HEADER + rows), [ONE, TWO])
    assert {
        key: [(each.url, each.publisher, each.published) for each in of] for key, of in found.items()
    } == {ONE[:12]: [("https://a.example/1", "Anyshire", "2013")]}


@pytest.mark.parametrize("text", [None, "name,address\na,b\n", ""])
def test_a_file_that_is_no_list_is_left_alone(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "sources.csv" if text is None else written(tmp_path, text)
    assert listed_origins(path, [ONE]) == {}


def test_a_list_that_is_wrong_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="published must be a date"):
        listed_origins(written(tmp_path, f"{HEADER}https://a.example/1,a.pdf,{ONE},,soon,\n"), [ONE])
