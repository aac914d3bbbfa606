"""Inspection reports, each drawn to show one difficulty."""

from __future__ import annotations

import pytest
from drawing import Sheet
from drawn_inspections import ASPECTS, PROSE, TABLE, first_page, improve, plain_sif, read

from records.outcome import Problem, State


def test_grades_stand_with_the_label_in_their_row_also_when_both_wrap() -> None:
    def draw(sheet: Sheet) -> None:
        first_page(sheet)
        improve(sheet, [["The timeliness of assessments."]])

    report = read(draw)
    assert (report.family, report.state) == ("ofsted_ilacs", State.OK)
    assert [(j.aspect.text, j.grade.text) for j in report.judgements] == [
        (aspect.replace("\n", " "), grade.replace("\n", " ")) for aspect, grade in ASPECTS[1:]
    ]


def test_an_empty_grade_moves_no_other_grade_up() -> None:
    """Taken in order of appearance, each grade below the gap would go to the wrong aspect."""

    def draw(sheet: Sheet) -> None:
        sheet.text(72, 60, "Inspection of Anyshire local authority children’s services", size=20)
        sheet.text(72, 125, "Inspection dates: 3 to 7 June 2024")
        sheet.text(72, 150, "Lead inspector: A Person, HMI")
        rows = [list(row) for row in ASPECTS]
        rows[2][1] = ""
        sheet.grid(TABLE, (180, 200, 230, 260, 280, 300, 320), rows, header=True)
        improve(sheet, [["The timeliness of assessments."]])

    graded = {j.aspect.text: j.grade.text for j in read(draw).judgements}
    assert graded["The experiences and progress of children in care"] == "Good"
    assert graded["The experiences and progress of care leavers"] == "Outstanding"
    assert len(graded) == 4


def test_bullets_are_items_over_lines_and_over_a_page_break() -> None:
    def draw(sheet: Sheet) -> None:
        first_page(sheet)
        sheet.new_page()
        sheet.lines(72, 60, PROSE)
        sheet.text(72, 700, "What needs to improve", bold=True, size=14)
        sheet.text(72, 730, "•")
        sheet.lines(90, 730, ["The quality of plans, so that children", "know what will"])
        sheet.new_page()
        sheet.lines(90, 60, ["happen and when."])
        sheet.text(72, 85, "•")
        sheet.lines(90, 85, ["The timeliness of assessments."])
        sheet.text(72, 120, "The experiences and progress of children in care: good", bold=True, size=14)
        sheet.lines(72, 150, PROSE)

    report = read(draw)
    assert [row.fields["text"].text for row in report.rows] == [
        "The quality of plans, so that children know what will happen and when.",
        "The timeliness of assessments.",
    ]
    assert [sorted({region.page for region in row.regions}) for row in report.rows] == [[2, 3], [3]]
    assert {row.section for row in report.rows} == {("What needs to improve",)}


@pytest.mark.parametrize(
    ("dates", "lead", "expected_dates", "expected_lead"),
    [
        (
            "Inspection dates: 3 to 7 June 2024",
            "Lead inspector: A Person, His Majesty’s Inspector",
            "3 to 7 June 2024",
            "A Person, His Majesty’s Inspector",
        ),
        (
            "Inspection dates: 12 to 16 July and 2 to 6 August 2021",
            "Lead inspectors: A Person HMI and B Person HMI",
            "12 to 16 July and 2 to 6 August 2021",
            "A Person HMI and B Person HMI",
        ),
        ("Inspection date: 3 to 7 June 2024", "Lead inspector: A Person", "3 to 7 June 2024", "A Person"),
    ],
)
def test_dates_and_inspectors_are_taken_as_printed(
    dates: str, lead: str, expected_dates: str, expected_lead: str
) -> None:
    def draw(sheet: Sheet) -> None:
        first_page(sheet, dates, lead)
        improve(sheet, [["The timeliness of assessments."]])

    facts = read(draw).facts
    assert facts["inspection_dates"].text == expected_dates
    assert facts["lead_inspector"].text == expected_lead
    assert facts["area"].text == "Anyshire"
    assert facts["title"].text == "Inspection of Anyshire local authority children’s services"


def test_a_value_in_the_next_column_belongs_to_its_label() -> None:
    def draw(sheet: Sheet) -> None:
        first_page(sheet, "Inspection dates:", "Lead inspector: A Person")
        sheet.text(260, 125, "3 to 7 June 2024")
        improve(sheet, [["The timeliness of assessments."]])

    assert read(draw).facts["inspection_dates"].text == "3 to 7 June 2024"


def test_a_report_without_its_list_is_partial_and_says_why() -> None:
    report = read(first_page)
    assert (report.state, report.problem) == (State.PARTIAL, Problem.UNMET_EXPECTATION)
    assert "0 recommendations were found" in report.problem_detail


def sif(sheet: Sheet) -> None:
    """A report of 2013 to 2017: merged sub-aspects, an overall sentence, two parts with numbered lists."""
    sheet.text(72, 40, "Anyshire County Council", size=24)
    sheet.text(
        72, 75, "Inspection of services for children in need of help and protection,", bold=True, size=13
    )
    sheet.text(72, 91, "children looked after and care leavers", bold=True, size=13)
    sheet.text(72, 112, "Inspection dates: 3 March to 27 March 2015")
    sheet.text(72, 130, "Report published: 8 June 2015")
    sheet.text(75, 162, "Children’s services in Anyshire require improvement", bold=True, size=13)
    left, sub, mid, right = 72, 110, 380, 520
    tops = (160, 185, 205, 235, 255, 275, 295)
    for top in tops:
        sheet.rule(sub if top == 255 else left, top, right, top)
    sheet.rule(left, 160, left, 295)
    sheet.rule(right, 160, right, 295)
    sheet.rule(mid, 185, mid, 295)
    sheet.rule(sub, 235, sub, 275)
    labels = [
        (left, 187, ["1. Children who need help and protection"]),
        (left, 207, ["2. Children looked after and achieving", "permanence"]),
        (sub, 237, ["2.1 Adoption performance"]),
        (sub, 257, ["2.2 Experiences and progress of care leavers"]),
        (left, 277, ["3. Leadership, management and governance"]),
    ]
    for x, top, label in labels:
        sheet.lines(x + 3, top, label, size=10)
    grades = ("Requires improvement", "Good", "Outstanding", "Inadequate", "Good")
    for (_, top, _), grade in zip(labels, grades, strict=True):
        sheet.text(mid + 3, top, grade, size=10)
    for place in range(4):
        sheet.lines(72, 320 + 35 * place, PROSE)
    sheet.new_page()
    sheet.text(72, 40, "The local authority", bold=True, size=16)
    sheet.text(72, 64, "Recommendations", bold=True, size=14)
    sheet.lines(72, 90, ["1.  Ensure that plans are clear. This means that:"])
    for place, item in enumerate(["dates are set;", "children are asked; and", "managers check."]):
        sheet.text(100, 106 + 14 * place, "•")
        sheet.text(116, 106 + 14 * place, item)
    sheet.lines(
        72, 160, ["2.  Improve supervision so that social workers can think", "      about what they do."]
    )
    sheet.text(72, 210, "Summary for children and young people", bold=True, size=14)
    sheet.text(72, 240, "•")
    sheet.text(90, 240, "Most children get help when they need it.")
    sheet.text(72, 270, "Lead inspector: A Person HMI")
    sheet.new_page()
    sheet.text(72, 60, "The Local Safeguarding Children Board (LSCB)", bold=True, size=16)
    sheet.text(72, 90, "The Local Safeguarding Children Board is good", bold=True, size=13)
    sheet.text(72, 130, "Recommendations", bold=True, size=14)
    sheet.lines(72, 160, ["41.  Check what becomes of audits."])
    sheet.text(72, 200, "Inspection findings – the Local Safeguarding Children Board", bold=True, size=14)
    sheet.lines(72, 230, ["42.  The board meets its duties.", *PROSE])


def test_merged_sub_aspects_keep_their_number_and_grade() -> None:
    report = read(sif)
    assert report.family == "ofsted_sif"
    assert [(j.ref, j.aspect.text, j.grade.text) for j in report.judgements] == [
        (None, "Overall effectiveness", "require improvement"),
        (None, "The Local Safeguarding Children Board", "good"),
        ("1", "Children who need help and protection", "Requires improvement"),
        ("2", "Children looked after and achieving permanence", "Good"),
        ("2.1", "Adoption performance", "Outstanding"),
        ("2.2", "Experiences and progress of care leavers", "Inadequate"),
        ("3", "Leadership, management and governance", "Good"),
    ]


def test_numbered_recommendations_of_both_parts_with_their_sub_bullets() -> None:
    report = read(sif)
    found = [(row.section, row.fields["ref"].text, row.fields["text"].text) for row in report.rows]
    assert found == [
        (
            ("The local authority", "Recommendations"),
            "1",
            "Ensure that plans are clear. This means that:\ndates are set;\nchildren are asked; and\n"
            "managers check.",
        ),
        (
            ("The local authority", "Recommendations"),
            "2",
            "Improve supervision so that social workers can think about what they do.",
        ),
        (("The LSCB", "Recommendations"), "41", "Check what becomes of audits."),
    ]
    assert all(account.unplaced == 0 for account in report.accounts)


def send(sheet: Sheet) -> None:
    """An area SEND report: bodies beside actions in a table over a page break, then boxes over another."""
    sheet.text(57, 100, "Area SEND inspection of Anytown Local Area Partnership", bold=True, size=16)
    sheet.text(57, 140, "Inspection dates: 3 to 7 June 2024")
    sheet.text(57, 156, "Dates of previous inspection: Not previously inspected")
    sheet.box(55, 180, 540, 260)
    sheet.text(62, 190, "Inspection outcome", bold=True, size=14)
    sheet.lines(
        62, 215, ["There are widespread and/or systemic failings leading to significant", "concerns."]
    )
    sheet.text(57, 280, "Information about the local area partnership", bold=True, size=14)
    for place in range(5):
        sheet.lines(57, 310 + 40 * place, PROSE)
    sheet.text(57, 680, "Areas for priority action", bold=True, size=14)
    rows = [
        ["Responsible body", "Areas for priority action"],
        ["Anytown Council and\nNHS Anyshire ICB", "Leaders should agree a plan that"],
    ]
    sheet.grid((57, 200, 540), (710, 730, 770), rows, header=True)
    sheet.new_page()
    sheet.grid(
        (57, 200, 540),
        (60, 80, 110),
        [["", "everybody follows."], ["Anytown Council", "The council should check it."]],
    )
    sheet.text(57, 640, "Areas for improvement", bold=True, size=14)
    sheet.grid(
        (57, 540),
        (670, 690, 720, 770),
        [["Shorten waiting times."], ["Improve the plans of children"], ["Ask children what"]],
    )
    sheet.new_page()
    sheet.grid((57, 540), (60, 80, 100), [["they want."], ["Publish the offer."]])
    sheet.text(57, 140, "Local area partnership details", bold=True, size=14)
    sheet.text(57, 200, "Inspection team", bold=True, size=12)
    sheet.text(57, 220, "A Person HMI, Ofsted Lead inspector")
    sheet.text(57, 234, "C Person HMI, Ofsted Lead inspector")
    sheet.text(300, 220, "B Person, CQC Lead inspector")


def test_boxes_and_bodies_over_page_breaks() -> None:
    report = read(send)
    assert (report.family, report.state, report.problem_detail) == ("ofsted_area_send", State.OK, "")
    assert [(row.section[0], row.fields["text"].text) for row in report.rows] == [
        ("Areas for priority action", "Leaders should agree a plan that everybody follows."),
        ("Areas for priority action", "The council should check it."),
        ("Areas for improvement", "Shorten waiting times."),
        ("Areas for improvement", "Improve the plans of children"),
        ("Areas for improvement", "Ask children what they want."),
        ("Areas for improvement", "Publish the offer."),
    ]
    assert [row.fields["owner"].text for row in report.rows[:2]] == [
        "Anytown Council and NHS Anyshire ICB",
        "Anytown Council",
    ]
    assert report.facts["lead_inspector"].text == "A Person; C Person"
    assert report.facts["previous_inspection"].text == "Not previously inspected"
    assert report.facts["outcome"].text.startswith("There are widespread and/or systemic failings")
    assert all(account.unplaced == 0 for account in report.accounts)


def letter(sheet: Sheet) -> None:
    """A letter of 2016 on: headings that divide a list, and a framed case study that is none of it."""
    sheet.text(72, 50, "2 August 2016")
    sheet.text(72, 80, "Dear local partnership")
    sheet.text(
        72,
        110,
        "Joint targeted area inspection of the multi-agency response to neglect in Anytown",
        bold=True,
    )
    sheet.lines(
        72, 140, ["Between 20 and 24 June 2016, four inspectorates undertook a joint inspection.", *PROSE]
    )
    sheet.text(72, 250, "Areas for improvement", bold=True)
    sheet.text(72, 275, "Leadership", bold=True)
    sheet.text(72, 300, "•")
    sheet.lines(90, 300, ["Managers do not always know what is done."])
    sheet.box(85, 330, 520, 400)
    sheet.text(95, 340, "Case study: area for improvement", bold=True)
    sheet.lines(95, 360, ["A child waited for a long time.", "Nobody asked why."])
    sheet.text(72, 420, "Practice", bold=True)
    sheet.text(72, 445, "•")
    sheet.lines(90, 445, ["Plans are late."])
    sheet.text(72, 480, "Next steps", bold=True)
    sheet.lines(
        72,
        505,
        [
            "The local authority should prepare a written statement of proposed action. This should be",
            "a multi-agency response involving health services and the police. The response should be sent.",
        ],
    )
    sheet.text(72, 560, "•")
    sheet.text(90, 560, "This is no recommendation.")


def test_a_letter_of_four_inspectorates() -> None:
    report = read(letter)
    assert (report.family, report.state, report.problem_detail) == ("ofsted_jtai", State.OK, "")
    assert [(row.section, row.fields["text"].text) for row in report.rows] == [
        (("Areas for improvement", "Leadership"), "Managers do not always know what is done."),
        (("Areas for improvement", "Practice"), "Plans are late."),
    ]
    assert report.facts["area"].text == "Anytown"
    assert report.facts["statement_by"].text == "local authority"
    assert report.facts["statement_involving"].text == "health services and the police"


def test_a_layout_that_nobody_knows_is_partial_and_never_empty() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 60, "Our plan for the year", size=20)
        for place in range(4):
            sheet.lines(72, 100 + 40 * place, PROSE)
        sheet.text(72, 290, "Recommendations", bold=True, size=14)
        sheet.text(72, 320, "•")
        sheet.text(90, 320, "Ask children what they want.")
        sheet.text(72, 400, "Actions", bold=True, size=14)
        rows = [["No", "Action", "By whom", "Status"], ["1", "Open the door", "Anytown Council", "Done"]]
        sheet.grid((72, 100, 300, 420, 520), (430, 450, 480), rows, header=True)

    report = read(draw)
    assert (report.family, report.state, report.problem) == ("unknown", State.PARTIAL, Problem.UNKNOWN_LAYOUT)
    assert [row.fields["text"].text for row in report.rows] == [
        "Open the door",
        "Ask children what they want.",
    ]
    assert report.rows[0].fields["owner"].text == "Anytown Council"
    assert [row.position for row in report.rows] == [1, 2]


def test_the_next_number_opens_an_item_also_after_a_missing_full_stop() -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet)
        sheet.lines(
            72, 70, ["1. Check the plans and what becomes of", "them", "2. Ask children what they want."]
        )

    assert [row.fields["text"].text for row in read(draw).rows] == [
        "Check the plans and what becomes of them",
        "Ask children what they want.",
    ]


def test_a_heading_in_a_box_of_its_own_ends_the_list() -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet)
        sheet.lines(72, 70, ["1. Check the plans."])
        sheet.box(65, 110, 530, 135)
        sheet.text(72, 114, "What children told us", bold=True, size=14)
        sheet.text(72, 160, "•")
        sheet.text(90, 160, "Most get help when they need it.")

    assert [row.fields["text"].text for row in read(draw).rows] == ["Check the plans."]


def test_the_statement_that_there_is_none_is_no_recommendation() -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet)
        sheet.lines(72, 70, ["16. There are no areas of priority action."])
        sheet.lines(72, 100, ["17. Check the plans."])

    assert [row.fields["ref"].text for row in read(draw).rows] == ["17"]


def test_slanted_letters_keep_their_spaces_and_head_a_part_of_the_list() -> None:
    """Some reports slant upright letters instead of using an italic font; each box then covers the next."""

    def draw(sheet: Sheet) -> None:
        plain_sif(sheet)
        text = sheet.canvas.beginText()
        text.setFont("Helvetica", 11)
        text.setTextTransform(1, 0, 0.3333, 1, 72, 762)
        text.textOut("Quality of practice")
        sheet.canvas.drawText(text)
        sheet.lines(72, 95, ["1. Check the plans."])

    (row,) = read(draw).rows
    assert row.section == ("The local authority", "Recommendations", "Quality of practice")


def test_what_there_is_not_may_be_a_recommendation_too() -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet)
        sheet.lines(72, 70, ["1. There are no clear pathways for children who go missing."])
        sheet.lines(72, 100, ["2. None of the care plans seen was up to date."])

    assert [row.fields["ref"].text for row in read(draw).rows] == ["1", "2"]


@pytest.mark.parametrize(
    "prose",
    [
        "Children’s services in Anyshire have improved; they were inadequate and now are good in part.",
        "The LSCB is good at challenging partners but does not know what becomes of it.",
    ],
)
def test_a_grade_in_running_words_is_no_judgement(prose: str) -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet)
        sheet.lines(72, 70, ["1. Check the plans."])
        sheet.new_page()
        sheet.lines(72, 60, [prose])

    assert read(draw).judgements == ()


def test_printed_numbers_of_two_levels_are_references() -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet)
        sheet.lines(72, 70, ["1.1 Check the plans.", "1.2 Ask children.", "15a. Tell them."])

    assert [row.fields["ref"].text for row in read(draw).rows] == ["1.1", "1.2", "15a"]
