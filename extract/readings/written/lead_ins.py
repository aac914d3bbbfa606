"""Lists, and single texts, below the words that lead in to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from extract.readings.block import Block, Style
from extract.readings.cuts import Row
from extract.readings.headings import is_heading
from extract.readings.openers import COLON, RESOLVES, SHORT
from extract.readings.wording import load_wording
from extract.tolerances import ITEM_SET_IN

OPEN = re.compile(r"(?:[:;,–-]|\b(?:to|that|should|will|and|the following))$", re.IGNORECASE)
"""How a text ends that a list goes on with."""

MOST_LEADS = 300
"""Lead-ins of one kind; more are labels of data."""

LEAST = 20
"""Letters that the rest of a lead-in has if it is an item itself."""


def find_lead_ins(blocks: Sequence[Block], usual: Style) -> Iterator[tuple[str, list[Row]]]:
    """Yield what follows lead-ins of one kind: a list's items, or else their own rest or the next block."""
    for name, members in _lead_ins(blocks, usual).items():
        if len(members) > MOST_LEADS:
            continue
        limits = [*members[1:], len(blocks)]
        for own in (True, False):
            for bare in (True, False):
                rows = [
                    row
                    for at, limit in zip(members, limits, strict=True)
                    for row in _rows_of(blocks, at, limit, usual, own=own, bare=bare)
                ]
                items = "their lists, or their own rest" if own else "what stands below them"
                yield f"lead-ins {name}: {items}, {'without' if bare else 'with'} marks", rows


def _lead_ins(blocks: Sequence[Block], usual: Style) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    wording = load_wording()
    for at, block in enumerate(blocks):
        text = block.full
        if text.endswith(":"):
            found["that end in a colon"].append(at)
            if wording.promise.search(text):
                found["that promise and end in a colon"].append(at)
            if wording.evidence["recommend"].search(text):
                found["that recommend and end in a colon"].append(at)
            if len(text) < SHORT:
                found[f"'{text.lower()}'"].append(at)
        if RESOLVES.match(block.bare):
            found["that resolve"].append(at)
        if colon := COLON.match(text):
            label = re.sub(r"\W+", " ", colon["word"].lower()).strip()
            found[f"labelled '{label}'"].append(at)
        if is_heading(block, usual) and wording.promise.search(text) and len(text) < SHORT:
            found[f"headed '{re.sub(r'[^a-z]+', ' ', text.lower()).strip()}'"].append(at)
            found["that are headings and promise"].append(at)
    return found


def _rows_of(
    blocks: Sequence[Block], at: int, limit: int, usual: Style, *, own: bool, bare: bool
) -> list[Row]:
    lead, below = blocks[at], at + 1
    listed = below < limit and bool(blocks[below].marker)
    if listed and (OPEN.search(lead.full) or not own or is_heading(lead, usual)):
        return _items(blocks, at, limit, usual, bare=bare)
    if own:
        colon = COLON.match(lead.full)
        text = lead.full[colon.end() :] if colon and bare else lead.text
        if len(text) > LEAST and not text.endswith(":"):
            return [Row(text, at, at, at, lead.ref)]
    if below < limit:
        return [Row(blocks[below].text, below, below, at, blocks[below].ref)]
    return []


def _items(blocks: Sequence[Block], at: int, limit: int, usual: Style, *, bare: bool) -> list[Row]:
    """Return the items of the list below a lead-in; what is set in, or marked otherwise, belongs to one."""
    kind, rows = blocks[at + 1].marker, list[Row]()
    for place in range(at + 1, limit):
        block = blocks[place]
        set_in = block.left > blocks[at].left + ITEM_SET_IN and not is_heading(block, usual)
        if not block.marker and not set_in:
            break
        if block.marker == kind:
            rows.append(Row(block.bare if bare else block.text, place, place, at, block.ref))
        else:
            above = rows[-1]
            head = above.head or len(above.text)
            rows[-1] = Row(f"{above.text} {block.text}", above.first, place, at, above.ref, head=head)
    return rows
