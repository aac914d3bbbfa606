"""Facts about a document, such as its title and date, found by the patterns of its family."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

import msgspec

from extract.families.registry import FactPattern, Family, PassageFact, tidy
from extract.layout.lines import Line, regions_of
from extract.layout.paragraphs import Paragraph, is_heading, passage_of
from records.pages import Word
from records.report import Block, Passage

MOST_JOINED = 12
"""Paragraphs over which one sentence runs: a lead-in and the items of its list."""

ITEM_END = re.compile(r"(?:[;,.]|[;,]? and)$")
"""What ends an item of a sentence."""


class FoundFact(msgspec.Struct, frozen=True):
    """A fact as printed, and the words it is made of."""

    name: str
    passage: Passage
    words: tuple[Word, ...]


def find_family_facts(
    family: Family, paragraphs: Sequence[Paragraph], usual: float, front: int = 1
) -> list[FoundFact]:
    """Find each fact once: the first match of its patterns, in the order of the family file.

    `usual` is the letter size of most lines of the document, `front` the number of its first page.
    """
    found: dict[str, FoundFact] = {}
    title = find_title(family, paragraphs, usual, front)
    pages: dict[int, list[Paragraph]] = {}
    for paragraph in paragraphs:
        pages.setdefault(paragraph.page, []).append(paragraph)
    if title is not None:
        found["title"] = FoundFact(
            "title", Passage((Block(title.text),), regions_of(title.words)), title.words
        )
    for wanted in family.passages:
        below = _below(wanted, paragraphs, usual)
        if below:
            words = tuple(word for p in below for word in p.words)
            found[wanted.fact] = FoundFact(wanted.fact, passage_of(below), words)
    for pattern in family.facts:
        if pattern.fact in found:
            continue
        hits = (
            (paragraph, match)
            for paragraph in _place(pattern, title, pages, usual, front)
            for match in re.finditer(pattern.regex, paragraph.text)
            if match.group("value")
        )
        taken = list(hits if pattern.every else islice(hits, 1))
        if taken:
            found[pattern.fact] = _fact(
                pattern.fact, taken, _item_starts(paragraphs) if pattern.joined else ()
            )
    return list(found.values())


def _below(wanted: PassageFact, paragraphs: Sequence[Paragraph], usual: float) -> list[Paragraph]:
    """Return the paragraphs below a heading, up to the next heading."""
    found: list[Paragraph] | None = None
    for paragraph in paragraphs:
        if found is None:
            if re.fullmatch(wanted.regex, tidy(paragraph.text), re.IGNORECASE):
                found = []
        elif is_heading(paragraph, usual):
            return found
        else:
            found.append(paragraph)
    return found or []


def _with_values(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Return the paragraphs of a page, one that ends with a colon together with what stands beside it."""
    if not any(p.text.endswith(":") for p in paragraphs):
        return paragraphs
    lines = sorted((line for p in paragraphs for line in p.lines), key=_height)
    return [_with_value(p, lines) if p.text.endswith(":") else p for p in paragraphs]


def _height(line: Line) -> float:
    return line.box.middle[1]


def _with_value(label: Paragraph, lines: Sequence[Line]) -> Paragraph:
    """Return a label together with the line beside it, in the next column; `lines` are sorted by height."""
    last = label.lines[-1]
    at, near = _height(last), 0.5 * last.size
    level = lines[bisect(lines, at - near, key=_height) : bisect_left(lines, at + near, key=_height)]
    beside = [line for line in level if line.box.x0 > last.box.x1 and line not in label.lines]
    return Paragraph((*label.lines, *sorted(beside, key=lambda line: line.box.x0)[:1]), label.frame)


def find_title(
    family: Family, paragraphs: Sequence[Paragraph], usual: float, front: int = 1
) -> Paragraph | None:
    """Return the headings of the first page above the paragraph that ends the title, as one paragraph."""
    if family.title_ends is None:
        return None
    lines: list[Line] = []
    for paragraph in paragraphs:
        if paragraph.page != front:
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


def _place(
    pattern: FactPattern,
    title: Paragraph | None,
    pages: Mapping[int, Sequence[Paragraph]],
    usual: float,
    front: int,
) -> Iterable[Paragraph]:
    """Return the paragraphs in which a fact is looked for, in order; `pages` holds those of each page."""
    if pattern.where == "title":
        return [title] if title is not None else []
    numbers = {"any_page": sorted(pages), "last_page": sorted(pages)[-1:]}.get(pattern.where, [front])
    searched = [pages[number] for number in numbers if number in pages]
    if pattern.joined:
        return _sentences([p for page in searched for p in page])
    if pattern.where == "largest":
        return [max(page, key=lambda p: p.size) for page in searched]
    if pattern.heading:
        return [p for page in searched for p in page if is_heading(p, usual)]
    return (p for page in searched for p in _with_values(page))


def _sentences(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Yield each paragraph with those over which its last sentence runs on, bullet marks left out."""
    for place, first in enumerate(paragraphs):
        whole = [first]
        for following in paragraphs[place + 1 : place + MOST_JOINED]:
            ended = whole[-1].bullet and not following.bullet and following.text[:1].isupper()
            if ended or whole[-1].text.endswith("."):
                break
            whole.append(following)
        yield Paragraph(tuple(line for p in whole for line in (_unmarked(p) if p.bullet else p).lines))


def _unmarked(item: Paragraph) -> Paragraph:
    first, *rest = item.lines
    return Paragraph((Line.of(first.words[1:]), *rest) if len(first.words) > 1 else tuple(rest))


def _item_starts(paragraphs: Iterable[Paragraph]) -> frozenset[tuple[int, int]]:
    """Return page and index of the first word of each item that a bullet marks."""
    return frozenset((p.words[1].page, p.words[1].index) for p in paragraphs if p.bullet)


def _fact(
    name: str, hits: Sequence[tuple[Paragraph, re.Match[str]]], starts: Collection[tuple[int, int]]
) -> FoundFact:
    """Return the values of matches as one fact, with the words that carry them.

    A value that runs over items of a list, which begin with the words at `starts`, has a block for each.
    """
    words = tuple(word for paragraph, match in hits for word in locate(paragraph, *match.span("value")))
    parts = [place for place, word in enumerate(words) if place and (word.page, word.index) in starts]
    if parts:
        items = [words[begin:end] for begin, end in pairwise([0, *parts, len(words)])]
        blocks = tuple(Block(ITEM_END.sub("", " ".join(word.text for word in item))) for item in items)
        return FoundFact(name, Passage(blocks, regions_of(words)), words)
    text = "; ".join(dict.fromkeys(match.group("value") for _, match in hits))
    return FoundFact(name, Passage((Block(text),), regions_of(words)), words)


class Located(NamedTuple):
    """The words of a paragraph that its text holds, in order, and where each starts and ends in it."""

    words: list[Word]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, paragraph: Paragraph) -> Located:
        """Find the words of a paragraph in its text."""
        found, place = cls([], [], []), 0
        for word in paragraph.words:
            at = paragraph.text.find(word.text, place)
            if at < 0:
                continue  # a dropped bullet mark, or a soft hyphen taken out
            place = at + len(word.text)
            found.words.append(word)
            found.starts.append(at)
            found.ends.append(place)
        return found

    def within(self, start: int, end: int) -> tuple[Word, ...]:
        """Return the words that lie wholly or partly in a stretch of the text."""
        return tuple(self.words[bisect_right(self.ends, start) : bisect_left(self.starts, end)])


def locate(paragraph: Paragraph, start: int, end: int) -> tuple[Word, ...]:
    """Return the words of a paragraph that lie wholly or partly in a stretch of its text."""
    return Located.of(paragraph).within(start, end)
