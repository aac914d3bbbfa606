"""The marks that open a list item: bullets, which are dropped, and labels, which are kept."""

from extract.layout.printed_numbers import ITEM

DASHES = frozenset("-–—−")
"""Dashes open list items too, but also stand between words."""

BULLETS = frozenset("•●∙·▪▫■□◼◻◾◽○◦⚫⚪➢➤►▶▸‣⁃✓✔❖◆◇*") | DASHES
"""Glyphs that stand alone before a list item."""


def is_bullet(word: str, font: str = "") -> bool:
    """Return whether a word is a bullet: one glyph of the list, of a symbol font's private range, or unknown.

    Wingdings and Symbol bullets reach the text as private-use characters, U+F000 to U+F0FF, or as
    glyphs without a letter, U+FFFD. Word sets its second bullet as an 'o' of Courier.
    """
    if word == "o" and "courier" in font.lower():
        return True
    return len(word) == 1 and (word in BULLETS or "\uf000" <= word <= "\uf0ff" or word == "\ufffd")


def is_label(word: str) -> bool:
    """Return whether a word is a printed label of a list item, such as `a)` or `(iv)` or `3.`."""
    return ITEM.match(word) is not None
