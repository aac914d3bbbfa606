"""The readings of a document: every plausible way to cut it into recommendations, likeliest first."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from records.errors import ScrutinyError
from records.outcome import State
from records.report import Report
from scrutiny.cli.options import console, count, what_is_wrong, with_passwords, write_file

if TYPE_CHECKING:
    from extract.readings.cuts import Row
    from extract.readings.listing import Reading
    from extract.readings.ranking import Ranked

NONE = "none"
"""What is chosen where no reading is right."""

SHOWN = 5
"""Readings that are listed where nobody asks for another number."""

ROWS_SHOWN = 3
"""Rows of a reading that the terminal shows."""

MOST_DRAWN = 64 * 2**20
"""Bytes of pictures after which no other is drawn: a worker may hold so many beside all else."""

DRAWN_ALWAYS, DRAWN_A_PAGE = 20, 6
"""Pictures that are drawn, and that each page of the document adds: a worker has time for these."""

LETTERS_SHOWN = 150
"""Letters of a row that the terminal shows."""


class DrawnReading(msgspec.Struct, frozen=True):
    """A page of a reading as a PNG file; `rank` is the place of the reading in the list, from 1."""

    rank: int
    page: int
    image: bytes


class Readings(Report, frozen=True):
    """The report of a document of which the readings alone were listed."""

    listed: list[dict[str, Any]] = msgspec.field(default_factory=list)
    """What `scrutiny readings --json` writes."""
    total: int = 0
    """How many readings there are, or hold the example."""
    nearest: dict[str, Any] | None = None
    """The row that is most like an example that no reading holds."""
    drawn: tuple[DrawnReading, ...] = ()
    not_all_drawn: bool = False
    """Whether pictures were left out: there would have been too many."""


def read_readings(
    content: bytes,
    password: str | None = None,
    *,
    top: int = SHOWN,
    example: str | None = None,
    pictures: bool = False,
    choose: str | None = None,
) -> Readings:
    """Return the first readings of a PDF; it runs in a worker. Raise `SourceError` if it cannot be read.

    Regions are [page, x0, top, x1, bottom] in points from the top left of the page, turned so that its text
    lies level.
    """
    from extract.document import laid_out
    from extract.intake.files import identify
    from extract.pictures.of_readings import draw_readings
    from extract.readings.examples import nearest
    from extract.readings.listing import list_readings
    from extract.readings.ranking import rank
    from scrutiny.run.jobs import VERSION

    source = identify("", content)
    read = laid_out(content, password)
    listing = list_readings(read.layout)
    found = [each for each in rank(listing, example) if choose in (None, each.reading.reading_id)]
    near = nearest(listing.readings, example) if example is not None and not found else None
    first = found[:top]
    drawn: list[DrawnReading] = []
    wanted = draw_readings(read.content, password, first if pictures else [], read.layout.pages, read.turns)
    most, room = DRAWN_ALWAYS + DRAWN_A_PAGE * len(read.layout.pages), MOST_DRAWN
    for each in islice(wanted, most):
        drawn.append(DrawnReading(*each))
        room -= len(each.image)
        if room <= 0:
            break
    identity = (source.document_id, source.sha256, source.bytes)
    return Readings(
        *identity,
        VERSION,
        State.OK,
        listed=[_described(each) for each in first],
        total=len(found),
        nearest=None if near is None else _row(*near, 1),
        drawn=tuple(drawn),
        not_all_drawn=next(wanted, None) is not None,
    )


def _described(ranked: Ranked) -> dict[str, Any]:
    reading = ranked.reading
    rows = [_row(reading, row, position) for position, row in enumerate(reading.rows, 1)]
    return {
        "reading_id": reading.reading_id,
        "score": round(ranked.score, 3),
        "part": 1,
        "pages": sorted({row["page"] for row in rows}),
        "description": reading.description,
        "rows": rows,
    }


def _row(reading: Reading, row: Row, position: int) -> dict[str, Any]:
    regions = [region for block in reading.blocks_of(row) for region in block.regions]
    return {
        "position": position,
        "ref": row.ref,
        "title": row.title,
        "text": row.text,
        "page": regions[0].page,
        "regions": [[region.page, *msgspec.to_builtins(region.box)] for region in regions],
    }


def _whole_item(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Refuse an example without a letter or a digit: it would be in no reading, or in all."""
    if value is not None and not any(map(str.isalnum, value)):
        raise click.BadParameter("it has no letter and no digit. Give one whole item, as it is printed.")
    return value


@click.command("readings")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--json", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write them here as JSON."
)
@click.option("--top", type=click.IntRange(1), default=SHOWN, show_default=True, help="How many to list.")
@click.option(
    "--example",
    callback=_whole_item,
    help="Only readings in which one item is exactly this text; case, marks and line ends are no difference.",
)
@click.option(
    "--picture",
    "pictures",
    type=click.Path(file_okay=False, path_type=Path),
    help="Draw their pages here, with what each item takes in colours.",
)
@click.option(
    "--choose",
    metavar="READING_ID",
    help="Note that this reading is right, or 'none' of them; the next run goes by it.",
)
@click.option(
    "--review",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data/review"),
    show_default=True,
    help="Folder of decisions.csv, for --choose.",
)
@click.option(
    "--by", default=getpass.getuser, show_default="your user name", help="Who decides, for --choose."
)
@with_passwords
def readings_command(
    file: Path,
    out: Path | None,
    top: int,
    example: str | None,
    pictures: Path | None,
    choose: str | None,
    review: Path,
    by: str,
    passwords: tuple[str, ...],
) -> None:
    """List ways to cut a PDF into recommendations, likeliest first. The first ones are unlike each other.

    Where no shape of page is known, a run takes the likeliest, and asks to look at each of its rows.
    """
    from scrutiny.run.workers import read_one

    only = None if choose == NONE else choose
    how = partial(read_readings, top=top, example=example, pictures=pictures is not None, choose=only)
    report = read_one(file, passwords, how)
    if report.problem is not None or not isinstance(report, Readings):
        raise ScrutinyError(what_is_wrong(report))
    if choose is not None:
        _choose(file, report, choose, review, by)
    files = dict(_pictures(file.stem, report, pictures)) if pictures is not None else {}
    if out is not None:
        files[out] = json.dumps({"readings": report.listed}, ensure_ascii=False, indent=1).encode()
    for path, content in files.items():
        write_file(path, content)
    shown = console()
    held = " that hold the example" if example is not None else ""
    shown.print(f"{file.name}: {count(report.total, 'reading')}{held}", style="bold")
    if not report.total:
        shown.print(_why_none(report, example))
    if report.drawn:
        shown.print(f"Written: {count(len(report.drawn), 'picture')} in {pictures}")
    if report.not_all_drawn:
        shown.print("Of the later readings not all pages were drawn: there would be too many.")
    if out is not None:
        shown.print(f"Written: {out}")
        return
    for number, reading in enumerate(report.listed, 1):
        shown.print(f"\n{number}. {reading['description']}", style="bold", markup=False, highlight=False)
        shown.print(f"   {reading['reading_id']}, {count(len(reading['rows']), 'row')}", highlight=False)
        for row in reading["rows"][:ROWS_SHOWN]:
            text = row["text"]
            cut = text if len(text) <= LETTERS_SHOWN else f"{text[:LETTERS_SHOWN].rstrip()}…"
            shown.print(f"   p. {row['page']}: {cut}", markup=False, highlight=False)
        if len(reading["rows"]) > ROWS_SHOWN:
            shown.print(f"   … and {len(reading['rows']) - ROWS_SHOWN} more")


def _choose(file: Path, report: Readings, reading_id: str, review: Path, by: str) -> None:
    """Write the decision that a reading of a file is right. Raise `ScrutinyError` if there is none such."""
    from normalise.registers.load import load_registers
    from scrutiny.review.decisions_file import DecisionsFile

    if not report.total:
        raise ScrutinyError(
            f"{file.name} has no reading '{reading_id}'. List them with: scrutiny readings '{file}' --top 20"
        )
    path = review / "decisions.csv"
    decisions = DecisionsFile(path, load_registers())
    if (held := decisions.load().find("reading", report.document_id, "")) is not None:
        raise ScrutinyError(
            f"{path}, row {held.line}: how {file.name} is read was decided already "
            f"({held.value or 'none of its readings'}). Remove that row, then choose again."
        )
    question = {"kind": "reading", "document_id": report.document_id, "raw": ""}
    value = "" if reading_id == NONE else reading_id
    decisions.write(question, value, "chosen from the list", by, everywhere=False)
    how = "so" if value else "without them"
    click.echo(f"Noted in {path}: the next run reads {file.name} {how}.")


def _why_none(report: Readings, example: str | None) -> str:
    if example is None:
        return "None of its text could be a list of recommendations."
    if report.nearest is None:
        return "No item of any reading is like it. Give one whole item, as it is printed."
    page, text = report.nearest["page"], report.nearest["text"]
    return (
        f"No reading has an item with exactly these words. The nearest stands on page {page}:\n   {text}\n"
        "Give one whole item, as it is printed."
    )


def _pictures(name: str, report: Readings, folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield the path and content of each picture; names sort by reading and page."""
    for each in report.drawn:
        reading_id = report.listed[each.rank - 1]["reading_id"]
        yield folder / f"{name}-reading-{each.rank}-{reading_id}-page-{each.page}.png", each.image
