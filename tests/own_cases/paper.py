"""A PDF written object by object, so that annotations, fonts and rules are exactly what a case needs.

Places are in points from the top left, as in tests/drawing.py; `up` turns them for the PDF.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.drawing import pdf_of, stream

WIDTH, HEIGHT = 595, 842
Box = tuple[float, float, float, float]
Expected = dict[str, Any]
Case = tuple[str, bytes, Expected]
FACES = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "ZapfDingbats", "F4": "Times-Roman"}
COUNCIL = "Westmere Borough Council"

HEADS = ("Ref", "Recommendation", "Lead officer", "Target date", "Status")
WIDTHS = (40, 190, 110, 80, 75)
ROWS = (
    ("R1", "Give every care leaver a named housing adviser", "Head of Housing", "31 May 2022", "Complete"),
    ("R2", "Open a family hub in the north", "Director of Public Health", "30 June 2022", "In progress"),
    ("R3", "Report exclusions to the panel each term", "Head of Schools", "15 July 2022", "Not started"),
    ("R4", "Offer a health check to children who enter care", "Designated Nurse", "1 August 2022", "Overdue"),
)  # fmt: skip
STATUS = {
    "Complete": "complete",
    "In progress": "in_progress",
    "Not started": "not_started",
    "Overdue": "overdue",
}


def up(box: Box) -> Box:
    """Return a box as PDF counts it, from the bottom left."""
    x0, top, x1, bottom = box
    return x0, HEIGHT - bottom, x1, HEIGHT - top


def numbers(values: Sequence[float]) -> str:
    """Return numbers as a PDF writes them."""
    return " ".join(f"{value:.2f}" for value in values)


def escaped(words: str) -> str:
    """Return words as a literal string of the encoding WinAnsi."""
    for char in "\\()":
        words = words.replace(char, "\\" + char)
    return f"({words})"


def wrapped(words: str, width: float, size: float = 9, face: str = "F1") -> list[str]:
    """Return the lines of words that fit a width; a line feed ends a line."""
    lines = []
    for part in words.split("\n"):
        line = ""
        for word in part.split(" "):
            longer = f"{line} {word}".strip()
            if line and stringWidth(longer, FACES[face], size) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


class Page:
    """The operators and annotations of one page."""

    def __init__(self) -> None:
        self.operators: list[str] = []
        self.annotations: list[int] = []
        self.more = ""

    def put(self, operators: str) -> None:
        """Add operators as they are."""
        self.operators.append(operators)

    def text(
        self, x: float, top: float, words: str, size: float = 9, face: str = "F1", more: str = ""
    ) -> None:
        """Print one line; `more` are operators before its words."""
        place = numbers((x, HEIGHT - top - size))
        self.put(f"BT /{face} {size} Tf {more} {place} Td {escaped(words)} Tj ET")

    def lines(self, x: float, top: float, lines: Sequence[str], size: float = 9, face: str = "F1") -> float:
        """Print lines below each other; return the place below them."""
        for line in lines:
            self.text(x, top, line, size, face)
            top += size * 1.25
        return top

    def rule(self, x0: float, top: float, x1: float, bottom: float, more: str = "0.5 w") -> None:
        """Draw a line."""
        self.put(f"q {more} {x0:.2f} {HEIGHT - top:.2f} m {x1:.2f} {HEIGHT - bottom:.2f} l S Q")

    def fill(self, box: Box, colour: Sequence[float]) -> None:
        """Fill a rectangle without an edge."""
        x0, y0, x1, y1 = up(box)
        self.put(f"q {numbers(colour)} rg {numbers((x0, y0, x1 - x0, y1 - y0))} re f Q")

    def head(self, title: str, under: str = "Corporate Parenting Panel, 12 May 2022") -> None:
        """Print the council, a title and a line below it."""
        self.text(50, 50, COUNCIL, 12, "F2")
        self.text(50, 70, title, 15, "F2")
        self.text(50, 94, under, 10)


class Table:
    """Where the cells of a table stand: its edges, and the top of each row and of what follows."""

    def __init__(
        self, left: float, top: float, widths: Sequence[float], rows: Sequence[Sequence[str]]
    ) -> None:
        self.rows = rows
        self.edges = [left + sum(widths[:count]) for count in range(len(widths) + 1)]
        self.tops = [top]
        for row in rows:
            most = max(len(wrapped(cell, width - 6)) for cell, width in zip(row, widths, strict=True))
            self.tops.append(self.tops[-1] + 6 + 11.25 * most)

    def box(self, row: int, column: int) -> Box:
        """Return the place of a cell."""
        return self.edges[column], self.tops[row], self.edges[column + 1], self.tops[row + 1]

    def words(self, page: Page, head: int = 1) -> Table:
        """Print what stands in the cells, the first rows bold."""
        for number, row in enumerate(self.rows):
            face = "F2" if number < head else "F1"
            for column, cell in enumerate(row):
                x0, top, x1, _ = self.box(number, column)
                page.lines(x0 + 3, top + 3, wrapped(cell, x1 - x0 - 6), 9, face)
        return self

    def ruled(self, page: Page) -> Table:
        """Draw all rules."""
        for top in self.tops:
            page.rule(self.edges[0], top, self.edges[-1], top)
        for edge in self.edges:
            page.rule(edge, self.tops[0], edge, self.tops[-1])
        return self


class Paper:
    """A document in the making."""

    def __init__(self) -> None:
        self.objects: list[bytes] = [b"", b""]
        self.pages: list[Page] = []
        self.root = ""
        self.fonts: dict[str, str] = {}
        self.resources = ""
        for name, face in FACES.items():
            told = "" if face == "ZapfDingbats" else "/Encoding/WinAnsiEncoding"
            self.fonts[name] = self.add(f"<</Type/Font/Subtype/Type1/BaseFont/{face}{told}>>")

    def add(self, content: str | bytes) -> str:
        """Add an object; return how others name it."""
        self.objects.append(content.encode("latin-1") if isinstance(content, str) else content)
        return f"{len(self.objects)} 0 R"

    def stream(self, content: str | bytes, told: str = "") -> str:
        """Add a stream; return how others name it."""
        raw = content.encode("latin-1") if isinstance(content, str) else content
        return self.add(stream(raw, told.encode("latin-1")))

    def form(self, box: Sequence[float], operators: str) -> str:
        """Add a form XObject that may use all fonts."""
        told = f"/Type/XObject/Subtype/Form/BBox[{numbers(box)}]/Resources<</Font<<{self.named_fonts()}>>>>"
        return self.stream(operators, told)

    def named_fonts(self) -> str:
        """Return the entries of a font resource."""
        return "".join(f"/{name} {number}" for name, number in self.fonts.items())

    def page(self) -> Page:
        """Begin a page."""
        self.pages.append(Page())
        return self.pages[-1]

    def annotate(self, page: Page, subtype: str, box: Box, more: str, flags: int = 4) -> str:
        """Put an annotation on a page; return how others name it."""
        where = f"/Rect[{numbers(up(box))}]/F {flags}"
        name = self.add(f"<</Type/Annot/Subtype/{subtype}{where}{more}>>")
        page.annotations.append(int(name.split()[0]))
        return name

    def fields(self, names: Sequence[str], more: str = "") -> None:
        """Tell the document of its fields."""
        fonts = self.named_fonts()
        self.root += f"/AcroForm<</Fields[{' '.join(names)}]/DA(/F1 9 Tf 0 g)/DR<</Font<<{fonts}>>>>{more}>>"

    def save(self) -> bytes:
        """Return the finished PDF."""
        kids = []
        for page in self.pages:
            content = self.stream("\n".join(page.operators))
            listed = " ".join(f"{number} 0 R" for number in page.annotations)
            annotations = f"/Annots[{listed}]" if listed else ""
            resources = f"<</Font<<{self.named_fonts()}>>{self.resources}>>"
            kids.append(
                self.add(
                    f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {content}"
                    f"/Resources{resources}{annotations}{page.more}>>"
                )
            )
        self.objects[0] = f"<</Type/Catalog/Pages 2 0 R{self.root}>>".encode("latin-1")
        self.objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode("latin-1")
        return pdf_of(self.objects)


def expected(
    rows: Sequence[Sequence[str | None]] = ROWS,
    *,
    changed: Mapping[tuple[int, str], str | None] | None = None,
    **more: Any,
) -> Expected:
    """Return what a careful reader takes from rows of (ref, text, owner, due, status).

    `changed` gives values of a row, counted from 0, that are others than those of `rows`.
    """
    keys = ("ref", "text", "owner", "due", "status_raw")
    found: list[dict[str, str | None]] = [dict(zip(keys, row, strict=True)) for row in rows]
    for row in found:
        if row["status_raw"] is not None:
            row["status"] = STATUS[row["status_raw"]]
    for (number, key), value in (changed or {}).items():
        found[number][key] = value
    return {"rows": found, **more}


def without(column: int, rows: Sequence[Sequence[str]] = ROWS) -> list[list[str]]:
    """Return rows with one column left blank."""
    return [[*row[:column], "", *row[column + 1 :]] for row in rows]


def tracker(
    page: Page,
    rows: Sequence[Sequence[str]] = ROWS,
    title: str = "Care leavers action plan: progress tracker",
) -> Table:
    """Draw a page with the usual table; return the table."""
    page.head(title)
    return Table(50, 120, WIDTHS, [HEADS, *rows]).words(page).ruled(page)
