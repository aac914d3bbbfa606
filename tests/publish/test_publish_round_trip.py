"""Made tables full of what bites, through the programs that people read our files with, and back."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
from datasets import document, recommendation, tables_of
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reading_back import EVERY_SHEET, OFFICE, shown_back

from publish.schema.load import schemas
from publish.text import one_line, safe
from publish.write.csv_file import write_csv
from publish.write.parquet_file import write_parquet
from publish.write.workbook import write_workbook
from records.clean import Dataset

BITING = (
    *(
        "NA",
        "N/A",
        "None",
        "null",
        "NULL",
        "nan",
        "NaN",
        "#N/A",
        "true",
        "-inf",
        "1e5",
        "007",
        "\\N",
        '"',
        "''",
    ),
    *(
        "a\rb",
        "a\r\nb",
        "\r",
        "\x1b[2J",
        "a\x00b",
        "\x00",
        "\u202efdp.exe",
        "\u2066x",
        "\x85",
        "\u2028",
        "\ufeff",
    ),
    *(
        "=1+1",
        "+44 20 7946",
        "-1",
        "- Agreed",
        "@SUM(A1)",
        "\t=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "'=1",
        '"=1',
    ),
    *("\n=1\n+2", "\\x1b", "\\u202e", "'", "' '", ",", ";", "a,b", 'a "b" c', "_x0041_", "<b>&amp;</b>"),
)
PIECES = st.sampled_from([*BITING, " ", "\n", "x", "é", "🙂", "=", "+", "-", "@", "'", '"', "\\", "\ufffe"])
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(BITING),
        st.lists(PIECES, min_size=1, max_size=5).map("".join),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    ).filter(lambda text: text.strip() != "" and one_line(text) != ""),
    min_size=1,
    max_size=6,
)


def made(texts: Sequence[str]) -> Dataset:
    """Give a dataset of one document whose recommendations say `texts`, and comment nothing."""
    rows = tuple(recommendation("plan", n, text=text, comments=None) for n, text in enumerate(texts, 1))
    return Dataset(documents=(document("plan"),), recommendations=rows)


def written(texts: Sequence[str], folder: Path) -> tuple[Path, Path]:
    """Write the recommendations as CSV and as Parquet."""
    table = tables_of(made(texts))["recommendations"]
    paths = folder / "rows.csv", folder / "rows.parquet"
    with paths[0].open("wb") as sink:
        write_csv(table, schemas()["recommendations"], sink)
    with paths[1].open("wb") as sink:
        write_parquet(table, schemas()["recommendations"], sink)
    return paths


def as_one_line(text: str) -> str:
    """Give a text as its cell says it: paragraphs on one line, all else as it is."""
    return one_line(text) if "\n" in text else text


def had_back(cell: str) -> str:
    """Undo what a text went through on its way into a cell, but for its paragraphs."""
    without = cell[1:] if cell.startswith("'") and safe(cell) != cell else cell
    return shown_back(without)


@given(TEXTS)
@example([*BITING])
@settings(deadline=None, max_examples=60)
def test_every_reader_of_the_csv_finds_the_same_words_and_they_can_be_had_back(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, _ = written(texts, Path(folder))
        with path.open(encoding="utf-8", newline="") as file:
            plain = [row["text"] for row in csv.DictReader(file, strict=True)]
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
        # Left to guess, DuckDB may take the apostrophe of a small file for its escape.
        told = duckdb.read_csv(str(path), all_varchar=True, quotechar='"', escapechar='"')
        sql = told.project("text, comments").fetchall()
    assert [had_back(cell) for cell in plain] == [as_one_line(text) for text in texts]
    assert frame["text"].tolist() == plain
    assert [text for text, _ in sql] == plain
    assert frame["comments"].isna().all()
    assert {comments for _, comments in sql} <= {None, ""}
    for cell in plain:
        assert not re.match("[ \u00a0\u3000'\"]*[=+\\-@\t\r＝＋－＠]", cell) or cell.startswith("'")
        assert cell.isprintable() or not re.search(
            "[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", cell
        )


@given(TEXTS)
@example([*BITING])
@settings(deadline=None, max_examples=60)
def test_every_reader_of_parquet_finds_the_exact_words(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _, path = written(texts, Path(folder))
        frame = pd.read_parquet(path)
        sql = duckdb.read_parquet(str(path)).project("text, comments").fetchall()
    assert frame["text"].tolist() == texts
    assert [text for text, _ in sql] == texts
    assert frame["comments"].isna().all()
    assert {comments for _, comments in sql} == {None}


@given(TEXTS)
@example([*BITING])
@settings(deadline=None, max_examples=15)
def test_the_workbook_holds_every_text_as_text(texts: list[str]) -> None:
    sink = io.BytesIO()
    write_workbook(tables_of(made(texts)), sink)
    header, *rows = openpyxl.load_workbook(sink)["recommendations"].iter_rows()
    column = [cell.value for cell in header].index("text")
    assert {row[column].data_type for row in rows} == {"s"}
    # Excel reads `_x005F_` as an underscore, which keeps `_x0041_` from becoming an A; openpyxl leaves it.
    cells = [str(row[column].value).replace("_x005F_", "_") for row in rows]
    assert [shown_back(cell) for cell in cells] == [as_one_line(text) for text in texts]


def opened_by_libreoffice(path: Path, sheet: str, *options: str) -> list[str]:
    """Give the texts of the recommendations as LibreOffice shows them, which writes every sheet as a CSV."""
    out = path.parent / "out"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [str(OFFICE), "--headless", profile, *options, "--convert-to", EVERY_SHEET]
    subprocess.run([*command, "--outdir", str(out), str(path)], capture_output=True, timeout=300, check=True)
    with (out / f"{path.stem}-{sheet}.csv").open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


needs_libreoffice = pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not installed (Debian: apt install libreoffice-calc)"
)


@needs_libreoffice
def test_libreoffice_shows_every_text_of_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with path.open("wb") as sink:
        write_workbook(tables_of(made(BITING)), sink)
    cells = opened_by_libreoffice(path, "recommendations")
    assert [shown_back(cell) for cell in cells] == [as_one_line(text) for text in BITING]


@needs_libreoffice
@pytest.mark.parametrize("quoted_is_text", ["true", "false"])
def test_libreoffice_runs_no_cell_of_the_csv(quoted_is_text: str, tmp_path: Path) -> None:
    """Unless told that quoted cells are text it makes numbers of '1e5' and '007', and formulas of nothing."""
    path, _ = written(BITING, tmp_path)
    cells = opened_by_libreoffice(path, "rows", f"--infilter=CSV:44,34,76,1,,0,{quoted_is_text},false,false")
    wanted = [as_one_line(text) for text in BITING]
    numbers = {"1e5", "007", "true"} if quoted_is_text == "false" else set()
    pairs = [(had_back(cell), text) for cell, text in zip(cells, wanted, strict=True)]
    assert [cell for cell, text in pairs if text not in numbers] == [
        text for text in wanted if text not in numbers
    ]
