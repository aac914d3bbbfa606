"""Draws a paper with reportlab, in the fonts that every reader has."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer
from reportlab.platypus import Table as Grid

from benchmarks.layouts.blocks import Beside, Block, Box, Cell, Gap, NewPage, Run, Table, Text
from benchmarks.layouts.paper import Paper

HANG, STEP = 18.0, 22.0
"""Points by which the text of an item stands right of its marker, and by which a level is set in."""

ZAPF = ("\u2713", "\u25cf")
"""Signs that only ZapfDingbats has among the fonts of every reader."""


def draw(paper: Paper) -> bytes:
    """Return a paper as a PDF."""
    buffer = io.BytesIO()
    width, height = paper.size
    frame = Frame(paper.margin, paper.margin, width - 2 * paper.margin, height - 2 * paper.margin, 0, 0, 0, 0)
    document = BaseDocTemplate(buffer, pagesize=paper.size, invariant=1, title=paper.title)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=lambda *_: None))
    setter = _Setter(paper)
    story = [each for block in paper.blocks for each in setter.flowables(block, width - 2 * paper.margin)]
    document.build(story, canvasmaker=lambda *args, **more: _Pages(paper, *args, **more))
    return buffer.getvalue()


class _Pages(Canvas):  # type: ignore[misc]
    """Prints what stands on every page once their number is known."""

    def __init__(self, paper: Paper, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.paper = paper
        self.held: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 (reportlab's name)
        self.held.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self.held, 1):
            self.__dict__.update(page)
            self._furniture(number)
            super().showPage()
        super().save()

    def _furniture(self, number: int) -> None:
        (width, height), paper = self._pagesize, self.paper
        self.setFont("Times-Roman" if paper.serif else "Helvetica", 8)
        for words, y in ((paper.header, height - 26), (paper.footer, 20)):
            self.drawCentredString(width / 2, y, words.format(page=number, pages=len(self.held)))
        if paper.watermark:
            self.setFont("Helvetica-Bold", 110)
            self.setFillColor(colors.Color(0.6, 0.6, 0.6, alpha=0.25))
            self.translate(width / 2, height / 2)
            self.rotate(45)
            self.drawCentredString(0, -30, paper.watermark)


class _Pill(Flowable):  # type: ignore[misc]
    """Words on a ground with round ends."""

    def __init__(self, run: Run, font: str, size: float) -> None:
        super().__init__()
        self.run, self.font, self.size = run, font, size

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        return width, self.size * 1.7

    def draw(self) -> None:
        size = self.size
        width = self.canv.stringWidth(self.run.text, self.font, size) + 1.2 * size
        self.canv.setFillColor(colors.HexColor(f"#{self.run.pill}"))
        self.canv.roundRect(0, 0, width, 1.5 * size, 0.7 * size, stroke=0, fill=1)
        self.canv.setFillColor(colors.HexColor(f"#{self.run.colour}"))
        self.canv.setFont(self.font, size)
        self.canv.drawString(0.6 * size, 0.45 * size, self.run.text)


class _Setter:
    """Sets the blocks of one paper."""

    def __init__(self, paper: Paper) -> None:
        self.letters = paper.letters
        self.font = "Times-Roman" if paper.serif else "Helvetica"

    def flowables(self, block: Block, width: float, size: float | None = None) -> Iterator[Flowable]:
        size = self.letters if size is None else size
        if isinstance(block, Text):
            yield self._text(block, size)
        elif isinstance(block, Gap):
            yield Spacer(1, block.height)
        elif isinstance(block, NewPage):
            yield PageBreak()
        elif isinstance(block, Table):
            yield from self._table(block, width, size)
        elif isinstance(block, Box):
            style: list[Any] = [("PADDING", (0, 0), (-1, -1), 8)]
            if block.line:
                style.append(("BOX", (0, 0), (-1, -1), 0.75, colors.HexColor(f"#{block.line}")))
            if block.fill:
                style.append(("BACKGROUND", (0, 0), (-1, -1), colors.HexColor(f"#{block.fill}")))
            inside = [each for one in block.blocks for each in self.flowables(one, width - 16, size)]
            yield Grid([[inside]], colWidths=[width], style=style)
        else:
            yield self._beside(block, width, size)

    def _text(self, block: Text, size: float) -> Flowable:
        size += block.size
        if len(block.runs) == 1 and block.runs[0].pill:
            return _Pill(block.runs[0], self.font, size)
        left = block.level * STEP + (HANG + max(0.0, 5.2 * (len(block.marker) - 3)) if block.marker else 0.0)
        style = ParagraphStyle(
            "text",
            fontName=self.font,
            fontSize=size,
            leading=size * 1.22,
            spaceAfter=block.after,
            leftIndent=left,
            bulletIndent=block.level * STEP,
            bulletFontName=self.font,
            bulletFontSize=size,
            alignment=1 if block.centred else 0,
            keepWithNext=block.with_next,
        )
        return Paragraph("".join(map(_markup, block.runs)), style, bulletText=block.marker or None)

    def _beside(self, block: Beside, width: float, size: float) -> Flowable:
        widths = [width * share / sum(block.shares) for share in block.shares]
        cells = [
            [each for one in column for each in self.flowables(one, w - 12, size)]
            for column, w in zip(block.columns, widths, strict=True)
        ]
        style = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 12),
        ]
        return Grid([cells], colWidths=widths, style=style, splitInRow=1)

    def _table(self, block: Table, width: float, size: float) -> Iterator[Flowable]:
        size = min(size, 10.0) - 1.0 if len(block.shares) > 1 else size
        width *= block.width
        widths = [width * share / sum(block.shares) for share in block.shares]
        grid: list[list[Any]] = [["" for _ in widths] for _ in block.rows]
        taken: set[tuple[int, int]] = set()
        style = [
            *_lines(block),
            ("PADDING", (0, 0), (-1, -1), block.padding),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE" if block.middle else "TOP"),
        ]
        if block.striped:
            style += [
                ("BACKGROUND", (0, r), (-1, r), colors.HexColor("#EDF3F8"))
                for r in range(block.heads, len(grid), 2)
            ]
        for r, row in enumerate(block.rows):
            c = 0
            for cell in row:
                while (r, c) in taken:
                    c += 1
                inside = sum(widths[c : c + cell.across]) - 2 * block.padding
                grid[r][c] = [
                    each for one in cell.blocks for each in self.flowables(_tight(one), inside, size)
                ] or ""
                style += _of_cell(cell, r, c)
                taken |= {(r + i, c + j) for i in range(cell.down) for j in range(cell.across)}
                c += cell.across
        yield Grid(
            grid,
            colWidths=widths,
            style=style,
            repeatRows=block.heads if block.repeated else 0,
            splitInRow=int(block.cut),
            hAlign="LEFT",
            spaceAfter=6,
        )


def _tight(block: Block) -> Block:
    """Return a block as it stands in a cell, with less white below."""
    return (
        Text(block.runs, block.marker, block.level, block.size, block.centred, 1.0)
        if isinstance(block, Text)
        else block
    )


def _of_cell(cell: Cell, r: int, c: int) -> list[Any]:
    place = (c, r), (c + cell.across - 1, r + cell.down - 1)
    style: list[Any] = []
    if cell.across > 1 or cell.down > 1:
        style.append(("SPAN", *place))
    if cell.fill:
        style.append(("BACKGROUND", *place, colors.HexColor(f"#{cell.fill}")))
    return style


def _lines(block: Table) -> list[Any]:
    whole, black = ((0, 0), (-1, -1)), colors.black
    level = [("LINEBELOW", *whole, 0.5, black), ("LINEABOVE", (0, 0), (-1, 0), 0.5, black)]
    outer = ("BOX", *whole, 0.75, black)
    upright = [("LINEBEFORE", *whole, 0.5, black), ("LINEAFTER", *whole, 0.5, black)]
    ways: dict[str, Sequence[Any]] = {
        "grid": [("GRID", *whole, 0.5, black)],
        "level": level,
        "none": [],
        "outer": [outer],
        "upright": [*upright, outer],
        "white": [("GRID", *whole, 1.5, colors.white)],
        "dotted": [("GRID", *whole, 0.6, black, 0, (0.6, 2))],
    }
    return list(ways[block.rules])


def _markup(run: Run) -> str:
    words = "".join(
        f'<font name="ZapfDingbats">{sign}</font>' if sign in ZAPF else escape(sign) for sign in run.text
    )
    if run.bold:
        words = f"<b>{words}</b>"
    if run.italic:
        words = f"<i>{words}</i>"
    return f'<font color="#{run.colour}">{words}</font>' if run.colour else words
