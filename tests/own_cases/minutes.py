"""Minutes and reports: what was decided, asked for or only proposed, in the forms that councils print."""

from __future__ import annotations

from tests.own_cases.paper import COUNCIL, Case, Page, Paper, wrapped
from tests.own_cases.prose import ASKED, paragraphs

HELD = "Minutes of the Communities Scrutiny Committee, 21 June 2022"


def begun(title: str = HELD) -> tuple[Paper, Page]:
    """Return a paper with its title."""
    paper = Paper()
    page = paper.page()
    page.text(50, 50, COUNCIL, 12, "F2")
    page.text(50, 72, title, 13, "F2")
    return paper, page


def heading(page: Page, top: float, words: str) -> float:
    """Print a heading; return the place below it."""
    page.text(50, top, words, 11, "F2")
    return top + 20


def decisions_of_the_meeting() -> Case:
    """A list below 'Decisions of the meeting', and a resolution in a sentence."""
    paper, page = begun()
    top = heading(page, 110, "Decisions of the meeting")
    top = paragraphs(page, top, [(24, f"{at}.", words) for at, words in enumerate(ASKED[:3], 1)])
    top = heading(page, top + 6, "Thanks")
    paragraphs(page, top, [(0, "", "RESOLVED: That the Clerk be thanked.")])
    listed = [{"ref": str(at), "text": words} for at, words in enumerate(ASKED[:3], 1)]
    rows = [*listed, {"text": "That the Clerk be thanked."}]
    return "o67-decisions-of-the-meeting", paper.save(), {"rows": rows}


def agreed_with_a_dash() -> Case:
    """Resolutions that begin 'AGREED -', each below the heading of its matter."""
    paper, page = begun()
    top = 110.0
    texts = ("That a survey of playgrounds be made by July 2022.", "That the report be noted.")
    for number, (matter, words) in enumerate(zip(("Playgrounds", "Youth clubs"), texts, strict=True), 5):
        top = heading(page, top, f"{number}. {matter}")
        top = paragraphs(page, top, [(0, "", "Members asked about costs."), (0, "", f"AGREED - {words}")]) + 6
    return "o68-agreed-with-a-dash", paper.save(), {"rows": [{"text": words} for words in texts]}


def two_in_one_paragraph() -> Case:
    """One paragraph resolves two things, numbered (1) and (2)."""
    paper, page = begun()
    top = heading(page, 110, "7. Playgrounds")
    one, two = "That a survey be made by July 2022;", "That the cost be met from the reserve."
    paragraphs(page, top, [(0, "", f"RESOLVED: (1) {one} and (2) {two}")])
    return "o69-two-resolved-in-one", paper.save(), {"rows": [{"text": f"{one} and"}, {"text": two}]}


def amendment_lost() -> Case:
    """An amendment is moved in words like those of a resolution, and lost."""
    paper, page = begun("Minutes of the Council, 21 June 2022")
    top = heading(page, 110, "9. Motion: bus fares")
    decided = "That a report on bus fares be brought to Cabinet in July."
    said = (
        "Councillor Person moved an amendment: That bus fares be frozen for two years.",
        "On being put to the vote the amendment was LOST.",
        f"RESOLVED: {decided}",
    )
    paragraphs(page, top, [(0, "", words) for words in said])
    return "o70-amendment-lost", paper.save(), {"rows": [{"text": decided}]}


def owners_in_the_margin() -> Case:
    """Below 'Action' at the right stands who is to do what the paragraph beside it says."""
    paper, page = begun()
    top = heading(page, 110, "5. Playgrounds")
    page.text(470, 110, "Action", 11, "F2")
    rows = []
    for words, owner in (
        ("The committee asked for a map of all playgrounds before the next meeting.", "Head of Parks"),
        ("Officers will write to the parish councils about the costs.", "Clerk"),
    ):
        page.text(470, top, owner, 10, "F2")
        top = page.lines(50, top, wrapped(words, 390, 10), 10) + 8
        rows.append({"text": words, "owner": owner})
    return "o71-owners-in-the-margin", paper.save(), {"rows": rows}


def one_more_in_the_body() -> Case:
    """The summary lists three recommendations, the pages behind it ask for a fourth."""
    paper, page = begun("Libraries scrutiny review: final report")
    top = heading(page, 110, "Summary of recommendations")
    paragraphs(page, top, [(24, f"{at}.", words) for at, words in enumerate(ASKED[:3], 1)])
    page = paper.page()
    top = 60.0
    for at, words in enumerate(ASKED[:4], 1):
        top = paragraphs(page, top, [(0, "", "The group heard from users.")])
        lines = wrapped(f"Recommendation {at}: {words}", 480, 10, "F2")
        top = page.lines(50, top, lines, 10, "F2") + 8
    rows = [{"ref": str(at), "text": words} for at, words in enumerate(ASKED[:4], 1)]
    return "o72-one-more-in-the-body", paper.save(), {"rows": rows}


def action_in_capitals() -> Case:
    """A line 'ACTION: ...' amid minutes that also resolve something."""
    paper, page = begun()
    top = heading(page, 110, "5. Playgrounds")
    said = (
        "Members asked for a map.",
        "ACTION: Head of Parks to bring a map to the next meeting.",
        "RESOLVED: That the report be noted.",
    )
    paragraphs(page, top, [(0, "", words) for words in said])
    rows = [{"text": words.partition(": ")[2]} for words in said[1:]]
    return "o73-action-in-capitals", paper.save(), {"rows": rows}


CASES = (
    decisions_of_the_meeting,
    agreed_with_a_dash,
    two_in_one_paragraph,
    amendment_lost,
    owners_in_the_margin,
    one_more_in_the_body,
    action_in_capitals,
)
