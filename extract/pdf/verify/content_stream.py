"""The characters that the content stream of a page shows, found without pdfium for the cross-check.

pdfminer opens the file and its fonts. What a page shows is then taken from the operators of its content
stream: every string that is shown, in the font that is set, without asking where. That costs a fraction of
laying it out, and tells when pdfium loses letters. A content stream that is not well formed is left to
pdfplumber, which goes through its operators one by one.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import pairwise
from math import nan
from typing import Any

import msgspec
import numpy as np
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, resolve1

from extract.pdf.compiled import TOKENIZER
from extract.pdf.text.characters import CONTROL, NO_BREADTH, UNKNOWN_GLYPH
from extract.pdf.text.irregular_lines import LIGATURES
from extract.pdf.tolerances import SAME_WIDTH
from extract.pdf.verify.catalog import has_layers_off, lists_pages
from extract.pdf.verify.descents import Fonts
from extract.pdf.verify.fonts import misplaced_fonts
from extract.pdf.verify.form_fields import lost_fields
from extract.pdf.verify.letter_counts import compatible, count_codes
from extract.pdf.verify.operators import wrong_operator
from extract.pdf.verify.structure import Structure
from extract.pdf.verify.unread import unread_text, unused_fonts
from extract.pdf.verify.warnings import BLANKS, BROKEN, ParserWarnings, holds_data, warn_of_rebuilt_table
from records.outcome import Issue

DEEPEST = 12
"""Forms within forms that are followed; deeper ones are a loop or meant to harm."""

HOLE = bytes(32)
INLINE_IMAGE = re.compile(rb"\bEI\b")
"""Zeros are white space in a content stream. So many stand where a block of a download was lost, or in a
picture within the stream."""

FONT_FILES = ("FontFile", "FontFile2", "FontFile3")


class UnsupportedContent(Exception):  # noqa: N818 - no failure, only content for pdfplumber
    """The content stream holds something that is not followed here; the message names it."""


class BrokenContent(UnsupportedContent):
    """The content stream is damaged, or uses a font or form that the file does not have: text is lost."""


class Shown(msgspec.Struct, frozen=True):
    """What a content stream shows and draws, in order; `fonts` are all that it sets.

    Each item is the name of a font; the strings shown in it, joined; how many bytes each operator showed, as
    unsigned numbers of four bytes; whether each string has whole pairs of bytes; and the form or picture that
    is drawn, with nothing shown. The name is empty where no font was set yet. With `has_patterns` a colour
    is a pattern.
    """

    items: list[tuple[bytes, bytes, bytes, bool, bytes]]
    fonts: frozenset[bytes]
    has_patterns: bool


def read_shown(content: bytes) -> Shown:
    """Return what a content stream shows, and nothing of where.

    Raises `UnsupportedContent` if the content stream is not well formed, operator by operator and operand by
    operand, or sets a colour for the shapes of a pattern, which pdfium gives as if it filled all;
    `BrokenContent` if an operator is none, or has operands that it does not take.
    """
    found = TOKENIZER.scan(content)
    if found is None:
        doubt = "a content stream that is not well formed"
        if (wrong := wrong_operator(content)) is not None:
            raise BrokenContent(f"{doubt}: '{wrong}' is no operator, or has other operands")
        raise UnsupportedContent(doubt)
    items, fonts, has_patterns, is_tinted = found
    if is_tinted:
        raise UnsupportedContent("a pattern printed in a colour of its own")
    return Shown(items, frozenset(fonts), has_patterns)


class FontMetrics(msgspec.Struct):
    """A font as it describes itself: its name, its descent, and the advance width of each letter.

    Lengths are in points for a font size of one point. Fonts of one name are one, but where they differ in a
    number: it is `nan`, `differs` is set, and `apart` holds each of those that the page shows. A number is
    `nan` there where two glyphs of one letter differ in it. `shown` is how often each letter is shown, as
    `letter_counts.compatible` spells it.
    """

    name: str
    descent: float
    widths: dict[str, float] = {}
    shown: Counter[str] = msgspec.field(default_factory=Counter)
    differs: bool = False
    apart: list[FontMetrics] = []

    def note(self, letters: str, width: float) -> None:
        """Note the width of the letters of a glyph."""
        known = self.widths.setdefault(letters, width)
        if known != width and not abs(known - width) <= SAME_WIDTH:  # also where one is `nan`
            self.widths[letters] = nan
            self.differs = True

    def add(self, own: FontMetrics) -> None:
        """Add what the page shows in one of the fonts of this name."""
        self.apart.append(own)
        self.differs |= own.differs
        if not self.widths:
            self.widths = dict(own.widths)
        else:
            for letters, width in own.widths.items():
                self.note(letters, width)


class Contents(msgspec.Struct, frozen=True):
    """What the content stream of a page shows: how often each character, and in which fonts, by their names.

    `layers_off` says that the document opens with layers switched off, `has_patterns` that some colours are
    patterns. `strings` is what is shown, in order, as `Shown.items` tells it. `doubt` says why nothing is
    known: the page must be read by going through its operators.
    """

    characters: Counter[str] = Counter()
    fonts: dict[str, FontMetrics] = {}
    layers_off: bool = False
    has_patterns: bool = False
    strings: Sequence[tuple[_Font, bytes, bytes]] = ()
    doubt: str = ""

    def operators(self) -> Iterator[tuple[str, list[Glyph]]]:
        """Yield what each operator shows, in order: the font, and the glyphs that have breadth."""
        for font, shown, lengths in self.strings:
            ends = np.cumsum(np.frombuffer(lengths, dtype=np.uint32)).tolist()
            for start, end in pairwise([0, *ends]):
                glyphs = [font.glyphs[code] for code in font.decode(shown[start:end])]
                yield font.base, [glyph for glyph in glyphs if glyph.text != NO_BREADTH]


class PageContents:
    """What each page of a document shows, page after page: what a long one shows is not held at once.

    There are none if pdfminer cannot open the file or its page tree is broken. When all were given, `faults`
    tells by page what is wrong in the dictionaries that lead to its text, if it is the first to use them; at
    the first page it may be of the whole document.
    """

    def __init__(self, content: bytes, password: str | None = None) -> None:
        self.content = content
        self.faults: dict[int, tuple[Issue, ...]] = {}
        self.tree: list[PDFPage] = []
        self.warnings = ParserWarnings()
        with self.warnings, suppress(*BROKEN):
            self.document = PDFDocument(PDFParser(io.BytesIO(content)), password=password or "")
            warn_of_rebuilt_table(self.document)
            self.tree = list(PDFPage.create_pages(self.document)) if lists_pages(self.document) else []

    def __len__(self) -> int:
        """Return the number of pages."""
        return len(self.tree)

    def __iter__(self) -> Iterator[Contents]:
        """Yield what each page shows."""
        if not self.tree:
            return
        fonts, layers_off, structure = _Fonts(), has_layers_off(self.document), Structure()
        for number, page in enumerate(self.tree, 1):
            with self.warnings:
                contents, broken = _page(page, number, fonts, layers_off, self.warnings)
                wrong = structure.faults(page, number)
                self.faults[number] = (*broken, *wrong, *self.warnings.issues(number))
            yield contents
        with self.warnings:
            self.faults[1] += _faults_of_file(self.content, self.document, self.tree, structure)
        self.faults = {number: found for number, found in self.faults.items() if found}


def _faults_of_file(
    content: bytes, document: PDFDocument, tree: Sequence[PDFPage], structure: Structure
) -> tuple[Issue, ...]:
    """Return what is wrong in the objects that the pages of a document leave aside."""
    unused = partial(unused_fonts, document, structure.named)
    try:
        return (
            *unread_text(content, document, structure),
            *misplaced_fonts(structure.named, unused),
            *lost_fields(document, tree, structure.pages),
        )
    except BROKEN as error:
        message = f"objects that no page shows are damaged ({type(error).__name__})"
        return (Issue("error", "broken_structure", message),)


def _page(
    page: PDFPage, number: int, fonts: _Fonts, layers_off: bool, parser_warnings: ParserWarnings
) -> tuple[Contents, tuple[Issue, ...]]:
    """Return what a page shows, and its fault if its content stream uses what the file does not have."""
    try:
        streams = [resolve1(stream) for stream in page.contents]
        if not all(isinstance(stream, PDFStream) for stream in streams):
            raise UnsupportedContent("contents that are not a stream")
        interpreter = _Interpreter(fonts)
        interpreter.follow(b"\n".join(map(_decompress_once, streams)), page.resources, 0)
        counted = interpreter.count()
    except UnsupportedContent as doubt:
        parser_warnings.take()
        broken = isinstance(doubt, BrokenContent)
        fault = Issue("error", "broken_structure", f"page {number} has {doubt}", number)
        return Contents(doubt=str(doubt)), (fault,) if broken else ()
    except BROKEN as error:
        parser_warnings.take()
        return Contents(doubt=f"a content stream that cannot be followed ({type(error).__name__})"), ()
    if warnings := parser_warnings.take():
        return Contents(doubt=f"a warning of the parser ({warnings[0]})"), ()
    found = interpreter.metrics, layers_off, interpreter.has_patterns, interpreter.strings
    return Contents(counted, *found), ()


def _decompress_once(stream: PDFStream) -> bytes:
    """Return the contents of a stream, which the document keeps to the end; it keeps it compressed."""
    with kept_compressed([stream]):
        return _decompress(stream)


@contextmanager
def kept_compressed(streams: Sequence[PDFStream]) -> Iterator[None]:
    """Give up what is decompressed of some streams in this block: it is decompressed again when asked for."""
    compressed = [(stream, stream.rawdata) for stream in streams if stream.rawdata is not None]
    try:
        yield
    finally:
        for stream, data in compressed:
            stream.rawdata, stream.data = data, None


def _decompress(stream: PDFStream) -> bytes:
    holds_something = holds_data(stream.rawdata)
    data: bytes = stream.get_data()
    if holds_something and not data:
        raise UnsupportedContent("a content stream that cannot be decompressed")
    return data


class Glyph(msgspec.Struct, frozen=True):
    """What a code in a font stands for: its letters as shown and as counted, and its advance width."""

    text: str
    counted: str
    width: float


class _Font:
    """A font of a document, and its glyphs as they are met."""

    def __init__(self, font: PDFFont, dictionary: Any) -> None:
        """Take a font, and its font dictionary."""
        if font.is_vertical():
            raise UnsupportedContent("text that runs downwards")
        self.font, self.is_wide = font, font.is_multibyte()
        self.base = getattr(resolve1(dictionary.get("BaseFont")), "name", "").rpartition("+")[2]
        self.name = str(font.fontname).rpartition("+")[2]
        self.descent = font.get_descent()
        self.glyphs: dict[int, Glyph] = {}

    def codes(self, shown: bytes) -> Iterable[tuple[int, int]]:
        """Return the codes in what is shown, each with how often it is."""
        if self.is_wide:
            return Counter(self.decode(shown)).items()
        return count_codes(np.frombuffer(shown, dtype=np.uint8))

    def decode(self, shown: bytes) -> Iterable[int]:
        """Return the codes in what is shown, in order."""
        return self.font.decode(shown) if self.is_wide else shown

    def glyph(self, code: int) -> Glyph:
        """Return what a code stands for, and keep it."""
        try:
            text = self.font.to_unichr(code)
        except PDFUnicodeNotDefined:
            # pdfminer may not know the width of such a glyph either, and shift what follows.
            raise UnsupportedContent("a glyph that has no letter") from None
        if not text or CONTROL.search(text):
            text = UNKNOWN_GLYPH
        glyph = Glyph(LIGATURES.get(text, text), compatible(text), self.font.char_width(code))
        self.glyphs[code] = glyph
        return glyph


class _Fonts:
    """The fonts of a document, each described once."""

    def __init__(self) -> None:
        self.manager = Fonts()
        self.known: dict[int, _Font] = {}

    def of(self, resources: Any) -> dict[bytes, _Font]:
        """Return the fonts of a page or a form, by the names that its content stream uses."""
        found = {}
        for label, reference in dict_value(resources.get("Font") or {}).items():
            place = reference.objid if isinstance(reference, PDFObjRef) else None
            font = None if place is None else self.known.get(place)
            if font is None:
                dictionary = dict_value(reference)
                with kept_compressed(_font_files(dictionary)):
                    font = _Font(self.manager.get_font(place, dictionary), dictionary)
                if place is not None:
                    self.known[place] = font
            found[b"/" + label.encode("latin-1")] = font
        return found


def _font_files(dictionary: Mapping[str, Any]) -> list[PDFStream]:
    """Return the font files of a font, as far as they are there."""
    within = resolve1(dictionary.get("DescendantFonts"))
    fonts = [dictionary, *(map(resolve1, within) if isinstance(within, list) else ())]
    described = [resolve1(font.get("FontDescriptor")) for font in fonts if isinstance(font, dict)]
    files = [resolve1(each.get(key)) for each in described if isinstance(each, dict) for key in FONT_FILES]
    return [file for file in files if isinstance(file, PDFStream)]


class _Interpreter:
    """Collects the strings that a content stream shows, by font."""

    def __init__(self, fonts: _Fonts) -> None:
        self.fonts = fonts
        self.shown: dict[_Font, list[bytes]] = {}
        self.metrics: dict[str, FontMetrics] = {}
        self.strings: list[tuple[_Font, bytes, bytes]] = []
        self.has_patterns = False

    def follow(self, content: bytes, resources: Any, depth: int, font: _Font | None = None) -> None:
        """Collect what the content stream of a page or a form shows. Raises `UnsupportedContent`."""
        if depth > DEEPEST:
            raise UnsupportedContent("forms within forms without end")
        known = self._described(resources)
        if HOLE in content and HOLE in content.rstrip(BLANKS) and not INLINE_IMAGE.search(content):
            raise BrokenContent("a content stream with a hole of zeros")
        found = read_shown(content)
        self.has_patterns |= found.has_patterns
        if not found.fonts <= known.keys():
            raise BrokenContent("a font that is not among the page's")
        for name, shown, lengths, is_whole, drawn in found.items:
            chosen = known[name] if name else font
            if drawn:
                self._draw(drawn, resources, depth, chosen)
            elif chosen is None:
                raise BrokenContent("text before a font is set")
            elif chosen.is_wide and not is_whole:
                raise UnsupportedContent("half a letter")
            else:
                self.shown.setdefault(chosen, []).append(shown)
                self.strings.append((chosen, shown, lengths))

    def _draw(self, name: bytes, resources: Any, depth: int, font: _Font | None) -> None:
        objects = dict_value(resources.get("XObject") or {})
        form = resolve1(objects.get(name[1:].decode("latin-1")))
        if not isinstance(form, PDFStream):
            raise BrokenContent("a picture or form that is not there")
        kind = resolve1(form.get("Subtype"))
        if getattr(kind, "name", None) == "Form":
            own = form.get("Resources")
            self.follow(_decompress(form), dict_value(own) if own else resources, depth + 1, font)

    def _described(self, resources: Any) -> dict[bytes, _Font]:
        """Return the fonts of a page or a form, and note their names and descents."""
        fonts = self.fonts.of(resources)
        for font in fonts.values():
            known = self.metrics.setdefault(font.base, FontMetrics(font.name, font.descent))
            if (known.name, known.descent) != (font.name, font.descent):
                known.descent, known.differs = nan, True
        return fonts

    def count(self) -> Counter[str]:
        """Return how often each character is shown, and note the advance width of each letter."""
        counted: Counter[str] = Counter()
        for font, strings in self.shown.items():
            own = FontMetrics(font.name, font.descent)
            for code, count in font.codes(b"".join(strings)):
                glyph = font.glyphs.get(code) or font.glyph(code)
                own.note(glyph.text, glyph.width)
                for letter in glyph.counted:
                    own.shown[letter] += count
            self.metrics[font.base].add(own)
            counted.update(own.shown)
        return counted
