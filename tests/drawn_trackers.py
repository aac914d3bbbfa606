"""Draws a tracker of four actions, its words and its rules apart, and reads it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drawing import Sheet

from extract.document import read_document

EDGES = (50, 90, 290, 390, 470, 545)
HEADS = ("Ref", "Recommendation", "Lead officer", "Target date", "Status")
ROWS = (
    ("R1", "Give every care leaver\na named housing adviser", "Head of Housing", "31 May 2022", "Complete"),
    ("R2", "Open a family hub", "Director of Public\nHealth", "30 June 2022", "In progress"),
    ("R3", "Report exclusions", "Head of Schools", "15 July 2022", "Not started"),
    ("R4", "Offer a health check\nto new children", "Head of Nursing", "1 August 2022", "Overdue"),
)
TOPS = (120, 138, 168, 198, 228, 258)
FIELDS = ("ref", "text", "owner", "due", "status")
READ = [tuple(cell.replace("\n", " ") for cell in row) for row in ROWS]

Rows = Sequence[Sequence[str]]


def printed(rows: Rows = (HEADS, *ROWS), tops: Sequence[float] = TOPS) -> Sheet:
    """Return a sheet with the words of a table and none of its rules."""
    sheet = Sheet()
    sheet.text(50, 60, "Care leavers action plan: progress tracker", bold=True, size=14)
    for top, row in zip(tops, rows, strict=False):
        for x, cell in zip(EDGES, row, strict=False):
            sheet.lines(x + 3, top + 3, cell.split("\n"), size=9)
    return sheet


def ruled(
    sheet: Sheet,
    *,
    uprights: Iterable[float] = EDGES,
    levels: Iterable[float] = TOPS,
    across: tuple[float, float] = (50, 545),
) -> Sheet:
    """Draw the rules of the table at these places."""
    for top in levels:
        sheet.rule(across[0], top, across[1], top)
    for x in uprights:
        sheet.rule(x, TOPS[0], x, TOPS[-1])
    return sheet


def read(sheet: Sheet) -> list[tuple[str, ...]]:
    """Return the fields of each row; a field that no column holds is '-'."""
    report = read_document(sheet.save())
    return [
        tuple(" ".join(row.fields[field].text.split()) if field in row.fields else "-" for field in FIELDS)
        for row in report.rows
    ]
