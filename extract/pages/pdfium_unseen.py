"""Print that nobody sees on a page, found by pdfium: without ink, in the colour of its ground, covered, tiny.

What is behind a word is not worked out from what was drawn where, which no list of objects tells for
certain: fills are clipped, shaded, see-through, covered. A page is drawn with and without the words in
question, and those that make no difference to the picture are not seen. Before that, cheap questions rule
out nearly all print: on most pages nothing is drawn.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from math import ceil, hypot
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as checked
from msgspec.structs import astuple

from extract.pages.drawn import PICTURE_PAGE, THIN
from extract.pages.pdfium_calls import (
    AS_IT_IS,
    PATH,
    TEXT,
    Address,
    Pointer,
    Thing,
    bare,
    matrix_of,
    pointer_to,
    things,
)
from extract.pages.pdfium_characters import LINE_END_HYPHENS
from extract.pages.pdfium_drawings import read_drawings
from extract.pages.unseen import Spot, Unseen
from records.geometry import Box, holds, shared_height, shared_width
from records.pages import Colour, Fill

FILLED, INVISIBLE, CLIPPING = 0, 3, 7
"""How text is shown, by the numbers of the PDF: letters filled, not at all, or only cutting out others."""

WHITE: Colour = (1.0, 1.0, 1.0)

ALIKE = 0.03
"""Colours that differ by less in red, green and blue are asked about: light grey on white is further off."""

SAME_SHADE = 3
"""Of 255 steps: a picture that changes by no more where a word is taken away did not show the word."""

DOTS_A_POINT = 2
"""How finely a page is drawn: a stroke of a quarter point still changes a dot by an eighth."""

MOST_DOTS = 8_000_000
"""A larger sheet is drawn less finely, so that a page may not take any amount of memory."""

LEAST_DOTS_A_POINT = 1.0
"""What stands on sheets that could only be drawn less finely is taken as seen."""

MOST_SHAPES = 500
"""Fills and pictures that words are held against; a page with more is a drawing, and its print seen."""

TINY = 1.0
"""Points of size and of ink's height: nobody reads print that is smaller."""

_mode = bare("FPDFTextObj_GetTextRenderMode")
_fill_colour = bare("FPDFPageObj_GetFillColor")
_bounds = bare("FPDFPageObj_GetBounds")
_draw_mode = bare("FPDFPath_GetDrawMode")
_set_active = bare("FPDFPageObj_SetIsActive")
_size = bare("FPDFTextObj_GetFontSize")
_font = bare("FPDFTextObj_GetFont", Address)
_count_letters = bare("FPDFText_CountChars")
_letter = bare("FPDFText_GetUnicode", ctypes.c_uint)
_object_of = bare("FPDFText_GetTextObject", Address)
_origin = bare("FPDFText_GetCharOrigin")

_parts = (ctypes.c_uint * 4)()
_parts_at = [ctypes.byref(_parts, 4 * place) for place in range(4)]
_sides = (ctypes.c_float * 4)()
_sides_at = [ctypes.byref(_sides, 4 * place) for place in range(4)]
_filled, _stroked = ctypes.c_int(), ctypes.c_int()
_filled_at, _stroked_at = ctypes.byref(_filled), ctypes.byref(_stroked)
_points = ctypes.c_float()
_points_at = ctypes.byref(_points)

Dots: TypeAlias = npt.NDArray[np.uint8]
Boxes: TypeAlias = npt.NDArray[np.float64]


NOTHING = Unseen()


class UnseenPages:
    """The unseen print of each page of a document, which is opened when it is first asked for."""

    def __init__(self, content: bytes, password: str | None = None) -> None:
        """Take the bytes of a PDF, and the password that opens it."""
        self.content, self.password = content, password
        self.document: pypdfium2.PdfDocument | None = None

    def __enter__(self) -> UnseenPages:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the document, if it was opened."""
        if self.document is not None:
            self.document.close()

    def on(self, number: int) -> Unseen:
        """Give the unseen print of a page by its number from 1; none where pdfium cannot open it."""
        try:
            self.document = self.document or pypdfium2.PdfDocument(self.content, password=self.password)
        except pypdfium2.PdfiumError:
            return NOTHING
        if number > len(self.document):
            return NOTHING
        page = checked.FPDF_LoadPage(self.document.raw, number - 1)
        if not page:
            return NOTHING
        try:
            drawn = list(things(pointer_to(page)))
            _, fills, images = read_drawings(drawn, 0)
            return find_unseen(page, drawn, fills, images, 0)
        finally:
            checked.FPDF_ClosePage(page)


def find_unseen(
    page: checked.FPDF_PAGE,
    drawn: Sequence[Thing],
    fills: Sequence[Fill],
    images: Sequence[Box],
    height: float,
) -> Unseen:
    """Give what nobody sees of the print among the objects `drawn` on a page.

    `fills` and `images` are those of `read_drawings`, which was given the same `height`.
    """
    inkless: list[Thing] = []
    tiny: list[Thing] = []
    coloured: dict[Colour, list[Thing]] = {}
    for thing in drawn:
        if thing.kind != TEXT:
            continue
        text = Pointer(thing.address)
        mode = _mode(text)
        if mode in (INVISIBLE, CLIPPING):
            inkless.append(thing)
        elif mode == FILLED and _fill_colour(text, *_parts_at):
            red, green, blue, opaque = _parts
            if not opaque:
                inkless.append(thing)
            elif _is_tiny(thing):
                tiny.append(thing)
            else:
                coloured.setdefault((red / 255, green / 255, blue / 255), []).append(thing)
    doubtful = [
        thing
        for colour, texts in coloured.items()
        for thing in _like_what_is_behind(colour, texts, fills, images, height)
    ]
    known = {thing.address for thing in (*inkless, *tiny)}
    doubtful += [thing for thing in _painted_over(drawn, images, height) if thing.address not in known]
    if not inkless and not tiny and not doubtful:
        return NOTHING
    letters = _letters(page)
    printed = {address for address, spot in letters if not spot.letter.isspace()}
    starts = dict(reversed(letters))
    scan = images if _cover_most(page, images, height) else ()
    recognised: set[int] = set()
    hidden = {thing.address for thing in tiny}
    for thing in inkless:
        spot = starts.get(thing.address)
        if spot is not None and any(holds(box, spot.x, height - spot.y) for box in scan):
            recognised.add(thing.address)
        elif not _is_painted_through(thing, drawn):
            hidden.add(thing.address)
    hidden |= _without_difference(page, [thing for thing in doubtful if thing.address in printed])
    hidden &= printed
    return Unseen(
        frozenset(hidden), tuple(spot for address, spot in letters if address in hidden), bool(recognised)
    )


def _is_tiny(thing: Thing) -> bool:
    """Say whether print is too small to read, by its size and by its ink."""
    text = Pointer(thing.address)
    _bounds(text, *_sides_at)
    if thing.outer is AS_IT_IS and _sides[3] - _sides[1] >= TINY:  # asked of all print, so at little cost
        return False
    if not 0 < _box(thing, 0).height < TINY:
        return False
    _size(text, _points_at)
    _, _, c, d, _, _ = matrix_of(text, thing.outer)
    # The size of a font without a name, drawn by the file itself, tells nothing of its letters.
    font = ctypes.cast(_font(text), checked.FPDF_FONT)
    return _points.value * hypot(c, d) < TINY and checked.FPDFFont_GetBaseFontName(font, None, 0) > 1


def _box(thing: Thing, height: float) -> Box:
    """Give the box round the ink of an object, from the top left of a page `height` points high."""
    if not _bounds(Pointer(thing.address), *_sides_at):
        return Box(0, 0, 0, 0)
    left, bottom, right, top = _sides
    a, b, c, d, e, f = thing.outer
    xs, ys = zip(
        *((x * a + y * c + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)), strict=True
    )
    return Box(min(xs), height - max(ys), max(xs), height - min(ys))


def _like_what_is_behind(
    colour: Colour, texts: Sequence[Thing], fills: Sequence[Fill], images: Sequence[Box], height: float
) -> Iterator[Thing]:
    """Give the print of a colour that may be lost in what is behind it, so that the page must be drawn.

    Print over a picture is taken as seen; so is white print within a plain fill of another colour.
    """
    on_paper = _alike(colour, WHITE)
    same = [fill.box for fill in fills if _alike(fill.colour, colour)]
    other = [fill.box for fill in fills if not _alike(fill.colour, colour)] if on_paper else []
    if not (same or on_paper) or max(len(same), len(other), len(images)) > MOST_SHAPES:
        return
    boxes = np.array([astuple(_box(thing, height)) for thing in texts])
    lost = _touched(boxes, same)
    if on_paper:
        lost |= ~_held(boxes, other)
    lost &= ~_touched(boxes, images)
    yield from compress(texts, lost.tolist())


def _painted_over(drawn: Sequence[Thing], images: Sequence[Box], height: float) -> Iterator[Thing]:
    """Give the print over which something was filled later: a box drawn on words may hide them."""
    texts: list[Thing] = []
    shapes: list[tuple[int, Box]] = []
    for thing in drawn:
        if thing.kind == TEXT:
            texts.append(thing)
        elif thing.kind == PATH and texts and _is_filled(thing):
            box = _box(thing, height)
            if min(box.width, box.height) > THIN:
                shapes.append((len(texts), box))
    if not shapes or max(len(shapes), len(images)) > MOST_SHAPES:
        return
    texts = texts[: shapes[-1][0]]
    boxes = np.array([astuple(_box(thing, height)) for thing in texts])
    lost = np.zeros(len(texts), dtype=bool)
    for before, box in shapes:
        lost[:before] |= _touched(boxes[:before], [box])
    yield from compress(texts, (lost & ~_touched(boxes, images)).tolist())


def _is_filled(path: Thing) -> bool:
    _draw_mode(Pointer(path.address), _filled_at, _stroked_at)
    return bool(_filled.value)


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(part - same) < ALIKE for part, same in zip(one, other, strict=True))


def _touched(boxes: Boxes, shapes: Iterable[Box]) -> npt.NDArray[np.bool_]:
    """Say which of the boxes share some area with a shape."""
    x0, top, x1, bottom = boxes.T
    found = np.zeros(len(boxes), dtype=bool)
    for shape in shapes:
        found |= (x0 < shape.x1) & (x1 > shape.x0) & (top < shape.bottom) & (bottom > shape.top)
    return found


def _held(boxes: Boxes, shapes: Iterable[Box]) -> npt.NDArray[np.bool_]:
    """Say which of the boxes lie wholly within a shape."""
    x0, top, x1, bottom = boxes.T
    found = np.zeros(len(boxes), dtype=bool)
    for shape in shapes:
        found |= (x0 >= shape.x0) & (x1 <= shape.x1) & (top >= shape.top) & (bottom <= shape.bottom)
    return found


def _letters(page: checked.FPDF_PAGE) -> list[tuple[int, Spot]]:
    """Give the letters of a page, each with the address of the object that prints it."""
    handle = checked.FPDFText_LoadPage(page)
    text = pointer_to(handle)
    x, y = ctypes.c_double(), ctypes.c_double()
    x_at, y_at = ctypes.byref(x), ctypes.byref(y)
    found = []
    try:
        for place in range(_count_letters(text)):
            address, code = _object_of(text, place), _letter(text, place)
            letter = "-" if code in LINE_END_HYPHENS else chr(code)
            if address:
                _origin(text, place, x_at, y_at)
                found.append((address, Spot(letter, x.value, y.value)))
    finally:
        checked.FPDFText_ClosePage(handle)
    return found


def _cover_most(page: checked.FPDF_PAGE, images: Iterable[Box], height: float) -> bool:
    """Say whether pictures cover more than half of a page."""
    sheet = checked.FS_RECTF()
    checked.FPDF_GetPageBoundingBox(page, sheet)
    paper = Box(sheet.left, height - sheet.top, sheet.right, height - sheet.bottom)
    covered = sum(shared_width(box, paper) * shared_height(box, paper) for box in images)
    return covered > PICTURE_PAGE * paper.width * paper.height


def _is_painted_through(thing: Thing, drawn: Sequence[Thing]) -> bool:
    """Say whether letters cut out of what is drawn later: a picture or colour may show in their shape."""
    if _mode(Pointer(thing.address)) != CLIPPING:
        return False
    place = next(at for at, other in enumerate(drawn) if other is thing)
    after = [other for other in drawn[place + 1 :] if other.kind != TEXT]
    box = _box(thing, 0)
    return len(after) > MOST_SHAPES or any(
        shared_width(box, other) > 0 and shared_height(box, other) > 0
        for other in (_box(each, 0) for each in after)
    )


def _without_difference(page: checked.FPDF_PAGE, texts: Sequence[Thing]) -> set[int]:
    """Give the addresses of those texts without which the page looks the same, all taken away at once."""
    width, height = checked.FPDF_GetPageWidthF(page), checked.FPDF_GetPageHeightF(page)
    fineness = min(DOTS_A_POINT, (MOST_DOTS / max(1.0, width * height)) ** 0.5)
    if not texts or fineness < LEAST_DOTS_A_POINT:
        return set()
    across, down = ceil(width * fineness), ceil(height * fineness)
    before = _drawn(page, across, down)
    for thing in texts:
        _set_active(Pointer(thing.address), False)
    try:
        after = _drawn(page, across, down)
    finally:
        for thing in texts:
            _set_active(Pointer(thing.address), True)
    same: set[int] = set()
    for thing in texts:
        part = _place(page, _box(thing, 0), across, down)
        one, other = before[part].astype(np.int16), after[part].astype(np.int16)
        if one.size and np.abs(one - other).max() <= SAME_SHADE:
            same.add(thing.address)
    return same


def _drawn(page: checked.FPDF_PAGE, across: int, down: int) -> Dots:
    """Draw a page on white, `across` times `down` dots of blue, green, red and one byte for nothing."""
    dots: Dots = np.full((down, across, 4), 255, dtype=np.uint8)
    bitmap = checked.FPDFBitmap_CreateEx(
        across, down, checked.FPDFBitmap_BGRx, dots.ctypes.data_as(ctypes.c_void_p), 4 * across
    )
    checked.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, 0)
    checked.FPDFBitmap_Destroy(bitmap)
    return dots[:, :, :3]


def _place(page: checked.FPDF_PAGE, box: Box, across: int, down: int) -> tuple[slice, slice]:
    """Give the dots that a box takes on the drawn page; `box` is measured for a height of 0."""
    corners = []
    for x, y in ((box.x0, -box.bottom), (box.x1, -box.top)):
        at = ctypes.c_int(), ctypes.c_int()
        checked.FPDF_PageToDevice(page, 0, 0, across, down, 0, x, y, *at)
        corners.append((at[0].value, at[1].value))
    (x0, x1), (y0, y1) = (sorted(side) for side in zip(*corners, strict=True))
    return slice(max(0, y0 - 1), max(0, y1 + 2)), slice(max(0, x0 - 1), max(0, x1 + 2))
