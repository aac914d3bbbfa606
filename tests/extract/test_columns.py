"""Columns get their roles by what their headings mean, whatever their words, rows, order and number."""

from __future__ import annotations

import pytest
from drawing import Sheet

from extract.columns.history import order_columns
from extract.columns.mark_columns import find_marked, read_marked
from extract.columns.roles import Column, assign_roles
from extract.document import read_document
from extract.families.column_headings import heading_key, known_headings, meaning, moment, relative
from extract.families.registry import load_families, load_unknown
from extract.tables.grids import Cell, Row
from records.geometry import Box
from records.pages import Word, packed
from records.report import Report

FIVE = (40, 80, 250, 340, 430, 555)


def role(heading: str) -> str | None:
    found = meaning(heading, known_headings(load_unknown()))
    return found.role if found is not None else None


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("LEAD OFFICER(S)", "owner"),
        ("Responsible\nOfficer / Agency", "owner"),
        ("Progress & Evidence", "comments"),
        ("Progress/evidence:", "comments"),
        ("2. Recommendations", "text"),
        ("Status¹", "status"),
        ("Comments†", "comments"),
        ("RAG (Red / Amber / Green)", "rag"),
        ("Update (January 2014)", "comments"),
        ("Position at May 2014", "status"),
        ("Status as at 31/03/2019", "status"),
        ("6 month update", "comments"),
        ("Previous RAG rating", "rag"),
        ("Timescale (months)", "due"),
        ("By when?", "due"),
        ("Status and comments", "status_and_comments"),
        ("Status / Commentary", "status_and_comments"),
        ("", "ref"),
        ("Person / Agency responsible", "owner"),
        ("Lead officer / member", "owner"),
        ("Corrective Action(s)", "text"),
        ("What has happened since?", "comments"),
        # A narrow column breaks words.
        ("Num\nber", "ref"),
        ("N\no", "ref"),
        ("Actio\nn no", "ref"),
        ("Recommen\ndation s", "text"),
        # What means something else is not bent into a role.
        ("Date completed", "other_date"),
        ("Completed (date)", "other_date"),
        ("Success measures", "measure"),
        ("Supporting agencies", "support"),
        ("Progress status", "status"),
        ("Status owner", None),
        ("Owner and timescale", None),
        ("Market update", None),
        ("Risk / date", None),
        ("Links to the plan", None),
        ("No date", None),
        ("Actionable", None),
        ("Countermeasure", None),
        ("***", None),
    ],
)
def test_a_heading_names_a_role_or_none(heading: str, expected: str | None) -> None:
    assert role(heading) == expected


def test_every_family_may_add_headings_without_a_clash() -> None:
    assert all(known_headings(family) for family in load_families())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Action(s) required", "Actions Required", True),
        ("Evidence & impact", "Evidence / impact", True),
        ("Progress and status", "Progress status", False),
        ("Due date", "Date due", False),
    ],
)
def test_headings_are_compared_by_their_words(one: str, other: str, same: bool) -> None:
    assert (heading_key(one) == heading_key(other)) is same


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Status Mar 2019", "Status Jun 2019"),
        ("Update 31/12/18", "Update 01/01/19"),
        ("Q4 2017/18", "Q1 2018/19"),
        ("6 month update", "12-month update"),
        ("First review", "Second review"),
        ("Status 2017/18", "Status 2018/19"),
        ("Update 1", "Update 2"),
    ],
)
def test_the_times_in_headings_are_compared(earlier: str, later: str) -> None:
    before, after = moment(earlier), moment(later)
    assert before is not None
    assert after is not None
    assert (before.kind, before.order < after.order) == (after.kind, True)


def test_marking_and_status_hold_no_date() -> None:
    assert [moment(each) for each in ("Marking", "Status", "Decision", "Augmented")] == [None] * 4
    assert [relative(each) for each in ("Previous status", "Latest update", "Newsletter")] == [-1, 1, 0]


@pytest.mark.parametrize(
    ("headings", "latest", "sure"),
    [
        (("RAG Sept", "RAG Dec", "RAG Mar"), 2, True),
        (("RAG Dec", "RAG Sept", "RAG June"), 0, True),
        (("RAG Jun", "RAG Mar"), 1, False),
        (("Status June 2019", "Status March 2019"), 0, True),
        (("Status", "Previous status"), 0, True),
        (("Current RAG", "RAG March 2019"), 0, True),
        (("Status", "Status"), 1, False),
        (("Status Mar 2019", "Status Q1"), 1, False),
    ],
)
def test_the_latest_of_several_columns(headings: tuple[str, ...], latest: int, sure: bool) -> None:
    places = dict(enumerate(headings))
    found = order_columns(places, dict.fromkeys(places, 0), set(places))
    assert (found.latest, found.sure) == (latest, sure)


def test_a_column_for_a_meeting_still_to_come_is_not_the_latest() -> None:
    headings = {0: "Update March 2019", 1: "Update June 2019", 2: "Update September 2019"}
    found = order_columns(headings, dict.fromkeys(headings, 0), {0, 1})
    assert (found.latest, found.earlier, found.others) == (1, (0,), (2,))


def test_headings_in_other_words_are_no_history() -> None:
    found = order_columns({0: "Evidence", 1: "Update"}, {0: 9, 1: 1}, {0, 1})
    assert (found.latest, found.earlier, found.others) == (1, (), (0,))


def read(sheet: Sheet) -> Report:
    return read_document(sheet.save())


def placed(row: int, *texts: str) -> list[tuple[int, int, int, int, str]]:
    """Give the cells of a row without merged ones, for `Sheet.cells`."""
    return [(row, row + 1, column, column + 1, text) for column, text in enumerate(texts)]


def fields(report: Report) -> list[dict[str, str]]:
    return [{role: field.text for role, field in row.fields.items()} for row in report.rows]


def drawn(edges: tuple[float, ...], *rows: list[str]) -> Report:
    sheet = Sheet()
    sheet.grid(edges, [100 + 24 * at for at in range(len(rows) + 1)], rows, header=True)
    return read(sheet)


def test_the_status_may_stand_at_the_left() -> None:
    report = drawn(
        FIVE,
        ["RAG", "Progress", "Due", "Ref", "Action"],
        ["G", "Letters were sent.", "May 2019", "A1", "Write to all schools."],
        ["R", "No reply came.", "June 2019", "A2", "Ask the police."],
    )
    assert fields(report)[0] == {
        "rag": "G",
        "comments": "Letters were sent.",
        "due": "May 2019",
        "ref": "A1",
        "text": "Write to all schools.",
    }


def test_progress_of_few_words_beside_a_colour_is_the_status() -> None:
    report = drawn(
        FIVE, ["Ref", "Action", "Lead", "Progress", "RAG"], ["1", "Ask.", "Police", "Complete", "G"]
    )
    assert fields(report)[0]["status"] == "Complete"


def test_progress_below_a_heading_of_two_columns_beside_a_colour_is_the_status() -> None:
    known = known_headings(load_unknown())
    head = Column("Monitoring Progress", "Progress", "Monitoring", meaning("Progress", known), None)
    others = [Column(each, each, "", meaning(each, known), None) for each in ("Action", "RAG")]
    body = [row_of("Ask.", "Complete", "G"), row_of("Tell.", "Under way", "A")]
    header = assign_roles([others[0], head, others[1]], body, known, load_unknown(), guess=False)
    assert header is not None
    assert header.roles[1] == "status"


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (("Under way", "Complete"), "Under way"),
        (("Letters went\nto all schools", "Complete"), None),
        (("", ""), None),
    ],
)
def test_progress_of_few_words_beside_comments_is_the_status(
    told: tuple[str, ...], status: str | None
) -> None:
    report = drawn(
        FIVE,
        ["Ref", "Action", "Lead", "Progress", "Comments"],
        ["1", "Write to all schools.", "Council", told[0], "Letters were sent to all schools."],
        ["2", "Ask the police.", "Council", told[1], "No reply has come from them."],
    )
    assert fields(report)[0].get("status") == status


def test_titles_and_a_key_stand_above_the_header() -> None:
    report = drawn(
        FIVE,
        ["Improvement plan 2019"],
        ["Key: B = complete; G = on track."],
        ["Date", "5 May 2019", "", "Version", "3"],
        ["Ref", "Action", "Lead", "By when", "RAG"],
        ["1", "Write to all schools.", "Council", "May 2019", "G"],
    )
    assert [row["text"] for row in fields(report)] == ["Write to all schools."]
    assert report.rows[0].section == ()
    assert report.accounts[0].unplaced == 0


def test_sub_headings_below_a_group_heading() -> None:
    sheet = Sheet()
    edges, tops = (40, 70, 250, 330, 400, 470, 555), (100, 118, 136, 160, 184)
    sheet.cells(
        edges,
        tops,
        [
            (0, 2, 0, 1, "No"),
            (0, 2, 1, 2, "Action"),
            (0, 2, 2, 3, "Lead"),
            (0, 1, 3, 6, "Update"),
            (1, 2, 3, 4, "March"),
            (1, 2, 4, 5, "June"),
            (1, 2, 5, 6, "September"),
            *[
                (2, 3, at, at + 1, text)
                for at, text in enumerate(["1", "Ask them.", "Police", "Sent.", "Met.", "Done."])
            ],
            *[
                (3, 4, at, at + 1, text)
                for at, text in enumerate(["2", "Tell them.", "LSCB", "None.", "Few.", "All."])
            ],
        ],
        bold_rows=2,
    )
    report = read(sheet)
    assert [row["status_and_comments"] for row in fields(report)] == ["Done.", "All."]
    assert [(name, past.text) for name, past in report.rows[0].earlier.items()] == [
        ("Update March", "Sent."),
        ("Update June", "Met."),
    ]
    assert [row["owner"] for row in fields(report)] == ["Police", "LSCB"]


def test_group_headings_over_all_columns() -> None:
    sheet = Sheet()
    edges, tops = (40, 80, 300, 400, 480, 555), (100, 118, 136, 160)
    sheet.cells(
        edges,
        tops,
        [
            (0, 1, 0, 2, "Recommendation"),
            (0, 1, 2, 5, "Monitoring"),
            *[
                (1, 2, at, at + 1, text)
                for at, text in enumerate(["Ref", "Text of recommendation", "Lead", "Due", "RAG"])
            ],
            *[
                (2, 3, at, at + 1, text)
                for at, text in enumerate(["R1", "Ask the schools.", "Police", "May", "G"])
            ],
        ],
        bold_rows=2,
    )
    found = fields(read(sheet))
    assert [(row.get("ref"), row.get("owner"), row.get("rag")) for row in found] == [("R1", "Police", "G")]


def test_four_colour_columns_with_dates() -> None:
    edges = (40, 70, 230, 310, 390, 470, 555)
    report = drawn(
        edges,
        ["No", "Action", "RAG Jun 2019", "RAG Mar 2019", "RAG Dec 2018", "Comments"],
        ["1", "Ask them.", "G", "A", "R", "All sent."],
    )
    assert fields(report)[0]["rag"] == "G"
    assert list(report.rows[0].earlier) == ["RAG Dec 2018", "RAG Mar 2019"]
    assert not [issue for issue in report.issues if issue.code == "order_of_columns"]


def test_without_dates_the_column_furthest_right_is_the_latest_and_told() -> None:
    report = drawn(
        FIVE,
        ["No", "Action", "Status", "Lead", "Status"],
        ["1", "Ask them.", "Not started", "Police", "Complete"],
    )
    assert fields(report)[0]["status"] == "Complete"
    assert [(name, past.text) for name, past in report.rows[0].earlier.items()] == [("Status", "Not started")]
    assert [issue.level for issue in report.issues if issue.code == "order_of_columns"] == ["info"]


def test_a_lone_previous_status_is_not_the_status() -> None:
    report = drawn(
        FIVE, ["No", "Action", "Lead", "Due", "Previous status"], ["1", "Ask.", "Police", "May", "Late"]
    )
    assert "status" not in report.rows[0].fields
    assert report.rows[0].earlier["Previous status"].text == "Late"


def test_columns_headed_by_dates_alone_tell_how_actions_stood() -> None:
    report = drawn(
        FIVE,
        ["No", "Action", "Lead", "March 2019", "June 2019"],
        ["1", "Ask them.", "Police", "In hand", "Complete"],
    )
    assert fields(report)[0]["status_and_comments"] == "Complete"
    assert list(report.rows[0].earlier) == ["March 2019"]


@pytest.mark.parametrize(("cell", "status"), [("Complete", "Complete"), ("12 of 20", None), ("", None)])
def test_dates_over_a_few_words_beside_a_colour_are_the_status(cell: str, status: str | None) -> None:
    report = drawn(
        (40, 70, 200, 270, 340, 420, 555),
        ["No", "Action", "RAG", "March 2019", "June 2019", "Comments"],
        ["1", "Ask them.", "G", cell and "In hand", cell, "They were asked."],
    )
    assert fields(report)[0].get("status") == status
    assert fields(report)[0]["comments"] == "They were asked."


def test_years_over_figures_are_no_history() -> None:
    report = drawn(
        FIVE, ["No", "Action", "Lead", "2017/18", "2018/19"], ["1", "Ask them.", "Police", "£400", "£600"]
    )
    assert fields(report)[0]["other: 2018/19"] == "£600"
    assert report.rows[0].earlier == {}


def test_a_tick_says_what_the_heading_above_it_says() -> None:
    report = drawn(
        (40, 70, 250, 330, 400, 470, 555),
        ["No", "Action", "Lead", "Complete", "In progress", "Not started"],
        ["1", "Ask them.", "Police", "X", "", ""],
        ["2", "Tell them.", "LSCB", "", "x", ""],
        ["3", "Meet them.", "LSCB", "", "", ""],
    )
    assert [row["status"] for row in fields(report)] == ["Complete", "In progress", ""]
    mark = report.rows[1].fields["status"].regions[0]
    assert 400 < mark.box.x0 < 470
    assert report.accounts[0].unplaced == 0


def test_a_tick_below_a_heading_beside_statuses_is_one_of_them() -> None:
    """No row has two ticks, so 'To do' answers the same question as 'Done' and 'Under way'."""
    rows = [row_of("1", "\u2713", "", ""), row_of("2", "", "", "\u2713"), row_of("3", "", "\u2713", "")]
    headings = {1: ("", "Done"), 2: ("", "Under way"), 3: ("", "To do")}
    known = known_headings(load_unknown())
    (found,) = find_marked(headings, rows, known, True)
    assert (found.role, found.values) == ("status", {1: "Done", 2: "Under way", 3: "To do"})
    both = [*rows, row_of("4", "\u2713", "", "\u2713")]
    assert find_marked(headings, both, known, True) == []


def test_a_filled_column_beside_ticks_is_none_of_them() -> None:
    rows = [row_of("1", "\u2713", "", ""), row_of("2", "", "\u2713", "")]
    headings = {1: ("", "Complete"), 2: ("", "In progress"), 3: ("", "Current RAG")}
    known = known_headings(load_unknown())
    assert [each.values for each in find_marked(headings, rows, known, True)] == [
        {1: "Complete", 2: "In progress"}
    ]


def test_ticks_below_the_names_of_bodies() -> None:
    sheet = Sheet()
    edges, tops = (40, 70, 250, 330, 400, 470, 555), (100, 118, 136, 160)
    sheet.cells(
        edges,
        tops,
        [
            (0, 2, 0, 1, "No"),
            (0, 2, 1, 2, "Action"),
            (0, 1, 2, 5, "Agencies"),
            (0, 2, 5, 6, "Status"),
            (1, 2, 2, 3, "Police"),
            (1, 2, 3, 4, "Health"),
            (1, 2, 4, 5, "Council"),
            *placed(2, "1", "Ask them.", "X", "", "X", "Done"),
        ],
        bold_rows=2,
    )
    report = read(sheet)
    assert fields(report)[0]["owner"] == "Police\nCouncil"
    assert not [issue for issue in report.issues if issue.code == "guessed_column"]


def test_ticks_below_names_without_a_word_of_what_they_are_are_told() -> None:
    report = drawn(
        (40, 70, 250, 330, 400, 470),
        ["No", "Action", "Police", "Health", "Status"],
        ["1", "Ask them.", "X", "", "Done"],
    )
    assert fields(report)[0]["owner"] == "Police"
    assert [issue.level for issue in report.issues if issue.code == "guessed_column"] == ["warning"]


def row_of(*texts: str) -> Row:
    """Give a row of cells, 50 points wide each, with one word or none."""
    cells = []
    for at, text in enumerate(texts):
        box = Box(50.0 * at, 0, 50.0 * at + 50, 20)
        words = (Word(1, at, text, box, packed((box.x0, box.x1)), "Arial", 9),) if text else ()
        cells.append(Cell(at, at + 1, box, words))
    return Row(tuple(cells))


BODIES = {
    0: ("", ""),
    1: ("Lead", "Police"),
    2: ("Lead", "Health"),
    3: ("Agencies", "Council"),
    4: ("", "Cost"),
}


def marked(*rows: Row) -> list[tuple[str, list[list[str]]]]:
    found = find_marked(BODIES, rows, known_headings(load_unknown()), has_owner=False)
    return [(each.role, [[b.text for b in read_marked(each, row).blocks] for row in rows]) for each in found]


def test_a_cross_says_no_where_ticks_say_yes() -> None:
    ticks = marked(row_of("1", "✓", "x", "", "£4"), row_of("2", "✓", "✓", "", "£5"))
    assert ticks == [("owner", [["Police"], ["Police", "Health"]])]
    crosses = marked(row_of("1", "x", "", "", "£4"), row_of("2", "x", "x", "", "£5"))
    assert crosses == [("owner", [["Police"], ["Police", "Health"]])]


def test_a_box_left_empty_is_no_mark() -> None:
    assert marked(row_of("1", "☐", "☑", "", ""), row_of("2", "☑", "☐", "", ""))[0][1] == [
        ["Health"],
        ["Police"],
    ]


def test_columns_without_any_mark_or_with_words_are_none_of_marks() -> None:
    assert marked(row_of("1", "", "", "", "£4")) == []
    assert marked(row_of("1", "x", "May", "", "£4"), row_of("2", "", "x", "", "")) == []


def test_letters_below_headings_are_no_marks() -> None:
    report = drawn(
        (40, 70, 250, 330, 400, 470),
        ["No", "Action", "Police", "Health", "Status"],
        ["1", "Ask them.", "Lead", "Support", "Done"],
    )
    assert "owner" not in report.rows[0].fields
    assert fields(report)[0]["other: Police"] == "Lead"


def test_a_no_below_accepted_stays_as_printed() -> None:
    report = drawn(
        FIVE, ["No", "Recommendation", "Lead", "Due", "Accepted"], ["1", "Ask.", "Police", "May", "No"]
    )
    assert fields(report)[0]["status"] == "No"


def test_of_two_owners_the_body_comes_before_the_post() -> None:
    report = drawn(
        FIVE,
        ["No", "Action", "Lead officer", "Lead agency", "Status"],
        ["1", "Ask.", "A Head", "Police", "Done"],
    )
    assert (fields(report)[0]["owner"], fields(report)[0]["other: Lead officer"]) == ("Police", "A Head")


def test_a_revised_date_comes_before_the_first_one() -> None:
    report = drawn(
        FIVE,
        ["No", "Action", "Due date", "Revised due date", "Status"],
        ["1", "Ask them.", "May 2019", "July 2019", "Late"],
    )
    assert (fields(report)[0]["due"], fields(report)[0]["other: Due date"]) == ("July 2019", "May 2019")


def test_an_action_beside_each_recommendation_is_a_step() -> None:
    report = drawn(
        FIVE,
        ["No", "Recommendation", "Action", "Lead", "Status"],
        ["1", "Ask the schools.", "Write letters.", "LSCB", "Done"],
        ["2", "Tell the police.", "Ring them.", "LSCB", "Done"],
    )
    assert [(row["text"], row["other: Action"]) for row in fields(report)] == [
        ("Ask the schools.", "Write letters."),
        ("Tell the police.", "Ring them."),
    ]


def test_a_recommendation_beside_several_actions_is_their_theme() -> None:
    sheet = Sheet()
    cells = placed(0, "No", "Recommendation", "Action", "Lead", "Status")
    cells += [(1, 3, 0, 1, "1"), (1, 3, 1, 2, "Ask the schools.")]
    for at, (action, lead, status) in enumerate(
        [("Write letters.", "LSCB", "Done"), ("Ring them.", "Police", "Late"), ("Meet.", "LSCB", "Done")], 1
    ):
        cells += [(at, at + 1, 2, 3, action), (at, at + 1, 3, 4, lead), (at, at + 1, 4, 5, status)]
    cells += [(3, 4, 0, 1, "2"), (3, 4, 1, 2, "Tell the police.")]
    sheet.cells(FIVE, (100, 120, 140, 160, 180), cells, bold_rows=1)
    found = fields(read(sheet))
    assert [(row["ref"], row["theme"], row["text"], row["status"]) for row in found] == [
        ("1", "Ask the schools.", "Write letters.", "Done"),
        ("1", "Ask the schools.", "Ring them.", "Late"),
        ("2", "Tell the police.", "Meet.", "Done"),
    ]


def test_the_response_is_the_status_only_where_no_other_is_printed() -> None:
    edges = (40, 80, 300, 400, 555)
    alone = drawn(
        edges, ["No", "Recommendation", "Cabinet response", "Lead"], ["1", "Ask them.", "Accepted", "Council"]
    )
    both = drawn(
        edges, ["No", "Recommendation", "Cabinet response", "Status"], ["1", "Ask them.", "Accepted", "Late"]
    )
    assert fields(alone)[0]["status_and_comments"] == "Accepted"
    assert (fields(both)[0]["response"], fields(both)[0]["status"]) == ("Accepted", "Late")
    assert fields(both)[0]["other: Cabinet response"] == "Accepted"
    assert "other: Cabinet response" not in fields(alone)[0]


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("Lead", "status_and_comments"),
        ("Status", "other: Outcome"),
        ("Comments", "other: Outcome"),
        ("Progress", "other: Outcome"),
    ],
)
def test_an_outcome_is_the_status_only_where_nothing_else_tells_it(beside: str, expected: str) -> None:
    report = drawn(
        (40, 80, 300, 400, 555), ["No", "Action", "Outcome", beside], ["1", "Ask.", "Agreed", "Late"]
    )
    assert fields(report)[0][expected] == "Agreed"


def test_what_success_would_be_is_no_comment_on_progress() -> None:
    report = drawn(
        FIVE,
        ["No", "Action", "Success measures", "Lead", "Status"],
        ["1", "Ask.", "All schools reply.", "LSCB", "Done"],
    )
    assert fields(report)[0]["other: Success measures"] == "All schools reply."
    assert "comments" not in fields(report)[0]


def test_a_column_of_actions_under_unknown_words_is_guessed_and_told() -> None:
    report = drawn(
        FIVE,
        ["No", "Commitment we make", "Lead", "Due", "Status"],
        ["1", "Write to every school in the county.", "LSCB", "May 2019", "Done"],
    )
    assert fields(report)[0]["text"] == "Write to every school in the county."
    assert report.rows[0].section == ()
    assert [issue.level for issue in report.issues if issue.code == "guessed_column"] == ["warning"]


def test_a_list_of_people_is_no_table_of_actions() -> None:
    report = drawn(
        (40, 200, 380, 555),
        ["Name", "Organisation", "Date"],
        ["A Person", "Police", "3 May 2019"],
        ["B Person", "Health", "4 May 2019"],
    )
    assert report.rows == ()


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["Issue raised", "Issue", "Officer response"], ["Parking", "Cars stand on the pavement.", "Agreed"]),
        (["Indicator", "Target", "Actual"], ["Children seen within ten working days", "95%", "91%"]),
        (["Service", "2018/19", "2019/20"], ["Libraries and leisure centres", "£400", "£300"]),
    ],
)
def test_tables_of_other_things_are_none_of_actions(head: list[str], row: list[str]) -> None:
    report = drawn((40, 240, 420, 555), head, row, row)
    assert report.rows == ()


def test_a_finding_may_be_all_that_is_said_of_an_action() -> None:
    head = ["Finding", "Lead", "Due", "Status"]
    report = drawn((40, 280, 380, 460, 555), head, ["Schools do not reply in time.", "LSCB", "May", "Done"])
    assert fields(report)[0]["text"] == "Schools do not reply in time."
    assert [issue.level for issue in report.issues if issue.code == "guessed_column"] == ["warning"]


def test_an_action_over_its_number_and_its_text() -> None:
    sheet = Sheet()
    edges, tops = (40, 70, 300, 400, 555), (100, 120, 144, 168)
    cells = [(0, 1, 0, 2, "Action"), (0, 1, 2, 3, "Lead"), (0, 1, 3, 4, "Status")]
    for at, texts in enumerate(
        [("1", "Ask them.", "Police", "Done"), ("2", "Tell them.", "LSCB", "Late")], 1
    ):
        cells += placed(at, *texts)
    sheet.cells(edges, tops, cells, bold_rows=1)
    assert [(row["ref"], row["text"]) for row in fields(read(sheet))] == [
        ("1", "Ask them."),
        ("2", "Tell them."),
    ]


def test_headings_beside_a_group_that_is_not_merged_reach_over_both_rows_of_the_header() -> None:
    sheet = Sheet()
    sheet.text(50, 60, "Care leavers action plan: progress tracker", bold=True, size=14)
    rows = [("R1", "Ask", "Clerk", "Begun", "Complete"), ("R2", "Tell", "Mayor", "Begun", "Overdue")]
    heads = [(0, 2, 0, 1, "Ref"), (0, 2, 1, 2, "Recommendation"), (0, 2, 2, 3, "Lead officer")]
    groups = [(0, 1, 3, 4, "Progress"), (0, 1, 4, 5, ""), (1, 2, 3, 4, "Q1"), (1, 2, 4, 5, "Status")]
    body = [(at, at + 1, c, c + 1, text) for at, row in enumerate(rows, 2) for c, text in enumerate(row)]
    sheet.cells((*FIVE[:5], 555), (100, 120, 140, 160, 180), [*heads, *groups, *body], bold_rows=2)
    found = read_document(sheet.save()).rows
    assert [row.fields["status"].text for row in found] == ["Complete", "Overdue"]
    assert [row.fields["text"].text for row in found] == ["Ask", "Tell"]


@pytest.mark.parametrize(
    "labels", [("Ref", "Action", "Lead officer", "Status"), ("Ref", "Action", "Weather", "Status")]
)
def test_labels_in_the_first_column_alone_head_rows_whose_columns_are_actions(
    labels: tuple[str, ...],
) -> None:
    sheet = Sheet()
    sheet.text(50, 60, "Care leavers action plan: progress tracker", bold=True, size=14)
    values = [("R1", "R2"), ("Ask", "Tell"), ("Clerk", "Mayor"), ("Complete", "Overdue")]
    rows = [[label, *each] for label, each in zip(labels, values, strict=True)]
    sheet.grid((50, 150, 300, 450), (100, 120, 140, 160, 180), rows)
    report = read_document(sheet.save())
    read = [
        tuple(row.fields[name].text for name in ("ref", "text", "owner", "status")) for row in report.rows
    ]
    assert read == (
        []
        if "Weather" in labels
        else [("R1", "Ask", "Clerk", "Complete"), ("R2", "Tell", "Mayor", "Overdue")]
    )
