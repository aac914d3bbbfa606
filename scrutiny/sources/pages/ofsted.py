"""Ofsted's site of reports: providers that a search finds, and the reports on a provider's page."""

import datetime as dt
import re
from urllib.parse import urlsplit

import msgspec

from scrutiny.sources.pages.dates import dates
from scrutiny.sources.pages.markup import links, read_html, require_open

PROVIDER = re.compile(r"/provider/\d+/(\w+)/?$")
REPORT_FILE = re.compile(r"/(?:v\d+/file|files?)/|\.pdf$", re.IGNORECASE)
DATE = re.compile(r"[\s,–—-]*(?:\bon\b\s*)?\b\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}\.?,?\s+\d{4}\b")
FORM = re.compile(r"[\s,;:–—-]*(?:\bas\b\s*)?\(?\bpdf\b\)?[\s,;:–—-]*", re.IGNORECASE)
"""How the words of a link say that it leads to a PDF: 'report, PDF - 24 March 2023', 'report as pdf'."""


class Provider(msgspec.Struct, frozen=True):
    """Who is inspected: the number and name that the inspectorate gives, and the address of its page."""

    number: str
    name: str
    address: str


class Publication(msgspec.Struct, frozen=True):
    """A report on a provider's page: its title and the day of its publication as the link tells them."""

    address: str
    title: str
    published: dt.date | None


def providers(body: bytes, base: str) -> list[Provider]:
    """Return the providers of one page of the search, each once, in their order."""
    found: dict[str, Provider] = {}
    for link in links(read_html(body), base):
        match = PROVIDER.search(urlsplit(link.address).path)
        if match and link.text:
            found.setdefault(match[1], Provider(match[1], link.text, link.address))
    return list(found.values())


def publications(body: bytes, base: str) -> list[Publication]:
    """Return the reports that a provider's page links to, each once; the wording of links varies.

    Raise `PageError` where a page to sign in came in its place.
    """
    found: dict[str, Publication] = {}
    root = read_html(body)
    for link in links(root, base):
        if "publication-link" in link.classes and REPORT_FILE.search(urlsplit(link.address).path):
            title = FORM.sub(" ", DATE.sub("", link.text)).strip(" ,;:–—-")
            told = dates(link.text) or dates(link.beside)
            date = told[-1] if told else None  # one before it may be that of the inspection
            found.setdefault(link.address, Publication(link.address, title, date))
    if not found:
        require_open(root)
    return list(found.values())
