"""The web service of ModernGov, `mgWebService.asmx`: committees, meetings and papers from its XML."""

import datetime as dt

import msgspec

from scrutiny.sources.pages.dates import first_date
from scrutiny.sources.pages.markup import Element, PageError, address, name_of, named, read_xml, value, whole

CANCELLED = ("cancelled", "postponed", "abandoned")


class Committee(msgspec.Struct, frozen=True):
    """A committee of a council: the number and the name that its site gives it."""

    number: str
    name: str


class Meeting(msgspec.Struct, frozen=True):
    """A meeting: the number that its site gives it, its day, and the address of its page if it is known."""

    number: str
    date: dt.date | None
    page: str = ""


class Document(msgspec.Struct, frozen=True):
    """A document of a meeting; of the several ways to name it, the first is its title."""

    address: str
    title: str


class Papers(msgspec.Struct, frozen=True):
    """The documents of a meeting that are public, and whether its minutes are."""

    documents: tuple[Document, ...]
    has_minutes: bool


def committees(body: bytes) -> list[Committee]:
    """Return the committees of `GetCommittees`, without those that were deleted.

    Raise `PageError` for anything but their list: a service that is switched off answers a page.
    """
    root = read_xml(body)
    found = [
        Committee(number, value(each, "committeetitle"))
        for each in named(root, "committee")
        if (number := value(each, "committeeid")) and not _is(each, "committeedeleted")
    ]
    if not found and not any(name_of(each) == "committeescount" for each in root.iter()):
        raise PageError("The XML that came is no list of committees.")
    return found


def meetings(body: bytes) -> list[Meeting]:
    """Return the meetings of `GetMeetings`, but for cancelled ones.

    Numbers are padded with blanks. Some sites ignore the days that were asked for, and give all.
    """
    root = read_xml(body)
    if name_of(root) not in {"getmeetings", "meetings"} and next(named(root, "meetingscount"), None) is None:
        raise PageError("The XML that came is no list of meetings.")
    return [
        Meeting(number, first_date(value(each, "meetingdate")))
        for each in named(root, "meeting")
        if (number := value(each, "meetingid"))
        and not any(word in value(each, "meetingstatus").lower() for word in CANCELLED)
    ]


def papers(body: bytes, base: str) -> Papers:
    """Return the papers of `GetMeeting`, each once; those that are restricted are left out.

    A paper is restricted by its own mark or by that of its agenda item; one that is listed twice, if one of
    both is. `base` is the site's address.
    """
    root = read_xml(body)
    if next(named(root, "meetingid"), None) is None and next(named(root, "agendaitems"), None) is None:
        raise PageError("The XML that came is no meeting.")
    found: dict[str, Document] = {}
    restricted: set[str] = set()
    for each in named(root, "linkeddoc"):
        if (place := whole(base, address(each, "url"))) is None:
            continue
        if _restricted(each):
            restricted.add(place)
        title = value(each, "title") or value(each, "ownertitle")
        found.setdefault(place, Document(place, title))
    public = (document for place, document in found.items() if place not in restricted)
    minutes = any(value(item, "minutesnonemptyhtmlbody") for item in named(root, "agendaitem"))
    return Papers(tuple(public), minutes)


def _restricted(document: Element) -> bool:
    return any(_is(each, "isrestricted") for each in (document, *document.iterancestors()))


def _is(element: Element, name: str) -> bool:
    return value(element, name).lower() in {"true", "1", "yes"}
