"""The letters that the contents of a page say, found without pdfium: the second witness.

pdfminer opens the file and its fonts. What a page shows is then taken from its instructions as they stand:
every string that is printed, in the font that is set, without asking where. That costs a fraction of laying
it out, and whoever loses letters elsewhere is found out. Instructions that are not well formed are left to
the reader that goes through them one by one.
"""

from __future__ import annotations

import io
from collections import Counter
from math import nan
from typing import Any

import msgspec
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, resolve1

from extract.pages.careful import LIGATURES
from extract.pages.ear import BROKEN, Ear
from extract.pages.instructions import Unclear, what_is_told
from extract.pages.letters import pieces

DEEPEST = 12
"""Forms within forms that are followed; deeper ones are a loop or a mischief."""

SAME_WIDTH = 1e-4
"""By so much of its size two steps of one letter may differ: one hundredth of a point in large print."""


class FontTold(msgspec.Struct):
    """A font as it describes itself: its name, how far it reaches below the line and its letters step.

    All is for a point of size. A number is none (`nan`) where two fonts of one name, or two glyphs of one
    letter, differ in it.
    """

    name: str
    descent: float
    widths: dict[str, float] = {}


class Contents(msgspec.Struct, frozen=True):
    """What the contents of a page tell: the count of everything printed, and its fonts by their names.

    `doubt` says why they tell nothing: the page must be read by going through its instructions.
    """

    printed: Counter[str] = Counter()
    fonts: dict[str, FontTold] = {}
    doubt: str = ""


def read_contents(content: bytes, password: str | None = None) -> tuple[Contents, ...]:
    """Give what the contents of each page tell; nothing at all if pdfminer cannot open the file."""
    with Ear() as ear:
        try:
            document = PDFDocument(PDFParser(io.BytesIO(content)), password=password or "")
            fonts = PDFResourceManager()
            return tuple(_page(page, fonts, ear) for page in PDFPage.create_pages(document))
        except BROKEN:
            return ()


def _page(page: PDFPage, fonts: PDFResourceManager, ear: Ear) -> Contents:
    try:
        streams = [resolve1(stream) for stream in page.contents]
        if not all(isinstance(stream, PDFStream) for stream in streams):
            raise Unclear("contents that are no stream")
        told = _Telling(fonts)
        told.follow(b"\n".join(_unpack(stream) for stream in streams), page.resources, 0)
        counted = told.count()
    except Unclear as doubt:
        ear.heard()
        return Contents(doubt=str(doubt))
    except BROKEN as error:
        ear.heard()
        return Contents(doubt=f"contents that cannot be followed ({type(error).__name__})")
    if warnings := ear.heard():
        return Contents(doubt=f"a warning of the parser ({warnings[0]})")
    return Contents(counted, told.told)


def _unpack(stream: PDFStream) -> bytes:
    packed = len(stream.rawdata or b"")
    data: bytes = stream.get_data()
    if packed and not data:
        raise Unclear("contents that do not unpack")
    return data


class _Telling:
    """Follows instructions for what they print, by font."""

    def __init__(self, fonts: PDFResourceManager) -> None:
        self.fonts = fonts
        self.shown: dict[PDFFont, list[bytes]] = {}
        self.told: dict[str, FontTold] = {}
        self.names: dict[PDFFont, str] = {}

    def follow(self, instructions: bytes, resources: Any, depth: int, font: PDFFont | None = None) -> None:
        """Take in the instructions of a page or a form."""
        if depth > DEEPEST:
            raise Unclear("forms within forms without end")
        known = self._fonts(resources)
        kept: list[PDFFont | None] = []
        for strings, word, name in what_is_told(instructions):
            if strings:
                if font is None:
                    raise Unclear("print before a font is set")
                self.shown.setdefault(font, []).extend(strings)
            if word == "Tf":
                font = known.get(name)
                if font is None:
                    raise Unclear("a font that is not among the page's")
            elif word == "Do":
                self._draw(name, resources, depth, font)
            elif word == "q":
                kept.append(font)
            elif word == "Q" and kept:
                font = kept.pop()

    def _draw(self, name: bytes, resources: Any, depth: int, font: PDFFont | None) -> None:
        things = dict_value(resources.get("XObject") or {})
        thing = resolve1(things.get(name[1:].decode("latin-1")))
        if not isinstance(thing, PDFStream):
            raise Unclear("a picture or form that is not there")
        kind = resolve1(thing.get("Subtype"))
        if getattr(kind, "name", None) == "Form":
            own = thing.get("Resources")
            self.follow(_unpack(thing), dict_value(own) if own else resources, depth + 1, font)

    def _fonts(self, resources: Any) -> dict[bytes, PDFFont]:
        found = {}
        for label, told in dict_value(resources.get("Font") or {}).items():
            place = told.objid if isinstance(told, PDFObjRef) else None
            font = self.fonts.get_font(place, dict_value(told))
            found[b"/" + label.encode("latin-1")] = font
            if font.is_vertical():
                raise Unclear("letters printed downwards")
            name = getattr(resolve1(dict_value(told).get("BaseFont")), "name", "").rpartition("+")[2]
            same = FontTold(str(font.fontname).rpartition("+")[2], font.get_descent())
            known = self.told.setdefault(name, same)
            if (known.name, known.descent) != (same.name, same.descent):
                known.descent = nan
            self.names[font] = name
        return found

    def count(self) -> Counter[str]:
        """Count all that was printed, and note how far each letter steps."""
        counted: Counter[str] = Counter()
        for font, strings in self.shown.items():
            codes: Counter[int] = Counter()
            if not font.is_multibyte():
                codes.update(b"".join(strings))
            else:
                for string in strings:
                    codes.update(font.decode(string))
            widths = self.told[self.names[font]].widths
            for code, count in codes.items():
                try:
                    text = font.to_unichr(code)
                except PDFUnicodeNotDefined:
                    raise Unclear("a glyph that has no letter") from None
                spelt, width = LIGATURES.get(text, text), font.char_width(code)
                if abs(widths.setdefault(spelt, width) - width) > SAME_WIDTH:
                    widths[spelt] = nan
                for letter in pieces(text):
                    counted[letter] += count
        return counted
