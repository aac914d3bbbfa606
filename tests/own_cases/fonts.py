"""Fonts that tell less, or other, than what they draw: cut from DejaVu Sans, which matplotlib brings."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import matplotlib
from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

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
    wrapped,
)

FACE = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
TI = "\u019f"


class Font:
    """A font whose letters are written by the numbers of their glyphs."""

    def __init__(self) -> None:
        font = TTFont(FACE, recalcTimestamp=False)
        wanted = {*range(32, 127), ord(TI), ord("é"), ord("ë"), 0xB4, 0xA8}
        cutter = subset.Subsetter(
            subset.Options(layout_features=[], drop_tables=["FFTM"], hinting=False, notdef_outline=True)
        )
        cutter.populate(unicodes=wanted)
        cutter.subset(font)
        names = font.getBestCmap()
        advance = font["hmtx"][names[ord("t")]][0]
        pen = TTGlyphPen(font.getGlyphSet())
        pen.addComponent(names[ord("t")], (1, 0, 0, 1, 0, 0))
        pen.addComponent(names[ord("i")], (1, 0, 0, 1, advance, 0))
        font["glyf"][names[ord(TI)]] = pen.glyph()
        font["hmtx"][names[ord(TI)]] = (advance + font["hmtx"][names[ord("i")]][0], 0)
        self.scale = 1000 / font["head"].unitsPerEm
        self.numbers = {char: font.getGlyphID(name) for char, name in names.items()}
        self.widths = {font.getGlyphID(n): round(font["hmtx"][n][0] * self.scale) for n in names.values()}
        held = io.BytesIO()
        font.save(held)
        self.content = held.getvalue()

    def embed(
        self, paper: Paper, descent: int = -236, told: Mapping[int, str] | None = None, *, names: bool = True
    ) -> str:
        """Add the font to a paper; `told` gives other letters than those of the font, `names` none at all."""
        file = paper.stream(self.content, f"/Length1 {len(self.content)}")
        descriptor = paper.add(
            "<</Type/FontDescriptor/FontName/ABCDEF+Invented/Flags 4/ItalicAngle 0"
            f"/FontBBox[-200 -300 1200 1000]/Ascent 928/Descent {descent}/CapHeight 729/StemV 80"
            f"/FontFile2 {file}>>"
        )
        widths = " ".join(f"{number}[{width}]" for number, width in sorted(self.widths.items()))
        below = paper.add(
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Invented/CIDToGIDMap/Identity"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {descriptor}/W[{widths}]>>"
        )
        letters = {number: (told or {}).get(char, chr(char)) for char, number in self.numbers.items()}
        lines = "\n".join(
            f"<{n:04X}> <{text.encode('utf-16-be').hex()}>" for n, text in sorted(letters.items())
        )
        cmap = paper.stream(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(letters)} beginbfchar\n{lines}\n"
            "endbfchar endcmap end end"
        )
        unicode = f"/ToUnicode {cmap}" if names else ""
        return paper.add(
            "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Invented/Encoding/Identity-H"
            f"/DescendantFonts[{below}]{unicode}>>"
        )

    def codes(self, words: str) -> str:
        """Return words as a string of glyph numbers."""
        return "<" + "".join(f"{self.numbers[ord(char)]:04X}" for char in words) + ">"

    def width(self, words: str, size: float) -> float:
        """Return how wide words are."""
        return sum(self.widths[self.numbers[ord(char)]] for char in words) * size / 1000


Show = Callable[[Page, float, float, str, bool], None]


def with_font(paper: Paper, show: Show, rows: tuple[tuple[str, ...], ...] = ROWS, short: float = 0) -> Page:
    """Draw the usual page, each line of a cell by `show`; `short` makes each row so much lower."""
    page = paper.page()
    page.head("Care leavers action plan: progress tracker")
    table = Table(50, 120, WIDTHS, [HEADS, *rows])
    table.tops = [top - short * number for number, top in enumerate(table.tops)]
    table.ruled(page)
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            x0, top, x1, _ = table.box(number, column)
            for place, line in enumerate(wrapped(cell, x1 - x0 - 6)):
                show(page, x0 + 3, top + 3 - short / 2 + 11.25 * place, line, number == 0)
    return page


def placed(page: Page, x: float, top: float, shown: str, size: float = 8) -> None:
    """Print a string of glyph numbers in the font FX."""
    page.put(f"BT /FX {size} Tf {numbers((x, HEIGHT - top - size))} Td {shown} ET")


def descent() -> Case:
    """The font says that it reaches two and a half times its size below the line; rows are low."""
    paper, font = Paper(), Font()
    paper.fonts["FX"] = font.embed(paper, -2480)
    with_font(paper, lambda page, x, top, line, _: placed(page, x, top, f"{font.codes(line)} Tj"), short=2)
    return "o31-font-of-great-descent", paper.save(), expected()


TIED = (
    ("R1", "Continue the participation of partners", "Education Improvement", "31 May 2022", "Complete"),
    ("R2", "Put action on attainment into practice", "Director of Nutrition", "30 June 2022", "In progress"),
    ("R3", "Consult on a motion about transition", "Head of Education", "15 July 2022", "Not started"),
)  # fmt: skip


def tied_letters() -> Case:
    """A glyph for 'ti', which the font says is 'Ɵ', as exports from Calibri have it."""
    paper, font = Paper(), Font()
    paper.fonts["FX"] = font.embed(paper)

    def show(page: Page, x: float, top: float, line: str, _: bool) -> None:
        placed(page, x, top, f"{font.codes(line.replace('ti', TI))} Tj")

    with_font(paper, show, TIED)
    return "o32-ti-named-wrong", paper.save(), expected(TIED)


def no_names() -> Case:
    """The status is set in a font that names no letters: it cannot be read, and must be told."""
    paper, font = Paper(), Font()
    paper.fonts["FX"] = font.embed(paper, names=False)

    def show(page: Page, x: float, top: float, line: str, head: bool) -> None:
        if x > 460 and not head:
            placed(page, x, top, f"{font.codes(line)} Tj")
        else:
            page.text(x, top, line)

    with_font(paper, show)
    return "o33-status-in-a-nameless-font", paper.save(), expected()


def no_spaces() -> Case:
    """Spaces are not printed; words are set apart by less than a quarter of the size."""
    paper, font = Paper(), Font()
    paper.fonts["FX"] = font.embed(paper)

    def show(page: Page, x: float, top: float, line: str, _: bool) -> None:
        placed(page, x, top, f"[{' -215 '.join(font.codes(word) for word in line.split(' '))}] TJ")

    with_font(paper, show)
    return "o34-spaces-not-printed", paper.save(), expected()


ACCENTED = (
    ("R1", "Reopen the crèche at Brontë House".replace("è", "é"), "Zoë Hughes", "31 May 2022", "Complete"),
    ("R2", "Visit the café of the Chloë Centre", "André Lane", "30 June 2022", "Not started"),
)


def accents() -> Case:
    """An accent is a sign of its own, printed over the letter after a step back."""
    paper, font = Paper(), Font()
    paper.fonts["FX"] = font.embed(paper, told={0xB4: "\u0301", 0xA8: "\u0308"})

    def show(page: Page, x: float, top: float, line: str, _: bool) -> None:
        parts = []
        for char in line:
            mark = {"é": "\xb4", "ë": "\xa8"}.get(char)
            letter = font.codes("e" if mark else char)
            back, width = font.widths[font.numbers[ord("e")]] - 60, font.widths[font.numbers[0xB4]]
            parts.append(f"{letter} {back} {font.codes(mark)} {width - back - 60}" if mark else letter)
        placed(page, x, top, f"[{' '.join(parts)}] TJ")

    with_font(paper, show, ACCENTED)
    return "o35-accents-apart", paper.save(), expected(ACCENTED)


def spaced_heads() -> Case:
    """Headings are capitals set wide apart; 'Target date' stands on one line."""
    paper = Paper()

    def show(page: Page, x: float, top: float, line: str, head: bool) -> None:
        if head:
            page.text(x, top, line.upper(), 6, "F2", "2.4 Tc")
            page.put("BT 0 Tc ET")
        else:
            page.text(x, top, line)

    with_font(paper, show)
    return "o36-headings-set-wide", paper.save(), expected()


CASES = (descent, tied_letters, no_names, no_spaces, accents, spaced_heads)
