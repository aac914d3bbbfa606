"""Judgements over the years by framework: the one overall judgement of each inspection."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

import msgspec
import pyarrow as pa

from publish.charts.figure import Figure, count_of, table_of
from publish.charts.style import (
    GRADES,
    NO_GRADE,
    NO_OUTCOME,
    OUTCOMES,
    UNGRADED,
    Bars,
    Words,
    series_of,
)

UNDATED = "No date"


class Framework(msgspec.Struct, frozen=True):
    """An inspection framework: its name for people, the column of its one judgement, and the scale of it."""

    title: str
    column: str | None
    words: Words
    none: str


FRAMEWORKS = {
    "ofsted_slac": Framework(
        "Safeguarding and looked after children, 2009 to 2012 (two judgements, not one)",
        None,
        GRADES,
        UNGRADED,
    ),
    "ofsted_lac_2013": Framework(
        "Looked after children, 2013", "overall_effectiveness_grade", GRADES, NO_GRADE
    ),
    "ofsted_sif": Framework(
        "Single inspection framework, 2013 to 2018", "overall_effectiveness_grade", GRADES, NO_GRADE
    ),
    "ofsted_lscb_review": Framework(
        "Local safeguarding children boards, 2013 to 2018", "lscb_grade", GRADES, NO_GRADE
    ),
    "ofsted_ilacs": Framework(
        "Local authority children's services, from 2018", "overall_effectiveness_grade", GRADES, NO_GRADE
    ),
    "ofsted_jtai": Framework(
        "Joint targeted area inspections (letters without a grade)", None, GRADES, UNGRADED
    ),
    "ofsted_area_send": Framework(
        "Area special educational needs and disabilities, from 2023", "outcome_grade", OUTCOMES, NO_OUTCOME
    ),
}


def grades_by_year(tables: Mapping[str, pa.Table]) -> Figure:
    """Count inspections by framework, by the year in which they ended, and by their overall judgement."""
    name, title = "judgements-by-year", "Judgements over the years, by framework"
    counts = _counted(tables["inspections"])
    if not counts:
        return Figure(name=name, title=title, says="The dataset holds no inspection reports.")
    years = _years(counts)
    parts = []
    for code, framework in FRAMEWORKS.items():
        if code not in counts:
            continue
        rows = [(year, value, n) for year, of in counts[code].items() for value, n in of.items()]
        present = series_of(framework.words, {value for _, value, _ in rows})
        parts.append(
            Bars(
                counts=rows,
                words=framework.words,
                upright=True,
                labels=years,
                shown=present,
                unit="Reports",
                title=framework.title,
                step=max(34, min(60, 560 // len(years))),
            )
        )
    all_words = {**GRADES, **OUTCOMES}
    present = series_of(
        all_words, {v for years_of in counts.values() for of in years_of.values() for v in of}
    )
    total = sum(of.total() for by_year in counts.values() for of in by_year.values())
    return Figure(
        name=name,
        title=title,
        says=(
            f"{count_of(total, 'inspection report')} of {count_of(len(counts), 'framework')}, by the year in "
            "which the inspection ended and by the overall judgement."
        ),
        notes=(
            "Grades of two frameworks are not the same measure, even under one name: do not read a line "
            "through two of these pictures. Each has its own scale.",
            "These are the reports that were read here, not all that were published; a year with few bars "
            "may be one of which few reports were at hand.",
        ),
        numbers=table_of(
            {
                (FRAMEWORKS[code].title, year): {
                    all_words[value][0]: n for value, n in counts[code][year].items()
                }
                for code in FRAMEWORKS
                if code in counts
                for year in years
                if year in counts[code]
            },
            ("Framework", "Year"),
            [all_words[value][0] for value in present],
        ),
        parts=tuple(parts),
    )


def _counted(inspections: pa.Table) -> dict[str, dict[str, Counter[str]]]:
    """Count by framework, year and judgement."""
    counts: defaultdict[str, defaultdict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row in inspections.to_pylist():
        framework = FRAMEWORKS[row["framework"]]
        day = row["inspection_end_date"] or row["inspection_start_date"] or row["publication_date"]
        grade = row[framework.column] if framework.column else None
        year = UNDATED if day is None else str(day.year)
        counts[row["framework"]][year][framework.none if grade is None else str(grade)] += 1
    return {code: dict(of) for code, of in counts.items()}


def _years(counts: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Give every year from the first to the last, also those without a report, and last the undated."""
    found = {year for of in counts.values() for year in of}
    dated = sorted(int(year) for year in found - {UNDATED})
    years = [str(year) for year in range(dated[0], dated[-1] + 1)] if dated else []
    return [*years, *([UNDATED] if UNDATED in found else [])]
