"""A cell that holds both the status and the comments, parted into the two."""

from __future__ import annotations

import re

import msgspec

from normalise.values.statuses import Key, read_status, status_words
from normalise.values.text import phrase
from records.report import Block, Passage

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
        sentence = re.match(r"(.{2,60}?\.)\s+(?=\S)", first.text, re.DOTALL)
        if sentence and not _whole(first.text, key) and _understood(sentence[1], key):
            remainder = Block(first.text[sentence.end() :])
            return Parted(sentence[1], _join([remainder, *rest]))
        if _understood(first.text, key):
            return Parted(first.text, _join(rest))
        if rest and len(first.text) <= SHORT and not first.text.rstrip().endswith("."):
            return Parted(first.text, _join(rest), "the first words of the cell are no known status")
    return Parted(None, _join(blocks), "the cell does not begin with a status")


def _whole(text: str, key: Key | None) -> bool:
    """Return whether `text` is one entry of the key or the vocabulary: 'Closed. No further action'."""
    own = phrase(text)
    return own in (key or {}) or own in status_words().forms or own in status_words().unclear


def _understood(text: str, key: Key | None) -> bool:
    """Return whether `text` is read as a status, as a pointer, or as a known question about one."""
    reading = read_status(text, key)
    asked = bool(reading.answer.candidates) and reading.answer.reason != "not in the vocabulary"
    return reading.answer.value is not None or reading.pointer is not None or asked


def _join(blocks: list[Block]) -> str | None:
    return "\n".join(block.text for block in blocks) or None
