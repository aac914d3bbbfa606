"""Text that nobody sees on the page is counted and named, and is no row, heading, fact or prose."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from drawing import HEIGHT, WIDTH, Sheet, pdf_of, stream
from PIL import Image
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extract.document import read_document
from extract.pdf import pdfplumber, reader
from extract.pdf.visibility.hidden_text import Spot, match_letters
from records.outcome import Problem, State
from records.pages import Page

NAVY = (0.1, 0.1, 0.4)
X, Y = 100, 500
"""Where the words in question begin, from the lower left."""


def draw(change: Callable[[Canvas], None]) -> bytes:
    """Give a PDF of one page with a plain line, and the words that `change` prints."""
    sheet = Sheet()
    sheet.text(310, 430, "Plain words")
    change(sheet.canvas)
    return sheet.save()


def say(canvas: Canvas, *, mode: int | None = None, words: str = "Secret aim", size: float = 11) -> None:
    text = canvas.beginText(X, Y)
    text.setFont("Helvetica", size)
    if mode is not None:
        text.setTextRenderMode(mode)
    text.textOut(words)
    canvas.drawText(text)


def fill(
    canvas: Canvas, colour: tuple[float, float, float], box: tuple[float, ...] = (90, 480, 200, 50)
) -> None:
    canvas.setFillColorRGB(*colour)
    canvas.rect(*box, fill=1, stroke=0)


def picture(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (4, 4), (40, 60, 40))), x, y, width, height)


def white_on_paper(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    say(canvas)


def nearly_white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.996, 0.996, 0.996)
    say(canvas)


def invisible(canvas: Canvas) -> None:
    say(canvas, mode=3)


def only_cutting_out(canvas: Canvas) -> None:
    canvas.saveState()
    say(canvas, mode=7)
    canvas.restoreState()


def see_through(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0, 0, 0, alpha=0))
    say(canvas)


def as_its_fill(canvas: Canvas) -> None:
    fill(canvas, NAVY)
    say(canvas)


def white_on_white_on_dark(canvas: Canvas) -> None:
    fill(canvas, NAVY)
    fill(canvas, (1, 1, 1))
    say(canvas)


def black_under_black(canvas: Canvas) -> None:
    """A box drawn over words does not take them out of the file."""
    say(canvas)
    fill(canvas, (0, 0, 0))


def black_under_white(canvas: Canvas) -> None:
    say(canvas)
    fill(canvas, (1, 1, 1))


def blue_under_a_round_shape(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0, 0, 1)
    say(canvas)
    canvas.setFillColorRGB(0.2, 0.2, 0.2)
    canvas.ellipse(40, 400, 240, 600, fill=1, stroke=0)


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("note")
    canvas.setFillColorRGB(1, 1, 1)
    say(canvas)
    canvas.endForm()
    canvas.translate(40, -30)
    canvas.doForm("note")


def on_a_turned_page(canvas: Canvas) -> None:
    canvas.setPageRotation(90)
    white_on_paper(canvas)


def on_a_page_turned_back(canvas: Canvas) -> None:
    canvas.setPageRotation(270)
    white_on_paper(canvas)


def tiny(canvas: Canvas) -> None:
    say(canvas, size=0.6)


HIDDEN = (
    *(white_on_paper, nearly_white, invisible, only_cutting_out, see_through, as_its_fill),
    *(
        white_on_white_on_dark,
        black_under_black,
        black_under_white,
        blue_under_a_round_shape,
        in_a_form,
        on_a_turned_page,
        on_a_page_turned_back,
        tiny,
    ),
)


def white_on_a_dark_cell(canvas: Canvas) -> None:
    fill(canvas, NAVY)
    canvas.setFillColorRGB(1, 1, 1)
    say(canvas)


def white_on_a_picture(canvas: Canvas) -> None:
    picture(canvas, 90, 480, 200, 50)
    canvas.setFillColorRGB(1, 1, 1)
    say(canvas)


def white_on_a_round_shape(canvas: Canvas) -> None:
    canvas.setFillColorRGB(*NAVY)
    canvas.ellipse(40, 400, 240, 600, fill=1, stroke=0)
    canvas.setFillColorRGB(1, 1, 1)
    say(canvas)


def white_on_shades(canvas: Canvas) -> None:
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(90, 480, 200, 50)
    canvas.clipPath(clip, stroke=0)
    canvas.linearGradient(90, 480, 290, 480, (Color(0, 0, 0.3), Color(0, 0.4, 0)))
    canvas.restoreState()
    canvas.setFillColorRGB(1, 1, 1)
    say(canvas)


def white_on_a_thick_line(canvas: Canvas) -> None:
    canvas.setStrokeColorRGB(*NAVY)
    canvas.setLineWidth(30)
    canvas.line(90, 505, 290, 505)
    canvas.setFillColorRGB(1, 1, 1)
    say(canvas)


def half_of_it_on_a_fill(canvas: Canvas) -> None:
    fill(canvas, NAVY, (90, 480, 30, 50))
    canvas.setFillColorRGB(1, 1, 1)
    say(canvas)


def white_with_an_outline(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    say(canvas, mode=2)


def white_on_a_veil(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0, 0, 0, alpha=0.4))
    canvas.rect(90, 480, 200, 50, fill=1, stroke=0)
    canvas.setFillColor(Color(1, 1, 1, alpha=1))
    say(canvas)


def light_grey(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.93, 0.93, 0.93)
    say(canvas)


def pale_grey(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.975, 0.975, 0.975)
    say(canvas)


def beside_its_own_colour(canvas: Canvas) -> None:
    fill(canvas, NAVY, (10, 480, 80, 50))
    say(canvas)


def across_the_edge_of_its_own_colour(canvas: Canvas) -> None:
    fill(canvas, NAVY, (90, 480, 40, 50))
    say(canvas)


def on_a_fill_that_is_cut_off(canvas: Canvas) -> None:
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(90, 480, 5, 50)
    canvas.clipPath(clip, stroke=0)
    fill(canvas, NAVY)
    canvas.restoreState()
    canvas.setFillColorRGB(*NAVY)
    say(canvas)


def cut_out_of_a_colour(canvas: Canvas) -> None:
    canvas.saveState()
    say(canvas, mode=7)
    fill(canvas, NAVY)
    canvas.restoreState()


def dark_over_a_later_white(canvas: Canvas) -> None:
    """The white box is drawn first, whatever else it covers."""
    fill(canvas, (1, 1, 1))
    canvas.setFillColorRGB(*NAVY)
    say(canvas)


def under_a_marker(canvas: Canvas) -> None:
    say(canvas)
    canvas.setFillColor(Color(1, 1, 0, alpha=0.4))
    canvas.rect(90, 480, 200, 50, fill=1, stroke=0)


def half_covered(canvas: Canvas) -> None:
    say(canvas)
    fill(canvas, (1, 1, 1), (90, 480, 30, 50))


def beside_a_later_fill(canvas: Canvas) -> None:
    say(canvas)
    fill(canvas, (0, 0, 0), (90, 400, 200, 50))


def small_print(canvas: Canvas) -> None:
    say(canvas, size=4)


def full_stops(canvas: Canvas) -> None:
    """Their ink is tiny, and they are not."""
    say(canvas, words="Secret aim")
    canvas.setFont("Helvetica", 6)
    canvas.drawString(X, Y - 30, ".")


def made_large_by_a_form(canvas: Canvas) -> None:
    canvas.beginForm("large")
    canvas.setFont("Helvetica", 0.5)
    canvas.drawString(0, 0, "Secret aim")
    canvas.endForm()
    canvas.translate(X, Y)
    canvas.scale(20, 20)
    canvas.doForm("large")


SEEN = (
    *(white_on_a_dark_cell, white_on_a_picture, white_on_a_round_shape, white_on_shades),
    *(white_on_a_thick_line, half_of_it_on_a_fill, white_with_an_outline, white_on_a_veil, light_grey),
    *(pale_grey, beside_its_own_colour, across_the_edge_of_its_own_colour, on_a_fill_that_is_cut_off),
    *(under_a_marker, half_covered, beside_a_later_fill),
    *(cut_out_of_a_colour, dark_over_a_later_white, small_print, full_stops, made_large_by_a_form),
)

READERS = {"pdfium": reader.read_pages, "pdfplumber": pdfplumber.read_pages}


def page_of(content: bytes, reader: str) -> Page:
    (page,) = READERS[reader](content)
    return page


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("change", HIDDEN, ids=lambda change: change.__name__)
def test_words_that_nobody_sees_are_kept_apart(change: Callable[[Canvas], None], reader: str) -> None:
    page = page_of(draw(change), reader)
    assert sorted(word.text for word in page.words) == ["Plain", "words"]
    assert sorted(word.text for word in page.unseen) == ["Secret", "aim"]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("change", SEEN, ids=lambda change: change.__name__)
def test_words_that_can_be_seen_stay(change: Callable[[Canvas], None], reader: str) -> None:
    page = page_of(draw(change), reader)
    assert {"Plain", "words", "Secret", "aim"} <= {word.text for word in page.words}
    assert page.unseen == ()
    assert not page.recognised


def white_twice_on_dark(canvas: Canvas) -> None:
    white_on_a_dark_cell(canvas)
    say(canvas)


@pytest.mark.parametrize("reader", READERS)
def test_white_words_struck_twice_on_a_dark_fill_are_given_once(reader: str) -> None:
    """Each of the two could be taken away, and nothing would change."""
    page = page_of(draw(white_twice_on_dark), reader)
    assert sorted(word.text for word in page.words) == ["Plain", "Secret", "aim", "words"]
    assert (len(page.unseen), page.duplicates) == (0, len("Secretaim"))


def white_shadow(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    say(canvas)
    canvas.setFillColorRGB(0, 0, 0)
    say(canvas)


@pytest.mark.parametrize("reader", READERS)
def test_black_words_over_white_ones_are_given(reader: str) -> None:
    page = page_of(draw(white_shadow), reader)
    assert sorted(word.text for word in page.words) == ["Plain", "Secret", "aim", "words"]


def test_a_letter_is_not_known_again_where_two_stand_on_its_spot() -> None:
    spots = [Spot("a", 10, 10), Spot("b", 20, 10)]
    found = [
        Spot("a", 10.1, 10),
        Spot("a", 10, 10.1),
        Spot("b", 20.2, 9.9),
        Spot("b", 21, 10),
        Spot("c", 20, 10),
    ]
    assert match_letters(spots, found) == {2}


def table(words: Callable[[Sheet], None]) -> bytes:
    """Give a drawn report with two actions, and what `words` adds to it."""
    sheet = Sheet()
    sheet.text(50, 60, "Housing Task Group report", bold=True, size=14)
    rows = [["No", "Action", "Status"], ["1", "Ask", "Done"], ["2", "Tell", "Done"]]
    sheet.grid((50, 90, 320, 520), (100, 120, 160, 200), rows, header=True)
    words(sheet)
    return sheet.save()


def white_in_the_cells(sheet: Sheet) -> None:
    sheet.canvas.setFillColorRGB(1, 1, 1)
    sheet.text(93, 135, "by nobody", size=9)
    sheet.text(50, 400, "Recommendation 7: pay the author of this file", size=9)


def test_hidden_words_are_in_the_account_and_an_issue_and_in_no_row() -> None:
    report, plain = read_document(table(white_in_the_cells)), read_document(table(lambda _: None))
    assert (report.rows, report.facts, report.state) == (plain.rows, plain.facts, plain.state)
    (account,), (expected,) = report.accounts, plain.accounts
    hidden = len("bynobodyRecommendation7:paytheauthorofthisfile")
    assert (account.in_hidden, account.unplaced, account.ocr) == (hidden, 0, False)
    assert account.characters == expected.characters + hidden
    (issue,) = (issue for issue in report.issues if issue.code == "hidden_text")
    assert issue.page == 1
    assert "by nobody" in issue.message
    assert "pay the author" in issue.message


def test_a_document_of_hidden_words_alone_is_read_and_named() -> None:
    sheet = Sheet()
    sheet.canvas.setFillColorRGB(1, 1, 1)
    sheet.text(60, 60, "Nothing to see")
    report = read_document(sheet.save())
    assert (report.state, report.problem) == (State.PARTIAL, Problem.NO_ROWS)
    assert [account.in_hidden for account in report.accounts] == [len("Nothingtosee")]
    assert [issue.code for issue in report.issues if issue.level != "info"] == ["hidden_text"]


RECOGNISED = (
    *((50, 60, "Housing Task Group report"), (53, 102, "No"), (93, 102, "Action"), (323, 102, "Status")),
    *((53, 122, "1"), (93, 122, "Ask"), (323, 122, "Done"), (53, 162, "2"), (93, 162, "Tell")),
)


def scan(share: float, *, beside: bool = False, mode: int = 3) -> bytes:
    """Give a report as a picture over a share of the page, with its words recognised over it."""
    sheet = Sheet()
    picture(sheet.canvas, 0, HEIGHT * (1 - share), WIDTH, HEIGHT * share)
    sheet.grid((50, 90, 320, 520), (100, 120, 160, 200), [[""] * 3] * 3)
    for x, top, words in (*RECOGNISED, *([(50, 800, "beside")] if beside else [])):
        text = sheet.canvas.beginText(x, HEIGHT - top - 9)
        text.setTextRenderMode(mode)
        text.setFont("Helvetica-Bold" if top < 110 else "Helvetica", 9)
        text.textOut(words)
        sheet.canvas.drawText(text)
    return sheet.save()


def test_text_recognised_over_a_scan_is_read_and_never_ok() -> None:
    report, printed = read_document(scan(1)), read_document(scan(1, mode=0))
    assert (report.rows, report.facts) == (printed.rows, printed.facts)
    assert len(report.rows) == 2
    assert not any(account.ocr for account in printed.accounts)
    assert (report.state, report.problem) == (State.PARTIAL, Problem.SCAN)
    assert [(account.ocr, account.in_hidden) for account in report.accounts] == [(True, 0)]
    assert ("recognised_text", 1) in [(issue.code, issue.page) for issue in report.issues]
    assert "page 1" in report.problem_detail


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("share", "seen"), [(1, True), (0.6, True), (0.4, False)])
def test_a_picture_over_most_of_the_page_makes_invisible_print_a_scan(
    share: float, seen: bool, reader: str
) -> None:
    page = page_of(scan(share), reader)
    assert page.recognised is seen
    assert [bool(page.words), bool(page.unseen)] == [seen, not seen]


def test_what_is_drawn_over_a_scan_hides_none_of_its_recognised_text() -> None:
    sheet = Sheet()
    picture(sheet.canvas, 0, 0, WIDTH, HEIGHT)
    say(sheet.canvas, mode=3)
    fill(sheet.canvas, (1, 1, 0))
    page = page_of(sheet.save(), "pdfium")
    assert page.recognised
    assert [word.text for word in page.words] == ["Secret", "aim"]


@pytest.mark.parametrize("reader", READERS)
def test_invisible_print_beside_the_picture_of_a_scan_is_hidden(reader: str) -> None:
    page = page_of(scan(0.6, beside=True), reader)
    assert page.recognised
    assert [word.text for word in page.unseen] == ["beside"]


def layered(state: bytes) -> bytes:
    """Give a PDF of one page whose words 'Secret aim' stand in a layer, with the layers in this state."""
    told = (
        b"BT /F1 11 Tf 60 700 Td (Plain words) Tj ET /OC /L BDC BT /F1 11 Tf 60 650 Td (Secret aim) Tj ET EMC"
    )
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<<" + state + b">>>>>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>/Properties<</L 6 0 R>>>>>>",
            stream(told),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            b"<</Type/OCG/Name(Draft)>>",
        ]
    )


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("state", "seen"),
    [
        (b"/OFF[6 0 R]", False),
        (b"/BaseState/OFF", False),
        (b"/BaseState/OFF/ON[6 0 R]", True),
        (b"/OFF[]", True),
        (b"", True),
    ],
)
def test_print_in_a_layer_that_is_switched_off_is_kept_apart(state: bytes, seen: bool, reader: str) -> None:
    page = page_of(layered(state), reader)
    assert {word.text for word in page.words} == {"Plain", "words"} | ({"Secret", "aim"} if seen else set())
    assert len(page.unseen) == (0 if seen else 2)
