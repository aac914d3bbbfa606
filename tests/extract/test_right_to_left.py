"""Lines of right-to-left scripts, which a page gives by place."""

from __future__ import annotations

import pytest
from drawn_pages import words

from extract.layout.right_to_left import in_reading_order, read_lines

LEVEL_OF_CRIME = "רמת פשיעה"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (LEVEL_OF_CRIME[::-1], LEVEL_OF_CRIME),
        (f"2,014.5 {LEVEL_OF_CRIME[::-1]}", f"{LEVEL_OF_CRIME} 2,014.5"),
        (f"({LEVEL_OF_CRIME[::-1]})", f"({LEVEL_OF_CRIME})"),
        (f"A Person {LEVEL_OF_CRIME[::-1]}", f"{LEVEL_OF_CRIME} A Person"),
        ("Level 12 (crime)", "Level 12 (crime)"),
        ("2014 - 2015", "2014 - 2015"),
    ],
)
def test_a_line_is_turned_only_if_its_script_is(printed: str, read: str) -> None:
    assert in_reading_order(printed) == read


def test_lines_keep_their_order() -> None:
    first, second = LEVEL_OF_CRIME.split()
    assert read_lines([*words(50, 100, first[::-1]), *words(50, 114, second[::-1])]) == LEVEL_OF_CRIME


def test_other_words_are_left_to_the_usual_reading() -> None:
    assert read_lines(words(50, 100, "Level of crime")) is None
