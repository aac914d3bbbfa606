"""Twelve samples, bytes in and published rows out, against what their maker printed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import zip_longest

import pytest
from conftest import EXAMPLE, SAMPLES
from published import Published, Record, fold, publish_papers

TRUTHS = {path.name.removesuffix(".truth.json"): path for path in sorted(SAMPLES.glob("*.truth.json"))}

STATUS = {"partial": {"partially_complete", "in_progress"}, "not_accepted": {"rejected"}}
"""Words of the truth that the dataset tells apart, or has under another name."""

NEAR = 2.0
"""Points by which the boxes of words may differ between the maker's tools and ours."""

Difference = tuple[str, str, str, str]
"""Row of the truth (blank for the document), field, what is true, what is published."""


def known_differences() -> dict[str, set[Difference]]:
    """Return what is not read as the truth has it, by document. The file gives the reason of each."""
    known: dict[str, set[Difference]] = {name: set() for name in TRUTHS}
    with (SAMPLES / "differences.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            known[line["document"]].add((line["row"], line["field"], line["true"], line["published"]))
            assert line["reason"]
    return known


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    truths = [json.loads(path.read_text(encoding="utf-8")) for path in TRUTHS.values()]
    papers = [path for path in (EXAMPLE, *SAMPLES.glob("*.pdf")) if path.stem in TRUTHS]
    passwords = [truth["document"]["password"] for truth in truths if truth["document"]["encrypted"]]
    return publish_papers(papers, tmp_path_factory.mktemp("samples"), passwords)


def document_fields(truth: Record, found: Record) -> Iterator[tuple[str, str, str]]:
    """Yield field, what is true and what is published for a document. The title may be a longer one."""
    facts = truth["document"]
    days = [found[day] for day in ("published", "meeting_date", "inspection_start", "inspection_end")]
    dates = [day.isoformat() for day in days if day]
    right = next((day for day in dates if day.startswith(facts["date"])), None)
    yield "date", facts["date"], facts["date"] if right else " ".join(dates)
    title = fold(found["title"])
    yield "title", fold(facts["title"]), fold(facts["title"]) if fold(facts["title"]) in title else title


def row_fields(truth: Record, found: Record, published: Published) -> Iterator[tuple[str, str, str]]:
    """Yield field, what is true and what is published for one recommendation."""
    refs = {row["recommendation_id"]: row["ref"] for row in published.rows[found["document_id"]]}
    for field, true, told in (
        ("section", truth["section"], found["section"]),
        ("ref", truth["ref"], found["ref"]),
        ("text", truth["action"], found["text"]),
        ("owner", truth.get("agencies_raw"), found["owner_raw"]),
        ("comments", truth["comments"], found["comments"]),
        ("status as printed", truth["status"], found["status_raw"]),
        ("refers to", truth["refers_to"], refs.get(found["status_refers_to"])),
        ("rag", truth["rag"], found["rag"]),
    ):
        yield field, fold(true), fold(told)
    if "deadline" in truth:
        yield "deadline", fold(truth["deadline"]), fold(found["timescale_raw"] or found["due_raw"])
    status = truth["status_class"]
    right = found["status"] in STATUS.get(status, {status})
    yield "status", status or "", status or "" if right else found["status"] or ""
    regions = json.loads(found["regions"])
    pages = sorted({region[0] for region in regions} | {found["page"], found["page_last"]})
    yield "pages", str(truth["pages"]), str(pages)
    yield (
        "agencies",
        *(" | ".join(map(fold, names)) for names in (truth["agencies"], published.named_in(found))),
    )


def differences(truth: Record, published: Published) -> Iterator[Difference]:
    """Yield all that is not published as the truth has it. Rows are compared in their order."""
    found = published.documents[truth["file"]]
    if found["state"] != "ok":
        yield "", "state", "ok", " ".join(filter(None, (found["state"], found["problem"])))
        return
    for field in document_fields(truth, found):
        yield "", *field
    rows = [row for row in truth["rows"] if row.get("judgement") is None]
    judged = [row for row in truth["rows"] if row.get("judgement") is not None]
    for true, told in zip_longest(rows, published.rows_of(truth["file"])):
        if true is None or told is None:
            yield "", "row", in_words(true, "action"), in_words(told, "text")
        else:
            for field in row_fields(true, told, published):
                yield true["ref"] or str(true["order"]), *field
    places = [
        place
        for true, told in zip(rows, published.rows_of(truth["file"]), strict=False)
        for place in held(true, told)
    ]
    yield "", "cells in their place", str(len(places)), str(sum(places))
    for true, told in zip_longest(judged, published.judgements_of(truth["file"])):
        yield (
            *("", "judgement"),
            in_words(true, "section", "judgement", "grade"),
            in_words(told, "section", "aspect_raw", "grade_raw"),
        )


def held(truth: Record, found: Record) -> list[bool]:
    """Say of each cell of a row, page by page, whether a region published for the row holds its words."""
    regions = json.loads(found["regions"])
    return [
        any(
            page == region[0]
            and x0 > region[1] - NEAR
            and top > region[2] - NEAR
            and x1 < region[3] + NEAR
            and bottom < region[4] + NEAR
            for region in regions
        )
        for cell in truth["cell_boxes"]
        for page, x0, top, x1, bottom in cell or ()
    ]


def in_words(row: Record | None, *fields: str) -> str:
    return " ".join(fold(row[field]) for field in fields) if row else ""


@pytest.mark.parametrize("name", TRUTHS)
def test_a_sample_is_published_as_its_maker_printed_it(name: str, published: Published) -> None:
    truth = json.loads(TRUTHS[name].read_text(encoding="utf-8"))
    found = {difference for difference in differences(truth, published) if difference[2] != difference[3]}
    assert found == known_differences()[name]


def test_every_sample_has_its_truth() -> None:
    assert sorted(TRUTHS) == sorted(path.stem for path in (EXAMPLE, *SAMPLES.glob("*.pdf")))


def test_the_recommendations_of_the_library_review_are_followed(published: Published) -> None:
    truth = json.loads(TRUTHS["stourleigh-libraries-follow-up-2014"].read_text(encoding="utf-8"))
    first, later = (
        published.documents[f"stourleigh-libraries-{name}.pdf"]["document_id"]
        for name in ("final-report-2013", "follow-up-2014")
    )
    wanted = {
        (f"{later}-{ref}", f"{first}-{each['recommendation_id'].rpartition('/')[2]}")
        for each in truth["history"]
        for ref in each["2014"]
    }
    links = {
        (link["recommendation_id"], link["earlier_recommendation_id"]): link["wording"]
        for link in published.links
        if not link["needs_review"]
    }
    assert {pair for pair in links if pair[0].startswith(later)} == wanted
    worded = {pair[0].rpartition("-")[2]: wording for pair, wording in links.items() if wording != "same"}
    assert {ref: worded[ref] for ref in ("2", "7a", "7b")} == {"2": "reworded", "7a": "split", "7b": "split"}
