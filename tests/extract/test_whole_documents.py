"""Whole drawn documents, bytes in and rows out, each for a rule that no other test held."""

from __future__ import annotations

import pytest
from drawing import Sheet, pdf_of, stream

from extract.document import read_document
from extract.pdf.reader import read_pages
from records.outcome import State


def test_a_table_without_numbers_goes_on_over_the_page_below_its_section() -> None:
    """No number, open row or header printed again says that the rows of page 2 are of the same table."""
    sheet = Sheet()
    edges = (50, 320, 430, 540)
    sheet.text(50, 50, "Children's services improvement plan", bold=True, size=14)
    rows = [
        ["Action", "Lead", "Status"],
        ["Early help"],
        ["Ask each school for its plan.", "Council", "Complete"],
        ["Tell the board what they say.", "Health", "In progress"],
    ]
    sheet.grid(edges, (680, 700, 720, 740, 760), rows, header=True)
    sheet.new_page()
    rows = [
        ["Meet the police each month.", "Police", "Not started"],
        ["Publish what was agreed.", "Council", "Complete"],
    ]
    sheet.grid(edges, (60, 80, 100), rows)
    report = read_document(sheet.save())
    assert report.state is State.OK
    assert [(*row.section, *(field.text for field in row.fields.values())) for row in report.rows] == [
        ("Early help", "Ask each school for its plan.", "Council", "Complete"),
        ("Early help", "Tell the board what they say.", "Health", "In progress"),
        ("Early help", "Meet the police each month.", "Police", "Not started"),
        ("Early help", "Publish what was agreed.", "Council", "Complete"),
    ]


def test_priority_actions_go_on_over_the_page_beside_the_bodies_that_must_act() -> None:
    """Two whole rows, neither numbered nor cut, as area SEND reports print them: the second was lost."""
    sheet = Sheet()
    sheet.text(57, 60, "Area SEND inspection of Anytown Local Area Partnership", bold=True, size=16)
    sheet.text(57, 100, "Inspection dates: 3 to 7 June 2024")
    sheet.box(55, 140, 540, 200)
    sheet.text(62, 150, "Inspection outcome", bold=True, size=14)
    sheet.text(62, 175, "There are widespread and/or systemic failings.")
    sheet.text(57, 660, "Areas for priority action", bold=True, size=14)
    edges = (57, 200, 540)
    sheet.grid(
        edges,
        (690, 710, 750),
        [
            ["Responsible body", "Areas for priority action"],
            ["Anytown Council", "Leaders should act urgently to agree\na plan that everybody follows."],
        ],
        header=True,
    )
    sheet.new_page()
    sheet.grid(
        edges, (60, 100), [["NHS Anyshire ICB", "Leaders should act urgently to shorten\nthe waiting times."]]
    )
    sheet.text(57, 140, "Local area partnership details", bold=True, size=14)
    sheet.text(57, 200, "Inspection team", bold=True, size=12)
    sheet.text(57, 220, "A Person HMI, Ofsted Lead inspector")
    report = read_document(sheet.save())
    assert (report.family, report.state) == ("ofsted_area_send", State.OK)
    assert [(row.fields["owner"].text, row.fields["text"].text) for row in report.rows] == [
        ("Anytown Council", "Leaders should act urgently to agree a plan that everybody follows."),
        ("NHS Anyshire ICB", "Leaders should act urgently to shorten the waiting times."),
    ]


def test_two_tables_without_rules_below_equal_headings_on_one_page_are_two() -> None:
    """Only on a later page is a header that of the table before, printed again."""
    sheet = Sheet()
    sheet.text(50, 40, "Children's services improvement plan", bold=True, size=14)
    top = 90
    for title, rows in (
        (
            "Early help",
            [("1", "Ask each school", "Council", "Complete"), ("2", "Tell all", "Health", "Overdue")],
        ),
        (
            "Placements",
            [("1", "Visit each home", "Police", "Complete"), ("2", "Move few", "Council", "On track")],
        ),
    ):
        sheet.text(50, top, title, bold=True, size=12)
        for place, row in enumerate([("Ref", "Action", "Lead", "Status"), *rows]):
            for x, cell in zip((60, 100, 300, 420), row, strict=True):
                sheet.text(x, top + 30 + 22 * place, cell, size=10, bold=place == 0)
        top += 160
    report = read_document(sheet.save())
    assert report.state is State.OK
    assert [(*row.section, *(field.text for field in row.fields.values())) for row in report.rows] == [
        ("Early help", "1", "Ask each school", "Council", "Complete"),
        ("Early help", "2", "Tell all", "Health", "Overdue"),
        ("Placements", "1", "Visit each home", "Police", "Complete"),
        ("Placements", "2", "Move few", "Council", "On track"),
    ]


@pytest.mark.parametrize(("second", "reader"), [(b"AA", "pdfplumber"), (b"AAA", "pdfium")])
def test_a_page_with_two_fonts_of_one_name_is_read_with_the_descent_of_each(
    second: bytes, reader: str
) -> None:
    """pdfium names the font of a letter and no more: what is shown in each tells which it is."""
    font = (
        b"<</Type/Font/Subtype/TrueType/BaseFont/Any/FirstChar 65/LastChar 65/Widths[600]"
        b"/FontDescriptor %d 0 R>>"
    )
    descriptor = (
        b"<</Type/FontDescriptor/FontName/Any/Flags 32/FontBBox[0 -900 900 900]/Ascent 700/Descent %d>>"
    )
    content = pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>",
            stream(b"BT /F1 10 Tf 50 700 Td (AA) Tj ET BT /F2 10 Tf 50 600 Td (" + second + b") Tj ET"),
            *(font % 7, font % 8, descriptor % -200, descriptor % -500),
        ]
    )
    (page,) = read_pages(content)
    assert (page.reader, "two fonts of one name" in page.doubt) == (reader, reader == "pdfplumber")
    words = [(word.text, round(word.box.bottom)) for word in page.words]
    assert words == [("AA", 144), (second.decode(), 247)]
