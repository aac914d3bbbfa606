"""Tidying for comparing: what it takes away, what it leaves, and that twice is as once."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalise.values.text import STEPS, letters, phrase, slug, tidy


@pytest.mark.parametrize(
    ("printed", "compared"),
    [
        ("Complete", "complete"),
        ("  COMPLETE. ", "complete"),
        ("Complete*", "complete"),
        ("“Complete”", "complete"),
        ("(complete)", "complete"),
        ("Com\u00adplete", "complete"),
        ("Not\u00a0known", "not known"),
        ("Not\nstarted", "not started"),
        ("– On track", "on track"),
        ("ofﬁcers", "officers"),
        ("children’s", "children's"),
        ("Complete¹²", "complete"),
        ("1½ years", "1 1/2 years"),
        ("Partially — complete", "partially - complete"),
    ],
)
def test_tidy_takes_away_what_carries_no_meaning(printed: str, compared: str) -> None:
    assert tidy(printed) == compared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Complete", "Complete?"),
        ("Complete", "Not complete"),
        ("Complete", "Complete (in part)"),
        ("15", "15a"),
        ("N/K", "NK"),
        ("3.1", "31"),
        ("Compelte", "Complete"),
        ("50%", "50"),
    ],
)
def test_tidy_keeps_what_carries_meaning(one: str, other: str) -> None:
    assert tidy(one) != tidy(other)


@given(st.text(max_size=60))
def test_tidying_twice_changes_nothing(text: str) -> None:
    for form in (tidy, phrase, slug):
        assert form(form(text)) == form(text)


def test_phrase_reads_a_hyphen_between_letters_as_a_space() -> None:
    assert phrase("On-going") == phrase("On going") == "on going"
    assert phrase("Part-complete") == "part complete"
    assert phrase("13-14") == "13-14"


def test_letters_outlive_a_change_of_layout() -> None:
    assert letters("Ensure that: (a) staff\nare trained.") == letters("ensure that a) staff are  trained")
    assert letters("staff are trained") != letters("staff were trained")


@pytest.mark.parametrize(
    ("printed", "slugged"),
    [
        ("15a", "15a"),
        ("15A", "15a"),
        ("2.1.", "2.1"),
        ("Rec. 4 (b)", "rec-4-b"),
        ("DA01", "da01"),
        ("£", ""),
        ("3/b", "3-b"),
    ],
)
def test_slug_holds_letters_digits_dots_and_hyphens(printed: str, slugged: str) -> None:
    assert slug(printed) == slugged


def test_the_order_of_steps_is_what_the_docstrings_promise() -> None:
    assert [step.__name__ for step in STEPS] == [
        *("drop_hidden", "drop_footnote_marks", "unify", "straighten"),
        *("fold_case", "straighten", "single_spaces", "trim_ends"),
    ]


@given(st.text(st.characters(max_codepoint=127)))
def test_the_short_way_for_ascii_leads_to_the_same_words(text: str) -> None:
    assert tidy(text) == reduce(lambda told, step: step(told), STEPS, text)
