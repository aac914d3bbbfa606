"""Tables that run over a page: whole drawn documents, bytes in, rows and joins out.

Each case draws the part of a table at the foot of page 1 and the part at the head of page 2, one text a cell,
and says the rows of the document, each as the texts of its cells, and why the parts were joined.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from drawing import HEIGHT, Sheet

from extract.document import read_document
from records.report import Report

Rows = Sequence[Sequence[str]]

PLAN = (50, 90, 280, 400, 520)
HEAD = ("No", "Action", "By whom", "Status")
BARE = (50, 280, 400, 520)
BARE_HEAD = ("Action", "By whom", "Status")
ASK, TELL = ("1", "Ask them.", "Council", "Done"), ("2", "Tell them.", "Police", "Late")
LONG = "Write to each of the families that have asked for it"
"""A sentence that the page may break; it takes two lines in the column of actions."""

NUMBERS, COLUMNS, HEADER = "numbering goes on", "columns go on", "header repeated"
OPEN, CUT = "row left open at the page break", "row cut by the page break"


def draw(
    sheet: Sheet, rows: Rows, edges: Sequence[float], top: float | None, *, bold: int, **ends: bool
) -> None:
    """Draw a part of a table from `top`, or so that it ends at the foot; the first `bold` rows are bold."""
    broken = [
        [_broken(cell, x1 - x0) for cell, x0, x1 in zip(row, edges, edges[1:], strict=False)] for row in rows
    ]
    heights = [6 + 11 * max(cell.count("\n") + 1 for cell in row) for row in broken]
    start = HEIGHT - 50 - sum(heights) if top is None else top
    tops = [start + sum(heights[:place]) for place in range(len(heights) + 1)]
    sheet.grid(
        edges, tops, [row if place >= bold else [""] * len(row) for place, row in enumerate(broken)], **ends
    )
    for place, row in enumerate(broken[:bold]):
        for x, cell in zip(edges, row, strict=False):
            sheet.lines(x + 3, tops[place] + 2, cell.split("\n"), size=9, bold=True)


def _broken(text: str, width: float) -> str:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width / 5.5:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def over_a_break(
    upper: Rows,
    lower: Rows,
    edges: Sequence[float],
    *,
    lower_edges: Sequence[float] | None = None,
    bold: tuple[int, int] = (1, 0),
    open_bottom: bool = False,
    open_top: bool = False,
    pages: int = 1,
) -> Report:
    sheet = Sheet()
    draw(sheet, upper, edges, None, bold=bold[0], open_bottom=open_bottom)
    for _ in range(pages):
        sheet.new_page()
    draw(sheet, lower, lower_edges or edges, 50, bold=bold[1], open_top=open_top)
    return read_document(sheet.save())


def read(report: Report) -> list[list[str]]:
    return [[" ".join(field.text.split()) for field in row.fields.values()] for row in report.rows]


def reasons(report: Report) -> list[tuple[str, bool]]:
    return [(join.reason, join.cut_row) for join in report.joins]


NUMBERED = [
    pytest.param([ASK], [TELL], [ASK, TELL], NUMBERS, id="the next number"),
    pytest.param([ASK], [("1a", *TELL[1:])], [ASK, ("1a", *TELL[1:])], NUMBERS, id="the next letter"),
    pytest.param([ASK], [("1.1", *TELL[1:])], [ASK, ("1.1", *TELL[1:])], NUMBERS, id="a part of the number"),
    pytest.param([ASK], [("9", *TELL[1:])], [ASK, ("9", *TELL[1:])], COLUMNS, id="a number left out"),
    pytest.param([TELL], [("1", *ASK[1:])], [TELL, ASK], COLUMNS, id="numbers that fall"),
    pytest.param([ASK], [("1", *TELL[1:])], [ASK, ("1", *TELL[1:])], COLUMNS, id="the same number"),
    pytest.param(
        [ASK, TELL],
        [("", "Meet them.", "Council", "Late"), ("3", "Visit them.", "Police", "Done")],
        [ASK, TELL, ("", "Meet them.", "Council", "Late"), ("3", "Visit them.", "Police", "Done")],
        NUMBERS,
        id="a second action below a number, and the next",
    ),
    pytest.param(
        [ASK, TELL],
        [("", "Meet them.", "Council", "Late")],
        [ASK, TELL, ("", "Meet them.", "Council", "Late")],
        COLUMNS,
        id="an action without a number alone",
    ),
    pytest.param(
        [ASK, ("2", "Tell all who", "Police", "Late")],
        [("", "have asked.", "", "")],
        [ASK, ("2", "Tell all who have asked.", "Police", "Late")],
        CUT,
        id="the rest of a sentence",
    ),
    pytest.param(
        [ASK, ("2", "Tell all who", "Police", "Late")],
        [("", "have asked.", "", ""), ("3", "Visit them.", "Police", "Done")],
        [ASK, ("2", "Tell all who have asked.", "Police", "Late"), ("3", "Visit them.", "Police", "Done")],
        NUMBERS,
        id="the rest of a sentence, and the next number",
    ),
    pytest.param(
        [ASK, ("2", "Tell them.", "Police and", "Late")],
        [("", "", "Council", ""), ("3", "Visit them.", "Police", "Done")],
        [ASK, ("2", "Tell them.", "Police and Council", "Late"), ("3", "Visit them.", "Police", "Done")],
        NUMBERS,
        id="the rest of a name",
    ),
    pytest.param([ASK], [HEAD, TELL], [ASK, TELL], HEADER, id="the header"),
    pytest.param(
        [ASK, TELL],
        [("", "Meet them.", "", "")],
        [ASK, ("2", "Tell them. Meet them.", "Police", "Late")],
        CUT,
        id="a sentence alone is more of the action",
    ),
    pytest.param(
        [ASK, TELL],
        [("", "and the others.", "Council", "Done")],
        [ASK, ("2", "Tell them. and the others.", "Police Council", "Late Done")],
        CUT,
        id="small letters, whatever stands beside",
    ),
    pytest.param(
        [ASK, ("2", "Tell them.", "Police.", "Late")],
        [("", "Meet them.", "Council.", "")],
        [ASK, ("2", "Tell them.", "Police.", "Late"), ("", "Meet them.", "Council.", "")],
        COLUMNS,
        id="capitals below full stops are another action",
    ),
    pytest.param(
        [ASK, ("2", "Tell them.", "", "Late")],
        [("", "Meet them.", "Council", "")],
        [ASK, ("2", "Tell them.", "", "Late"), ("", "Meet them.", "Council", "")],
        COLUMNS,
        id="and so are capitals below a blank",
    ),
    pytest.param(
        [ASK, ("2", "Tell them.", "Police.", "Late")],
        [("", "Meet them.", "3 of them.", "")],
        [ASK, ("2", "Tell them. Meet them.", "Police. 3 of them.", "Late")],
        CUT,
        id="a figure below a full stop is not",
    ),
    pytest.param(
        [ASK, TELL],
        [("", "Meet them.", "Council", "")],
        [ASK, ("2", "Tell them. Meet them.", "Police Council", "Late")],
        CUT,
        id="nor a capital below a name, beside a blank that no row has",
    ),
    pytest.param(
        [("1", "Ask them.", "", "Done"), ("2", "Tell them.", "Police", "")],
        [("", "Meet them.", "Council", "")],
        [("1", "Ask them.", "", "Done"), ("2", "Tell them. Meet them.", "Police Council", "")],
        CUT,
        id="one column that all rows fill is too few",
    ),
    pytest.param(
        [ASK, ("2", LONG, "Police", "Late")],
        [("", "In May and in June.", "Council", "Done")],
        [ASK, ("2", f"{LONG} In May and in June.", "Police Council", "Late Done")],
        CUT,
        id="a sentence that is open goes on, though all columns are filled",
    ),
    pytest.param(
        [ASK, ("", "Tell all of those who", "", "")],
        [("2", "have asked.", "Police", "Late"), ("3", "Visit them.", "Police", "Done")],
        [
            ASK,
            ("2", "Tell all of those who have asked.", "Police", "Late"),
            ("3", "Visit them.", "Police", "Done"),
        ],
        NUMBERS,
        id="a sentence whose number is set at the middle of its row, below the break",
    ),
    pytest.param(
        [("", *ASK[1:])], [("1", *TELL[1:])], [("", *ASK[1:]), ("1", *TELL[1:])], COLUMNS, id="numbers begin"
    ),
    pytest.param(
        [ASK],
        [("", *TELL[1:]), ("", *ASK[1:])],
        [ASK, ("", *TELL[1:]), ("", *ASK[1:])],
        COLUMNS,
        id="numbers end",
    ),
    pytest.param(
        [ASK],
        [("No", "Action (continued)", "By whom", "Status (cont'd)"), TELL],
        [ASK, TELL],
        HEADER,
        id="the header, continued",
    ),
]


@pytest.mark.parametrize(("upper", "lower", "rows", "reason"), NUMBERED)
def test_a_numbered_table_goes_on(upper: Rows, lower: Rows, rows: Rows, reason: str) -> None:
    report = over_a_break([HEAD, *upper], lower, PLAN, bold=(1, 1 if reason == HEADER else 0))
    cut = len(upper) + len(lower) - (reason == HEADER) > len(rows)
    assert (read(report), reasons(report)) == ([list(row) for row in rows], [(reason, cut)])


B_ASK, B_TELL = ASK[1:], TELL[1:]
UNNUMBERED = [
    pytest.param([B_ASK], [B_TELL], [B_ASK, B_TELL], COLUMNS, id="a row alone"),
    pytest.param(
        [B_ASK, B_TELL],
        [("Meet them.", "Council", ""), ("Visit them.", "Police", "Done")],
        [B_ASK, B_TELL, ("Meet them.", "Council", ""), ("Visit them.", "Police", "Done")],
        COLUMNS,
        id="rows, one with a blank",
    ),
    pytest.param(
        [B_ASK, (LONG, "Police", "Late")],
        [("and to their neighbours.", "", ""), ("Visit them.", "Police", "Done")],
        [B_ASK, (f"{LONG} and to their neighbours.", "Police", "Late"), ("Visit them.", "Police", "Done")],
        CUT,
        id="the rest of a sentence in small letters",
    ),
    pytest.param(
        [B_ASK, (LONG, "Police", "Late")],
        [("In May and in June.", "", ""), ("Visit them.", "Police", "Done")],
        [B_ASK, (f"{LONG} In May and in June.", "Police", "Late"), ("Visit them.", "Police", "Done")],
        CUT,
        id="the rest of a sentence beside blanks that no row has",
    ),
    pytest.param(
        [B_ASK, (f"{LONG}.", "Police", "Late")],
        [("In May and in June.", "", "Done"), ("Visit them.", "Police", "Done")],
        [
            B_ASK,
            (f"{LONG}.", "Police", "Late"),
            ("In May and in June.", "", "Done"),
            ("Visit them.", "Police", "Done"),
        ],
        COLUMNS,
        id="a sentence after a full stop, beside a blank",
    ),
    pytest.param(
        [B_ASK, (f"{LONG}.", "Police", "Late")],
        [("In May and in June.", "", ""), ("Visit them.", "Police", "Done")],
        [B_ASK, (f"{LONG}. In May and in June.", "Police", "Late"), ("Visit them.", "Police", "Done")],
        CUT,
        id="a sentence that has nothing of what every row has beside it",
    ),
    pytest.param(
        [B_ASK, (f"{LONG}.", "", "")],
        [("In May and in June.", "Police", "Late"), ("Visit them.", "Police", "Done")],
        [B_ASK, (f"{LONG}. In May and in June.", "Police", "Late"), ("Visit them.", "Police", "Done")],
        CUT,
        id="a text whose other cells are set at the middle of their row, below the break",
    ),
    pytest.param(
        [B_ASK, (f"{LONG}.", "Police", "")],
        [("In May and in June.", "", ""), ("Visit them.", "Police", "Done")],
        [
            B_ASK,
            (f"{LONG}.", "Police", ""),
            ("In May and in June.", "", ""),
            ("Visit them.", "Police", "Done"),
        ],
        COLUMNS,
        id="a sentence that lacks one thing alone",
    ),
    pytest.param(
        [B_ASK, ("Tell the police", "Police", "Late")],
        [("Visit the council", "", "Done"), ("Meet them", "Police", "Done")],
        [
            B_ASK,
            ("Tell the police", "Police", "Late"),
            ("Visit the council", "", "Done"),
            ("Meet them", "Police", "Done"),
        ],
        COLUMNS,
        id="three words without a stop are no sentence that goes on",
    ),
    pytest.param(
        [B_ASK, ("Tell all of them", "Police", "Late")],
        [("Who have asked.", "", ""), ("Visit them.", "Police", "Done")],
        [B_ASK, ("Tell all of them Who have asked.", "Police", "Late"), ("Visit them.", "Police", "Done")],
        CUT,
        id="four words without a stop are",
    ),
    pytest.param(
        [("Ask them.", "", "Done"), (LONG, "Police", "Late")],
        [("In May and in June.", "", ""), ("Visit them.", "", "Done")],
        [
            ("Ask them.", "", "Done"),
            (f"{LONG} In May and in June.", "Police", "Late"),
            ("Visit them.", "", "Done"),
        ],
        CUT,
        id="blanks in one column that others have too",
    ),
    pytest.param(
        [B_ASK, (LONG, "Police", "Late")],
        [("and to their neighbours.", "Council", "Done"), ("Visit them.", "Police", "Done")],
        [
            B_ASK,
            (f"{LONG} and to their neighbours.", "Police Council", "Late Done"),
            ("Visit them.", "Police", "Done"),
        ],
        CUT,
        id="small letters below a sentence that is open, whatever stands beside",
    ),
    pytest.param(
        [B_ASK, (LONG, "It was begun.", "Late")],
        [("and then others.", "It was ended.", "Done"), ("Visit them.", "Police", "Done")],
        [
            B_ASK,
            (LONG, "It was begun.", "Late"),
            ("and then others.", "It was ended.", "Done"),
            ("Visit them.", "Police", "Done"),
        ],
        COLUMNS,
        id="small letters, but a capital below a full stop beside them",
    ),
    pytest.param(
        [B_ASK, ("Tell them.", "Police", "Late")],
        [("all of the council.", "Council", "Done")],
        [B_ASK, ("Tell them.", "Police", "Late"), ("all of the council.", "Council", "Done")],
        COLUMNS,
        id="small letters below a full stop",
    ),
    pytest.param(
        [("Ask them", "Council", "Done"), ("Tell them", "Police", "")],
        [("Meet them", "Council", "late"), ("Visit them", "Police", "")],
        [
            ("Ask them", "Council", "Done"),
            ("Tell them", "Police", ""),
            ("Meet them", "Council", "late"),
            ("Visit them", "Police", ""),
        ],
        COLUMNS,
        id="small letters below a blank",
    ),
    pytest.param(
        [B_ASK, (LONG, "Seen by all of them.", "Late")],
        [("In May and in June.", "Then by others.", ""), B_ASK],
        [B_ASK, (f"{LONG} In May and in June.", "Seen by all of them. Then by others.", "Late"), B_ASK],
        CUT,
        id="one sentence is open, the other is not",
    ),
    pytest.param([B_ASK], [BARE_HEAD, B_TELL], [B_ASK, B_TELL], HEADER, id="the header"),
    pytest.param(
        [B_ASK, ("Tell those who", "Police", "Late")],
        [BARE_HEAD, ("have asked.", "", ""), ("Visit them.", "Police", "Done")],
        [B_ASK, ("Tell those who have asked.", "Police", "Late"), ("Visit them.", "Police", "Done")],
        HEADER,
        id="the header, and below it the rest of a sentence",
    ),
    pytest.param(
        [B_ASK],
        [("Housing",), ("Tell them.", "Police", "Late")],
        [B_ASK, B_TELL],
        COLUMNS,
        id="a heading over all columns",
    ),
]


@pytest.mark.parametrize(("upper", "lower", "rows", "reason"), UNNUMBERED)
def test_a_table_without_numbers_goes_on(upper: Rows, lower: Rows, rows: Rows, reason: str) -> None:
    report = over_a_break([BARE_HEAD, *upper], lower, BARE, bold=(1, 1 if reason == HEADER else 0))
    heads = (reason == HEADER) + sum(len(row) == 1 for row in lower)
    cut = len(upper) + len(lower) - heads > len(rows)
    assert (read(report), reasons(report)) == ([list(row) for row in rows], [(reason, cut)])


@pytest.mark.parametrize(
    ("lower", "bold"),
    [
        ([("Ref", "Hazard", "Keeper", "Level"), ("1", "Fire.", "Brigade", "High")], 0),
        ([("Ref", "Hazard", "Keeper", "Level"), ("3", "Fire.", "Brigade", "High")], 1),
    ],
)
def test_headings_of_its_own_above_numbers_open_another_table(lower: Rows, bold: int) -> None:
    assert reasons(over_a_break([HEAD, ASK, TELL], lower, PLAN, bold=(1, bold))) == []


RISK = ("Flood in the cellar of the office.", "Brigade", "High")


@pytest.mark.parametrize(
    ("upper", "lower", "bold", "joined"),
    [
        ([B_ASK], [("Hazard", "Keeper", "Level"), RISK], 0, False),
        ([("Ask each of the families.", "Council", "Done")], [("Hazard", "Keeper", "Level"), RISK], 0, False),
        ([("Ask each of the families.", "Council", "Done")], [("Hazard", "Keeper", "Done"), RISK], 0, True),
        ([("Ask each of the families.", "Council", "Done")], [("Hazard", "Keeper", ""), RISK], 0, True),
        ([("Ask each of the families.", "Council", "Done")], [("Hazard.", "Keeper", "Level"), RISK], 0, True),
        ([("Ask each of the families.", "Council", "Done")], [("Hazard", "Keeper", "Level")], 0, True),
        (
            [("Ask each of the families.", "Council", "Done")],
            [("Meet the heads of the teams", "Keeper", "Level"), RISK],
            0,
            True,
        ),
        (
            [("Ask each of the families.", "Council", "Done")],
            [("Meet the heads of the teams", "Keeper", "Level"), RISK],
            1,
            False,
        ),
        (
            [("Ask each of the families.", "Council", "Done"), B_TELL],
            [("Hazard", "Keeper", "Level"), RISK],
            0,
            False,
        ),
        (
            [("Ask each of the families.", "Council", "Done"), B_TELL, B_ASK],
            [("Hazard", "Keeper", "Level"), RISK],
            0,
            True,
        ),
    ],
)
def test_headings_of_its_own_above_sentences_open_another_table(
    upper: Rows, lower: Rows, bold: int, joined: bool
) -> None:
    assert bool(reasons(over_a_break([BARE_HEAD, *upper], lower, BARE, bold=(1, bold)))) is joined


@pytest.mark.parametrize(
    ("upper", "lower", "rows", "ends", "cut"),
    [
        (
            [B_ASK, B_TELL],
            [("Meet them.", "", "")],
            [B_ASK, ("Tell them. Meet them.", *B_TELL[1:])],
            "bottom",
            True,
        ),
        (
            [B_ASK, B_TELL],
            [("Meet them.", "", "")],
            [B_ASK, ("Tell them. Meet them.", *B_TELL[1:])],
            "top",
            True,
        ),
        ([B_ASK, B_TELL], [B_ASK], [B_ASK, B_TELL, B_ASK], "", False),
    ],
)
def test_a_row_left_open_at_either_side_of_a_break_is_one_row(
    upper: Rows, lower: Rows, rows: Rows, ends: str, cut: bool
) -> None:
    report = over_a_break(
        [BARE_HEAD, *upper], lower, BARE, open_bottom=ends == "bottom", open_top=ends == "top"
    )
    assert (read(report), reasons(report)) == ([list(r) for r in rows], [(OPEN if ends else COLUMNS, cut)])


STRIPE, HEAD_FILL = (0.93, 0.95, 0.98), (0.84, 0.88, 0.95)


def striped(sheet: Sheet, rows: Rows, top: float, first: int, *, head: bool) -> None:
    """Draw rows of 20 points, every second one filled from that at `first`; a header has its own fill."""
    for place in range(len(rows)):
        colour = HEAD_FILL if head and place == 0 else STRIPE if (place - first) % 2 == 0 else None
        if colour is not None:
            sheet.box(BARE[0], top + 20 * place, BARE[-1], top + 20 * (place + 1), colour, stroke=False)
    tops = [top + 20 * place for place in range(len(rows) + 1)]
    sheet.grid(BARE, tops, rows, header=head)


@pytest.mark.parametrize("first", [0, 1])
def test_a_stripe_is_no_header_below_a_break(first: int) -> None:
    upper = [BARE_HEAD, ("Ask them.", "Council", "Done"), ("Tell them.", "Police", "Late")]
    lower = [("Meet them.", "Council", "Done"), ("Visit them.", "Police", "Late")]
    sheet = Sheet()
    striped(sheet, upper, HEIGHT - 110, 2, head=True)
    sheet.new_page()
    striped(sheet, lower, 50, first, head=False)
    report = read_document(sheet.save())
    assert read(report) == [list(row) for row in (*upper[1:], *lower)]


def test_an_open_row_is_whole_below_a_header_printed_again() -> None:
    report = over_a_break([BARE_HEAD, B_ASK], [BARE_HEAD, B_TELL], BARE, bold=(1, 1), open_bottom=True)
    assert (read(report), reasons(report)) == ([list(B_ASK), list(B_TELL)], [(HEADER, False)])


def test_an_open_row_with_the_next_number_is_a_row_of_its_own() -> None:
    report = over_a_break([HEAD, ASK], [TELL, ("3", *ASK[1:])], PLAN, open_bottom=True, open_top=True)
    assert (read(report), reasons(report)) == ([list(ASK), list(TELL), ["3", *ASK[1:]]], [(OPEN, False)])


STATUS_FIRST = (50, 120, 160, 400, 520)


@pytest.mark.parametrize(
    ("upper", "lower", "reason"),
    [
        ([("Done", "1", "Ask.", "A"), ("Late", "2", "Tell.", "B")], [("Done", "3", "Go.", "A")], NUMBERS),
        ([("Done", "1", "Ask.", "A"), ("Late", "", "Tell.", "B")], [("Done", "2", "Go.", "A")], COLUMNS),
        ([("Done", "1", "Ask.", "A")], [("Done", "2", "Go.", "A")], COLUMNS),
    ],
)
def test_most_rows_have_a_number_where_its_column_is_not_the_first(
    upper: Rows, lower: Rows, reason: str
) -> None:
    report = over_a_break([("Status", "No", "Action", "By whom"), *upper], lower, STATUS_FIRST)
    assert (len(report.rows), reasons(report)) == (len(upper) + len(lower), [(reason, False)])


TITLES = [("Plan of the council",), ("Made in May",), ("Seen in June",), ("Sent in July",)]


@pytest.mark.parametrize(
    ("above", "lower", "reason"),
    [
        (TITLES[:3], [BARE_HEAD, B_TELL], HEADER),
        (TITLES[:4], [BARE_HEAD, B_TELL], COLUMNS),
        (TITLES[:1], [TITLES[0], BARE_HEAD, B_TELL], HEADER),
        (TITLES[:2], [TITLES[1], B_TELL], COLUMNS),
        (TITLES[:1], [TITLES[0], BARE_HEAD, B_ASK, B_TELL], HEADER),
    ],
)
def test_a_header_is_known_again_below_at_most_three_titles(above: Rows, lower: Rows, reason: str) -> None:
    report = over_a_break([*above, BARE_HEAD, B_ASK], lower, BARE, bold=(len(above) + 1, 0))
    assert (read(report)[-1], [join.reason for join in report.joins]) == (list(B_TELL), [reason])


def test_a_first_row_below_a_header_printed_again_may_equal_that_of_the_table() -> None:
    report = over_a_break([BARE_HEAD, B_ASK, B_TELL], [BARE_HEAD, B_ASK, B_TELL], BARE, bold=(1, 1))
    assert (read(report), reasons(report)) == ([list(B_ASK), list(B_TELL)] * 2, [(HEADER, False)])


def test_a_row_with_a_number_that_is_printed_again_with_the_header_counts_once() -> None:
    last = ("3", *TELL[1:])
    report = over_a_break([HEAD, ASK, TELL], [HEAD, ASK, last], PLAN, bold=(1, 1))
    assert (read(report), reasons(report)) == ([list(ASK), list(TELL), list(last)], [(HEADER, False)])


def test_a_header_alone_at_the_foot_of_a_page_is_that_of_the_next() -> None:
    report = over_a_break([TITLES[0], BARE_HEAD], [TITLES[0], BARE_HEAD, B_ASK], BARE, bold=(2, 2))
    assert (read(report), reasons(report)) == ([list(B_ASK)], [(HEADER, False)])


def test_a_page_of_nothing_but_the_header_loses_no_row() -> None:
    sheet = Sheet()
    draw(sheet, [TITLES[0], BARE_HEAD, B_ASK], BARE, None, bold=2)
    sheet.new_page()
    draw(sheet, [TITLES[0], BARE_HEAD], BARE, None, bold=2)
    sheet.new_page()
    draw(sheet, [TITLES[0], BARE_HEAD, B_TELL], BARE, 50, bold=2)
    report = read_document(sheet.save())
    assert (read(report), reasons(report)) == ([list(B_ASK), list(B_TELL)], [(HEADER, False)] * 2)


def test_a_blank_row_over_both_parts_is_no_header() -> None:
    blank = ("", "", "", "")
    report = over_a_break([blank, HEAD, ASK], [blank, TELL], PLAN, bold=(2, 0))
    assert (read(report), reasons(report)) == ([list(ASK), list(TELL)], [(NUMBERS, False)])


@pytest.mark.parametrize(
    ("lower_edges", "joined"),
    [
        ((50, 90, 280, 400, 520), True),
        ((52, 88, 282, 398, 522), True),
        ((55, 90, 280, 400, 520), False),
        ((50, 90, 280, 400, 526), False),
        ((50, 90, 286, 400, 520), False),
    ],
)
def test_columns_stand_at_the_same_places_within_three_points(
    lower_edges: Sequence[float], joined: bool
) -> None:
    report = over_a_break([HEAD, ASK], [TELL, ("3", *ASK[1:])], PLAN, lower_edges=lower_edges)
    assert bool(report.joins) is joined


MERGED = (50, 90, 400, 520)


def test_a_part_with_fewer_columns_than_the_next_is_widened() -> None:
    """The first page may hold only rows whose cells are merged."""
    sheet = Sheet()
    draw(sheet, [("No", "Action", "Status"), ("1", "Ask them.", "Done")], MERGED, None, bold=1)
    for top, rows in ((None, [TELL, ("3", *ASK[1:])]), (50, [("4", *TELL[1:]), ("5", *ASK[1:])])):
        sheet.new_page()
        draw(sheet, rows, PLAN, top, bold=0)
    statuses = [row.fields["status"].text for row in read_document(sheet.save()).rows]
    assert statuses == ["Done", "Late", "Done", "Late", "Done"]


def test_a_row_cut_where_its_cells_are_merged_is_whole() -> None:
    report = over_a_break(
        [HEAD, ASK, ("2", LONG, "Police", "Late")],
        [("", "and to their neighbours.", "with thanks"), ("3", "Meet them.", "Done")],
        PLAN,
        lower_edges=MERGED,
    )
    assert [row.fields["status"].text for row in report.rows] == ["Done", "Late with thanks", "Done"]
    assert report.rows[1].fields["text"].text == f"{LONG} and to their neighbours."


@pytest.mark.parametrize("pages", [0, 2])
def test_only_the_next_page_carries_a_table_on(pages: int) -> None:
    sheet = Sheet()
    top = 100 if pages == 0 else None
    draw(sheet, [HEAD, ASK], PLAN, top, bold=1)
    for _ in range(pages):
        sheet.new_page()
    draw(sheet, [TELL, ("3", *ASK[1:])], PLAN, 300, bold=0)
    report = read_document(sheet.save())
    assert (len(report.rows), report.joins) == (3, ())


def test_a_heading_over_all_columns_is_no_rest_of_a_sentence() -> None:
    report = over_a_break([BARE_HEAD, (LONG, "Council", "Done")], [("housing",), B_TELL], BARE)
    assert [row.section for row in report.rows] == [(), ("housing",)]
    assert (read(report), reasons(report)) == ([[LONG, "Council", "Done"], list(B_TELL)], [(COLUMNS, False)])


def test_the_first_column_numbers_the_rows_if_it_has_any_number() -> None:
    head = ("No", "Action", "Days", "Status")
    rows = [("1", "Ask them.", "5", "Done"), ("", "Meet them.", "6", "Late"), ("", "Go.", "7", "Done")]
    report = over_a_break([head, *rows], [("2", "Tell them.", "3", "Done")], PLAN)
    assert reasons(report) == [(NUMBERS, False)]


def test_two_headings_alone_are_too_few_for_a_table_of_its_own() -> None:
    upper = [("Action", "Status"), ("Ask each of the families.", "Done")]
    lower = [("Hazard", "Level"), ("Flood in the cellar of the office.", "High")]
    assert reasons(over_a_break(upper, lower, (50, 400, 520))) == [(COLUMNS, False)]


def test_a_part_that_begins_further_right_is_another_table() -> None:
    lower = [("Tell them.", "Police", "Late"), B_ASK]
    assert reasons(over_a_break([HEAD, ASK], lower, PLAN, lower_edges=PLAN[1:])) == []


OWNER_FIRST, TWO = (50, 170, 400, 520), (50, 400, 520)
BLANK_LEFT = [("By whom", "Action", "Status"), ("Council", "Ask them.", "Done"), ("Police", LONG, "Late")]
SHORT_HEAD, SHORT_ASK, SHORT_OPEN = ("Action", "Status"), ("Ask them.", "Done"), (LONG, "Late")
NO_MORE = ("In May and in June.", "", "")


@pytest.mark.parametrize(
    ("edges", "upper", "lower", "count", "reason"),
    [
        (OWNER_FIRST, BLANK_LEFT, [("", "In May and in June.", "Done"), BLANK_LEFT[1]], 3, CUT),
        (
            BARE,
            [BARE_HEAD, B_ASK, (LONG, "Police", "Late")],
            [("3b of the plan.", "Council", "Done"), B_TELL],
            4,
            COLUMNS,
        ),
        (PLAN, [HEAD, ASK, TELL], [("", "3b of the plan.", "Council", "Late")], 3, COLUMNS),
        (
            PLAN,
            [HEAD, ASK, ("2", "Tell them.", "Police", "")],
            [("", "Meet them.", "Council", "")],
            3,
            COLUMNS,
        ),
        (
            BARE,
            [BARE_HEAD, B_ASK, (LONG, "Police", "Late")],
            [("In May and in June.", "", "Done"), ("Visit them.", "", "Done")],
            4,
            COLUMNS,
        ),
        (BARE, [BARE_HEAD, B_ASK, ("",), (LONG, "Police", "Late")], [NO_MORE, B_TELL], 3, CUT),
        (TWO, [SHORT_HEAD, SHORT_ASK, SHORT_OPEN], [NO_MORE[:2], SHORT_ASK], 3, CUT),
        (BARE, [TITLES[0], BARE_HEAD, B_ASK], [("Housing",), B_TELL], 2, COLUMNS),
    ],
    ids=[
        "a blank left of the rest of a sentence",
        "a figure with a letter is no small letter",
        "nor in a numbered table",
        "two columns that all rows fill are enough",
        "the second row below the break has the blank too",
        "a blank row over all columns tells nothing",
        "rows of two cells tell which column is filled",
        "one bold cell is no header",
    ],
)
def test_a_row_below_the_break_is_the_rest_of_one_or_its_own(
    edges: Sequence[float], upper: Rows, lower: Rows, count: int, reason: str
) -> None:
    bold = (2, 1) if upper[0] == TITLES[0] else (1, 0)
    report = over_a_break(upper, lower, edges, bold=bold)
    assert (len(report.rows), [join.reason for join in report.joins]) == (count, [reason])


def test_the_rest_of_a_row_is_known_below_a_title_and_header_printed_again() -> None:
    report = over_a_break(
        [TITLES[0], HEAD, ASK, ("2", "Tell all who", "Police", "Late")],
        [TITLES[0], HEAD, ("", "have asked.", "", ""), ("3", *ASK[1:])],
        PLAN,
        bold=(2, 2),
    )
    assert [row.fields["text"].text for row in report.rows] == [
        "Ask them.",
        "Tell all who have asked.",
        "Ask them.",
    ]
    assert reasons(report) == [(HEADER, True)]


def test_a_first_row_of_two_cells_may_equal_that_of_the_table() -> None:
    part = [SHORT_HEAD, SHORT_ASK, ("Tell them.", "Late")]
    assert len(over_a_break(part, part, TWO, bold=(1, 1)).rows) == 4


def test_a_row_printed_again_is_told_by_its_number_wherever_that_stands() -> None:
    head, ask = ("Status", "No", "Action", "By whom"), ("Done", "1", "Ask.", "A")
    report = over_a_break(
        [head, ask, ("Late", "2", "Tell.", "B")],
        [head, ask, ("Done", "3", "Go.", "A")],
        STATUS_FIRST,
        bold=(1, 1),
    )
    assert [row.fields["ref"].text for row in report.rows] == ["1", "2", "3"]


NUMBERED_PLAN, HAZARDS = [HEAD, ASK, TELL], ("Ref", "Hazard", "Keeper", "Level")
FIRE = ("3", "Fire", "Brigade", "High")
FAMILIES, OTHERS = (
    ("Ask each of the families.", "Council", "Done"),
    ("Tell each of them all.", "Police", "Late"),
)
OWN = ("Hazard", "Keeper", "Level")


@pytest.mark.parametrize(
    ("edges", "upper", "lower", "joined"),
    [
        (PLAN, NUMBERED_PLAN, [("Hazards",), HAZARDS, ("1", *FIRE[1:])], False),
        (PLAN, NUMBERED_PLAN, [HAZARDS, ("3", "Fire", "", "")], False),
        (PLAN, NUMBERED_PLAN, [("Ref", "Hazard of the year", "Keeper", "Level"), FIRE], False),
        (PLAN, NUMBERED_PLAN, [("Ref", "Hazard;", "Keeper", "Level"), FIRE], True),
        (PLAN, NUMBERED_PLAN, [("Ref", "Hazard,", "Keeper", "Level"), FIRE], True),
        (
            PLAN,
            NUMBERED_PLAN,
            [("New", "Meet them", "Staff", "Soon"), ("Old", "Go there", "Board", "Now")],
            True,
        ),
        (
            STATUS_FIRST,
            [("Status", "No", "Action", "By whom"), ("Done", "1", "Ask.", "A"), ("Late", "2", "Tell.", "B")],
            [("Rank", "Ref", "Hazard", "Keeper"), ("High", "3", "Fire", "Board")],
            False,
        ),
        (BARE, [BARE_HEAD, B_ASK, B_TELL, FAMILIES], [OWN, RISK], True),
        (BARE, [BARE_HEAD, FAMILIES, B_TELL], [OWN, ("Fire", "Board", "Low"), RISK], True),
        (BARE, [BARE_HEAD, FAMILIES, OTHERS], [OWN, ("Flood.", "Brigade of all the town", "High")], False),
        (
            BARE,
            [
                BARE_HEAD,
                ("Ask all the families.", "Council", "Done"),
                ("Tell all the others.", "Police", "Late"),
            ],
            [OWN, RISK],
            True,
        ),
    ],
    ids=[
        "below a heading over all columns",
        "above a row with two cells filled",
        "of four words",
        "no semicolon ends one",
        "nor a comma",
        "no number below them",
        "a number below them in another column",
        "the first row of the table is no sentence",
        "the row below them is no sentence",
        "sentences in the column that is longest on the whole",
        "four words are no sentence",
    ],
)
def test_what_headings_of_its_own_are(edges: Sequence[float], upper: Rows, lower: Rows, joined: bool) -> None:
    assert bool(reasons(over_a_break(upper, lower, edges))) is joined


def test_two_bold_cells_are_headings_of_another_table() -> None:
    upper = [SHORT_HEAD, SHORT_ASK]
    assert reasons(over_a_break(upper, [("Hazard", "Level"), ("Flood", "High")], TWO, bold=(1, 1))) == []
