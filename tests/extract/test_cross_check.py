"""The second reader: it agrees with the first on what is there, and says so where it does not."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator

import pytest
from drawing import Sheet, pdf_of, stream
from msgspec.structs import replace

from extract.document import read_document
from extract.pdf import annotated, reader
from extract.pdf.pdfplumber import read_pages
from extract.pdf.verify.content_stream import PageContents
from extract.pdf.verify.cross_check import compare, cross_check
from extract.pdf.verify.letter_counts import count_letters
from records.geometry import Box
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
    assert cross_check(content, list(read_pages(content))) == []
    assert read_document(content).state is State.OK


def test_a_lost_word_is_missed_by_name_and_page() -> None:
    content = drawn()
    one, two = read_pages(content)
    (issue,) = cross_check(content, [replace(one, words=one.words[:-1]), two])
    assert (issue.level, issue.code, issue.page) == ("error", "second_reader", 1)
    assert "more (" in issue.message


def test_a_lost_page_is_missed() -> None:
    content = drawn()
    (issue,) = cross_check(content, list(read_pages(content))[:1])
    assert issue.message == "one reader finds 1 pages, a second one 2"


def test_letters_that_only_the_first_reader_finds_are_told() -> None:
    content = drawn()
    (page, _) = read_pages(content)
    (issue,) = compare(page, "Children")
    assert "fewer (" in issue.message


def test_what_the_second_reader_cannot_open_is_told() -> None:
    (issue,) = cross_check(b"%PDF-1.4 and nothing else", [])
    assert issue.message.startswith("a second reader fails: pdfium cannot read it")


def test_counted_doubles_and_hidden_letters_may_differ_and_no_more() -> None:
    content = drawn()
    (page, _) = read_pages(content)
    text = "".join(word.text for word in page.words)
    assert compare(replace(page, duplicates=2, hidden=1), text + "abc") == []
    assert compare(replace(page, duplicates=2, hidden=1), text + "abcd") != []
    assert compare(replace(page, hidden=5), text.replace("T", "")) != []


def test_an_odd_bullet_may_have_no_letter_but_not_a_font() -> None:
    (page, _) = read_pages(drawn())
    text = "".join(word.text for word in page.words)
    bullet = replace(page.words[0], text="\ufffd")
    assert compare(replace(page, words=(*page.words, bullet)), text) == []
    (issue,) = compare(replace(page, words=(*page.words, *[bullet] * 5)), text)
    assert (issue.code, issue.page) == ("unknown_glyphs", 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ofﬁce", "office"),
        ("m²", "m2"),
        ("a b-c", "abc"),
        ("Small", "SMALL"),
        ("citizens\u02bc", "citizens\u2019"),
    ],
)
def test_forms_of_one_letter_are_equal(one: str, other: str) -> None:
    assert count_letters(one) == count_letters(other)


@pytest.mark.parametrize(("one", "other"), [("a", "b"), ("1", "7"), ("é", "e")])
def test_other_letters_are_not(one: str, other: str) -> None:
    assert count_letters(one) != count_letters(other)


def test_a_document_that_lost_a_line_is_partial_and_names_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(content: bytes, password: str | None = None) -> Iterator[Page]:
        for page in read_pages(content, password):
            yield replace(page, words=page.words[:-3])

    monkeypatch.setattr(annotated, "read_pages", forgetful)
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
        for page in reader.read_pages(content, password):
            words = tuple(
                replace(word, text=word.text.replace("c", "\ufffd", 1))
                if word.text == "conference:"
                else word
                for word in page.words
            )
            yield replace(page, words=words)

    monkeypatch.setattr(annotated, "read_pages", garbled)
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


def assembled(*parts: bytes, start: int | None = None) -> bytes:
    """Give a PDF of these objects, with the list of where they are, or a wrong place for that list."""
    content, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += b"%d 0 obj%sendobj\n" % (number, part)
    listed = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return content + end % (len(parts) + 1, listed, len(parts) + 1, len(content) if start is None else start)


def packed(*streams: bytes, start: int | None = None) -> bytes:
    """Give a PDF of one page whose packed instructions are `streams`."""
    contents = b" ".join(b"%d 0 R" % (5 + number) for number in range(len(streams)))
    return assembled(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[" + contents + b"]"
        b"/Resources<</Font<</F1 4 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *(b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream " % (len(data), data) for data in streams),
        start=start,
    )


def flushed(data: bytes) -> bytes:
    """Pack data as writers do that never close what they pack."""
    packer = zlib.compressobj()
    return packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)


INSTRUCTIONS = b"BT /F1 12 Tf 50 700 Td (Agreed by all) Tj ET"
WORDS = zlib.compress(INSTRUCTIONS)


@pytest.mark.parametrize(
    ("data", "warning"),
    [
        (WORDS, ""),
        (WORDS[:-1], ""),  # what is left of the checksum fits
        (WORDS[:-4], ""),  # no checksum was written
        (WORDS + b"\r\n", ""),
        (flushed(INSTRUCTIONS), ""),
        (WORDS[:-1] + b"\x00", "checksum"),
        (WORDS[:-5] + WORDS[-4:], "checksum"),
        (WORDS[:-9], "too early"),
        (b"\0\0" + WORDS[2:], "header"),
    ],
)
def test_packed_parts_that_are_damaged_are_told(data: bytes, warning: str) -> None:
    (page,) = read_pages(packed(data))
    assert bool(page.warnings) is bool(warning)
    assert warning in "".join(page.warnings)
    (told,) = PageContents(packed(data))
    assert bool(told.doubt) is bool(warning)
    assert warning == "too early" or [word.text for word in page.words][:3] == ["Agreed", "by", "all"]


@pytest.mark.parametrize("empty", [b"", b"\n", b"\r\n"])
def test_an_empty_part_is_no_damage(empty: bytes) -> None:
    (page,) = read_pages(packed(WORDS, empty))
    assert (page.warnings, page.broken) == ((), False)
    assert next(iter(PageContents(packed(WORDS, empty)))).doubt == ""


def test_a_part_that_is_lost_beside_a_sound_one_is_told() -> None:
    report = read_document(packed(WORDS, b"\xff" * 40))
    assert report.state is not State.OK
    assert "damaged" in report.problem_detail


def test_a_list_of_parts_that_was_made_anew_is_told() -> None:
    (sound,) = read_pages(packed(WORDS))
    (page,) = read_pages(packed(WORDS, start=7))
    assert sound.warnings == ()
    assert "cross-reference table is wrong" in page.warnings[0]
    assert "cross-reference table is wrong" in next(iter(PageContents(packed(WORDS, start=7)))).doubt


@pytest.mark.parametrize("moved", [True, False])
def test_a_part_that_is_not_where_the_list_says_is_told(moved: bool) -> None:
    """It may be the table of a font's letters. What the list does not name at all is told in other words."""
    content = pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            stream(b"BT /F1 12 Tf 50 700 Td (Train all staff) Tj ET"),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode %d 0 R>>" % (6 if moved else 9),
            stream(b"1 beginbfchar <54> <0054> endbfchar"),
        ]
    )
    report = read_document(content.replace(b"6 0 obj", b"8 0 obj"))
    assert ("not where the cross-reference table says" in (report.problem_detail or "")) is moved
    assert ("ToUnicode, object 9, is not there" in (report.problem_detail or "")) is not moved
    assert report.problem is Problem.DAMAGED


@pytest.mark.parametrize(("x", "state"), [(300, State.OK), (540, State.PARTIAL), (640, State.OK)])
def test_words_that_the_page_cuts_are_told(x: float, state: State) -> None:
    """What lies beyond the page as a whole is hidden, and nobody misses it."""
    sheet = Sheet()
    sheet.text(60, 50, "Children's Services Improvement Plan", bold=True, size=16)
    rows = [("No", "Action", "Status"), ("1", "Train 24 staff", "Complete")]
    sheet.grid([60, 100, 350, 540], [100, 130, 160], rows, header=True)
    sheet.text(x, 300, "partnerships")
    content = sheet.save()
    for read in (reader.read_pages, read_pages):
        assert [page.cut for page in read(content)] == [state is State.PARTIAL]
    report = read_document(content)
    assert report.state is state
    assert ("cuts words" in (report.problem_detail or "")) is (state is State.PARTIAL)


def test_quotation_marks_that_a_second_reader_gives_as_letters_are_no_loss() -> None:
    (page, _) = read_pages(drawn())
    text = "".join(word.text for word in page.words)
    quoted = replace(page, words=(*page.words, replace(page.words[0], text="\u2019")))
    assert compare(quoted, text + "\u00ed") == []
    assert compare(quoted, text + "\u00ed\u00ed") != []
    assert compare(page, text + "\u00ed") != []


def test_a_letter_left_out_because_an_equal_one_stands_there_is_no_loss() -> None:
    (page, _) = read_pages(drawn())
    text = "".join(word.text for word in page.words)
    word = next(word for word in page.words if len(word.text) > 2)
    larger = replace(word, box=Box(word.box.x0, word.box.top - 1, word.box.x1, word.box.bottom + 1))
    beside = replace(word, box=Box(word.box.x0, word.box.top + 90, word.box.x1, word.box.bottom + 90))
    assert compare(replace(page, words=(*page.words, larger)), text) == []
    assert compare(replace(page, words=(*page.words, beside)), text) != []


def test_a_glyph_without_a_letter_may_stand_for_three() -> None:
    (page, _) = read_pages(drawn())
    text = "".join(word.text for word in page.words)
    bullet = replace(page.words[0], text="\ufffd")
    assert compare(replace(page, words=(*page.words, bullet)), text + "ffi") == []
    assert compare(replace(page, words=(*page.words, bullet)), text + "ffii") != []
