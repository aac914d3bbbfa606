"""What the pictures show: recommendations and judgements, counted. What is blank or unknown is counted too.

Colours differ in lightness as well as in hue, and stand in one order everywhere, so that the pictures can be
read in grey and by people who do not tell red from green.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice, repeat
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from publish.write.flat_sheet import DATES

NO_STATUS, NOT_UNDERSTOOD, NO_RATING = "No status printed", "Status not understood", "No rating"
NO_GRADE, UNGRADED = "No overall grade found", "Framework without an overall grade"
NO_OUTCOME, NO_DATE, UNDATED = "No outcome found", "No date", "Date not known"
STATUSES = {
    "done": ("Done", "#1f5f8b"),
    "open": ("Open", "#f0a030"),
    "closed_without_action": ("Closed without action", "#7a5c99"),
    "response_only": ("Answered, not yet reported on", "#8fc1e3"),
    "not_known": ("Printed as not known", "#8a949e"),
    NOT_UNDERSTOOD: (NOT_UNDERSTOOD, "#4a5560"),
    NO_STATUS: (NO_STATUS, "#dfe3e8"),
}
OPEN_STATUSES = {
    "overdue": ("Overdue", "#a12b2b"),
    "not_started": ("Not started", "#e07b39"),
    "in_progress": ("In progress", "#f4c063"),
    "partially_complete": ("Partially complete", "#b5cfa2"),
    "on_track": ("On track", "#4f8f6b"),
    "unknown": ("Printed as not known", "#8a949e"),
}
GRADES = {
    "outstanding": ("Outstanding", "#173f5f"),
    "good": ("Good", "#5b9bc8"),
    "adequate": ("Adequate", "#e8c468"),
    "requires_improvement": ("Requires improvement", "#f0a030"),
    "inadequate": ("Inadequate", "#a12b2b"),
    NO_GRADE: (NO_GRADE, "#dfe3e8"),
    UNGRADED: (UNGRADED, "#b9c2cb"),
}
OUTCOMES = {
    "1": ("Typically positive experiences", "#173f5f"),
    "2": ("Inconsistent experiences", "#f0a030"),
    "3": ("Widespread or systemic failings", "#a12b2b"),
    NO_OUTCOME: (NO_OUTCOME, "#dfe3e8"),
}
RATINGS = {
    "red": ("Red", "#b3261e"),
    "amber": ("Amber", "#f5b440"),
    "green": ("Green", "#3b8c57"),
    "blue": ("Blue", "#3d6fb5"),
    "grey": ("Grey", "#9aa5b1"),
    "black": ("Black", "#1f2933"),
    "purple": ("Purple", "#7a5c99"),
    "white": ("White", "#fbfbfb"),
    NO_RATING: (NO_RATING, "#e6eaee"),
}
OVERALL = "overall_effectiveness_grade"
FRAMEWORKS = {
    "ofsted_slac": ("Safeguarding and looked after children, 2009 to 2012 (two judgements, not one)", None),
    "ofsted_lac_2013": ("Looked after children, 2013", OVERALL),
    "ofsted_sif": ("Single inspection framework, 2013 to 2018", OVERALL),
    "ofsted_lscb_review": ("Local safeguarding children boards, 2013 to 2018", "lscb_grade"),
    "ofsted_ilacs": ("Local authority children's services, from 2018", OVERALL),
    "ofsted_jtai": ("Joint targeted area inspections (letters without a grade)", None),
    "ofsted_area_send": ("Area special educational needs and disabilities, from 2023", "outcome_grade"),
}
"""The name of each inspection framework, and the column of its one judgement."""

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


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """Bars on one scale, that lie, or stand if `upright`; `shown` are the words of its legend."""

    title: str
    bars: Bars
    colours: Mapping[str, str]
    shown: Sequence[str]
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
    dated = pc.coalesce(*(documents.column(name) for name in DATES)).to_pylist()
    return dict(zip(documents.column("document_id").to_pylist(), dated, strict=True))


def in_words(day: dt.date) -> str:
    """Return a day as people write it."""
    return f"{day.day} {day:%B %Y}"


def colours_of(scale: Scale, bars: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Return the words of a scale that are counted, with their colours."""
    found = {words for bar in bars.values() for words in bar}
    return {words: colour for words, colour in scale.values() if words in found}


def values_of(rows: pa.Table, column: str, scale: Scale, none: str) -> Iterator[str]:
    """Yield the words of each row's value, or why there is none."""
    printed = rows.column("status_raw").to_pylist() if column == "status_group" else repeat(None)
    for value, told in zip(rows.column(column).to_pylist(), printed, strict=False):
        yield scale[value or (none if told is None else NOT_UNDERSTOOD)][0]


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
    groups = values_of(rows, "status_group", STATUSES, NO_STATUS)
    for key, group in zip(rows.column("recommendation_id").to_pylist(), groups, strict=True):
        for registered, body in named.get(key, {(False, NOBODY)}):
            (bodies if registered else others)[body][group] += 1
    ordered = dict(sorted(bodies.items(), key=lambda item: (-item[1].total(), item[0])))
    others = {label: bar for label, bar in others.items() if bar}
    everything = {**ordered, **others}
    colours = colours_of(STATUSES, everything)
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
        panels=[Panel(title=t, bars=b, colours=colours, shown=list(colours)) for t, b in bars.items() if b],
    )


def open_by_age(tables: Mapping[str, pa.Table], as_at: dt.date | None) -> Picture:
    """Count open recommendations by the age of the document that prints their status, at the day `as_at`."""
    name, title = "open-by-age", "Open recommendations by age"
    rows, dates = tables["recommendations"], dates_of(tables["documents"])
    bars: Bars = {label: Counter() for label in (LATER, *BANDS.values(), OLDEST, UNDATED)}
    columns = (rows.column(name).to_pylist() for name in ("document_id", "status", "status_group"))
    for document, status, group in zip(*columns, strict=True):
        if group in {"open", "not_known"}:
            bars[age_band(dates.get(document), as_at)][OPEN_STATUSES[status][0]] += 1
    without = f"{count_of(rows.column('status').null_count, 'recommendation')} without a status"
    total, undated = sum(bar.total() for bar in bars.values()), bars[UNDATED].total()
    if not total:
        says = f"No document of the dataset says of a recommendation that it is open; it holds {without}."
        return Picture(name=name, title=title, says=says)
    bars = {label: bar for label, bar in bars.items() if bar or label not in {LATER, UNDATED}}
    colours = colours_of(OPEN_STATUSES, bars)
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
        panels=[Panel(title=f"Age at {day}", bars=bars, colours=colours, shown=list(colours))],
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
    column = FRAMEWORKS[row["framework"]][1]
    day = row["inspection_end_date"] or row["inspection_start_date"] or row["publication_date"]
    scale, none = (OUTCOMES, NO_OUTCOME) if column == "outcome_grade" else (GRADES, NO_GRADE)
    return day, scale[str(row[column] or none) if column else UNGRADED][0]


def _every_year(days: Collection[dt.date | None]) -> list[str]:
    """Return every year from the first day to the last, and last the undated if a day is not known."""
    dated = {day.year for day in days if day}
    years = [str(year) for year in range(min(dated), max(dated) + 1)] if dated else []
    return [*years, NO_DATE] if None in days else years


def grades_by_year(tables: Mapping[str, pa.Table]) -> Picture:
    """Count inspections by framework, by the year in which they ended, and by their overall judgement."""
    name, title = "judgements-by-year", "Judgements over the years, by framework"
    found: dict[str, defaultdict[str, Counter[str]]] = {code: defaultdict(Counter) for code in FRAMEWORKS}
    days, rows = set(), tables["inspections"].to_pylist()
    if not rows:
        return Picture(name=name, title=title, says="The dataset holds no inspection reports.")
    for row in rows:
        day, words = _overall(row)
        found[row["framework"]][str(day.year) if day else NO_DATE][words] += 1
        days.add(day)
    years = _every_year(days)
    both = {**GRADES, **OUTCOMES}
    counts: Counts = {}
    for code, of in found.items():
        counts |= {(FRAMEWORKS[code][0], year): of[year] for year in years if year in of}
    panels = []
    for code, of in found.items():
        if of:
            colours, bars = colours_of(both, of), {year: of[year] for year in years}
            panels.append(Panel(title=FRAMEWORKS[code][0], bars=bars, colours=colours, shown=list(colours),
                                unit="Reports", upright=True))  # fmt: skip
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
        series=[words for words, _ in both.values() if any(words in bar for bar in counts.values())],
        counts=counts,
        panels=panels,
    )
