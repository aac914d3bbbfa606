"""Lists in running text: which items count where the same words are printed twice."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from drawing import Sheet

from extract.document import read_document

NOTED = "RESOLVED that the report be noted."
LIST = ("1. That the plan be agreed.", "2. That staff be thanked.", "3. That costs be reported.")


def resolved(*lines: str) -> list[tuple[Sequence[str], str]]:
    """Return section and text of each row of minutes; a line that opens with '*' is a heading."""
    sheet = Sheet()
    sheet.text(50, 40, "Anyshire County Council", bold=True, size=12)
    sheet.text(50, 60, "Minutes of the Cabinet held on 3 May 2024", bold=True, size=14)
    for at, line in enumerate(lines):
        sheet.text(50, 100 + 24 * at, line.removeprefix("*"), bold=line.startswith("*"), size=10)
    return [(row.section, row.fields["text"].text) for row in read_document(sheet.save()).rows]


def test_the_same_words_resolved_under_two_headings_are_two_resolutions() -> None:
    found = resolved("*1. Young carers", NOTED, "*2. School places", NOTED)
    assert found == [
        (("1. Young carers",), "the report be noted."),
        (("2. School places",), "the report be noted."),
    ]


@pytest.mark.parametrize(
    "opening",
    [
        "AGREED - ",
        "Agreed: ",
        "RECOMMENDED to Council that ",
        "Decision: ",
        "Decision taken - ",
        "Decision 4: ",
    ],
)
def test_a_sentence_that_decides_is_a_row_without_its_opening(opening: str) -> None:
    found = resolved(NOTED, f"{opening}the lease be renewed.")
    assert [text for _, text in found] == ["the report be noted.", "the lease be renewed."]


@pytest.mark.parametrize(
    "line",
    [
        "*Decisions of the meeting",
        "Decisions of the meeting",
        "Decision maker: Cabinet",
        "*Decision notice",
        "Agreed actions",
        "Recommended reading",
        "Resolutely opposed",
    ],
)
def test_words_that_only_begin_like_an_opening_are_no_row(line: str) -> None:
    assert [text for _, text in resolved(line, NOTED)] == ["the report be noted."]


def test_a_list_below_decisions_of_the_meeting_is_read() -> None:
    found = resolved("*Decisions of the meeting", *LIST, NOTED)
    assert [text for _, text in found] == [*(line[3:] for line in LIST), "the report be noted."]


@pytest.mark.parametrize(
    "lines",
    [
        ("*1. Young carers", NOTED, "Councillor A asked about costs.", NOTED),
        (NOTED, "Councillor A asked about costs.", NOTED),
    ],
)
def test_the_same_words_under_one_heading_count_once(lines: Sequence[str]) -> None:
    assert [text for _, text in resolved(*lines)] == ["the report be noted."]


def test_a_whole_list_that_is_printed_again_counts_once() -> None:
    found = resolved("*1. Budget", "RESOLVED that:", *LIST, "*In short", "RESOLVED that:", *LIST)
    assert [text for _, text in found] == [
        "That the plan be agreed.",
        "That staff be thanked.",
        "That costs be reported.",
    ]


def test_rows_keep_the_order_of_the_print_however_far_they_are_set_in() -> None:
    sheet = Sheet()
    sheet.text(50, 40, "Minutes of the Cabinet held on 3 May 2024", bold=True, size=14)
    sheet.text(50, 70, "RESOLVED that:")
    for at, line in enumerate(LIST):
        sheet.text(80, 90 + 20 * at, line)
    sheet.text(50, 160, NOTED)
    texts = [row.fields["text"].text for row in read_document(sheet.save()).rows]
    assert texts == [*(line[3:] for line in LIST), "the report be noted."]
