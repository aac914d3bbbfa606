"""Text on its way to a CSV file or a sheet."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_back import shown_back

from publish.text import (
    CUT_MARK,
    SPECIAL,
    csv_cell,
    cut,
    key_cell,
    one_line,
    safe,
    sheet_cell,
    storable,
    visible,
)

NASTY = st.text(
    st.one_of(
        st.sampled_from("=+-@'\"“ \t\r\n\\xu0123456789abcdef\x00\x1b\x85\u202e\u2066\ufffe＝＠;:,."),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("nul\x00", "nul\\x00"),
        ("a\rb", "a\\x0db"),
        ("c1 \x85", "c1 \\x85"),
        ("\u202eevil\u2066", "\\u202eevil\\u2066"),
        ("line\u2028separator", "line\\u2028separator"),
        ("\ufffe\uffff", "\\ufffe\\uffff"),
        ("printed \\x1b", "printed \\x5cx1b"),
        ("printed \\u202e", "printed \\x5cu202e"),
        ("half \\ud800", "half \\ud800"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("a \\ backslash \\n", "a \\ backslash \\n"),
        ("“Quotes” – dashes é 🙂", "“Quotes” – dashes é 🙂"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(NASTY)
@settings(deadline=None)
def test_what_is_shown_can_be_had_back(text: str) -> None:
    assert shown_back(visible(text)) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("half \ud800 character", "half \\ud800 character"),
        ("\udcff.pdf", "\\udcff.pdf"),
        ("é🙂\x1b", "é🙂\x1b"),
    ],
)
def test_storable(text: str, kept: str) -> None:
    assert storable(text) == kept
    kept.encode()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Survey held\nResults to the board", "Survey held; Results to the board"),
        ("Survey held.\nResults to the board", "Survey held. Results to the board"),
        ("Partners should:\na) meet\nb) report", "Partners should: a) meet; b) report"),
        ("meet; and\nreport", "meet; and report"),
        ("meet, or\nreport", "meet, or report"),
        ("‘Done.’\nNext", "‘Done.’ Next"),
        ("(see above.)\nNext", "(see above.) Next"),
        ("sand\nand more", "sand; and more"),
        ("What for?\nNo one knows!\nYet", "What for? No one knows! Yet"),
        ("one\n\n\ntwo\n", "one; two"),
        ("one \n two", "one; two"),
        ("nothing to join", "nothing to join"),
        ("\n", ""),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 20 7946",
        "- Agreed",
        "@SUM(A1)",
        "\tx",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "  =1",
        "'=1",
        '"=1',
        "“=1",
        " ' =1",
    ],
)
def test_what_starts_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe(text) == "'" + text


@pytest.mark.parametrize("text", ["a=1", "1-2", "'quoted'", "–dash", "• bullet", "", "15a", "e@mail", "(=1)"])
def test_what_starts_none_stays(text: str) -> None:
    assert safe(text) == text


@given(NASTY, NASTY)
@settings(deadline=None)
def test_two_texts_never_become_one(one: str, other: str) -> None:
    assert (safe(one) == safe(other)) == (one == other)
    assert (key_cell(one) == key_cell(other)) == (one == other)


@given(NASTY)
@settings(deadline=None)
def test_a_cell_is_one_visible_line_and_no_formula(text: str) -> None:
    for cell in (csv_cell(text), key_cell(text)):
        assert len(cell.splitlines()) <= 1
        assert not re.match("[=+\\-@\t\r＝＋－＠]", cell)
    assert len(sheet_cell(text).splitlines()) <= 1


@given(NASTY)
@settings(deadline=None)
def test_the_pattern_of_special_text_misses_none(text: str) -> None:
    if re.search(SPECIAL, text) is None:
        assert csv_cell(text) == key_cell(text) == sheet_cell(text) == text


def test_a_key_keeps_its_line_feed_apart() -> None:
    assert key_cell("a\nb.pdf") == "a\\x0ab.pdf"
    assert key_cell("a; b.pdf") == "a; b.pdf"


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("x" * 100, 100, "x" * 100),
        ("x" * 101, 100, "x" * (100 - len(CUT_MARK)) + CUT_MARK),
        ("🙂" * 50, 100, "🙂" * 50),
        ("🙂" * 51, 100, "🙂" * ((100 - len(CUT_MARK)) // 2) + CUT_MARK),
        ("short", 100, "short"),
    ],
)
def test_cut(text: str, limit: int, kept: str) -> None:
    assert cut(text, limit) == kept
    assert units(kept) <= limit
