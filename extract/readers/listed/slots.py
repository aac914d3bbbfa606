"""What stands beside and below the rows of a listed reading: its cells, labelled paragraphs and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from extract.columns.header import read_header
from extract.families.column_headings import heading_role
from extract.families.column_roles import PROGRESS, PUBLISHED, Role, field_name
from extract.families.registry import Family
from extract.readers.listed.numbers import find_numbers
from extract.readings.block import Block
from extract.readings.cuts import Row
from extract.readings.headings import is_heading, paths
from extract.readings.stretch import Stretch
from extract.readings.wording import load_wording
from extract.readings.written.grammar import load_grammar
from extract.readings.written.margins import who_of
from extract.readings.written.sentences import part_sentences
from extract.tables.stitch import Table
from records.geometry import Region, around
from records.pages import Word
from records.report import Block as Paragraph
from records.report import Passage, RawRow

IN_LINE = re.compile(r"(?P<label>[^:]{2,60}):\s*(?P<rest>\S.*)?$", re.DOTALL)
"""A label, its colon, and what stands behind both on the line."""

REFERRING = re.compile(
    r"\s+(?:to|on|for) (?:the |this )?(?:recommendations?|actions?|proposals?)(?: \S+)?$", re.IGNORECASE
)
"""What a label adds to its words: 'Government response to recommendation 3'."""

LONGEST_LABEL = 6
"""A label has no more words than this, but for those that refer."""

LONGEST_ANSWER = 120
"""Letters of a sentence that says how an item stands and no more."""

FEWEST = 2
"""Rows below which a label stands at least, if there are so many: the heading 'Evidence' behind the last of a
list is no label of it (tests/cases, c64a)."""


class Slot(msgspec.Struct, frozen=True):
    """What a field of a row says, and its words, those of its label among them."""

    passage: Passage
    words: tuple[Word, ...]


class Slots:
    """Finds what belongs to the rows of one reading besides their texts."""

    def __init__(self, stretch: Stretch, family: Family, rows: Sequence[Row]) -> None:
        self.stretch, self.family, self.rows = stretch, family, rows
        self.names: dict[int, dict[int, str]] = {}
        self.above = paths(stretch.blocks, stretch.usual)
        self.numbers = find_numbers(stretch.blocks, rows, self.above)
        below = [self._below(at) for at in range(len(rows))]
        counts = Counter(name for told in below for name in told)
        self.below = [
            {name: slot for name, slot in told.items() if counts[name] >= min(FEWEST, len(rows))}
            for told in below
        ]

    def of(self, at: int) -> dict[str, Slot]:
        """Return what stands beside or below the row at a place of the reading, by field."""
        row = self.rows[at]
        in_cell = self.stretch.blocks[row.first].place is not None
        found = self._beside(row) if in_cell else dict(self.below[at])
        marked = [block for block in self.stretch.blocks[row.first : row.last + 1] if block.margin]
        if marked and Role.OWNER not in found:
            found[Role.OWNER] = _who(marked)
        if Role.STATUS not in found and (voted := self._vote(row)) is not None:
            found[Role.STATUS] = voted
        return found

    def _vote(self, row: Row) -> Slot | None:
        """Return how a vote on a row went, if the end of its paragraph or the next one says no more."""
        blocks = self.stretch.blocks
        last = blocks[row.last]
        below = blocks[row.last + 1 : row.last + 2]
        told = [(block.full, tuple(_words(below))) for block in below]
        if len(last.text) > len(row.text) and row.text not in last.text[-len(row.text) :]:
            ending = part_sentences(last.text)[-1]
            told.insert(0, (ending, last.words[-len(ending.split()) :]))
        carried = load_grammar().carried
        said, words = next(((text, words) for text, words in told if carried.search(text)), ("", ()))
        if not said:
            return None
        return Slot(Passage((Paragraph(said),), _regions(words)), words)

    def section(self, at: int) -> tuple[str, ...]:
        """Return the nearest heading above a row, but the one that numbers it."""
        own = self.numbers.get(at)
        over = [self.stretch.blocks[heading] for heading in self.above[self.rows[at].opener]]
        return tuple(block.full for block in over if own is None or block is not own[1])[-1:]

    def number(self, at: int) -> tuple[str, Block] | None:
        """Return the number of a row that its own text has not, and the block in which it is printed."""
        return self.numbers.get(at)

    def _below(self, at: int) -> dict[str, Slot]:
        """Return what labelled paragraphs say between the text of a row and the next row."""
        row, blocks = self.rows[at], self.stretch.blocks
        after = self.rows[at + 1 :][:1]
        end = min((min(one.opener, one.first) for one in after), default=len(blocks))
        found: dict[str, list[Block]] = {}
        texts: dict[str, list[Paragraph]] = {}
        name = ""
        for block in blocks[row.last + 1 : end]:
            labelled = label_of(block)
            answered = None if labelled or name else _answer_of(block)
            if labelled or answered:
                name, rest = labelled or answered or ("", "")
                if name in found:
                    break
                found[name] = [block]
                texts[name] = [Paragraph(rest)] if rest else []
                if answered and name == Role.STATUS:
                    # How the item stands is said; what follows says why.
                    name = Role.COMMENTS
                    found[name], texts[name] = [], []
            elif is_heading(block, self.stretch.usual) or block.place is not None:
                break
            elif name:
                found[name].append(block)
                texts[name].append(Paragraph(block.text, "bullet" if block.bulleted else "paragraph"))
        return {name: _slot(texts[name], held) for name, held in found.items() if texts[name]}

    def _beside(self, row: Row) -> dict[str, Slot]:
        """Return the filled cells of the table row in which a record begins, but those of its text."""
        blocks = self.stretch.blocks[row.first : row.last + 1]
        place = blocks[0].place
        if place is None:
            return {}
        table = self.stretch.tables[place.table]
        own = {block.place.column for block in blocks if block.place and block.place.row == place.row}
        own |= {opener.column} if (opener := self.stretch.blocks[row.opener].place) else set()
        if place.table not in self.names:
            self.names[place.table] = self._names(table)
        names = self.names[place.table]
        found: dict[str, Slot] = {}
        for cell in table.rows[place.row].filled:
            if cell.first not in own and names.get(cell.first):
                found.setdefault(names[cell.first], Slot(cell.passage, tuple(cell.words)))
        return found

    def _names(self, table: Table) -> dict[int, str]:
        """Return the field that each column of a table holds, by the roles of its headings."""
        header = read_header(table, self.family)
        if header is not None:
            headings = header.headings
            roles = {at: role for at, role in header.roles.items() if role != Role.TEXT}
        else:
            headings = {cell.first: cell.line for cell in table.rows[0].filled}
            roles = {at: role for at, text in headings.items() if (role := heading_role(text)) in PUBLISHED}
        roles = {at: role for at, role in roles.items() if role not in {Role.TEXT, Role.RECOMMENDATION}}
        return {at: field_name(roles.get(at), headings.get(at, ""), at) for at in range(table.columns)}


def below_rows(document: Stretch, family: Family, rows: Sequence[RawRow]) -> tuple[Mapping[str, Slot], ...]:
    """Return what stands below each of the rows that a reader found in the text of a document, by field.

    Nothing where one of them is not found among its blocks: it would be told where another ends.
    """
    at = [_row_at(document.blocks, row) for row in rows]
    found = [row for row in at if row is not None]
    if len(found) < len(rows) or any(one.last >= other.first for one, other in pairwise(found)):
        return ()
    return tuple(Slots(document, family, found).below)


def _row_at(blocks: Sequence[Block], row: RawRow) -> Row | None:
    """Return the row as a record of the blocks, none of a table, on which the text of a row stands."""
    text = row.fields.get(Role.TEXT)
    regions = text.regions if text else ()
    held = [
        at for at, block in enumerate(blocks) if any(_within(block.regions[0], region) for region in regions)
    ]
    if text is None or not held or any(blocks[at].place is not None for at in held):
        return None
    return Row(text.line, held[0], held[-1], held[0])


def _within(region: Region, other: Region) -> bool:
    """Return whether the middle of one region lies in another."""
    middle = (region.box.x0 + region.box.x1) / 2, (region.box.top + region.box.bottom) / 2
    box = other.box
    return region.page == other.page and box.x0 <= middle[0] <= box.x1 and box.top <= middle[1] <= box.bottom


def label_of(block: Block) -> tuple[str, str] | None:
    """Return the field that the label of a paragraph names, and what stands behind it; None without a label.

    A label is alone on its paragraph, or ends in a colon; it says how an item stands, who, or by when.
    """
    parted = IN_LINE.match(block.full)
    label, rest = (parted["label"], parted["rest"] or "") if parted else (block.full, "")
    named = REFERRING.sub("", label.strip())
    role = heading_role(named) if len(named.split()) <= LONGEST_LABEL else None
    if role not in PROGRESS or role not in PUBLISHED:
        return None
    # An answer says in one text how an item stands and why.
    answers = role == Role.RESPONSE or "response" in label.lower()
    return (Role.STATUS_AND_COMMENTS if answers else role), rest


def _answer_of(block: Block) -> tuple[str, str] | None:
    """Return the field and the words of an answer that no label opens; None if there is none.

    One short sentence is how the item stands; a longer text says why, too.
    """
    if not load_wording().answers.match(block.full):
        return None
    short = len(block.full) <= LONGEST_ANSWER and ". " not in block.full
    return (Role.STATUS if short else Role.STATUS_AND_COMMENTS), block.full


def _who(marked: Sequence[Block]) -> Slot:
    """Return the initials beside blocks, which tell who is to act."""
    words = tuple(word for block in marked for word in block.margin)
    return Slot(Passage((Paragraph(", ".join(map(who_of, marked))),), _regions(words)), words)


def _regions(words: Sequence[Word]) -> tuple[Region, ...]:
    return tuple(
        Region(page, around([word.box for word in words if word.page == page]))
        for page in sorted({word.page for word in words})
    )


def _slot(texts: Sequence[Paragraph], blocks: Sequence[Block]) -> Slot:
    regions = tuple(region for block in blocks for region in block.regions)
    return Slot(Passage(tuple(texts), regions), tuple(_words(blocks)))


def _words(blocks: Sequence[Block]) -> Iterator[Word]:
    for block in blocks:
        yield from block.words
