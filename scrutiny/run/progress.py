"""What a run tells while it reads: a bar on a terminal, plain lines elsewhere, few where documents are many.

How long it will take is told by the bytes that are left: they foretell the work better than the number of
documents, and than anything else that is known before a document is opened.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click
import msgspec

from publish.text import visible
from records.report import Report

if TYPE_CHECKING:
    from rich.console import Console

MANY = 200
"""Documents from which one has a line only if it is not read in full, or if lines are asked for."""

SILENCE = 30.0
"""Seconds after which a long run says how far it is."""


class Progress(msgspec.Struct, frozen=True):
    """What a run tells while it reads: documents done and in all, the one just done, and the bytes of both.

    Before the first document there is no `report`, and `file` is empty.
    """

    done: int
    total: int
    file: str
    report: Report | None
    bytes_done: int
    bytes: int


@contextlib.contextmanager
def progress_display(*, every: bool = False) -> Iterator[Callable[[Progress], None]]:
    """Yield what shows how far a run is: a bar on a terminal, else lines; with `every`, one a document.

    A listener who has gone away stops no run.
    """
    if every or not sys.stderr.isatty():
        yield Lines(every=every).tell
        return
    bar = Bar()
    try:
        yield bar.tell
    finally:
        bar.stop()


class Lines:
    """Tells in plain lines."""

    def __init__(self, *, every: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        """With `every`, give each document a line however many they are."""
        self.every, self.clock = every, clock
        self.start = self.last = clock()

    def tell(self, progress: Progress) -> None:
        """Print the line of a document, or how far the run is if nothing was said for long."""
        with contextlib.suppress(OSError):
            for line in self._lines(progress):
                click.echo(line, err=True)

    def _lines(self, progress: Progress) -> list[str]:
        report, now = progress.report, self.clock()
        if report is None:
            self.start = self.last = now
            return []
        if self.every or progress.total < MANY or report.problem is not None:
            self.last = now
            rows = f"{len(report.rows)} rows, {len(report.judgements)} judgements"
            words = rows if report.problem is None else f"{report.state.value}, {report.problem.value}"
            return [f"{progress.done}/{progress.total} {shown(progress.file)}: {words}"]
        if now - self.last < SILENCE:
            return []
        self.last = now
        left = seconds_left(progress, now - self.start)
        return [f"{progress.done:,} of {progress.total:,} documents are read; {left} to go."]


class Bar:
    """Tells by a bar whose length is in bytes, with the documents in numbers beside it."""

    def __init__(self, console: Console | None = None) -> None:
        """Take the console to draw on; the terminal of the errors unless told."""
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Drawn

        self.bar = Drawn(
            TextColumn("Reading"),
            BarColumn(),
            TextColumn("{task.fields[documents]}"),
            TimeRemainingColumn(),
            TextColumn("{task.description}", markup=False),
            console=console or Console(stderr=True, highlight=False),
            # As long as it may take to read a long document.
            speed_estimate_period=600,
        )

    def tell(self, progress: Progress) -> None:
        """Draw the bar."""
        with contextlib.suppress(OSError):
            if not self.bar.task_ids:
                self.bar.start()
                self.bar.add_task("", total=progress.bytes, documents="")
            ended = progress.done == progress.total
            self.bar.update(
                self.bar.task_ids[0],
                completed=progress.bytes_done,
                documents=f"{progress.done:,}/{progress.total:,}",
                description="Making the dataset" if ended else shown(progress.file)[-40:],
            )

    def stop(self) -> None:
        """Leave the bar as it stands, if there is one."""
        with contextlib.suppress(OSError):
            for task in self.bar.task_ids:
                self.bar.update(task, description="")
            self.bar.stop()


def seconds_left(progress: Progress, seconds: float) -> str:
    """Return in words how long the rest will take, if it goes on as in the `seconds` so far."""
    left = seconds * (progress.bytes - progress.bytes_done) / max(1, progress.bytes_done)
    for size, word in ((3600, "hour"), (60, "minute")):
        if left >= 1.5 * size:
            return f"some {left / size:.0f} {word}s"
    return "less than two minutes"


def shown(words: str) -> str:
    """Return words of files and their names so that they cannot move the cursor or break a line."""
    return visible(words).replace("\n", "\\x0a")


def one_line(message: str) -> str:
    """Return a message on one line, as safe for a terminal as `shown`; libraries word some on several."""
    return visible(" ".join(message.split()))
