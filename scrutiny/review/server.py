"""The review page served to one person: on the loopback address, behind a token, one answer at a time."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from normalise.review.decision_file import Written
from normalise.review.decisions import COLUMNS
from publish.review_page.content import Content, picture_content
from publish.review_page.page import policy, review_page
from publish.review_page.places import Spot, clip_around
from records.errors import ScrutinyError
from records.geometry import Box
from scrutiny.review.decisions_file import DecisionsFile
from scrutiny.review.page import Run, bodies_of, load_run, open_questions, told, values_of
from scrutiny.review.pictures import Painter
from scrutiny.run.pipeline import Places

MOST_BYTES = 64 * 1024
"""The longest body of a request: an answer has a few hundred bytes."""

MOST_BOXES = 200
"""Boxes that a picture may be asked to outline."""


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
    """One person at the page: the questions of a run, the file they are answered into, and the painter."""

    def __init__(self, run: Run, by: str, painter: Painter) -> None:
        """Open the file and read the questions."""
        self.run, self.painter = run, painter
        self.decisions = DecisionsFile(run.places.review / "decisions.csv", run.register)
        self.asked = open_questions(run, self.decisions)
        self.given: list[tuple[int, Written]] = []
        self.by = by
        self.lock = threading.Lock()

    def page(self) -> str:
        """Give the page, with what was answered on this page before it was opened anew."""
        with self.lock:
            content = Content(
                mode="served",
                by=self.by,
                questions=[told(self.run, each) for each in self.asked],
                answered=self.given,
                columns=COLUMNS,
                values=values_of(self.run.register),
            )
        return review_page(content, self.run.tables, self.run.reports, bodies_of(self.run.register))

    def answer(self, given: Answer) -> Mapping[str, Any]:
        """Write one answer. Raises `ScrutinyError` if the next run would refuse it."""
        if not 0 <= given.question < len(self.asked):
            raise Refused(HTTPStatus.NOT_FOUND, "There is no such question.")
        if not given.by.strip() or not given.why.strip():
            raise Refused(HTTPStatus.BAD_REQUEST, "Write who you are: a decision is signed.")
        with self.lock:
            question = self.asked[given.question]
            decision = self.decisions.write(
                question, given.value, given.why, given.by.strip(), everywhere=given.everywhere
            )
            self.given.append((given.question, decision))
        return {"decision": decision}

    def undo(self) -> Mapping[str, Any]:
        """Take the last answer back."""
        with self.lock:
            if not self.given:
                raise Refused(HTTPStatus.CONFLICT, "There is nothing to take back.")
            self.decisions.take_back(self.given[-1][1])
            self.given.pop()
        return {}

    def picture(self, asked: Mapping[str, list[str]]) -> Mapping[str, Any]:
        """Draw the part of a page around boxes of a document of the dataset."""
        try:
            document_id = asked["document"][0]
            spot = Spot(int(asked["page"][0]), _boxes(asked, "cell"), _boxes(asked, "row"))
        except (KeyError, ValueError, TypeError) as error:
            raise Refused(HTTPStatus.BAD_REQUEST, "The place is not written as it should be.") from error
        if document_id not in self.run.files or not (spot.cell or spot.row):
            raise Refused(HTTPStatus.NOT_FOUND, "There is no such document in the dataset.")
        (drawn,) = self.painter.draw(
            self.run.files[document_id], self.run.hashes[document_id], [clip_around(spot)]
        )
        if isinstance(drawn, str):
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, drawn)
        return picture_content(drawn)


def _boxes(asked: Mapping[str, list[str]], name: str) -> tuple[Box, ...]:
    listed = [each for each in asked.get(name, [""])[0].split(";") if each]
    if len(listed) > MOST_BOXES:
        raise ValueError(name)
    return tuple(Box(*(float(edge) for edge in each.split(","))) for each in listed)


class Server(ThreadingHTTPServer):
    """Serves one session at an address that only this machine reaches and only the person knows."""

    daemon_threads = True

    def __init__(self, session: Session, port: int = 0) -> None:
        """Bind to the loopback address; port 0 takes a free one."""
        super().__init__(("127.0.0.1", port), _Handler)
        self.session = session
        self.token = secrets.token_urlsafe(24)

    @property
    def hosts(self) -> frozenset[str]:
        """The names under which the page may be asked for; another is a site that aims at this machine."""
        return frozenset(f"{name}:{self.server_port}" for name in ("127.0.0.1", "localhost"))

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://127.0.0.1:{self.server_port}/{self.token}/"


class _Handler(BaseHTTPRequestHandler):
    """Answers the requests of the page and nothing else."""

    server: Server
    timeout = 30
    server_version = "scrutiny"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer(self._got)

    def do_POST(self) -> None:
        self._answer(self._posted)

    def log_message(self, *_: object) -> None:
        """Say nothing: the address holds the token."""

    def _answer(self, work: Callable[[], tuple[str, bytes]]) -> None:
        try:
            kind, body = work()
            self._send(HTTPStatus.OK, kind, body)
        except Refused as error:
            self._send_json(error.status, {"error": str(error)})
        except ScrutinyError as error:
            self._send_json(HTTPStatus.CONFLICT, {"error": str(error)})

    def _path(self) -> tuple[str, str]:
        """Give what is asked for and its query. Raises `Refused` without the token or for another host."""
        if self.headers.get("Host") not in self.server.hosts:
            raise Refused(HTTPStatus.MISDIRECTED_REQUEST, "This page serves its own machine only.")
        parts = urlsplit(self.path)
        token, slash, name = parts.path.lstrip("/").partition("/")
        if not slash or not secrets.compare_digest(token.encode(), self.server.token.encode()):
            raise Refused(HTTPStatus.NOT_FOUND, "Open the address that 'scrutiny review' printed.")
        return name, parts.query

    def _got(self) -> tuple[str, bytes]:
        name, query = self._path()
        if name == "":
            return "text/html; charset=utf-8", self.server.session.page().encode()
        if name == "picture":
            return "application/json", json.dumps(self.server.session.picture(parse_qs(query))).encode()
        raise Refused(HTTPStatus.NOT_FOUND, "There is nothing of that name.")

    def _posted(self) -> tuple[str, bytes]:
        name, _ = self._path()
        origin = self.headers.get("Origin")
        if origin not in {f"http://{host}" for host in self.server.hosts}:
            raise Refused(HTTPStatus.FORBIDDEN, "Answers come from the page itself only.")
        if self.headers.get("Content-Type", "").partition(";")[0] != "application/json":
            raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "An answer is JSON.")
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MOST_BYTES:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "An answer is shorter.")
        body = self.rfile.read(int(length))
        if name == "answer":
            try:
                given = msgspec.json.decode(body, type=Answer)
            except msgspec.DecodeError as error:
                raise Refused(
                    HTTPStatus.BAD_REQUEST, f"The answer is not as it should be: {error}."
                ) from error
            return "application/json", msgspec.json.encode(self.server.session.answer(given))
        if name == "undo":
            return "application/json", msgspec.json.encode(self.server.session.undo())
        raise Refused(HTTPStatus.NOT_FOUND, "There is nothing of that name.")

    def _send_json(self, status: HTTPStatus, content: Mapping[str, Any]) -> None:
        self._send(status, "application/json", msgspec.json.encode(content))

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "DENY")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        if kind.startswith("text/html"):
            self.send_header("Content-Security-Policy", policy(served=True))
        self.end_headers()
        self.wfile.write(body)


def serve(
    places: Places, by: str, port: int, passwords: Sequence[str], ready: Callable[[str, int], None]
) -> None:
    """Serve the page until it is stopped; `ready` is called with the address once it can be opened.

    Raises `ScrutinyError` if there is no dataset or queue, or the port is taken.
    """
    with Painter(passwords) as painter:
        session = Session(load_run(places), by, painter)
        try:
            server = Server(session, port)
        except OSError as error:
            raise ScrutinyError(
                f"Port {port} cannot be used ({error.strerror}). Name another one."
            ) from error
        with server:
            ready(server.url, len(session.asked))
            server.serve_forever()
