"""Papers that recommend and resolve in lists."""

from __future__ import annotations

from reportlab.platypus import Paragraph

from tests.layouts.paper import HEADING, TITLE, Paper, Row, body, build, table


def minutes() -> Paper:
    """Minutes whose resolutions stand in a sentence or in a lettered list below it."""
    head = lambda text: Paragraph(text, HEADING)  # noqa: E731
    story = [
        Paragraph("MARSHBOROUGH METROPOLITAN BOROUGH COUNCIL", HEADING),
        Paragraph("CHILDREN'S SERVICES SCRUTINY COMMITTEE", HEADING),
        Paragraph("Minutes of the meeting held on Tuesday 14 October 2014", HEADING),
        body("Present: Councillor A Reeve (Chair), Councillors D Osei, M Price and T Vaughan."),
        body("Apologies for absence were received from Councillor J Lund."),
        head("21. DECLARATIONS OF INTEREST"),
        body("(a) Councillor Price declared an interest in item 23 as a governor of Mill Lane School."),
        body("(b) There were no other declarations."),
        head("22. MINUTES"),
        body(
            "RESOLVED that the minutes of the meeting held on 9 September 2014 be agreed as a correct record."
        ),
        head("23. SCHOOL PLACES"),
        body(
            "The Head of Schools presented the report. Members asked about: (i) the cost of temporary "
            "classrooms; (ii) the effect on traffic."
        ),
        body("RESOLVED that:"),
        body("(a) the forecast of primary places to 2018 be noted;"),
        body(
            "(b) the Director of Children's Services be asked to report in March 2015 on the number of "
            "children who travel more than three miles; and"
        ),
        body("(c) the Cabinet be recommended to bring forward the extension of Mill Lane School."),
        head("24. CHILDREN MISSING FROM CARE"),
        body(
            "The Committee considered a report of the Assistant Director, Safeguarding. Three options "
            "had been looked at:"
        ),
        body("1. to keep the present arrangements;"),
        body("2. to buy a service from a charity;"),
        body("3. to set up a team within the Council."),
        body(
            "<b>RESOLVED</b> – That a team be set up within the Council from April 2015 and its work be "
            "reviewed after twelve months."
        ),
        body("The meeting ended at 8.25 pm."),
    ]
    records = "22. MINUTES", "23. SCHOOL PLACES", "24. CHILDREN MISSING FROM CARE"
    rows = (
        Row(
            "the minutes of the meeting held on 9 September 2014 be agreed as a correct record.",
            section=records[0],
        ),
        Row("the forecast of primary places to 2018 be noted;", "a", records[1]),
        Row(
            "the Director of Children's Services be asked to report in March 2015 on the number of children "
            "who travel more than three miles; and",
            "b",
            records[1],
        ),
        Row(
            "the Cabinet be recommended to bring forward the extension of Mill Lane School.", "c", records[1]
        ),
        Row(
            "That a team be set up within the Council from April 2015 and its work be reviewed after "
            "twelve months.",
            section=records[2],
        ),
    )
    return Paper("minutes", build(story), "minutes", rows)


def cabinet_paper() -> Paper:
    """A report to a cabinet: a Roman list printed twice, with options and reasons numbered alike near by."""
    asked = (
        "agree the Placement Sufficiency Strategy 2021-24 at Appendix A;",
        "delegate authority to the Director of Children's Services, in consultation with the Cabinet Member, "
        "to award contracts for up to twelve residential places;",
        "note that the saving of £340,000 in the medium-term plan depends on recommendation (ii); and",
        "ask for a report on progress by 31 March 2022.",
    )
    listed = [
        body(f"({number}) {text}") for number, text in zip(("i", "ii", "iii", "iv"), asked, strict=True)
    ]
    story = [
        Paragraph("Eastmere County Council", HEADING),
        Paragraph("Report to: Cabinet", HEADING),
        Paragraph("Date: 9 February 2021", HEADING),
        Paragraph("Title: Placement Sufficiency Strategy", HEADING),
        body("Report of: Director of Children's Services"),
        body("Key decision: Yes"),
        Paragraph("1. Purpose of the report", HEADING),
        body("1.1 This report asks for approval of the strategy for placements of children in care."),
        Paragraph("2. Recommendations", HEADING),
        body("The Cabinet is asked to:"),
        *listed,
        Paragraph("3. Reasons for the recommendations", HEADING),
        body("(i) The number of children in care has risen by 14% in two years."),
        body("(ii) Half of residential places are now outside the county."),
        Paragraph("4. Options considered", HEADING),
        body("(i) Do nothing. This was rejected because costs would go on rising."),
        body("(ii) Build two homes. This was rejected because of the time that it would take."),
        Paragraph("5. Financial implications", HEADING),
        body("5.1 The cost of the contracts is met from the placements budget."),
        Paragraph("6. Conclusion", HEADING),
        body("For these reasons the Cabinet is recommended to:"),
        *listed,
        Paragraph("7. Background papers", HEADING),
        body("1. Sufficiency statement 2018."),
        body("2. Report to Cabinet, 7 July 2020."),
    ]
    numbers = ("i", "ii", "iii", "iv")
    rows = tuple(Row(text, number) for number, text in zip(numbers, asked, strict=True))
    return Paper("cabinet-paper", build(story), "committee_report", rows)


def executive_response() -> Paper:
    """A response: the recommendations numbered in the text, the answers to them in a table of an annex."""
    asked = (
        "That every school has a named governor for children in care.",
        "That the virtual school publishes the attainment of care leavers each autumn.",
        "That foster carers are offered the same training as school staff.",
        "That the Council lobbies for a longer pupil premium.",
    )
    answers = (
        (
            "1",
            "Accepted",
            "Letters were sent to chairs of governors in May.",
            "Head of Virtual School",
            "July 2016",
        ),
        (
            "2",
            "Accepted in part",
            "Numbers are too small to publish by school.",
            "Head of Virtual School",
            "November 2016",
        ),
        ("3", "Accepted", "Places are free from September.", "Fostering Manager", "September 2016"),
        ("4", "Not accepted", "The Government has said that it will not change the rules.", "", ""),
    )
    story = [
        Paragraph("Northwick City Council", HEADING),
        Paragraph("Executive response to the scrutiny review of the education of children in care", TITLE),
        body("Executive, 6 June 2016"),
        body(
            "The Children and Young People Scrutiny Committee reported in March 2016. The Executive thanks "
            "the Committee for its work. Its recommendations were:"
        ),
        *[body(f"{place}. {text}") for place, text in enumerate(asked, 1)],
        body("The response to each is set out in the annex."),
        Paragraph("Annex: Response", HEADING),
        table(
            ("Recommendation", "Decision", "Reason", "Lead officer", "Timescale"),
            answers,
            (85, 75, 165, 95, 75),
        ),
    ]
    rows = tuple(
        Row(text, number, owner=owner or None, due=due or None, status=status, comments=reason)
        for text, (number, status, reason, owner, due) in zip(asked, answers, strict=True)
    )
    return Paper("executive-response", build(story), "executive_response", rows)


def bulleted_actions() -> Paper:
    """An action plan without a table: priorities as headings, actions as bullets below each."""
    priorities = {
        "Priority 1: Help families early": (
            "Open a family hub in each of the four districts by December 2023",
            "Train 120 school staff to lead early help assessments",
        ),
        "Priority 2: A stable workforce": (
            "Recruit twenty newly qualified social workers",
            "Offer every social worker a career conversation each year",
        ),
    }
    story = [
        Paragraph("Ribblesea Borough Council", HEADING),
        Paragraph("Children's Services Action Plan 2023", TITLE),
    ]
    story.append(body("This plan says what we will do after the inspection of January 2023."))
    rows = []
    for priority, actions in priorities.items():
        story += [Paragraph(priority, HEADING), body("Actions:")]
        story += [Paragraph(action, body("").style, bulletText="•") for action in actions]
        rows += [Row(action, section=priority) for action in actions]
    return Paper("bulleted-actions", build(story), "action_plan", tuple(rows))
