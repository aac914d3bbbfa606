"""What a run tells while it reads: enough to know how long it takes, and no page of lines."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from records.outcome import Problem, State
from records.report import Report
from scrutiny.run.progress import Bar, Lines, Progress, seconds_left


def report(problem: Problem | None = None) -> Report:
    state = State.OK if problem is None else State.SET_ASIDE
    return Report(
        document_id="a" * 12, sha256="a" * 64, bytes=9, reader_version="1", state=state, problem=problem
    )


def told(total: int, *, every: bool, seconds: float) -> list[str]:
    """Give the lines of a run of so many documents, each of ten bytes and read in `seconds`."""
    clock = iter([0.0, 0.0, *(seconds * (number + 1) for number in range(total))])
    lines = Lines(every=every, clock=lambda: next(clock))
    said = lines._lines(Progress(0, total, "", None, 0, 10 * total))
    for done in range(1, total + 1):
        each = report(Problem.SCAN if done == 7 else None)
        said += lines._lines(Progress(done, total, f"{done}.pdf", each, 10 * done, 10 * total))
    return said


def test_few_documents_have_a_line_each() -> None:
    lines = told(10, every=False, seconds=1)
    assert len(lines) == 10
    assert lines[0] == "1/10 1.pdf: 0 rows, 0 judgements"


def test_of_many_only_those_set_aside_have_one_and_silence_is_broken() -> None:
    lines = told(1000, every=False, seconds=1)
    assert lines[0] == "7/1000 7.pdf: set_aside, scan"
    assert lines[1] == "37 of 1,000 documents are read; some 16 minutes to go."
    assert len(lines) == 1 + (1000 - 7) // 30


def test_lines_that_were_asked_for_are_all_there() -> None:
    assert len(told(1000, every=True, seconds=1)) == 1000


@pytest.mark.parametrize(
    ("done", "seconds", "words"),
    [
        (10, 600, "some 2 hours"),
        (50, 600, "some 10 minutes"),
        (50, 60, "less than two minutes"),
        (0, 5, "less than two minutes"),
    ],
)
def test_the_time_left_follows_from_the_bytes_that_are_left(done: int, seconds: float, words: str) -> None:
    # Nine documents of ten are done in two of the cases, and say nothing.
    assert seconds_left(Progress(9, 10, "", None, done, 100 if done else 0), seconds) == words


def test_the_bar_is_as_long_as_the_bytes_and_numbers_the_documents() -> None:
    drawn = io.StringIO()
    bar = Bar(Console(file=drawn, force_terminal=True, width=120))
    bar.tell(Progress(0, 10, "", None, 0, 1000))
    bar.tell(Progress(9, 10, "big \x1b[2J.pdf", report(), 250, 1000))
    (task,) = bar.bar.tasks
    assert (task.completed, task.total) == (250, 1000)
    bar.bar.refresh()
    assert "9/10" in drawn.getvalue()
    assert "\x1b[2J" not in drawn.getvalue()
    bar.stop()
