"""Dates are read the British way; one that is not sure is not given."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalise.values.dates import Day, Order, Period, order_of, read_date, read_period

DOCUMENT = dt.date(2012, 10, 2)


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("2nd October 2012", "2012-10-02"),
        ("11TH FEBRUARY 2014", "2014-02-11"),
        ("Tuesday 2nd October 2012", "2012-10-02"),
        ("1 October", "2012-10-01"),
        ("28 September", "2012-09-28"),
        ("1st of May, 2013", "2013-05-01"),
        ("2 Oct 12", "2012-10-02"),
        ("31/03/2014", "2014-03-31"),
        ("31/03/13", "2013-03-31"),
        ("03/04/2013", "2013-04-03"),
        ("30.04.2013", "2013-04-30"),
        ("31-3-13", "2013-03-31"),
        ("2013-03-31", "2013-03-31"),
        ("1 January 1990", "1990-01-01"),
        ("By 31 March 2014", "2014-03-31"),
        ("October 2, 2012", "2012-10-02"),
        ("2 – Oct – 2012", "2012-10-02"),
        ("2 October", "2012-10-02"),
        ("2 April", "2012-04-02"),
        ("2 Oct 27", "2027-10-02"),
    ],
)
def test_a_day_is_read(printed: str, date: str) -> None:
    assert read_date(printed, DOCUMENT) == Day(dt.date.fromisoformat(date))


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("September 2013", "2013-09-30"),
        ("Sept 13", "2013-09-30"),
        ("Sept ’13", "2013-09-30"),
        ("Sept ’ 13", "2013-09-30"),
        ("Feb 2016", "2016-02-29"),
        ("January 2013", "2013-01-31"),
        ("by end of March 2014", "2014-03-31"),
        ("12/2013", "2013-12-31"),
        ("Q1 2013/14", "2013-06-30"),
        ("Q3 2013/14", "2013-12-31"),
        ("Q3 2013/2014", "2013-12-31"),
        ("Q4 2013-14", "2014-03-31"),
        ("Quarter 4 2013/14", "2014-03-31"),
    ],
)
def test_a_month_or_quarter_stands_for_its_last_day(printed: str, date: str) -> None:
    assert read_date(printed, DOCUMENT) == Day(dt.date.fromisoformat(date), exact=False)


@pytest.mark.parametrize(
    ("reason", "printed"),
    [
        (
            "a day that does not exist",
            ("31/02/2013", "29 February 2013", "04/25/2013", "13/13/13"),
        ),
        ("the day of the week does not fit the date", ("Monday 2 October 2012",)),
        (
            "the year is not printed or cannot be meant",
            ("31 March", "1 April", "2 October 1812", "2 Oct 28", "2 Oct 97"),
        ),
        ("a month that does not exist", ("March 65", "Sept 40", "13/2013", "March 1812", "January 2061")),
        ("the two years of the financial year do not follow each other", ("Q3 2013/15",)),
        (
            "no date that can be read with certainty",
            (
                *("December", "03/13", "12/13", "2013/14", "Q4", "Q3 2013", "Q5 2013/14", "Spring 2014"),
                *("mid March 2014", "31/03/13 revised to 30/06/13", "1 Oct 2012 and 2 Oct 2012"),
                *("within 3 months", "2nd Ocotber 2012", "from 31 May 2012"),
            ),
        ),
    ],
)
def test_a_date_that_is_not_sure_is_not_given(reason: str, printed: tuple[str, ...]) -> None:
    assert [read_date(each, DOCUMENT) for each in printed] == [Day(None, reason=reason)] * len(printed)


@pytest.mark.parametrize("printed", ["Ongoing", "TBC", "asap", "Immediately", "Complete", ""])
def test_words_that_name_no_date_raise_no_doubt(printed: str) -> None:
    assert read_date(printed, DOCUMENT) == Day(None)


@pytest.mark.parametrize(
    ("printed", "document", "past"),
    [
        ("1 October", None, True),
        ("31 January", DOCUMENT, True),
        ("1 October", DOCUMENT, False),
        ("3 October", DOCUMENT, True),
    ],
)
def test_a_day_without_a_year_needs_a_recent_document(
    printed: str, document: dt.date | None, past: bool
) -> None:
    assert read_date(printed, document, past).date is None


def test_a_day_without_a_year_may_lie_in_the_year_before_the_document() -> None:
    assert read_date("20 December", dt.date(2013, 1, 10)).date == dt.date(2012, 12, 20)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)))
def test_every_printed_form_of_a_day_is_that_day(date: dt.date) -> None:
    for form in ("%d/%m/%Y", "%d %B %Y", "%d.%m.%Y", "%A %d %b %Y", "%Y-%m-%d"):
        assert read_date(date.strftime(form)).date == date


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("Inspection dates: 11 November 2019 to 22 November 2019", "2019-11-11", "2019-11-22"),
        ("6 March to 30 March 2017", "2017-03-06", "2017-03-30"),
        ("26 to 30 June 2023", "2023-06-26", "2023-06-30"),
        ("8-12 October 2018", "2018-10-08", "2018-10-12"),
        ("13 – 24 May 2019", "2019-05-13", "2019-05-24"),
        ("16 January 2017–9 February 2017", "2017-01-16", "2017-02-09"),
        ("30 October to 3 November 2023", "2023-10-30", "2023-11-03"),
        ("29 November to 10 January 2022", "2021-11-29", "2022-01-10"),
        ("8 to 12 November 2021 and 6 to 10 December 2021", "2021-11-08", "2021-12-10"),
        ("29 November to 10 December 2021 and 24 to 28 January 2022", "2021-11-29", "2022-01-28"),
        ("3 to 7 and 17 to 21 June 2019", "2019-06-03", "2019-06-21"),
        ("Between 8 October 2018 and 12 October 2018", "2018-10-08", "2018-10-12"),
        ("from 5 to 9 February 2024", "2024-02-05", "2024-02-09"),
        ("16 May and 20 May", "2016-05-16", "2016-05-20"),
        ("5 June 2019", "2019-06-05", "2019-06-05"),
        ("Monday 3 to Friday 7 June 2019", "2019-06-03", "2019-06-07"),
        ("1 January 2018 to 20 July 2018", "2018-01-01", "2018-07-20"),
    ],
)
def test_the_dates_of_an_inspection(printed: str, start: str, end: str) -> None:
    read = read_period(printed, dt.date(2016, 6, 29))
    assert (read.start, read.end) == (dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    assert read.reason is None


@pytest.mark.parametrize(
    ("printed", "published", "reason"),
    [
        ("12 to 8 May 2018", None, "dates out of order or too far apart"),
        ("31 April to 3 May 2018", None, "a day that does not exist"),
        ("10 December 2018 to 5 January 2018", None, "dates out of order or too far apart"),
        ("1 January 2018 to 21 July 2018", None, "dates out of order or too far apart"),
        ("16 to 20 May", None, "the year is not printed"),
        ("16 to 20 May", dt.date(2016, 5, 18), "the year is not printed"),
        ("8 to 12", None, "a day without a month"),
        ("May 2018", None, "words that are no part of a date"),
        ("week commencing 5 June 2019", None, "words that are no part of a date"),
        ("", None, "no date"),
    ],
)
def test_dates_of_an_inspection_that_are_not_sure(
    printed: str, published: dt.date | None, reason: str
) -> None:
    assert read_period(printed, published) == Period(None, None, reason)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["06/30/2024", "04/05/2024"], Order.MONTH_FIRST),
        (["Done on 6-30-24.", "1/2/2024"], Order.MONTH_FIRST),
        (["06/30/2024", "30/06/2024"], Order.MIXED),
        (["06/31/2024", "30/06/2024", "31/07/2024"], Order.DAY_FIRST),
        (["04/05/2024", "30/06/2024"], Order.DAY_FIRST),
        (["04/05/2024"], Order.DAY_FIRST),
        (["See 3.15.20 and 2024/06/30", "2024-06-30", "13/45/2024", "0/15/2024"], Order.DAY_FIRST),
        (["case 11/06/30/2024"], Order.DAY_FIRST),
        ([], Order.DAY_FIRST),
    ],
)
def test_dates_that_can_be_read_one_way_show_the_order_of_all(texts: list[str], order: Order) -> None:
    assert order_of(texts) == order


@pytest.mark.parametrize(
    ("printed", "order", "date"),
    [
        ("06/30/2024", Order.MONTH_FIRST, "2024-06-30"),
        ("By 6/30/24", Order.MONTH_FIRST, "2024-06-30"),
        ("05/05/2024", Order.MONTH_FIRST, "2024-05-05"),
        ("30 June 2024", Order.MONTH_FIRST, "2024-06-30"),
        ("2024-06-03", Order.MONTH_FIRST, "2024-06-03"),
        ("30/06/2024", Order.MIXED, "2024-06-30"),
        ("04/05/2024", Order.MONTH_FIRST, None),
        ("04/05/2024", Order.MIXED, None),
        ("06/30/2024", Order.MIXED, None),
        ("06/30/2024", Order.DAY_FIRST, None),
        ("04/05/2024", Order.DAY_FIRST, "2024-05-04"),
        ("06/31/2024", Order.MONTH_FIRST, None),
        ("Monday 06/30/2024", Order.MONTH_FIRST, None),
    ],
)
def test_a_date_in_figures_is_read_in_the_order_of_its_document(
    printed: str, order: Order, date: str | None
) -> None:
    read = read_date(printed, past=False, order=order)
    assert read.date == (dt.date.fromisoformat(date) if date else None)
    assert (read.reason is None) == (date is not None)
