"""Commands for those who look at a whole dataset: two compared, one drawn."""

import datetime as dt
from pathlib import Path

import click

from records.errors import ScrutinyError
from scrutiny.cli.options import near, to_dataset


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
    from scrutiny.run.datasets import dataset_in

    (before, was), (after, now) = dataset_in(old, whole=False), dataset_in(new)
    changes = compare(before, after, was.versions, now.versions)
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
    from scrutiny.run.datasets import dataset_in

    place = folder or clean.absolute().parent / "charts"
    page = write_charts(dataset_in(clean)[0], place, as_at.date() if as_at else None)
    click.echo(f"The pictures are in {near(page)}")
