"""The characters of a page as pdfium finds them, placed as pdfplumber places them.

pdfium's own boxes are no use for that: they are as high as the font says its highest letter is, and as
wide as the ink where that is wider than the step to the next letter. So each box is made anew, from the
character's origin, its step, the size of the print and the descent of the font.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import repeat

import msgspec
import numpy as np
import pypdfium2.raw as checked

from extract.pages.characters import Characters, Numbers, Places, Style
from extract.pages.pdfium_calls import TEXT, Address, Matrix, Pointer, Thing, bare, colour_of, matrix_of, pointer_to

SLANT = 0.1
"""Letters leaning by more than this share of their height are italic, whatever their font is called."""

LINE_END_HYPHENS = (0x0002, 0xFFFE)
"""What pdfium gives for a hyphen at the end of a line."""

NO_INK = 1e-4
"""Points of breadth: pdfium passes over text with less ink, which is spaces printed by themselves."""

OVERHANG = 0.6
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

    def __init__(self) -> None:
        self.fonts: dict[int, _Font] = {}
        self.styles: dict[tuple[object, ...], int] = {}

    def run(self, thing: int, matrix: Matrix) -> Run:
        """Give what the characters of a text object share; `matrix` puts them on the page."""
        text = Pointer(thing)
        _size(text, ROOM.float_at)
        size = ROOM.float.value
        font = _font(text)
        if not font or size <= 0:
            raise Unvouched("text without a font or a size")
        if font not in self.fonts:
            self.fonts[font] = _describe(font)
        a, b, c, d, _, _ = matrix
        upright = a * d > 0 and b * c <= 0
        name = self.fonts[font].name
        if upright and abs(c) > SLANT * abs(d):
            name += "-Oblique"
        height = round(size * abs(d), 2)
        style = (name, height, colour_of(text), upright)
        return Run(font, size, matrix, self.styles.setdefault(style, len(self.styles)))

    def step(self, font: int, code: int) -> float:
        """Give how far a letter moves the next one, for each point of size; less than 0 if not known."""
        handle = self.fonts[font].handle
        return ROOM.float.value if checked.FPDFFont_GetGlyphWidth(handle, code, 1.0, ROOM.float) else -1.0


def _describe(address: int) -> _Font:
    handle = ctypes.cast(address, checked.FPDF_FONT)
    length = checked.FPDFFont_GetBaseFontName(handle, None, 0)
    name = ctypes.create_string_buffer(length)
    checked.FPDFFont_GetBaseFontName(handle, name, length)
    if not checked.FPDFFont_GetDescent(handle, 1.0, ROOM.float):
        raise Unvouched("a font without a descent")
    return _Font(handle, name.value.decode("utf-8", "replace").rpartition("+")[2], ROOM.float.value)


def read_characters(page: checked.FPDF_PAGE, drawn: Iterable[Thing], height: float) -> Characters:
    """Give the printed characters of a page `height` points high. Raises `Unvouched`.

    `drawn` are the objects on it, among them the lone spaces that pdfium leaves out of its text.
    """
    handle = checked.FPDFText_LoadPage(page)
    try:
        return _characters(pointer_to(handle), drawn, height)
    finally:
        checked.FPDFText_ClosePage(handle)


def _characters(text: Pointer, drawn: Iterable[Thing], height: float) -> Characters:
    count = _count(text)
    if count > ROOM.room:
        ROOM.grow(2 * count)
    objects = np.array(list(map(_object, repeat(text), range(count))), dtype=np.uint64)
    # What belongs to no object are spaces and line ends that pdfium has put in itself.
    places = np.flatnonzero(objects)
    objects = objects[places]
    codes = _codes(text, count)[places]
    deque(map(_box, repeat(text), range(count), ROOM.boxes_at), maxlen=0)
    boxes = np.frombuffer(ROOM.boxes, np.float32, 4 * count).reshape(count, 4)[places].astype(np.float64)
    look = _Print()
    starts = np.flatnonzero(np.diff(objects, prepend=np.uint64(0)))
    runs = [
        look.run(thing, _matrix_at(text, place))
        for thing, place in zip(objects[starts].tolist(), places[starts].tolist(), strict=True)
    ]
    lengths = np.diff([*starts.tolist(), len(places)])
    origins, steps = _origins_and_steps(text, look, runs, lengths, places, codes, boxes)
    spaces = [look.run(*space) for space in _lone_spaces(drawn, set(objects.tolist()))]
    texts = list(map(chr, codes.tolist()))
    if spaces:
        runs += spaces
        lengths = np.append(lengths, [1] * len(spaces))
        origins = np.vstack([origins, [run.matrix[4:] for run in spaces]])
        steps = np.append(steps, [max(0.0, look.step(run.font, ord(" "))) * run.size for run in spaces])
        texts += [" "] * len(spaces)
    made = _boxes(look, runs, lengths, origins, steps, height)
    styles = np.repeat(np.array([run.style for run in runs], dtype=np.int64), lengths)
    known = [Style(*told) for told in look.styles]
    pieces = np.flatnonzero(
        (objects[1:] == objects[:-1]) & (boxes[1:] == boxes[:-1]).all(axis=1) & (boxes[1:, 2] > boxes[1:, 0])
    )
    if len(pieces):
        # One glyph of several letters, such as 'fi', which pdfium gives letter by letter in one place.
        for place in reversed((pieces + 1).tolist()):
            texts[place - 1] += texts[place]
        kept = np.delete(np.arange(len(texts)), pieces + 1)
        texts, made, styles = [texts[place] for place in kept.tolist()], made[kept], styles[kept]
    return Characters(texts, made, styles, known)


def _codes(text: Pointer, count: int) -> Places:
    """Give the letters as numbers, hyphens at line ends as hyphens."""
    if _text(text, 0, count, ROOM.letters) == count + 1:
        codes = np.frombuffer(ROOM.letters, np.uint16, count).astype(np.int64)
    else:  # letters beyond 16 bits, or some that pdfium leaves out of its text
        codes = np.array(list(map(_unicode, repeat(text), range(count))), dtype=np.int64)
    codes[np.isin(codes, LINE_END_HYPHENS)] = ord("-")
    return codes


def _matrix_at(text: Pointer, place: int) -> Matrix:
    _matrix(text, place, ROOM.matrix_at)
    m = ROOM.matrix
    return m.a, m.b, m.c, m.d, m.e, m.f


def _origins_and_steps(
    text: Pointer,
    look: _Print,
    runs: Sequence[Run],
    lengths: Places,
    places: Places,
    codes: Places,
    boxes: Numbers,
) -> tuple[Numbers, Numbers]:
    """Give where each character begins, in points from the bottom left, and its step in its own scale.

    pdfium is asked once for every letter of a font and a size; the box of each tells where it begins by
    how far the ink of this letter stands out. Letters that do not stand level are asked one by one.
    """
    kinds: dict[tuple[object, ...], int] = {}
    kind_of = [
        kinds.setdefault((run.font, run.size, *run.matrix[:4]), len(kinds)) for run in runs
    ]
    each = np.repeat(np.arange(len(runs)), lengths)
    keys = np.array(kind_of, dtype=np.int64)[each] * 0x110000 + codes
    _, firsts, same = np.unique(keys, return_index=True, return_inverse=True)
    left, step = np.empty(len(firsts)), np.empty(len(firsts))
    for number, first in enumerate(firsts.tolist()):
        place, run = int(places[first]), runs[each[first]]
        if _unmapped(text, place) == 1:
            raise Unvouched("a glyph that has no letter")
        _origin(text, place, *ROOM.point_at)
        scale, begins, ends = run.matrix[0], ROOM.point[0], float(boxes[first, 2])
        left[number] = begins - boxes[first, 0]
        step[number] = look.step(run.font, int(codes[first])) * run.size
        over = ends - begins - step[number] * scale
        if run.matrix[1] == 0 and not -ABOUT <= over <= OVERHANG * run.size * scale:
            step[number] = (ends - begins) / scale  # another glyph of the same letter
    origins = np.empty((len(places), 2))
    origins[:, 0] = boxes[:, 0] + left[same]
    ends = np.cumsum(lengths)
    for run, start, end in zip(runs, (ends - lengths).tolist(), ends.tolist(), strict=True):
        if run.matrix[0] > 0 and run.matrix[1] == 0:
            _origin(text, int(places[start]), *ROOM.point_at)
            origins[start:end, 1] = ROOM.point[1]
        else:
            for one in range(start, end):
                _origin(text, int(places[one]), *ROOM.point_at)
                origins[one] = ROOM.point[0], ROOM.point[1]
    return origins, step[same]


def _lone_spaces(drawn: Iterable[Thing], given: set[int]) -> Iterable[tuple[int, Matrix]]:
    """Give the text objects that pdfium leaves out of its text, and the matrix of each.

    Raises `Unvouched` if one has ink: pdfium passes over print struck twice, which must be counted.
    """
    for thing in drawn:
        if thing.kind == TEXT and thing.address not in given:
            text = Pointer(thing.address)
            _bounds(text, *ROOM.sides_at)
            if ROOM.sides[2] - ROOM.sides[0] > NO_INK:
                raise Unvouched("text that pdfium passes over")
            yield thing.address, matrix_of(text, thing.outer)


def _boxes(
    look: _Print, runs: Sequence[Run], lengths: Places, origins: Numbers, steps: Numbers, height: float
) -> Numbers:
    """Give the boxes of characters, from the top left: each from its origin and step, by size and descent."""
    told = [(*run.matrix[:4], look.fonts[run.font].descent * run.size, run.size) for run in runs]
    a, b, c, d, low, size = np.repeat(np.array(told).reshape(-1, 6), lengths, axis=0).T
    high = low + size
    x, y = origins.T
    return np.round(
        np.stack(
            [
                x + np.minimum(0, a * steps) + np.minimum(c * low, c * high),
                height - (y + np.maximum(0, b * steps) + np.maximum(d * low, d * high)),
                x + np.maximum(0, a * steps) + np.maximum(c * low, c * high),
                height - (y + np.minimum(0, b * steps) + np.minimum(d * low, d * high)),
            ],
            axis=1,
        ),
        2,
    )
