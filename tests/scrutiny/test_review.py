"""The review page without a browser: what the page holds, and what its server refuses."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from click.testing import CliRunner

from publish.review_page.page import as_json, policy
from records.geometry import Box
from records.pictures import Clip, Picture
from scrutiny.cli.main import cli
from scrutiny.review.page import load_run, write_page
from scrutiny.review.pictures import OFF_THE_PAGE, Painter
from scrutiny.review.server import MOST_BYTES, Server, Session
from scrutiny.run.pipeline import Places
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
    with Painter() as painter, Server(Session(load_run(places), "A Reader", painter)) as made:
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
    place = next(at for at, each in enumerate(server.session.asked) if each["kind"] == "rag")
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
    place = next(at for at, each in enumerate(server.session.asked) if each["kind"] == "rag")
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
    (document,) = server.session.run.files
    asked = urlencode({"document": document, "page": 1, "cell": "100,100,200,120", "row": ""})
    status, told, _ = ask(server, f"picture?{asked}")
    assert status == 200
    assert isinstance(told, dict)
    x0, top, x1, bottom = told["box"]  # type: ignore[misc]
    assert x0 <= 100
    assert top <= 100
    assert x1 >= 200
    assert bottom >= 120
    assert str(told["src"]).startswith("data:image/webp;base64,")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"document": "../../etc/passwd"}, 404),
        ({"page": "x"}, 400),
        ({"cell": "1,2,3"}, 400),
        ({"cell": "", "row": ""}, 404),
        ({"page": "9"}, 422),
        ({"cell": "1,1,2,2;" * 300}, 400),
    ],
)
def test_a_picture_of_no_place_is_refused(server: Server, change: dict[str, str], status: int) -> None:
    (document,) = server.session.run.files
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


def test_a_painter_that_is_asked_for_nonsense_says_so_and_goes_on(places: Places) -> None:
    run = load_run(places)
    ((document, path),) = run.files.items()
    with Painter() as painter:
        off, on = painter.draw(
            path, run.hashes[document], [Clip(7, Box(0, 0, 10, 10)), Clip(1, Box(0, 0, 100, 100))]
        )
        assert off == OFF_THE_PAGE
        assert isinstance(on, Picture)
        (changed,) = painter.draw(path, "0" * 64, [Clip(1, Box(0, 0, 10, 10))])
        assert "changed" in str(changed)
        (gone,) = painter.draw(Path("nowhere.pdf"), "0" * 64, [Clip(1, Box(0, 0, 10, 10))])
        assert isinstance(gone, str)
