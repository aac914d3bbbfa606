"""Words of lines in which no spaces are printed, and words whose letters are set apart."""

from __future__ import annotations

import pytest
from drawing import HEIGHT, Sheet

from extract.pdf.reader import read_pages


def words_of(sheet: Sheet) -> list[str]:
    (page,) = read_pages(sheet.save())
    return [word.text for word in page.words]


@pytest.mark.parametrize("gap", [0.19, 0.226, 0.24, 0.3])
def test_words_without_spaces_part_at_gaps_as_wide_as_a_space(gap: float) -> None:
    sheet = Sheet()
    sheet.text(60, 60, "A line with spaces, as others have")
    x = 60.0
    for word in ("Recruit", "twelve", "social", "workers"):
        sheet.text(x, 100, word, size=10)
        x += sheet.canvas.stringWidth(word, "Helvetica", 10) + gap * 10
    assert words_of(sheet)[-4:] == ["Recruit", "twelve", "social", "workers"]


@pytest.mark.parametrize("words", ["In progress", "COMPLETE", "Due June 2024"])
@pytest.mark.parametrize("apart", [1, 3, 5, 8])
def test_letters_set_apart_are_words(words: str, apart: float) -> None:
    sheet = Sheet()
    text = sheet.canvas.beginText(60, HEIGHT - 100)
    text.setFont("Helvetica", 10)
    text.setCharSpace(apart)
    text.textOut(words)
    sheet.canvas.drawText(text)
    assert words_of(sheet) == words.split()


def test_letters_parted_by_printed_spaces_are_words() -> None:
    sheet = Sheet()
    sheet.text(60, 100, "I n   p r o g r e s s")
    assert words_of(sheet) == ["In", "progress"]


@pytest.mark.parametrize("marks", ["1 2 3 4 5", "A B C D E F", "a b c d e f", "R A G", "a b", "Y N N Y"])
def test_scales_and_lists_of_marks_are_not_words(marks: str) -> None:
    sheet = Sheet()
    sheet.text(60, 100, marks)
    assert words_of(sheet) == marks.split()


@pytest.mark.parametrize(
    "line", ["Open a hub on days M T W T F S S", "M T W T F S S are days", "Scores of Y N Y Y N at a glance"]
)
def test_letters_no_further_apart_than_the_words_beside_them_are_not_a_word(line: str) -> None:
    sheet = Sheet()
    sheet.text(60, 100, line)
    assert words_of(sheet) == line.split()


def test_a_letter_by_itself_is_not_joined_to_the_word_before_it() -> None:
    sheet = Sheet()
    sheet.text(60, 100, "Open a hub in time,", size=10)
    sheet.text(180, 100, "i n p r o g r e s s", size=10)
    assert words_of(sheet) == ["Open", "a", "hub", "in", "time,", "inprogress"]


def test_marks_in_columns_are_not_words() -> None:
    sheet = Sheet()
    for at, mark in enumerate("xyxxyx"):
        sheet.text(60 + 20 * at, 100, mark)
    assert words_of(sheet) == list("xyxxyx")


@pytest.mark.parametrize("marks", ["GARGAG", "ynynny", "MTWTFSS", "JFMAMJJASOND", "GA RGA", "RG  AR"])
@pytest.mark.parametrize("align", ["drawString", "drawCentredString", "drawRightString"])
def test_marks_in_narrow_columns_are_not_words(marks: str, align: str) -> None:
    sheet = Sheet()
    sheet.canvas.setFont("Helvetica", 11)
    for at, mark in enumerate(marks):
        getattr(sheet.canvas, align)(60 + 14 * at, 700, mark)
    assert words_of(sheet) == list(marks.replace(" ", ""))


def test_letters_of_one_width_set_apart_are_words() -> None:
    sheet = Sheet()
    text = sheet.canvas.beginText(60, 700)
    text.setFont("Courier", 10)
    text.setCharSpace(4)
    text.textOut("In progress")
    sheet.canvas.drawText(text)
    assert words_of(sheet) == ["In", "progress"]


def test_letters_drawn_apart_a_little_are_one_word() -> None:
    sheet = Sheet()
    text = sheet.canvas.beginText(60, HEIGHT - 100)
    text.setFont("Helvetica", 10)
    text.setCharSpace(2)
    text.textOut("Commissioning")
    sheet.canvas.drawText(text)
    assert words_of(sheet) == ["Commissioning"]
