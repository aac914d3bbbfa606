"""What the search for tables gives: areas of a page that may be tables, and tables as they would be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from extract.blocks.chunks import TextLine
from extract.blocks.merged_rules import Stroke
from extract.tables.grids import Grid
from records.geometry import Box

Method: TypeAlias = Literal["ruled", "widened", "divided", "level rules", "white space"]
"""By what a table was found: a full grid; one made wider; one with rows or columns inside its cells; level
rules; the white between words alone."""


class Area(msgspec.Struct, frozen=True):
    """A stretch of lines that may be a table, with the rules in it.

    `x0` and `x1` are its sides; `level` and `upright` the rules that reach into it.
    """

    method: Method
    x0: float
    x1: float
    lines: tuple[TextLine, ...]
    level: tuple[Stroke, ...]
    upright: tuple[Stroke, ...]


class Proposal(msgspec.Struct, frozen=True):
    """A table as it would be read: its grid, whose first `header_rows` rows are its header.

    `evidence` holds the figures by which it was taken for a table; `captions` and `sources` are the lines
    above and below, in its frame or beside its rules, that are none of its rows.
    """

    page: int
    grid: Grid
    header_rows: int
    method: Method
    evidence: Mapping[str, float]
    captions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def box(self) -> Box:
        """The box around its cells."""
        return self.grid.box
