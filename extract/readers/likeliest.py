"""The rows of a listed reading: the likeliest, where no other reader finds any, or one that a person chose.

Nobody has confirmed the likeliest: each of its rows asks to be looked at, and the document is not `ok`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.account import Claim, Owner
from extract.columns.header import read_header
from extract.families.column_headings import heading_role
from extract.families.column_roles import PUBLISHED, Role, field_name
from extract.families.registry import Family
from extract.layout.lines import places_of
from extract.layout.page_layout import Layout
from extract.readers import Reading
from extract.readings.block import Block
from extract.readings.cuts import Row
from extract.readings.evidence.texts import signs, text_signs
from extract.readings.examples import letters_of
from extract.readings.headings import sections, usual_style
from extract.readings.listing import Reading as Listed
from extract.readings.listing import list_readings
from extract.readings.ranking import Ranked, rank
from extract.readings.stretch import Stretch
from extract.tables.grids import Cell
from extract.tables.stitch import Table
from records.outcome import Issue
from records.report import Block as Paragraph
from records.report import ListedReading, Passage, RawRow

ENOUGH = 12.0
"""The score from which the likeliest reading is taken for a set of recommendations or actions. Of 64 papers
four hold none; two of them score 12.2 and 11.7, the others less."""

ASKING = 0.4
"""The share of its rows that must ask, order or decide; agendas, findings and lists of names do not. Of the
readings of 64 papers the five below it held 4 right rows of 108."""

MORE_ROWS, FEWEST_ROWS = 2, 4
"""The likeliest reading takes the place of rows that a family found if it has more than so many times as
many, and so many in all: a family knows its papers."""

MOST_ALIKE = 0.5
"""The share of its rows that were found as well from which the likeliest reading leaves them in their place
where no family is known: two ways to read then agree, and what was found has its owners and dates."""

KEPT = 5
"""Readings among which a person may choose."""

ROWS_KEPT = 60
"""Rows of each that are shown."""

Found = tuple[Reading, tuple[ListedReading, ...]]
"""The rows that are taken, and the readings among which a person may choose."""


def read_likeliest(layout: Layout, family: Family) -> Found:
    """Return the rows of the likeliest reading of a document, none if it is not likely enough."""
    ranked = rank(list_readings(layout))
    offered = tuple(map(_offered, ranked[:KEPT]))
    if not ranked or not is_likely(ranked[0]):
        return Reading(), offered
    return _read(ranked[0].reading, family), offered


def is_likely(ranked: Ranked) -> bool:
    """Return whether a reading is likely enough to be published without a person."""
    return ranked.score >= ENOUGH and _asks(ranked.reading)


def _asks(listed: Listed) -> bool:
    """Return whether enough of the rows of a reading ask for something."""
    asking = 1 << text_signs().index("asks")
    return sum(bool(signs(row.text, 0, row.text) & asking) for row in listed.rows) >= ASKING * len(
        listed.rows
    )


def is_better(likeliest: Sequence[RawRow], found: Sequence[RawRow], *, known: bool) -> bool:
    """Return whether the rows of the likeliest reading take the place of those that a reader found."""
    if not found or len(likeliest) < 2:
        return len(likeliest) > 1
    if known:
        return len(likeliest) >= FEWEST_ROWS and len(likeliest) > MORE_ROWS * len(found)
    texts = set(map(_letters, found))
    return sum(_letters(row) in texts for row in likeliest) < MOST_ALIKE * len(likeliest)


def _letters(row: RawRow) -> str:
    """Return the letters and digits of a row's text, "" where it has none."""
    passage = row.fields.get(Role.TEXT)
    return letters_of(passage.line) if passage else ""


def unconfirmed(rows: Sequence[RawRow], taken: ListedReading) -> Iterator[Issue]:
    """Yield what is to be said of the rows of the likeliest reading: of the document, and of each row."""
    message = f"Nobody has confirmed the reading that was taken ({taken.description})."
    yield Issue("warning", "unconfirmed_reading", message, rows[0].regions[0].page)
    for row in rows:
        message = f"It is of a reading that nobody has confirmed ({taken.reading_id})."
        yield Issue("warning", "unconfirmed_reading", message, row.regions[0].page, row=row.position)


def read_chosen(layout: Layout, family: Family, reading_id: str) -> Reading | None:
    """Return the rows of the reading that a person chose, None if the document has no such reading."""
    listed = list_readings(layout).readings
    found = next((each for each in listed if each.reading_id == reading_id), None)
    return None if found is None else _read(found, family)


def _offered(ranked: Ranked) -> ListedReading:
    reading = ranked.reading
    return ListedReading(
        reading.reading_id,
        reading.description,
        round(ranked.score, 3),
        len(reading.rows),
        tuple(_text(row, reading.stretch) for row in reading.rows[:ROWS_KEPT]),
    )


def _read(listed: Listed, family: Family) -> Reading:
    """Return the rows of a listed reading, every word of which is claimed once."""
    stretch = listed.stretch
    above = sections(stretch.blocks, usual_style(stretch.blocks))
    slots = _Slots(stretch, family)
    rows: list[RawRow] = []
    claims: list[Claim] = []
    taken: frozenset[tuple[int, int]] = frozenset()
    for row in listed.rows:
        beside = slots.of(row)
        held = stretch.blocks[min(row.opener, row.first) : row.last + 1]
        words = [word for block in held for word in block.words]
        words += [word for cell in beside.values() for word in cell.words]
        free = [word for word in words if (word.page, word.index) not in taken]
        taken |= places_of(free)
        claims.append(Claim(Owner.ROWS, tuple(dict.fromkeys(free))))
        rows.append(_raw(row, stretch, above[row.opener], beside, len(rows) + 1))
    return Reading(rows=tuple(rows), claims=tuple(claims))


def _raw(row: Row, stretch: Stretch, heading: int, beside: dict[str, Cell], position: int) -> RawRow:
    fields: dict[str, Passage] = {name: cell.passage for name, cell in beside.items()}
    fields[Role.TEXT] = _text(row, stretch)
    if row.ref:
        # Of a number within its text the place is that of the text.
        apart = stretch.blocks[row.opener].regions[:1] if row.opener < row.first else ()
        fields[Role.REF] = Passage((Paragraph(row.ref),), apart)
    section = (stretch.blocks[heading].full,) if heading >= 0 else ()
    return RawRow(position, section, fields)


def _text(row: Row, stretch: Stretch) -> Passage:
    blocks = stretch.blocks[row.first : row.last + 1]
    regions = tuple(region for block in blocks for region in block.regions)
    return Passage(tuple(_paragraphs(row.text, blocks)), regions)


def _paragraphs(text: str, blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a row's text: what the first block gives, then the others whole."""
    rest = blocks[1:]
    tail = " ".join(block.text for block in rest)
    head = text.removesuffix(tail).strip() if tail and text.endswith(tail) else ""
    if not head:
        yield Paragraph(text)
        return
    yield Paragraph(head)
    for block in rest:
        yield Paragraph(block.text, "bullet" if block.bulleted else "paragraph")


class _Slots:
    """Finds the cells beside the one that opens a row, by the headings of their columns."""

    def __init__(self, stretch: Stretch, family: Family) -> None:
        self.stretch, self.family = stretch, family
        self.names: dict[int, dict[int, str]] = {}

    def of(self, row: Row) -> dict[str, Cell]:
        """Return the filled cells of the table row in which a record begins, but those of its text."""
        blocks = self.stretch.blocks[row.first : row.last + 1]
        place = blocks[0].place
        if place is None:
            return {}
        table = self.stretch.tables[place.table]
        own = {block.place.column for block in blocks if block.place and block.place.row == place.row}
        own |= {opener.column} if (opener := self.stretch.blocks[row.opener].place) else set()
        names = self.names.setdefault(place.table, self._names(table))
        found: dict[str, Cell] = {}
        for cell in table.rows[place.row].filled:
            if cell.first not in own and names.get(cell.first):
                found.setdefault(names[cell.first], cell)
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
