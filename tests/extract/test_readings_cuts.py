"""How the texts of records are cut: each way to begin and to end one is among the readings of a page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import pytest
from drawn_pages import page_of, words
from msgspec.structs import replace

from extract.layout.page_layout import lay_out
from extract.readings.cuts import Row
from extract.readings.listing import Reading, list_readings
from records.pages import Page

Text = tuple[float, float, str]
BOLD, SLOPED = "Serif-Bold", "Serif-Italic"


def page(texts: Iterable[Text], fonts: Mapping[str, str]) -> Page:
    """Make a page on which the lines that begin so are set in fonts of their own."""
    printed = []
    for x, top, text in texts:
        font = next((font for start, font in fonts.items() if text.startswith(start)), "Serif")
        printed += [replace(each, font=font) for each in words(x, top, text)]
    placed = tuple(replace(each, index=at) for at, each in enumerate(printed))
    return replace(page_of([]), words=placed)


def readings(texts: Iterable[Text], fonts: Mapping[str, str]) -> dict[tuple[str, ...], Reading]:
    """Return the readings of a page by their texts."""
    listed = list_readings(lay_out([page(texts, fonts)])).readings
    return {tuple(row.text for row in each.rows): each for each in listed}


ONE = "Buses: the council should publish times. It costs little."
TWO = "Fares: the council should freeze fares. They rose."
THREE = "Roads: the council should mend roads. They are bad."
IN, NOTE, LEFT, END = (
    "Times matter on low pay.",
    "Note: fares rose.",
    "This is as far left.",
    "Some other text.",
)

LIST: list[Text] = [
    (50, 100, "Recommendations"),
    (50, 130, f"1. {ONE}"),
    (62, 160, IN),
    (50, 190, f"2. {TWO}"),
    (62, 220, NOTE),
    (50, 250, f"3. {THREE}"),
    (50, 280, LEFT),
    (50, 320, "Annex"),
    (50, 350, END),
]


@pytest.fixture(scope="module")
def listed() -> dict[tuple[str, ...], Reading]:
    return readings(LIST, {"Recommendations": BOLD, "Annex": BOLD})


@pytest.fixture(scope="module")
def sloped() -> dict[tuple[str, ...], Reading]:
    return readings(LIST, {"Recommendations": BOLD, "Annex": BOLD, "Note": SLOPED})


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ((f"1. {ONE}", f"2. {TWO}", f"3. {THREE}"), "text whole, ending at the end of the block"),
        ((ONE, TWO, THREE), "text behind the marker, ending at the end of the block"),
        (
            tuple(t.split(": ")[1] for t in (ONE, TWO, THREE)),
            "text behind the colon or dash, ending at the end of the block",
        ),
        (
            tuple(t.split(". ")[0] + "." for t in (ONE, TWO, THREE)),
            "text behind the marker, ending at the end of the sentence",
        ),
        (
            (f"{ONE} {IN}", f"{TWO} {NOTE}", f"{THREE} {LEFT} Annex {END}"),
            "text behind the marker, ending before the next opener",
        ),
        (
            (f"{ONE} {IN}", f"{TWO} {NOTE}", f"{THREE} {LEFT}"),
            "text behind the marker, ending at another style",
        ),
        ((f"{ONE} {IN}", TWO, f"{THREE} {LEFT}"), "text behind the marker, ending at a heading or label"),
        ((f"{ONE} {IN}", f"{TWO} {NOTE}", THREE), "text behind the marker, ending at a block further left"),
    ],
)
def test_the_items_of_a_list_are_cut_in_every_way(
    texts: tuple[str, ...], told: str, listed: Mapping[tuple[str, ...], Reading]
) -> None:
    found = listed[texts]
    assert told in found.description
    assert [row.ref for row in found.rows] == ["1", "2", "3"]
    assert [row.title for row in found.rows] == ["", "", ""]


def test_a_text_ends_where_the_style_changes(sloped: Mapping[tuple[str, ...], Reading]) -> None:
    found = sloped[f"{ONE} {IN}", TWO, f"{THREE} {LEFT}"]
    assert "ending at another style" in found.description


def test_a_record_holds_the_blocks_of_its_text(listed: Mapping[tuple[str, ...], Reading]) -> None:
    found = listed[f"{ONE} {IN}", f"{TWO} {NOTE}", THREE]
    held = [[block.text for block in found.blocks_of(row)] for row in found.rows]
    assert held == [[f"1. {ONE}", IN], [f"2. {TWO}", NOTE], [f"3. {THREE}"]]
    assert [row.opener for row in found.rows] == [row.first for row in found.rows]


TITLED: list[Text] = [
    (50, 60, "What the panel asks for"),
    (50, 100, "Recommendation 1"),
    (50, 130, "About buses"),
    (50, 160, "The council should publish times."),
    (50, 200, "Recommendation 2"),
    (50, 230, "About fares"),
    (50, 260, "The council should freeze fares."),
    *((50.0, 290.0 + 25 * at, f"Line number {at} of the rest.") for at in range(16)),
]


@pytest.fixture(scope="module")
def titled() -> dict[tuple[str, ...], Reading]:
    return readings(TITLED, {"What": BOLD, "Recommendation": BOLD, "About": SLOPED})


def row_of(found: Reading, at: int) -> tuple[str, str, int]:
    row: Row = found.rows[at]
    return row.ref, row.title, row.first - row.opener


def test_the_text_may_stand_in_the_next_block_or_the_one_after(
    titled: Mapping[tuple[str, ...], Reading],
) -> None:
    found = titled["About buses", "About fares"]
    assert [row_of(found, at) for at in (0, 1)] == [
        ("1", "Recommendation 1", 1),
        ("2", "Recommendation 2", 1),
    ]
    found = titled["The council should publish times.", "The council should freeze fares."]
    assert found.rows[0].first == found.rows[0].last
    both = ("About buses The council should publish times.", "About fares The council should freeze fares.")
    assert not any(texts[:2] == both for texts in titled)


def test_the_last_record_takes_no_more_than_a_few_blocks(titled: Mapping[tuple[str, ...], Reading]) -> None:
    ends = [
        texts[1]
        for texts, each in titled.items()
        if len(texts) == 2
        and texts[0] == "About buses The council should publish times."
        and each.kind.end == "before the next opener"
    ]
    assert ends
    assert all(text.endswith("Line number 9 of the rest.") for text in ends)


def test_what_begins_in_letters_of_its_own_is_cut_behind_them() -> None:
    texts = [(50.0, 100.0 + 30 * at, f"Buses {at}. The council should mend road {at}.") for at in (1, 2, 3)]
    printed = page(texts, {})
    bold = [
        replace(w, font=BOLD) if w.text == "Buses" or (w.text in ("1.", "2.", "3.") and w.box.x0 < 100) else w
        for w in printed.words
    ]
    found = {
        tuple(row.text for row in each.rows): each
        for each in list_readings(lay_out([replace(printed, words=tuple(bold))])).readings
    }
    rest = tuple(f"The council should mend road {at}." for at in (1, 2, 3))
    assert "behind the lead" in found[rest].description or "behind the label" in found[rest].description


NAMES, DONE = ("Buses", "Fares", "Roads"), ("publish times", "freeze fares", "mend roads")


def starts(texts: Iterable[str], bold: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """Return the texts of the readings of paragraphs that end with their block, by how they begin."""
    printed = page([(50.0, 100.0 + 30 * at, text) for at, text in enumerate(texts)], {})
    marked = tuple(replace(w, font=BOLD) if w.text in {*bold} else w for w in printed.words)
    listed = list_readings(lay_out([replace(printed, words=marked)])).readings
    whole = [each for each in listed if len(each.rows) == 3 and each.kind.end == "at the end of the block"]
    return {each.kind.start: tuple(row.text for row in each.rows) for each in whole}


@pytest.mark.parametrize("sign", [".", " –", " -", ""])
def test_a_text_behind_bold_words_loses_the_signs_between(sign: str) -> None:
    texts = [f"{name}{sign} The council should {done} now" for name, done in zip(NAMES, DONE, strict=True)]
    bold = {f"{name}{sign.strip() if sign[:1] != ' ' else ''}" for name in NAMES}
    start = "behind the colon or dash" if sign.strip(".") else "behind the lead"
    assert starts(texts, bold)[start] == tuple(f"The council should {done} now" for done in DONE)


def test_without_bold_words_no_text_begins_behind_them() -> None:
    texts = [f"{at}. The council should {done} now" for at, done in enumerate(DONE, 1)]
    assert "behind the lead" not in starts(texts)
    assert starts(texts)["behind the marker"] == tuple(f"The council should {done} now" for done in DONE)


def test_a_bullet_is_no_marker_behind_which_a_text_begins() -> None:
    texts = [f"• The council should {done} now" for done in DONE]
    found = starts(texts)
    assert "behind the marker" not in found
    assert found["whole"] == tuple(f"The council should {done} now" for done in DONE)


def test_a_text_behind_a_label_begins_after_its_number() -> None:
    texts = [f"Recommendation {at} The council should {done} now" for at, done in enumerate(DONE, 1)]
    assert starts(texts)["behind the label"] == tuple(f"The council should {done} now" for done in DONE)


def test_an_id_is_made_of_the_description_and_rows_of_hardly_a_letter_are_left_out(
    listed: Mapping[tuple[str, ...], Reading],
) -> None:
    for each in listed.values():
        assert each.reading_id == hashlib.sha256(each.description.encode()).hexdigest()[:12]
        assert all(len(row.text) > 8 for row in each.rows)
        assert each.rows
    short = readings([(50, 100, "1. Publish it"), (50, 130, "2. Mend it"), (50, 160, "3. Mend road")], {})
    assert ("Publish it", "Mend road") in short
    assert ("Publish it", "Mend it", "Mend road") not in short


def test_readings_of_very_many_rows_are_none() -> None:
    def rows(number: int) -> set[int]:
        pages = [
            replace(
                page(
                    [
                        (50.0, 120.0 + 12 * at, f"{40 * n + at + 1}. Mend road {40 * n + at}.")
                        for at in range(40)
                    ],
                    {},
                ),
                number=n + 1,
            )
            for n in range(11)
        ]
        pages = [
            replace(each, words=tuple(replace(word, page=each.number) for word in each.words))
            for each in pages
        ]
        kept = [replace(each, words=tuple(w for w in each.words)) for each in pages[: number // 40]]
        return {len(each.rows) for each in list_readings(lay_out(kept)).readings}

    assert 400 in rows(400)
    assert not any(count > 400 for count in rows(440))
