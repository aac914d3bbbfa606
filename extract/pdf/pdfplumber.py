"""Pages as pdfplumber reads them. No other file knows pdfplumber."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import pdfplumber
from msgspec.structs import replace
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import PDFStream, resolve1
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from extract.pdf.pdfium.cmyk import rgb_of_cmyk
from extract.pdf.pdfium.hidden_text_search import HiddenTextSearch
from extract.pdf.shapes import box_fill, box_rules, join_pieces, line_rules, shape_fill, short_piece
from extract.pdf.text.characters import CONTROL, NO_BREADTH, UNKNOWN_GLYPH, Character, Characters, is_cut
from extract.pdf.text.words import group_words
from extract.pdf.tolerances import LEANING, LEVEL, SLANT
from extract.pdf.verify.catalog import has_layers_off, lists_pages
from extract.pdf.verify.descents import Fonts
from extract.pdf.verify.warnings import ParserWarnings, holds_data, warn_of_rebuilt_table
from extract.pdf.visibility.hidden_text import Spot, match_letters
from extract.pdf.visibility.watermarks import part_watermark
from records.errors import SourceError
from records.geometry import Box
from records.outcome import Problem
from records.pages import Colour, Fill, Page, Rule


def read_pages(
    content: bytes, password: str | None = None, only: Collection[int] | None = None
) -> Iterator[Page]:
    """Yield the pages of a PDF as `extract.pdf.reader` does; `only` numbers the pages to read."""
    try:
        with (
            HiddenTextSearch(content, password) as unseen,
            ParserWarnings() as parser_warnings,
            pdfplumber.open(io.BytesIO(content), password=password) as pdf,
        ):
            pdf.rsrcmgr = Fonts()
            warn_of_rebuilt_table(pdf.doc)
            unseen.layers_off = has_layers_off(pdf.doc)
            pages = pdf.pages
            if not lists_pages(pdf.doc):
                raise SourceError(Problem.DAMAGED, "It does not say which its pages are.")
            for page in pages:
                if only is not None and page.page_number not in only:
                    continue
                try:
                    yield replace(_page(page, unseen), warnings=parser_warnings.take())
                finally:
                    page.close()
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise SourceError(Problem.LOCKED) from error
        if error.args and isinstance(error.args[0], MemoryError):
            raise MemoryError from error
        raise SourceError(Problem.DAMAGED, f"The PDF cannot be parsed ({_cause(error)}).") from error
    except (MalformedPDFException, TypeError, IndexError, ValueError, KeyError, RecursionError) as error:
        # pdfminer lets these through on broken page trees and boxes.
        raise SourceError(Problem.DAMAGED, f"The PDF cannot be parsed ({_cause(error)}).") from error


def _cause(error: BaseException) -> str:
    inner = error.args[0] if error.args and isinstance(error.args[0], BaseException) else error
    return f"{type(inner).__name__}: {inner}" if str(inner) else type(inner).__name__


def _page(page: Any, other: HiddenTextSearch) -> Page:
    """Turn pdfplumber's page into ours; characters outside it are counted as hidden.

    pdfplumber does not tell how a character is shown, nor what lies behind it: pdfium, the `other`, is asked.
    """
    streams = [resolve1(stream) for stream in page.page_obj.contents]
    packed = [(s, holds_data(s.rawdata)) for s in streams if isinstance(s, PDFStream)]
    inside: list[Character] = []
    lost: list[Character] = []
    outside: list[Character] = []
    chars = page.chars
    # Asked only now: pdfium aborts on pages that pdfminer takes too long for, and a time-out says more.
    patterns = resolve1((page.page_obj.resources or {}).get("Pattern"))
    unseen = other.on(page.page_number, has_patterns=bool(patterns))
    gone, faint = (_match_letters(page, spots) for spots in (unseen.letters, unseen.faint))
    for at, char in enumerate(chars):
        if char["text"] == NO_BREADTH:
            continue
        box = _box(page, char)
        x, y = box.middle
        if 0 <= x <= page.width and 0 <= y <= page.height:
            character = _character(char, box, see_through=at in faint)
            (lost if at in gone else inside).append(character)
        else:
            outside.append(_character(char, box))
    rules, fills = _drawings(page)
    shown, watermark = part_watermark(Characters.of(inside), rules, page.page_number)
    grouped = group_words(shown, page.page_number)
    lost_words = group_words(lost, page.page_number)
    return Page(
        number=page.page_number,
        width=round(float(page.width), 2),
        height=round(float(page.height), 2),
        rotation=int(page.rotation or 0),
        words=grouped.words,
        rules=rules,
        fills=(*fills, *unseen.spots),
        images=tuple(_box(page, image) for image in page.images),
        duplicates=grouped.doubled + lost_words.doubled,
        hidden=sum(not character.text.isspace() for character in outside),
        cut=is_cut(Characters.of(inside), Characters.of(outside)) if outside else False,
        overprinted=grouped.overprinted,
        unseen=lost_words.words,
        watermark=watermark,
        recognised=unseen.recognised,
        broken=any(size and not stream.get_data() for stream, size in packed),
    )


def _box(page: Any, drawn: dict[str, Any]) -> Box:
    """Return the box of a character or a shape, in points from the top left of the page."""
    left, top = page.bbox[0], page.bbox[1]
    return Box(
        round(drawn["x0"] - left, 2),
        round(drawn["top"] - top, 2),
        round(drawn["x1"] - left, 2),
        round(drawn["bottom"] - top, 2),
    )


def _drawings(page: Any) -> tuple[tuple[Rule, ...], tuple[Fill, ...]]:
    """Return the rules and fills that a page draws."""
    rules: list[Rule] = []
    fills: list[Fill] = []
    dots: list[Box] = []
    for line in [*page.lines, *page.curve_edges]:
        rules += line_rules(_box(page, line))
    for line in page.lines:
        dots += short_piece(_box(page, line))
    for curve in page.curves:
        colour = _colour(curve["non_stroking_color"]) if curve["fill"] else None
        fills += shape_fill(_box(page, curve), colour)
        dots += short_piece(_box(page, curve), drawn=curve["fill"] or curve["stroke"])
    for rect in page.rects:
        box = _box(page, rect)
        rules += box_rules(box, stroke=rect["stroke"], fill=rect["fill"])
        fills += box_fill(box, _colour(rect["non_stroking_color"]) if rect["fill"] else None)
        dots += short_piece(box, drawn=rect["stroke"] or rect["fill"])
    return tuple(join_pieces(rules, dots)), tuple(fills)


def _match_letters(page: Any, told: Sequence[Spot]) -> frozenset[int]:
    """Return the places among the page's characters of the letters that pdfium finds at some spots."""
    if not told:
        return frozenset()
    x0, y0, x1, y1 = page.page_obj.mediabox
    turn = page.page_obj.rotate

    def as_seen(x: float, y: float) -> tuple[float, float]:
        if turn == 90:
            return y - y0, x1 - x
        if turn == 180:
            return x1 - x, y1 - y
        return (y1 - y, x - x0) if turn == 270 else (x - x0, y - y0)

    spots = [Spot(spot.letter, *as_seen(spot.x, spot.y)) for spot in told]
    return match_letters(spots, [Spot(_letters(char["text"]), *char["matrix"][4:]) for char in page.chars])


def _letters(text: str) -> str:
    """Return the letters of a glyph, or the sign for one that the PDF does not map to any."""
    # pdfminer spells a glyph without a letter '(cid:127)'; it is one character, of unknown meaning.
    return UNKNOWN_GLYPH if not text or text.startswith("(cid:") or CONTROL.search(text) else text


def _character(char: dict[str, Any], box: Box, *, see_through: bool = False) -> Character:
    a, b, c, d = map(abs, char["matrix"][:4])
    sideways, up = (c, d) if a >= b else (d, c)
    return Character(
        text=_letters(char["text"]),
        box=box,
        font=_font(char),
        size=round(float(char["size"]), 2),
        colour=_colour(char.get("non_stroking_color")),
        upright=bool(char["upright"]),
        down=not char["upright"] and char["matrix"][1] < 0,
        see_through=see_through,
        slanted=min(a, b) > LEVEL * max(a, b) or sideways > LEANING * up,
    )


def _font(char: dict[str, Any]) -> str:
    """Return the font's name, marked as oblique where the letters are only slanted by the page."""
    name = str(char["fontname"]).rpartition("+")[2]
    slant, height = char["matrix"][2], char["matrix"][3]
    return f"{name}-Oblique" if char["upright"] and abs(slant) > SLANT * abs(height) else name


def _colour(value: Any) -> Colour | None:
    """Return grey, RGB or CMYK as RGB; None for a pattern or a colour space of another kind."""
    if isinstance(value, int | float):
        value = (value,)
    if not isinstance(value, tuple | list) or not all(isinstance(part, int | float) for part in value):
        return None
    parts = [min(1.0, max(0.0, float(part))) for part in value]
    if len(parts) == 1:
        return (parts[0], parts[0], parts[0])
    if len(parts) == 3:
        return (round(parts[0], 3), round(parts[1], 3), round(parts[2], 3))
    if len(parts) == 4:
        return rgb_of_cmyk((parts[0], parts[1], parts[2], parts[3]))
    return None
