"""Commands for those who answer questions: the review queue, the review page, and the registers."""

import getpass
from collections import Counter
from pathlib import Path

import click

from records.errors import ScrutinyError
from scrutiny.cli.options import count, near, to_dataset, with_passwords, with_review

MOST_BODIES = 20
"""Bodies that one search lists."""


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
    """Open the review page: each doubtful value beside its place.

    Answers go to decisions.csv and hold from the next run. Ctrl-C ends it. RAW is the folder of the
    documents, from which the pictures are drawn.
    """
    from scrutiny.run.places import Places
    from scrutiny.run.records import read_passwords

    if not raw.is_dir():
        raise ScrutinyError(f"{raw}: there is no such folder. Name the folder that holds the PDFs.")
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
        kept = near(places.review / "decisions.csv")
        click.echo(f"\nThe review page is closed. Answers, if any were given, are in {kept}.")


@click.group("registers")
def registers_group() -> None:
    """Check and search the registers of public bodies."""


@registers_group.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def registers_check_command(folder: Path | None) -> None:
    """Check every row: ids, dates, successors, areas, clashing names. FOLDER: others than the own ones."""
    from normalise.registers.load import REGISTERS, load_registers

    register = load_registers(folder or REGISTERS)
    kinds = Counter(body.kind for body in register.bodies.values())
    for kind, number in sorted(kinds.items()):
        ended = sum(body.valid_to is not None for body in register.by_kind[kind])
        click.echo(f"{number:6,}  {kind.replace('_', ' ')}" + (f", {ended:,} of them ended" if ended else ""))
    names = sum(len(found) for found in register.names.values())
    click.echo(
        f"{len(register.bodies):6,}  bodies with {names:,} names and {len(register.roles):,} role words"
    )
    click.echo(f"Ids, dates, areas, successors and names agree. Version {register.version}.")


@registers_group.command("find")
@click.argument("words", nargs=-1, required=True)
def registers_find_command(words: tuple[str, ...]) -> None:
    """Find bodies by an id or by words of a name."""
    from normalise.registers.load import load_registers, today
    from normalise.review.decisions import bodies_with

    register, wanted = load_registers(), " ".join(words)
    found = bodies_with(wanted, register)
    if not found:
        raise ScrutinyError(f"no body of the register has '{wanted}' in a name. Try fewer words, or a place.")
    for body in found[:MOST_BODIES]:
        click.echo(
            f"{body.id}  {click.style(body.name, bold=True)}  {body.kind.replace('_', ' ')} {body.span}"
        )
        others = {name.printed for names in register.names.values() for name in names if name.id == body.id}
        if others - {body.name}:
            click.echo(f"    also: {', '.join(sorted(others - {body.name}))}")
        if body.valid_to is not None:
            now = today(register, body.id)
            click.echo(f"    today: {now.name or now.reason}" + (f" ({now.id})" if now.id else ""))
    if len(found) > MOST_BODIES:
        click.echo(f"and {len(found) - MOST_BODIES} more; add a word to narrow the search.")
