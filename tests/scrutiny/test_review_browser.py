"""The review page as people use it: in a browser, by keyboard, by eye and by ear.

Needs Playwright (a development dependency) and a Chromium: Playwright's own, Debian's, or the one that the
variable CHROMIUM names.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from drawing import Sheet

from scrutiny.cli.main import cli
from scrutiny.review.page import load_run, write_page
from scrutiny.review.server import Server
from scrutiny.review.session import Session
from scrutiny.run.places import Places
from scrutiny.run.workers import WorkerPool
from tests.layouts.paper import HEADING, TITLE, build, table

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
from reportlab.platypus import Paragraph  # noqa: E402

HOSTILE = "<img src=x onerror=document.title='broken'>"
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
READY = "html[data-ready=rows]"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with playwright.sync_playwright() as started:
        try:
            opened = started.chromium.launch(executable_path=found, args=list(QUIET))
        except playwright.Error as error:
            pytest.skip(f"no Chromium: install one, or name it in CHROMIUM ({str(error).splitlines()[0]})")
        yield opened
        opened.close()


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A plan of actions whose owners nobody knows, and one with a status written to harm a page."""
    raw = tmp_path / "raw"
    raw.mkdir()
    escaped = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
    rows = [
        (str(at), f"Take step {at} of the plan.", f"Q{chr(64 + at)}ZX", "Complete") for at in range(1, 26)
    ]
    rows += [("26", f"Read {escaped} as text.", "Police", f"Perhaps {escaped}")]
    story = [
        Paragraph("Wiltshire Council", HEADING),
        Paragraph("Children's Services Improvement Plan", TITLE),
        table(("No", "Action", "Lead agency", "Status"), rows, (30, 200, 160, 80)),
    ]
    (raw / "plan.pdf").write_bytes(build(story))
    places = Places.around(raw, tmp_path / "clean")
    run(places)
    return places


def run(places: Places) -> str:
    """Run on the folder; give what is printed."""
    command = ["run", str(places.raw), "--out", str(places.clean), "--workers", "1"]
    return CliRunner().invoke(cli, command).output


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that notes every request and every error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    opened.requests, opened.errors = [], []
    opened.on("request", lambda request: opened.requests.append(request.url))
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.on("console", lambda message: message.type == "error" and opened.errors.append(message.text))
    yield opened
    assert opened.errors == []
    context.close()


@pytest.fixture
def served(places: Places, page: Any) -> Iterator[tuple[Any, Server]]:
    with WorkerPool(1) as pool, Server(Session(load_run(places), "A Reader", pool)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(server.url)
        page.wait_for_selector(READY)
        yield page, server
        server.shutdown()


def open_now(page: Any, number: int) -> None:
    """Wait until so many questions are open."""
    playwright.expect(page.locator("#open-count")).to_have_text(str(number))


def test_the_queue_is_cleared_by_keyboard_and_a_new_run_finds_it_empty(
    served: tuple[Any, Server], places: Places
) -> None:
    page, server = served
    number = len(server.session.questions)
    assert number >= 26
    for left in range(number, 0, -1):
        assert page.locator("#open-count").text_content() == str(left)
        if page.locator("h1").text_content() == "Which body is this?":
            page.keyboard.press("v")
            page.keyboard.type("team")
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("n")
        open_now(page, left - 1)
    assert "Every question is answered" in page.locator("main").text_content()
    assert "to look at" not in run(places)


def test_an_answer_is_taken_back_and_a_question_skipped(served: tuple[Any, Server], places: Places) -> None:
    page, server = served
    first, second = (each["raw"] for each in server.session.questions[:2])
    assert page.locator("blockquote").text_content() == first
    page.keyboard.press("s")
    playwright.expect(page.locator("blockquote")).to_have_text(second)
    page.keyboard.press("n")
    open_now(page, len(server.session.questions) - 1)
    page.keyboard.press("u")
    open_now(page, len(server.session.questions))
    assert page.locator("blockquote").text_content() == second
    assert second not in (places.review / "decisions.csv").read_text()


def test_the_picture_shows_the_cell_and_the_outline_lies_on_it(served: tuple[Any, Server]) -> None:
    page, server = served
    place = next(at for at, each in enumerate(server.session.questions) if each["raw"] == "QCZX")
    page.goto(f"{server.url}#/question/{place + 1}")
    page.wait_for_selector("figure img")
    view = [float(edge) for edge in page.locator("figure svg").get_attribute("viewBox").split()]
    cell = {
        name: float(page.locator("rect.cell").get_attribute(name)) for name in ("x", "y", "width", "height")
    }
    (spot,) = (
        server.session.run.reports[server.session.questions[place]["document_id"]]
        .rows[2]
        .fields["owner"]
        .regions
    )
    assert cell["x"] <= spot.box.x0
    assert cell["y"] <= spot.box.top
    assert cell["x"] + cell["width"] >= spot.box.x1
    assert view[0] <= cell["x"]
    assert view[1] <= cell["y"]
    image = page.locator("figure img").bounding_box()
    drawn = page.locator("figure svg").bounding_box()
    assert image == drawn
    assert abs(image["width"] / image["height"] - view[2] / view[3]) < 0.05


def test_text_of_a_document_is_never_markup_and_nobody_else_is_asked(served: tuple[Any, Server]) -> None:
    page, server = served
    place = next(at for at, each in enumerate(server.session.questions) if "onerror" in each["raw"])
    page.goto(f"{server.url}#/question/{place + 1}")
    assert "".join(HOSTILE.split()) in "".join(page.locator("blockquote").text_content().split())
    page.goto(f"{server.url}#/recommendation/{server.session.questions[place]['recommendation_id']}")
    page.wait_for_selector(f"{READY} article.recommendation")
    assert HOSTILE in page.locator("blockquote").text_content()
    page.goto(f"{server.url}#/all")
    page.fill("#words", "onerror")
    playwright.expect(page.locator("#found")).to_have_text("1 row")
    assert page.title() == "Scrutiny: review page"
    assert page.locator("img[src=x]").count() == 0
    assert {url.split("/")[2] for url in page.requests if not url.startswith("data:")} == {
        f"127.0.0.1:{server.server_port}"
    }


def test_a_file_gives_its_answers_as_decisions_csv(places: Places, page: Any, tmp_path: Path) -> None:
    before = b"agency,,X Board,team,Me,2026-01-02,known\r\n"
    header = b"kind,document_id,raw,value,decided_by,decided_on,why\r\n"
    (places.review / "decisions.csv").write_bytes(header + before)
    page.goto(write_page(places, "A Reader").as_uri())
    page.wait_for_selector(READY)
    page.keyboard.press("e")
    page.keyboard.press("n")
    with page.expect_download() as download:
        page.click("#save")
    download.value.save_as(tmp_path / "given.csv")
    given = (tmp_path / "given.csv").read_bytes()
    assert given.startswith((places.review / "decisions.csv").read_bytes())
    assert given.endswith(b"has no value\n")
    assert b",A Reader," in given
    assert all(url.startswith(("file:", "data:", "blob:")) for url in page.requests)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_complain_of(places: Places, browser: Any, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    address = write_page(places, "A Reader").as_uri()
    recommendation = load_run(places).tables["recommendations"].column("recommendation_id")[0].as_py()
    for view in ("", "#/all", f"#/recommendation/{recommendation}"):
        page.goto("about:blank")
        page.goto(address + view)
        page.wait_for_selector(READY)
        found = axe.Axe().run(page)
        assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []
    page.keyboard.press("?")
    assert axe.Axe().run(page).violations_count == 0
    context.close()


def test_it_works_on_a_narrow_screen(places: Places, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(write_page(places, "A Reader").as_uri())
    page.wait_for_selector(READY)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


ASKED = (
    "The trust should insulate the hall before the winter.",
    "The trust should paint the two crossings by the school.",
    "The trust should open the library on Saturdays.",
)


@pytest.fixture
def open_reading(tmp_path: Path) -> Places:
    """A paper of no known family whose three recommendations may be read in several ways."""
    sheet = Sheet()
    sheet.text(72, 50, "What we found in the schools", bold=True, size=18)
    for at, asked in enumerate(ASKED):
        sheet.text(72, 90 + 110 * at, f"Recommendation {at + 1}", bold=True, size=14)
        sheet.text(72, 115 + 110 * at, asked)
        sheet.text(72, 140 + 110 * at, "The trust told us that it has no money for this before May.")
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "paper.pdf").write_bytes(sheet.save())
    places = Places.around(raw, tmp_path / "clean")
    run(places)
    return places


def test_readings_are_drawn_before_one_is_taken(open_reading: Places, page: Any) -> None:
    with WorkerPool(1) as pool, Server(Session(load_run(open_reading), "A Reader", pool)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (place, question), *_ = [
            (at, each) for at, each in enumerate(server.session.questions) if each["kind"] == "reading"
        ]
        page.goto(f"{server.url}#/question/{place + 1}")
        page.wait_for_selector(READY)
        right = next(
            at for at in range(1, 6) if all(text in (rows_shown(page, at)) for text in ASKED) and at > 1
        )
        assert page.locator("rect.item").count() == page.locator(".items li").count() >= 3
        assert page.locator(".candidate[aria-pressed=true] kbd").text_content() == str(right)
        page.keyboard.press("Enter")
        playwright.expect(page.locator(".answered, .done")).to_be_visible()
        server.shutdown()
    chosen = question[f"candidate_{right}"].partition(" ")[0]
    assert chosen in (open_reading.review / "decisions.csv").read_text()


def rows_shown(page: Any, number: int) -> list[str]:
    """Press the key of a reading; return its rows."""
    page.keyboard.press(str(number))
    page.wait_for_selector(f".candidate[aria-pressed=true]:has(kbd:text-is('{number}'))")
    page.wait_for_selector("rect.item")
    texts: list[str] = page.locator(".items li").all_text_contents()
    return texts
