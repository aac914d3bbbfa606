"""The readings of a document: every plausible way to cut it into recommendations, likeliest first."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from records.errors import ScrutinyError, WriteError
from records.outcome import State
from records.report import Report
from scrutiny.cli.options import console, count, with_passwords

if TYPE_CHECKING:
    from extract.readings.ranking import Ranked

SHOWN = 5
"""Readings that are listed where nobody asks for another number."""

ROWS_SHOWN = 3
"""Rows of a reading that the terminal shows."""

LETTERS_SHOWN = 150
"""Letters of a row that the terminal shows."""


class Readings(Report, frozen=True):
    """The report of a document of which the readings alone were listed."""

    listed: list[dict[str, Any]] = msgspec.field(default_factory=list)
    """What `scrutiny readings --json` writes."""
    total: int = 0
    """How many readings there are, or hold the example."""


def read_readings(
    content: bytes, password: str | None = None, *, top: int = SHOWN, example: str | None = None
) -> Readings:
    """Return the first readings of a PDF; it runs in a worker. Raise `SourceError` if it cannot be read.

    Regions are [page, x0, top, x1, bottom] in points from the top left of the page, turned so that its text
    lies level.
    """
    from extract.document import layout_of
    from extract.intake.files import identify
    from extract.readings.listing import list_readings
    from extract.readings.ranking import rank
    from scrutiny.run.jobs import VERSION

    source = identify("", content)
    found = rank(list_readings(layout_of(content, password)), example)
    identity = (source.document_id, source.sha256, source.bytes)
    return Readings(
        *identity,
        VERSION,
        State.OK,
        listed=[_described(each) for each in found[:top]],
        total=len(found),
    )


def _described(ranked: Ranked) -> dict[str, Any]:
    reading = ranked.reading
    rows = []
    for position, row in enumerate(reading.rows, 1):
        regions = [region for block in reading.blocks_of(row) for region in block.regions]
        rows.append(
            {
                "position": position,
                "ref": row.ref,
                "title": row.title,
                "text": row.text,
                "page": regions[0].page,
                "regions": [[region.page, *msgspec.to_builtins(region.box)] for region in regions],
            }
        )
    return {
        "reading_id": reading.reading_id,
        "score": round(ranked.score, 3),
        "part": 1,
        "pages": sorted({row["page"] for row in rows}),
        "description": reading.description,
        "rows": rows,
    }


@click.command("readings")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--json", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write them here as JSON."
)
@click.option("--top", type=click.IntRange(1), default=SHOWN, show_default=True, help="How many to list.")
@click.option("--example", help="Only readings in which one item is exactly this text.")
@with_passwords
def readings_command(
    file: Path, out: Path | None, top: int, example: str | None, passwords: tuple[str, ...]
) -> None:
    """List ways to cut a PDF into recommendations, likeliest first.

    None of them is published. The first ones are unlike each other.
    """
    from scrutiny.run.workers import read_one

    report = read_one(file, passwords, partial(read_readings, top=top, example=example))
    if report.problem is not None or not isinstance(report, Readings):
        raise ScrutinyError(report.problem_detail)
    if out is not None:
        try:
            out.write_text(json.dumps({"readings": report.listed}, ensure_ascii=False, indent=1), "utf-8")
        except OSError as error:
            raise WriteError(f"{out}: cannot be written ({error.strerror}).") from error
    shown = console()
    held = " that hold the example" if example is not None else ""
    shown.print(f"{file.name}: {count(report.total, 'reading')}{held}", style="bold")
    if example is not None and not report.total:
        shown.print("No reading has an item with exactly these words. Give one whole item, as it is printed.")
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
