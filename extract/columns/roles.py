"""The roles of columns, given to a table as a whole: one column a role, and what the others are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from extract.columns.history import REPEATED, order_columns
from extract.columns.mark_columns import Marked, find_marked
from extract.columns.text_column import guess_text, is_numbered, mean_length, place_refs, place_texts
from extract.families.column_headings import (
    LAST,
    Known,
    Meaning,
    is_only_a_date,
    keys_of,
    meaning,
    table_words,
)
from extract.families.column_roles import PROGRESS, STANDING, Role
from extract.families.registry import Family
from extract.tables.grids import Cell, Row

FEW_WORDS = 4
"""Words that a cell with nothing but a status holds at most: 'No longer being pursued'."""


class Header(msgspec.Struct, frozen=True):
    """The header of a table: its number of rows, those above included, and the role of each column.

    `title_column` is the column whose header cell is no column heading but the title of the first
    section: task group tables print 'Ofsted immediate actions on safeguarding' there. `above` counts
    the rows over the header itself. `earlier` gives the headings of columns of earlier meetings, oldest
    first; `earlier_statuses` are those of the status. `other_dues` are the columns of other due dates, the
    one to prefer first: 'Original date' beside 'Revised date'. `printed_once` are columns whose words hold
    for the blank cells below them: themes, and recommendations with several actions each. `marked` are
    columns whose heading is the value where a mark stands. `guessed` says that the column of texts was told
    by its length alone. `notes` are things that a person might want to know.
    """

    rows: int
    roles: dict[int, str]
    title_column: int | None = None
    above: int = 0
    earlier: dict[int, str] = {}
    earlier_statuses: tuple[int, ...] = ()
    other_dues: tuple[int, ...] = ()
    headings: dict[int, str] = {}
    printed_once: frozenset[int] = frozenset()
    marked: tuple[Marked, ...] = ()
    guessed: bool = False
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> int:
        """The column of the actions' texts."""
        return next(column for column, role in self.roles.items() if role == Role.TEXT)

    @property
    def ref(self) -> int | None:
        """The column of the rows' numbers, None if there is none."""
        return next((column for column, role in self.roles.items() if role == Role.REF), None)


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
    """Return a role for every column, None if together they make no table of actions."""
    meant = _meanings(columns, body)
    marked = find_marked(
        {at: (column.group, column.own) for at, column in enumerate(columns)},
        body,
        known,
        any(each.role == Role.OWNER for each in meant.values()),
    )
    marked_roles = {each.role for each in marked}
    under_marks = {column for each in marked for column in each.values}
    meant = {at: each for at, each in _unshared(meant, columns, body).items() if at not in under_marks}
    named: dict[str, list[int]] = {}
    for at in sorted(meant):
        named.setdefault(meant[at].role, []).append(at)
    _add_dates(named, columns, marked_roles, body)
    roles, earlier, notes = _play(named, meant, columns, body)
    divided = place_texts(roles, named, body)
    _stand_in(roles, marked_roles, columns)
    told = {*roles.values(), *marked_roles}
    if not told & PROGRESS:
        return None
    guessed = False
    if Role.TEXT not in told:
        longest = _longest(columns, roles, {*under_marks, *earlier}, body) if guess else None
        if longest is None:
            return None
        guessed, roles[longest] = True, Role.TEXT
    place_refs(roles, named.get(Role.REF, []))
    text = next(at for at, role in roles.items() if role == Role.TEXT)
    titled = guessed and family.title_in_header and columns[text].meaning is None
    return Header(
        0,
        dict(sorted(roles.items())),
        text if titled else None,
        earlier=earlier,
        earlier_statuses=_earlier_statuses(earlier, roles, named),
        other_dues=_other_dues(roles, named, meant),
        headings={at: column.heading for at, column in enumerate(columns)},
        printed_once=_printed_once(roles, divided),
        marked=_first_of_role(marked, roles),
        guessed=guessed and not titled,
        notes=tuple(notes),
    )


def _meanings(columns: Sequence[Column], body: Sequence[Row]) -> dict[int, Meaning]:
    """Return what headings mean, by column; a blank one means numbers, and only above numbers."""
    meant = {
        at: column.meaning
        for at, column in enumerate(columns)
        if column.meaning is not None and (column.heading or is_numbered(at, body))
    }
    brief = _brief_progress(meant, columns, body)
    return meant if brief is None else meant | {brief: Meaning(Role.STATUS, LAST)}


def _brief_progress(
    meant: Mapping[int, Meaning], columns: Sequence[Column], body: Sequence[Row]
) -> int | None:
    """Return the column headed 'Progress' or the like that holds the status, None if there is none.

    Its cells are a few words each, beside a column of comments that holds sentences or one of colours; no
    heading says status.
    """
    roles = {each.role for each in meant.values()}
    told = [at for at, each in meant.items() if each.role in {Role.COMMENTS, Role.STATUS_AND_COMMENTS}]
    if Role.STATUS in roles or (len(told) < 2 and Role.RAG not in roles):
        return None
    opening = keys_of(table_words().may_open_with_status)
    brief = [at for at in told if _hold_statuses([at], body)]
    able = [
        at
        for at in brief
        if any(
            meaning(each, dict.fromkeys(opening, meant[at]))
            for each in (columns[at].heading, columns[at].own)
        )
    ]
    return able[0] if len(brief) == len(able) == 1 else None


def _printed_once(roles: Mapping[int, str], divided: int | None) -> frozenset[int]:
    """Return the columns whose words hold for the blanks below: themes, and numbers left of a divided one."""
    return frozenset(
        at
        for at, role in roles.items()
        if role in {Role.THEME, Role.RECOMMENDATION}
        or (role == Role.REF and divided is not None and at < divided)
    )


def _first_of_role(marked: Sequence[Marked], roles: Mapping[int, str]) -> tuple[Marked, ...]:
    """Leave out columns of marks for a role that another column plays; they are kept by their place."""
    first = {each.role: each for each in reversed(marked) if each.role not in roles.values()}
    return tuple(each for each in marked if first.get(each.role) is each)


def _play(
    named: Mapping[str, Sequence[int]],
    meant: Mapping[int, Meaning],
    columns: Sequence[Column],
    body: Sequence[Row],
) -> tuple[dict[int, str], dict[int, str], list[str]]:
    """Return one column for each role but those of texts and numbers: the latest, else that of lowest rank.

    Gives as well the headings of columns of earlier meetings, and what was not sure.
    """
    roles: dict[int, str] = {}
    earlier: dict[int, str] = {}
    notes: list[str] = []
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
        elif role not in {Role.TEXT, Role.REF, Role.SUB_ACTIONS}:
            roles[min(places, key=lambda at: (meant[at].rank, at))] = role
    return roles, earlier, notes


def _earlier_statuses(
    earlier: Mapping[int, str], roles: Mapping[int, str], named: Mapping[str, Sequence[int]]
) -> tuple[int, ...]:
    """Return the columns of earlier statuses, oldest first, where the latest has a column of its own."""
    if Role.STATUS not in roles.values():
        return ()
    return tuple(column for column in earlier if column in named.get(Role.STATUS, ()))


def _other_dues(
    roles: Mapping[int, str], named: Mapping[str, Sequence[int]], meant: Mapping[int, Meaning]
) -> tuple[int, ...]:
    """Return the columns of due dates without a role, by the rank of their headings."""
    places = (at for at in named.get(Role.DUE, ()) if at not in roles)
    return tuple(sorted(places, key=lambda at: (meant[at].rank, at)))


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
        longest = max(sharing, key=lambda other: (mean_length(other, body), -other))
        for other in sharing:
            if other != longest:
                kept.pop(other, None)
                if is_numbered(other, body):
                    kept[other] = Meaning(Role.REF, 0)
    return kept


def _add_dates(
    named: dict[str, list[int]], columns: Sequence[Column], marked: set[str], body: Sequence[Row]
) -> None:
    """Take columns headed by dates alone, at least two, for what was reported on these days.

    Beside a colour that is the status, where no other column tells it and each cell is a few words.
    """
    dated = [at for at, column in enumerate(columns) if is_only_a_date(column.heading)]
    if len(dated) < 2:
        return
    told = {*named, *marked}
    role = Role.COMMENTS if STANDING & told else Role.STATUS_AND_COMMENTS
    if role == Role.COMMENTS and Role.STATUS not in told and _hold_statuses(dated, body):
        role = Role.STATUS
    named.setdefault(role, dated)


def _hold_statuses(columns: Sequence[int], body: Sequence[Row]) -> bool:
    """Return whether the cells of columns hold a few words each, no figures and no sentences."""
    texts = [text for row in body for at in columns if (text := row.text(at))]
    return bool(texts) and all(
        len(text.split()) <= FEW_WORDS and text[-1] != "." and not any(map(str.isdigit, text))
        for text in texts
    )


def _longest(
    columns: Sequence[Column], roles: Mapping[int, str], taken: set[int], body: Sequence[Row]
) -> int | None:
    """Return the column that must hold the actions although no heading says so, None if none can."""
    free = [at for at in range(len(columns)) if at not in roles and at not in taken]
    unknown = [at for at in free if columns[at].meaning is None or not columns[at].heading]
    refs = any(column.meaning is not None and column.meaning.role == Role.REF for column in columns)
    return guess_text(unknown, roles, refs, body)


def stands_in(told: Collection[str], progress: Collection[str]) -> str | None:
    """Return the role that tells how an action stands where no other does, None if none can or need.

    `told` are the roles there are, `progress` the keys of the headings of comments. The Cabinet's
    response is the status of a recommendation that has no later one. 'Progress' and 'Update' often open
    with the status: their cells hold both, or, as the whole column shows, none. 'Outcome' is what came of
    an action where nothing else tells it; beside a status or comments it may be what was hoped for.
    """
    if STANDING & set(told):
        return None
    if Role.RESPONSE in told:
        return Role.RESPONSE
    if Role.COMMENTS in told:
        known = {
            heading: Meaning(Role.STATUS_AND_COMMENTS, 0)
            for heading in keys_of(table_words().may_open_with_status)
        }
        return Role.COMMENTS if any(meaning(heading, known) for heading in progress) else None
    return Role.OUTCOME if Role.OUTCOME in told else None


def _stand_in(roles: dict[int, str], marked: set[str], columns: Sequence[Column]) -> None:
    """Let the column that tells how the actions stand hold both status and comments."""
    comments = [columns[at] for at, role in roles.items() if role == Role.COMMENTS]
    progress = [heading for column in comments for heading in (column.heading, column.own)]
    standing = stands_in({*roles.values(), *marked}, progress)
    for at, role in roles.items():
        if role == standing:
            roles[at] = Role.STATUS_AND_COMMENTS


def _filled(column: int, body: Sequence[Row]) -> bool:
    return any(row.fills(column) or _coloured(row, column) for row in body)


def _coloured(row: Row, column: int) -> bool:
    cell = row.at(column)
    return cell is not None and (cell.fill is not None or cell.dot is not None)
