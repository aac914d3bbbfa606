"""Themes by words and phrases, half of them texts that have none or not that one."""

from __future__ import annotations

import msgspec
import pytest
from datasets import recommendation

from normalise.values.row_kinds import kind_of, row_kind_file
from normalise.values.themes import _fits, _line, _pattern, theme_file, themes_of
from publish.schema.load import schemas


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("The quality of Education, Health and Care plans.", "send"),
        ("Raise the attainment of looked after children.", "children_in_care|education"),
        ("Children who go missing from care have return home interviews.", "exploitation_and_missing"),
        ("The child\u2019s voice is heard.", "voice_of_the_child"),
        ("Ask the Clerk to send the minutes to all members.", None),
        ("Officers should send letters to all residents.", None),
        ("Send regular updates to members.", None),
        ("SEND A LETTER TO ALL MEMBERS", None),
        ("The SEND offer is reviewed.", "send"),
        ("The gangway of the hospitality suite.", None),
        ("Gangs, and discharge from hospitals.", "exploitation_and_missing|health"),
        ("Referral to treatment within 18 weeks.", None),
        ("Publish the timetable of the library.", None),
        ("The neglectedness of hedges.", None),
        ("Placement students and work placements.", None),
        ("CLINICAL COMMISSIONING GROUP", "health"),
    ],
)
def test_what_a_text_is_about(text: str, themes: str | None) -> None:
    assert themes_of(text) == themes


def test_the_printed_theme_counts_and_what_is_blank_does_not() -> None:
    assert themes_of("Do it.", "Care leavers") == "care_leavers"
    assert themes_of(None, None) is None
    assert themes_of("The child", "protection of trees") is None, "they are two texts"


def test_no_word_stands_in_two_spellings_of_one() -> None:
    for name, theme in theme_file().themes.items():
        plain = [_line(word).plain for word in theme.words]
        assert len(set(plain)) == len(plain), name


def test_an_example_needs_words_of_its_theme() -> None:
    theme = msgspec.structs.replace(theme_file().themes["health"], words=("hedges",))
    assert not _fits(_line(theme.examples[0]), _pattern(theme))


def test_the_dictionary_lists_every_theme() -> None:
    told = schemas()["recommendations"].field("theme").description
    assert ", ".join(theme_file().themes) in told


@pytest.mark.parametrize(
    ("family", "paper", "owner", "kind"),
    [
        ("minutes", "unknown", None, "decision"),
        ("executive_response", "unknown", None, "response"),
        ("action_plan", "minutes", None, "action"),
        ("unknown", "response", None, "response"),
        ("unknown", "unknown", "The Clerk", "action"),
        ("unknown", "unknown", None, "recommendation"),
    ],
)
def test_the_kind_of_a_row(family: str, paper: str, owner: str | None, kind: str) -> None:
    assert (
        kind_of(recommendation("a", 1, owner_raw=owner, due_raw=None, timescale_raw=None), family, paper)
        == kind
    )


def test_every_family_and_paper_of_the_lists_is_one() -> None:
    documents = schemas()["documents"]
    assert set(row_kind_file().families) <= set(documents.field("family").values or ())
    assert set(row_kind_file().papers) <= set(documents.field("kind").values or ())
