"""Words that climb or lean far are told where a row holds them: one digit of a form's matrix does that."""

from __future__ import annotations

import pytest
from drawing import HEIGHT, Sheet

from extract.document import read_document
from records.outcome import State
from records.report import Report

MATRIX = tuple[float, float, float, float]


def tracker(status: MATRIX, mark: MATRIX = (1, 0, 0, 1)) -> Report:
    """Read a tracker whose second status, and a mark beside the title, are printed through a matrix."""
    sheet = Sheet()
    sheet.text(50, 40, "Children's services improvement plan", bold=True, size=14)
    rows = [["No", "Action", "Status"], ["1", "Ask each school", "Complete"], ["2", "Tell the board", ""]]
    sheet.grid((50, 80, 400, 520), (100, 125, 150, 175), rows, header=True)
    for words, x, top, matrix in (("Not started", 404, 161, status), ("For the board", 420, 60, mark)):
        text = sheet.canvas.beginText()
        text.setFont("Helvetica", 9)
        text.setTextTransform(*matrix, x, HEIGHT - top)
        text.textOut(words)
        sheet.canvas.drawText(text)
    return read_document(sheet.save())


def told(report: Report) -> list[tuple[int | None, str]]:
    return [(issue.row, issue.message) for issue in report.issues if issue.code == "slanted_words"]


@pytest.mark.parametrize(
    "matrix",
    [
        *((1, 0.1, 0, 1), (1, -0.1, 0, 1), (0.95, 0.17, -0.17, 0.95)),
        *((1, 0, 1, 1), (1, 0, 2, 1), (1, 0.18, 0, 0.18)),
    ],
)
def test_a_slanted_status_is_told(matrix: MATRIX) -> None:
    report = tracker(matrix)
    assert report.state is State.PARTIAL
    rows = [row for row, _ in told(report)]
    assert rows == [2, None]
    assert "Slanted words on page 1 may be read in a wrong order: '" in told(report)[1][1]


@pytest.mark.parametrize("matrix", [(1, 0, 0, 1), (1, 0, 0.3639, 1), (1, 0.01, 0, 1), (0.9, 0, 0, 1)])
def test_level_words_and_those_set_as_italics_are_read(matrix: MATRIX) -> None:
    report = tracker(matrix)
    assert (report.state, told(report)) == (State.OK, [])
    assert report.rows[1].fields["status"].text == "Not started"


def test_slanted_words_that_no_row_holds_are_no_matter() -> None:
    report = tracker((1, 0, 0, 1), mark=(0.87, 0.5, -0.5, 0.87))
    assert (report.state, told(report)) == (State.OK, [])
