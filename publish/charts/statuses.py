"""Status by agency: how far each body has come with what it was told to do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import pyarrow as pa

from publish.charts.figure import Figure, count_of, table_of
from publish.charts.style import NO_STATUS, NOT_UNDERSTOOD, STATUSES, Bars, series_of

MOST_BODIES = 20
"""Bodies with a bar of their own; the others share one, and are all in the table."""

NOBODY = "Nobody named"
NOT_FOUND = "Not in the register"
UNLINKED = {
    "post": "A person's post",
    "group": "Bodies named together",
    "team": "A team or service",
}
"""Kinds of those responsible that have no entry in the register."""


def statuses_by_agency(tables: Mapping[str, pa.Table]) -> Figure:
    """Count recommendations by body and by group of status; one with three bodies counts for each of them."""
    title = "Status by agency"
    bodies, others = _counted(tables)
    if not bodies and not others:
        return Figure(name="status-by-agency", title=title, says="The dataset holds no recommendations.")
    everything = {(name,): of for name, of in {**bodies, **others}.items()}
    present = series_of(STATUSES, {value for of in everything.values() for value in of})
    parts: list[Bars] = []
    first = dict(list(bodies.items())[:MOST_BODIES])
    if first:
        parts.append(_part(first, present, "Bodies of the register", True))
    rest = dict(list(bodies.items())[MOST_BODIES:])
    if rest:
        together: Counter[str] = sum(rest.values(), Counter())
        others = {f"{len(rest)} further bodies": together, **others}
    if others:
        parts.append(_part(others, present, "All others (with a scale of its own)", not parts))
    words = [STATUSES[value][0] for value in present]
    numbers = table_of(
        {key: {STATUSES[value][0]: n for value, n in of.items()} for key, of in everything.items()},
        ("Agency",),
        words,
    )
    return Figure(
        name="status-by-agency",
        title=title,
        says=_says(bodies, len(tables["recommendations"])),
        notes=(
            "A recommendation that is addressed to three bodies counts for each of them, so the bars add up "
            "to more than the recommendations. The name is that of the body at the time.",
            "A status is what the document says on its date; nobody has looked whether it is so today.",
        ),
        numbers=numbers,
        parts=tuple(parts),
    )


Counts = dict[str, Counter[str]]


def _counted(tables: Mapping[str, pa.Table]) -> tuple[Counts, Counts]:
    """Count by body of the register, most recommendations first, and by what else is named."""
    rows = tables["recommendations"]
    ids = rows.column("recommendation_id").to_pylist()
    group = dict(zip(ids, _groups(rows), strict=True))
    named: defaultdict[str, set[tuple[bool, str]]] = defaultdict(set)
    for key, in_register, name in _names(tables["responsibilities"]):
        named[key].add((in_register, name))
    bodies: defaultdict[str, Counter[str]] = defaultdict(Counter)
    others: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key in ids:
        for in_register, name in sorted(named.get(key, {(False, NOBODY)})):
            (bodies if in_register else others)[name][group[key]] += 1
    ordered = sorted(bodies.items(), key=lambda item: (-item[1].total(), item[0]))
    return dict(ordered), {
        name: others[name] for name in (*UNLINKED.values(), NOT_FOUND, NOBODY) if name in others
    }


def _groups(rows: pa.Table) -> Iterator[str]:
    """Give the group of each recommendation's status, or why it has none."""
    columns = (rows.column(name).to_pylist() for name in ("status_group", "status_raw"))
    for group, printed in zip(*columns, strict=True):
        yield group or (NO_STATUS if printed is None else NOT_UNDERSTOOD)


def _names(responsibilities: pa.Table) -> Iterator[tuple[str, bool, str]]:
    """Give each recommendation with those it names: whether the register holds them, and under what name."""
    columns = ("recommendation_id", "agency_id", "agency", "kind")
    for key, body, name, kind in zip(
        *(responsibilities.column(column).to_pylist() for column in columns), strict=True
    ):
        if body is None:
            yield key, False, UNLINKED.get(kind, NOT_FOUND)
        else:
            yield key, True, name or body


def _part(counts: Counts, present: list[str], title: str, legend: bool) -> Bars:
    rows = [(name, value, number) for name, of in counts.items() for value, number in of.items()]
    return Bars(
        counts=rows,
        words=STATUSES,
        legend=legend,
        labels=list(counts),
        shown=present,
        unit="Recommendations",
        title=title,
    )


def _says(bodies: Counts, recommendations: int) -> str:
    told = f"{count_of(recommendations, 'recommendation')} by the bodies that they name, and by status."
    if not bodies:
        return f"{told} None of them names a body of the register."
    name, of = next(iter(bodies.items()))
    return f"{told} Most often named is {name}, with {of.total():,}, of which {of['done']:,} are done."
