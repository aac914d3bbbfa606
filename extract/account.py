"""The account: every character of every page has exactly one owner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import accumulate

import msgspec

from extract.layout.page_layout import Layout
from extract.layout.paragraphs import is_heading
from records.outcome import Issue
from records.pages import Page, Word
from records.report import PageAccount


class Owner(StrEnum):
    """What a character belongs to."""

    ROWS = "in_rows"
    FACTS = "in_facts"
    HEADINGS = "in_headings"
    FURNITURE = "in_furniture"
    PROSE = "in_prose"
    UNPLACED = "unplaced"


OWNERS = tuple(Owner)


class Claim(msgspec.Struct, frozen=True):
    """Words, or parts of words, that belong to one owner."""

    owner: Owner
    words: tuple[Word, ...]


def assign(pages: Sequence[Page], claims: Iterable[Claim]) -> tuple[tuple[PageAccount, ...], list[Issue]]:
    """Return the account of each page, and an issue for what was claimed twice or by nobody."""
    # A byte for each character of a page: 0 as long as it has no owner, else the owner's place in the list.
    places = {owner: bytes([place]) for place, owner in enumerate(OWNERS, 1)}
    starts = {page.number: _starts(page) for page in pages}
    held = {number: bytearray(each[-1]) for number, each in starts.items()}
    twice: dict[int, list[str]] = {}
    for claim in claims:
        mark, number = places[claim.owner], 0  # of no page: they count from 1
        for word in claim.words:
            if word.page != number:  # most follow one of their page
                number = word.page
                owners, places_of = held[number], starts[number]
            start, length = places_of[word.index] + word.start, len(word.text)
            end = start + length
            if owners.count(0, start, end) < length:
                twice.setdefault(number, []).append(word.text)
            owners[start:end] = mark * length
    accounts, issues = [], []
    for page in pages:
        owners, places_of = held[page.number], starts[page.number]
        counts = {owner: owners.count(place) for owner, place in places.items()}
        counts[Owner.UNPLACED] += owners.count(0)
        lost = [
            word.text
            for word in (page.words if 0 in owners else ())
            if 0 in owners[places_of[word.index] : places_of[word.index] + len(word.text)]
        ]
        hidden = page.hidden + sum(len(word.text) for word in page.unseen)
        marks = sum(len(word.text) for word in page.watermark)
        counts[Owner.FURNITURE] += marks
        accounts.append(
            PageAccount(
                page=page.number,
                characters=len(owners) + page.duplicates + hidden + marks,
                in_duplicates=page.duplicates,
                in_hidden=hidden,
                ocr=page.recognised,
                **{owner.value: count for owner, count in counts.items()},
            )
        )
        issues += _issues(page.number, "no place in the account", "unplaced", lost)
        issues += _issues(page.number, "two places in the account", "doubly_used", twice.get(page.number, []))
    return tuple(accounts), issues


def _starts(page: Page) -> list[int]:
    """Return the place of each word's first character on its page, by its index; last, their number."""
    return list(accumulate([len(word.text) for word in page.words], initial=0))


def _issues(page: int, what: str, code: str, words: Sequence[str]) -> list[Issue]:
    if not words:
        return []
    shown = " ".join(words[:12]) + (" …" if len(words) > 12 else "")
    return [Issue("error", code, f"{len(words)} words have {what}: {shown}", page)]


def remaining(layout: Layout, claims: Iterable[Claim]) -> list[Claim]:
    """Return what no reader and no fact has taken: furniture, headings and prose. Stray words stay out."""
    taken: dict[tuple[int, int], list[Word]] = {}
    for claim in claims:
        for word in claim.words:
            taken.setdefault((word.page, word.index), []).append(word)

    def free(words: Iterable[Word]) -> tuple[Word, ...]:
        return tuple(
            word
            for word in words
            if (place := (word.page, word.index)) not in taken or not _begins_in(word, taken[place])
        )

    rest = [Claim(Owner.FURNITURE, free(layout.furniture)), Claim(Owner.PROSE, layout.struck)]
    for paragraph in layout.paragraphs:
        owner = Owner.HEADINGS if is_heading(paragraph, layout.usual) else Owner.PROSE
        rest.append(Claim(owner, free(paragraph.words)))
    return [*rest, *(Claim(Owner.PROSE, free(table.words)) for table in layout.tables)]


def _begins_in(word: Word, parts: Iterable[Word]) -> bool:
    """Return whether a word, or a part of one, begins within one of the `parts` of the same word."""
    return any(part.start <= word.start < part.start + len(part.text) for part in parts)
