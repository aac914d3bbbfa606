"""Printed dates, read the British way: day before month. A date that is not sure is not given.

Nothing is invented: an impossible day, a pair of dates, a year that could be one of two give no date
and say why. A document that prints the month first elsewhere leaves '04/05/2024' open.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from normalise.values.text import drop_footnote_marks, phrase, straighten, tidy
from normalise.values.timescales import timescale_file
from records.months import MONTH, MONTHS

EARLIEST, LATEST = 1990, 2060
RECENT = dt.timedelta(days=183)
"""A past event printed without its year is taken to lie within half a year of the document."""
LONGEST = dt.timedelta(days=200)
"""An inspection whose first and last day lie further apart was misread."""
WITHIN = 15
"""A year of two figures lies within so many years of the document: 'March 25' of 2012 is not March 2025."""

NAMED_MONTH = rf"(?P<month>{MONTH})"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>\d{4}|'?\d{2})"
WEEKDAY = rf"(?:(?P<weekday>{'|'.join(name.casefold() for name in calendar.day_name)}),? )?"
BY = r"(?:by |on |in |until |before |during |due |due by |date: ?|no later than )*(?:the )?"
WORDS = re.compile(rf"{BY}{WEEKDAY}{DAY}(?: of)?[ \-]{NAMED_MONTH}\.?,?(?:[ \-]{YEAR})?")
MONTH_FIRST = re.compile(rf"{BY}{WEEKDAY}{NAMED_MONTH}\.? {DAY},? (?P<year>\d{{4}})")
MARK = r" ?(?P<mark>[/.\-]) ?"
FIGURES = re.compile(
    rf"{BY}{WEEKDAY}(?P<day>\d{{1,2}}){MARK}(?P<month>\d{{1,2}}) ?(?P=mark) ?(?P<year>\d{{4}}|\d\d)"
)
ISO = re.compile(rf"{BY}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)")
MONTH_ONLY = re.compile(
    rf"{BY}(?:end (?:of )?)?"
    rf"(?:{NAMED_MONTH}\.?,?(?: of)?[ \-/]?{YEAR}|(?P<figure>\d{{1,2}})/(?P<full>\d{{4}}))"
)
QUARTER = re.compile(
    rf"{BY}(?:end (?:of )?)?q(?:tr |uarter )?(?P<quarter>[1-4])(?: of)?,? ?"
    r"(?P<year>20\d\d) ?[/\-] ?(?P<next>20\d\d|\d\d)"
)
IN_RUNNING_TEXT = re.compile(r"(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d\d)(?![\d/-])")
"""A date in figures within other words; figures parted by points can be the number of a paragraph."""
LINK = r"(?P<link>-|,|;|&|\b(?:to|and|until|between|from|inspection dates?|the)\b)"
PRINTED_DAY = rf"{WEEKDAY}{DAY}(?:(?: of)? ?{NAMED_MONTH}\.?,?)?(?: ?(?P<year>\d{{4}}))?(?![\d/])"
TOKEN = re.compile(rf"{PRINTED_DAY}|{LINK}|(?P<gap>\s+)|(?P<other>.)")


class Order(StrEnum):
    """Which of two figures of a date in a document is the day."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    """Some dates can only have the month first, and none can only have the day first."""
    MIXED = "mixed"
    """Some dates can only have the month first, and as many or fewer the day."""


class Day(msgspec.Struct, frozen=True):
    """A date as read. `exact` says whether the day itself is printed; `reason` why there is no date."""

    date: dt.date | None
    exact: bool = True
    reason: str | None = None


class Period(msgspec.Struct, frozen=True):
    """The first and the last day of an inspection, or why they are not known."""

    start: dt.date | None
    end: dt.date | None
    reason: str | None = None


def order_of(texts: Iterable[str]) -> Order:
    """Return the order of day and month that the dates in figures of a document's texts show.

    '06/30/2024' can only have the month first. Spreadsheets set up for the United States print such dates.
    """
    month_first, day_first = 0, 0
    for found in (found for text in texts for found in IN_RUNNING_TEXT.finditer(straighten(text))):
        first, second = int(found[1]), int(found[3])
        month_first += 1 <= first <= 12 < second <= 31
        day_first += 1 <= second <= 12 < first <= 31
    if not month_first or day_first > month_first:
        return Order.DAY_FIRST
    return Order.MIXED if day_first else Order.MONTH_FIRST


def read_date(
    raw: str, document: dt.date | None = None, past: bool = True, order: Order = Order.DAY_FIRST
) -> Day:
    """Read one printed date; '1 October' of something past takes its year from the date of the document.

    What is due has no such year: '31 March' may lie before the document or after it (`past` False).
    Where other dates of the document have the month first (`order`), two figures that could both be the
    month give no date: a spreadsheet may have turned some of its dates and left others as text.

    A month, and a quarter of a financial year (Q1 begins in April), stands for its last day, since what
    is due in September is late in October; `exact` is then False. Words that name no date ('Ongoing')
    give none and no reason.
    """
    text = _plain(raw)
    words = timescale_file()
    if not text or phrase(raw) in map(phrase, (*words.open_ended, *words.immediate)):
        return Day(None)
    for shape in (WORDS, MONTH_FIRST, FIGURES, ISO):
        found = shape.fullmatch(text)
        if found:
            turned = shape is FIGURES and order is not Order.DAY_FIRST
            return _day_or_month(found, document, order) if turned else _day(found, document, past)
    month = MONTH_ONLY.fullmatch(text)
    if month:
        number = int(month["figure"]) if month["figure"] else MONTHS[month["month"]]
        return _last_day(_year(month["full"] or month["year"], document), number)
    quarter = QUARTER.fullmatch(text)
    if quarter:
        first = int(quarter["year"])
        if int(quarter["next"]) % 100 != (first + 1) % 100:
            return Day(None, reason="the two years of the financial year do not follow each other")
        turn = int(quarter["quarter"])
        return _last_day(first, 3 + 3 * turn) if turn < 4 else _last_day(first + 1, 3)
    return Day(None, reason="no date that can be read with certainty")


def read_period(raw: str, published: dt.date | None = None) -> Period:
    """Read the dates of an inspection: '26 to 30 June 2023', '2 May – 25 May 2017', two visits with 'and'.

    A day without month takes the next month printed, a month without year the next year. Two visits
    give the start of the first and the end of the last.
    """
    text = re.sub(r"^[a-z ]*:\s*", "", _plain(raw))
    days: list[re.Match[str]] = []
    for found in TOKEN.finditer(text):
        if found["other"]:
            return Period(None, None, "words that are no part of a date")
        if found["day"]:
            days.append(found)
    if not days:
        return Period(None, None, "no date")
    read: list[dt.date] = []
    month, year = None, None
    for found in reversed(days):
        year = int(found["year"]) if found["year"] else year
        month = MONTHS[found["month"]] if found["month"] else month
        if month is None:
            return Period(None, None, "a day without a month")
        if year is None:
            year = _latest_year(int(found["day"]), month, published)
            if year is None:
                return Period(None, None, "the year is not printed")
        after = read[-1] if read else None
        date = _date(year, month, int(found["day"]))
        turned = after is not None and found["month"] is not None and month > after.month
        if turned and not found["year"]:
            year -= 1  # '29 November to 10 January 2022' begins in the year before
            date = _date(year, month, int(found["day"]))
        if date is None:
            return Period(None, None, "a day that does not exist")
        read.append(date)
    if read != sorted(read, reverse=True) or read[0] - read[-1] > LONGEST:
        return Period(None, None, "dates out of order or too far apart")
    return Period(read[-1], read[0])


def _plain(raw: str) -> str:
    """Return the tidied text, its dashes without spaces."""
    return re.sub(r" ?- ?", "-", tidy(drop_footnote_marks(raw)).replace("' ", "'"))


def _day_or_month(found: re.Match[str], document: dt.date | None, order: Order) -> Day:
    """Read a date in figures of a document that prints the month first elsewhere."""
    first, second = int(found["day"]), int(found["month"])
    if first != second and first <= 12 and second <= 12:
        return Day(None, reason="other dates of the document have the month first; this may be either day")
    if order is Order.MONTH_FIRST and first <= 12 < second:
        return _on(found, second, first, document, past=False)
    return _on(found, first, second, document, past=False)


def _day(found: re.Match[str], document: dt.date | None, past: bool) -> Day:
    month = int(found["month"]) if found["month"].isdigit() else MONTHS[found["month"]]
    return _on(found, int(found["day"]), month, document, past)


def _on(found: re.Match[str], day: int, month: int, document: dt.date | None, past: bool) -> Day:
    if found["year"]:
        year = _year(found["year"], document)
    else:
        year = _latest_year(day, month, document) if past else None
    if year is None:
        return Day(None, reason="the year is not printed or cannot be meant")
    date = _date(year, month, day)
    if date is None:
        return Day(None, reason="a day that does not exist")
    weekday = found.groupdict().get("weekday")
    if weekday and calendar.day_name[date.weekday()].casefold() != weekday:
        return Day(None, reason="the day of the week does not fit the date")
    return Day(date)


def _year(printed: str, document: dt.date | None) -> int | None:
    year = int(printed.strip("'"))
    if year < 100:
        year += 2000
        if document is not None and abs(year - document.year) > WITHIN:
            return None
    return year if EARLIEST <= year <= LATEST else None


def _latest_year(day: int, month: int, document: dt.date | None) -> int | None:
    """Return the year in which a past day lies within half a year before the document, if there is one."""
    if document is None:
        return None
    for year in (document.year, document.year - 1):
        date = _date(year, month, day)
        if date is not None and dt.timedelta(0) <= document - date <= RECENT:
            return year
    return None


def _date(year: int, month: int, day: int) -> dt.date | None:
    """Return the date, or None where the calendar has no such day."""
    try:
        return dt.date(year, month, day) if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None


def _last_day(year: int | None, month: int) -> Day:
    if year is None or not 1 <= month <= 12:
        return Day(None, reason="a month that does not exist")
    return Day(dt.date(year, month, calendar.monthrange(year, month)[1]), exact=False)
