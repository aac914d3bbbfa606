"""The command line: what people type, and what they are told. The work itself is elsewhere."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from records.errors import ScrutinyError
from scrutiny.cli.streams import (
    STOPPED,
    STOPPED_STATUS,
    flush,
    raise_on_interrupt,
    stop_at_once_on_interrupt,
)
from scrutiny.run.limits import not_enforced
from scrutiny.run.places import beside, is_url, local_path, tidy_url
from scrutiny.run.progress import one_line, shown, teller
from scrutiny.sources.commands import fetch_command, watch_command

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from scrutiny.run.pipeline import Summary

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _Place(click.Path):
    """A path, or the URL of a folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
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


with_passwords = click.option(
    "--password", "passwords", multiple=True, help="Opens locked documents; may be given again."
)


@click.group(context_settings=CONTEXT)
@click.version_option(package_name="scrutiny", message="scrutiny %(version)s")
def cli() -> None:
    """Read the PDFs that say what must be put right in children's services; publish one tidy dataset.

    Start with 'scrutiny run'. Look at one document with 'scrutiny show FILE', at one value's origin
    with 'scrutiny explain ID'.
    """


@cli.command("run")
@click.argument("raw", type=_Place(path_type=Path), default=Path("data/raw"))
@click.option(
    "--out",
    "clean",
    type=_Place(path_type=Path),
    default=Path("data/clean"),
    show_default=True,
    help="Folder of the dataset, or its URL.",
)
@click.option(
    "--workers", type=click.IntRange(1), default=os.cpu_count() or 1, help="Documents read at a time."
)
@click.option(
    "--review",
    type=click.Path(path_type=Path),
    help="Folder of queue.csv and decisions.csv.  [default: 'review' beside the dataset]",
)
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
    """Read the documents in RAW (default: data/raw), at any depth, and publish the dataset.

    RAW and the dataset's folder may be URLs of an object store, such as s3://bucket/raw. With --engine dask
    the documents are read by the workers of a Dask cluster.

    Exit status: 0 when every document was read; 3 when at least one was set aside or is partial (the
    rest is written all the same); 2 for a wrong call; 1 for a failure that stopped the run, in which
    case what stood in the dataset's folder before is untouched.
    """
    if (engine == "dask") != (scheduler is not None):
        raise click.UsageError("--engine dask and --scheduler ADDRESS go together.")
    from scrutiny.run.records import read_passwords

    if password_file or isinstance(raw, Path):
        passwords += read_passwords(password_file or Path(raw).absolute().parent / "passwords.txt")
    telling = teller(every=verbose)
    try:
        summary = _run_for(raw, clean, review, scheduler)(
            workers=workers, fresh=no_cache, passwords=passwords, tell=telling.tell
        )
    finally:
        telling.stop()
    if isinstance(clean, Path):
        _print_summary(summary, _near(summary.clean), _near(summary.queue))
    else:
        queue = f"{beside(clean, 'review')}/queue.csv" if review is None else _near(summary.queue)
        _print_summary(summary, clean, queue)
    sys.exit(summary.status)


def _run_for(
    raw: Path | str, clean: Path | str, review: Path | None, scheduler: str | None
) -> Callable[..., Summary]:
    """Give the run between two places. What only URLs and clusters need is loaded only for them."""
    if isinstance(raw, Path) and isinstance(clean, Path):
        from scrutiny.run.pipeline import Places, run

        start = partial(run, Places.around(raw, clean, review))
    else:
        from scrutiny.cluster.working_copy import run_anywhere

        start = partial(run_anywhere, str(raw), str(clean), review)
    if scheduler is None:
        return start
    from scrutiny.cluster.engine import Cluster

    return partial(start, engine=Cluster(scheduler))


@cli.command("show")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_passwords
def show_command(file: Path, passwords: tuple[str, ...]) -> None:
    """Print what one document holds: its facts, its rows, and the account of its pages."""
    from scrutiny.cli.show import show

    sys.exit(show(file, _console(), passwords))


@cli.command("tables")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON, with the box of every cell.")
@with_passwords
def tables_command(file: Path, as_json: bool, passwords: tuple[str, ...]) -> None:
    """Print every table of a PDF, whole over its pages, and why its parts were joined."""
    from scrutiny.cli.tables import show_tables

    show_tables(file, _console(), passwords, as_json=as_json)


@cli.command("explain")
@click.argument("recommendation_id")
@to_dataset
def explain_command(recommendation_id: str, clean: Path) -> None:
    """Say where each value of a recommendation stands on the page and how it was reached."""
    from scrutiny.cli.show import explain

    explain(recommendation_id, clean, _console())


@cli.command("diff")
@click.argument("old", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--csv", "rows", type=click.Path(path_type=Path, dir_okay=False), help="Write every change to this file."
)
def diff_command(old: Path, new: Path, rows: Path | None) -> None:
    """Tell what differs between the datasets in the folders OLD and NEW, as CHANGES.md does after a run."""
    from scrutiny.cli.diff import diff

    click.echo(diff(old, new, rows), nl=False)


@cli.command("charts")
@to_dataset
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the pictures.  [default: 'charts' beside the dataset]",
)
@click.option(
    "--as-at",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day at which ages are told.  [default: the latest date of any document]",
)
def charts_command(clean: Path, folder: Path | None, as_at: dt.datetime | None) -> None:
    """Draw the dataset: summary.html, and each picture as SVG and PNG."""
    from scrutiny.cli.charts import charts

    click.echo(f"The pictures are in {_near(charts(clean, folder, as_at.date() if as_at else None))}")


@cli.command("families")
def families_command() -> None:
    """List the report families that are known, and by what each is told."""
    from scrutiny.cli.show import list_families

    list_families(_console())


@cli.command("doubts")
@to_dataset
@click.option(
    "--review",
    type=click.Path(path_type=Path),
    help="Folder of queue.csv.  [default: 'review' beside the dataset]",
)
def doubts_command(clean: Path, review: Path | None) -> None:
    """List what a person should look at: the review queue of the last run."""
    from scrutiny.cli.show import list_doubts
    from scrutiny.run.pipeline import Places

    list_doubts(Places.around(Path(), clean, review).review / "queue.csv", clean, _console())


@cli.command("review")
@click.argument("raw", type=click.Path(path_type=Path), default=Path("data/raw"))
@to_dataset
@click.option(
    "--review",
    type=click.Path(path_type=Path),
    help="Folder of queue.csv and decisions.csv.  [default: 'review' beside the dataset]",
)
@click.option("--by", default=getpass.getuser, show_default="your user name", help="Who decides.")
@click.option("--file", "as_file", is_flag=True, help="Write the page as one file, review.html, and end.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port of the page.  [default: a free one]"
)
@click.option("--no-browser", is_flag=True, help="Print the address; do not open it.")
@with_passwords
def review_command(
    raw: Path,
    clean: Path,
    review: Path | None,
    by: str,
    as_file: bool,
    port: int,
    no_browser: bool,
    passwords: tuple[str, ...],
) -> None:
    """Open the review page: each doubtful value beside a picture of its place on the page.

    Answers go to decisions.csv and hold from the next run. Ctrl-C ends it. RAW is the folder of the
    documents, from which the pictures are drawn.
    """
    from scrutiny.run.pipeline import Places
    from scrutiny.run.records import read_passwords

    passwords += read_passwords(raw.absolute().parent / "passwords.txt")
    places = Places.around(raw, clean, review)
    if as_file:
        from scrutiny.review.page import write_page

        click.echo(f"The review page is {_near(write_page(places, by, passwords))}: open it in a browser.")
        return
    from scrutiny.review.server import serve

    def tell(url: str, questions: int) -> None:
        click.echo(f"{_count(questions, 'question')}. The review page is at {url}  (Ctrl-C ends it)")

    try:
        serve(places, by, port, passwords, tell, None if no_browser else click.launch)
    except KeyboardInterrupt:
        click.echo(f"\nThe review page is closed. Answers are in {_near(places.review / 'decisions.csv')}.")


@cli.group("registers")
def registers_group() -> None:
    """Check and search the registers of public bodies."""


@registers_group.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def registers_check_command(folder: Path | None) -> None:
    """Check every row: ids, dates, successors, areas, clashing names. FOLDER: others than the own ones."""
    from scrutiny.cli.registers import check_registers

    check_registers(folder) if folder else check_registers()


@registers_group.command("find")
@click.argument("words", nargs=-1, required=True)
def registers_find_command(words: tuple[str, ...]) -> None:
    """Find bodies by an id or by words of a name."""
    from scrutiny.cli.registers import find_bodies

    find_bodies(" ".join(words))


cli.add_command(fetch_command)
cli.add_command(watch_command)


def main() -> None:
    """Run the command line; errors that Scrutiny can explain end with one plain line and status 1."""
    raise_on_interrupt()
    try:
        try:
            cli(standalone_mode=False)
        finally:
            flush()
    except ScrutinyError as error:
        _print_error(f"scrutiny: {one_line(str(error))}")
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        _print_error(STOPPED)
        sys.exit(STOPPED_STATUS)
    except OSError as error:  # where no stage could say more
        where = f": {error.filename}" if error.filename is not None else ""
        _print_error(f"scrutiny: {error.strerror or error}{where}. Check the disk, then start again.")
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    finally:
        stop_at_once_on_interrupt()


def _print_error(line: str) -> None:
    with contextlib.suppress(OSError):  # nobody is there to be told
        click.echo(line, err=True)


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def _print_summary(summary: Summary, clean: str, queue: str) -> None:
    """Print how a run ended: documents, those in trouble with why, rows, doubts, and where all of it is."""
    states = summary.states
    click.echo(
        f"{_count(summary.documents, 'document')}: {states.get('ok', 0)} read, "
        f"{states.get('partial', 0)} partial, {states.get('set_aside', 0)} set aside"
        + ("; nothing has changed since the last run." if summary.unchanged else ".")
    )
    for file, state, problem, detail in summary.troubled:
        click.echo(f"  {state.replace('_', ' ')}: {shown(file)} ({problem}) {one_line(detail)}")
    rows = summary.rows
    click.echo(
        f"{_count(rows['recommendations'], 'recommendation')}, {_count(rows['judgements'], 'judgement')}, "
        f"{_count(rows['responsibilities'], 'mention')} of who is responsible."
    )
    if summary.doubts:
        click.echo(f"{_count(summary.doubts, 'value')} to look at: {queue}")
    click.echo(f"The dataset is in {clean}")
    if unlimited := not_enforced():
        click.echo(unlimited)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _near(path: Path) -> str:
    """Give a path as seen from here where that is shorter."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
