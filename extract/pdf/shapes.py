"""Lines, frames and colours that a page draws, by one rule for every page reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from extract.pdf.tolerances import (
    FEWEST_PIECES,
    HIGHEST_SHAPE,
    LONGEST_PIECE,
    MOSTLY,
    PIECE_GAP,
    SAME_HEIGHT,
    SHORTEST_RULE,
    THIN,
    WIDEST_SHAPE,
)
from records.geometry import Box, around
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


def short_piece(box: Box, *, drawn: bool = True) -> list[Box]:
    """Return a drawn shape too short for a border by itself: it may be a dot of a dotted one."""
    return [box] if drawn and max(box.width, box.height) < SHORTEST_RULE else []


def join_pieces(rules: Sequence[Rule], dots: Sequence[Box]) -> Sequence[Rule]:
    """Return rules, with dots and short strokes that stand in a row on one line joined to one rule.

    Exports of spreadsheets draw dotted and dashed borders piece by piece, as lines, thin boxes or squares.
    The pieces of one rule are nearly all alike, and so are the gaps between them.
    """
    short = [rule for rule in rules if max(rule.box.width, rule.box.height) <= LONGEST_PIECE]
    if len(short) + len(dots) < FEWEST_PIECES:
        return rules
    level = list(_rows([*dots, *(rule.box for rule in short if rule.direction == "level")]))
    upright = list(
        _rows([_turned(box) for box in (*dots, *(rule.box for rule in short if rule.direction == "upright"))])
    )
    joined = {Rule(box, "level") for row in level for box in row}
    joined |= {Rule(_turned(box), "upright") for row in upright for box in row}
    return [
        *(rule for rule in rules if rule not in joined),
        *(Rule(around(row), "level") for row in level),
        *(Rule(_turned(around(row)), "upright") for row in upright),
    ]


def _turned(box: Box) -> Box:
    return Box(box.top, box.x0, box.bottom, box.x1)


def _rows(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """Yield the rows of pieces that stand side by side, at about the same height, and make one rule."""
    for line in _parted(sorted(boxes, key=lambda box: box.middle[1]), _is_level):
        for row in _parted(sorted(line), _is_next):
            if len(row) >= FEWEST_PIECES and around(row).height < THIN and _is_regular(row):
                yield row


def _parted(boxes: Iterable[Box], together: Callable[[Box, Box], bool]) -> list[list[Box]]:
    """Return boxes, given in order, in groups: each box goes `together` with the one before."""
    groups: list[list[Box]] = []
    for box in boxes:
        if groups and together(groups[-1][-1], box):
            groups[-1].append(box)
        else:
            groups.append([box])
    return groups


def _is_level(one: Box, other: Box) -> bool:
    return other.middle[1] - one.middle[1] <= SAME_HEIGHT


def _is_next(left: Box, right: Box) -> bool:
    return right.x0 - left.x1 <= PIECE_GAP


def _is_regular(row: Sequence[Box]) -> bool:
    """Return whether most pieces of a row have one of two lengths, and most gaps one of two widths."""
    return all(
        sum(count for _, count in Counter(round(2 * size) for size in sizes).most_common(2))
        >= MOSTLY * len(sizes)
        for sizes in ([box.width for box in row], [right.x0 - left.x1 for left, right in pairwise(row)])
    )
