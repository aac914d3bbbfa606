"""The characters of a page as pdfium finds them, placed as pdfplumber places them.

pdfium's own boxes are no use for that: they are as high as the font says its highest letter is, and as
wide as the ink where that is wider than the step to the next letter. So each box is made anew, from the
character's origin, the size of the print, and what the contents tell of the font: how far each letter
steps and how far the font reaches below the line.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from math import isnan

import msgspec
import numpy as np
import numpy.typing as npt
import pypdfium2.raw as checked

from extract.pages.characters import BEYOND, CONTROL, Characters, Numbers, Places, Style
from extract.pages.contents import FontTold
from extract.pages.pdfium_calls import (
    TEXT,
    Address,
    Matrix,
    Pointer,
    Thing,
    bare,
    colour_of,
    matrix_of,
    pointer_to,
)
from records.pages import Colour

SLANT = 0.1
"""Letters leaning by more than this share of their height are italic, whatever their font is called."""

LINE_END_HYPHENS = (0x0002, 0xFFFE)
"""What pdfium gives for a hyphen at the end of a line."""

ALIKE = {"-": "\u00ad\u2010", " ": "\u00a0\t", "\u00a0": " "}
"""Letters that pdfium gives for others."""

MOST_CODES = 0x110000
"""Unicode has so many numbers; those from here on stand for glyphs of several letters."""

NO_INK = 1e-4
"""Points of breadth or height: text with less ink is spaces by themselves, which pdfium passes over."""

_count = bare("FPDFText_CountChars")
_text = bare("FPDFText_GetText")
_unicode = bare("FPDFText_GetUnicode", ctypes.c_uint)
_object = bare("FPDFText_GetTextObject", Address)
_origin = bare("FPDFText_GetCharOrigin")
_matrix = bare("FPDFText_GetMatrix")
_unmapped = bare("FPDFText_HasUnicodeMapError")
_size = bare("FPDFTextObj_GetFontSize")
_font = bare("FPDFTextObj_GetFont", Address)
_bounds = bare("FPDFPageObj_GetBounds")


class Unvouched(Exception):  # noqa: N818 - no failure, only a page for the other reader
    """The page holds something for which this reader cannot vouch; the message names it."""


class Run(msgspec.Struct, frozen=True):
    """What the characters of one text object share."""

    font: int
    size: float
    matrix: Matrix
    style: int


class _Numbers:
    """Room for the numbers that pdfium writes: once for all pages, as it grows to the largest."""

    def __init__(self) -> None:
        self.float = ctypes.c_float()
        self.float_at = ctypes.byref(self.float)
        self.sides = (ctypes.c_float * 4)()
        self.sides_at = [ctypes.byref(self.sides, 4 * place) for place in range(4)]
        self.matrix = checked.FS_MATRIX()
        self.matrix_at = ctypes.byref(self.matrix)
        self.grow(4096)

    def grow(self, count: int) -> None:
        """Make room for the origins and letters of `count` characters."""
        self.room = count
        self.origins = (ctypes.c_double * (2 * count))()
        self.xs_at = [ctypes.byref(self.origins, 16 * place) for place in range(count)]
        self.ys_at = [ctypes.byref(self.origins, 16 * place + 8) for place in range(count)]
        self.letters = (ctypes.c_ushort * (count + 1))()


ROOM = _Numbers()


class _Print:
    """The fonts and styles of one page, each kept once."""

    def __init__(self, fonts: Mapping[str, FontTold], unseen: Collection[int] = ()) -> None:
        self.told = fonts
        self.unseen = unseen
        self.fonts: dict[int, FontTold] = {}
        self.styles: dict[tuple[str, float, Colour | None, bool, bool, bool], int] = {}

    def run(self, thing: int, matrix: Matrix) -> Run:
        """Give what the characters of a text object share; `matrix` puts them on the page."""
        text = Pointer(thing)
        _size(text, ROOM.float_at)
        size = ROOM.float.value
        font = _font(text)
        if not font or size <= 0:
            raise Unvouched("text without a font or a size")
        if font not in self.fonts:
            self.fonts[font] = _describe(font, self.told)
        a, b, c, d, _, _ = matrix
        if a <= 0 or b != 0 or d <= 0:
            raise Unvouched("letters that are turned")
        name = self.fonts[font].name
        if abs(c) > SLANT * d:
            name += "-Oblique"
        style = (name, round(size * d, 2), colour_of(text), True, False, thing not in self.unseen)
        return Run(font, size, matrix, self.styles.setdefault(style, len(self.styles)))


def _describe(address: int, fonts: Mapping[str, FontTold]) -> FontTold:
    handle = ctypes.cast(address, checked.FPDF_FONT)
    length = checked.FPDFFont_GetBaseFontName(handle, None, 0)
    spelt = ctypes.create_string_buffer(length)
    checked.FPDFFont_GetBaseFontName(handle, spelt, length)
    name = spelt.value.decode("utf-8", "replace").rpartition("+")[2]
    if name not in fonts:
        raise Unvouched("a font that pdfium calls by another name")
    if isnan(fonts[name].descent):
        raise Unvouched("two fonts of one name")
    return fonts[name]


def read_characters(
    page: checked.FPDF_PAGE,
    drawn: Iterable[Thing],
    height: float,
    fonts: Mapping[str, FontTold],
    unseen: Collection[int] = (),
) -> Characters:
    """Give the printed characters of a page `height` points high. Raises `Unvouched`.

    `drawn` are the objects on it, among them the lone spaces that pdfium leaves out of its text; `fonts`
    is what the contents tell of each font by its name, `unseen` the addresses of text that nobody sees.
    """
    handle = checked.FPDFText_LoadPage(page)
    try:
        return _characters(pointer_to(handle), drawn, height, _Print(fonts, unseen))
    finally:
        checked.FPDFText_ClosePage(handle)


def _characters(text: Pointer, drawn: Iterable[Thing], height: float, look: _Print) -> Characters:
    letters = _letters(text)
    begins = np.diff(letters.objects, prepend=np.uint64(0)) != 0
    starts = np.flatnonzero(begins)
    things = zip(letters.objects[starts].tolist(), letters.places[starts].tolist(), strict=True)
    runs = [look.run(thing, _matrix_at(text, place)) for thing, place in things]
    each = np.cumsum(begins) - 1
    steps = _steps(text, look, runs, each, letters)
    texts, codes, origins = letters.texts, letters.codes, letters.origins
    spaces = list(_lone_spaces(look, drawn, set(letters.objects.tolist())))
    if spaces:
        each = np.append(each, np.arange(len(runs), len(runs) + len(spaces)))
        runs += [run for run, _ in spaces]
        origins = np.vstack([origins, [run.matrix[4:] for run, _ in spaces]])
        steps = np.append(steps, [step for _, step in spaces])
        texts = texts + [" "] * len(spaces)
        codes = np.append(codes, [ord(" ")] * len(spaces))
    boxes = _boxes(look, runs, each, origins, steps, height)
    styles = np.array([run.style for run in runs], dtype=np.int64)[each]
    return Characters(texts, np.minimum(codes, BEYOND), boxes, styles, [Style(*told) for told in look.styles])


class _Letters(msgspec.Struct, frozen=True):
    """What pdfium tells of each character: place in its text, object, letters, their number, and origin."""

    places: Places
    objects: npt.NDArray[np.uint64]
    texts: list[str]
    codes: Places
    origins: Numbers


def _letters(text: Pointer) -> _Letters:
    count = _count(text)
    if count > ROOM.room:
        ROOM.grow(2 * count)
    objects = np.array(list(map(_object, repeat(text), range(count))), dtype=np.uint64)
    # What belongs to no object are spaces and line ends that pdfium has put in itself.
    places = np.flatnonzero(objects)
    deque(map(_origin, repeat(text), range(count), ROOM.xs_at, ROOM.ys_at), maxlen=0)
    origins = np.frombuffer(memoryview(ROOM.origins), np.float64, 2 * count).reshape(count, 2)[places]
    objects, codes = objects[places], _codes(text, count)[places]
    texts = list(map(chr, codes.tolist()))
    if CONTROL.search("".join(texts)):
        raise Unvouched("a glyph that has no letter")
    pieces = np.zeros(len(places), dtype=bool)
    pieces[1:] = (objects[1:] == objects[:-1]) & (origins[1:] == origins[:-1]).all(axis=1)
    if not pieces.any():
        return _Letters(places, objects, texts, codes, origins)
    glyphs: dict[str, int] = {}
    for place in reversed(np.flatnonzero(pieces).tolist()):
        # pdfium gives a glyph of several letters, such as 'fi', as letters in one place.
        texts[place - 1] += texts[place]
        codes[place - 1] = MOST_CODES + glyphs.setdefault(texts[place - 1], len(glyphs))
    kept = np.flatnonzero(~pieces)
    whole = [texts[place] for place in kept.tolist()]
    return _Letters(places[kept], objects[kept], whole, codes[kept], origins[kept])


def _codes(text: Pointer, count: int) -> Places:
    """Give the letters as numbers, hyphens at line ends as hyphens."""
    if _text(text, 0, count, ROOM.letters) == count + 1:
        codes = np.frombuffer(memoryview(ROOM.letters), np.uint16, count).astype(np.int64)
    else:  # letters beyond 16 bits, or some that pdfium leaves out of its text
        codes = np.array(list(map(_unicode, repeat(text), range(count))), dtype=np.int64)
    codes[(codes == LINE_END_HYPHENS[0]) | (codes == LINE_END_HYPHENS[1])] = ord("-")
    return codes


def _matrix_at(text: Pointer, place: int) -> Matrix:
    _matrix(text, place, ROOM.matrix_at)
    m = ROOM.matrix
    return m.a, m.b, m.c, m.d, m.e, m.f


def _steps(text: Pointer, look: _Print, runs: Sequence[Run], each: Places, letters: _Letters) -> Numbers:
    """Give how far each character moves the next one, in the scale of its run, whose place `each` holds."""
    numbers = {font: number for number, font in enumerate(look.fonts)}
    fonts = np.array([numbers[run.font] for run in runs], dtype=np.int64)[each]
    sizes = np.array([run.size for run in runs])[each]
    _, firsts, same = np.unique(
        fonts * 2 * MOST_CODES + letters.codes, return_index=True, return_inverse=True
    )
    widths = []
    for first in firsts.tolist():
        if _unmapped(text, int(letters.places[first])) == 1:
            raise Unvouched("a glyph that has no letter")
        widths.append(_width(look.fonts[runs[each[first]].font], letters.texts[first]))
    steps: Numbers = np.array(widths)[same] * sizes
    return steps


def _width(font: FontTold, letter: str) -> float:
    """Give the step of a letter, a point of size. Raises `Unvouched` if the contents do not tell it."""
    width = font.widths.get(letter)
    if width is None:
        width = next((font.widths[same] for same in ALIKE.get(letter, "") if same in font.widths), None)
    if width is None:
        raise Unvouched("a letter that the contents do not print")
    if isnan(width):
        raise Unvouched("a letter of two widths in one font")
    return width


def _lone_spaces(look: _Print, drawn: Iterable[Thing], given: set[int]) -> Iterator[tuple[Run, float]]:
    """Give the spaces that pdfium leaves out of its text, each with its step in its own scale.

    Raises `Unvouched` if text was left out that has ink: so is print struck twice, which must be counted.
    """
    for thing in drawn:
        if thing.kind == TEXT and thing.address not in given:
            text = Pointer(thing.address)
            _bounds(text, *ROOM.sides_at)
            left, bottom, right, top = ROOM.sides
            if right - left > NO_INK and top - bottom > NO_INK:
                raise Unvouched("text that pdfium passes over")
            run = look.run(thing.address, matrix_of(text, thing.outer))
            last = _width(look.fonts[run.font], " ") * run.size
            yield run, last + (right - left) / run.matrix[0]


def _boxes(
    look: _Print, runs: Sequence[Run], each: Places, origins: Numbers, steps: Numbers, height: float
) -> Numbers:
    """Give the boxes of characters, from the top left: each from its origin and step, by size and descent."""
    told = [(*run.matrix[:4], look.fonts[run.font].descent * run.size, run.size) for run in runs]
    a, _, c, d, low, size = np.array(told).reshape(-1, 6)[each].T
    leans = np.minimum(c * low, c * (low + size)), np.maximum(c * low, c * (low + size))
    x, y = origins.T
    top, bottom = height - (y + d * (low + size)), height - (y + d * low)
    return np.round(np.stack([x + leans[0], top, x + a * steps + leans[1], bottom], axis=1), 2)
