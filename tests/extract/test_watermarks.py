"""Watermarks are set apart whatever they look like, and what only resembles one is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from drawing import HEIGHT, WIDTH, Sheet

from extract.document import read_document
from extract.pdf import pdfplumber, reader
from records.outcome import State
from records.pages import Page

LINES = ("Recruit twelve social workers", "Audit every plan by June", "Publish the local offer")
READERS = pytest.mark.parametrize("read_pages", [reader.read_pages, pdfplumber.read_pages])


def grid_with(change: Callable[[Sheet], None]) -> bytes:
    """Give a PDF of a ruled table of three rows, and what `change` prints over it."""
    sheet = Sheet()
    change(sheet)
    sheet.canvas.setFillColorRGB(0, 0, 0, alpha=1)
    sheet.grid(
        [60, 90, 400, 500],
        [100, 130, 160, 190],
        [[str(n), line, "Complete"] for n, line in enumerate(LINES, 1)],
    )
    return sheet.save()


def printed(page: Page) -> str:
    return " ".join(word.text for word in page.words)


def say(
    sheet: Sheet,
    words: str,
    x: float,
    top: float,
    *,
    size: float,
    grey: float = 0,
    alpha: float = 1,
    angle: float = 0,
) -> None:
    canvas = sheet.canvas
    canvas.saveState()
    canvas.setFillColorRGB(grey, grey, grey, alpha=alpha)
    canvas.setFont("Helvetica", size)
    canvas.translate(x, HEIGHT - top)
    canvas.rotate(angle)
    canvas.drawString(0, 0, words)
    canvas.restoreState()


def across(sheet: Sheet) -> None:
    say(sheet, "DRAFT", 100, 190, size=80, grey=0.8)


def see_through(sheet: Sheet) -> None:
    say(sheet, "NOT FOR SALE", 60, 170, size=60, alpha=0.2)


def slanted(sheet: Sheet) -> None:
    say(sheet, "DRAFT", 120, 260, size=90, grey=0.75, angle=40)


def slanted_the_other_way(sheet: Sheet) -> None:
    say(sheet, "COPY", 120, 60, size=70, grey=0.2, alpha=0.3, angle=-35)


def dark(sheet: Sheet) -> None:
    say(sheet, "SAMPLE", 80, 175, size=90)


def small_and_often(sheet: Sheet) -> None:
    for top in range(90, 400, 37):
        say(sheet, "Uncontrolled when printed", 95, top, size=11, grey=0.8)


@READERS
@pytest.mark.parametrize("mark", [across, see_through, slanted, slanted_the_other_way, dark, small_and_often])
def test_a_watermark_is_no_word_and_no_strike(
    mark: Callable[[Sheet], None], read_pages: Callable[[bytes], object]
) -> None:
    (plain,) = read_pages(grid_with(lambda _: None))
    (page,) = read_pages(grid_with(mark))
    assert printed(page) == printed(plain)
    assert page.watermark


def test_a_watermark_is_told_and_counted_as_furniture() -> None:
    report = read_document(grid_with(across))
    (account,) = report.accounts
    assert [(i.level, i.message) for i in report.issues if i.code == "watermark"] == [
        ("info", "A watermark, and left out: DRAFT")
    ]
    assert account.unplaced == 0
    assert account.in_furniture == len("DRAFT")
    assert account.characters == account.in_furniture + sum(len(line.replace(" ", "")) + 9 for line in LINES)


@pytest.mark.parametrize(("over", "told"), [("Yes", True), ("", False)])
def test_pale_words_of_a_table_that_are_left_out_make_the_document_partial(over: str, told: bool) -> None:
    """One that stands on other words by chance is taken for a watermark, and so are all that are like it."""
    sheet = Sheet()
    sheet.text(60, 50, "Improvement plan", bold=True, size=16)
    rows = [["No", "Action", "Status"], *([str(n), line, ""] for n, line in enumerate(LINES, 1))]
    sheet.grid([60, 90, 400, 500], [100, 130, 160, 190, 220], rows, header=True)
    for top in (143, 173, 203):
        say(sheet, "Yes", 405, top, size=9, grey=0.7)
    say(sheet, over, 93, 143, size=9, grey=0.7)
    report = read_document(sheet.save())
    assert [row.fields["status"].text for row in report.rows] == ["" if told else "Yes"] * 3
    assert report.state is (State.PARTIAL if told else State.OK)
    assert ("May be text, not a watermark, and left out: Yes Yes Yes" in report.problem_detail) is told


def white_on_a_fill(sheet: Sheet) -> None:
    sheet.box(60, 300, 500, 330, (0.1, 0.1, 0.4))
    say(sheet, "Progress", 70, 320, size=11, grey=1)


def grey_notes(sheet: Sheet) -> None:
    for top in (300, 311, 322):
        say(sheet, "Figures are of the end of March", 60, top, size=11, grey=0.7)


def pale_title(sheet: Sheet) -> None:
    say(sheet, "Annual report", 60, 80, size=40, grey=0.7)


def slanted_heading(sheet: Sheet) -> None:
    say(sheet, "Lead officer", 300, 90, size=11, angle=60)


def slanted_title(sheet: Sheet) -> None:
    say(sheet, "Annual report", 60, 600, size=60, angle=8)


def shadow(sheet: Sheet) -> None:
    say(sheet, "Illicit filling", 61, 331, size=12, grey=0.7)
    say(sheet, "Illicit filling", 60, 330, size=12)


def large_initial(sheet: Sheet) -> None:
    say(sheet, "O", 60, 330, size=40)
    for top in (305, 318, 330):
        say(sheet, "ur children are safe", 95, top, size=11)


@READERS
@pytest.mark.parametrize(
    "text", [white_on_a_fill, grey_notes, pale_title, slanted_heading, slanted_title, shadow, large_initial]
)
def test_what_stands_on_no_other_text_is_read(
    text: Callable[[Sheet], None], read_pages: Callable[[bytes], object]
) -> None:
    (page,) = read_pages(grid_with(text))
    assert not page.watermark


def test_a_page_with_nothing_but_a_watermark_has_text() -> None:
    sheet = Sheet()
    say(sheet, "DRAFT", WIDTH / 4, HEIGHT / 2, size=90, grey=0.75, angle=45)
    assert read_document(sheet.save()).problem_detail.startswith("No recommendation")
