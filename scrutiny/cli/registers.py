"""The registers at the terminal: checked as a run would check them, and searched by words."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from normalise.registers.load import REGISTERS, load_registers, today
from normalise.review.answers import bodies_with
from records.errors import ScrutinyError


def check_registers(folder: Path = REGISTERS) -> None:
    """Load the registers and tell what they hold; the first wrong row is a ConfigError naming it."""
    register = load_registers(folder)
    kinds = Counter(body.kind for body in register.bodies.values())
    for kind, count in sorted(kinds.items()):
        ended = sum(body.valid_to is not None for body in register.by_kind[kind])
        click.echo(f"{count:6,}  {kind.replace('_', ' ')}" + (f", {ended:,} of them ended" if ended else ""))
    names = sum(len(found) for found in register.names.values())
    click.echo(
        f"{len(register.bodies):6,}  bodies with {names:,} names and {len(register.roles):,} role words"
    )
    click.echo(f"Ids, dates, areas, successors and names agree. Version {register.version}.")


def find_bodies(words: str, most: int = 20) -> None:
    """Print the bodies with these words in a name, with their dates and who holds their duties now.

    Raises `ScrutinyError` if there is none.
    """
    register = load_registers()
    found = bodies_with(words, register)
    if not found:
        raise ScrutinyError(f"no body of the register has '{words}' in a name. Try fewer words, or a place.")
    for body in found[:most]:
        click.echo(
            f"{body.id}  {click.style(body.name, bold=True)}  {body.kind.replace('_', ' ')} {body.span}"
        )
        others = {name.printed for names in register.names.values() for name in names if name.id == body.id}
        if others - {body.name}:
            click.echo(f"    also: {', '.join(sorted(others - {body.name}))}")
        if body.valid_to is not None:
            now = today(register, body.id)
            click.echo(f"    today: {now.name or now.reason}" + (f" ({now.id})" if now.id else ""))
    if len(found) > most:
        click.echo(f"and {len(found) - most} more; add a word to narrow the search.")
