"""Looking at sites for papers: what each lists, what of it is new, and what it lists no more."""

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from records.errors import ConfigError
from scrutiny.sources.pages.markup import PageError
from scrutiny.sources.pages.moderngov_pages import is_whole
from scrutiny.sources.papers import Paper, packs_of
from scrutiny.sources.sites import cmis, listed, moderngov, ofsted
from scrutiny.sources.sites.visit import Visit, what_to_do
from scrutiny.sources.source_file import Source
from scrutiny.sources.state import Entry, Fetched
from scrutiny.sources.web.client import FetchError
from scrutiny.sources.web.polite import Polite

BY_COMMITTEE = frozenset({"moderngov", "cmis"})
PASSING_BY = frozenset({"feed", "csv"})
"""Kinds of source that do not go on listing what they listed once."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a source lists: papers that are taken; those of them that never came; entries that are gone.

    `problems` say what could not be read of it, `refused` why nothing could be; blank where it answered.
    """

    source: Source
    papers: tuple[Paper, ...] = ()
    new: tuple[Paper, ...] = ()
    withdrawn: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()
    refused: str = ""


def discover(
    source: Source,
    folder: Path,
    fetched: Fetched,
    polite: Polite,
    today: dt.date,
    tell: Callable[[str], None],
) -> Found:
    """Look at one site; `folder` is that of the list. A site that cannot be read is told, not raised."""
    ours = [entry for entry in fetched.latest() if entry.source == source.name]
    packs = packs_of((entry.meeting, entry.url, entry.title) for entry in ours)
    here = Visit(source=source, polite=polite, today=today, tell=tell, packs=packs)
    refused = ""
    try:
        _visit(here, folder)
    except (FetchError, PageError, ConfigError) as error:  # the last of a CSV file that a source names
        refused = what_to_do(source, error)
    known = {entry.url for entry in fetched.entries}
    return Found(
        source=source,
        papers=tuple(here.papers),
        new=tuple(paper for paper in here.papers if paper.url not in known),
        withdrawn=() if refused else tuple(gone(here, ours)),
        problems=tuple(here.problems),
        refused=refused,
    )


def gone(here: Visit, entries: Iterable[Entry]) -> list[Entry]:
    """Return what a site listed once and lists no more, where all places that would list it were read."""
    source = here.source
    if source.kind in PASSING_BY:
        return []
    place = {"ofsted": "area"}.get(source.kind, "committee" if source.kind in BY_COMMITTEE else "")
    return [
        entry
        for entry in entries
        if entry.url not in here.seen
        and not entry.withdrawn_on
        and entry.meeting not in _unread(here, entry)
        and (not place or getattr(entry, place) in here.visited)
        and source.in_time(_day(entry.meeting_date or entry.published))
    ]


def _unread(here: Visit, entry: Entry) -> set[str]:
    """Return the meetings of which was not read what would list a document such as this."""
    return (here.unread | here.pageless if is_whole(entry.url, entry.title) else here.unread) - {""}


def _visit(here: Visit, folder: Path) -> None:
    match here.source.kind:
        case "moderngov":
            moderngov.visit(here)
        case "ofsted":
            ofsted.visit(here)
        case "cmis":
            cmis.visit(here)
        case "feed":
            listed.visit_feed(here)
        case "page":
            listed.visit_page(here)
        case "csv":
            listed.visit_csv(here, folder)


def _day(told: str) -> dt.date | None:
    return dt.date.fromisoformat(told) if told.count("-") == 2 else None
