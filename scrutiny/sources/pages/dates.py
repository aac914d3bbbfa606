"""Dates as sites write them, in English."""

import datetime as dt
import re

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
IN_WORDS = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})\b")
MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
IN_FIGURES = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)(?!\d)")


def first_date(text: str) -> dt.date | None:
    """Return the first date that stands in a text, None if there is none."""
    return next(iter(dates(text)), None)


def dates(text: str) -> list[dt.date]:
    """Return the dates that stand in a text, in their order; in figures days come before months.

    `5 March 2024`, `5th Mar 2024`, `05-Mar-2024`, `March 5, 2024`, `05/03/2024` and `2024-03-05` are dates.
    """
    found: list[tuple[int, dt.date]] = []
    for pattern, order in (
        (IN_WORDS, (3, 2, 1)),
        (MONTH_FIRST, (3, 1, 2)),
        (IN_FIGURES, (3, 2, 1)),
        (ISO, (1, 2, 3)),
    ):
        for match in pattern.finditer(text):
            year, month, day = (match[group] for group in order)
            number = int(month) if month.isdecimal() else _month(month)
            try:
                found.append((match.start(), dt.date(int(year), number, int(day))))
            except ValueError:  # 'Item 12 Wards 2024' is none
                continue
    return [date for _, date in sorted(found)]


def _month(name: str) -> int:
    """Return the number of a month by its name or the beginning of it, 0 for other words."""
    short = name[:3].lower()
    whole = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
             "october", "november", "december")  # fmt: skip
    number = MONTHS.index(short) + 1 if short in MONTHS else 0
    return number if number and (whole[number - 1].startswith(name.lower()) or name.lower() == "sept") else 0
