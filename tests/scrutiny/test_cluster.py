"""On a cluster the same documents give the same dataset, also when a worker of it is lost."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import faulty
import pytest
from click.testing import CliRunner
from conftest import ROOT
from drawing import Sheet

from benchmarks.cluster import Workers, same_files, workers
from benchmarks.copies import copies
from extract.intake.files import identify
from records.errors import ScrutinyError
from records.outcome import Problem, State
from records.report import Report
from scrutiny.cli.main import cli
from scrutiny.cluster import engine as ours
from scrutiny.cluster.engine import Cluster
from scrutiny.run.jobs import Job
from scrutiny.run.limits import Limits
from scrutiny.run.pipeline import run
from scrutiny.run.places import Places
from scrutiny.run.progress import Progress
from scrutiny.run.workers import read_all

pytest.importorskip("distributed", reason="needs the extra 'cluster': pip install distributed fsspec")


def plan() -> bytes:
    """Draw a small report with three actions."""
    sheet = Sheet()
    sheet.text(50, 60, "Housing Task Group report", bold=True, size=14)
    rows = [["No", "Action", "Status"], ["1", "Ask", "Done"], ["2", "Tell", "Unknown"], ["3", "Go", "Done"]]
    sheet.grid((50, 90, 320, 520), (100, 120, 140, 160, 180), rows, header=True)
    return sheet.save()


LIMITS = Limits(seconds=60, seconds_a_page=0, wall_seconds=60)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    """A cluster of two workers, one thread each, that nobody starts again."""
    here = {"PYTHONPATH": os.pathsep.join(sys.path)}  # what a test sends is found by its module
    with workers(2, tmp_path_factory.mktemp("two"), "--no-nanny", environment=here) as cluster:
        yield cluster
    # Dask complains of what it left under way when that is collected: not in the middle of another test,
    # where Python's own parser may be at work, which cannot be begun anew to print such a complaint.
    gc.collect()


def test_a_document_that_kills_its_reader_kills_no_worker_of_the_cluster(
    two: Workers, tmp_path: Path
) -> None:
    jobs = _jobs(tmp_path, "fine", "kill", "fine", "exit", "raise", "fine")
    there = dict(_by_file(Cluster(two.address, faulty.read, LIMITS)(jobs, 1)))
    here = dict(_by_file(read_all(jobs, 1, read=faulty.read, limits=LIMITS)))
    assert there == here
    assert sum(report.state is State.OK for report in there.values()) == 3
    for worker in two.processes:
        os.kill(worker, 0)


def _jobs(folder: Path, *orders: str) -> list[Job]:
    """Return a document for each order to the reader that fails on demand."""
    jobs = []
    for place, order in enumerate(orders):
        path = folder / f"{place}.pdf"
        path.write_text(f"{order} {place}")
        jobs.append(Job(identify(path.name, path.read_bytes()), path))
    return jobs


def _by_file(outcomes: Iterator[tuple[Job, Report]]) -> Iterator[tuple[str, Report]]:
    for job, report in outcomes:
        assert job.content is None
        yield job.source.file, report


def test_a_file_that_goes_while_the_run_is_on_is_set_aside(two: Workers, tmp_path: Path) -> None:
    path = tmp_path / "gone.pdf"
    job = Job(identify(path.name, b"fine"), path)
    ((_, report),) = Cluster(two.address)([job], 1)
    assert (report.sha256, report.problem) == (job.source.sha256, Problem.UNREADABLE)
    assert report.problem_detail.count("Check that it still exists") == 1


def test_passwords_and_folders_behind_a_url_reach_the_workers(two: Workers, tmp_path: Path) -> None:
    raw = copies(tmp_path / "raw", 2, plan())
    (raw / "empty.pdf").write_bytes(b"")
    (raw / "locked.pdf").write_bytes(_locked())
    run(Places.around(raw, tmp_path / "here/clean"), workers=1, passwords=["no", "open"])
    url = f"local://{raw}"
    for again in (False, True):
        result = CliRunner().invoke(
            cli,
            [
                *("run", url, "--out", str(tmp_path / "there/clean"), "--engine", "dask"),
                *("--scheduler", two.address, "--password", "no", "--password", "open"),
            ],
        )
        assert result.exit_code == 3
        assert ("nothing has changed" in result.stdout) is again
    assert same_files(tmp_path / "here/clean", tmp_path / "there/clean")


def _locked() -> bytes:
    import io

    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("open"))
    canvas.drawString(50, 500, "Confidential")
    canvas.save()
    return buffer.getvalue()


def test_a_file_that_changes_before_it_is_sent_keeps_its_size(two: Workers, tmp_path: Path) -> None:
    path = tmp_path / "changed.pdf"
    path.write_bytes(b"fine and other")
    job = Job(identify(path.name, b"fine"), path)
    ((back, report),) = Cluster(two.address)([job], 1)
    assert "The file changed" in report.problem_detail
    assert back.source == job.source


def test_a_large_document_travels_without_a_word(two: Workers, tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    path.write_bytes(b"fine " + b"x" * 2**24)
    job = Job(identify(path.name, path.read_bytes()), path)
    ((_, report),) = Cluster(two.address, faulty.read)([job], 1)
    assert report.bytes == 2**24 + 5


def _fails_once(job: Job, *_: object) -> Report:
    """Stand for a worker that has no room for one more process, at the first try of each document."""
    place = job.path.with_suffix(".tried")
    if not place.exists():
        place.touch()
        _fails()
    return faulty.read(job.content or b"")


def _fails(*_: object) -> Report:
    raise BlockingIOError(11, "Resource temporarily unavailable")


def test_a_worker_without_room_for_a_process_is_asked_again(
    two: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If that fails too, the machines are at fault."""
    jobs = _jobs(tmp_path, "fine", "fine", "fine")
    monkeypatch.setattr(ours, "read_here", _fails_once)
    reports = dict(_by_file(Cluster(two.address)(jobs, 1)))
    assert [report.state for report in reports.values()] == [State.OK] * 3
    monkeypatch.setattr(ours, "read_here", _fails)
    with pytest.raises(
        ScrutinyError, match=r"cannot do what is asked \(BlockingIOError.* Look at its machine"
    ):
        list(Cluster(two.address)(jobs, 1))


def test_workers_with_other_code_stop_the_run(two: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ours, "code_version", lambda: "0123456789ab")
    path = Path(__file__)
    with pytest.raises(ScrutinyError, match=r"other code of Scrutiny, .* than 0123456789ab here"):
        list(Cluster(two.address)([Job(identify("x", path.read_bytes()), path)], 1))


def test_a_worker_killed_in_the_middle_changes_no_byte(two: Workers, tmp_path: Path) -> None:
    """This leaves the cluster with one worker, and the next test with none."""
    raw = copies(tmp_path / "raw", 12, plan())
    here = run(Places.around(raw, tmp_path / "here/clean"), workers=1)

    def kill(progress: Progress) -> None:
        if progress.done == 3:
            os.kill(two.processes[0], signal.SIGKILL)

    clean = tmp_path / "there/clean"
    summary = run(Places.around(raw, clean), workers=1, engine=Cluster(two.address), tell=kill)
    assert (summary.states, summary.rows, summary.parsed) == (here.states, here.rows, 12)
    assert same_files(tmp_path / "here/clean", clean)
    _require_gone(two.processes[0])


def test_a_run_whose_workers_are_all_gone_ends(
    two: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "POLL_INTERVAL", 0.2)
    monkeypatch.setattr(ours, "NO_WORKER_TIMEOUT", 0.5)
    jobs = _jobs(tmp_path, *["fine"] * 4)
    outcomes = Cluster(two.address, faulty.read)(jobs, 1)
    next(outcomes)
    os.kill(two.processes[1], signal.SIGKILL)
    with pytest.raises(ScrutinyError, match="has had no worker for"):
        list(outcomes)


def _require_gone(group: int) -> None:
    """Require that the readers of a worker that was killed end too."""
    until = time.monotonic() + 10
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < until:
            _reap(group)
            os.killpg(group, 0)
            time.sleep(0.05)
        pytest.fail("a reader outlived its worker")


def _reap(process: int) -> None:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(process, os.WNOHANG)


def test_who_loses_its_workers_is_set_aside_and_who_was_with_it_is_not(tmp_path: Path) -> None:
    """Here a document is given up after the first loss, and read once more by a process of this machine."""
    jobs = _jobs(tmp_path, "fine", "worker", "fine", "fine")
    strict = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with workers(3, tmp_path / "dask", "--no-nanny", environment=strict) as cluster:
        reports = dict(_by_file(Cluster(cluster.address, faulty.read, LIMITS)(jobs, 1)))
    guilty = reports.pop("1.pdf")
    assert guilty.problem is Problem.CRASHED
    assert "ended by signal 9" in guilty.problem_detail
    assert [report.state for report in reports.values()] == [State.OK] * 3


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nonsense", "nonsense: no Dask scheduler answers there (missing port number"),
        ("", "Nothing: no Dask scheduler answers there (missing port number"),
        ("tcp://host:abc", "tcp://host:abc: no Dask scheduler answers there"),
        ("http://127.0.0.1:9", "http://127.0.0.1:9: no Dask scheduler answers there (unknown address scheme"),
        ("tls://127.0.0.1:9", "tls://127.0.0.1:9: no Dask scheduler answers there (TLS expects"),
        ("tcp://127.0.0.1:9", "tcp://127.0.0.1:9: no Dask scheduler answers there"),
    ],
)
def test_an_address_that_nobody_can_call_is_told_in_one_line(
    tmp_path: Path, address: str, words: str
) -> None:
    """Also at the end of the process, when what Dask left is collected."""
    code = (
        "import sys, scrutiny.cluster.engine as e, scrutiny.cli.main as c; e.CONNECT_TIMEOUT = 0.3;"
        f"sys.argv = ['scrutiny', *{_command(tmp_path, address)!r}]; c.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    lines = [line for line in done.stderr.splitlines() if "documents" not in line]
    assert (done.returncode, len(lines)) == (1, 1), done.stderr
    assert words in lines[0]


def test_a_scheduler_without_workers_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with workers(0, tmp_path / "dask") as cluster:
        monkeypatch.setattr(ours, "CONNECT_TIMEOUT", 1.0)
        monkeypatch.setattr(sys, "argv", ["scrutiny", *_command(tmp_path, cluster.address)])
        status, lines = _ends(monkeypatch)
    assert status == 1
    assert lines == [
        f"{cluster.address}: the scheduler has no worker. Start some with 'dask worker {cluster.address}'."
    ]


def test_without_its_libraries_the_engine_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setattr(sys, "argv", ["scrutiny", *_command(tmp_path, "tcp://127.0.0.1:9")])
    assert _ends(monkeypatch) == (
        1,
        ["The engine dask needs libraries that are not installed: pip install distributed fsspec"],
    )


def _command(folder: Path, address: str) -> list[str]:
    raw = copies(folder / "raw", 1, plan())
    return ["run", str(raw), "--out", str(folder / "clean"), "--engine", "dask", "--scheduler", address]


def _ends(monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str]]:
    """Run the command and give its status and what it complained of."""
    from scrutiny.cli import main as command

    lines: list[str] = []
    monkeypatch.setattr(command, "_print_error", lambda line: lines.append(line.removeprefix("scrutiny: ")))
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    with pytest.raises(SystemExit) as ended:
        command.main()
    return int(ended.value.code or 0), lines


@pytest.mark.parametrize("options", [["--engine", "dask"], ["--scheduler", "tcp://127.0.0.1:9"]])
def test_an_engine_and_its_scheduler_go_together(options: list[str]) -> None:
    result = CliRunner().invoke(cli, ["run", *options])
    assert result.exit_code == 2
    assert "go together" in result.output
