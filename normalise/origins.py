"""Facts that a document does not print, from the site that publishes it."""

import calendar
import datetime as dt
import re
from typing import Any

from msgspec.structs import replace

from normalise.documents import Facts, council_in
from records.origin import Origin
from records.report import Report

PERIOD = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")


def with_origin(facts: Facts, report: Report, origin: Origin | None) -> Facts:
    """Return the facts with those that the site tells and the document does not print.

    What is printed stays, also where a person is asked which of several it is.
    """
    if origin is None:
        return facts
    told: dict[str, str | dt.date | None] = {
        "area": None if any(council_in(body) for body in facts.bodies) else origin.area,
        "meeting_date": read_day(origin.meeting_date)[0],
        "published": read_day(origin.published)[0],
        "title": origin.title,
        "publisher": origin.publisher,
    }
    asked = {choice.fact for choice in report.choices}
    printed = set(report.facts) | asked
    new: dict[str, Any] = {
        name: value
        for name, value in told.items()
        if value and name not in printed and getattr(facts, name) is None
    }
    if "published" in new:
        new["published_precision"] = read_day(origin.published)[1]
    date = facts.date or new.get("meeting_date") or new.get("published")
    named = [name for name in ("title", "publisher", "area", "published", "meeting_date") if name in new]
    return replace(facts, **new, date=date, from_source=" | ".join(named) or None)


def of_papers(origin: Origin | None, papers: int) -> Origin | None:
    """Return what a source says of each of the papers of a file: of several, its title is that of none."""
    if origin is None or papers == 1:
        return origin
    return replace(origin, title="", publisher="")


def read_day(told: str) -> tuple[dt.date | None, str | None]:
    """Return a day, or the last day of a month, with its precision; a year alone, or no date, is neither."""
    found = PERIOD.fullmatch(told)
    if found is None:
        return None, None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        last = calendar.monthrange(year, month)[1]
        return dt.date(year, month, day or last), "day" if found[3] else "month"
    except ValueError:  # no month, or no day of it
        return None, None
