"""What the review page shows: the questions first, then every row, as plain data for the page's script."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
import pyarrow as pa

from publish.review_page.places import Spot, regions_of
from publish.schema.load import schemas
from publish.write.flat_sheet import DATES
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


class Body(msgspec.Struct, frozen=True):
    """A public body that can be an answer: id, name, the days of its life in words, its other names."""

    id: str
    name: str
    span: str
    council: bool
    other_names: str


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
    spots: tuple[Spot, ...] = ()
    pictures: tuple[Picture, ...] = ()
    no_picture: str = ""


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one page but its rows.

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
    pictures_left_out: int = 0
    picture_limit: int = 0


def cleaned(
    question: Mapping[str, str], tables: Mapping[str, pa.Table]
) -> tuple[str | None, str | None, str | None]:
    """Return what the run made of a question's words: the value, its name, and how it was reached."""
    table, raw, value, how = CLEANED[question["kind"]]
    key = "recommendation_id" if table in {"recommendations", "responsibilities"} else "document_id"
    if not question[key]:
        return None, None, None
    rows = rows_where(tables[table], key, question[key])
    several = table in {"judgements", "responsibilities"}
    row = next(
        (row for row in rows if _same(row[raw], question["raw"])), rows[0] if rows and not several else None
    )
    if row is None:
        return None, None, None
    found = str(row[value]) if row[value] is not None else None
    name = row["agency"] if table == "responsibilities" and found is not None else None
    return found, name, row[how] if how else None


def rows_where(table: pa.Table, column: str, value: str) -> list[dict[str, Any]]:
    """Return the rows of a table whose `column` is `value`."""
    import pyarrow.compute as pc

    found: list[dict[str, Any]] = table.filter(pc.equal(table.column(column), value)).to_pylist()
    return found


def _same(printed: str | None, asked: str) -> bool:
    return printed is not None and printed.split() == asked.removeprefix("'").split()


def page_content(content: Content) -> dict[str, Any]:
    """Return the small part of the page's data: what must be there before the first question can be shown."""
    return {
        "mode": content.mode,
        "by": content.by,
        "decisions": content.decisions,
        "columns": content.columns,
        "values": content.values,
        "meanings": meanings(),
        "answered": content.answered,
        "pictures_left_out": content.pictures_left_out,
        "picture_limit": content.picture_limit,
        "questions": [_as_data(question) for question in content.questions],
    }


def meanings() -> dict[str, dict[str, str]]:
    """Return what each value means in words, by column; columns of one name agree in all tables."""
    columns = {
        "recommendations": ("status", "status_method", "rag_from"),
        "responsibilities": ("role", "kind", "method"),
        "documents": ("family",),
    }
    return {
        field.name: dict(field.values or {})
        for table, names in columns.items()
        for field in schemas()[table].fields
        if field.name in names
    }


def row_content(tables: Mapping[str, pa.Table], reports: Mapping[str, Report]) -> dict[str, Any]:
    """Return all rows, column by column, with the place of each cell where the document's record tells it."""
    content: dict[str, Any] = {
        name: {column: _plain(tables[name].column(column)) for column in columns}
        for name, columns in ROW_TABLES.items()
    }
    cells = {
        (document_id, row.position): regions_of(row)
        for document_id, report in reports.items()
        for row in report.rows
    }
    rows = content["recommendations"]
    rows["cells"] = [cells.get(key) for key in zip(rows["document_id"], rows["position"], strict=True)]
    return content


def _plain(column: pa.ChunkedArray) -> list[Any]:
    if pa.types.is_date(column.type):
        return [day.isoformat() if day is not None else None for day in column.to_pylist()]
    values: list[Any] = column.to_pylist()
    return values


def picture_content(picture: Picture) -> dict[str, Any]:
    """Return a picture as the page shows it: the part of which page, its size, and the image as data."""
    box = picture.box
    return {
        "page": picture.page,
        "box": [round(edge, 2) for edge in (box.x0, box.top, box.x1, box.bottom)],
        "width": picture.width,
        "height": picture.height,
        "src": "data:image/webp;base64," + base64.b64encode(picture.image).decode(),
    }


def _as_data(question: Question) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(question)
    data["pictures"] = [picture_content(picture) for picture in question.pictures]
    return data
