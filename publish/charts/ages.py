"""Open recommendations by age: how long ago a document last said that something is left to do."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping

import pyarrow as pa

from publish.charts.dates import document_dates
from publish.charts.figure import Figure, count_of, table_of
from publish.charts.style import OPEN_STATUSES, Bars, series_of

UNDATED = "Date not known"
LATER = "After that day"
BANDS = (
    (3, "Under 3 months"),
    (6, "3 to 6 months"),
    (12, "6 to 12 months"),
    (24, "1 to 2 years"),
    (60, "2 to 5 years"),
    (120, "5 to 10 years"),
)
OLDEST = "10 years or more"
ORDER = (LATER, *(words for _, words in BANDS), OLDEST, UNDATED)


def open_by_age(tables: Mapping[str, pa.Table], as_at: dt.date | None) -> Figure:
    """Count open recommendations by the age of the document that prints their status, at the day `as_at`."""
    title = "Open recommendations by age"
    rows = tables["recommendations"]
    dates = document_dates(tables["documents"])
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    without = 0
    columns = (rows.column(name).to_pylist() for name in ("document_id", "status", "status_group"))
    for document, status, group in zip(*columns, strict=True):
        without += status is None
        if group in {"open", "not_known"}:
            counts[age_band(dates.get(document), as_at)][status] += 1
    if not counts:
        told = f" {count_of(without, 'recommendation')} have no status." if without else ""
        says = f"No document of the dataset says of a recommendation that it is open.{told}"
        return Figure(name="open-by-age", title=title, says=says)
    labels = [band for band in ORDER if band in counts or band not in {LATER, UNDATED}]
    present = series_of(OPEN_STATUSES, {status for of in counts.values() for status in of})
    total = sum(of.total() for of in counts.values())
    day = f"at {_words(as_at)}, the latest date of any document here or the day that was asked for"
    return Figure(
        name="open-by-age",
        title=title,
        says=(
            f"{count_of(total, 'recommendation')} that a document reports as open or not known, by the age "
            f"of that document {day}. Of {counts[UNDATED].total():,} the date is not known."
        ),
        notes=(
            "The age is that of the report, not of the recommendation, which may be older. Where a later "
            "document reports on the same recommendation, both stand in the dataset and both are counted.",
            f"Not shown: {count_of(without, 'recommendation')} without a status, of which no document here "
            "says whether they are open. Lists of inspectors seldom print one.",
        ),
        numbers=table_of(
            {
                (label,): {OPEN_STATUSES[value][0]: n for value, n in counts[label].items()}
                for label in labels
            },
            ("Age of the report",),
            [OPEN_STATUSES[value][0] for value in present],
        ),
        parts=(
            (
                Bars(
                    counts=[(label, value, n) for label, of in counts.items() for value, n in of.items()],
                    words=OPEN_STATUSES,
                    labels=labels,
                    shown=present,
                    unit="Recommendations",
                    title=f"Age at {_words(as_at)}",
                ),
            )
        ),
    )


def age_band(day: dt.date | None, as_at: dt.date | None) -> str:
    """Give the band of a document's age in whole months; a document without a date has none."""
    if day is None or as_at is None:
        return UNDATED
    if day > as_at:
        return LATER
    months = 12 * (as_at.year - day.year) + as_at.month - day.month - (as_at.day < day.day)
    return next((words for below, words in BANDS if months < below), OLDEST)


def _words(day: dt.date | None) -> str:
    return "a day not known" if day is None else f"{day.day} {day:%B %Y}"
