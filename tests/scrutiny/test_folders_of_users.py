"""Files beside a user are never run, whatever they are called; a fault of all documents is told as such."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from commands import contents, run
from drawing import Sheet

MODULES = ("yaml", "random", "struct", "extract", "msgspec", "signal", "pathlib")


def plan() -> bytes:
    sheet = Sheet()
    sheet.text(60, 50, "Improvement Plan", bold=True, size=16)
    rows = [["No", "Action", "Status"], ["1", "Audit all files", "Complete"]]
    sheet.grid([60, 100, 300, 400], [100, 120, 140], rows, header=True)
    return sheet.save()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a document and with modules that leave a mark when they are run."""
    mark = f"open({str(tmp_path / 'was_run')!r}, 'a').write(__name__)\n"
    for name in MODULES:
        (tmp_path / f"{name}.py").write_text(mark)
    (tmp_path / "numpy").mkdir()
    (tmp_path / "numpy/__init__.py").write_text(mark)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/plan.pdf").write_bytes(plan())
    return tmp_path


@pytest.mark.parametrize(
    "started", [[sys.executable, "-m", "scrutiny"], [str(Path(sys.executable).with_name("scrutiny"))]]
)
@pytest.mark.parametrize(
    "command", [["run", "raw", "--out", "clean"], ["show", "raw/plan.pdf"], ["tables", "raw/plan.pdf"]]
)
def test_files_beside_the_user_are_not_run(folder: Path, started: list[str], command: list[str]) -> None:
    ended = subprocess.run([*started, *command], cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert not (folder / "was_run").exists()


def test_nor_are_they_run_by_watching_and_reviewing(folder: Path) -> None:
    started = [sys.executable, "-m", "scrutiny"]
    to = ["raw", "--out", "clean"]
    with subprocess.Popen(
        [*started, "watch", *to, "--workers", "1"], cwd=folder, stdout=subprocess.PIPE, text=True
    ) as watching:
        assert watching.stdout is not None
        assert any(line.startswith("Files that changed: 1") for line in watching.stdout)
        watching.send_signal(signal.SIGINT)
    subprocess.run([*started, "review", *to, "--file"], cwd=folder, capture_output=True, check=True)
    assert not (folder / "was_run").exists()
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    run(folder / "raw", elsewhere / "clean")
    assert contents(folder / "clean") == contents(elsewhere / "clean")


@pytest.mark.parametrize(("second", "told"), [(b"<html>", True), (b"", False), (plan(), False)])
def test_documents_that_all_fail_alike_are_told_as_such(tmp_path: Path, second: bytes, told: bool) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/one.pdf").write_bytes(b"<html>")
    (tmp_path / "raw/two.pdf").write_bytes(second + b"\n" if second else second)
    ended = run(tmp_path / "raw", tmp_path / "clean")
    assert ("All 2 documents ended in the same way (html)" in ended.output) is told
