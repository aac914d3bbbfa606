"""Ligatures that a font calls by other letters are read as meant, and accents are composed."""

from __future__ import annotations

import unicodedata

import pytest

from extract.pdf.text.corrected_letters import correct_letters
from records.geometry import Box
from records.pages import Page, Word, packed


def mended(text: str) -> Word:
    edges = tuple(10.0 * at for at in range(len(text) + 1))
    word = Word(1, 0, text, Box(0, 0, edges[-1], 10), packed(edges), "Calibri", 11)
    (word,) = correct_letters(Page(1, 200, 100, 0, (word,), (), ())).words
    assert len(word.edges) == len(word.text) + 1
    assert list(word.edges) == sorted(word.edges)
    assert (word.edges[0], word.edges[-1]) == (0, edges[-1])
    return word


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("acƟon", "action"),
        ("Ɵme", "time"),
        ("aƩenƟon", "attention"),
        ("CommiƩee", "Committee"),
        ("soŌware", "software"),
        ("shiŌ", "shift"),
        ("plaƞorm", "platform"),
        ("plaƫorm", "platform"),
        ("seƫng", "setting"),
        ("preƫer", "prettier"),
        ("Mi’kmaq", "Mi’kmaq"),
        ("Ōtaki", "Ōtaki"),
        ("TŌRANGA", "TŌRANGA"),
        ("Ɵ", "Ɵ"),
        ("Ʃ", "Ʃ"),
        ("Ʃx", "Ʃx"),
        ("(Ʃfi)/n", "(Ʃfi)/n"),
        ("CoƩage", "Cottage"),
        ("café", "café"),
    ],
)
def test_a_letter_that_no_english_word_has_is_what_it_stands_for(printed: str, meant: str) -> None:
    assert mended(printed).text == meant


def test_accents_printed_apart_are_composed_and_keep_their_places() -> None:
    word = mended(unicodedata.normalize("NFD", "Siân"))
    assert (word.text, word.edges) == ("Siân", (0, 10, 20, 40, 50))
