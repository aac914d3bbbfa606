"""Plans whose tables are unlike each other."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, Spacer, Table

from tests.layouts.paper import CELL, HEAD, HEADING, RULED, TITLE, Paper, Row, body, build, table

WIDE = landscape(A4)


def status_first() -> Paper:
    """A tracker whose left-most column is the status; rows run over the page in the middle of a sentence."""
    long = " ".join(
        f"The {each} audit of {count} cases was finished and its findings were given to team managers."
        for each, count in (("first", 12), ("second", 18), ("third", 25), ("fourth", 31), ("fifth", 40))
    )
    cells = (
        (
            "Complete",
            "R1",
            "Agree a threshold document with all partners.",
            "Safeguarding Partnership",
            "It was signed in May.",
        ),
        (
            "In progress",
            "R2",
            "Audit the quality of return home interviews every quarter.",
            "Head of Quality",
            long,
        ),
        (
            "Not started",
            "R3",
            "Publish a directory of local services for families.",
            "Commissioning Manager",
            "Awaiting a new web site.",
        ),
        (
            "Overdue",
            "R4",
            "Write to every foster carer about delegated authority.",
            "Fostering Manager",
            long,
        ),
    )
    story = [
        Paragraph("Thornley Borough Council", HEADING),
        Paragraph("Improvement Plan tracker – June 2020", TITLE),
        *[body("This page tells how the plan is managed. " * 6) for _ in range(9)],
        table(("Status", "No.", "Action", "Lead", "Update"), cells, (60, 32, 150, 95, 155), splitInRow=1),
    ]

    def on_page(canvas: Canvas, document: Any) -> None:
        canvas.saveState()
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, 30, f"Thornley improvement tracker   Page {document.page}")
        canvas.setFillGray(0.85)
        canvas.translate(300, 420)
        canvas.rotate(50)
        canvas.setFont("Helvetica-Bold", 90)
        canvas.drawCentredString(0, 0, "DRAFT")
        canvas.restoreState()

    rows = tuple(
        Row(text, ref, owner=lead, status=status, comments=said) for status, ref, text, lead, said in cells
    )
    return Paper("status-first", build(story, on_page=on_page), "action_plan", rows)


def two_updates() -> Paper:
    """Two header rows: 'Progress' over the statuses of March and June 2019; theme cells span rows."""
    heads = [
        ["Theme", "Ref", "Action", "Lead", "Progress", ""],
        ["", "", "", "", "March 2019", "June 2019"],
    ]
    cells = [
        (
            "Leadership",
            "1.1",
            "Appoint a permanent assistant director.",
            "Chief Executive",
            "On track",
            "Complete",
        ),
        ("", "1.2", "Hold a practice week twice a year.", "DCS", "Not started", "On track"),
        ("Practice", "2.1", "Bring the average caseload below 16.", "Head of Service", "Delayed", "Delayed"),
        (
            "",
            "2.2",
            "Train all managers in reflective supervision.",
            "Principal Social Worker",
            "On track",
            "Complete",
        ),
    ]
    data = [[Paragraph(c, HEAD) for c in row] for row in heads] + [
        [Paragraph(c, CELL) for c in row] for row in cells
    ]
    style = [
        *RULED,
        ("SPAN", (4, 0), (5, 0)),
        *[("SPAN", (column, 0), (column, 1)) for column in range(4)],
        ("SPAN", (0, 2), (0, 3)),
        ("SPAN", (0, 4), (0, 5)),
        ("BACKGROUND", (0, 0), (-1, 1), colors.lightgrey),
    ]
    story = [
        Paragraph("Calderwick Council", HEADING),
        Paragraph("Children's Services Improvement Plan", TITLE),
        Table(data, colWidths=[70, 30, 170, 90, 65, 65], style=style, repeatRows=2),
    ]
    themes = ("Leadership", "Leadership", "Practice", "Practice")
    rows = tuple(
        Row(text, ref, section=theme, owner=lead, status=latest)
        for theme, (_, ref, text, lead, _, latest) in zip(themes, cells, strict=True)
    )
    return Paper("two-updates", build(story), "action_plan", rows)


def small_forms() -> Paper:
    """One small form for each action, pairs of label and value; one form is cut by a page end."""
    forms = (
        (
            "1",
            "Set up a single front door for referrals.",
            "Head of MASH",
            "30 September 2018",
            "Complete",
            "Opened on 3 September.",
        ),
        (
            "2",
            "Make sure that every child in care has a health assessment within 20 days.",
            "Designated Nurse",
            "31 December 2018",
            "In progress",
            "Timeliness rose from 61% to 74%.",
        ),
        (
            "3",
            "Review all private fostering arrangements.",
            "Fostering Manager",
            "31 January 2019",
            "Overdue",
            "",
        ),
    )
    story = [Paragraph("Wenbury Council", HEADING), Paragraph("Inspection Action Plan", TITLE)]
    story += [body("Each action has a sheet of its own. " * 5) for _ in range(14)]
    for number, text, lead, due, status, said in forms:
        pairs = [
            ("Action number", number),
            ("Action", text),
            ("Lead officer", lead),
            ("Target date", due),
            ("Status", status),
        ]
        pairs += [("Progress", said)] if said else []
        story += [
            table((), [(f"<b>{label}</b>", value) for label, value in pairs], (110, 380)),
            Spacer(1, 14),
        ]
    rows = tuple(
        Row(text, number, owner=lead, due=due, status=status, comments=said or None)
        for number, text, lead, due, status, said in forms
    )
    return Paper("small-forms", build(story), "action_plan", rows)


def slides() -> Paper:
    """Slides: the title of each is the section, and the columns change from slide to slide."""
    first = (
        ("Reduce the number of agency social workers to 10%", "HR Director", "Dec 2022", "Amber"),
        ("Launch the social work academy", "Principal Social Worker", "Sept 2022", "Green"),
    )
    second = (
        ("Every audit to include the views of the child", "Green", "All audits since June did"),
        ("Close cases with a written summary for the family", "Red", "Template is not agreed"),
    )
    story = [
        Paragraph("Harbour City Council: Improvement plan update", TITLE),
        PageBreak(),
        Paragraph("Workforce", TITLE),
        table(("Action", "Owner", "By when", "RAG"), first, (300, 150, 120, 100)),
        PageBreak(),
        Paragraph("Quality of practice", TITLE),
        table(("What we will do", "RAG", "Progress"), second, (330, 80, 260)),
    ]
    rows = (
        *[
            Row(text, section="Workforce", owner=who, due=due, rag=rag.lower())
            for text, who, due, rag in first
        ],
        *[
            Row(text, section="Quality of practice", rag=rag.lower(), comments=said)
            for text, rag, said in second
        ],
    )
    return Paper("slides", build(story, size=(780, 440)), "action_plan", rows)


def turned() -> Paper:
    """A table set along the long side of an upright page, which says with /Rotate how it is to be seen."""
    cells = (
        ("A1", "Give every care leaver a named personal adviser.", "Leaving Care Manager", "Complete"),
        ("A2", "Publish the local offer in plain English.", "Participation Officer", "In progress"),
        ("A3", "Agree a joint housing protocol with the five districts.", "Head of Housing", "Not started"),
    )
    heads = ("Ref", "Recommendation", "Responsible officer", "Status")
    buffer = build(
        [
            Paragraph("Ashdale County Council", HEADING),
            Paragraph("Care leavers: progress report on recommendations", TITLE),
            table(heads, cells, (50, 330, 200, 110)),
        ],
        size=WIDE,
    )
    rows = tuple(Row(text, ref, owner=who, status=status) for ref, text, who, status in cells)
    return Paper("turned", _turn(buffer), "action_plan", rows)


def _turn(content: bytes) -> bytes:
    """Set the pages of a wide document on upright paper, to be seen turned: as printer drivers do."""
    import io

    import pypdfium2
    from pypdfium2 import raw

    document = pypdfium2.PdfDocument(content)
    for page in document:
        width, height = page.get_size()
        matrix = raw.FS_MATRIX(0, 1, -1, 0, height, 0)
        clip = raw.FS_RECTF(0, width, height, 0)
        page.set_mediabox(0, 0, height, width)
        raw.FPDFPage_TransFormWithClip(page, matrix, clip)
        page.set_rotation(90)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def crosses() -> Paper:
    """Agencies told by a cross below headings that are set upright; the actions have parts (a) and (b)."""
    heads = ("No", "Action", "Council", "Police", "Health", "By when")
    cells = (
        (
            "1",
            "Hold a joint conference: (a) before the summer; and (b) again after a year.",
            "X",
            "X",
            "",
            "May 2015",
        ),
        ("2", "Share lists of missing children each morning.", "", "X", "", "March 2015"),
        ("3", "Offer a health check to each child at risk.", "X", "", "X", "June 2015"),
    )

    class Upright(Paragraph):  # type: ignore[misc]
        """A heading that reads upwards."""

        def wrap(self, *_: float) -> tuple[float, float]:
            return 14, 46

        def draw(self) -> None:
            self.canv.rotate(90)
            self.canv.setFont("Helvetica-Bold", 9)
            self.canv.drawString(2, -11, self.text)

    data: list[list[Any]] = [
        [Upright(h, HEAD) if h in heads[2:5] else Paragraph(h, HEAD) for h in heads],
        *[[Paragraph(c, CELL) for c in row] for row in cells],
    ]
    story = [
        Paragraph("Fairholme Safeguarding Children Board", HEADING),
        Paragraph("Sexual exploitation: multi-agency action plan", TITLE),
        Table(data, colWidths=[30, 270, 25, 25, 25, 80], style=RULED, repeatRows=1),
    ]
    owners = ("Council\nPolice", "Police", "Council\nHealth")
    rows = tuple(
        Row(text, number, owner=owner, due=by)
        for (number, text, _, _, _, by), owner in zip(cells, owners, strict=True)
    )
    return Paper("crosses", build(story), "action_plan", rows)


def side_by_side() -> Paper:
    """Two tables of different meaning beside each other: actions, and a count of referrals by month."""
    actions = (
        ("1", "Answer every referral within one working day.", "MASH Manager", "Green"),
        ("2", "Record the reason when a referral is closed.", "MASH Manager", "Amber"),
        ("3", "Give feedback to the referrer each time.", "Team Leader", "Red"),
    )
    counts = (("April", "212"), ("May", "187"), ("June", "240"), ("July", "199"))
    left = table(("Ref", "Action", "Lead", "RAG"), actions, (28, 150, 85, 45))
    right = table(("Month", "Referrals"), counts, (60, 60))
    beside = Table([[left, right]], colWidths=[330, 150], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    story = [
        Paragraph("Quayside Council", HEADING),
        Paragraph("Front door improvement plan", TITLE),
        beside,
    ]
    rows = tuple(Row(text, ref, owner=lead, rag=rag.lower()) for ref, text, lead, rag in actions)
    return Paper("side-by-side", build(story), "action_plan", rows)


def web_page() -> Paper:
    """A page printed from a browser: no rules, striped rows, the status in a coloured pill."""
    cells = (
        ("2.1", "Give parents one number to ring", "Early Help Lead", "12/05/2024", "Done", (0.2, 0.6, 0.3)),
        (
            "2.2",
            "Offer parenting courses online and at weekends",
            "Early Help Lead",
            "01/09/2024",
            "On track",
            (0.2, 0.4, 0.8),
        ),
        (
            "2.3",
            "Ask every family how the help worked for them",
            "Quality Lead",
            "01/11/2024",
            "Delayed",
            (0.8, 0.2, 0.2),
        ),
        (
            "2.4",
            "Put the strategy on the web site",
            "Communications",
            "01/12/2024",
            "Not started",
            (0.5, 0.5, 0.5),
        ),
    )
    import io

    buffer = io.BytesIO()
    width, height = A4
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 7)
    canvas.drawString(24, height - 20, "14/06/2024, 09:41")
    canvas.drawCentredString(width / 2, height - 20, "Early help action plan | Millbrook Council")
    canvas.drawString(24, 16, "https://www.millbrook.example/early-help-action-plan")
    canvas.drawRightString(width - 24, 16, "1/1")
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(48, height - 80, "Early help action plan")
    columns = (48, 90, 320, 420, 490)
    canvas.setFont("Helvetica-Bold", 9)
    for x, head in zip(columns, ("Ref", "Action", "Owner", "Due", "Status"), strict=True):
        canvas.drawString(x, height - 120, head)
    for place, (*texts, status, colour) in enumerate(cells):
        y = height - 146 - 26 * place
        if place % 2 == 0:
            canvas.setFillGray(0.95)
            canvas.rect(40, y - 9, width - 80, 26, fill=1, stroke=0)
        canvas.setFillGray(0)
        canvas.setFont("Helvetica", 9)
        for x, text in zip(columns, texts, strict=False):
            canvas.drawString(x, y, text)
        canvas.setFillColorRGB(*colour)
        canvas.roundRect(486, y - 4, 56, 14, 7, fill=1, stroke=0)
        canvas.setFillGray(1)
        canvas.setFont("Helvetica-Bold", 8)
        canvas.drawString(491, y, status)
        canvas.setFillGray(0)
    canvas.save()
    rows = tuple(
        Row(text, ref, owner=who, due=due, status=status) for ref, text, who, due, status, _ in cells
    )
    return Paper("web-page", buffer.getvalue(), "action_plan", rows)


def narrow_cells() -> Paper:
    """Cells too narrow for their words: letters break off, without a hyphen, in the middle of a word."""
    cells = (
        ("CS/1", "Commissioners agree the specification for short breaks.", "Commissioning", "Complete"),
        ("CS/2", "Publish the sufficiency statement.", "Commissioning", "Superseded"),
        ("CS/3", "Tell parents what was decided and why.", "Communications", "Outstanding"),
    )
    import io

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    _, height = A4
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(50, height - 70, "Short breaks: action plan")
    edges = (50, 70, 300, 350, 395, 440)
    heads = ("Ref", "Action", "Lead", "Status")
    bounds = (50, 72, 330, 385, 430)
    y = height - 100
    rows = [[(head, True) for head in heads], *[[(cell, False) for cell in row] for row in cells]]
    del edges
    for row in rows:
        broken = [
            _break(canvas, text, right - left - 8, bold)
            for (text, bold), (left, right) in zip(row, pairwise(bounds), strict=True)
        ]
        depth = 12 * max(len(lines) for lines in broken) + 6
        for lines, (_, bold), (left, right) in zip(broken, row, pairwise(bounds), strict=True):
            canvas.rect(left, y - depth, right - left, depth)
            canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 9)
            for place, line in enumerate(lines):
                canvas.drawString(left + 4, y - 11 - 12 * place, line)
        y -= depth
    canvas.save()
    told = tuple(Row(text, ref, owner=lead, status=status) for ref, text, lead, status in cells)
    return Paper("narrow-cells", buffer.getvalue(), "action_plan", told)


def _break(canvas: Canvas, text: str, width: float, bold: bool) -> list[str]:
    """Break text as a word processor does: between words, and in a word that is wider than the cell."""
    font = "Helvetica-Bold" if bold else "Helvetica"
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if canvas.stringWidth(joined, font, 9) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if canvas.stringWidth(lines[-1] + letter, font, 9) > width:
                lines.append("")
            lines[-1] += letter
    return lines
