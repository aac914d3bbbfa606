"""Whether rows are those of the truth: texts by letters and digits, other values as printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

FIELDS = {
    "ref": "ref",
    "agencies_raw": "owner_raw",
    "deadline": "due_raw",
    "status": "status_raw",
    "rag": "rag",
}
"""Columns of the dataset that are compared, by their names in the truth."""

INVENTED = {"agencies_raw", "deadline"}
"""Columns that must be blank where the truth has nothing; others may hold what has no column of its own."""

SAME = 60
"""Letters at the start of two texts that tell a row that is cut otherwise from another one."""


def folded(value: object) -> str:
    """Return letters and digits, small, with single spaces; "" for what is not there."""
    if value is None or value != value:
        return ""
    plain = unicodedata.normalize("NFKC", str(value)).replace("\u00ad", "").casefold()
    return re.sub(r"[\W_]+", " ", plain).strip()


def wanted(truth: Mapping[str, Any]) -> list[set[str]]:
    """Return for each row that is asked for its folded texts that are right."""
    return [set(_texts(row)) for row in truth["rows"] if not row.get("optional")]


def _texts(row: Mapping[str, Any]) -> Iterator[str]:
    for text in (row["action"], *(row.get("accept") or ())):
        yield folded(text)
        if row.get("title"):
            yield folded(f"{row['title']} {text}")


def right(texts: Sequence[str], rows: Sequence[set[str]]) -> int:
    """Return how many rows of the truth are among folded texts."""
    given = set(texts)
    return sum(not given.isdisjoint(accepted) for accepted in rows)


def is_exact(texts: Sequence[str], rows: Sequence[set[str]]) -> bool:
    """Return whether texts are those of the truth, each once, and no others."""
    return len(texts) == len(rows) and right(texts, rows) == len(rows)


def faults(truth: Mapping[str, Any], published: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what is wrong, in words, with published rows that nobody is asked to look at.

    A missing row is wrong unless its beginning stands in a row that somebody is asked to look at; values are
    compared where the text is right.
    """
    rows = [row for row in truth["rows"] if not row.get("optional")]
    left = [(folded(each["text"]), each) for each in published]
    found: list[str] = []
    for row in rows:
        accepted = set(_texts(row))
        at = next(
            (
                i
                for i, (text, _) in enumerate(left)
                if text in accepted or _with_title(left[i][1]) in accepted
            ),
            None,
        )
        if at is None:
            if not any(each["needs_review"] and _begin_alike(text, accepted) for text, each in left):
                found.append(f"missing: {row['action'][:SAME]!r}")
            continue
        _, each = left.pop(at)
        if not each["needs_review"]:
            found += _values(row, each)
    return found + [f"not asked for: {each['text'][:SAME]!r}" for _, each in left if not each["needs_review"]]


def _begin_alike(text: str, accepted: Iterable[str]) -> bool:
    return len(text) >= SAME and any(each.startswith(text[:SAME]) for each in accepted)


def _with_title(each: Mapping[str, Any]) -> str:
    return folded(f"{each.get('title') or ''} {each['text']}")


def _values(row: Mapping[str, Any], each: Mapping[str, Any]) -> Iterator[str]:
    """Yield which values differ; an answer may stand in `status_raw` with its reasons behind it."""
    for name, column in FIELDS.items():
        asked, given = folded(row.get(name)), folded(each[column])
        reasoned = name == "status" and given.startswith(f"{asked} ")
        if given != asked and not reasoned and (asked or name in INVENTED):
            yield f"{column}: {each[column]!r} for {row.get(name)!r}"
