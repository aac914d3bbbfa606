"""Timescales in cells and headings, and the themes that headings name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalise.values.timescales import WHOLE, Heading, read_heading, read_timescale


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Immediately", "immediate"),
        ("Immediate:", "immediate"),
        ("With immediate effect", "immediate"),
        ("Within 3 months", "P3M"),
        ("Within three months of the inspection", "P3M"),
        ("six months", "P6M"),
        ("3 month", "P3M"),
        ("18 months", "P18M"),
        ("within the next twelve months", "P12M"),
        ("a year", "P1Y"),
        ("2 weeks", "P2W"),
        ("10 days", "P10D"),
        ("24 hours", "P1D"),
        ("within 72 hours", "P3D"),
        ("6 months’ time", "P6M"),
    ],
)
def test_a_timescale_is_read(printed: str, value: str) -> None:
    assert read_timescale(printed).value == value


@pytest.mark.parametrize("printed", ["Ongoing", "ASAP", "Rolling", "TBC", "n/a"])
def test_words_that_set_no_time_raise_no_doubt(printed: str) -> None:
    answer = read_timescale(printed)
    assert (answer.value, answer.reason) == (None, None)


@pytest.mark.parametrize(
    "printed",
    [
        "3-6 months",
        "Within 10 working days",
        "0 months",
        "36 hours",
        "Within months",
        "31/03/13",
        "Not within 3 months",
        "Soon",
        "Q4",
        "",
    ],
)
def test_what_is_no_timescale_has_a_reason(printed: str) -> None:
    answer = read_timescale(printed)
    assert answer.value is None
    assert answer.reason


@given(st.text(max_size=20))
def test_every_timescale_is_immediate_or_a_duration(text: str) -> None:
    value = read_timescale(text).value
    assert value is None or WHOLE.fullmatch(value)


@pytest.mark.parametrize(
    ("heading", "time", "theme"),
    [
        ("Ofsted immediate actions on safeguarding", "immediate", "safeguarding"),
        ("Ofsted 3 months actions on safeguarding", "3 months", "safeguarding"),
        ("Ofsted immediate actions on Looked After Children", "immediate", "Looked After Children"),
        ("Within three months:", "Within three months", None),
        ("Immediately", "Immediately", None),
        ("Priority and immediate action", "immediate", None),
        ("Areas for improvement: Immediately", "Immediately", None),
        ("Actions to be completed within six months", "within six months", None),
        ("Safeguarding – within 3 months", "within 3 months", "Safeguarding"),
        ("Safeguarding (immediate)", "immediate", "Safeguarding"),
        ("Three-month actions", "Three-month", None),
        ("Theme A: Prevent", None, "Prevent"),
        ("Workstream 1 – Children’s homes", None, "Children’s homes"),
    ],
)
def test_a_heading_tells_time_and_theme_in_its_own_words(
    heading: str, time: str | None, theme: str | None
) -> None:
    assert read_heading(heading) == Heading(time, theme)


@pytest.mark.parametrize(
    "heading",
    [
        "Areas for improvement",
        "Children missing for 3 months",
        "Review of Homelessness (May 2012)",
        "The first 6 months of the plan",
        "Recommendations in progress",
        "Priority 1",
        "The LSCB",
        "What needs to improve",
        "Actions taken in the 12 months to May",
        "",
    ],
)
def test_most_headings_tell_neither(heading: str) -> None:
    assert read_heading(heading) == Heading()
