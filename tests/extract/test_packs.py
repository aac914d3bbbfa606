"""Files that hold several papers: where they are cut, and that each paper is read as it is by itself."""

from __future__ import annotations

import io
from functools import cache

import pytest
from conftest import ROOT
from reportlab.pdfgen.canvas import Canvas

from benchmarks.packs import WAYS, Pack, draw_pack, read, with_bookmarks
from extract.document import read_document
from extract.parts.cut import best_cuts, cut_papers
from extract.parts.weights import load_weights
from extract.pdf.pdfium.properties import read_properties
from extract.pdf.reader import read_pages
from normalise.parts import papers_of
from records.outcome import State
from records.report import Report

SAMPLES = ROOT / "tests/samples"
NAMES = ("fenmarsh-flood-tracker-2016", "wealdshire-cse-plan-2015", "norchester-monitoring-2014")


@cache
def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.pdf").read_bytes()


@cache
def alone(name: str) -> Report:
    return read_document(sample(name))


def cut(content: bytes) -> tuple[int, ...]:
    return cut_papers(list(read_pages(content)), read_properties(content).bookmarks).starts


def pages(*texts: list[str], size: tuple[float, float] = (595, 842)) -> bytes:
    """A paper whose pages print these lines, the first of each in bold at its head, the last at its foot."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=True)
    for first, *lines, last in texts:
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(60, size[1] - 70, first)
        canvas.setFont("Helvetica", 11)
        for at, line in enumerate(lines):
            canvas.drawString(60, size[1] - 130 - 20 * at, line)
        canvas.drawString(280, 30, last)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


PROSE = ["The council has looked at how its libraries are used and by whom, at each of them."] * 30


@pytest.mark.parametrize("way", WAYS)
def test_a_pack_of_samples_is_cut_where_its_papers_begin(way: str) -> None:
    pack = draw_pack([sample(name) for name in NAMES], way, 23)
    assert cut(pack.content) == pack.starts


@pytest.mark.parametrize("way", ["", "sheets bookmarks"])
def test_each_paper_of_a_pack_is_read_as_it_is_by_itself(way: str) -> None:
    pack = draw_pack([sample(name) for name in NAMES], way)
    report = read_document(pack.content)
    assert [part.page_first - 1 for part in report.parts] == list(pack.starts)
    assert [part.page_last for part in report.parts] == [*pack.starts[1:], report.pages]
    papers = {paper.parts[0].page_first - 1: paper for paper in papers_of(report)}
    for name, start in zip(NAMES, pack.given, strict=True):
        sheet = 2 if "sheets" in way else 1
        assert read(papers[start], start + sheet).rows == read(alone(name), 1).rows
        assert papers[start].family == alone(name).family
        assert papers[start].facts["title"].text == alone(name).facts["title"].text
    assert [row.position for row in report.rows] == [*range(1, len(report.rows) + 1)]
    assert [account.page for account in report.accounts] == [*range(1, report.pages + 1)]
    assert sum(account.unplaced for account in report.accounts) == 0


def test_the_state_of_a_pack_is_the_worst_of_its_parts() -> None:
    pack = draw_pack([sample(NAMES[0]), sample(NAMES[1])], "agenda")
    report = read_document(pack.content)
    assert [part.state for part in report.parts] == [State.PARTIAL, State.OK, State.OK]
    assert (report.state, report.problem) == (State.PARTIAL, report.parts[0].problem)
    assert report.problem_detail.startswith("Part 1, pages 1 to 1: ")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_one_paper_has_no_parts(name: str) -> None:
    assert alone(name).parts == ()
    assert not [issue for issue in alone(name).issues if issue.code == "possible_paper"]


def test_a_count_of_pages_that_begins_anew_begins_a_paper() -> None:
    one = pages(*([f"Chapter {at}", *PROSE, f"Page {at} of 3"] for at in (1, 2, 3)))
    other = pages(*([f"Chapter {at}", *PROSE, f"Page {at} of 2"] for at in (4, 5)))
    whole = pages(*([f"Chapter {at}", *PROSE, f"Page {at} of 5"] for at in range(1, 6)))
    two = draw_pack([one, pages(*([f"Chapter {at}", *PROSE, f"Page {at - 3} of 2"] for at in (4, 5)))])
    assert cut(two.content) == two.starts == (0, 3)
    assert cut(draw_pack([one, other]).content) == (0,)
    assert cut(whole) == (0,)


def test_front_matter_is_no_paper() -> None:
    front = [["Contents", *PROSE, roman] for roman in ("i", "ii", "iii")]
    text = [[f"Chapter {at}", *PROSE, str(at)] for at in (1, 2, 3)]
    assert cut(pages(*front, *text)) == (0,)


def test_chapters_with_bookmarks_and_large_headings_are_no_papers() -> None:
    text = pages(*([f"{at} Matters", *PROSE, str(at)] for at in range(1, 7)))
    assert cut(with_bookmarks(text, {0: "1 Matters", 2: "3 Matters", 4: "5 Matters"})) == (0,)


def test_a_front_sheet_goes_with_the_paper_behind_it() -> None:
    pack = draw_pack([sample(NAMES[0]), sample(NAMES[2])], "sheets")
    assert cut(pack.content) == pack.starts
    assert pack.starts == pack.given
    last = draw_pack([sample(NAMES[0])]).content
    assert cut(last) == (0,)


def test_what_may_be_a_paper_is_asked() -> None:
    """Fonts differ, and nothing is printed that says so."""
    one = pages(["The plan", *PROSE, "The plan"], ["More", *PROSE, "The plan"])
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=True)
    canvas.setFont("Times-Roman", 11)
    for at in range(30):
        canvas.drawString(
            60, 700 - 20 * at, "Another body tells what it has done about the same matters since."
        )
    canvas.drawString(280, 30, "Another plan")
    canvas.save()
    content = draw_pack([one, buffer.getvalue()]).content
    found = cut_papers(list(read_pages(content)), {})
    assert found.starts == (0,)
    assert [(issue.code, issue.page) for issue in found.asked] == [("possible_paper", 3)]


def test_the_best_cuts_leave_no_page_alone_for_little() -> None:
    assert best_cuts([0.0, 1.2, 1.0, -1.0], [0.5, 0.5, 0.5, 0.5]) == [1, 2]
    assert best_cuts([0.0, 1.0, 1.2, -1.0], [2.0, 2.0, 0.5, 0.5]) == [2]
    assert best_cuts([0.0, 0.0, -1.0], [0.0, 0.0, 0.0]) == []
    assert best_cuts([0.0, -1.0, 0.4], [0.0, 0.0, 0.5]) == []


def test_bookmarks_of_the_first_level_are_read_by_page() -> None:
    pack: Pack = draw_pack([sample(NAMES[0]), sample(NAMES[1])], "bookmarks")
    assert read_properties(pack.content).bookmarks == {0: "Item 4 Report", 3: "Item 5 Report"}
    assert read_properties(sample(NAMES[0])).bookmarks == {}


def test_signs_of_papers_have_patterns_that_match_their_examples() -> None:
    names = [sign.name for sign in load_weights().signs]
    assert len(names) == len(set(names))
