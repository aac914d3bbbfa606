"""CMIS, as some sixteen councils have it: months of a calendar of meetings, and the papers of a meeting."""

import datetime as dt
import re
from urllib.parse import urlsplit

import msgspec

from scrutiny.sources.pages.dates import first_date
from scrutiny.sources.pages.markup import (
    Element,
    links,
    named,
    read_html,
    require_open,
    whole,
    with_class,
    words,
)
from scrutiny.sources.pages.moderngov_service import Document

MODULE = re.compile(rb"dnn\$ctr(\d+)\$MeetingCalendarPublic")
"""What a page of CMIS calls the part that shows its calendar; the number is needed to ask for other views."""

VIEW = re.compile(r"^(?P<site>.*/tabid/\d+)/ctl/\w+/(?P<module>mid/\d+)/", re.IGNORECASE)
MEETING = re.compile(r"/Meeting/(\d+)/Committee/\d+/", re.IGNORECASE)
DAY = re.compile(r"^\w+day,?\s+(\d{1,2})\s+(\w+)(?:\s+\d{4})?$")
TIME = re.compile(r"^\d{1,2}[:.]\d\d\s*(?:[ap]m)?\s*[-–]?\s*", re.IGNORECASE)


class CalendarMeeting(msgspec.Struct, frozen=True):
    """A meeting of the calendar: its number, the committee, its day, and the address of its page."""

    number: str
    committee: str
    date: dt.date
    page: str


def module(body: bytes) -> str | None:
    """Return the number of the calendar on the page of meetings, None if it is no page of CMIS."""
    found = MODULE.search(body)
    return found[1].decode() if found else None


def months_address(body: bytes, base: str) -> str | None:
    """Return the address of a month's plain calendar with `{date}` in place of a day of the month.

    It is made of the address of any meeting, which names the parts that differ from site to site. None
    where the page links to no meeting.
    """
    for link in links(read_html(body), base):
        if found := VIEW.match(link.address):
            view = f"ctl/MeetingCalendarPublicNoJava/{found['module']}"
            return f"{found['site']}/{view}/Date/{{date}}/Default.aspx"
    return None


def month(body: bytes, base: str, first: dt.date) -> list[CalendarMeeting]:
    """Return the meetings of a month's plain calendar: headings such as 'Monday, 8 June', and a cell each.

    The year stands nowhere on the page, so it is that of `first`, the day that was asked for.
    """
    found: list[CalendarMeeting] = []
    for cell in named(read_html(body), "td"):
        heading = DAY.match(words(cell))
        date = first_date(f"{heading[1]} {heading[2]} {first.year}") if heading else None
        beside = cell.getnext()
        if date is not None and beside is not None:
            found.extend(_meetings(beside, base, date))
    return found


def listed(body: bytes, base: str) -> list[CalendarMeeting]:
    """Return the meetings of the list of this month: '8 Jun 2026 10:00 - Licensing Committee'."""
    root = read_html(body)
    found: list[CalendarMeeting] = []
    for row in named(root, "tr"):
        for meeting in _meetings(row, base, first_date(words(row))):
            name = re.sub(r"^.*?\d{4}\s+\d{1,2}[:.]\d\d\s*-\s*", "", meeting.committee)
            found.append(msgspec.structs.replace(meeting, committee=name))
    return found


def papers(body: bytes, base: str) -> list[Document]:
    """Return the documents of a meeting's page, each once. Raise `PageError` for a page to sign in."""
    found: dict[str, Document] = {}
    root = read_html(body)
    for item in with_class(root, "DocumentListItem"):
        for link in with_class(item, "TitleLink"):
            address = whole(base, link.get("href") or "")
            if address is not None and urlsplit(address).path:
                found.setdefault(address, Document(address, words(link)))
    if not found:
        require_open(root)
    return list(found.values())


def _meetings(element: Element, base: str, date: dt.date | None) -> list[CalendarMeeting]:
    return [
        CalendarMeeting(number[1], TIME.sub("", link.text), date, link.address)
        for link in links(element, base)
        if date is not None and (number := MEETING.search(link.address))
    ]
