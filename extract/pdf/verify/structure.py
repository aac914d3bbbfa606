"""The dictionaries that lead from a page to its text, and what is wrong in them.

pdfminer and pdfium pass over what they do not understand: a misspelt key, a reference to nothing, a filter
of no known name. The page has less text then, for both of them, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from extract.pdf.verify.dictionaries import KEYS, misspelt
from records.outcome import Issue

MAPS = {"Font", "XObject"}
"""Keys whose values are found below names that the writer chose."""


class Structure:
    """Follows what pages need to show text, each dictionary once.

    `reached` are the numbers of all objects to which a known key of these dictionaries refers, `pages` those
    of the pages themselves.
    """

    def __init__(self) -> None:
        self.reached: set[int] = set()
        self.pages: set[object] = set()
        self.seen: set[tuple[str, int]] = set()

    def faults(self, page: PDFPage, number: int) -> list[Issue]:
        """Return what is wrong in the dictionaries that a page is the first to use."""
        self.pages.add(page.pageid)
        return [
            Issue("error", code, f"{message} (page {number})", number)
            for code, message in self._follow("page", page.attrs, "the page")
        ]

    def _follow(self, kind: str, value: Any, what: str) -> Iterator[tuple[str, str]]:
        """Yield code and message of each fault in what a value leads to: a dictionary, a stream or a list."""
        if isinstance(value, PDFObjRef):
            self.reached.add(value.objid)
            if (kind, value.objid) in self.seen:
                return
            self.seen.add((kind, value.objid))
            what = f"{what}, object {value.objid},"
        found = resolve1(value)
        if isinstance(found, list):
            for part in found:
                yield from self._follow(kind, part, what)
            return
        dictionary = found.attrs if isinstance(found, PDFStream) else found
        if isinstance(found, PSLiteral):
            return
        if not isinstance(dictionary, dict):
            yield "broken_structure", f"{what} is not there"
            return
        for key, meant in misspelt(kind, dictionary):
            yield "misspelt_key", f"{what} has the key /{key}, which is nearly /{meant}"
        for key, holds in KEYS[kind].items():
            if key in dictionary:
                yield from self._follow_key(key, holds, dictionary[key])

    def _follow_key(self, key: str, holds: str, value: Any) -> Iterator[tuple[str, str]]:
        if not holds:
            self._reach(value)
        elif key in MAPS and holds != "stream":
            self._reach(value)
            named = resolve1(value)
            if isinstance(named, dict):
                for name, entry in named.items():
                    yield from self._follow(holds, entry, f"/{key} /{name}")
        else:
            yield from self._follow(holds, value, f"/{key}")

    def _reach(self, value: Any) -> None:
        """Note the objects to which a value refers without following them."""
        if isinstance(value, PDFObjRef):
            self.reached.add(value.objid)
        elif isinstance(value, list):
            for part in value:
                self._reach(part)
        elif isinstance(value, dict):
            for part in value.values():
                self._reach(part)
