"""The second reader: it agrees with the first on what is there, and says so where it does not."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator

import pytest
from drawing import Sheet
from msgspec.structs import replace

from extract import document
from extract.document import read_document
from extract.pages import fast
from extract.pages.contents import read_contents
from extract.pages.letters import letters
from extract.pages.plumber import read_pages
from extract.second import compare, second_opinion
from records.outcome import Problem, State
from records.pages import Page
from tests.layouts import tables


def drawn() -> bytes:
    sheet = Sheet()
    sheet.text(60, 50, "Children's Services Improvement Plan", bold=True, size=16)
    sheet.grid(
        [60, 100, 350, 540],
        [100, 130, 160, 190],
        [("No", "Action", "Status"), ("1", "Train 24 staff", "Complete"), ("2", "Hire a lead", "On track")],
        header=True,
    )
    sheet.new_page()
    sheet.text(60, 50, "A second page of prose: 100%, naïve – “quoted”.")
    return sheet.save()


def test_two_readers_agree_on_a_sound_document() -> None:
    content = drawn()
    assert second_opinion(content, list(read_pages(content))) == []
    assert read_document(content).state is State.OK


def test_a_lost_word_is_missed_by_name_and_page() -> None:
    content = drawn()
    one, two = read_pages(content)
    (issue,) = second_opinion(content, [replace(one, words=one.words[:-1]), two])
    assert (issue.level, issue.code, issue.page) == ("error", "second_reader", 1)
    assert "more (" in issue.message


def test_a_lost_page_is_missed() -> None:
    content = drawn()
    (issue,) = second_opinion(content, list(read_pages(content))[:1])
    assert issue.message == "one reader finds 1 pages, a second one 2"


def test_letters_that_only_the_first_reader_finds_are_told() -> None:
    content = drawn()
    (page, _) = read_pages(content)
    (issue,) = compare(page, letters("Children"))
    assert "fewer (" in issue.message


def test_what_the_second_reader_cannot_open_is_told() -> None:
    (issue,) = second_opinion(b"%PDF-1.4 and nothing else", [])
    assert issue.message.startswith("a second reader fails: pdfium cannot open it")


def test_counted_doubles_and_hidden_letters_may_differ_and_no_more() -> None:
    content = drawn()
    (page, _) = read_pages(content)
    text = "".join(word.text for word in page.words)
    assert compare(replace(page, duplicates=2, hidden=1), letters(text + "abc")) == []
    assert compare(replace(page, duplicates=2, hidden=1), letters(text + "abcd")) != []
    assert compare(replace(page, hidden=5), letters(text.replace("T", ""))) != []


def test_an_odd_bullet_may_have_no_letter_but_not_a_font() -> None:
    (page, _) = read_pages(drawn())
    text = "".join(word.text for word in page.words)
    bullet = replace(page.words[0], text="\ufffd")
    assert compare(replace(page, words=(*page.words, bullet)), letters(text)) == []
    (issue,) = compare(replace(page, words=(*page.words, *[bullet] * 5)), letters(text))
    assert (issue.code, issue.page) == ("unknown_glyphs", 1)


@pytest.mark.parametrize(("one", "other"), [("ofﬁce", "office"), ("m²", "m2"), ("a b-c", "abc")])
def test_forms_of_one_letter_are_equal(one: str, other: str) -> None:
    assert letters(one) == letters(other)


@pytest.mark.parametrize(("one", "other"), [("a", "A"), ("1", "7"), ("é", "e")])
def test_other_letters_are_not(one: str, other: str) -> None:
    assert letters(one) != letters(other)


def test_a_document_that_lost_a_line_is_partial_and_names_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(content: bytes, password: str | None = None) -> Iterator[Page]:
        for page in read_pages(content, password):
            yield replace(page, words=page.words[:-3])

    monkeypatch.setattr(document, "read_pages", forgetful)
    report = read_document(drawn())
    assert (report.state, report.problem) == (State.PARTIAL, Problem.DAMAGED)
    assert "a second reader finds" in report.problem_detail


def test_warnings_reach_the_page_they_belong_to() -> None:
    def warned() -> list[Page]:
        pages = []
        for number, page in enumerate(read_pages(drawn()), start=1):
            logging.getLogger("pdfminer.pdfinterp").warning("odd thing %d", number)
            pages.append(page)
        return pages

    assert [page.warnings for page in warned()] == [(), ("odd thing 1",)]


def test_a_glyph_without_a_letter_in_a_row_or_fact_makes_a_document_partial(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One among thousands is too few to doubt the font, and is still a missing letter of a row."""

    def garbled(content: bytes, password: str | None = None) -> Iterator[Page]:
        for page in fast.read_pages(content, password):
            words = tuple(
                replace(word, text=word.text.replace("c", "\ufffd", 1))
                if word.text == "conference:"
                else word
                for word in page.words
            )
            yield replace(page, words=words)

    monkeypatch.setattr(document, "read_pages", garbled)
    report = read_document(tables.crosses().content)
    assert (report.state, report.problem) == ("partial", "damaged")
    assert "which letter a glyph of row 1 is" in report.problem_detail


@pytest.mark.parametrize(("over", "state"), [(False, State.OK), (True, State.PARTIAL)])
def test_letters_on_one_another_make_a_document_partial(over: bool, state: State) -> None:
    """As where a damaged font tells wrong widths: both parsers find all letters, and nobody their order."""
    sheet = Sheet()
    sheet.text(60, 50, "Children's Services Improvement Plan", bold=True, size=16)
    rows = [("No", "Action", "Status"), ("1", "Train 24 staff", "Complete")]
    sheet.grid([60, 100, 350, 540], [100, 130, 160], rows, header=True)
    sheet.text(60, 300, "The partnership")
    sheet.text(95 if over else 200, 300, "leads to inconsistent outcomes")
    report = read_document(sheet.save())
    assert report.state is state
    if over:
        assert report.problem is Problem.DAMAGED
        assert "letters stand on one another on page 1" in report.problem_detail


def packed(data: bytes) -> bytes:
    """Give a PDF of one page whose packed instructions are `data`."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Filter/FlateDecode/Length "
        + str(len(data)).encode()
        + b">>stream\n"
        + data
        + b"\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


WORDS = zlib.compress(b"BT /F1 12 Tf 50 700 Td (Agreed by all) Tj ET")


@pytest.mark.parametrize(
    ("data", "warned"),
    [
        (WORDS, False),
        (WORDS[:-1], False),  # what is left of the checksum fits
        (WORDS[:-4], False),  # no checksum was written
        (WORDS + b"\r\n", False),
        (WORDS[:-1] + b"\x00", True),
        (WORDS[:-5] + WORDS[-4:], True),
        (WORDS[:-9], True),  # it ends too early
    ],
)
def test_a_checksum_that_does_not_fit_is_damage(data: bytes, warned: bool) -> None:
    (page,) = read_pages(packed(data))
    assert any("checksum" in warning for warning in page.warnings) is warned
    (told,) = read_contents(packed(data))
    assert ("checksum" in told.doubt) is warned
