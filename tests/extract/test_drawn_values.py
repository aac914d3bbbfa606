"""What is drawn in a blank cell of a row is told, with the row and the heading of its column."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from drawing import HEIGHT, Sheet
from PIL import Image
from reportlab.lib.utils import ImageReader

from extract.document import read_document

HEAD = ["No.", "Action", "Lead", "Status"]
X, Y = 430, HEIGHT - 148


def messages(change: Callable[[Sheet], None], status: str = "") -> list[str]:
    """Return what is told of values that are drawn, in a table whose second row has this status."""
    sheet = Sheet()
    sheet.text(60, 40, "Children's services improvement plan", size=15, bold=True)
    rows = [[str(n), f"Carry out step {n} of the plan", "Anyshire Council", "Complete"] for n in range(1, 7)]
    rows[1][-1] = status
    sheet.grid([60, 90, 300, 420, 540], [100 + 20 * at for at in range(8)], [HEAD, *rows], header=True)
    change(sheet)
    return [issue.message for issue in read_document(sheet.save()).issues if issue.code == "drawn_value"]


def curves(sheet: Sheet) -> None:
    for at in range(8):
        sheet.canvas.circle(X + 6 * at, Y, 2.5, fill=1, stroke=0)


def picture(sheet: Sheet) -> None:
    sheet.canvas.drawImage(ImageReader(Image.new("RGB", (40, 10), (20, 20, 20))), X, Y - 5, 40, 10)


def coloured_dot(sheet: Sheet) -> None:
    sheet.canvas.setFillColorRGB(0, 0.69, 0.31)
    sheet.canvas.circle(X, Y, 5, fill=1, stroke=0)


def ground(sheet: Sheet) -> None:
    sheet.canvas.setFillColorRGB(0.9, 0.9, 0.9)
    sheet.canvas.rect(421, HEIGHT - 159, 118, 18, fill=1, stroke=0)


@pytest.mark.parametrize("mark", [curves, picture])
def test_a_drawing_in_a_blank_cell_is_told(mark: Callable[[Sheet], None]) -> None:
    assert messages(mark) == ["Something is drawn in row 2 (number '2') and not written, below 'Status'."]


@pytest.mark.parametrize("mark", [lambda _: None, coloured_dot, ground])
def test_a_colour_or_a_ground_is_no_drawing(mark: Callable[[Sheet], None]) -> None:
    assert messages(mark) == []


def test_a_drawing_beside_words_is_not_told() -> None:
    assert messages(picture, "On track") == []
