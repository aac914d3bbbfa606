"""Pictures of readings and tables: what is marked on a page, and that labels cover no print."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from extract.document import laid_out
from extract.every_table import find_every_table
from extract.pictures.canvas import BLUE, GREEN, ORANGE, PURPLE, Canvas, Ink, Key, grown
from extract.pictures.of_readings import draw_readings, words_of
from extract.pictures.of_tables import draw_tables
from extract.readings.listing import Reading, list_readings
from extract.readings.ranking import Ranked
from records.geometry import Box
from tests.drawing import HEIGHT, WIDTH, Sheet
from tests.drawn_pages import page_of

ITEMS = ["The council should publish the times of buses.", "The operators should report late buses."]


@pytest.fixture(scope="module")
def report() -> bytes:
    sheet = Sheet()
    sheet.text(100, 100, "Recommendations", bold=True)
    for at, item in enumerate(ITEMS, 1):
        sheet.text(100, 100 + 40 * at, f"{at}. {item}")
    return sheet.save()


def reading_of(content: bytes, start: str) -> Reading:
    """Return the list of both items, its text cut as `start` says."""
    listed = list_readings(laid_out(content).layout).readings
    return next(each for each in listed if len(each.rows) == 2 and f"text {start}," in each.description)


def drawn(content: bytes, reading: Reading) -> Image.Image:
    """Return the picture of the page, without its legend."""
    read = laid_out(content)
    (each,) = draw_readings(read.content, None, [Ranked(reading, 1.5)], read.layout.pages, read.turns)
    assert (each.rank, each.page) == (1, 1)
    return below_legend(each.image)


def below_legend(image: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(image)).convert("RGB")
    height = round(picture.width * HEIGHT / WIDTH)
    assert picture.height > height
    return picture.crop((0, picture.height - height, picture.width, picture.height))


def colours(picture: Image.Image, box: tuple[float, float, float, float]) -> set[Ink]:
    """Return the colours of a part of a page, given in points."""
    scale = picture.width / WIDTH
    part = picture.crop(tuple(round(side * scale) for side in box))  # type: ignore[arg-type]
    return {colour for _, colour in part.getcolors(part.width * part.height)}  # type: ignore[misc,union-attr]


def test_items_have_colours_in_turn_and_their_numbers_stand_beside_them(report: bytes) -> None:
    picture = drawn(report, reading_of(report, "behind the marker"))
    first, second = (colours(picture, (50, top, 400, top + 16)) for top in (137, 177))
    assert BLUE in first - second
    assert ORANGE in second - first
    assert GREEN in first & second
    assert PURPLE not in first
    assert BLUE not in colours(picture, (50, 95, 400, 115))


def test_the_block_that_opens_a_row_elsewhere_is_its_title() -> None:
    sheet = Sheet()
    for at, item in enumerate(ITEMS, 1):
        sheet.text(100, 60 * at, f"Recommendation {at}", bold=True)
        sheet.text(100, 60 * at + 25, item)
    content = sheet.save()
    picture = drawn(content, reading_of(content, "in the next block"))
    assert PURPLE in colours(picture, (98, 57, 300, 76))
    assert BLUE not in colours(picture, (98, 57, 300, 76))
    assert BLUE in colours(picture, (98, 82, 400, 100))
    assert PURPLE not in colours(picture, (98, 82, 400, 100))


def test_words_of_a_row_leave_out_the_number_and_what_it_does_not_take(report: bytes) -> None:
    reading = reading_of(report, "behind the marker")
    blocks = reading.blocks_of(reading.rows[0])
    assert [word.text for word in words_of(reading.rows[0], blocks)] == ITEMS[0].split()
    whole = reading_of(report, "whole")
    assert [word.text for word in words_of(whole.rows[0], blocks)] == ["1.", *ITEMS[0].split()]


def test_a_page_printed_sideways_is_drawn_level() -> None:
    sheet = Sheet()
    sheet.canvas.translate(0, HEIGHT)
    sheet.canvas.rotate(-90)
    for at, item in enumerate(ITEMS, 1):
        sheet.canvas.drawString(100, 100 + WIDTH - 60 * at - 100, f"{at}. {item}")
    content = sheet.save()
    read = laid_out(content)
    reading = reading_of(content, "behind the marker")
    (each,) = draw_readings(read.content, None, [Ranked(reading, 0.0)], read.layout.pages, read.turns)
    picture = Image.open(io.BytesIO(each.image))
    assert picture.width > picture.height
    assert read.turns


def test_tables_are_drawn_with_their_rules_cells_and_header() -> None:
    sheet = Sheet()
    rows = [["No", "Action", "Status"], ["1", "Ask", "Done"], ["2", "Tell", "Done"]]
    sheet.grid((50, 90, 320, 520), (100, 120, 140, 160), rows, header=True)
    content = sheet.save()
    read = laid_out(content)
    ((number, image),) = draw_tables(content, None, find_every_table(read.layout.pages), {})
    assert number == 1
    picture = below_legend(image)
    sides = colours(picture, (45, 95, 525, 165))
    assert {BLUE, ORANGE, PURPLE} <= sides
    assert colours(picture, (330, 105, 515, 117)) != colours(picture, (330, 145, 515, 157))
    assert BLUE in colours(picture, (60, 70, 90, 98))


def canvas_of(words: list[tuple[float, float, str]]) -> Canvas:
    page = page_of(words)
    return Canvas(page, Image.new("RGB", (int(page.width) * 2, int(page.height) * 2), (255, 255, 255)))


def test_a_label_stands_where_no_print_stands() -> None:
    canvas = canvas_of([(60, 100, "wide words left of it"), (200, 100, "Item"), (200, 120, "Item")])
    canvas.label("7", Box(200, 100, 220, 110), BLUE)
    canvas.label("8", Box(200, 120, 220, 130), BLUE)
    page = below(canvas)
    assert BLUE not in colours_at(page, (60, 100, 170, 110))
    assert BLUE not in colours_at(page, (200, 101, 220, 109))
    assert BLUE in colours_at(page, (222, 100, 280, 112)) | colours_at(page, (180, 100, 199, 112))


def test_a_label_that_is_not_needed_is_left_out_where_there_is_no_room() -> None:
    lines = [(4.0, float(top), "many words stand on each line of this page " * 4) for top in range(0, 780, 8)]
    canvas = canvas_of(lines)
    canvas.label("title", Box(200, 400, 220, 410), BLUE, always=False)
    assert not canvas.over.getbbox()
    canvas.label("title", Box(200, 400, 220, 410), BLUE)
    assert canvas.over.getbbox()


def below(canvas: Canvas) -> Image.Image:
    return Image.alpha_composite(canvas.drawn.convert("RGBA"), canvas.over).convert("RGB")


def colours_at(picture: Image.Image, box: tuple[int, int, int, int]) -> set[Ink]:
    part = picture.crop(tuple(2 * side for side in box))  # type: ignore[arg-type]
    return {colour for _, colour in part.getcolors(part.width * part.height)}  # type: ignore[misc,union-attr]


def test_a_long_legend_goes_on_in_further_lines_and_the_page_stays_whole() -> None:
    canvas = canvas_of([(60, 100, "Item")])
    heights = [
        Image.open(io.BytesIO(canvas.png([Key("word " * count), Key("text", (BLUE, ORANGE))]))).height
        for count in (1, 100)
    ]
    page = canvas.drawn.height
    assert page < heights[0] < heights[1] < page + 200


def test_a_box_that_is_drawn_in_is_never_turned_over() -> None:
    assert grown(Box(10, 10, 20, 11), -1) == Box(11, 10.5, 19, 10.5)
    assert grown(Box(10, 10, 20, 11), 2) == Box(8, 8, 22, 13)
