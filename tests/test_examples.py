"""The examples of the README and its pages are run, as they stand there, on the shipped dataset."""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
import subprocess
import warnings
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SHIPPED

from publish.schema.load import changes_schema, schemas

PAGES = ("README.md", "docs/analyst.md", "docs/researcher.md", "docs/maintainer.md")
EXAMPLES = [
    found
    for page in PAGES
    for found in re.findall(r"^```(\w+)\n(.*?)^```$", (ROOT / page).read_text(), re.M | re.S)
]
LANGUAGES = ["python", "sqlite", "sql", "powerquery", "r", *["python"] * 4]


def example(language: str, which: int = 0) -> str:
    return [text for tongue, text in EXAMPLES if tongue == language][which]


@pytest.fixture(autouse=True)
def where_the_example_is_the_dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").symlink_to(SHIPPED)
    monkeypatch.chdir(tmp_path)


def test_every_example_has_its_test_here() -> None:
    assert [language for language, _ in EXAMPLES] == LANGUAGES


def test_the_example_of_the_first_page(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    exec(example("python"), names)  # noqa: S102 - our own page
    assert len(names["still_open"]) == 7
    assert "past_due" in capsys.readouterr().out


def test_the_example_for_researchers() -> None:
    names: dict[str, Any] = {}
    exec(example("python", 1), names)  # noqa: S102 - our own page
    assert set(names["salisbury"].status_group) <= {"open"}
    assert names["late_by_body"].index.name == "agency"
    assert names["grades"].empty


def test_the_example_for_sqlite() -> None:
    with contextlib.closing(sqlite3.connect("data/clean/scrutiny.sqlite")) as database:
        found = database.execute(example("sqlite")).fetchall()
    assert found
    assert all("mental" in text.lower() or ref for ref, text, _ in found)


def test_the_example_for_pandas(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    exec(example("python", 2), names)  # noqa: S102 - our own page
    rows, same = names["rows"], names["same"]
    assert len(rows) == len(same) == 26
    assert list(rows.columns) == list(same.columns) == list(schemas()["recommendations"].columns)
    assert rows.status.notna().equals(same.status.notna())
    assert same.ref.tolist() == rows.ref.tolist()
    assert set(names["still_open"].status_group) == {"open"}
    assert 0 < len(names["still_open"]) < 26
    assert "ref" in capsys.readouterr().out


def test_the_example_for_data_packages() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the reader's own
        names: dict[str, Any] = {}
        exec(example("python", 3), names)  # noqa: S102 - our own page
        report = names["package"].validate()
    assert names["package"].resource_names == [*schemas(), "wide", changes_schema().name]
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type"])


def test_the_example_for_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb, which 'make' installs for the tests")
    found = duckdb.sql(example("sql")).fetchall()
    assert found[0] == ("Wiltshire Council", "partially_complete", 7)
    assert all(actions > 0 for _, _, actions in found)
    ((rows,),) = duckdb.sql("SELECT count(*) FROM 'data/clean/recommendations.csv'").fetchall()
    assert rows == 26


def test_the_example_for_r() -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("needs R: on Debian or Ubuntu, apt install r-base-core")
    done = subprocess.run(["Rscript", "-e", example("r")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "partially_complete" in done.stdout


@pytest.mark.parametrize("language", ["powerquery", "r", "sql"])
def test_files_and_columns_of_an_example_are_there(language: str) -> None:
    """Power BI runs on Windows alone; its names, at least, can be held to the dataset."""
    text = example(language)
    files = re.findall(r"""\w+\.(?:parquet|csv)(?=["'])""", text)
    assert files
    assert all((SHIPPED / "clean" / file).exists() for file in files)
    columns = {column for schema in schemas().values() for column in schema.columns}
    named = re.findall(r"\{([^}]*)\}", text) if language == "powerquery" else []
    for name in (name.strip(' "') for group in named for name in group.split(",")):
        assert name in columns


def test_the_example_for_a_bucket() -> None:
    """On a store in memory instead of one by network."""
    fsspec = pytest.importorskip("fsspec", reason="needs the extra 'cluster'")
    from scrutiny.cluster.working_copy import run_anywhere

    run_anywhere(str(SHIPPED / "raw"), "memory://bucket/clean", None, workers=1)
    names: dict[str, Any] = {}
    exec(example("python", 4).replace("s3://", "memory://"), names)  # noqa: S102 - our own page
    assert len(names["rows"]) == 26
    fsspec.filesystem("memory").store.clear()
