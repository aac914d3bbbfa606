"""From an empty folder to a dataset, and what a week brings: two councils and the inspectorate."""

# ruff: noqa: E501 - a list of sources stands as it is written

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sites import Committee, Council, Doc, Inspectorate, Meeting, Site, a_web_page, half, pdf, site, status

from scrutiny.cli.main import cli
from scrutiny.sources.fetch import Outcome
from scrutiny.sources.state import Fetched

HERE = ("--allow-http", "--allow-loopback", "--pause", "0")


class World:
    """Three sites, a list of them, and the folders of one who uses it."""

    def __init__(self, folder: Path, sites: tuple[Site, Site, Site]) -> None:
        self.folder, self.sites = folder, sites
        self.raw, self.clean = folder / "raw", folder / "clean"
        self.anyshire = _anyshire()
        self.borough = _borough()
        self.ofsted = _ofsted()
        first, second, third = sites
        self.anyshire.host = first.address
        first.routes += [self.anyshire.by_service, self.anyshire.by_pages, self.anyshire.documents]
        second.routes += [self.borough.by_pages, self.borough.documents]
        third.routes += [self.ofsted.route]
        self.list = folder / "sources.yaml"
        self.list.write_text(
            f"""
contact: us@example.org
sources:
- {{name: anyshire, kind: moderngov, address: "{first.address}", place: Wiltshire, since: 2023-01-01,
    committees: [children, scrutiny], documents: [report, action plan, minutes, reports pack], licence: OGL-UK-3.0}}
- {{name: borough, kind: moderngov, address: "{second.address}", place: Swindon}}
- {{name: ofsted, kind: ofsted, address: "{third.address}", since: 2009-01-01, places: [wiltshire], reports: []}}
- {{name: asleep, kind: page, address: "{first.address}nothing", enabled: false}}
"""
        )

    def command(self, name: str, *words: str) -> Result:
        for each in self.sites:
            each.forget()
        return CliRunner().invoke(cli, [name, *words, *HERE])

    def update(self, *words: str) -> Result:
        named = ("--sources", str(self.list), "--out", str(self.clean), "--workers", "2")
        return self.command("update", str(self.raw), *named, *words)

    def fetch(self, *words: str) -> Result:
        return self.command("fetch", str(self.list), "--to", str(self.raw), *words)

    def files(self) -> dict[str, bytes]:
        found = (path for path in self.raw.rglob("*") if path.is_file())
        return {path.relative_to(self.raw).as_posix(): path.read_bytes() for path in found}

    def sent(self) -> Counter[int]:
        """How the documents were answered, by status."""
        parts = ("/documents/", "mgConvert2PDF", "/v1/file/")
        answers = (answer for each in self.sites for answer in each.sent)
        return Counter(number for number, path in answers if any(part in path for part in parts))

    def rows(self, table: str = "documents") -> list[dict[str, str]]:
        with (self.clean / f"{table}.csv").open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))


def plans(first: int, count: int) -> list[Doc]:
    return [
        Doc(f"Action plan {n}", f"/documents/s{n}/Action plan.pdf", pdf(n))
        for n in range(first, first + count)
    ]


def _anyshire() -> Council:
    """Twelve documents: parts, one by another way to its file, and packs with and without parts."""
    pack = Doc("Public reports pack", "/documents/g503/Public reports pack.pdf?T=10", pdf("pack"))
    return Council(
        Committee(
            12,
            "Children's Select Committee",
            [
                Meeting(
                    501,
                    "05/03/2024",
                    [*plans(1, 4), Doc("Secret report", "/documents/s99/x.pdf", restricted=True)],
                ),
                Meeting(
                    502,
                    "04/06/2024",
                    [
                        Doc("Report & plan", "/mgConvert2PDF.aspx?ID=21", pdf(21)),
                        Doc("Report ../../etc/passwd", "/documents/s22/..%2f..%2fpasswd.pdf", pdf(22)),
                        Doc("Report that is a page", "/documents/s23/x.pdf", answer=a_web_page),
                        Doc("Declarations of interest", "/documents/s24/x.pdf", pdf(24)),
                    ],
                    minutes=True,
                ),
                Meeting(503, "03/09/2024", [], whole=[pack]),
                Meeting(504, "01/02/2022", plans(90, 2)),
                Meeting(505, "01/10/2024", plans(92, 1), status="Cancelled"),
            ],
        ),
        Committee(13, "Scrutiny Board", [Meeting(510, "07/05/2024", plans(31, 4))]),
        Committee(14, "Planning Committee", [Meeting(520, "07/05/2024", plans(80, 3))]),
    )


def _borough() -> Council:
    """Eight documents by pages; a front sheet and a pack that are not taken beside the parts."""
    whole = [
        Doc("Agenda frontsheet", "/documents/g601/Agenda.pdf?T=0", pdf("front")),
        Doc("Agenda reports pack", "/documents/g601/Pack.pdf?T=10", pdf("pack of 601")),
        Doc("Printed minutes", "/documents/g601/Minutes.pdf?T=1", pdf("minutes")),
    ]
    gone = Doc("Ofsted response", "/documents/s49/x.pdf", answer=status(404))
    return Council(
        Committee(
            7,
            "Overview and Scrutiny Committee",
            [
                Meeting(601, "5 Mar 2024 10.30 am", [*plans(41, 3), gone], whole=whole),
                Meeting(602, "4 Jun 2024 10.30 am", plans(51, 3)),
                Meeting(603, "9 Sep 2024 10.30 am", [], status="Cancelled"),
            ],
        ),
        Committee(8, "Licensing", [Meeting(620, "5 Mar 2024", plans(85, 2))]),
    )


def _ofsted() -> Inspectorate:
    """Ten reports of the kinds that are read."""
    words = (
        "Children's services inspection, PDF - {} March 20{}",
        "Area SEND full inspection, PDF - {} March 20{}",
        "Joint targeted area inspection - pdf - {} March 20{}",
    )
    reports = [
        (words[n % 3].format(n + 1, 12 + n), Doc("", f"/v1/file/5000{n}", pdf(f"ofsted {n}")))
        for n in range(10)
    ]
    reports[9] = (reports[9][0], Doc("", "/v1/file/50009", answer=half))
    visit = ("Focused visit, PDF - 5 May 2021", Doc("", "/v1/file/60000", pdf("visit")))
    return Inspectorate(wiltshire=[*reports, visit], swindon=[("Children's services inspection, PDF - 1 May 2019",
                                                                Doc("", "/v1/file/70000", pdf("swindon")))])  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with ExitStack() as stack:
        yield World(tmp_path, tuple(stack.enter_context(site()) for _ in range(3)))  # type: ignore[arg-type]


def test_from_an_empty_folder_to_a_dataset_and_a_week_later(world: World, tmp_path: Path) -> None:
    first = world.update("--json", str(tmp_path / "told.json"))
    assert first.exit_code == 3, first.output
    assert "30 listed: 27 new, 0 changed, 0 unchanged, 0 withdrawn, 3 failed." in first.output
    for title in ("Report that is a page", "Ofsted response", "Joint targeted area"):
        assert title in first.output.split("30 listed")[0]
    told = json.loads((tmp_path / "told.json").read_bytes())
    assert Counter(each["happened"] for each in told["fetched"]) == {"new": 27, "failed": 3}
    before = world.files()
    assert Counter(name.partition("/")[0] for name in before) == {"anyshire": 11, "borough": 7, "ofsted": 9}
    assert all(content.startswith(b"%PDF") for content in before.values())
    rows = {row["title"]: row for row in world.rows()}
    assert len(world.rows()) == 27
    row = next(row for row in world.rows() if row["source_url"].endswith("mgConvert2PDF.aspx?ID=21"))
    assert (row["source"], row["committee"], row["area"]) == (
        "anyshire",
        "Children's Select Committee",
        "Wiltshire",
    )
    assert (row["meeting_date"], row["area_id"]) == ("2024-06-04", "gss:E06000054")
    assert "area | meeting_date" in row["from_source"]
    assert rows
    # a week later: five new, one changed, one withdrawn
    meetings = world.anyshire.committees[0].meetings
    meetings.append(Meeting(506, "12/11/2024", plans(61, 3)))
    world.borough.committees[0].meetings.append(Meeting(604, "12 Nov 2024", plans(71, 2)))
    meetings[0].docs[0].body = pdf("a second edition")
    del world.borough.committees[0].meetings[1].docs[0]
    second = world.update()
    assert second.exit_code == 3
    assert "34 listed: 5 new, 1 changed, 25 unchanged, 1 withdrawn, 3 failed." in second.output
    assert "withdrawn: borough/2024-06-04-overview-and-scrutiny-committee-action-plan-51" in second.output
    assert "changed: anyshire/" in second.output
    after = world.files()
    assert len(after) == 27 + 5 + 1
    assert all(after[name] == content for name, content in before.items())
    assert world.sent() == {304: 25, 200: 7, 404: 1}  # 200: new, changed, and the page in place of a report
    assert {row["file"] for row in world.rows()} == set(after)
    # and another one, in which nothing happened
    third = world.fetch()
    assert "34 listed: 0 new, 0 changed, 31 unchanged, 0 withdrawn, 3 failed." in third.output
    assert world.files() == after


def test_what_is_new_is_told_and_not_fetched(world: World, tmp_path: Path) -> None:
    told = world.command("discover", "--sources", str(world.list), "--json", str(tmp_path / "new.json"))
    assert told.exit_code == 0
    assert "Wiltshire | Children's Select Committee | 2024-03-05 | Action plan 1" in told.output
    assert "taken: committee has 'children', title has 'action plan'" in told.output
    new = json.loads((tmp_path / "new.json").read_bytes())["new"]
    assert len(new) == 30
    assert {"place", "committee", "date", "title", "address", "why"} <= new[0].keys()
    assert not world.raw.exists()
    assert not world.sent()
    titles = {each["title"] for each in new}
    assert "Public reports pack" in titles
    assert not titles & {"Secret report", "Agenda reports pack", "Agenda frontsheet", "Focused visit"}
    assert not any("s99" in path for each in world.sites for _, path in each.seen)


def test_one_source_alone(world: World) -> None:
    assert (
        "10 listed: 10 new."
        in world.command("discover", "--sources", str(world.list), "--only", "ofsted").output
    )
    assert not world.sites[0].seen
    off = world.command("discover", "--sources", str(world.list), "--only", "asleep")
    assert (off.exit_code, "is switched off" in off.output) == (2, True)
    none = world.command("discover", "--sources", str(world.list), "--only", "nobody")
    assert (none.exit_code, "is not listed" in none.output) == (2, True)


def test_a_run_that_was_killed_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each document is noted before the next is asked for; between its file and its note it may be killed."""
    real, left = Fetched.note, [11]

    def killed(self: Fetched, entry: Any) -> None:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        real(self, entry)

    monkeypatch.setattr(Fetched, "note", killed)
    assert world.fetch().exit_code != 0
    here = world.files()
    assert len(here) == 11
    monkeypatch.setattr(Fetched, "note", real)
    again = world.fetch()
    assert "30 listed: 16 new, 0 changed, 11 unchanged, 0 withdrawn, 3 failed." in again.output
    assert here.items() <= world.files().items()
    assert world.sent()[304] == 10


def test_a_site_that_refuses_stops_no_other(world: World) -> None:
    world.sites[0].routes.insert(0, status(403))
    told = world.fetch()
    assert told.exit_code == 3
    assert (
        "anyshire could not be read: 127.0.0.1 answered 403 Forbidden. The site refuses programs"
        in told.output
    )
    assert "18 listed: 16 new, 0 changed, 0 unchanged, 0 withdrawn, 2 failed." in told.output
    assert len(world.sites[0].seen) == 3  # robots.txt, the service, the pages


def test_a_site_that_is_down_withdraws_nothing(world: World) -> None:
    world.fetch("--only", "anyshire")
    world.sites[0].routes.insert(
        0, lambda request: "GetMeeting?lMeetingId=501" in request.path and request.reply(404)
    )
    told = world.fetch("--only", "anyshire")
    assert "0 withdrawn" in told.output
    assert "anyshire, in part: Children's Select Committee, 2024-03-05: 127.0.0.1 answered 404" in told.output
    assert told.exit_code == 3
    world.sites[0].routes.insert(0, status(404))
    assert " 0 withdrawn" in world.fetch("--only", "anyshire").output


def test_a_document_that_the_site_lists_and_has_no_more(world: World) -> None:
    world.fetch("--only", "borough")
    world.borough.committees[0].meetings[1].docs[0].answer = status(410)
    told = world.fetch("--only", "borough")
    assert "1 withdrawn, 1 failed" in told.output
    assert "0 withdrawn, 1 failed" in world.fetch("--only", "borough").output
    world.borough.committees[0].meetings[1].docs[0].answer = None
    world.fetch("--only", "borough")
    assert not any(entry.withdrawn_on for entry in Fetched(world.folder / "fetched.csv").latest())


def outcomes(result: Result) -> str:
    return next(line for line in result.output.splitlines() if " listed: " in line)


def test_the_same_document_under_two_addresses_is_kept_once(world: World) -> None:
    other = Doc("Action plan again", "/mgConvert2PDF.aspx?ID=1", pdf(1))
    world.anyshire.committees[1].meetings[0].docs.append(other)
    assert "13 listed: 11 new, 0 changed, 1 unchanged" in outcomes(world.fetch("--only", "anyshire"))
    files = world.files()
    assert len(set(files.values())) == len(files) == 11
    assert "13 listed: 0 new, 0 changed, 12 unchanged" in outcomes(world.fetch("--only", "anyshire"))


def test_a_server_without_a_way_to_tell_is_asked_how_long_a_document_is(world: World) -> None:
    docs = world.borough.committees[0].meetings[1].docs
    for doc in docs:
        doc.validators = False
    world.fetch("--only", "borough")
    docs[0].body = pdf("a longer edition of it")
    assert "8 listed: 0 new, 1 changed, 6 unchanged" in outcomes(world.fetch("--only", "borough"))
    assert Counter(method for method, path in world.sites[1].seen if "/documents/s5" in path) == {
        "HEAD": 3,
        "GET": 1,
    }


def test_a_pack_that_is_here_goes_before_its_parts(world: World) -> None:
    world.fetch("--only", "anyshire")
    world.anyshire.committees[0].meetings[2].docs += plans(65, 2)
    assert "11 listed: 0 new, 0 changed, 10 unchanged, 0 withdrawn" in outcomes(
        world.fetch("--only", "anyshire")
    )


def test_outcomes_name_a_paper_by_its_title(world: World) -> None:
    del world
    from scrutiny.sources.source_list import Listed

    assert Outcome(Listed(url="https://a.example/x", file="x.pdf"), "failed", "x.pdf").name == "x.pdf"
