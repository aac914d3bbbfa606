"""Websites on this machine that answer as those of councils and inspectors do, bad answers included."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from drawn_trackers import printed, ruled

PDF_TYPE = "application/pdf"


@cache
def tracker() -> bytes:
    return ruled(printed()).save()


def pdf(number: int | str) -> bytes:
    """A tracker of four actions that differs from others in its bytes alone."""
    return tracker().replace(b"%%EOF", f"% {number}\n%%EOF".encode())


class Request(BaseHTTPRequestHandler):
    """One request, answered by the first route that knows it; 404 by none."""

    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        self.at = unquote(place.path)
        self.query = {name.lower(): values[0] for name, values in parse_qs(place.query).items()}
        self.server.seen.append((self.command, self.path))
        for route in self.server.routes:
            if route(self):
                return
        self.reply(404)

    do_HEAD = do_GET  # noqa: N815 - the name that the server asks for

    def reply(self, status: int, body: bytes | str = b"", kind: str = "text/html", **headers: object) -> bool:
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        told = {"Content_Type": kind, "Content_Length": len(content), **headers}
        for name, value in told.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        self.server.sent.append((status, self.path))
        return True

    def log_message(self, *_: object) -> None:
        pass


Route = Callable[[Request], bool]


class Site(ThreadingHTTPServer):
    """A website, and what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.routes: list[Route] = []
        self.seen: list[tuple[str, str]] = []
        self.sent: list[tuple[int, str]] = []

    def handle_error(self, *_: object) -> None:
        """Visitors who leave early are a part of these tests."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def asked(self, part: str) -> list[str]:
        return [path for _, path in self.seen if part in path]

    def forget(self) -> None:
        self.seen.clear()
        self.sent.clear()


@contextmanager
def site(*routes: Route) -> Iterator[Site]:
    with Site() as running:
        running.routes += routes
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@dataclass
class Doc:
    """A document of a site: its title, its path, and how it is answered."""

    title: str
    path: str
    body: bytes = b""
    restricted: bool = False
    validators: bool = True
    answer: Callable[[Request, Doc], bool] | None = None

    def route(self, request: Request) -> bool:
        if request.at != unquote(urlsplit(self.path).path) or urlsplit(self.path).query not in request.path:
            return False
        if self.answer is not None:
            return self.answer(request, self)
        etag = f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'
        if self.validators and request.headers.get("If-None-Match") == etag:
            return request.reply(304, ETag=etag)
        told = {"ETag": etag} if self.validators else {}
        return request.reply(200, self.body, PDF_TYPE, **told)


@dataclass
class Meeting:
    number: int
    day: str
    docs: list[Doc] = field(default_factory=list)
    status: str = "Agenda published"
    minutes: bool = False
    whole: list[Doc] = field(default_factory=list)
    """Front sheet, pack and printed minutes: on the page of the meeting alone."""


@dataclass
class Committee:
    number: int
    name: str
    meetings: list[Meeting] = field(default_factory=list)
    deleted: bool = False


class Council:
    """A council on ModernGov. `folder` is where its pages stand; the data may be altered between requests."""

    def __init__(self, *committees: Committee, folder: str = "/", service: str = "mgWebService.asmx") -> None:
        self.committees, self.folder, self.service = list(committees), folder, service
        self.host = ""

    def meetings(self) -> list[tuple[Committee, Meeting]]:
        return [(committee, meeting) for committee in self.committees for meeting in committee.meetings]

    def documents(self, request: Request) -> bool:
        """Answer for each document; they are withdrawn with the row that lists them."""
        found = (doc for _, meeting in self.meetings() for doc in (*meeting.docs, *meeting.whole))
        return any(doc.route(request) for doc in found)

    def by_service(self, request: Request) -> bool:
        place = f"{self.folder}{self.service}/"
        if not request.at.startswith(place):
            return False
        made = {"GetCommittees": self._committees, "GetMeetings": self._meetings, "GetMeeting": self._meeting}
        body = f'<?xml version="1.0" encoding="utf-8"?>{made[request.at.removeprefix(place)](request)}'
        return request.reply(200, body, "text/xml; charset=utf-8")

    def _committees(self, _: Request) -> str:
        rows = "".join(
            f"<committee><committeeid>{each.number}</committeeid>"
            f"<committeetitle>{escape(escape(each.name))}</committeetitle>"
            f"<committeedeleted>{each.deleted}</committeedeleted></committee>"
            for each in self.committees
        )
        return f"<committees><committeescount>{len(self.committees)}</committeescount>{rows}</committees>"

    def _meetings(self, request: Request) -> str:
        """All meetings, whatever days were asked for; the days must be there all the same."""
        assert {"lcommitteeid", "sfromdate", "stodate"} <= request.query.keys()
        found = [each for one, each in self.meetings() if str(one.number) == request.query["lcommitteeid"]]
        rows = "".join(
            f"<meeting><meetingid>   {each.number}  </meetingid><meetingdate>{each.day}</meetingdate>"
            f"<meetingstatus>{each.status}</meetingstatus></meeting>"
            for each in found
        )
        return f"<getmeetings><meetingscount>{len(found)}</meetingscount>{rows}</getmeetings>"

    def _meeting(self, request: Request) -> str:
        number = request.query["lmeetingid"]
        meeting = next(each for _, each in self.meetings() if str(each.number) == number)
        linked = "".join(
            f"<linkeddoc><title>{escape(escape(doc.title))}</title><url>{escape(self._url(doc))}</url>"
            f"<isrestricted>{doc.restricted}</isrestricted></linkeddoc>"
            for doc in (*meeting.docs, *meeting.docs[:1])  # attachments are listed twice at times
        )
        minutes = "<minutesnonemptyhtmlbody>&lt;p&gt;Noted.&lt;/p&gt;</minutesnonemptyhtmlbody>"
        return (
            f"<meeting><meetingid>{number}</meetingid><meetingdate>{meeting.day}</meetingdate><agendaitems>"
            f"<agendaitem>{minutes if meeting.minutes else ''}<linkeddocuments>{linked}</linkeddocuments>"
            "</agendaitem></agendaitems></meeting>"
        )

    def _url(self, doc: Doc) -> str:
        return f"{self.host.rstrip('/')}{doc.path}" if self.host else doc.path

    def by_pages(self, request: Request) -> bool:
        made: dict[str, Callable[[dict[str, str]], str | None]] = {
            "mglistcommittees.aspx": self._committee_list,
            "mgcommitteedetails.aspx": self._details,
            "ielistmeetings.aspx": self._meeting_list,
            "ielistdocuments.aspx": self._document_list,
        }
        if not request.at.lower().startswith(self.folder.lower()):
            return False
        page = made.get(request.at[len(self.folder) :].lower())
        body = page(request.query) if page else None
        return body is not None and request.reply(200, f"<!DOCTYPE html><html><body>{body}</body></html>")

    def _committee_list(self, query: dict[str, str]) -> str:
        assert query == {"bcr": "1"}
        rows = (
            f'<li><a href="mgCommitteeDetails.aspx?ID={each.number}">{escape(each.name)}</a></li>'
            for each in self.committees
        )
        return f'<ul class="mgBulletList">{"".join(rows)}</ul>'

    def _details(self, query: dict[str, str]) -> str:
        return f'<a href="ieListMeetings.aspx?CommitteeId={query["id"]}">Browse meetings and agendas</a>'

    def _meeting_list(self, query: dict[str, str]) -> str:
        number = query.get("committeeid") or query["cid"]
        committee = next(each for each in self.committees if str(each.number) == number)
        rows = (
            f'<li><a href="ieListDocuments.aspx?CId={number}&amp;MId={each.number}&amp;Ver=4">{each.day}</a>'
            f"{' CANCELLED' if each.status == 'Cancelled' else ''}</li>"
            for each in committee.meetings
        )
        return f'<ul class="mgBulletList">{"".join(rows)}</ul>'

    def _document_list(self, query: dict[str, str]) -> str | None:
        found = [each for _, each in self.meetings() if str(each.number) == query["mid"]]
        rows = (
            f'<p class="mgAiTitleTxt">Item</p><a href="{escape(doc.path.removeprefix("/"))}">'
            f"{escape(doc.title)} <span>PDF 154 KB</span></a>"
            for each in found
            for doc in (*each.whole, *each.docs)
            if not doc.restricted
        )
        return f"<h1>Agenda</h1>{''.join(rows)}" if found else None


class Inspectorate:
    """The inspectorate's site: a search, a page for each provider, and files."""

    def __init__(self, **reports: list[tuple[str, Doc]]) -> None:
        self.reports = reports  # the wording of each link, and the document

    def route(self, request: Request) -> bool:
        names = list(self.reports)
        if request.at == "/search":
            start, rows = int(request.query["start"]), int(request.query["rows"])
            assert rows <= 100
            found = names[start : start + rows]
            links = (
                f'<li><a href="/provider/44/8{names.index(each):04}">{_council(each)}</a></li>'
                for each in found
            )
            return request.reply(200, f"<html><ul>{''.join(links)}</ul></html>")
        if request.at.startswith("/provider/44/8"):
            shown = self.reports[names[int(request.at[-4:])]]
            links = (
                f'<a class="publication-link" href="{doc.path}"><span class="nonvisual">{told}</span></a>'
                for told, doc in shown
            )
            return request.reply(200, f"<html>{''.join(links)}</html>")
        return any(doc.route(request) for each in self.reports.values() for _, doc in each)


def _council(name: str) -> str:
    return f"{name.replace('_', ' ').title()} Council"


def a_web_page(request: Request, _: Any = None) -> bool:
    return request.reply(200, "<!DOCTYPE html><html><body>Please sign in</body></html>")


def half(request: Request, _: Doc) -> bool:
    """Say how long the document is, send half of it, and hang up."""
    request.send_response(200)
    request.send_header("Content-Length", str(len(tracker())))
    request.end_headers()
    request.wfile.write(tracker()[: len(tracker()) // 2])
    request.close_connection = True
    return True


def status(number: int, **headers: object) -> Route:
    return lambda request, *_: request.reply(number, **headers)
