"""What stands below and beside the rows of a listed reading."""

from __future__ import annotations

import pytest
from drawing import Sheet

from extract.account import Claim, Owner
from extract.document import layout_of, read_document
from extract.families.registry import load_unknown
from extract.readers import Reading
from extract.readers.listed import slots
from extract.readers.listed.likeliest import Likeliest, completed, unseconded
from extract.readers.listed.slots import Slots, below_rows
from extract.readings.listing import Reading as Listed
from extract.readings.listing import list_readings
from extract.readings.wording import load_wording
from records.geometry import Box, Region
from records.report import Block, Passage, RawRow

ASKED = (
    "The trust should insulate the hall before the winter.",
    "The trust should paint the two crossings by the school.",
    "The trust should open the library on Saturdays.",
)
BELOW = (
    ("Government response to recommendation {}", "We will do so in May.", "The money is there."),
    ("Responsible officer: Head of Estates", "Timescale: May 2025", "Status: Complete"),
    ("The trust accepts this recommendation in principle.", "Work begins in May.", "It will take a year."),
    ("The trust agrees with this recommendation. Work begins in May, and the money for it is all there.",),
    ("The hall is cold.", "The school is old."),
)


def paper(
    below: tuple[str, ...],
    last: tuple[str, ...] = (),
    heads: tuple[str, ...] = ("Recommendation 1", "Recommendation 2", "Recommendation 3"),
    *,
    bold: bool = True,
) -> bytes:
    """Return a paper with headings, a recommendation below each, and these lines below it.

    `last` stands below the last lines, a heading and what follows.
    """
    sheet = Sheet()
    sheet.text(72, 50, "Recommendations and answers", bold=True, size=18)
    top = 90.0
    for number, asked in enumerate(ASKED, 1):
        sheet.text(72, top, heads[number - 1], bold=bold, size=14 if bold else 11)
        sheet.text(72, top + 25, asked)
        for at, line in enumerate(below):
            answer = line.startswith("Government")
            sheet.text(72, top + 50 + 25 * at, line.format(number), bold=answer)
        top += 50 + 25 * len(below) + 30
    for at, line in enumerate(last):
        sheet.text(72, top + 25 * at, line, bold=at == 0, size=14 if at == 0 else 11)
    return sheet.save()


def asked_in(content: bytes) -> Listed:
    """Return the reading whose rows are the three recommendations alone."""
    found = list_readings(layout_of(content)).readings
    return next(each for each in found if tuple(row.text for row in each.rows) == ASKED)


@pytest.mark.parametrize(
    ("below", "told"),
    list(
        zip(
            BELOW,
            (
                {"status_and_comments": "We will do so in May.\nThe money is there."},
                {"owner": "Head of Estates", "due": "May 2025", "status": "Complete"},
                {
                    "status": "The trust accepts this recommendation in principle.",
                    "comments": "Work begins in May.\nIt will take a year.",
                },
                {"status_and_comments": BELOW[3][0]},
                {},
            ),
            strict=True,
        )
    ),
)
def test_labelled_lines_and_answers_below_a_row_are_its_fields(
    below: tuple[str, ...], told: dict[str, str]
) -> None:
    listed = asked_in(paper(below))
    slots = Slots(listed.stretch, load_unknown(), listed.rows)
    for at in range(3):
        assert {name: slot.passage.text for name, slot in slots.of(at).items()} == told


def test_a_heading_behind_the_last_row_is_no_label_of_it() -> None:
    listed = asked_in(paper(BELOW[4], ("Evidence", "We met four schools.")))
    slots = Slots(listed.stretch, load_unknown(), listed.rows)
    assert [slots.of(at) for at in range(3)] == [{}, {}, {}]


def test_headings_number_the_rows_below_them_and_are_no_sections() -> None:
    listed = asked_in(paper(BELOW[4]))
    slots = Slots(listed.stretch, load_unknown(), listed.rows)
    numbers = [slots.number(at) for at in range(3)]
    assert [number and number[0] for number in numbers] == ["1", "2", "3"]
    assert [slots.section(at) for at in range(3)] == [("Recommendations and answers",)] * 3


def test_capitals_in_headings_are_no_numbers() -> None:
    listed = asked_in(paper(BELOW[4], heads=("NHS bodies", "CQC staff", "ICB chairs")))
    slots = Slots(listed.stretch, load_unknown(), listed.rows)
    assert [slots.number(at) for at in range(3)] == [None, None, None]
    assert slots.section(2) == ("ICB chairs",)


def test_a_number_on_the_line_before_a_row_is_its_number() -> None:
    heads = ("R2026-60 S. Field, J. Wood:", "R2026-61 J. Wood, S. Field:", "4.3.")
    listed = asked_in(paper(BELOW[4], heads=heads, bold=False))
    slots = Slots(listed.stretch, load_unknown(), listed.rows)
    numbers = [slots.number(at) for at in range(3)]
    assert [number and number[0] for number in numbers] == ["R2026-60", "R2026-61", "4.3"]


def test_a_line_of_text_before_a_row_is_no_number() -> None:
    listed = asked_in(
        paper(BELOW[4], heads=("3 members came", "12 members came", "2 members came"), bold=False)
    )
    slots = Slots(listed.stretch, load_unknown(), listed.rows)
    assert [slots.number(at) for at in range(3)] == [None, None, None]


@pytest.mark.parametrize(
    ("head", "number"),
    [("RESOLVED: to agree the plan", ""), ("Action 3: agree the plan", "3"), ("Priority A – the plan", "A")],
)
def test_the_last_letter_of_a_word_is_no_number(head: str, number: str) -> None:
    blocks = list_readings(layout_of(paper(BELOW[4], heads=(head, "Heading", "Heading")))).document
    assert blocks is not None
    assert [block.number for block in blocks.blocks if block.full == head] == [number]


def test_what_stands_below_rows_that_a_reader_found_is_told_by_its_place() -> None:
    listed = asked_in(paper(BELOW[2]))
    document = list_readings(layout_of(paper(BELOW[2]))).document
    assert document is not None
    places = [listed.stretch.blocks[each.first].regions for each in listed.rows]
    rows = [
        RawRow(at + 1, (), {"text": Passage((Block(asked),), regions)})
        for at, (asked, regions) in enumerate(zip(ASKED, places, strict=True))
    ]
    told = below_rows(document, load_unknown(), rows)
    assert [each["status"].passage.line for each in told] == [BELOW[2][0]] * 3
    # Where one of them has no place among the blocks, it is not known where another ends.
    assert below_rows(document, load_unknown(), [*rows, row(4, text="Elsewhere")]) == ()


def test_a_reading_that_is_chosen_brings_the_answers_below_its_rows() -> None:
    content = paper(BELOW[2])
    report = read_document(content, chosen=asked_in(content).reading_id)
    said = [(row.fields["text"].line, row.fields["status"].line) for row in report.rows]
    assert said == [(asked, BELOW[2][0]) for asked in ASKED]
    assert [row.fields["ref"].line for row in report.rows] == ["1", "2", "3"]
    assert not [issue for issue in report.issues if issue.code.startswith("unplaced")]


def row(position: int, **fields: str) -> RawRow:
    """Return a row whose fields stand one below the other."""
    place = Region(1, Box(0, 10 * position, 100, 10 * position + 8))
    return RawRow(position, (), {name: Passage((Block(text),), (place,)) for name, text in fields.items()})


def test_rows_are_completed_by_what_the_likeliest_reading_says_of_the_same_texts() -> None:
    found = Reading(
        rows=(row(1, text=ASKED[0]), row(2, text=ASKED[1], comments="In May"), row(3, text="Rents"))
    )
    other = Reading(
        rows=(
            row(1, text=ASKED[1].upper(), status="Done", owner="Clerk"),
            row(2, text=ASKED[0], status="Done"),
        ),
        claims=(Claim(Owner.ROWS, ()), Claim(Owner.ROWS, ())),
    )
    fuller, doubts = completed(found, Likeliest(other, (), None), load_unknown())
    assert [{name: each.fields[name].line for name in each.fields} for each in fuller.rows] == [
        {"text": ASKED[0], "status": "Done"},
        # What is said of progress stays as it was found.
        {"text": ASKED[1], "comments": "In May", "owner": "Clerk"},
        {"text": "Rents"},
    ]
    assert [doubt.row for doubt in doubts] == [None, 1, 2]
    assert {doubt.level for doubt in doubts} == {"warning"}


def test_rows_that_nothing_completes_raise_no_doubt() -> None:
    found = Reading(rows=(row(1, text="Rents"),))
    assert completed(found, Likeliest(Reading(), (), None), load_unknown()) == (found, ())


def test_rows_that_the_likeliest_reading_has_not_ask_to_be_looked_at() -> None:
    found = (row(1, text=ASKED[0]), row(2, text="Rents of garages"), row(3, text=ASKED[1].upper()))
    doubts = list(unseconded(found, (row(1, text=ASKED[1]), row(2, text=ASKED[0]))))
    assert [(doubt.code, doubt.row) for doubt in doubts] == [("unconfirmed_row", 2)]


def test_an_order_is_no_answer() -> None:
    assert not load_wording().answers.match("The council should accept this recommendation")


def test_the_header_of_a_table_is_read_once_for_all_of_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet()
    rows = [[asked, "Head", "May"] for asked in ASKED]
    sheet.grid((50, 320, 420, 520), (90, 120, 150, 180, 210), [["Step", "Who", "When"], *rows])
    readings = list_readings(layout_of(sheet.save())).readings
    listed = next(each for each in readings if len(each.rows) > 1 and each.blocks_of(each.rows[1])[0].place)
    asked: list[object] = []
    monkeypatch.setattr(slots, "read_header", lambda table, _: asked.append(table))
    beside = Slots(listed.stretch, load_unknown(), listed.rows)
    for at in range(len(listed.rows)):
        beside.of(at)
    assert len(asked) == 1
