"""Columns that tell the same thing of several meetings: which is the latest, and which are history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from extract.families.column_headings import RELATIVE, Moment, heading_key, moment, relative, undated
from extract.families.column_roles import Role

REPEATED = (Role.STATUS, Role.RAG, Role.COMMENTS, Role.STATUS_AND_COMMENTS)
"""Roles that a tracker prints once for each meeting."""

TURNING = {"month": 12, "quarter": 4}
"""Moments without a year, which begin anew after so many."""


class Series(msgspec.Struct, frozen=True):
    """The columns of one role in order of time: the latest, the earlier ones, those that do not belong.

    `sure` is False where no date tells the order and the columns were taken from left to right.
    """

    latest: int | None
    earlier: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    sure: bool = True


def order_columns(headings: Mapping[int, str], ranks: Mapping[int, int], filled: set[int]) -> Series:
    """Return the latest of the columns of one role; `headings` and `ranks` are those of each column.

    Headings that differ in their date alone ('Status Mar 2019', 'Status Jun 2019') are one series, as
    are headings that all carry one. Of different headings the one of lowest rank counts, and the rest
    tell something else. A column printed for a meeting still to come, in which no cell is filled, is
    not the latest: the last of those that hold words is.
    """
    past = [column for column in headings if relative(headings[column]) < 0]
    rest = [column for column in sorted(headings) if column not in past]
    if not rest:
        return Series(None, tuple(sorted(past)))
    chosen, others = _one_series(rest, headings, ranks)
    ordered, sure = _in_time([(column, headings[column]) for column in chosen])
    while len(ordered) > 1 and ordered[-1] not in filled and filled & set(ordered):
        others.append(ordered.pop())
    return Series(ordered[-1], (*sorted(past), *ordered[:-1]), tuple(others), sure or len(ordered) == 1)


def _one_series(
    columns: Sequence[int], headings: Mapping[int, str], ranks: Mapping[int, int]
) -> tuple[list[int], list[int]]:
    if all(moment(headings[column]) or relative(headings[column]) for column in columns):
        return list(columns), []
    keys = {column: _bare(headings[column]) for column in columns}
    first = min(columns, key=lambda column: (ranks[column], column))
    chosen = [column for column in columns if keys[column] == keys[first]]
    return chosen, [column for column in columns if column not in chosen]


def _bare(heading: str) -> str:
    return heading_key(RELATIVE.sub(" ", undated(heading)))


def _in_time(columns: Sequence[tuple[int, str]]) -> tuple[list[int], bool]:
    """Put columns in order of time, oldest first, and say whether their headings tell it."""
    present = [column for column, heading in columns if relative(heading) > 0]
    if len(present) == 1:
        before, _ = _in_time([pair for pair in columns if pair[0] != present[0]])
        return [*before, *present], True
    moments = [moment(heading) for _, heading in columns]
    known = [each for each in moments if each is not None]
    places = [column for column, _ in columns]
    if len(known) < len(moments) or len({m.kind for m in known}) != 1 or len(set(known)) < len(known):
        return places, False
    if known[0].kind in TURNING:
        return _turning(places, known)
    return [column for _, column in sorted(zip((m.order for m in known), places, strict=True))], True


def _turning(places: Sequence[int], moments: Sequence[Moment]) -> tuple[list[int], bool]:
    """Order months or quarters without a year, such as Sept, Dec, Mar, which may turn the year between.

    Meetings follow each other closely, so the direction in which the columns span less time is theirs.
    Two that fall ('Jun', 'Mar') stay as printed and unsure: quarters back, or nine months on.
    """
    turn = TURNING[moments[0].kind]
    steps = [(after.order[0] - before.order[0]) % turn for before, after in pairwise(moments)]
    onward, back = sum(steps), sum(-step % turn for step in steps)
    rising = all(before.order < after.order for before, after in pairwise(moments))
    if rising or (onward < back and len(moments) > 2):
        return list(places), True
    if back < onward and len(moments) > 2:
        return list(reversed(places)), True
    return list(places), False
