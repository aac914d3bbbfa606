"""What several commands share: their options, and how they name numbers and places."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from records.errors import ScrutinyError, WriteError
from records.outcome import WHAT_HELPS, Problem
from records.report import Report
from scrutiny.run.places import is_url, local_path, tidy_url

if TYPE_CHECKING:
    from rich.console import Console


class Place(click.Path):
    """A path, or the URL of a folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path, or the URL in its one form."""
        named = os.fspath(value)
        if not is_url(named):
            return super().convert(local_path(named), param, ctx)
        try:
            return tidy_url(named)
        except ScrutinyError as error:
            self.fail(str(error), param, ctx)


to_dataset = click.option(
    "--out",
    "clean",
    type=click.Path(path_type=Path),
    default=Path("data/clean"),
    show_default=True,
    help="Folder of the dataset.",
)

with_review = click.option(
    "--review",
    type=click.Path(path_type=Path),
    help="Folder of queue.csv and decisions.csv.  [default: 'review' beside the dataset]",
)

with_workers = click.option(
    "--workers", type=click.IntRange(1), default=os.cpu_count() or 1, help="Documents read at a time."
)

with_passwords = click.option(
    "--password", "passwords", multiple=True, help="Opens locked documents; may be given again."
)


def what_is_wrong(report: Report) -> str:
    """Return the problem of one document with what helps; no folder stands behind it that holds passwords."""
    if report.problem is Problem.LOCKED:
        return f"{WHAT_HELPS[Problem.LOCKED][0]} Give it with --password."
    return report.problem_detail


def write_file(path: Path, content: bytes) -> None:
    """Write a file, and the folder that it stands in if that is missing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {error.strerror}.") from error


def console() -> Console:
    """Return the terminal, or what stands for it; words in square brackets are printed as they are."""
    from rich.console import Console

    return Console(highlight=False, markup=False)


def count(number: int, thing: str) -> str:
    """Return a number with the noun that it counts."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def near(path: Path) -> str:
    """Return a path relative to the working folder where it is below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def say(out: Console, line: str) -> None:
    """Print a line: in a terminal it is broken and goes on further in, elsewhere it stays whole."""
    told = hanging(line, out.width) if out.is_terminal else line
    out.print(told, soft_wrap=True)


def hanging(line: str, width: int) -> str:
    """Return a line broken between words at `width` characters, all lines but the first further in."""
    further = " " * (len(line) - len(line.lstrip()) + 2)
    broken = textwrap.wrap(
        line, width, subsequent_indent=further, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(broken)
