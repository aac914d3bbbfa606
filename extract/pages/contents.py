"""The letters that the contents of a page say, found without pdfium: the second witness.

pdfminer opens the file and its fonts. What a page shows is then taken from its instructions as they stand:
every string that is printed, in the font that is set, without asking where. That costs a fraction of laying
it out, and whoever loses letters elsewhere is found out. Instructions that are not well formed are left to
the reader that goes through them one by one.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import lru_cache
from math import nan
from typing import Any

import msgspec
import pdfminer
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, resolve1

from extract.pages.careful import LIGATURES
from extract.pages.ear import BROKEN, Ear
from extract.pages.letters import printed

NAME = f"pdfminer.six {pdfminer.__version__}"

DEEPEST = 12
"""Forms within forms that are followed; deeper ones are a loop or a mischief."""

SAME_WIDTH = 1e-4
"""By so much of its size two steps of one letter may differ: one hundredth of a point in large print."""

GAP = r"[\s\0]"
NUMBER = rf"(?:[+-]?(?:\d++\.?\d*+|\.\d++){GAP}++)"
INSIDE = r"[^\\()]|\\[\s\S]"
STRING = rf"\((?:{INSIDE}|\((?:{INSIDE}|\((?:{INSIDE})*+\))*+\))*+\)"
HEX = r"<[0-9A-Fa-f\s]*+>"
NAME = r"/[^\s\0()<>\[\]{}/%]*+"
TABLE = rf"<<(?:[^<>()]|{STRING}|{HEX}|<<(?:[^<>()]|{STRING}|{HEX})*+>>)*+>>"
SHOWN = rf"(?:{STRING}|{HEX})"
ARRAY = rf"\[(?:{SHOWN}|[-+.\d\s\0])*+\]"
ENDS = r"(?![^\s\0/\[(<])"

WELL_FORMED = re.compile(
    rf"""
    (?: {GAP}*+
        (?: (?: BT | ET | EMC | T\* | [qQhnSsWFfBb]\*? ) {ENDS}
        # After one, two, three, four or six numbers.
        |   {NUMBER} (?: (?: T[cwzLsr] | [wJjMigG] | scn? | SCN? ) {ENDS}
            |   {NUMBER} (?: (?: T[dD] | [ml] | scn? | SCN? ) {ENDS}
                |   {NUMBER} (?: (?: rg | RG | scn? | SCN? ) {ENDS}
                    |   {NUMBER} (?: (?: re | [kKvy] | scn? | SCN? ) {ENDS}
                        |   {NUMBER} {NUMBER} (?: cm | Tm | c ) {ENDS}
        ))))
        |   {SHOWN} {GAP}*+ (?: Tj | ' ) {ENDS}
        |   {ARRAY} {GAP}*+ (?: TJ | {NUMBER} d ) {ENDS}
        |   {NAME} {GAP}++ (?: {NUMBER} Tf | gs | Do | cs | CS | ri | sh | BMC | MP | scn | SCN ) {ENDS}
        |   {NAME} {GAP}*+ (?: {NAME} | {TABLE} ) {GAP}*+ (?: BDC | DP ) {ENDS}
        )
    )*+ {GAP}*+
    """.encode("latin-1"),
    re.VERBOSE,
)
"""Instructions as writers of PDFs put them. What is not told here is not wrong, but seldom met."""

TELLING = re.compile(
    rf"""
    [^(</qQ]*+
    (?: {TABLE}
    |   \(([^\\()]*+)\)
    |   ({STRING})
    |   <([0-9A-Fa-f\s]*+)>
    |   ({NAME}) {GAP}++ (?: {NUMBER} Tf | (Do) ) {ENDS}
    |   (?<![^\s\0]) ([qQ]) {ENDS}
    |   [\s\S]
    )
    """.encode("latin-1"),
    re.VERBOSE,
)
"""What tells of letters: a string, a font that is set, a form that is drawn, a state kept or given back."""

COLOURS = re.compile(rf"{GAP}(k|scn?){ENDS}".encode("latin-1"))
"""Colours that are not plain grey or red, green and blue: parsers turn these into each other by own rules."""

ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\s\S]))")
ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}


class Unclear(Exception):  # noqa: N818 - no failure, only contents for another reader
    """The contents hold something that is not followed here; the message names it."""


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


@lru_cache(maxsize=1)
def read_contents(content: bytes, password: str | None = None) -> tuple[Contents, ...]:
    """Give what the contents of each page tell; nothing at all if pdfminer cannot open the file.

    The last file's are kept, as more than one part of reading asks for them.
    """
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
        if not WELL_FORMED.fullmatch(instructions):
            raise Unclear("instructions that are not well formed")
        if any(not _three_numbers(instructions, found) for found in COLOURS.finditer(instructions)):
            raise Unclear("colours not told in red, green and blue")
        known = self._fonts(resources)
        kept: list[PDFFont | None] = []
        here = self.shown.setdefault(font, []) if font is not None else None
        for plain, escaped, digits, name, draws, state in TELLING.findall(instructions):
            if plain or escaped or digits:
                if here is None:
                    raise Unclear("print before a font is set")
                here.append(
                    plain or (ESCAPE.sub(_unescaped, escaped[1:-1]) if escaped else _from_hex(digits))
                )
            elif draws:
                self._draw(name, resources, depth, font)
            elif name:
                font = known.get(name)
                if font is None:
                    raise Unclear("a font that is not among the page's")
                here = self.shown.setdefault(font, [])
            elif state == b"q":
                kept.append(font)
            elif state == b"Q" and kept:
                font = kept.pop()
                here = self.shown.setdefault(font, []) if font is not None else None

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
                for letter in _printed(text):
                    counted[letter] += count
        return counted


def _three_numbers(instructions: bytes, found: re.Match[bytes]) -> bool:
    """Say whether just three numbers stand before the word of a colour: red, green and blue."""
    before = instructions[max(0, found.start() - 100) : found.start()].split()[-4:]
    numbers = [part[-1:].isdigit() or part[-1:] == b"." for part in before]
    return found[1] != b"k" and numbers[-3:] == [True] * 3 and numbers[:-3] != [True]


@lru_cache(maxsize=4096)
def _printed(text: str) -> tuple[str, ...]:
    return tuple(printed(text).elements())


def _from_hex(digits: bytes) -> bytes:
    """Give what a string in hexadecimal digits stands for; a last odd one counts as followed by 0."""
    told = b"".join(digits.split()).decode("ascii")
    return bytes.fromhex(told + "0" * (len(told) % 2))


def _unescaped(found: re.Match[bytes]) -> bytes:
    octal, other = found.groups()
    return bytes([int(octal, 8) & 255]) if octal else ESCAPED.get(other, other)
