"""pdfium's functions as bare calls, and a page gathered by them one by one.

pypdfium2 gives each function the list of the types that it takes, and checking them costs four times the
call itself. Here the same functions are called without: they take C integers, references made by `ctypes`
and addresses wrapped in `Pointer`, and give integers; an address of nothing is 0.

This is the way where the helper that does the same in one call (`_gather.c`) could not be compiled.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as checked

from extract.pdf.pdfium.page_arrays import (
    CHARACTER,
    DEEPEST,
    FORM,
    GLYPH,
    MOST_CODES,
    PATH,
    SEGMENT,
    TEXT,
    THING,
    Columns,
    Gathered,
)

Pointer = ctypes.c_void_p
Matrix: TypeAlias = tuple[float, float, float, float, float, float]

AS_IT_IS: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

FUNCTIONS = (
    *("FPDFPage_CountObjects", "FPDFPage_GetObject", "FPDFFormObj_CountObjects", "FPDFFormObj_GetObject"),
    *("FPDFPageObj_GetType", "FPDFPageObj_GetMatrix", "FPDFPageObj_GetFillColor", "FPDFPageObj_GetBounds"),
    *("FPDFTextObj_GetFontSize", "FPDFTextObj_GetFont", "FPDFTextObj_GetTextRenderMode"),
    *("FPDFPath_GetDrawMode", "FPDFPath_CountSegments", "FPDFPath_GetPathSegment"),
    *("FPDFPathSegment_GetType", "FPDFPathSegment_GetPoint", "FPDFPathSegment_GetClose"),
    *("FPDFText_CountChars", "FPDFText_GetTextObject", "FPDFText_GetUnicode"),
    *("FPDFText_HasUnicodeMapError", "FPDFText_GetCharOrigin"),
)
"""What is asked of every character, object and segment, in the order in which `_gather.c` takes it."""


def address(thing: Any) -> int:
    """Give the address in a handle, or of a function, of pypdfium2's."""
    return ctypes.cast(thing, Pointer).value or 0


def addresses() -> tuple[int, ...]:
    """Give the addresses of `FUNCTIONS`."""
    return tuple(address(getattr(checked, name)) for name in FUNCTIONS)


def bare(name: str, gives: Any = ctypes.c_int) -> Callable[..., int]:
    """Give a function of pdfium's that does not check its arguments."""
    function: Callable[..., int] = ctypes.CFUNCTYPE(gives)(address(getattr(checked, name)))
    return function


_count_objects = bare("FPDFPage_CountObjects")
_get_object = bare("FPDFPage_GetObject", ctypes.c_size_t)
_count_in_form = bare("FPDFFormObj_CountObjects")
_get_in_form = bare("FPDFFormObj_GetObject", ctypes.c_size_t)
_kind = bare("FPDFPageObj_GetType")
_matrix = bare("FPDFPageObj_GetMatrix")
_colour = bare("FPDFPageObj_GetFillColor")
_bounds = bare("FPDFPageObj_GetBounds")
_size = bare("FPDFTextObj_GetFontSize")
_font = bare("FPDFTextObj_GetFont", ctypes.c_size_t)
_mode = bare("FPDFTextObj_GetTextRenderMode")
_painted = bare("FPDFPath_GetDrawMode")
_count_segments = bare("FPDFPath_CountSegments")
_get_segment = bare("FPDFPath_GetPathSegment", ctypes.c_size_t)
_segment_kind = bare("FPDFPathSegment_GetType")
_segment_point = bare("FPDFPathSegment_GetPoint")
_segment_closes = bare("FPDFPathSegment_GetClose")
_count_characters = bare("FPDFText_CountChars")
_character_object = bare("FPDFText_GetTextObject", ctypes.c_size_t)
_character_letter = bare("FPDFText_GetUnicode", ctypes.c_uint)
_character_unmapped = bare("FPDFText_HasUnicodeMapError")
_character_origin = bare("FPDFText_GetCharOrigin")


class _Room:
    """Room for the numbers that pdfium writes: once for all pages, as it grows to the largest."""

    def __init__(self) -> None:
        self.floats = (ctypes.c_float * 5)()
        self.float_at = [ctypes.byref(self.floats, 4 * place) for place in range(5)]
        self.whole = (ctypes.c_uint * 4)()
        self.whole_at = [ctypes.byref(self.whole, 4 * place) for place in range(4)]
        self.matrix = checked.FS_MATRIX()
        self.matrix_at = ctypes.byref(self.matrix)
        self.grow(4096)

    def grow(self, count: int) -> None:
        """Make room for the origins of `count` characters."""
        self.count = count
        self.origins = (ctypes.c_double * (2 * count))()
        self.x_at = [ctypes.byref(self.origins, 16 * place) for place in range(count)]
        self.y_at = [ctypes.byref(self.origins, 16 * place + 8) for place in range(count)]


ROOM = _Room()


def gather(page: int, text: int) -> Gathered:
    """Give what pdfium knows of a page, by the addresses of the page and of its text."""
    things: list[tuple[Any, ...]] = []
    segments: list[tuple[float, float, int, int]] = []
    at = Pointer(page)
    objects = (_get_object(at, place) for place in range(_count_objects(at)))
    for thing, outer in _flat(objects, AS_IT_IS, 0):
        things.append(_thing(thing, outer, segments))
    columns = np.array(things, THING)
    return Gathered.of(*_characters(Pointer(text), columns), columns, np.array(segments, SEGMENT))


def _characters(text: Pointer, things: Columns) -> tuple[Columns, Columns]:
    """Give the characters of a text, and their glyphs."""
    count = _count_characters(text)
    if count > ROOM.count:
        ROOM.grow(2 * count)
    each = range(count)
    objects = np.array(list(map(_character_object, repeat(text), each)), dtype=np.uint64)
    letters = np.array(list(map(_character_letter, repeat(text), each)), dtype=np.int64)
    unmapped = np.array(list(map(_character_unmapped, repeat(text), each)), dtype=np.int32)
    deque(map(_character_origin, repeat(text), each, ROOM.x_at, ROOM.y_at), maxlen=0)
    origins = np.frombuffer(memoryview(ROOM.origins), np.float64, 2 * count).reshape(-1, 2)
    kept = np.flatnonzero(objects)
    found = np.empty(len(kept), CHARACTER)
    found["x"], found["y"] = origins[kept].T
    found["thing"] = _places_of(objects[kept], things["address"])
    fonts = np.where(found["thing"] < 0, 0, things["font"][found["thing"]] if len(things) else 0)
    known, numbers = np.unique(fonts.astype(np.uint64), return_inverse=True)
    keys = numbers * MOST_CODES + letters[kept]
    _, firsts, same = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(firsts)
    found["glyph"] = np.argsort(order)[same]
    glyphs = np.zeros(len(firsts), GLYPH)
    glyphs["font"], glyphs["letter"] = known[numbers[firsts[order]]], letters[kept][firsts[order]]
    np.maximum.at(glyphs["unmapped"], found["glyph"], unmapped[kept])
    return found, glyphs


def _places_of(wanted: npt.NDArray[np.uint64], known: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Give the place of each wanted address among the known ones, -1 for one that is not there."""
    if not len(known):
        return np.full(len(wanted), -1)
    order = np.argsort(known)
    places = order[np.searchsorted(known, wanted, sorter=order) % len(known)]
    return np.where(known[places] == wanted, places, -1)


def _flat(objects: Iterator[int], outer: Matrix, depth: int) -> Iterator[tuple[int, Matrix]]:
    """Give objects in the order of drawing, with the matrix of the form that each stands in."""
    for thing in objects:
        at = Pointer(thing)
        if _kind(at) != FORM:
            yield thing, outer
        elif depth < DEEPEST:
            held = (_get_in_form(at, place) for place in range(_count_in_form(at)))
            yield from _flat(held, _matrix_of(at, outer), depth + 1)


def _matrix_of(thing: Pointer, outer: Matrix) -> Matrix:
    """Give the matrix that puts an object on the page; `outer` is that of the form it stands in."""
    m = ROOM.matrix
    m.a, m.b, m.c, m.d, m.e, m.f = AS_IT_IS
    _matrix(thing, ROOM.matrix_at)
    if outer is AS_IT_IS:
        return m.a, m.b, m.c, m.d, m.e, m.f
    a, b, c, d, e, f = outer
    return (
        m.a * a + m.b * c,
        m.a * b + m.b * d,
        m.c * a + m.d * c,
        m.c * b + m.d * d,
        m.e * a + m.f * c + e,
        m.e * b + m.f * d + f,
    )


def _thing(address: int, outer: Matrix, segments: list[tuple[float, float, int, int]]) -> tuple[Any, ...]:
    """Give an object as a row of `THING`, and add the segments of a path; `outer` is its form's matrix."""
    at = Pointer(address)
    kind, matrix, box = _kind(at), _matrix_of(at, outer), _box(at, outer)
    font = mode = coloured = fill = stroke = count = 0
    size, colour = 0.0, (0, 0, 0, 0)
    if kind in (TEXT, PATH) and _colour(at, *ROOM.whole_at):
        coloured, colour = 1, tuple(ROOM.whole)
    if kind == TEXT:
        _size(at, ROOM.float_at[0])
        size, font, mode = ROOM.floats[0], _font(at), _mode(at)
    elif kind == PATH:
        _painted(at, *ROOM.whole_at[:2])
        fill, stroke = ROOM.whole[:2]
        count = max(0, _count_segments(at)) if fill or stroke else 0
        segments += [_segment(Pointer(_get_segment(at, place))) for place in range(count)]
    return (address, font, matrix, size, *box, colour, coloured, kind, mode, fill, stroke, count)


def _box(thing: Pointer, outer: Matrix) -> tuple[float, float, float, float]:
    """Give the box round the ink of an object: left, bottom, right, top."""
    if not _bounds(thing, *ROOM.float_at[:4]):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = ROOM.floats[:4]
    a, b, c, d, e, f = outer
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _segment(at: Pointer) -> tuple[float, float, int, int]:
    _segment_point(at, *ROOM.float_at[:2])
    x, y = ROOM.floats[:2]
    return x, y, _segment_kind(at), _segment_closes(at)
