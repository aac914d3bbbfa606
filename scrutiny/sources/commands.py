"""`scrutiny discover`, `fetch`, `update` and `watch`: what is asked, and what is told."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scrutiny.cli.options import near, to_dataset, with_passwords, with_review, with_workers
from scrutiny.sources.asking import Manner, chosen, client_of, with_manner

if TYPE_CHECKING:
    from scrutiny.sources.collect import Collected
    from scrutiny.sources.source_file import Source

SOURCES = Path("data/sources.yaml")

with_sources = click.option(
    "--sources",
    type=click.Path(path_type=Path),
    default=SOURCES,
    show_default=True,
    help="The list of sources.",
)
with_json = click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it here, for programs.",
)


@click.command("discover")
@with_sources
@with_json
@with_manner
def discover_command(sources: Path, json_file: Path | None, manner: Manner) -> None:
    """List what is new at the sources, and fetch nothing.

    Each new paper is told with its place, committee, date, title and address, and why it is taken. Exit
    status: 0; 3 when a source could not be read whole.
    """
    from scrutiny.sources.collect import look
    from scrutiny.sources.source_file import load_source_file
    from scrutiny.sources.state import FETCHED, Fetched
    from scrutiny.sources.told import lines_of_new, lines_of_sites

    listed = load_source_file(sources)
    asked = chosen(sources, listed, manner)
    _tell_if_none(sources, asked)
    fetched = Fetched(sources.with_name(FETCHED))
    results = list(look(asked, sources.parent, fetched, client_of(manner, listed), _progress))
    _write_json(json_file, results)
    _print([*lines_of_new(results), *lines_of_sites(results)])
    new, papers = (sum(len(getattr(each.found, name)) for each in results) for name in ("new", "papers"))
    click.echo(f"{papers} listed: {new} new.")
    sys.exit(0 if all(result.whole for result in results) else 3)


@click.command("fetch")
@click.argument("sources", type=click.Path(path_type=Path), default=Path("data/sources.csv"))
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("data/raw"),
              show_default=True, help="Folder of the documents.")  # fmt: skip
@with_json
@with_manner
def fetch_command(sources: Path, folder: Path, json_file: Path | None, manner: Manner) -> None:
    """Fetch the documents that SOURCES lists.

    SOURCES is data/sources.csv unless it is named: a CSV file of documents, or a YAML file of sites, whose
    new papers are looked for. What is here already is asked for only if it has changed, and a changed
    document is kept beside the old one. What came, and when, is noted in fetched.csv beside the list. Exit
    status: 0 when every document is here, 3 when at least one could not be fetched.
    """
    if sources.suffix.lower() in {".yaml", ".yml"}:
        results = _collected(sources, folder, manner)
        _write_json(json_file, results)
        sys.exit(0 if all(result.whole for result in results) else 3)
    if manner.only or json_file:
        raise click.UsageError("--only and --json go with a list of sources in YAML.")
    sys.exit(3 if _fetch_csv(sources, folder, manner) else 0)


@click.command("update")
@click.argument("raw", type=click.Path(path_type=Path, file_okay=False), default=Path("data/raw"))
@with_sources
@to_dataset
@with_json
@with_workers
@with_review
@with_passwords
@with_manner
def update_command(
    raw: Path,
    sources: Path,
    clean: Path,
    json_file: Path | None,
    workers: int,
    review: Path | None,
    passwords: tuple[str, ...],
    manner: Manner,
) -> None:
    """Discover, fetch and run: keep a dataset up to date.

    What is new at the sources is fetched into RAW, and the dataset is published.

    RAW is data/raw unless named. What is new, changed, withdrawn or could not be had is told. It can be
    stopped at any moment; the next call goes on. Exit status as of 'run', and 3 also when a paper could not
    be had or a source could not be read.
    """
    from msgspec.structs import replace

    from extract.intake.files import walk
    from scrutiny.cli.run_command import print_summary
    from scrutiny.run.pipeline import run
    from scrutiny.run.places import Places, require_places
    from scrutiny.run.progress import progress_display
    from scrutiny.run.records import read_passwords
    from scrutiny.sources.state import FETCHED

    places = replace(Places.around(raw, clean, review), fetched=sources.absolute().with_name(FETCHED))
    raw.mkdir(parents=True, exist_ok=True)
    require_places(places)
    results = _collected(sources, raw, manner)
    _write_json(json_file, results)
    whole = all(result.whole for result in results)
    if next(iter(walk(raw, (places.clean, places.review, places.interim))), None) is None:
        click.echo(f"{near(raw.absolute())} holds no documents yet, so no dataset was made.")
        sys.exit(0 if whole else 3)
    passwords += read_passwords(raw.absolute().parent / "passwords.txt")
    with progress_display() as tell:
        summary = run(places, workers=workers, passwords=passwords, tell=tell)
    print_summary(summary, near(clean.absolute()), near(places.review / "queue.csv"))
    sys.exit(summary.status if whole else 3)


def _collected(sources: Path, raw: Path, manner: Manner) -> list[Collected]:
    """Look at the sources and fetch their papers; tell what became of them."""
    from scrutiny.sources.collect import collect
    from scrutiny.sources.source_file import load_source_file
    from scrutiny.sources.state import FETCHED, Fetched
    from scrutiny.sources.told import counted, lines_of_papers, lines_of_sites

    listed = load_source_file(sources)
    asked = chosen(sources, listed, manner)
    _tell_if_none(sources, asked)
    with _only_one(sources):
        fetched = Fetched(sources.with_name(FETCHED))
        results = list(collect(asked, sources.parent, raw, fetched, client_of(manner, listed), _progress))
    _print([*lines_of_papers(results), *lines_of_sites(results), counted(results)])
    return results


def _fetch_csv(sources: Path, folder: Path, manner: Manner) -> int:
    """Fetch what a CSV file lists, and return how many documents could not be had."""
    from scrutiny.run.progress import shown
    from scrutiny.sources.fetch import fetch_all
    from scrutiny.sources.source_list import load_sources
    from scrutiny.sources.state import FETCHED, Fetched

    listed = load_sources(sources)
    client = client_of(manner)
    counts: Counter[str] = Counter()
    with _only_one(sources):
        for outcome in fetch_all(listed, folder, Fetched(sources.with_name(FETCHED)), client):
            counts[outcome.happened] += 1
            detail = f" {outcome.detail} ({outcome.listed.url})" if outcome.detail else ""
            line = f"{counts.total()}/{len(listed)} {outcome.file}: {outcome.happened}.{detail}"
            click.echo(shown(line), err=True)
    words = ", ".join(f"{counts[word]} {word}" for word in ("new", "changed", "unchanged", "failed"))
    click.echo(f"{len(listed)} listed: {words}.")
    return counts["failed"]


@contextlib.contextmanager
def _only_one(sources: Path) -> Iterator[None]:
    """Hold the locks of a list and of its notes: a second fetch would forget what the first one noted."""
    from publish.atomic.lock import locked
    from scrutiny.sources.state import FETCHED

    helps = "What comes is noted beside the list; copy the list into a folder of your own."
    names = (sources.name, FETCHED)  # two lists of one folder have the same notes
    with contextlib.ExitStack() as stack:
        for name in names:
            stack.enter_context(locked(sources.with_name(f".{name}.scrutiny-lock"), 0, helps))
        yield


def _tell_if_none(sources: Path, asked: tuple[Source, ...]) -> None:
    if not asked:
        click.echo(
            f"No source is switched on in {sources}: set 'enabled: true' for those that you want.", err=True
        )


def _progress(line: str) -> None:
    from scrutiny.run.progress import shown

    with contextlib.suppress(OSError):  # who does not listen stops nothing
        click.echo(shown(line), err=True)


def _print(lines: Iterable[str]) -> None:
    from scrutiny.run.progress import shown

    for line in lines:
        click.echo(shown(line))


def _write_json(path: Path | None, results: list[Collected]) -> None:
    if path is not None:
        import msgspec

        from scrutiny.run.records import write_file
        from scrutiny.sources.told import as_json

        write_file(path, msgspec.json.format(msgspec.json.encode(as_json(results)), indent=2) + b"\n")


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
