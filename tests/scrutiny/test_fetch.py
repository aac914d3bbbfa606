"""Fetching, against a server on this machine that misbehaves in every way that servers do."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import hashlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import EXAMPLE, ROOT
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from publish.atomic.lock import only_writer
from records.errors import ConfigError
from scrutiny.cli.main import cli
from scrutiny.sources.fetch import Outcome, fetch_all
from scrutiny.sources.source_list import Listed, load_sources
from scrutiny.sources.state import Fetched
from scrutiny.sources.web.client import Client, is_loopback

PDF = EXAMPLE.read_bytes()
OTHER = PDF.replace(b"%%EOF", b"% a second edition\n%%EOF")
MANNERS: dict[str, Any] = {
    "agent": "Scrutiny tests", "pause": 0.0, "connect": 2.0, "silence": 0.5,
    "allow_http": True, "allow_loopback": True,
}  # fmt: skip
MODIFIED = "Wed, 01 May 2024 10:00:00 GMT"


class Visitor(BaseHTTPRequestHandler):
    """Answers each request with the function that the test gave for its path."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.seen.append(self)
        self.server.answers[self.path](self)

    def reply(self, status: int, body: bytes = b"", **headers: object) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": len(body), **headers}.items():
            if value is not None:
                self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Visitor)
        self.answers: dict[str, Callable[[Visitor], None]] = {}
        self.seen: list[Visitor] = []

    def handle_error(self, *_: object) -> None:
        """Visitors who leave early are the point of these tests."""

    def url(self, path: str = "/report") -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def asked(self, header: str) -> list[str | None]:
        return [visitor.headers.get(header) for visitor in self.seen]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


class Folder:
    """A folder with a list, and what fetching it did."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.slept: list[float] = []

    def fetch(self, *listed: Listed, **manners: Any) -> list[Outcome]:
        client = Client(**{**MANNERS, **manners}, sleep=self.slept.append)
        fetched = Fetched(self.folder / "fetched.csv")
        return list(fetch_all(listed, self.folder / "raw", fetched, client))

    def one(self, url: str, sha256: str = "", **manners: Any) -> Outcome:
        (outcome,) = self.fetch(Listed(url=url, file="a/report.pdf", sha256=sha256), **manners)
        return outcome

    def files(self) -> dict[str, bytes]:
        raw = self.folder / "raw"
        return {p.relative_to(raw).as_posix(): p.read_bytes() for p in raw.rglob("*") if p.is_file()}

    def noted(self) -> list[dict[str, str]]:
        with (self.folder / "fetched.csv").open(newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def in_turn(*answers: Callable[[Visitor], None]) -> Callable[[Visitor], None]:
    """Give the answers one after the other, the last for ever."""
    left = list(answers)
    return lambda visitor: (left.pop(0) if len(left) > 1 else left[0])(visitor)


def good(visitor: Visitor) -> None:
    visitor.reply(200, PDF, ETag='"one"', Last_Modified=MODIFIED)


def test_a_document_is_fetched_and_noted(server: Server, folder: Folder) -> None:
    server.answers["/report"] = good
    outcome = folder.one(server.url())
    assert outcome.happened == "new"
    assert folder.files() == {"a/report.pdf": PDF}
    (row,) = folder.noted()
    assert (row["url"], row["file"], row["sha256"]) == (server.url(), "a/report.pdf", sha256(PDF))
    assert (row["etag"], row["last_modified"], row["bytes"]) == ('"one"', MODIFIED, str(len(PDF)))
    assert server.asked("User-Agent") == ["Scrutiny tests"]
    assert server.asked("Host") == [f"127.0.0.1:{server.server_port}"]


def test_what_has_not_changed_is_not_sent_again(server: Server, folder: Folder) -> None:
    def answer(visitor: Visitor) -> None:
        known = visitor.headers["If-None-Match"] == '"one"'
        visitor.reply(304) if known else good(visitor)

    server.answers["/report"] = answer
    folder.one(server.url())
    assert folder.one(server.url()).happened == "unchanged"
    assert server.asked("If-None-Match") == [None, '"one"']
    assert server.asked("If-Modified-Since") == [None, MODIFIED]
    (folder.folder / "raw/a/report.pdf").unlink()
    assert folder.one(server.url()).happened == "new", "what was taken away is fetched again"
    assert len(folder.noted()) == 1


def test_a_server_that_says_unchanged_unasked_is_not_believed(server: Server, folder: Folder) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(304)
    outcome = folder.one(server.url())
    assert outcome.happened == "failed"
    assert "was not asked" in outcome.detail


def test_a_changed_document_is_kept_beside_the_old_one(server: Server, folder: Folder) -> None:
    server.answers["/report"] = in_turn(good, lambda v: v.reply(200, OTHER, ETag='"two"'))
    folder.one(server.url())
    outcome = folder.one(server.url())
    beside = f"a/report-{sha256(OTHER)[:8]}.pdf"
    assert (outcome.happened, outcome.file) == ("changed", beside)
    assert folder.files() == {"a/report.pdf": PDF, beside: OTHER}
    assert [row["file"] for row in folder.noted()] == ["a/report.pdf", beside]
    again = folder.one(server.url())
    assert (again.happened, again.file) == ("unchanged", beside)
    assert server.asked("If-None-Match") == [None, '"one"', '"two"']


def test_a_file_of_somebody_else_is_never_overwritten(server: Server, folder: Folder) -> None:
    path = folder.folder / "raw/a/report.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"mine")
    server.answers["/report"] = good
    assert folder.one(server.url()).happened == "changed"
    assert path.read_bytes() == b"mine"


def test_a_kept_edition_that_somebody_altered_is_never_overwritten(server: Server, folder: Folder) -> None:
    server.answers["/report"] = in_turn(good, lambda v: v.reply(200, OTHER))
    folder.one(server.url())
    beside = folder.folder / "raw" / folder.one(server.url()).file
    beside.write_bytes(b"my notes")
    outcome = folder.one(server.url())
    assert (outcome.happened, outcome.file) == ("changed", f"a/report-{sha256(OTHER)[:16]}.pdf")
    assert beside.read_bytes() == b"my notes"
    assert folder.files()[outcome.file] == OTHER


def test_two_may_not_fetch_for_one_list_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text("url,file\nhttp://10.0.0.1/x,x.pdf\n")
    with only_writer(tmp_path / ".sources.csv.scrutiny-lock", wait=0):
        result = CliRunner().invoke(cli, ["fetch", str(tmp_path / "sources.csv")])
    assert "Another run" in str(result.exception)


def test_the_listed_hash_says_which_document_is_meant(server: Server, folder: Folder) -> None:
    server.answers["/report"] = good
    outcome = folder.one(server.url(), sha256=sha256(OTHER))
    assert outcome.happened == "changed"
    assert "by its sha256" in outcome.detail
    assert list(folder.files()) == [f"a/report-{sha256(PDF)[:8]}.pdf"]
    assert folder.one(server.url(), sha256=sha256(PDF)).happened == "new"


@pytest.mark.parametrize(
    ("body", "headers", "words"),
    [
        (b"<!DOCTYPE html><html><body>Not found</body></html>", {}, "is a web page"),
        (b"<html>" + b"x" * 50_000, {"Content_Type": "application/pdf"}, "is a web page"),
        (b"", {}, "holds no bytes"),
        (b"PK\x03\x04" + bytes(2000), {}, "Office document"),
        (PDF[:20_000], {}, "ends too early"),
        (b"just words", {}, "plain text"),
    ],
    ids=["html", "html called pdf", "empty", "office", "cut", "text"],
)
def test_what_is_no_pdf_is_refused_by_what_it_is(
    server: Server, folder: Folder, body: bytes, headers: dict[str, str], words: str
) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(200, body, **headers)
    outcome = folder.one(server.url())
    assert outcome.happened == "failed"
    assert words in outcome.detail
    assert folder.files() == {}
    assert len(server.seen) == 1, "another try would bring the same"


def test_a_body_without_end_is_stopped_at_the_limit(server: Server, folder: Folder) -> None:
    sent = 0

    def answer(visitor: Visitor) -> None:
        nonlocal sent
        visitor.reply(200, Content_Length=None, Connection="close")
        visitor.wfile.write(PDF)
        while sent < 2**30:
            sent += visitor.wfile.write(bytes(4096))

    server.answers["/report"] = answer
    outcome = folder.one(server.url(), most_bytes=200_000)
    assert "more than 200,000 bytes" in outcome.detail
    assert sent < 2**28


def test_a_size_over_the_limit_is_believed_at_once(server: Server, folder: Folder) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(200, b"%PDF-", Content_Length=10**9)
    outcome = folder.one(server.url())
    assert "the limit" in outcome.detail
    assert len(server.seen) == 1


def test_packed_on_the_way_counts_unpacked(server: Server, folder: Folder) -> None:
    server.answers["/report"] = lambda v: v.reply(200, gzip.compress(PDF), Content_Encoding="gzip")
    assert folder.one(server.url()).happened == "new"
    assert folder.files() == {"a/report.pdf": PDF}
    bomb = gzip.compress(PDF + bytes(2**24))
    server.answers["/bomb"] = lambda v: v.reply(200, bomb, Content_Encoding="gzip")
    (outcome,) = folder.fetch(Listed(url=server.url("/bomb"), file="b.pdf"), most_bytes=2**20)
    assert "the limit" in outcome.detail


def drops_after(count: int, **headers: object) -> Callable[[Visitor], None]:
    """Promise the whole document, send `count` bytes of it, and hang up."""

    def answer(visitor: Visitor) -> None:
        visitor.reply(200, Content_Length=len(PDF), **headers)
        visitor.wfile.write(PDF[:count])
        visitor.close_connection = True

    return answer


def test_a_transfer_that_broke_off_is_tried_again_whole(server: Server, folder: Folder) -> None:
    server.answers["/report"] = in_turn(drops_after(30_000, ETag='"one"'), good)
    assert folder.one(server.url()).happened == "new"
    assert folder.files() == {"a/report.pdf": PDF}
    assert server.asked("Range") == [None, None]
    assert len(folder.slept) == 1


def test_a_transfer_that_keeps_breaking_off_leaves_no_file(server: Server, folder: Folder) -> None:
    server.answers["/report"] = drops_after(30_000)
    outcome = folder.one(server.url())
    assert "broke the connection off. It was tried 4 times." in outcome.detail
    assert folder.files() == {}


def test_a_length_that_is_too_short_cuts_and_is_refused(server: Server, folder: Folder) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(200, PDF, Content_Length=30_000)
    assert "ends too early" in folder.one(server.url()).detail


def test_silence_is_not_waited_for_without_end(server: Server, folder: Folder) -> None:
    def answer(visitor: Visitor) -> None:
        visitor.reply(200, Content_Length=len(PDF))
        visitor.wfile.write(PDF[:3000])
        time.sleep(2)

    server.answers["/report"] = answer
    outcome = folder.one(server.url(), silence=0.1, tries=2)
    assert "stopped answering. It was tried 2 times" in outcome.detail


def drip(visitor: Visitor, content: bytes) -> None:
    for place in range(0, len(content), 20):
        visitor.wfile.write(content[place : place + 20])
        time.sleep(0.01)


def body_that_drips(visitor: Visitor) -> None:
    visitor.reply(200, Content_Length=len(PDF), ETag='"one"')
    drip(visitor, PDF)


def headers_that_drip(visitor: Visitor) -> None:
    drip(visitor, b"HTTP/1.1 200 OK\r\n" + b"X-More: and more\r\n" * 90 + b"\r\n")


@pytest.mark.parametrize("answer", [body_that_drips, headers_that_drip])
def test_what_drips_ends_with_the_time(
    server: Server, folder: Folder, answer: Callable[[Visitor], None]
) -> None:
    server.answers["/report"] = answer
    start = time.monotonic()
    assert "took longer than 0.2 seconds" in folder.one(server.url(), total=0.2).detail
    assert time.monotonic() - start < 0.6
    assert len(server.seen) == 1
    assert folder.files() == {}


def test_a_busy_server_is_given_the_time_that_it_asks_for(server: Server, folder: Folder) -> None:
    later = format_datetime(dt.datetime.now(tz=dt.UTC) + dt.timedelta(seconds=50), usegmt=True)
    server.answers["/report"] = in_turn(
        lambda v: v.reply(429, Retry_After=7), lambda v: v.reply(503, Retry_After=later), good
    )
    assert folder.one(server.url()).happened == "new"
    assert [round(seconds, -1) for seconds in folder.slept] == [10, 50]


def test_a_server_that_wants_long_rest_is_left_alone_by_all(server: Server, folder: Folder) -> None:
    server.answers["/one"] = lambda visitor: visitor.reply(429, Retry_After=3600)
    listed = [Listed(url=server.url(path), file=f"{path[1:]}.pdf") for path in ("/one", "/two")]
    one, two = folder.fetch(*listed)
    assert "asks to be left alone for" in one.detail
    assert "asks to be left alone for" in two.detail
    assert len(server.seen) == 1
    assert folder.slept == []


def test_trouble_that_passes_is_tried_again_with_growing_pauses(server: Server, folder: Folder) -> None:
    down = [lambda visitor, code=code: visitor.reply(code) for code in (500, 502, 503)]
    server.answers["/report"] = in_turn(*down, good)
    assert folder.one(server.url()).happened == "new"
    assert [round(seconds) for seconds in folder.slept] == [4, 8, 16]


@pytest.mark.parametrize(("status", "times"), [(404, 1), (403, 1), (410, 1), (302, 1), (503, 4)])
def test_an_answer_that_brings_nothing_is_told(
    server: Server, folder: Folder, status: int, times: int
) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(status)
    outcome = folder.one(server.url())
    assert f"answered {status} " in outcome.detail
    assert len(server.seen) == times


def test_one_server_is_asked_one_thing_at_a_time(server: Server, folder: Folder) -> None:
    for path in ("/one", "/two", "/three"):
        server.answers[path] = good
    listed = [Listed(url=server.url(path), file=f"{path[1:]}.pdf") for path in ("/one", "/two", "/three")]
    folder.fetch(*listed, pause=3.0)
    assert [round(seconds) for seconds in folder.slept] == [3, 3]


def test_redirects_are_followed(server: Server, folder: Folder) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(301, Location="next?a=1#top")
    server.answers["/next?a=1"] = lambda visitor: visitor.reply(302, Location=server.url("/end"))
    server.answers["/end"] = good
    assert folder.one(server.url()).happened == "new"


def test_redirects_in_a_circle_end(server: Server, folder: Folder) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(301, Location="/other")
    server.answers["/other"] = lambda visitor: visitor.reply(301, Location="/report")
    assert "in a circle" in folder.one(server.url()).detail
    assert len(server.seen) == 2


def test_redirects_without_end_end(server: Server, folder: Folder) -> None:
    for number in range(20):
        to = f"/{number + 1}"
        server.answers[f"/{number}"] = lambda visitor, to=to: visitor.reply(302, Location=to)
    assert "or too often" in folder.one(server.url("/0")).detail
    assert len(server.seen) == 6


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://example.org/x.pdf",
        "http://user:word@example.org/",
        "http://[::1",
        "//[x]/",
    ],
)
def test_a_redirect_to_no_place_of_the_web_fails_alone(server: Server, folder: Folder, target: str) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(302, Location=target)
    server.answers["/good"] = good
    listed = [Listed(url=server.url(path), file=f"{path[1:]}.pdf") for path in ("/report", "/good")]
    bad, fine = folder.fetch(*listed)
    assert (bad.happened, fine.happened) == ("failed", "new")
    assert any(words in bad.detail for words in ("no address", "password"))
    assert len(server.seen) == 2


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0.0.0.0"],  # noqa: S104
)
def test_this_machine_is_not_asked(server: Server, folder: Folder, host: str) -> None:
    server.answers["/report"] = good
    url = f"http://{host}:{server.server_port}/report"
    assert "is this machine itself" in folder.one(url, allow_loopback=False).detail
    assert server.seen == []


def test_a_name_that_leads_to_this_machine_is_not_asked(
    server: Server, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_as(monkeypatch, "council.example")
    server.answers["/report"] = good
    url = f"http://council.example:{server.server_port}/report"
    assert "council.example is this machine itself" in folder.one(url, allow_loopback=False).detail
    assert server.seen == []
    assert folder.one(url).happened == "new"
    assert server.asked("Host") == [f"council.example:{server.server_port}"]


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("93.184.216.34", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("fd00::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_an_intranet_is_not_this_machine(address: str, refused: bool) -> None:
    assert is_loopback(address) is refused


def known_as(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let a name lead to this machine."""
    import socket

    real = socket.getaddrinfo

    def resolve(host: str, *more: Any, **named: Any) -> Any:
        return real("127.0.0.1" if host == name else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def test_http_is_refused_unless_it_is_allowed(folder: Folder) -> None:
    outcome = folder.one("http://example.org/report.pdf", allow_http=False)
    assert "is not encrypted" in outcome.detail


def test_a_name_that_is_not_known(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "council.example was not found" in folder.one("https://council.example/x").detail
    assert folder.slept == []


def test_nobody_listens(folder: Folder, server: Server) -> None:
    server.server_close()
    outcome = folder.one(server.url())
    assert "No connection to 127.0.0.1 could be made. It was tried 4 times" in outcome.detail


@pytest.fixture
def secure(server: Server, tmp_path: Path) -> Path:
    """Make the server one by https, and give the certificate by which it is trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "council.example")])
    now = dt.datetime.now(tz=dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(),
                                now - dt.timedelta(days=1), now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("council.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path / "certificate.pem"
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                            serialization.NoEncryption())  # fmt: skip
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return path


@pytest.mark.parametrize(
    ("host", "trusted", "words"),
    [
        ("council.example", True, ""),
        ("other.example", True, "cannot prove"),
        ("council.example", False, "cannot prove"),
    ],
)
def test_the_certificate_must_be_that_of_the_name(
    server: Server,
    secure: Path,
    folder: Folder,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    trusted: bool,
    words: str,
) -> None:
    known_as(monkeypatch, host)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(secure))
    server.answers["/report"] = good
    outcome = folder.one(f"https://{host}:{server.server_port}/report")
    assert (outcome.happened == "new") is (words == "")
    assert words in outcome.detail


@pytest.mark.usefixtures("secure")
def test_a_way_that_began_encrypted_stays_so(
    server: Server, tmp_path: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_as(monkeypatch, "council.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    server.answers["/report"] = lambda visitor: visitor.reply(302, Location="http://council.example/open")
    outcome = folder.one(f"https://council.example:{server.server_port}/report")
    assert "http://council.example/open is not encrypted" in outcome.detail


def test_one_that_fails_stops_no_other(server: Server, folder: Folder) -> None:
    server.answers["/bad"] = lambda visitor: visitor.reply(404)
    server.answers["/good"] = good
    listed = [Listed(url=server.url(path), file=f"{path[1:]}.pdf") for path in ("/bad", "/good")]
    assert [outcome.happened for outcome in folder.fetch(*listed)] == ["failed", "new"]
    (folder.folder / "raw/folder.pdf").mkdir()
    listed = [Listed(url=server.url("/good"), file="folder.pdf"), listed[1]]
    assert [outcome.happened for outcome in folder.fetch(*listed)] == ["failed", "unchanged"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("url\nhttps://a.example/x\n", "lacks file"),
        ("url,file,colour\n", "has the unknown colour"),
        ("url,file\nhttps://a.example/x,\n", "line 2: file must be a path"),
        ("url,file\n,x.pdf\n", "line 2: url must be filled in"),
        ("url,file\nhttps://a.example/x,../x.pdf\n", "below the raw folder"),
        ("url,file\nhttps://a.example/x,/x.pdf\n", "below the raw folder"),
        ("url,file\nhttps://a.example/x,a\\x.pdf\n", "below the raw folder"),
        ("url,file\nhttps://a.example/x,.hidden/x.pdf\n", "below the raw folder"),
        ("url,file\nhttps://a.example/x,x.html\n", "below the raw folder"),
        ("url,file,sha256\nhttps://a.example/x,x.pdf,ABC\n", "64 hexadecimal digits"),
        ("url,file,published\nhttps://a.example/x,x.pdf,1 May\n", "published must be a date"),
        ("url,file\nhttps://a.example/x,x.pdf\nhttps://a.example/y,X.pdf\n", "line 3: x.pdf stands already"),
        ("url,file\nhttps://a.example/x,x.pdf\nhttps://a.example/x,y.pdf\n", "stands already in line 2"),
        ("url,file\nhttps://a.example/x,x.pdf,more\n", "more or fewer cells"),
        ("url,file,licence\nhttps://a.example/x,x.pdf\n", "more or fewer cells"),
    ],
)
def test_a_list_that_is_wrong_is_refused_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "sources.csv"
    path.write_text(text)
    with pytest.raises(ConfigError, match=words):
        load_sources(path)


def test_the_list_of_the_project_is_right() -> None:
    listed = load_sources(ROOT / "data/sources.csv")
    assert len(listed) > 30
    assert all(one.url.startswith("https://") and one.sha256 and one.licence for one in listed)


def test_the_command_tells_and_ends_with_its_status(server: Server, tmp_path: Path) -> None:
    server.answers["/good"] = good
    server.answers["/bad"] = lambda visitor: visitor.reply(404)
    path, raw = tmp_path / "sources.csv", tmp_path / "raw"

    def fetch(*words: str, rows: str) -> tuple[int, str]:
        path.write_text(f"url,file\n{rows}")
        result = CliRunner().invoke(cli, ["fetch", str(path), "--to", str(raw), "--pause", "0.5", *words])
        return result.exit_code, result.output

    here = ("--allow-http", "--allow-loopback")
    rows = f"{server.url('/good')},g.pdf\n{server.url('/bad')},b.pdf\n"
    status, told = fetch(*here, "--contact", "us@example.org", rows=rows)
    assert (status, (raw / "g.pdf").read_bytes()) == (3, PDF)
    assert "2/2 b.pdf: failed. 127.0.0.1 answered 404 Not Found." in told
    assert "2 listed: 1 new, 0 changed, 0 unchanged, 1 failed." in told
    assert "us@example.org" in str(server.asked("User-Agent")[0])
    assert fetch(*here, rows=f"{server.url('/good')},g.pdf\n")[0] == 0
    assert "is this machine itself" in fetch("--allow-http", rows=rows)[1]
    assert "is not encrypted" in fetch(rows=rows)[1]
    assert fetch("--contact", "a\nb", rows="")[0] == 2


def test_a_spoilt_fetched_csv_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fetched.csv").write_text("url,file\nhttps://a.example/x,x.pdf\n")
    with pytest.raises(ConfigError, match="and all is asked for again"):
        Fetched(tmp_path / "fetched.csv")
