"""Text that nobody sees on a page, found by pdfium: without ink, in the colour of its ground, covered, tiny.

What is behind a word is not worked out from what was drawn where, which no list of objects tells for
certain: fills are clipped, shaded, see-through, covered. A page is drawn with and without the words in
question, and those that make no difference to the picture are not seen. Before that, cheap questions rule
out nearly all text: on most pages nothing is drawn.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable, Sequence
from math import ceil, hypot

import numpy as np
import pypdfium2
import pypdfium2.raw as checked
from msgspec.structs import replace

from extract.pdf.pdfium.characters import LINE_END_HYPHENS
from extract.pdf.pdfium.drawings import read_drawings
from extract.pdf.pdfium.drawn_page import Dots, Frame, draw, frame_of, frame_round
from extract.pdf.pdfium.page import gather
from extract.pdf.pdfium.page_arrays import PATH, TEXT, Columns, PageArrays, UnsupportedPage, colour_of
from extract.pdf.pdfium.painted_spots import read_spots
from extract.pdf.text.characters import Choice, Numbers, Places
from extract.pdf.tolerances import ALIKE, FAINTEST, PICTURE_PAGE, SAME_SHADE, SEE_THROUGH, THIN, TINY
from extract.pdf.visibility.hidden_text import HiddenText, Spot
from records.geometry import Box, holds, shared_height, shared_width
from records.pages import Colour, Fill

FILLED, INVISIBLE, CLIPPING = 0, 3, 7
"""How text is shown, by the numbers of the PDF: letters filled, not at all, or only cutting out others."""

WHITE: Colour = (1.0, 1.0, 1.0)

DOTS_A_POINT = 2
"""How finely a page is drawn: a stroke of a quarter point still changes a dot by an eighth."""

MOST_DOTS = 8_000_000
"""A larger sheet is drawn less finely, so that a page may not take any amount of memory."""

LEAST_DOTS_A_POINT = 1.0
"""What stands on sheets that could only be drawn less finely is taken as seen."""

MOST_LAYERS = 3
"""How often a page is drawn without words that stand on one another."""

MOST_SHAPES = 500
"""Fills and pictures that words are held against; a page with more is a drawing, and its text seen."""

NOTHING = HiddenText()


class HiddenTextSearch:
    """The unseen text of each page of a document, which is opened when it is first asked for."""

    def __init__(self, content: bytes, password: str | None = None) -> None:
        """Take the bytes of a PDF, and the password that opens it."""
        self.content, self.password = content, password
        self.document: pypdfium2.PdfDocument | None = None
        self.opens = True
        self.layers_off = False
        """Whether the document opens with layers switched off."""

    def __enter__(self) -> HiddenTextSearch:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the document, if it was opened."""
        if self.document is not None:
            self.document.close()

    def on(self, number: int, *, has_patterns: bool = False) -> HiddenText:
        """Return the unseen text of a page by its number from 1; none where pdfium cannot open it.

        With `has_patterns` some colours may be patterns.
        """
        if self.document is None and self.opens:
            try:
                self.document = pypdfium2.PdfDocument(self.content, password=self.password)
            except pypdfium2.PdfiumError:
                self.opens = False
        if self.document is None or number > len(self.document):
            return NOTHING
        page = checked.FPDF_LoadPage(self.document.raw, number - 1)
        if not page:
            return NOTHING
        try:
            arrays = gather(page)
            _, fills, images = read_drawings(arrays, 0)
            found = find_hidden_text(page, arrays, fills, images, 0, layers_off=self.layers_off)
            faint = _see_through(arrays)
            spots = _spots(page, arrays.without_patterns() if has_patterns else arrays)
            return replace(found, faint=faint, spots=spots)
        except UnsupportedPage:
            return NOTHING
        finally:
            checked.FPDF_ClosePage(page)


def find_hidden_text(
    page: checked.FPDF_PAGE,
    arrays: PageArrays,
    fills: Sequence[Fill],
    images: Sequence[Box],
    height: float,
    *,
    layers_off: bool = False,
) -> HiddenText:
    """Return what nobody sees of the text in the arrays of a page.

    `fills` and `images` are those of `read_drawings`, which was given the same `height`. With `layers_off`
    any text may be in a layer that is switched off.
    """
    places, text = arrays.text_places, arrays.text
    coloured, opaque = (text["mode"] == FILLED) & (text["coloured"] != 0), text["colour"][:, 3] > FAINTEST
    inkless = (text["mode"] == INVISIBLE) | (text["mode"] == CLIPPING) | (coloured & ~opaque)
    tiny = coloured & opaque & _are_tiny(text)
    doubtful = _painted_over(arrays.objects, places, images, height)
    doubtful |= coloured & _like_what_is_behind(text, height, fills, images)
    doubtful &= ~inkless & ~tiny
    if not (layers_off or (inkless | tiny | doubtful).any()):
        return NOTHING
    letters = _letters(arrays)
    printed = {address for address, spot in letters if not spot.letter.isspace()}
    starts = dict(reversed(letters))
    scan = images if _cover_most(page, images, height) else ()
    recognised: set[int] = set()
    hidden: set[int] = set(text["address"][tiny].tolist())
    for place, address in zip(places[inkless].tolist(), text["address"][inkless].tolist(), strict=True):
        spot = starts.get(address)
        if spot is not None and any(holds(box, spot.x, height - spot.y) for box in scan):
            recognised.add(address)
        elif not _is_painted_through(arrays.objects, place):
            hidden.add(address)
    prints = np.isin(text["address"], list(printed))
    for asked in (text[doubtful & prints], text[prints & layers_off]):
        hidden |= _without_difference(page, asked["address"].tolist(), _boxes(asked, 0))
    hidden &= printed
    return HiddenText(
        frozenset(hidden), tuple(spot for address, spot in letters if address in hidden), bool(recognised)
    )


def _spots(page: checked.FPDF_PAGE, arrays: PageArrays) -> tuple[Fill, ...]:
    """Return the fills of `read_spots` on a page that stands upright and begins at its corner."""
    sheet = checked.FS_RECTF()
    checked.FPDF_GetPageBoundingBox(page, sheet)
    if checked.FPDFPage_GetRotation(page) or sheet.left or sheet.bottom:
        return ()
    rules, *_ = read_drawings(arrays, sheet.top)
    return read_spots(page, arrays, sheet.top, rules)


def _see_through(arrays: PageArrays) -> tuple[Spot, ...]:
    """Return the letters that what is behind them shows through."""
    opaque = arrays.text["colour"][:, 3]
    faint = (arrays.text["coloured"] != 0) & (opaque > FAINTEST) & (opaque < SEE_THROUGH)
    if not faint.any():
        return ()
    addresses = set(arrays.text["address"][faint].tolist())
    return tuple(spot for address, spot in _letters(arrays) if address in addresses)


def _boxes(objects: Columns, height: float) -> Numbers:
    """Return the boxes round the ink of objects, from the top left of a page `height` points high."""
    return np.stack(
        [objects["left"], height - objects["top"], objects["right"], height - objects["bottom"]], axis=1
    ).astype(np.float64)


def _are_tiny(text: Columns) -> Choice:
    """Return which text is too small to read, by its size and by its ink."""
    ink = text["top"] - text["bottom"]
    tiny: Choice = (ink > 0) & (ink < TINY)
    for place in np.flatnonzero(tiny).tolist():
        _, _, c, d, _, _ = text["matrix"][place].tolist()
        # The size of a font without a name, drawn by the file itself, tells nothing of its letters.
        tiny[place] = text["size"][place] * hypot(c, d) < TINY and _has_name(int(text["font"][place]))
    return tiny


def _has_name(font: int) -> bool:
    handle = ctypes.cast(font, checked.FPDF_FONT)
    return bool(checked.FPDFFont_GetBaseFontName(handle, None, 0) > 1)


def _like_what_is_behind(
    text: Columns, height: float, fills: Sequence[Fill], images: Sequence[Box]
) -> Choice:
    """Return which text has a colour that may be lost in what is behind it, so that the page must be drawn.

    Text over a picture is taken as seen; so is white text within a plain fill of another colour.
    """
    lost = np.zeros(len(text), dtype=bool)
    colours = np.ascontiguousarray(text["colour"]).view(np.uint32)[:, 0]
    met = set(colours.tolist())
    if len(met) > MOST_SHAPES:
        return lost
    for shades in met:
        colour = colour_of(shades.to_bytes(4, sys.byteorder))
        on_paper = _alike(colour, WHITE)
        same = [fill.box for fill in fills if _alike(fill.colour, colour)]
        other = [fill.box for fill in fills if not _alike(fill.colour, colour)] if on_paper else []
        if not (same or on_paper) or max(len(same), len(other), len(images)) > MOST_SHAPES:
            continue
        these = np.flatnonzero(colours == shades)
        boxes = _boxes(text.take(these), height)
        behind = _touched(boxes, same)
        if on_paper:
            behind |= ~_held(boxes, other)
        lost[these] = behind & ~_touched(boxes, images)
    return lost


def _painted_over(objects: Columns, text: Places, images: Sequence[Box], height: float) -> Choice:
    """Return over which text, whose places are `text`, something was filled later: a box may hide words."""
    lost = np.zeros(len(text), dtype=bool)
    shapes = np.flatnonzero((objects["kind"] == PATH) & (objects["fill"] != 0))
    shapes = shapes[shapes > text[0]] if len(text) else shapes[:0]
    across, up = (objects[side][shapes] for side in ("right", "top"))
    across, up = across - objects["left"][shapes], up - objects["bottom"][shapes]
    shapes = shapes[np.minimum(across, up) > THIN]
    if not len(shapes) or max(len(shapes), len(images)) > MOST_SHAPES:
        return lost
    boxes = _boxes(objects.take(text), height)
    befores = np.searchsorted(text, shapes).tolist()
    for before, box in zip(befores, _boxes(objects.take(shapes), height).tolist(), strict=True):
        lost[:before] |= _touched(boxes[:before], [Box(*box)])
    return lost & ~_touched(boxes, images)


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(part - same) < ALIKE for part, same in zip(one, other, strict=True))


def _touched(boxes: Numbers, shapes: Iterable[Box]) -> Choice:
    """Return which of the boxes share some area with a shape."""
    x0, top, x1, bottom = boxes.T
    found = np.zeros(len(boxes), dtype=bool)
    for shape in shapes:
        found |= (x0 < shape.x1) & (x1 > shape.x0) & (top < shape.bottom) & (bottom > shape.top)
    return found


def _held(boxes: Numbers, shapes: Iterable[Box]) -> Choice:
    """Return which of the boxes lie wholly within a shape."""
    x0, top, x1, bottom = boxes.T
    found = np.zeros(len(boxes), dtype=bool)
    for shape in shapes:
        found |= (x0 >= shape.x0) & (x1 <= shape.x1) & (top >= shape.top) & (bottom <= shape.bottom)
    return found


def _letters(page: PageArrays) -> list[tuple[int, Spot]]:
    """Return the letters of a page, each with the address of the object that prints it."""
    printed = page.characters[page.characters["object"] >= 0]
    addresses = page.objects["address"][printed["object"]]
    codes = page.glyphs["letter"][printed["glyph"]]
    told = (column.tolist() for column in (addresses, codes, printed["x"], printed["y"]))
    return [
        (address, Spot("-" if code in LINE_END_HYPHENS else chr(code), x, y))
        for address, code, x, y in zip(*told, strict=True)
    ]


def _cover_most(page: checked.FPDF_PAGE, images: Iterable[Box], height: float) -> bool:
    """Return whether pictures cover more than half of a page."""
    sheet = checked.FS_RECTF()
    checked.FPDF_GetPageBoundingBox(page, sheet)
    paper = Box(sheet.left, height - sheet.top, sheet.right, height - sheet.bottom)
    covered = sum(shared_width(box, paper) * shared_height(box, paper) for box in images)
    return covered > PICTURE_PAGE * paper.width * paper.height


def _is_painted_through(objects: Columns, place: int) -> bool:
    """Return whether letters cut out of what is drawn later: a picture or colour may show in their shape."""
    if objects["mode"][place] != CLIPPING:
        return False
    after = objects[place + 1 :]
    after = after[after["kind"] != TEXT]
    (box,) = _boxes(objects[place : place + 1], 0).tolist()
    return len(after) > MOST_SHAPES or bool(_touched(_boxes(after, 0), [Box(*box)]).any())


def _without_difference(page: checked.FPDF_PAGE, texts: Sequence[int], boxes: Numbers) -> set[int]:
    """Return the addresses of those texts without which the page looks the same.

    `boxes` are those round their ink, for a height of 0. All that lie apart are taken away at once: old words
    under a white box and the new ones upon it stand on one spot, and only one of them is seen.
    """
    width, height = checked.FPDF_GetPageWidthF(page), checked.FPDF_GetPageHeightF(page)
    fineness = min(DOTS_A_POINT, (MOST_DOTS / max(1.0, width * height)) ** 0.5)
    if not texts or fineness < LEAST_DOTS_A_POINT:
        return set()
    sheet = ceil(width * fineness), ceil(height * fineness)
    parts = [frame_of(page, Box(*box), sheet) for box in boxes.tolist()]
    frame = frame_round(parts)
    before = draw(page, sheet, frame)
    unseen: set[int] = set()
    for layer in _layers(boxes):
        objects = [ctypes.cast(texts[place], checked.FPDF_PAGEOBJECT) for place in layer]
        for each in objects:
            checked.FPDFPageObj_SetIsActive(each, False)
        try:
            after = draw(page, sheet, frame)
        finally:
            for each in objects:
                checked.FPDFPageObj_SetIsActive(each, True)
        # Part by part: words take a small share of the sheet that they are strewn over.
        for place in layer:
            shown, rest = (_cut(dots, frame, parts[place]) for dots in (before, after))
            if shown.size and not (np.abs(shown.astype(np.int16) - rest) > SAME_SHADE).any():
                unseen.add(texts[place])
    return unseen


def _layers(boxes: Numbers) -> list[list[int]]:
    """Part boxes by their places into layers in which they lie apart; the last may hold some that do not."""
    layers: list[list[int]] = []
    for place, box in enumerate(boxes.tolist()):
        apart = (layer for layer in layers if not _touched(boxes[layer], [Box(*box)]).any())
        layer = next(apart, layers[-1] if len(layers) == MOST_LAYERS else None)
        if layer is None:
            layers.append([place])
        else:
            layer.append(place)
    return layers


def _cut(dots: Dots, frame: Frame, part: Frame) -> Dots:
    """Return a part of the dots within a frame."""
    left, top, right, bottom = part
    return dots[top - frame[1] : bottom - frame[1], left - frame[0] : right - frame[0]]
