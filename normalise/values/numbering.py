"""Printed numbers as a check: a count that skips or repeats may mean that a row was lost or read twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from normalise.values.references import Place
from normalise.values.text import slug

SMALL = 3
"""How many numbers may be missing between two headings before it is taken for a new count."""


class Finding(msgspec.Struct, frozen=True):
    """Something odd in the printed numbers: its level and code, in words, and the row beside it."""

    level: str
    code: str
    message: str
    at: int


def odd_numbers(rows: Sequence[Place]) -> list[Finding]:
    """Return the gaps and repeats in the printed numbers of a document's rows, in order.

    Numbers count on through a document or begin anew under each heading; both are sound. '15a' after
    15 is no gap. A number missing under its heading and nowhere else in the document is a warning,
    a few missing between two headings likewise; a repeat is one under one heading, and worth
    knowing between two.
    """
    return _repeats(rows) + _gaps(rows)


def _repeats(rows: Sequence[Place]) -> list[Finding]:
    refs = [slug(row.ref) if row.ref else "" for row in rows]
    beside = Counter((row.section, ref) for row, ref in zip(rows, refs, strict=True) if ref)
    anywhere, seen, found = Counter(ref for ref in refs if ref), set(), []
    for at, (row, ref) in enumerate(zip(rows, refs, strict=True)):
        if not ref or anywhere[ref] == 1 or ref in seen:
            continue
        seen.add(ref)
        under_one = any(beside[(other.section, ref)] > 1 for other in rows)
        where = "under one heading" if under_one else "under different headings"
        message = f"The reference '{row.ref}' is printed {anywhere[ref]} times, {where}."
        found.append(Finding("warning" if under_one else "info", "repeated_reference", message, at))
    return found


def _gaps(rows: Sequence[Place]) -> list[Finding]:
    """Find missing numbers among rows that share a heading and what stands before the last number."""
    runs: dict[str, dict[tuple[str, ...], dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for at, row in enumerate(rows):
        number = _number(row.ref)
        if number is not None:
            runs[number[0]][row.section].setdefault(number[1], at)
    return sorted(
        (gap for head, run in runs.items() for gap in _gaps_after(head, run)), key=lambda gap: gap.at
    )


def _gaps_after(head: str, runs: dict[tuple[str, ...], dict[int, int]]) -> Iterator[Finding]:
    """Return the gaps of all numbers that share `head`; `runs` holds number to row by heading."""
    everywhere = Counter(number for numbers in runs.values() for number in numbers)
    anew = any(times > 1 for times in everywhere.values())
    last = None
    for numbers in runs.values():
        lowest, highest = min(numbers), max(numbers)
        first = last + 1 if last is not None and not anew and 0 < lowest - last - 1 <= SMALL else lowest
        missing = sorted(set(range(first, highest)) - set(numbers if anew else everywhere))
        if missing:
            at = min(at for number, at in numbers.items() if number > missing[0])
            said = ", ".join(f"{head}{number}" for number in missing[:10])
            message = f"The printed numbers pass over {said}: look whether a row is missing."
            yield Finding("warning", "gap_in_references", message, at)
        last = highest if last is None else max(last, highest)


def _number(ref: str | None) -> tuple[str, int] | None:
    """Part '2.15a' into what stands before the last number and that number: ('2.', 15)."""
    plain = re.fullmatch(r"(.*?)(\d{1,3})(?:-?[a-z])?", slug(ref)) if ref else None
    return (plain[1], int(plain[2])) if plain else None
