"""Lines of Hebrew and Arabic in reading order: a page gives letters by place, so such words run backwards."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.layout.lines import group_lines
from records.pages import Word

LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""A letter that is written from right to left."""

LEFT_TO_RIGHT = re.compile(r"[0-9A-Za-z\u00c0-\u024f](?:[ .,:/%+\u2013-]*[0-9A-Za-z\u00c0-\u024f])*")
"""Numbers and words of other scripts, which run from left to right within such a line."""

BRACKETS = str.maketrans("()[]{}«»<>", ")(][}{»«><")


def is_right_to_left(text: str) -> bool:
    """Return whether most letters of a text are written from right to left."""
    backwards = len(LETTER.findall(text))
    return backwards > 0 and 2 * backwards >= sum(map(str.isalpha, text))


def in_reading_order(line: str) -> str:
    """Return a line, given by place from left to right, as it is read; other lines stay as they are."""
    if not is_right_to_left(line):
        return line
    turned = line[::-1].translate(BRACKETS)
    return LEFT_TO_RIGHT.sub(lambda run: run.group()[::-1], turned)


def read_lines(words: Iterable[Word]) -> str | None:
    """Return the text of words, line by line in reading order; None if none is written from right to left."""
    listed = list(words)
    if not any(LETTER.search(word.text) for word in listed):
        return None
    return " ".join(
        in_reading_order(" ".join(word.text for word in line.words)) for line in group_lines(listed)
    )
