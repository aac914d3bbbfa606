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

import pytest
from click.testing import CliRunner
from conftest import ROOT
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from publish.atomic.lock import only_writer
from records.errors import ConfigError
from scrutiny.cli.main import cli
from scrutiny.sources.addresses import Rules, may_visit
from scrutiny.sources.download import Downloader, Manners
from scrutiny.sources.gather import Happened, Outcome, gather
from scrutiny.sources.ledger import Ledger
from scrutiny.sources.part import Part
from scrutiny.sources.source_list import Listed, load_sources

PDF = (ROOT / "data/raw/wiltshire-task-group-2012.pdf").read_bytes()
OTHER = PDF.replace(b"%%EOF", b"% a second edition\n%%EOF")
HERE = Rules(allow_http=True, loopback=True)
MANNERS = Manners(agent="Scrutiny tests", pause=0.0, connect=2.0, silence=0.5)
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


class Desk:
    """A folder with a list, and what fetching it did."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.slept: list[float] = []

    def fetch(self, *listed: Listed, rules: Rules = HERE, manners: Manners = MANNERS) -> list[Outcome]:
        downloader = Downloader(manners, rules, self.slept.append)
        return gather(listed, self.folder / "raw", Ledger(self.folder / "fetched.csv"), downloader)

    def one(self, url: str, rules: Rules = HERE, manners: Manners = MANNERS, sha256: str = "") -> Outcome:
        (outcome,) = self.fetch(
            Listed(url=url, file="a/report.pdf", sha256=sha256), rules=rules, manners=manners
        )
        return outcome

    def files(self) -> dict[str, bytes]:
        raw = self.folder / "raw"
        return {p.relative_to(raw).as_posix(): p.read_bytes() for p in raw.rglob("*") if p.is_file()}

    def parts(self) -> list[Path]:
        return sorted(self.folder.glob("interim/fetch/*.part"))

    def ledger(self) -> list[dict[str, str]]:
        with (self.folder / "fetched.csv").open(newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def in_turn(*answers: Callable[[Visitor], None]) -> Callable[[Visitor], None]:
    """Give the answers one after the other, the last for ever."""
    left = list(answers)
    return lambda visitor: (left.pop(0) if len(left) > 1 else left[0])(visitor)


def good(visitor: Visitor) -> None:
    visitor.reply(200, PDF, ETag='"one"', Last_Modified=MODIFIED)


def test_a_document_is_fetched_and_noted(server: Server, desk: Desk) -> None:
    server.answers["/report"] = good
    outcome = desk.one(server.url())
    assert (outcome.happened, outcome.bytes) == (Happened.NEW, len(PDF))
    assert desk.files() == {"a/report.pdf": PDF}
    assert desk.parts() == []
    (row,) = desk.ledger()
    assert (row["url"], row["file"], row["sha256"]) == (server.url(), "a/report.pdf", sha256(PDF))
    assert (row["etag"], row["last_modified"], row["bytes"]) == ('"one"', MODIFIED, str(len(PDF)))
    assert server.asked("User-Agent") == ["Scrutiny tests"]
    assert server.asked("Host") == [f"127.0.0.1:{server.server_port}"]


def test_what_has_not_changed_is_not_sent_again(server: Server, desk: Desk) -> None:
    def answer(visitor: Visitor) -> None:
        known = visitor.headers["If-None-Match"] == '"one"'
        visitor.reply(304) if known else good(visitor)

    server.answers["/report"] = answer
    desk.one(server.url())
    assert desk.one(server.url()).happened is Happened.UNCHANGED
    assert server.asked("If-None-Match") == [None, '"one"']
    assert server.asked("If-Modified-Since") == [None, MODIFIED]
    (desk.folder / "raw/a/report.pdf").unlink()
    assert desk.one(server.url()).happened is Happened.NEW, "what was taken away is fetched again"
    assert len(desk.ledger()) == 1


def test_a_server_that_says_unchanged_unasked_is_not_believed(server: Server, desk: Desk) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(304)
    outcome = desk.one(server.url())
    assert outcome.happened is Happened.FAILED
    assert "was not asked" in outcome.detail


def test_a_changed_document_is_kept_beside_the_old_one(server: Server, desk: Desk) -> None:
    server.answers["/report"] = in_turn(good, lambda v: v.reply(200, OTHER, ETag='"two"'))
    desk.one(server.url())
    outcome = desk.one(server.url())
    beside = f"a/report-{sha256(OTHER)[:8]}.pdf"
    assert (outcome.happened, outcome.file) == (Happened.CHANGED, beside)
    assert desk.files() == {"a/report.pdf": PDF, beside: OTHER}
    assert [row["file"] for row in desk.ledger()] == ["a/report.pdf", beside]
    again = desk.one(server.url())
    assert (again.happened, again.file) == (Happened.UNCHANGED, beside)
    assert server.asked("If-None-Match") == [None, '"one"', '"two"']


def test_a_file_of_somebody_else_is_never_overwritten(server: Server, desk: Desk) -> None:
    path = desk.folder / "raw/a/report.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"mine")
    server.answers["/report"] = good
    assert desk.one(server.url()).happened is Happened.CHANGED
    assert path.read_bytes() == b"mine"


def test_a_kept_edition_that_somebody_altered_is_never_overwritten(server: Server, desk: Desk) -> None:
    server.answers["/report"] = in_turn(good, lambda v: v.reply(200, OTHER))
    desk.one(server.url())
    beside = desk.folder / "raw" / desk.one(server.url()).file
    beside.write_bytes(b"my notes")
    outcome = desk.one(server.url())
    assert (outcome.happened, outcome.file) == (Happened.CHANGED, f"a/report-{sha256(OTHER)[:16]}.pdf")
    assert beside.read_bytes() == b"my notes"
    assert desk.files()[outcome.file] == OTHER


def test_two_may_not_fetch_for_one_list_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text("url,file\nhttp://10.0.0.1/x,x.pdf\n")
    with only_writer(tmp_path / ".sources.csv.scrutiny-lock", wait=0):
        result = CliRunner().invoke(cli, ["fetch", str(tmp_path / "sources.csv")])
    assert "Another run" in str(result.exception)


def test_the_listed_hash_says_which_document_is_meant(server: Server, desk: Desk) -> None:
    server.answers["/report"] = good
    outcome = desk.one(server.url(), sha256=sha256(OTHER))
    assert outcome.happened is Happened.CHANGED
    assert "by its sha256" in outcome.detail
    assert list(desk.files()) == [f"a/report-{sha256(PDF)[:8]}.pdf"]
    assert desk.one(server.url(), sha256=sha256(PDF)).happened is Happened.NEW


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
    server: Server, desk: Desk, body: bytes, headers: dict[str, str], words: str
) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(200, body, **headers)
    outcome = desk.one(server.url())
    assert outcome.happened is Happened.FAILED
    assert words in outcome.detail
    assert (desk.files(), desk.parts()) == ({}, [])
    assert len(server.seen) == 1, "another try would bring the same"


def test_a_body_without_end_is_stopped_at_the_limit(server: Server, desk: Desk) -> None:
    sent = 0

    def answer(visitor: Visitor) -> None:
        nonlocal sent
        visitor.reply(200, Content_Length=None, Connection="close")
        visitor.wfile.write(PDF)
        while sent < 2**30:
            sent += visitor.wfile.write(bytes(4096))

    server.answers["/report"] = answer
    outcome = desk.one(server.url(), manners=Manners(agent="t", pause=0, most_bytes=200_000))
    assert "more than 200,000 bytes" in outcome.detail
    assert desk.parts() == []
    assert sent < 2**28


def test_a_size_over_the_limit_is_believed_at_once(server: Server, desk: Desk) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(200, b"%PDF-", Content_Length=10**9)
    outcome = desk.one(server.url())
    assert "the limit" in outcome.detail
    assert len(server.seen) == 1


def test_packed_on_the_way_counts_unpacked(server: Server, desk: Desk) -> None:
    server.answers["/report"] = lambda v: v.reply(200, gzip.compress(PDF), Content_Encoding="gzip")
    assert desk.one(server.url()).happened is Happened.NEW
    assert desk.files() == {"a/report.pdf": PDF}
    bomb = gzip.compress(PDF + bytes(2**24))
    server.answers["/bomb"] = lambda v: v.reply(200, bomb, Content_Encoding="gzip")
    (outcome,) = desk.fetch(
        Listed(url=server.url("/bomb"), file="b.pdf"), manners=Manners(agent="t", pause=0, most_bytes=2**20)
    )
    assert "the limit" in outcome.detail


def drops_after(count: int, **headers: object) -> Callable[[Visitor], None]:
    """Promise the whole document, send `count` bytes of it, and hang up."""

    def answer(visitor: Visitor) -> None:
        visitor.reply(200, Content_Length=len(PDF), **headers)
        visitor.wfile.write(PDF[:count])
        visitor.close_connection = True

    return answer


def the_rest(visitor: Visitor, etag: str = '"one"') -> None:
    start = int(visitor.headers["Range"].removeprefix("bytes=").removesuffix("-"))
    where = f"bytes {start}-{len(PDF) - 1}/{len(PDF)}"
    visitor.reply(206, PDF[start:], Content_Range=where, ETag=etag)


def test_a_transfer_that_broke_off_goes_on_where_it_ended(server: Server, desk: Desk) -> None:
    server.answers["/report"] = in_turn(drops_after(30_000, ETag='"one"'), the_rest)
    assert desk.one(server.url()).happened is Happened.NEW
    assert desk.files() == {"a/report.pdf": PDF}
    assert server.asked("Range") == [None, "bytes=30000-"]
    assert server.asked("If-Range") == [None, '"one"']
    assert len(desk.slept) == 1


def test_a_transfer_goes_on_in_the_next_run(server: Server, desk: Desk) -> None:
    server.answers["/report"] = in_turn(drops_after(30_000, Last_Modified=MODIFIED), the_rest)
    first = desk.one(server.url(), manners=Manners(agent="t", pause=0, tries=1))
    assert (first.happened, len(desk.parts())) == (Happened.FAILED, 1)
    assert "broke the connection off" in first.detail
    assert desk.files() == {}
    assert desk.one(server.url()).happened is Happened.NEW
    assert server.asked("If-Range") == [None, MODIFIED]
    assert desk.files() == {"a/report.pdf": PDF}
    assert desk.parts() == []


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"weak"', "Last_Modified": MODIFIED}, {"ETag": "bare"}])
def test_without_a_sure_validator_a_transfer_begins_again(
    server: Server, desk: Desk, headers: dict[str, str]
) -> None:
    server.answers["/report"] = in_turn(drops_after(30_000, **headers), good)
    assert desk.one(server.url()).happened is Happened.NEW
    assert server.asked("Range") == [None, None]
    assert desk.files() == {"a/report.pdf": PDF}


def misplaced(visitor: Visitor) -> None:
    visitor.reply(206, PDF[10:], Content_Range=f"bytes 10-{len(PDF) - 1}/{len(PDF)}", ETag='"one"')


@pytest.mark.parametrize(
    "answer",
    [
        good,
        misplaced,
        lambda visitor: the_rest(visitor, etag='"two"'),
        lambda visitor: visitor.reply(206, PDF[30_000:]),
        lambda visitor: visitor.reply(416),
    ],
    ids=["range ignored", "another place", "another state", "no place", "no such range"],
)
def test_a_rest_that_does_not_fit_is_not_added(
    server: Server, desk: Desk, answer: Callable[[Visitor], None]
) -> None:
    server.answers["/report"] = in_turn(drops_after(30_000, ETag='"one"'), answer, good)
    assert desk.one(server.url()).happened is Happened.NEW
    assert desk.files() == {"a/report.pdf": PDF}


def test_a_document_that_changed_meanwhile_is_taken_whole(server: Server, desk: Desk) -> None:
    new = in_turn(drops_after(30_000, ETag='"one"'), lambda v: v.reply(200, OTHER, ETag='"two"'))
    server.answers["/report"] = new
    desk.one(server.url())
    assert desk.files() == {"a/report.pdf": OTHER}
    assert desk.ledger()[0]["etag"] == '"two"'


def test_a_length_that_is_too_short_cuts_and_is_refused(server: Server, desk: Desk) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(200, PDF, Content_Length=30_000)
    assert "ends too early" in desk.one(server.url()).detail


def test_silence_is_not_waited_for_without_end(server: Server, desk: Desk) -> None:
    def answer(visitor: Visitor) -> None:
        visitor.reply(200, Content_Length=len(PDF))
        visitor.wfile.write(PDF[:3000])
        time.sleep(2)

    server.answers["/report"] = answer
    manners = Manners(agent="t", pause=0, silence=0.1, tries=2)
    assert "stopped answering. It was tried 2 times" in desk.one(server.url(), manners=manners).detail


def test_a_trickle_ends_and_is_kept(server: Server, desk: Desk) -> None:
    def answer(visitor: Visitor) -> None:
        visitor.reply(200, Content_Length=len(PDF), ETag='"one"')
        for place in range(0, len(PDF), 100):
            visitor.wfile.write(PDF[place : place + 100])
            time.sleep(0.01)

    server.answers["/report"] = answer
    manners = Manners(agent="t", pause=0, longest_transfer=0.1)
    assert "took longer than" in desk.one(server.url(), manners=manners).detail
    assert len(desk.parts()) == 1


def test_a_busy_server_is_given_the_time_that_it_asks_for(server: Server, desk: Desk) -> None:
    later = format_datetime(dt.datetime.now(tz=dt.UTC) + dt.timedelta(seconds=50), usegmt=True)
    server.answers["/report"] = in_turn(
        lambda v: v.reply(429, Retry_After=7), lambda v: v.reply(503, Retry_After=later), good
    )
    assert desk.one(server.url()).happened is Happened.NEW
    assert [round(seconds, -1) for seconds in desk.slept] == [10, 50]


def test_a_server_that_wants_long_rest_is_left_alone_by_all(server: Server, desk: Desk) -> None:
    server.answers["/one"] = lambda visitor: visitor.reply(429, Retry_After=3600)
    listed = [Listed(url=server.url(path), file=f"{path[1:]}.pdf") for path in ("/one", "/two")]
    one, two = desk.fetch(*listed)
    assert "asks to be left alone for" in one.detail
    assert "asks to be left alone for" in two.detail
    assert len(server.seen) == 1
    assert desk.slept == []


def test_trouble_that_passes_is_tried_again_with_growing_pauses(server: Server, desk: Desk) -> None:
    down = [lambda visitor, code=code: visitor.reply(code) for code in (500, 502, 503)]
    server.answers["/report"] = in_turn(*down, good)
    assert desk.one(server.url()).happened is Happened.NEW
    assert [1 <= s <= 2 or 2 <= s <= 4 or 4 <= s <= 8 for s in desk.slept] == [True] * 3
    assert desk.slept == sorted(desk.slept)


@pytest.mark.parametrize(("status", "times"), [(404, 1), (403, 1), (410, 1), (302, 1), (503, 4)])
def test_an_answer_that_brings_nothing_is_told(server: Server, desk: Desk, status: int, times: int) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(status)
    outcome = desk.one(server.url())
    assert f"answered {status} " in outcome.detail
    assert len(server.seen) == times


def test_one_server_is_asked_one_thing_at_a_time(server: Server, desk: Desk) -> None:
    for path in ("/one", "/two", "/three"):
        server.answers[path] = good
    listed = [Listed(url=server.url(path), file=f"{path[1:]}.pdf") for path in ("/one", "/two", "/three")]
    desk.fetch(*listed, manners=Manners(agent="t", pause=3.0))
    assert [round(seconds) for seconds in desk.slept] == [3, 3]


def test_redirects_are_followed(server: Server, desk: Desk) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(301, Location="next?a=1#top")
    server.answers["/next?a=1"] = lambda visitor: visitor.reply(302, Location=server.url("/end"))
    server.answers["/end"] = good
    assert desk.one(server.url()).happened is Happened.NEW


def test_redirects_in_a_circle_end(server: Server, desk: Desk) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(301, Location="/other")
    server.answers["/other"] = lambda visitor: visitor.reply(301, Location="/report")
    assert "in a circle" in desk.one(server.url()).detail
    assert len(server.seen) == 2


def test_redirects_without_end_end(server: Server, desk: Desk) -> None:
    for number in range(20):
        to = f"/{number + 1}"
        server.answers[f"/{number}"] = lambda visitor, to=to: visitor.reply(302, Location=to)
    assert "more than 5 times" in desk.one(server.url("/0")).detail
    assert len(server.seen) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:192.168.1.1]/",
        "http://0.0.0.0/",
        "//192.168.0.1/x",
        "file:///etc/passwd",
        "ftp://example.org/x.pdf",
        "http://user:word@example.org/",
    ],
)
def test_a_redirect_to_where_nobody_should_go_is_refused(server: Server, desk: Desk, target: str) -> None:
    server.answers["/report"] = lambda visitor: visitor.reply(302, Location=target)
    outcome = desk.one(server.url())
    assert outcome.happened is Happened.FAILED
    assert any(words in outcome.detail for words in ("not a public address", "no address", "password"))
    assert len(server.seen) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"])
def test_this_machine_is_not_asked(server: Server, desk: Desk, host: str) -> None:
    server.answers["/report"] = good
    url = f"http://{host}:{server.server_port}/report"
    assert "not a public address" in desk.one(url, rules=Rules(allow_http=True)).detail
    assert server.seen == []


def test_a_name_that_leads_to_a_private_address_is_not_asked(
    server: Server, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it would after a change in the name service between two questions: the answer once given is used."""
    answers = ["93.184.216.34", "127.0.0.1"]
    found = [(2, 1, 6, "", (address, server.server_port)) for address in answers]
    monkeypatch.setattr("scrutiny.sources.addresses.socket.getaddrinfo", lambda *_, **__: found)
    outcome = desk.one(f"http://trap.example:{server.server_port}/", rules=Rules(allow_http=True))
    assert "trap.example, which is 127.0.0.1, is not a public address" in outcome.detail


def test_the_connection_goes_to_the_address_that_was_looked_at(
    server: Server, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    asked = []
    real = socket.getaddrinfo

    def resolve(host: str, *more: object, **named: object) -> object:
        asked.append(host)
        return real("127.0.0.1" if host == "council.example" else host, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    server.answers["/report"] = good
    assert desk.one(f"http://council.example:{server.server_port}/report").happened is Happened.NEW
    assert asked.count("council.example") == 1
    assert server.asked("Host") == [f"council.example:{server.server_port}"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("64:ff9b::5db8:d822", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::7f00:1", False),  # NAT64 within one organisation
        ("2002:7f00:1::", False),
        ("::127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("fec0::1", False),
        ("5f00::1", False),
        ("ff02::1", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert may_visit(address, Rules()) is public


def test_http_is_refused_unless_it_is_allowed(desk: Desk) -> None:
    outcome = desk.one("http://example.org/report.pdf", rules=Rules())
    assert "is not encrypted" in outcome.detail


def test_a_name_that_is_not_known(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "council.example was not found" in desk.one("https://council.example/x").detail
    assert desk.slept == []


def test_nobody_listens(desk: Desk, server: Server) -> None:
    server.server_close()
    outcome = desk.one(server.url())
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
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    trusted: bool,
    words: str,
) -> None:
    found = [(2, 1, 6, "", ("127.0.0.1", server.server_port))]
    monkeypatch.setattr("scrutiny.sources.addresses.socket.getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr("scrutiny.sources.web.addresses_of", lambda *_: ["127.0.0.1"])
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(secure))
    server.answers["/report"] = good
    outcome = desk.one(f"https://{host}:{server.server_port}/report")
    assert (outcome.happened is Happened.NEW) is (words == "")
    assert words in outcome.detail


@pytest.mark.usefixtures("secure")
def test_a_way_that_began_encrypted_stays_so(
    server: Server, tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrutiny.sources.web.addresses_of", lambda *_: ["127.0.0.1"])
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    server.answers["/report"] = lambda visitor: visitor.reply(302, Location="http://council.example/open")
    outcome = desk.one(f"https://council.example:{server.server_port}/report")
    assert "http://council.example/open is not encrypted" in outcome.detail


def test_one_that_fails_stops_no_other(server: Server, desk: Desk) -> None:
    server.answers["/bad"] = lambda visitor: visitor.reply(404)
    server.answers["/good"] = good
    listed = [Listed(url=server.url(path), file=f"{path[1:]}.pdf") for path in ("/bad", "/good")]
    assert [outcome.happened for outcome in desk.fetch(*listed)] == [Happened.FAILED, Happened.NEW]
    (desk.folder / "raw/folder.pdf").mkdir()
    listed = [Listed(url=server.url("/good"), file="folder.pdf"), listed[1]]
    assert [outcome.happened for outcome in desk.fetch(*listed)] == [Happened.FAILED, Happened.UNCHANGED]


@pytest.mark.parametrize("waste", [b"", b"not json", b"\xff"])
def test_a_part_with_a_spoilt_note_begins_again(server: Server, desk: Desk, waste: bytes) -> None:
    part = Part(desk.folder / "interim/fetch", server.url())
    with part.open() as file:
        file.write(b"rubbish")
    part.note.write_bytes(waste)
    server.answers["/report"] = good
    assert desk.one(server.url()).happened is Happened.NEW
    assert desk.files() == {"a/report.pdf": PDF}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("url\nhttps://a.example/x\n", "lacks file"),
        ("url,file,colour\n", "unknown column colour"),
        ("url,file\nhttps://a.example/x,\n", "line 2: url and file must both"),
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


def test_the_command_tells_and_ends_with_its_status(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text("url,file\nhttp://10.0.0.1/x,x.pdf\nhttps://127.0.0.1/y,y.pdf\n")
    result = CliRunner().invoke(cli, ["fetch", str(tmp_path / "sources.csv"), "--to", str(tmp_path / "raw")])
    assert result.exit_code == 3
    assert "2 listed: 0 new, 0 changed, 0 unchanged, 2 failed." in result.output
    assert "is not encrypted" in " ".join(result.output.split())
    (tmp_path / "sources.csv").write_text("url,file\n")
    assert CliRunner().invoke(cli, ["fetch", str(tmp_path / "sources.csv")]).exit_code == 0
    odd = CliRunner().invoke(cli, ["fetch", str(tmp_path / "sources.csv"), "--contact", "a\nb"])
    assert odd.exit_code == 2


def test_a_spoilt_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fetched.csv").write_text("url,file\nhttps://a.example/x,x.pdf\n")
    with pytest.raises(ConfigError, match="Move it away"):
        Ledger(tmp_path / "fetched.csv")
