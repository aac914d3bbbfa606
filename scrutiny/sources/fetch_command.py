"""`scrutiny fetch`: what is asked, and what is told."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scrutiny.sources.gather import Outcome


@click.command("fetch")
@click.argument("sources", type=click.Path(path_type=Path), default=Path("data/sources.csv"))
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data/raw"),
    show_default=True,
    help="Folder of the documents.",
)
@click.option("--pause", type=click.FloatRange(0.5, 60), default=2.0, show_default=True,
              help="Seconds between two requests to one server.")  # fmt: skip
@click.option("--contact", default="", help="How a server's keeper can reach you; told to every server.")
@click.option("--allow-http", is_flag=True, help="Fetch without encryption where the list says http.")
def fetch_command(sources: Path, folder: Path, pause: float, contact: str, allow_http: bool) -> None:
    """Fetch the documents that SOURCES (default: data/sources.csv) lists.

    What is here already is asked for only if it has changed, and a changed document is kept beside the old
    one. What came, and when, is noted in fetched.csv beside the list. Exit status: 0 when every document is
    here, 3 when at least one could not be fetched.
    """
    from importlib.metadata import version

    from publish.atomic.lock import only_writer
    from records.errors import WriteError
    from scrutiny.sources.addresses import Rules
    from scrutiny.sources.download import Downloader, Manners
    from scrutiny.sources.gather import Happened, gather
    from scrutiny.sources.ledger import Ledger
    from scrutiny.sources.source_list import load_sources

    if not all(character.isprintable() and character.isascii() for character in contact):
        raise click.BadParameter("use plain letters, such as an address of mail.", param_hint="--contact")
    listed = load_sources(sources)
    about = "; ".join(filter(None, ("reads published reports of councils and inspectors", contact)))
    manners = Manners(agent=f"Scrutiny/{version('scrutiny')} ({about})", pause=pause)
    downloader = Downloader(manners, Rules(allow_http))
    # A second fetch would ask the same servers at the same time, and forget what the first one noted.
    try:
        with only_writer(sources.with_name(f".{sources.name}.scrutiny-lock"), wait=0):
            ledger = Ledger(sources.with_name("fetched.csv"))
            outcomes = gather(listed, folder, ledger, downloader, _Teller(len(listed)))
    except OSError as error:
        raise WriteError(
            f"{sources.parent}: cannot be written ({error.strerror}). What comes is noted beside the list; "
            "copy the list into a folder of your own."
        ) from error
    _print_table(outcomes)
    sys.exit(3 if any(outcome.happened is Happened.FAILED for outcome in outcomes) else 0)


class _Teller:
    """Tells each document on a line of its own as it comes."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0

    def __call__(self, outcome: Outcome) -> None:
        self.done += 1
        click.echo(f"{self.done}/{self.total} {outcome.file}: {outcome.happened.value}", err=True)


def _print_table(outcomes: list[Outcome]) -> None:
    """Print what happened: the documents with something to say one by one, the unchanged as a number."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    counts = Counter(outcome.happened.value for outcome in outcomes)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("What happened")
    table.add_column("KiB", justify="right")
    table.add_column("File", overflow="fold")
    for outcome in sorted(outcomes, key=lambda one: one.happened.value):
        if outcome.happened.value == "unchanged":
            continue
        size = f"{outcome.bytes / 1024:,.0f}" if outcome.bytes else ""
        more = f"\n[dim]{escape(f'{outcome.detail} {outcome.listed.url}')}[/dim]" if outcome.detail else ""
        table.add_row(outcome.happened.value, size, escape(outcome.file) + more)
    if table.row_count:
        Console(highlight=False).print(table)
    told = ", ".join(f"{counts[word]} {word}" for word in ("new", "changed", "unchanged", "failed"))
    click.echo(f"{len(outcomes)} listed: {told}.")
