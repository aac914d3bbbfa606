"""The web pages of ModernGov: lists of committees and of meetings, and the papers of a meeting."""

import re
from urllib.parse import parse_qs, urlsplit

from scrutiny.sources.pages.dates import first_date
from scrutiny.sources.pages.markup import (
    Element,
    Link,
    PageError,
    links,
    named,
    read_html,
    require_open,
    words,
)
from scrutiny.sources.pages.moderngov_service import Committee, Document, Meeting

SIZE = re.compile(r"[\s,(]*\b(?:PDF|HTML|DOCX?|XLSX?)?[\s,]*\d[\d.,]*\s*[KMG]B\b[\s)]*$", re.IGNORECASE)
"""What ends the words of a link: 'PDF 154 KB'."""

PAPER = re.compile(r"/documents/[sbg]\d+/|/mgConvert2PDF\.aspx$", re.IGNORECASE)
WHOLE = re.compile(r"/documents/(g\d+)/", re.IGNORECASE)
"""A document of the meeting as a whole: front sheet (T=0), reports pack (T=10) or printed minutes (T=1)."""

CANCELLED = re.compile(r"\b(?:cancelled|postponed|abandoned)\b", re.IGNORECASE)
RESTRICTED = re.compile(r"\((?:exempt|restricted|confidential|private)\)|\brestricted\b", re.IGNORECASE)
OWN = re.compile(r"\bmg[A-Z]\w+|\b(?:mg|ie)\w+\.aspx\b", re.IGNORECASE)
RESTRICTED_BESIDE = re.compile(
    r"\W*\((?:exempt|restricted|confidential|private)\)"
    r"|\W*restricted(?:\W*$|\s+(?:enclosure|document|item)\b)|.*\bis restricted\W*$",
    re.IGNORECASE,
)
"""What follows the link of a restricted paper: 'Restricted enclosure', '(exempt)', or a link to why."""


def committees(body: bytes, base: str) -> list[Committee]:
    """Return the committees of `mgListCommittees.aspx`, each once, in their order.

    A site links each to its page of details or straight to its meetings.
    """
    found: dict[str, Committee] = {}
    for link in links(read_html(body), base):
        page, number = _page(link), _number(link, "ID", "CId", "CommitteeId")
        if number and page in {"mgcommitteedetails.aspx", "ielistmeetings.aspx"} and link.text:
            found.setdefault(number, Committee(number, link.text))
    return list(found.values())


def meeting_lists(body: bytes, base: str, number: str) -> list[str]:
    """Return the addresses of the lists of a committee's meetings that a page links to.

    They are named by `CId` or by `CommitteeId`; a list of other years has `Year` besides.
    """
    found = (link for link in links(read_html(body), base) if _page(link) == "ielistmeetings.aspx")
    return list(
        dict.fromkeys(link.address for link in found if _number(link, "CId", "CommitteeId") == number)
    )


def year_of(address: str) -> int | None:
    """Return the year of a list of meetings, 0 for one of all years, None for the usual one."""
    value = _query(address).get("year", "")
    return int(value) if value.isdecimal() else None


def meetings(body: bytes, base: str) -> list[Meeting]:
    """Return the meetings of `ieListMeetings.aspx`, each once, but for those that were cancelled.

    Raise `PageError` where another page came in its place, such as one to sign in; `papers` does so too.
    """
    found: dict[str, Meeting] = {}
    root = read_html(body)
    for link in links(root, base):
        number = _number(link, "MId")
        if number and _page(link) == "ielistdocuments.aspx" and not CANCELLED.search(link.beside):
            found.setdefault(number, Meeting(number, first_date(link.text), link.address))
    if not found:
        _require_own(root)
    return list(found.values())


def papers(body: bytes, base: str) -> list[Document]:
    """Return the documents of `ieListDocuments.aspx`, each once, but for restricted ones.

    Most of those have no link to follow. One that is listed twice is restricted if one of both is.
    """
    found: dict[str, Document] = {}
    restricted: set[str] = set()
    root = read_html(body)
    for link in links(root, base):
        if PAPER.search(urlsplit(link.address).path):
            if RESTRICTED.search(link.text) or RESTRICTED_BESIDE.match(link.after):
                restricted.add(link.address)
            title = SIZE.sub("", link.text).strip()
            found.setdefault(link.address, Document(link.address, title))
    if not found:
        _require_own(root)
    return [document for address, document in found.items() if address not in restricted]


def _require_own(root: Element) -> None:
    """Raise `PageError` for a page that is none of ModernGov: all of its own have classes or links of it.

    A notice that the site is closed comes as a page without papers, and would withdraw those that are here.
    """
    require_open(root)
    own = (OWN.search(f"{each.get('class') or ''} {each.get('href') or ''}") for each in root.iter("*"))
    if not any(own):
        raise PageError("Another page came, which is none of ModernGov.")


def heading(body: bytes) -> str:
    """Return the first heading of a page, which names the committee and the day of the meeting."""
    return next((words(each) for each in named(read_html(body), "h1")), "")


def is_whole(address: str, title: str = "") -> str:
    """Return what an address gives of a meeting as a whole: `pack`, `front`, `minutes`; blank for a part."""
    named_pack = re.search(r"\breports? pack\b|\bagenda pack\b", title, re.IGNORECASE)
    if not WHOLE.search(urlsplit(address).path):
        return "pack" if named_pack else ""
    kind = {"0": "front", "1": "minutes", "10": "pack"}.get(_query(address).get("t", ""), "")
    return kind or ("pack" if named_pack else "front")


def _page(link: Link) -> str:
    return urlsplit(link.address).path.rpartition("/")[2].lower()


def _query(address: str) -> dict[str, str]:
    """Return the values of an address by their names in small letters, the first of each."""
    return {name.lower(): values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def _number(link: Link, *names: str) -> str:
    values = _query(link.address)
    return next((value for name in names if (value := values.get(name.lower(), "").strip()).isdecimal()), "")
