"""Watermarks: letters printed across a page to mark it, set apart before words and lines are made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeAlias

import msgspec
import numpy as np

from extract.pdf.text.characters import Characters, Choice, Numbers, Places, Style
from extract.pdf.tolerances import (
    BIG,
    COLLIDING,
    CORE,
    LEAST_COLLIDING,
    PALE,
    PAPER,
    SHADOW,
)
from records.geometry import Box
from records.pages import Rule, Word, packed

Match: TypeAlias = "np.ndarray[tuple[int, int], np.dtype[np.bool_]]"

BRIGHTNESS = (0.2126, 0.7152, 0.0722)
"""How much red, green and blue add to the brightness of a colour, as in sRGB."""

MOST_LETTERS = 3_000
"""More letters that may be of a watermark are text: a page in grey."""


class _String(msgspec.Struct, frozen=True):
    """The places of letters that were printed one after the other in one style."""

    places: Places
    text: str
    style: int


def part_watermark(
    characters: Characters, rules: Sequence[Rule], page: int
) -> tuple[Characters, tuple[Word, ...]]:
    """Return the characters of a page without those of watermarks, and the words of these.

    A watermark is big, pale or see-through, and stands on other letters; or it is big, pale or slanted, and
    stands across rules; or it is big, slanted and pale. See-through counts as pale. A repeated string is one
    everywhere if it is one at one place. Words are given in the order of printing, numbered from 0, their
    letters spread evenly.
    """
    if not len(characters.codes):
        return characters, ()
    usual = _usual_size(characters)
    big = [style.size >= BIG * usual for style in characters.known]
    faint = [_is_faint(style) for style in characters.known]
    chosen = np.array([any(pair) for pair in zip(big, faint, strict=True)], dtype=bool)[characters.styles]
    if not chosen.any() or np.count_nonzero(chosen) > MOST_LETTERS:
        return characters, ()
    strings = list(_strings(characters, chosen))
    others = characters.only(np.flatnonzero(~chosen & _inked(characters)))
    marks = {
        (string.text, string.style)
        for string in strings
        if _collides(characters, string, others)
        or (big[string.style] and _is_set_across(characters, string, rules, pale=faint[string.style]))
    }
    found = [string for string in strings if (string.text, string.style) in marks]
    if not found:
        return characters, ()
    gone = np.zeros(len(characters.codes), dtype=bool)
    gone[np.concatenate([string.places for string in found])] = True
    words = tuple(_words(characters, found, page))
    return characters.only(np.flatnonzero(~gone)), words


def _usual_size(characters: Characters) -> float:
    """Return the letter size of most characters that stand on a level or upright line."""
    sizes: dict[float, int] = {}
    counts = np.bincount(characters.styles, minlength=len(characters.known)).tolist()
    for style, count in zip(characters.known, counts, strict=True):
        if not style.slanted and not _is_faint(style):
            sizes[style.size] = sizes.get(style.size, 0) + count
    return max(sizes, key=lambda size: sizes[size], default=0.0) or 1.0


def _is_faint(style: Style) -> bool:
    """Return whether letters are pale or see-through; white ones are not meant for white paper."""
    if style.see_through:
        return True
    if style.colour is None:
        return False
    bright = sum(part * share for part, share in zip(style.colour, BRIGHTNESS, strict=True))
    return PALE <= bright < PAPER


def _inked(characters: Characters) -> Choice:
    return np.array([not text.isspace() for text in characters.texts], dtype=bool)


def _strings(characters: Characters, chosen: Choice) -> Iterator[_String]:
    """Yield the strings of letters that may be watermarks, in the order of printing."""
    places = np.flatnonzero(chosen)
    x0, top, x1, _ = characters.boxes[places].T
    styles = characters.styles[places]
    sizes = np.array([style.size for style in characters.known])[styles]
    slanted = np.array([style.slanted for style in characters.known], dtype=bool)[styles]
    begins = np.ones(len(places), dtype=bool)
    moved = (np.abs(np.diff(top)) > CORE * sizes[1:]) | (x0[1:] < x0[:-1]) | (x0[1:] - x1[:-1] > sizes[1:])
    begins[1:] = (styles[1:] != styles[:-1]) | (np.diff(places) > 1) | (moved & ~slanted[1:])
    for part in np.split(places, np.flatnonzero(begins)[1:]):
        inked = [place for place in part.tolist() if not characters.texts[place].isspace()]
        if inked:
            text = "".join(characters.texts[inked])
            yield _String(part, text, int(characters.styles[part[0]]))


def _collides(characters: Characters, string: _String, others: Characters) -> bool:
    """Return whether a string stands on other letters, which are not the same as those of a shadow are."""
    letters = characters.only(string.places)
    inked = _inked(letters)
    one = letters.boxes[inked]
    near = _near(one, others.boxes)
    if not near.any():
        return False
    other = others.boxes[near]
    met = _overlaps(one, other)
    same = letters.codes[inked][:, None] == others.codes[near][None, :]
    size = min((one[:, 3] - one[:, 1]).max(), (other[:, 3] - other[:, 1]).max())
    apart = np.abs(one[:, None, :2] - other[None, :, :2]).max(axis=2)
    if 2 * np.count_nonzero((same & (apart < SHADOW * size)).any(axis=1)) > len(one):
        return False
    colliding, covered = np.count_nonzero(met.any(axis=1)), np.count_nonzero(met.any(axis=0))
    return bool(covered > len(one) or colliding >= max(LEAST_COLLIDING, COLLIDING * len(one)))


def _near(boxes: Numbers, others: Numbers) -> Choice:
    """Return which of the others share some area with the box round all boxes."""
    left, top = boxes[:, :2].min(axis=0)
    right, bottom = boxes[:, 2:].max(axis=0)
    x0, y0, x1, y1 = others.T
    near: Choice = (x0 < right) & (x1 > left) & (y0 < bottom) & (y1 > top)
    return near


def _overlaps(boxes: Numbers, others: Numbers) -> Match:
    """Return which of the others each box overlaps: the middle of one lies within the sides of the other.

    The taller one is measured without what its letter leaves free above and below it.
    """
    x0, top, x1, bottom = boxes.T[:, :, None]
    other_x0, other_top, other_x1, other_bottom = others.T[:, None, :]
    tall, other_tall = bottom - top, other_bottom - other_top
    free, other_free = (CORE * np.maximum(0, more) for more in (tall - other_tall, other_tall - tall))
    lowest = np.minimum(bottom - free, other_bottom - other_free)
    shared = lowest - np.maximum(top + free, other_top + other_free)
    middle, other_middle = (x0 + x1) / 2, (other_x0 + other_x1) / 2
    beside = ((middle > other_x0) & (middle < other_x1)) | ((other_middle > x0) & (other_middle < x1))
    met: Match = beside & (shared > CORE * np.minimum(tall, other_tall))
    return met


def _is_set_across(characters: Characters, string: _String, rules: Sequence[Rule], *, pale: bool) -> bool:
    """Return whether a big string is slanted and pale, or one of the two and crossed by rules."""
    slanted = characters.known[string.style].slanted
    return (slanted and pale) or ((slanted or pale) and _crosses(characters, string, rules))


def _crosses(characters: Characters, string: _String, rules: Sequence[Rule]) -> bool:
    """Return whether rules go through letters of a string."""
    x0, top, x1, bottom = characters.boxes[string.places].T
    margin = CORE * (bottom - top)
    for rule in rules:
        box = rule.box
        x, y = box.middle
        if rule.direction == "level":
            through = (y > top + margin) & (y < bottom - margin) & (box.x0 <= x0) & (box.x1 >= x1)
        else:
            through = (x > x0) & (x < x1) & (box.top <= top + margin) & (box.bottom >= bottom - margin)
        if through.any():
            return True
    return False


def _words(characters: Characters, strings: Sequence[_String], page: int) -> Iterator[Word]:
    index = 0
    for string in strings:
        style = characters.known[string.style]
        for space, run in groupby(string.places.tolist(), lambda at: str(characters.texts[at]).isspace()):
            if space:
                continue
            letters = list(run)
            text = "".join(characters.texts[letters])
            boxes = characters.boxes[letters]
            box = Box(*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())
            step = box.width / len(text)
            edges = (*(round(box.x0 + at * step, 2) for at in range(len(text))), box.x1)
            yield Word(page, index, text, box, packed(edges), style.font, style.size, style.colour)
            index += 1
