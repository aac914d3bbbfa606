"""A document's own key: what it means by its colours and letters, as a table, as boxes, or line by line."""

import re
from collections.abc import Iterable, Iterator, Sequence

from extract.families.column_headings import heading_key, keys_of, table_words
from extract.families.column_roles import Role
from extract.layout.page_layout import Layout
from extract.layout.paragraphs import Paragraph, passage_of
from extract.tables.grids import Cell, Row, find_fill
from extract.tables.stitch import Table
from records.pages import Colour
from records.report import Block, KeyEntry, Passage

LONGEST = 30
"""A meaning has no more words than this."""

MOST_ROWS = 9
"""A key explains a colour or letter a row, below a heading at most."""

BOXED = 6
"""A meaning that stands in its colour, as a box of its own, has no more words than this."""

LINE = re.compile(r"^(?P<label>[A-Za-z]{1,9})(?: \([A-Za-z]\))? ?(?:[=:]|[-–—](?=\s)) ?(?P<meaning>\S.*)$")
"""'Green – on track', 'R: overdue', 'Amber (A) = some delay'."""


def find_key(layout: Layout) -> tuple[KeyEntry, ...]:
    """Return the entries of a document's key wherever it prints one, in reading order of each kind."""
    tables = [entry for table in layout.tables for entry in _tabled(table)]
    return (*tables, *_boxed(layout), *_lines(layout.paragraphs))


def _is_colour(text: str) -> bool:
    return heading_key(text) in keys_of(table_words().marked[Role.RAG])


def _tabled(table: Table) -> list[KeyEntry]:
    """Read a small table of colours and what each means; the label is a word, a letter or only a fill."""
    if len(table.rows) > MOST_ROWS:
        return []
    read = [_pairs(row) for row in table.rows]
    if read and read[0] is None:
        read = read[1:]  # 'Rating', 'Definition'
    pairs = [pair for row in read if row is not None for pair in row]
    if (
        any(row is None for row in read)
        or len(pairs) < 2
        or len({_label(cell) for cell, _ in pairs}) < len(pairs)
    ):
        return []
    return [KeyEntry(label.passage, meaning.passage) for label, meaning in pairs]


def _pairs(row: Row) -> list[tuple[Cell, Cell]] | None:
    """Part a row into labels and meanings, one beside the other; None if a cell is neither."""
    cells = [cell for cell in row.cells if cell.words or cell.fill is not None]
    if not cells or len(cells) % 2:
        return None
    pairs = list(zip(cells[::2], cells[1::2], strict=True))
    good = all(
        (_is_colour(label.text) or (not label.words and label.fill is not None))
        and 0 < len(meaning.words) <= LONGEST
        and not _is_colour(meaning.text)
        for label, meaning in pairs
    )
    return pairs if good else None


def _label(cell: Cell) -> str | Colour | None:
    return heading_key(cell.text) or cell.fill


def _boxed(layout: Layout) -> list[KeyEntry]:
    """Read boxes side by side or below each other, each with its meaning printed in its colour."""
    found: list[tuple[int, Colour, Paragraph]] = []
    for paragraph in layout.paragraphs:
        if paragraph.frame is None or len(paragraph.words) > BOXED:
            continue
        frame = layout.frames[paragraph.frame]
        fill = find_fill(frame.box, paragraph.words, layout.pages[frame.page - layout.pages[0].number].fills)
        if fill is not None:
            found.append((frame.page, fill, paragraph))
    pages = {page for page, _, _ in found}
    entries: list[KeyEntry] = []
    for page in sorted(pages):
        here = [(fill, paragraph) for at, fill, paragraph in found if at == page]
        if len(here) > 1 and len({fill for fill, _ in here}) == len(here):
            entries += [
                KeyEntry(Passage((), passage_of([paragraph]).regions, fill), passage_of([paragraph]))
                for fill, paragraph in here
                if LINE.match(paragraph.text) is None
            ]
    return entries


def _lines(paragraphs: Sequence[Paragraph]) -> Iterator[KeyEntry]:
    """Read lines below each other that each open with another colour: 'Green – on track'."""
    for run in _runs(paragraphs):
        if len({match["label"].casefold() for _, match in run}) == len(run) > 1:
            for paragraph, match in run:
                regions = passage_of([paragraph]).regions
                yield KeyEntry(
                    Passage((Block(match["label"]),), regions), Passage((Block(match["meaning"]),), regions)
                )


def _runs(paragraphs: Iterable[Paragraph]) -> Iterator[list[tuple[Paragraph, re.Match[str]]]]:
    run: list[tuple[Paragraph, re.Match[str]]] = []
    for paragraph in paragraphs:
        match = LINE.match(paragraph.line)
        if match is not None and _is_colour(match["label"]) and len(match["meaning"].split()) <= LONGEST:
            run.append((paragraph, match))
        else:
            yield run
            run = []
    yield run
