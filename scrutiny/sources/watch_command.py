"""`scrutiny watch`: what is asked, and what is told."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click


@click.command("watch")
@click.argument("raw", type=click.Path(path_type=Path), default=Path("data/raw"))
@click.option(
    "--out",
    "clean",
    type=click.Path(path_type=Path),
    default=Path("data/clean"),
    show_default=True,
    help="Folder of the dataset.",
)
@click.option(
    "--workers", type=click.IntRange(1), default=os.cpu_count() or 1, help="Documents read at a time."
)
@click.option(
    "--review",
    type=click.Path(path_type=Path),
    help="Folder of queue.csv and decisions.csv.  [default: 'review' beside the dataset]",
)
@click.option("--password", "passwords", multiple=True, help="Opens locked documents; may be given again.")
def watch_command(
    raw: Path, clean: Path, workers: int, review: Path | None, passwords: tuple[str, ...]
) -> None:
    """Read RAW (default: data/raw), and again whenever a file comes, changes or goes; Ctrl-C stops.

    A file is read when it is whole. What cannot be read is set aside and told, and watching goes on.
    """
    from scrutiny.run.pipeline import Places, require_places, run
    from scrutiny.run.records import read_passwords
    from scrutiny.sources.watch_folder import Folder

    places = Places.around(raw, clean, review)
    require_places(places)
    passwords += read_passwords(raw.absolute().parent / "passwords.txt")
    click.echo(f"Watching {raw}. Put PDFs there at any time; Ctrl-C stops.")
    try:
        Folder(places, lambda seconds: until_change(raw, seconds), click.echo).watch(
            lambda: run(places, workers=workers, passwords=passwords)
        )
    except KeyboardInterrupt:
        click.echo("\nStopped watching. What was read is kept.")


def until_change(raw: Path, seconds: float) -> None:
    """Wait until the system tells of a change below `raw`, or until the time is up."""
    from watchfiles import watch

    try:
        next(watch(raw, watch_filter=None, rust_timeout=round(1000 * seconds), yield_on_timeout=True))
    except OSError:  # the folder is gone, or this disk does not tell of changes
        time.sleep(min(seconds, 2.0))
