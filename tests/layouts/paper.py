"""What the drawn papers have in common: letters, tables, and the rows that they hold."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=6)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=9, leading=11, spaceAfter=0)
HEAD = ParagraphStyle("head", parent=CELL, fontName="Helvetica-Bold")
TITLE = ParagraphStyle("title", parent=BODY, fontName="Helvetica-Bold", fontSize=16, leading=20)
HEADING = ParagraphStyle(
    "heading", parent=BODY, fontName="Helvetica-Bold", fontSize=12, leading=16, spaceBefore=6
)

RULED = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]


class Row(msgspec.Struct, frozen=True):
    """A recommendation as a careful reader takes it from the page."""

    text: str
    ref: str | None = None
    section: str | None = None
    owner: str | None = None
    due: str | None = None
    status: str | None = None
    comments: str | None = None
    rag: str | None = None


class Paper(msgspec.Struct, frozen=True):
    """A drawn document: its name, its PDF, the family it belongs to, and its rows."""

    name: str
    content: bytes
    family: str
    rows: tuple[Row, ...]


def body(text: str) -> Paragraph:
    """Set running text."""
    return Paragraph(text, BODY)


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    style: Sequence[Any] = (),
    **more: Any,
) -> Table:
    """Set a table with its headings above it; cells are paragraphs and may hold simple markup."""
    cells = [[Paragraph(head, HEAD) for head in heads]] if heads else []
    cells += [[Paragraph(cell, CELL) if isinstance(cell, str) else cell for cell in row] for row in rows]
    more.setdefault("repeatRows", 1 if heads else 0)
    return Table(cells, colWidths=list(widths), style=[*RULED, *style], **more)


def build(
    story: Sequence[Flowable],
    size: tuple[float, float] = A4,
    on_page: Callable[[Canvas, Any], None] | None = None,
) -> bytes:
    """Give the PDF of a story; `on_page` draws what stands on every page."""
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer, pagesize=size, leftMargin=50, rightMargin=50, topMargin=56, bottomMargin=56, invariant=1
    )
    if on_page is None:
        document.build(list(story))
    else:
        document.build(list(story), onFirstPage=on_page, onLaterPages=on_page)
    return buffer.getvalue()
