"""The letters that the contents of a page say, found without pdfium: the second witness.

pdfminer opens the file and its fonts. What a page shows is then taken from its instructions as they stand:
every string that is printed, in the font that is set, without asking where. That costs a fraction of laying
it out, and whoever loses letters elsewhere is found out. Instructions that are not well formed are left to
the reader that goes through them one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import nan
from typing import Any

import msgspec
import numpy as np
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, resolve1

from extract.pdf.text.odd_characters import LIGATURES
from extract.pdf.verify.catalog import has_layers_off, lists_pages
from extract.pdf.verify.letter_counts import how_often, pieces
from extract.pdf.verify.objects import open_document
from extract.pdf.verify.tokenizer import Unclear, what_is_told
from extract.pdf.verify.warnings import BROKEN, Ear, tell_of_mended_list

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

    `layers_off` says that the document opens with layers switched off. `doubt` says why they tell nothing:
    the page must be read by going through its instructions.
    """

    printed: Counter[str] = Counter()
    fonts: dict[str, FontTold] = {}
    layers_off: bool = False
    doubt: str = ""


def read_contents(content: bytes, password: str | None = None) -> tuple[Contents, ...]:
    """Give what the contents of each page tell; nothing if pdfminer cannot open the file or finds no list."""
    with Ear() as ear:
        try:
            document = open_document(content, password)
            tell_of_mended_list(document)
            if not lists_pages(document):
                return ()
            fonts, layers_off = _Fonts(), has_layers_off(document)
            return tuple(_page(page, fonts, layers_off, ear) for page in PDFPage.create_pages(document))
        except BROKEN:
            return ()


def _page(page: PDFPage, fonts: _Fonts, layers_off: bool, ear: Ear) -> Contents:
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
    return Contents(counted, told.told, layers_off)


def _unpack(stream: PDFStream) -> bytes:
    holds_something = bool((stream.rawdata or b"").strip())
    data: bytes = stream.get_data()
    if holds_something and not data:
        raise Unclear("contents that do not unpack")
    return data


class _Glyph(msgspec.Struct, frozen=True):
    """What a code in a font stands for: its letters as they are printed and as they are counted, its step."""

    spelt: str
    counted: str
    width: float


class _Font:
    """A font of a document, and its glyphs as they are met."""

    def __init__(self, font: PDFFont, told: Any) -> None:
        """Take a font, and what the document tells of it."""
        if font.is_vertical():
            raise Unclear("letters printed downwards")
        self.font, self.is_wide = font, font.is_multibyte()
        self.base = getattr(resolve1(told.get("BaseFont")), "name", "").rpartition("+")[2]
        self.name = str(font.fontname).rpartition("+")[2]
        self.descent = font.get_descent()
        self.glyphs: dict[int, _Glyph] = {}

    def codes(self, printed: bytes) -> Iterable[tuple[int, int]]:
        """Give the codes that are printed, each with how often it is."""
        if self.is_wide:
            return Counter(self.font.decode(printed)).items()
        return how_often(np.frombuffer(printed, dtype=np.uint8))

    def glyph(self, code: int) -> _Glyph:
        """Give what a code stands for, and keep it."""
        try:
            text = self.font.to_unichr(code)
        except PDFUnicodeNotDefined:
            raise Unclear("a glyph that has no letter") from None
        glyph = _Glyph(LIGATURES.get(text, text), pieces(text), self.font.char_width(code))
        self.glyphs[code] = glyph
        return glyph


class _Fonts:
    """The fonts of a document, each described once."""

    def __init__(self) -> None:
        self.manager = PDFResourceManager()
        self.known: dict[int, _Font] = {}

    def of(self, resources: Any) -> dict[bytes, _Font]:
        """Give the fonts of a page or a form, by the names that its instructions use."""
        found = {}
        for label, reference in dict_value(resources.get("Font") or {}).items():
            place = reference.objid if isinstance(reference, PDFObjRef) else None
            font = None if place is None else self.known.get(place)
            if font is None:
                told = dict_value(reference)
                font = _Font(self.manager.get_font(place, told), told)
                if place is not None:
                    self.known[place] = font
            found[b"/" + label.encode("latin-1")] = font
        return found


class _Telling:
    """Follows instructions for what they print, by font."""

    def __init__(self, fonts: _Fonts) -> None:
        self.fonts = fonts
        self.shown: dict[_Font, list[bytes]] = {}
        self.told: dict[str, FontTold] = {}

    def follow(self, instructions: bytes, resources: Any, depth: int, font: _Font | None = None) -> None:
        """Take in the instructions of a page or a form."""
        if depth > DEEPEST:
            raise Unclear("forms within forms without end")
        known = self._described(resources)
        kept: list[_Font | None] = []
        for printed, is_whole, word, name in what_is_told(instructions):
            if printed:
                if font is None:
                    raise Unclear("print before a font is set")
                if font.is_wide and not is_whole:
                    raise Unclear("half a letter")
                self.shown.setdefault(font, []).append(printed)
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

    def _draw(self, name: bytes, resources: Any, depth: int, font: _Font | None) -> None:
        things = dict_value(resources.get("XObject") or {})
        thing = resolve1(things.get(name[1:].decode("latin-1")))
        if not isinstance(thing, PDFStream):
            raise Unclear("a picture or form that is not there")
        kind = resolve1(thing.get("Subtype"))
        if getattr(kind, "name", None) == "Form":
            own = thing.get("Resources")
            self.follow(_unpack(thing), dict_value(own) if own else resources, depth + 1, font)

    def _described(self, resources: Any) -> dict[bytes, _Font]:
        """Give the fonts of a page or a form, and note what they are called and how far they reach down."""
        fonts = self.fonts.of(resources)
        for font in fonts.values():
            known = self.told.setdefault(font.base, FontTold(font.name, font.descent))
            if (known.name, known.descent) != (font.name, font.descent):
                known.descent = nan
        return fonts

    def count(self) -> Counter[str]:
        """Count all that was printed, and note how far each letter steps."""
        counted: Counter[str] = Counter()
        for font, strings in self.shown.items():
            widths = self.told[font.base].widths
            for code, count in font.codes(b"".join(strings)):
                glyph = font.glyphs.get(code) or font.glyph(code)
                width = widths.setdefault(glyph.spelt, glyph.width)
                if width != glyph.width and abs(width - glyph.width) > SAME_WIDTH:
                    widths[glyph.spelt] = nan
                for letter in glyph.counted:
                    counted[letter] += count
        return counted
