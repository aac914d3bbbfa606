"""`scrutiny run`: what is asked, and how a run ended."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scrutiny.cli.options import Place, count, near, with_passwords, with_review, with_workers
from scrutiny.run.limits import not_enforced
from scrutiny.run.places import Places, beside
from scrutiny.run.progress import one_line, progress_display, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrutiny.run.pipeline import Summary

LONGEST_DETAIL = 400
"""Letters that a run prints of what is wrong with a document; where nine answers were missed it was 1,198."""


@click.command("run")
@click.argument("raw", type=Place(path_type=Path), default=Path("data/raw"))
@click.option(
    "--out",
    "clean",
    type=Place(path_type=Path),
    default=Path("data/clean"),
    show_default=True,
    help="Folder of the dataset, or its URL.",
)
@with_workers
@with_review
@click.option("--no-cache", is_flag=True, help="Read every document again.")
@click.option("--verbose", "-v", is_flag=True, help="Print a line for each document, however many they are.")
@with_passwords
@click.option(
    "--passwords",
    "password_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of passwords, one a line.  [default: 'passwords.txt' beside RAW, if RAW is local and has one]",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Read on this machine, or on a Dask cluster.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Scheduler of the cluster, such as tcp://host:8786.")
def run_command(
    raw: Path | str,
    clean: Path | str,
    workers: int,
    review: Path | None,
    no_cache: bool,
    verbose: bool,
    passwords: tuple[str, ...],
    password_file: Path | None,
    engine: str,
    scheduler: str | None,
) -> None:
    """Read the documents in RAW and publish the dataset.

    RAW (default: data/raw) is searched at any depth. RAW and the dataset's folder may be URLs of an object
    store, such as s3://bucket/raw. With --engine dask the workers of a Dask cluster read the documents.

    Exit status: 0 when every document was read; 3 when at least one was set aside or is partial (the
    rest is written all the same); 2 for a wrong call; 1 for a failure that stopped the run, in which
    case what stood in the dataset's folder before is untouched.
    """
    if (engine == "dask") != (scheduler is not None):
        raise click.UsageError("--engine dask and --scheduler ADDRESS go together.")
    from scrutiny.run.records import read_passwords

    if password_file or isinstance(raw, Path):
        passwords += read_passwords(password_file or Path(raw).absolute().parent / "passwords.txt")
    with progress_display(every=verbose) as tell:
        summary = _run_for(raw, clean, review, scheduler)(
            workers=workers, fresh=no_cache, passwords=passwords, tell=tell
        )
    if isinstance(clean, str) and review is None:
        queue = f"{beside(clean, 'review')}/queue.csv"
    else:
        queue = near(Places.around(Path(), Path(clean), review).review / "queue.csv")
    print_summary(
        summary, near(clean.absolute()) if isinstance(clean, Path) else clean, queue, _review_call(raw, clean)
    )
    sys.exit(summary.status)


def _run_for(
    raw: Path | str, clean: Path | str, review: Path | None, scheduler: str | None
) -> Callable[..., Summary]:
    """Return the run between two places. What only URLs and clusters need is loaded only for them."""
    if isinstance(raw, Path) and isinstance(clean, Path):
        from scrutiny.run.pipeline import run

        start = partial(run, Places.around(raw, clean, review))
    else:
        from scrutiny.cluster.working_copy import run_anywhere

        start = partial(run_anywhere, str(raw), str(clean), review)
    if scheduler is None:
        return start
    from scrutiny.cluster.engine import Cluster

    return partial(start, engine=Cluster(scheduler))


def _review_call(raw: Path | str, clean: Path | str) -> str:
    """Return the command that opens the review page of a dataset, with its folders where they are others."""
    usual = (Path("data/raw"), Path("data/clean"))
    return "scrutiny review" if (raw, clean) == usual else f"scrutiny review {raw} --out {clean}"


def _brief(detail: str) -> str:
    """Return what is wrong with a document, cut where it is long; `documents` has it whole."""
    return detail if len(detail) <= LONGEST_DETAIL else f"{detail[:LONGEST_DETAIL].rstrip()}…"


def print_summary(summary: Summary, clean: str, queue: str, review_call: str = "scrutiny review") -> None:
    """Print how a run ended: documents, those in trouble with why, rows, doubts, and where all of it is.

    `review_call` is the command that opens the review page.
    """
    states = summary.states
    click.echo(
        f"{count(summary.documents, 'document')}: {states.get('ok', 0)} read, "
        f"{states.get('partial', 0)} partial, {states.get('set_aside', 0)} set aside"
        + ("; nothing has changed since the last run." if summary.unchanged else ".")
    )
    for file, state, problem, detail in summary.troubled:
        click.echo(f"  {state.replace('_', ' ')}: {shown(file)} ({problem}) {_brief(one_line(detail))}")
    if (alike := summary.problem_of_all) is not None:
        click.echo(
            f"All {summary.documents} documents ended in the same way ({alike}): the cause may be how they "
            "were fetched or in this installation."
        )
    rows = summary.rows
    click.echo(
        f"{count(rows['recommendations'], 'recommendation')}, {count(rows['judgements'], 'judgement')}, "
        f"{count(rows['responsibilities'], 'mention')} of who is responsible."
    )
    if summary.doubts:
        click.echo(f"{count(summary.doubts, 'value')} to look at: {queue}, or '{review_call}'")
    click.echo(f"The dataset is in {clean}; open {clean}/scrutiny.xlsx")
    if unlimited := not_enforced():
        click.echo(unlimited)
