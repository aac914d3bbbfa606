"""A document as one run of blocks in reading order, and the stretches of it that are read by themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

from extract.layout.lines import Line, group_lines
from extract.layout.page_layout import Layout
from extract.readings.block import Block, Place
from extract.readings.block_breaks import join_cut, part_blocks
from extract.readings.grounds import MOST_GROUNDS, Key, grounds_of
from extract.readings.reading_order import Item, order_columns, part_lines
from extract.readings.written.margins import find_marks, mark_cells, with_marks
from extract.tables.stitch import Table
from records.geometry import around, shared_height, shared_width
from records.pages import Word

MUCH_TEXT = 200
"""Letters of a column of a table that make it worth reading by itself."""


def find_blocks(layout: Layout) -> list[Block]:
    """Return the blocks of a document in reading order, those of tables in their place, without furniture."""
    frames = {
        word.key: paragraph.frame
        for paragraph in layout.paragraphs
        if paragraph.frame is not None
        for word in paragraph.words
    }
    words: dict[int, list[Word]] = defaultdict(list)
    for paragraph in layout.paragraphs:
        for word in paragraph.words:
            words[word.page].append(word)
    marks = find_marks(words)
    aside = {word.key for mark in marks for word in mark.words}
    tables: dict[int, list[Item]] = defaultdict(list)
    for number, table in enumerate(layout.tables):
        for at, blocks in _of_table(number, table).items():
            tables[at].append((around(block.box for block in blocks), blocks))
    first = len(layout.frames)
    found: list[Block] = []
    for page in layout.pages:
        some = [word for word in words[page.number] if word.key not in aside]
        grounds = grounds_of(page, (word for word in some if word.key not in frames), first)
        first += MOST_GROUNDS
        found += _of_page(some, {**frames, **grounds}, tables[page.number])
    return with_marks(join_cut(found), marks)


def _of_page(words: Sequence[Word], boxes: Mapping[Key, int], tables: Sequence[Item]) -> list[Block]:
    """Return the blocks of a page in reading order; `boxes` gives the box in which a word stands.

    A box is read as a whole, unless a table stands in it.
    """
    items = list(tables)
    for home, lines in part_lines(words, boxes).items():
        box = around(line.box for line in lines)
        held: list[Item] = [(line.box, line) for line in lines]
        if home is None or any(shared_height(box, at) and shared_width(box, at) for at, _ in tables):
            items += held
        else:
            items.append((box, [b for column in order_columns(held) for b in _of_column(column, boxes)]))
    return [block for column in order_columns(items) for block in _of_column(column, boxes)]


def _of_table(number: int, table: Table) -> dict[int, list[Block]]:
    """Return the blocks of the cells of a table by page, row by row."""
    found: dict[int, list[Block]] = defaultdict(list)
    for at, row in enumerate(table.rows):
        blocks: list[Block] = []
        for cell in row.cells:
            for page in sorted({word.page for word in cell.words}):
                lines = group_lines(word for word in cell.words if word.page == page)
                blocks += part_blocks(lines, Place(number, at, cell.first))
        for block in mark_cells(table, at, blocks):
            found[block.page].append(block)
    return found


def _of_column(held: Sequence[Item], boxes: Mapping[Key, int]) -> list[Block]:
    """Return the blocks of a column; a table, or the side of a box, ends one."""

    def home(each: Item) -> tuple[bool, int | None]:
        return (True, boxes.get(each[1].words[0].key)) if isinstance(each[1], Line) else (False, None)

    found: list[Block] = []
    for (is_text, frame), run in groupby(held, key=home):
        if is_text:
            found += part_blocks([line for _, line in run if isinstance(line, Line)], frame=frame)
        else:
            found += [block for _, blocks in run if not isinstance(blocks, Line) for block in blocks]
    return found


def stretches(blocks: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    """Return what is read by itself, with its name: the document, its text, each column of its tables."""
    found = [("document", list(blocks))]
    text = [block for block in blocks if block.place is None]
    if text and len(text) < len(blocks):
        found.append(("running text", text))
    columns: dict[tuple[int, int], list[Block]] = defaultdict(list)
    alike: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.place is not None:
            columns[block.place.table, block.place.column].append(block)
            alike[block.place.column].append(block)
    found += [
        (f"column {column + 1} of table {table + 1}", some)
        for (table, column), some in columns.items()
        if len(some) > 2 and _letters(some) > MUCH_TEXT
    ]
    found += [
        (f"column {column + 1} of all tables", some)
        for column, some in alike.items()
        if len({block.place.table for block in some if block.place}) > 1 and _letters(some) > MUCH_TEXT
    ]
    return found


def _letters(blocks: Sequence[Block]) -> int:
    return sum(len(block.full) for block in blocks)
