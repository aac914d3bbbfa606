"""Every table of a page as a proposal: ruled grids, grids read anew, chains of level rules, white space."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from statistics import median

from msgspec.structs import replace

from extract.blocks.chains import find_chains
from extract.blocks.chunks import TextLine, find_lines
from extract.blocks.judgement import is_chart, is_table
from extract.blocks.merged_rules import merge_rules
from extract.blocks.proposals import Area, Proposal
from extract.blocks.reading import read_area
from extract.blocks.ruled import redo, trim
from extract.blocks.stretches import find_stretches
from extract.layout.page_layout import is_table as is_ruled_table
from extract.tables.cells import TangledRulesError
from extract.tables.grids import find_grids
from records.geometry import Bands, Box, shared_height, shared_width
from records.pages import Page

PART = 1.5
"""A chain of level rules that holds so many times the words of a grid has that grid as its part."""

MOST_RULES = 4000
"""Pieces of rules on a page that may hold tables: one with the border of each cell drawn by itself four
for each of its thousand cells at most. A page with more is a drawing."""


def find_proposals(page: Page) -> list[Proposal]:
    """Return the tables of a page, from the top; each word is in one of them at the most."""
    if not page.words or len(page.rules) > MOST_RULES:
        return []
    try:
        grids = find_grids(page)
    except TangledRulesError:
        return []
    rules = merge_rules(page.rules)
    lines = find_lines(page.words, rules.upright)
    if not lines:
        return []
    size = median(line.size for line in lines)
    fills = Bands(fill.box for fill in page.fills)
    found: list[Proposal] = []
    for grid in grids:
        area = redo(grid, lines, rules, size)
        anew = read_area(page, area, fills) if area is not None else None
        if anew is not None and _is_table(page, anew):
            found.append(anew)
        elif is_ruled_table(grid):
            trimmed, captions, sources = trim(grid)
            found.append(Proposal(page.number, trimmed, 0, "ruled", {}, captions, sources))
    for area in find_chains(rules, lines, size):
        _add_chain(found, page, area, fills)
    for area in find_stretches(_free(lines, found), rules):
        _add(found, page, area, fills)
    return sorted(found, key=lambda each: (each.box.top, each.box.x0))


def _is_table(page: Page, proposal: Proposal) -> bool:
    return is_table(proposal) and not is_chart(page, proposal.box)


def _add_chain(found: list[Proposal], page: Page, area: Area, fills: Bands) -> None:
    """Add the table of a chain of level rules, in the place of a grid read anew that is a part of it.

    Upright rules within two columns of such a table enclose cells, and are no table by themselves.
    """
    taken = [each for each in found if _meets(each.box, area)]
    words = {word.index for line in area.lines for chunk in line.chunks for word in chunk.words}
    parts = [each for each in taken if each.method in ("widened", "divided")]
    if len(parts) < len(taken) or len(words) < PART * len(_taken(parts)):
        return
    proposal = read_area(page, area if not parts else replace(area, method="widened"), fills)
    if proposal is not None and _is_table(page, proposal):
        found[:] = [each for each in found if each not in parts]
        found.append(proposal)


def _meets(box: Box, area: Area) -> bool:
    top, bottom = area.lines[0].box.top, area.lines[-1].box.bottom
    return box.x0 < area.x1 and area.x0 < box.x1 and box.top < bottom and top < box.bottom


def _add(found: list[Proposal], page: Page, area: Area, fills: Bands) -> None:
    proposal = read_area(page, area, fills)
    if proposal is not None and _is_table(page, proposal) and not _overlaps(proposal, found):
        found.append(proposal)


def _overlaps(proposal: Proposal, found: Sequence[Proposal]) -> bool:
    box = proposal.box
    return any(shared_width(box, other.box) > 0 and shared_height(box, other.box) > 0 for other in found)


def _free(lines: Sequence[TextLine], found: Sequence[Proposal]) -> list[TextLine]:
    """Return lines without the chunks that stand in a table found."""
    taken = _taken(found)
    if not taken:
        return list(lines)
    kept = []
    for line in lines:
        chunks = tuple(c for c in line.chunks if not any(word.index in taken for word in c.words))
        if chunks:
            kept.append(line if len(chunks) == len(line.chunks) else TextLine(chunks, line.size))
    return kept


def _taken(found: Sequence[Proposal]) -> Collection[int]:
    return {word.index for each in found for row in each.grid.rows for word in row.words}
