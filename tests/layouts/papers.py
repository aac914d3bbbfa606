"""Papers that mix: answers below recommendations, forms below headings, several papers in one file."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, Spacer, Table

from tests.layouts.paper import BODY, CELL, HEADING, TITLE, Paper, Row, body, build, table

BULLET = ParagraphStyle("bullet", parent=CELL, leftIndent=10, bulletIndent=2)
SECOND = ParagraphStyle("second", parent=CELL, leftIndent=22, bulletIndent=12)


def answered_in_text() -> Paper:
    """A response whose answers stand below each recommendation as labelled paragraphs."""
    said = (
        (
            "Publish a plain guide to early help for parents.",
            "Agreed",
            "Head of Early Help",
            "September 2019",
        ),
        (
            "Review the threshold for child protection plans.",
            "Partially agreed",
            "Service Director",
            "January 2020",
        ),
        ("Pay the travel costs of volunteers.", "Not agreed", "Chief Finance Officer", "None"),
    )
    story = [
        Paragraph("Penhallow Council", HEADING),
        Paragraph("Cabinet response to the Early Help Task Group", TITLE),
        body("Cabinet, 3 July 2019"),
        body("The Cabinet has considered the report and responds to each recommendation below."),
    ]
    rows = []
    for number, (text, answer, lead, due) in enumerate(said, 1):
        story += [
            Paragraph(f"<b>Recommendation {number}:</b> {text}", BODY),
            body(f"Cabinet response: {answer}."),
            body(f"Lead officer: {lead}"),
            body(f"Timescale: {due}"),
            Spacer(1, 8),
        ]
        rows.append(Row(text, str(number), owner=lead, due=due, status=f"{answer}."))
    return Paper("answered-in-text", build(story), "executive_response", tuple(rows))


def forms_below() -> Paper:
    """Each recommendation is a heading; a small form below it tells the response, the lead and the date."""
    said = (
        (
            "That the Council appoints a champion for care leavers.",
            "Accepted",
            "Monitoring Officer",
            "May 2022",
        ),
        (
            "That every care leaver is offered a free bus pass.",
            "Accepted in part",
            "Head of Transport",
            "April 2023",
        ),
    )
    story = [
        Paragraph("Saltby Borough Council", HEADING),
        Paragraph("Executive response to scrutiny recommendations on care leavers", TITLE),
        body("Executive, 14 March 2022"),
    ]
    rows = []
    for number, (text, answer, lead, due) in enumerate(said, 1):
        pairs = [("Response", answer), ("Lead officer", lead), ("Target date", due)]
        story += [
            Paragraph(f"Recommendation {number}: {text}", HEADING),
            table((), [(f"<b>{label}</b>", value) for label, value in pairs], (110, 380)),
            Spacer(1, 12),
        ]
        rows.append(Row(text, str(number), owner=lead, due=due, status=answer))
    return Paper("forms-below", build(story), "executive_response", tuple(rows))


def nested() -> Paper:
    """Cells with bullets below bullets, set with Word's round 'o', and lettered parts."""
    cell = [
        Paragraph("Improve the front door:", CELL),
        Paragraph("screen each contact in a day", BULLET, bulletText="•"),
        Paragraph("record the reason", SECOND, bulletText="o"),
        Paragraph("tell the referrer", SECOND, bulletText="o"),
        Paragraph("audit twenty contacts a month", BULLET, bulletText="•"),
    ]
    for paragraph in (cell[2], cell[3]):
        paragraph.style = ParagraphStyle("o", parent=SECOND, bulletFontName="Courier")
    lettered = [
        Paragraph("Train staff in:", CELL),
        Paragraph("a) neglect;", CELL),
        Paragraph("b) exploitation; and", CELL),
        Paragraph("c) trauma.", CELL),
    ]
    story = [
        Paragraph("Ottermouth Council", HEADING),
        Paragraph("Improvement Plan", TITLE),
        table(
            ("Ref", "Action", "Owner", "Status"),
            [("A1", cell, "Head of Service", "On track"), ("A2", lettered, "Academy", "Complete")],
            (40, 260, 100, 90),
        ),
    ]
    rows = (
        Row(
            "Improve the front door: screen each contact in a day record the reason tell the referrer "
            "audit twenty contacts a month",
            "A1",
            owner="Head of Service",
            status="On track",
        ),
        Row(
            "Train staff in: a) neglect; b) exploitation; and c) trauma.",
            "A2",
            owner="Academy",
            status="Complete",
        ),
    )
    return Paper("nested", build(story), "action_plan", rows)


def with_indicators() -> Paper:
    """An action plan and, in the same file, a table of indicators with letters and arrows."""
    actions = [
        ("1", "Hold a panel on exclusions each term.", "Virtual School", "Green"),
        ("2", "Give each child in care a laptop.", "Head of ICT", "Amber"),
    ]
    story = [
        Paragraph("Brackenfield Council", HEADING),
        Paragraph("Children in care: action plan and performance", TITLE),
        body("Key: Green – complete; Amber – in progress."),
        table(("No", "Action", "Lead", "RAG"), actions, (30, 280, 110, 70)),
        Spacer(1, 20),
        Paragraph("Performance", HEADING),
        table(
            ("Indicator", "Target", "Actual", "RAG", "Trend"),
            [
                ("Children in care with a health check", "95%", "91%", "A", "up"),
                ("Visits to children in care in time", "98%", "84%", "R", "down"),
                ("Placements more than 20 miles away", "15%", "14%", "G", "level"),
            ],
            (220, 60, 60, 60, 60),
        ),
    ]
    rows = tuple(Row(text, ref, owner=lead, rag=rag, status="") for ref, text, lead, rag in actions)
    return Paper("with-indicators", build(story), "action_plan", rows)


def pack() -> Paper:
    """Several papers in one file: an agenda, a cover report and the plan itself, each with page numbers."""
    plan = [
        ("1", "Recruit two more independent reviewing officers.", "HR", "31/10/2017", "Complete"),
        ("2", "Move the contact centre to the civic offices.", "Property", "31/03/2018", "Delayed"),
        ("3", "Bring supervision files up to date.", "Team managers", "30/06/2017", "Complete"),
    ]
    story = [
        Paragraph("Larkrise Council", HEADING),
        Paragraph("Children's Scrutiny Panel: monitoring of recommendations", TITLE),
        Paragraph("Agenda", HEADING),
        body("1. Apologies"),
        body("2. Declarations of interest"),
        body("3. Monitoring of recommendations"),
        PageBreak(),
        Paragraph("Report of the Head of Democratic Services", HEADING),
        body("The Panel is asked to note the progress in the appendix."),
        body("The recommendations were made in May 2017 and accepted by the Cabinet in July 2017."),
        PageBreak(),
        Paragraph("Appendix: progress", HEADING),
        table(("No", "Recommendation", "Lead", "Due", "Progress"), plan, (30, 220, 80, 70, 80)),
    ]

    def on_page(canvas: Canvas, _: object) -> None:
        page = canvas.getPageNumber()
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, 30, f"Page {max(page - 1, 1)}")
        canvas.drawRightString(545, 30, f"Agenda pack {page}")

    rows = tuple(Row(text, ref, owner=lead, due=due, status=said) for ref, text, lead, due, said in plan)
    return Paper("pack", build(story, on_page=on_page), "action_plan", rows)


def sideways() -> Paper:
    """A wide table set sideways on an upright page, without /Rotate: every letter is turned."""
    plan = [
        (
            "1",
            "Give all foster carers a named supervising social worker.",
            "Fostering Manager",
            "June 2014",
            "Complete",
        ),
        (
            "2",
            "Check the bank accounts of care leavers at eighteen.",
            "Personal advisers",
            "July 2014",
            "In progress",
        ),
    ]
    width, height = landscape(A4)
    story = [
        Paragraph("Cresswater Council", HEADING),
        Paragraph("Looked after children action plan", TITLE),
        table(("No", "Action", "Lead", "By when", "Status"), plan, (40, 320, 150, 90, 110)),
    ]
    import io

    from reportlab.platypus import Frame

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.translate(A4[0], 0)
    canvas.rotate(90)
    Frame(40, 40, width - 80, height - 80).addFromList(list(story), canvas)
    canvas.save()
    rows = tuple(Row(text, ref, owner=lead, due=due, status=said) for ref, text, lead, due, said in plan)
    return Paper("sideways", buffer.getvalue(), "action_plan", rows)


def deleted() -> Paper:
    """A draft in which changes are shown: what is struck through is deleted."""
    plan = [
        (
            "1",
            "Visit children placed out of the county <strike>twice</strike> four times a year.",
            "IRO service",
            "On track",
        ),
        (
            "2",
            "Publish the sufficiency statement.",
            "<strike>Head of Strategy</strike> Head of Commissioning",
            "Complete",
        ),
    ]
    story = [
        Paragraph("Whinmoor Council", HEADING),
        Paragraph("Sufficiency action plan", TITLE),
        table(("No", "Action", "Lead", "Status"), plan, (30, 260, 110, 80)),
    ]
    rows = (
        Row(
            "Visit children placed out of the county four times a year.",
            "1",
            owner="IRO service",
            status="On track",
        ),
        Row("Publish the sufficiency statement.", "2", owner="Head of Commissioning", status="Complete"),
    )
    return Paper("deleted", build(story), "action_plan", rows)


def level_rules() -> Paper:
    """Only thin level lines between rows, a filled heading band without lines, and long cells over pages."""
    texts: Sequence[str] = (
        "Write to every school with the name of its early help link worker, and repeat this each September.",
        "Open the parenting programme to fathers in the evening.",
        "Ask the Board to agree a shared definition of neglect, to publish it, and to test in two audits a "
        "year whether front-line staff of all partners know and use it in their work with families.",
        "Set a target for the time from referral to first visit.",
        "Bring the three duty teams under one manager.",
    )
    leads = ("Early Help", "Public Health", "Safeguarding Board", "Performance", "Social Care")
    states = ("Complete", "In progress", "Not started", "Complete", "Overdue")
    cells = [
        [
            Paragraph(part, CELL)
            for part in (f"2.{number}", text * 1, lead, state, "Reported in the last quarter. " * 9)
        ]
        for number, (text, lead, state) in enumerate(zip(texts, leads, states, strict=True), 1)
    ]
    heads = [
        Paragraph(f"<b>{head}</b>", CELL) for head in ("Ref", "What we will do", "Who", "Status", "Update")
    ]
    grid = Table(
        [heads, *cells],
        colWidths=[35, 170, 80, 70, 140],
        style=[
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, colors.grey),
            ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#D9E2F3")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ],
        repeatRows=1,
    )
    story = [
        Paragraph("Fellgate Safeguarding Partnership", HEADING),
        Paragraph("Neglect delivery plan", TITLE),
        *[body("The partnership meets each quarter. " * 8) for _ in range(8)],
        grid,
    ]
    rows = tuple(
        Row(
            text,
            f"2.{number}",
            owner=lead,
            status=state,
            comments=("Reported in the last quarter. " * 9).strip(),
        )
        for number, (text, lead, state) in enumerate(zip(texts, leads, states, strict=True), 1)
    )
    return Paper("level-rules", build(story), "action_plan", rows)
