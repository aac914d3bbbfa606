"""What `make` does with the folders of a fresh clone, without setting anything up."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import EXAMPLE, ROOT, SHIPPED

THEIRS = ("data/raw/plan.pdf", "data/clean/documents.csv", "data/review/decisions.csv", "data/interim/x.json")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with the Makefile, the example, and a command that only pretends to make a dataset."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(SHIPPED / "raw", tmp_path / "data/example/raw")
    (tmp_path / "data/raw").mkdir()
    (tmp_path / "data/raw/.gitkeep").touch()
    (tmp_path / "data/clean").mkdir()
    (tmp_path / "data/clean/run.json").touch()  # of a run before the example had its place
    (tmp_path / "scrutiny").write_text("#!/bin/sh\nmkdir -p $4 && touch $4/datapackage.json\n")
    (tmp_path / "scrutiny").chmod(0o755)
    return tmp_path


def make(clone: Path, *words: str) -> str:
    command = ["make", "-o", ".venv/run", "BIN=.", "data", *words]
    # As a person starts it, not as a part of the `make` that runs the tests and would be told of.
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(command, cwd=clone, env=env, capture_output=True, text=True, check=True).stdout


def held(clone: Path) -> list[str]:
    return sorted(path.name for path in (clone / "data/raw").glob("*.pdf"))


def test_a_fresh_clone_reads_the_example(clone: Path) -> None:
    assert "the example was copied there" in make(clone)
    assert held(clone) == [EXAMPLE.name]
    (clone / "data/raw" / EXAMPLE.name).unlink()
    assert make(clone) == "", "it was taken away on purpose"
    assert held(clone) == []


def test_documents_of_a_persons_own_are_read_alone(clone: Path) -> None:
    (clone / "data/raw/plan.pdf").touch()
    assert make(clone) == ""
    assert held(clone) == ["plan.pdf"]


def test_a_folder_that_was_named_is_left_as_it_is(clone: Path) -> None:
    assert make(clone, "RAW=elsewhere") == ""
    assert not (clone / "elsewhere").exists()
    assert held(clone) == []


def test_git_takes_no_notice_of_what_a_person_reads_and_makes() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("needs a clone: this copy of the project has no .git")

    def git(*words: str) -> list[str]:
        return subprocess.run(
            ["git", "-c", "safe.directory=*", *words], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.splitlines()

    assert git("check-ignore", *THEIRS) == list(THEIRS)
    assert git("ls-files", "data/raw", "data/clean", "data/review", "data/interim") == ["data/raw/.gitkeep"]
