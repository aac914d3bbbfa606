"""The command line: its commands, and how each of them ends."""

import contextlib
import sys

import click

from records.errors import ScrutinyError
from scrutiny.cli.dataset_commands import charts_command, diff_command
from scrutiny.cli.follow import follow_command
from scrutiny.cli.grouped import GroupedCommands
from scrutiny.cli.readings import readings_command
from scrutiny.cli.review_commands import registers_group, review_command
from scrutiny.cli.run_command import run_command
from scrutiny.cli.show import doubts_command, explain_command, families_command, show_command
from scrutiny.cli.streams import (
    STOPPED,
    STOPPED_STATUS,
    flush,
    raise_on_interrupt,
    stop_at_once_on_interrupt,
)
from scrutiny.cli.tables import tables_command
from scrutiny.run.progress import one_line
from scrutiny.sources.commands import discover_command, fetch_command, update_command, watch_command

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=GroupedCommands, context_settings=CONTEXT)
@click.version_option(package_name="scrutiny", message="scrutiny %(version)s")
def cli() -> None:
    """Read the PDFs that say what must be put right in children's services; publish one tidy dataset.

    Start with 'scrutiny run'. It leaves a workbook, data/clean/scrutiny.xlsx; 'scrutiny review' asks what
    is doubtful.
    """


for _command in (
    *(
        run_command,
        show_command,
        tables_command,
        readings_command,
        explain_command,
        follow_command,
        diff_command,
        charts_command,
    ),
    *(families_command, doubts_command, review_command, registers_group, fetch_command, watch_command),
    *(discover_command, update_command),
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line; errors that Scrutiny can explain end with one plain line and status 1."""
    raise_on_interrupt()
    try:
        try:
            cli(standalone_mode=False)
        finally:
            flush()
    except ScrutinyError as error:
        _print_error(f"scrutiny: {one_line(str(error))}")
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        _print_error(STOPPED)
        sys.exit(STOPPED_STATUS)
    except OSError as error:  # where no stage could say more
        where = f": {error.filename}" if error.filename is not None else ""
        _print_error(f"scrutiny: {error.strerror or error}{where}. Check the disk, then start again.")
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    finally:
        stop_at_once_on_interrupt()


def _print_error(line: str) -> None:
    with contextlib.suppress(OSError):  # nobody is there to be told
        click.echo(line, err=True)
