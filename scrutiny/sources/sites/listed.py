"""Sources that list papers themselves: a feed, a page of links, a CSV file of addresses."""

from functools import partial
from pathlib import Path

import msgspec

from scrutiny.sources.pages import documents, feed
from scrutiny.sources.pages.feed import Announced
from scrutiny.sources.pages.markup import PageError
from scrutiny.sources.pages.moderngov_service import Document
from scrutiny.sources.papers import Paper, is_pdf, paper
from scrutiny.sources.sites.visit import Visit
from scrutiny.sources.source_list import load_sources
from scrutiny.sources.words import taken_for

FEEDS = {"Accept": "application/atom+xml, application/rss+xml, application/xml, text/xml"}


def visit_feed(here: Visit) -> None:
    """Take what a feed announces: a PDF, or those on the page of what it announces."""
    entries = here.ask(here.source.address, feed.entries, FEEDS)
    here.tell(f"{len(entries)} entries")
    for entry in entries:
        why = taken_for(here.source.document_words, entry.title, "title")
        if why is None or not here.source.in_time(entry.published):
            continue
        found = [Document(entry.address, entry.title)]
        if not entry.pdf:
            read = partial(here.ask, entry.address, documents.papers)
            found = here.attempt(entry.title, read) or []
        _take(here, found, why, entry)


def visit_page(here: Visit) -> None:
    """Take the PDFs that a page links to. Raises `PageError` for one without: it is another page."""
    found = here.ask(here.source.address, documents.papers)
    if not found:
        raise PageError("The page links to no PDF.")
    here.tell(f"{len(found)} links to PDFs")
    here.seen.update(document.address for document in found)
    words = here.source.document_words
    for document in found:
        if (why := taken_for(words, document.title, "title")) is not None:
            _take(here, [document], why, None)


def visit_csv(here: Visit, folder: Path) -> None:
    """Take what a CSV file beside the list names; files keep the names that it gives them."""
    source = here.source
    for listed in load_sources(folder / source.file):
        facts = {**msgspec.structs.asdict(listed), "file": f"{source.name}/{listed.file}"}
        facts["publisher"] = listed.publisher or source.publisher
        facts["licence"] = listed.licence or source.licence
        here.take([Paper(**facts, source=source.name, area=source.place, why="listed")])


def _take(here: Visit, found: list[Document], why: str, entry: Announced | None) -> None:
    published = entry.published if entry else None
    here.seen.update(document.address for document in found)
    kept = [document for document in found if is_pdf(document.address)]
    here.take([paper(here.source, document, why, published=published) for document in kept])
