"""What people put onto a finished page: typed text, stamps, strike-outs, white-outs, files."""

from __future__ import annotations

from tests.own_cases.fields import inner
from tests.own_cases.paper import ROWS, Box, Case, Paper, escaped, expected, numbers, tracker, up, without


def typed() -> Case:
    """The status was typed with a pen tool that leaves no appearance stream."""
    paper = Paper()
    page = paper.page()
    table = tracker(page, without(4))
    for number, row in enumerate(ROWS, 1):
        more = f"/DA(0 0 1 rg /F1 9 Tf)/Contents{escaped(row[4])}"
        paper.annotate(page, "FreeText", inner(table.box(number, 4)), more)
    return "o11-typed-without-appearance", paper.save(), expected()


def stamped() -> Case:
    """A rubber stamp in each status cell, its words drawn within two nested form XObjects."""
    paper = Paper()
    page = paper.page()
    table = tracker(page, without(4))
    for number, row in enumerate(ROWS, 1):
        words = paper.form((0, 0, 66, 14), f"BT 0.7 0 0 rg /F2 9 Tf 4 4 Td {escaped(row[4])} Tj ET")
        told = f"/Type/XObject/Subtype/Form/BBox[0 0 66 14]/Resources<</XObject<</X {words}>>>>"
        drawn = paper.stream("q 0.7 0 0 RG 1 1 64 12 re S /X Do Q", told)
        paper.annotate(page, "Stamp", inner(table.box(number, 4)), f"/Name/Custom/AP<</N {drawn}>>")
    return "o12-status-stamped", paper.save(), expected()


def draft_stamp() -> Case:
    """A stamp SUPERSEDED lies across the table; the words of the table are as they were."""
    paper = Paper()
    page = paper.page()
    table = tracker(page)
    drawn = paper.form(
        (0, 0, 360, 60),
        "q 0.8 0 0 rg 0.8 0 0 RG 2 w 2 2 356 56 re S BT 1 Tr /F2 44 Tf 20 14 Td (SUPERSEDED) Tj ET Q",
    )
    box = (120, table.tops[2], 480, table.tops[2] + 60)
    paper.annotate(page, "Stamp", box, f"/Name/Draft/AP<</N {drawn}>>")
    return "o13-stamp-across-table", paper.save(), expected()


def points(box: Box) -> str:
    """Return the four corners of a box as QuadPoints have them."""
    x0, y0, x1, y1 = up(box)
    return numbers((x0, y1, x1, y1, x0, y0, x1, y0))


def struck_out() -> Case:
    """The lead changed: the old one is struck out by an annotation, the new one stands below."""
    paper = Paper()
    page = paper.page()
    rows = [[*row[:2], f"Head of Audit\n{row[2]}", *row[3:]] for row in ROWS]
    table = tracker(page, rows)
    for number in range(1, 5):
        x0, top, _, _ = table.box(number, 2)
        box = (x0 + 3, top + 3, x0 + 60, top + 13)
        paper.annotate(page, "StrikeOut", box, f"/C[1 0 0]/QuadPoints[{points(box)}]/Contents(Post deleted)")
    return "o14-strike-out-annotation", paper.save(), expected()


def covered_and_typed() -> Case:
    """White squares cover the old status; the new one is typed in annotations of its own."""
    paper = Paper()
    page = paper.page()
    table = tracker(page, [[*row[:4], "On hold"] for row in ROWS])
    for number, row in enumerate(ROWS, 1):
        box = inner(table.box(number, 4))
        white = paper.form((0, 0, box[2] - box[0], box[3] - box[1]), "1 1 1 rg 0 0 300 300 re f")
        paper.annotate(page, "Square", box, f"/C[]/IC[1 1 1]/BS<</W 0>>/AP<</N {white}>>")
        drawn = paper.form((0, 0, 71, 14), f"BT 0 g /F1 9 Tf 2 4 Td {escaped(row[4])} Tj ET")
        paper.annotate(page, "FreeText", box, f"/DA(0 g /F1 9 Tf)/Contents{escaped(row[4])}/AP<</N {drawn}>>")
    return "o15-white-squares-and-typed", paper.save(), expected()


def covered_in_the_page() -> Case:
    """An editor covered the old dates with white boxes in the page itself and printed new ones over them."""
    paper = Paper()
    page = paper.page()
    table = tracker(page, [[*row[:3], "1 April 2021", row[4]] for row in ROWS])
    for number, row in enumerate(ROWS, 1):
        box = inner(table.box(number, 3))
        page.fill(box, (1, 1, 1))
        page.text(box[0] + 1, box[1] + 1, row[3])
    return "o16-white-boxes-in-the-page", paper.save(), expected()


def notes() -> Case:
    """Comments of a reviewer that no print shows: notes, a popup, a highlight, a link, a hidden text."""
    paper = Paper()
    page = paper.page()
    table = tracker(page)
    for number in range(1, 5):
        box = inner(table.box(number, 4))
        paper.annotate(page, "Highlight", box, f"/C[1 1 0]/QuadPoints[{points(box)}]/Contents(Is this Red?)")
        paper.annotate(page, "Text", box, "/Name/Note/Contents(Should be Red)", flags=28)
        paper.annotate(page, "FreeText", box, "/DA(0 g /F1 9 Tf)/Contents(Abandoned)", flags=2)
        paper.annotate(page, "Link", box, "/A<</S/URI/URI(https://westmere.example/status)>>")
    return "o17-notes-of-a-reviewer", paper.save(), expected()


def file_beside() -> Case:
    """The whole table is printed; a spreadsheet of costs is attached by an annotation."""
    paper = Paper()
    page = paper.page()
    tracker(page)
    held = paper.stream("Ref,Cost\nR1,4000\n", "/Type/EmbeddedFile/Subtype/text#2Fcsv")
    spec = paper.add(f"<</Type/Filespec/F(costs.csv)/UF(costs.csv)/EF<</F {held}>>>>")
    paper.annotate(page, "FileAttachment", (540, 50, 554, 70), f"/Name/PushPin/FS {spec}/Contents(costs.csv)")
    return "o18-spreadsheet-attached", paper.save(), expected()


def portfolio() -> Case:
    """A cover sheet over two attached papers, one of them the table; nothing of it is on the page."""
    inside = Paper()
    tracker(inside.page())
    minutes = Paper()
    minutes.page().head("Minutes of the Corporate Parenting Panel")
    paper = Paper()
    page = paper.page()
    page.text(50, 60, "For the best experience, open this PDF portfolio in a current viewer.", 11)
    names = []
    for name, held in (("minutes.pdf", minutes.save()), ("tracker.pdf", inside.save())):
        stored = paper.stream(held, "/Type/EmbeddedFile/Subtype/application#2Fpdf")
        names.append(f"({name}){paper.add(f'<</Type/Filespec/F({name})/UF({name})/EF<</F {stored}>>>>')}")
    paper.root += (
        f"/Names<</EmbeddedFiles<</Names[{''.join(names)}]>>>>/Collection<</Type/Collection/View/T>>"
    )
    note = (
        "the table is in an attached paper: at least the state must say that the file holds other documents"
    )
    return "o19-portfolio-of-two", paper.save(), expected(note=note)


def pen_strokes() -> Case:
    """Status letters were written with a pen tool: ink, no words. Nobody can read them here."""
    paper = Paper()
    page = paper.page()
    table = tracker(page, without(4))
    for number in range(1, 5):
        x0, y0, x1, y1 = up(inner(table.box(number, 4)))
        strokes = numbers((x0 + 4, y0 + 3, x0 + 10, y1 - 3, x0 + 20, y0 + 3, x0 + 30, y1 - 3, x1 - 8, y0 + 4))
        drawn = paper.stream(
            f"0 0 1 RG 1 w {numbers((x0 + 4, y0 + 3))} m {numbers((x1 - 8, y1 - 3))} l S",
            f"/Type/XObject/Subtype/Form/BBox[{numbers((x0, y0, x1, y1))}]",
        )
        box = inner(table.box(number, 4))
        paper.annotate(page, "Ink", box, f"/C[0 0 1]/InkList[[{strokes}]]/AP<</N {drawn}>>")
    return "o20-pen-strokes", paper.save(), expected()


CASES = (
    typed,
    stamped,
    draft_stamp,
    struck_out,
    covered_and_typed,
    covered_in_the_page,
    notes,
    file_beside,
    portfolio,
    pen_strokes,
)
