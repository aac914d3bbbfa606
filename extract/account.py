"""The account: every character of every page has exactly one owner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

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


def settle(pages: Sequence[Page], claims: Iterable[Claim]) -> tuple[tuple[PageAccount, ...], list[Issue]]:
    """Draw up the account of each page, and say what was claimed twice or by nobody."""
    # A byte for each character: 0 as long as it has no owner, else the owner's place in the list.
    places = {owner: bytes([place]) for place, owner in enumerate(OWNERS, 1)}
    owners = {(page.number, word.index): bytearray(len(word.text)) for page in pages for word in page.words}
    twice: dict[int, list[str]] = {}
    for claim in claims:
        mark = places[claim.owner]
        for word in claim.words:
            held, end = owners[word.page, word.index], word.start + len(word.text)
            if held.count(0, word.start, end) < len(word.text):
                twice.setdefault(word.page, []).append(word.text)
            held[word.start : end] = mark * len(word.text)
    accounts, issues = [], []
    for page in pages:
        all_held = b"".join([owners[page.number, word.index] for word in page.words])
        counts = {owner: all_held.count(place) for owner, place in places.items()}
        counts[Owner.UNPLACED] += all_held.count(0)
        lost = [word.text for word in page.words if 0 in owners[page.number, word.index]]
        hidden = page.hidden + sum(len(word.text) for word in page.unseen)
        accounts.append(
            PageAccount(
                page=page.number,
                characters=len(all_held) + page.duplicates + hidden,
                in_rows=counts[Owner.ROWS],
                in_facts=counts[Owner.FACTS],
                in_headings=counts[Owner.HEADINGS],
                in_furniture=counts[Owner.FURNITURE],
                in_prose=counts[Owner.PROSE],
                in_duplicates=page.duplicates,
                in_hidden=hidden,
                unplaced=counts[Owner.UNPLACED],
                ocr=page.recognised,
            )
        )
        issues += _complaints(page.number, "no place in the account", "unplaced", lost)
        issues += _complaints(
            page.number, "two places in the account", "doubly_used", twice.get(page.number, [])
        )
    return tuple(accounts), issues


def _complaints(page: int, what: str, code: str, words: Sequence[str]) -> list[Issue]:
    if not words:
        return []
    shown = " ".join(words[:12]) + (" …" if len(words) > 12 else "")
    return [Issue("error", code, f"{len(words)} words have {what}: {shown}", page)]
