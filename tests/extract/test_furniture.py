"""Running headers and footers, by repetition."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from extract.layout.lines import group_lines
from extract.layout.running_heads import find_furniture
from extract.pdf.reader import read_pages


def test_a_table_in_small_print_at_the_foot_is_no_footnote() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont("Helvetica", 11)
    for top in (440, 460, 480, 500):
        canvas.drawString(60, A4[1] - top, "What the plan is for")
    canvas.setFont("Helvetica", 9)
    for at, (number, action) in enumerate((("1", "Ask all schools."), ("2", "Tell the board."))):
        for x, words in ((60, number), (100, action), (300, "May 2019")):
            canvas.drawString(x, A4[1] - 540 - 20 * at, words)
    canvas.save()
    pages = list(read_pages(buffer.getvalue()))
    assert not find_furniture(pages, {page.number: group_lines(page.words) for page in pages}, {})


def test_a_footer_is_known_again_on_a_page_of_another_size() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for size in (A4, landscape(A4)):
        canvas.setPageSize(size)
        canvas.drawString(60, size[1] - 40, "Libraries follow-up")
        canvas.drawString(60, size[1] / 2, f"What stands on a page {size[1]:.0f} points high")
        canvas.drawString(60, 40, "June 2014, for the committee")
        canvas.showPage()
    canvas.save()
    pages = list(read_pages(buffer.getvalue()))
    found = find_furniture(pages, {page.number: group_lines(page.words) for page in pages}, {})
    words = [" ".join(w.text for w in page.words if (page.number, w.index) in found) for page in pages]
    assert words == ["Libraries follow-up June 2014, for the committee"] * 2


@pytest.mark.parametrize(
    ("foot", "top", "is_furniture"),
    [
        ("1", 800, True),
        ("- 1 -", 800, True),
        ("Page 1 of 1", 800, True),
        ("Anyshire Council | 1", 800, True),
        ("4", 800, False),
        ("June 2014", 800, False),
        ("1", 400, False),
        ("1", 770, False),
    ],
)
def test_the_number_of_a_lone_page_stands_far_below_all_else(foot: str, top: int, is_furniture: bool) -> None:
    """Without a second page nothing is repeated; a row or item just above may be numbered as well."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawString(60, A4[1] - (750 if top == 770 else 100), "(a) That the plan be agreed.")
    canvas.drawString(280, A4[1] - top, foot)
    canvas.save()
    pages = list(read_pages(buffer.getvalue()))
    found = find_furniture(pages, {page.number: group_lines(page.words) for page in pages}, {})
    assert " ".join(w.text for w in pages[0].words if (1, w.index) in found) == (foot if is_furniture else "")


def test_small_print_is_a_footnote_at_the_foot_of_a_page_alone() -> None:
    """'14 March 2024' between a title and a table is the day of a meeting."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for size, top, words in (
        (15, 80, "Improvement plan: progress tracker"),
        (14, 100, "Anyshire County Council"),
        (10, 125, "14 March 2024"),
        (10, 790, "1 Source: the annual survey"),
    ):
        canvas.setFont("Helvetica", size)
        canvas.drawString(60, A4[1] - top, words)
    canvas.save()
    pages = list(read_pages(buffer.getvalue()))
    found = find_furniture(pages, {page.number: group_lines(page.words) for page in pages}, {})
    assert " ".join(w.text for w in pages[0].words if (1, w.index) in found) == "1 Source: the annual survey"


def test_the_margins_of_a_page_laid_across_are_those_of_an_upright_one() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=landscape(A4))
    for page in range(3):
        canvas.drawString(60, 300, f"What stands on page {page + 1}")
        canvas.drawString(60, 70, "Report Number 2011-20")
        canvas.showPage()
    canvas.save()
    pages = list(read_pages(buffer.getvalue()))
    found = find_furniture(pages, {page.number: group_lines(page.words) for page in pages}, {})
    assert [" ".join(w.text for w in page.words if (page.number, w.index) in found) for page in pages] == [
        "Report Number 2011-20"
    ] * 3
