"""A visit to one site: what is asked of it, what was found there, and what could not be read."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from http import HTTPStatus
from typing import TypeVar

import msgspec

from records.errors import ScrutinyError
from scrutiny.sources.pages.markup import PageError
from scrutiny.sources.pages.moderngov_service import Document
from scrutiny.sources.papers import Paper, of_meeting, paper
from scrutiny.sources.source_file import Source
from scrutiny.sources.web.client import FetchError
from scrutiny.sources.web.polite import Polite, RobotsError

T = TypeVar("T")
REFUSALS = frozenset({401, 403, 405, 406, 429, 451})
"""Statuses by which a site refuses a program."""

MOST_FAILURES = 3
"""Failures one after the other after which a site is left alone until the next run."""

WEB_PAGES = {"Accept": "text/html, application/xhtml+xml"}
XML = {"Accept": "application/xml, text/xml"}


class SiteError(ScrutinyError):
    """A site cannot be read now, in words that say what a person can do; the other sources go on."""


class Visit(msgspec.Struct, kw_only=True):
    """What one site gives: the papers that are taken, and what else was seen while looking for them.

    `seen` are the addresses of all papers, also of those not taken; `visited` the committees or places
    whose papers were looked at. `problems` say what could not be read; then what is missing may be there.
    """

    source: Source
    polite: Polite
    today: dt.date
    tell: Callable[[str], None]
    packs: Collection[str] = frozenset()
    """Meetings whose pack was taken by an earlier run."""
    papers: list[Paper] = []
    seen: set[str] = set()
    visited: set[str] = set()
    problems: list[str] = []
    unread: set[str] = set()
    """Meetings that could not be read."""
    pageless: set[str] = set()
    """Meetings of which only the service was read: it does not name their packs and printed minutes."""
    failures: int = 0

    def ask(self, address: str, read: Callable[[bytes, str], T], accept: dict[str, str] = WEB_PAGES) -> T:
        """Return what `read` makes of the page at an address, and of where it came from in the end.

        Raises `FetchError` and `PageError`.
        """
        silence = 120.0 if self.source.kind == "cmis" else None  # a month of a calendar can take 40 seconds
        answer = self.polite.get(address, accept, silence=silence)
        return read(answer.body, answer.url or address)

    def attempt(self, what: str, ask: Callable[[], T]) -> T | None:
        """Return what `ask` returns; None, and a problem, if one page cannot be read.

        Raises the error where the site refuses, or has failed several times one after the other.
        """
        try:
            found = ask()
        except (FetchError, PageError) as error:
            self.failures += not isinstance(error, RobotsError)
            status = error.status if isinstance(error, FetchError) else None
            if status in REFUSALS or self.failures >= MOST_FAILURES:
                raise
            self.problems.append(f"{what}: {error}")
            return None
        self.failures = 0
        return found

    def take_of_meeting(
        self, documents: Sequence[Document], why: str, committee: str, meeting: str, date: dt.date | None
    ) -> None:
        """Add the documents of a meeting that are asked for; `why` its committee is, `meeting` its number."""
        self.seen.update(document.address for document in documents)
        chosen = of_meeting(documents, self.source.document_words, meeting in self.packs)
        self.take(
            [
                paper(
                    self.source,
                    document,
                    f"{why}, {reason}",
                    committee=committee,
                    meeting=meeting,
                    meeting_date=date,
                )
                for document, reason in chosen
            ]
        )

    def take(self, papers: list[Paper]) -> None:
        """Add papers that are not there yet."""
        known = {paper.url for paper in self.papers}
        self.papers += [paper for paper in papers if paper.url not in known]


def what_to_do(source: Source, error: ScrutinyError) -> str:
    """Return why a site cannot be read, and what a person can do about it."""
    status = error.status if isinstance(error, FetchError) else None
    if status in REFUSALS:
        phrase = HTTPStatus(status).phrase.lower() if status else ""
        return (
            f"{error} The site refuses programs ({phrase}), and we do not pretend to be a browser. Ask its "
            "keeper (for a council, democratic services) to let this User-Agent in; or save the papers with "
            f"a browser into a folder {source.name} of the raw folder. Until then: enabled: false."
        )
    if isinstance(error, PageError):
        return (
            f"{error} The site may ask visitors to sign in or to show that they are no program, or its "
            f"address may be another one. Open {source.address} in a browser and compare."
        )
    return str(error)
