"""Facts about a document, such as its title and date, found by the patterns of its family."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

import msgspec

from extract.families.registry import FactPattern, Family, PassageFact, tidy
from extract.outline.lines import Line, regions_of
from extract.outline.paragraphs import Paragraph, passage_of
from records.pages import Word
from records.report import Block, Passage

LARGER = 1.08
"""Letters larger than this many times the usual size are a heading's."""


class FoundFact(msgspec.Struct, frozen=True):
    """A fact as printed, and the words it is made of."""

    name: str
    passage: Passage
    words: tuple[Word, ...]


def find_facts(family: Family, paragraphs: Sequence[Paragraph]) -> list[FoundFact]:
    """Find each fact once: the first match of its patterns, in the order of the family file."""
    found: dict[str, FoundFact] = {}
    title = find_title(family, paragraphs)
    if title is not None:
        found["title"] = FoundFact(
            "title", Passage((Block(title.text),), regions_of(title.words)), title.words
        )
    for wanted in family.passages:
        below = _below(wanted, paragraphs)
        if below:
            words = tuple(word for p in below for word in p.words)
            found[wanted.fact] = FoundFact(wanted.fact, passage_of(below), words)
    for pattern in family.facts:
        if pattern.fact in found:
            continue
        hits = [
            (paragraph, match)
            for paragraph in _place(pattern, paragraphs, title)
            for match in re.finditer(pattern.regex, paragraph.text)
            if match.group("value")
        ]
        if hits:
            found[pattern.fact] = _fact(pattern.fact, hits if pattern.every else hits[:1])
    return list(found.values())


def _below(wanted: PassageFact, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Give the paragraphs below a heading, up to the next heading."""
    found: list[Paragraph] | None = None
    usual = usual_size(paragraphs)
    for paragraph in paragraphs:
        if found is None:
            if re.fullmatch(wanted.regex, tidy(paragraph.text), re.IGNORECASE):
                found = []
        elif is_heading(paragraph, usual):
            return found
        else:
            found.append(paragraph)
    return found or []


def _with_value(label: Paragraph, paragraphs: Sequence[Paragraph]) -> Paragraph:
    """Give a paragraph that ends with a colon together with what stands beside it, in the next column."""
    if not label.text.endswith(":"):
        return label
    last = label.lines[-1]
    beside = [
        line
        for p in paragraphs
        if p.page == label.page and p is not label
        for line in p.lines
        if abs(line.box.middle[1] - last.box.middle[1]) < 0.5 * last.size and line.box.x0 > last.box.x1
    ]
    return Paragraph((*label.lines, *sorted(beside, key=lambda line: line.box.x0)[:1]), label.frame)


def find_title(family: Family, paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    """Give the headings of page 1 above the paragraph that ends the title, as one paragraph."""
    if family.title_ends is None:
        return None
    lines: list[Line] = []
    usual = usual_size(paragraphs)
    for paragraph in paragraphs:
        if paragraph.page != 1:
            return None
        ended = re.search(family.title_ends.regex, paragraph.text)
        if ended is not None:
            # Set tightly, the dates may reach us as the last lines of the title.
            inner = [
                line
                for line in paragraph.lines
                if ended.start() and line.text in paragraph.text[: ended.start()]
            ]
            lines += inner
            return Paragraph(tuple(lines)) if lines else None
        if is_heading(paragraph, usual) or paragraph.text.casefold() == "and":
            lines += paragraph.lines
    return None


def _place(pattern: FactPattern, paragraphs: Sequence[Paragraph], title: Paragraph | None) -> list[Paragraph]:
    if pattern.where == "title":
        return [title] if title is not None else []
    if pattern.where == "largest":
        first = [p for p in paragraphs if p.page == 1]
        return [max(first, key=lambda p: p.size)] if first else []
    last = max((p.page for p in paragraphs), default=1)
    chosen = [
        p
        for p in paragraphs
        if pattern.where == "any_page" or p.page == (1 if pattern.where == "first_page" else last)
    ]
    if pattern.heading:
        usual = usual_size(paragraphs)
        return [p for p in chosen if is_heading(p, usual)]
    return [_with_value(p, paragraphs) for p in chosen]


def usual_size(paragraphs: Sequence[Paragraph]) -> float:
    """Give the letter size of most lines of a document, 0 if it has none."""
    return float(median([p.size for p in paragraphs for _ in p.lines] or [0.0]))


def is_heading(paragraph: Paragraph, usual: float) -> bool:
    """Say whether a paragraph is set as a heading: bold, or clearly larger than the usual size."""
    return paragraph.bold or paragraph.size > usual * LARGER


def _fact(name: str, hits: Sequence[tuple[Paragraph, re.Match[str]]]) -> FoundFact:
    """Give the values of matches as one fact, with the words that carry them."""
    words = tuple(word for paragraph, match in hits for word in locate(paragraph, *match.span("value")))
    text = "; ".join(dict.fromkeys(match.group("value") for _, match in hits))
    return FoundFact(name, Passage((Block(text),), regions_of(words)), words)


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
