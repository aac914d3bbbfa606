"""What pdfium knows of a page, by the compiled helper where there is one."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extract.pdf.compiled import GATHER
from extract.pdf.pdfium.page_arrays import (
    CHARACTER,
    DEEPEST,
    FORM,
    GLYPH,
    OBJECT,
    PATH,
    SEGMENT,
    TEXT,
    PageArrays,
    UnsupportedPage,
)
from extract.pdf.text.characters import Numbers

FUNCTIONS = (
    *("FPDFPage_CountObjects", "FPDFPage_GetObject", "FPDFFormObj_CountObjects", "FPDFFormObj_GetObject"),
    *("FPDFPageObj_GetType", "FPDFPageObj_GetMatrix", "FPDFPageObj_GetFillColor", "FPDFPageObj_GetBounds"),
    *("FPDFTextObj_GetFontSize", "FPDFTextObj_GetFont", "FPDFTextObj_GetTextRenderMode"),
    *("FPDFPath_GetDrawMode", "FPDFPath_CountSegments", "FPDFPath_GetPathSegment"),
    *("FPDFPathSegment_GetType", "FPDFPathSegment_GetPoint", "FPDFPathSegment_GetClose"),
    *("FPDFText_CountChars", "FPDFText_GetTextObject", "FPDFText_GetUnicode"),
    *("FPDFText_HasUnicodeMapError", "FPDFText_GetCharOrigin", "FPDFText_IsGenerated"),
)
"""What is asked of every character, object and segment, in the order in which `_gather.c` takes it."""


def address(handle: Any) -> int:
    """Return the address in a handle, or of a function, of pypdfium2's; 0 in a handle of nothing."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


if GATHER is not None:
    GATHER.use(tuple(address(getattr(pdfium, name)) for name in FUNCTIONS))


def gather(page: pdfium.FPDF_PAGE) -> PageArrays:
    """Return what pdfium knows of a page. Raises `UnsupportedPage` if it does not open its text."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        raise UnsupportedPage("a page whose text pdfium does not open")
    try:
        if GATHER is None:
            return gather_by_calls(page, text)
        arrays = GATHER.gather(address(page), address(text))
        return PageArrays.of(*map(np.frombuffer, arrays, (CHARACTER, GLYPH, OBJECT, SEGMENT)))
    finally:
        pdfium.FPDFText_ClosePage(text)


def gather_by_calls(page: pdfium.FPDF_PAGE, text: pdfium.FPDF_TEXTPAGE) -> PageArrays:
    """Return the same by some thousand calls: without the helper hidden text is found so, and nothing else.

    So fonts of glyphs, and whether they are mapped, are left out, and glyphs may stand twice.
    """
    rows: list[tuple[Any, ...]] = []
    segments: list[tuple[float, float, int, int]] = []
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        _add_object(pdfium.FPDFPage_GetObject(page, at), np.eye(3), 0, rows, segments)
    places = {row[0]: place for place, row in enumerate(rows)}
    characters: list[tuple[float, float, int, int]] = []
    glyphs: list[tuple[int, int, int]] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(pdfium.FPDFText_CountChars(text)):
        owner, letter = pdfium.FPDFText_GetTextObject(text, at), pdfium.FPDFText_GetUnicode(text, at)
        # Spaces that pdfium puts in itself have no object, but for those within a text with a wide gap.
        if owner and not (letter == ord(" ") and pdfium.FPDFText_IsGenerated(text, at) == 1):
            pdfium.FPDFText_GetCharOrigin(text, at, x, y)
            characters.append((x.value, y.value, places.get(address(owner), -1), len(glyphs)))
            glyphs.append((0, letter, 0))
    arrays = (characters, CHARACTER), (glyphs, GLYPH), (rows, OBJECT), (segments, SEGMENT)
    return PageArrays.of(*(np.array(each, kind) for each, kind in arrays))


def _add_object(
    handle: pdfium.FPDF_PAGEOBJECT,
    outer: Numbers,
    depth: int,
    rows: list[tuple[Any, ...]],
    segments: list[tuple[float, float, int, int]],
) -> None:
    """Add an object and its segments, or what a form holds; `outer` is the matrix of the form round it."""
    kind, m = pdfium.FPDFPageObj_GetType(handle), pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
    pdfium.FPDFPageObj_GetMatrix(handle, m)
    matrix = np.array([[m.a, m.b, 0], [m.c, m.d, 0], [m.e, m.f, 1]]) @ outer
    if kind == FORM:
        for at in range(pdfium.FPDFFormObj_CountObjects(handle) if depth < DEEPEST else 0):
            _add_object(pdfium.FPDFFormObj_GetObject(handle, at), matrix, depth + 1, rows, segments)
        return
    font = mode = coloured = count = 0
    size, fill, stroke = ctypes.c_float(), ctypes.c_int(), ctypes.c_int()
    colour = [ctypes.c_uint() for _ in range(4)]
    if kind in (TEXT, PATH):
        coloured = pdfium.FPDFPageObj_GetFillColor(handle, *colour)
    if kind == TEXT:
        pdfium.FPDFTextObj_GetFontSize(handle, size)
        font, mode = address(pdfium.FPDFTextObj_GetFont(handle)), pdfium.FPDFTextObj_GetTextRenderMode(handle)
    elif kind == PATH:
        pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
        count = max(0, pdfium.FPDFPath_CountSegments(handle)) if fill.value or stroke.value else 0
        segments += [_segment(pdfium.FPDFPath_GetPathSegment(handle, at)) for at in range(count)]
    drawn = tuple(matrix[:, :2].ravel()), size.value, *_box(handle, outer), tuple(one.value for one in colour)
    rows.append((address(handle), font, *drawn, coloured, kind, mode, fill.value, stroke.value, count))


def _box(handle: pdfium.FPDF_PAGEOBJECT, outer: Numbers) -> tuple[float, float, float, float]:
    """Return the box round the ink of an object: left, bottom, right, top."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(handle, *sides):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = (side.value for side in sides)
    corners = np.array([(x, y, 1) for x in (left, right) for y in (bottom, top)]) @ outer
    (left, bottom, _), (right, top, _) = corners.min(axis=0), corners.max(axis=0)
    return left, bottom, right, top


def _segment(handle: pdfium.FPDF_PATHSEGMENT) -> tuple[float, float, int, int]:
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(handle, x, y)
    return x.value, y.value, pdfium.FPDFPathSegment_GetType(handle), pdfium.FPDFPathSegment_GetClose(handle)
