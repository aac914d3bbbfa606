"""The lines of one column, parted into blocks: rather too often than too seldom, since readings join them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from msgspec.structs import replace

from extract.layout.lines import Line
from extract.readings.block import MARKER, Block, Place, marker_of, style_of
from extract.tolerances import (
    BLOCK_SIZES,
    BULLET_WITHIN,
    CLOSEST_LINES,
    COLUMN_GAP,
    FIRST_LINE_INDENT,
    NEXT_COLUMN,
    PARAGRAPH_END,
    TITLE_END,
    USUAL_PITCH,
    WIDER_STEP,
    WIDEST_LINES,
)

STOP = re.compile(r"[.!?:;]['\"’”)\]]*$")
"""How a sentence, or an item of a list, ends."""

LABEL_WORDS = re.compile(r"[A-Z][\w’'/&()-]*(?: [\w’'/&()-]+){0,3}\s*:(?:\s|$)")
"""Up to four words and a colon."""

LONG = 60
"""A text of so many letters is a sentence, which a column or page may cut before a capital too."""


def part_blocks(lines: Sequence[Line], place: Place | None = None, frame: int | None = None) -> list[Block]:
    """Return the blocks of the lines of one column, given from the top."""
    lines, alone = _apart(lines)
    if not lines:
        return [Block((line,), place, frame) for line in alone]
    pitch = _pitch(lines)
    right = max(line.box.x1 for line in lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _begins(groups[-1], line, pitch, right):
            groups[-1].append(line)
        else:
            groups.append([line])
    return _with_numbers([Block(tuple(group), place, frame) for group in groups], alone)


def join_cut(blocks: Sequence[Block]) -> list[Block]:
    """Join each block that the end of a column or page cuts in mid-sentence with its rest."""
    joined: list[Block] = []
    for block in blocks:
        if joined and _goes_on(joined[-1], block):
            joined[-1] = replace(joined[-1], lines=(*joined[-1].lines, *block.lines))
        else:
            joined.append(block)
    return joined


def _apart(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Part lines from the numbers and letters that stand alone at their left, as on cards and slides."""
    alone: list[Line] = []
    for line in lines:
        if len(line.words) == 1 and len(line.text) <= 4 and (MARKER.match(line.text) or line.text.isalnum()):
            beside = [
                other
                for other in lines
                if other is not line and other.box.top < line.box.bottom and line.box.top < other.box.bottom
            ]
            if beside and all(line.box.x1 <= other.box.x0 + 1 for other in beside):
                alone.append(line)
    return [line for line in lines if all(line is not other for other in alone)], alone


def _with_numbers(blocks: list[Block], alone: Sequence[Line]) -> list[Block]:
    """Give each number that stands alone to the block beside it; a second one is a block of its own."""
    found = list(blocks)
    for line in alone:
        middle = line.box.middle[1]
        at = min(
            range(len(blocks)),
            key=lambda i: max(found[i].box.top - middle, middle - found[i].box.bottom, 0.0),
        )
        if found[at].beside:
            found.append(Block((line,), found[at].place, found[at].frame))
        else:
            found[at] = replace(found[at], beside=line.text)
    return found


def _pitch(lines: Sequence[Line]) -> float:
    steps = [
        (lower.box.bottom - upper.box.bottom) / max(upper.size, 1.0)
        for upper, lower in pairwise(lines)
        if lower.box.bottom > upper.box.bottom
    ]
    tight = [step for step in steps if CLOSEST_LINES <= step <= WIDEST_LINES]
    return median(tight) if tight else USUAL_PITCH


def _begins(group: Sequence[Line], line: Line, pitch: float, right: float) -> bool:
    """Return whether a line below a group of lines, in a column that ends at `right`, begins a block."""
    last, first = group[-1], group[0]
    step = (line.box.bottom - last.box.bottom) / max(last.size, line.size, 1.0)
    if abs(line.size - last.size) > BLOCK_SIZES or step > pitch * WIDER_STEP or step < -0.5:
        return True
    if step < 0.5:  # beside the last line
        return line.box.x0 - last.box.x1 > COLUMN_GAP * line.size
    if _opens(first, line):
        return True
    if line.bold is not last.bold or line.italic is not last.italic or _labels(last, line):
        return True
    return _indented(group, line) or _after_short_line(group, line, right)


def _opens(first: Line, line: Line) -> bool:
    """Return whether a marker opens the line; a bare number or a dash within the text may be none."""
    kind = marker_of([word.text for word in line.words[:2]], line.words[0].font)
    if not kind:
        return False
    if kind == "1" and line.box.x0 > first.box.x0 - 2:
        before, number = first.words[0].text, line.words[0].text
        return before.isdigit() and number.isdigit() and int(number) == int(before) + 1
    return not (
        kind.startswith("bullet") and kind[-1] in "-–—*" and line.box.x0 > first.box.x0 + BULLET_WITHIN
    )


def _labels(last: Line, line: Line) -> bool:
    """Return whether a label such as 'Lead officer:' opens a line, set otherwise than the words above it."""
    words = LABEL_WORDS.match(line.text)
    if words is None:
        return False
    style = style_of(line.words[0])
    return style != style_of(last.words[-1]) and style.bold | style.italic


def _indented(group: Sequence[Line], line: Line) -> bool:
    """Return whether a line is set in after a stop, as first lines are, or set out below an item."""
    if len(group) < 2:
        return False
    last = group[-1]
    if line.box.x0 > last.box.x0 + FIRST_LINE_INDENT:
        return STOP.search(last.text) is not None
    words = group[0].words
    marked = marker_of([word.text for word in words[:2]], words[0].font)
    return bool(marked) and line.box.x0 < last.box.x0 - FIRST_LINE_INDENT


def _after_short_line(group: Sequence[Line], line: Line, right: float) -> bool:
    """Return whether the last line of a group left room for the next word, which has a capital."""
    last = group[-1]
    room, width = right - last.box.x1, right - group[0].box.x0
    if not line.text[:1].isupper() or room <= line.words[0].box.width + 2 * line.size:
        return False
    return room > TITLE_END * width or (room > PARAGRAPH_END * width and STOP.search(last.text) is not None)


def _goes_on(upper: Block, lower: Block) -> bool:
    """Return whether a block is the rest of the one above, cut by the end of a column or of a page."""
    last = upper.lines[-1]
    if lower.page == last.page and lower.box.top >= last.box.top - NEXT_COLUMN:
        return False
    if lower.page > last.page + 1 or upper.place != lower.place or lower.marker or STOP.search(last.text):
        return False
    weights = style_of(last.words[-1]).bold, style_of(lower.words[0]).bold
    if weights[0] != weights[1] or abs(last.size - lower.lines[0].size) > BLOCK_SIZES:
        return False
    if lower.full[:1].islower():
        return True
    long = len(upper.full) > LONG and len(lower.full) > LONG / 3
    return long and not lower.full.isupper() and last.words[-1].text[-1:].islower()
