"""Choices that are printed in full, with a box for each option."""

from __future__ import annotations

import pytest

from normalise.values.ballot_boxes import read_choice
from normalise.values.statuses import read_status


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("☑ Complete ☐ In progress ☐ Overdue", "complete"),
        ("☐Complete\n☒In progress\n☐Overdue", "in_progress"),
        ("Complete ☐ In progress ☐ Overdue ☑", "overdue"),
        ("☐ Complete ☐ Overdue", None),
        ("☑ Complete ☑ Overdue", None),
        ("☑ Bananas ☐ Overdue", None),
    ],
)
def test_the_ticked_option_is_the_status(raw: str, value: str | None) -> None:
    assert read_status(raw).answer.value == value


@pytest.mark.parametrize("raw", ["", "Complete", "☑", "☑ Complete", "☑ ☐ Overdue", "By ☑ Ash ☐ Birch"])
def test_other_texts_are_no_choices(raw: str) -> None:
    assert read_choice(raw) is None


def test_a_choice_is_never_read_as_if_its_name_alone_stood_there() -> None:
    assert read_status("☑ Complete ☐ Overdue").answer.method == "alias"
    assert read_status("☐ Complete ☐ Overdue").answer.reason == "0 of 2 boxes are ticked"
