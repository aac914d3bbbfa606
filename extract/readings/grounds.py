"""The filled areas on which words stand: what a person sees as a card, a box or a band of colour."""

from __future__ import annotations

from collections.abc import Iterable

from extract.tolerances import GROUND_GAP, GROUND_HEIGHT, GROUND_WIDTH, NEARLY_WHITE, WHOLE_PAGE
from records.geometry import Box, around, holds
from records.pages import Fill, Page, Word

Key = tuple[int, int, int]

MOST_GROUNDS = 100
"""Areas of a page that are looked at; more are a drawing."""


def grounds_of(page: Page, words: Iterable[Word], first: int) -> dict[Key, int]:
    """Return for each word on a ground its number, from `first`: the smallest ground that holds it."""
    grounds = sorted(find_grounds(page), key=lambda box: box.width * box.height)
    found: dict[Key, int] = {}
    for word in words if grounds else ():
        x, y = word.box.middle
        for number, box in enumerate(grounds, first):
            if box.height >= GROUND_HEIGHT * word.size and holds(box, x, y):
                found[word.key] = number
                break
    return found


def find_grounds(page: Page) -> list[Box]:
    """Return the boxes of the grounds of a page; areas of one colour below each other are one."""
    fills = [fill for fill in page.fills if _may_be_ground(fill, page)]
    if len(fills) > MOST_GROUNDS:
        return []
    found: list[Fill] = []
    for fill in sorted(fills, key=lambda each: (each.box.x0, each.box.top)):
        if found and _goes_on(found[-1], fill):
            found[-1] = Fill(around((found[-1].box, fill.box)), fill.colour)
        else:
            found.append(fill)
    return [fill.box for fill in found]


def _may_be_ground(fill: Fill, page: Page) -> bool:
    box = fill.box
    return (
        box.width >= GROUND_WIDTH
        and min(fill.colour) < NEARLY_WHITE  # Word processors draw white boxes behind paragraphs.
        and not (box.width > WHOLE_PAGE * page.width and box.height > WHOLE_PAGE * page.height)
    )


def _goes_on(upper: Fill, lower: Fill) -> bool:
    """Return whether an area carries on the one above: of its colour, as wide, without white between."""
    return (
        upper.colour == lower.colour
        and abs(upper.box.x0 - lower.box.x0) < GROUND_GAP
        and abs(upper.box.x1 - lower.box.x1) < GROUND_GAP
        and lower.box.top - upper.box.bottom < GROUND_GAP
    )
