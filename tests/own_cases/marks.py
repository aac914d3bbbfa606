"""Watermarks, strikes, pictures and colours."""

from __future__ import annotations

from math import cos, radians, sin

from tests.own_cases.paper import (
    HEADS,
    HEIGHT,
    ROWS,
    WIDTHS,
    Case,
    Page,
    Paper,
    Table,
    expected,
    numbers,
    tracker,
    up,
    without,
)


def slanted(x: float, top: float, words: str, size: float, degrees: float, more: str) -> str:
    """Return the operators of a line of words that rises to the right."""
    along, rise = cos(radians(degrees)), sin(radians(degrees))
    place = numbers((along, rise, -rise, along, x, HEIGHT - top))
    return f"q {more} BT /F2 {size} Tf {place} Tm ({words}) Tj ET Q"


def level_words() -> Case:
    """Pale level words of a sentence across the page, printed before the table."""
    paper = Paper()
    page = paper.page()
    for top in (165, 205):
        page.text(60, top, "NOT FOR PUBLICATION", 34, "F2", "0.88 g")
    page.put("0 g")
    tracker(page)
    return "o21-watermark-level-words", paper.save(), expected()


def in_a_form() -> Case:
    """A slanted watermark in a form XObject, seen through, drawn over the table."""
    paper = Paper()
    state = paper.add("<</Type/ExtGState/ca 0.3>>")
    words = slanted(130, 330, "EMBARGOED", 70, 35, "0.5 0.5 0.5 rg")
    form = paper.form((0, 0, 595, 842), words)
    paper.resources = f"/XObject<</W {form}>>/ExtGState<</G {state}>>"
    page = paper.page()
    tracker(page)
    page.put("q /G gs /W Do Q")
    return "o22-watermark-in-a-form", paper.save(), expected()


def tiled() -> Case:
    """Many small slanted words over the whole page, behind the table."""
    paper = Paper()
    page = paper.page()
    for row in range(9):
        for column in range(5):
            page.put(slanted(50 + column * 105, 100 + row * 32, "Exempt", 15, 25, "0.85 g"))
    tracker(page)
    return "o23-watermark-tiled", paper.save(), expected()


def outlined() -> Case:
    """Outlined letters that lie level over two rows, printed last."""
    paper = Paper()
    page = paper.page()
    table = tracker(page)
    page.text(90, table.tops[2] - 10, "WITHDRAWN", 60, "F2", "1 Tr 0.6 G")
    return "o24-watermark-outlined", paper.save(), expected()


def strike(page: Page, x: float, top: float, width: float) -> None:
    """Strike through a line of 9 points, as Word does: a thin filled rectangle."""
    page.fill((x, top + 5.6, x + width, top + 6.2), (1, 0, 0))


def changed_date() -> Case:
    """Tracked changes: the old date is struck out and the new one stands against it without a space."""
    paper = Paper()
    page = paper.page()
    table = tracker(page, [[*row[:3], f"May 2022{row[3].split(' ', 1)[1]}", row[4]] for row in ROWS])
    for number in range(1, 5):
        x0, top, _, _ = table.box(number, 3)
        strike(page, x0 + 3, top + 3, 37.0)
    due = {(at, "due"): row[3].split(" ", 1)[1] for at, row in enumerate(ROWS)}
    return "o25-date-changed-without-space", paper.save(), expected(changed=due)


def twice_struck() -> Case:
    """The status before is struck by two lines, that of today is underlined below it."""
    paper = Paper()
    page = paper.page()
    table = tracker(page, [[*row[:4], f"On hold\n{row[4]}"] for row in ROWS])
    for number in range(1, 5):
        x0, top, _, _ = table.box(number, 4)
        page.rule(x0 + 3, top + 8, x0 + 35, top + 8, "1 0 0 RG 0.5 w")
        page.rule(x0 + 3, top + 10, x0 + 35, top + 10, "1 0 0 RG 0.5 w")
        page.rule(x0 + 3, top + 24.5, x0 + 45, top + 24.5, "0 0 1 RG 0.5 w")
    return "o26-status-struck-twice", paper.save(), expected()


PIXEL = "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceRGB/BitsPerComponent 8"


def pictures(name: str, tag: str | None) -> Case:
    """Status cells hold a picture; `tag` gives the marked content around it, with the words for %s."""
    paper = Paper()
    picture = paper.stream(b"\x30\x90\x40", PIXEL)
    paper.resources = f"/XObject<</P {picture}>>"
    page = paper.page()
    table = tracker(page, without(4))
    for number, row in enumerate(ROWS, 1):
        x0, _, _, y1 = up(table.box(number, 4))
        begin, end = (tag.replace("%s", row[4]), "EMC") if tag else ("", "")
        page.put(f"{begin} q 60 0 0 10 {numbers((x0 + 4, y1 - 14))} cm /P Do Q {end}")
    return name, paper.save(), expected()


def picture_with_words() -> Case:
    """A picture of a status with the words that stand for it (ActualText)."""
    return pictures("o27-status-picture-actualtext", "/Span <</ActualText(%s)>> BDC")


def picture_alone() -> Case:
    """A picture of a status, and nothing that tells what it shows."""
    return pictures("o28-status-picture-alone", None)


COLOURS = {
    "Complete": (0.0, 0.65, 0.3),
    "In progress": (1, 0.75, 0),
    "Not started": (0.9, 0.05, 0.05),
    "Overdue": (0.9, 0.05, 0.05),
}
RAG = {"Complete": "green", "In progress": "amber", "Not started": "red", "Overdue": "red"}
RAG_HEADS = (*HEADS[:4], "RAG")


def coloured(name: str, draw: str) -> Case:
    """Draw a RAG column without words: as discs or as gradients."""
    paper = Paper()
    page = paper.page()
    page.head("Care leavers action plan: progress tracker")
    table = Table(50, 120, WIDTHS, [RAG_HEADS, *without(4)]).words(page)
    shadings = ""
    for number, row in enumerate(ROWS, 1):
        x0, y0, x1, y1 = up(table.box(number, 4))
        colour = COLOURS[row[4]]
        if draw == "disc":
            x, y, r, k = x0 + 30, (y0 + y1) / 2, 6.0, 3.31
            curves = [
                (x + r, y + k, x + k, y + r, x, y + r),
                (x - k, y + r, x - r, y + k, x - r, y),
                (x - r, y - k, x - k, y - r, x, y - r),
                (x + k, y - r, x + r, y - k, x + r, y),
            ]
            path = " ".join(f"{numbers(curve)} c" for curve in curves)
            page.put(f"q {numbers(colour)} rg {numbers((x + r, y))} m {path} f Q")
        else:
            pale = [(1 + part) / 2 for part in colour]
            function = f"<</FunctionType 2/Domain[0 1]/C0[{numbers(pale)}]/C1[{numbers(colour)}]/N 1>>"
            shading = paper.add(
                f"<</ShadingType 2/ColorSpace/DeviceRGB/Coords[{numbers((x0, y0, x0, y1))}]"
                f"/Function {function}/Extend[true true]>>"
            )
            shadings += f"/S{number} {shading}"
            page.put(f"q {numbers((x0, y0, x1 - x0, y1 - y0))} re W n /S{number} sh Q")
    if shadings:
        paper.resources = f"/Shading<<{shadings}>>"
    table.ruled(page)
    rows = [
        {"ref": ref, "text": text, "owner": owner, "due": due, "rag": RAG[status]}
        for ref, text, owner, due, status in ROWS
    ]
    return name, paper.save(), {"rows": rows}


def discs() -> Case:
    """The RAG is a filled disc drawn with curves."""
    return coloured("o29-rag-discs", "disc")


def gradients() -> Case:
    """The RAG is a gradient from pale to full, top to bottom."""
    return coloured("o30-rag-gradients", "gradient")


CASES = (
    level_words,
    in_a_form,
    tiled,
    outlined,
    changed_date,
    twice_struck,
    picture_with_words,
    picture_alone,
    discs,
    gradients,
)
