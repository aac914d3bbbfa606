"""Papers drawn in layouts that councils use, each read and compared with what a careful reader takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import pytest

from extract.document import read_document
from extract.intake.files import identify
from normalise.registers.load import load_registers
from normalise.review.decisions import Decisions
from normalise.run import normalise
from records.report import Passage, RawRow
from tests.layouts import colours, lists, papers, tables
from tests.layouts.paper import Paper, Row

PAPERS = (
    lists.minutes,
    lists.cabinet_paper,
    lists.executive_response,
    lists.bulleted_actions,
    tables.status_first,
    tables.two_updates,
    tables.small_forms,
    tables.slides,
    tables.turned,
    tables.crosses,
    tables.side_by_side,
    tables.web_page,
    tables.narrow_cells,
    papers.answered_in_text,
    papers.forms_below,
    papers.nested,
    papers.with_indicators,
    papers.sideways,
    papers.deleted,
    papers.level_rules,
)

STANDS_IN = {"due": "timescale", "status": "status_and_comments"}
"""The role that may hold what a reader calls by another: normalising parts the mixed cells."""


@pytest.mark.parametrize("draw", PAPERS, ids=lambda draw: draw.__name__)
def test_rows_are_read_as_a_careful_reader_takes_them(draw: Callable[[], Paper]) -> None:
    paper = draw()
    report = read_document(paper.content)
    assert (report.family, report.state, report.problem) == (paper.family, "ok", None)
    assert [_told(row, paper) for row in report.rows] == [_expected(row) for row in paper.rows]


def test_a_pack_is_read_paper_by_paper() -> None:
    paper = papers.pack()
    report = read_document(paper.content)
    assert [(part.page_first, part.page_last) for part in report.parts] == [(1, 1), (2, 3)]
    assert [_told(row, paper) for row in report.rows] == [_expected(row) for row in paper.rows]


def _expected(row: Row) -> dict[str, str | None]:
    told = {"ref": row.ref, "text": row.text, "section": row.section, "owner": row.owner, "due": row.due}
    # A status told by colour alone is normalising's to name.
    if row.rag is None:
        told |= {"status": row.status, "comments": row.comments}
    return {name: _words(text) if text else None for name, text in told.items()}


def _told(row: RawRow, paper: Paper) -> dict[str, str | None]:
    names = _expected(paper.rows[row.position - 1])
    section = " > ".join(row.section) or _field(row.fields, "theme")
    return {name: section if name == "section" else _field(row.fields, name) for name in names}


def _field(fields: Mapping[str, Passage], name: str) -> str | None:
    for role in (name, STANDS_IN.get(name)):
        if role in fields and fields[role].blocks:
            return _words(fields[role].text)
    return None


def _words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("draw", "sources"),
    [
        (colours.lamps, ["fill", "fill", "fill"]),
        (colours.inked, ["both", "both", "both"]),
        (colours.disputed, ["both", "both", "conflict"]),
        (colours.boxed_key, ["fill", "fill", "fill"]),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_colours_are_named_with_where_they_come_from_and_read_by_the_papers_key(
    draw: Callable[[], Paper], sources: list[str]
) -> None:
    paper = draw()
    dataset = normalise(
        [read_document(paper.content)],
        [identify("plan.pdf", paper.content)],
        load_registers(),
        Decisions(),
    )
    told = [(row.text, row.rag, row.rag_from, row.status) for row in dataset.recommendations]
    expected = [
        (row.text, row.rag, source, row.status) for row, source in zip(paper.rows, sources, strict=True)
    ]
    assert told == expected
    asked = [doubt.kind for doubt in dataset.doubts if doubt.kind != "area"]
    assert asked == ["rag"] * sources.count("conflict")


def test_statuses_of_earlier_meetings_are_history() -> None:
    paper = tables.two_updates()
    dataset = normalise(
        [read_document(paper.content)],
        [identify("plan.pdf", paper.content)],
        load_registers(),
        Decisions(),
    )
    assert [row.status for row in dataset.recommendations] == ["complete", "on_track", "overdue", "complete"]
    told = [(row.heading, row.as_at, row.status_raw, row.status) for row in dataset.history]
    heading, day = "Progress March 2019", dt.date(2019, 3, 31)
    assert told == [
        (heading, day, "On track", "on_track"),
        (heading, day, "Not started", "not_started"),
        (heading, day, "Delayed", "overdue"),
        (heading, day, "On track", "on_track"),
    ]
