"""The list of commands, grouped by what people do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

GROUPS: Mapping[str, Sequence[str]] = {
    "Build the dataset": ("run", "watch", "discover", "fetch", "update"),
    "Ask the dataset": ("follow", "explain", "charts", "diff"),
    "Look at one PDF": ("show", "tables", "readings"),
    "Decide what is doubtful": ("review", "doubts"),
    "See what is known": ("registers", "families"),
}
"""What people do, and the commands for it, the usual first."""


class GroupedCommands(click.Group):
    """Commands whose list stands in groups."""

    def list_commands(self, _: click.Context) -> list[str]:
        """Return the names in the order of the groups."""
        return [name for names in GROUPS.values() for name in names]

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list, a section for each group."""
        longest = max(map(len, self.commands))
        for title, names in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl(
                    [(name.ljust(longest), self.commands[name].get_short_help_str(200)) for name in names]
                )
