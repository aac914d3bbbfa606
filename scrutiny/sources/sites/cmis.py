"""A council's site on CMIS: month by month through its calendar of meetings."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from scrutiny.sources.pages import cmis as pages
from scrutiny.sources.pages.cmis import CalendarMeeting
from scrutiny.sources.pages.markup import PageError
from scrutiny.sources.sites.visit import Visit
from scrutiny.sources.words import taken_for

AHEAD = 2
"""Months after this one that are looked at: agendas are published some days before."""

EMPTY = 12
"""Months without a meeting after which there are none before, where no first day is asked for."""


def visit(here: Visit) -> None:
    """Look for papers at a site of CMIS. Raises `FetchError` and `PageError` where it cannot be read."""
    done: set[str] = set()
    for meeting in _meetings(here):
        why = taken_for(here.source.committee_words, meeting.committee, "committee")
        if why is None or meeting.number in done or not here.source.in_time(meeting.date):
            continue
        done.add(meeting.number)
        here.visited.add(meeting.committee)
        told = f"{meeting.committee}, {meeting.date}"
        documents = here.attempt(told, partial(here.ask, meeting.page, pages.papers))
        if documents is None:
            here.unread.add(meeting.number)
            continue
        here.take_of_meeting(documents, why, meeting.committee, meeting.number, meeting.date)


def _meetings(here: Visit) -> Iterator[CalendarMeeting]:
    """Return the meetings of all months that are asked for; of this month alone where no more can be had."""
    address = here.source.address
    module = here.ask(address, lambda body, _: pages.module(body))
    if module is None:
        raise PageError("The page shows no calendar of CMIS.")
    mark = "&" if "?" in address else "?"
    listed = f"{address}{mark}ctl=MeetingCalendarListView&mid={module}"
    template, of_this_month = here.ask(listed, _listed)
    if template is None:
        here.problems.append(
            "The calendar names no meeting of this month, so that no other month can be read."
        )
        yield from of_this_month
        return
    empty = 0
    for first in _months(here):
        found = here.attempt(
            f"{first:%B %Y}", partial(here.ask, template.format(date=first), partial(_month, first))
        )
        here.tell(f"{first:%B %Y}: {len(found or ())} meetings")
        yield from found or ()
        empty = 0 if found is None or found else empty + 1
        if here.source.since is None and empty >= EMPTY:
            return


def _listed(body: bytes, base: str) -> tuple[str | None, list[CalendarMeeting]]:
    return pages.months_address(body, base), pages.listed(body, base)


def _month(first: dt.date, body: bytes, base: str) -> list[CalendarMeeting]:
    return pages.month(body, base, first)


def _months(here: Visit) -> Iterator[dt.date]:
    """Return the first days of the months to look at, the latest first."""
    number = here.today.year * 12 + here.today.month - 1 + AHEAD
    since = here.source.since
    last = since.year * 12 + since.month - 1 if since else 1998 * 12
    for each in range(number, last - 1, -1):
        yield dt.date(each // 12, each % 12 + 1, 1)
