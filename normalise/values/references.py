"""'See above', 'As item 7', 'Superseded by rec 15': pointers to another row. Find, then resolve.

Found by their form alone; resolved within one document, to one row or to none. A pointer to a row
that itself only points on is not followed: nobody printed that status.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from normalise.values.text import slug, tidy

KINDS = (
    r"(?:item|action|rec|recs|recommendation|point|number|no|ref|reference|row|target|task|objective)s?\.?"
)
REF = r"[a-z]{0,3}\d{1,3}(?:[.\-]\d{1,3})*(?: ?\([a-z]\)|[a-z])?"
SEE = (
    r"(?:please )?(?:but |now )?(?:see also|see under|see|as per|as for|as in|as under|as with|as|same as|"
    r"refer to|covered by|covered in|covered under|dealt with (?:by|in|under)|addressed (?:by|in|under)|"
    r"linked to)"
)
OF = r"(?:the )?(?:(?:status|response|comments?|update|progress|answer)s? (?:of|for|on|in|to|at|against) )?"
ABOVE = re.compile(
    rf"{SEE} {OF}(?:(?:previous|preceding) )?(?:{KINDS} )?above|{SEE} {OF}(?:previous|preceding)(?: {KINDS})?"
    r"|above|ditto|ditto above"
)
BELOW = re.compile(rf"{SEE} {OF}(?:{KINDS} )?below|{SEE} {OF}(?:next|following) {KINDS}")
ROW = re.compile(rf"{SEE} {OF}(?:above )?(?:{KINDS} )?({REF})(?:,? (?:above|below))?")
TAKEN_UP = re.compile(
    rf"(?:by|into|in|with|within|under|to) {OF}(?:new )?(?:{KINDS} )({REF})(?:,? (?:above|below))?"
)
TAKEN_UP_BARE = re.compile(rf"(?:by|into|with|within|under) ({REF})")


class Pointer(msgspec.Struct, frozen=True):
    """Words that mean another row: the one above, the one below, or the one with a printed reference."""

    where: Literal["above", "below", "ref"]
    ref: str | None = None


class Place(msgspec.Struct, frozen=True):
    """What a pointer can go by: the headings above a row and its printed reference."""

    section: tuple[str, ...]
    ref: str | None


def find(text: str) -> Pointer | None:
    """Read `text` as a pointer to another row and nothing else, or give None.

    'See comments' and 'See appendix 2' point to no row.
    """
    plain = tidy(text)
    if ABOVE.fullmatch(plain):
        return Pointer("above")
    if BELOW.fullmatch(plain):
        return Pointer("below")
    row = ROW.fullmatch(plain)
    return Pointer("ref", row[1]) if row else None


def find_after_status(text: str) -> Pointer | None:
    """Read what follows a status as the row that took the action up: 'by rec 15', 'into 2.1'."""
    plain = tidy(text)
    row = TAKEN_UP.fullmatch(plain) or TAKEN_UP_BARE.fullmatch(plain)
    return Pointer("ref", row[1]) if row else find(text)


def resolve(pointer: Pointer, at: int, rows: Sequence[Place]) -> int | str:
    """Return the index of the one row of `rows` that the pointer in row `at` means, or why there is none.

    'Above' and 'below' are the neighbouring row under the same heading. A reference is the row that
    prints it; where several do, the one under the same heading.
    """
    if pointer.where == "ref":
        return _by_reference(slug(pointer.ref or ""), at, rows)
    neighbour = at - 1 if pointer.where == "above" else at + 1
    if not 0 <= neighbour < len(rows):
        return f"there is no row {pointer.where}"
    if rows[neighbour].section != rows[at].section:
        return f"the row {pointer.where} stands under another heading"
    return neighbour


def _by_reference(ref: str, at: int, rows: Sequence[Place]) -> int | str:
    same = [i for i, row in enumerate(rows) if row.ref is not None and slug(row.ref) == ref]
    if not same and ref.isdigit():  # 'Rec 7' where the rows are printed R1, R2 ...
        same = [i for i, row in enumerate(rows) if row.ref and re.fullmatch(rf"[a-z]+{ref}", slug(row.ref))]
    if len(same) > 1:
        same = [i for i in same if rows[i].section == rows[at].section]
        if len(same) != 1:
            return f"more than one row has the reference '{ref}'"
    if not same:
        return f"no row has the reference '{ref}'"
    return same[0] if same[0] != at else "it points to itself"
