"""`scrutiny fetch` and `scrutiny watch`: what is asked, and what is told."""

import sys
from collections import Counter
from pathlib import Path

import click

from scrutiny.cli.options import to_dataset, with_passwords, with_review, with_workers

AGENT = "reads published reports of councils and inspectors"


@click.command("fetch")
@click.argument("sources", type=click.Path(path_type=Path), default=Path("data/sources.csv"))
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("data/raw"),
              show_default=True, help="Folder of the documents.")  # fmt: skip
@click.option("--pause", type=click.FloatRange(0.5, 60), default=2.0, show_default=True,
              help="Seconds between two requests to one server.")  # fmt: skip
@click.option("--contact", default="", help="How a server's keeper can reach you; told to every server.")
@click.option("--allow-http", is_flag=True, help="Fetch without encryption where the list says http.")
@click.option("--allow-loopback", is_flag=True, hidden=True)
def fetch_command(
    sources: Path, folder: Path, pause: float, contact: str, allow_http: bool, allow_loopback: bool
) -> None:
    """Fetch the documents that SOURCES lists.

    SOURCES is data/sources.csv unless it is named. What is here already is asked for only if it has
    changed, and a changed document is kept beside the old one. What came, and when, is noted in
    fetched.csv beside the list. Exit status: 0 when every document is here, 3 when at least one could not
    be fetched.
    """
    from importlib.metadata import version

    from publish.atomic.lock import locked
    from scrutiny.run.progress import shown
    from scrutiny.sources.fetch import fetch_all
    from scrutiny.sources.source_list import load_sources
    from scrutiny.sources.state import FETCHED, Fetched
    from scrutiny.sources.web import Client

    if not all(character.isprintable() and character.isascii() for character in contact):
        raise click.BadParameter("use plain letters, such as an e-mail address.", param_hint="--contact")
    listed = load_sources(sources)
    agent = f"Scrutiny/{version('scrutiny')} ({'; '.join(filter(None, (AGENT, contact)))})"
    client = Client(agent=agent, pause=pause, allow_http=allow_http, allow_loopback=allow_loopback)
    counts: Counter[str] = Counter()
    # A second fetch would ask the same servers at the same time, and forget what the first one noted.
    helps = "What comes is noted beside the list; copy the list into a folder of your own."
    with locked(sources.with_name(f".{sources.name}.scrutiny-lock"), 0, helps):
        for outcome in fetch_all(listed, folder, Fetched(sources.with_name(FETCHED)), client):
            counts[outcome.happened] += 1
            detail = f" {outcome.detail} ({outcome.listed.url})" if outcome.detail else ""
            line = f"{counts.total()}/{len(listed)} {outcome.file}: {outcome.happened}.{detail}"
            click.echo(shown(line), err=True)
    words = ", ".join(f"{counts[word]} {word}" for word in ("new", "changed", "unchanged", "failed"))
    click.echo(f"{len(listed)} listed: {words}.")
    sys.exit(3 if counts["failed"] else 0)


@click.command("watch")
@click.argument("raw", type=click.Path(path_type=Path), default=Path("data/raw"))
@to_dataset
@with_workers
@with_review
@with_passwords
def watch_command(
    raw: Path, clean: Path, workers: int, review: Path | None, passwords: tuple[str, ...]
) -> None:
    """Read RAW, and again whenever a file comes, changes or goes.

    RAW is data/raw unless named; Ctrl-C stops. A file is read when it is whole. What cannot be read is
    set aside and told, and watching goes on.
    """
    from scrutiny.run.pipeline import run
    from scrutiny.run.places import Places, require_places
    from scrutiny.run.progress import shown
    from scrutiny.run.records import read_passwords
    from scrutiny.sources.watch import watch

    places = Places.around(raw, clean, review)
    require_places(places)
    passwords += read_passwords(raw.absolute().parent / "passwords.txt")

    def read(names: set[str]) -> None:
        summary = run(places, workers=workers, passwords=passwords)
        for file, state, _, detail in summary.troubled:
            if file in names:
                click.echo(shown(f"  {file}: {state.replace('_', ' ')}. {detail}"))
        click.echo(
            f"Files that changed: {len(names):,}. Documents: {summary.documents:,}; not read in full: "
            f"{len(summary.troubled):,}; recommendations: {summary.rows['recommendations']:,}."
        )

    click.echo(f"Watching {raw}. Put PDFs there at any time; Ctrl-C stops.")
    try:
        watch(raw, (places.clean, places.review, places.interim), read, click.echo)
    except KeyboardInterrupt:
        click.echo("\nStopped watching. What was read is kept.")
