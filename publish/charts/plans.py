"""RAG over time: the ratings of a plan from one meeting to the next.

The earlier meetings of a plan stand in the columns of one document (the table history), or in earlier
documents that it follows.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import pyarrow as pa

from publish.charts.dates import document_dates
from publish.charts.figure import Cell, Figure, count_of, table_of
from publish.charts.look import NO_RATING, RATINGS, aligned, bars, series_of, whole

MOST_PLANS = 12
"""Plans that are drawn, those with the most meetings first; all are in the table."""

LONGEST_TITLE = 85


class Moment(msgspec.Struct, frozen=True):
    """How a plan stood once: on what day, if it is known, under what words, and how many of each rating."""

    day: dt.date | None
    words: str
    ratings: Counter[str]


class Plan(msgspec.Struct, frozen=True):
    """A plan and its moments, oldest first."""

    title: str
    moments: tuple[Moment, ...]


def ratings_over_time(tables: Mapping[str, pa.Table]) -> Figure:
    """Count the ratings of each plan at each meeting; a plan that nobody followed has one moment only."""
    name, title = "rag-over-time", "RAG ratings over time, plan by plan"
    plans = _plans(tables)
    if not plans:
        says = "No document of the dataset rates recommendations red, amber or green."
        return Figure(name=name, title=title, says=says)
    followed = [plan for plan in plans if len(plan.moments) > 1]
    present = series_of(RATINGS, {r for plan in plans for moment in plan.moments for r in moment.ratings})
    parts, all_labels = [], []
    for plan in plans[:MOST_PLANS]:
        labels = _labels(plan.moments)
        all_labels += labels
        rows = [
            (label, rating, n)
            for label, moment in zip(labels, plan.moments, strict=True)
            for rating, n in moment.ratings.items()
        ]
        parts.append(
            bars(
                rows,
                RATINGS,
                along="x",
                labels=labels,
                shown=present,
                unit="Recommendations",
                title=textwrap.shorten(plan.title, LONGEST_TITLE, placeholder="…"),
            )
        )
    counts: dict[tuple[Cell, ...], dict[str, int]] = {
        (plan.title, label): {RATINGS[r][0]: n for r, n in moment.ratings.items()}
        for plan in plans
        for label, moment in zip(_labels(plan.moments), plan.moments, strict=True)
    }
    left = len(plans) - len(parts)
    return Figure(
        name=name,
        title=title,
        says=(
            f"{count_of(len(plans), 'plan')} with ratings, {len(followed) or 'none'} of them at more than "
            "one meeting" + (f"; the {len(parts)} with the most meetings are drawn." if left else ".")
        ),
        notes=(
            "A colour means what its document says that it means; blue is done in many plans and not in all. "
            "The colours of two plans are not one measure, and each plan has a scale of its own.",
            "A plan with a single bar is known from one meeting only. Earlier meetings come from the columns "
            "of one document, or from a document that a later one follows.",
        ),
        numbers=table_of(counts, ("Plan", "Meeting"), [RATINGS[value][0] for value in present]),
        spec=whole(aligned(parts, all_labels)),
    )


def _plans(tables: Mapping[str, pa.Table]) -> list[Plan]:
    """Give the plans in which anything is rated, those with the most moments first."""
    documents = tables["documents"].to_pylist()
    dates = document_dates(tables["documents"])
    by_id = {row["document_id"]: row for row in reversed(documents)}
    moments = _moments(tables, dates)
    chains: defaultdict[str, list[str]] = defaultdict(list)
    for key in by_id:
        chains[_first_of(key, by_id)].append(key)
    plans = []
    for keys in chains.values():
        found = _in_order(moment for key in keys for moment in moments.get(key, ()))
        if any(set(moment.ratings) != {NO_RATING} for moment in found):
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


def _moments(tables: Mapping[str, pa.Table], dates: Mapping[str, dt.date | None]) -> dict[str, list[Moment]]:
    """Give the moments of each document: its earlier columns, and how it stands itself."""
    rows = tables["recommendations"]
    document = dict(
        zip(rows.column("recommendation_id").to_pylist(), rows.column("document_id").to_pylist(), strict=True)
    )
    now: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, rating in zip(document.values(), rows.column("rag").to_pylist(), strict=True):
        now[key][rating or NO_RATING] += 1
    before: defaultdict[tuple[str, str, dt.date | None], Counter[str]] = defaultdict(Counter)
    names = ("recommendation_id", "heading", "as_at", "rag")
    columns = (tables["history"].column(name).to_pylist() for name in names)
    for recommendation, heading, day, rating in zip(*columns, strict=True):
        before[document[recommendation], heading, day][rating or NO_RATING] += 1
    moments: defaultdict[str, list[Moment]] = defaultdict(list)
    for (key, heading, day), ratings in before.items():
        moments[key].append(Moment(day, heading, ratings))
    for key, ratings in now.items():
        moments[key].append(Moment(dates[key], "Date not known", ratings))
    return dict(moments)


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
