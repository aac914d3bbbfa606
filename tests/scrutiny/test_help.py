"""The list of commands says what each does in a whole sentence."""

from __future__ import annotations

from click.testing import CliRunner

from scrutiny.cli.main import cli


def test_no_line_of_the_list_is_cut_on_a_terminal_of_80_columns() -> None:
    told = CliRunner().invoke(cli, ["--help"], terminal_width=80).output
    lines = told.partition("Commands:\n")[2].splitlines()
    assert len(lines) == len(cli.commands)
    assert [line for line in lines if not line.endswith(".") or line.endswith("...")] == []
