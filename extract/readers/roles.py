"""The roles of columns, given to a table as a whole: one column a role, and what the others are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean

import msgspec

from extract.families.registry import Family
from extract.readers.column_headings import Known, Meaning, is_only_a_date, keys_of, meaning, table_words
from extract.readers.history import REPEATED, order_columns
from extract.readers.mark_columns import Marked, find_marked
from extract.tables.grids import Cell, Row
from extract.tables.stitch import ordinal

SENTENCES = 15.0
"""A column whose cells have fewer letters on average holds names or numbers, not actions."""

PROGRESS = {
    "status",
    "status_and_comments",
    "owner",
    "due",
    "rag",
    "comments",
    "response",
    "outcome",
    "timescale",
}
"""Roles of which a table of actions has at least one."""

STANDING = {"status", "status_and_comments", "rag"}
"""Roles that tell how an action stands."""


class Header(msgspec.Struct, frozen=True):
    """The header of a table: its number of rows, those above included, and the role of each column.

    `title_column` is the column whose header cell is no column heading but the title of the first
    section: task group tables print 'Ofsted immediate actions on safeguarding' there. `above` counts
    the rows over the header itself. `earlier` gives the headings of columns of earlier meetings, oldest
    first. `printed_once` are columns whose words hold for the blank cells below them: themes, and
    recommendations with several actions each. `marked` are columns whose heading is the value where a
    mark stands. `guessed` says that the column of texts was told by its length alone. `notes` are
    things that a person might want to know.
    """

    rows: int
    roles: dict[int, str]
    title_column: int | None = None
    above: int = 0
    earlier: dict[int, str] = {}
    printed_once: frozenset[int] = frozenset()
    marked: tuple[Marked, ...] = ()
    guessed: bool = False
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> int:
        """The column of the actions' texts."""
        return next(column for column, role in self.roles.items() if role == "text")


class Column(msgspec.Struct, frozen=True):
    """A column as the header shows it: the whole heading, group headings first, and its last line alone."""

    heading: str
    own: str
    group: str
    meaning: Meaning | None
    cell: Cell | None
    """The lowest header cell, which neighbouring columns may share."""


def assign_roles(
    columns: Sequence[Column], body: Sequence[Row], known: Known, family: Family, *, guess: bool
) -> Header | None:
    """Give every column its role, None if together they make no table of actions."""
    meant = {at: column.meaning for at, column in enumerate(columns) if column.meaning is not None}
    meant = {at: each for at, each in meant.items() if columns[at].heading or _is_numbered(at, body)}
    marked = find_marked(
        {at: (column.group, column.own) for at, column in enumerate(columns)},
        body,
        known,
        any(each.role == "owner" for each in meant.values()),
    )
    under_marks = {column for each in marked for column in each.values}
    meant = {at: each for at, each in _unshared(meant, columns, body).items() if at not in under_marks}
    named: dict[str, list[int]] = {}
    for at in sorted(meant):
        named.setdefault(meant[at].role, []).append(at)
    roles: dict[int, str] = {}
    earlier: dict[int, str] = {}
    notes: list[str] = []
    _add_dates(named, columns, {each.role for each in marked})
    for role, places in named.items():
        if role in REPEATED:
            headings = {at: columns[at].heading for at in places}
            ranks = {at: meant[at].rank if at in meant else 0 for at in places}
            series = order_columns(headings, ranks, {at for at in places if _filled(at, body)})
            if series.latest is not None:
                roles[series.latest] = role
            earlier |= {at: columns[at].heading for at in series.earlier}
            if not series.sure and series.latest is not None:
                notes.append(
                    f"No date tells the order of the columns headed '{columns[series.latest].heading}'; "
                    "the one furthest right was taken for the latest."
                )
        elif role not in {"text", "ref", "sub_actions"}:
            roles[min(places, key=lambda at: (meant[at].rank, at))] = role
    divided = _place_texts(roles, named, body)
    _stand_in(roles, {each.role for each in marked}, columns)
    told = {*roles.values(), *(each.role for each in marked)}
    if not told & PROGRESS:
        return None
    guessed = False
    if "text" not in told:
        longest = _guess(columns, roles, {*under_marks, *earlier}, body) if guess else None
        if longest is None:
            return None
        guessed, roles[longest] = True, "text"
    _place_ref(roles, named.get("ref", []))
    once = {at for at, role in roles.items() if role in {"theme", "recommendation"}}
    if divided is not None:
        once |= {at for at, role in roles.items() if role == "ref" and at < divided}
    text = next(at for at, role in roles.items() if role == "text")
    titled = guessed and family.title_in_header and columns[text].meaning is None
    return Header(
        0,
        dict(sorted(roles.items())),
        text if titled else None,
        earlier=earlier,
        printed_once=frozenset(once),
        marked=tuple(each for each in marked if each.role not in roles.values()),
        guessed=guessed and not titled,
        notes=tuple(notes),
    )


def _unshared(
    meant: Mapping[int, Meaning], columns: Sequence[Column], body: Sequence[Row]
) -> dict[int, Meaning]:
    """Leave the meaning of a heading over several columns to the one with the longest cells.

    'Action' often stands over a narrow column of numbers and the wide one of texts.
    """
    kept = dict(meant)
    for at in meant:
        cell = columns[at].cell
        if cell is None or cell.end - cell.first < 2:
            continue
        sharing = [other for other in meant if columns[other].cell is cell]
        longest = max(sharing, key=lambda other: (_length(other, body), -other))
        for other in sharing:
            if other != longest:
                kept.pop(other, None)
                if _is_numbered(other, body):
                    kept[other] = Meaning("ref", 0)
    return kept


def _add_dates(named: dict[str, list[int]], columns: Sequence[Column], marked: set[str]) -> None:
    """Take columns headed by dates alone, at least two, for what was reported on these days."""
    dated = [at for at, column in enumerate(columns) if is_only_a_date(column.heading)]
    if len(dated) < 2:
        return
    role = "comments" if STANDING & (set(named) | marked) else "status_and_comments"
    named.setdefault(role, dated)


def _place_texts(
    roles: dict[int, str], named: Mapping[str, Sequence[int]], body: Sequence[Row]
) -> int | None:
    """Tell which of several columns of texts holds the actions: one row is one action.

    A recommendation that stands beside several actions, merged down or with blanks below it, while
    each of these has a status, body or date of its own, is their theme. Where each recommendation has
    one row, it is the text, and the actions beside it are the steps towards it. Gives the column of
    recommendations that stand beside several actions, None if there is none.
    """
    texts = sorted(named.get("text", []))
    steps = [at for at in sorted(named.get("sub_actions", [])) if not texts or at > texts[0]]
    standing = [at for at, role in roles.items() if role in PROGRESS]
    candidates = [*texts, *steps]
    if not candidates:
        return None
    chosen, divided = candidates[0], None
    for at in candidates[1:]:
        if is_divided(chosen, at, standing, body):
            roles[chosen] = "recommendation" if "theme" in roles.values() else "theme"
            divided, chosen = chosen, at
        elif "sub_actions" not in roles.values():
            roles[at] = "sub_actions"
    roles[chosen] = "text"
    return divided


def is_divided(upper: int, lower: int, standing: Sequence[int], body: Sequence[Row]) -> bool:
    """Say whether the cells of column `upper` stand beside several of `lower`, each a row of its own.

    A cell merged down once is enough; a blank may be an oversight, so there must be two.
    """
    own = [
        row
        for row in body
        if _has(row, lower) and any(_has(row, at) for at in standing) and len(row.cells) > 1
    ]
    merged = [row for row in own if row.at(upper) is None]
    blank = [row for row in own if (cell := row.at(upper)) is not None and not cell.words]
    return bool(merged) or len(blank) > 1


def _stand_in(roles: dict[int, str], marked: set[str], columns: Sequence[Column]) -> None:
    """Let a column tell how the actions stand where no other does.

    The Cabinet's response is the status of a recommendation that has no later one. 'Progress' and
    'Update' often open with the status: their cells hold both, or, as the whole column shows, none.
    'Outcome' is what came of an action where nothing else tells it; beside a status or comments it may
    be what was hoped for.
    """
    if STANDING & ({*roles.values()} | marked):
        return
    known = {heading: Meaning("", 0) for heading in keys_of(table_words().may_open_with_status)}
    places = {role: at for at, role in roles.items()}
    progress = places.get("comments")
    if "response" in places:
        roles[places["response"]] = "status_and_comments"
    elif progress is not None:
        if meaning(columns[progress].heading, known) is not None:
            roles[progress] = "status_and_comments"
    elif "outcome" in places:
        roles[places["outcome"]] = "status_and_comments"


def _guess(
    columns: Sequence[Column], roles: Mapping[int, str], taken: set[int], body: Sequence[Row]
) -> int | None:
    """Give the column with the longest texts: that of the actions, where its heading is not known.

    The table must look like one of actions all the same: numbered, or telling how they stand, or who
    must act by when. Without such a column a theme or a finding may be all that is said of an action.
    """
    told = set(roles.values())
    numbered = any(column.meaning and column.meaning.role == "ref" for column in columns) and any(
        ordinal(row) is not None for row in body
    )
    likely = numbered or bool(told & {*STANDING, "comments"}) or {"owner", "due"} <= told
    if not likely:
        return None
    unknown = [
        at
        for at, column in enumerate(columns)
        if at not in roles
        and at not in taken
        and (column.meaning is None or not column.heading)
        and not _is_numbered(at, body)
    ]
    spare = [at for at, role in roles.items() if role in {"theme", "finding", "measure"}]
    for choice in (unknown, spare):
        longest = max(choice, key=lambda at: _length(at, body), default=None)
        if longest is not None and _length(longest, body) >= SENTENCES:
            return longest
    return None


def _place_ref(roles: dict[int, str], places: Sequence[int]) -> None:
    """Give the reference to the column of numbers next to the text, before it if there is one.

    'Rec no' may number the recommendations, and 'Action no' the actions beside them.
    """
    text = next(at for at, role in roles.items() if role == "text")
    left = [at for at in places if at < text]
    if places:
        roles[max(left) if left else min(places)] = "ref"


def _is_numbered(column: int, body: Sequence[Row]) -> bool:
    """Say whether most of the cells of a column are row numbers."""
    filled = [row for row in body if _has(row, column)]
    numbers = [row for row in filled if ordinal(row, column) is not None]
    return bool(numbers) and 2 * len(numbers) >= len(filled)


def _length(column: int, body: Sequence[Row]) -> float:
    return mean(len(cell.text) if (cell := row.at(column)) is not None else 0 for row in body)


def _filled(column: int, body: Sequence[Row]) -> bool:
    return any(_has(row, column) or _coloured(row, column) for row in body)


def _has(row: Row, column: int) -> bool:
    cell = row.at(column)
    return cell is not None and bool(cell.words)


def _coloured(row: Row, column: int) -> bool:
    cell = row.at(column)
    return cell is not None and cell.fill is not None
