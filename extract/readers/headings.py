"""Headings: how they are set, and which of a family's they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from extract.families.registry import tidy
from extract.layout.paragraphs import Paragraph, is_heading

LONGEST = 160
"""No heading met so far has more characters."""


class Patterned(Protocol):
    """Anything told by a pattern."""

    @property
    def regex(self) -> str:
        """The pattern, matched against the tidied text of a heading."""
        ...


P = TypeVar("P", bound=Patterned)


def is_set_off(paragraph: Paragraph, usual: float) -> bool:
    """Return whether a paragraph is set as a heading: short, and bold or clearly larger than the text."""
    return is_heading(paragraph, usual) and len(paragraph.text) <= LONGEST


def style(paragraph: Paragraph) -> tuple[bool, bool, int]:
    """Return how a heading is set, so that headings of one rank compare equal."""
    return paragraph.bold, paragraph.italic, round(paragraph.size)


def matching(paragraph: Paragraph, patterns: Sequence[P]) -> P | None:
    """Return the first of a family's patterns that the whole heading matches, case aside."""
    if not patterns:
        return None
    text = tidy(paragraph.text).rstrip("?")
    return next((p for p in patterns if re.fullmatch(p.regex, text, re.IGNORECASE)), None)


def contents_pages(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Return the pages that are a table of contents: their headings head nothing."""
    return frozenset(p.page for p in paragraphs if len(p.lines) == 1 and tidy(p.text) == "contents")
