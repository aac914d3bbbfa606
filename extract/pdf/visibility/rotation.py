"""Pages printed sideways without saying so: laid level before they are read, and turned back afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import Literal, TypeAlias

from msgspec.structs import replace

from extract.pdf.tolerances import TURNED
from records.geometry import Box, Region
from records.outcome import Issue
from records.pages import Fill, Page, Rule, Word, packed
from records.report import KeyEntry, Passage, RawJudgement, RawRow, Report

Turn: TypeAlias = tuple[Literal["up", "down"], float, float]
"""How the text of a page reads, and the width and height of the page as it is seen."""

_upright = attrgetter("upright")


def turn_of(page: Page) -> Turn | None:
    """Return how a page is printed sideways, None if it is not."""
    if all(map(_upright, page.words)):
        return None
    letters = {"level": 0, "up": 0, "down": 0}
    for word in page.words:
        letters["level" if word.upright else "down" if word.down else "up"] += len(word.text)
    for way in ("up", "down"):
        if letters[way] > TURNED * sum(letters.values()):
            return ("up" if way == "up" else "down"), page.width, page.height
    return None


def lay_level(page: Page, turn: Turn) -> Page:
    """Turn a page so that its text lies level. Its words keep their places in the page's order."""
    return replace(
        page,
        width=page.height,
        height=page.width,
        words=tuple(_word(word, turn) for word in page.words),
        rules=tuple(_rule(rule, turn) for rule in page.rules),
        fills=tuple(Fill(level(fill.box, turn), fill.colour) for fill in page.fills),
        images=tuple(level(box, turn) for box in page.images),
    )


def level(box: Box, turn: Turn) -> Box:
    """Return a box as it lies when the page is turned so that its text can be read."""
    way, width, height = turn
    if way == "up":
        return Box(height - box.bottom, box.x0, height - box.top, box.x1)
    return Box(box.top, width - box.x1, box.bottom, width - box.x0)


def back(box: Box, turn: Turn) -> Box:
    """Return a box laid level by `level` as it lies on the page."""
    way, width, height = turn
    if way == "up":
        return Box(box.top, height - box.x1, box.bottom, height - box.x0)
    return Box(width - box.bottom, box.x0, width - box.top, box.x1)


def _word(word: Word, turn: Turn) -> Word:
    """Turn a word; its letters are spread evenly, since their own edges lay across the page."""
    box = level(word.box, turn)
    step = box.width / len(word.text)
    edges = (*(round(box.x0 + at * step, 2) for at in range(len(word.text))), box.x1)
    upright = not word.upright and word.down == (turn[0] == "down")
    rare = replace(word.rare, down=not upright and turn[0] == "up")
    return replace(word, box=box, packed_edges=packed(edges), upright=upright, rare=rare)


def _rule(rule: Rule, turn: Turn) -> Rule:
    return Rule(level(rule.box, turn), "upright" if rule.direction == "level" else "level")


def turn_back(report: Report, turns: Mapping[int, Turn]) -> Report:
    """Return every place in a report as it lies on the page as it is seen; `turns` by page number."""
    if not turns:
        return report

    def region(region: Region) -> Region:
        turn = turns.get(region.page)
        return region if turn is None else Region(region.page, back(region.box, turn))

    def passage(passage: Passage) -> Passage:
        return replace(passage, regions=tuple(map(region, passage.regions)))

    def all_of(passages: Mapping[str, Passage]) -> dict[str, Passage]:
        return {name: passage(each) for name, each in passages.items()}

    def row(row: RawRow) -> RawRow:
        return replace(row, fields=all_of(row.fields), earlier=all_of(row.earlier))

    def judgement(judged: RawJudgement) -> RawJudgement:
        return replace(judged, aspect=passage(judged.aspect), grade=passage(judged.grade))

    def issue(issue: Issue) -> Issue:
        turn = turns.get(issue.page or 0)
        return issue if turn is None or issue.box is None else replace(issue, box=back(issue.box, turn))

    return replace(
        report,
        facts=all_of(report.facts),
        key=tuple(KeyEntry(passage(entry.label), passage(entry.meaning)) for entry in report.key),
        rows=tuple(map(row, report.rows)),
        readings=tuple(replace(each, rows=tuple(map(passage, each.rows))) for each in report.readings),
        judgements=tuple(map(judgement, report.judgements)),
        issues=tuple(map(issue, report.issues)),
    )
