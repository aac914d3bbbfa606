"""Files whose lists of parts lead in a circle: one of the parsers goes round until it fails, others stop."""

from __future__ import annotations

import re

LAST = re.compile(rb"startxref\s+(\d{1,12})\b")
BEFORE = re.compile(rb"/Prev\s+(\d{1,12})\b")
END_OF_LIST = re.compile(rb"startxref|\bstream\b")

SAME_LENGTH = b"/Gone"
"""Takes the place of `/Prev`: a word of its length that means nothing, so that no part moves."""


def without_circle(content: bytes) -> bytes | None:
    """Give the file with the circle broken where it closes; None if its lists lead to an end.

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
