"""What commands print fits the terminal, and is not said twice."""

import io

import pytest
from datasets import recommendation
from rich.console import Console

from scrutiny.cli.options import hanging
from scrutiny.cli.show import _question, _rows_table

LINE = "  text: Wiltshire Council to ensure that staff in adult services receive training"


def test_a_long_line_goes_on_further_in_and_between_words() -> None:
    assert hanging(LINE, 40).splitlines() == [
        "  text: Wiltshire Council to ensure that",
        "    staff in adult services receive",
        "    training",
    ]
    assert hanging("  short", 40) == "  short"


@pytest.mark.parametrize(("raw", "told"), [("", "area: why"), ("Anyshire", "area 'Anyshire': why")])
def test_a_question_about_nothing_printed_has_no_empty_quotes(raw: str, told: str) -> None:
    row = {"document_id": "a", "page": "", "kind": "area", "raw": raw, "reason": "why"}
    assert _question([row]) == told


def test_a_table_of_rows_has_room_for_their_words() -> None:
    rows = [
        recommendation("plan", 1, text="To ensure that core assessments are made in time by all of the teams",
                       status_raw="Partially complete", status="partially_complete"),
        recommendation("plan", 2, text="Ask.", status_raw="Done", status="complete"),
    ]  # fmt: skip
    out = Console(file=io.StringIO(), width=80, highlight=False)
    out.print(_rows_table(rows, {}, out.width))
    assert isinstance(out.file, io.StringIO)
    printed = out.file.getvalue()
    assert "To ensure that core" in printed
    assert "→ complete" in printed
    assert "partially_complete" not in printed  # the printed words say so already
    (heading,) = (line for line in printed.splitlines() if "Recommendation" in line)
    assert len(heading.split("┃")[2]) >= 30
    assert {len(line) for line in printed.splitlines()} == {80}
