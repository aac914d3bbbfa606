"""Chains of level rules with both ends alike: tables ruled above, below and under their heads alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from extract.blocks.captions import is_caption
from extract.blocks.chunks import TextLine
from extract.blocks.merged_rules import Rules, Stroke
from extract.blocks.proposals import Area, Method
from extract.blocks.tolerances import (
    FAR,
    JOINT_GAP,
    LIKE_END,
    PROSE_LINES,
    PROSE_WORDS,
    SHORTEST_CHAIN,
)


def find_chains(rules: Rules, lines: Sequence[TextLine], size: float) -> list[Area]:
    """Return the areas between level rules with like ends, the largest first.

    `size` is the usual letter size of the page.
    """
    areas = []
    for chain in _alike(_joint(rules.level, size), size):
        run: list[Stroke] = [chain[0]]
        for upper, lower in pairwise(chain):
            if _is_broken(_between(lines, upper, lower), upper):
                areas.append(_area(run, lines, rules))
                run = []
            run.append(lower)
        areas.append(_area(run, lines, rules))
    found = [area for area in areas if area is not None]
    return sorted(found, key=lambda area: (area.x0 - area.x1) * len(area.lines))


def _joint(level: Sequence[Stroke], size: float) -> list[Stroke]:
    """Return level rules, and with them the whole of those that lie in pieces over separate columns."""
    heights: dict[float, list[Stroke]] = {}
    for rule in level:
        heights.setdefault(rule.place, []).append(rule)
    found = list(level)
    for place, pieces in heights.items():
        run = [pieces[0]]
        for piece in pieces[1:]:
            if piece.start - run[-1].end > JOINT_GAP * size:
                if len(run) > 1:
                    found.append(Stroke(place, run[0].start, run[-1].end))
                run = []
            run.append(piece)
        if len(run) > 1:
            found.append(Stroke(place, run[0].start, run[-1].end))
    return found


def _alike(level: Iterable[Stroke], size: float) -> list[list[Stroke]]:
    """Group rules whose ends are alike, each group from the top."""
    groups: list[list[Stroke]] = []
    for rule in sorted(level):
        if rule.length < SHORTEST_CHAIN * size:
            continue
        group = next(
            (
                group
                for group in groups
                if abs(group[0].start - rule.start) <= LIKE_END and abs(group[0].end - rule.end) <= LIKE_END
            ),
            None,
        )
        if group is None:
            groups.append([rule])
        else:
            group.append(rule)
    return [group for group in groups if len(group) > 1]


def _between(lines: Iterable[TextLine], upper: Stroke, lower: Stroke) -> list[TextLine]:
    inside = (line.within(upper.start - LIKE_END, upper.end + LIKE_END) for line in lines)
    return [line for line in inside if line is not None and upper.place < line.middle < lower.place]


def _is_broken(lines: Sequence[TextLine], rule: Stroke) -> bool:
    """Return whether no table stands between two rules: a caption, prose, or lines of one chunk."""
    if any(is_caption(line) for line in lines):
        return True
    lone = [line for line in lines if len(line.chunks) == 1]
    if len(lone) >= PROSE_LINES and len(lone) == len(lines):
        return True
    run = 0
    for line in lines:
        wordy = len(line.chunks) == 1 and len(line.chunks[0].words) >= PROSE_WORDS
        run = run + 1 if wordy and line.box.width > 0.6 * rule.length else 0
        if run >= PROSE_LINES:
            return True
    return False


def _area(run: Sequence[Stroke], lines: Sequence[TextLine], rules: Rules) -> Area | None:
    if len(run) < 2:
        return None
    x0, x1 = min(rule.start for rule in run) - LIKE_END, max(rule.end for rule in run) + LIKE_END
    top, bottom = run[0].place, run[-1].place
    within = [(line, part) for line in lines if (part := line.within(x0, x1)) is not None]
    inside = [part for _, part in within if top < part.middle < bottom]
    if not any(len(line.chunks) > 1 for line in inside):
        return None
    inside = [*_above([p for _, p in within if p.middle <= top], inside), *inside]
    inside += _below([p for _, p in within if p.middle >= bottom], inside)
    return area_of("level rules", x0, x1, inside, rules)


def _above(lines: Sequence[TextLine], inside: Sequence[TextLine]) -> list[TextLine]:
    """Return lines of several chunks right above the first rule: headings without a rule over them."""
    found: list[TextLine] = []
    first = inside[0]
    for line in reversed(lines):
        if len(line.chunks) < 2 or first.middle - line.middle > FAR * line.size or is_caption(line):
            break
        found.insert(0, line)
        first = line
    return found


def _below(lines: Sequence[TextLine], inside: Sequence[TextLine]) -> list[TextLine]:
    """Return lines right below the last rule with as many chunks as those above: no rule ends the table."""
    usual = sorted(len(line.chunks) for line in inside)[len(inside) // 2]
    found: list[TextLine] = []
    last = inside[-1]
    for line in lines:
        if len(line.chunks) < max(2, usual) or line.middle - last.middle > FAR * line.size:
            break
        found.append(line)
        last = line
    return found


def area_of(method: Method, x0: float, x1: float, lines: Sequence[TextLine], rules: Rules) -> Area:
    """Return an area of lines with the rules that reach into it."""
    top = min(line.box.top for line in lines) - lines[0].size
    bottom = max(line.box.bottom for line in lines) + lines[-1].size
    return Area(
        method,
        x0,
        x1,
        tuple(lines),
        tuple(r for r in rules.level if top <= r.place <= bottom and r.over(x0, x1) > 0),
        tuple(r for r in rules.upright if x0 <= r.place <= x1 and r.over(top, bottom) > 0),
    )
