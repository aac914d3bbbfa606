"""What opens a block: its marker, label, number and style; and its words without them."""

from __future__ import annotations

import pytest
from drawn_pages import words
from msgspec.structs import replace

from extract.layout.lines import Line
from extract.readings.block import Block, Style, marker_of, style_of
from records.geometry import Box, Region
from records.pages import Rare, Word


def line(text: str, top: float = 100, x: float = 50, *, size: float = 10) -> Line:
    return Line.of(words(x, top, text, size=size))


def block(*texts: str, bold: int = 0) -> Block:
    """Make a block of lines; the first `bold` words of the first are bold."""
    lines = [line(text, 100 + 12 * at) for at, text in enumerate(texts)]
    first = lines[0].words
    set_bold = [replace(word, font="Serif-Bold") if at < bold else word for at, word in enumerate(first)]
    return Block((Line.of(set_bold), *lines[1:]))


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("1.", "1."),
        ("12.", "1."),
        ("(a)", "(a)"),
        ("(b)", "(a)"),
        ("b)", "a)"),
        ("i)", "i)"),
        ("iv)", "i)"),
        ("(xii)", "(i)"),
        ("A.", "A."),
        ("Z)", "A)"),
        ("2.3", "1.1"),
        ("2.3.4.", "1.1.1."),
        ("10:", "1:"),
        ("4", "1"),
        ("1A", "1A"),
        ("12B", "1B"),
        ("#2", "#1"),
        ("R12:", "R1:"),
        ("AP3", "AP1"),
        ("•", "bullet •"),
        ("–", "bullet –"),
        ("2013", ""),
        ("The", ""),
        ("(see)", ""),
        ("A", ""),
        ("abc)", ""),
        ("1,2", ""),
        ("1234.", ""),
    ],
)
def test_the_kind_of_a_marker_is_its_shape(word: str, kind: str) -> None:
    assert marker_of([word, "Publish"], "Serif") == kind


def test_a_word_that_stands_alone_is_no_marker() -> None:
    assert marker_of(["1."], "Serif") == ""
    assert marker_of([], "Serif") == ""
    assert marker_of(["1.", "Publish", "it"], "Serif") == "1."


def test_the_text_of_an_item_has_its_number_but_no_bullet() -> None:
    item = block("2.3 Publish the", "times of buses.")
    assert (item.marker, item.ref, item.bulleted) == ("1.1", "2.3", False)
    assert item.full == item.text == "2.3 Publish the times of buses."
    assert item.bare == "Publish the times of buses."
    item = block("• Publish the", "times.")
    assert (item.marker, item.ref, item.bulleted) == ("bullet •", "", True)
    assert item.full == "• Publish the times."
    assert item.text == item.bare == "Publish the times."
    plain = block("Publish the times.")
    assert (plain.marker, plain.ref, plain.bare) == ("", "", "Publish the times.")


def test_a_number_beside_a_block_is_its_number_and_brackets_and_stops_are_not() -> None:
    assert block("(iv) Publish it").ref == "iv"
    assert block("R12: Publish it").ref == "R12"
    assert replace(block("Publish it"), beside="(3).").ref == "3"
    assert replace(block("1. Publish it"), beside="7").ref == "7"
    assert replace(block("• Publish it"), beside="7").ref == "7"


@pytest.mark.parametrize(
    ("text", "word", "number", "rest"),
    [
        ("Recommendation 3: Publish it", "recommendation", "3", "Publish it"),
        ("Recommendation No. 3 – Publish it", "recommendation", "3", "Publish it"),
        ("Recommendation (3) Publish it", "recommendation", "3", "Publish it"),
        ("Priority A Publish it", "priority", "A", "Publish it"),
        ("Action 2.1a. Publish it", "action", "2.1a", "Publish it"),
        ("Step IV Publish it", "step", "IV", "Publish it"),
        ("Goal one: Publish it", "goal", "one", "Publish it"),
        ("Area for improvement 12", "area for improvement", "12", ""),
        ("Agreed action point number 4 x", "agreed action point number", "4", "x"),
    ],
)
def test_words_and_a_number_that_open_a_block_are_its_label(
    text: str, word: str, number: str, rest: str
) -> None:
    opened = block(text)
    assert (opened.label.word, opened.label.number) == (word, number)
    assert opened.full[opened.label.length :] == rest


@pytest.mark.parametrize(
    "text",
    [
        "3 Recommendations",
        "recommendation 3",
        "The council met 3,400 people",
        "Publish the times",
        "In 2013 it",
    ],
)
def test_other_words_are_no_label(text: str) -> None:
    assert block(text).label == ("", "", 0)


def test_a_block_on_two_pages_stands_on_the_first_and_has_a_region_on_each() -> None:
    below = [replace(word, page=2) for word in words(70, 50, "of buses")]
    whole = Block((line("Publish the times", 700), Line.of(below)))
    assert (whole.page, whole.left, whole.box) == (1, 50, Box(50, 700, 135, 710))
    assert whole.regions == (Region(1, Box(50, 700, 135, 710)), Region(2, Box(70, 50, 110, 60)))
    assert [word.text for word in whole.words] == ["Publish", "the", "times", "of", "buses"]


def test_footnote_marks_are_no_part_of_the_text_and_words_that_a_line_broke_are_whole() -> None:
    first = words(50, 100, "Publish the times 4 com-")
    first[3] = replace(first[3], rare=Rare(mark=True))
    second = words(50, 112, "mission it")
    whole = Block((Line.of(first), Line.of([replace(second[0], rare=Rare(continues=True)), second[1]])))
    assert whole.full.startswith("Publish the times com")
    assert "4" not in whole.full
    assert whole.text_from(1).startswith("the times com")
    assert whole.text_from(5) == "mission it"
    assert whole.text_from(6) == "it"
    assert whole.text_from(7) == ""


def test_the_style_of_a_block_is_that_of_most_letters() -> None:
    mixed = block("In brief: publish the times", bold=2)
    assert mixed.style == Style(False, False, 10, (0, 0, 0))
    assert block("Recommendations made by it", bold=1).style.bold
    assert not block("To go on a bus", bold=2).style.bold


def test_the_lead_is_what_is_set_otherwise_than_the_end() -> None:
    assert block("In brief: publish it", bold=2).lead == 2
    assert block("In brief: publish it").lead == 0
    assert block("In brief: publish it", bold=4).lead == 0
    assert block("1. Publish it", bold=1).lead == 1


def test_the_first_style_is_that_of_the_word_behind_the_marker() -> None:
    assert not block("1. Publish it", bold=1).first_style.bold
    assert block("1. Publish it", bold=2).first_style.bold
    assert block("Publish it", bold=1).first_style.bold


def test_how_a_word_is_set() -> None:
    plain: Word = words(50, 100, "Publish", size=10.4)[0]
    assert style_of(plain) == (False, False, 10, (0, 0, 0))
    sloped = replace(plain, font="Serif-BoldItalic", size=10.6, colour=(0.9, 0.5, 0.13))
    assert style_of(sloped) == (True, True, 11, (4, 2, 1))
