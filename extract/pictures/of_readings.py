"""Readings drawn on their pages: which words each item takes, and which are its number, label or title."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from extract.pdf.visibility.rotation import Turn
from extract.pictures.canvas import BLUE, GREEN, ORANGE, PURPLE, Canvas, Key, draw_pages
from extract.readings.block import Block
from extract.readings.cuts import Row
from extract.readings.examples import letters_of
from extract.readings.listing import Reading
from extract.readings.ranking import Ranked
from records.geometry import Box, around
from records.pages import Page, Word

ITEMS = (BLUE, ORANGE)
SLOTS = {"number": GREEN, "label": GREEN, "title": PURPLE, "lead-in": PURPLE}
KEYS = (
    Key("text of the items, in turn", ITEMS),
    Key("number or label (underlined)", (GREEN,)),
    Key("title or lead-in (dashed)", (PURPLE,)),
)

BELOW = 0.2
"""What letters reach below the box of a word, in its height."""

MOST_BELOW = 2.5
"""Points that letters reach below it at most."""

LINE_GAP = 1.2
"""Lines of one item further apart, in heights of a line, have frames of their own."""


class Drawn(NamedTuple):
    """A picture of one page of a reading: the place of the reading in the list, its page, a PNG file."""

    rank: int
    page: int
    image: bytes


class _Item(NamedTuple):
    """What a row takes of one page: the boxes of lines of its text, and of its other slots by name."""

    position: int
    text: list[Box]
    slots: list[tuple[str, Box]]
    begins: bool


def draw_readings(
    content: bytes,
    password: str | None,
    listed: Sequence[Ranked],
    pages: Sequence[Page],
    turns: Mapping[int, Turn],
) -> Iterator[Drawn]:
    """Yield the pages of each reading as pictures, the first reading first.

    `pages` are level. Raises `SourceError` where pdfium cannot draw the document.
    """
    for rank, ranked in enumerate(listed, 1):
        items = _items(ranked.reading)
        asked = [page for page in pages if page.number in items]
        for page, picture in draw_pages(content, password, asked, turns):
            canvas = Canvas(page, picture)
            _mark(canvas, items[page.number])
            yield Drawn(rank, page.number, canvas.png(_legend(ranked, rank, page.number, sorted(items))))


def _legend(ranked: Ranked, rank: int, page: int, pages: Sequence[int]) -> Iterator[Key]:
    reading = ranked.reading
    where = f"page {page}, {pages.index(page) + 1} of {len(pages)}"
    yield Key(
        f"Reading {rank}: {reading.reading_id}, score {ranked.score:.2f}, {len(reading.rows)} items; {where}"
    )
    yield Key(reading.description)
    yield from KEYS


def _mark(canvas: Canvas, items: Sequence[_Item]) -> None:
    frames = []
    for item in items:
        ink = ITEMS[(item.position - 1) % len(ITEMS)]
        for line in item.text:
            canvas.tint(line, ink)
        for frame in _frames(item.text):
            canvas.outline(frame, ink)
            frames.append((item, frame, ink))
        for name, box in item.slots:
            if SLOTS[name] == PURPLE:
                canvas.outline(box, SLOTS[name], dashed=True)
            else:
                canvas.line(Box(box.x0, box.bottom, box.x1, box.bottom), SLOTS[name], 1.5)
    told: set[int] = set()
    for item, frame, ink in frames:
        first = item.begins and item.position not in told
        told.add(item.position)
        canvas.label(str(item.position) if first else f"{item.position} …", frame, ink)
    for item in items:
        for name, box in item.slots:
            canvas.label(name, box, SLOTS[name], always=False)


def _frames(lines: Sequence[Box]) -> list[Box]:
    """Return frames around lines below each other, from the first."""
    groups: list[list[Box]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and -1 <= line.top - last.top <= last.height * (1 + LINE_GAP)
            and line.x0 < last.x1
            and last.x0 < line.x1
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [around(group) for group in groups]


def _items(reading: Reading) -> dict[int, list[_Item]]:
    """Return what the rows of a reading take, by page."""
    found: dict[int, list[_Item]] = defaultdict(list)
    for position, row in enumerate(reading.rows, 1):
        blocks = reading.blocks_of(row)
        taken = {word.key for word in words_of(row, blocks)}
        slots = [
            *_opening(row, blocks[0], taken),
            *(_opener(row, reading.stretch.blocks[row.opener]) if row.opener != row.first else ()),
        ]
        lines = defaultdict(list)
        for block in blocks:
            for line in block.lines:
                if inside := [word.box for word in line.words if word.key in taken]:
                    lines[line.page].append(_with_descents(around(inside)))
        begins = min(lines, default=0)
        for page in sorted({*lines, *(page for _, page, _ in slots)}):
            here = [(name, box) for name, at, box in slots if at == page]
            found[page].append(_Item(position, lines[page], here, page == begins))
    return found


def _opening(row: Row, block: Block, taken: set[tuple[int, int, int]]) -> Iterator[tuple[str, int, Box]]:
    """Yield the words of a block before the text of its row: the number, or a label; a bullet is neither."""
    before: list[Word] = []
    for word in block.words:
        if word.key in taken:
            break
        before.append(word)
    if before and not (block.bulleted and len(before) == 1):
        numbered = bool(row.ref) and letters_of(row.ref) == letters_of("".join(word.text for word in before))
        yield from _boxes("number" if numbered else "label", before)


def _opener(row: Row, block: Block) -> Iterator[tuple[str, int, Box]]:
    """Yield the words of the block that opens a row whose text stands in another."""
    number = block.words[:1] if block.marker else ()
    if number and not block.bulleted:
        yield from _boxes("number", number)
    yield from _boxes("title" if row.title else "lead-in", block.words[len(number) :])


def _boxes(name: str, words: Sequence[Word]) -> Iterator[tuple[str, int, Box]]:
    for page in sorted({word.page for word in words}):
        yield name, page, _with_descents(around(word.box for word in words if word.page == page))


def _with_descents(box: Box) -> Box:
    return Box(box.x0, box.top, box.x1, box.bottom + min(BELOW * box.height, MOST_BELOW))


def words_of(row: Row, blocks: Sequence[Block]) -> Sequence[Word]:
    """Return the words of blocks that are the text of a row, by letters and digits; all if none are found."""
    words = [word for block in blocks for word in block.words[block.bulleted :] if not word.mark]
    letters = [letters_of(word.text) for word in words]
    wanted = letters_of(row.text)
    at = "".join(letters).find(wanted)
    if at < 0 or not wanted:
        return words
    ends = list(accumulate(map(len, letters)))
    return words[bisect_right(ends, at) : bisect_right(ends, at + len(wanted) - 1) + 1]
