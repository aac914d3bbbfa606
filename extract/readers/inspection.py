"""Inspection reports: judgements in tables and sentences, recommendations in lists below known headings."""

from __future__ import annotations

from msgspec.structs import replace

from extract.account import Claim, Owner
from extract.families.registry import Family
from extract.layout.lines import free_words, places_of
from extract.layout.page_layout import Layout
from extract.readers import Reading
from extract.readers.action_table import read_action_tables
from extract.readers.judgements import read_judgements
from extract.readers.lists import read_lists


def read_inspection(layout: Layout, family: Family) -> Reading:
    """Read the judgements and the recommendations of an inspection report or letter."""
    judgements, judged, unread = read_judgements(layout, family)
    rows, listed, headings, joins = read_lists(layout, family)
    return Reading(
        rows=rows,
        judgements=judgements,
        joins=joins,
        claims=(
            Claim(Owner.ROWS, (*listed, *judged)),
            # 'The effectiveness of the LSCB is good' heads its part and is a judgement too.
            Claim(Owner.HEADINGS, free_words(headings, places_of(judged))),
        ),
        issues=unread,
    )


def read_anything(layout: Layout, family: Family) -> Reading:
    """Read a document of no known family: its tables of actions, and the lists below telling headings."""
    tables = read_action_tables(layout, family)
    lists = read_inspection(layout, family)
    rows = (*tables.rows, *lists.rows)
    return Reading(
        rows=tuple(replace(row, position=place) for place, row in enumerate(rows, 1)),
        judgements=lists.judgements,
        joins=(*tables.joins, *lists.joins),
        claims=(*tables.claims, *lists.claims),
        issues=tables.issues,
    )
