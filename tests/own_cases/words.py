"""What is printed plainly and still is not the value itself: broken words, ditto marks, dates."""

from __future__ import annotations

from tests.own_cases.paper import HEADS, ROWS, WIDTHS, Case, Paper, Table, expected, tracker


def hyphens() -> Case:
    """Words parted at line ends, one of them truly with a hyphen; the text elsewhere shows each whole."""
    paper = Paper()
    page = paper.page()
    rows = [
        ("R1", "Extend the commis-\nsioning of advocacy", *ROWS[0][2:]),
        ("R2", "Set up a multi-\nagency panel on accom-\nmodation", *ROWS[1][2:]),
    ]
    tracker(page, rows)
    page.text(50, 300, "The commissioning of accommodation is led by the multi-agency board.", 10)
    texts = ("Extend the commissioning of advocacy", "Set up a multi-agency panel on accommodation")
    return (
        "o50-hyphens",
        paper.save(),
        expected(ROWS[:2], changed={(at, "text"): text for at, text in enumerate(texts)}),
    )


def broken_references() -> Case:
    """References broken by a narrow column, at a stroke and in the middle of a year."""
    paper = Paper()
    page = paper.page()
    refs = ("OSC/2022/014", "OSC/2022/015", "OSC/2022/016")
    rows = [(f"{ref[:6]}\n{ref[6:9]}\n{ref[9:]}", *row[1:]) for ref, row in zip(refs, ROWS, strict=False)]
    tracker(page, rows)
    return (
        "o51-references-broken",
        paper.save(),
        expected(ROWS[:3], changed={(at, "ref"): ref for at, ref in enumerate(refs)}),
    )


def as_above() -> Case:
    """'As above' in the lead's column and ditto marks for the date: words for what stands above."""
    paper = Paper()
    page = paper.page()
    rows = [ROWS[0], (*ROWS[1][:2], "As above", '"', ROWS[1][4]), ROWS[2]]
    tracker(page, rows)
    changed = {(1, "owner"): "As above", (1, "due"): '"', (1, "due_date"): None}
    return "o52-as-above", paper.save(), expected(ROWS[:3], changed=changed)


def too_narrow() -> Case:
    """Dates printed as '########', for which a spreadsheet's column was too narrow: told, never a value."""
    paper = Paper()
    page = paper.page()
    tracker(page, [[*row[:3], "########", row[4]] for row in ROWS])
    return "o53-overflowing-dates", paper.save(), expected()


def month_first() -> Case:
    """Dates of an American spreadsheet: one can be read both ways, the others only month first."""
    paper = Paper()
    page = paper.page()
    days = ("5/31/2022", "6/30/2022", "7/15/2022", "8/1/2022")
    tracker(page, [[*row[:3], day, row[4]] for row, day in zip(ROWS, days, strict=True)])
    changed: dict[tuple[int, str], str | None] = {(at, "due"): day for at, day in enumerate(days)}
    changed |= {
        (at, "due_date"): day for at, day in enumerate(("2022-05-31", "2022-06-30", "2022-07-15", None))
    }
    return "o54-month-first", paper.save(), expected(changed=changed)


def date_under_title() -> Case:
    """The day of the meeting stands alone between the title and the table, with its weekday."""
    paper = Paper()
    page = paper.page()
    page.text(50, 50, "Westmere Borough Council", 12, "F2")
    page.text(50, 70, "Children and Families Panel: recommendations tracker", 15, "F2")
    page.text(50, 98, "Thursday 16th June 2022", 10)
    Table(50, 116, WIDTHS, [HEADS, *ROWS]).words(page).ruled(page)
    return "o55-date-under-title", paper.save(), expected(facts={"meeting_date": "16 June 2022"})


CASES = (hyphens, broken_references, as_above, too_narrow, month_first, date_under_title)
