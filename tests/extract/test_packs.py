"""Files that hold several papers: where they are cut, and that each paper is read as it is by itself."""

from __future__ import annotations

import io
from functools import cache

import pytest
from conftest import ROOT
from msgspec.structs import replace
from reportlab.pdfgen.canvas import Canvas

from benchmarks.packs import WAYS, Pack, draw_pack, read, with_bookmarks
from extract.document import read_document
from extract.parts.beginnings import Beginnings
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
    """All pages have the same fonts, as in a file that was printed anew."""
    first = [[f"Chapter {at}", *PROSE, f"Page {at} of 3"] for at in (1, 2, 3)]
    second = [[f"Chapter {at}", *PROSE, f"Page {at - 3} of 2"] for at in (4, 5)]
    other = [[f"Chapter {at}", *PROSE, f"Page {at} of 2"] for at in (4, 5)]
    whole = pages(*([f"Chapter {at}", *PROSE, f"Page {at} of 5"] for at in range(1, 6)))
    assert cut(pages(*first, *second)) == (0, 3)
    assert cut(pages(*first, *other)) == (0,)
    assert cut(whole) == (0,)


def test_fonts_of_papers_that_were_joined_are_told_apart() -> None:
    one = pages(*([f"Chapter {at}", *PROSE, "The plan"] for at in (1, 2)))
    read = list(read_pages(draw_pack([one, one]).content))
    assert [page.font_objects == read[0].font_objects for page in read] == [True, True, False, False]
    signs = [Beginnings(read, {}).at_a_glance(place) for place in (1, 2, 3)]
    assert ["other_fonts" in seen for seen in signs] == [False, True, False]
    assert ["fonts_go_on" in seen for seen in signs] == [True, False, True]


def test_a_letter_enclosed_in_a_report_is_no_paper_where_the_report_goes_on() -> None:
    """The fonts of the report come again behind it."""
    read = list(read_pages(pages(*([f"Chapter {at}", *PROSE, "x"] for at in range(1, 6)))))
    fonts = [frozenset({3, 4}), frozenset({3, 4}), frozenset({9}), frozenset({3, 4}), frozenset({5})]
    apart = [frozenset({3, 4}), frozenset({3, 4}), frozenset({9}), frozenset({5}), frozenset({5})]
    report, joined = (
        Beginnings([replace(page, font_objects=each) for page, each in zip(read, some, strict=True)], {})
        for some in (fonts, apart)
    )
    assert "fonts_go_on" not in joined.at_a_glance(2)
    assert "fonts_go_on" in report.at_a_glance(2)


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
    """Fonts differ by name, and nothing is printed that says so; as objects they are not told apart."""
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
    joined = read_pages(draw_pack([one, buffer.getvalue()]).content)
    found = cut_papers([replace(page, font_objects=frozenset()) for page in joined], {})
    assert found.starts == (0,)
    assert [(issue.code, issue.page) for issue in found.asked] == [("possible_paper", 3)]


@pytest.mark.parametrize(
    ("end", "asked"), [("The meeting closed at 9.15 pm.", [3]), ("The members left at 9.15 pm.", [])]
)
def test_a_bookmark_behind_the_close_of_a_meeting_is_asked_about(end: str, asked: list[int]) -> None:
    """The bookmark alone does not come to `ask`."""
    minutes = [["Minutes", *PROSE, "The plan"], ["More", *PROSE[:20], end, "The plan"]]
    read = list(read_pages(pages(*minutes, *[["Libraries", *PROSE, "The plan"]] * 4)))
    found = cut_papers(read, {0: "Matters of the spring", 2: "Libraries and halls"})
    assert found.starts == (0,)
    assert [issue.page for issue in found.asked] == asked


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
