"""What the review page shows: the questions first, then every row, as plain data for the page's script."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from publish.review_page.places import Spot, regions_of
from publish.schema.load import schemas
from publish.wide import DATES
from records.pictures import Picture
from records.report import Report

ROW_TABLES: Mapping[str, Sequence[str]] = {
    "documents": ("document_id", "file", "family", "title", "area", "state", "problem_detail", *DATES),
    "recommendations": tuple(name for name in schemas()["recommendations"].columns if name != "theme"),
    "responsibilities": tuple(schemas()["responsibilities"].columns),
    "issues": ("recommendation_id", "level", "message"),
}
"""The columns that the page holds of each table."""

CLEANED: Mapping[str, tuple[str, str, str, str]] = {
    "status": ("recommendations", "status_raw", "status", "status_method"),
    "rag": ("recommendations", "rag_raw", "rag", "rag_from"),
    "date": ("recommendations", "due_raw", "due_date", ""),
    "timescale": ("recommendations", "timescale_raw", "timescale", ""),
    "agency": ("responsibilities", "agency_raw", "agency_id", "method"),
    "area": ("documents", "area", "area_id", ""),
    "grade": ("judgements", "grade_raw", "grade", ""),
    "aspect": ("judgements", "aspect_raw", "aspect", ""),
}
"""For each kind of question the table, the printed and the cleaned column, and the one that says how."""


class Body(msgspec.Struct, frozen=True, array_like=True):
    """A public body that can be an answer: id, name, the days of its life in words, its other names."""

    id: str
    name: str
    span: str
    council: bool
    other_names: str


class ShownReading(msgspec.Struct, frozen=True, array_like=True):
    """A reading that can be an answer: its id, how many rows it has, and the first of them.

    Of each row it holds the text and the places: lists of page, x0, top, x1, bottom, in points from the top
    left.
    """

    id: str
    count: int
    rows: Sequence[tuple[str, Sequence[Sequence[float]]]]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question as the page shows it.

    `words` is what tells it from others: two questions of one kind and document with the same words have one
    answer. `no_picture` says why there is none. `value` is what the run made of the words, `name` the same
    for people, `method` how it was reached.
    """

    kind: str
    document_id: str
    recommendation_id: str
    page: str
    raw: str
    words: str
    reason: str
    candidates: tuple[tuple[str, str], ...]
    value: str | None = None
    name: str | None = None
    method: str | None = None
    readings: tuple[ShownReading, ...] = ()
    spots: tuple[Spot, ...] = ()
    pictures: tuple[Picture, ...] = ()
    no_picture: str = ""


def _meanings() -> dict[str, Mapping[str, str]]:
    """Return what each value means in words, by column; columns of one name agree in all tables."""
    columns = {
        "recommendations": ("status", "status_method", "rag_from"),
        "responsibilities": ("role", "kind", "method"),
        "documents": ("family",),
    }
    tables = schemas()
    return {
        name: tables[table].field(name).values or {} for table, names in columns.items() for name in names
    }


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one page but its rows: what must be there before the first question can be shown.

    A `served` page sends answers to its server and asks it for pictures; a `file` keeps them until they are
    downloaded, and knows the decisions that stood in decisions.csv when it was made.
    """

    mode: Literal["served", "file"]
    by: str
    questions: Sequence[Question]
    answered: Sequence[tuple[int, Sequence[str]]] = ()
    """Answers given on this page already: the place of the question, and the row of decisions.csv."""
    decisions: str = ""
    columns: Sequence[str] = ()
    values: Mapping[str, Sequence[str]]
    """The values of each kind of question that has a short closed list."""
    meanings: Mapping[str, Mapping[str, str]] = msgspec.field(default_factory=_meanings)
    pictures_left_out: int = 0
    picture_limit: int = 0


def cleaned(
    question: Mapping[str, str], tables: Mapping[str, pa.Table]
) -> tuple[str | None, str | None, str | None]:
    """Return what the run made of a question's words: the value, its name, and how it was reached."""
    if question["kind"] not in CLEANED:
        return None, None, None
    table, raw, value, how = CLEANED[question["kind"]]
    key = "recommendation_id" if table in {"recommendations", "responsibilities"} else "document_id"
    if not question[key]:
        return None, None, None
    asked = question["raw"].removeprefix("'").split()
    for row in tables[table].filter(pc.equal(tables[table][key], question[key])).to_pylist():
        if row[raw] is not None and row[raw].split() == asked:
            found = None if row[value] is None else str(row[value])
            name = row["agency"] if table == "responsibilities" and found is not None else None
            return found, name, row[how] if how else None
    return None, None, None


def row_content(tables: Mapping[str, pa.Table], reports: Mapping[str, Report]) -> dict[str, Any]:
    """Return all rows, column by column, with the place of each cell where the document's record tells it."""
    content: dict[str, Any] = {
        name: tables[name].select(columns).to_pydict() for name, columns in ROW_TABLES.items()
    }
    cells = {
        (document_id, row.position): regions_of(row)
        for document_id, report in reports.items()
        for row in report.rows
    }
    rows = content["recommendations"]
    rows["cells"] = [cells.get(key) for key in zip(rows["document_id"], rows["position"], strict=True)]
    return content
