"""Forms: what stands in fields, with and without a drawn appearance."""

from __future__ import annotations

from tests.own_cases.paper import (
    HEADS,
    ROWS,
    WIDTHS,
    Box,
    Case,
    Paper,
    Table,
    escaped,
    expected,
    tracker,
    without,
)

TEXT, CHOICE, BUTTON = "/FT/Tx", "/FT/Ch/Ff 131072", "/FT/Btn"


def inner(box: Box) -> Box:
    """Return the place of a field within a cell."""
    x0, top, x1, bottom = box
    return x0 + 2, top + 2, x1 - 2, min(bottom - 2, top + 16)


def shown(paper: Paper, box: Box, words: str) -> str:
    """Return the entry for the appearance of a field that shows words."""
    width, height = box[2] - box[0], box[3] - box[1]
    form = paper.form((0, 0, width, height), f"/Tx BMC q BT 0 g /F1 9 Tf 2 4 Td {escaped(words)} Tj ET Q EMC")
    return f"/AP<</N {form}>>"


def text_fields() -> Case:
    """Date and status are text fields that show what was typed."""
    paper = Paper()
    page = paper.page()
    table = tracker(page, without(3, without(4)))
    names = []
    for number, row in enumerate(ROWS, 1):
        for column in (3, 4):
            box, words = inner(table.box(number, column)), row[column]
            more = f"{TEXT}/T(f{number}{column})/V{escaped(words)}/DA(/F1 9 Tf 0 g){shown(paper, box, words)}"
            names.append(paper.annotate(page, "Widget", box, more))
    paper.fields(names)
    return "o01-text-fields", paper.save(), expected()


def text_fields_without_appearance() -> Case:
    """The lead's name was filled in by a program that leaves the drawing to the viewer."""
    paper = Paper()
    page = paper.page()
    table = tracker(page, without(2))
    names = []
    for number, row in enumerate(ROWS, 1):
        words = "".join(f"{ord(char):04X}" for char in row[2])
        more = f"{TEXT}/T(lead{number})/V<FEFF{words}>/DA(/F1 9 Tf 0 g)"
        names.append(paper.annotate(page, "Widget", inner(table.box(number, 2)), more))
    paper.fields(names, "/NeedAppearances true")
    return "o02-text-fields-without-appearance", paper.save(), expected()


def choice_with_codes() -> Case:
    """A drop-down keeps codes (C, P, N, O) and shows words; two of four have no appearance."""
    paper = Paper()
    page = paper.page()
    table = tracker(page, without(4))
    options = "".join(
        f"[({code})({words})]" for code, words in zip("CPNO", (r[4] for r in ROWS), strict=True)
    )
    names = []
    for number, (row, code) in enumerate(zip(ROWS, "CPNO", strict=True), 1):
        box = inner(table.box(number, 4))
        drawn = shown(paper, box, row[4]) if number % 2 else ""
        more = f"{CHOICE}/T(s{number})/Opt[{options}]/V({code})/DA(/F1 9 Tf 0 g){drawn}"
        names.append(paper.annotate(page, "Widget", box, more))
    paper.fields(names)
    return "o03-choice-with-codes", paper.save(), expected()


BOXES = ("Complete", "In progress", "Not started", "Overdue")


def boxes(kind: str) -> tuple[Paper, list[str]]:
    """Return a paper whose status cells hold four small boxes, each before its label; one is on."""
    paper = Paper()
    page = paper.page()
    table = tracker(page, [[*row[:4], "\n\n\n"] for row in ROWS])
    on = paper.form((0, 0, 9, 9), "q 0.5 w 0.5 0.5 8 8 re S BT /F3 8 Tf 1 2 Td (4) Tj ET Q")
    off = paper.form((0, 0, 9, 9), "q 0.5 w 0.5 0.5 8 8 re S Q")
    names = []
    for number, row in enumerate(ROWS, 1):
        x0, top, _, _ = table.box(number, 4)
        parent = len(paper.objects) + 5
        kids = []
        for place, label in enumerate(BOXES):
            box = (x0 + 3, top + 3 + place * 11.25, x0 + 12, top + 12 + place * 11.25)
            page.text(x0 + 15, top + 3 + place * 11.25, label)
            name = f"/c{place}" if kind == "radio" else "/Yes"
            state = name if row[4] == label else "/Off"
            drawn = f"/AS{state}/AP<</N<<{name} {on}/Off {off}>>>>"
            field = f"/Parent {parent} 0 R" if kind == "radio" else f"{BUTTON}/V{state}/T(b{number}{place})"
            kids.append(paper.annotate(page, "Widget", box, f"{field}{drawn}"))
        if kind == "radio":
            chosen = f"/c{BOXES.index(row[4])}"
            names.append(paper.add(f"<<{BUTTON}/Ff 49152/T(r{number})/V{chosen}/Kids[{' '.join(kids)}]>>"))
        else:
            names += kids
    paper.fields(names)
    return paper, names


def check_boxes() -> Case:
    """Four tick boxes in each status cell; the one before the status is ticked."""
    paper, _ = boxes("check")
    rows = [{key: value for key, value in row.items() if key != "status_raw"} for row in expected()["rows"]]
    return "o04-tick-boxes", paper.save(), {"rows": rows}


def radio_buttons() -> Case:
    """The same with radio buttons, whose value stands in the field that is the parent of four."""
    paper, _ = boxes("radio")
    rows = [{key: value for key, value in row.items() if key != "status_raw"} for row in expected()["rows"]]
    return "o05-radio-buttons", paper.save(), {"rows": rows}


def form_alone() -> Case:
    """A form in which all is a field, headings too: the page itself prints nothing but rules."""
    paper = Paper()
    page = paper.page()
    rows = [HEADS, *ROWS]
    table = Table(50, 120, (40, 225, 110, 70, 65), rows).ruled(page)
    names = []
    cells = [
        ((50, 50, 400, 68), "Westmere Borough Council"),
        ((50, 75, 400, 93), "Action plan of the Corporate Parenting Panel"),
    ]
    cells += [(inner(table.box(r, c)), words) for r, row in enumerate(rows) for c, words in enumerate(row)]
    for number, (box, words) in enumerate(cells):
        more = f"{TEXT}/Ff 1/T(t{number})/V{escaped(words)}/DA(/F1 8 Tf 0 g){shown(paper, box, words)}"
        names.append(paper.annotate(page, "Widget", box, more))
    paper.fields(names)
    return "o06-form-alone", paper.save(), expected()


def comb() -> Case:
    """The date is a comb field, a character to a cell."""
    paper = Paper()
    page = paper.page()
    table = tracker(page, without(3))
    days = ("31/05/2022", "30/06/2022", "15/07/2022", "01/08/2022")
    names = []
    for number, day in enumerate(days, 1):
        box = inner(table.box(number, 3))
        step = (box[2] - box[0]) / 10
        drawn = "".join(
            f"BT /F1 8 Tf {2 + place * step:.2f} 4 Td ({char}) Tj ET " for place, char in enumerate(day)
        )
        form = paper.form((0, 0, box[2] - box[0], 14), f"q {drawn} Q")
        more = f"{TEXT}/Ff 16777216/MaxLen 10/T(d{number})/V({day})/DA(/F1 8 Tf 0 g)/AP<</N {form}>>"
        names.append(paper.annotate(page, "Widget", box, more))
    paper.fields(names)
    return "o07-comb-field", paper.save(), expected(changed={(at, "due"): day for at, day in enumerate(days)})


def hidden_fields() -> Case:
    """Each cell has a hidden field with an old status besides; only what is printed counts."""
    paper = Paper()
    page = paper.page()
    table = tracker(page)
    names = []
    for number in range(1, 5):
        box = inner(table.box(number, 4))
        more = f"{TEXT}/T(old{number})/V(Abandoned)/DA(/F1 9 Tf 0 g){shown(paper, box, 'Abandoned')}"
        names.append(paper.annotate(page, "Widget", box, more, flags=2))
    for number in range(1, 5):
        more = f"{TEXT}/T(empty{number})/V()/DA(/F1 9 Tf 0 g){shown(paper, box, '')}"
        names.append(paper.annotate(page, "Widget", inner(table.box(number, 4)), more))
    paper.fields(names)
    return "o08-hidden-and-empty-fields", paper.save(), expected()


def xfa() -> Case:
    """A dynamic form: the page only asks for another viewer, and the table stands in XML."""
    paper = Paper()
    page = paper.page()
    for number, line in enumerate(
        (
            "Please wait...",
            "If this message is not eventually replaced by the proper contents of the document, your PDF",
            "viewer may not be able to display this type of document.",
        )
    ):
        page.text(50, 100 + 20 * number, line, 11)
    cells = "".join(
        f"<row><ref>{r}</ref><text>{t}</text><status>{s}</status></row>" for r, t, _, _, s in ROWS
    )
    packet = paper.stream(f"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><data>{cells}</data></xdp:xdp>")
    paper.fields([], f"/XFA {packet}")
    return "o09-xfa-form", paper.save(), expected()


def turned_page() -> Case:
    """Fields on a page that is turned by a quarter; the page was drawn wide."""
    paper = Paper()
    page = paper.page()
    page.more = "/Rotate 90"
    page.put("q 0 1 -1 0 595 0 cm")
    # Within: x to the right along the long side, y up from its foot; 842 wide and 595 high.
    page.put("1 0 0 1 0 -247 cm")
    page.head("Care leavers action plan: progress tracker")
    table = Table(50, 120, WIDTHS, [HEADS, *without(4)]).words(page).ruled(page)
    page.put("Q")
    names = []
    for number, row in enumerate(ROWS, 1):
        x0, top, x1, bottom = inner(table.box(number, 4))
        # (x, y) within stands at (595 - y, x) on the page, and y is 595 less the distance from the top.
        box = (top, 842 - x1, bottom, 842 - x0)
        form = paper.form((0, 0, x1 - x0, bottom - top), f"BT 0 g /F1 9 Tf 2 4 Td {escaped(row[4])} Tj ET")
        turned = paper.objects[-1].replace(b"/Resources", b"/Matrix[0 1 -1 0 0 0]/Resources", 1)
        paper.objects[-1] = turned
        more = f"{TEXT}/T(s{number})/V{escaped(row[4])}/MK<</R 90>>/DA(/F1 9 Tf 0 g)/AP<</N {form}>>"
        names.append(paper.annotate(page, "Widget", box, more))
    paper.fields(names)
    return "o10-fields-on-a-turned-page", paper.save(), expected()


CASES = (
    text_fields,
    text_fields_without_appearance,
    choice_with_codes,
    check_boxes,
    radio_buttons,
    form_alone,
    comb,
    hidden_fields,
    xfa,
    turned_page,
)
