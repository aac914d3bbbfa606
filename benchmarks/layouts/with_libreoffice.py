"""Draws papers with LibreOffice: each is written as a flat OpenDocument text, many are converted at once."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from benchmarks.layouts.blocks import Beside, Block, Box, Cell, Gap, NewPage, Run, Table, Text
from benchmarks.layouts.paper import Paper

HANG, STEP = 18.0, 22.0
"""Points by which the text of an item stands right of its marker, and by which a level is set in."""

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
    )
)
TINY = '<style:text-properties fo:font-size="2pt"/>'

AT_ONCE = 100
"""Papers that one process converts."""

TIMES = re.compile(rb"(/CreationDate\(D:|/ID \[ <|/DocChecksum /)([^)\]\n]*)([)\]\n])")
"""Where LibreOffice writes the time, and what it makes of it."""


def draw_all(papers: Iterable[Paper], folder: Path) -> None:
    """Write each paper as `folder/<name>.pdf`. Raise `RuntimeError` if LibreOffice makes none of one."""
    held = list(papers)
    for at in range(0, len(held), AT_ONCE):
        some = held[at : at + AT_ONCE]
        with tempfile.TemporaryDirectory() as made:
            sources = [Path(made, f"{paper.name}.fodt") for paper in some]
            for paper, source in zip(some, sources, strict=True):
                source.write_text(flat_document(paper), "utf-8")
            home = f"-env:UserInstallation=file://{made}/profile"
            command = [
                "soffice",
                home,
                "--headless",
                "--convert-to",
                "pdf:writer_pdf_Export",
                "--outdir",
                str(folder),
            ]
            done = subprocess.run([*command, *map(str, sources)], capture_output=True, text=True, check=False)
        for paper in some:
            made_of = folder / f"{paper.name}.pdf"
            if not made_of.exists():
                raise RuntimeError(f"LibreOffice made no PDF of {paper.name}: {done.stderr[-300:]}")
            made_of.write_bytes(_undated(made_of.read_bytes()))


def _undated(content: bytes) -> bytes:
    """Return a PDF without the time and the random id of its making, so that a paper gives the same bytes."""
    return TIMES.sub(lambda match: match[1] + re.sub(rb"\w", b"0", match[2]) + match[3], content)


def flat_document(paper: Paper) -> str:
    """Return a paper as a flat OpenDocument text."""
    writer = _Writer(paper)
    width = paper.size[0] - 2 * paper.margin
    body = "".join(writer.block(block, width, paper.letters) for block in paper.blocks)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:styles>{_defaults(paper)}</office:styles>"
        f"<office:automatic-styles>{''.join(writer.styles)}{_page(paper)}</office:automatic-styles>"
        f"<office:master-styles>{_furniture(paper)}</office:master-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def _font(paper: Paper) -> str:
    return "Liberation Serif" if paper.serif else "Liberation Sans"


def _defaults(paper: Paper) -> str:
    return (
        '<style:default-style style:family="paragraph">'
        '<style:paragraph-properties fo:widows="2" fo:orphans="2"/>'
        f'<style:text-properties fo:font-family="{_font(paper)}" fo:font-size="{paper.letters}pt" '
        'fo:language="en" fo:country="GB"/></style:default-style>'
        '<style:style style:name="Standard" style:family="paragraph"/>'
    )


def _page(paper: Paper) -> str:
    width, height = paper.size
    turned = "landscape" if width > height else "portrait"
    band = '<style:header-footer-properties fo:min-height="14pt" fo:margin-{}="8pt"/>'
    return (
        f'<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="{width}pt" '
        f'fo:page-height="{height}pt" style:print-orientation="{turned}" fo:margin-left="{paper.margin}pt" '
        f'fo:margin-right="{paper.margin}pt" fo:margin-top="24pt" fo:margin-bottom="20pt"/>'
        f"<style:header-style>{band.format('bottom')}</style:header-style>"
        f"<style:footer-style>{band.format('top')}</style:footer-style></style:page-layout>"
        '<style:style style:name="band" style:family="paragraph">'
        '<style:paragraph-properties fo:text-align="center"/>'
        '<style:text-properties fo:font-size="8pt"/></style:style>'
    )


def _furniture(paper: Paper) -> str:
    fields = {"{page}": "<text:page-number/>", "{pages}": "<text:page-count/>"}

    def band(words: str) -> str:
        said = escape(words)
        for name, field in fields.items():
            said = said.replace(name, field)
        return f'<text:p text:style-name="band">{said}</text:p>'

    return (
        '<style:master-page style:name="Standard" style:page-layout-name="page">'
        f"<style:header>{band(paper.header)}</style:header><style:footer>{band(paper.footer)}</style:footer>"
        "</style:master-page>"
    )


class _Writer:
    """Writes blocks as XML and keeps the styles that they need."""

    def __init__(self, paper: Paper) -> None:
        self.font = _font(paper)
        self.styles: list[str] = []
        self.known: dict[str, str] = {}

    def _style(self, family: str, inside: str, more: str = "") -> str:
        key = f"{family}{more}{inside}"
        if key not in self.known:
            name = self.known[key] = f"s{len(self.known)}"
            self.styles.append(
                f'<style:style style:name="{name}" style:family="{family}"{more}>{inside}</style:style>'
            )
        return self.known[key]

    def block(self, block: Block, width: float, size: float, *, after: float | None = None) -> str:
        if isinstance(block, Text):
            return self._text(block, size, block.after if after is None else after)
        if isinstance(block, Gap):
            inside = f'<style:paragraph-properties fo:line-height="{block.height}pt"/>{TINY}'
            return f'<text:p text:style-name="{self._style("paragraph", inside)}"/>'
        if isinstance(block, NewPage):
            inside = f'<style:paragraph-properties fo:break-before="page"/>{TINY}'
            return f'<text:p text:style-name="{self._style("paragraph", inside)}"/>'
        if isinstance(block, Table):
            return self._table(block, width, size)
        if isinstance(block, Box):
            edge = f"0.75pt solid #{block.line}" if block.line else "none"
            return self._grid([[(Cell(block.blocks, fill=block.fill), edge, 8.0)]], (width,), size)
        return self._beside(block, width, size)

    def _text(self, block: Text, size: float, after: float) -> str:
        size += block.size
        hang = HANG + max(0.0, 5.2 * (len(block.marker) - 3)) if block.marker else 0.0
        left = block.level * STEP + hang
        keep = ' fo:keep-with-next="always"' if block.with_next else ""
        centred = ' fo:text-align="center"' if block.centred else ""
        inside = (
            f'<style:paragraph-properties fo:margin-left="{left:.1f}pt" fo:text-indent="{-hang:.1f}pt" '
            f'fo:margin-bottom="{after}pt"{keep}{centred}/><style:text-properties fo:font-size="{size}pt"/>'
        )
        marker = f"{escape(block.marker)}<text:tab/>" if block.marker else ""
        words = "".join(map(self._run, block.runs))
        return f'<text:p text:style-name="{self._style("paragraph", inside)}">{marker}{words}</text:p>'

    def _run(self, run: Run) -> str:
        told = [
            *(['fo:font-weight="bold"'] if run.bold else []),
            *(['fo:font-style="italic"'] if run.italic else []),
            *([f'fo:color="#{run.colour}"'] if run.colour else []),
            *([f'fo:background-color="#{run.pill}"'] if run.pill else []),
        ]
        words = escape(run.text).replace("  ", ' <text:s text:c="1"/>')
        if not told:
            return words
        style = self._style("text", f"<style:text-properties {' '.join(told)}/>")
        return f"<text:span text:style-name={quoteattr(style)}>{words}</text:span>"

    def _beside(self, block: Beside, width: float, size: float) -> str:
        widths = tuple(width * share / sum(block.shares) for share in block.shares)
        return self._grid([[(Cell(column), "none", 6.0) for column in block.columns]], widths, size)

    def _table(self, block: Table, width: float, size: float) -> str:
        size = min(size, 10.0) - 1.0 if len(block.shares) > 1 else size
        width *= block.width
        widths = tuple(width * share / sum(block.shares) for share in block.shares)
        rows: list[list[tuple[Cell, str, float]]] = []
        for number, row in enumerate(block.rows):
            stripe = (
                "EDF3F8"
                if block.striped and number >= block.heads and (number - block.heads) % 2 == 0
                else ""
            )
            edges = _edges(block.rules, first=number == 0, last=number == len(block.rows) - 1)
            rows.append(
                [
                    (Cell(cell.blocks, cell.fill or stripe, cell.across, cell.down), edges, block.padding)
                    for cell in row
                ]
            )
        return self._grid(rows, widths, size, block)

    def _grid(
        self,
        rows: list[list[tuple[Cell, str, float]]],
        widths: tuple[float, ...],
        size: float,
        told: Table | None = None,
    ) -> str:
        columns = "".join(f'<table:table-column table:style-name="{self._column(w)}"/>' for w in widths)
        cut = "auto" if told is None or told.cut else "always"
        row_style = self._style("table-row", f'<style:table-row-properties fo:keep-together="{cut}"/>')
        taken: dict[tuple[int, int], int] = {}
        lines: list[str] = []
        for r, row in enumerate(rows):
            inside, c = "", 0
            for cell, edges, padding in row:
                while (r, c) in taken:
                    inside, c = inside + "<table:covered-table-cell/>", c + 1
                last = c + cell.across == len(widths)
                inside += self._cell(
                    cell,
                    _upright(edges, first=c == 0, last=last),
                    padding,
                    sum(widths[c : c + cell.across]),
                    size,
                    told,
                )
                inside += "<table:covered-table-cell/>" * (cell.across - 1)
                taken |= {(r + i, c + j): 1 for i in range(1, cell.down) for j in range(cell.across)}
                c += cell.across
            lines.append(f'<table:table-row table:style-name="{row_style}">{inside}</table:table-row>')
        heads = told.heads if told is not None and told.repeated else 0
        head = f"<table:table-header-rows>{''.join(lines[:heads])}</table:table-header-rows>" if heads else ""
        after = 6 if told is not None else 0
        style = self._style(
            "table",
            f'<style:table-properties style:width="{sum(widths):.1f}pt" table:align="left" '
            f'fo:margin-bottom="{after}pt" style:may-break-between-rows="true" '
            'table:border-model="collapsing"/>',
        )
        return (
            f'<table:table table:style-name="{style}">{columns}{head}{"".join(lines[heads:])}</table:table>'
        )

    def _column(self, width: float) -> str:
        return self._style(
            "table-column", f'<style:table-column-properties style:column-width="{width:.1f}pt"/>'
        )

    def _cell(
        self, cell: Cell, edges: str, padding: float, width: float, size: float, told: Table | None
    ) -> str:
        fill = f' fo:background-color="#{cell.fill}"' if cell.fill else ""
        middle = ' style:vertical-align="middle"' if told is not None and told.middle else ""
        inside = f'<style:table-cell-properties {edges} fo:padding="{padding}pt"{fill}{middle}/>'
        style = self._style("table-cell", inside)
        span = "".join(
            f' table:number-{name}-spanned="{number}"'
            for name, number in (("columns", cell.across), ("rows", cell.down))
            if number > 1
        )
        tight = None if told is None else 1.0
        blocks = (
            "".join(self.block(each, width - 2 * padding, size, after=tight) for each in cell.blocks)
            or "<text:p/>"
        )
        return f'<table:table-cell table:style-name="{style}"{span}>{blocks}</table:table-cell>'


def _edges(rules: str, *, first: bool, last: bool) -> str:
    """Return the sides of the cells of a row: one for all, or top, bottom and the rest for `_upright`."""
    thin = "0.5pt solid #000000"
    if rules == "grid":
        return thin
    if rules == "white":
        return "1.5pt solid #ffffff"
    if rules == "dotted":
        return "0.75pt dotted #000000"
    top = thin if rules == "level" or (first and rules in ("outer", "upright")) else "none"
    bottom = thin if rules == "level" or (last and rules in ("outer", "upright")) else "none"
    return f"{top}|{bottom}|{rules}"


def _upright(edges: str, *, first: bool, last: bool) -> str:
    """Return the borders of one cell as attributes."""
    if "|" not in edges:
        return f'fo:border="{edges}"'
    top, bottom, rules = edges.split("|")
    thin = "0.5pt solid #000000"
    left = thin if rules == "upright" or (first and rules == "outer") else "none"
    right = thin if rules == "upright" or (last and rules == "outer") else "none"
    return (
        f'fo:border-top="{top}" fo:border-bottom="{bottom}" fo:border-left="{left}" fo:border-right="{right}"'
    )
