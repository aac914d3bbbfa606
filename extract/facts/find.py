"""The facts of a document: what its family states, and what is chosen in its header block."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from extract.facts.bodies import choose_body
from extract.facts.dates import choose_date
from extract.facts.family_facts import FoundFact, find_family_facts
from extract.facts.header_block import Place, find_header_block, is_labelled
from extract.facts.titles import choose_title
from extract.families.registry import Family, ReaderName
from extract.layout.page_layout import Layout
from extract.pdf.pdfium.properties import Properties
from records.pages import Word
from records.report import Choice

CHOSEN = frozenset({"title", "meeting_date", "published", "publisher"})
"""Facts that are chosen among candidates, but for inspections, whose families state them."""


class Facts(msgspec.Struct, frozen=True):
    """The facts of a document, and how those were chosen that no family states."""

    found: tuple[FoundFact, ...]
    choices: tuple[Choice, ...] = ()


def find_facts(family: Family, layout: Layout, properties: Properties) -> Facts:
    """Find the facts of a document. One that was chosen and is not sure is among the choices alone.

    What the family of an inspection states is exact, and taken as it is.
    """
    stated = find_family_facts(family, layout.paragraphs, layout.usual, layout.pages[0].number)
    if family.reader is ReaderName.INSPECTION:
        return Facts(tuple(stated))
    guessed = {pattern.fact for pattern in family.facts if pattern.where == "largest"}
    said = {fact.name: fact.passage.line for fact in stated if fact.name not in guessed}
    found = [fact for fact in stated if fact.name not in CHOSEN]
    choices: list[Choice] = []
    for choice, words in _chosen(layout, properties, said):
        if choice is not None:
            choices.append(choice)
            if choice.sure:
                found.append(FoundFact(choice.fact, choice.best.passage, words))
    names = {fact.name for fact in found}
    found += [fact for fact in stated if fact.name == "publisher" and "publisher" not in names]
    return Facts(tuple(found), tuple(choices))


def _chosen(
    layout: Layout, properties: Properties, said: Mapping[str, str]
) -> list[tuple[Choice | None, tuple[Word, ...]]]:
    """Return the choices of title, date and body, each with the words of the best candidate."""
    pieces = find_header_block(layout)
    front = {piece.paragraph.page for piece in pieces if piece.place is Place.BLOCK}
    over_table = any(
        grid.page in front and not is_labelled(grid) for table in layout.tables for grid in table.grids
    )
    title = choose_title(pieces, layout.usual, properties, said.get("title"), over_table=over_table)
    dates = choose_date(pieces, title[1], properties, said.get("meeting_date"))
    return [title, *dates, choose_body(pieces, properties)]
