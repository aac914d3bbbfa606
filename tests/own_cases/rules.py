"""Tables whose rules are not all there, or not plain lines."""

from __future__ import annotations

from tests.own_cases.paper import HEADS, HEIGHT, ROWS, WIDTHS, Case, Page, Paper, Table, expected, numbers, up


def begun(rows: tuple[tuple[str, ...], ...] = ROWS) -> tuple[Paper, Page, Table]:
    """Return a paper with the words of the usual table and no rules."""
    paper = Paper()
    page = paper.page()
    page.head("Care leavers action plan: progress tracker")
    return paper, page, Table(50, 120, WIDTHS, [HEADS, *rows]).words(page)


def no_left_side() -> Case:
    """All rules but the one at the left."""
    paper, page, table = begun()
    for top in table.tops:
        page.rule(table.edges[0], top, table.edges[-1], top)
    for edge in table.edges[1:]:
        page.rule(edge, table.tops[0], edge, table.tops[-1])
    return "o37-no-left-side", paper.save(), expected()


def dashes() -> Case:
    """Every rule is a row of short lines, each drawn for itself."""
    paper, page, table = begun()
    for top in table.tops:
        x = table.edges[0]
        while x < table.edges[-1]:
            page.rule(x, top, min(x + 4, table.edges[-1]), top)
            x += 6
    for edge in table.edges:
        y = table.tops[0]
        while y < table.tops[-1]:
            page.rule(edge, y, edge, min(y + 4, table.tops[-1]))
            y += 6
    return "o38-dashes", paper.save(), expected()


def rounded() -> Case:
    """A frame with round corners around the table; the rules within end at the frame."""
    paper, page, table = begun()
    x0, y0, x1, y1 = up((table.edges[0], table.tops[0], table.edges[-1], table.tops[-1]))
    r, k = 8, 3.6
    path = [
        f"{numbers((x0 + r, y0))} m {numbers((x1 - r, y0))} l",
        f"{numbers((x1 - k, y0, x1, y0 + k, x1, y0 + r))} c {numbers((x1, y1 - r))} l",
        f"{numbers((x1, y1 - k, x1 - k, y1, x1 - r, y1))} c {numbers((x0 + r, y1))} l",
        f"{numbers((x0 + k, y1, x0, y1 - k, x0, y1 - r))} c {numbers((x0, y0 + r))} l",
        f"{numbers((x0, y0 + k, x0 + k, y0, x0 + r, y0))} c s",
    ]
    page.put(f"q 1 w {' '.join(path)} Q")
    for top in table.tops[1:-1]:
        page.rule(table.edges[0], top, table.edges[-1], top)
    for edge in table.edges[1:-1]:
        page.rule(edge, table.tops[0], edge, table.tops[-1])
    return "o39-rounded-frame", paper.save(), expected()


def first_column_open() -> Case:
    """The numbers stand outside the grid at its left, without borders."""
    paper, page, table = begun()
    for top in table.tops:
        page.rule(table.edges[1], top, table.edges[-1], top)
    for edge in table.edges[1:]:
        page.rule(edge, table.tops[0], edge, table.tops[-1])
    return "o40-first-column-open", paper.save(), expected()


def one_level_rule_missing() -> Case:
    """The rule between the second and the third row is missing."""
    paper, page, table = begun()
    for number, top in enumerate(table.tops):
        if number != 3:
            page.rule(table.edges[0], top, table.edges[-1], top)
    for edge in table.edges:
        page.rule(edge, table.tops[0], edge, table.tops[-1])
    return "o41-one-level-rule-missing", paper.save(), expected()


def cards() -> Case:
    """Each row is a frame of its own with a gap below, its columns parted by pairs of thin fills."""
    paper, page, table = begun()
    for number in range(len(table.rows)):
        top, bottom = table.tops[number] + 1, table.tops[number + 1] - 1
        x0, y0, x1, y1 = up((table.edges[0], top, table.edges[-1], bottom))
        page.put(f"q 0.7 w {numbers((x0, y0, x1 - x0, y1 - y0))} re S Q")
        for edge in table.edges[1:-1]:
            page.fill((edge - 1.2, top, edge - 0.8, bottom), (0, 0, 0))
            page.fill((edge + 0.4, top, edge + 0.8, bottom), (0, 0, 0))
    return "o42-cards-and-double-rules", paper.save(), expected()


MERGED = ("Ref", "Recommendation", "Lead officer", "Target date", "Status")


def merged_over_a_break() -> Case:
    """A lead's box spans two rows and ends with the page; on the next page, a row has no lead at all."""
    paper = Paper()
    page = paper.page()
    rows = [ROWS[0], (ROWS[1][0], ROWS[1][1], "", *ROWS[1][3:])]
    page.head("Care leavers action plan: progress tracker")
    page.lines(50, 120, ["The panel asked for this report in March."] * 44, 10)
    table = Table(50, 842 - 56 - 93, WIDTHS, [HEADS, *rows]).words(page)
    for number, top in enumerate(table.tops):
        if number == 2:
            page.rule(table.edges[0], top, table.edges[2], top)
            page.rule(table.edges[3], top, table.edges[-1], top)
        else:
            page.rule(table.edges[0], top, table.edges[-1], top)
    for edge in table.edges:
        page.rule(edge, table.tops[0], edge, table.tops[-1])
    after = paper.page()
    later = [(ROWS[2][0], ROWS[2][1], "", *ROWS[2][3:]), ROWS[3]]
    Table(50, 56, WIDTHS, [HEADS, *later]).words(after).ruled(after)
    return (
        "o43-box-ends-with-the-page",
        paper.save(),
        expected(changed={(1, "owner"): ROWS[0][2], (2, "owner"): None}),
    )


def page_number_over_a_table() -> Case:
    """The table reaches down to the foot, where the page number is printed into its last row."""
    paper = Paper()
    page = paper.page()
    page.head("Care leavers action plan: progress tracker")
    page.lines(50, 120, ["The panel asked for this report in March."] * 46, 10)
    table = Table(50, 842 - 20 - 125, WIDTHS, [HEADS, *ROWS]).words(page).ruled(page)
    page.text(240, table.tops[-1] - 11, "Page 7 of 12", 8)
    after = paper.page()
    after.text(50, 60, "Background papers: none.", 10)
    after.text(240, HEIGHT - 32, "Page 8 of 12", 8)
    return "o44-page-number-over-a-row", paper.save(), expected()


CASES = (
    no_left_side,
    dashes,
    rounded,
    first_column_open,
    one_level_rule_missing,
    cards,
    merged_over_a_break,
    page_number_over_a_table,
)
