"""What a drawn paper is made of, as values that any writer can draw. Lengths are points."""

from __future__ import annotations

from typing import TypeAlias, Union

import msgspec


class Run(msgspec.Struct, frozen=True):
    """Words set in one way; `colour` is hexadecimal, "" for black; a `pill` of colour lies behind them."""

    text: str
    bold: bool = False
    italic: bool = False
    colour: str = ""
    pill: str = ""


class Text(msgspec.Struct, frozen=True):
    """A paragraph; `marker` hangs at its left, `size` counts in points beside the paper's (0: as it is)."""

    runs: tuple[Run, ...]
    marker: str = ""
    level: int = 0
    size: float = 0.0
    centred: bool = False
    after: float = 4.0
    with_next: bool = False

    @property
    def words(self) -> str:
        """Its words without the marker."""
        return "".join(run.text for run in self.runs)


class Cell(msgspec.Struct, frozen=True):
    """A cell over `across` columns and `down` rows; `fill` is the colour behind it."""

    blocks: tuple[Block, ...] = ()
    fill: str = ""
    across: int = 1
    down: int = 1


class Table(msgspec.Struct, frozen=True):
    """A table. Cells that a wider or higher one covers are left out of its rows.

    `shares` of the width by column; the first `heads` rows are its header, printed again on each page if
    `repeated`; `rules` names the lines; `striped` fills every second row; `cut` lets rows run over pages.
    """

    shares: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0
    rules: str = "grid"
    striped: bool = False
    repeated: bool = False
    cut: bool = False
    middle: bool = False
    padding: float = 4.0
    width: float = 1.0


class Box(msgspec.Struct, frozen=True):
    """Blocks in a frame of colour `line` ("" for none) on a ground of colour `fill`."""

    blocks: tuple[Block, ...]
    line: str = "444444"
    fill: str = ""


class Beside(msgspec.Struct, frozen=True):
    """Stretches of blocks beside each other, without lines; `shares` of the width."""

    columns: tuple[tuple[Block, ...], ...]
    shares: tuple[float, ...]


class Gap(msgspec.Struct, frozen=True):
    """White space of so many points."""

    height: float = 8.0


class NewPage(msgspec.Struct, frozen=True):
    """The end of a page."""


Block: TypeAlias = Union[Text, Table, Box, Beside, Gap, NewPage]  # noqa: UP007 (a name that is defined later)


def text(words: str, *, bold: bool = False, italic: bool = False, marker: str = "", level: int = 0) -> Text:
    """Return a paragraph set in one way."""
    return Text((Run(words, bold=bold, italic=italic),), marker=marker, level=level)


def labelled(label: str, words: str, *, bold: bool = True, italic: bool = False) -> Text:
    """Return a paragraph with a label before its words."""
    return Text((Run(f"{label} ", bold=bold, italic=italic), Run(words)))


def heading(words: str, level: int = 1, colour: str = "") -> Text:
    """Return a heading: level 0 is the title of a paper."""
    run = Run(words, bold=True, colour=colour)
    return Text((run,), size=(9.0, 4.0, 1.5)[level], after=(10.0, 6.0, 4.0)[level], with_next=True)
