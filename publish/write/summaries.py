"""The sheets that answer the first questions: what is done, open and past due; which grades were given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from publish.schema.load import schemas
from publish.wide import as_at_of, past_due, with_dates
from publish.write.flat_sheet import in_words

GROUPS: Mapping[str | None, str] = {
    "done": "Done",
    "open": "Open",
    "closed_without_action": "Closed without action",
    "response_only": "Answer only",
    "not_known": "Not known",
    None: "No status",
}
"""Groups of statuses, as the summary heads their columns."""

NONE = "(none)"
"""Stands for what is blank."""

GRADES = ("outstanding", "good", "adequate", "requires_improvement", "inadequate")


def summary(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Return counts of recommendations by status, body, area, kind of document, theme and year.

    A recommendation counts once for each body and theme that it has. Most open come first.
    """
    rows = recommendations_counted(tables)
    return pa.concat_tables([_counts(by, key, some) for by, key, some in _groups(tables, rows)])


def recommendations_counted(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Return what is counted of each recommendation, with the place of its document in `documents`."""
    documents, rows = with_dates(tables["documents"]), tables["recommendations"]
    place = pc.index_in(
        rows.column("document_id").combine_chunks(),
        value_set=documents.column("document_id").combine_chunks(),
    )
    late = pc.fill_null(past_due(rows, as_at_of(documents)), False)
    return pa.table(
        {
            "id": rows.column("recommendation_id"),
            "document": place,
            "status": rows.column("status"),
            "theme": rows.column("theme"),
            "group": rows.column("status_group"),
            "late": late,
        }
    )


def _groups(
    tables: Mapping[str, pa.Table], rows: pa.Table
) -> Iterator[tuple[str, pa.ChunkedArray, pa.Table]]:
    """Yield by what is counted, the value of each row, and the rows."""
    documents = tables["documents"]
    yield "All", pa.chunked_array([pa.array(["All recommendations"] * len(rows), pa.string())]), rows
    yield "Status", in_words(rows.column("status")), rows
    bodies = tables["responsibilities"]
    who = _in_one_case(pc.coalesce(bodies.column("agency"), bodies.column("agency_raw")))
    named = pa.table({"id": bodies.column("recommendation_id"), "who": who})
    pairs = named.group_by(["id", "who"]).aggregate([])
    at = pc.index_in(pairs.column("id").combine_chunks(), value_set=rows.column("id").combine_chunks())
    yield "Body", pairs.column("who"), rows.take(at)
    for by, column in (("Area", "area"), ("Region", "region")):
        yield by, documents.column(column).take(rows.column("document")), rows
    kinds = in_words(documents.column("kind"))
    yield "Kind of document", kinds.take(rows.column("document")), rows
    lists = pc.split_pattern(pc.coalesce(rows.column("theme"), pa.scalar(NONE)), "|").combine_chunks()
    yield "Theme", pa.chunked_array([in_words(lists.flatten())]), rows.take(pc.list_parent_indices(lists))
    years = documents.column("year").cast(pa.string())
    yield "Year", years.take(rows.column("document")), rows


def _in_one_case(names: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return names that differ by capitals alone in one of their forms: 'the trust' as 'The Trust'."""
    table = pa.table({"name": names, "folded": pc.utf8_lower(names)})
    forms = table.group_by("folded").aggregate([("name", "min")])
    place = pc.index_in(table.column("folded"), value_set=forms.column("folded").combine_chunks())
    return forms.column("name_min").take(place)


def _counts(by: str, key: pa.ChunkedArray, rows: pa.Table) -> pa.Table:
    """Return a row for each value of `key`: how many recommendations, in which groups, how many past due."""
    group = rows.column("group")
    flags = {
        name: pc.fill_null(pc.equal(group, code), False) if code else group.is_null()
        for code, name in GROUPS.items()
    }
    flags["Past due"] = rows.column("late")
    numbers = {name: each.cast(pa.int64()) for name, each in flags.items()}
    table = pa.table({"Value": pc.coalesce(key, pa.scalar(NONE)), **numbers})
    counted = table.group_by("Value").aggregate([([], "count_all"), *((name, "sum") for name in flags)])
    most_open = [("Open_sum", "descending"), ("count_all", "descending"), ("Value", "ascending")]
    keys = [("Value", "ascending")] if by == "Year" else most_open
    ordered = counted.sort_by(keys)
    return pa.table(
        {
            "By": pa.array([by] * len(ordered), pa.string()),
            "Value": ordered.column("Value"),
            "Recommendations": ordered.column("count_all").cast(pa.int64()),
            **{name: ordered.column(f"{name}_sum").cast(pa.int64()) for name in flags},
        }
    )


def grades(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Return a row for each inspection: authority, region, year, framework, and its grades side by side."""
    rows, documents = tables["inspections"], tables["documents"]
    at = pc.index_in(
        rows.column("document_id").combine_chunks(),
        value_set=documents.column("document_id").combine_chunks(),
    )
    columns = {
        "Authority": rows.column("la_name"),
        "Region": rows.column("region_name"),
        "Year": documents.column("year").take(at),
        "Framework": _frameworks(rows.column("framework")),
        "End of inspection": rows.column("inspection_end_date"),
        **{_title(name): in_words(rows.column(name)) for name in _graded()},
        "Area SEND outcome (1 best to 3)": rows.column("outcome_grade"),
        "File": documents.column("file").take(at),
        "document_id": rows.column("document_id"),
    }
    return pa.table(columns).sort_by([(name, "ascending") for name in ("Authority", "Year", "document_id")])


def grades_by_region(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Count inspections by framework, region, year and overall grade."""
    rows, documents = tables["inspections"], tables["documents"]
    at = pc.index_in(
        rows.column("document_id").combine_chunks(),
        value_set=documents.column("document_id").combine_chunks(),
    )
    grade = rows.column("overall_effectiveness_grade")
    flags = {in_word(name): pc.fill_null(pc.equal(grade, name), False).cast(pa.int64()) for name in GRADES}
    keys = {
        "Framework": _frameworks(rows.column("framework")),
        "Region": pc.coalesce(rows.column("region_name"), pa.scalar(NONE)),
        "Year": documents.column("year").take(at),
    }
    counted = pa.table({**keys, **flags}).filter(grade.is_valid())
    counted = counted.group_by(list(keys)).aggregate([(name, "sum") for name in flags])
    ordered = counted.sort_by([(name, "ascending") for name in keys])
    return pa.table(
        {name: ordered.column(name) for name in keys}
        | {name: ordered.column(f"{name}_sum").cast(pa.int64()) for name in flags}
    )


def in_word(code: str) -> str:
    """Return one code as words."""
    return code.replace("_", " ").capitalize()


def _graded() -> Iterator[str]:
    names = schemas()["inspections"].columns
    return (name for name in names if name.endswith("_grade") and name != "outcome_grade")


def _title(column: str) -> str:
    """Return the heading of a column of grades: `lscb_grade` is 'Safeguarding board'."""
    name = column.removesuffix("_grade")
    return "Safeguarding board" if name == "lscb" else in_word(name)


def _frameworks(codes: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return frameworks as people name them: `ofsted_area_send` is 'Area SEND'."""
    names = {
        "ofsted_ilacs": "ILACS (2018 on)",
        "ofsted_sif": "Single inspection framework (2013-18)",
        "ofsted_slac": "Safeguarding and looked after children (2009-12)",
        "ofsted_lac_2013": "Looked after children (2013)",
        "ofsted_area_send": "Area SEND (2023 on)",
        "ofsted_annual_letter": "Annual letter (2009-11)",
        "ofsted_jtai": "Joint targeted area inspection",
        "ofsted_lscb_review": "Safeguarding board review (2013-18)",
    }
    for code, name in names.items():
        codes = pc.if_else(pc.equal(codes, code), name, codes)
    return codes
