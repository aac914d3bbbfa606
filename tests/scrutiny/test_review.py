"""The review page without a browser: what the page holds, and what its server refuses."""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import msgspec
import pytest
from click.testing import CliRunner
from conftest import ROOT

from publish.review_page.page import as_json, policy
from records.geometry import Box
from records.pictures import Clip, Picture
from records.report import Source
from scrutiny.cli.main import cli
from scrutiny.review.page import OFF_THE_PAGE, draw, load_run, write_page
from scrutiny.review.server import MOST_BYTES, Server
from scrutiny.review.session import Session
from scrutiny.run.limits import Limits
from scrutiny.run.places import Places
from scrutiny.run.workers import WorkerPool
from tests.layouts import colours

HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A dataset of a plan with a conflict of colours, which is a question."""
    folder = tmp_path_factory.mktemp("review")
    raw = folder / "raw"
    raw.mkdir()
    (raw / "plan.pdf").write_bytes(colours.disputed().content)
    result = CliRunner().invoke(cli, ["run", str(raw), "--out", str(folder / "clean"), "--workers", "1"])
    assert result.exit_code == 0, result.output
    return Places.around(raw, folder / "clean")


@pytest.fixture
def server(places: Places) -> Iterator[Server]:
    (places.review / "decisions.csv").unlink(missing_ok=True)
    with WorkerPool(1) as pool, Server(Session(load_run(places), "A Reader", pool)) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


def ask(
    server: Server, path: str, body: object = None, *, base: str | None = None, **headers: str
) -> tuple[int, dict[str, object] | str, dict[str, str]]:
    """Send a request as the page would, but for what is named; give status, content and headers."""
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    origin = f"http://127.0.0.1:{server.server_port}"
    sent = {"Host": urlsplit(origin).netloc} | (
        {"Origin": origin, "Content-Type": "application/json"} if body is not None else {}
    )
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    place = f"/{server.token}/" if base is None else base
    data = json.dumps(body) if body is not None else None
    connection.request("GET" if body is None else "POST", place + path, body=data, headers=sent)
    reply = connection.getresponse()
    text = reply.read().decode()
    told = json.loads(text) if reply.headers.get("Content-Type") == "application/json" else text
    return reply.status, told, dict(reply.headers)


ANSWER = {"question": 0, "value": "green", "why": "seen on the page", "by": "A Reader", "everywhere": False}


def test_an_answer_is_written_and_can_be_taken_back(server: Server, places: Places) -> None:
    place = next(at for at, each in enumerate(server.session.questions) if each["kind"] == "rag")
    status, told, _ = ask(server, "answer", ANSWER | {"question": place})
    assert status == 200, told
    assert ",G,green,A Reader," in (places.review / "decisions.csv").read_text()
    assert ask(server, "undo", {})[0] == 200
    assert ",green," not in (places.review / "decisions.csv").read_text()
    assert ask(server, "undo", {})[0] == 409


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"base": "/"}, 404),
        ({"base": "/wrong/"}, 404),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:80"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Length": str(MOST_BYTES + 1)}, 413),
        ({"Content_Length": "\xb2"}, 413),
        ({"Content_Length": "1" * 5000}, 413),
    ],
)
def test_nobody_else_can_answer(server: Server, places: Places, change: dict[str, str], status: int) -> None:
    assert ask(server, "answer", ANSWER, **change)[0] == status
    assert not (places.review / "decisions.csv").exists()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"question": 99}, 404),
        ({"question": "0"}, 400),
        ({"by": " "}, 400),
        ({"value": "mauve"}, 409),
        ({"more": 1}, 400),
    ],
)
def test_a_wrong_answer_is_refused_and_nothing_is_written(
    server: Server, places: Places, change: dict[str, object], status: int
) -> None:
    place = next(at for at, each in enumerate(server.session.questions) if each["kind"] == "rag")
    given, told, _ = ask(server, "answer", ANSWER | {"question": place} | change)
    assert given == status
    assert isinstance(told, dict)
    assert told["error"]
    assert not (places.review / "decisions.csv").exists()


def test_the_page_forbids_everything_but_itself(server: Server) -> None:
    status, page, headers = ask(server, "")
    assert status == 200
    assert headers["Content-Security-Policy"] == policy(served=True)
    assert "default-src 'none'" in policy(served=False)
    assert "connect-src 'none'" in policy(served=False)
    assert "unsafe" not in policy(served=True)
    assert "http://" not in str(page).replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in str(page)


def test_a_picture_is_drawn_around_the_place(server: Server) -> None:
    (document,) = server.session.run.documents
    asked = urlencode({"document": document, "page": 1, "cell": "100,100,200,120", "row": ""})
    status, told, _ = ask(server, f"picture?{asked}")
    assert status == 200
    assert isinstance(told, dict)
    x0, top, x1, bottom = told["box"]  # type: ignore[misc]
    assert x0 <= 100
    assert top <= 100
    assert x1 >= 200
    assert bottom >= 120
    assert base64.b64decode(str(told["image"]))[8:12] == b"WEBP"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"document": "../../etc/passwd"}, 404),
        ({"page": "x"}, 400),
        ({"cell": "1,2,3"}, 400),
        ({"cell": "", "row": ""}, 404),
        ({"page": "9"}, 422),
        ({"page": "99999999999999999999"}, 400),
        ({"cell": "nan,1,9,9"}, 400),
        ({"cell": "-1e308,1,1e308,9"}, 400),
        ({"cell": "1,1,2,2;" * 300}, 400),
    ],
)
def test_a_picture_of_no_place_is_refused(server: Server, change: dict[str, str], status: int) -> None:
    (document,) = server.session.run.documents
    asked = {"document": document, "page": "1", "cell": "1,1,9,9", "row": ""} | change
    assert ask(server, f"picture?{urlencode(asked)}")[0] == status


def test_text_cannot_leave_its_element() -> None:
    told = as_json({"raw": HOSTILE + "\u2028\ud800"})
    assert "<" not in told
    assert "\u2028" not in told
    assert json.loads(told)["raw"].startswith(HOSTILE)


def test_a_file_holds_its_pictures_and_asks_nobody(places: Places) -> None:
    page = write_page(places, "A Reader").read_text()
    assert "data:image/webp;base64," in page
    assert 'mode":"file"' in page


def test_a_picture_that_cannot_be_drawn_says_why_and_the_next_is_drawn(places: Places) -> None:
    run = load_run(places)
    ((document, job),) = run.documents.items()
    part = Clip(1, Box(0, 0, 100, 100))
    replace = msgspec.structs.replace
    other = replace(job, source=Source("other.pdf", "0" * 64, 0))
    changed = replace(run, documents={document: other})
    gone = replace(run, documents={document: replace(job, path=job.path.with_name("gone.pdf"))})
    with WorkerPool(1) as pool:
        off, on = draw(pool, run, document, [Clip(7, Box(0, 0, 10, 10)), part])
        assert off == OFF_THE_PAGE
        assert isinstance(on, Picture)
        assert "changed after" in str(draw(pool, changed, document, [part]))
        assert "could not be opened" in str(draw(pool, gone, document, [part]))
        assert isinstance(draw(pool, run, document, [part])[0], Picture)
    with WorkerPool(1, limits=Limits(mebibytes=1)) as pool:
        assert isinstance(draw(pool, run, document, [part])[0], str)


@pytest.mark.parametrize("content", [b"kind,\x96", "kind".encode("utf-16"), None])
def test_a_decisions_file_that_was_spoilt_meanwhile_is_said_and_left_alone(
    server: Server, places: Places, content: bytes | None
) -> None:
    path = places.review / "decisions.csv"
    path.mkdir() if content is None else path.write_bytes(content)
    try:
        status, told, _ = ask(server, "answer", ANSWER)
        assert status == 409
        assert "decisions.csv" in str(told)
        assert content is None or path.read_bytes() == content
    finally:
        path.rmdir() if content is None else path.unlink()


@pytest.mark.parametrize("target", ["http://[::1/", "//[/", "*"])
def test_what_is_no_address_is_refused(server: Server, target: str) -> None:
    assert ask(server, target, base="")[0] in {400, 404}


def test_a_browser_that_went_away_is_no_fault(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(5):
        gone = socket.create_connection(("127.0.0.1", server.server_port))
        gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # reset at its end
        gone.sendall(
            f"GET /{server.token}/ HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\n\r\n".encode()
        )
        gone.close()
    assert ask(server, "")[0] == 200
    server.shutdown()
    server.server_close()
    assert capfd.readouterr().err == ""


def test_a_hundred_browsers_are_let_in_at_once(places: Places) -> None:
    with WorkerPool(1) as pool, Server(Session(load_run(places), "A Reader", pool)) as made:
        waiting = [socket.create_connection(("127.0.0.1", made.server_port), timeout=2) for _ in range(100)]
        for each in waiting:
            each.close()


@pytest.mark.skipif(sys.platform != "linux", reason="browsers are started with xdg-open on Linux")
def test_the_token_is_in_no_list_of_processes(places: Places, tmp_path: Path) -> None:
    opener = tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/part && mv {tmp_path}/part {tmp_path}/opened\n')
    opener.chmod(0o755)
    command = ["-m", "scrutiny", "review", str(places.raw), "--out", str(places.clean)]
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    with subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | {"PATH": path},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            (url,) = re.findall(r"http://\S+", process.stdout.readline())
            until(lambda: (tmp_path / "opened").exists())
            opened = (tmp_path / "opened").read_text().strip()
            token = urlsplit(url).path.strip("/")
            assert token not in opened
            door = Path(urlsplit(opened).path)
            assert url in door.read_text()
            assert door.stat().st_mode & 0o077 == 0
        finally:
            process.terminate()
            process.communicate()
    assert process.returncode == 0
    assert not door.exists()


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
