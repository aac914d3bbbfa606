"""The characters of a page as pdfium finds them, placed as pdfplumber places them.

pdfium's own boxes are no use for that: they are as high as the font says its highest letter is, and as
wide as the ink where that is wider than the step to the next letter. So each box is made anew, from the
character's origin, the size of the print, and what the contents tell of the font: how far each letter
steps and how far the font reaches below the line.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Mapping, Sequence
from math import isnan

import msgspec
import numpy as np

from extract.pages.characters import BEYOND, CONTROL, Characters, Choice, Numbers, Places, Style
from extract.pages.contents import FontTold
from extract.pages.gathered import MOST_CODES, TEXT, Columns, Gathered, Unvouched, colour_of
from extract.pages.pdfium_calls import bare

SLANT = 0.1
"""Letters leaning by more than this share of their height are italic, whatever their font is called."""

LINE_END_HYPHENS = (0x0002, 0xFFFE)
"""What pdfium gives for a hyphen at the end of a line."""

ALIKE = {"-": "\u00ad\u2010", " ": "\u00a0\t", "\u00a0": " "}
"""Letters that pdfium gives for others."""

NO_INK = 1e-4
"""Points of breadth or height: text with less ink is spaces by themselves, which pdfium passes over."""

SPELT = ctypes.create_string_buffer(512)
"""Room for the name of a font, and its length; a longer one is left out of it."""


_base_name = bare("FPDFFont_GetBaseFontName", ctypes.c_size_t)


class _Runs(msgspec.Struct, frozen=True):
    """What the characters of each text object share; `fonts` and `styles` are places in what is known."""

    fonts: Places
    styles: Places
    sizes: Numbers
    matrices: Numbers
    known_fonts: Sequence[FontTold]
    known_styles: Sequence[Style]


class _Letters(msgspec.Struct, frozen=True):
    """Each character's run, letters, their number, origin, and step in the scale of its run."""

    runs: Places
    texts: Sequence[str]
    codes: Places
    origins: Numbers
    steps: Numbers


def read_characters(
    page: Gathered, height: float, fonts: Mapping[str, FontTold], unseen: Collection[int] = ()
) -> Characters:
    """Give the printed characters of a page `height` points high. Raises `Unvouched`.

    `fonts` is what the contents tell of each font by its name, `unseen` the addresses of text that nobody
    sees.
    """
    places = np.flatnonzero(page.things["kind"] == TEXT)
    text = page.things[places]
    runs = _runs(text, fonts, unseen)
    letters = _letters(page, places, runs)
    alone, alone_steps = _lone_spaces(runs, text, letters.runs)
    each, codes, texts = letters.runs, letters.codes, letters.texts
    origins, steps = letters.origins, letters.steps
    if len(alone):
        each, steps = np.append(each, alone), np.append(steps, alone_steps)
        codes = np.append(codes, np.full(len(alone), ord(" ")))
        texts = [*texts, *" " * len(alone)]
        origins = np.vstack([origins, runs.matrices[alone, 4:]])
    boxes = _boxes(runs, each, origins, steps, height)
    return Characters(texts, np.minimum(codes, BEYOND), boxes, runs.styles[each], runs.known_styles)


def _runs(text: Columns, told: Mapping[str, FontTold], unseen: Collection[int]) -> _Runs:
    """Describe text objects. Raises `Unvouched`."""
    sizes, matrices = text["size"].astype(np.float64), text["matrix"]
    if not text["font"].all() or not (sizes > 0).all():
        raise Unvouched("text without a font or a size")
    numbers: dict[int, int] = {}
    fonts = np.array(
        [numbers.setdefault(font, len(numbers)) for font in text["font"].tolist()], dtype=np.int64
    )
    known = [_describe(address, told) for address in numbers]
    a, b, c, d = matrices[:, :4].T
    if not (a > 0).all() or b.any() or not (d > 0).all():
        raise Unvouched("letters that are turned")
    shades = np.ascontiguousarray(text["colour"]).view(np.uint32)[:, 0]
    seen = ~np.isin(text["address"], list(unseen)) if unseen else np.ones(len(text), dtype=bool)
    looks = np.stack([fonts, np.abs(c) > SLANT * d, np.round(sizes * d, 2), shades, text["coloured"], seen])
    changes = np.ones(len(text), dtype=bool)
    changes[1:] = (looks[:, 1:] != looks[:, :-1]).any(axis=0)
    styles: dict[tuple[float, ...], int] = {}
    places = [styles.setdefault(look, len(styles)) for look in map(tuple, looks[:, changes].T.tolist())]
    each = np.array(places, dtype=np.int64)[np.cumsum(changes) - 1]
    return _Runs(fonts, each, sizes, matrices, known, [_style(known, *look) for look in styles])


def _style(
    known: Sequence[FontTold],
    font: float,
    leans: float,
    size: float,
    shades: float,
    coloured: float,
    seen: float,
) -> Style:
    name = known[int(font)].name + ("-Oblique" if leans else "")
    colour = colour_of(np.array([shades], dtype=np.uint32).view(np.uint8).tolist()) if coloured else None
    return Style(name, size, colour, upright=True, seen=bool(seen))


def _describe(address: int, fonts: Mapping[str, FontTold]) -> FontTold:
    length = _base_name(ctypes.c_void_p(address), SPELT, len(SPELT))
    name = SPELT.raw[: max(0, length - 1)].decode("utf-8", "replace").rpartition("+")[2]
    if name not in fonts:
        raise Unvouched("a font that pdfium calls by another name")
    if isnan(fonts[name].descent):
        raise Unvouched("two fonts of one name")
    return fonts[name]


def _letters(page: Gathered, places: Places, runs: _Runs) -> _Letters:
    """Tell the characters apart; `places` are those of the text objects. Raises `Unvouched`."""
    things, glyph = page.characters["thing"], page.characters["glyph"]
    if (things < 0).any():
        raise Unvouched("text that stands in no object of the page")
    letters = page.glyphs["letter"].astype(np.int64)
    letters[(letters == LINE_END_HYPHENS[0]) | (letters == LINE_END_HYPHENS[1])] = ord("-")
    if (page.glyphs["unmapped"] == 1).any() or (letters >= MOST_CODES).any():
        raise Unvouched("a glyph that has no letter")
    spelt = list(map(chr, letters.tolist()))
    if CONTROL.search("".join(spelt)):
        raise Unvouched("a glyph that has no letter")
    each = np.searchsorted(places, things)
    origins = np.stack([page.characters["x"], page.characters["y"]], axis=1)
    pieces = np.zeros(len(each), dtype=bool)
    pieces[1:] = (each[1:] == each[:-1]) & (origins[1:] == origins[:-1]).all(axis=1)
    if pieces.any():
        glyph, spelt, letters = _joined(glyph, pieces, spelt, letters)
        kept = np.flatnonzero(~pieces)
        each, origins = each[kept], origins[kept]
    fonts = np.zeros(len(spelt), dtype=np.int64)
    fonts[glyph] = runs.fonts[each]
    used = np.zeros(len(spelt), dtype=bool)
    used[glyph] = True
    widths = np.zeros(len(spelt))
    for place in np.flatnonzero(used).tolist():
        widths[place] = _width(runs.known_fonts[fonts[place]], spelt[place])
    texts = np.array(spelt, dtype=object)[glyph].tolist()
    return _Letters(each, texts, letters[glyph], origins, widths[glyph] * runs.sizes[each])


def _joined(
    glyph: Places, pieces: Choice, spelt: list[str], letters: Places
) -> tuple[Places, list[str], Places]:
    """Join glyphs of several letters, such as 'fi', which pdfium gives as letters in one place.

    Gives the glyph of each character that is left, and letters and numbers of all glyphs. The new ones have
    the number `BEYOND`.
    """
    of, new = glyph.tolist(), {}
    for place in reversed(np.flatnonzero(pieces).tolist()):
        joined = (of[place - 1], of[place])
        if joined not in new:
            new[joined] = len(spelt)
            spelt = [*spelt, spelt[joined[0]] + spelt[joined[1]]]
        of[place - 1] = new[joined]
    letters = np.append(letters, np.full(len(new), BEYOND))
    return np.array(of)[~pieces], spelt, letters


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


def _lone_spaces(runs: _Runs, text: Columns, printed: Places) -> tuple[Places, Numbers]:
    """Give the runs that are spaces which pdfium leaves out of its text, and the step of each.

    Raises `Unvouched` if text was left out that has ink: so is print struck twice, which must be counted.
    """
    left_out = np.ones(len(text), dtype=bool)
    left_out[printed] = False
    alone = np.flatnonzero(left_out)
    breadth = (text["right"] - text["left"])[alone]
    if ((breadth > NO_INK) & ((text["top"] - text["bottom"])[alone] > NO_INK)).any():
        raise Unvouched("text that pdfium passes over")
    spaces = [_width(runs.known_fonts[font], " ") for font in runs.fonts[alone].tolist()]
    # The box of several spaces reaches to where the last of them begins.
    return alone, np.array(spaces) * runs.sizes[alone] + breadth / runs.matrices[alone, 0]


def _boxes(runs: _Runs, each: Places, origins: Numbers, steps: Numbers, height: float) -> Numbers:
    """Give the boxes of characters, from the top left: each from its origin and step, by size and descent."""
    descents = np.array([font.descent for font in runs.known_fonts], dtype=np.float64)[runs.fonts]
    low, high = descents * runs.sizes, (descents + 1) * runs.sizes
    a, _, c, d = runs.matrices[:, :4].T
    left, right = np.minimum(c * low, c * high)[each], np.maximum(c * low, c * high)[each]
    x, y = origins.T
    top, bottom = height - (y + (d * high)[each]), height - (y + (d * low)[each])
    return np.round(np.stack([x + left, top, x + a[each] * steps + right, bottom], axis=1), 2)
