"""The printed characters of a page, one by one and in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from extract.pdf.tolerances import SAME_HEIGHT, WITHIN_A_WORD
from records.geometry import Box
from records.pages import Colour

Numbers: TypeAlias = npt.NDArray[np.float64]
Places: TypeAlias = npt.NDArray[np.int64]
Choice: TypeAlias = npt.NDArray[np.bool_]
Texts: TypeAlias = npt.NDArray[np.object_]

UNKNOWN_GLYPH = "\ufffd"
"""Stands for a glyph that the PDF does not map to a letter."""


NO_BREADTH = "\u200b"
"""A space of no breadth: a place where a line may end, which readers leave out. pdfium does of itself."""

CONTROL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f]")
"""What no PDF prints: a glyph that is read so has a letter that its damaged font does not tell."""

BEYOND = 0xFFFF
"""Stands among the numbers of characters for those of more than 16 bits and glyphs of several letters."""


class Style(msgspec.Struct, frozen=True):
    """What characters printed in one go have in common."""

    font: str
    size: float
    colour: Colour | None
    upright: bool
    down: bool = False
    seen: bool = True
    """Whether anybody sees them (see `pdfium.hidden_text_search`)."""
    see_through: bool = False
    """Whether what is behind them shows through."""
    slanted: bool = False
    """Whether the line they stand on is neither level nor upright, or they lean further than italics do."""


class Character(msgspec.Struct, frozen=True):
    """One printed character, as a reader finds it.

    `upright` is False for text turned by any angle; `down` tells turned text that reads downwards.
    """

    text: str
    box: Box
    font: str
    size: float
    colour: Colour | None
    upright: bool
    down: bool = False
    see_through: bool = False
    slanted: bool = False


class Characters(msgspec.Struct, frozen=True):
    """The characters of a page in columns: thousands are handled in one step.

    `codes` tells each by its number in Unicode, or `BEYOND`. `boxes` has four columns, left, top, right
    and bottom, in points rounded to a hundredth; `styles` holds the place of each one's style in `known`.
    """

    texts: Texts
    codes: Places
    boxes: Numbers
    styles: Places
    known: Sequence[Style]

    @classmethod
    def of(cls, characters: Sequence[Character]) -> Characters:
        """Return the columns of a list of characters."""
        known: dict[Style, int] = {}
        styles = np.empty(len(characters), dtype=np.int64)
        boxes = np.empty((len(characters), 4))
        for place, c in enumerate(characters):
            looks = {"see_through": c.see_through, "slanted": c.slanted}
            style = Style(c.font, c.size, c.colour, c.upright, c.down, **looks)
            styles[place] = known.setdefault(style, len(known))
            boxes[place] = c.box.x0, c.box.top, c.box.x1, c.box.bottom
        texts = [c.text for c in characters]
        codes = [min(ord(text), BEYOND) if len(text) == 1 else BEYOND for text in texts]
        return cls(np.array(texts, dtype=object), np.array(codes, dtype=np.int64), boxes, styles, [*known])

    def only(self, places: Places) -> Characters:
        """Return some of them."""
        boxes, styles = self.boxes.take(places, axis=0), self.styles.take(places)
        return Characters(self.texts.take(places), self.codes.take(places), boxes, styles, self.known)

    def parted(self, chosen: Choice) -> tuple[Characters, Characters]:
        """Return those that are chosen, and the others."""
        if chosen.all():
            return self, self.only(np.empty(0, dtype=np.int64))
        return self.only(np.flatnonzero(chosen)), self.only(np.flatnonzero(~chosen))

    def one(self, place: int) -> Character:
        """Return a character by itself."""
        style = self.known[self.styles[place]]
        box = Box(*self.boxes[place].tolist())
        look = style.font, style.size, style.colour, style.upright, style.down
        return Character(self.texts[place], box, *look, style.see_through, style.slanted)


def is_cut(inside: Characters, outside: Characters) -> bool:
    """Return whether a word that begins inside the page goes on outside it: its end cannot be seen."""
    printed = [place for place, text in enumerate(outside.texts) if not text.isspace()]
    if not printed or not len(inside.codes):
        return False
    ink = np.array([not text.isspace() for text in inside.texts])
    _, top, right, _ = inside.boxes[ink].T
    for left, high, _, low in outside.boxes[printed].tolist():
        step = left - right
        if ((np.abs(top - high) < SAME_HEIGHT) & (np.abs(step) < WITHIN_A_WORD * (low - high))).any():
            return True
    return False
