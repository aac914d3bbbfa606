"""Captions above tables, and the sources and notes below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.blocks.chunks import TextLine

CAPTION = re.compile(
    r"(?:table|figure|fig\.|chart|exhibit|appendix|annex|box|map|graph|tabelle|tableau|tabla|tabella|quadro)\s*"
    r"(?:[A-Z]{0,3}[-.]?\d|[IVX]+\b|[A-Z]\b|:)",
    re.IGNORECASE,
)
"""How the line over a table opens: the word and a number."""

SOURCE = re.compile(
    r"(?:sources?|notes?|nb|n\.b\.|abbreviations?|key|legend|see (?:also|notes?))\b\s*[:.\-–—]"
    r"|source\b|\(?(?:\*+|[†‡§¹²³]|[a-z]\)|\d\))\s*\S|—continued",
    re.IGNORECASE,
)
"""How the lines under a table open."""


def is_caption(line: TextLine) -> bool:
    """Return whether a line is the caption of a table or figure."""
    return len(line.chunks) < 3 and CAPTION.match(line.text) is not None


def is_source(line: TextLine) -> bool:
    """Return whether a line tells the source of a table or explains its marks."""
    return SOURCE.match(line.text) is not None and not line.chunks[-1].numeric


def part_captions(
    lines: Sequence[TextLine],
) -> tuple[list[TextLine], list[TextLine], list[TextLine]]:
    """Part lines into the caption at their head, the table, and what stands at its foot.

    A caption goes on to the last line of one chunk before the first of several; sources begin at the
    first line that opens as one, where no line below holds several chunks.
    """
    start = 0
    opens = next((at for at, line in enumerate(lines) if is_caption(line)), None)
    several = next(
        (at for at, line in enumerate(lines) if len(line.chunks) > 1 and not is_caption(line)), len(lines)
    )
    if opens is not None and opens <= several:
        start = max(several, opens + 1)
    end = len(lines)
    for at in range(len(lines) - 1, start, -1):
        if len(lines[at].chunks) > 2 and not is_source(lines[at]):
            break
        if is_source(lines[at]):
            end = at
    return list(lines[:start]), list(lines[start:end]), list(lines[end:])
