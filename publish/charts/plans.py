"""A plan from one meeting to the next: its RAG ratings, and its statuses.

The earlier meetings of a plan stand in the columns of one document (the table history), or in earlier
documents that it follows.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat

import msgspec
import pyarrow as pa

from publish.charts.dates import document_dates
from publish.charts.figure import Cell, Figure, count_of, table_of
from publish.charts.style import (
    NO_RATING,
    NO_STATUS,
    NOT_UNDERSTOOD,
    RATINGS,
    STATUSES,
    Bars,
    Words,
    series_of,
)

MOST_PLANS = 12
"""Plans that are drawn, those with the most meetings first; all are in the table."""

LONGEST_TITLE = 85


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """What is counted at each meeting, and how it is told.

    `column` is that of recommendations and history; `printed` tells whether a value that is not there was
    printed and not understood. A plan is shown if it has values at `least` meetings or more.
    """

    name: str
    title: str
    column: str
    words: Words
    none: str
    printed: str | None = None
    least: int
    thing: str
    nothing: str
    notes: tuple[str, ...]

    def value(self, value: str | None, printed: str | None) -> str:
        """Give a value, or why there is none."""
        return value or (self.none if self.printed is None or printed is None else NOT_UNDERSTOOD)


EARLIER = (
    "Earlier meetings come from the columns of one document, or from a document that a later one follows. "
    "Each plan has a scale of its own."
)
RATING = Measure(
    name="rag-over-time",
    title="RAG ratings over time, plan by plan",
    column="rag",
    words=RATINGS,
    none=NO_RATING,
    least=1,
    thing="with ratings",
    nothing="No document of the dataset rates recommendations red, amber or green.",
    notes=(
        "A colour means what its document says that it means; blue is done in many plans and not in all. "
        "The colours of two plans are not one measure.",
        f"A plan with a single bar is known from one meeting only. {EARLIER}",
    ),
)
STATUS = Measure(
    name="status-over-time",
    title="Status over time, plan by plan",
    column="status_group",
    words=STATUSES,
    none=NO_STATUS,
    printed="status_raw",
    least=2,
    thing="known from more than one meeting",
    nothing="No plan of the dataset is known from more than one meeting.",
    notes=(f"What two meetings say of one recommendation is not linked here: these are totals. {EARLIER}",),
)


class Moment(msgspec.Struct, frozen=True):
    """How a plan stood once: on what day, if it is known, under what words, and how many of each value."""

    day: dt.date | None
    words: str
    values: Counter[str]


class Plan(msgspec.Struct, frozen=True):
    """A plan and its moments, oldest first."""

    title: str
    moments: tuple[Moment, ...]


def plans_over_time(tables: Mapping[str, pa.Table], measure: Measure) -> Figure:
    """Count the ratings or statuses of each plan at each meeting."""
    plans = _plans(tables, measure)
    if not plans:
        return Figure(name=measure.name, title=measure.title, says=measure.nothing)
    words = measure.words
    present = series_of(
        words, {value for plan in plans for moment in plan.moments for value in moment.values}
    )
    parts: list[Bars] = []
    for plan in plans[:MOST_PLANS]:
        labels = _labels(plan.moments)
        rows = [
            (label, value, n)
            for label, moment in zip(labels, plan.moments, strict=True)
            for value, n in moment.values.items()
        ]
        parts.append(
            Bars(
                counts=rows,
                words=words,
                legend=not parts,
                labels=labels,
                shown=present,
                unit="Recommendations",
                title=textwrap.shorten(plan.title, LONGEST_TITLE, placeholder="…"),
            )
        )
    counts: dict[tuple[Cell, ...], dict[str, int]] = {
        (plan.title, label): {words[value][0]: n for value, n in moment.values.items()}
        for plan in plans
        for label, moment in zip(_labels(plan.moments), plan.moments, strict=True)
    }
    followed = sum(len(plan.moments) > 1 for plan in plans)
    says = f"{count_of(len(plans), 'plan')} {measure.thing}"
    if measure.least == 1:
        says += f", {followed or 'none'} of them at more than one meeting"
    if len(plans) > len(parts):
        says += f"; the {len(parts)} with the most meetings are drawn"
    return Figure(
        name=measure.name,
        title=measure.title,
        says=f"{says}.",
        notes=measure.notes,
        numbers=table_of(counts, ("Plan", "Meeting"), [words[value][0] for value in present]),
        parts=tuple(parts),
    )


def _plans(tables: Mapping[str, pa.Table], measure: Measure) -> list[Plan]:
    """Give the plans that are to be shown, those with the most moments first."""
    documents = tables["documents"].to_pylist()
    dates = document_dates(tables["documents"])
    by_id = {row["document_id"]: row for row in reversed(documents)}
    moments = _moments(tables, dates, measure)
    chains: defaultdict[str, list[str]] = defaultdict(list)
    for key in by_id:
        chains[_first_of(key, by_id)].append(key)
    plans = []
    for keys in chains.values():
        found = _in_order(moment for key in keys for moment in moments.get(key, ()))
        told = [moment for moment in found if set(moment.values) != {measure.none}]
        if len(told) >= measure.least:
            last = max(keys, key=lambda key: (dates[key] or dt.date.min, key))
            plans.append(Plan(_title(by_id[last]), tuple(found)))
    return sorted(plans, key=lambda plan: (-len(plan.moments), plan.title))


def _first_of(key: str, documents: Mapping[str, Mapping[str, str | None]]) -> str:
    """Give the document at the beginning of the chain that a document belongs to."""
    seen = {key}
    while (earlier := documents[key]["follows"]) is not None and earlier not in seen:
        key = earlier
        seen.add(key)
    return key


def _moments(
    tables: Mapping[str, pa.Table], dates: Mapping[str, dt.date | None], measure: Measure
) -> dict[str, list[Moment]]:
    """Give the moments of each document: its earlier columns, and how it stands itself."""
    rows, history = tables["recommendations"], tables["history"]
    ids, documents = (rows.column(name).to_pylist() for name in ("recommendation_id", "document_id"))
    document = dict(zip(ids, documents, strict=True))
    now: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, value in zip(documents, _values(rows, measure), strict=True):
        now[key][value] += 1
    before: defaultdict[tuple[str, str, dt.date | None], Counter[str]] = defaultdict(Counter)
    columns = (history.column(name).to_pylist() for name in ("recommendation_id", "heading", "as_at"))
    for recommendation, heading, day, value in zip(*columns, _values(history, measure), strict=True):
        before[document[recommendation], heading, day][value] += 1
    moments: defaultdict[str, list[Moment]] = defaultdict(list)
    for (key, heading, day), values in before.items():
        moments[key].append(Moment(day, heading, values))
    for key, values in now.items():
        words = "Latest, date not known" if key in moments else "Date not known"
        moments[key].append(Moment(dates[key], words, values))
    return dict(moments)


def _values(rows: pa.Table, measure: Measure) -> Iterator[str]:
    """Give the value of each row, or why there is none."""
    printed = rows.column(measure.printed).to_pylist() if measure.printed else repeat(None)
    for value, words in zip(rows.column(measure.column).to_pylist(), printed, strict=False):
        yield measure.value(value, words)


def _in_order(moments: Iterable[Moment]) -> list[Moment]:
    """Put moments in their order, the undated where they were found; of two of one day the last counts.

    A later document may print again, in a column, what an earlier one said on the same day.
    """
    found = list(moments)
    by_day = {moment.day: moment for moment in found if moment.day is not None}
    dated = iter(sorted(by_day.values(), key=lambda moment: moment.day or dt.date.min))
    if all(moment.day is not None for moment in found):
        return list(dated)
    kept = [moment for moment in found if moment.day is None or by_day[moment.day] is moment]
    return [moment if moment.day is None else next(dated) for moment in kept]


def _labels(moments: Sequence[Moment]) -> list[str]:
    """Give each moment a label of its own."""
    labels: list[str] = []
    for moment in moments:
        label = moment.words if moment.day is None else f"{moment.day.day} {moment.day:%B %Y}"
        same = sum(other == label or other.startswith(f"{label} (") for other in labels)
        labels.append(f"{label} ({same + 1})" if same else label)
    return labels


def _title(document: Mapping[str, str | None]) -> str:
    parts = [document["area"], document["title"]]
    return ": ".join(part for part in parts if part) or str(document["file"])
