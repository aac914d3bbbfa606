"""The header of a table without full ruling: where it ends, and which columns its headings stand over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from extract.blocks.chunks import Chunk, TextLine
from extract.blocks.columns import Columns
from extract.blocks.merged_rules import Rules, Stroke
from extract.blocks.tolerances import CLOSE, UNDER
from records.geometry import around
from records.pages import Word

YEARS = range(1800, 2200)
"""Numbers that head columns as often as they stand in them."""

MOST_LINES = 12
"""Lines that a header takes at most: headings of five lines below others of two, with blank ones."""


class Heading(msgspec.Struct, frozen=True):
    """A cell of the header: its words, the columns it stands over, and its rows within the header."""

    chunks: tuple[Chunk, ...]
    first: int
    last: int
    row: int
    last_row: int


def header_lines(lines: Sequence[TextLine], long_rules: Sequence[Stroke]) -> int:
    """Return how many lines, from the first, are the header's, 0 if there is none to be told.

    They end at the last rule over the whole table above the first line of numbers; without such a rule
    at that line, a section heading right above it left out. Where no line holds numbers the first rule
    below a line ends the header.
    """
    body = next((at for at, line in enumerate(lines) if _is_numbers(line, at == 0)), None)
    first = lines[0].box.top
    below = [rule.place for rule in long_rules if rule.place > first]
    if not body:
        above = _count_above(lines, below[0]) if below else 0
        if body is None:
            return above if above < len(lines) and above <= MOST_LINES else 0
        # Years over columns: numbers that a rule parts from all the others.
        return 1 if above == 1 and len(lines) > 2 else 0
    ends = [y for y in below if y < lines[body].middle]
    if ends:
        return _count_above(lines, ends[-1])
    while body > 1 and len(lines[body - 1].chunks) == 1 and len(lines[body - 2].chunks) > 1:
        body -= 1
    return body if body <= MOST_LINES else 0


def _count_above(lines: Iterable[TextLine], place: float) -> int:
    return sum(line.middle < place for line in lines)


def _is_numbers(line: TextLine, opens: bool) -> bool:
    """Return whether most chunks after a line's first are numbers; years alone, at the top, head columns."""
    rest = line.chunks[1:]
    numbers = [chunk for chunk in rest if chunk.numeric]
    if not rest or 2 * len(numbers) < len(rest):
        return False
    years = all(_is_year(chunk) for chunk in numbers)
    return not (years and (opens or _is_year(line.chunks[0])))


def _is_year(chunk: Chunk) -> bool:
    digits = chunk.text.strip("*()")
    return digits[:4].isdigit() and int(digits[:4]) in YEARS and len(digits) in (4, 7, 9)


class _Stack(msgspec.Struct):
    """Chunks below each other that are one heading."""

    chunks: list[Chunk]
    first: int
    last: int
    level: int


def read_header(
    lines: Sequence[TextLine], columns: Columns, level: Sequence[Stroke], uprights: Sequence[Stroke]
) -> list[Heading]:
    """Return the headings that the lines of a header form.

    Chunks below each other over the same columns are one heading unless a rule lies between them. A
    heading reaches down to the one below it, and the lowest to the end of the header.
    """
    stacks: list[_Stack] = []
    lowest: dict[int, _Stack] = {}
    rules = Rules(tuple(level), tuple(uprights))
    for at, line in enumerate(lines):
        for chunk, first, last in _placed(line, lines[at + 1 :], columns, rules, lowest):
            above = {id(lowest[at]): lowest[at] for at in range(first, last + 1) if at in lowest}
            joined = next(iter(above.values())) if len(above) == 1 else None
            if joined is not None and _goes_on(joined, chunk, first, last, level):
                joined.chunks.append(chunk)
                joined.first, joined.last = min(first, joined.first), max(last, joined.last)
            else:
                depth = max((stack.level + 1 for stack in above.values()), default=0)
                joined = _Stack([chunk], first, last, depth)
                stacks.append(joined)
            lowest.update(dict.fromkeys(range(joined.first, joined.last + 1), joined))
    height = max((stack.level for stack in stacks), default=-1) + 1
    return [_heading(stack, stacks, height) for stack in stacks]


def _placed(
    line: TextLine,
    below: Sequence[TextLine],
    columns: Columns,
    rules: Rules,
    lowest: Mapping[int, _Stack],
) -> Iterator[tuple[Chunk, int, int]]:
    """Yield the chunks of a line of the header, each with the first and last column it stands over.

    A chunk over several columns is parted between them if no rule under it holds it together and either
    headings of single columns stand above it, or none below it.
    """
    chunks = [part for whole in line.chunks for part in _parted(whole, rules.level)]
    for chunk in chunks:
        told = _told_span(chunk, chunks, columns, rules)
        first, last = told or columns.under(chunk)
        if told is None and first < last:
            above = {id(lowest[at]) for at in range(first, last + 1) if at in lowest}
            x0, x1 = chunk.box.x0, chunk.box.x1
            over = any(c.box.x0 < x1 and x0 < c.box.x1 for each in below for c in each.chunks)
            parts = part_words(chunk, columns)
            if len(parts) == last - first + 1 and (len(above) > 1 or not over):
                yield from ((part, at, at) for at, part in parts)
                continue
        yield chunk, first, last


def _heading(stack: _Stack, stacks: Iterable[_Stack], height: int) -> Heading:
    below = [
        other.level
        for other in stacks
        if other.level > stack.level and other.first <= stack.last and stack.first <= other.last
    ]
    end = min(below, default=height) - 1
    return Heading(tuple(stack.chunks), stack.first, stack.last, stack.level, end)


def _goes_on(
    stack: _Stack,
    chunk: Chunk,
    first: int,
    last: int,
    level: Iterable[Stroke],
) -> bool:
    upper = stack.chunks[-1]
    step = chunk.box.middle[1] - upper.box.middle[1]
    if not 0 < step <= CLOSE * max(upper.words[0].size, chunk.words[0].size):
        return False
    inside = stack.first <= first and last <= stack.last
    around_it = first <= stack.first and stack.last <= last
    if not (inside and around_it) and not (around_it and stack.first == stack.last):
        return False
    x0, x1 = max(upper.box.x0, chunk.box.x0), min(upper.box.x1, chunk.box.x1)
    return not any(
        upper.box.middle[1] < rule.place < chunk.box.middle[1] and rule.over(min(x0, x1), max(x0, x1)) > 0
        for rule in level
    )


def _parted(chunk: Chunk, level: Iterable[Stroke]) -> list[Chunk]:
    """Part a chunk between the words that stand over different partial rules right below it."""
    under = sorted(
        rule.start for rule in level if _is_under(rule, chunk) and rule.over(chunk.box.x0, chunk.box.x1) > 0
    )
    if len(under) < 2:
        return [chunk]
    parts: dict[int, list[int]] = {}
    for at, word in enumerate(chunk.words):
        parts.setdefault(sum(start <= word.box.middle[0] for start in under), []).append(at)
    groups = [tuple(chunk.words[at] for at in places) for places in parts.values()]
    return [Chunk(words, around(word.box for word in words)) for words in groups]


def _is_under(rule: Stroke, chunk: Chunk) -> bool:
    size = chunk.words[0].size
    return chunk.box.middle[1] < rule.place <= chunk.box.bottom + UNDER * size


def _told_span(
    chunk: Chunk, beside: Iterable[Chunk], columns: Columns, rules: Rules
) -> tuple[int, int] | None:
    """Return the first and last column that the rule under a heading or the rules beside it tell."""
    others = [c.middle for c in beside if c is not chunk]
    return _span_of_rule(chunk, others, columns, rules) or _span_between(chunk, others, columns, rules)


def _span_of_rule(
    chunk: Chunk, others: Iterable[float], columns: Columns, rules: Rules
) -> tuple[int, int] | None:
    """Return the columns over which the rule right under a heading runs, if no other heading stands on it."""
    x0, x1 = chunk.box.x0, chunk.box.x1
    under = [rule for rule in rules.level if _is_under(rule, chunk) and 2 * rule.over(x0, x1) > x1 - x0]
    if not under:
        return None
    rule = max(under, key=lambda r: r.over(x0, x1))
    held = [at for at, (a, b) in enumerate(columns.cores) if 2 * rule.over(a, b) > b - a]
    if not held or len(held) == columns.count or any(rule.start < x < rule.end for x in others):
        return None
    return (held[0], held[-1]) if held[0] <= columns.at(chunk.middle) <= held[-1] else None


def _span_between(
    chunk: Chunk, others: Iterable[float], columns: Columns, rules: Rules
) -> tuple[int, int] | None:
    """Return the columns between the upright rules left and right of a heading that stands there alone."""
    x0, x1, y = chunk.box.x0, chunk.box.x1, chunk.box.middle[1]
    places = [rule.place for rule in rules.upright if rule.start <= y <= rule.end]
    left = max((x for x in places if x <= x0 + 1), default=None)
    right = min((x for x in places if x >= x1 - 1), default=None)
    if left is None or right is None or any(left < x < right for x in others):
        return None
    held = [at for at, (a, b) in enumerate(columns.cores) if left <= (a + b) / 2 <= right]
    return (held[0], held[-1]) if held else None


def part_words(chunk: Chunk, columns: Columns) -> list[tuple[int, Chunk]]:
    """Return the words of a chunk by the column in which they have their middle."""
    parts: dict[int, list[Word]] = {}
    for word in chunk.words:
        parts.setdefault(columns.at(word.box.middle[0]), []).append(word)
    return [
        (at, Chunk(tuple(words), around(word.box for word in words))) for at, words in sorted(parts.items())
    ]


def part_at_edges(chunk: Chunk, columns: Columns) -> list[tuple[int, int, Chunk]]:
    """Return a chunk with its first and last column; numbers that stand close are parted at the edges."""
    first, last = columns.under(chunk)
    if first == last or not chunk.numeric:
        return [(first, last, chunk)]
    return [(at, at, part) for at, part in part_words(chunk, columns)]
