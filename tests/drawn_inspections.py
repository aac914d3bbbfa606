"""Inspection reports for tests, drawn as far as they are alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from drawing import Sheet

from extract.document import read_document
from records.report import Report

PROSE = [
    "Children in the county receive help when they need it, and most of them receive it in",
    "good time. Leaders know their services well and have plans for what is not yet good.",
]
TABLE = (72, 380, 520)
ASPECTS = [
    ["Judgement", "Grade"],
    ["The impact of leaders on social work practice with children\nand families", "Good"],
    [
        "The experiences and progress of children who need help and\nprotection",
        "Requires improvement to\nbe good",
    ],
    ["The experiences and progress of children in care", "Good"],
    ["The experiences and progress of care leavers", "Outstanding"],
    ["Overall effectiveness", "Good"],
]


def first_page(
    sheet: Sheet,
    dates: str = "Inspection dates: 3 to 7 June 2024",
    lead: str = "Lead inspector: A Person, HMI",
    title: Sequence[str] = ("Inspection of Anyshire local authority", "children’s services"),
    aspects: Sequence[Sequence[str]] = ASPECTS,
) -> None:
    """Page 1 of a report on local authority children's services."""
    sheet.lines(72, 60, title, size=22)
    sheet.text(72, 125, dates)
    sheet.text(72, 150, lead)
    sheet.grid(TABLE, (180, 200, 230, 260, 280, 300, 320), aspects, header=True)
    for place in range(4):
        sheet.lines(72, 340 + 35 * place, PROSE)


def read(draw: Callable[[Sheet], None]) -> Report:
    sheet = Sheet()
    draw(sheet)
    return read_document(sheet.save())


def improve(sheet: Sheet, bullets: list[list[str]]) -> None:
    """Page 2 with the list of what needs to improve."""
    sheet.new_page()
    top = sheet.lines(72, 60, PROSE) + 12
    sheet.text(72, top, "What needs to improve?", bold=True, size=14)
    top += 26
    for bullet in bullets:
        sheet.text(72, top, "•")
        top = sheet.lines(90, top, bullet) + 8
    sheet.text(72, top + 10, "The experiences and progress of children in care: good", bold=True, size=14)
    sheet.lines(72, top + 36, PROSE)


def plain_sif(sheet: Sheet, sentence: str = "", area: str = "Anyshire County Council") -> None:
    """Page 1 of a report of 2013 to 2017, with a sentence that judges, and an open page for its list."""
    sheet.text(72, 40, area, size=24)
    sheet.text(
        72, 75, "Inspection of services for children in need of help and protection,", bold=True, size=13
    )
    sheet.text(72, 91, "children looked after and care leavers", bold=True, size=13)
    sheet.text(72, 112, "Inspection dates: 3 March to 27 March 2015")
    sheet.text(75, 180, sentence, bold=True, size=12)
    for place in range(4):
        sheet.lines(72, 320 + 35 * place, PROSE)
    sheet.new_page()
    sheet.text(72, 40, "Recommendations", bold=True, size=14)
