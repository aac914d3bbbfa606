"""The dictionaries that lead from a page to its text, and what is wrong in them.

pdfminer and pdfium pass over what they do not understand: a misspelt key, a reference to nothing, a filter
of no known name. The page has less text then, for both of them, and nothing is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from pdfminer.fontmetrics import FONT_METRICS
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from extract.pdf.verify.dictionaries import KEYS, NAMES, misspelt
from extract.pdf.verify.warnings import BROKEN
from records.outcome import Issue

MAPS = {"Font", "XObject"}
"""Keys whose values are found below names that the writer chose."""

NAMED = {("encoding", "/Encoding"), ("stream", "/ToUnicode")}
"""Kinds of dictionaries in whose place a name may stand, each with the key before it."""

IS_STREAM = {"stream": True, "xobject": True} | dict.fromkeys(
    ("resources", "font", "descriptor", "annotation", "appearances"), False
)
"""Whether a kind of dictionary is that of a stream; of encodings there are both."""

WITH_WIDTHS = {"Type1", "MMType1", "TrueType"}
"""Kinds of fonts that say how wide each letter is, and what they are called."""

NUMBERS = {"MediaBox": 4, "CropBox": 4, "BBox": 4, "Rect": 4, "Matrix": 6}
"""Keys whose value is a list of so many numbers. Text that is clipped by, or placed through, any other is
shown by no reader, or by each otherwise."""

SHOWS_TEXT = re.compile(rb"[)>\]]\s*(?:T[jJ]|['\"])")
"""A string and an operator that shows it."""

REFERRING = (PDFObjRef, dict, list)
"""What refers to an object, or may hold what does."""


def font_objects(pages: Iterable[PDFPage]) -> list[frozenset[int]]:
    """Return for each page the numbers of the fonts that it names, none where its resources are broken."""
    found = []
    for page in pages:
        fonts: Any = None
        with suppress(*BROKEN):
            resources = resolve1(page.resources)
            fonts = resolve1(resources.get("Font")) if isinstance(resources, dict) else None
        named = fonts.values() if isinstance(fonts, dict) else ()
        found.append(frozenset([font.objid for font in named if isinstance(font, PDFObjRef)]))
    return found


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
        found: list[tuple[str, str]] = []
        try:
            found += self._follow("page", page.attrs, "the page")
            found += _shown_twice(page)
        except BROKEN as error:
            found.append(("broken_structure", f"an object that it needs is damaged ({type(error).__name__})"))
        return [Issue("error", code, f"{message} (page {number})", number) for code, message in found]

    def _follow(self, kind: str, value: Any, what: str) -> Iterator[tuple[str, str]]:
        """Yield code and message of each fault in what a value leads to: a dictionary, a stream or a list.

        What is left to follow is kept in a list, as a file may nest dictionaries deeper than Python calls.
        """
        waiting = [(kind, value, what)]
        while waiting:
            kind, value, what = waiting.pop()
            if isinstance(value, PDFObjRef):
                self.reached.add(value.objid)
                if (kind, value.objid) in self.seen:
                    continue
                self.seen.add((kind, value.objid))
                what = f"{what}, object {value.objid},"
            found = resolve1(value)
            if isinstance(found, list) and not any(isinstance(resolve1(part), list) for part in found):
                waiting += [(kind, part, what) for part in reversed(found)]
                continue
            dictionary = found.attrs if isinstance(found, PDFStream) else found
            if isinstance(found, PSLiteral) and (kind, what) in NAMED:
                continue
            if not isinstance(dictionary, dict):
                if value is not None and not (kind == "annotation" and _is_left_out(value)):
                    yield "broken_structure", f"{what} is not there"
            elif IS_STREAM.get(kind, isinstance(found, PDFStream)) is not isinstance(found, PDFStream):
                yield "broken_structure", f"{what} is something else"
            else:
                self._note(kind, dictionary)
                if kind == "xobject" and _name(dictionary.get("Subtype")) == "Image":
                    found.rawdata = b""  # shows no text, and the document would keep it to the end
                # A misspelt key is missing under its right name; once is enough.
                yield from list(_misspelt(kind, dictionary, what)) or _lacking(kind, dictionary, what)
                yield from _no_numbers(dictionary, what)
                yield from _misnamed(dictionary, what)
                waiting += reversed(list(self._held(kind, dictionary)))

    def _held(self, kind: str, dictionary: dict[str, Any]) -> Iterator[tuple[str, Any, str]]:
        """Yield kind, value and description of what a dictionary holds that is to be followed."""
        known = KEYS[kind]
        for key, value in dictionary.items():
            holds = known.get(key)
            if holds and key in MAPS:
                self._reach(value)
                named = resolve1(value)
                if isinstance(named, dict):
                    yield from ((holds, entry, f"/{key} /{name}") for name, entry in named.items())
            elif holds and kind == "appearances" and isinstance(states := resolve1(value), dict):
                yield from ((holds, entry, f"/{key} /{name}") for name, entry in states.items())
            elif holds:
                yield holds, value, f"/{key}"
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

    def _reach(self, value: Any) -> None:
        """Note the objects to which a value refers without following them."""
        waiting = [value]
        while waiting:
            value = waiting.pop()
            if isinstance(value, PDFObjRef):
                self.reached.add(value.objid)
            else:
                # Most lists are of numbers: widths of letters.
                parts = value.values() if isinstance(value, dict) else value
                waiting += [part for part in parts if isinstance(part, REFERRING)]


def _shown_twice(page: PDFPage) -> Iterator[tuple[str, str]]:
    """Yield code and message if the contents of a page hold the same text twice.

    A reference that is wrong, or an object without its end, of which pdfminer takes the next one for its own.
    What shows no text may come twice: it saves or restores how things are drawn.
    """
    streams = [stream for each in page.contents if isinstance(stream := resolve1(each), PDFStream)]
    if len(streams) > 1:
        data = Counter(stream.get_data() for stream in streams)
        if any(count > 1 and SHOWS_TEXT.search(each) for each, count in data.items()):
            yield "broken_structure", "two of its content streams show the same text"


def _is_left_out(value: Any) -> bool:
    """Return whether a value refers to an object that no cross-reference table lists.

    Programs that delete an annotation may leave such a reference in its page.
    """
    if not isinstance(value, PDFObjRef) or value.doc is None:
        return False
    return all(value.objid not in xref.get_objids() for xref in value.doc.xrefs)


def _lacking(kind: str, dictionary: dict[str, Any], what: str) -> Iterator[tuple[str, str]]:
    """Yield code and message of what a dictionary must have and has not.

    A font without widths takes those of its name, which only the standard fonts have.
    """
    if IS_STREAM.get(kind) and "Length" not in dictionary:
        yield "broken_structure", f"{what} does not say how long it is"
    elif kind == "annotation" and "Subtype" not in dictionary:
        yield "broken_structure", f"{what} is no annotation"
    elif kind == "font" and "Subtype" not in dictionary:
        yield "broken_structure", f"{what} is no font"
    elif kind == "font" and str(_name(dictionary.get("Subtype"))) in WITH_WIDTHS:
        name = _name(dictionary.get("BaseFont"))
        if name is None:
            yield "broken_structure", f"{what} has no /BaseFont"
        elif "Widths" not in dictionary and name not in FONT_METRICS:
            yield "broken_structure", f"{what} has no /Widths, and /{name} is no standard font"


def _misnamed(dictionary: dict[str, Any], what: str) -> Iterator[tuple[str, str]]:
    """Yield code and message if a font and its descriptor are named alike but for a letter.

    The two are the same by ISO 32000, 9.8.1. Bold type is told by them, and headings by bold type.
    """
    described = resolve1(dictionary.get("FontDescriptor"))
    name = _name(dictionary.get("BaseFont"))
    other = _name(described.get("FontName")) if isinstance(described, dict) else None
    if name and other and len(name) == len(other):
        unlike = [(one, two) for one, two in zip(name, other, strict=True) if one != two]
        if len(unlike) == 1 and all(map(str.isalnum, unlike[0])):
            yield "misspelt_name", f"{what} is called /{name}, and /{other} by its descriptor"


def _no_numbers(dictionary: dict[str, Any], what: str) -> Iterator[tuple[str, str]]:
    """Yield code and message of each box or matrix that is none."""
    for key, count in NUMBERS.items():
        if key not in dictionary:
            continue
        found = resolve1(dictionary[key])
        numbers = [resolve1(part) for part in found] if isinstance(found, list) else []
        if len(numbers) != count or not all(isinstance(part, int | float) for part in numbers):
            yield "broken_structure", f"{what} has a /{key} that is not {count} numbers"


def _name(value: Any) -> str | None:
    found = resolve1(value)
    return str(found.name) if isinstance(found, PSLiteral) else None


def _misspelt(kind: str, dictionary: dict[str, Any], what: str) -> Iterator[tuple[str, str]]:
    """Yield code and message of each key and name in a dictionary that is nearly one it may have."""
    if not dictionary.keys() <= KEYS[kind].keys():
        for key, meant in misspelt(kind, dictionary):
            yield "misspelt_name", f"{what} has the key /{key}, which is nearly /{meant}"
    for key, names in NAMES[kind].items():
        if key in dictionary:
            for name in sorted(_names(dictionary[key]) - names):
                yield "misspelt_name", f"{what} has /{key} /{name}, which is not known"


def _names(value: Any) -> set[str]:
    """Return the name that a value is, or those in a list of names."""
    found = resolve1(value)
    return {
        str(part.name)
        for part in (found if isinstance(found, list) else (found,))
        if isinstance(part, PSLiteral)
    }
