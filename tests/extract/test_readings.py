from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from drawing import HEIGHT, Sheet
from msgspec.structs import replace

from extract.document import layout_of
from extract.layout.page_layout import Layout, lay_out
from extract.readings.blocks import find_blocks
from extract.readings.evidence.gather import gather
from extract.readings.examples import letters_of, nearest
from extract.readings.grounds import find_grounds, grounds_of
from extract.readings.listing import Listing, Reading, list_readings
from extract.readings.ranking import first_ones, holding, load_weights, rank
from extract.readings.wording import load_wording
from records.geometry import Box
from records.pages import Fill, Page
from tests.drawn_pages import lined, page_of, word

Text = tuple[float, float, str]

REPORT: list[Text] = [
    (50, 60, "Findings"),
    (50, 90, "The panel heard that buses were late and that fares had risen every year."),
    (50, 130, "Recommendations"),
    (50, 160, "1. The council should publish the times of buses at every"),
    (62, 172, "stop in the county."),
    (50, 192, "2. The operators should report late buses each month."),
    (50, 212, "3. The panel should look at fares again in a year."),
    (50, 250, "Annex"),
    (50, 280, "1. Minutes of the first meeting of the panel on fares."),
    (50, 300, "2. Minutes of the second meeting of the panel on fares."),
]
ITEMS = (
    "The council should publish the times of buses at every stop in the county.",
    "The operators should report late buses each month.",
    "The panel should look at fares again in a year.",
)
HEADINGS = {"Findings", "Recommendations", "Annex"}


def with_headings(texts: Iterable[Text], bold: Iterable[str] = HEADINGS) -> Page:
    page = page_of(texts)
    set_bold = {each for text in bold for each in text.split()}
    words = (replace(w, font="Serif-Bold") if w.text in set_bold else w for w in page.words)
    return replace(page, words=tuple(words))


@pytest.fixture(scope="module")
def listing() -> Listing:
    return list_readings(lay_out([with_headings(REPORT)]))


def texts_of(reading: Reading) -> tuple[str, ...]:
    return tuple(row.text for row in reading.rows)


def test_the_items_of_a_list_are_a_reading_with_their_numbers_and_places(listing: Listing) -> None:
    reading = next(each for each in listing.readings if texts_of(each) == ITEMS)
    assert [row.ref for row in reading.rows] == ["1", "2", "3"]
    (region,) = reading.blocks_of(reading.rows[0])[0].regions
    assert (region.page, region.box.x0, region.box.top, region.box.bottom) == (1, 50, 160, 182)


def test_no_two_readings_have_the_same_texts_or_the_same_name(listing: Listing) -> None:
    assert len({texts_of(each) for each in listing.readings}) == len(listing.readings) > 20
    assert len({each.reading_id for each in listing.readings}) == len(listing.readings)


def test_readings_of_two_sections_of_one_name_have_names_of_their_own() -> None:
    texts: list[Text] = []
    for top in (60, 260, 460):
        texts.append((50, top, "Recommendations"))
        texts += [(50, top + 30 * n, f"{n}. The panel at {top} should do thing {n}.") for n in (1, 2, 3, 4)]
    found = list_readings(lay_out([with_headings(texts)])).readings
    assert len({each.reading_id for each in found}) == len(found)
    assert any("number 2 of this kind" in each.description for each in found)


def test_both_lists_together_the_headings_and_the_sentences_that_ask_are_readings_too(
    listing: Listing,
) -> None:
    found = {texts_of(each) for each in listing.readings}
    assert ("Findings", "Recommendations") not in found  # "Annex" is bold as they are
    assert any(len(texts) == 5 and texts[:3] == ITEMS for texts in found)
    assert any(texts == tuple(f"{n}. {item}" for n, item in enumerate(ITEMS, 1)) for texts in found)


def test_what_asks_below_a_heading_that_promises_ranks_before_the_list_of_an_annex(listing: Listing) -> None:
    ranked = [texts_of(each.reading) for each in rank(listing)]
    annex = next(texts for texts in ranked if len(texts) == 2 and texts[0].startswith("Minutes"))
    assert ranked.index(ITEMS) < ranked.index(annex)


def test_an_example_keeps_the_readings_that_hold_it_whole(listing: Listing) -> None:
    kept = holding(listing.readings, ITEMS[1].upper().rstrip("."))
    assert ITEMS in map(texts_of, kept)
    assert all(ITEMS[1] in texts_of(each) for each in kept)
    assert holding(listing.readings, "The operators should") == []


@pytest.mark.parametrize(
    "example",
    [
        "The council should publish the times of buses at every\nstop in the county.",
        "THE COUNCIL SHOULD PUBLISH THE TIMES OF BUSES AT EVERY STOP IN THE COUNTY",
        "“The council should publish the times of buses” at every ‘stop’ in the coun-\nty",
        "The council should publish the times of buses at every stop in the coun\u00adty.",
    ],
)
def test_an_example_is_found_whatever_its_line_ends_marks_and_capitals(
    example: str, listing: Listing
) -> None:
    assert ITEMS in map(texts_of, holding(listing.readings, example))


@pytest.mark.parametrize(
    ("example", "text"),
    [
        ("The operators should report late buses", ITEMS[1]),
        ("The council ought to publish times of buses at each stop.", ITEMS[0]),
        ("Minutes of the second meeting", "Minutes of the second meeting of the panel on fares."),
        ("zebra", None),
    ],
)
def test_what_is_nearest_to_an_example_is_told(example: str, text: str | None, listing: Listing) -> None:
    found = nearest(listing.readings, example)
    assert (None if found is None else letters_of(found[1].text).lstrip("12")) == (
        None if text is None else letters_of(text)
    )


def test_the_first_readings_are_those_that_are_likely_to_be_near_the_right_one() -> None:
    """The middle one of three shades is nearest to all; then comes another list, no shade of the first."""
    shades = [frozenset("abcd"), frozenset("abcde"), frozenset("abcdef")]
    other = frozenset("uvwxyz")
    assert first_ones([*shades, other], np.array([1.0, 1.0, 1.0, 0.5]), 2) == [1, 3]
    assert first_ones([*shades, other], np.array([1.0, 1.0, 1.0, -50.0]), 2) == [1, 0]
    assert first_ones([other, other], np.array([0.0, 0.0]), 2) == [0]
    assert first_ones([], np.array([]), 2) == []


def test_no_reading_is_lost_or_ranked_twice(listing: Listing) -> None:
    ranked = [each.reading.reading_id for each in rank(listing)]
    assert sorted(ranked) == sorted(each.reading_id for each in listing.readings)


def test_a_document_without_text_has_no_readings() -> None:
    assert rank(list_readings(lay_out([page_of([])]))) == []


def told_of(listing: Listing) -> list[tuple[tuple[str, ...], dict[str, float]]]:
    assert listing.document is not None
    evidence = gather(listing.readings, listing.document)
    return [(texts_of(each), evidence.of(at)) for at, each in enumerate(listing.readings)]


def test_evidence_tells_what_asks_what_is_promised_and_how_numbers_run(listing: Listing) -> None:
    evidence = told_of(listing)
    told = next(found for texts, found in evidence if texts == ITEMS)
    assert (told["should"], told["asks"], told["promise 3"], told["numbers run on"]) == (1, 1, 1, 1)
    assert (told["starts at one"], told["numbers are complete"], told["one page"]) == (1, 1, 1)
    assert (told["openers alike"], told["one behind the other"], told["without gaps"]) == (1, 1, 1)
    other = next(found for texts, found in evidence if texts[0].startswith("Minutes"))
    assert "should" not in other
    assert told["as promised"] > other.get("as promised", 0)


def test_evidence_tells_of_numbers_left_in_texts_and_of_what_is_left_outside(listing: Listing) -> None:
    evidence = told_of(listing)
    numbered = tuple(f"{at}. {item}" for at, item in enumerate(ITEMS, 1))
    whole = next(found for texts, found in evidence if texts == numbered)
    assert whole["marked text"] == 1
    other = next(found for texts, found in evidence if texts[0].startswith("Minutes"))
    assert "marked text" not in other
    assert other.get("asked is covered", 0) < whole["asked is covered"] == 1


def test_every_weight_is_of_evidence_that_a_reading_can_have(listing: Listing) -> None:
    """A name that is written otherwise in the one file than in the other would count for nothing."""
    assert listing.document is not None
    known = set(gather(listing.readings, listing.document).names)
    for weights in (load_weights().weights, load_weights().with_example):
        assert len(known & weights.keys()) > 40
        assert set(load_wording().evidence) <= weights.keys()


def test_columns_are_read_one_after_the_other_and_justified_lines_are_whole() -> None:
    left = lined(100, [50], [["First words of the left"], ["column and its second"], ["line of three."]])
    right = lined(100, [320], [["Then the right column"], ["goes on with words"], ["until it ends."]])
    blocks = find_blocks(lay_out([page_of([*left, *right])]))
    assert [block.full for block in blocks] == [
        "First words of the left column and its second line of three.",
        "Then the right column goes on with words until it ends.",
    ]
    wide = [(50.0, 100.0, "A line with one gap"), (165.0, 100.0, "that justifying made")]
    (block,) = find_blocks(lay_out([page_of([*wide, (50, 112, "and a second line of the same text")])]))
    assert block.full.startswith("A line with one gap that justifying made and")


def test_a_number_beside_a_card_is_its_number_and_no_part_of_its_text() -> None:
    card = lined(100, [100], [["We expect the council to plant"], ["trees along every road"], ["by spring."]])
    page = page_of(card)
    number = word(60, 108, "1A", size=20, index=99)
    (block,) = find_blocks(lay_out([replace(page, words=(*page.words, number))]))
    assert (block.ref, block.full) == (
        "1A",
        "We expect the council to plant trees along every road by spring.",
    )


def test_a_sentence_that_a_page_cuts_is_one_block() -> None:
    upper = page_of([(50, 700, "The council should plant trees along every")])
    lower = page_of([(50, 60, "road of the county."), (50, 100, "Another paragraph.")])
    below = replace(lower, number=2, words=tuple(replace(each, page=2) for each in lower.words))
    blocks = find_blocks(lay_out([upper, below]))
    assert [block.full for block in blocks] == [
        "The council should plant trees along every road of the county.",
        "Another paragraph.",
    ]
    assert [region.page for region in blocks[0].regions] == [1, 2]


def test_a_lead_in_gives_the_items_of_its_list_or_its_own_rest() -> None:
    minutes: list[Text] = [
        (50, 100, "RESOLVED that the clerk should"),
        (50, 120, "(a) write to the county about the road"),
        (50, 140, "(b) report to the next meeting"),
        (50, 180, "RESOLVED that the accounts be approved and signed."),
    ]
    found = {texts_of(each) for each in list_readings(lay_out([page_of(minutes)])).readings}
    assert any(
        texts[:2] == ("write to the county about the road", "report to the next meeting")
        and texts[2:] == ("RESOLVED that the accounts be approved and signed.",)
        for texts in found
    )


def drawn_boxes(*, stroke: bool, fill: tuple[float, float, float] | None) -> Layout:
    """Draw two boxes side by side whose lines are so close that a line of both looks like one."""
    sheet = Sheet()
    sheet.text(50, 60, "Our recommendations", bold=True, size=14)
    for left, name in ((50, "Streets"), (250, "Parks")):
        sheet.box(left, 100, left + 196, 190, fill=fill, stroke=stroke)
        sheet.text(left + 6, 104, name, bold=True)
        sheet.lines(
            left + 6, 122, [f"The council should mend all {name.lower()} in", "the two wards of the north."]
        )
        sheet.text(left + 6, 160, "It should do so before the summer.")
    sheet.text(50, 220, "The panel met in the town hall.")
    return layout_of(sheet.save())


@pytest.mark.parametrize(
    ("stroke", "fill"), [(False, (0.9, 0.95, 1.0)), (True, None), (True, (0.9, 0.95, 1.0))]
)
def test_the_text_of_a_box_ends_with_it_and_its_lines_stay_within(
    stroke: bool, fill: tuple[float, float, float] | None
) -> None:
    found = list_readings(drawn_boxes(stroke=stroke, fill=fill)).readings
    items = tuple(
        f"The council should mend all {name} in the two wards of the north. "
        "It should do so before the summer."
        for name in ("streets", "parks")
    )
    assert items in map(texts_of, found)


def test_words_on_white_or_on_a_mere_line_of_colour_stand_in_no_box() -> None:
    words = [
        word(x, top, text, index=at)
        for at, (x, top, text) in enumerate(((60, 100, "Ask"), (400, 100, "Tell"), (60, 300, "Late")))
    ]
    fills = [
        Fill(Box(50, 90, 200, 140), (1.0, 1.0, 1.0)),
        Fill(Box(390, 99, 500, 111), (1.0, 1.0, 0.0)),
        Fill(Box(50, 280, 200, 300), (0.8, 0.8, 0.8)),
        Fill(Box(50, 300, 200, 330), (0.8, 0.8, 0.8)),
    ]
    page = replace(page_of([]), words=tuple(words), fills=tuple(fills))
    assert [(box.top, box.bottom) for box in find_grounds(page)] == [(280, 330), (99, 111)]
    assert grounds_of(page, words, 5) == {words[2].key: 6}


def test_a_bold_label_and_a_sloping_line_open_blocks_of_their_own() -> None:
    sheet = Sheet()
    sheet.lines(
        50,
        100,
        [
            "1. Review the opening hours of all the libraries in the county",
            "in the spring, with their users.",
        ],
    )
    sheet.canvas.setFont("Helvetica-Bold", 11)
    sheet.canvas.drawString(50, HEIGHT - 100 - 13.2 * 2 - 11, "Lead:")
    sheet.canvas.setFont("Helvetica", 11)
    sheet.canvas.drawString(
        84, HEIGHT - 100 - 13.2 * 2 - 11, "Head of Libraries and all of her staff at the seven branches"
    )
    sheet.canvas.setFont("Helvetica-Oblique", 11)
    sheet.canvas.drawString(
        50, HEIGHT - 100 - 13.2 * 3 - 11, "supported by nine in ten of all the members who voted for it"
    )
    blocks = find_blocks(layout_of(sheet.save()))
    assert [block.full.split()[0] for block in blocks] == ["1.", "Lead:", "supported"]


def test_an_action_a_column_is_read_by_the_label_of_its_row() -> None:
    sheet = Sheet()
    sheet.grid(
        (50, 150, 300, 450),
        (100, 124, 148, 172),
        [
            ["Ref", "R1", "R2"],
            ["Recommendation", "Name an adviser for all", "Open a hub in the north"],
            ["Status", "Complete", "In progress"],
        ],
    )
    found = list_readings(layout_of(sheet.save())).readings
    reading = next(each for each in found if "cells beside 'recommendation'" in each.description)
    assert texts_of(reading) == ("Name an adviser for all", "Open a hub in the north")
    assert not any("cells beside 'status'" in each.description for each in found)


def test_signs_are_added_up_some_rows_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """All at once took 200 MiB for the 20,000 readings of a long paper, which was set aside."""
    sheet = Sheet()
    for at in range(8):
        sheet.text(72, 60 + 30 * at, f"{at + 1}. The council should mend step {at + 1} of the stairs.")
    listing = list_readings(layout_of(sheet.save()))
    assert listing.document is not None
    whole = gather(listing.readings, listing.document)
    monkeypatch.setattr("extract.readings.evidence.gather.AT_ONCE", 3)
    pieces = gather(listing.readings, listing.document)
    assert np.array_equal(whole.values, pieces.values)
