"""One person at the review page: the questions that are asked, the answers given, the pictures drawn."""

import threading
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec

from normalise.review.decisions import Written
from publish.review_page.places import Spot, clip_around
from records.geometry import Box
from records.pictures import Picture
from scrutiny.review.decisions_file import DecisionsFile
from scrutiny.review.page import Run, draw, open_questions, page_of, question_of
from scrutiny.run.workers import WorkerPool

MOST_BOXES = 200
"""Boxes that a picture may be asked to outline."""

FARTHEST = 1e6
"""Points from the top left beyond which nothing stands; also more pages than any document has."""


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page sends: the place of the question, the value, why, who decides, and whether everywhere."""

    question: int
    value: str
    why: str
    by: str
    everywhere: bool


class Refused(Exception):  # noqa: N818 - it is an answer to a request, not a fault
    """A request that is not answered as asked: its status and a sentence for a person."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        """Keep both."""
        super().__init__(message)
        self.status = status


class Session:
    """The questions of a run, the file into which they are answered, and the workers that draw pages."""

    def __init__(self, run: Run, by: str, pool: WorkerPool) -> None:
        """Read the questions. Raises `ScrutinyError` if there are none to read or the file is wrong."""
        self.run, self.pool, self.by = run, pool, by
        self.decisions = DecisionsFile(run.places.review / "decisions.csv", run.register)
        self.questions = open_questions(run, self.decisions)
        self.given: list[tuple[int, Written]] = []
        self.answering, self.drawing = threading.Lock(), threading.Lock()

    def page(self) -> str:
        """Return the page, with what was answered on it before it was opened anew."""
        with self.answering:
            given = list(self.given)
        asked = [question_of(self.run, each) for each in self.questions]
        return page_of(self.run, mode="served", by=self.by, questions=asked, answered=given)

    def answer(self, body: bytes) -> Mapping[str, Any]:
        """Write one answer. Raises `ScrutinyError` if the next run would refuse it."""
        try:
            given = msgspec.json.decode(body, type=Answer)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Refused(HTTPStatus.BAD_REQUEST, f"The answer is not as it should be: {error}.") from error
        if not 0 <= given.question < len(self.questions):
            raise Refused(HTTPStatus.NOT_FOUND, "There is no such question.")
        if not given.by.strip() or not given.why.strip():
            raise Refused(HTTPStatus.BAD_REQUEST, "Write who you are: a decision is signed.")
        with self.answering:
            decision = self.decisions.write(
                self.questions[given.question],
                given.value,
                given.why,
                given.by.strip(),
                everywhere=given.everywhere,
            )
            self.given.append((given.question, decision))
        return {"decision": decision}

    def undo(self) -> Mapping[str, Any]:
        """Take the last answer back."""
        with self.answering:
            if not self.given:
                raise Refused(HTTPStatus.CONFLICT, "There is nothing to take back.")
            self.decisions.take_back(self.given[-1][1])
            self.given.pop()
        return {}

    def picture(self, place: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
        """Return the part of a page around boxes of a document of the dataset, as JSON content."""
        try:
            document_id = place["document"][0]
            boxes = _boxes(place, "cell"), _boxes(place, "row")
            spot = Spot(_page(place["page"][0]), *boxes, of_readings="readings" in place)
        except (KeyError, ValueError, TypeError) as error:
            raise Refused(HTTPStatus.BAD_REQUEST, "The place is not written as it should be.") from error
        if document_id not in self.run.documents or not (spot.cell or spot.row):
            raise Refused(HTTPStatus.NOT_FOUND, "There is no such document in the dataset.")
        with self.drawing:
            (drawn,) = draw(self.pool, self.run, document_id, [clip_around(spot)])
        if not isinstance(drawn, Picture):
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, drawn)
        shown: dict[str, Any] = msgspec.to_builtins(drawn)
        return shown


def _page(text: str) -> int:
    page = int(text)
    if not 1 <= page <= FARTHEST:
        raise ValueError(text)
    return page


def _boxes(place: Mapping[str, Sequence[str]], name: str) -> tuple[Box, ...]:
    boxes = [[float(edge) for edge in box.split(",")] for box in place.get(name, [""])[0].split(";") if box]
    # Written so that what is not a number is refused too.
    if len(boxes) > MOST_BOXES or not all(abs(edge) <= FARTHEST for box in boxes for edge in box):
        raise ValueError(name)
    return tuple(Box(*box) for box in boxes)
