"""HTML and XML as they come from servers: links, words and values. The only file that knows lxml."""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import msgspec
from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from records.errors import ScrutinyError

Element = Any
"""An element of a page; what is asked of it is asked by the functions here."""

FORBIDDEN = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:x(?:[0-8bcef]|1[0-9a-f])|(?:[0-8]|1[1-24-9]|2\d|3[01]));", re.I
)
"""Characters that XML cannot hold, which titles pasted from elsewhere bring along."""

SESSION = re.compile(r"/\(S\([a-z0-9]+\)\)", re.IGNORECASE)
"""A part of an address that a server without cookies makes anew for each visitor."""

MOST_BESIDE = 6
"""Elements that may stand beside a link for their words to tell of it."""

SAFE = "/:?&=#%+,;@!$'()*~[]"
"""What stays as it is in an address besides letters, digits and `_.-`."""


class PageError(ScrutinyError):
    """A page is not what it should be: another kind of page, or cut off."""


class Link(msgspec.Struct, frozen=True):
    """A link of a page: its whole address, its words on one line, the classes of its element.

    `beside` are the words of what it stands in, its own among them; blank where that holds much else. `after`
    are those that follow it up to the next element, or those of that element if none come before it.
    """

    address: str
    text: str
    classes: frozenset[str] = frozenset()
    beside: str = ""
    after: str = ""


def read_html(body: bytes) -> Element:
    """Return the root of a web page, however it is written. Raise `PageError` for an empty one."""
    encoding = "utf-8"
    try:
        body.decode(encoding)
    except UnicodeDecodeError:  # older sites write so, whatever they say
        encoding = "windows-1252"
    try:
        return document_fromstring(body, parser=HTMLParser(encoding=encoding, no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise PageError("The page is empty.") from error


def read_xml(body: bytes) -> Element:
    """Return the root of an XML document; entities that it defines are not followed.

    Raise `PageError` where it is a web page, which is what services that are switched off answer, or is
    not whole.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(FORBIDDEN.sub(b"", body), parser)
    except etree.XMLSyntaxError as error:
        start = body[:1024].lstrip().lower()
        if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
            raise PageError("A web page came in place of XML.") from error
        raise PageError("The XML that came is not whole.") from error
    if name_of(root) == "html":
        raise PageError("A web page came in place of XML.")
    return root


def name_of(element: Element) -> str:
    """Return the name of an element in small letters, without its namespace; blank for an instruction."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def named(element: Element, name: str) -> Iterator[Element]:
    """Return the elements of a name below one, in their order."""
    return (each for each in element.iter() if each is not element and name_of(each) == name)


def with_class(element: Element, name: str) -> Iterator[Element]:
    """Return the elements of a class below one, in their order."""
    return (each for each in element.iter() if name in (each.get("class") or "").split())


def value(element: Element, name: str) -> str:
    """Return the words of the first child of a name, blank if there is none."""
    return next((words(child) for child in element if name_of(child) == name), "")


def address(element: Element, name: str) -> str:
    """Return the address that the first child of a name holds, blank if there is none.

    It may be escaped twice, as titles are; but `&copy=1` in it is no sign, and two blanks are two.
    """
    found = next((child for child in element if name_of(child) == name), None)
    text = "" if found is None else "".join(found.itertext())
    return text.replace("&amp;", "&").replace("&amp;", "&").strip()


def words(element: Element) -> str:
    """Return the words of an element and of all that stands in it, on one line.

    Services escape titles twice or thrice, so that `&amp;amp;` is one character.
    """
    text = "".join(element.itertext())
    for _ in range(3):
        text = html.unescape(text)
    return " ".join(text.split())


def links(element: Element, base: str) -> Iterator[Link]:
    """Return the links of a page to other pages, in their order, with addresses from the page's own."""
    for each in named(element, "a"):
        if (address := whole(base, each.get("href") or "")) is not None:
            around = each.getparent()
            beside = words(around) if around is not None and len(around) <= MOST_BESIDE else ""
            yield Link(
                address, words(each), frozenset((each.get("class") or "").split()), beside, _after(each)
            )


def _after(element: Element) -> str:
    follower, told = element.getnext(), " ".join((element.tail or "").split())
    return told or ("" if follower is None or len(follower) > MOST_BESIDE else words(follower))


def require_open(root: Element) -> None:
    """Raise `PageError` for a page that asks for a password: it stands in place of another one."""
    if any((each.get("type") or "").lower() == "password" for each in named(root, "input")):
        raise PageError("A page to sign in came in place of what was asked for.")


def whole(base: str, href: str) -> str | None:
    """Return the one way in which we write the address that `href` is on the page `base`; None if it is none.

    A blank becomes `%20`; a place within the page, and what names a visit, is left out. An address on the
    same server is encrypted where that of the page is: services give `http://` on sites that have left it.
    """
    try:
        page, found = urlsplit(base), urlsplit(urljoin(base, re.sub(r"[\t\r\n]", "", href.strip())))
        if found.scheme not in {"http", "https"} or not found.hostname or not href.strip():
            return None
        scheme = page.scheme if found.hostname == page.hostname and page.scheme == "https" else found.scheme
        port = f":{found.port}" if found.port not in {None, 80, 443} else ""
    except ValueError:  # brackets that are no address, or a port that is none
        return None
    path = quote(SESSION.sub("", found.path), safe=SAFE) or "/"
    return urlunsplit((scheme, found.hostname + port, path, quote(found.query, safe=SAFE), ""))
