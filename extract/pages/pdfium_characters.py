"""The characters of a page as pdfium finds them, placed as pdfplumber places them.

pdfium's own boxes are no use for that: they are as high as the font says its highest letter is, and as
wide as the ink where that is wider than the step to the next letter. So each box is made anew, from the
character's origin, its step, the size of the print and the descent of the font.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from math import isnan

import msgspec
import numpy as np
import numpy.typing as npt
import pypdfium2.raw as checked

from extract.pages.characters import BEYOND, Characters, Choice, Numbers, Places, Style
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

NO_INK = 1e-4
"""Points of breadth or height: text with less ink is spaces by themselves, which pdfium passes over."""

OVERHANG = 0.4
"""The share of its size by which the ink of a letter may stand out over its step."""

ABOUT = 0.002
"""Points that the step of a letter may miss its box: what rounding to 32 bits does."""

_count = bare("FPDFText_CountChars")
_text = bare("FPDFText_GetText")
_unicode = bare("FPDFText_GetUnicode", ctypes.c_uint)
_object = bare("FPDFText_GetTextObject", Address)
_box = bare("FPDFText_GetLooseCharBox")
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


class _Font(msgspec.Struct, frozen=True):
    """A font: pdfium's handle, its name, and how far it reaches below the line, for each point of size."""

    handle: checked.FPDF_FONT
    name: str
    descent: float


class _Numbers:
    """Room for the numbers that pdfium writes: once for all pages, as it grows to the largest."""

    def __init__(self) -> None:
        self.float = ctypes.c_float()
        self.float_at = ctypes.byref(self.float)
        self.sides = (ctypes.c_float * 4)()
        self.sides_at = [ctypes.byref(self.sides, 4 * place) for place in range(4)]
        self.matrix = checked.FS_MATRIX()
        self.matrix_at = ctypes.byref(self.matrix)
        self.point = (ctypes.c_double * 2)()
        self.point_at = [ctypes.byref(self.point, 8 * place) for place in range(2)]
        self.grow(4096)

    def grow(self, count: int) -> None:
        """Make room for the boxes and letters of `count` characters."""
        self.room = count
        self.boxes = (checked.FS_RECTF * count)()
        self.boxes_at = [ctypes.byref(box) for box in self.boxes]
        self.letters = (ctypes.c_ushort * (count + 1))()


ROOM = _Numbers()


class _Print:
    """The fonts and styles of one page, each kept once."""

    def __init__(self, descents: Mapping[str, float]) -> None:
        self.descents = descents
        self.fonts: dict[int, _Font] = {}
        self.styles: dict[tuple[str, float, Colour | None, bool], int] = {}

    def run(self, thing: int, matrix: Matrix) -> Run:
        """Give what the characters of a text object share; `matrix` puts them on the page."""
        text = Pointer(thing)
        _size(text, ROOM.float_at)
        size = ROOM.float.value
        font = _font(text)
        if not font or size <= 0:
            raise Unvouched("text without a font or a size")
        if font not in self.fonts:
            self.fonts[font] = _describe(font, self.descents)
        a, b, c, d, _, _ = matrix
        if a <= 0 or b != 0 or d <= 0:
            raise Unvouched("letters that are turned")
        name = self.fonts[font].name
        if abs(c) > SLANT * d:
            name += "-Oblique"
        style = (name, round(size * d, 2), colour_of(text), True)
        return Run(font, size, matrix, self.styles.setdefault(style, len(self.styles)))

    def step(self, font: int, code: int) -> float:
        """Give how far a letter moves the next one, for each point of size; less than 0 if not known."""
        handle = self.fonts[font].handle
        return ROOM.float.value if checked.FPDFFont_GetGlyphWidth(handle, code, 1.0, ROOM.float) else -1.0


def _describe(address: int, descents: Mapping[str, float]) -> _Font:
    handle = ctypes.cast(address, checked.FPDF_FONT)
    length = checked.FPDFFont_GetBaseFontName(handle, None, 0)
    spelt = ctypes.create_string_buffer(length)
    checked.FPDFFont_GetBaseFontName(handle, spelt, length)
    name = spelt.value.decode("utf-8", "replace").rpartition("+")[2]
    descent = descents.get(name)
    if descent is None:
        raise Unvouched("a font that pdfium calls by another name")
    if isnan(descent):
        raise Unvouched("two fonts of one name")
    return _Font(handle, name, descent)


def read_characters(
    page: checked.FPDF_PAGE, drawn: Iterable[Thing], height: float, descents: Mapping[str, float]
) -> Characters:
    """Give the printed characters of a page `height` points high. Raises `Unvouched`.

    `drawn` are the objects on it, among them the lone spaces that pdfium leaves out of its text. `descents`
    are those of its fonts: pdfium takes its own where a PDF gives none.
    """
    handle = checked.FPDFText_LoadPage(page)
    try:
        return _characters(pointer_to(handle), drawn, height, descents)
    finally:
        checked.FPDFText_ClosePage(handle)


class _Letters(msgspec.Struct, frozen=True):
    """What pdfium tells of each character: its place in the text, its object, its code and its own box."""

    places: Places
    objects: npt.NDArray[np.uint64]
    codes: Places
    boxes: Numbers
    pieces: Choice


def _letters(text: Pointer) -> _Letters:
    count = _count(text)
    if count > ROOM.room:
        ROOM.grow(2 * count)
    objects = np.array(list(map(_object, repeat(text), range(count))), dtype=np.uint64)
    # What belongs to no object are spaces and line ends that pdfium has put in itself.
    places = np.flatnonzero(objects)
    objects = objects[places]
    deque(map(_box, repeat(text), range(count), ROOM.boxes_at), maxlen=0)
    boxes = (
        np.frombuffer(memoryview(ROOM.boxes), np.float32, 4 * count)
        .reshape(count, 4)[places]
        .astype(np.float64)
    )
    return _Letters(places, objects, _codes(text, count)[places], boxes, _pieces(objects, boxes))


def _characters(
    text: Pointer, drawn: Iterable[Thing], height: float, descents: Mapping[str, float]
) -> Characters:
    letters, look = _letters(text), _Print(descents)
    objects, pieces = letters.objects, letters.pieces
    begins = np.diff(objects, prepend=np.uint64(0)) != 0
    starts = np.flatnonzero(begins)
    runs = [
        look.run(thing, _matrix_at(text, place))
        for thing, place in zip(objects[starts].tolist(), letters.places[starts].tolist(), strict=True)
    ]
    each = np.cumsum(begins) - 1
    origins, steps = _origins_and_steps(text, look, runs, each, letters)
    texts, codes = list(map(chr, letters.codes.tolist())), np.minimum(letters.codes, BEYOND)
    spaces = list(_lone_spaces(look, drawn, set(objects.tolist())))
    if spaces:
        each = np.append(each, np.arange(len(runs), len(runs) + len(spaces)))
        runs += [run for run, _ in spaces]
        origins = np.vstack([origins, [run.matrix[4:] for run, _ in spaces]])
        steps = np.append(steps, [step for _, step in spaces])
        texts += [" "] * len(spaces)
        codes = np.append(codes, [ord(" ")] * len(spaces))
    boxes = _boxes(look, runs, each, origins, steps, height)
    styles = np.array([run.style for run in runs], dtype=np.int64)[each]
    made = Characters(texts, codes, boxes, styles, [Style(*told) for told in look.styles])
    if not pieces.any():
        return made
    for place in reversed(np.flatnonzero(pieces).tolist()):
        # The letters of a glyph such as 'fi' become one character again.
        texts[place - 1] += texts[place]
        codes[place - 1] = BEYOND
    return made.only(np.flatnonzero(~np.append(pieces, np.zeros(len(spaces), dtype=bool))))


def _pieces(objects: npt.NDArray[np.uint64], boxes: Numbers) -> Choice:
    """Say which letters belong to the glyph of the one before: pdfium gives both the same box."""
    pieces = np.zeros(len(objects), dtype=bool)
    pieces[1:] = (
        (objects[1:] == objects[:-1]) & (boxes[1:] == boxes[:-1]).all(axis=1) & (boxes[1:, 2] > boxes[1:, 0])
    )
    return pieces


def _codes(text: Pointer, count: int) -> Places:
    """Give the letters as numbers, hyphens at line ends as hyphens."""
    if _text(text, 0, count, ROOM.letters) == count + 1:
        codes = np.frombuffer(memoryview(ROOM.letters), np.uint16, count).astype(np.int64)
    else:  # letters beyond 16 bits, or some that pdfium leaves out of its text
        codes = np.array(list(map(_unicode, repeat(text), range(count))), dtype=np.int64)
    codes[np.isin(codes, LINE_END_HYPHENS)] = ord("-")
    return codes


def _matrix_at(text: Pointer, place: int) -> Matrix:
    _matrix(text, place, ROOM.matrix_at)
    m = ROOM.matrix
    return m.a, m.b, m.c, m.d, m.e, m.f


def _origins_and_steps(
    text: Pointer, look: _Print, runs: Sequence[Run], each: Places, letters: _Letters
) -> tuple[Numbers, Numbers]:
    """Give where each character begins, in points from the bottom left, and its step in its own scale.

    pdfium is asked once for every letter of a font and a size: how far its ink stands out is the same
    wherever it is printed, and its box tells the rest. `each` is the place of each character's run.
    """
    kinds: dict[tuple[object, ...], int] = {}
    kind = [kinds.setdefault((run.font, run.size, *run.matrix[:4]), len(kinds)) for run in runs]
    keys = np.array(kind, dtype=np.int64)[each] * 0x110000 + letters.codes
    _, firsts, same = np.unique(keys, return_index=True, return_inverse=True)
    left, step = np.empty(len(firsts)), np.empty(len(firsts))
    for number, first in enumerate(firsts.tolist()):
        place, run = int(letters.places[first]), runs[each[first]]
        if _unmapped(text, place) == 1:
            raise Unvouched("a glyph that has no letter")
        _origin(text, place, *ROOM.point_at)
        scale, begins, ends = run.matrix[0], ROOM.point[0], float(letters.boxes[first, 2])
        left[number] = begins - letters.boxes[first, 0]
        step[number] = look.step(run.font, int(letters.codes[first])) * run.size
        over = ends - begins - step[number] * scale
        if not -ABOUT <= over <= OVERHANG * run.size * scale:
            step[number] = (ends - begins) / scale  # another glyph of the same letter
    begins_at, steps = letters.boxes[:, 0] + left[same], step[same]
    several = letters.pieces | np.append(letters.pieces[1:], np.False_)
    for first in np.flatnonzero(several).tolist():
        _origin(text, int(letters.places[first]), *ROOM.point_at)
        begins_at[first] = ROOM.point[0]
        steps[first] = (float(letters.boxes[first, 2]) - ROOM.point[0]) / runs[each[first]].matrix[0]
    heights = np.empty(len(runs))
    for number, place in enumerate(letters.places[np.flatnonzero(np.diff(each, prepend=-1))].tolist()):
        _origin(text, place, *ROOM.point_at)
        heights[number] = ROOM.point[1]
    return np.stack([begins_at, heights[each]], axis=1), steps


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
            last = max(0.0, look.step(run.font, ord(" "))) * run.size
            yield run, last + (right - left) / (run.matrix[0] or 1.0)


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
