"""Lines, frames and colours that a page draws, by one rule for every page reader."""

from __future__ import annotations

from extract.pdf.tolerances import HIGHEST_SHAPE, SHORTEST_RULE, THIN, WIDEST_SHAPE
from records.geometry import Box
from records.pages import Colour, Fill, Rule


def line_rules(box: Box) -> list[Rule]:
    """Return a line as a rule if it is level or upright and long enough to be a border."""
    if box.height < THIN and box.width >= SHORTEST_RULE:
        return [Rule(box, "level")]
    if box.width < THIN and box.height >= SHORTEST_RULE:
        return [Rule(box, "upright")]
    return []


def box_rules(box: Box, *, stroke: bool, fill: bool) -> list[Rule]:
    """Return the rules that a drawn rectangle shows: itself if it is thin, else the four sides it strokes."""
    if min(box.width, box.height) < THIN:
        return line_rules(box) if stroke or fill else []
    if not stroke:
        return []
    return [
        Rule(Box(box.x0, box.top, box.x1, box.top), "level"),
        Rule(Box(box.x0, box.bottom, box.x1, box.bottom), "level"),
        Rule(Box(box.x0, box.top, box.x0, box.bottom), "upright"),
        Rule(Box(box.x1, box.top, box.x1, box.bottom), "upright"),
    ]


def box_fill(box: Box, colour: Colour | None) -> list[Fill]:
    """Return the area that a filled rectangle colours; a thin one is a line and no area."""
    if colour is None or min(box.width, box.height) < THIN:
        return []
    return [Fill(box, colour)]


def shape_fill(box: Box, colour: Colour | None) -> list[Fill]:
    """Return the area that a filled shape other than a rectangle colours; a large one is a drawing."""
    if colour is None or box.height > HIGHEST_SHAPE or box.width > WIDEST_SHAPE:
        return []
    return [Fill(box, colour)]
