"""Feeds of news, RSS and Atom: what is announced, when, and where it stands."""

import datetime as dt
from email.utils import parsedate_to_datetime

import msgspec

from scrutiny.sources.pages.dates import first_date
from scrutiny.sources.pages.markup import Element, PageError, name_of, named, read_xml, value, whole


class Announced(msgspec.Struct, frozen=True):
    """An entry of a feed; `pdf` says that the feed itself calls what stands at the address a PDF."""

    address: str
    title: str
    published: dt.date | None
    pdf: bool


def entries(body: bytes, base: str) -> list[Announced]:
    """Return the entries of a feed in its order. Raise `PageError` for anything but RSS or Atom."""
    root = read_xml(body)
    if name_of(root) not in {"rss", "rdf", "feed"}:
        raise PageError(f"The XML that came is no feed, but '{name_of(root)}'.")
    made = (_entry(each, base) for name in ("item", "entry") for each in named(root, name))
    return [entry for entry in made if entry is not None]


def _entry(element: Element, base: str) -> Announced | None:
    """Return an entry; of its links, one to a PDF goes before the page of the entry."""
    found: list[tuple[bool, str]] = []
    for each in element:
        if name_of(each) == "enclosure" or (name_of(each) == "link" and each.get("href")):
            relation = each.get("rel") or "alternate"
            address = whole(base, each.get("href") or each.get("url") or "")
            kept = relation in {"alternate", "enclosure"} and address is not None
            pdf = "pdf" in (each.get("type") or "") or (address or "").lower().endswith(".pdf")
            if kept and address is not None:
                found.append((pdf, address))
        elif name_of(each) == "link" and (address := whole(base, each.text or "")) is not None:
            found.append((address.lower().endswith(".pdf"), address))
    if not found:
        return None
    pdf, address = next((each for each in found if each[0]), found[0])
    return Announced(address, value(element, "title"), _published(element), pdf)


def _published(element: Element) -> dt.date | None:
    """Return the day of an entry: RSS writes it as e-mail does, Atom by ISO 8601."""
    for name in ("pubdate", "published", "date", "updated"):
        if told := value(element, name):
            try:
                return parsedate_to_datetime(told).date()
            except ValueError:
                return first_date(told)
    return None
