"""pdfium's functions as unchecked calls, and a page read by them one by one.

pypdfium2 gives each function the list of the types that it takes, and checking them costs four times the
call itself. Here the same functions are called without: they take C integers, references made by `ctypes`
and addresses wrapped in `Pointer`, and give integers; an address of nothing is 0.

This is the fallback where the helper that does the same in one call (`_gather.c`) could not be compiled.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np
import pypdfium2.raw as checked

from extract.pdf.pdfium.page_arrays import (
    CHARACTER,
    DEEPEST,
    FORM,
    GLYPH,
    OBJECT,
    PATH,
    SEGMENT,
    TEXT,
    Columns,
    PageArrays,
)

Pointer = ctypes.c_void_p
Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Segment: TypeAlias = tuple[float, float, int, int]
"""Across, up, kind, and whether it closes the path."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

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


def address(handle: Any) -> int:
    """Return the address in a handle, or of a function, of pypdfium2's."""
    return ctypes.cast(handle, Pointer).value or 0


def addresses() -> tuple[int, ...]:
    """Return the addresses of `FUNCTIONS`."""
    return tuple(address(getattr(checked, name)) for name in FUNCTIONS)


def unchecked(name: str, gives: Any = ctypes.c_int) -> Callable[..., int]:
    """Return a function of pdfium that does not check its arguments."""
    function: Callable[..., int] = ctypes.CFUNCTYPE(gives)(address(getattr(checked, name)))
    return function


_count_objects = unchecked("FPDFPage_CountObjects")
_get_object = unchecked("FPDFPage_GetObject", ctypes.c_size_t)
_count_in_form = unchecked("FPDFFormObj_CountObjects")
_get_in_form = unchecked("FPDFFormObj_GetObject", ctypes.c_size_t)
_kind = unchecked("FPDFPageObj_GetType")
_matrix = unchecked("FPDFPageObj_GetMatrix")
_colour = unchecked("FPDFPageObj_GetFillColor")
_bounds = unchecked("FPDFPageObj_GetBounds")
_size = unchecked("FPDFTextObj_GetFontSize")
_font = unchecked("FPDFTextObj_GetFont", ctypes.c_size_t)
_mode = unchecked("FPDFTextObj_GetTextRenderMode")
_painted = unchecked("FPDFPath_GetDrawMode")
_count_segments = unchecked("FPDFPath_CountSegments")
_get_segment = unchecked("FPDFPath_GetPathSegment", ctypes.c_size_t)
_segment_kind = unchecked("FPDFPathSegment_GetType")
_segment_point = unchecked("FPDFPathSegment_GetPoint")
_segment_closes = unchecked("FPDFPathSegment_GetClose")
_count_characters = unchecked("FPDFText_CountChars")
_character_object = unchecked("FPDFText_GetTextObject", ctypes.c_size_t)
_character_letter = unchecked("FPDFText_GetUnicode", ctypes.c_uint)
_character_unmapped = unchecked("FPDFText_HasUnicodeMapError")
_character_origin = unchecked("FPDFText_GetCharOrigin")


class _Buffers:
    """Where pdfium writes numbers."""

    def __init__(self) -> None:
        self.floats = (ctypes.c_float * 4)()
        self.float_at = [ctypes.byref(self.floats, 4 * place) for place in range(4)]
        self.integers = (ctypes.c_uint * 4)()
        self.integer_at = [ctypes.byref(self.integers, 4 * place) for place in range(4)]
        self.matrix = checked.FS_MATRIX()
        self.matrix_at = ctypes.byref(self.matrix)
        self.origin = (ctypes.c_double * 2)()
        self.origin_at = [ctypes.byref(self.origin, 8 * place) for place in range(2)]


BUFFERS = _Buffers()


def gather(page: int, text: int) -> PageArrays:
    """Return what pdfium knows of a page, by the addresses of the page and of its text."""
    rows: list[tuple[Any, ...]] = []
    segments: list[Segment] = []
    at = Pointer(page)
    objects = (_get_object(at, place) for place in range(_count_objects(at)))
    for each, outer in _flatten(objects, IDENTITY, 0):
        rows.append(_object_row(each, outer, segments))
    columns = np.array(rows, OBJECT)
    return PageArrays.of(*_characters(Pointer(text), columns), columns, np.array(segments, SEGMENT))


def _characters(text: Pointer, objects: Columns) -> tuple[Columns, Columns]:
    """Return the characters of a text, and their glyphs."""
    places = {address: place for place, address in enumerate(objects["address"].tolist())}
    fonts = objects["font"].tolist()
    found: list[tuple[float, float, int, int]] = []
    numbers: dict[tuple[int, int], int] = {}
    unmapped: list[int] = []
    for at in range(_count_characters(text)):
        owner = _character_object(text, at)
        if not owner:
            continue  # a space or a line end that pdfium has put in itself
        place = places.get(owner, -1)
        glyph = (fonts[place] if place >= 0 else 0), _character_letter(text, at)
        number = numbers.setdefault(glyph, len(numbers))
        if number == len(unmapped):
            unmapped.append(0)
        unmapped[number] = max(unmapped[number], _character_unmapped(text, at))
        _character_origin(text, at, *BUFFERS.origin_at)
        found.append((*BUFFERS.origin, place, number))
    glyphs = [(*glyph, error) for glyph, error in zip(numbers, unmapped, strict=True)]
    return np.array(found, CHARACTER), np.array(glyphs, GLYPH)


def _flatten(objects: Iterator[int], outer: Matrix, depth: int) -> Iterator[tuple[int, Matrix]]:
    """Yield objects in the order of drawing, with the matrix of the form that each stands in."""
    for each in objects:
        at = Pointer(each)
        if _kind(at) != FORM:
            yield each, outer
        elif depth < DEEPEST:
            held = (_get_in_form(at, place) for place in range(_count_in_form(at)))
            yield from _flatten(held, _matrix_of(at, outer), depth + 1)


def _matrix_of(handle: Pointer, outer: Matrix) -> Matrix:
    """Return the matrix that puts an object on the page; `outer` is that of the form it stands in."""
    m = BUFFERS.matrix
    m.a, m.b, m.c, m.d, m.e, m.f = IDENTITY
    _matrix(handle, BUFFERS.matrix_at)
    if outer is IDENTITY:
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


def _object_row(
    address: int, outer: Matrix, segments: list[tuple[float, float, int, int]]
) -> tuple[Any, ...]:
    """Return an object as a row of `OBJECT`, and add the segments of a path; `outer` is its form's matrix."""
    at = Pointer(address)
    kind, matrix, box = _kind(at), _matrix_of(at, outer), _box(at, outer)
    font = mode = coloured = fill = stroke = count = 0
    size, colour = 0.0, (0, 0, 0, 0)
    if kind in (TEXT, PATH) and _colour(at, *BUFFERS.integer_at):
        coloured, colour = 1, tuple(BUFFERS.integers)
    if kind == TEXT:
        _size(at, BUFFERS.float_at[0])
        size, font, mode = BUFFERS.floats[0], _font(at), _mode(at)
    elif kind == PATH:
        _painted(at, *BUFFERS.integer_at[:2])
        fill, stroke = BUFFERS.integers[:2]
        count = max(0, _count_segments(at)) if fill or stroke else 0
        segments += [_segment(Pointer(_get_segment(at, place))) for place in range(count)]
    return (address, font, matrix, size, *box, colour, coloured, kind, mode, fill, stroke, count)


def _box(handle: Pointer, outer: Matrix) -> tuple[float, float, float, float]:
    """Return the box round the ink of an object: left, bottom, right, top."""
    if not _bounds(handle, *BUFFERS.float_at[:4]):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = BUFFERS.floats[:4]
    a, b, c, d, e, f = outer
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _segment(at: Pointer) -> Segment:
    _segment_point(at, *BUFFERS.float_at[:2])
    x, y = BUFFERS.floats[:2]
    return x, y, _segment_kind(at), _segment_closes(at)
