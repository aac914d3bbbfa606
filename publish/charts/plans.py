"""A plan from one meeting to the next: its RAG ratings, and its statuses."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice

import pyarrow as pa

from publish.charts.counts import (
    UNDATED,
    Bars,
    Counts,
    Panel,
    Picture,
    Scale,
    colours_of,
    count_of,
    dates_of,
    in_words,
    scales,
    values_of,
)

MOST_PLANS = 12
"""Plans that are drawn, those with the most meetings first; all are in the table."""

Moment = tuple[dt.date | None, str, Counter[str]]

EARLIER = (
    "Earlier meetings come from the columns of one document, or from a document that a later one follows. "
    "Each plan has a scale of its own."
)


def ratings_over_time(tables: Mapping[str, pa.Table]) -> Picture:
    """Count the RAG ratings of each plan that has some at each meeting."""
    plans = _plans(tables, "rag", scales().ratings, 1)
    followed = sum(len(bars) > 1 for bars in plans.values())
    says = (
        f"{count_of(len(plans), 'plan')} with ratings, {followed or 'none'} of them at more than one meeting"
    )
    return _over_time(
        plans,
        scales().ratings,
        name="rag-over-time",
        title="RAG ratings over time, plan by plan",
        says=says if plans else "No document of the dataset rates recommendations red, amber or green",
        notes=(
            "A colour means what its document says that it means; blue is done in many plans and not in all. "
            "The colours of two plans are not one measure.",
            f"A plan with a single bar is known from one meeting only. {EARLIER}",
        ),
    )


def statuses_over_time(tables: Mapping[str, pa.Table]) -> Picture:
    """Count the statuses of each plan that is known from two meetings at each of them."""
    plans = _plans(tables, "status_group", scales().statuses, 2)
    says = f"{count_of(len(plans), 'plan')} known from more than one meeting"
    note = f"What two meetings say of one recommendation is not linked here: these are totals. {EARLIER}"
    return _over_time(
        plans,
        scales().statuses,
        name="status-over-time",
        title="Status over time, plan by plan",
        says=says if plans else "No plan of the dataset is known from more than one meeting",
        notes=(note,),
    )


def _over_time(
    plans: dict[str, Bars], scale: Scale, *, name: str, title: str, says: str, notes: Sequence[str]
) -> Picture:
    counts: Counts = {(plan, label): bar for plan, bars in plans.items() for label, bar in bars.items()}
    colours = colours_of(counts, scale)
    if len(plans) > MOST_PLANS:
        says += f"; the {MOST_PLANS} with the most meetings are drawn"
    return Picture(
        name=name,
        title=title,
        says=f"{says}.",
        notes=notes,
        heads=("Plan", "Meeting"),
        series=list(colours),
        counts=counts,
        panels=[
            Panel(title=plan, bars=bars, colours=colours) for plan, bars in islice(plans.items(), MOST_PLANS)
        ],
    )


def _plans(tables: Mapping[str, pa.Table], column: str, scale: Scale, least: int) -> dict[str, Bars]:
    """Return the bars of each plan that has values at `least` meetings, those with the most meetings first.

    The earlier meetings of a plan stand in the columns of one document (the table history), or in earlier
    documents that it follows.
    """
    documents = {row["document_id"]: row for row in reversed(tables["documents"].to_pylist())}
    dates = dates_of(tables["documents"])
    moments = _moments(tables, dates, column, scale)
    chains: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(documents, key=lambda key: (dates[key] or dt.date.min, key)):
        first, seen = key, {key}
        while (earlier := documents[first]["follows"]) is not None and earlier not in seen:
            first = earlier
            seen.add(first)
        chains[first].append(key)
    plans = []
    for keys in chains.values():
        bars = _in_order([moment for key in keys for moment in moments[key]])
        if sum(set(bar) != {scale["none"][0]} for bar in bars.values()) >= least:
            last = documents[keys[-1]]
            plans.append((": ".join(filter(None, (last["area"], last["title"]))) or last["file"], bars))
    plans.sort(key=lambda plan: (-len(plan[1]), plan[0]))
    return {_own(title, [other for other, _ in plans[:at]]): bars for at, (title, bars) in enumerate(plans)}


def _moments(
    tables: Mapping[str, pa.Table], dates: Mapping[str, dt.date | None], column: str, scale: Scale
) -> Mapping[str, list[Moment]]:
    """Return for each document the day, the words and the values of its earlier columns and of itself."""
    rows, history = tables["recommendations"], tables["history"]
    ids, keys = (rows.column(name).to_pylist() for name in ("recommendation_id", "document_id"))
    document = dict(zip(ids, keys, strict=True))
    before: defaultdict[tuple[str, str, dt.date | None], Counter[str]] = defaultdict(Counter)
    columns = (history.column(name).to_pylist() for name in ("recommendation_id", "heading", "as_at"))
    for key, heading, day, words in zip(*columns, values_of(history, column, scale), strict=True):
        before[document[key], heading, day][words] += 1
    now: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, words in zip(keys, values_of(rows, column, scale), strict=True):
        now[key][words] += 1
    moments: defaultdict[str, list[Moment]] = defaultdict(list)
    for (key, heading, day), bar in before.items():
        moments[key].append((day, heading, bar))
    for key, bar in now.items():
        moments[key].append((dates[key], "Latest, date not known" if moments[key] else UNDATED, bar))
    return moments


def _in_order(moments: Sequence[Moment]) -> Bars:
    """Return moments in their order, the undated after what they were found after; the last of a day counts.

    A later document may print again, in a column, what an earlier one said on the same day.
    """
    by_day = {day: bar for day, _, bar in moments}
    placed, last = [], dt.date.min
    for day, words, bar in moments:
        last = day or last
        if day is None or by_day[day] is bar:
            placed.append((last, words if day is None else in_words(day), bar))
    bars: Bars = {}
    for _, label, bar in sorted(placed, key=lambda moment: moment[0]):
        bars[_own(label, list(bars))] = bar
    return bars


def _own(label: str, others: Sequence[str]) -> str:
    """Return a label that none of the others is, with a number where one would be."""
    same = sum(other == label or other.startswith(f"{label} (") for other in others)
    return f"{label} ({same + 1})" if same else label
