"""Printed references of rows: pointers to another row, the ids that they give, and repeats.

Pointers ('See above', 'As item 7', 'Superseded by rec 15') are found by their form alone and resolved
within one document, to one row or to none. A pointer to a row that itself only points on is not followed:
nobody printed that status.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

import msgspec

from normalise.values.text import letters, slug, tidy

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
LABEL = re.compile(r"^\s*(?:[-–—•*]\s*|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+|and\s+)+", re.IGNORECASE)
"""What stands before a sentence or bullet: a dash, '2.', 'a)', '(ii)'."""
TEXT_LETTERS = 60
"""Folded letters of the text that count for the hash: enough to tell rows apart, few to outlive an edit."""


class Pointer(msgspec.Struct, frozen=True):
    """Words that mean another row: the one above, the one below, or the one with a printed reference."""

    where: Literal["above", "below", "ref"]
    ref: str | None = None


class Row(msgspec.Struct, frozen=True):
    """What a row is known by and pointed to: the headings above it, its printed reference, its text."""

    section: tuple[str, ...]
    ref: str | None
    text: str = ""


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


def resolve(pointer: Pointer, at: int, rows: Sequence[Row]) -> int | str:
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


def _by_reference(ref: str, at: int, rows: Sequence[Row]) -> int | str:
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


class Finding(msgspec.Struct, frozen=True):
    """Something odd in the printed numbers: its level and code, in words, and the row beside it."""

    level: str
    code: str
    message: str
    at: int


def repeated_references(rows: Sequence[Row]) -> list[Finding]:
    """Return the references that several rows have: a warning under one heading, else good to know."""
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


def recommendation_ids(document_id: str, rows: Sequence[Row]) -> list[str]:
    """Return each row of a document its id, in order.

    '<document_id>-<ref>' where the printed reference is unique in the document; else the document_id and
    eight digits of a hash of headings, reference and the beginning of the text, with '-2' for a second
    row of the same words.
    """
    slugs = [slug(row.ref) if row.ref else "" for row in rows]
    times = Counter(slugs)
    used: Counter[str] = Counter()
    ids = []
    for row, ref in zip(rows, slugs, strict=True):
        own = ref if ref and times[ref] == 1 else _hash(row)
        used[own] += 1
        ids.append(f"{document_id}-{own}" if used[own] == 1 else f"{document_id}-{own}-{used[own]}")
    return ids


def _hash(row: Row) -> str:
    parts = (*map(letters, row.section), letters(row.ref or ""), letters(row.text)[:TEXT_LETTERS])
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:8]
