"""Files that no parser opens for a fault in their lists, and that open once it is put right.

Nothing is moved: what is wrong is written over with as many bytes that mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

LAST = re.compile(rb"startxref\s+(\d{1,12})\b")
BEFORE = re.compile(rb"/Prev\s+(\d{1,12})\b")
END_OF_LIST = re.compile(rb"startxref|\bstream\b")

SAME_LENGTH = b"/Gone"
"""Takes the place of `/Prev`: a word of its length that means nothing."""

LIST_OF_PAGES = re.compile(rb"/Kids\s*+\[[^\[\]]*+\]")
NOTHING = re.compile(rb"\bnull\b")


def without_circle(content: bytes) -> bytes | None:
    """Return the file with the circle broken where it closes; None if its lists lead to an end.

    Each list of parts may name the one before it. What is lost by breaking a circle was read already.
    """
    starts = LAST.findall(content)
    seen: set[int] = set()
    at = int(starts[-1]) if starts else len(content)
    while at < len(content):
        seen.add(at)
        end = END_OF_LIST.search(content, at)
        before = BEFORE.search(content, at, end.start() if end else len(content))
        if before is None:
            return None
        at = int(before[1])
        if at in seen:
            return content[: before.start()] + SAME_LENGTH + content[before.start() + len(SAME_LENGTH) :]
    return None


def without_gaps(content: bytes) -> bytes | None:
    """Return the file without the places in its lists of pages that hold none; None if there are no such."""
    repaired = LIST_OF_PAGES.sub(lambda found: NOTHING.sub(b"    ", found[0]), content)
    return repaired if repaired != content else None


REPAIRS: tuple[tuple[Callable[[bytes], bytes | None], str], ...] = (
    (without_circle, "the file's lists of its parts lead in a circle"),
    (without_gaps, "the file's list of its pages has gaps"),
)


def repair(content: bytes) -> tuple[bytes, str] | None:
    """Return the file without the faults that it has, and what they are; None if it has none of them."""
    faults = []
    for method, fault in REPAIRS:
        if (repaired := method(content)) is not None:
            content = repaired
            faults.append(fault)
    return (content, " and ".join(faults)) if faults else None
