"""Printed numbers run on from their first without a gap, one for each row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from string import ascii_lowercase

import msgspec

from extract.checks.evidence import Checked, failed, name_of
from extract.families.column_roles import Role
from extract.layout.printed_numbers import COUNTED
from extract.readers.council_lists import ROMAN, read_label
from extract.readers.lists import says_none
from records.outcome import Issue
from records.report import RawRow

MOST_BEFORE = 9
"""The first number of a list that has lost some; higher ones are those of a report's paragraphs."""

SMALL_GAP = 3
"""Numbers that may be lost where they pass over others as a matter of course."""

MOST_NAMED = 5
"""Missing numbers that a message names."""

LEVELS = 2
"""Headings that tell one list of an inspection from another: its part and its own."""


class Number(msgspec.Struct, frozen=True):
    """A printed number: what stands before it, and its place in the sequence."""

    head: str
    place: int


Numbered = tuple[RawRow, Number]


def missing_numbers(checked: Checked) -> Iterator[Issue]:
    """Report numbers that are left out: their rows may be lost, or were never printed.

    A first number begins a sequence. Within it rows may stand in any order (a follow-up sorts them by status)
    and a number may come again (an action with two owners, '7a' and '7b' for 7); none may be missing.
    """
    for sequence in _sequences(checked.rows):
        missing = _missing({number.place for _, number in sequence}, coded=_coded(sequence[0][1].head))
        if missing:
            after, number = next(each for each in sequence if each[1].place > missing[0])
            yield _left_out(missing, after, [_printed(number, place) for place in missing])


def numbers_within_lists(checked: Checked) -> Iterator[Issue]:
    """Report numbers that are left out of the lists of an inspection, which number other paragraphs as well.

    They run on within a list and its parts, and the first list of a report begins with 1, or goes on from
    what is numbered above it. A number before words which say that there is nothing is no row, and is there.
    """
    paragraphs = checked.layout.paragraphs
    above = min(((r.page, r.box.top) for row in checked.rows for r in row.regions), default=(0, 0.0))
    numbered = [(p, number) for p in paragraphs if (number := p.number) is not None]
    present = {n for p, n in numbered if p.start < above or says_none(p.without_label().text)}
    before: tuple[tuple[str, ...], int] = ((), 0)
    for row in checked.rows:
        ref = row.fields.get(Role.REF)
        number = int(ref.text) if ref is not None and ref.text.isdigit() else None
        if number is None:
            continue
        section, last = before
        if number <= MOST_BEFORE if last == 0 else section == row.section[:LEVELS]:
            missing = sorted(set(range(last + 1, number)) - present)
            if missing:
                yield _left_out(missing, row, [f"'{place}'" for place in missing])
        before = row.section[:LEVELS], number


def _left_out(missing: Sequence[int], after: RawRow, printed: Sequence[str]) -> Issue:
    named = ", ".join(printed[:MOST_NAMED])
    more = "" if len(missing) <= MOST_NAMED else f" and {len(missing) - MOST_NAMED} more"
    return failed(
        "numbers_missing",
        f"No row has the number {named}{more}, but {name_of(after)} is there: rows may be lost.",
        page=after.regions[0].page if after.regions else None,
    )


def several_numbers(checked: Checked) -> Iterator[Issue]:
    """Report rows with more than one number: several rows were probably read as one."""
    for row in checked.rows:
        ref = row.fields.get(Role.REF)
        lines = [line for block in ref.blocks for line in block.text.split("\n")] if ref is not None else []
        parts = lines if len(lines) > 1 else (lines[0].split() if lines else [])
        heads = {number.head if (number := _read(part)) is not None else None for part in parts}
        if len(parts) > 1 and len(heads) == 1 and None not in heads:
            yield failed(
                "several_numbers",
                f"{name_of(row).capitalize()} has {len(parts)} numbers: several rows may be read as one.",
                page=row.regions[0].page if row.regions else None,
            )


def _missing(present: Set[int], *, coded: bool) -> list[int]:
    """Return the numbers that are left out between the first of a sequence and its last.

    The first is 1. Codes, and numbers of a report's paragraphs, begin anywhere and pass over many.
    """
    if not coded and min(present) <= MOST_BEFORE:
        return sorted(set(range(1, max(present))) - present)
    gaps = (range(one + 1, other) for one, other in pairwise(sorted(present)))
    return [number for gap in gaps if len(gap) <= SMALL_GAP for number in gap]


def _coded(head: str) -> bool:
    """Return whether a number's head is that of a code: 'CSC/2024/' is, '2.' and 'R' are not."""
    return re.search(r"\d", head) is not None and re.fullmatch(r"(?:\D*\d{1,2}\.)+", head) is None


def _sequences(rows: Sequence[RawRow]) -> list[list[Numbered]]:
    """Return rows by what stands before their numbers; a first number again opens another sequence."""
    cells = [row.fields.get(Role.REF) for row in rows]
    refs = [cell.text if cell is not None else "" for cell in cells]
    roman = all(set(_bare(ref).lower()) <= ROMAN.keys() for ref in refs if _bare(ref).isalpha())
    sequences: dict[str, list[list[Numbered]]] = {}
    for row, ref in zip(rows, refs, strict=True):
        number = _read(ref, roman=roman)
        if number is None:
            continue
        held = sequences.setdefault(number.head, [[]])
        if number.place == 1 and any(other.place > 1 for _, other in held[-1]) and _holds_first(held[-1]):
            held.append([])
        held[-1].append((row, number))
    return [sequence for held in sequences.values() for sequence in held]


def _holds_first(sequence: Sequence[Numbered]) -> bool:
    return any(number.place == 1 for _, number in sequence)


def _bare(ref: str) -> str:
    return " ".join(ref.split()).strip(".:)(")


def _read(ref: str, *, roman: bool = True) -> Number | None:
    """Return what a printed reference is: a number behind its head, a Roman number, a letter, or None."""
    text = _bare(ref)
    match = COUNTED.fullmatch(text)
    if match is not None:
        return Number(match["head"], int(match["number"]))
    labels = {
        label.kind.rstrip(".()"): label for label in (read_label(f"{text}. x") if text.isalpha() else ())
    }
    kind = "roman" if roman and "roman" in labels else "letter"
    return Number(kind, labels[kind].order[0]) if kind in labels else None


def _printed(number: Number, place: int) -> str:
    """Return how another number of the same sequence would be printed."""
    if number.head == "letter":
        return f"'{ascii_lowercase[place - 1]}'"
    return f"'{place}'" if number.head == "roman" else f"'{number.head}{place}'"
