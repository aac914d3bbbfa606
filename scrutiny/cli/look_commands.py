"""Commands for those who look: at a document, a value, a dataset, or what the program knows."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from scrutiny.cli.options import console, near, to_dataset, with_passwords


@click.command("show")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_passwords
def show_command(file: Path, passwords: tuple[str, ...]) -> None:
    """Print what one document holds: its facts, its rows, and the account of its pages."""
    from scrutiny.cli.show import show

    sys.exit(show(file, console(), passwords))


@click.command("tables")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON, with the box of every cell.")
@with_passwords
def tables_command(file: Path, as_json: bool, passwords: tuple[str, ...]) -> None:
    """Print every table of a PDF, whole over its pages, and why its parts were joined."""
    from scrutiny.cli.tables import show_tables

    show_tables(file, console(), passwords, as_json=as_json)


@click.command("explain")
@click.argument("recommendation_id")
@to_dataset
def explain_command(recommendation_id: str, clean: Path) -> None:
    """Say where each value of a recommendation stands on the page and how it was reached."""
    from scrutiny.cli.show import explain

    explain(recommendation_id, clean, console())


@click.command("diff")
@click.argument("old", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--csv", "rows", type=click.Path(path_type=Path, dir_okay=False), help="Write every change to this file."
)
def diff_command(old: Path, new: Path, rows: Path | None) -> None:
    """Tell what differs between the datasets in the folders OLD and NEW, as CHANGES.md does after a run."""
    from scrutiny.cli.diff import diff

    click.echo(diff(old, new, rows), nl=False)


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
    """Draw the dataset: summary.html, and each picture as SVG and PNG."""
    from scrutiny.cli.charts import charts

    click.echo(f"The pictures are in {near(charts(clean, folder, as_at.date() if as_at else None))}")


@click.command("families")
def families_command() -> None:
    """List the report families that are known, and by what each is told."""
    from scrutiny.cli.show import list_families

    list_families(console())
