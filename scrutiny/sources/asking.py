"""How sites are asked, as people type it: the options that three commands share, and the client of them."""

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from records.errors import ConfigError

if TYPE_CHECKING:
    from scrutiny.sources.source_file import Source, SourceFile
    from scrutiny.sources.web.client import Client

AGENT = "reads published reports of councils and inspectors"
SHORTEST_PAUSE = 0.5
PAUSE = 2.0
BACKOFF = 4.0


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """How sites are asked: what the options of a command say."""

    only: tuple[str, ...]
    pause: float | None
    contact: str
    allow_http: bool
    allow_loopback: bool


OPTIONS = (
    click.option("--only", multiple=True, metavar="NAME", help="Only this source; may be given again."),
    click.option("--pause", type=click.FloatRange(0, 60),
                 help="Seconds between two requests to one server.  [default: the list's, or 2]"),
    click.option("--contact", default="", help="How a server's keeper can reach you; told to every server."),
    click.option("--allow-http", is_flag=True, help="Fetch without encryption where the list says http."),
    click.option("--allow-loopback", is_flag=True, hidden=True),
)  # fmt: skip


def with_manner(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options; it takes them as one `manner`."""

    def asked(*args: Any, **options: Any) -> None:
        own = {name: options.pop(name) for name in Manner.__struct_fields__}
        command(*args, manner=_checked(Manner(**own)), **options)

    asked.__doc__, asked.__name__ = command.__doc__, command.__name__
    asked.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    for option in reversed(OPTIONS):
        asked = option(asked)
    return asked


def _checked(manner: Manner) -> Manner:
    if not all(character.isprintable() and character.isascii() for character in manner.contact):
        raise click.BadParameter("use plain letters, such as an e-mail address.", param_hint="--contact")
    if manner.pause is not None and manner.pause < SHORTEST_PAUSE and not manner.allow_loopback:
        raise click.BadParameter(f"at least {SHORTEST_PAUSE:g} seconds.", param_hint="--pause")
    return manner


def client_of(manner: Manner, listed: "SourceFile | None" = None) -> "Client":
    """Return the client for a list: what was typed goes before what the list says."""
    from scrutiny.sources.web.client import Client

    pause = manner.pause if manner.pause is not None else listed.pause if listed else PAUSE
    if pause < SHORTEST_PAUSE and not manner.allow_loopback:
        raise ConfigError(f"The list's pause must be {SHORTEST_PAUSE:g} seconds at least, not {pause:g}.")
    contact = manner.contact or (listed.contact if listed else "")
    return Client(
        agent=f"Scrutiny/{version('scrutiny')} ({'; '.join(filter(None, (AGENT, contact)))})",
        pause=pause,
        backoff=2 * pause if manner.allow_loopback else max(BACKOFF, 2 * pause),
        allow_http=manner.allow_http,
        allow_loopback=manner.allow_loopback,
    )


def chosen(path: Path, listed: "SourceFile", manner: Manner) -> "tuple[Source, ...]":
    """Return the sources that are asked. Raises `UsageError` for a name that is none, or is switched off."""
    try:
        return listed.chosen(manner.only)
    except KeyError as error:
        name = error.args[0]
        there = any(source.name == name for source in listed.sources)
        wrong = "is switched off (enabled: false)" if there else "is not listed"
        raise click.UsageError(f"--only {name}: that source {wrong} in {path}.") from error
