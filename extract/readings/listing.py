"""All plausible readings of a document, each with what it is like in words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import msgspec
from msgspec.structs import replace

from extract.every_table import with_proposed_tables
from extract.layout.page_layout import Layout
from extract.readings.block import Block, Style
from extract.readings.blocks import find_blocks, stretches
from extract.readings.cuts import Cutter, Row, long_enough
from extract.readings.headings import sections, usual_style
from extract.readings.openers import MOST, find_openers
from extract.readings.stretch import Header, Stretch, headers_of
from extract.readings.wording import load_wording
from extract.readings.written.decisions import DECISION, find_decisions
from extract.readings.written.lead_ins import find_lead_ins
from extract.tables.stitch import Table


class Kind(msgspec.Struct, frozen=True):
    """How a reading came about: kind of opener and its name, filter, start, end, and the stretch it is of."""

    opener: str
    name: str = ""
    filtered: str = "all"
    start: str = ""
    end: str = ""
    stretch: str = "document"


class Reading(msgspec.Struct, frozen=True, dict=True):
    """One way to cut a document into rows; the blocks of its rows are those of its stretch."""

    description: str
    kind: Kind
    stretch: Stretch
    rows: tuple[Row, ...]

    @cached_property
    def reading_id(self) -> str:
        """Twelve hexadecimal digits made of the description: the same in every run."""
        return hashlib.sha256(self.description.encode()).hexdigest()[:12]

    def blocks_of(self, row: Row) -> Sequence[Block]:
        """Return the blocks that hold the text of a row."""
        return self.stretch.blocks[row.first : row.last + 1]


class Listing(msgspec.Struct, frozen=True):
    """The readings of a document, no two of the same texts, and the whole document as one stretch."""

    readings: tuple[Reading, ...]
    document: Stretch | None


def list_readings(layout: Layout) -> Listing:
    """Return all readings of a document; a document without text has none."""
    blocks = find_blocks(layout)
    if not blocks:
        return Listing((), None)
    usual = usual_style(blocks)
    headers = headers_of(layout)
    found: dict[tuple[str, ...], Reading] = {}
    _add(found, blocks, usual, headers, layout.tables, "")
    if (proposed := with_proposed_tables(layout)) is not None:
        _add(
            found,
            find_blocks(proposed),
            usual,
            headers_of(proposed),
            proposed.tables,
            ", proposed tables too",
        )
    return Listing(tuple(_told_apart(found.values())), Stretch.of("document", blocks, usual, headers))


def _told_apart(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Yield readings with descriptions of their own: of two sections of one name the second is numbered."""
    seen: Counter[str] = Counter()
    for reading in readings:
        seen[reading.description] += 1
        again = seen[reading.description]
        if again > 1:
            yield replace(reading, description=f"{reading.description}; number {again} of this kind")
        else:
            yield reading


def _add(
    found: dict[tuple[str, ...], Reading],
    blocks: Sequence[Block],
    usual: Style,
    headers: tuple[Header, ...],
    tables: Sequence[Table],
    told: str,
) -> None:
    """Add the readings of a layout whose texts are not found yet."""
    for name, some in stretches(blocks):
        stretch = Stretch.of(name, some, usual, headers, tables)
        for kind, words, rows in _of_stretch(stretch):
            key = tuple(row.text for row in rows)
            if rows and len(rows) <= MOST and key not in found:
                found[key] = Reading(f"{name}{told}: {words}", kind, stretch, rows)


def _of_stretch(stretch: Stretch) -> Iterator[tuple[Kind, str, tuple[Row, ...]]]:
    blocks, usual, promise = stretch.blocks, stretch.usual, load_wording().promise
    section = sections(blocks, usual)
    promised = [place >= 0 and promise.search(blocks[place].full) is not None for place in section]
    cutter = Cutter(blocks, usual)
    for openers in find_openers(stretch, section, promised):
        for start, end, rows in cutter.cut(openers.places):
            kind = Kind(openers.kind, openers.name, openers.filtered, start, end, stretch.name)
            yield kind, f"{openers.words}; text {start}, ending {end}", rows
    for words, some in find_lead_ins(blocks, usual):
        yield Kind("lead-in", words, stretch=stretch.name), words, long_enough(some)
    # Of single columns it would list what the whole document holds, again, in much memory.
    written = () if stretch.name.startswith("column") else find_decisions(blocks, usual, stretch.promised)
    for name, unit, filtered, some in written:
        kind = Kind(DECISION, name, filtered, unit, stretch=stretch.name)
        yield kind, f"{name}: {unit}" + ("" if filtered == "all" else f", {filtered}"), long_enough(some)
