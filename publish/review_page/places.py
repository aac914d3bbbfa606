"""Where the words of a question stand: the cell to outline, and the part of the page to show around it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from records.geometry import Box, Region, around
from records.pictures import Clip
from records.report import ListedReading, Passage, RawJudgement, RawRow, Report

ROLES: Mapping[str, Sequence[str]] = {
    "status": ("status", "status_and_comments", "rag", "comments"),
    "rag": ("rag", "status"),
    "date": ("due", "timescale", "status_and_comments"),
    "timescale": ("timescale", "due"),
    "agency": ("owner", "text"),
}
"""The cells of a row in which the words of each kind of question can stand, likeliest first."""

BESIDE, ABOVE = 24.0, 54.0
"""Points of the page shown beside and above (and below) what is meant, so that it can be found again."""

NARROWEST, TALLEST = 595.0, 430.0
"""Points that a picture has at least across (a sheet of A4), and at most from top to bottom."""

TALLEST_OF_READINGS = 1000.0
"""The same of a picture on which readings are drawn: a whole page."""

MOST_SPOTS = 2
"""Pages shown of one question: a cell seldom runs over more."""

MOST_OF_READINGS = 6
"""Pages shown where readings are chosen among: on these they are told apart."""


class Spot(msgspec.Struct, frozen=True):
    """One page on which doubted words stand: the boxes of their cell, and those of the whole row.

    It is `of_readings` where all readings of a document are drawn on it; `row` is then around them all.
    """

    page: int
    cell: tuple[Box, ...]
    row: tuple[Box, ...]
    of_readings: bool = False


def spots(question: Mapping[str, str], position: int | None, report: Report) -> list[Spot]:
    """Find where the words of a question stand; none where the record of the document does not tell.

    `position` is that of the question's row in its document, None for a question about the document itself
    or about a judgement.
    """
    kind, words = question["kind"], question["raw"]
    if kind == "reading":
        return _of_readings(report.readings)
    row = next((each for each in report.rows if each.position == position), None)
    if row is not None:
        cell = _cell(row, kind, words)
        return _by_page(cell.regions if cell is not None else (), row.regions)
    if kind in {"grade", "aspect"}:
        return _judged(report.judgements, kind, words, question["page"])
    facts = [fact.regions for fact in report.facts.values() if _holds(fact, words)]
    return _by_page(facts[0], ()) if facts else []


def _of_readings(readings: Sequence[ListedReading]) -> list[Spot]:
    """Return the pages on which most readings have rows, each with the box around all of these."""
    boxes: dict[int, list[Box]] = {}
    counts: Counter[int] = Counter()
    for reading in readings:
        regions = [region for row in reading.rows for region in row.regions]
        counts.update({region.page for region in regions})
        for region in regions:
            boxes.setdefault(region.page, []).append(region.box)
    pages = sorted(sorted(boxes, key=lambda page: (-counts[page], page))[:MOST_OF_READINGS])
    return [Spot(page, (), (around(boxes[page]),), of_readings=True) for page in pages]


def places_of_rows(reading: ListedReading) -> list[tuple[str, list[list[float]]]]:
    """Return the text of each row of a reading with its places: lists of page, x0, top, x1, bottom."""
    return [(row.text, [_flat(region) for region in row.regions]) for row in reading.rows]


def spots_of_row(regions: Sequence[Sequence[float]]) -> list[Spot]:
    """Return the places of a row as the dataset tells them: lists of page, x0, top, x1, bottom."""
    return _by_page((), [Region(int(page), Box(*box)) for page, *box in regions])


def clip_around(spot: Spot) -> Clip:
    """Return the part of the page to show: the row with some space, or what of it stands around the cell."""
    cell = around(spot.cell or spot.row)
    whole = around((*spot.cell, *spot.row))
    width = max(NARROWEST, whole.width + 2 * BESIDE)
    left = max(0.0, (whole.x0 + whole.x1 - width) / 2)
    top, bottom = whole.top - ABOVE, whole.bottom + ABOVE
    if bottom - top > (TALLEST_OF_READINGS if spot.of_readings else TALLEST):
        middle = min(max((cell.top + cell.bottom) / 2, top + TALLEST / 2), bottom - TALLEST / 2)
        # Of a cell taller than the picture its beginning is shown.
        middle = min(middle, cell.top - ABOVE + TALLEST / 2) if cell.height > TALLEST - 2 * ABOVE else middle
        top, bottom = middle - TALLEST / 2, middle + TALLEST / 2
    return Clip(spot.page, Box(left, top, left + width, bottom))


def regions_of(row: RawRow) -> dict[str, list[list[float]]]:
    """Return the places of each cell of a row as lists of page, x0, top, x1, bottom."""
    return {
        role: [_flat(region) for region in passage.regions]
        for role, passage in row.fields.items()
        if passage.regions
    }


def _flat(region: Region) -> list[float]:
    box = region.box
    return [region.page, *(round(edge, 1) for edge in (box.x0, box.top, box.x1, box.bottom))]


def _cell(row: RawRow, kind: str, words: str) -> Passage | None:
    """Return the cell that holds the words; failing that, the likeliest one of the row."""
    likely = [row.fields[role] for role in ROLES.get(kind, ()) if role in row.fields]
    others = [passage for role, passage in row.fields.items() if role not in ROLES.get(kind, ())]
    holding = [passage for passage in (*likely, *others) if _holds(passage, words)]
    return next((passage for passage in (*holding, *likely) if passage.regions), None)


def _judged(judgements: Iterable[RawJudgement], kind: str, words: str, page: str) -> list[Spot]:
    for each in judgements:
        doubted = each.grade if kind == "grade" else each.aspect
        regions = (*each.aspect.regions, *each.grade.regions)
        if _holds(doubted, words) and page in {"", str(min(regions).page)}:
            return _by_page(doubted.regions, regions)
    return []


def _by_page(cell: Sequence[Region], row: Sequence[Region]) -> list[Spot]:
    pages = sorted({region.page for region in cell or row})
    return [
        Spot(
            page,
            tuple(region.box for region in cell if region.page == page),
            tuple(region.box for region in row if region.page == page),
        )
        for page in pages[:MOST_SPOTS]
    ]


def _holds(passage: Passage, words: str) -> bool:
    """Return whether the words stand in a passage, whatever their spaces, capitals and punctuation."""
    sought = _letters(words)
    return bool(sought) and sought in _letters(passage.text)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
