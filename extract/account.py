"""The account: every character of every page has exactly one owner."""

from __future__ import annotations

from collections import Counter
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


class Claim(msgspec.Struct, frozen=True):
    """Words, or parts of words, that belong to one owner."""

    owner: Owner
    words: tuple[Word, ...]


def settle(pages: Sequence[Page], claims: Iterable[Claim]) -> tuple[tuple[PageAccount, ...], list[Issue]]:
    """Draw up the account of each page, and say what was claimed twice or by nobody."""
    owners: dict[tuple[int, int], list[Owner | None]] = {
        (page.number, word.index): [None] * len(word.text) for page in pages for word in page.words
    }
    twice: dict[int, list[str]] = {}
    for claim in claims:
        for word in claim.words:
            held = owners[word.page, word.index]
            part = slice(word.start, word.start + len(word.text))
            if held[part].count(None) < len(word.text):
                twice.setdefault(word.page, []).append(word.text)
            held[part] = [claim.owner] * len(word.text)
    accounts, issues = [], []
    for page in pages:
        counts: Counter[Owner] = Counter()
        lost = []
        for word in page.words:
            held = owners[page.number, word.index]
            for owner in set(held):
                counts[owner or Owner.UNPLACED] += held.count(owner)
            if None in held:
                lost.append(word.text)
        accounts.append(
            PageAccount(
                page=page.number,
                characters=sum(counts.values()) + page.duplicates + page.hidden,
                in_rows=counts[Owner.ROWS],
                in_facts=counts[Owner.FACTS],
                in_headings=counts[Owner.HEADINGS],
                in_furniture=counts[Owner.FURNITURE],
                in_prose=counts[Owner.PROSE],
                in_duplicates=page.duplicates,
                in_hidden=page.hidden,
                unplaced=counts[Owner.UNPLACED],
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
