"""Commands for those who answer questions: the review queue, the review page, and the registers."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from scrutiny.cli.options import console, count, near, to_dataset, with_passwords, with_review


@click.command("doubts")
@to_dataset
@with_review
def doubts_command(clean: Path, review: Path | None) -> None:
    """List what a person should look at: the review queue of the last run."""
    from scrutiny.cli.show import list_doubts
    from scrutiny.run.places import Places

    list_doubts(Places.around(Path(), clean, review).review / "queue.csv", clean, console())


@click.command("review")
@click.argument("raw", type=click.Path(path_type=Path), default=Path("data/raw"))
@to_dataset
@with_review
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
    from scrutiny.run.places import Places
    from scrutiny.run.records import read_passwords

    passwords += read_passwords(raw.absolute().parent / "passwords.txt")
    places = Places.around(raw, clean, review)
    if as_file:
        from scrutiny.review.page import write_page

        click.echo(f"The review page is {near(write_page(places, by, passwords))}: open it in a browser.")
        return
    from scrutiny.review.server import serve

    def tell(url: str, questions: int) -> None:
        click.echo(f"{count(questions, 'question')}. The review page is at {url}  (Ctrl-C ends it)")

    try:
        serve(places, by, port, passwords, tell, None if no_browser else click.launch)
    except KeyboardInterrupt:
        click.echo(f"\nThe review page is closed. Answers are in {near(places.review / 'decisions.csv')}.")


@click.group("registers")
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
