"""Tables of actions as councils draw them: merged, moved, added up, clipped and cut."""

from __future__ import annotations

from collections.abc import Sequence

from tests.own_cases.paper import (
    HEADS,
    ROWS,
    STATUS,
    WIDTHS,
    Case,
    Page,
    Paper,
    Table,
    escaped,
    expected,
    numbers,
    up,
    without,
)

TITLE = "Care leavers action plan: progress tracker"


def begun() -> tuple[Paper, Page]:
    """Return a paper with its title."""
    paper = Paper()
    page = paper.page()
    page.head(TITLE)
    return paper, page


def merged(page: Page, table: Table, joined: Sequence[tuple[int, int]]) -> None:
    """Draw the rules of a table but those above the cells (row, column) that belong to the one above."""
    for row, top in enumerate(table.tops):
        for column, (left, right) in enumerate(zip(table.edges, table.edges[1:], strict=False)):
            if (row, column) not in joined:
                page.rule(left, top, right, top)
    for edge in table.edges:
        page.rule(edge, table.tops[0], edge, table.tops[-1])


def revised_dates() -> Case:
    """An original date for each action, and a revised one where it was moved."""
    paper, page = begun()
    heads = ("Ref", "Recommendation", "Lead officer", "Original date", "Revised date", "Status")
    moved = ("", "31 July 2022", "", "30 September 2022")
    rows = [(*row[:4], later, row[4]) for row, later in zip(ROWS, moved, strict=True)]
    Table(50, 120, (35, 150, 95, 75, 75, 65), [heads, *rows]).words(page).ruled(page)
    changed: dict[tuple[int, str], str | None] = {(1, "due"): moved[1], (3, "due"): moved[3]}
    return "o56-revised-where-moved", paper.save(), expected(changed=changed)


def total() -> Case:
    """The last row adds up those above it."""
    paper, page = begun()
    Table(50, 120, WIDTHS, [HEADS, *ROWS, ("", "Total", "", "", "4")]).words(page).ruled(page)
    return "o57-a-row-of-totals", paper.save(), expected()


def days_of_the_week() -> Case:
    """A text that lists days by their first letters, a space between each two."""
    paper, page = begun()
    text = f"{ROWS[1][1]}, M T W T F S S"
    Table(50, 120, WIDTHS, [HEADS, ROWS[0], (ROWS[1][0], text, *ROWS[1][2:])]).words(page).ruled(page)
    return "o58-days-by-their-letters", paper.save(), expected(ROWS[:2], changed={(1, "text"): text})


def cut_by_a_rule() -> Case:
    """A rule stands between the lines of one text; the rest of its row is blank below it."""
    paper, page = begun()
    rows = [ROWS[0], ("R2", "Open a family hub", *ROWS[1][2:]), ("", "in the north", "", "", ""), *ROWS[2:]]
    Table(50, 120, WIDTHS, [HEADS, *rows]).words(page).ruled(page)
    return "o59-text-cut-by-a-rule", paper.save(), expected()


def two_actions() -> Case:
    """One recommendation with two actions, its number and text merged down over both."""
    paper, page = begun()
    heads = ("Ref", "Recommendation", "Action", "Lead officer", "Status")
    acts = [("R1", "Name an adviser", 0), ("R1", "Set aside ten flats", 1), ("R2", "Report exclusions", 2)]
    asked = ("Give care leavers a home", "", "Help children learn")
    rows = [
        (ref if ask else "", ask, text, ROWS[at][2], ROWS[at][4])
        for (ref, text, at), ask in zip(acts, asked, strict=True)
    ]
    table = Table(50, 120, (35, 140, 150, 100, 70), [heads, *rows]).words(page)
    merged(page, table, [(2, 0), (2, 1)])
    found = [
        {
            "ref": ref,
            "text": text,
            "owner": ROWS[at][2],
            "status_raw": ROWS[at][4],
            "status": STATUS[ROWS[at][4]],
        }
        for ref, text, at in acts
    ]
    return "o60-two-actions-for-one", paper.save(), {"rows": found}


def letter_against_fill() -> Case:
    """RAG letters on fills of their colours; the last says G on red."""
    paper, page = begun()
    heads = (*HEADS[:4], "RAG")
    words = {"G": "green", "A": "amber", "R": "red"}
    fills = {"G": (0.2, 0.7, 0.3), "A": (1, 0.75, 0), "R": (0.9, 0.1, 0.1)}
    rows = [(*row[:4], letter) for row, letter in zip(ROWS, "GARG", strict=True)]
    table = Table(50, 120, WIDTHS, [heads, *rows])
    for row, letter in enumerate("GARR", 1):
        page.fill(table.box(row, 4), fills[letter])
    page.put("0 g")
    table.words(page).ruled(page)
    found = [{"ref": row[0], "text": row[1], "rag": words[row[4]]} for row in rows]
    return "o61-rag-letter-against-fill", paper.save(), {"rows": [*found[:3], {**found[3], "rag": None}]}


def two_headers() -> Case:
    """'Progress' stands over the columns of two quarters and the status."""
    paper, page = begun()
    heads = [
        ("Ref", "Recommendation", "Lead officer", "Progress", "", ""),
        ("", "", "", "Q1", "Q2", "Status"),
    ]
    rows = [(*row[:3], "Begun", "Going on", row[4]) for row in ROWS]
    table = Table(50, 120, (35, 170, 95, 65, 65, 65), [*heads, *rows]).words(page, 2)
    merged(page, table, [(1, 0), (1, 1), (1, 2)])
    found = expected()["rows"]
    return "o62-header-of-two-levels", paper.save(), {"rows": [_without_due(row) for row in found]}


def _without_due(row: dict[str, str | None]) -> dict[str, str | None]:
    return {key: value for key, value in row.items() if key != "due"}


def coloured_bullets() -> Case:
    """The RAG is a disc of a font of signs, printed in its colour."""
    paper, page = begun()
    heads = (*HEADS[:4], "RAG")
    table = Table(50, 120, WIDTHS, [heads, *without(4)]).words(page).ruled(page)
    colours = ("green", "amber", "red", "green")
    shades = {"green": "0 .6 .2 rg", "amber": "1 .75 0 rg", "red": ".9 0 0 rg"}
    for row, colour in enumerate(colours, 1):
        x0, top, *_ = table.box(row, 4)
        page.text(x0 + 25, top + 3, "l", 12, "F3", shades[colour])
    page.put("0 g")
    keys = ("ref", "text", "owner", "due")
    found = [
        {**dict(zip(keys, row, strict=False)), "rag": rag} for row, rag in zip(ROWS, colours, strict=True)
    ]
    return "o63-rag-in-coloured-signs", paper.save(), {"rows": found}


def clipped() -> Case:
    """Texts too long for their cells, which are clipped as a spreadsheet does."""
    paper, page = begun()
    table = Table(50, 120, WIDTHS, [HEADS, *without(1)]).words(page)
    texts = [f"{row[1]} by the end of the year" for row in ROWS]
    for row, text in enumerate(texts, 1):
        x0, y0, x1, y1 = up(table.box(row, 1))
        at = numbers((x0 + 3, y1 - 12))
        page.put(
            f"q {numbers((x0, y0, x1 - x0, y1 - y0))} re W n BT /F1 9 Tf {at} Td {escaped(text)} Tj ET Q"
        )
    table.ruled(page)
    changed: dict[tuple[int, str], str | None] = {(row, "text"): text for row, text in enumerate(texts)}
    return "o64-texts-clipped", paper.save(), expected(changed=changed)


def transposed() -> Case:
    """The headings stand below each other at the left, and each action is a column."""
    paper, page = begun()
    columns = list(zip(HEADS, *ROWS[:3], strict=True))
    Table(50, 120, (90, 130, 130, 130), columns).words(page, 0).ruled(page)
    return "o65-an-action-a-column", paper.save(), expected(ROWS[:3])


CASES = (
    revised_dates,
    total,
    days_of_the_week,
    cut_by_a_rule,
    two_actions,
    letter_against_fill,
    two_headers,
    coloured_bullets,
    clipped,
    transposed,
)
