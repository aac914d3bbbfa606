"""Draws small PDFs for tests, each to show one difficulty. Places are in points from the top left."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595, 842


def pdf_of(parts: Sequence[bytes]) -> bytes:
    """Give a PDF of these objects, numbered from 1, the first its root."""
    content, places = b"%PDF-1.5\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += b"%d 0 obj" % number + part + b"\nendobj\n"
    listed = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + listed
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(content))
    )


def stream(content: bytes, told: bytes = b"") -> bytes:
    """Give an object that holds these bytes; `told` stands in its table."""
    return b"<</Length %d" % len(content) + told + b">>stream\n" + content + b"\nendstream"


class Sheet:
    """A document in the making, A4 upright."""

    def __init__(self) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(WIDTH, HEIGHT), invariant=True)

    def text(self, x: float, top: float, words: str, *, bold: bool = False, size: float = 11) -> None:
        """Print one line whose letters' top is about `top`."""
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawString(x, HEIGHT - top - size, words)

    def lines(
        self, x: float, top: float, lines: Sequence[str], *, size: float = 11, bold: bool = False
    ) -> float:
        """Print lines below each other; give the place below the last."""
        for line in lines:
            self.text(x, top, line, size=size, bold=bold)
            top += size * 1.2
        return top

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw a line."""
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, HEIGHT - top, x1, HEIGHT - bottom)

    def box(
        self,
        x0: float,
        top: float,
        x1: float,
        bottom: float,
        fill: tuple[float, float, float] | None = None,
        *,
        stroke: bool = True,
    ) -> None:
        """Draw a rectangle, filled if a colour is given."""
        if fill is not None:
            self.canvas.setFillColorRGB(*fill)
        self.canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top, fill=fill is not None, stroke=stroke)
        self.canvas.setFillColorRGB(0, 0, 0)

    def grid(
        self,
        edges: Sequence[float],
        tops: Sequence[float],
        rows: Sequence[Sequence[str]],
        *,
        header: bool = False,
        open_top: bool = False,
        open_bottom: bool = False,
    ) -> None:
        """Draw a ruled table; a cell's lines are parted by line feeds, a row of one text is merged."""
        left, right = edges[0], edges[-1]
        for place, top in enumerate(tops):
            if (place == 0 and open_top) or (place == len(tops) - 1 and open_bottom):
                continue
            self.rule(left, top, right, top)
        for place, row in enumerate(rows):
            top, bottom = tops[place], tops[place + 1]
            for edge in edges if len(row) > 1 else (left, right):
                self.rule(edge, top, edge, bottom)
            for x, cell in zip(edges, row, strict=False):
                self.lines(x + 3, top + 2, cell.split("\n"), size=9, bold=header and place == 0)

    def cells(
        self,
        edges: Sequence[float],
        tops: Sequence[float],
        cells: Sequence[tuple[int, int, int, int, str]],
        *,
        bold_rows: int = 0,
    ) -> None:
        """Draw cells of any span: (row, row after its last, column, column after its last, text)."""
        for row, below, column, beside, words in cells:
            x0, x1, top, bottom = edges[column], edges[beside], tops[row], tops[below]
            for line in (
                (x0, top, x1, top),
                (x0, bottom, x1, bottom),
                (x0, top, x0, bottom),
                (x1, top, x1, bottom),
            ):
                self.rule(*line)
            self.lines(x0 + 3, top + 2, words.split("\n"), size=9, bold=row < bold_rows)

    def new_page(self) -> None:
        """Begin the next page."""
        self.canvas.showPage()

    def save(self) -> bytes:
        """Give the finished PDF."""
        self.canvas.save()
        return self.buffer.getvalue()
