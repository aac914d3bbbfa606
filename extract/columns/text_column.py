"""The column of the actions' texts, and that of their numbers, where several could be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean

from extract.families.column_roles import PROGRESS, Role
from extract.tables.grids import Row
from extract.tables.stitch import ordinals

SENTENCES = 15.0
"""A column whose cells have fewer letters on average holds names or numbers, not actions."""


def place_texts(roles: dict[int, str], named: Mapping[str, Sequence[int]], body: Sequence[Row]) -> int | None:
    """Return which of several columns of texts holds the actions: one row is one action.

    A recommendation that stands beside several actions, merged down or with blanks below it, while
    each of these has a status, body or date of its own, is their theme. Where each recommendation has
    one row, it is the text, and the actions beside it are the steps towards it. Gives the column of
    recommendations that stand beside several actions, None if there is none.
    """
    texts = sorted(named.get(Role.TEXT, []))
    steps = [at for at in sorted(named.get(Role.SUB_ACTIONS, [])) if not texts or at > texts[0]]
    standing = [at for at, role in roles.items() if role in PROGRESS]
    candidates = [*texts, *steps]
    if not candidates:
        return None
    chosen, divided = candidates[0], None
    for at in candidates[1:]:
        if is_divided(chosen, at, standing, body):
            roles[chosen] = Role.RECOMMENDATION if Role.THEME in roles.values() else Role.THEME
            divided, chosen = chosen, at
        elif Role.SUB_ACTIONS not in roles.values():
            roles[at] = Role.SUB_ACTIONS
    roles[chosen] = Role.TEXT
    return divided


def is_divided(upper: int, lower: int, standing: Sequence[int], body: Sequence[Row]) -> bool:
    """Return whether the cells of column `upper` stand beside several of `lower`, each a row of its own.

    A cell merged down once is enough; a blank may be an oversight, so there must be two.
    """
    own = [
        row
        for row in body
        if row.fills(lower) and any(row.fills(at) for at in standing) and len(row.cells) > 1
    ]
    merged = [row for row in own if row.at(upper) is None]
    blank = [row for row in own if (cell := row.at(upper)) is not None and not cell.words]
    return bool(merged) or len(blank) > 1


def guess_text(
    unknown: Sequence[int], roles: Mapping[int, str], refs: bool, body: Sequence[Row]
) -> int | None:
    """Return the column with the longest texts of `unknown`: that of the actions, where no heading says so.

    The table must look like one of actions all the same: numbered (`refs`: a heading is one of numbers),
    or telling two things of each, such as who must act and by when; 'Issue' and 'Response' alone are a
    consultation's. Without a column of unknown heading a theme or a finding may be all that is said.
    """
    told = PROGRESS & set(roles.values())
    numbered = refs and bool(ordinals(body))
    if not told or not (numbered or len(told) > 1):
        return None
    spare = [at for at, role in roles.items() if role in {Role.THEME, Role.FINDING}]
    for choice in ([at for at in unknown if not is_numbered(at, body)], spare):
        longest = max(choice, key=lambda at: mean_length(at, body), default=None)
        if longest is not None and mean_length(longest, body) >= SENTENCES:
            return longest
    return None


def place_refs(roles: dict[int, str], places: Sequence[int]) -> None:
    """Give the reference to the column of numbers next to the text, before it if there is one.

    'Rec no' may number the recommendations, and 'Action no' the actions beside them.
    """
    text = next(at for at, role in roles.items() if role == Role.TEXT)
    left = [at for at in places if at < text]
    if places:
        roles[max(left) if left else min(places)] = Role.REF


def is_numbered(column: int, body: Sequence[Row]) -> bool:
    """Return whether most of the cells of a column are row numbers."""
    filled = [row for row in body if row.fills(column)]
    return bool(filled) and 2 * len(ordinals(filled, column)) >= len(filled)


def mean_length(column: int, body: Sequence[Row]) -> float:
    """Return the letters of a column's cells on average."""
    return mean(len(row.text(column)) for row in body)
