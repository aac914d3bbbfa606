"""The document that started the project: a task group's table of 26 actions over four pages."""

from __future__ import annotations

import pytest

from extract.document import read_document
from records.outcome import State
from records.report import Report


@pytest.fixture(scope="module")
def report() -> Report:
    from conftest import EXAMPLE

    return read_document(EXAMPLE.read_bytes())


def test_it_is_read_in_full(report: Report) -> None:
    assert (report.state, report.problem) == (State.OK, None)
    assert report.family == "task_group_report"
    assert [row.fields["ref"].text for row in report.rows] == [
        *map(str, range(1, 16)),
        "15a",
        *map(str, range(16, 26)),
    ]


def test_the_header_row_names_the_first_section(report: Report) -> None:
    sections = [row.section for row in report.rows]
    assert sections[0] == ("Ofsted immediate actions on safeguarding",)
    assert sections[7] == ("Ofsted 3 months actions on safeguarding",)
    assert sections[-1] == ("Ofsted immediate actions on Looked After Children",)


def test_rows_cut_by_a_page_break_are_whole_and_on_both_pages(report: Report) -> None:
    row = next(row for row in report.rows if row.fields["ref"].text == "13")
    assert row.fields["text"].text.endswith("comprehensive risk identification")
    assert "their safeguarding responsibilities" in row.fields["text"].text
    assert row.fields["status_and_comments"].text == (
        "Unknown\nThe Task Group did not receive evidence of this improvement so cannot reach a conclusion."
    )
    assert {region.page for region in row.regions} == {2, 3}


def test_joins_carry_their_reasons(report: Report) -> None:
    assert [(j.upper_page, j.lower_page, j.reason, j.cut_row) for j in report.joins] == [
        (1, 2, "numbering goes on", False),
        (2, 3, "numbering goes on", True),
        (3, 4, "numbering goes on", True),
    ]


def test_an_answer_without_bullets_has_one_block(report: Report) -> None:
    answers = {row.fields["ref"].text: row.fields["status_and_comments"] for row in report.rows}
    assert [block.text for block in answers["20"].blocks] == ["Complete"]
    assert [block.text for block in answers["15a"].blocks] == ["See above"]
    assert [block.kind for block in answers["1"].blocks] == ["paragraph", "bullet"]


def test_facts_are_as_printed(report: Report) -> None:
    assert {name: passage.text for name, passage in report.facts.items()} == {
        "board": "Safeguarding Improvement Board",
        "meeting_date": "2nd October 2012",
        "item": "3.3",
        "title": "Item 3.3 – Scrutiny Task Group report on Improvements Within 3 months",
        "author_body": "Safeguarding Children & Young People Task Group",
        "publisher": "Wiltshire Council",
    }


def test_every_character_of_every_page_has_an_owner(report: Report, wiltshire: bytes) -> None:
    """Counted against the text that pdfium, another parser, finds on the same pages."""
    import pypdfium2

    pages = pypdfium2.PdfDocument(wiltshire)
    assert len(report.accounts) == len(pages) == 4
    for account, page in zip(report.accounts, pages, strict=True):
        text = page.get_textpage().get_text_range()
        assert account.unplaced == 0
        assert account.characters == (
            account.in_rows
            + account.in_facts
            + account.in_headings
            + account.in_furniture
            + account.in_prose
            + account.in_duplicates
            + account.in_hidden
        )
        # pdfium marks a hyphen at a line end with U+FFFE or U+0002.
        assert account.characters == sum(not c.isspace() for c in text)


def test_letters_and_digits_of_the_rows_stand_on_their_pages(report: Report, wiltshire: bytes) -> None:
    import pypdfium2

    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(wiltshire)]
    printed = "".join(c for c in "".join(pages) if c.isalnum())
    for row in report.rows:
        for field in row.fields.values():
            for block in field.blocks:
                letters = "".join(c for c in block.text if c.isalnum())
                # A block cut by a page break stands in two places, the parts of other cells between.
                assert letters[:12] in printed
                assert letters[-12:] in printed
