"""Recommendations and resolutions printed as lists in the running text of council papers.

A list is opened by a heading ('Recommendations') or by a sentence that asks ('The Cabinet is asked to:',
'RESOLVED that:'), and holds the labelled paragraphs that follow: 1. 2., (i) (ii), a) b), R1, or bullets.
Task groups also scatter 'Recommendation 4: ...' through their reports. Other lists are no recommendations,
however they are numbered: options, reasons, implications.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec
from msgspec.structs import replace

from extract.columns.roles import stands_in
from extract.families.column_headings import Known, known_headings
from extract.families.column_roles import PROGRESS, Role
from extract.families.registry import Family, Opening, tidy
from extract.layout.lines import regions_of
from extract.layout.page_layout import Layout
from extract.layout.paragraphs import Paragraph, passage_of, read_passage
from extract.layout.printed_numbers import LISTED
from extract.readers.forms import split_label
from extract.readers.headings import contents_pages, is_set_off
from extract.tolerances import SET_IN
from records.pages import Word
from records.report import Block, Passage

TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx")
UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
ROMAN = {
    f"{tens}{units}": 10 * ten + unit for ten, tens in enumerate(TENS) for unit, units in enumerate(UNITS)
}
"""Roman numbers as they are properly written: not 'iiii' or 'vx'."""

SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")

WHOLE_LIST = 3
"""Resolutions, all of them known, that make a list one that is printed again under another heading."""

INTRODUCTION = 3
"""Paragraphs that may stand between the heading of a list and its first item."""


class Label(msgspec.Struct, frozen=True):
    """A printed label: its text without brackets, its kind, its place in the order, and how long it is."""

    ref: str
    kind: str
    order: tuple[int, ...]
    letters: int
    worded: bool


class Item(msgspec.Struct, frozen=True):
    """One recommendation: its reference, if it has one, its paragraphs, and the heading above it."""

    ref: Passage | None
    text: Passage
    words: tuple[Word, ...]
    heading: str | None
    told: dict[str, Passage] = {}
    """What labelled lines below it say, by role: 'Lead officer: ...'."""
    resolved: bool = False
    """Whether a sentence of minutes resolves it: 'RESOLVED that ...'."""
    place: int = 0
    """Which list of the document it stands in, from 0."""

    @property
    def fields(self) -> dict[str, Passage]:
        """What it tells, by role."""
        ref = {} if self.ref is None else {Role.REF.value: self.ref}
        return {**ref, Role.TEXT: self.text, **self.told}

    @property
    def key(self) -> str:
        """The text as it is compared with another printing of it."""
        return re.sub(r"\W+", "", tidy(self.text.text))


def read_label(text: str) -> list[Label]:
    """Return the labels that the opening of a paragraph may be: 'i)' is a letter or a Roman number."""
    match = LISTED.match(text)
    if match is None or (match["bare"] and match["bare"].isdigit() and not match["word"]):
        return []
    ref = match["bracketed"] or match["marked"] or match["bare"]
    worded, letters, style = bool(match["word"]), match.end(), "()" if match["bracketed"] else "."
    number = re.fullmatch(r"([A-Za-z]?)(\d+(?:\.\d+)*)([a-z]?)", ref)
    if number is not None:
        order = (*(int(part) for part in number[2].split(".")), *(ord(c) for c in number[3]))
        return [Label(ref, f"{number[1]}{style}{len(order)}{worded}", order, letters, worded)]
    labels = []
    low = ref.lower()
    if len(low) == 1:
        labels.append(Label(ref, f"letter{style}", (ord(low) - ord("a") + 1,), letters, worded))
    if low in ROMAN:
        labels.append(Label(ref, f"roman{style}", (ROMAN[low],), letters, worded))
    return labels


def read_council_lists(layout: Layout, family: Family) -> list[Item]:
    """Return the items of every list of recommendations, in reading order; what is printed twice, twice."""
    usual = layout.usual
    contents = contents_pages(layout.paragraphs)
    paragraphs = [p for p in layout.paragraphs if p.page not in contents]
    items: list[Item] = []
    lists = 0
    openings, known = family.openings, known_headings(family)
    heading: str | None = None
    place = 0
    while place < len(paragraphs):
        paragraph = paragraphs[place]
        set_off = is_set_off(paragraph, usual)
        opening = opened_by(paragraph, openings, set_off=set_off)
        if opening is not None and opening.inline:
            found, after = _inline(paragraphs, place, opening, heading, usual, known)
        elif opening is not None and opening.section == "itself":
            found, after = _listed(paragraphs, place + 1, _title(paragraph), usual, known, introduction=0)
        elif opening is not None:
            found, after = _listed(paragraphs, place + 1, heading if opening.section else None, usual, known)
        elif is_worded(paragraph):
            found, after = _listed(paragraphs, place, None, usual, known)
        else:
            found, after = [], place + 1
        if set_off and not found:
            heading = _title(paragraph)
        resolved = opening is not None and opening.inline
        items += [replace(item, resolved=resolved, place=lists) for item in found]
        lists += bool(found)
        place = after if found else place + 1
    return items


def opened_by(paragraph: Paragraph, openings: Sequence[Opening], *, set_off: bool) -> Opening | None:
    """Return the opening that a paragraph is: as a heading, or as a sentence that asks.

    The sentence may be the last of a longer paragraph, if a colon ends it.
    """
    text = tidy(paragraph.text)
    last = tidy(SENTENCES.split(paragraph.text)[-1]) if paragraph.text.rstrip().endswith(":") else text
    for opening in openings:
        if opening.heading and not set_off:
            continue
        if opening.inline:
            found = re.match(opening.regex, text) is not None
        else:
            found = any(re.fullmatch(opening.regex, each) for each in {text, last})
        if found:
            return opening
    return None


def is_worded(paragraph: Paragraph) -> bool:
    """Return whether a paragraph opens with 'Recommendation 4' and goes on, or heads what follows."""
    return any(label.worded for label in read_label(paragraph.text))


def _title(heading: Paragraph) -> str:
    return heading.line.rstrip(":")


def _listed(
    paragraphs: Sequence[Paragraph],
    start: int,
    heading: str | None,
    usual: float,
    known: Known,
    introduction: int = INTRODUCTION,
) -> tuple[list[Item], int]:
    """Read the list that begins at `start` or soon after; give its items and the place behind it."""
    first = start
    while first < min(start + introduction, len(paragraphs)) and not _opens(paragraphs[first]):
        if is_set_off(paragraphs[first], usual) and not is_worded(paragraphs[first]):
            return [], start
        first += 1
    if first >= len(paragraphs) or not _opens(paragraphs[first]):
        return [], start
    groups, labels = [[paragraphs[first]]], [_first_label(paragraphs[first])]
    end = first + 1
    for paragraph in paragraphs[end:]:
        if (label := _next(labels[-1], groups[-1][0], paragraph)) is not None or _same_bullet(
            groups[-1][0], paragraph
        ):
            groups.append([paragraph])
            labels.append(label)
        elif not _tells(paragraph, known) and (
            is_set_off(paragraph, usual) or not _belongs(groups[-1], paragraph, labels[-1])
        ):
            break
        else:
            groups[-1].append(paragraph)
        end += 1
    items = [_item(group, label, heading, known) for group, label in zip(groups, labels, strict=True)]
    return [item for item in items if item is not None], end


def _opens(paragraph: Paragraph) -> bool:
    return paragraph.bullet or _first_label(paragraph) is not None


def _first_label(paragraph: Paragraph) -> Label | None:
    """Return the label of a first item: the first of its kind, or any number, as papers number paragraphs."""
    labels = [] if paragraph.bullet else read_label(paragraph.text)
    return next((each for each in labels if each.order == (1,) or each.ref[-1:].isdigit()), None)


def _next(label: Label | None, item: Paragraph, paragraph: Paragraph) -> Label | None:
    """Return the label of a paragraph if it is the one after `label`: same kind and margin, next in order."""
    if label is None or paragraph.bullet or abs(paragraph.box.x0 - item.box.x0) > SET_IN:
        return None
    for other in read_label(paragraph.text):
        if other.kind == label.kind and other.order == (*label.order[:-1], label.order[-1] + 1):
            return other
    return None


def _same_bullet(item: Paragraph, paragraph: Paragraph) -> bool:
    return item.bullet and paragraph.bullet and abs(paragraph.box.x0 - item.box.x0) < SET_IN


def _belongs(group: Sequence[Paragraph], paragraph: Paragraph, label: Label | None) -> bool:
    """Return whether a paragraph is a part of the item before it: set in further than the item's label.

    An item of which only the label was printed as a heading takes the paragraph below it.
    """
    item = group[0]
    if label is not None and label.worded and len(group) == 1 and not item.text[label.letters :].strip(" :"):
        return True
    return paragraph.box.x0 > item.box.x0 + SET_IN


def _tells(paragraph: Paragraph, known: Known) -> bool:
    """Return whether a paragraph opens with the label of something told of an action: 'Lead officer: ...'."""
    parted = split_label(paragraph.words, known)
    return parted is not None and parted[0] in PROGRESS


def _told(paragraphs: Sequence[Paragraph], known: Known) -> dict[str, Passage]:
    """Return what labelled lines tell, by role; a line without a label goes on with the one above."""
    told: dict[str, list[Word]] = {}
    role = ""
    for line in (line for paragraph in paragraphs for line in paragraph.lines):
        parted = split_label(line.words, known)
        if parted is not None and parted[0] in PROGRESS and parted[0] not in told:
            role = parted[0]
        told.setdefault(role, []).extend(line.words if parted is None else parted[2])
    standing = stands_in(told, ())
    return {
        Role.STATUS_AND_COMMENTS if role == standing else role: read_passage(words)
        for role, words in told.items()
    }


def _item(group: Sequence[Paragraph], label: Label | None, heading: str | None, known: Known) -> Item | None:
    """Make an item; None if it has no words but its label."""
    words = tuple(word for paragraph in group for word in paragraph.words)
    telling = next((at for at, each in enumerate(group) if at and _tells(each, known)), len(group))
    told = _told(group[telling:], known)
    group = group[:telling]
    whole = passage_of(group)
    blocks = list(whole.blocks)
    ref = None
    if label is not None:
        rest = blocks[0].text[label.letters :].strip()
        blocks = [Block(rest), *blocks[1:]] if rest else blocks[1:]
        ref = Passage((Block(label.ref),), regions_of(words[:1]))
    elif blocks:
        blocks[0] = Block(blocks[0].text)
    if not blocks:
        return None
    return Item(ref, Passage(tuple(blocks), whole.regions), words, heading, told)


def _inline(
    paragraphs: Sequence[Paragraph],
    place: int,
    opening: Opening,
    heading: str | None,
    usual: float,
    known: Known,
) -> tuple[list[Item], int]:
    """Read what a sentence resolves: the list below it, or what it says itself after 'RESOLVED that'."""
    paragraph = paragraphs[place]
    match = re.match(opening.regex, paragraph.text, re.IGNORECASE)
    said = paragraph.text[match.end() :].strip(" :;–—-") if match is not None else ""
    if not said or said.casefold() == "that":
        found, after = _listed(paragraphs, place + 1, heading, usual, known)
        return found, after
    item = Item(
        None, Passage((Block(said),), passage_of([paragraph]).regions), tuple(paragraph.words), heading
    )
    return [item], place + 1


def distinct(items: Sequence[Item]) -> Iterator[tuple[Item, bool]]:
    """Yield each item and whether it counts: papers print their list of recommendations again.

    'That the report be noted', resolved under two headings of minutes, is two resolutions, unless a whole
    list of some length is printed again.
    """
    seen: dict[str, set[str | None]] = {}
    for _, group in groupby(items, key=lambda item: item.place):
        listed = list(group)
        again = len(listed) >= WHOLE_LIST and all(item.key in seen for item in listed)
        for item in listed:
            headings = seen.setdefault(item.key, set())
            yield item, not headings or (item.resolved and not again and item.heading not in headings)
            headings.add(item.heading)
