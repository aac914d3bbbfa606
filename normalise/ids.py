"""Identities of recommendations: the same row keeps its id when other rows come and go."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

import msgspec

from normalise.values.text import letters, slug

TEXT_LETTERS = 60
"""Folded letters of the text that count for the hash: enough to tell rows apart, few to outlive an edit."""


class Row(msgspec.Struct, frozen=True):
    """What a recommendation is known by: its headings, its printed reference, its text."""

    section: tuple[str, ...]
    ref: str | None
    text: str


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
