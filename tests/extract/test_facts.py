"""The facts of documents that are no inspections: candidates of the header block, weighed together."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from drawing import Sheet

from extract.document import read_document
from extract.facts.choosing import choose, load_weights
from extract.facts.header_block import find_header_block
from extract.facts.printed_dates import DATE, key_of, runs_over
from extract.layout.page_layout import lay_out
from extract.layout.running_heads import by_browser
from extract.pdf.reader import read_pages
from records.report import Block, Candidate, Passage, Report

Printed = Sequence[tuple[float, str, float, bool]]
"""Lines of a page: top, words, size and whether bold."""

PROSE = (
    "The group met four times and heard from people who use the service, from those who work in it and from",
    "those who pay for it. What they said is told below, with what the group thinks should be done about it.",
    "It thanks all of them for their time, and for the care with which they answered its many questions.",
)
MINUTES: Printed = (
    (60, "UPPER DALE PARISH COUNCIL", 11.5, True),
    (74, "MINUTES OF THE MEETING HELD ON TUESDAY, 4 MARCH 2025", 11.5, True),
    (110, "A meeting was held in the Village Hall on Tuesday, 4 March 2025.", 11, False),
    (140, "1. Minutes", 11, True),
    (160, "The minutes of the meeting held on 4 February 2025 were confirmed and signed.", 11, False),
    (180, "2. Annual meeting", 11, True),
    (200, "RESOLVED: That the annual meeting be held on 22 April 2025.", 11, False),
    (240, "Date of the next meeting: 1 April 2025 at 8 pm.", 11, False),
    (300, "Chairman:", 11, False),
    (316, "Date: 1 April 2025", 11, False),
)
COVER: Printed = (
    (150, "Review of support for young carers", 30, True),
    (190, "Final report", 20, False),
    (260, "SEPTEMBER 2021", 12, False),
)
REPORT: Printed = (
    (60, "CITY COUNCIL STAFF REPORT", 16, True),
    (80, "MEETING DATE: May 6, 2020", 16, True),
    (120, "PREPARED BY: A Person, City Attorney", 12, False),
    (150, "EXTEND THE HOURS OF THE LIBRARY AT WEEKENDS", 14, True),
    (190, "RECOMMENDATION(S)", 12, True),
    (210, "Extend the hours that were set on March 13, 2019.", 12, False),
)


def report_of(*pages: Printed) -> Report:
    sheet = Sheet()
    for place, page in enumerate(pages):
        if place:
            sheet.canvas.showPage()
        for top, words, size, bold in page:
            sheet.text(60, top, words, size=size, bold=bold)
    return read_document(sheet.save())


def prose(top: float) -> Printed:
    return [(top + 14 * row, line, 11, False) for row, line in enumerate(PROSE)]


def facts(report: Report) -> dict[str, str]:
    return {name: passage.line for name, passage in report.facts.items()}


def test_a_line_of_years_and_a_word_is_soon_told_from_a_date() -> None:
    """A pattern with two ways to take each space takes twice as long for each year: this would not end."""
    years = " ".join(map(str, range(1968, 2028)))
    alone = load_weights().title.sign("date_alone")
    assert alone.seen_in(years)
    assert not alone.seen_in(f"{years} Total")


def test_minutes_are_dated_by_their_meeting() -> None:
    """Neither an earlier meeting nor the next, nor the day of signing."""
    found = facts(report_of(MINUTES))
    assert found["meeting_date"] == "4 MARCH 2025"
    assert "published" not in found
    assert "MINUTES OF THE MEETING" in found["title"]
    assert found["publisher"] == "UPPER DALE PARISH COUNCIL"


def test_a_cover_without_a_day_has_its_month() -> None:
    found = facts(report_of(COVER, prose(80)))
    assert found["title"] == "Review of support for young carers Final report"
    assert found["published"] == "SEPTEMBER 2021"


def test_labels_and_the_kind_of_paper_are_no_title() -> None:
    found = facts(report_of([*REPORT, *prose(300)]))
    assert found["title"] == "EXTEND THE HOURS OF THE LIBRARY AT WEEKENDS"
    assert found["meeting_date"] == "May 6, 2020"


def test_two_dates_with_like_signs_are_a_question() -> None:
    """The better of two that are as likely would be wrong in half of the papers, and look right."""
    page: Printed = (
        (100, "Plan for the library", 24, True),
        (150, "4 March 2025", 12, False),
        (170, "1 April 2025", 12, False),
    )
    report = report_of([*page, *prose(300)])
    assert {"published", "meeting_date"}.isdisjoint(report.facts)
    choice = next(each for each in report.choices if each.fact == "published")
    assert not choice.sure
    assert choice.second is not None
    assert {choice.best.passage.line, choice.second.passage.line} == {"4 March 2025", "1 April 2025"}
    assert "own line +3" in choice.best.evidence


def test_a_browser_dates_its_printing_not_the_paper() -> None:
    page: Printed = (
        (16, "11/24/25, 8:19 PM", 8, False),
        (100, "Review of the library", 24, True),
        (140, "Published 21 March 2024", 12, False),
        *prose(300),
        (819, "https://www.example.org/review-of-the-library 1/1", 8, False),
    )
    report = report_of(page)
    assert facts(report)["published"] == "21 March 2024"
    assert report.accounts[0].in_furniture == len(
        "11/24/25,8:19PMhttps://www.example.org/review-of-the-library1/1"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11/24/25, 8:19 PM Report of the panel", True),
        ("24/11/2025, 20:19", True),
        ("https://www.example.org/a/b 3/20", True),
        ("11/24/25 Report of the panel", False),
        ("www.example.org", False),
        ("24 November 2025", False),
    ],
)
def test_lines_of_a_browser(text: str, expected: bool) -> None:
    assert by_browser(text) is expected


def test_a_table_of_actions_is_no_header_block() -> None:
    sheet = Sheet()
    sheet.text(60, 60, "Review of the library", size=20, bold=True)
    sheet.grid(
        [60, 200, 400],
        [100, 130, 160],
        [["Action", "Status"], ["The parish council", "Done 4 March 2025"]],
    )
    pieces = find_header_block(lay_out(list(read_pages(sheet.save()))))
    assert [piece.text for piece in pieces] == ["Review of the library"]


@pytest.mark.parametrize(
    ("scores", "sure"),
    [([3.0], True), ([3.0, 2.0], True), ([3.0, 2.5], False), ([2.5], False), ([1.0], None)],
)
def test_a_candidate_needs_enough_and_a_margin(scores: list[float], sure: bool | None) -> None:
    candidates = [Candidate(Passage((Block(str(score)),), ()), score, ()) for score in scores]
    choice = choose("published", load_weights().date, candidates)
    assert (choice.sure if choice is not None else None) is sure


def test_the_day_of_an_accident_is_part_of_the_title_and_no_date_of_the_paper() -> None:
    page: Printed = (
        (200, "MARINE SAFETY INVESTIGATION REPORT M21", 22, True),
        (240, "Sinking of a fishing vessel near Anyport", 14, False),
        (260, "2 March 2021", 14, False),
    )
    imprint: Printed = (*prose(80), (700, "Any Board, Report M21 (released 24 January 2024).", 9, False))
    found = facts(report_of(page, imprint))
    assert found["published"] == "24 January 2024"
    assert found["title"].endswith("near Anyport 2 March 2021")
    assert "published" not in facts(report_of(page, prose(80)))


def test_a_report_to_a_meeting_has_both_days() -> None:
    page: Printed = (
        (40, "COUNCIL AGENDA: 26 January 2021", 10, True),
        (80, "Subject: Opening hours of the library at weekends", 12, True),
        (110, "Date: 4 January 2021", 12, False),
        (150, "RECOMMENDATION", 12, True),
        *prose(180),
    )
    found = facts(report_of(page))
    assert (found["meeting_date"], found["published"]) == ("26 January 2021", "4 January 2021")
    assert found["title"] == "Opening hours of the library at weekends"


def test_hour_and_place_are_no_part_of_the_title_of_minutes() -> None:
    page: Printed = (
        (40, "Minutes of a Meeting held on Tuesday 4 July 2017 at 7.00 pm in Any Hall", 14, True),
        *prose(120),
    )
    assert facts(report_of(page))["title"] == "Minutes of a Meeting held on Tuesday 4 July 2017"


def over_a_table(*lines: tuple[float, str, float, bool]) -> dict[str, str]:
    """Return the facts of a page with these lines over a small table of actions."""
    sheet = Sheet()
    for top, words, size, bold in lines:
        sheet.text(60, top, words, size=size, bold=bold)
    rows = [["No", "Action", "Status"], ["1", "Ask the schools.", "Complete"]]
    sheet.grid([60, 90, 350, 450], [200, 220, 240], rows, header=True)
    return facts(read_document(sheet.save()))


def test_lines_that_tell_of_a_plan_are_no_part_of_the_title_over_its_table() -> None:
    """A page with a table of actions is no cover, however little it prints."""
    title = (60.0, "Action log of the Health Panel", 15.0, True)
    found = over_a_table(title, (82, "Actions for the meeting on 21 June 2022", 10, False))
    assert found["title"] == "Action log of the Health Panel"
    found = over_a_table(title, (82, "Children and young people 2022 to 2025", 12, True))
    assert found["title"] == "Action log of the Health Panel Children and young people 2022 to 2025"


@pytest.mark.parametrize(
    ("words", "fact", "day"),
    [
        ("Review date: 1 October 2022", "published", None),
        ("Version 3. Review date: 1 October 2022", "published", None),
        ("Version 3. Due for review 1 October 2022", "published", None),
        ("Date of Cabinet meeting: 6 July 2022", "meeting_date", "6 July 2022"),
    ],
)
def test_the_day_of_a_review_to_come_is_no_date_of_the_paper(words: str, fact: str, day: str | None) -> None:
    found = over_a_table((60, "Action plan: libraries", 15, True), (82, words, 10, False))
    assert found.get(fact) == day
    assert {"published", "meeting_date"} & set(found) == ({fact} if day else set())


def test_the_heading_of_an_item_is_no_part_of_the_title_of_minutes() -> None:
    page: Printed = (
        (60, "Minutes of the Cabinet, 21 June 2022", 13, True),
        (90, "4. Rents", 11, True),
        (110, "RESOLVED:", 10, False),
        (130, "(1) That rents be raised by two per cent.", 10, False),
    )
    assert facts(report_of(page))["title"] == "Minutes of the Cabinet, 21 June 2022"


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("Report to: Cabinet", {"meeting_date": "7 June 2022"}),
        ("Report to: Housing Scrutiny Committee", {"meeting_date": "7 June 2022"}),
        ("Report to: A Person, Head of Parks", {"published": "7 June 2022"}),
        ("Report to: Chief Executive", {"published": "7 June 2022"}),
        ("Report to: A Person, Anyshire County Council", {"published": "7 June 2022"}),
        ("Report of: Cabinet Member for Parks", {"published": "7 June 2022"}),
    ],
)
def test_a_day_below_the_body_reported_to_is_that_of_its_meeting(
    above: str, expected: dict[str, str]
) -> None:
    page: Printed = ((40, above, 10, False), (56, "Date: 7 June 2022", 10, False))
    title = (90, "The future of our playgrounds", 15, True)
    found = facts(report_of([*page, title, (130, "1. Summary", 11, True), *prose(150)]))
    assert {name: found[name] for name in ("meeting_date", "published") if name in found} == expected


def test_a_person_with_a_post_is_no_publisher() -> None:
    office = (80, "Mary Example, Director, Audits Division", 12, False)
    found = report_of(
        (COVER[0], office, *((110 + 14 * at, line, 11, False) for at, line in enumerate(PROSE)))
    )
    assert "publisher" not in found.facts


@pytest.mark.parametrize(
    ("lines", "fact", "value"),
    [
        (
            [
                "Minutes of the Meeting of Little Dale Parish Council held on Monday 12th June",
                "2023 at 7.30pm",
            ],
            "meeting_date",
            "12th June 2023",
        ),
        (
            ["Record of decisions taken by Cabinet on Tuesday, 7", "February 2023"],
            "meeting_date",
            "7 February 2023",
        ),
        (["Annual Parish Meeting", "held on 9th May, 2022 at 7pm"], "meeting_date", "9th May, 2022"),
        (
            ["Safeguarding Board", "Thursday 3rd November 2016, 2.00 – 4.30pm, Room 1"],
            "meeting_date",
            "3rd November 2016",
        ),
        (
            ["Minutes of the Rivers Committee", "Meeting held on 14 March 2024 at 2 pm"],
            "meeting_date",
            "14 March 2024",
        ),
        (["Notes of meeting 20 January 2015"], "meeting_date", "20 January 2015"),
        (["Board meeting minutes", "2022-03-14"], "meeting_date", "2022-03-14"),
        (
            ["Fire safety in towers", "Laid before Parliament on 30 October 2019"],
            "published",
            "30 October 2019",
        ),
        (["Towers", "Ordered by the House to be printed 26 March 2019"], "published", "26 March 2019"),
    ],
)
def test_a_date_at_the_head_of_a_paper_is_found_however_it_is_said(
    lines: list[str], fact: str, value: str
) -> None:
    head = [(40 + 16 * at, line, 11, True) for at, line in enumerate(lines)]
    found = facts(report_of([*head, (110, "1. Summary", 11, True), *prose(130)]))
    assert found.get(fact) == value


def test_the_number_of_an_item_is_no_day_of_the_line_below() -> None:
    assert not runs_over("Agenda item 7", "May 2031")
    assert runs_over("held on Tuesday 7", "May 2031")
    assert not runs_over("The plan of 2030", "7 May 2031")


def test_a_cover_that_names_a_part_of_its_report_goes_on_below_it() -> None:
    cover = [
        (150, "Report of the Anyshire Rivers Inquiry", 26, True),
        (200, "Executive summary", 18, False),
        (260, "February 2031", 12, False),
    ]
    assert facts(report_of(cover, prose(60)))["published"] == "February 2031"


def test_a_name_alone_is_no_title_and_minutes_over_minutes_no_other_one() -> None:
    school = [(40, "St Any's Primary School", 16, True), (64, "Minutes of the governing body", 12, True)]
    assert "Minutes of the governing body" in facts(report_of([*school, *prose(110)]))["title"]
    twice = [(40, "MINUTES", 12, True), (64, "Minutes of a meeting on 2 May 2031", 12, True)]
    assert "Minutes of a meeting" in facts(report_of([*twice, *prose(110)]))["title"]


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("2031-05-13", (2031, 5, 13)),
        ("2031-13-05", None),
        ("5/13/2031", (2031, 5, 13)),
        ("29 February 2032", (2032, 2, 29)),
        ("29 February 2031", None),
        ("31/06/31", None),
        ("May 2031", (2031, 5, 0)),
    ],
)
def test_a_day_that_no_calendar_has_is_no_date(printed: str, key: tuple[int, int, int] | None) -> None:
    found = DATE.search(printed)
    assert found is not None
    assert key_of(found) == key
