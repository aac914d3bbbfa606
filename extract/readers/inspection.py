"""Inspection reports: judgements in tables and sentences, recommendations in lists below known headings."""

from __future__ import annotations

from extract.account import Claim, Owner
from extract.families.registry import Family
from extract.layout import Layout
from extract.readers import Reading
from extract.readers.judgements import read_judgements
from extract.readers.lists import read_lists
from records.pages import Word


def read_inspection(layout: Layout, family: Family | None) -> Reading:
    """Read the judgements and the recommendations of an inspection report or letter."""
    if family is None:
        raise ValueError("an inspection report is read by the file of its family")
    judgements, judged = read_judgements(layout, family)
    rows, listed, headings, joins = read_lists(layout, family)
    return Reading(
        rows=rows,
        judgements=judgements,
        joins=joins,
        claims=(
            Claim(Owner.ROWS, (*listed, *judged)),
            Claim(Owner.HEADINGS, _without(headings, judged)),
        ),
    )


def _without(headings: tuple[Word, ...], judged: tuple[Word, ...]) -> tuple[Word, ...]:
    """Leave out headings that are judgements too: 'The effectiveness of the LSCB is good' heads its part."""
    taken = {(word.page, word.index) for word in judged}
    return tuple(word for word in headings if (word.page, word.index) not in taken)
