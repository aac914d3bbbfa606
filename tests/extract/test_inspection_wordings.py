"""Wordings and layouts of inspection reports that were met seldom, one drawn report for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import pytest
from drawing import Sheet
from drawn_inspections import ASPECTS, PROSE, first_page, improve, plain_sif, read

from extract.families.registry import load_none, tidy
from records.outcome import State
from records.report import Report

ITEM = [["The timeliness of assessments."]]


def items(report: Report) -> list[tuple[str | None, str]]:
    """Give number and text of each row."""
    return [
        (row.fields["ref"].text if "ref" in row.fields else None, row.fields["text"].text)
        for row in report.rows
    ]


@pytest.mark.parametrize(
    ("title", "area"),
    [
        (["Inspection of Kent County Council", "children’s services"], "Kent County Council"),
        (["Inspection of Buckinghamshire Council", "children’s services"], "Buckinghamshire Council"),
        (["Inspection of Doncaster MBC", "children’s services"], "Doncaster MBC"),
        (["Inspection of Barking and Dagenham", "children’s services"], "Barking and Dagenham"),
        (["Inspection of Kent local authority", "children’s services"], "Kent"),
    ],
)
def test_an_area_without_the_words_local_authority(title: list[str], area: str) -> None:
    def draw(sheet: Sheet) -> None:
        first_page(sheet, title=title)
        improve(sheet, ITEM)

    report = read(draw)
    assert (report.state, report.facts["area"].text) == (State.OK, area)


def test_local_authority_alone_is_no_area() -> None:
    def draw(sheet: Sheet) -> None:
        first_page(sheet, title=["Inspection of local authority", "children’s services"])
        improve(sheet, ITEM)

    report = read(draw)
    assert "area" not in report.facts
    assert (report.state, report.problem_detail) == (State.PARTIAL, "The fact 'area' was not found.")


def test_a_lead_inspector_on_site() -> None:
    def draw(sheet: Sheet) -> None:
        first_page(sheet, lead="Lead inspector on site: A Person, HMI")
        improve(sheet, ITEM)

    report = read(draw)
    assert (report.state, report.facts["lead_inspector"].text) == (State.OK, "A Person, HMI")


def graded(grade: str, *others: str) -> Report:
    """Read a report whose last aspects but the first three have these grades."""
    given = [*(row[1] for row in ASPECTS[1:3]), grade, *others]
    given += [row[1] for row in ASPECTS[len(given) + 1 :]]

    def draw(sheet: Sheet) -> None:
        aspects = [ASPECTS[0], *([row[0], said] for row, said in zip(ASPECTS[1:], given, strict=True))]
        first_page(sheet, aspects=aspects)
        improve(sheet, ITEM)

    return read(draw)


@pytest.mark.parametrize("grade", ["Inadequate Grade 4", "Inadequate (grade 4)", "Not Judged"])
def test_a_grade_with_its_number_and_none(grade: str) -> None:
    report = graded(grade)
    assert (report.state, len(report.judgements)) == (State.OK, 5)
    assert report.judgements[2].grade.text == grade


def test_what_is_no_grade_is_told() -> None:
    report = graded("Excellent")
    assert (report.state, len(report.judgements)) == (State.PARTIAL, 4)
    assert "'Excellent' beside 'The experiences and progress of children in care'" in report.problem_detail


@pytest.mark.parametrize(
    ("grade", "read_as"), [("Adequate (grade 3)", State.OK), ("Satisfying", State.PARTIAL)]
)
def test_a_grade_in_columns_without_rules_is_read_or_told(grade: str, read_as: State) -> None:
    given = ["Good", "Adequate", grade, "Good", "Not judged", "Good", "Good"]

    def draw(sheet: Sheet) -> None:
        title = "Inspection of safeguarding and looked after children services"
        sheet.lines(72, 60, [title, "Anyshire County Council"], size=16, bold=True)
        sheet.text(72, 130, "Inspection dates: 12 – 23 March 2012")
        sheet.lines(72, 160, PROSE)
        sheet.text(72, 300, "Areas for improvement", bold=True, size=14)
        sheet.text(72, 330, "Immediately:", bold=True)
        sheet.text(72, 355, "•")
        sheet.text(90, 355, "Ensure that plans are made.")
        sheet.new_page()
        sheet.text(72, 60, "Record of main findings", bold=True, size=14)
        sheet.text(72, 90, "Safeguarding services", bold=True)
        for place, said in enumerate(given):
            sheet.text(72, 110 + 20 * place, f"Aspect {'abcdefg'[place]}")
            sheet.text(380, 110 + 20 * place, said)
        sheet.lines(72, 300, PROSE)

    report = read(draw)
    assert report.state is read_as
    assert len(report.judgements) == len(given) - (read_as is State.PARTIAL)
    assert ("'Satisfying' beside 'Aspect c'" in report.problem_detail) is (read_as is State.PARTIAL)


def outstanding(overall: str, *heading: str) -> Report:
    """Read a report without items, with a grade for the whole, and a heading on page 2."""

    def draw(sheet: Sheet) -> None:
        aspects = [[row[0], "Outstanding" if place else row[1]] for place, row in enumerate(ASPECTS)]
        aspects[-1][1] = overall
        first_page(sheet, aspects=aspects)
        sheet.new_page()
        for place, words in enumerate(heading):
            sheet.text(72, 60 + 40 * place, words, bold=True, size=14 + 4 * place)
        sheet.lines(72, 140, PROSE)

    return read(draw)


def test_an_outstanding_report_needs_no_list() -> None:
    report = outstanding("Outstanding")
    assert (report.state, report.rows, len(report.judgements)) == (State.OK, (), 5)


def test_a_list_that_is_not_found_is_missed() -> None:
    assert outstanding("Good").state is State.PARTIAL
    report = outstanding("Outstanding", "What needs to improve?", "What is good?")
    assert (report.state, report.rows) == (State.PARTIAL, ())


@pytest.mark.parametrize(
    "said",
    [
        "There are no areas for priority action.",
        "There are no areas for priority action identified at this inspection.",
        "There were no priority or immediate actions for the board.",
        "There were none.",
        "Inspectors did not find any areas for priority action.",
        "The inspection team did not identify any areas for priority or immediate action.",
        "Inspectors made no recommendations.",
    ],
)
def test_that_there_is_none_is_no_row(said: str) -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet)
        sheet.lines(72, 70, [f"1. {said}"])
        sheet.lines(72, 100, ["2. Check the plans."])

    report = read(draw)
    assert items(report) == [("2", "Check the plans.")]
    assert not any(issue.code == "numbers_missing" for issue in report.issues)


def test_a_box_that_says_that_there_is_none_is_no_row() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(57, 100, "Area SEND inspection of Anytown Local Area Partnership", bold=True, size=16)
        sheet.text(57, 140, "Inspection dates: 3 to 7 June 2024")
        sheet.lines(57, 200, PROSE)
        for top, heading, said in [
            (300, "Areas for priority action", "There are no areas for priority action."),
            (400, "Areas for improvement", "Leaders should shorten waiting times."),
        ]:
            sheet.text(57, top, heading, bold=True, size=14)
            sheet.box(55, top + 30, 540, top + 60)
            sheet.text(60, top + 38, said)

    assert [text for _, text in items(read(draw))] == ["Leaders should shorten waiting times."]


@pytest.mark.parametrize(
    "said",
    [
        "There are no clear pathways for children who go missing.",
        "There are no actions for children in most plans.",
        "Inspectors did not find any plans that name who must act.",
        "None of the care plans seen was up to date.",
        "No areas of the county have enough foster carers.",
    ],
)
def test_what_there_is_not_may_be_a_finding(said: str) -> None:
    assert not any(re.fullmatch(none.regex, tidy(said)) for none in load_none())


def numbered(sheet: Sheet, top: float, number: str, lines: Sequence[str]) -> float:
    """Print an item with its number in the margin; give the place below it."""
    sheet.text(72, top, number)
    return sheet.lines(100, top, lines)


def test_a_first_and_a_last_number_without_a_stop() -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet)
        for place, words in enumerate(["1 Check the plans.", "2. Ask children.", "3. Tell them.", "4 Act."]):
            sheet.text(72, 70 + 24 * place, words)

    assert items(read(draw)) == [
        ("1", "Check the plans."),
        ("2", "Ask children."),
        ("3", "Tell them."),
        ("4", "Act."),
    ]


def test_a_number_that_begins_a_sentence_is_no_label() -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet)
        sheet.text(72, 70, "7. Check the plans.")
        sheet.text(72, 94, "12 children waited for more than a year.")
        sheet.text(72, 118, "8. Ask children.")

    assert [ref for ref, _ in items(read(draw))] == ["7", "8"]


def test_numbers_that_are_left_out_are_told() -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet)
        sheet.text(72, 70, "2. Check the plans.")
        sheet.text(72, 94, "3. Ask children.")
        sheet.text(72, 118, "5. Tell them.")

    report = read(draw)
    told = [issue.message for issue in report.issues if issue.code == "numbers_missing"]
    assert [message.partition(",")[0] for message in told] == [
        "No row has the number '1'",
        "No row has the number '4'",
    ]


def test_a_number_without_a_stop_close_below_an_item() -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet)
        lines = [
            "1. Check the plans of",
            "2 teams.",
            "2 Ask children, of whom",
            "3 Were not asked.",
            "3. Act.",
        ]
        sheet.lines(72, 70, lines)

    assert items(read(draw)) == [
        ("1", "Check the plans of 2 teams."),
        ("2", "Ask children, of whom 3 Were not asked."),
        ("3", "Act."),
    ]


def test_numbers_may_go_on_from_findings_above_the_list() -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet, "1. Most children receive help.")
        sheet.text(72, 70, "2. Check the plans.")

    assert not any(issue.code == "numbers_missing" for issue in read(draw).issues)


def test_a_letter_of_no_known_kind_has_its_priorities() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 50, "Performance of children’s services in Anyshire", bold=True, size=14)
        sheet.lines(72, 80, PROSE)
        sheet.text(72, 130, "Priorities for further improvement", bold=True)
        sheet.text(72, 155, "•")
        sheet.text(90, 155, "Raise attainment.")

    report = read(draw)
    assert (report.family, report.state) == ("unknown", State.PARTIAL)
    assert [text for _, text in items(report)] == ["Raise attainment."]


def test_sub_headings_close_below_items_are_no_part_of_them() -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet)
        top = numbered(sheet, 70, "12.", ["Ensure that plans are clear and that", "children know them."])
        top = numbered(sheet, top, "13.", ["Improve supervision"])
        sheet.text(72, top, "Practice")
        top = numbered(sheet, top + 13.2, "14.", ["Check the audits."])
        numbered(sheet, top, "15", ["Act on them."])

    report = read(draw)
    assert items(report) == [
        ("12", "Ensure that plans are clear and that children know them."),
        ("13", "Improve supervision"),
        ("14", "Check the audits."),
        ("15", "Act on them."),
    ]
    assert [row.section[2:] for row in report.rows] == [(), (), ("Practice",), ("Practice",)]


def test_a_plain_sub_heading_between_bullets() -> None:
    def draw(sheet: Sheet) -> None:
        first_page(sheet)
        sheet.new_page()
        sheet.text(72, 60, "What needs to improve?", bold=True, size=14)
        for top, mark, words in [
            (90, "•", "The quality of plans."),
            (103, "•", "Supervision."),
            (116, "", "Practice"),
            (129, "•", "The audits."),
        ]:
            sheet.text(72, top, mark)
            sheet.text(90 if mark else 72, top, words)
        sheet.lines(72, 160, PROSE)

    report = read(draw)
    assert [row.section[1:] for row in report.rows] == [(), (), ("Practice",)]


@pytest.mark.parametrize(
    "sentence",
    [
        ("Children’s services require improvement", "require improvement"),
        ("Children’s services are inadequate", "inadequate"),
        ("Anyshire County Council children’s services are good", "good"),
        ("The overall judgement for Anyshire is that children’s services are good", "good"),
    ],
)
def test_an_overall_judgement_without_in_or_for(sentence: tuple[str, str]) -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet, sentence[0])
        sheet.lines(72, 70, ["1. Check the plans."])

    (judgement,) = read(draw).judgements
    assert (judgement.aspect.text, judgement.grade.text) == ("Overall effectiveness", sentence[1])


@pytest.mark.parametrize(
    "sentence",
    ["Leaders know where children’s services are good", "Children’s services were inadequate and are good"],
)
def test_a_grade_within_a_sentence_is_not_overall(sentence: str) -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet, sentence)
        sheet.lines(72, 70, ["1. Check the plans."])

    assert read(draw).judgements == ()


class Study(NamedTuple):
    """A case study in a letter: where it begins, from the left, whether it has a box, and sub-headings."""

    left: float
    boxed: bool
    divided: bool


def letter(
    sheet: Sheet,
    study: Study | None = None,
    title: str = "Joint targeted area inspection of the multi-agency response to neglect in Anytown",
    statement: Sequence[Sequence[str]] = (),
    bullets: Sequence[str] = (),
) -> None:
    """Draw a letter of 2016 on with a list of areas for improvement, and what is said of a statement."""
    sheet.text(72, 50, "2 August 2016")
    sheet.text(72, 80, "Dear local partnership")
    sheet.text(72, 110, title, bold=True)
    sheet.lines(
        72, 140, ["Between 20 and 24 June 2016, four inspectorates undertook a joint inspection.", *PROSE]
    )
    sheet.text(72, 230, "Areas for improvement", bold=True)
    if study is not None and study.divided:
        sheet.text(72, 255, "Leadership", bold=True)
    sheet.text(72, 280, "•")
    sheet.text(90, 280, "Managers do not always know what is done.")
    if study is not None:
        if study.boxed:
            sheet.box(study.left - 5, 300, 525, 400)
        sheet.text(study.left, 305, "Case study: area for improvement", bold=True)
        sheet.lines(study.left, 325, ["A child waited for a long time.", "Nobody asked why."])
        sheet.text(study.left, 370, "•")
        sheet.text(study.left + 18, 370, "This is no recommendation.")
        if study.divided:
            sheet.text(72, 420, "Practice", bold=True)
        sheet.text(72, 445, "•")
        sheet.text(90, 445, "Plans are late.")
    sheet.text(72, 480, "Next steps", bold=True)
    top = 505.0
    for paragraph in statement:
        top = sheet.lines(72, top, paragraph) + 8
    for bullet in bullets:
        sheet.text(72, top, "•")
        top = sheet.lines(90, top, [bullet]) + 4
    sheet.text(72, top + 10, "The response should clearly set out what the partnership will do.")


@pytest.mark.parametrize(
    "study",
    [
        Study(72, True, True),
        Study(72, True, False),
        Study(72, False, True),
        Study(90, False, False),
        Study(90, True, True),
    ],
)
def test_a_case_study_hides_nothing_below_it(study: Study) -> None:
    report = read(lambda sheet: letter(sheet, study))
    assert [text for _, text in items(report)] == [
        "Managers do not always know what is done.",
        "Plans are late.",
    ]
    assert (report.state is State.OK) is (study.boxed or study.left > 72)


def test_items_below_a_case_study_of_which_nothing_tells_the_end_are_told() -> None:
    report = read(lambda sheet: letter(sheet, Study(72, False, False)))
    assert len(report.rows) == 1
    assert report.state is State.PARTIAL
    assert "which stands below a case study without a box" in report.problem_detail


BEGUN = ["The local authority should prepare a written statement of proposed action. This should be"]


@pytest.mark.parametrize(
    ("statement", "bullets"),
    [
        (
            [[*BEGUN, "a multi-agency response involving:"]],
            ["the police;", "health services; and", "Cafcass."],
        ),
        ([[*BEGUN, "a multi-agency response involving"]], ["the police", "health services", "Cafcass"]),
        (
            [[*BEGUN, "a multi-agency response involving the police,"], ["health services and Cafcass."]],
            [],
        ),
        ([[*BEGUN, "a multi-agency response involving the police, health services and Cafcass."]], []),
    ],
)
def test_who_must_be_involved_over_paragraphs(
    statement: Sequence[Sequence[str]], bullets: Sequence[str]
) -> None:
    report = read(lambda sheet: letter(sheet, statement=statement, bullets=bullets))
    told = ", ".join(block.text for block in report.facts["statement_involving"].blocks)
    assert told.replace(" and ", ", ") == "the police, health services, Cafcass"
    assert report.facts["statement_by"].text == "local authority"


@pytest.mark.parametrize("theme", ["neglect", "abuse in the family environment"])
def test_a_theme_is_no_area(theme: str) -> None:
    title = f"Joint targeted area inspection of the multi-agency response to {theme}"
    report = read(lambda sheet: letter(sheet, title=title))
    assert "area" not in report.facts
    assert (report.state, report.problem_detail) == (State.PARTIAL, "The fact 'area' was not found.")


@pytest.mark.parametrize(
    ("title", "area"),
    [
        (
            [
                "Annual unannounced inspection of contact, referral and assessment",
                "arrangements within Anyshire County Council children’s services",
            ],
            "Anyshire County Council",
        ),
        (["Annual children’s services assessment 2009: Anyshire"], "Anyshire"),
    ],
)
def test_a_letter_of_2009(title: list[str], area: str) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 50, "9 December 2009")
        sheet.text(72, 90, "Dear Director")
        sheet.lines(72, 120, title, bold=True)
        sheet.lines(72, 170, ["The inspection was conducted on 18 and 19 August 2009.", *PROSE])
        sheet.text(72, 250, "Strengths", bold=True)
        sheet.text(72, 275, "•")
        sheet.text(90, 275, "Most schools are good.")
        sheet.text(72, 310, "Priorities for further improvement", bold=True)
        sheet.text(72, 335, "•")
        sheet.lines(90, 335, ["Improve the timeliness of assessments, so that", "children are safe."])
        sheet.text(72, 370, "•")
        sheet.text(90, 370, "Raise attainment.")
        sheet.text(72, 420, "Yours sincerely")

    report = read(draw)
    assert (report.family, report.state, report.problem_detail) == ("ofsted_annual_letter", State.OK, "")
    assert [text for _, text in items(report)] == [
        "Improve the timeliness of assessments, so that children are safe.",
        "Raise attainment.",
    ]
    assert {row.section for row in report.rows} == {("Priorities for further improvement",)}
    assert report.facts["area"].text == area
    assert report.facts["published"].text == "9 December 2009"
