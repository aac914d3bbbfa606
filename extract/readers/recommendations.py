"""Council papers: tables of actions, lists of recommendations, and responses to them by number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from extract.account import Claim, Owner
from extract.families.column_headings import heading_role
from extract.families.column_roles import Role
from extract.families.registry import Family, tidy
from extract.layout.lines import free_words, places_of
from extract.layout.page_layout import Layout
from extract.layout.printed_numbers import REFERENCE
from extract.readers import Reading
from extract.readers.action_table import read_action_tables
from extract.readers.council_lists import Item, distinct, read_council_lists
from records.outcome import Issue
from records.report import Passage, RawRow


def read_actions(layout: Layout, family: Family) -> Reading:
    """Read a plan's tables of actions, or, where it has none, its lists of actions.

    A cover report beside the tables asks for decisions of its own ('asked to note the plan'); they are
    none of the plan's actions.
    """
    tables = read_action_tables(layout, family)
    return tables if tables.rows else _united(tables, read_council_lists(layout, family))


def read_recommendations(layout: Layout, family: Family) -> Reading:
    """Read a paper's tables of actions and its lists, and join the two where one answers the other.

    A table whose actions are only numbers answers the list: each of its rows gives status, reasons and
    owner to the recommendation of that number. A table that repeats the recommendations' words counts
    once, with what it tells of them.
    """
    tables = read_action_tables(layout, family)
    items = read_council_lists(layout, family)
    if not items:
        return tables
    if tables.rows and all(pointed(row) for row in tables.rows):
        return _answered(tables, items)
    return _united(tables, items)


def pointed(row: RawRow) -> str | None:
    """Return the number of the recommendation that a row is about if it does not print its words."""
    text, ref = row.fields.get(Role.TEXT), row.fields.get(Role.REF)
    if text is not None and text.blocks:
        match = REFERENCE.fullmatch(tidy(text.text))
        return match[1] if match is not None else None
    return tidy(ref.text).strip("()") if ref is not None and ref.blocks else None


def _answered(tables: Reading, items: Sequence[Item]) -> Reading:
    """Return the items, each with what the row of its number tells; say which numbers have no partner."""
    answers: dict[str, RawRow] = {}
    for row in tables.rows:
        number = pointed(row)
        if number is not None:
            answers.setdefault(number, row)
    rows: list[RawRow] = []
    claims: list[Claim] = []
    issues = list(tables.issues)
    for item, first in distinct(items):
        claims.append(Claim(Owner.ROWS, item.words))
        if not first:
            continue
        answer = answers.pop(tidy(item.ref.text), None) if item.ref is not None else None
        fields = item.fields
        if answer is not None:
            fields |= {
                role: _unlabelled(field)
                for role, field in answer.fields.items()
                if role not in {Role.TEXT, Role.REF}
            }
        else:
            ref = "" if item.ref is None else f" {item.ref.text}"
            issues.append(_alone(f"recommendation{ref}", "answer", item.text))
        section = (item.heading,) if item.heading else ()
        rows.append(RawRow(len(rows) + 1, section, fields))
    issues += [
        _alone(f"answer {number}", "recommendation", row.fields[Role.TEXT]) for number, row in answers.items()
    ]
    return replace(tables, rows=tuple(rows), claims=(*tables.claims, *claims), issues=tuple(issues))


def _united(tables: Reading, items: Sequence[Item]) -> Reading:
    """Return the rows of tables and, where they stand among these, the items that no table repeats.

    Items alone stay in reading order: those of one list may be set in further than those of another.
    """
    known = {
        re.sub(r"\W+", "", tidy(row.fields[Role.TEXT].text)) for row in tables.rows if Role.TEXT in row.fields
    }
    rows = list(tables.rows)
    claims = list(tables.claims)
    issues = list(tables.issues)
    # A heading over a form is read with the form.
    taken = places_of(word for claim in claims for word in claim.words)
    items = [item for item in items if free_words(item.words[:1], taken)]
    for item, first in distinct(items):
        claims.append(Claim(Owner.ROWS, item.words))
        if first and item.key not in known:
            rows.append(RawRow(0, (item.heading,) if item.heading else (), item.fields))
        else:
            page = item.text.regions[0].page
            issues.append(Issue("info", "printed_again", "A recommendation is printed again.", page))
    ordered = sorted(rows, key=_height) if tables.rows else rows
    numbered = tuple(replace(row, position=place) for place, row in enumerate(ordered, 1))
    return replace(tables, rows=numbered, claims=tuple(claims), issues=tuple(issues))


def _height(row: RawRow) -> tuple[int, float, float]:
    """Return where a row begins: its page, then how far down, then how far in."""
    first = row.regions[0]
    return first.page, first.box.top, first.box.x0


def _unlabelled(field: Passage) -> Passage:
    """Drop the heading that a cell repeats before its words: 'Cabinet response: Accepted'."""
    if not field.blocks:
        return field
    first = field.blocks[0].text
    head, colon, rest = first.partition(":")
    if not colon or not rest.strip() or heading_role(head) is None:
        return field
    blocks = (replace(field.blocks[0], text=rest.strip()), *field.blocks[1:])
    return replace(field, blocks=blocks)


def _alone(what: str, partner: str, place: Passage) -> Issue:
    page = place.regions[0].page if place.regions else None
    return Issue("warning", "no_partner", f"The {what} has no {partner} of that number.", page)
