"""Plans that say with colours how their actions stand."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib import colors
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from tests.layouts.paper import CELL, HEADING, RULED, TITLE, Paper, Row, body, build, table

RED, AMBER, GREEN = colors.HexColor("#C00000"), colors.HexColor("#FFC000"), colors.HexColor("#00B050")

ACTIONS = (
    ("1", "Fill the three vacant health visitor posts.", "Head of Nursing"),
    ("2", "Move all records to the new case system.", "Head of ICT"),
    ("3", "Open a second contact centre.", "Head of Service"),
)


class Lamp(Flowable):  # type: ignore[misc]
    """A round light."""

    def __init__(self, colour: Color) -> None:
        super().__init__()
        self.colour, self.width, self.height = colour, 12, 12

    def draw(self) -> None:
        self.canv.setFillColor(self.colour)
        self.canv.circle(8, 6, 5, stroke=0, fill=1)


def _plan(name: str, story: Sequence[Flowable], rows: Sequence[Row], council: str) -> Paper:
    head = [Paragraph(council, HEADING), Paragraph("Children's Services Improvement Plan", TITLE)]
    return Paper(name, build([*head, *story]), "action_plan", tuple(rows))


def _rows(rags: Sequence[str], statuses: Sequence[str | None]) -> list[Row]:
    return [
        Row(text, ref, owner=lead, rag=rag, status=status)
        for (ref, text, lead), rag, status in zip(ACTIONS, rags, statuses, strict=True)
    ]


HEADS = ("No", "Action", "Lead", "RAG")
WIDTHS = (30, 270, 110, 80)


def lamps() -> Paper:
    """A round light in each cell and no word; the key is a table of lights and words."""
    lights = [Lamp(each) for each in (GREEN, AMBER, RED)]
    cells = [[*action, light] for action, light in zip(ACTIONS, lights, strict=True)]
    key = table(
        ("Rating", "Meaning"),
        (("Green", "Complete"), ("Amber", "In progress"), ("Red", "Not started")),
        (80, 200),
    )
    story = [table(HEADS, cells, WIDTHS), Spacer(1, 20), Paragraph("Key", HEADING), key]
    rows = _rows(("green", "amber", "red"), ("complete", "in_progress", "not_started"))
    return _plan("lamps", story, rows, "Wraysbridge Council")


def inked() -> Paper:
    """Words in coloured letters; the key is printed line by line."""
    words = ("Green", "Amber", "Red")
    shades = ("#00B050", "#FFC000", "#C00000")
    cells = [
        [*action, f'<font color="{shade}"><b>{word}</b></font>']
        for action, word, shade in zip(ACTIONS, words, shades, strict=True)
    ]
    story = [
        body("Red – overdue"),
        body("Amber – behind schedule"),
        body("Green – on track to be finished in time"),
        table(HEADS, cells, WIDTHS),
    ]
    rows = _rows(("green", "amber", "red"), ("on_track", "overdue", "overdue"))
    return _plan("inked", story, rows, "Holmbeck Council")


def disputed() -> Paper:
    """A letter and a fill in each cell; in one of them they do not agree."""
    cells = [[*action, letter] for action, letter in zip(ACTIONS, "GAG", strict=True)]
    fills = [("BACKGROUND", (3, row), (3, row), shade) for row, shade in enumerate((GREEN, AMBER, RED), 1)]
    story = [body("Key: G = complete; A = in progress; R = overdue."), table(HEADS, cells, WIDTHS, fills)]
    rows = _rows(("green", "amber", "green"), ("complete", "in_progress", "complete"))
    return _plan("disputed", story, rows, "Farrow Council")


def boxed_key() -> Paper:
    """Cells with a fill alone; the key is a row of boxes, each with its meaning in its colour."""
    cells = [[*action, ""] for action in ACTIONS]
    fills = [("BACKGROUND", (3, row), (3, row), shade) for row, shade in enumerate((RED, GREEN, AMBER), 1)]
    meanings = [[Paragraph(text, CELL) for text in ("Overdue", "Complete", "On track")]]
    boxes = [("BACKGROUND", (at, 0), (at, 0), shade) for at, shade in enumerate((RED, GREEN, AMBER))]
    key = Table(meanings, colWidths=[80, 80, 80], style=[*RULED, *boxes])
    story = [table(HEADS, cells, WIDTHS, fills), Spacer(1, 20), key]
    rows = _rows(("red", "green", "amber"), ("overdue", "complete", "on_track"))
    return _plan("boxed-key", story, rows, "Tidewell Council")
