"""How the text of a record is cut: where it starts beside or behind its opener, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from typing import Any, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from extract.readings.block import Block, Style
from extract.readings.headings import is_heading
from extract.readings.openers import stands_out
from extract.readings.written.sentences import part_sentences
from extract.tolerances import RECORD_INDENT

BEFORE_COLON = re.compile(r"^(?:[^:]{2,60}:|[^:.;–—]{2,60}?\s[–—-])\s*(?=\S)")
"""What stands before a colon, or before a dash where there is no colon: the title of the text behind it."""

LAST_BLOCKS = 12
"""Blocks that the last record takes at most where nothing but the next opener would end it."""


SHORTEST = 8
"""Letters that the text of a row has at least."""


class Row(msgspec.Struct, frozen=True):
    """One record of a reading: text, number and title as printed, and its blocks from `first` to `last`.

    `head` counts the letters of the text that stand in the block `first`; 0: all of them.
    """

    text: str
    first: int
    last: int
    opener: int
    ref: str = ""
    title: str = ""
    head: int = 0


def long_enough(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows that hold more than a few letters."""
    return tuple(row for row in rows if len(row.text) > SHORTEST)


Start = Callable[[Block], str]
"""Gives the words of its opener with which a text begins, "" if it cannot begin so."""


def _behind_marker(block: Block) -> str:
    return block.bare if block.marker and not block.bulleted else ""


def _behind_label(block: Block) -> str:
    return block.full[block.label.length :] if block.label.number else ""


def _behind_colon(block: Block) -> str:
    match = BEFORE_COLON.match(block.full)
    return block.full[match.end() :] if match else ""


def _behind_lead(block: Block) -> str:
    return block.text_from(block.lead).lstrip(".:–- ") if block.lead > bool(block.marker) else ""


WHOLE = "whole"

STARTS: dict[str, tuple[int, Start]] = {
    WHOLE: (0, lambda block: block.text),
    "behind the marker": (0, _behind_marker),
    "behind the label": (0, _behind_label),
    "behind the colon or dash": (0, _behind_colon),
    "behind the lead": (0, _behind_lead),
    "in the next block": (1, lambda block: block.text),
    "in the second block": (2, lambda block: block.text),
}
"""How many blocks behind its opener a text starts, and with which words."""

ENDS = (
    *("at the end of the block", "before the next opener", "at another style"),
    *("at a heading or label", "behind its list", "at a block further left"),
)
SENTENCE_END = "at the end of the sentence"

Places: TypeAlias = NDArray[np.integer[Any]]


class Cutter:
    """Cuts the records of one stretch of blocks; texts and ends that several readings share are made once."""

    def __init__(self, blocks: Sequence[Block], usual: Style) -> None:
        """Take the blocks, and how most letters of the document are set."""
        self.blocks = blocks
        lasts = _lasts(blocks, usual)
        self._lasts = {behind: lasts(behind) for behind in {behind for behind, _ in STARTS.values()}}
        self._texts = {
            name: [start(block) for block in blocks[behind:]] for name, (behind, start) in STARTS.items()
        }
        self._rows: dict[tuple[str, bool], dict[int, Row]] = {
            (name, sentence): {} for name in STARTS for sentence in (False, True)
        }

    def cut(self, openers: Sequence[int]) -> Iterator[tuple[str, str, tuple[Row, ...]]]:
        """Yield every way to cut the records that blocks open: start and end in words, and the rows.

        Rows with hardly a letter are left out; no two ways give the same rows.
        """
        seen: set[tuple[int, ...]] = set()
        limits = np.array([*openers[1:], len(self.blocks)])
        ends = {behind: self._ends(openers, limits, behind) for behind in self._lasts}
        for name, (behind, _) in STARTS.items():
            texts = self._texts[name]
            begun = [
                at + behind < limit and bool(texts[at])
                for at, limit in zip(openers, limits.tolist(), strict=True)
            ]
            chosen = list(compress(openers, begun))
            for end, lasts in ends[behind] if chosen else ():
                rows = self._cut(name, chosen, compress(lasts, begun), sentence=end == SENTENCE_END)
                key = tuple(map(id, rows))
                if rows and key not in seen:
                    seen.add(key)
                    yield name, end, rows

    def _ends(self, openers: Sequence[int], limits: Places, behind: int) -> list[tuple[str, tuple[int, ...]]]:
        """Return each end with the last block of every record; of ends that are the same everywhere, one."""
        found: dict[tuple[int, ...], str] = {}
        chosen = [at for at in openers if at + behind < len(self.blocks)]
        lasts = np.minimum(self._lasts[behind][:, chosen], limits[: len(chosen)] - 1).tolist()
        for name, of_end in zip(ENDS, lasts, strict=True):
            found.setdefault(tuple(of_end), name)
        alone = tuple(at + behind for at in chosen)
        filled = [0] * (len(openers) - len(chosen))
        ends = [(name, (*of_end, *filled)) for of_end, name in found.items()]
        return [*ends, (SENTENCE_END, (*alone, *filled))]

    def _cut(
        self, start: str, openers: Iterable[int], lasts: Iterable[int], *, sentence: bool
    ) -> tuple[Row, ...]:
        """Return the rows of records that begin and end so, those with hardly a letter left out."""
        made, size = self._rows[start, sentence], len(self.blocks)
        rows: list[Row] = []
        for at, last in zip(openers, lasts, strict=True):
            key = at * size + last
            row = made.get(key)
            if row is None:
                row = made[key] = self._row(start, at, last, sentence=sentence)
            if len(row.text) > SHORTEST:
                rows.append(row)
        return tuple(rows)

    def _row(self, start: str, opener: int, last: int, *, sentence: bool) -> Row:
        block, first = self.blocks[opener], opener + STARTS[start][0]
        head = self._texts[start][opener]
        if sentence:
            head = text = next(iter(part_sentences(head)), "").strip()
        else:
            text = " ".join([head, *(self.blocks[i].text for i in range(first + 1, last + 1))]).strip()
        ref = (block.number if start != WHOLE else "") or block.ref
        title = block.bare if first != opener else ""
        return Row(text, first, last, opener, ref, title, min(len(head), len(text)))


def _lasts(blocks: Sequence[Block], usual: Style) -> Callable[[int], Places]:
    """Return what gives the last block of the record that each block opens, by `ENDS`.

    It is asked by how many blocks the text starts behind the opener. Where the next opener ends a record
    earlier is not known here.
    """
    count = len(blocks)
    headings = np.array([is_heading(block, usual) for block in blocks])
    out = np.array([stands_out(block, usual) for block in blocks])
    unmarked = np.array([not block.marker for block in blocks])
    upper = (blocks[0], *blocks[:-1])
    elsewhere = np.array(
        [
            one.place != other.place or one.frame != other.frame
            for one, other in zip(upper, blocks, strict=True)
        ]
    )
    style = np.array([one.style != other.style for one, other in zip(upper, blocks, strict=True)])
    left = np.array([block.left for block in blocks])
    stops = [_next(elsewhere | style), _next(elsewhere | out), _next(elsewhere | unmarked)]
    further_left: dict[float, Places] = {}
    for edge in left:
        if edge not in further_left:
            further_left[edge] = _next((left <= edge + RECORD_INDENT) | headings)

    def lasts(behind: int) -> Places:
        openers = np.arange(max(count - behind, 0))
        first = openers + behind
        sides = [further_left[left[at]][at + behind + 1] for at in openers]
        return np.array(
            [
                first,
                np.maximum(first, openers + LAST_BLOCKS),
                *(stop[first + 1] - 1 for stop in stops),
                np.array(sides, np.int64) - 1,
            ]
        )

    return lasts


def _next(stops: NDArray[np.bool_]) -> Places:
    """Return for each place, and that behind the last, the nearest from there on that stops."""
    count = len(stops)
    found = np.append(np.where(stops, np.arange(count), count), count)
    return np.minimum.accumulate(found[::-1])[::-1]
