"""Recommendations and resolutions in running text."""

from __future__ import annotations

from collections.abc import Sequence

from tests.own_cases.paper import COUNCIL, Case, Page, Paper, wrapped

ASKED = (
    "That the Executive appoint a lead councillor for libraries by July 2022.",
    "That opening hours be extended on two evenings a week.",
    "That the mobile library visit each village once a month.",
    "That the council report on visits to libraries every six months.",
    "That a group of young readers be asked what books to buy.",
    "That unused rooms be let to voluntary groups without charge.",
)


def paragraphs(page: Page, top: float, items: Sequence[tuple[float, str, str]], width: float = 480) -> float:
    """Print paragraphs of (indent, label, words), the label before the first line; return the place below."""
    for indent, label, words in items:
        page.text(50 + indent - (22 if label else 0), top, label, 10)
        top = page.lines(50 + indent, top, wrapped(words, width - indent, 10), 10) + 6
    return top


def bare_numbers() -> Case:
    """Recommendations by bare numbers; the sections of the report are numbered with points."""
    paper = Paper()
    page = paper.page()
    page.text(50, 50, COUNCIL, 12, "F2")
    page.text(50, 72, "Report to the Executive, 9 June 2022: the future of our libraries", 13, "F2")
    page.text(50, 110, "1.0 Summary", 11, "F2")
    paragraphs(page, 130, [(0, "", "The committee looked at the five libraries of the borough.")])
    page.text(50, 160, "2.0 Recommendations", 11, "F2")
    top = paragraphs(page, 182, [(24, str(at), words) for at, words in enumerate(ASKED[:4], 1)])
    page.text(50, top + 8, "3.0 Background", 11, "F2")
    paragraphs(
        page,
        top + 30,
        [
            (24, "1", "Visits fell from 90,000 to 61,000 in four years."),
            (24, "2", "Two libraries share a school site."),
        ],
    )
    rows = [{"ref": str(at), "text": words} for at, words in enumerate(ASKED[:4], 1)]
    return "o45-bare-numbers", paper.save(), {"rows": rows}


LETTERED = (
    "a new contract for school meals be let for four years;",
    "the price of a meal be held at £2.40 until 2024; and",
    "a report be brought back in March 2023.",
)


def resolved_with_letters() -> Case:
    """'RESOLVED that Cabinet agree to:' with lettered items, in minutes; each item is a decision."""
    paper = Paper()
    page = paper.page()
    page.text(50, 50, COUNCIL, 12, "F2")
    page.text(50, 72, "Minutes of the Cabinet held on Tuesday 14 June 2022", 13, "F2")
    page.text(50, 110, "24. School meals", 11, "F2")
    top = paragraphs(
        page, 130, [(0, "", "The Portfolio Holder introduced the report of the Director of Education.")]
    )
    top = paragraphs(page, top, [(0, "", "RESOLVED that the Cabinet agree that:")])
    top = paragraphs(
        page, top, [(40, f"({letter})", words) for letter, words in zip("abc", LETTERED, strict=True)]
    )
    page.text(50, top + 8, "25. Date of the next meeting", 11, "F2")
    paragraphs(page, top + 30, [(0, "", "12 July 2022.")])
    rows = [{"text": words} for words in LETTERED]
    note = "each lettered item is a decision; that none is lost without a word is the least"
    return "o46-resolved-with-letters", paper.save(), {"rows": rows, "note": note}


def two_columns() -> Case:
    """A leaflet in two columns; six recommendations run down the left and on at the right."""
    paper = Paper()
    page = paper.page()
    page.text(50, 50, COUNCIL, 12, "F2")
    page.text(50, 72, "Libraries scrutiny review: final report", 14, "F2")
    page.text(50, 100, "Recommendations", 12, "F2")
    for left, first in ((50, 0), (310, 3)):
        top = 125.0
        for number, words in enumerate(ASKED[first : first + 3], first + 1):
            page.text(left, top, f"{number}.", 10)
            top = page.lines(left + 18, top, wrapped(words, 210, 10), 10) + 6
    rows = [{"ref": str(at), "text": words} for at, words in enumerate(ASKED, 1)]
    return "o47-two-columns", paper.save(), {"rows": rows}


def twice_agreed() -> Case:
    """The same words are agreed on two matters: 'That the officer's recommendation be approved.'"""
    paper = Paper()
    page = paper.page()
    page.text(50, 50, COUNCIL, 12, "F2")
    page.text(50, 72, "Minutes of the Communities Scrutiny Committee, 21 June 2022", 13, "F2")
    top = 110.0
    words = "That a report on progress be brought to the committee in six months."
    for number, matter in ((7, "Playgrounds"), (8, "Youth clubs"), (9, "Swimming lessons")):
        page.text(50, top, f"{number}. {matter}", 11, "F2")
        top = (
            paragraphs(
                page,
                top + 20,
                [(0, "", "Members asked about costs and about dates."), (0, "", f"RESOLVED: {words}")],
            )
            + 6
        )
    rows = [
        {"text": words, "section": f"{n}. {m}"}
        for n, m in ((7, "Playgrounds"), (8, "Youth clubs"), (9, "Swimming lessons"))
    ]
    return "o48-the-same-agreed-three-times", paper.save(), {"rows": rows}


def interrupted() -> Case:
    """A list whose numbers go on after a table of figures and a paragraph."""
    paper = Paper()
    page = paper.page()
    page.text(50, 50, COUNCIL, 12, "F2")
    page.text(50, 72, "Libraries scrutiny review: final report", 14, "F2")
    page.text(50, 100, "Recommendations", 12, "F2")
    top = paragraphs(page, 125, [(24, f"{at}.", words) for at, words in enumerate(ASKED[:2], 1)])
    top = paragraphs(page, top + 4, [(0, "", "The figures below led the group to the three that follow.")])
    for place, (year, visits) in enumerate((("Year", "Visits"), ("2018", "90,000"), ("2022", "61,000"))):
        for column, words in enumerate((year, visits)):
            x = 80 + 100 * column
            page.text(x + 3, top + 16 * place + 3, words)
            for line in ((x, 0, x + 100, 0), (x, 16, x + 100, 16), (x, 0, x, 16), (x + 100, 0, x + 100, 16)):
                page.rule(line[0], top + 16 * place + line[1], line[2], top + 16 * place + line[3])
    paragraphs(page, top + 62, [(24, f"{at}.", words) for at, words in enumerate(ASKED[2:5], 3)])
    rows = [{"ref": str(at), "text": words} for at, words in enumerate(ASKED[:5], 1)]
    return "o49-list-around-a-table", paper.save(), {"rows": rows}


CASES = (bare_numbers, resolved_with_letters, two_columns, twice_agreed, interrupted)
