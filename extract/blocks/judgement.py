"""Is it a table? The figures that tell, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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
    SCATTERED,
    SEVERAL,
    TORN,
    UNLIKE_BARS,
)
from extract.layout.list_markers import is_bullet, is_label
from extract.layout.printed_numbers import LIST_NUMBER
from extract.tolerances import NEARLY_WHITE
from records.geometry import Box, holds
from records.pages import Page

UNSEEN = re.compile("[\u200b-\u200d\ufeff]")
"""Marks without width that programs put between figures."""

WORD = re.compile(r"[^\W\d_]{2}")
"""Two letters together."""

LONG_LIST = 12
"""In so many page numbers one may fall: chapters and what they hold are listed one after the other."""

MOST_TORN = 2
"""So few rows may begin with a small letter by chance."""

FEWEST_ROWS = 3
"""Two rows of two columns may be the labels of a chart, or boxes of text that stand level by chance."""

UNRULED = frozenset({"white space", "widened"})
"""Methods that take words into a table which no rule encloses: the text beside a box is such a word too."""

FEWEST_BARS = 3
"""Bars of different length: two may be the grounds of cells."""


def measure(
    lines: Sequence[TextLine], header: int, body: Sequence[Sequence[TextLine]], columns: Columns
) -> Mapping[str, float]:
    """Return figures that tell tables from other print.

    `filled` is the share of places of the body that hold a chunk, `several` the share of lines with several
    chunks, `numbers` that of chunks right of the first column that are numbers and number no item of a
    list, `full` the share of columns that most rows fill, `words` the mean of words in a chunk, `sizes` the
    difference of letter sizes.
    """
    held = [{columns.at(chunk.middle) for line in row for chunk in line.chunks} for row in body]
    right = [chunk for row in body for line in row for chunk in line.chunks if columns.at(chunk.middle) > 0]
    # A header may be set in larger letters than the rows, not in smaller ones.
    sizes = [*(line.size for line in lines[1:]), min(lines[0].size, lines[1].size)]
    full = [at for at in range(columns.count) if 2 * sum(at in row for row in held) > len(held)]
    return {
        "rows": float(len(body)),
        "columns": float(columns.count),
        "header lines": float(header),
        "filled": _share(sum(map(len, held)), len(held) * columns.count),
        "several": sum(len(line.chunks) > 1 for line in lines) / len(lines),
        "numbers": _share(
            sum(chunk.numeric and not LIST_NUMBER.fullmatch(chunk.text) for chunk in right), len(right)
        ),
        "full": len(full) / columns.count,
        "sizes": max(sizes) - min(sizes),
        "words": _share(sum(len(chunk.words) for chunk in right), len(right)),
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def is_table(found: Proposal) -> bool:
    """Return whether what was found is a table and not a list, a contents page, a chart or running text."""
    told = found.evidence
    if told["rows"] < 1 or told["filled"] < FILLED or told["several"] < SEVERAL:
        return False
    if len(found.grid.columns) == 2 and len(found.grid.rows) < FEWEST_ROWS:
        return False
    if found.method in UNRULED and not _stands_alone(told):
        return False
    return not any(refused(found) for refused in (_is_list, _is_contents, _is_scale, _is_torn_text))


def _stands_alone(told: Mapping[str, float]) -> bool:
    """Return whether what no rules hold together has numbers, or full columns of few words in one size."""
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
    standing: dict[tuple[object, int], list[int]] = {}
    lying: dict[tuple[object, int], list[int]] = {}
    for fill in page.fills:
        bare = min(fill.colour) < NEARLY_WHITE and not any(holds(fill.box, *place) for place in words)
        if bare and holds(box, *fill.box.middle):
            standing.setdefault((fill.colour, round(fill.box.bottom)), []).append(round(fill.box.top))
            lying.setdefault((fill.colour, round(fill.box.x0)), []).append(round(fill.box.x1))
    return any(
        len(set(ends)) >= max(FEWEST_BARS, UNLIKE_BARS * len(ends))
        for bars in (standing, lying)
        for ends in bars.values()
    )


def _is_list(found: Proposal) -> bool:
    """Return whether the first of two columns holds only bullets or numbers of items or of footnotes."""
    firsts = [words for row in found.grid.rows for cell in row.cells[:1] if (words := cell.words)]
    marks = [w for w in firsts if len(w) == 1 and (is_bullet(w[0].text, w[0].font) or is_label(w[0].text))]
    two = len(found.grid.columns) == 2
    return two and (2 * len(marks) > len(firsts) or (found.method == "white space" and _are_notes(found)))


def _are_notes(found: Proposal) -> bool:
    """Return whether rows are counted by their first column, few with figures alone beside it: notes."""
    numbers, texts = _numbers(_column(found, 0)), _column(found, 1)
    counted = len(numbers) == len(found.grid.rows) and all(b - a == 1 for a, b in pairwise(numbers))
    return counted and 2 * sum(any(map(str.isalpha, text)) for text in texts) > len(texts)


def _column(found: Proposal, at: int, drop: int = 0) -> list[str]:
    """Return the texts of a column but for the first `drop` rows, blank ones left out."""
    cells = (row.at(at) for row in found.grid.rows[drop:])
    return [" ".join(word.text for word in cell.words) for cell in cells if cell is not None and cell.words]


def _numbers(texts: Iterable[str]) -> list[int]:
    plain = (UNSEEN.sub("", text) for text in texts)
    return [int(text) for text in plain if text.isdecimal()]


def _is_contents(found: Proposal) -> bool:
    """Return whether the last column holds page numbers, which never fall, or once in a long list.

    Contents may be set in two columns beside each other.
    """
    count = len(found.grid.columns)
    places = {2: [1], 3: [2], 4: [1, 3]}.get(count, [])
    return bool(places) and all(_are_page_numbers(_column(found, at)) for at in places)


def _are_page_numbers(texts: Sequence[str]) -> bool:
    numbers = _numbers(texts)
    falls = sum(a > b for a, b in pairwise(numbers))
    return len(numbers) >= 3 and 3 * len(numbers) >= 2 * len(texts) and falls <= len(numbers) // LONG_LIST


def _is_scale(found: Proposal) -> bool:
    """Return whether there are scattered figures alone, or a first column of even steps beside blank rows.

    They are the labels of a chart and of its axes; in a frame its legend stands above them.
    """
    drop = found.header_rows if found.method == "divided" else 0
    columns = [_column(found, at, drop) for at in range(len(found.grid.columns))]
    if not any(WORD.search(text) for texts in columns for text in texts):
        return found.evidence["filled"] <= SCATTERED
    blank = sum(len(row.filled) == 1 for row in found.grid.rows)
    steps = {a - b for a, b in pairwise(_numbers(columns[0]))}
    return len(steps) == 1 and steps != {0} and 3 * blank > len(found.grid.rows) > FEWEST_BARS


def _is_torn_text(found: Proposal) -> bool:
    """Return whether many rows go on in the middle of a sentence: columns of running text, torn in lines.

    Labels of figures may begin with a small letter.
    """
    if found.evidence["numbers"] >= NUMBERS:
        return False
    body = [row.filled[0].words[0].text for row in found.grid.rows[found.header_rows :] if row.filled]
    torn = sum(text[:1].islower() for text in body)
    return torn > max(MOST_TORN, TORN * len(body))
