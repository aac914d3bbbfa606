"""Sites that answer badly, and sites of every kind: what is found there, and what a person is told."""

# ruff: noqa: E501 - pages stand as they come

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sites import Committee, Council, Doc, Meeting, Request, Site, a_web_page, pdf, site, status

from scrutiny.sources.collect import Collected, collect, look
from scrutiny.sources.sites.discover import Found
from scrutiny.sources.source_file import Source
from scrutiny.sources.state import Fetched
from scrutiny.sources.web.client import Client, FetchError
from scrutiny.sources.web.polite import Polite
from scrutiny.sources.web.robots import read_robots


def council(**changes: str) -> Council:
    docs = [Doc("Action plan", "/documents/s1/x.pdf", pdf(1)), Doc("Map", "/documents/s2/x.pdf", pdf(2))]
    return Council(Committee(1, "Scrutiny", [Meeting(11, "05/03/2024", docs)]), **changes)


class Looker:
    """One who looks at one site, and the waits that this took."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack, self.slept = folder, stack, list[float]()

    def site(self, *routes: Callable[[Request], bool]) -> Site:
        return self.stack.enter_context(site(*routes))

    def client(self, **changes: Any) -> Client:
        usual: dict[str, Any] = {"agent": "Scrutiny tests", "pause": 0.0, "backoff": 0.0, "silence": 2.0}
        here = {"allow_http": True, "allow_loopback": True, "sleep": self.slept.append}
        return Client(**{**usual, **here, **changes})

    def look(self, there: Site, kind: str = "moderngov", path: str = "", **said: Any) -> Found:
        source = Source(name="a", kind=kind, address=f"{there.address}{path}", **said)  # type: ignore[arg-type]
        (found,) = look([source], self.folder, self.fetched(), self.client(), lambda _: None)
        return found.found

    def collect(self, there: Site, **said: Any) -> Collected:
        source = Source(name="a", kind="moderngov", address=there.address, **said)
        (done,) = collect(
            [source], self.folder, self.folder / "raw", self.fetched(), self.client(), lambda _: None
        )
        return done

    def fetched(self) -> Fetched:
        return Fetched(self.folder / "fetched.csv")


@pytest.fixture
def looker(tmp_path: Path) -> Iterator[Looker]:
    with ExitStack() as stack:
        yield Looker(tmp_path, stack)


def titles(found: Found) -> list[str]:
    return [paper.title for paper in found.papers]


def test_the_service_in_small_letters_alone(looker: Looker) -> None:
    there = looker.site(council(service="mgwebservice.asmx").by_service)
    assert titles(looker.look(there)) == ["Action plan"]


def test_the_service_below_another_path(looker: Looker) -> None:
    there = looker.site(council(folder="/moderngov/").by_service)
    assert titles(looker.look(there)) == ["Action plan"]
    assert titles(looker.look(there, service=f"{there.address}moderngov/mgWebService.asmx")) == [
        "Action plan"
    ]


@pytest.mark.parametrize(
    "off", [status(404), a_web_page, status(500), status(403)], ids=["404", "a page", "an error", "refused"]
)
def test_a_service_that_is_off_leaves_the_pages(looker: Looker, off: Callable[[Request], bool]) -> None:
    there = looker.site(lambda request: ".asmx" in request.at.lower() and off(request), council().by_pages)
    assert titles(looker.look(there)) == ["Action plan"]


@pytest.mark.parametrize("off", [status(500), a_web_page, status(403)], ids=["an error", "a page", "refused"])
@pytest.mark.parametrize("more", [0, 5])
def test_a_service_that_tells_of_committees_alone_leaves_the_pages(
    looker: Looker, off: Callable[[Request], bool], more: int
) -> None:
    made = council()
    made.committees += [Committee(number, f"Scrutiny of {number}") for number in range(50, 50 + more)]
    there = looker.site(
        lambda request: "GetMeetings" in request.path and off(request), made.by_service, made.by_pages
    )
    found = looker.look(there)
    assert (titles(found), found.problems, found.refused) == (["Action plan"], (), "")


def test_pages_below_a_path(looker: Looker) -> None:
    there = looker.site(council(folder="/decision-making/").by_pages)
    assert titles(looker.look(there, path="decision-making/mgListCommittees.aspx")) == ["Action plan"]
    (paper,) = looker.look(there, path="decision-making/").papers
    assert paper.meeting_date == "2024-03-05"


def test_an_address_that_is_no_site_of_the_kind_says_what_to_do(looker: Looker) -> None:
    told = looker.look(looker.site(a_web_page)).refused
    assert "names no committee" in told
    assert "in a browser" in told


@pytest.mark.parametrize("number", [401, 403, 451])
def test_a_site_that_refuses_says_what_to_do(looker: Looker, number: int) -> None:
    told = looker.look(looker.site(status(number))).refused
    assert f"answered {number}" in told
    assert "democratic services" in told


def test_a_site_that_redirects_in_a_circle_is_told(looker: Looker) -> None:
    there = looker.site(
        lambda request: request.at != "/robots.txt" and request.reply(302, Location=request.path)
    )
    assert "in a circle" in looker.look(there).refused


def test_a_site_that_asks_to_be_left_alone_is(looker: Looker) -> None:
    made, answers = council(), [429]
    busy: Callable[[Request], bool] = lambda request: (  # noqa: E731 - beside what it is for
        "GetMeetings" in request.path and bool(answers) and request.reply(answers.pop(), Retry_After=7)
    )
    assert titles(looker.look(looker.site(busy, made.by_service))) == ["Action plan"]
    assert any(6 < seconds <= 7 for seconds in looker.slept)


def test_three_failures_end_a_visit(looker: Looker) -> None:
    made = council()
    made.committees[0].meetings += [Meeting(number, "05/03/2024") for number in range(20, 30)]
    broken = looker.site(
        lambda request: "GetMeeting?" in request.path and a_web_page(request), made.by_service
    )
    found = looker.look(broken)
    assert found.refused
    assert len(broken.asked("GetMeeting?")) == 3


def test_one_failure_is_told_and_the_others_go_on(looker: Looker) -> None:
    made = council()
    made.committees.append(Committee(2, "Children and Scrutiny", [Meeting(21, "05/03/2024")]))
    there = looker.site(
        lambda request: "lMeetingId=21" in request.path and request.reply(200, b"<x"), made.by_service
    )
    found = looker.look(there)
    assert titles(found) == ["Action plan"]
    assert found.problems == ("Children and Scrutiny, 2024-03-05: The XML that came is not whole.",)


def test_printed_minutes_are_on_the_page_of_a_meeting(looker: Looker) -> None:
    made = council()
    meeting = made.committees[0].meetings[0]
    meeting.minutes = True
    meeting.whole = [
        Doc("Printed minutes", "/documents/g11/Minutes.pdf?T=1"),
        Doc("Pack", "/documents/g11/P.pdf?T=10"),
    ]
    assert titles(looker.look(looker.site(made.by_service, made.by_pages))) == [
        "Action plan",
        "Printed minutes",
    ]
    assert titles(looker.look(looker.site(made.by_service))) == ["Action plan"]


def test_a_pack_is_on_the_page_of_a_meeting_of_which_no_part_is_taken(looker: Looker) -> None:
    made = council()
    meeting = made.committees[0].meetings[0]
    meeting.whole = [Doc("Public reports pack", "/documents/g11/P.pdf?T=10")]
    there = looker.site(made.by_service, made.by_pages)
    assert titles(looker.look(there)) == ["Action plan"]
    assert not there.asked("ieListDocuments")
    del meeting.docs[0]
    assert titles(looker.look(there)) == ["Public reports pack"]


def test_robots_are_kept(looker: Looker) -> None:
    robots: Callable[[Request], bool] = lambda request: (  # noqa: E731 - beside what it is for
        request.at == "/robots.txt" and request.reply(200, "User-agent: *\nDisallow: /mgWebService.asmx\n")
    )
    there = looker.site(robots, council().by_service, council().by_pages)
    assert titles(looker.look(there)) == ["Action plan"]
    assert not there.asked("asmx")
    closed = looker.site(
        lambda request: (
            request.at == "/robots.txt" and request.reply(200, "User-agent: scrutiny\nDisallow: /")
        )
    )
    assert "robots.txt asks programs not to fetch" in looker.look(closed).refused
    assert [path for _, path in closed.seen] == ["/robots.txt"]
    broken = looker.site(status(500))
    assert "robots.txt could not be read" in looker.look(broken).refused


def test_robots_are_kept_where_a_server_redirects(looker: Looker) -> None:
    robots: Callable[[Request], bool] = lambda request: (  # noqa: E731 - beside what it is for
        request.at == "/robots.txt" and request.reply(200, "User-agent: *\nDisallow: /closed/\n")
    )
    moved: Callable[[Request], bool] = lambda request: (  # noqa: E731 - beside what it is for
        request.at == "/documents/s1/x.pdf" and request.reply(302, Location="/closed/x.pdf")
    )
    there = looker.site(robots, moved, council().by_service)
    (outcome,) = looker.collect(there).outcomes
    assert outcome.happened == "failed"
    assert "robots.txt asks programs not to fetch" in outcome.detail
    assert not there.asked("closed")


SIGN_IN = "<h1>Sign in</h1><form><input name=who><input type=PASSWORD name=word></form>"


@pytest.mark.parametrize(
    ("page", "told"),
    [(SIGN_IN, "A page to sign in came"), ("<h1>Closed for works</h1>", "none of ModernGov")],
)
def test_another_page_withdraws_nothing(looker: Looker, page: str, told: str) -> None:
    made = council()
    signs = False

    def sign_in(request: Request) -> bool:
        return signs and request.at == "/ieListDocuments.aspx" and request.reply(200, page)

    there = looker.site(sign_in, made.by_pages, made.documents)
    assert [outcome.happened for outcome in looker.collect(there).outcomes] == ["new"]
    signs = True
    found = looker.collect(there).found
    assert found.withdrawn == ()
    (problem,) = found.problems
    assert told in problem


def test_a_page_without_links_is_another_one(looker: Looker) -> None:
    there = looker.site(lambda request: request.at == "/reports.html" and request.reply(200, SIGN_IN))
    assert "links to no PDF" in looker.look(there, "page", "reports.html").refused


def test_a_csv_file_that_is_wrong_is_told_as_that_source(looker: Looker) -> None:
    assert "cannot be read" in looker.look(looker.site(), "csv", file="none.csv").refused


@pytest.mark.parametrize("number", [403, 404, 405])
def test_a_server_that_does_not_answer_how_long_a_document_is(looker: Looker, number: int) -> None:
    made = council()
    made.committees[0].meetings[0].docs[0].validators = False
    there = looker.site(
        lambda request: request.command == "HEAD" and request.reply(number), made.by_service, made.documents
    )
    looker.collect(there)
    (outcome,) = looker.collect(there).outcomes
    assert (outcome.happened, outcome.detail) == ("unchanged", "")


def test_a_delay_that_a_site_asks_for_is_kept(looker: Looker) -> None:
    there = looker.site(
        lambda request: request.at == "/robots.txt" and request.reply(200, "User-agent: *\nCrawl-delay: 3")
    )
    with pytest.raises(FetchError):
        Polite(client=looker.client()).get(f"{there.address}x")
    polite = Polite(client=looker.client())
    for _ in range(2):
        with pytest.raises(FetchError):
            polite.get(f"{there.address}x")
    assert any(2 < seconds <= 3 for seconds in looker.slept)


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /a", "/a/b", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b", True),
        ("User-agent: *\nDisallow: /a\n\nUser-agent: Scrutiny\nDisallow: /b", "/a", True),
        ("User-agent: one\nUser-agent: scrutiny\nDisallow: /b", "/b", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?T=1", True),
        ("User-agent: *\nDisallow: /a # not there", "/a", False),
        ("Disallow: /", "/a", True),
        ("<html>no rules</html>", "/a", True),
    ],
)
def test_rules_of_robots(rules: str, path: str, allowed: bool) -> None:
    assert read_robots(rules).allows(path) is allowed


def test_a_host_that_refuses_papers_is_not_asked_for_all(looker: Looker) -> None:
    made = council()
    docs = [Doc(f"Action plan {n}", f"/documents/s{n}/x.pdf", answer=status(403)) for n in range(30, 40)]
    made.committees[0].meetings[0].docs = docs
    there = looker.site(made.by_service, made.documents)
    done = looker.collect(there)
    assert [outcome.happened for outcome in done.outcomes] == ["failed"] * 10
    assert len(there.asked("/documents/")) == 3
    assert "democratic services" in done.outcomes[0].detail


def test_temporary_files_of_a_run_that_was_killed_are_cleared(looker: Looker) -> None:
    made = council()
    left = looker.folder / "raw/a/.x.pdf.1.tmp"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    looker.collect(looker.site(made.by_service, made.documents))
    assert not left.exists()


FEED = """<rss><channel><item><title>Action plan</title><link>/news/1</link><pubDate>Tue, 05 Mar 2024 09:00:00 GMT</pubDate></item>
<item><title>Action plan of old</title><link>/old.pdf</link><pubDate>Tue, 05 Mar 2019 09:00:00 GMT</pubDate></item>
<item><title>Fair</title><link>/fair.pdf</link></item></channel></rss>"""
NEWS = '<a href="/plan.pdf">The plan (PDF, 100KB)</a><a href="/about">About</a>'


def test_a_feed(looker: Looker) -> None:
    there = looker.site(
        lambda request: request.at == "/feed.xml" and request.reply(200, FEED, "application/rss+xml"),
        lambda request: request.at == "/news/1" and request.reply(200, NEWS),
    )
    (paper,) = looker.look(
        there, "feed", "feed.xml", since=dt.date(2020, 1, 1), documents=("action plan",)
    ).papers
    assert (paper.title, paper.published, paper.url) == ("The plan", "2024-03-05", f"{there.address}plan.pdf")
    assert "Open" in looker.look(looker.site(a_web_page), "feed").refused


def test_a_page_of_links(looker: Looker) -> None:
    page = NEWS + '<a href="/report.pdf">Annual report</a>'
    there = looker.site(lambda request: request.at == "/reports.html" and request.reply(200, page))
    found = looker.look(there, "page", "reports.html", documents=("report",))
    assert [(paper.title, paper.url) for paper in found.papers] == [
        ("Annual report", f"{there.address}report.pdf")
    ]


def test_a_csv_file(looker: Looker) -> None:
    (looker.folder / "list.csv").write_text("url,file,published\nhttps://a.example/x,in/x.pdf,2024-03\n")
    (paper,) = looker.look(looker.site(), "csv", file="list.csv", place="Anyshire").papers
    assert (paper.file, paper.published, paper.area) == ("a/in/x.pdf", "2024-03", "Anyshire")


def test_cmis(looker: Looker) -> None:
    today = dt.datetime.now(tz=dt.UTC).date()
    at = "/cmis/Meetings/tabid/70/ctl/{}/mid/397"
    meeting = f"{at.format('ViewMeetingPublic')}/Meeting/15/Committee/9/SelectedTab/Documents/Default.aspx"

    def answer(request: Request) -> bool:
        day = f"Monday, 1 {today:%B}"
        if "MeetingCalendarPublicNoJava" in request.at and f"/Date/{today.replace(day=1)}/" in request.at:
            return request.reply(200, f'<td>{day}</td><td><a href="{meeting}">10:00 Scrutiny Board</a></td>')
        if "MeetingCalendarPublicNoJava" in request.at:
            return request.reply(200, "<table></table>")
        if request.at == meeting:
            link = '<a class="TitleLink" href="/cmis/Document.ashx?x=1">Action plan</a>'
            return request.reply(200, f'<li class="DocumentListItem">{link}</li>')
        if request.query.get("ctl") == "MeetingCalendarListView":
            return request.reply(
                200, f'<tr><td><a href="{meeting}">1 {today:%b %Y} 10:00 - Scrutiny Board</a></td></tr>'
            )
        return request.at == "/cmis/Meetings.aspx" and request.reply(
            200, '<i name="dnn$ctr397$MeetingCalendarPublic$x">'
        )

    there = looker.site(answer)
    (paper,) = looker.look(there, "cmis", "cmis/Meetings.aspx", since=today.replace(month=1, day=1)).papers
    assert (paper.committee, paper.meeting_date) == ("Scrutiny Board", today.replace(day=1).isoformat())
    assert paper.url == f"{there.address}cmis/Document.ashx?x=1"
    assert len(there.asked("NoJava")) == today.month + 2
    assert looker.look(looker.site(a_web_page), "cmis").refused.startswith("The page shows no calendar")
