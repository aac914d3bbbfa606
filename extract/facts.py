"""Facts about a document, such as its title and date, found by the patterns of its family."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

import msgspec

from extract.families.registry import FactPattern
from extract.outline.lines import regions_of
from extract.outline.paragraphs import Paragraph
from records.pages import Word
from records.report import Block, Passage


class FoundFact(msgspec.Struct, frozen=True):
    """A fact as printed, and the words it is made of."""

    name: str
    passage: Passage
    words: tuple[Word, ...]


def find_facts(patterns: Sequence[FactPattern], paragraphs: Sequence[Paragraph]) -> list[FoundFact]:
    """Find each fact once: the first match of its patterns, in the order of the family file."""
    found: dict[str, FoundFact] = {}
    for pattern in patterns:
        if pattern.fact in found:
            continue
        for paragraph in _place(pattern, paragraphs):
            match = re.search(pattern.regex, paragraph.text)
            if match is not None and match.group("value"):
                found[pattern.fact] = _fact(pattern.fact, paragraph, *match.span("value"))
                break
    return list(found.values())


def _place(pattern: FactPattern, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    last = max((p.page for p in paragraphs), default=1)
    chosen = [
        p
        for p in paragraphs
        if pattern.where == "any_page" or p.page == (1 if pattern.where == "first_page" else last)
    ]
    return [p for p in chosen if is_heading(p, paragraphs)] if pattern.heading else chosen


def is_heading(paragraph: Paragraph, paragraphs: Sequence[Paragraph]) -> bool:
    """Say whether a paragraph is set as a heading: bold, or clearly larger than most of the text."""
    usual = median([p.size for p in paragraphs for _ in p.lines])
    return paragraph.bold or paragraph.size > usual * 1.08


def _fact(name: str, paragraph: Paragraph, start: int, end: int) -> FoundFact:
    """Give the part of a paragraph's text from `start` to `end`, with the words that carry it."""
    words = locate(paragraph, start, end)
    return FoundFact(name, Passage((Block(paragraph.text[start:end]),), regions_of(words)), words)


def locate(paragraph: Paragraph, start: int, end: int) -> tuple[Word, ...]:
    """Give the words of a paragraph that lie wholly or partly in a stretch of its text."""
    found, place = [], 0
    for word in paragraph.words:
        at = paragraph.text.find(word.text, place)
        if at < 0:
            continue  # a dropped bullet mark, or a soft hyphen taken out
        place = at + len(word.text)
        if at < end and place > start:
            found.append(word)
    return tuple(found)
