"""Hyphens at the ends of lines, in cells and in running text: set for the line, or part of the word."""

from __future__ import annotations

import pytest
from drawing import Sheet

from extract.document import read_document
from extract.families.column_headings import table_words
from extract.layout.hyphens import is_parted
from extract.layout.lines import join_text


@pytest.mark.parametrize(
    ("start", "rest", "written"),
    [
        ("safeguard-", "ing", ""),
        ("safe-", "guarding", "safeguarding"),
        ("(commis-", "sioning)", ""),
        ("accom-", "modation", ""),
        ("Multi-", "agency", "multiagency"),
        ("re\u2010", "sponsibility,", ""),
    ],
)
def test_a_hyphen_that_was_set_for_the_end_of_a_line_goes(start: str, rest: str, written: str) -> None:
    assert is_parted(start, rest, lambda: frozenset(written.split()))


@pytest.mark.parametrize(
    ("start", "rest", "written"),
    [
        ("multi-", "agency", ""),
        ("multi-", "agency", "multi-agency multiagency"),
        ("safeguard-", "ing", "safeguard-ing"),
        ("council-", "led", ""),
        ("well-", "being", ""),
        ("co-", "ordinated", ""),
        ("Black-", "Smith", "blacksmith"),
        ("2023-", "ing", ""),
        ("AP-01-", "ing", ""),
        ("a-", "ing", ""),
        ("part-", "time", "part time"),
        ("safeguard", "ing", "safeguarding"),
    ],
)
def test_a_hyphen_that_may_belong_to_the_word_stays(start: str, rest: str, written: str) -> None:
    assert not is_parted(start, rest, lambda: frozenset(written.split()))


def test_only_a_hyphen_goes_where_a_word_goes_on() -> None:
    assert join_text([("safeguard-", False), ("ing", True), ("team", False)]) == "safeguarding team"
    assert join_text([("multi-", False), ("agency", False)]) == "multi-agency"


@pytest.mark.parametrize(
    "end", ["led", "being", "time", "based", "up", "term", "able", "red", "ring", "action"]
)
def test_a_second_part_of_words_with_hyphens_is_no_end_of_a_word(end: str) -> None:
    assert end not in table_words().word_ends


def test_hyphens_in_cells_and_in_lists() -> None:
    sheet = Sheet()
    sheet.text(50, 40, "Anyshire improvement plan", bold=True, size=14)
    rows = [
        ["Ref", "Action", "Owner", "Status"],
        ["1", "Review the safeguard-\ning of the multi-\nagency team", "Head of Care", "Complete"],
    ]
    sheet.grid((50, 86, 250, 400, 500), (80, 100, 140), rows, header=True)
    (row,) = read_document(sheet.save()).rows
    assert row.fields["text"].text == "Review the safeguarding of the multi-agency team"

    sheet = Sheet()
    sheet.text(50, 40, "Anyshire Cabinet, 4 May 2024: report", bold=True, size=14)
    sheet.text(50, 80, "Recommendations", bold=True, size=12)
    sheet.lines(50, 110, ["1. That the commis-", "sioning of a multi-", "agency team be agreed."])
    (row,) = read_document(sheet.save()).rows
    assert row.fields["text"].text == "That the commissioning of a multi-agency team be agreed."
