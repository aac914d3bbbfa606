"""The facts of a document: what its family states, and what is chosen in its header block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from extract.facts.bodies import choose_body
from extract.facts.dates import choose_date
from extract.facts.family_facts import FoundFact, find_family_facts
from extract.facts.header_block import PAGES, Piece, Place, find_header_block, is_labelled
from extract.facts.kinds import UNKNOWN, kind_of
from extract.facts.titles import choose_title
from extract.families.registry import Family, ReaderName
from extract.layout.page_layout import Layout
from extract.pdf.pdfium.properties import Properties
from records.pages import Word
from records.report import Choice

CHOSEN = frozenset({"title", "meeting_date", "published", "publisher"})
"""Facts that are chosen among candidates, but for inspections, whose families state them."""


HEADS = frozenset({Place.BLOCK, Place.TABLE, Place.RUNNING, Place.INNER})
"""Where the header block of a paper stands, and its running heads."""


class Facts(msgspec.Struct, frozen=True):
    """The facts of a document, and how those were chosen that no family states."""

    found: tuple[FoundFact, ...]
    choices: tuple[Choice, ...] = ()
    kind: str = UNKNOWN


def find_facts(family: Family, layout: Layout, properties: Properties) -> Facts:
    """Find the facts of a document. One that was chosen and is not sure is among the choices alone.

    What the family of an inspection states is exact, and taken as it is.
    """
    stated = find_family_facts(family, layout.paragraphs, layout.usual, layout.pages[0].number)
    if family.reader is ReaderName.INSPECTION:
        return Facts(tuple(stated), kind=kind_of({"title": (), "block": (), "text": ()}, family.name))
    guessed = {pattern.fact for pattern in family.facts if pattern.where == "largest"}
    said = {fact.name: fact.passage.line for fact in stated if fact.name not in guessed}
    found = [fact for fact in stated if fact.name not in CHOSEN]
    choices: list[Choice] = []
    pieces = find_header_block(layout)
    for choice, words in _chosen(layout, pieces, properties, said):
        if choice is not None:
            choices.append(choice)
            if choice.sure:
                found.append(FoundFact(choice.fact, choice.best.passage, words))
    names = {fact.name for fact in found}
    found += [fact for fact in stated if fact.name == "publisher" and "publisher" not in names]
    title = [choice.best.passage.text for choice in choices if choice.fact == "title"]
    return Facts(tuple(found), tuple(choices), _kind(layout, pieces, title, family.name))


def _kind(layout: Layout, pieces: Sequence[Piece], title: Sequence[str], family: str) -> str:
    """Return the kind of a paper, by its title, its header block, its first pages and the last."""
    block = [piece.paragraph.text for piece in pieces if piece.place in HEADS]
    read = {*(page.number for page in layout.pages[:PAGES]), layout.pages[-1].number}
    text = [p.text for p in layout.paragraphs if p.page in read]
    for table in layout.tables:
        for grid in table.grids:
            if grid.page in read:
                text += [cell.text for row in grid.rows for cell in row.cells if cell.words]
    return kind_of({"title": title, "block": block, "text": text}, family)


def _chosen(
    layout: Layout, pieces: Sequence[Piece], properties: Properties, said: Mapping[str, str]
) -> list[tuple[Choice | None, tuple[Word, ...]]]:
    """Return the choices of title, date and body, each with the words of the best candidate."""
    front = {piece.paragraph.page for piece in pieces if piece.place is Place.BLOCK}
    over_table = any(
        grid.page in front and not is_labelled(grid) for table in layout.tables for grid in table.grids
    )
    title = choose_title(pieces, layout.usual, properties, said.get("title"), over_table=over_table)
    dates = choose_date(pieces, title[1], properties, said.get("meeting_date"))
    return [title, *dates, choose_body(pieces, properties)]
