"""Cells that hold both a status and comments, also those of earlier meetings, parted into the two."""

import datetime as dt
import re
from collections.abc import Iterator

import msgspec

from normalise.values.answers import opening_answer
from normalise.values.dates import read_date
from normalise.values.rag import read_rag
from normalise.values.statuses import Key, read_status, status_group, status_of_colour, status_words
from normalise.values.text import phrase
from records.clean import EarlierStatus
from records.months import MONTH
from records.report import Block, Passage, RawRow

SHORT = 60
"""Letters up to which a first paragraph that is not understood may still be meant as the status."""


class Parted(msgspec.Struct, frozen=True):
    """The printed status and the printed comments of a cell, and why that parting is doubtful."""

    status: str | None
    comments: str | None
    reason: str | None = None


def joined(passage: Passage | None) -> str | None:
    """Return the words of a passage, a line feed between blocks; None where there is none or it is empty."""
    if passage is None:
        return None
    return "\n".join(block.text for block in passage.blocks if block.text.strip()) or None


def part(passage: Passage, key: Key | None = None) -> Parted:
    """Part a cell that opens with its status and goes on with comments.

    Such cells print the status as a paragraph of its own, above bullets or text, or as their first
    sentence ('In hand. Tenders are out.'). Where neither is a status the whole cell is comments, but for
    a short first paragraph above others: that stands where the status should, so it is kept as one
    that nobody understood.
    """
    blocks = [block for block in passage.blocks if block.text.strip()]
    if not blocks:
        return Parted(None, None)
    first, rest = blocks[0], blocks[1:]
    if first.kind == "paragraph":
        answer = opening_answer(first.text)
        if answer is not None and answer.open:
            return Parted(None, _join(blocks), "what follows the answer may take it back")
        if answer is not None:
            # Of a text that goes on, its answer is a part: the reason stands in the same sentences.
            return Parted(answer.words, _join(rest if answer.whole else blocks))
        sentence = re.match(r"(.{2,60}?\.)\s+(?=\S)", first.text, re.DOTALL)
        own, words = phrase(first.text), status_words()
        whole = own in (key or {}) or own in words.forms or own in words.unclear  # 'Closed. No action'
        if sentence and not whole and _understood(sentence[1], key):
            remainder = Block(first.text[sentence.end() :])
            return Parted(sentence[1], _join([remainder, *rest]))
        if _understood(first.text, key):
            return Parted(first.text, _join(rest))
        if rest and len(first.text) <= SHORT and not first.text.rstrip().endswith("."):
            return Parted(first.text, _join(rest), "the first words of the cell are no known status")
    return Parted(None, _join(blocks), "the cell does not begin with a status")


def _understood(text: str, key: Key | None) -> bool:
    """Return whether `text` is read as a status, as a pointer, or as a known question about one."""
    reading = read_status(text, key)
    asked = bool(reading.answer.candidates) and reading.answer.reason != "not in the vocabulary"
    return reading.answer.value is not None or reading.pointer is not None or asked


def _join(blocks: list[Block]) -> str | None:
    return "\n".join(block.text for block in blocks) or None


DATED = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{MONTH})\.?\s+\d{{4}}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}",
    re.IGNORECASE,
)
"""The date in a heading such as 'Update (March 2014)'."""


def earlier_statuses(
    raw: RawRow, recommendation_id: str, key: Key, date: dt.date | None
) -> Iterator[EarlierStatus]:
    """Return the statuses of earlier meetings, oldest first; a meeting with a blank cell is left out.

    They are read like the present one. What is not understood stays blank and raises no question:
    nobody acts on it any more. `as_at` is the day, or the last day of the month, in the heading.
    """
    for position, (heading, passage) in enumerate(raw.earlier.items(), 1):
        told = joined(passage)
        rag = read_rag(told, passage.fill, passage.dot, passage.ink)
        if told is None and rag.value is None:
            continue
        parted = part(passage, key)
        answer = read_status(parted.status, key, date).answer if parted.status is not None else None
        if answer is None and rag.value is not None:
            answer = status_of_colour(rag.value, key)
        status = answer.value if answer is not None else None
        day = DATED.search(heading)
        yield EarlierStatus(
            recommendation_id=recommendation_id,
            position=position,
            heading=heading,
            as_at=read_date(day[0]).date if day is not None else None,
            told_raw=told,
            status_raw=parted.status,
            status=status,
            status_group=status_group(status),
            rag=rag.value,
            page=passage.regions[0].page if passage.regions else None,
        )
