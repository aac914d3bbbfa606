"""Where a file was fetched from, and what the site that publishes it says of it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """What a source says of one file; what it does not say is blank.

    `file` is the path below the raw folder, `source` the name that the list of sources gives it. Dates are
    ISO 8601: `meeting_date` a day; `published` a day, a month or a year.
    """

    file: str
    url: str
    source: str = ""
    committee: str = ""
    title: str = ""
    publisher: str = ""
    area: str = ""
    meeting_date: str = ""
    published: str = ""
    licence: str = ""


Origins = Mapping[str, tuple[Origin, ...]]
"""The origins of each document, by document_id: several where its bytes were fetched under several names."""


def origin_of(origins: Origins, document_id: str, file: str | None = None) -> Origin | None:
    """Return what a source says of a document: of that file where it is told apart, else of the first."""
    found = origins.get(document_id, ())
    return next((each for each in found if each.file == file), found[0] if found else None)
