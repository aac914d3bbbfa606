"""A document that hangs, grows or dies is set aside alone; every other document is kept."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import faulty
import pytest
from conftest import ROOT
from drawing import Sheet

from extract.intake.files import identify
from records.outcome import Problem, State
from records.report import Report
from scrutiny.run.jobs import Job
from scrutiny.run.limits import Limits
from scrutiny.run.workers import read_all

FAULTS = {
    "hang": (Problem.OVER_LIMIT, "not end within 4 seconds"),
    "toil": (Problem.OVER_LIMIT, "more work than its pages explain"),
    "exit": (Problem.CRASHED, "status 7"),
    "abort": (Problem.CRASHED, "signal 6"),
    "kill": (Problem.CRASHED, "signal 9"),
    "memory": (Problem.OVER_LIMIT, "MiB"),
    "swell": (Problem.OVER_LIMIT, "needs more than 512 MiB"),
    "raise": (Problem.CRASHED, "ValueError: unexpected words"),
    "deep": (Problem.CRASHED, "RecursionError"),
    "crash": (Problem.CRASHED, "signal 11"),
    "match": (Problem.OVER_LIMIT, "more work than its pages explain"),
    "deaf": (Problem.OVER_LIMIT, "not end within 4 seconds"),
    "child": (Problem.CRASHED, "signal 9"),
    "nonsense": (Problem.CRASHED, "something else than a record"),
}


def jobs(folder: Path, orders: list[str]) -> list[Job]:
    made = []
    for place, order in enumerate(orders):
        path = folder / f"{place}.pdf"
        path.write_text(f"{order} {place}")
        made.append(Job(identify(path.name, path.read_bytes()), path))
    return made


LIMITS = Limits(seconds=60, seconds_a_page=0, wall_seconds=120)
"""More work than any of these needs: to take hundreds of MiB cost a second and more on a slow machine."""
LITTLE_WORK = Limits(seconds=0.5, seconds_a_page=0, wall_seconds=120)
"""For what works without an end."""
LITTLE_TIME = Limits(seconds=60, seconds_a_page=0, wall_seconds=4)
"""For what does no work: on a busy machine, what works might end by the clock of the wall."""


def outcome(made: list[Job], workers: int, limits: Limits = LIMITS) -> dict[str, Report]:
    found = list(read_all(made, workers, read=faulty.read, limits=limits))
    assert sorted(job.source.file for job, _ in found) == sorted(job.source.file for job in made)
    return {job.path.read_text().split()[0] + job.path.stem: report for job, report in found}


@pytest.mark.parametrize("fault", FAULTS)
def test_only_the_guilty_document_is_set_aside(fault: str, tmp_path: Path) -> None:
    problem, words = FAULTS[fault]
    limits = LITTLE_TIME if "not end within" in words else LITTLE_WORK if "more work" in words else LIMITS
    reports = outcome(jobs(tmp_path, ["fine", fault, "fine", "fine"]), 2, limits)
    guilty = reports.pop(f"{fault}1")
    assert (guilty.state, guilty.problem) == (State.SET_ASIDE, problem)
    assert words in guilty.problem_detail
    assert {report.state for report in reports.values()} == {State.OK}


def test_what_a_parser_prints_as_it_dies_is_kept_from_the_terminal(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from extract.intake.files import identify
from scrutiny.run.jobs import Job
from scrutiny.run.workers import read_all
from tests import faulty
path = Path(sys.argv[1])
for _, report in read_all([Job(identify(path.name, path.read_bytes()), path)], 1, read=faulty.read):
    print(report.problem)
"""
    (tmp_path / "loud.pdf").write_text("shout")
    command = [sys.executable, "-c", code, str(tmp_path / "loud.pdf")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("crashed\n", "")


def test_the_memory_of_one_document_is_not_held_against_the_next(tmp_path: Path) -> None:
    reports = outcome(jobs(tmp_path, ["large", "abort"]), workers=1)
    assert reports["large0"].state is State.OK
    assert reports["abort1"].problem is Problem.CRASHED


def test_what_a_used_worker_cannot_hold_is_read_once_more_in_a_new_one(tmp_path: Path) -> None:
    """404 pages of reports were read alone, and refused in a worker that had read others."""
    reports = outcome(jobs(tmp_path, ["keep", "need", "fine", "memory", "fine"]), workers=1)
    guilty = reports.pop("memory3")
    assert (guilty.problem, guilty.problem_detail[:15]) == (Problem.OVER_LIMIT, "Reading needs m")
    assert {report.state for report in reports.values()} == {State.OK}


def test_faults_in_every_worker_at_once_lose_nothing(tmp_path: Path) -> None:
    orders = ["exit", "abort", "raise", "kill", "fine", "exit", "fine", "fine"]
    reports = outcome(jobs(tmp_path, orders), workers=2)
    assert sum(report.state is State.OK for report in reports.values()) == 3


def test_a_file_that_changes_under_the_run_is_set_aside(tmp_path: Path) -> None:
    made = jobs(tmp_path, ["fine"])
    made[0].path.write_text("fine but other")
    (report,) = outcome(made, workers=1).values()
    assert (report.state, report.problem) == (State.SET_ASIDE, Problem.UNREADABLE)
    assert report.sha256 == made[0].source.sha256


def test_a_file_that_goes_under_the_run_is_set_aside_and_what_helps_is_told_once(tmp_path: Path) -> None:
    made = jobs(tmp_path, ["fine"])
    made[0].path.unlink()
    ((_, report),) = read_all(made, 1, read=faulty.read)
    assert report.problem_detail.count("Check that it still exists") == 1


def test_nothing_to_read_starts_nobody() -> None:
    assert list(read_all([], 4, read=faulty.read)) == []


def test_a_slow_listener_makes_nobody_late(tmp_path: Path) -> None:
    """While the caller is busy with one report, the others may finish; that is no time-out of theirs."""
    found = []
    for _, report in read_all(
        jobs(tmp_path, ["fine", "fine", "fine"]), 2, read=faulty.read, limits=Limits(wall_seconds=0.8)
    ):
        time.sleep(1)
        found.append(report.state)
    assert found == [State.OK] * 3


def test_a_document_of_too_many_pages_is_told_by_their_number(tmp_path: Path) -> None:
    sheet = Sheet()
    for _ in range(3):
        sheet.text(60, 50, "A page")
        sheet.new_page()
    path = tmp_path / "long.pdf"
    path.write_bytes(sheet.save())
    job = Job(identify(path.name, path.read_bytes()), path)
    ((_, report),) = read_all([job], 1, read=faulty.read, limits=Limits(pages=2))
    assert (report.state, report.problem) == (State.SET_ASIDE, Problem.OVER_LIMIT)
    assert "It has 3 pages; the limit is 2." in report.problem_detail


def test_pages_bring_work_with_them() -> None:
    assert Limits().work(0) == 7
    assert Limits().work(35) == 42


def test_a_worker_with_much_work_behind_it_has_all_of_its_limit_for_the_next(tmp_path: Path) -> None:
    made = jobs(tmp_path, ["busy"] * 4)
    reports = [report for _, report in read_all(made, 1, read=faulty.read, limits=Limits(seconds=2.0))]
    assert [report.state for report in reports] == [State.OK] * 4


def test_readers_start_no_threads_for_matrices_whoever_starts_them() -> None:
    """With a thread for each of many cores a reader would need more than its memory."""
    code = "import os; from scrutiny.run.workers import get_ready; get_ready(); print(os.environ[%r])"
    name = "OPENBLAS_NUM_THREADS"
    bare = {key: value for key, value in os.environ.items() if key != name}
    command = [sys.executable, "-c", code % name]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=bare)
    assert done.stdout == "1\n"
