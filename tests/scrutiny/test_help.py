"""The list of commands says what each does in a whole sentence."""

from __future__ import annotations

from click.testing import CliRunner

from scrutiny.cli.grouped import GROUPS
from scrutiny.cli.main import cli


def test_no_line_of_the_list_is_cut_on_a_terminal_of_80_columns() -> None:
    told = CliRunner().invoke(cli, ["--help"], terminal_width=80).output
    lines = [line for line in told.partition("Build the dataset:\n")[2].splitlines() if line.startswith("  ")]
    assert len(lines) == len(cli.commands)
    assert [line for line in lines if not line.endswith(".") or line.endswith("...")] == []


def test_every_command_stands_in_one_group() -> None:
    named = [name for names in GROUPS.values() for name in names]
    assert sorted(named) == sorted(cli.commands)
