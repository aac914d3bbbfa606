"""Words and codes that a narrow cell breaks: which pieces are one, and which are two."""

from __future__ import annotations

import pytest
from drawing import Sheet

from extract.document import read_document
from extract.tables.broken_words import is_one_word


@pytest.mark.parametrize(
    ("start", "rest"),
    [
        ("CSC/20", "24/017"),
        ("CSC-20", "24-017"),
        ("OSC/2022/0", "14"),
        ("OSC/2022/01", "4"),
        ("OSC/", "014"),
        ("00", "7"),
        ("00", "01"),
        ("00012", "345"),
        ("31/03/20", "24"),
        ("30/4/20", "24"),
    ],
)
def test_figures_of_which_a_part_is_no_number_are_one_code(start: str, rest: str) -> None:
    assert is_one_word(start, rest, frozenset)


@pytest.mark.parametrize(
    ("start", "rest"),
    [
        ("12", "13"),
        ("01", "02"),
        ("2.1", "2.2"),
        ("1.10", "1.11"),
        ("CSC/2024", "017"),
        ("2023/24", "2025"),
        ("Q4", "2024"),
        ("1", "7"),
        ("31/03", "2024"),
        ("20", "24"),
        ("01", "7"),
        ("AP-01", "2024"),
    ],
)
def test_figures_that_may_be_two_numbers_are_kept_apart(start: str, rest: str) -> None:
    assert not is_one_word(start, rest, frozenset)


@pytest.mark.parametrize(
    ("known", "one"),
    [({"underway"}, True), ({"underway", "under"}, True), ({"underway", "under", "way"}, False)],
)
def test_two_words_that_a_document_prints_are_two(known: set[str], one: bool) -> None:
    assert is_one_word("Under", "way", lambda: known) is one


def test_references_are_whole_in_a_column_too_narrow_for_them() -> None:
    sheet = Sheet()
    sheet.text(50, 40, "Anyshire improvement plan", bold=True, size=14)
    rows = [
        ["Ref", "Action", "Owner", "Status"],
        ["CSC/20\n24/017", "Train staff", "Head of Care", "Complete"],
        ["OSC/20\n22/\n014", "Audit files", "Head of Care", "Complete"],
        ["12\n13", "Visit homes", "Head of Care", "Complete"],
    ]
    sheet.grid((50, 86, 250, 400, 500), (80, 100, 140, 180, 220), rows, header=True)
    found = [row.fields["ref"].text for row in read_document(sheet.save()).rows]
    assert found == ["CSC/2024/017", "OSC/2022/014", "12 13"]


def test_a_word_broken_behind_others_is_mended_where_the_document_prints_it_whole() -> None:
    """Some programs fill the line first: 'Head of Com' and 'munications' in a column too narrow for both."""
    sheet = Sheet()
    sheet.text(50, 40, "Anyshire improvement plan", bold=True, size=14)
    rows = [
        ["Ref", "Action", "Owner", "Status"],
        ["1", "Map communications again", "Head of Com\nmunications", "Complete"],
        ["2", "Train the teams again", "Head of\nnursing", "Complete"],
        ["3", "Train the board again", "Voluntary\nsector Com\nbined", "Complete"],
    ]
    sheet.grid((50, 86, 250, 315, 500), (80, 100, 140, 180, 220), rows, header=True)
    found = [row.fields["owner"].text for row in read_document(sheet.save()).rows]
    assert found == ["Head of Communications", "Head of nursing", "Voluntary sector Com bined"]
