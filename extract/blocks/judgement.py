"""Is it a table? The figures that tell, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extract.blocks.chunks import TextLine
from extract.blocks.columns import Columns
from extract.blocks.proposals import Proposal
from extract.blocks.tolerances import (
    FILLED,
    MANY_COLUMNS,
    MOST_WORDS,
    MOSTLY_FULL,
    NUMBERS,
    ONE_SIZE,
    SEVERAL,
    UNLIKE_BARS,
)
from extract.layout.list_markers import is_bullet, is_label
from extract.tolerances import NEARLY_WHITE
from records.geometry import Box, holds
from records.pages import Page

UNSEEN = re.compile("[\u200b-\u200d\ufeff]")
"""Marks without width that programs put between figures."""

FEWEST_BARS = 3
"""Bars of different length: two may be the grounds of cells."""


def measure(
    lines: Sequence[TextLine], header: int, body: Sequence[Sequence[TextLine]], columns: Columns
) -> Mapping[str, float]:
    """Return figures that tell tables from other print.

    `filled` is the share of places of the body that hold a chunk, `several` the share of lines with several
    chunks, `numbers` that of chunks right of the first column that are numbers, `full` the share of columns
    that most rows fill, `words` the mean of words in a chunk, `sizes` the difference of letter sizes.
    """
    held = [{columns.at(chunk.middle) for line in row for chunk in line.chunks} for row in body]
    places = len(held) * columns.count
    right = [chunk for row in body for line in row for chunk in line.chunks if columns.at(chunk.middle) > 0]
    # A header may be set in larger letters than the rows, not in smaller ones.
    sizes = [*(line.size for line in lines[1:]), min(lines[0].size, lines[1].size)]
    full = [at for at in range(columns.count) if 2 * sum(at in row for row in held) > len(held)]
    return {
        "rows": float(len(body)),
        "columns": float(columns.count),
        "header lines": float(header),
        "filled": sum(map(len, held)) / places if places else 0.0,
        "several": sum(len(line.chunks) > 1 for line in lines) / len(lines),
        "numbers": sum(chunk.numeric for chunk in right) / len(right) if right else 0.0,
        "full": len(full) / columns.count,
        "sizes": max(sizes) - min(sizes),
        "words": sum(len(chunk.words) for chunk in right) / len(right) if right else 0.0,
    }


def is_table(found: Proposal) -> bool:
    """Return whether what was found is a table and not a list, a contents page, a chart or running text."""
    told = found.evidence
    if told["rows"] < 1 or told["filled"] < FILLED or told["several"] < SEVERAL:
        return False
    if found.method == "white space" and not _stands_alone(told):
        return False
    return not _is_list(found) and not _is_contents(found)


def _stands_alone(told: Mapping[str, float]) -> bool:
    """Return whether a find by white space holds numbers, or full columns of few words in one size."""
    if told["words"] > MOST_WORDS:
        return False
    if told["numbers"] >= NUMBERS:
        return True
    if told["columns"] >= MANY_COLUMNS and told["full"] >= MOSTLY_FULL:
        return True
    return told["full"] == 1 and told["sizes"] <= ONE_SIZE


def is_chart(page: Page, box: Box) -> bool:
    """Return whether bars of one colour are drawn in a box: they begin at one line and most end at others.

    Bars hold no words; the grounds of cells do, and those of blank cells end together.
    """
    words = [word.box.middle for word in page.words if holds(box, *word.box.middle)]
    bars: dict[tuple[object, str, int], list[int]] = {}
    for fill in page.fills:
        bare = min(fill.colour) < NEARLY_WHITE and not any(holds(fill.box, *place) for place in words)
        if bare and holds(box, *fill.box.middle):
            standing = (fill.colour, "standing", round(fill.box.bottom))
            lying = (fill.colour, "lying", round(fill.box.x0))
            bars.setdefault(standing, []).append(round(fill.box.top))
            bars.setdefault(lying, []).append(round(fill.box.x1))
    return any(len(set(ends)) >= max(FEWEST_BARS, UNLIKE_BARS * len(ends)) for ends in bars.values())


def _is_list(found: Proposal) -> bool:
    """Return whether the first of two columns holds only bullets or numbers of items."""
    firsts = [words for row in found.grid.rows for cell in row.cells[:1] if (words := cell.words)]
    marks = [w for w in firsts if len(w) == 1 and (is_bullet(w[0].text, w[0].font) or is_label(w[0].text))]
    return len(found.grid.columns) == 2 and 2 * len(marks) > len(firsts)


def _is_contents(found: Proposal) -> bool:
    """Return whether the last column holds page numbers, which never fall from row to row."""
    if len(found.grid.columns) > 3:
        return False
    last = [
        " ".join(w.text for w in cell.words)
        for row in found.grid.rows
        for cell in row.cells[-1:]
        if cell.words
    ]
    digits = [UNSEEN.sub("", text) for text in last]
    numbers = [int(text) for text in digits if text.isdecimal()]
    return (
        len(numbers) >= 3 and 3 * len(numbers) >= 2 * len(last) and all(a <= b for a, b in pairwise(numbers))
    )
