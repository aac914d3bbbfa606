"""The review page served to one person: on the loopback address, behind a token, one answer at a time."""

import os
import re
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from publish.review_page.page import policy
from records.errors import ScrutinyError, WriteError
from scrutiny.review.page import DRAWING, load_run
from scrutiny.review.session import Refused, Session
from scrutiny.run.places import Places
from scrutiny.run.workers import WorkerPool

MOST_BYTES = 64 * 1024
"""The longest body of a request: an answer has a few hundred bytes."""

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

DOOR = """<!doctype html>
<meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Scrutiny: review page</title>
<meta http-equiv="refresh" content="0; url={url}">
<p><a href="{url}">Open the review page</a></p>
"""


class Server(ThreadingHTTPServer):
    """Serves one session at an address that only this machine reaches and only the person knows."""

    daemon_threads = True
    request_queue_size = 128  # a page may send a hundred answers before the first is taken

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

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report an error, unless it is that the browser has gone away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Answers the requests of the page and nothing else."""

    server: Server
    timeout = 30
    server_version = "scrutiny"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def log_message(self, *_: object) -> None:
        """Say nothing: the address holds the token."""

    def _answer(self, work: Callable[[], str | Mapping[str, Any]]) -> None:
        status = HTTPStatus.OK
        try:
            content = work()
        except Refused as error:
            status, content = error.status, {"error": str(error)}
        except ScrutinyError as error:
            status, content = HTTPStatus.CONFLICT, {"error": str(error)}
        is_page = isinstance(content, str)
        body = content.encode() if isinstance(content, str) else msgspec.json.encode(content)
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8" if is_page else "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in HEADERS.items():
            self.send_header(name, value)
        if is_page:
            self.send_header("Content-Security-Policy", policy(served=True))
        self.end_headers()
        self.wfile.write(body)

    def _asked(self) -> tuple[str, str]:
        """Return what is asked for and its query. Raises `Refused` without the token or for another host."""
        if self.headers.get("Host") not in self.server.hosts:
            raise Refused(HTTPStatus.MISDIRECTED_REQUEST, "This page serves its own machine only.")
        try:
            parts = urlsplit(self.path)
        except ValueError as error:
            raise Refused(HTTPStatus.BAD_REQUEST, "This is no address.") from error
        token, slash, name = parts.path.lstrip("/").partition("/")
        if not slash or not secrets.compare_digest(token.encode(), self.server.token.encode()):
            raise Refused(HTTPStatus.NOT_FOUND, "Open the address that 'scrutiny review' printed.")
        return name, parts.query

    def _get(self) -> str | Mapping[str, Any]:
        name, query = self._asked()
        if name == "":
            return self.server.session.page()
        if name == "picture":
            return self.server.session.picture(parse_qs(query))
        raise Refused(HTTPStatus.NOT_FOUND, "There is nothing of that name.")

    def _post(self) -> Mapping[str, Any]:
        name, _ = self._asked()
        if self.headers.get("Origin") not in {f"http://{host}" for host in self.server.hosts}:
            raise Refused(HTTPStatus.FORBIDDEN, "Answers come from the page itself only.")
        if self.headers.get("Content-Type", "").partition(";")[0] != "application/json":
            raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "An answer is JSON.")
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch("[0-9]{1,9}", length) or int(length) > MOST_BYTES:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "An answer is shorter.")
        body = self.rfile.read(int(length))
        if name == "answer":
            return self.server.session.answer(body)
        if name == "undo":
            return self.server.session.undo()
        raise Refused(HTTPStatus.NOT_FOUND, "There is nothing of that name.")


@contextmanager
def door(folder: Path, url: str) -> Iterator[str]:
    """Keep a file that leads to `url` and that only this person can read; give its address.

    What a browser is started with stands in the list of processes for everybody: it must not be the token.
    """
    path = folder / "open.html"
    try:
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(DOOR.format(url=url))
    except OSError as error:
        raise WriteError(f"{path}: cannot be written ({error.strerror}). Try --no-browser.") from error
    try:
        yield path.absolute().as_uri()
    finally:
        path.unlink(missing_ok=True)


def serve(
    places: Places,
    by: str,
    port: int,
    passwords: Sequence[str],
    tell: Callable[[str, int], None],
    launch: Callable[[str], object] | None = None,
) -> None:
    """Serve the page until it is stopped.

    Once it can be opened, `tell` is called with its address and the number of questions, and `launch` with
    an address to start a browser with. Raises `ScrutinyError` if there is no dataset or queue, or the port
    is taken.
    """
    with ExitStack() as stack:
        pool = stack.enter_context(WorkerPool(1, passwords, limits=DRAWING))
        session = Session(load_run(places), by, pool)
        try:
            server = stack.enter_context(Server(session, port))
        except OSError as error:
            raise ScrutinyError(f"Port {port} cannot be used ({error.strerror}). Name another.") from error
        tell(server.url, len(session.questions))
        if launch is not None:
            launch(stack.enter_context(door(places.review, server.url)))
        server.serve_forever()
