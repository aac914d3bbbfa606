"""Which blocks could open the records of a document: classes by what they share, and parts of these."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec

from extract.readings.block import Block, Place, Style
from extract.readings.headings import is_heading
from extract.readings.stretch import Stretch
from extract.readings.wording import load_wording
from extract.tolerances import LEFT_STEP

COLON = re.compile(r"^(?P<word>[A-Z][\w’' /&()-]{1,38}?)\s*(?:\d{1,3}[a-z]?)?\s*:\s*")
"""A label of one or more words that a colon ends: `Recommendation:`, `Action 3:`."""

RESOLVES = re.compile(
    r"^(?:\S+ ){0,7}?"
    r"(?:RESOLVED|Resolved|THEREFORE|Therefore|FURTHER|AGREED|(?:[Ii]t was )?(?:agreed|resolved|decided))\b"
    r"|^(?:THAT|That)\b"
)
"""How a clause of a resolution opens."""

SHORT = 60
"""Letters of a block whose very words may be a heading that is printed again and again."""

BARE = ("in text", "in cells", "in tables", "column ")
"""Names that are not printed in the document, and stand without quotation marks."""

MOST = 400
"""Openers of a class that is worth reading; more are lines of data."""

MOST_SECTIONS, MOST_RUNS = 8, 6
"""Single sections, and runs of numbers, that are looked at by themselves."""

FAR = 3
"""Pages between two stretches of openers that may print the same list."""


IN_WORDS = {
    "any": "paragraphs of any kind",
    "plain": "paragraphs in the usual letters",
    "style": "paragraphs in",
    "marker": "paragraphs marked",
    "label": "paragraphs with a number and the label",
    "colon": "paragraphs with a colon and the label",
    "resolves": "clauses that resolve",
    "opening": "paragraphs that open with",
    "lead": "paragraphs that begin in",
    "margin": "paragraphs with initials at their right",
    "box": "boxes",
    "words": "paragraphs that say",
    "cell": "cells of",
    "cell block": "paragraphs in cells of",
    "cell marker": "marked paragraphs in cells of",
    "cell style": "cells that begin in",
    "column": "cells below the heading",
    "beside": "cells beside",
}
"""What the members of a class are, in words; its names follow."""


class Openers(msgspec.Struct, frozen=True):
    """Blocks, by their places, that open the records of a reading: `kind` and `which` in words."""

    kind: str
    name: str
    filtered: str
    which: str
    places: tuple[int, ...]

    @property
    def words(self) -> str:
        """What opens the records, in words."""
        return f"{IN_WORDS[self.kind]} {self.name}".strip() + (
            "" if self.filtered == "all" else f", {self.which}"
        )


def find_openers(stretch: Stretch, section: Sequence[int], promised: Sequence[bool]) -> Iterator[Openers]:
    """Yield every class of openers of a stretch, whole and filtered, none twice."""
    seen: set[tuple[int, ...]] = set()
    for (kind, *names), members in _classes(stretch).items():
        name = " ".join(map(_in_words, names))
        for filtered, which, places in _filters(kind, members, stretch.blocks, section, promised):
            if places and len(places) <= MOST and places not in seen:
                seen.add(places)
                yield Openers(str(kind), name, filtered, which, places)


def _in_words(name: object) -> str:
    if isinstance(name, Style):
        drawn = [word for word, is_so in (("bold", name.bold), ("italic", name.italic)) if is_so]
        colour = "" if not any(name.colour) else " colour " + "".join(map(str, name.colour))
        return " ".join([*drawn, f"{name.size} pt"]) + colour
    if isinstance(name, int):
        return f"at {name * LEFT_STEP} pt"
    return str(name) if str(name).startswith(BARE) else f"'{name}'"


def _classes(stretch: Stretch) -> dict[tuple[object, ...], list[int]]:
    """Return the blocks of each class; a class is its kind and the names that its members share."""
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    again: dict[str, list[int]] = defaultdict(list)
    before: Block | None = None
    for at, block in enumerate(stretch.blocks):
        for each in _by_words(block):
            found[each].append(at)
        for each in _by_style(block, stretch.usual) if block.place is None else ():
            found[each].append(at)
        if block.frame is not None and (before is None or before.frame != block.frame):
            found["box",].append(at)
            found["box", block.first_style].append(at)
        if block.place is not None:
            first = before is None or before.place != block.place
            for each in _by_cell(block, block.place, stretch, first=first):
                found[each].append(at)
        if len(block.full) < SHORT:
            again[re.sub(r"\W+|\d+", " ", block.full.lower()).strip()].append(at)
        before = block
    for text, places in again.items():
        if text and len(places) > 1:
            found["words", text] = places
    return found


def _by_words(block: Block) -> Iterator[tuple[object, ...]]:
    where = "in text" if block.place is None else "in cells"
    if block.marker:
        yield "marker", block.marker, where
        yield "marker", block.marker, where, round(block.left / LEFT_STEP)
        yield "marker", block.marker, where, block.first_style
    if block.label.number and len(block.label.word) < SHORT / 2:
        yield "label", block.label.word
        yield "label", block.label.word, block.first_style
    if colon := COLON.match(block.full):
        yield "colon", re.sub(r"\W+", " ", colon["word"].lower()).strip()
    if RESOLVES.match(block.bare):
        yield "resolves", where
    if opening := load_wording().openings.match(block.bare):
        yield "opening", " ".join(opening["word"].lower().split()[:2])
    if block.margin:
        yield "margin", where
    if block.lead:
        yield "lead", block.first_style, where


def _by_style(block: Block, usual: Style) -> Iterator[tuple[object, ...]]:
    left = round(block.left / LEFT_STEP)
    yield ("any",)
    if block.style == usual:
        yield "plain", left
    else:
        yield "style", block.style
        yield "style", block.style, left


def _by_cell(block: Block, place: Place, stretch: Stretch, *, first: bool) -> Iterator[tuple[object, ...]]:
    tables = f"in tables with {stretch.headers[place.table].columns} columns"
    column = f"column {place.column + 1} {tables}"
    yield "cell block", column
    if place.row:
        yield "cell block", f"{column}, below their first row"
    if block.marker:
        yield "cell marker", column, block.marker
    if first:
        yield "cell", column
        yield "cell style", block.first_style, tables
        if heading := stretch.heading_of(block):
            yield "column", heading
        label = stretch.headers[place.table].labels.get(place.row, "")
        if label and label != block.full.lower():
            yield "beside", label


def _filters(
    kind: object,
    members: Sequence[int],
    blocks: Sequence[Block],
    section: Sequence[int],
    promised: Sequence[bool],
) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Yield parts of a class: a filter, what it keeps in words, and the places."""
    yield "all", "", tuple(members)
    yield "promised", "below headings that promise", tuple(at for at in members if promised[at])
    yield from _by_section(members, blocks, section)
    yield "asking", "those that ask or decide", tuple(at for at in members if decides(blocks[at].full))
    if kind in ("marker", "label", "cell marker"):
        for run in _runs(members, blocks, labelled=kind == "label"):
            yield "run", f"the {len(run)} from page {blocks[run[0]].page} whose numbers run on", tuple(run)
    pages = sorted({blocks[at].page for at in members})
    gaps = [(lower - upper, lower) for upper, lower in pairwise(pages)]
    if gaps and max(gaps)[0] > FAR:
        cut = max(gaps)[1]
        yield "before", f"before page {cut}", tuple(at for at in members if blocks[at].page < cut)
        yield "from", f"from page {cut}", tuple(at for at in members if blocks[at].page >= cut)


@lru_cache(maxsize=100_000)
def decides(text: str) -> bool:
    """Return whether a text holds words of a sentence that asks or decides."""
    return any(pattern.search(text) for pattern in load_wording().sentences.values())


def _by_section(
    members: Sequence[int], blocks: Sequence[Block], section: Sequence[int]
) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    promise = load_wording().promise
    held: dict[int, list[int]] = defaultdict(list)
    for at in members:
        held[section[at]].append(at)
    if len(held) < 2:
        return
    below = [(place, some) for place, some in held.items() if place >= 0]
    single = [(place, some) for place, some in below if len(some) > 3 or promise.search(blocks[place].full)]
    single.sort(key=lambda each: (promise.search(blocks[each[0]].full) is None, -len(each[1])))
    for place, some in single[:MOST_SECTIONS]:
        yield "section", f"below '{blocks[place].full[:40]}' on page {blocks[place].page}", tuple(some)
    alike: dict[str, list[int]] = defaultdict(list)
    for place, some in below:
        alike[re.sub(r"\W+|\d+", " ", blocks[place].full.lower()).strip()] += some
    for text, some in alike.items():
        if promise.search(text):
            yield "sections", f"below every '{text[:40]}'", tuple(sorted(some))


def _runs(members: Sequence[int], blocks: Sequence[Block], *, labelled: bool) -> list[list[int]]:
    """Return the longest runs of openers, each begun anew where numbers fall; one run alone is no part."""
    runs: list[list[int]] = []
    last: int | None = None
    for at in members:
        number = number_of(blocks[at].label.number if labelled else blocks[at].ref)
        if number is None:
            continue
        if last is None or number <= last:
            runs.append([])
        runs[-1].append(at)
        last = number
    if len(runs) < 2:
        return []
    return [run for run in sorted(runs, key=len, reverse=True)[:MOST_RUNS] if len(run) > 1]


def number_of(raw: str) -> int | None:
    """Return the number that a reference such as 2.3 or R4 ends in, the place of a single letter, or None."""
    if digits := re.findall(r"\d+", raw):
        return int(digits[-1])
    return ord(raw.lower()) - ord("a") + 1 if len(raw) == 1 and raw.isascii() and raw.isalpha() else None


def stands_out(block: Block, usual: Style) -> bool:
    """Return whether a block ends the text above it: a heading, or a line that a label opens."""
    return is_heading(block, usual) or COLON.match(block.full) is not None
