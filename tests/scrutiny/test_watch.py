"""Watching a folder: files are read when they are whole, told plainly, and nothing ends it but a person."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from datasets import dataset

from publish.store import publish
from records.errors import ScrutinyError
from scrutiny.run.pipeline import Places
from scrutiny.sources.watch_folder import Difference, Folder, Pace, differences, told

PDF = (ROOT / "data/raw/wiltshire-task-group-2012.pdf").read_bytes()
QUICK = Pace(look=0.01, settle=0.06, stalled=0.4, patience=3.0, again=0.01)


class EnoughError(Exception):
    """Ends watching in a test, as Ctrl-C does."""


class Desk:
    """A folder, what was told, and what stood in it at each reading."""

    def __init__(self, folder: Path, pace: Pace = QUICK) -> None:
        self.places = Places.around(folder / "raw", folder / "clean")
        self.raw = self.places.raw
        self.raw.mkdir()
        publish(dataset(), self.places.clean, {})
        self.said: list[str] = []
        self.readings: list[dict[str, int]] = []
        self.todo: list[Callable[[], object]] = []
        self.folder = Folder(self.places, self._until_change, self.said.append, pace)

    def _until_change(self, _: float) -> None:
        if not self.todo:
            raise EnoughError
        self.todo.pop(0)()

    def read(self) -> None:
        self.readings.append({path.name: path.stat().st_size for path in sorted(self.raw.iterdir())})

    def watch(self, *todo: Callable[[], object], read: Callable[[], None] | None = None) -> str:
        """Watch while one thing after the other happens, and give all that was told."""
        self.todo = list(todo)
        with pytest.raises(EnoughError):
            self.folder.watch(read or self.read)
        return "\n".join(self.said)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_what_is_there_is_read_first_and_then_only_when_something_changes(desk: Desk) -> None:
    (desk.raw / "one.pdf").write_bytes(PDF)
    text = desk.watch(
        lambda: None,
        lambda: (desk.raw / "two.pdf").write_bytes(PDF),
        lambda: None,
        lambda: (desk.raw / "one.pdf").unlink(),
    )
    assert [sorted(reading) for reading in desk.readings] == [
        ["one.pdf"],
        ["one.pdf", "two.pdf"],
        ["two.pdf"],
    ]
    assert "1 new" in text
    assert "1 gone" in text
    assert "  gone: one.pdf" in text
    assert "The dataset holds 4 documents, 1 of them set aside, and 12 recommendations." in text


def grow(path: Path, pieces: Iterator[bytes]) -> None:
    """Write a file piece by piece while it is waited for."""
    import threading

    def write() -> None:
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                file.flush()
                time.sleep(0.03)

    threading.Thread(target=write, daemon=True).start()
    time.sleep(0.01)


def test_a_file_that_grows_is_read_when_it_is_whole(desk: Desk) -> None:
    pieces = (PDF[place : place + 4000] for place in range(0, len(PDF), 4000))
    desk.watch(lambda: grow(desk.raw / "slow.pdf", pieces))
    assert desk.readings == [{}, {"slow.pdf": len(PDF)}]


def test_a_file_that_stands_still_without_its_end_is_waited_for_and_then_read(desk: Desk) -> None:
    text = desk.watch(lambda: (desk.raw / "cut.pdf").write_bytes(PDF[:9000]))
    assert desk.readings == [{}, {"cut.pdf": 9000}]
    assert "Not whole, and read as it is: cut.pdf" in text


def test_a_download_under_way_is_waited_for_until_it_has_its_name(desk: Desk) -> None:
    part = desk.raw / "report.pdf.crdownload"

    def download() -> None:
        part.write_bytes(PDF)
        import threading

        threading.Timer(0.2, lambda: part.rename(desk.raw / "report.pdf")).start()

    desk.watch(download)
    assert desk.readings == [{}, {"report.pdf": len(PDF)}]


def test_what_grows_without_end_does_not_stop_the_others(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Pace(look=0.01, settle=0.06, stalled=5.0, patience=0.3, again=0.01))
    text = desk.watch(lambda: grow(desk.raw / "log.txt", (b"line\n" for _ in range(40))))
    assert "still being written" in text
    assert len(desk.readings) >= 2


def test_a_failure_is_told_and_tried_again(desk: Desk) -> None:
    def fail() -> None:
        desk.read()
        if len(desk.readings) == 2:
            raise ScrutinyError("The disk is full.")

    (desk.raw / "one.pdf").write_bytes(PDF)
    text = desk.watch(lambda: (desk.raw / "two.pdf").write_bytes(PDF), lambda: None, read=fail)
    assert "Nothing new was published: The disk is full." in text
    assert len(desk.readings) == 3
    assert text.count("1 new") == 2, "what was not published is new again"


def test_a_folder_that_goes_and_comes_back(desk: Desk) -> None:
    away = desk.raw.with_name("away")
    text = desk.watch(
        lambda: desk.raw.rename(away), lambda: None, lambda: away.rename(desk.raw), lambda: None
    )
    assert text.count("cannot be listed") == 1
    assert len(desk.readings) == 1, "nothing in it had changed"


def test_the_dataset_itself_may_stand_in_the_folder(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.folder = Folder(
        Places.around(tmp_path, tmp_path / "clean"), desk._until_change, desk.said.append, QUICK
    )
    desk.watch(lambda: (tmp_path / "clean/CHANGES.md").write_text("new"), lambda: None)
    assert len(desk.readings) == 1


def test_what_became_of_each_file_is_told(tmp_path: Path) -> None:
    publish(dataset(), tmp_path / "clean", {})
    from scrutiny.run.datasets import tables_in

    lines = list(
        told(
            Difference(("plan.pdf", "scan.pdf", "left.pdf"), ("review.pdf",), ("old.pdf",)),
            tables_in(tmp_path / "clean"),
        )
    )
    assert lines[:4] == [
        "  new: plan.pdf - 11 recommendations",
        "  new: scan.pdf - set aside: Pictures.",
        "  changed: review.pdf - 1 recommendation, 1 judgement; partial: Page 2.",
        "  gone: old.pdf",
    ]


def test_differences() -> None:
    assert differences({"a": (1, 1), "b": (1, 1), "c": (1, 1)}, {"b": (1, 1), "c": (1, 2), "d": (1, 1)}) == (
        Difference(("d",), ("c",), ("a",))
    )


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
        until("The dataset holds 1 document,")
        (raw / "page.pdf").write_bytes(b"<!DOCTYPE html><html>Not found</html>")
        until("new: page.pdf - set aside")
        (raw / "below").mkdir()
        (raw / "below/two.pdf").write_bytes(PDF)
        until("new: below/two.pdf - 26 recommendations")
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0
    finally:
        running.kill()
        running.wait()
    assert "Stopped watching" in log.read_text()
    assert "Traceback" not in log.read_text()
