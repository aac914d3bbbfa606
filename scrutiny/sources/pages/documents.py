"""A page of links: the PDFs that it links to."""

import re
from urllib.parse import urlsplit

from scrutiny.sources.pages.markup import links, read_html
from scrutiny.sources.pages.moderngov_pages import SIZE
from scrutiny.sources.pages.moderngov_service import Document

FORM = re.compile(r"\s*[\[(]?\s*\bPDF\b\s*[\])]?\s*$", re.IGNORECASE)
TOLD = re.compile(r"\bPDF\b", re.IGNORECASE)


def papers(body: bytes, base: str) -> list[Document]:
    """Return the PDFs that a page links to, each once: by their address, or by the words of the link.

    A link without words of its own ('Download') is named by what it stands in.
    """
    found: dict[str, Document] = {}
    for link in links(read_html(body), base):
        if urlsplit(link.address).path.lower().endswith(".pdf") or TOLD.search(link.text):
            own = FORM.sub("", SIZE.sub("", link.text)).strip(" ,[]()")
            bare = re.fullmatch(r"(?:download|view|read|open|pdf|\W)*", own, re.IGNORECASE)
            around = link.beside.replace(link.text, "").strip(" ,[]():") or link.beside or own
            found.setdefault(link.address, Document(link.address, around if bare else own))
    return list(found.values())
