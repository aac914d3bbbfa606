"""Words: what a reader sees as one word is one word."""

from __future__ import annotations

import pytest

from extract.pdf.text.characters import Character
from extract.pdf.text.words import group_words, is_overprinted
from records.geometry import Box
from records.pages import Word, packed


def spell(text: str, x: float = 0, top: float = 0, size: float = 10, step: float = 5) -> list[Character]:
    """Characters of equal width in a row."""
    return [
        Character(c, Box(x + i * step, top, x + (i + 1) * step, top + size), "Font", size, None, True)
        for i, c in enumerate(text)
    ]


def words(characters: list[Character]) -> list[str]:
    return [word.text for word in group_words(characters, 1).words]


def test_spaces_and_wide_gaps_part_words() -> None:
    assert words(spell("to do")) == ["to", "do"]
    assert words(spell("to") + spell("do", x=13)) == ["to", "do"]
    assert words(spell("to") + spell("do", x=11)) == ["todo"]


def test_an_invisible_space_on_top_of_a_letter_parts_nothing() -> None:
    """A heading 'Area SEND' was met that carried a space over its first letter."""
    over = Character(" ", Box(3, 0, 4.5, 10), "Font", 10, None, True)
    assert words([*spell("Area"), over]) == ["Area"]


def test_double_struck_bold_is_read_once_and_counted() -> None:
    found = group_words(spell("BOLD") + spell("BOLD", x=0.4), 1)
    assert [word.text for word in found.words] == ["BOLD"]
    assert (found.doubled, found.overprinted) == (4, False)


def test_doubled_letters_of_a_word_are_kept() -> None:
    assert words(spell("bookkeeper")) == ["bookkeeper"]


def test_ligatures_are_spelt_out_with_an_edge_for_each_letter() -> None:
    (word,) = group_words(spell("o\ufb03ce"), 1).words
    assert word.text == "office"
    assert len(word.edges) == len(word.text) + 1


def test_the_number_of_a_footnote_is_a_mark_apart() -> None:
    raised = [Character("1", Box(20, -1, 23, 5), "Font", 6, None, True)]
    found = group_words(spell("Team") + raised, 1).words
    assert [(word.text, word.mark) for word in found] == [("Team", False), ("1", True)]


def test_a_raised_ordinal_belongs_to_its_number() -> None:
    raised = [
        Character(c, Box(5 + 3 * i, 0, 8 + 3 * i, 6), "Font", 6, None, True) for i, c in enumerate("th")
    ]
    assert words([*spell("5"), *raised]) == ["5th"]


def test_cells_set_at_slightly_different_heights_do_not_run_together() -> None:
    left = spell("one", top=0) + spell("two", top=12)
    right = spell("a", x=100, top=3) + spell("b", x=200, top=6) + spell("c", x=300, top=9)
    assert words(left + right) == ["one", "a", "b", "c", "two"]


@pytest.mark.parametrize("count", [1, 3])
def test_every_character_is_in_exactly_one_word(count: int) -> None:
    characters = [c for i in range(count) for c in spell(f"line {i} here", top=15 * i)]
    found = group_words(characters, 1).words
    assert sum(len(word.text) for word in found) == sum(not c.text.isspace() for c in characters)
    assert sorted(word.index for word in found) == list(range(len(found)))


def test_letters_on_one_spot_are_noticed() -> None:
    """Damaged widths of a font let the pieces of a line run into each other."""
    beside = group_words(spell("partnership") + spell("leads", x=21.5), 1)
    over = group_words(spell("partnership") + spell("leads", x=20.5), 1)
    assert [beside.overprinted, *map(is_overprinted, beside.words)] == [False, False]
    assert [over.overprinted, *map(is_overprinted, over.words)] == [True, True]


@pytest.mark.parametrize("mark", "/-(\u201d\u2019]\u201c,")
def test_a_letter_on_a_mark_of_punctuation_is_noticed(mark: str) -> None:
    over = group_words([*spell(f"CBC{mark}"), *spell("Police", x=15)], 1)
    assert [over.overprinted, *map(is_overprinted, over.words)] == [True, True]


@pytest.mark.parametrize("mark", "_\u0335\u00b4\u25a1")
def test_a_letter_on_a_line_a_stroke_an_accent_or_a_box_is_none(mark: str) -> None:
    assert not group_words([*spell(f"CBC{mark}"), *spell("Police", x=15)], 1).overprinted


def test_a_tick_set_into_a_box_and_a_watermark_behind_print_are_not_overprinted() -> None:
    tick = group_words([*spell("o"), *spell("x", x=0.4)], 1)
    assert tick.overprinted
    assert not any(map(is_overprinted, tick.words))
    for x in (0, 0.3, 4.9):
        behind = Character("A", Box(x, -1, x + 40, 59), "Font", 60, None, True)
        assert not any(map(is_overprinted, group_words([behind, *spell("work")], 1).words))


def test_a_slim_letter_and_an_accent_over_another_are_not_on_one_spot() -> None:
    assert not group_words(spell("ill", step=2), 1).overprinted
    assert not group_words([*spell("e"), *spell("\u00b4")], 1).overprinted


@pytest.mark.parametrize("x", [-3.0, 0.0, 1190.0, 5000.0])
def test_places_are_kept_wherever_they_are(x: float) -> None:
    """Most numbers of a page are shared with other pages; those beyond it are not."""
    (word,) = group_words(spell("ab", x=x), 1).words
    assert word.edges == (x, x + 5, x + 10)
    assert (word.box.x0, word.box.x1) == (x, x + 10)


def test_edges_are_kept_to_the_hundredth_and_never_too_far_to_be_kept() -> None:
    """Damaged files tell of letters wider than any page."""
    word = Word(1, 0, "ab", Box(0, 0, 9, 9), packed((-1.255, 0.07, 1e300)), "Font", 9)
    assert word.edges == (-1.25, 0.07, 1e7)
    (wide,) = group_words([Character("a", Box(-1e300, 0, 1e300, 10), "Font", 10, None, True)], 1).words
    assert wide.edges == (-1e7, 1e7)
