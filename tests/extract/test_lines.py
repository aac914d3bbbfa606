"""Words to lines: what is left of a page when some of its words are taken away, and what is struck."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extract.layout.lines import group_lines, join_text, part_columns, part_lines, without
from extract.pdf.visibility.strikethrough import part_struck
from records.geometry import Box
from records.pages import Page, Rule, Word, packed


def word(index: int, x: float, top: float, *, size: float = 10, tall: float | None = None) -> Word:
    box = Box(x, top, x + 20, top + (tall or size))
    return Word(1, index, "word", box, packed((x, x + 5, x + 10, x + 15, x + 20)), "Helvetica", size)


PRINTED = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 60), st.sampled_from([6, 10, 30]), st.integers(0, 2)),
    max_size=30,
)
"""Column, top, letter size and part of each word: close enough for lines to be torn and joined."""


@given(PRINTED)
def test_parts_of_lines_are_the_lines_of_the_parts(printed: list[tuple[int, int, int, int]]) -> None:
    words = [word(at, 40 * column, top, size=size) for at, (column, top, size, _) in enumerate(printed)]
    part = {at: each for at, (*_, each) in enumerate(printed)}
    lines = group_lines(words)
    parted = part_lines(lines, lambda each: part[each.index])
    assert parted == {
        number: group_lines(each for each in words if part[each.index] == number)
        for number in set(part.values())
    }
    taken = {(each.page, each.index) for each in words if part[each.index]}
    assert without(lines, taken) == parted.get(0, [])


def test_a_line_that_loses_its_first_word_is_grouped_anew() -> None:
    large, level, lower = word(0, 0, 0, size=30), word(1, 40, 12), word(2, 80, 22)
    lines = group_lines([large, level, lower])
    assert [line.words for line in lines] == [(large, level, lower)]
    assert [line.words for line in without(lines, {(1, 0)})] == [(level,), (lower,)]


def test_a_wide_gap_parts_columns_and_a_tab_does_not() -> None:
    near, tabbed, beside = word(0, 0, 0), word(1, 45, 0), word(2, 96, 0)
    (line,) = group_lines([near, tabbed, beside])
    assert [part.words for part in part_columns(line)] == [(near, tabbed), (beside,)]


def test_lines_are_joined_by_spaces_hyphens_and_nothing() -> None:
    assert (
        join_text([("short-", False), ("term and long-", False), ("or late", False)])
        == "short-term and long- or late"
    )
    assert (
        join_text([("Commissio", False), ("ning", True), ("", False), ("team", False)])
        == "Commissioning  team"
    )
    assert join_text([("", False), ("-", False), ("b", False)]) == "- b"


def test_a_line_through_a_word_strikes_it_and_one_below_or_beside_does_not() -> None:
    words = tuple(word(at, 30 * at, 0) for at in range(4))
    rules = tuple(Rule(Box(x, y, x + 20, y), "level") for x, y in ((0, 5), (30, 9), (65, 5), (90, 5)))
    page, struck = part_struck(Page(1, 200, 100, 0, words, rules, ()))
    assert struck == (words[0], words[3])
    assert (page.words, page.rules) == (words[1:3], rules[1:3])


def test_a_link_underlined_below_letters_that_descend_far_is_not_struck() -> None:
    words = (word(0, 0, 0),)
    underlined = Page(1, 200, 100, 0, words, (Rule(Box(0, 7.4, 20, 7.4), "level"),), ())
    assert part_struck(underlined) == (underlined, ())


def test_the_rules_of_a_table_do_not_strike_a_word_with_a_letter_of_a_watermark_in_it() -> None:
    words = (word(0, 0, 0, tall=100),)
    rules = (Rule(Box(0, 40, 200, 40), "level"), Rule(Box(0, 60, 200, 60), "level"))
    assert part_struck(Page(1, 200, 100, 0, words, rules, ())) == (Page(1, 200, 100, 0, words, rules, ()), ())


def test_a_word_struck_in_part_keeps_its_other_letters() -> None:
    words = (word(0, 0, 0), word(1, 30, 0))
    rules = (Rule(Box(0, 5, 10, 5), "level"), Rule(Box(32, 5, 48, 5), "level"))
    page, struck = part_struck(Page(1, 200, 100, 0, words, rules, ()))
    assert [(part.text, part.start, part.box.x0) for part in page.words] == [("rd", 2, 10)]
    assert [(part.text, part.start) for part in struck] == [("wo", 0), ("word", 0)]
    assert page.rules == ()


def test_a_rule_that_runs_on_beyond_its_words_or_meets_another_strikes_nothing() -> None:
    words = (word(0, 10, 0), word(1, 80, 0), word(2, 10, 40), word(3, 10, 80))
    rules = (
        Rule(Box(10, 5, 100, 5), "level"),  # over a wide gap
        Rule(Box(4, 45, 36, 45), "level"),  # longer than its word
        Rule(Box(10, 85, 30, 85), "level"),  # goes on in the next cell
        Rule(Box(30, 85, 60, 85), "level"),
    )
    page = Page(1, 200, 100, 0, words, rules, ())
    assert part_struck(page) == (page, ())
    sides = (Rule(Box(0, 5, 20, 5), "level"), Rule(Box(20, 0, 20, 30), "upright"))
    cell = Page(1, 200, 100, 0, (word(0, 0, 0),), sides, ())
    assert part_struck(cell) == (cell, ())
