"""A council's site on ModernGov: by its web service where it stands, else by its pages."""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from http import HTTPStatus
from urllib.parse import urljoin

from scrutiny.sources.pages import moderngov_pages as pages
from scrutiny.sources.pages import moderngov_service as service
from scrutiny.sources.pages.dates import first_date
from scrutiny.sources.pages.markup import PageError
from scrutiny.sources.pages.moderngov_service import Committee, Document, Meeting, Papers
from scrutiny.sources.papers import of_meeting
from scrutiny.sources.sites.visit import REFUSALS, XML, Visit
from scrutiny.sources.web.client import FetchError
from scrutiny.sources.web.polite import RobotsError
from scrutiny.sources.words import taken_for

SERVICES = ("mgWebService.asmx", "mgwebservice.asmx")
FOLDERS = ("", "/", "/moderngov/", "/mginternet/")
"""Where the service may stand, from the address of the pages: some sites have it below another path."""

FIRST_DAY = dt.date(1998, 1, 1)
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
AHEAD = dt.timedelta(days=365)
"""How far from today the meetings may be that the service is asked for."""


def visit(here: Visit) -> None:
    """Look for papers at a site of ModernGov. Raises `FetchError` and `PageError` where it cannot be read."""
    found = _service(here)
    if found is None or not _by_service(here, *found):
        _by_pages(here)


def _service(here: Visit) -> tuple[str, list[Committee]] | None:
    """Return where the service stands and the committees that it names, None where there is none.

    One that is switched off answers 404, an error, or a web page; one that refuses us leaves the pages.
    Raises `FetchError` where the site does not answer at all.
    """
    base, told = here.source.base, here.source.service
    places = [told] if told else [urljoin(base, folder) + name for folder in FOLDERS for name in SERVICES]
    for place in dict.fromkeys(places):
        try:
            found = here.ask(f"{place}/GetCommittees", lambda body, _: service.committees(body), XML)
        except PageError:
            continue
        except RobotsError:  # by whatever letters it is written
            return None
        except FetchError as error:
            if error.status is None:
                raise
            if error.status in REFUSALS or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                return None
            continue
        here.tell(f"web service, {len(found)} committees")
        return place, found
    return None


def _by_service(here: Visit, address: str, committees: Iterable[Committee]) -> bool:
    """Look for papers by the service; return whether it tells of meetings: some name committees alone."""
    try:
        _meetings_by_service(here, address, committees)
    except (FetchError, PageError):
        if here.visited:
            raise
    if here.visited or not (here.problems or here.failures):
        return True
    here.problems.clear()
    here.failures = 0
    return False


def _meetings_by_service(here: Visit, address: str, committees: Iterable[Committee]) -> None:
    since = (here.source.since or FIRST_DAY).strftime("%d/%m/%Y")
    until = (here.today + AHEAD).strftime("%d/%m/%Y")
    for committee, why in _wanted(here, committees):
        place = f"{address}/GetMeetings?lCommitteeId={committee.number}&sFromDate={since}&sToDate={until}"
        ask = partial(here.ask, place, lambda body, _: service.meetings(body), XML)
        found = here.attempt(committee.name, ask)
        for meeting in _of_time(here, committee, found):
            place = f"{address}/GetMeeting?lMeetingId={meeting.number}"
            read = partial(here.ask, place, lambda body, _: service.papers(body, here.source.base), XML)
            papers = here.attempt(f"{committee.name}, {meeting.date}", read)
            if papers is None:
                here.unread.add(meeting.number)
            else:
                documents = [*papers.documents, *_on_its_page(here, committee, meeting, papers)]
                here.take_of_meeting(documents, why, committee.name, meeting.number, meeting.date)


def _on_its_page(here: Visit, committee: Committee, meeting: Meeting, papers: Papers) -> list[Document]:
    """Return the documents of a meeting as a whole: printed minutes, and a pack where no part is taken.

    The service does not name them. A page that cannot be had makes no problem: minutes may be in the service
    alone.
    """
    held = meeting.date is not None and meeting.date <= here.today
    words = here.source.document_words
    wants_minutes = papers.has_minutes and taken_for(words, "Printed minutes", "") is not None
    if not held or (of_meeting(papers.documents, words, has_pack=False) and not wants_minutes):
        here.pageless.add(meeting.number)
        return []
    address = f"ieListDocuments.aspx?CId={committee.number}&MId={meeting.number}&Ver=4"
    try:
        found = here.ask(urljoin(here.source.base, address), pages.papers)
    except (FetchError, PageError):
        here.pageless.add(meeting.number)
        return []
    return [each for each in found if pages.is_whole(each.address, each.title)]


def _by_pages(here: Visit) -> None:
    base = here.source.base
    committees = here.ask(urljoin(base, "mgListCommittees.aspx?bcr=1"), pages.committees)
    if not committees:
        raise PageError(f"{base}mgListCommittees.aspx names no committee.")
    here.tell(f"pages, {len(committees)} committees")
    for committee, why in _wanted(here, committees):
        found = here.attempt(committee.name, partial(_meetings, here, committee))
        for meeting in _of_time(here, committee, found):
            told = f"{committee.name}, {meeting.date or meeting.page}"
            read = here.attempt(told, partial(here.ask, meeting.page, _dated_papers))
            if read is None:
                here.unread.add(meeting.number)
                continue
            heading, documents = read
            date = meeting.date or first_date(heading)
            if here.source.in_time(date):
                here.take_of_meeting(documents, why, committee.name, meeting.number, date)


def _dated_papers(body: bytes, base: str) -> tuple[str, list[Document]]:
    return pages.heading(body), pages.papers(body, base)


def _meetings(here: Visit, committee: Committee) -> list[Meeting]:
    """Return the meetings of a committee: of the list that its page links to, and of those of other years."""
    base, number = here.source.base, committee.number

    def lists(body: bytes, address: str) -> list[str]:
        return pages.meeting_lists(body, address, number)

    try:
        known = here.ask(urljoin(base, f"mgCommitteeDetails.aspx?ID={number}"), lists)
    except (FetchError, PageError):  # some sites have no such page; the list is then at its usual address
        known = []
    usual = [each for each in known if pages.year_of(each) is None]
    first = next(iter(usual), urljoin(base, f"ieListMeetings.aspx?CommitteeId={number}"))

    def both(body: bytes, address: str) -> tuple[list[Meeting], list[str]]:
        return pages.meetings(body, address), lists(body, address)

    try:
        found, others = here.ask(first, both)
    except FetchError as error:
        if usual or error.status not in GONE:
            raise
        found, others = here.ask(urljoin(base, f"ieListMeetings.aspx?CId={number}"), both)
    for address in _other_years([*known, *others], here.source.since):
        found += here.ask(address, pages.meetings)
    return list({meeting.number: meeting for meeting in found}.values())


def _other_years(lists: Iterable[str], since: dt.date | None) -> list[str]:
    """Return the lists to read besides the usual one: that of all years, or those of years in question."""
    years = {year: each for each in lists if (year := pages.year_of(each)) is not None}
    if 0 in years:
        return [years[0]]
    return [each for year, each in years.items() if since is None or year >= since.year]


def _wanted(here: Visit, committees: Iterable[Committee]) -> list[tuple[Committee, str]]:
    """Return the committees that are looked at, each with why."""
    words = here.source.committee_words
    return [
        (each, why) for each in committees if (why := taken_for(words, each.name, "committee")) is not None
    ]


def _of_time(here: Visit, committee: Committee, meetings: list[Meeting] | None) -> list[Meeting]:
    """Return the meetings that are asked for: some sites give all, whatever days they were asked for."""
    if meetings is None:
        return []
    here.visited.add(committee.name)
    found = [meeting for meeting in meetings if here.source.in_time(meeting.date)]
    here.tell(f"{committee.name}: {len(found)} meetings")
    return found
