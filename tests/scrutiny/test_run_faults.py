"""A run among other runs, on odd names, with listeners who go away: nothing is lost and nothing is left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from commands import contents, rows, run
from conftest import EXAMPLE, ROOT

from extract.document import read_document
from publish.atomic.lock import only_writer
from records.errors import WriteError
from scrutiny.run.pipeline import run as run_all
from scrutiny.run.places import Places
from scrutiny.run.records import Store, write_file


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    shutil.copy(EXAMPLE, folder / "good.pdf")
    return folder


def left_in(folder: Path) -> list[str]:
    """Files that no run should leave: temporary ones, locks, folders half built."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob(".*") if not path.name.startswith(".git")
    )


def test_odd_names_are_documents_and_move_no_cursor(raw: Path) -> None:
    names = ("=1+1.pdf", "esc\x1b[31m.pdf", "new\nline.pdf", "\u202efdp.exe.pdf", "[red]{a}%s.pdf", "noext")
    for name in (
        *names,
        "--help.pdf",
        "con.pdf",
        "café.pdf",
        "cafe\u0301.pdf",
        "tab\t.pdf",
        "x" * 251 + ".pdf",
    ):
        (raw / name).write_bytes(b"")
    (raw / os.fsdecode(b"bad\xe9.pdf")).write_bytes(b"")
    (raw / "bad\\xe9.pdf").write_bytes(b"")
    (raw / "link.pdf").symlink_to(EXAMPLE)
    os.mkfifo(raw / "pipe.pdf")
    result = run(raw, raw.parent / "clean")
    assert result.exit_code == 3, result.output
    found = rows(raw.parent / "clean", "documents")
    assert len(found) == 17
    assert len({row["file"] for row in found}) == 17
    problems = {row["file"]: row["problem"] for row in found}
    assert problems["link.pdf"] == problems["pipe.pdf"] == "unreadable"
    assert problems["good.pdf"] == ""
    said = result.stdout + result.stderr
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "set aside: new\\x0aline.pdf (empty)" in said
    assert "set aside: esc\\x1b[31m.pdf (empty)" in said


BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
"""The environment of most people, in which Python prints what is left at its very end."""


def test_a_listener_who_goes_away_stops_no_run(raw: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as deaf:
        ended = subprocess.run(
            [sys.executable, "-m", "scrutiny", "run", str(raw), "--out", str(raw.parent / "clean")],
            stdout=subprocess.DEVNULL,
            stderr=deaf,
            cwd=ROOT,
            env=BUFFERED,
            check=False,
        )
    assert ended.returncode == 0
    assert len(rows(raw.parent / "clean", "recommendations")) == 26


def test_a_full_disk_behind_the_output_is_one_plain_line(raw: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "scrutiny", "run", str(raw), "--out", str(raw.parent / "clean")],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=BUFFERED,
            check=False,
        )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert ended.stderr.splitlines()[-1].startswith("scrutiny: No space left on device")


def test_what_a_killed_run_left_is_cleared_away_and_what_others_write_is_not(raw: Path) -> None:
    folders = [raw.parent / name for name in ("interim", "review")]
    for folder in folders:
        folder.mkdir()
        (folder / ".queue.csv.1.tmp").write_text("half")
        os.utime(folder / ".queue.csv.1.tmp", (0, 0))
        (folder / ".queue.csv.2.tmp").write_text("being written")
        (folder / ".mine.tmp").write_text("mine")
    assert run(raw, raw.parent / "clean").exit_code == 0
    for folder in folders:
        assert left_in(folder) == [".mine.tmp", ".queue.csv.2.tmp"]


def test_the_dataset_before_goes_also_if_there_is_nothing_new(raw: Path) -> None:
    """A run that is killed between putting its dataset in place and clearing the old one away leaves both."""
    assert run(raw, raw.parent / "clean").exit_code == 0
    left = raw.parent / ".clean.scrutiny-new"
    left.mkdir()
    (left / "documents.csv").write_text("of the run before")
    again = run(raw, raw.parent / "clean")
    assert (again.exit_code, "nothing" in again.output.lower()) == (0, True)
    assert not left.exists()


def test_a_stopped_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "queue.csv", b"half")
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_cannot_be_read_is_made_anew(tmp_path: Path) -> None:
    store = Store(tmp_path)
    report = read_document(b"")
    store.path(report.sha256).mkdir()
    assert store.load(report.sha256) is None
    store.prune(set())  # a folder in the place of a record cannot be unlinked, and stops nothing
    assert store.path(report.sha256).is_dir()


def test_a_record_that_goes_away_is_told_and_loses_no_document(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = raw.parent / "clean"
    run(raw, clean)
    before = contents(clean)
    (raw / "more.pdf").write_bytes(b"")
    monkeypatch.setattr(
        Store, "prune", lambda store, _: [each.unlink() for each in store.folder.glob("*.json")]
    )
    result = run(raw, clean)
    assert result.exit_code == 1
    assert "was removed or damaged while the run went on" in str(result.exception)
    assert contents(clean) == before


def test_runs_at_once_wait_for_each_other_and_nothing_is_read_twice(raw: Path) -> None:
    """One that went on would clear away records that another has not used yet."""
    places = Places.around(raw, raw.parent / "clean")
    places.interim.mkdir()
    parsed: list[int] = []
    threads = [
        threading.Thread(target=lambda: parsed.append(run_all(places, workers=1).parsed)) for _ in range(2)
    ]
    with only_writer(places.interim / ".scrutiny-lock", 0):
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        assert not places.clean.exists()
    for thread in threads:
        thread.join()
    assert sorted(parsed) == [0, 1]
    assert left_in(raw.parent) == []


def test_a_run_that_waits_in_vain_says_so(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = Places.around(raw, raw.parent / "clean")
    places.interim.mkdir()
    monkeypatch.setattr("scrutiny.run.pipeline.WAIT", 0.2)
    with (
        only_writer(places.interim / ".scrutiny-lock", 0),
        pytest.raises(WriteError, match="Another run is writing"),
    ):
        run_all(places, workers=1)
    assert not places.clean.exists()


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("after", [0.9, 1.6])
def test_a_run_that_is_told_to_stop_stops_and_leaves_nothing(raw: Path, told: int, after: float) -> None:
    for number in range(40):
        (raw / f"{number}.pdf").write_bytes(EXAMPLE.read_bytes() + b"\n%%%d" % number)
    started = subprocess.Popen(
        [sys.executable, "-m", "scrutiny", "run", str(raw), "--out", str(raw.parent / "clean")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    )
    time.sleep(after)
    started.send_signal(told)
    _, said = started.communicate(timeout=10)
    assert "Traceback" not in said
    assert left_in(raw.parent) == []
    for _ in range(100):
        if not _group(started.pid):
            break
        time.sleep(0.05)
    assert _group(started.pid) == []


def _group(group: int) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    fields = [line.split() for line in listed.splitlines()]
    return [stat for pgid, stat in fields if int(pgid) == group and not stat.startswith("Z")]
