"""Statuses, the colours that stand for them, and cells that hold a status and comments."""

import datetime as dt
import json
from collections import Counter

import msgspec
import pytest
from conftest import SAMPLES

from normalise.values.lookups import Answer
from normalise.values.rag import read_fill, read_rag, read_word
from normalise.values.status_cells import Parted, joined, part
from normalise.values.statuses import (
    GROUPS,
    read_beside_answer,
    read_key,
    read_status,
    status_group,
    status_of_colour,
    status_words,
    taken_back,
)
from records.geometry import Box, Region
from records.report import Block, KeyEntry, Passage


def unread(reason: str, *candidates: str) -> Answer:
    """Return the answer without a value that asks which of `candidates` is meant."""
    return Answer(None, "none", reason, tuple((each, 50.0) for each in candidates))


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ("Complete", "complete"),
        ("COMPLETE 12/13", "complete"),
        ("Com-pleted", "complete"),
        ("Not star-ted", "not_started"),
        ("Completed March 2014", "complete"),
        ("Completed (31.03.14)", "complete"),
        ("Complete. All staff were trained in May.", "complete"),
        ("Complete – no further action required", "complete"),
        ("Complete\nAll evidence was seen", "complete"),
        ("Complete (100%)", "complete"),
        ("Complete (Green)", "complete"),
        ("Completed by the Board", "complete"),
        ("Complete¹", "complete"),
        ("Closed - complete", "complete"),
        ("Delivered – recurring", "complete"),
        ("Delivered (was: on track)", "complete"),
        ("Part-complete", "partially_complete"),
        ("Partially\ncomplete", "partially_complete"),
        ("In progress", "in_progress"),
        ("In progress – training complete", "in_progress"),
        ("Amber – some slippage", "in_progress"),
        ("B/F", "in_progress"),
        ("In progress – on track", "on_track"),
        ("On target.", "on_track"),
        ("Not started – no funds yet", "not_started"),
        ("Not yet due", "not_started"),
        ("Delayed - see comment", "overdue"),
        ("Off track", "overdue"),
        ("Withdrawn by the Task Group", "superseded"),
        ("No longer required", "superseded"),
        ("N/K", "unknown"),
        ("No response received.", "unknown"),
        ("Agreed", "accepted"),
        ("Carried.", "accepted"),
        ("Agreed by Cabinet 12 June 2013", "accepted"),
        ("Accepted. The Cabinet Member will report back", "accepted"),
        ("Agreed in principle", "accepted_in_principle"),
        ("Accepted in part", "partially_accepted"),
        ("Not accepted - cost", "rejected"),
    ],
)
def test_a_printed_status_is_read(printed: str, status: str) -> None:
    reading = read_status(printed)
    assert reading.answer.value == status
    assert reading.answer.reason is None
    assert reading.pointer is None


@pytest.mark.parametrize(
    "printed",
    [
        "Not complete",
        "Incomplete",
        "To be completed",
        "Complete?",
        "Complete (in part)",
        "Complete, but late",
        "Complete – but evidence not seen",
        "Complete – awaiting sign off",
        "Complete – roll-out to follow when funded",
        "Complete by March 2014",
        "Completed by next year",
        "Complete 80%",
        "Complete (80%)",
        "Complete (signed off?)",
        "Complete apart from training",
        "Complete/ongoing",
        "In progress – complete",
        "In progress / overdue",
        "Accepted – subject to funding",
        "Accepted, in part",
        "Rejected – but see the alternative",
        "Closed",
        "Closed March 2014",
        "No further action",
        "Noted",
        "N/A",
        "Outstanding",
        "Not stated",
        "Achieve",
        "Green",
        "GREEN – all done by May?",
        "A – all training was given",
        "Amber/Green",
        "Yes",
        "See comments",
        "Evidence was provided of the audit.",
    ],
)
def test_a_doubtful_status_is_a_question(printed: str) -> None:
    reading = read_status(printed)
    assert reading.answer.value is None
    assert reading.answer.reason
    assert reading.pointer is None


def test_a_status_that_points_to_another_row_keeps_both() -> None:
    reading = read_status("Superceded by rec 15")
    assert (reading.answer.value, reading.answer.reason) == ("superseded", None)
    assert reading.pointer is not None
    assert reading.pointer.ref == "15"


def test_a_reservation_that_points_to_another_row_is_doubted() -> None:
    reading = read_status("Complete – but see 4")
    assert reading.answer.value == "complete"
    assert "reservation" in (reading.answer.reason or "")
    assert reading.pointer is not None
    assert reading.pointer.ref == "4"


@pytest.mark.parametrize(
    ("printed", "document", "status"),
    [
        ("Complete March 2014", dt.date(2014, 5, 1), "complete"),
        ("Complete March 2014", dt.date(2014, 3, 11), "complete"),
        ("Complete March 2014", dt.date(2013, 5, 1), None),
        ("Complete March 2014", dt.date(2014, 3, 1), "complete"),
        ("Completed 2 May 2013", dt.date(2013, 5, 1), None),
        ("Completed 1 May 2013", dt.date(2013, 5, 1), "complete"),
        ("Complete – all evidence seen", dt.date(2013, 5, 1), "complete"),
        ("Agreed 2 May 2014", dt.date(2013, 5, 1), "accepted"),
    ],
)
def test_nothing_is_complete_on_a_day_after_the_document(
    printed: str, document: dt.date, status: str | None
) -> None:
    assert read_status(printed, date=document).answer.value == status


@pytest.mark.parametrize(
    ("printed", "method"),
    [
        ("complete", "exact"),
        ("Done", "alias"),
        ("COMPLETE 12/13", "alias"),
        ("In progess", "fuzzy"),
        ("AMBER", "rag"),
        ("Closed", "none"),
    ],
)
def test_the_method_says_how_a_status_was_reached(printed: str, method: str) -> None:
    assert read_status(printed).answer.method == method


@pytest.mark.parametrize("printed", ["Com-menced pleted", "Com-pletedly", "Com- pleted"])
def test_a_hyphen_within_other_words_makes_no_status(printed: str) -> None:
    assert read_status(printed).answer.value is None


def test_the_documents_own_key_goes_before_the_vocabulary() -> None:
    key = read_key(
        "G = Complete\nAmber – On track\nR: Delayed\nB – Ask the programme office\nClosed - complete"
    )
    green_and_red = {"g": "complete", "green": "complete", "r": "overdue", "red": "overdue"}
    assert key == green_and_red | {"amber": "on_track", "b": None, "blue": None, "closed": "complete"}
    assert read_status("GREEN", key).answer.value == "complete"
    assert read_status("Amber", key).answer.value == "on_track"
    assert read_status("Closed", key).answer.value == "complete"
    assert read_status("Closed March 2014", key).answer == Answer("complete", "alias")
    unread = "the document's own key explains it in words that could not be read"
    assert read_status("Blue", key).answer == Answer(None, "none", unread)


def test_the_entries_of_a_key_are_words_or_fills() -> None:
    green = msgspec.structs.replace(cell(), fill=rgb("00B050"))
    key = [
        KeyEntry(cell(), cell("Superseded")),
        KeyEntry(green, cell("On", "track")),
        KeyEntry(msgspec.structs.replace(green, blocks=cell("Dark", "red").blocks), cell("Overdue")),
    ]
    assert read_key("", key) == {"green": "on_track", "dark red": "overdue"}


def test_a_colour_that_the_key_leaves_out_is_no_status_before_a_remark_either() -> None:
    unexplained = "the document's key does not explain 'green'"
    assert read_status("Green – all of it", {"red": "overdue"}).answer.reason == unexplained


def test_a_key_that_says_two_things_of_one_word_says_nothing() -> None:
    assert read_key("Green = complete; Green = on track") == {"green": None}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("On track to be finished in time", "on_track"),
        ("Overdue – no plan to recover", "overdue"),
        ("Complete throughout", "complete"),
        ("Complete all round", "complete"),
        ("On track or complete", None),
        ("Complete but not signed off", None),
        ("Not on track", "overdue"),
        ("The action is doing well", None),
    ],
)
def test_a_key_may_explain_at_length_but_say_only_one_thing(said: str, status: str | None) -> None:
    assert read_key(f"Green: {said}") == {"green": status}


def test_a_colour_is_a_status_only_by_a_key_or_where_all_agree() -> None:
    key, unexplained = {"green": "on_track"}, "the document's key does not explain 'red'"
    no_key = "'{}' has no agreed meaning and the document prints no key"
    either = (("on_track", 50.0), ("complete", 50.0))
    assert status_of_colour("amber") == Answer("in_progress", "rag")
    assert status_of_colour("green") == Answer(None, "none", no_key.format("green"), either)
    assert status_of_colour("pink") == Answer(None, "none", no_key.format("pink"))
    assert status_of_colour("green", key) == Answer("on_track", "rag")
    assert status_of_colour("red", key) == Answer(None, "none", unexplained)


@pytest.mark.parametrize(
    ("remark", "status", "back"),
    [
        ("see comments", "complete", None),
        ("was: on track", "complete", None),
        ("no further action", "complete", None),
        ("no further action yet", "complete", "'yet'"),
        ("not yet tested", "complete", "'not'"),
        ("not yet tested", "in_progress", None),
        ("complete", "in_progress", "'complete'"),
        ("now complete", "overdue", "'now complete'"),
        ("evidence seen and overdue", "complete", "'overdue'"),
        ("evidence seen but overdue", "complete", "'overdue'"),
        ("all of it blue", "complete", None),
        ("signed off?", "complete", "a question mark"),
        ("90 per cent", "complete", "a share other than 100 %"),
        ("subject to budget", "accepted", "'subject'"),
        ("will be done in May", "accepted", None),
        ("will be done in May", "complete", "'will'"),
    ],
)
def test_what_a_remark_takes_back(remark: str, status: str, back: str | None) -> None:
    assert taken_back(remark, status) == (f"{back} follows the status" if back else None)


def test_a_remark_is_read_by_the_documents_own_key() -> None:
    assert taken_back("blue", "complete", {"blue": "overdue"}) == "'blue' follows the status"
    assert taken_back("blue", "complete", {"blue": "complete"}) is None


def test_every_status_has_a_group() -> None:
    assert {status_group(status) for status in status_words().values} == set(GROUPS)
    assert status_group("complete") == "done"
    assert status_group("overdue") == "open"
    assert status_group("superseded") == "closed_without_action"
    assert status_group("rejected") == "response_only"
    assert status_group("unknown") == "not_known"
    assert status_group(None) is None


@pytest.mark.parametrize(
    ("printed", "colour"),
    [
        *(("G", "green"), ("red", "red"), ("AMBER", "amber"), ("Yellow", "amber"), ("R ↑", "red")),
        *(("G/A", None), ("Green to Amber", None), ("C", None), ("Greenish", None)),
    ],
)
def test_a_letter_or_word_of_the_rag_column(printed: str, colour: str | None) -> None:
    assert read_word(printed).value == colour


@pytest.mark.parametrize(
    ("fill", "colour", "doubted"),
    [
        ("FF0000", "red", False),
        ("FFC000", "amber", False),
        ("FFFF00", "amber", False),
        ("92D050", "green", False),
        ("00B050", "green", False),
        ("C6EFCE", "green", False),
        ("0070C0", "blue", False),
        ("BFBFBF", "grey", False),
        ("FFFFFF", None, False),
        ("F2F2F2", None, False),
        ("DCE6F1", None, False),
        ("8B4513", None, True),
        ("FCE4D6", "amber", False),
        ("F9E0D8", None, True),
    ],
)
def test_a_fill_is_named_by_its_nearest_shade(fill: str, colour: str | None, doubted: bool) -> None:
    read = read_fill(rgb(fill))
    assert (read.value, read.reason is not None) == (colour, doubted)


@pytest.mark.parametrize(
    ("word", "fill", "value", "source", "doubted"),
    [
        ("G", None, "green", "text", False),
        ("G", "FFFFFF", "green", "text", False),
        (None, "FF0000", "red", "fill", False),
        ("G", "00B050", "green", "both", False),
        ("G", "FF0000", "green", "conflict", True),
        ("G/A", "00B050", "green", "fill", True),
        ("G/A", "FF0000", None, None, True),
        (None, None, None, None, False),
    ],
)
def test_word_and_fill_together(
    word: str | None, fill: str | None, value: str | None, source: str | None, doubted: bool
) -> None:
    read = read_rag(word, rgb(fill) if fill else None)
    assert (read.value, read.source, read.reason is not None) == (value, source, doubted)


@pytest.mark.parametrize(
    ("blocks", "status", "comments", "doubted"),
    [
        (
            ["Complete", "•Evidence was seen.", "•Staff were trained."],
            "Complete",
            "Evidence was seen.\nStaff were trained.",
            False,
        ),
        (["Complete"], "Complete", None, False),
        (["See above"], "See above", None, False),
        (["Closed", "•Reported in May."], "Closed", "Reported in May.", False),
        (["In hand. Tenders are out.", "Two came."], "In hand.", "Tenders are out.\nTwo came.", False),
        (["Nearly there", "•Two of three done."], "Nearly there", "Two of three done.", True),
        (["•Complete in May"], None, "Complete in May", True),
        (
            ["The audit was done in May.", "•It was good."],
            None,
            "The audit was done in May.\nIt was good.",
            True,
        ),
        (["The work is done."], None, "The work is done.", True),
        ([], None, None, False),
        (["  "], None, None, False),
    ],
)
def test_a_cell_is_parted_into_status_and_comments(
    blocks: list[str], status: str | None, comments: str | None, doubted: bool
) -> None:
    read = part(cell(*blocks))
    assert read == Parted(status, comments, read.reason)
    assert (read.reason is not None) is doubted


def test_joined_gives_the_words_of_a_passage_or_none() -> None:
    assert joined(cell("One", "•Two")) == "One\nTwo"
    assert joined(cell()) is None
    assert joined(None) is None


def test_the_samples_are_read_without_an_error() -> None:
    """Statuses of invented councils, typos kept: none may be read wrongly, few may be asked about."""
    same = {"partial": {"partially_complete", "in_progress"}, "not_accepted": {"rejected"}}
    told: Counter[str] = Counter()
    for path in sorted(SAMPLES.glob("*.truth.json")):
        for row in json.loads(path.read_text(encoding="utf-8"))["rows"]:
            if row.get("status"):
                reading = read_status(row["status"])
                value, meant = reading.answer.value, row["status_class"]
                told[
                    "pointer" if reading.pointer and value is None else "asked" if value is None else "read"
                ] += 1
                assert value is None or value in same.get(meant, {meant}), row["status"]
    assert told["read"] >= 0.95 * told.total()
    assert told["asked"] <= 5


def rgb(fill: str) -> tuple[float, float, float]:
    red, green, blue = (int(fill[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def cell(*blocks: str) -> Passage:
    """A passage; a block that begins with a bullet mark is a bullet."""
    return Passage(
        tuple(
            Block(text.removeprefix("•"), "bullet" if text.startswith("•") else "paragraph")
            for text in blocks
        ),
        (Region(1, Box(0, 0, 10, 10)),),
    )


@pytest.mark.parametrize(
    ("printed", "response", "status"),
    [
        ("No change", "Rejected", "rejected"),
        ("No change", "Accepted", "accepted"),
        ("Closed", "Not accepted", "superseded"),
        ("Closed", "Accepted", None),
        ("Closed", None, None),
        ("No change", "The Cabinet will think about it", None),
        ("Delivered", "Rejected", None),
        ("No change", "Complete", None),
    ],
)
def test_words_that_rest_on_the_answer_are_read_beside_it(
    printed: str, response: str | None, status: str | None
) -> None:
    assert read_beside_answer(printed, response) == (Answer(status, "alias") if status else None)


OWN_KEY = {"green": "complete", "amber": None, "blue": "on_track"}
NO_KEY = "has no agreed meaning and the document prints no key"
UNREAD = "the document's own key explains it in words that could not be read"


@pytest.mark.parametrize(
    ("printed", "key", "answer"),
    [
        ("Complete", None, Answer("complete", "exact")),
        ("Done", None, Answer("complete", "alias")),
        ("Compelte", None, Answer("complete", "fuzzy")),
        ("Complete 12/13", None, Answer("complete", "alias")),
        ("Complete by the Board", None, Answer("complete", "alias")),
        ("Closed", None, unread("can mean several things", "complete", "superseded")),
        ("Ongoing?", None, Answer(None, "none", "not in the vocabulary", (("in_progress", 93.3),))),
        ("", None, unread("not in the vocabulary")),
        ("Green", None, unread(f"'green' {NO_KEY}", "on_track", "complete")),
        ("Blue – late", None, unread(f"'blue' {NO_KEY}", "complete", "superseded")),
        ("Green", OWN_KEY, Answer("complete", "alias")),
        ("G", OWN_KEY, Answer("complete", "rag")),
        ("Grey", OWN_KEY, unread("the document's key does not explain 'grey'")),
        ("Amber", OWN_KEY, unread(UNREAD)),
        ("Amber – slipping", OWN_KEY, unread(UNREAD)),
        ("See above", None, unread("points to another row")),
        ("Complete – ?", None, unread("a question mark follows the status", "complete")),
        ("Complete – 80%", None, unread("a share other than 100 % follows the status", "complete")),
        ("Complete, but not signed off", None, unread("'but' follows the status", "complete")),
        ("Complete - not started", None, unread("'not started' follows the status", "complete")),
    ],
)
def test_all_that_an_answer_says(printed: str, key: dict[str, str | None] | None, answer: Answer) -> None:
    assert read_status(printed, key).answer == answer


def test_a_status_dated_after_the_document_says_so_with_its_candidate() -> None:
    promised = unread("it is dated march 2014, after the document", "complete")
    assert read_status("Completed March 2014", date=dt.date(2013, 1, 31)).answer == promised
    assert read_status("Completed March 2014", date=dt.date(2014, 3, 1)).answer == Answer("complete", "alias")
