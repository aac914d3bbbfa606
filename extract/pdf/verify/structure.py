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

from extract.pdf.verify.dictionaries import KEYS, NAMES, misspelt
from records.outcome import Issue

MAPS = {"Font", "XObject"}
"""Keys whose values are found below names that the writer chose."""


NAMED = {("encoding", "/Encoding"), ("stream", "/ToUnicode")}
"""What a name may stand for."""

IS_STREAM = {"stream": True, "xobject": True, "resources": False, "font": False, "descriptor": False}
"""Whether a kind of dictionary is that of a stream; of encodings there are both."""

REFERRING = (PDFObjRef, dict, list)
"""What refers to an object, or may hold what does."""


class Structure:
    """Follows what pages need to show text, each dictionary once.

    `reached` are the numbers of all objects to which a known key of these dictionaries refers, `pages` those
    of the pages. `named` tells for each dictionary of resources to which objects its names of fonts lead,
    `letters` for each table of letters the names of the fonts that use it.
    """

    def __init__(self) -> None:
        self.reached: set[int] = set()
        self.pages: set[object] = set()
        self.seen: set[tuple[str, int]] = set()
        self.named: list[dict[str, int]] = []
        self.letters: dict[int, set[str]] = {}
        self.has_font_without_letters = False

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
        if isinstance(found, list) and not any(isinstance(resolve1(part), list) for part in found):
            for part in found:
                yield from self._follow(kind, part, what)
            return
        dictionary = found.attrs if isinstance(found, PDFStream) else found
        if isinstance(found, PSLiteral) and (kind, what) in NAMED:
            return
        if not isinstance(dictionary, dict):
            if value is not None:
                yield "broken_structure", f"{what} is not there"
            return
        if IS_STREAM.get(kind, isinstance(found, PDFStream)) is not isinstance(found, PDFStream):
            yield "broken_structure", f"{what} is something else"
            return
        self._note(kind, dictionary)
        known = KEYS[kind]
        if not dictionary.keys() <= known.keys():
            for key, meant in misspelt(kind, dictionary):
                yield "misspelt_name", f"{what} has the key /{key}, which is nearly /{meant}"
        for key, names in NAMES[kind].items():
            if key in dictionary:
                for name in sorted(_names(dictionary[key]) - names):
                    yield "misspelt_name", f"{what} has /{key} /{name}, which is not known"
        for key, value in dictionary.items():
            if holds := known.get(key):
                yield from self._follow_key(key, holds, value)
            elif key in known and isinstance(value, REFERRING):
                self._reach(value)

    def _note(self, kind: str, dictionary: dict[str, Any]) -> None:
        """Note which fonts a dictionary of resources names, or which table of letters a font uses."""
        if kind == "resources" and isinstance(fonts := resolve1(dictionary.get("Font")), dict):
            self.named.append({name: f.objid for name, f in fonts.items() if isinstance(f, PDFObjRef)})
        elif kind == "font" and isinstance(table := dictionary.get("ToUnicode"), PDFObjRef):
            self.letters.setdefault(table.objid, set()).add(str(resolve1(dictionary.get("BaseFont"))))
        elif kind == "font" and "+" in str(resolve1(dictionary.get("BaseFont"))):
            self.has_font_without_letters |= "Encoding" not in dictionary or "DescendantFonts" in dictionary

    def _follow_key(self, key: str, holds: str, value: Any) -> Iterator[tuple[str, str]]:
        if key in MAPS:
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
        else:
            for part in value.values() if isinstance(value, dict) else value:
                # Most lists are of numbers: widths of letters.
                if isinstance(part, REFERRING):
                    self._reach(part)


def _names(value: Any) -> set[str]:
    """Return the name that a value is, or those in a list of names."""
    found = resolve1(value)
    return {
        str(part.name)
        for part in (found if isinstance(found, list) else (found,))
        if isinstance(part, PSLiteral)
    }
