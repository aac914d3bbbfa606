"""Letters that pdfium and the content stream tell otherwise, compared glyph by glyph.

A font may map a glyph to one letter by its table for Unicode and to another by its encoding. pdfium and
pdfminer take one or the other, and pdfplumber gives what pdfminer takes. Which glyph is which is told by
their order: each operator that shows text is a text object to pdfium, and both hold as many glyphs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import compress

import numpy as np

from extract.pdf.pdfium.page_arrays import Columns, UnsupportedPage
from extract.pdf.text.characters import Choice, Numbers, Places
from extract.pdf.tolerances import NO_INK
from extract.pdf.verify.content_stream import Contents, Glyph
from extract.pdf.verify.letter_counts import compatible


def align_letters(
    contents: Contents, names: Sequence[str], runs: Places, spelt: Sequence[str], unknown: Choice
) -> Mapping[int, Glyph]:
    """Return the glyph in the contents for each character that is `unknown`, by its place.

    `names` are the fonts of the text objects, `runs` the places of the objects that hold each character, and
    `spelt` the letters of each by pdfium. Raises `UnsupportedPage` where these objects are not the operators
    of the contents, one by one, or where other letters than the unknown ones differ.
    """
    operators = operators_of(contents, names)
    if operators is None:
        raise UnsupportedPage("a letter that the contents do not print")
    found: dict[int, Glyph] = {}
    order = np.argsort(runs, kind="stable")
    starts = np.searchsorted(runs[order], np.arange(len(operators) + 1))
    for run in sorted(set(runs[unknown].tolist())):
        glyphs = operators[run]
        places = order[starts[run] : starts[run + 1]].tolist()
        if len(places) != len(glyphs):
            raise UnsupportedPage("a letter that the contents do not print")
        for place, glyph in zip(places, glyphs, strict=True):
            if unknown[place]:
                found[place] = glyph
            elif _letters(spelt[place]) != glyph.counted:
                raise UnsupportedPage("a letter that the contents do not print")
    return found


def operators_of(contents: Contents, names: Sequence[str]) -> list[list[Glyph]] | None:
    """Return the glyphs of the operator that each text object is; None where they are not one by one.

    `names` are the fonts of the text objects.
    """
    operators = list(contents.operators())
    if [name for name, _ in operators] != list(names):
        return None
    return [glyphs for _, glyphs in operators]


def breadth_of_spaces(text: Columns, glyphs: Callable[[], Sequence[Sequence[Glyph]] | None]) -> Numbers:
    """Return how far apart the first and the last are of the spaces that each text object is.

    `text` are the objects that pdfium leaves out of its text, `glyphs` gives what each shows. Raises
    `UnsupportedPage` if one of them has ink and may be no spaces: so is text struck twice, which is counted.
    """
    breadth: Numbers = (text["right"] - text["left"]).astype(np.float64)
    height = (text["top"] - text["bottom"]).astype(np.float64)
    inked = (breadth > NO_INK) & (height > NO_INK)
    if inked.any():
        told = glyphs()
        if told is None or not all(map(_are_spaces, compress(told, inked))):
            raise UnsupportedPage("text that pdfium passes over")
        # The box of letters that are stroked is wider by the stroke, and that of a space is nothing else.
        breadth[inked] -= height[inked]
    return breadth


def _are_spaces(glyphs: Sequence[Glyph]) -> bool:
    return bool(glyphs) and all(glyph.text.isspace() for glyph in glyphs)


def _letters(text: str) -> str:
    return "".join(map(compatible, text))
