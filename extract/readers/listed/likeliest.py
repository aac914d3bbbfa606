"""The rows of a listed reading: the likeliest, where no other reader finds any, or one that a person chose.

Nobody has confirmed the likeliest: each of its rows asks to be looked at, and the document is not `ok`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from extract.account import Claim, Owner
from extract.families.column_roles import PROGRESS, PUBLISHED, Role
from extract.families.registry import Family
from extract.layout.lines import free_words, places_of
from extract.layout.page_layout import Layout
from extract.readers import Reading
from extract.readers.listed.slots import Slot, Slots, below_rows
from extract.readings.block import Block
from extract.readings.cuts import Row
from extract.readings.evidence.texts import signs, text_signs
from extract.readings.examples import letters_of
from extract.readings.headings import is_heading
from extract.readings.listing import Reading as Listed
from extract.readings.listing import list_readings
from extract.readings.ranking import Ranked, rank
from extract.readings.stretch import Stretch
from records.outcome import Issue
from records.report import Block as Paragraph
from records.report import ListedReading, Passage, RawRow

ENOUGH = 12.0
"""The score from which the likeliest reading is taken for a set of recommendations or actions. Of 64 papers
four hold none, of which one scores more (12.2): its rows are published, each with its doubt."""

ASKING = 0.4
"""The share of its rows that must ask, order or decide; agendas, findings and lists of names do not. Of the
readings of 64 papers the five below it held 4 right rows of 108."""

MORE_ROWS, FEWEST_ROWS = 2, 4
"""The likeliest reading takes the place of rows that a family found, or whose columns say how they stand, if
it has more than so many times as many, and so many in all: a family knows its papers, a header its table."""

MOST_ALIKE = 0.5
"""The share of its rows that were found as well from which the likeliest reading leaves them in their place
where no family is known: two ways to read then agree, and what was found has its owners and dates."""

TOLD_TOGETHER = (
    frozenset({Role.STATUS, Role.STATUS_AND_COMMENTS, Role.RESPONSE, Role.RAG, Role.COMMENTS}),
    frozenset({Role.DUE, Role.TIMESCALE}),
)
"""Fields of which a row that has one is not given another: they may say the same."""

KEPT = 5
"""Readings among which a person may choose."""

ROWS_KEPT = 60
"""Rows of each that are shown."""


class Likeliest(msgspec.Struct, frozen=True):
    """The rows of the likeliest reading, those among which a person may choose, and the whole document."""

    reading: Reading
    offered: tuple[ListedReading, ...]
    document: Stretch | None


def read_likeliest(layout: Layout, family: Family) -> Likeliest:
    """Return the rows of the likeliest reading of a document, none if it is not likely enough."""
    listing = list_readings(layout)
    ranked = rank(listing)
    offered = tuple(map(_offered, ranked[:KEPT]))
    likely = bool(ranked) and is_likely(ranked[0])
    return Likeliest(_read(ranked[0].reading, family) if likely else Reading(), offered, listing.document)


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
    if known or 2 * sum(map(_tells_of_progress, found)) >= len(found):
        return len(likeliest) >= FEWEST_ROWS and len(likeliest) > MORE_ROWS * len(found)
    texts = set(map(_letters, found))
    return sum(_letters(row) in texts for row in likeliest) < MOST_ALIKE * len(likeliest)


def _tells_of_progress(row: RawRow) -> bool:
    return any(row.fields[role].blocks for role in PROGRESS if role in row.fields)


def completed(found: Reading, likeliest: Likeliest, family: Family) -> tuple[Reading, tuple[Issue, ...]]:
    """Return rows that were found with what else is said of them: below them, or by the likeliest reading.

    Rows are the same by the letters of their texts. One that is completed so asks to be looked at: the
    issues tell it, of the document first.
    """
    reading = likeliest.reading
    same = {
        _letters(row): (row.fields, claim.words)
        for row, claim in zip(reading.rows, reading.claims, strict=True)
    }
    below = below_rows(likeliest.document, family, found.rows) if likeliest.document else ()
    used = places_of(word for claim in found.claims for word in claim.words)
    rows: list[RawRow] = []
    claims = list(found.claims)
    issues: list[Issue] = []
    for at, row in enumerate(found.rows):
        of_place = below[at] if below else {}
        fields, held = same.get(_letters(row), ({}, ()))
        told = {**fields, **{name: slot.passage for name, slot in of_place.items()}}
        more = dict(_unsaid(row, told))
        rows.append(replace(row, fields={**row.fields, **more}))
        if more:
            own = [word for name, slot in of_place.items() if name in more for word in slot.words]
            words = free_words([*own, *(held if more.keys() - of_place.keys() else ())], used)
            used |= places_of(words)
            claims.append(Claim(Owner.ROWS, words))
            names = ", ".join(sorted(more)).replace("_", " ")
            message = f"What it says of {names} is of a reading that nobody has confirmed."
            page = next(iter(more.values())).regions[0].page
            issues.append(Issue("warning", "unconfirmed_reading", message, page, row=row.position))
    if issues:
        message = f"What {len(issues)} rows say beside their texts is of a reading that nobody has confirmed."
        issues.insert(0, Issue("warning", "unconfirmed_reading", message, issues[0].page))
    return replace(found, rows=tuple(rows), claims=tuple(claims)), tuple(issues)


def _unsaid(row: RawRow, others: Mapping[str, Passage]) -> Iterator[tuple[str, Passage]]:
    """Yield what other fields say of things of which a row says nothing."""
    said = {name for name, passage in row.fields.items() if passage.blocks}
    for name, passage in others.items():
        told = next((each for each in TOLD_TOGETHER if name in each), frozenset({name}))
        if name in PROGRESS & PUBLISHED and passage.blocks and passage.regions and said.isdisjoint(told):
            yield name, passage


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


def unseconded(found: Sequence[RawRow], likeliest: Sequence[RawRow]) -> Iterator[Issue]:
    """Yield what is to be said of rows of a document of no known family that the likeliest reading has not.

    Tables of prices and of figures have rows with a text and a status, too.
    """
    texts = set(map(_letters, likeliest))
    for row in found:
        if _letters(row) not in texts:
            message = "Its document is of no known family, and the likeliest of its readings has no such row."
            yield Issue("warning", "unconfirmed_row", message, row.regions[0].page, row=row.position)


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
    slots = Slots(stretch, family, listed.rows)
    rows: list[RawRow] = []
    claims: list[Claim] = []
    taken: frozenset[tuple[int, int]] = frozenset()
    for at, row in enumerate(listed.rows):
        beside = slots.of(at)
        held = stretch.blocks[min(row.opener, row.first) : row.last + 1]
        words = [word for block in held for word in block.words]
        words += [word for slot in beside.values() for word in slot.words]
        numbered = slots.number(at)
        if numbered is not None and not is_heading(numbered[1], stretch.usual):
            words += numbered[1].words
        free = [word for word in words if (word.page, word.index) not in taken]
        taken |= places_of(free)
        claims.append(Claim(Owner.ROWS, tuple(dict.fromkeys(free))))
        rows.append(_raw(at, slots, beside))
    return Reading(rows=tuple(rows), claims=tuple(claims))


def _raw(at: int, slots: Slots, beside: Mapping[str, Slot]) -> RawRow:
    row, blocks = slots.rows[at], slots.stretch.blocks
    fields: dict[str, Passage] = {name: slot.passage for name, slot in beside.items()}
    fields[Role.TEXT] = _text(row, slots.stretch)
    if row.ref:
        # Of a number within its text the place is that of the text.
        apart = blocks[row.opener].regions[:1] if row.opener < row.first else ()
        fields[Role.REF] = Passage((Paragraph(row.ref),), apart)
    elif (numbered := slots.number(at)) is not None:
        fields[Role.REF] = Passage((Paragraph(numbered[0]),), numbered[1].regions[:1])
    return RawRow(at + 1, slots.section(at), fields)


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
