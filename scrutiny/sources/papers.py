"""A paper that a site lists: what is known of it, the file that it becomes; which of a meeting are taken."""

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from scrutiny.sources.pages.moderngov_pages import is_whole
from scrutiny.sources.pages.moderngov_service import Document
from scrutiny.sources.source_file import Source
from scrutiny.sources.source_list import Listed
from scrutiny.sources.words import taken_for

OTHER_FILES = re.compile(r"\.(?:docx?|xlsx?|pptx?|csv|rtf|od[tsp]|zip|html?|jpe?g|png|gif|mp[34]|ics)$", re.I)
"""Endings of what is no PDF."""

SUPPLEMENT = re.compile(r"/documents/b\d+/", re.IGNORECASE)
"""A pack of papers that came after the agenda: the reports pack of the meeting does not hold them."""

LONGEST_NAME = 90
"""Letters of a file's name: some systems hold no more than 255 bytes of a path."""


class Paper(Listed, frozen=True, kw_only=True):
    """One paper of a site; what the site does not tell is blank. `why` is the reason why it is taken.

    `meeting` is the number of the meeting at its site, `meeting_date` its day by ISO 8601.
    """

    source: str = ""
    committee: str = ""
    title: str = ""
    area: str = ""
    meeting_date: str = ""
    meeting: str = ""
    why: str = ""


def paper(
    source: Source,
    document: Document,
    why: str,
    *,
    committee: str = "",
    area: str = "",
    publisher: str = "",
    meeting: str = "",
    meeting_date: dt.date | None = None,
    published: dt.date | None = None,
    name: str = "",
) -> Paper:
    """Return a paper of a source, with the file that it becomes; `name` tells it by more than its title."""
    date = meeting_date or published
    return Paper(
        url=document.address,
        file=file_name(source.name, date, (name or committee, document.title), document.address),
        source=source.name,
        committee=committee,
        title=document.title,
        area=area or source.place,
        publisher=publisher or source.publisher,
        meeting=meeting,
        meeting_date=meeting_date.isoformat() if meeting_date else "",
        published=published.isoformat() if published else "",
        licence=source.licence,
        why=why,
    )


def file_name(source: str, date: dt.date | None, words: Iterable[str], address: str) -> str:
    """Return the path of a paper below the raw folder, made of plain letters whatever the site calls it.

    The end of the name is made of the address, so that papers of one title do not meet.
    """
    told = [date.isoformat()] if date else []
    for text in words:
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        told.extend(re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain)))
    name = "-".join(told)[:LONGEST_NAME].strip("-")
    mark = hashlib.sha256(address.encode()).hexdigest()[:8]
    return f"{source}/{name}-{mark}.pdf" if name else f"{source}/{mark}.pdf"


def is_pdf(address: str) -> bool:
    """Return whether an address may lead to a PDF: it does not end as other files do."""
    return OTHER_FILES.search(urlsplit(address).path) is None


def of_meeting(
    documents: Iterable[Document], words: tuple[str, ...], has_pack: bool
) -> list[tuple[Document, str]]:
    """Return the documents of a meeting that are taken, each with why.

    A pack holds the parts of its meeting, so it is taken only where no part is; and where it was taken
    before, `has_pack`, its parts are not. Printed minutes are a part of no pack; a front sheet is in
    each, and alone tells little.
    """
    parts: list[tuple[Document, str]] = []
    packs: list[tuple[Document, str]] = []
    minutes: list[tuple[Document, str]] = []
    fronts: list[tuple[Document, str]] = []
    for document in documents:
        why = taken_for(words, document.title, "title")
        if why is None or not is_pdf(document.address):
            continue
        kind = is_whole(document.address, document.title)
        {"pack": packs, "minutes": minutes, "front": fronts}.get(kind, parts).append((document, why))
    first = next((each for each in packs if not SUPPLEMENT.search(each[0].address)), None)
    packs = [each for each in packs if each == first or SUPPLEMENT.search(each[0].address)]
    if has_pack:
        return [*packs, *minutes]
    if packs and not parts:
        return [*((document, f"{why}; no part is taken") for document, why in packs), *minutes]
    return [*fronts, *parts, *minutes]


def packs_of(entries: Iterable[tuple[str, str, str]]) -> Collection[str]:
    """Return the numbers of the meetings whose pack is here already, of (meeting, address, title)."""
    return {meeting for meeting, address, title in entries if meeting and is_whole(address, title) == "pack"}
