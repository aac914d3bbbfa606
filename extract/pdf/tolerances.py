"""Tolerances of geometry and typography by which pages are read, each with its unit and its reason."""

from __future__ import annotations

from typing import Final, TypeAlias

Points: TypeAlias = float
"""1/72 inch."""

Share: TypeAlias = float
"""A part of another length, which the text below names."""

Shade: TypeAlias = int
"""Steps of 255 from none to all."""

# Lines and shapes.

THIN: Final[Points] = 3.0
"""A filled box narrower than this is a drawn line: word processors draw borders so."""

SHORTEST_RULE: Final[Points] = 3.0
"""Shorter strokes are marks and not borders."""

LONGEST_PIECE: Final[Points] = 12.0
PIECE_GAP: Final[Points] = 8.0
FEWEST_PIECES: Final[int] = 8
"""Dots and dashes of one rule are no longer and no further apart, and it has so many at least."""

MOSTLY: Final[Share] = 0.8
"""So many of the pieces of a dotted rule, and of the gaps between them, are alike."""

HIGHEST_SHAPE: Final[Points] = 40.0
WIDEST_SHAPE: Final[Points] = 150.0
"""A filled shape with bent sides that is no larger is a dot or a pill, and given as a fill."""

COLOURFUL: Final[Share] = 0.2
"""A dot of a drawn page is no grey if its red, green and blue differ by more, each from 0 to 1."""

LEAST_COLOURED: Final[Share] = 0.25
MOST_ALIKE: Final[Share] = 0.9
SAME_HUE: Final[Share] = 0.07
"""A picture has one colour if so many of its dots are no grey, and so many of these differ from their middle
by no more of the circle of hues."""

PICTURE_PAGE: Final[Share] = 0.5
"""Pictures over more than this share of a page make it a scan, if it has no text but recognised text."""

# Characters, words and lines of text.

SAME_LINE: Final[Points] = 3.0
"""The tops of two characters of one line may differ by this: a raised 'th' does by two."""

WORD_GAP: Final[Share] = 0.25
"""A gap wider than this share of the letter size parts two words; spaces are wider than 0.2."""

NARROW_GAP: Final[Share] = 0.12
"""A gap wider than those between letters by this share of their size may part words."""

SET_TIGHT: Final[Share] = 0.06
TIGHT_LETTERS: Final[Share] = 0.6
"""Most gaps between letters of a line, this share of them, are no wider than the first, by their size."""

SET_APART: Final[Share] = 1.2
"""Letters of a word that are set apart are no further apart than this share of their size; words of them,
than twice as much."""

SAME_GAP: Final[Share] = 0.02
LEAST_STEP: Final[Points] = 1.0
SAME_STEP: Final[Share] = 0.02
"""Gaps between letters differ if by more than the first, a share of their size. Columns of letters are no
narrower than the second, and as wide as each other but for the third, a share of that width."""

DOUBLE_STRIKE: Final[Share] = 0.12
"""Two equal characters closer than this share of their size are one, struck twice to look bold."""

DOUBLED: Final[Share] = 0.3
"""A parser may take two equal letters closer than this share of their size for one."""

RAISED: Final[Share] = 0.75
"""Digits smaller than this share of the word that they follow, and raised, number a footnote."""

ON_ONE_SPOT: Final[Share] = 0.08
"""Two letters that begin closer than this share of their size stand on one another: none is so narrow."""

TALLEST: Final[Share] = 2.0
"""A word taller than so many letter sizes holds a letter of a watermark."""

NARROWEST: Final[Share] = 0.2
"""Letters of a word that step less than so many letter sizes stand on one another."""

CROWDED: Final[Share] = 0.2
"""Letters of a word closer than this share of its usual step stand on one another."""

SAME_HEIGHT: Final[Points] = 0.5
"""The tops of letters of one word differ by no more."""

WITHIN_A_WORD: Final[Share] = 0.1
"""Letters of one word are no further apart than this share of their height."""

LOWEST_DESCENT: Final[Share] = -0.6
USUAL_DESCENT: Final[Share] = -0.22
"""Letters of text reach less far below the line than the first, and usually as far as the second."""

SLANT: Final[Share] = 0.1
"""Letters leaning by more than this share of their height are italic, whatever their font is called."""

LEANING: Final[Share] = 0.7
"""Letters leaning by more, 35 degrees, are no italics: these lean by 20 at most."""

NO_INK: Final[Points] = 1e-4
"""Text with less ink across or down is spaces by themselves, which pdfium leaves out."""

SAME_WIDTH: Final[Share] = 1e-4
"""Two widths of one letter may differ by this share of its size: 0.01 points in large text."""

SAME_PLACE: Final[Points] = 0.5
"""Two readers may place one letter otherwise by this, across or down."""

# Text that is struck through, turned or hidden.

STRUCK_FROM: Final[Share] = 0.3
STRUCK_TO: Final[Share] = 0.7
"""A line between these shares of a word's height, from its top, strikes it; a lower one underlines it.

Under words whose font descends far, as Poppins, links are underlined at 0.74 of the height."""

STRUCK_WIDTH: Final[Share] = 0.8
"""Such lines cover this share of the word's width."""

STRIKE_ENDS: Final[Points] = 1.0
"""A strike ends this near to the edge of a letter, and borders that meet are no further apart."""

STRIKE_OVERHANG: Final[Share] = 0.4
"""A strike is longer than its words by less than this share of their size: a space that is struck, too."""

STRIKE_GAP: Final[Share] = 2.0
"""Struck words in a row are no further apart than this share of their size."""

TURNED: Final[Share] = 0.8
"""This share of a page's letters must be turned alike for the page to be turned with them."""

TINY: Final[Points] = 1.0
"""Nobody reads text whose size, and the height of its ink, are smaller."""

ALIKE: Final[Share] = 0.03
"""Colours that differ by less in red, green and blue, each from 0 to 1, may hide text:
light grey on white differs by more."""

SAME_SHADE: Final[Shade] = 3
"""A picture that changes by no more where a word is taken away did not show the word."""

FAINTEST: Final[Shade] = 12
"""Text that is less opaque leaves white paper white."""

# Watermarks.

BIG: Final[Share] = 2.5
"""Letters this many times as large as most of the page are big."""

PALE: Final[Share] = 0.6
PAPER: Final[Share] = 0.97
"""Letters at least so bright are pale, from 0 (black) to 1; brighter ones are white, for dark grounds."""

SEE_THROUGH: Final[Shade] = 180
"""Letters less opaque are meant to be read through."""

LEVEL: Final[Share] = 0.02
"""A line of letters that rises or falls by no more is level."""

CORE: Final[Share] = 0.2
"""Letters collide if they share so much of the lower one's height; of a taller one the same share of what
it is taller by is left out, above or below."""

COLLIDING: Final[Share] = 0.2
LEAST_COLLIDING: Final[int] = 2
"""So much of the letters of a watermark stands on other letters or rules, and so many."""

SHADOW: Final[Share] = 0.5
"""Equal letters closer than this share of their size are one letter and its shadow."""
