"""Files that no parser opens for a fault in a cross-reference table or the page tree, repaired.

Nothing is moved: what is wrong is overwritten with as many bytes that mean nothing.
"""

import re
from collections.abc import Callable

LAST = re.compile(rb"startxref\s+(\d{1,12})\b")
PREVIOUS = re.compile(rb"/Prev\s+(\d{1,12})\b")
END_OF_TABLE = re.compile(rb"startxref|\bstream\b")

IGNORED_KEY = b"/Gone"
"""Replaces `/Prev`: a key of the same length that means nothing."""

KIDS = re.compile(rb"/Kids\s*+\[[^\[\]]*+\]")
NULL = re.compile(rb"\bnull\b")


def without_circle(content: bytes) -> bytes | None:
    """Return the file with a circle of cross-reference tables broken where it closes; None if there is none.

    Each table may name the one before it. What is lost by breaking a circle was read already.
    """
    starts = LAST.findall(content)
    seen: set[int] = set()
    at = int(starts[-1]) if starts else len(content)
    while at < len(content):
        seen.add(at)
        end = END_OF_TABLE.search(content, at)
        before = PREVIOUS.search(content, at, end.start() if end else len(content))
        if before is None:
            return None
        at = int(before[1])
        if at in seen:
            return content[: before.start()] + IGNORED_KEY + content[before.start() + len(IGNORED_KEY) :]
    return None


def without_gaps(content: bytes) -> bytes | None:
    """Return the file without the `null` entries of its page tree; None if it has none."""
    repaired = KIDS.sub(lambda found: NULL.sub(b"    ", found[0]), content)
    return repaired if repaired != content else None


REPAIRS: tuple[tuple[Callable[[bytes], bytes | None], str], ...] = (
    (without_circle, "the file's cross-reference tables lead in a circle"),
    (without_gaps, "the file's page tree has gaps"),
)


def repair(content: bytes) -> tuple[bytes, str] | None:
    """Return the file without these faults, and which it had; None if it had none."""
    faults = []
    for method, fault in REPAIRS:
        if (repaired := method(content)) is not None:
            content = repaired
            faults.append(fault)
    return (content, " and ".join(faults)) if faults else None
