"""Commands for those who look: at a document, a value, a dataset, or what the program knows."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from records.errors import ScrutinyError
from scrutiny.cli.options import console, near, to_dataset, with_passwords


@click.command("show")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_passwords
def show_command(file: Path, passwords: tuple[str, ...]) -> None:
    """Print one document: facts, rows, and the account of its pages."""
    from scrutiny.cli.show import show

    sys.exit(show(file, console(), passwords))


@click.command("tables")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON, with the box of every cell.")
@with_passwords
def tables_command(file: Path, as_json: bool, passwords: tuple[str, ...]) -> None:
    """Print each table of a PDF whole, and why its parts were joined."""
    from scrutiny.cli.tables import show_tables

    show_tables(file, console(), passwords, as_json=as_json)


@click.command("explain")
@click.argument("recommendation_id")
@to_dataset
def explain_command(recommendation_id: str, clean: Path) -> None:
    """Say where a recommendation stands and how it was understood."""
    from scrutiny.cli.show import explain

    explain(recommendation_id, clean, console())


@click.command("diff")
@click.argument("old", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--csv", "rows", type=click.Path(path_type=Path, dir_okay=False), help="Write every change to this file."
)
def diff_command(old: Path, new: Path, rows: Path | None) -> None:
    """Tell what differs between the datasets in OLD and NEW.

    The words are those of CHANGES.md after a run.
    """
    from publish.compare.changes import compare
    from publish.compare.report import change_report
    from publish.compare.table import change_table
    from publish.schema.load import changes_schema
    from publish.write.csv_file import write_csv
    from scrutiny.run.datasets import dataset_in, require_whole

    (before, was), (after, now) = dataset_in(old), dataset_in(new)
    # A table that is missing on the newer side would make its rows seem withdrawn.
    changes = compare(before, require_whole(after, new), was.versions, now.versions)
    if rows is not None:
        try:
            with rows.open("wb") as sink:
                write_csv(change_table(changes), changes_schema(), sink)
        except OSError as error:
            raise ScrutinyError(f"{rows}: cannot be written ({error.strerror}).") from error
    click.echo(change_report(changes, "What differs between two datasets"), nl=False)


@click.command("charts")
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
    """Draw the dataset: summary.html, and pictures as SVG and PNG."""
    from publish.charts.page import write_charts
    from scrutiny.run.datasets import tables_in

    place = folder or clean.absolute().parent / "charts"
    page = write_charts(tables_in(clean), place, as_at.date() if as_at else None)
    click.echo(f"The pictures are in {near(page)}")


@click.command("families")
def families_command() -> None:
    """List the known report families, and by what each is told."""
    from scrutiny.cli.show import list_families

    list_families(console())
