"""From a list of sources to papers in the raw folder: source by source, each looked at and then fetched."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from scrutiny.run.records import clear_partials
from scrutiny.sources.fetch import Outcome, fetch_all
from scrutiny.sources.sites.discover import Found, discover
from scrutiny.sources.source_file import Source
from scrutiny.sources.state import Fetched
from scrutiny.sources.web.client import Client
from scrutiny.sources.web.polite import Polite


class Collected(msgspec.Struct, frozen=True):
    """What one source listed, and what became of each paper."""

    found: Found
    outcomes: tuple[Outcome, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all of it could be read and had."""
        failed = any(outcome.happened == "failed" for outcome in self.outcomes)
        return not (failed or self.found.refused or self.found.problems)


def look(
    sources: Iterable[Source], folder: Path, fetched: Fetched, client: Client, tell: Callable[[str], None]
) -> Iterator[Collected]:
    """Look at each source, and fetch nothing; `folder` is that of the list."""
    polite, today = Polite(client=client), dt.datetime.now(tz=dt.UTC).date()
    for source in sources:
        yield Collected(_looked_at(source, folder, fetched, polite, today, tell))


def collect(
    sources: Iterable[Source],
    folder: Path,
    raw: Path,
    fetched: Fetched,
    client: Client,
    tell: Callable[[str], None],
) -> Iterator[Collected]:
    """Look at each source and fetch its papers into `raw`. What was done is noted at once, paper by paper.

    Killed at any moment, the next call goes on: what came is not fetched again.
    """
    polite, today = Polite(client=client), dt.datetime.now(tz=dt.UTC).date()
    clear_partials(fetched.path.parent)
    for source in sources:
        for place in (raw / source.name, *(raw / source.name).rglob("*/")):
            clear_partials(place)
        found = _looked_at(source, folder, fetched, polite, today, tell)
        for entry in found.withdrawn:
            fetched.withdraw(entry, today)
        outcomes: list[Outcome] = []
        for outcome in fetch_all(found.papers, raw, fetched, polite):
            outcomes.append(outcome)
            if outcome.happened != "unchanged":
                tell(f"{source.name}: {len(outcomes)}/{len(found.papers)} {outcome.file}: {outcome.happened}")
        yield Collected(found, tuple(outcomes))


def _looked_at(
    source: Source,
    folder: Path,
    fetched: Fetched,
    polite: Polite,
    today: dt.date,
    tell: Callable[[str], None],
) -> Found:
    tell(f"{source.name}: looking at {source.address or source.file}")
    return discover(source, folder, fetched, polite, today, lambda line: tell(f"{source.name}: {line}"))
