"""Words, and parts of words, that are struck through: still on the page, and deleted."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from math import inf

import msgspec
from msgspec.structs import replace

from extract.pdf.tolerances import (
    STRIKE_ENDS,
    STRIKE_GAP,
    STRIKE_OVERHANG,
    STRUCK_FROM,
    STRUCK_TO,
    STRUCK_WIDTH,
    TALLEST,
)
from records.geometry import Box, shared_width
from records.pages import Page, Rule, Word, packed


class _Strike(msgspec.Struct, frozen=True):
    """Level rules that follow each other at one height, and the box round them."""

    box: Box
    rules: tuple[Rule, ...]


def part_struck(page: Page) -> tuple[Page, tuple[Word, ...]]:
    """Part a page into what holds and the words that are struck through.

    Of a word struck in part, as tracked changes without a space show it ("sixthree"), the letters that are
    not struck hold. The lines that strike words are taken off the page: they are no borders.
    """
    level = sorted((rule for rule in page.rules if rule.direction == "level"), key=_height)
    crossed = list(_crossed(page.words, level)) if level else []
    if not crossed:
        return page, ()
    strikes = _strikes(page, level, crossed)
    parts = {
        word.index: list(_parts(word, [rule.box for rule in through if id(rule) in strikes]))
        for word, through in crossed
    }
    struck = tuple(part for each in parts.values() for part, is_struck in each if is_struck)
    if not struck:
        return page, ()
    words = tuple(word for whole in page.words for word in _left(parts.get(whole.index, [(whole, False)])))
    through_words = [rule for _, through in crossed for rule in through if id(rule) in strikes]
    return replace(page, words=words, rules=_without_used(page.rules, through_words, struck)), struck


def _left(parts: Iterable[tuple[Word, bool]]) -> Iterator[Word]:
    return (part for part, is_struck in parts if not is_struck)


def _without_used(rules: Iterable[Rule], strikes: Iterable[Rule], struck: Sequence[Word]) -> tuple[Rule, ...]:
    """Return rules without those strikes that share some width with a struck word."""
    used = {id(rule) for rule in strikes if any(shared_width(rule.box, word.box) > 0 for word in struck)}
    return tuple(rule for rule in rules if id(rule) not in used)


def _crossed(words: Iterable[Word], level: Sequence[Rule]) -> Iterator[tuple[Word, list[Rule]]]:
    """Yield the words that level rules, given from the top, cross at the height of a strike, with these."""
    heights = [*map(_height, level), inf]
    for word in words:
        box = word.box
        top, tall = box.top, max(box.bottom - box.top, 1.0)
        first, lowest = bisect(heights, top + STRUCK_FROM * tall), top + STRUCK_TO * tall
        if heights[first] < lowest and word.upright and tall < TALLEST * word.size:
            end = bisect_left(heights, lowest, first)
            if through := [rule for rule in level[first:end] if shared_width(rule.box, box) > 0]:
                yield word, through


def _strikes(page: Page, level: Sequence[Rule], crossed: Sequence[tuple[Word, list[Rule]]]) -> set[int]:
    """Return which of the level rules, by their identity, strike words and are no borders."""
    words: dict[int, list[Word]] = {}
    for word, through in crossed:
        for rule in through:
            words.setdefault(id(rule), []).append(word)
    upright = [rule.box for rule in page.rules if rule.direction == "upright"]
    return {
        id(rule)
        for strike in _joined(level)
        if any(id(rule) in words for rule in strike.rules)
        and _keeps_to(strike.box, {w.index: w for r in strike.rules for w in words.get(id(r), ())}.values())
        and not any(_meets(strike.box, box) for box in upright)
        for rule in strike.rules
    }


def _joined(level: Sequence[Rule]) -> Iterator[_Strike]:
    """Join level rules at one height that follow each other: a border may be drawn cell by cell."""
    for _, at in groupby(level, key=_height):
        rules: list[Rule] = []
        end = -inf
        for rule in sorted(at, key=lambda rule: rule.box.x0):
            if rules and rule.box.x0 - end > STRIKE_ENDS:
                yield _strike(rules)
                rules = []
            end = max(end, rule.box.x1) if rules else rule.box.x1
            rules.append(rule)
        yield _strike(rules)


def _strike(rules: Sequence[Rule]) -> _Strike:
    boxes = [rule.box for rule in rules]
    box = Box(boxes[0].x0, boxes[0].top, max(box.x1 for box in boxes), boxes[0].bottom)
    return _Strike(box, tuple(rules))


def _keeps_to(strike: Box, words: Iterable[Word]) -> bool:
    """Return whether a line begins and ends with the words it goes through, and crosses no wide gap."""
    ordered = sorted(words, key=lambda word: word.box.x0)
    size = max(word.size for word in ordered)
    inside = all(right.box.x0 - left.box.x1 < STRIKE_GAP * size for left, right in pairwise(ordered))
    begin, end = ordered[0].box.x0, max(word.box.x1 for word in ordered)
    over = STRIKE_OVERHANG * size
    return inside and strike.x0 > begin - over and strike.x1 < end + over


def _meets(strike: Box, upright: Box) -> bool:
    """Return whether an upright rule crosses a level one or touches its end: then both are borders."""
    across = upright.x0 - STRIKE_ENDS < strike.x1 and upright.x1 + STRIKE_ENDS > strike.x0
    return across and upright.top - STRIKE_ENDS < strike.bottom and upright.bottom + STRIKE_ENDS > strike.top


def _parts(word: Word, strikes: Sequence[Box]) -> Iterator[tuple[Word, bool]]:
    """Yield the parts of a word in order, each with whether it is struck through.

    It is parted only where a line begins or ends between two letters; else it is struck if most of it is.
    """
    covered = sum(shared_width(line, word.box) for line in strikes) / max(word.box.width, 0.1)
    printed = word.edges
    letters = [
        any(line.x0 <= (left + right) / 2 <= line.x1 for line in strikes) for left, right in pairwise(printed)
    ]
    ends = [at for at in range(1, len(letters)) if letters[at] is not letters[at - 1]]
    if not strikes or not ends or not all(_ends_at(printed[at], strikes) for at in ends):
        yield word, covered >= STRUCK_WIDTH
        return
    for begin, end in pairwise([0, *ends, len(letters)]):
        edges = printed[begin : end + 1]
        box = Box(edges[0], word.box.top, edges[-1], word.box.bottom)
        text, rare = word.text[begin:end], replace(word.rare, start=word.start + begin)
        yield replace(word, text=text, box=box, packed_edges=packed(edges), rare=rare), letters[begin]


def _ends_at(edge: float, strikes: Sequence[Box]) -> bool:
    return any(min(abs(line.x0 - edge), abs(line.x1 - edge)) <= STRIKE_ENDS for line in strikes)


def _height(rule: Rule) -> float:
    return rule.box.middle[1]
