"""Tables without full ruling: columns told by the white between words, rows by level lines, bands or gaps.

Councils print trackers with level lines only, or with none. What makes such a stretch a table is its
header (`header_bands`): known headings side by side. Its columns are the white gutters that the words
below leave free on every page, so a page with one short row has the columns of the whole table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise, takewhile

import msgspec

from extract.layout.lines import Line, group_lines
from extract.tables.grids import Cell, Grid, Row, find_dot, find_fill, share_words
from extract.tables.header_bands import HeaderBand
from extract.tables.row_bands import Columns, Part, covers, crosses, row_bands
from extract.tolerances import CROSSING, GUTTER, SMALL_PRINT
from records.geometry import Box, around
from records.pages import Page

NOTE = re.compile(r"(?:\*|†|‡|\d{1,2}|\(\d{1,2}\)|[Nn]otes?\b|[Ss]ource\b|[Kk]ey\b)[.:)]? ?\S")
"""How a note below a table begins."""


def find_aligned(
    pages: Sequence[Page], free: Mapping[int, Sequence[Line]], headers: Sequence[HeaderBand]
) -> list[Grid]:
    """Make the grids of the tables below `headers`, one a page of each table.

    `free` holds, by page number, the lines that are in no ruled table and no furniture; `headers` are in
    reading order. A header printed again carries on the table before it. A table ends at the first line
    that stands across its gutters and is no section heading.
    """
    grids: list[Grid] = []
    for group in _tables(headers):
        parts = _unbroken(_until(part, _under_two(group[0])) for part in _parts(pages, free, group, headers))
        rough = _columns(group[0], parts)
        parts = _unbroken(_until(part, partial(crosses, columns=rough)) for part in parts)
        columns = _columns(group[0], parts)
        if len(columns) == len(group[0].cells) and any(part.lines for part in parts):
            grids += _grids(parts, columns)
    return grids


def _under_two(header: HeaderBand) -> Callable[[Line], bool]:
    """Return the test for prose that needs no gutters yet: words under the middles of two headings."""
    middles = [around(word.box for word in cell).middle[0] for cell in header.cells]
    return lambda line: any(covers(line, left, right) for left, right in pairwise(middles))


def _tables(headers: Sequence[HeaderBand]) -> list[list[HeaderBand]]:
    """Group headers that are one table's, printed again on later pages."""
    tables: list[list[HeaderBand]] = []
    for header in headers:
        if tables and tables[-1][-1].texts == header.texts and tables[-1][-1].page < header.page:
            tables[-1].append(header)
        else:
            tables.append([header])
    return tables


def _parts(
    pages: Sequence[Page],
    free: Mapping[int, Sequence[Line]],
    group: Sequence[HeaderBand],
    headers: Sequence[HeaderBand],
) -> list[Part]:
    """Return the lines below the first header of a table, page by page, up to the next table's header.

    Rows may go on above the place where a later page prints the header again, for the next part of a plan.
    """
    following = [h for h in headers if h not in group and _after(h, group[0])]
    stop = min(((h.page, h.box.top) for h in following), default=(pages[-1].number + 1, 0.0))
    parts = []
    for page in pages:
        if not group[0].page <= page.number <= stop[0]:
            continue
        header = next((h for h in group if h.page == page.number), None)
        top = header.box.bottom if header is not None else 0.0
        bottom = stop[1] if page.number == stop[0] else page.height
        if header is not None and header is not group[0]:
            above = _between(free[page.number], 0.0, header.box.top)
            if any(len(line.groups) > 1 for line in above):
                parts.append(Part(page, None, above))
        parts.append(Part(page, header, _between(free[page.number], top, bottom)))
    return parts


def _between(lines: Sequence[Line], top: float, bottom: float) -> tuple[Line, ...]:
    """Return the lines that the level words between two heights form."""
    words = (word for line in lines for word in line.words)
    return tuple(group_lines(word for word in words if word.upright and top <= word.box.middle[1] < bottom))


def _after(one: HeaderBand, other: HeaderBand) -> bool:
    return (one.page, one.box.top) > (other.page, other.box.top)


def _columns(header: HeaderBand, parts: Sequence[Part]) -> list[tuple[float, float]]:
    """Return the left and right edge of each column: the widest white between two headings parts them."""
    lines = [line for part in parts for line in part.lines if not part.is_heading(line)]
    spans = [(word.box.x0, word.box.x1) for word in header.words]
    body = [(group[0].box.x0, group[-1].box.x1) for line in lines for group in line.groups]
    allowed = max(1, round(CROSSING * len(lines)))
    cuts = []
    for left, right in pairwise(header.cells):
        reach = (min(word.box.x0 for word in left), max(word.box.x1 for word in right))
        cut = widest_white(reach, spans, body, 0) or widest_white(reach, spans, body, allowed)
        if cut is None:
            return []
        cuts.append(cut)
    every = [*spans, *body]
    edges = [min(x0 for x0, _ in every) - 1, *cuts, max(x1 for _, x1 in every) + 1]
    return list(pairwise(edges))


def widest_white(
    reach: tuple[float, float],
    heads: Iterable[tuple[float, float]],
    body: Iterable[tuple[float, float]],
    allowed: int,
) -> float | None:
    """Return the middle of the widest stretch that no heading and at most `allowed` groups of words cover."""
    changes: Counter[float] = Counter(dict.fromkeys(reach, 0))
    for weight, spans in ((allowed + 1, heads), (1, body)):
        for x0, x1 in spans:
            if x1 > reach[0] and x0 < reach[1]:
                changes[max(x0, reach[0])] += weight
                changes[min(x1, reach[1])] -= weight
    widths: dict[float, float] = {}
    covered, start = 0, reach[0]
    for here, after in pairwise(sorted(changes)):
        covered += changes[here]
        if covered <= allowed:
            widths[start] = after - start
        else:
            start = after
    at = max(widths, key=lambda place: widths[place], default=None)
    return None if at is None or widths[at] < GUTTER else at + widths[at] / 2


def _until(part: Part, foreign: Callable[[Line], bool]) -> Part:
    """Cut a part off at the first line that is foreign to the table and no section heading in it.

    So is a note in small print below the last line with words in several columns; small print above that
    belongs to a row, such as '30 June'.
    """
    kept = list(takewhile(lambda line: not foreign(line) or part.is_heading(line), part.lines))
    last = max((at for at, line in enumerate(kept) if len(line.groups) > 1), default=0)
    note = next((at for at, line in enumerate(kept) if at > last and _is_note(part, line)), len(kept))
    del kept[note:]
    ended = len(kept) < len(part.lines)
    while kept and foreign(kept[-1]):
        kept.pop()  # a heading with no row below it is that of what follows the table
    return msgspec.structs.replace(part, lines=tuple(kept), ended=part.ended or ended)


def _is_note(part: Part, line: Line) -> bool:
    """Return whether a line in small print opens with the mark of a note: '* Dates may change.'"""
    small = line.size <= SMALL_PRINT * part.usual[0]
    return small and len(line.groups) == 1 and NOTE.match(line.text) is not None


def _unbroken(parts: Iterable[Part]) -> list[Part]:
    """Keep the parts up to the page on which the table ends; a header on a later page begins it again."""
    kept: list[Part] = []
    ended = False
    for part in parts:
        if part.header is None and (ended or not part.lines):
            ended = True
            continue
        ended = part.ended
        kept.append(part)
    return kept


def _grids(parts: Sequence[Part], columns: Columns) -> list[Grid]:
    grids = []
    for part in parts:
        bands = row_bands(part, columns)
        rows = [_row(part, top, bottom, columns) for top, bottom in bands]
        if part.header is not None:
            rows.insert(0, _header_row(part.header, columns))
        if not rows:
            continue
        box = around(cell.box for row in rows for cell in row.cells)
        grids.append(
            Grid(page=part.page.number, box=box, columns=tuple(x0 for x0, _ in columns), rows=tuple(rows))
        )
    return grids


def _header_row(header: HeaderBand, columns: Columns) -> Row:
    top, bottom = header.box.top - 1, header.box.bottom + 1
    return Row(
        tuple(
            Cell(place, place + 1, Box(x0, top, x1, bottom), words)
            for place, ((x0, x1), words) in enumerate(zip(columns, header.cells, strict=True))
        )
    )


def _row(part: Part, top: float, bottom: float, columns: Columns) -> Row:
    words = [word for line in part.within(top, bottom) for word in line.words]
    lines = group_lines(words)
    whole = Box(columns[0][0], top, columns[-1][1], bottom)
    if lines and all(part.is_heading(line) for line in lines) and _only_heading(lines, columns):
        return Row((Cell(0, len(columns), whole, tuple(words)),))
    boxes = [Box(x0, top, x1, bottom) for x0, x1 in columns]
    held = share_words(words, boxes)
    return Row(
        tuple(
            Cell(
                place,
                place + 1,
                box,
                tuple(inside),
                find_fill(box, inside, part.page.fills),
                find_dot(box, part.page.fills),
            )
            for place, (box, inside) in enumerate(zip(boxes, held, strict=True))
        )
    )


def _only_heading(lines: Sequence[Line], columns: Columns) -> bool:
    """Return whether a heading crosses a gutter or begins in the first column; a bold status does neither."""
    return any(crosses(line, columns) for line in lines) or all(
        line.words[0].box.x0 < columns[0][1] for line in lines
    )
