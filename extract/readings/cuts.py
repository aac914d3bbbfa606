"""How the text of a record is cut: where it starts beside or behind its opener, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from extract.readings.block import Block, Style
from extract.readings.headings import is_heading
from extract.readings.openers import stands_out

SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[A-Z(\"“‘'])")
"""Where one sentence ends and another begins."""

BEFORE_COLON = re.compile(r"^[^:]{2,60}:\s*(?=\S)")

LAST_BLOCKS = 12
"""Blocks that the last record takes at most where nothing but the next opener would end it."""

INDENT = 4.0
"""Points right of its opener that a block of the same record stands."""


class Row(msgspec.Struct, frozen=True):
    """One record of a reading: text, number and title as printed, and its blocks from `first` to `last`."""

    text: str
    first: int
    last: int
    opener: int
    ref: str = ""
    title: str = ""


Start = Callable[[Sequence[Block], int], "tuple[int, str] | None"]
"""Gives the block in which the text of a record begins, and its words there; None if it cannot begin so."""


def _whole(blocks: Sequence[Block], at: int) -> tuple[int, str] | None:
    return at, blocks[at].text


def _behind_marker(blocks: Sequence[Block], at: int) -> tuple[int, str] | None:
    block = blocks[at]
    return (at, block.bare) if block.marker and not block.bulleted else None


def _behind_label(blocks: Sequence[Block], at: int) -> tuple[int, str] | None:
    block = blocks[at]
    rest = block.full[block.label.length :] if block.label.number else ""
    return (at, rest) if rest else None


def _behind_colon(blocks: Sequence[Block], at: int) -> tuple[int, str] | None:
    match = BEFORE_COLON.match(blocks[at].full)
    return (at, blocks[at].full[match.end() :]) if match else None


def _behind_lead(blocks: Sequence[Block], at: int) -> tuple[int, str] | None:
    block = blocks[at]
    if block.lead <= bool(block.marker):
        return None
    return at, block.text_from(block.lead).lstrip(".:–- ")


def _next(blocks: Sequence[Block], at: int) -> tuple[int, str] | None:
    return (at + 1, blocks[at + 1].text) if at + 1 < len(blocks) else None


def _second(blocks: Sequence[Block], at: int) -> tuple[int, str] | None:
    return (at + 2, blocks[at + 2].text) if at + 2 < len(blocks) else None


STARTS: dict[str, Start] = {
    "whole": _whole,
    "behind the marker": _behind_marker,
    "behind the label": _behind_label,
    "behind the colon": _behind_colon,
    "behind the lead": _behind_lead,
    "in the next block": _next,
    "in the second block": _second,
}


class _Here(NamedTuple):
    """A block, by its place `at`, behind the first of the record that the one at `opener` opens."""

    blocks: Sequence[Block]
    opener: int
    at: int
    usual: Style

    @property
    def block(self) -> Block:
        return self.blocks[self.at]

    @property
    def before(self) -> Block:
        return self.blocks[self.at - 1]

    @property
    def elsewhere(self) -> bool:
        """Whether it stands in another cell or box than the block before it."""
        return self.block.place != self.before.place or self.block.frame != self.before.frame


End = Callable[[_Here], bool]
"""Tells whether a record ends before a block."""


def _at_next_opener(here: _Here) -> bool:
    return here.at - here.opener > LAST_BLOCKS


def _at_other_style(here: _Here) -> bool:
    return here.elsewhere or here.block.style != here.before.style


def _at_heading(here: _Here) -> bool:
    return here.elsewhere or stands_out(here.block, here.usual)


def _behind_items(here: _Here) -> bool:
    return here.elsewhere or not here.block.marker


def _at_left(here: _Here) -> bool:
    left = here.blocks[here.opener].left
    return here.block.left <= left + INDENT or is_heading(here.block, here.usual)


ENDS: dict[str, End | None] = {
    "at the end of the block": None,
    "at the end of the sentence": None,
    "before the next opener": _at_next_opener,
    "at another style": _at_other_style,
    "at a heading or label": _at_heading,
    "behind its list": _behind_items,
    "at a block further left": _at_left,
}


def cut(
    openers: Sequence[int], blocks: Sequence[Block], usual: Style
) -> Iterator[tuple[str, str, list[Row]]]:
    """Yield every way to cut the records that blocks open: start and end in words, and the rows."""
    limits = [*openers[1:], len(blocks)]
    for start_name, start in STARTS.items():
        starts = [start(blocks, at) for at in openers]
        if not any(starts):
            continue
        for end_name, end in ENDS.items():
            rows: list[Row] = []
            for opener, limit, first in zip(openers, limits, starts, strict=True):
                if first is None or first[0] >= limit:
                    continue
                at, text = first
                last = at + 1
                while end is not None and last < limit and not end(_Here(blocks, opener, last, usual)):
                    last += 1
                body = " ".join([text, *(blocks[i].text for i in range(at + 1, last))]).strip()
                if end_name == "at the end of the sentence":
                    body = SENTENCE.split(body)[0]
                ref = blocks[opener].label.number if start_name != "whole" else ""
                rows.append(
                    Row(
                        body,
                        at,
                        last - 1,
                        opener,
                        ref or blocks[opener].ref,
                        blocks[opener].bare if at != opener else "",
                    )
                )
            yield start_name, end_name, rows
