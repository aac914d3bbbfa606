"""`scrutiny diff`: two datasets compared at the command line."""

from __future__ import annotations

import csv
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from datasets import changed, dataset, key, publish

from records.errors import ScrutinyError
from scrutiny.cli.main import cli

OLD = dataset()
NEW = msgspec.structs.replace(OLD, recommendations=changed(OLD.recommendations, 0, status="overdue"))


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    publish(OLD, tmp_path / "old", {})
    publish(NEW, tmp_path / "new", {})
    return tmp_path / "old", tmp_path / "new"


def diff(*arguments: Path | str) -> Result:
    return CliRunner().invoke(cli, ["diff", *map(str, arguments)])


def test_two_datasets_are_compared_and_left_alone(two: tuple[Path, Path], tmp_path: Path) -> None:
    before = {path: path.read_bytes() for folder in two for path in folder.iterdir()}
    result = diff(*two, "--csv", tmp_path / "rows.csv")
    assert result.exit_code == 0
    assert "status: `complete` → `overdue`" in result.stdout
    with (tmp_path / "rows.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["key"], row["old"], row["new"]) == (f"{key('plan')}-1", "complete", "overdue")
    assert {path: path.read_bytes() for folder in two for path in folder.iterdir()} == before


def test_a_dataset_and_itself(two: tuple[Path, Path]) -> None:
    assert "Nothing changed" in diff(two[0], two[0]).stdout


def test_a_folder_without_a_dataset_is_refused(two: tuple[Path, Path], tmp_path: Path) -> None:
    for arguments in ((tmp_path, two[0]), (two[0], tmp_path)):
        result = diff(*arguments)
        assert isinstance(result.exception, ScrutinyError)
        assert "no dataset is there" in str(result.exception)


def test_what_is_damaged_is_not_taken_for_withdrawn(two: tuple[Path, Path]) -> None:
    (two[1] / "issues.parquet").write_bytes(b"PAR1")
    assert "the table issues is not there, damaged" in str(diff(*two).exception)
    assert "issues" in diff(two[1], two[0]).stdout  # on the older side it is said not to be compared
