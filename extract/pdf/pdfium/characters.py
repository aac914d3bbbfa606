"""The characters of a page as pdfium finds them, placed as pdfplumber places them.

pdfium's own boxes are no use for that: they are as high as the font says its highest letter is, and as
wide as the ink where that is wider than the step to the next letter. So each box is made anew, from the
character's origin, the size of the text, and what the contents tell of the font: how far each letter
steps and how far the font reaches below the line.
"""

from __future__ import annotations

import ctypes
import sys
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from math import isnan, nan

import msgspec
import numpy as np
import pypdfium2.raw as pdfium

from extract.pdf.pdfium.aligned_letters import align_letters, breadth_of_spaces, operators_of
from extract.pdf.pdfium.page_arrays import MOST_CODES, PageArrays, UnsupportedPage, colour_of
from extract.pdf.text.characters import (
    BEYOND,
    CONTROL,
    NO_BREADTH,
    UNKNOWN_GLYPH,
    Characters,
    Choice,
    Numbers,
    Places,
    Style,
    Texts,
)
from extract.pdf.tolerances import LEANING, SEE_THROUGH, SLANT
from extract.pdf.verify.content_stream import Contents, FontMetrics, Glyph
from extract.pdf.verify.letter_counts import compatible

LINE_END_HYPHENS = (0x0002, 0xFFFE)
"""What pdfium gives for a hyphen at the end of a line."""

ALIKE = {"-": "\u00ad\u2010", " ": "\u00a0\t", "\u00a0": " "}
"""Letters that pdfium gives for others."""

SPELT = ctypes.create_string_buffer(512)
"""Room for the name of a font, and its length; a longer one is left out of it."""


class _Runs(msgspec.Struct, frozen=True):
    """What the characters of each text object share; `fonts` and `styles` are places in what is known.

    `numbers` gives the place of a font by its address, `bases` their names in the file.
    """

    fonts: Places
    styles: Places
    sizes: Numbers
    matrices: Numbers
    numbers: Mapping[int, int]
    known_fonts: Sequence[FontMetrics]
    bases: Sequence[str]
    known_styles: Sequence[Style]


class _Letters(msgspec.Struct, frozen=True):
    """Each character's run, glyph, origin, and step in the scale of its run.

    `texts` and `codes` are those of the glyphs; the last glyph is a space. `otherwise` is the text as pdfium
    gives it, if the contents tell other letters.
    """

    runs: Places
    glyphs: Places
    x: Numbers
    y: Numbers
    steps: Numbers
    texts: Texts
    codes: Places
    otherwise: str


def read_characters(
    page: PageArrays, height: float, contents: Contents, unseen: Collection[int] = ()
) -> tuple[Characters, str]:
    """Return the printed characters of a page `height` points high. Raises `UnsupportedPage`.

    `contents` tell of each font, `unseen` are the addresses of text that nobody sees. Where the contents
    tell other letters than pdfium these are taken, and the text is returned as pdfium gives it, else ''.
    """
    runs = _runs(page, contents.fonts, unseen)
    letters = _letters(page, runs, contents)
    left_out = np.ones(len(page.text), dtype=bool)
    left_out[letters.runs] = False
    alone = np.flatnonzero(left_out)
    breadth = breadth_of_spaces(page.text[alone], partial(_glyphs_of, runs, contents, alone))
    alone_steps = _steps_of_spaces(runs, alone, breadth)
    each, steps = np.append(letters.runs, alone), np.append(letters.steps, alone_steps)
    x = np.append(letters.x, runs.matrices[alone, 4])
    y = np.append(letters.y, runs.matrices[alone, 5])
    glyphs = np.append(letters.glyphs, np.full(len(alone), len(letters.codes) - 1))
    characters = Characters(
        letters.texts.take(glyphs),
        np.minimum(letters.codes, BEYOND).take(glyphs),
        _boxes(runs, each, x, y, steps, height),
        runs.styles.take(each),
        runs.known_styles,
    )
    return characters, letters.otherwise


def _runs(page: PageArrays, told: Mapping[str, FontMetrics], unseen: Collection[int]) -> _Runs:
    """Describe text objects. Raises `UnsupportedPage`."""
    text = page.text
    sizes, matrices = text["size"].astype(np.float64), text["matrix"]
    if not text["font"].all() or not (sizes > 0).all():
        raise UnsupportedPage("text without a font or a size")
    a, b, c, d = matrices[:, :4].T
    if not (a > 0).all() or b.any() or not (d > 0).all() or (np.abs(c) > LEANING * d).any():
        raise UnsupportedPage("letters that are turned")
    shades = np.ascontiguousarray(text["colour"]).view(np.uint32)[:, 0]
    seen = ~np.isin(text["address"], list(unseen)) if unseen else np.ones(len(text), dtype=bool)
    looks = (text["font"], np.abs(c) > SLANT * d, sizes * d, shades, text["coloured"], seen)
    # Objects of one look follow each other: only where it changes is it looked at.
    changes = np.ones(len(text), dtype=bool)
    changes[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in looks])
    firsts, each = np.flatnonzero(changes), np.cumsum(changes) - 1
    numbers: dict[int, int] = {}
    styles: dict[tuple[int, bool, float, int, int, bool], int] = {}
    fonts, places = [], []
    for font, leans, size, *others in zip(*(column[firsts].tolist() for column in looks), strict=True):
        fonts.append(numbers.setdefault(font, len(numbers)))
        look = fonts[-1], leans, round(size, 2), *others
        places.append(styles.setdefault(look, len(styles)))
    bases = [_base(address) for address in numbers]
    known = [_describe(address, base, page, told) for address, base in zip(numbers, bases, strict=True)]
    return _Runs(
        np.array(fonts, dtype=np.int64)[each],
        np.array(places, dtype=np.int64)[each],
        sizes,
        matrices,
        numbers,
        known,
        bases,
        [_style(known, *look) for look in styles],
    )


def _style(
    known: Sequence[FontMetrics],
    font: int,
    leans: bool,
    size: float,
    shades: int,
    coloured: int,
    seen: bool,
) -> Style:
    name = known[font].name + ("-Oblique" if leans else "")
    told = shades.to_bytes(4, sys.byteorder)
    colour = colour_of(told) if coloured else None
    see_through = bool(coloured) and told[3] < SEE_THROUGH
    return Style(name, size, colour, upright=True, seen=seen, see_through=see_through)


def _base(address: int) -> str:
    """Return the name of a font in the file, without that of its subset."""
    font = ctypes.cast(address, pdfium.FPDF_FONT)
    length = pdfium.FPDFFont_GetBaseFontName(font, SPELT, len(SPELT))
    return SPELT.raw[: max(0, length - 1)].decode("utf-8", "replace").rpartition("+")[2]


def _describe(address: int, base: str, page: PageArrays, fonts: Mapping[str, FontMetrics]) -> FontMetrics:
    """Return what the contents tell of a font of pdfium's, by its name.

    Fonts of one name that differ are told apart by the letters that the page shows in each, and how many.
    Raises `UnsupportedPage` where that is not certain.
    """
    if base not in fonts:
        raise UnsupportedPage("a font that pdfium calls by another name")
    known = fonts[base]
    if not known.differs:
        return known
    alike = known.apart
    if len(alike) > 1:
        shown = _shown_in(address, page)
        alike = [font for font in known.apart if font.shown == shown]
    if len(alike) == 1:
        return alike[0]
    if isnan(known.descent):
        raise UnsupportedPage("two fonts of one name")
    return known


def _shown_in(address: int, page: PageArrays) -> Counter[str]:
    """Return how often pdfium finds each letter in a font, as `FontMetrics.shown` counts them."""
    shown: Counter[str] = Counter()
    here = page.glyphs["font"] == address
    counts = np.bincount(page.characters["glyph"], minlength=len(page.glyphs))[here]
    for letter, count in zip(page.glyphs["letter"][here].tolist(), counts.tolist(), strict=True):
        spelt = "-" if letter in LINE_END_HYPHENS else chr(letter)
        for piece in compatible(spelt):
            shown[piece] += count
    return shown


def _widths(runs: _Runs, fonts: Sequence[int], spelt: Sequence[str]) -> Numbers:
    """Return the advance width of each glyph as its font tells it, `nan` where it does not or is unknown."""
    tables = [font.widths for font in runs.known_fonts]
    return np.array(
        [
            tables[font].get(letter, nan) if UNKNOWN_GLYPH not in letter else nan
            for font, letter in zip(fonts, spelt, strict=True)
        ]
    )


def _letters(page: PageArrays, runs: _Runs, contents: Contents) -> _Letters:
    """Return the characters apart. Raises `UnsupportedPage`."""
    characters = page.characters
    if (page.glyphs["letter"] == ord(NO_BREADTH)).any():
        characters = characters[(page.glyphs["letter"] != ord(NO_BREADTH))[characters["glyph"]]]
    objects, glyph = characters["object"], characters["glyph"]
    if (objects < 0).any():
        raise UnsupportedPage("text that stands in no object of the page")
    letters = page.glyphs["letter"].astype(np.int64)
    letters[(letters == LINE_END_HYPHENS[0]) | (letters == LINE_END_HYPHENS[1])] = ord("-")
    if (letters >= MOST_CODES).any():
        raise UnsupportedPage("a glyph that has no letter")
    spelt = [
        UNKNOWN_GLYPH if is_unmapped == 1 else chr(letter)
        for letter, is_unmapped in zip(letters.tolist(), page.glyphs["unmapped"].tolist(), strict=True)
    ]
    fonts = [runs.numbers[font] for font in page.glyphs["font"].tolist()]
    run_of = np.zeros(len(page.objects), dtype=np.int64)
    run_of[page.text_places] = np.arange(len(page.text_places))
    each, x, y = run_of.take(objects), characters["x"], characters["y"]
    pieces = np.zeros(len(each), dtype=bool)
    pieces[1:] = (x[1:] == x[:-1]) & (y[1:] == y[:-1]) & (each[1:] == each[:-1])
    if pieces.any():
        glyph, spelt, fonts, letters = _joined(glyph, pieces, spelt, fonts, letters)
        kept = np.flatnonzero(~pieces)
        each, x, y = each[kept], x[kept], y[kept]
    if CONTROL.search("".join(spelt)):
        spelt = [UNKNOWN_GLYPH if CONTROL.search(letter) else letter for letter in spelt]
    widths = _widths(runs, fonts, spelt)
    otherwise = ""
    if (unknown := np.isnan(widths)).any():
        for place in set(np.flatnonzero(unknown).tolist()) & set(glyph.tolist()):
            if UNKNOWN_GLYPH not in spelt[place]:
                widths[place] = _width(runs.known_fonts[fonts[place]], spelt[place])
        if np.isnan(widths[glyph]).any():
            otherwise = "".join(map(spelt.__getitem__, glyph.tolist()))
            glyph, spelt, widths = _aligned(contents, runs, each, glyph, spelt, widths)
            letters = np.array([ord(text) if len(text) == 1 else BEYOND for text in spelt])
    steps = widths.take(glyph) * runs.sizes.take(each)
    texts = np.array([*spelt, " "], dtype=object)
    return _Letters(each, glyph, x, y, steps, texts, np.append(letters, ord(" ")), otherwise)


def _aligned(
    contents: Contents, runs: _Runs, each: Places, glyph: Places, spelt: list[str], widths: Numbers
) -> tuple[Places, list[str], Numbers]:
    """Return glyphs, letters and widths with those that the contents tell where widths are not known."""
    unknown = np.isnan(widths)[glyph]
    told = align_letters(contents, _names(runs), each, [spelt[place] for place in glyph.tolist()], unknown)
    glyph, new = glyph.copy(), {}
    for place, one in told.items():
        if one not in new:
            new[one] = len(spelt)
            spelt = [*spelt, one.text]
            widths = np.append(widths, one.width)
        glyph[place] = new[one]
    return glyph, spelt, widths


def _names(runs: _Runs) -> list[str]:
    """Return the name of the font of each run."""
    return [runs.bases[font] for font in runs.fonts.tolist()]


def _joined(
    glyph: Places, pieces: Choice, spelt: list[str], fonts: list[int], letters: Places
) -> tuple[Places, list[str], list[int], Places]:
    """Join glyphs of several letters, such as 'fi', which pdfium gives as letters in one place.

    Gives the glyph of each character that is left, and letters, font and number of all glyphs. The new ones
    have the number `BEYOND`.
    """
    of, new = glyph.tolist(), {}
    for place in reversed(np.flatnonzero(pieces).tolist()):
        joined = (of[place - 1], of[place])
        if joined not in new:
            new[joined] = len(spelt)
            spelt = [*spelt, _one_text(spelt[joined[0]], spelt[joined[1]])]
            fonts = [*fonts, fonts[joined[0]]]
        of[place - 1] = new[joined]
    letters = np.append(letters, np.full(len(new), BEYOND))
    return np.array(of)[~pieces], spelt, fonts, letters


def _one_text(first: str, second: str) -> str:
    """Return letters in one place as one text; pdfium gives an emoji as two halves (UTF-16)."""
    return (first + second).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _width(font: FontMetrics, letter: str) -> float:
    """Return the advance width of a letter at size 1, `nan` if it is not known."""
    alike = (font.widths[same] for same in ALIKE.get(letter, "") if same in font.widths)
    return font.widths[letter] if letter in font.widths else next(alike, nan)


def _glyphs_of(runs: _Runs, contents: Contents, some: Places) -> list[list[Glyph]] | None:
    """Return the glyphs of some runs by the contents; None if these do not tell them one by one."""
    operators = operators_of(contents, _names(runs))
    return None if operators is None else [operators[at] for at in some.tolist()]


def _steps_of_spaces(runs: _Runs, alone: Places, breadth: Numbers) -> Numbers:
    """Return the steps of runs that are spaces by themselves. Raises `UnsupportedPage`."""
    fonts = runs.fonts[alone]
    spaces = np.zeros(len(runs.known_fonts))
    for font in set(fonts.tolist()):
        spaces[font] = _width(runs.known_fonts[font], " ")
    if np.isnan(spaces).any():
        raise UnsupportedPage("a space that the contents do not print")
    # The box of several spaces reaches to where the last of them begins.
    steps: Numbers = spaces[fonts] * runs.sizes[alone] + breadth / runs.matrices[alone, 0]
    return steps


def _boxes(runs: _Runs, each: Places, x: Numbers, y: Numbers, steps: Numbers, height: float) -> Numbers:
    """Return the boxes of characters, in points from the top left: by origin, step, size and descent."""
    descents = np.array([font.descent for font in runs.known_fonts], dtype=np.float64)[runs.fonts]
    low, high = descents * runs.sizes, (descents + 1) * runs.sizes
    a, _, c, d = runs.matrices[:, :4].T
    boxes = np.empty((len(each), 4))
    boxes[:, 0], boxes[:, 2] = x, x + a.take(each) * steps
    if c.any():  # letters lean, and reach over to a side
        boxes[:, 0] += np.minimum(c * low, c * high).take(each)
        boxes[:, 2] += np.maximum(c * low, c * high).take(each)
    boxes[:, 1], boxes[:, 3] = height - (y + (d * high).take(each)), height - (y + (d * low).take(each))
    return boxes.round(2, out=boxes)
