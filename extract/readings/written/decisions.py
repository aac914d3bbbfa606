"""Readings of statements that decide: sentences of a kind, alone, together, or with what follows them.

What decides is written in `decisions.yaml`. How much of a paragraph belongs to a decision differs from paper
to paper, so that every set of kinds is read in every unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import TypeAlias

import msgspec

from extract.readings.block import Block, Style, style_of
from extract.readings.cuts import Row
from extract.readings.headings import is_heading
from extract.readings.written.grammar import kinds_of, load_grammar
from extract.readings.written.sentences import part_sentences

DECISION = "decision"
"""The kind of opener of a reading of statements that decide."""

MARKED_TOO = " and marked paragraphs"
"""What the name of a set ends in that holds paragraphs beside initials, too."""

MARKED, TAGGED, ANY = "marked", "tagged", "any"
"""Kinds of sentences: beside initials, with a number in brackets behind, and all."""

APART, APART_DECIDES = "apart", "apart and decides"
"""Kinds of sentences set in other letters than most of the document."""

APART_SHARE = 0.8
"""The share of the letters of such a sentence that are set so."""

UNFINISHED = re.compile(r"(?:[:;,–-]|\b(?:to|that|and|the following|as follows))$", re.IGNORECASE)
"""How a sentence ends that a list goes on with."""

TITLE = re.compile(r"^(?P<title>[A-Z0-9“‘][^.:;–—]{1,60}?)\s[–—-]\s*(?=\S)")
"""Words and a dash that stand before a text as its title: 'Old Town speeding – it was agreed'."""

LONGEST_TITLE = 80
"""Letters of words set otherwise at the beginning of a paragraph that are its title."""

PART = re.compile(r"(?:^|(?<=[\s:;,.]))\(?(?P<mark>[a-h]|i|ii|iii|iv|v|vi|vii|viii|ix|x|\d)[).]\s+(?=\S)")
"""A letter or number within a sentence that opens one of its parts."""

MOST_ITEMS = 40
"""Blocks of a list that belong to a sentence at most."""


class Sentence(msgspec.Struct, frozen=True):
    """A sentence; the first has the number and the title of its block, one alone the number."""

    text: str
    ref: str = ""
    title: str = ""


class Statement(msgspec.Struct, frozen=True):
    """The sentences of a block outside headings, with the kinds of each, and the last block of its list."""

    at: int
    sentences: tuple[Sentence, ...]
    kinds: tuple[frozenset[str], ...]
    last: int


Rows: TypeAlias = list[Row]


def find_decisions(
    blocks: Sequence[Block], usual: Style, promised: Sequence[int]
) -> Iterator[tuple[str, str, str, Rows]]:
    """Yield set, unit and filter in words, and the rows, of every reading of statements that decide."""
    statements = _statements(blocks, usual)
    marked = any(block.margin for block in blocks)
    made: dict[tuple[int, int, int], Row] = {}
    for name, kinds in load_grammar().sets.items():
        for told, wanted in ((name, kinds), (f"{name}{MARKED_TOO}", kinds | {MARKED})):
            if MARKED in wanted and not marked:
                continue
            maker = _Maker(blocks, wanted, made)
            held = [each for each in statements if wanted & frozenset().union(*each.kinds)]
            for unit, rows in maker.units(held):
                yield from _filtered(told, unit, rows, promised)


def kinds_read(name: str) -> frozenset[str]:
    """Return the kinds of statements of the set of this name."""
    kinds = load_grammar().sets[name.removesuffix(MARKED_TOO)]
    return kinds | {MARKED} if name.endswith(MARKED_TOO) else kinds


def sentences_of(block: Block) -> tuple[Sentence, ...]:
    """Return the sentences of a block; the number and the title before them are told with the first.

    What tells how a vote went ends a decision and is none of them; of a lost motion there are none.
    """
    text, title = block.bare, ""
    if block.lead > bool(block.marker):
        rest = block.text_from(block.lead)
        led = text[: -len(rest)].strip() if rest and text.endswith(rest) else ""
        if led and len(led) < LONGEST_TITLE and not kinds_of(led):
            text, title = rest.lstrip(".:–- "), led
    if match := TITLE.match(text):
        text, title = text[match.end() :], match["title"]
    grammar = load_grammar()
    parts = list(part_sentences(text))
    if any(map(grammar.lost.search, parts)):
        return ()
    while len(parts) > 1 and (grammar.verdict.search(parts[-1]) or grammar.carried.search(parts[-1])):
        parts.pop()
    return tuple(
        Sentence(part, block.ref if at == 0 or len(parts) == 1 else "", title if at == 0 else "")
        for at, part in enumerate(parts)
    )


def _filtered(
    name: str, unit: str, rows: Rows, promised: Sequence[int]
) -> Iterator[tuple[str, str, str, Rows]]:
    yield name, unit, "all", rows
    yield name, unit, "promised", [row for row in rows if promised[row.first] >= 2]
    yield name, unit, "promised by the nearest", [row for row in rows if promised[row.first] == 3]
    yield name, unit, "not promised", [row for row in rows if promised[row.first] < 2]
    yield name, unit, "first printing", list({row.text: row for row in reversed(rows)}.values())[::-1]


def _statements(blocks: Sequence[Block], usual: Style) -> list[Statement]:
    found: list[Statement] = []
    taken = -1
    for at, block in enumerate(blocks):
        if at <= taken:
            continue
        sentences = () if _is_lost(blocks[at + 1 : at + 2]) else sentences_of(block)
        if not sentences or (is_heading(block, usual) and not _stopped(sentences)):
            continue
        kinds = _kinds(block, sentences, usual)
        last = at
        if UNFINISHED.search(sentences[-1].text) and kinds_of(sentences[-1].text):
            last = taken = _list_end(blocks, at, usual)
        found.append(Statement(at, sentences, tuple(kinds), last))
    return found


def _is_lost(below: Sequence[Block]) -> bool:
    """Return whether the next block says that a motion was lost, and no more."""
    return any(load_grammar().lost.search(block.full) for block in below)


def _stopped(sentences: Sequence[Sentence]) -> bool:
    """Return whether what is set as a heading is sentences, one of which decides."""
    return sentences[-1].text.endswith((".", ";")) and any(kinds_of(each.text) for each in sentences)


def _kinds(block: Block, sentences: Sequence[Sentence], usual: Style) -> list[frozenset[str]]:
    """Return the kinds of the sentences of a block: by their words, their letters, and what stands beside."""
    tagged, apart = load_grammar().tagged, _apart(block, sentences, usual)
    found: list[frozenset[str]] = []
    for sentence, is_apart in zip(sentences, apart, strict=True):
        told = set(kinds_of(sentence.text))
        if is_apart and told:
            told.add(APART_DECIDES)
        if is_apart:
            told.add(APART)
        if tagged.search(sentence.text):
            told.add(TAGGED)
        if block.margin:
            told.add(MARKED)
        found.append(frozenset({ANY, *told}))
    return found


def _apart(block: Block, sentences: Sequence[Sentence], usual: Style) -> list[bool]:
    """Return which sentences of a block are set in other letters than most of the document."""
    if all(style_of(word) == usual for word in block.words):
        return [False] * len(sentences)
    # Letters from the end: what stands before the first sentence, a number or title, is none of them.
    drawn = [style_of(word) for word in block.words for _ in filter(str.isalnum, word.text)]
    found: list[bool] = []
    end = len(drawn)
    for sentence in reversed(sentences):
        start = max(end - sum(map(str.isalnum, sentence.text)), 0)
        others = sum(style != usual for style in drawn[start:end])
        found.append(others > APART_SHARE * max(end - start, 1))
        end = start
    return found[::-1]


def _list_end(blocks: Sequence[Block], at: int, usual: Style) -> int:
    """Return the last block of the list below a block: marked ones, and what is set in as they are."""
    last = at
    for place in range(at + 1, min(at + 1 + MOST_ITEMS, len(blocks))):
        block = blocks[place]
        if is_heading(block, usual) or not (block.marker or (last > at and block.left >= blocks[last].left)):
            break
        if block.place != blocks[at].place:
            break
        last = place
    return last


class _Maker:
    """Makes the rows of one set of kinds in every unit; rows that several sets share are made once."""

    def __init__(
        self, blocks: Sequence[Block], wanted: frozenset[str], made: dict[tuple[int, int, int], Row]
    ) -> None:
        self.blocks, self.made = blocks, made
        self.plain = wanted - {MARKED}

    def units(self, held: Sequence[Statement]) -> Iterator[tuple[str, Rows]]:
        """Yield each unit in words with its rows."""
        yield "sentences", [row for each in held for row in self._sentences(each)]
        yield "sentences together", [row for each in held for row in self._together(each)]
        yield "their parts", [row for each in held for row in self._parts(each)]
        yield "to the paragraph's end", [row for each in held for row in self._rest(each)]
        yield "paragraphs", [self._row(each, 0, len(each.sentences) - 1) for each in held]

    def _hits(self, each: Statement) -> list[int]:
        """Return which sentences decide; of a marked paragraph in which none does, the last."""
        hits = [at for at, kinds in enumerate(each.kinds) if kinds & self.plain]
        return hits or [len(each.kinds) - 1]

    def _sentences(self, each: Statement) -> Iterator[Row]:
        for at in self._hits(each):
            yield self._row(each, at, at)

    def _together(self, each: Statement) -> Iterator[Row]:
        for _, run in groupby(enumerate(self._hits(each)), key=lambda pair: pair[1] - pair[0]):
            places = [at for _, at in run]
            yield self._row(each, places[0], places[-1])

    def _rest(self, each: Statement) -> Iterator[Row]:
        yield self._row(each, self._hits(each)[0], len(each.sentences) - 1)

    def _parts(self, each: Statement) -> Iterator[Row]:
        """Yield the parts of each sentence: the items of its list, or lettered ones within it."""
        for at in self._hits(each):
            if at == len(each.sentences) - 1 and each.last > each.at:
                kind = self.blocks[each.at + 1].marker
                opens = [k for k in range(each.at + 1, each.last + 1) if self.blocks[k].marker == kind]
                for first, behind in pairwise([*opens, each.last + 1]):
                    texts = [self.blocks[k].text for k in range(first, behind)]
                    yield Row(" ".join(texts), first, behind - 1, first, self.blocks[first].ref)
            else:
                yield from self._lettered(each, at)

    def _lettered(self, each: Statement, at: int) -> Iterator[Row]:
        text = each.sentences[at].text
        marks = [match for match in PART.finditer(text) if match.start() > 0]
        if len(marks) < 2 or marks[0]["mark"] not in ("a", "i", "1"):
            yield self._row(each, at, at)
            return
        for start, end in pairwise([*(match.start() for match in marks), len(text)]):
            part = text[start:end].strip()
            yield Row(part, each.at, each.at, each.at, head=len(part))

    def _row(self, each: Statement, first: int, last: int) -> Row:
        """Return the row from one sentence of a block to another, with the list below the last."""
        key = each.at, first, last
        if key not in self.made:
            self.made[key] = self._made(each, first, last)
        return self.made[key]

    def _made(self, each: Statement, first: int, last: int) -> Row:
        own = [sentence.text for sentence in each.sentences[first : last + 1]]
        head = " ".join(own)
        listed = last == len(each.sentences) - 1
        end = each.last if listed else each.at
        text = " ".join([head, *(self.blocks[k].text for k in range(each.at + 1, end + 1))])
        sentence = each.sentences[first]
        return Row(text, each.at, end, each.at, sentence.ref, sentence.title, len(head))
