"""Letters that pdfium and the content stream tell otherwise, compared glyph by glyph.

A font may map a glyph to one letter by its table for Unicode and to another by its encoding. pdfium and
pdfminer take one or the other, and pdfplumber gives what pdfminer takes. Which glyph is which is told by
their order: each operator that shows text is a text object to pdfium, and both hold as many glyphs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from extract.pdf.pdfium.page_arrays import UnsupportedPage
from extract.pdf.text.characters import Choice, Places
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
    operators = list(contents.operators())
    if [name for name, _ in operators] != list(names):
        raise UnsupportedPage("a letter that the contents do not print")
    found: dict[int, Glyph] = {}
    order = np.argsort(runs, kind="stable")
    starts = np.searchsorted(runs[order], np.arange(len(operators) + 1))
    for run in sorted(set(runs[unknown].tolist())):
        glyphs = operators[run][1]
        places = order[starts[run] : starts[run + 1]].tolist()
        if len(places) != len(glyphs):
            raise UnsupportedPage("a letter that the contents do not print")
        for place, glyph in zip(places, glyphs, strict=True):
            if unknown[place]:
                found[place] = glyph
            elif _letters(spelt[place]) != glyph.counted:
                raise UnsupportedPage("a letter that the contents do not print")
    return found


def _letters(text: str) -> str:
    return "".join(map(compatible, text))
