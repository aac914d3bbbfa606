"""The review page of a run: what it shows is gathered here, as one file or for the server."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from normalise.registers.load import Register, load_registers
from normalise.review.decisions import COLUMNS, allowed, load_decisions, text_of
from normalise.values.text import tidy
from publish.review_page.content import Body, Content, Question, ShownReading, cleaned
from publish.review_page.page import review_page
from publish.review_page.places import Spot, clip_around, places_of_rows, spots, spots_of_row
from records.pictures import Clip, Drawing, Picture
from records.report import Report, Source
from scrutiny.review.decisions_file import DecisionsFile, candidates_of, is_open, questions_of
from scrutiny.run.datasets import dataset_in
from scrutiny.run.jobs import Job
from scrutiny.run.limits import Limits
from scrutiny.run.places import Places
from scrutiny.run.records import Store, write_file
from scrutiny.run.workers import WorkerPool

DRAWING = Limits(wall_seconds=60.0)
"""The limits for a picture; it takes about a twentieth of a second."""

MOST_PICTURE_BYTES = 40 * 2**20
"""Pictures that one file holds; a browser opens a file of this size in a second or two."""

NO_RECORD = (
    "The record of this document is not there: Scrutiny was changed since the run, or data/interim moved. "
    "Run again."
)
NO_PLACE = "Its place on the page is not known."
LEFT_OUT = "This file holds no more pictures. 'scrutiny review' without --file draws them all."
OFF_THE_PAGE = "This place is not on a page of the document."
SEARCHED_KINDS = frozenset({"agency", "area"})


class Run(msgspec.Struct, frozen=True):
    """What the last run left behind, as the page needs it."""

    places: Places
    register: Register
    tables: Mapping[str, pa.Table]
    reports: Mapping[str, Report]
    """Records by document_id; those of other code versions are not there."""
    documents: Mapping[str, Job]
    """The documents by document_id, as a worker gets them."""


def load_run(places: Places) -> Run:
    """Read the dataset, the records and the registers. Raises `ScrutinyError` if there is no dataset."""
    tables, _ = dataset_in(places.clean)
    documents = {
        row["document_id"]: Job(Source(row["file"], row["sha256"], 0), places.raw / row["file"])
        for row in tables["documents"].select(["document_id", "file", "sha256"]).to_pylist()
    }
    # A reading that was chosen after the run has no record yet: the one without it is then the run's.
    chosen = load_decisions(places.review / "decisions.csv").readings()
    stores = Store(places.interim, chosen), Store(places.interim)
    loaded = {
        document_id: next(filter(None, (store.load(job.source.sha256) for store in stores)), None)
        for document_id, job in documents.items()
    }
    return Run(
        places=places,
        register=load_registers(),
        tables=tables,
        reports={document_id: report for document_id, report in loaded.items() if report is not None},
        documents=documents,
    )


def open_questions(run: Run, decisions: DecisionsFile) -> list[dict[str, str]]:
    """Return the questions of the queue that nobody has answered yet."""
    known = decisions.load()
    return [each for each in questions_of(run.places.review / "queue.csv") if is_open(each, known)]


def question_of(run: Run, asked: Mapping[str, str]) -> Question:
    """Return a question as the page shows it, without pictures."""
    value, name, method = cleaned(asked, run.tables)
    found = places_of(run, asked)
    return Question(
        kind=asked["kind"],
        document_id=asked["document_id"],
        recommendation_id=asked["recommendation_id"],
        page=asked["page"],
        raw=asked["raw"],
        words=tidy(asked["raw"]),
        reason=asked["reason"],
        candidates=tuple(candidates_of(asked)),
        value=value,
        name=name,
        method=method,
        readings=tuple(_shown(run, asked)),
        spots=tuple(found),
        no_picture="" if found else NO_PLACE if asked["document_id"] in run.reports else NO_RECORD,
    )


def _shown(run: Run, asked: Mapping[str, str]) -> Iterator[ShownReading]:
    """Yield the readings among which a question asks a person to choose, in the order of its candidates."""
    report = run.reports.get(asked["document_id"])
    if asked["kind"] == "reading" and report is not None:
        for each in report.readings:
            yield ShownReading(each.reading_id, each.count, places_of_rows(each))


def places_of(run: Run, asked: Mapping[str, str]) -> list[Spot]:
    """Find where the words of a question stand: their cell, or the whole row where no record tells it."""
    report = run.reports.get(asked["document_id"])
    row = _row(run, asked["recommendation_id"])
    if report is not None:
        return spots(asked, row["position"] if row is not None else None, report)
    return spots_of_row(json.loads(row["regions"])) if row is not None else []


def _row(run: Run, recommendation_id: str) -> dict[str, Any] | None:
    table = run.tables["recommendations"]
    at = table.column("recommendation_id").index(recommendation_id).as_py() if recommendation_id else -1
    return {name: table.column(name)[at].as_py() for name in ("position", "regions")} if at >= 0 else None


def draw(pool: WorkerPool, run: Run, document_id: str, clips: Sequence[Clip]) -> list[Picture | str]:
    """Return for each part of a document its picture, or the sentence that says why there is none."""
    job = msgspec.structs.replace(run.documents[document_id], clips=tuple(clips))
    ((_, report),) = pool.read_all([job])
    if not isinstance(report, Drawing) or report.problem is not None:
        return [report.problem_detail] * len(clips)
    return [picture or OFF_THE_PAGE for picture in report.pictures]


def with_pictures(run: Run, questions: Sequence[Question], pool: WorkerPool) -> Iterator[Question]:
    """Draw the places of questions, the first ones first, up to the bytes that one file may hold."""
    held = 0
    for question in questions:
        if not question.spots:
            yield question
            continue
        if held >= MOST_PICTURE_BYTES:
            yield msgspec.structs.replace(question, no_picture=LEFT_OUT)
            continue
        drawn = draw(pool, run, question.document_id, [clip_around(spot) for spot in question.spots])
        pictures = tuple(each for each in drawn if isinstance(each, Picture))
        held += sum(len(picture.image) for picture in pictures)
        failed = next((each for each in drawn if isinstance(each, str)), "")
        yield msgspec.structs.replace(question, pictures=pictures, no_picture=failed)


def bodies_of(register: Register) -> list[Body]:
    """Return every body that can be an answer, those that exist first."""
    names: dict[str, set[str]] = {}
    for group in register.names.values():
        for name in group:
            names.setdefault(name.id, set()).add(name.printed)
    found = sorted(register.bodies.values(), key=lambda body: (body.valid_to is not None, body.name))
    return [
        Body(
            body.id,
            body.name,
            body.span if body.valid_from or body.valid_to else "",
            body.kind == "local_authority",
            " | ".join(sorted(names.get(body.id, set()) - {body.name})),
        )
        for body in found
    ]


def write_page(places: Places, by: str, passwords: Sequence[str] = ()) -> Path:
    """Write the page as one file beside the queue; give its path."""
    run = load_run(places)
    decisions = DecisionsFile(places.review / "decisions.csv", run.register)
    asked = [question_of(run, each) for each in open_questions(run, decisions)]
    with WorkerPool(1, passwords, limits=DRAWING) as pool:
        questions = list(with_pictures(run, asked, pool))
    content = page_of(
        run,
        mode="file",
        by=by,
        questions=questions,
        decisions=text_of(decisions.path),
        pictures_left_out=sum(question.no_picture == LEFT_OUT for question in questions),
        picture_limit=MOST_PICTURE_BYTES // 2**20,
    )
    path = places.review / "review.html"
    write_file(path, content.encode())
    return path


def page_of(run: Run, **content: Any) -> str:
    """Return the page with what is different in a `Content`; what it takes from the run alone is added."""
    # The values of each kind of question that has a short closed list.
    values = {
        kind: sorted(each) for kind, each in allowed(run.register).items() if kind not in SEARCHED_KINDS
    }
    known = Content(columns=COLUMNS, values=values, **content)
    return review_page(known, run.tables, run.reports, bodies_of(run.register))
