"""What the pictures show: recommendations and judgements, counted, also what is blank or unknown."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, repeat
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from publish import wide
from records.strict_yaml import load

NO_DATE, UNDATED = "No date", "Date not known"
UNLINKED = {"post": "A person's post", "group": "Bodies named together", "team": "A team or service"}
NOT_FOUND, NOBODY = "Not in the register", "Nobody named"
BANDS = {3: "Under 3 months", 6: "3 to 6 months", 12: "6 to 12 months", 24: "1 to 2 years",
         60: "2 to 5 years", 120: "5 to 10 years"}  # fmt: skip
OLDEST, LATER = "10 years or more", "After that day"
MOST_BODIES = 20
"""Bodies with a bar of their own; the others share one, and are all in the table."""

Scale = Mapping[str, tuple[str, str]]
Bars = dict[str, Counter[str]]
Counts = dict[tuple[str, ...], Counter[str]]


class Scales(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of `scales.yaml`; its comments say what each list is for."""

    statuses: Scale
    open_statuses: Scale
    grades: Scale
    outcomes: Scale
    ratings: Scale
    frameworks: Mapping[str, tuple[str, str | None]]


@cache
def scales() -> Scales:
    """Load the scales. Raise `ConfigError` naming what is wrong in their file."""
    return load(Path(__file__).with_name("scales.yaml"), Scales)


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """Bars on one scale, that lie, or stand if `upright`; `colours` holds the words of its legend."""

    title: str
    bars: Bars
    colours: Mapping[str, str]
    unit: str = "Recommendations"
    upright: bool = False


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """One picture. `panels` is empty where the dataset has nothing to draw; `says` then tells that.

    `counts` are the numbers behind it, by what the `heads` name; `series` are the words in their order.
    """

    name: str
    title: str
    says: str
    notes: Sequence[str] = ()
    heads: Sequence[str] = ()
    series: Sequence[str] = ()
    counts: Counts = {}
    panels: Sequence[Panel] = ()


def count_of(number: int, thing: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def latest_date(documents: pa.Table) -> dt.date | None:
    """Return the latest date of any document, None if none has a date."""
    return max((day for day in dates_of(documents).values() if day is not None), default=None)


def dates_of(documents: pa.Table) -> dict[str, dt.date | None]:
    """Return the date of each document: of its publication, else of the meeting, else of the inspection."""
    dated = wide.dates_of(documents).to_pylist()
    return dict(zip(documents.column("document_id").to_pylist(), dated, strict=True))


def in_words(day: dt.date) -> str:
    """Return a day as people write it."""
    return f"{day.day} {day:%B %Y}"


def colours_of(bars: Mapping[Any, Counter[str]], *of: Scale) -> dict[str, str]:
    """Return the words of one scale or several that are counted, with their colours."""
    found = {words for bar in bars.values() for words in bar}
    return {words: colour for scale in of for words, colour in scale.values() if words in found}


def values_of(rows: pa.Table, column: str, scale: Scale) -> Iterator[str]:
    """Yield the words of each row's value, or why there is none."""
    printed = rows["status_raw"].to_pylist() if column == "status_group" else repeat(None)
    for value, told in zip(rows[column].to_pylist(), printed, strict=False):
        yield scale[value or ("none" if told is None else "not_understood")][0]


def statuses_by_agency(tables: Mapping[str, pa.Table]) -> Picture:
    """Count recommendations by body and by group of status; one with three bodies counts for each of them."""
    rows = tables["recommendations"]
    name, title = "status-by-agency", "Status by agency"
    if not len(rows):
        return Picture(name=name, title=title, says="The dataset holds no recommendations.")
    named: defaultdict[str, set[tuple[bool, str]]] = defaultdict(set)
    for row in tables["responsibilities"].to_pylist():
        body = row["agency_id"]
        other = UNLINKED.get(row["kind"], NOT_FOUND)
        named[row["recommendation_id"]].add((bool(body), row["agency"] or body if body else other))
    bodies: defaultdict[str, Counter[str]] = defaultdict(Counter)
    others: Bars = {label: Counter() for label in (*UNLINKED.values(), NOT_FOUND, NOBODY)}
    groups = values_of(rows, "status_group", scales().statuses)
    for key, group in zip(rows.column("recommendation_id").to_pylist(), groups, strict=True):
        for registered, body in named.get(key, {(False, NOBODY)}):
            (bodies if registered else others)[body][group] += 1
    ordered = dict(sorted(bodies.items(), key=lambda item: (-item[1].total(), item[0])))
    others = {label: bar for label, bar in others.items() if bar}
    everything = {**ordered, **others}
    colours = colours_of(everything, scales().statuses)
    rest = list(islice(ordered.values(), MOST_BODIES, None))
    if rest:
        others = {f"{len(rest)} further bodies": sum(rest, Counter()), **others}
    bars = {
        "Bodies of the register": dict(islice(ordered.items(), MOST_BODIES)),
        "All others (with a scale of its own)": others,
    }
    most = next(iter(ordered.items()), None)
    return Picture(
        name=name,
        title=title,
        says=f"{count_of(len(rows), 'recommendation')} by the bodies that they name, and by status. "
        + (
            f"Most often named is {most[0]}, with {most[1].total():,}, of which {most[1]['Done']:,} are done."
            if most
            else "None of them names a body of the register."
        ),
        notes=(
            "A recommendation that is addressed to three bodies counts for each of them, so the bars add up "
            "to more than the recommendations. The name is that of the body at the time.",
            "A status is what the document says on its date; nobody has looked whether it is so today.",
        ),
        heads=("Agency",),
        series=list(colours),
        counts={(label,): bar for label, bar in everything.items()},
        panels=[Panel(title=t, bars=b, colours=colours) for t, b in bars.items() if b],
    )


def open_by_age(tables: Mapping[str, pa.Table], as_at: dt.date | None) -> Picture:
    """Count open recommendations by the age of the document that prints their status, at the day `as_at`."""
    name, title = "open-by-age", "Open recommendations by age"
    rows, dates = tables["recommendations"], dates_of(tables["documents"])
    bars: Bars = {label: Counter() for label in (LATER, *BANDS.values(), OLDEST, UNDATED)}
    columns = (rows.column(name).to_pylist() for name in ("document_id", "status", "status_group"))
    for document, status, group in zip(*columns, strict=True):
        if group in {"open", "not_known"}:
            bars[age_band(dates.get(document), as_at)][scales().open_statuses[status][0]] += 1
    without = f"{count_of(rows.column('status').null_count, 'recommendation')} without a status"
    total, undated = sum(bar.total() for bar in bars.values()), bars[UNDATED].total()
    if not total:
        says = f"No document of the dataset says of a recommendation that it is open; it holds {without}."
        return Picture(name=name, title=title, says=says)
    bars = {label: bar for label, bar in bars.items() if bar or label not in {LATER, UNDATED}}
    colours = colours_of(bars, scales().open_statuses)
    day = in_words(as_at) if as_at else "a day not known"
    return Picture(
        name=name,
        title=title,
        says=f"{count_of(total, 'recommendation')} that a document reports as open or not known, by the age "
        f"of that document at {day}, the latest date of any document here or the day that was asked for. "
        f"Of {undated:,} the date is not known.",
        notes=(
            "The age is that of the report, not of the recommendation, which may be older. Where a later "
            "document reports on the same recommendation, both stand in the dataset and both are counted.",
            f"Not shown: {without}, of which no document here says whether they are open. Lists of "
            "inspectors seldom print one.",
        ),
        heads=("Age of the report",),
        series=list(colours),
        counts={(label,): bar for label, bar in bars.items()},
        panels=[Panel(title=f"Age at {day}", bars=bars, colours=colours)],
    )


def age_band(day: dt.date | None, as_at: dt.date | None) -> str:
    """Return the band of a document's age in whole months; a document without a date has none."""
    if day is None or as_at is None:
        return UNDATED
    if day > as_at:
        return LATER
    months = 12 * (as_at.year - day.year) + as_at.month - day.month - (as_at.day < day.day)
    return next((words for below, words in BANDS.items() if months < below), OLDEST)


def _overall(row: Mapping[str, Any]) -> tuple[dt.date | None, str]:
    """Return the day on which an inspection ended, as far as it is known, and its overall judgement."""
    column = scales().frameworks[row["framework"]][1]
    day = row["inspection_end_date"] or row["inspection_start_date"] or row["publication_date"]
    scale = scales().outcomes if column == "outcome_grade" else scales().grades
    return day, scale[str(row[column] or "none") if column else "ungraded"][0]


def _every_year(days: Collection[dt.date | None]) -> list[str]:
    """Return every year from the first day to the last, and last the undated if a day is not known."""
    dated = {day.year for day in days if day}
    years = [str(year) for year in range(min(dated), max(dated) + 1)] if dated else []
    return [*years, NO_DATE] if None in days else years


def grades_by_year(tables: Mapping[str, pa.Table]) -> Picture:
    """Count inspections by framework, by the year in which they ended, and by their overall judgement."""
    name, title = "judgements-by-year", "Judgements over the years, by framework"
    rows = tables["inspections"].to_pylist()
    if not rows:
        return Picture(name=name, title=title, says="The dataset holds no inspection reports.")
    found: dict[str, Bars] = {told: defaultdict(Counter) for told, _ in scales().frameworks.values()}
    days = set()
    for row in rows:
        day, words = _overall(row)
        found[scales().frameworks[row["framework"]][0]][str(day.year) if day else NO_DATE][words] += 1
        days.add(day)
    years = _every_year(days)
    counts: Counts = {(told, year): of[year] for told, of in found.items() for year in years if year in of}
    panels = [
        Panel(
            title=told,
            bars={year: of[year] for year in years},
            colours=colours_of(of, scales().grades, scales().outcomes),
            unit="Reports",
            upright=True,
        )
        for told, of in found.items()
        if of
    ]
    return Picture(
        name=name,
        title=title,
        says=f"{count_of(len(rows), 'inspection report')} of {count_of(len(panels), 'framework')}, by the "
        "year in which the inspection ended and by the overall judgement.",
        notes=(
            "Grades of two frameworks are not the same measure, even under one name: do not read a line "
            "through two of these pictures. Each has its own scale.",
            "These are the reports that were read here, not all that were published; a year with few bars "
            "may be one of which few reports were at hand.",
        ),
        heads=("Framework", "Year"),
        series=list(colours_of(counts, scales().grades, scales().outcomes)),
        counts=counts,
        panels=panels,
    )
