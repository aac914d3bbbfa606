"""Several columns that tell how an action stands: marks below statuses, and a status a quarter."""

from __future__ import annotations

from collections.abc import Sequence

from drawing import Sheet

from extract.document import read_document
from records.report import Report

EDGES = (50, 86, 230, 310, 370, 430, 500)


def read(head: Sequence[str], *rows: Sequence[str]) -> Report:
    sheet = Sheet()
    sheet.text(50, 40, "Anyshire improvement plan", bold=True, size=14)
    tops = tuple(80 + 40 * at for at in range(len(rows) + 2))
    sheet.grid(EDGES, tops, [["Ref", "Action", *head], *rows], header=True)
    return read_document(sheet.save())


def statuses(report: Report) -> list[str]:
    return [row.fields["status"].text for row in report.rows]


def test_marks_below_statuses_of_which_a_narrow_column_parts_a_word() -> None:
    head = ("Owner", "Complete", "In progr\ness", "Not started")
    report = read(
        head,
        ("1", "Train staff", "Head of Care", "x", "", ""),
        ("2", "Visit homes", "Head of Care", "", "x", ""),
    )
    assert statuses(report) == ["Complete", "In progress"]


def test_the_last_status_told_stands_where_the_latest_is_blank() -> None:
    head = ("Q1 status", "Q2 status", "Q3 status", "Owner")
    report = read(
        head,
        ("1", "Train staff", "Not started", "On track", "Complete", "Head of Care"),
        ("2", "Visit homes", "Not started", "On track", "", "Head of Care"),
        ("3", "Audit files", "Overdue", "", "", "Head of Care"),
        ("4", "Ask parents", "", "", "", "Head of Care"),
    )
    assert statuses(report) == ["Complete", "On track", "Overdue", ""]
    assert [list(row.earlier) for row in report.rows][:2] == [["Q1 status", "Q2 status"], ["Q1 status"]]
    assert [issue.row for issue in report.issues if issue.code == "earlier_status"] == [2, 3]


def test_the_first_date_stands_where_no_later_one_was_agreed() -> None:
    head = ("Owner", "Original date", "Revised date", "Status")
    report = read(
        head,
        ("1", "Train staff", "Head of Care", "May 2022", "", "Open"),
        ("2", "Visit homes", "Head of Care", "May 2022", "June 2022", "Open"),
        ("3", "Audit files", "Head of Care", "", "", "Open"),
    )
    assert [row.fields["due"].text for row in report.rows] == ["May 2022", "June 2022", ""]
    assert ["other: Original date" in row.fields for row in report.rows] == [False, True, True]
    assert [issue.row for issue in report.issues if issue.code == "other_due"] == [1]
