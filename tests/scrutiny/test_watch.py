"""Watching a folder: files are read when they are whole, and nothing ends it but a person."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from conftest import EXAMPLE, ROOT

from records.errors import ScrutinyError
from scrutiny.sources import watch as watching

PDF = EXAMPLE.read_bytes()


class EnoughError(Exception):
    """Ends watching in a test, as Ctrl-C does."""


class Watched:
    """A folder, what was told, and what stood in it at each reading."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.raw = folder / "raw"
        self.raw.mkdir()
        self.said: list[str] = []
        self.readings: list[dict[str, int]] = []
        self.changes: list[set[str]] = []
        self.todo: list[Callable[[], object]] = []
        monkeypatch.setattr(watching, "_until_change", self._next)

    def _next(self, *_: object) -> None:
        if not self.todo:
            raise EnoughError
        self.todo.pop(0)()

    def read(self, names: set[str]) -> None:
        self.changes.append(names)
        self.readings.append({path.name: path.stat().st_size for path in sorted(self.raw.iterdir())})

    def watch(
        self, *todo: Callable[[], object], read: Callable[[set[str]], None] | None = None, skip: str = "clean"
    ) -> None:
        """Watch while one thing after the other happens."""
        self.todo = list(todo)
        with pytest.raises(EnoughError):
            watching.watch(
                self.raw, [self.raw / skip], read or self.read, self.said.append, unchanged_for=0.06
            )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(tmp_path, monkeypatch)


def test_what_is_there_is_read_first_and_then_only_when_something_changes(folder: Watched) -> None:
    (folder.raw / "one.pdf").write_bytes(PDF)
    folder.watch(
        lambda: None,
        lambda: (folder.raw / "two.pdf").write_bytes(PDF),
        lambda: None,
        lambda: (folder.raw / "one.pdf").unlink(),
    )
    assert folder.changes == [{"one.pdf"}, {"two.pdf"}, {"one.pdf"}]
    assert [list(reading) for reading in folder.readings] == [
        ["one.pdf"],
        ["one.pdf", "two.pdf"],
        ["two.pdf"],
    ]


def grow(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file piece by piece while it is waited for."""

    def write() -> None:
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                file.flush()
                time.sleep(0.03)

    threading.Thread(target=write, daemon=True).start()
    time.sleep(0.01)


def test_a_file_that_grows_is_read_when_it_is_whole(folder: Watched) -> None:
    pieces = (PDF[place : place + 4000] for place in range(0, len(PDF), 4000))
    folder.watch(lambda: grow(folder.raw / "slow.pdf", pieces))
    assert folder.readings == [{}, {"slow.pdf": len(PDF)}]


def test_a_download_under_way_is_waited_for_until_it_has_its_name(folder: Watched) -> None:
    part = folder.raw / "report.pdf.crdownload"
    folder.watch(lambda: part.write_bytes(PDF), lambda: None, lambda: part.rename(folder.raw / "report.pdf"))
    assert folder.changes == [set(), {"report.pdf"}]


def test_a_failure_is_told_once_and_tried_again(folder: Watched) -> None:
    def fail(names: set[str]) -> None:
        folder.read(names)
        if len(folder.readings) in {2, 3}:
            raise ScrutinyError("The disk is full.")

    (folder.raw / "one.pdf").write_bytes(PDF)
    folder.watch(lambda: (folder.raw / "two.pdf").write_bytes(PDF), lambda: None, lambda: None, read=fail)
    assert folder.said == ["The disk is full. Watching goes on."]
    assert folder.changes == [{"one.pdf"}, {"two.pdf"}, {"two.pdf"}, {"two.pdf"}]


def test_a_folder_that_goes_and_comes_back(folder: Watched) -> None:
    away = folder.raw.with_name("away")
    folder.watch(lambda: folder.raw.rename(away), lambda: None, lambda: away.rename(folder.raw), lambda: None)
    assert len(folder.said) == 1
    assert "cannot be listed" in folder.said[0]
    assert len(folder.readings) == 1, "nothing in it had changed"


def test_the_dataset_itself_may_stand_in_the_folder(folder: Watched) -> None:
    (folder.raw / "clean").mkdir()
    folder.watch(lambda: (folder.raw / "clean/CHANGES.md").write_text("new"), lambda: None)
    assert len(folder.readings) == 1


def test_the_command_reads_what_comes_survives_what_is_bad_and_stops(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "one.pdf").write_bytes(PDF)
    # Whoever starts the tests in the background of a shell hands down that Ctrl-C is ignored.
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    code += "from scrutiny.cli.main import main; main()"
    command = [sys.executable, "-c", code, "watch", str(raw),
               "--out", str(tmp_path / "clean"), "--workers", "1"]  # fmt: skip
    log = tmp_path / "log"
    with log.open("wb") as sink:
        running = subprocess.Popen(
            command,
            stdout=sink,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def until(words: str) -> None:
        end = time.monotonic() + 60
        while words not in log.read_text():
            assert running.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)

    try:
        until("Documents: 1; not read in full: 0; recommendations: 26")
        (raw / "page.pdf").write_bytes(b"<!DOCTYPE html><html>Not found</html>")
        until("page.pdf: set aside.")
        (raw / "below").mkdir()
        (raw / "below/two.pdf").write_bytes(PDF)
        until("Documents: 3; not read in full: 1; recommendations: 26")
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0
    finally:
        running.kill()
        running.wait()
    assert "Stopped watching" in log.read_text()
    assert "Traceback" not in log.read_text()
