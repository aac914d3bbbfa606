"""Readings of running text: statements that decide, in every unit, and initials at the margin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from drawing import Sheet
from drawn_pages import page_of
from msgspec.structs import replace

from extract.document import layout_of
from extract.families.registry import load_unknown
from extract.layout.page_layout import Layout, lay_out
from extract.readers.listed.slots import Slots
from extract.readings.blocks import find_blocks
from extract.readings.listing import Reading, list_readings
from extract.readings.written import grammar
from extract.readings.written.grammar import kinds_of, load_grammar
from extract.readings.written.margins import INITIALS
from extract.readings.written.sentences import part_sentences
from records.errors import ConfigError

Text = tuple[float, float, str]


def layout(texts: Iterable[Text]) -> Layout:
    return lay_out([page_of(texts)])


def found(texts: Iterable[Text]) -> dict[tuple[str, ...], Reading]:
    """Return the readings of a page by their texts."""
    return {tuple(row.text for row in each.rows): each for each in list_readings(layout(texts)).readings}


MINUTES: list[Text] = [
    (50, 60, "Minutes of the council of Anyton, 4 May 2024"),
    (50, 100, "The clerk read a letter about the bridge. RESOLVED: That the clerk"),
    (50, 112, "write to the owner. The letter is kept in the office."),
    (50, 140, "Mr. A. Person spoke of the hedge. It was agreed to have it cut. The"),
    (50, 152, "clerk was asked to find a gardener."),
    (50, 180, "It was noted that the hall had been painted."),
    (50, 208, "It was resolved that the council buy:"),
    (66, 222, "(a) a bench for the green"),
    (66, 236, "(b) a bin for the school"),
    (50, 264, "RESOLVED: That the chair should (i) sign the lease, and (ii) ask for a key."),
]
WRITE = "RESOLVED: That the clerk write to the owner."
CUT = "It was agreed to have it cut."
ASKED = "The clerk was asked to find a gardener."
BUY = "It was resolved that the council buy:"
SIGN = "RESOLVED: That the chair should (i) sign the lease, and (ii) ask for a key."
ITEMS = ("(a) a bench for the green", "(b) a bin for the school")


@pytest.fixture(scope="module")
def minutes() -> dict[tuple[str, ...], Reading]:
    return found(MINUTES)


@pytest.mark.parametrize(
    "texts",
    [
        (WRITE, CUT, " ".join([BUY, *ITEMS]), SIGN),
        (WRITE, CUT, ASKED, " ".join([BUY, *ITEMS]), SIGN),
        (WRITE, f"{CUT} {ASKED}", " ".join([BUY, *ITEMS]), SIGN),
        (WRITE, CUT, *ITEMS, "(i) sign the lease, and", "(ii) ask for a key."),
        (f"{WRITE} The letter is kept in the office.", f"{CUT} {ASKED}", " ".join([BUY, *ITEMS]), SIGN),
    ],
)
def test_what_minutes_decide_is_read_in_every_unit(
    texts: tuple[str, ...], minutes: dict[tuple[str, ...], Reading]
) -> None:
    assert texts in minutes


def test_what_is_noted_is_no_decision(minutes: dict[tuple[str, ...], Reading]) -> None:
    decided = [texts for texts, each in minutes.items() if each.kind.name in load_grammar().sets]
    decided = [texts for texts in decided if BUY in " ".join(texts) and MINUTES[0][2] not in texts]
    assert decided
    assert not [texts for texts in decided if any("was noted" in text for text in texts)]


def test_the_title_before_a_dash_is_none_of_the_decision() -> None:
    texts: list[Text] = [
        (50, 60, "Old Town speeding – it was agreed that the clerk write to the police."),
        (50, 90, "Village bench – it was agreed to paint it."),
    ]
    reading = found(texts)[
        "it was agreed that the clerk write to the police.",
        "it was agreed to paint it.",
    ]
    assert [row.title for row in reading.rows] in (["Old Town speeding", "Village bench"], ["", ""])


MARGIN: list[Text] = [
    (50, 60, "Present: A Person (AP), B Person (BP), C Person (CP)"),
    (50, 100, "The hedge by the school is too high and children cannot see the cars from the gate."),
    (50, 112, "A gardener has been found."),
    (540, 112, "AP"),
    (50, 140, "The bench on the green is broken and nobody has sat on it since the summer of 2023."),
    (50, 168, "The lease of the hall ends in May, and the owner has asked for a new one in writing."),
    (530, 180, "BP/CP"),
    (50, 196, "A letter about the bridge was read, and everybody thought that it was a good letter."),
    (50, 224, "The bins were full again after the fair, which was visited by some three hundred people."),
    (540, 224, "All"),
]


def test_initials_at_the_margin_belong_to_the_paragraph_beside_or_above() -> None:
    blocks = find_blocks(layout(MARGIN))
    who = {block.full.split()[1]: " ".join(word.text for word in block.margin) for block in blocks}
    assert who == {"A": "", "hedge": "AP", "bench": "", "lease": "BP/CP", "letter": "", "bins": "All"}


def test_two_initials_on_a_page_are_chance() -> None:
    assert not any(block.margin for block in find_blocks(layout(MARGIN[:8])))


def test_marked_paragraphs_are_a_reading_whose_owners_are_the_initials() -> None:
    readings = found(MARGIN)
    marked = next(each for each in readings.values() if each.kind.opener == "margin")
    assert [row.text.split()[1] for row in marked.rows] == ["hedge", "lease", "bins"]
    slots = Slots(marked.stretch, load_unknown(), marked.rows)
    owners = [slots.of(at)["owner"].passage.text for at in range(3)]
    assert owners == ["AP", "BP/CP", "All"]


def test_a_line_that_names_who_acts_belongs_to_the_paragraph_above() -> None:
    texts: list[Text] = [
        (50, 60, "1.1 The hedge was seen, and once it is dry it was AGREED to cut it."),
        (80, 84, "ACTION:AP/BP"),
        (50, 110, "1.2 The bench is broken."),
        (80, 134, "Action: order one from the shop"),
    ]
    blocks = find_blocks(layout(texts))
    assert [" ".join(word.text for word in block.margin) for block in blocks] == ["ACTION:AP/BP", "", ""]
    reading = next(each for each in list_readings(layout(texts)).readings if each.rows[0].first == 0)
    slots = Slots(reading.stretch, load_unknown(), reading.rows)
    assert slots.of(0)["owner"].passage.text == "AP/BP"


def test_initials_in_a_column_belong_to_the_paragraph_level_with_them() -> None:
    sheet = Sheet()
    sheet.grid((50, 450, 550), (100, 120, 190, 260), [["Item", "Action"], ["", ""], ["", ""]], header=True)
    for top, text, who in ((125, "hedge", "AP"), (195, "bench", "BP")):
        sheet.text(55, top, f"The {text} was talked of at length by everybody.")
        sheet.text(55, top + 36, f"It was agreed to look at the {text}.")
        sheet.text(460, top + 36, who)
    blocks = find_blocks(layout_of(sheet.save()))
    marked = {block.full: " ".join(word.text for word in block.margin) for block in blocks if block.margin}
    assert marked == {
        "It was agreed to look at the hedge.": "AP",
        "It was agreed to look at the bench.": "BP",
    }


@pytest.mark.parametrize("text", ["AP", "AP/BP", "HL/ DN/JS/GD", "All", "Clerk", "MCa", "AH and BC", "A.B."])
def test_initials(text: str) -> None:
    assert INITIALS.fullmatch(text)


@pytest.mark.parametrize("text", ["May", "The", "Mr Person", "12", "A", "Signed", "ANYTON"])
def test_no_initials(text: str) -> None:
    assert INITIALS.fullmatch(text) is None


def test_sentences_end_at_stops_but_those_of_abbreviations() -> None:
    text = "Cllr. Person met Mr. A. Person of No. 5. It rained and the road flooded RESOLVED: That it dry."
    assert part_sentences(text) == (
        "Cllr. Person met Mr. A. Person of No. 5.",
        "It rained and the road flooded",
        "RESOLVED: That it dry.",
    )


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("It had been agreed that fares fall.", set()),
        ("Should the council write?", set()),
        ("Review the fares each year.", {"orders"}),
        ("The panel recommends that fares should fall.", {"recommends", "should"}),
    ],
)
def test_kinds_of_sentences(text: str, kinds: set[str]) -> None:
    assert kinds_of(text) == kinds


def test_a_kind_that_takes_its_counter_example_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = grammar.FILE.read_text("utf-8").replace('"the aims of the plan"', '"it will rain"')
    monkeypatch.setattr(grammar, "FILE", tmp_path / "decisions.yaml")
    grammar.FILE.write_text(text, "utf-8")
    load_grammar.cache_clear()
    with pytest.raises(ConfigError, match="matches its counter-example 'it will rain'"):
        load_grammar()
    load_grammar.cache_clear()


def test_how_a_vote_went_is_the_status_and_no_text_and_a_lost_motion_no_decision() -> None:
    texts: list[Text] = [
        (50, 60, "That the hall be let to the school. Carried."),
        (50, 90, "That the bench be sold. Proposed by AP seconded by BP."),
        (50, 120, "Carried unanimously."),
        (50, 150, "That the green be sold. Motion lost."),
        (50, 180, "That the well be filled in. The motion was defeated by 5 votes to 4."),
        (50, 210, "That the oak be felled."),
        (50, 240, "Motion lost."),
    ]
    reading = found(texts)["That the hall be let to the school.", "That the bench be sold."]
    slots = Slots(reading.stretch, load_unknown(), reading.rows)
    assert [slots.of(at)["status"].passage.text for at in range(2)] == ["Carried.", "Carried unanimously."]


def test_sentences_in_other_letters_and_sentences_with_a_number_behind_them_are_readings() -> None:
    texts: list[Text] = [
        (50, 60, "Buses were late. The operator should run more of them. (12/24)"),
        (50, 90, "Roads are bad. The council should mend them. (13/24) It rained."),
        (50, 120, "The hall is old, and the county should know of it. Nobody has been in it for a year."),
        (
            50,
            150,
            "The green is dry, and the bench on it is broken. The fair will be held on it all the same.",
        ),
    ]
    asked = ("The operator should run more of them. (12/24)", "The council should mend them. (13/24)")
    assert asked in found(texts)
    plain = tuple(text.split(" (")[0] for text in asked)
    page = page_of([(x, top, re.sub(r" \(1./24\)", "", text)) for x, top, text in texts])
    bold = set(" ".join(plain).split())
    words = (replace(w, font="Serif-Bold") if w.text in bold and w.box.top < 110 else w for w in page.words)
    listed = list_readings(lay_out([replace(page, words=tuple(words))])).readings
    assert plain in [tuple(row.text for row in each.rows) for each in listed]
