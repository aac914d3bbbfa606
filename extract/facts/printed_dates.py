"""Dates as papers print them: a day, or a month with its year."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from typing import TypeAlias

from records.months import MONTH, MONTHS

WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\W+)?(?:the\s+)?"

DATE = re.compile(
    rf"(?<![\w/.])(?:"
    rf"(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?[\s-]+(?P<month>{MONTH})\b[.,]?[\s-]+(?P<year>(?:19|20)\d\d)"
    rf"|(?P<month2>{MONTH})\b\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)"
    rf"|(?P<day3>\d{{1,2}})(?P<mark>[/.-])(?P<month3>\d{{1,2}})(?P=mark)(?P<year3>(?:19|20)\d\d|\d\d)(?![/\d])"
    rf"|(?P<year5>(?:19|20)\d\d)-(?P<month5>\d\d)-(?P<day5>\d\d)(?![-\d])"
    rf"|(?P<month4>{MONTH})\b[.,]?[\s-]+(?P<year4>(?:19|20)\d\d)(?![/–-]\d)"
    rf")",
    re.IGNORECASE,
)
"""A printed day, or a month with its year."""

NUMBERED = re.compile(
    r"\b(?:item|no|nos|number|part|page|version|volume|appendix)\.?\s*\d+\s*$", re.IGNORECASE
)
"""The end of a line whose number is no day."""

TAIL = 40
"""Letters at the end of a line in which a date begins that the next line ends."""

Key: TypeAlias = tuple[int, int, int]
"""Year, month and day; the day is 0 where only the month is printed."""


def key_of(match: re.Match[str]) -> Key | None:
    """Return what a date that `DATE` found says, None for one that no calendar has."""
    year = int(match["year"] or match["year2"] or match["year3"] or match["year4"] or match["year5"])
    named = match["month"] or match["month2"] or match["month4"]
    month = MONTHS[named.casefold()] if named else int(match["month3"] or match["month5"])
    day = int(match["day"] or match["day2"] or match["day3"] or match["day5"] or 0)
    if month > 12 and not match["year5"]:
        month, day = day, month
    year += 2000 if year < 100 else 0
    with suppress(ValueError):
        dt.date(year, month, day or 1)
        return year, month, day
    return None


def runs_over(above: str, text: str) -> bool:
    """Return whether a date begins at the end of one line and ends on the next: 'Tuesday, 7 May', '2031'."""
    tail = above[-TAIL:].rstrip()
    if NUMBERED.search(tail):
        return False
    joined = DATE.finditer(f"{tail} {text}")
    return any(found.start() < len(tail) < found.end() for found in joined)
