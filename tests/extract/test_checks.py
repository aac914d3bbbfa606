"""Checks of rows against themselves and their pages: each with what passes and what fails."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from drawing import Sheet
from msgspec.structs import replace
from reports import cell

from extract.checks import check, texts
from extract.checks.evidence import Checked, quoted
from extract.checks.promises import FILE, load_promises
from extract.document import read_document
from extract.families.registry import load_families
from extract.layout.page_layout import Layout
from records.errors import ConfigError
from records.geometry import Box, Region
from records.outcome import Issue, Problem, State
from records.report import Block, Passage, RawRow, Report

BLANK = Layout(pages=(), tables=(), paragraphs=(), usual=0, frames=(), furniture=(), stray=())
PLAN = next(family for family in load_families() if family.name == "action_plan")
INSPECTION = next(family for family in load_families() if family.name == "ofsted_ilacs")


def row(position: int, ref: str | None, *text: str, section: str = "", **others: str) -> RawRow:
    told = {name: cell(words) if words else Passage((), ()) for name, words in others.items()}
    fields = {"text": cell(*text)} | told
    if ref is not None:
        fields["ref"] = cell(ref)
    return RawRow(position, (section,) if section else (), fields)


def codes(*rows: RawRow) -> list[str]:
    return [issue.code for issue in check(Checked(BLANK, PLAN, rows, frozenset()))]


def numbered(*refs: str) -> list[str]:
    return codes(*(row(place, ref, f"Do what {ref} asks.") for place, ref in enumerate(refs, 1)))


@pytest.mark.parametrize(
    "refs",
    [
        ("1", "2", "3"),
        ("1.", "2.", "2.", "3."),  # an action with two owners
        ("1", "3", "6", "2", "4", "5"),  # sorted by status
        ("1", "2", "1", "2", "3"),  # begun again in another section
        ("6", "7a", "7b", "8", "5", "4", "3", "2", "1"),
        ("14", "15", "15a", *map(str, range(1, 14))),
        ("R1", "R2"),
        ("2.1", "2.2", "3.1"),
        ("(a)", "(b)", "(c)"),
        ("(i)", "(ii)", "(iii)", "(iv)", "(v)"),
        ("h)", "i)", *"abcdefg"),  # i) is a letter here
        ("CSC/2024/017", "CSC/2024/018"),
        ("Quick win", "Later"),
        ("12", "13", "100", "101"),  # numbers of paragraphs
    ],
)
def test_numbers_that_run_on_pass(refs: Sequence[str]) -> None:
    assert numbered(*refs) == []


@pytest.mark.parametrize(
    ("refs", "missing"),
    [
        (("1", "2", "4"), "'3'"),
        (("3",), "'1', '2'"),
        (("1", "2", "3", "1", "3"), "'2'"),
        (("R1", "R3"), "'R2'"),
        (("2.1", "2.3"), "'2.2'"),
        (("a", "c"), "'b'"),
        (("(i)", "(iii)"), "'2'"),
        (("CSC/2024/017", "CSC/2024/019"), "'CSC/2024/18'"),
        (("12", "15"), "'13', '14'"),
        (("1", "9"), "'2', '3', '4', '5', '6' and 2 more"),
    ],
)
def test_a_number_that_is_left_out_is_told(refs: Sequence[str], missing: str) -> None:
    rows = [row(place, ref, f"Do what {ref} asks.") for place, ref in enumerate(refs, 1)]
    (issue,) = check(Checked(BLANK, PLAN, rows, frozenset()))
    assert issue.code == "numbers_missing"
    assert f"the number {missing}, but row {len(refs)} (number '{refs[-1]}') is there" in issue.message
    assert (issue.page, issue.row) == (1, None)


@pytest.mark.parametrize("ref", ["1 2", "1\n2", "4. 5. 6.", "(a) (b)"])
def test_two_numbers_in_one_cell_are_told(ref: str) -> None:
    assert "several_numbers" in codes(row(1, ref, "Audit the files. Train the staff."))


@pytest.mark.parametrize("ref", ["1", "Rec 2", "15a", "2.1", "A 1", "Phase two"])
def test_one_number_with_words_is_one(ref: str) -> None:
    assert "several_numbers" not in codes(row(1, ref, "Audit the files."))


@pytest.mark.parametrize(
    "text",
    [
        "The Cabinet agree to:",
        "Report to the Board and",
        "That officers bring back a plan for",
        "Resolved to -",
    ],
)
def test_a_text_without_its_end_is_told(text: str) -> None:
    assert codes(row(1, None, text)) == ["text_unfinished"]


@pytest.mark.parametrize(
    "text",
    [
        "Audit the files.",
        "Set out what staff aspire to.",
        "Audit files",
        "Agree who the lead is",
        "Sign in (and out)",
    ],
)
def test_a_whole_text_passes(text: str) -> None:
    assert codes(row(1, None, text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "None.",
        "n/a",
        "There are no areas for improvement.",
        "No recommendations",
        "No action",
        "No actions for the Youth Justice Service this quarter",
    ],
)
def test_a_text_that_says_that_there_is_nothing_is_told(text: str) -> None:
    assert codes(row(1, None, text)) == ["says_none"]
    told = check(Checked(BLANK, INSPECTION, [row(1, None, text)], frozenset()))
    assert [issue.code for issue in told] == ["says_none"]


def test_none_within_a_text_is_no_matter() -> None:
    assert codes(row(1, None, "None of the files may be closed without a review.")) == []
    assert codes(row(1, None, "No action plan may be closed without a review.")) == []
    assert codes(row(1, None, "No actions may be closed without a review.")) == []


def test_a_text_that_begins_in_mid_sentence_is_told() -> None:
    rows = [row(place, None, f"Audit file {place}.") for place in range(1, 6)]
    (issue,) = check(Checked(BLANK, PLAN, [*rows, row(6, None, "nine months old.")], frozenset()))
    assert (issue.code, issue.row) == ("text_cut", 6)


def test_a_text_that_begins_small_below_a_heading_is_told() -> None:
    def under(section: str, place: int, text: str) -> RawRow:
        return RawRow(place, (section,), {"text": cell(text)})

    rows = [under("Homes", 1, "Audit all files."), under("That officers", 2, "list options.")]
    whole = under("That officers", 3, "Meet them")
    assert codes(*rows, whole) == ["text_cut"]
    assert codes(rows[0], under("Homes", 2, "list options."), under("Homes", 3, "Meet them")) == []
    assert codes(*rows) == []


def test_where_many_texts_begin_small_those_below_a_text_without_a_stop_are_told() -> None:
    whole = [row(place, None, f"Audit file {place}.") for place in (1, 2, 3)]
    cut = [
        row(4, None, "Audit the files as soon"),
        row(5, None, "as they close."),
        row(6, None, "and so on."),
    ]
    issues = check(Checked(BLANK, PLAN, [*whole, *cut], frozenset()))
    assert [(issue.code, issue.row) for issue in issues] == [("text_cut", 5)]
    assert (
        codes(*(row(place, None, text) for place, text in enumerate(("Ask", "tell", "Meet", "walk"), 1)))
        == []
    )


def test_texts_that_all_begin_small_are_whole() -> None:
    assert codes(row(1, None, "to note the report;"), row(2, None, "to ask for another;")) == []


def headed(*blocks: Block) -> RawRow:
    return RawRow(1, (), {"text": Passage(blocks, (Region(1, Box(50, 100, 300, 120)),))})


def test_a_heading_within_a_text_is_told() -> None:
    plain, bold = Block("Audit the files."), Block("3. Reasons for the decision", bold=True)
    assert codes(headed(plain, bold)) == ["heading_within"]
    assert codes(headed(bold, plain)) == []  # a text may begin with its title
    assert codes(headed(replace(bold, text="Audit."), bold)) == []
    assert codes(headed(plain, Block("bold " * 20, bold=True))) == []
    assert codes(headed(plain, replace(bold, kind="bullet"))) == []


def test_the_next_item_within_a_text_is_told() -> None:
    assert codes(row(1, "1", "Audit the files.", "2. Train the staff.")) == ["item_within"]
    assert codes(row(1, "1", "Audit the files.", "(a) those of 2023")) == []
    assert codes(row(1, "1", "Audit the files.", "1. Those of 2023")) == []


def test_a_page_number_over_a_row_is_told() -> None:
    assert codes(row(1, "1", "Offer a health check to children who enter care Page 7 of 12")) == [
        "page_number_within"
    ]
    assert codes(row(1, "1", "Audit the files.", owner="Nurse Page 7 of 12", status="Late")) == [
        "page_number_within"
    ]
    assert codes(row(1, "1", "Correct page 7 of the handbook.")) == []


def test_a_list_that_is_printed_twice_and_differs_is_told() -> None:
    one, other = (
        "Audit all files of children in need within nine months.",
        "Audit all files of children in need within six months.",
    )
    assert codes(row(1, "1", one), row(2, "1", one)) == []
    assert codes(row(1, "1", one), row(2, "1", other)) == ["printed_twice"]
    assert codes(row(1, "1", one), row(2, "2", other)) == []
    assert codes(row(1, "1", one), row(2, "1", "Train all staff in the neglect toolkit.")) == []


def test_a_filled_column_with_an_unknown_heading_is_told_where_none_tells_the_status() -> None:
    unknown = [row(place, str(place), "Audit.", **{"other: In our words": "Complete"}) for place in (1, 2)]
    blank = [row(place, str(place), "Audit.", **{"other: In our words": ""}) for place in (3, 4, 5)]
    assert codes(*unknown) == ["column_not_known"]
    assert codes(*unknown, *blank) == []
    assert codes(row(1, "1", "Audit.", **{"other: In our words": "Late", "status": "Overdue"})) == []
    assert codes(row(1, "1", "Audit.", **{"other: Success measures": "All done"})) == []


def test_an_unknown_column_of_nothing_but_answers_is_told() -> None:
    def read(*answers: str) -> list[str]:
        held = enumerate(answers, 1)
        return codes(
            *(row(n, str(n), "Audit.", **{"other: Taken up?": said, "status": "Late"}) for n, said in held)
        )

    assert read("Y", "N", "Y - in part") == read("Agreed", "Rejected", "") == ["column_not_known"]
    assert read("Done", "Late", "Overdue", "Closed") == ["column_not_known"]
    assert read("Y", "By the trust", "N") == read("No further action", "N", "N") == []


def test_a_mark_in_one_of_several_unknown_columns_is_told() -> None:
    def ticked(*places: str) -> RawRow:
        marks = {f"other: {name}": "✓" if name in places else "" for name in ("Seen", "Heard")}
        return row(1, "1", "Audit.", **marks, status="Late")

    assert codes(ticked("Seen"), ticked("Heard"), ticked("Heard")) == ["column_not_known"]
    assert codes(ticked("Seen", "Heard"), ticked("Seen", "Heard"), ticked("Heard")) == []


@pytest.mark.parametrize(
    ("heading", "others", "told"),
    [
        ("Body that is accountable", {"status": "Late"}, True),
        ("Officer in charge", {"status": "Late"}, True),
        ("Finished when", {"status": "Late"}, True),
        ("Officer in charge", {"status": "Late", "owner": "Nurse"}, False),
        ("Finished when", {"status": "Late", "due": "May 2019"}, False),
        ("Ward", {"status": "Late"}, False),
        ("Date completed", {"status": "Late"}, False),
    ],
)
def test_an_unknown_heading_that_seems_to_tell_who_or_when_is_told(
    heading: str, others: dict[str, str], told: bool
) -> None:
    rows = [row(place, str(place), "Audit.", **{f"other: {heading}": "Nurse"}, **others) for place in (1, 2)]
    assert codes(*rows) == (["column_not_known"] if told else [])


def test_a_colour_on_each_of_several_lines_is_told() -> None:
    def coloured(*lines: str) -> list[str]:
        return codes(RawRow(1, (), {"ref": cell("1"), "text": cell("Audit."), "rag": cell(*lines)}))

    assert coloured("Amber", "Red") == ["several_colours"]
    stood = {"text": cell("Audit."), "status": cell("Delivered", "Delayed")}
    assert codes(RawRow(1, (), stood)) == ["several_colours"]
    assert codes(RawRow(1, (), stood | {"status": cell("Delivered", "was late in May")})) == []
    assert coloured("Amber") == coloured("Red/Amber") == coloured("Amber", "was red in May") == []


@pytest.mark.parametrize("printed", ["########", "Due ###", "#REF!", "#n/a", "#DIV/0!"])
def test_a_value_that_a_spreadsheet_did_not_show_fails(printed: str) -> None:
    assert codes(row(1, "1", "Train staff.", due=printed)) == ["value_not_shown"]


@pytest.mark.parametrize("printed", ["#12", "No. # 3", "n/a", "## 2", "#reference", "C#"])
def test_a_number_sign_among_words_passes(printed: str) -> None:
    assert codes(row(1, "1", "Train staff.", due=printed)) == []


def test_many_texts_of_one_number_are_not_compared_all_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row(place, "2023", f"Audit case file {place} of the first team.") for place in range(1, 601)]
    compared = []

    class Counted(SequenceMatcher[str]):
        def ratio(self) -> float:
            compared.append(self)
            return super().ratio()

    monkeypatch.setattr(texts, "SequenceMatcher", Counted)
    assert "printed_twice" in codes(*rows)
    assert len(compared) < 2 * len(rows)


def test_a_value_that_most_items_have_and_one_lacks_is_told() -> None:
    rows = [row(place, str(place), "Audit.", response="Accepted") for place in (1, 2)]
    assert codes(*rows, row(3, "3", "Train.")) == ["value_missing"]
    assert codes(*rows, replace(row(3, "3", "Train."), fields=rows[0].fields)) == []
    assert codes(rows[0], row(2, "2", "Train.")) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The Clerk SUHVHQWHG\ufffdWKH\ufffd5eport on trees", "'The Clerk … on trees'"),
        ("\ufffdWKH \ufffd\ufffd \ufffdX", "'…'"),
        ("Audit\nfiles", "'Audit files'"),
        ("a" * 61, f"'{'a' * 59}…'"),
    ],
)
def test_words_in_letters_that_no_font_names_are_not_quoted(text: str, shown: str) -> None:
    assert quoted(text) == shown


def plan(*after: str, summary: Sequence[Sequence[str]] = ()) -> Report:
    """Read a plan of three actions, two complete; `after` stands below it, a word group a column."""
    sheet = Sheet()
    sheet.text(60, 40, "Action plan", bold=True, size=16)
    rows = [["No.", "Action", "Status"], ["1", "Audit files", "Complete"], ["2", "Tell staff", "Complete"]]
    sheet.grid([60, 90, 290, 400], [80, 100, 120, 140, 160], [*rows, ["3", "Ask", "Open"]], header=True)
    for x, words in zip((63, 93, 293), after, strict=False):
        sheet.text(x, 165, words, size=9)
    if summary:
        sheet.grid([60, 160, 260], [300 + 20 * place for place in range(len(summary) + 1)], summary)
    return read_document(sheet.save())


def test_a_row_without_rules_below_a_table_is_told() -> None:
    (issue,) = found(plan("4", "Train managers", "Open"), "row_without_rules")
    assert "'4 Train managers Open'" in issue.message


@pytest.mark.parametrize(
    "after", [(), ("Note", "on it"), ("Progress is told each quarter to all of the Board",)]
)
def test_other_lines_below_a_table_pass(after: Sequence[str]) -> None:
    assert found(plan(*after), "row_without_rules") == []


def test_a_summary_that_counts_other_rows_is_told() -> None:
    (issue,) = found(plan(summary=[["Complete", "3"], ["Open", "1"]]), "summary_differs")
    assert "counts 3 rows that are 'complete', 2 were read" in issue.message
    assert found(plan(summary=[["Complete", "2"], ["Open", "1"]]), "summary_differs") == []
    assert found(plan(summary=[["Complete", "3"], ["Cost", "9"]]), "summary_differs") == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("RESOLVED: (1) That a bench be set; and (2) That a tree be felled.", True),
        ("RESOLVED that (a) a bench be set, (b) a tree be felled.", True),
        ("RESOLVED that (i) a bench be set. (ii) A tree be felled.", True),
        ("RESOLVED that part (1) of the plan be adopted; and part (2) be deferred.", False),
        ("RESOLVED that (1) a bench be set in ward (2).", False),
    ],
)
def test_numbered_resolutions_in_one_paragraph_are_told(said: str, told: bool) -> None:
    sheet = Sheet()
    sheet.text(60, 60, "Minutes of a meeting of the Cabinet held on Monday 4 May 2015", bold=True, size=14)
    sheet.text(60, 90, "Present: Councillors A Able and B Baker. Apologies were received from C Cole.")
    sheet.text(60, 130, said)
    report = read_document(sheet.save())
    assert len(report.rows) == 1
    assert bool(found(report, "several_numbers")) == told


def test_resolutions_without_numbers_in_one_text_are_told() -> None:
    sheet = Sheet()
    sheet.text(60, 60, "Minutes of a meeting of the Cabinet held on Monday 4 May 2015", bold=True, size=14)
    sheet.text(60, 90, "Present: Councillors A Able and B Baker. Apologies were received from C Cole.")
    lines = ["RESOLVED that the strategy be adopted;", "the budget be raised;", "a report be made in June."]
    sheet.lines(60, 130, lines)
    (issue,) = found(read_document(sheet.save()), "clauses_within")
    assert issue.row == 1


def test_many_rows_that_fail_make_the_others_doubtful() -> None:
    good = [row(place, None, "Audit the files.") for place in range(1, 7)]
    bad = [row(place, None, "Audit the files for") for place in (7, 8)]
    assert codes(*good, *bad) == ["text_unfinished", "text_unfinished", "many_rows_failed"]
    assert codes(*good, bad[0]) == ["text_unfinished"]


def minutes(*lines: str) -> Report:
    """Read minutes of which each line is a paragraph; bold where it begins with a star."""
    sheet = Sheet()
    sheet.text(60, 60, "Minutes of a meeting of the Cabinet held on Monday 4 May 2015", bold=True, size=14)
    sheet.text(
        60, 90, "Present: Councillors A Able and B Baker. Apologies for absence were received from C Cole."
    )
    for place, line in enumerate(lines):
        sheet.text(60, 130 + 30 * place, line.removeprefix("*"), bold=line.startswith("*"))
    return read_document(sheet.save())


def found(report: Report, code: str) -> list[Issue]:
    return [issue for issue in report.issues if issue.code == code]


def test_what_is_resolved_and_read_passes() -> None:
    report = minutes("*1. School places", "RESOLVED that the plan be agreed.")
    assert (report.state, len(report.rows)) == (State.OK, 1)


@pytest.mark.parametrize(
    "line",
    [
        "Members saw the draft plan. RESOLVED: That it be adopted.",
        "The Board of Governors resolved to write to the Trust.",
        "Recommendation: that the policy be reviewed",
        "ACTION: Clerk to write to the school",
        "Action point – the Head of Service be asked to report.",
        "The bid had failed. Members agreed to write to the Trust.",
        "There is a waiting list. The Committee RESOLVED TO set up a group.",
        "THAT the Council write to the Trust. Carried",
        "Hunger does not stop in August. We recommend that meals be free.",
        "Menus are secret. Schools should publish their menus (Recommendation 3).",
        "The Board should publish its register: recommendation.",
        "Recommendation to Cabinet",
        "The report was read and it was AGREED that the survey be repeated.",
        "Moved by A, seconded by B and resolved that the tree be felled.",
        "The bid closes in May; it was resolved unanimously that we support it.",
        "The Sub-Committee decided to grant the licence.",
        "Cabinet is recommended:",
    ],
)
def test_what_is_resolved_and_not_read_is_told(line: str) -> None:
    report = minutes("*1. School places", "RESOLVED that the plan be agreed.", "*2. Health", line)
    (issue,) = found(report, "nothing_read_below")
    assert (report.state, report.problem, issue.page) == (State.PARTIAL, Problem.UNMET_EXPECTATION, 1)
    assert line[:20] in issue.message
    assert issue.message in report.problem_detail


@pytest.mark.parametrize(
    "line",
    [
        "The dispute was resolved in May.",
        "The matter had been resolved, and it was noted that costs had been agreed.",
        "The minutes of the last meeting were agreed as a correct record.",
        "It was agreed that the minutes of the meeting held in May be signed.",
        "Resolved items would be closed. The CQC recommended that staff be trained.",
        "Recommended reading: Audit in Councils",
        "Action plan: see the appendix",
    ],
)
def test_what_decides_nothing_is_no_promise(line: str) -> None:
    report = minutes("*1. School places", "RESOLVED that the plan be agreed.", "*2. Disputes", line)
    assert (report.state, report.problem_detail) == (State.OK, "")


def test_a_decision_in_a_table_that_was_not_read_is_told() -> None:
    sheet = Sheet()
    sheet.text(50, 40, "Minutes of a meeting of the Board held on Monday 4 May 2015", bold=True, size=14)
    sheet.text(50, 70, "Present: A Able. Apologies for absence were received from C Cole.")
    sheet.text(50, 100, "RESOLVED that the plan be agreed.")
    rows = [["Business", "Debate"], ["Grant", "AGREED that it be paid."], ["Lease", "Noted."]]
    sheet.grid([50, 150, 450], [130, 150, 170, 190], rows, header=True)
    (issue,) = found(read_document(sheet.save()), "nothing_read_below")
    assert "'AGREED that it be paid.'" in issue.message


def test_a_second_decision_within_a_text_is_told() -> None:
    assert codes(row(1, None, "The fees be raised. It was further RESOLVED that the gate be shut.")) == [
        "decision_within"
    ]
    assert codes(row(1, None, "RESOLVED that the fees be raised.")) == []


@pytest.mark.parametrize(
    ("lines", "lost"),
    [
        (
            ["RESOLVED that:", "(1) a plan be made;", "A Able left.", "*Break", "(2) it be sent."],
            "(2) it be sent.",
        ),
        (["RESOLVED that the Cabinet:", "(a) adopt the plan;"], "(a) adopt the plan;"),
        (["RESOLVED that:", "1. A plan be made.", "A Able left.", "2 It be sent."], "2 It be sent."),
    ],
)
def test_a_list_that_goes_on_without_rows_is_told(lines: list[str], lost: str) -> None:
    report = minutes("*1. School places", *lines)
    (issue,) = found(report, "list_goes_on")
    assert (report.state, f"'{lost}'" in issue.message) == (State.PARTIAL, True)


def test_a_list_that_ends_passes() -> None:
    lines = ["*1. School places", "RESOLVED that:", "(1) a plan be made; and", "(2) it be sent."]
    report = minutes(*lines, "*2. Close", "The meeting closed at noon.", "(1) Able was late.")
    assert (report.state, report.issues) == (State.OK, ())


@pytest.mark.parametrize(
    "line",
    [
        "Traders were not heard. Recommendation 2 That the Cabinet meet them.",
        "Recommendations 1 and 2 are addressed to the Cabinet.",
        "Recommendations 1 to 4 are addressed to the Cabinet.",
    ],
)
def test_a_number_that_no_row_has_is_told(line: str) -> None:
    report = minutes("*1. School places", "RESOLVED that the plan be agreed.", "*2. Health", line)
    (issue,) = found(report, "number_without_row")
    assert report.state is State.PARTIAL
    assert f"no row has the number {line.split(' That')[0].split(' are')[0][-1]}" in issue.message


@pytest.mark.parametrize(
    "line",
    [
        "Recommendation 1 is addressed to the Cabinet.",
        "Recommendation 7 of the first review was met.",
        "Recommendation 7 ........................ 12",
    ],
)
def test_a_number_of_this_or_another_list_passes(line: str) -> None:
    report = minutes("*1. School places", "RESOLVED that the plan be agreed.", "*2. Health", line)
    assert found(report, "number_without_row") == []


def test_a_text_that_keeps_the_end_of_its_formula_is_told() -> None:
    assert "formula_kept" in codes(row(1, None, "taken: the lease be renewed."))
    assert codes(row(1, None, "Decision: the lease be renewed.")) == []


def test_the_last_item_but_one_may_end_with_and() -> None:
    last, next_to_last = row(2, None, "Train the staff."), row(1, None, "Audit the files; and")
    assert codes(next_to_last, last) == []
    assert codes(next_to_last) == ["text_unfinished"]
    assert codes(next_to_last, replace(last, section=("Other",))) == ["text_unfinished"]


def test_a_larger_number_of_actions_is_told() -> None:
    lines = [
        "*1. Review",
        "RESOLVED that the plan be agreed.",
        "*2. Report",
        "There are 5 actions in the plan.",
    ]
    (issue,) = found(minutes(*lines), "total_differs")
    assert "speaks of 5 actions, 1 rows were read" in issue.message


def test_a_larger_printed_total_is_told_once() -> None:
    lines = [
        "*1. Review",
        "RESOLVED that the plan be agreed.",
        "*2. Report",
        "The review made twelve key recommendations.",
    ]
    (issue,) = found(minutes(*lines), "total_differs")
    assert "speaks of 12 recommendations, 1 rows were read" in issue.message
    assert (
        found(minutes(*lines, "Others made 14 recommendations."), "total_differs")[0].message.count("14 rec")
        == 2
    )
    assert (
        found(minutes(*lines[:3], "The one made 1 recommendations, and 12 recommendations."), "total_differs")
        == []
    )


def test_words_beside_a_table_are_told() -> None:
    def plan(*beside: str) -> Report:
        sheet = Sheet()
        sheet.text(60, 40, "Action plan", bold=True, size=16)
        rows = [["No.", "Action", "Status"], *([str(n), "Audit files", "Complete"] for n in range(1, 4))]
        sheet.grid([60, 90, 290, 400], [80, 100, 120, 140, 160], rows, header=True)
        for place, words in enumerate(beside):
            sheet.text(420, 104 + 20 * place, words)
        return read_document(sheet.save())

    assert found(plan(), "words_beside_table") == []
    assert found(plan("Late"), "words_beside_table") == []
    (issue,) = found(plan("June 2024", "July 2024"), "words_beside_table")
    assert "'June 2024 July 2024'" in issue.message


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            '"Recommended reading"',
            '"Recommended to read"',
            "matches its counter-example 'Recommended to read'",
        ),
        ('"AGREED: that officers report back"', '"Agreed"', "does not match its example 'Agreed'"),
        ("numbers:", "numerals:", "unknown field `numerals`"),
    ],
)
def test_promises_that_contradict_themselves_are_refused(
    old: str, new: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert old in FILE.read_text()
    changed = tmp_path / "promises.yaml"
    changed.write_text(FILE.read_text().replace(old, new))
    monkeypatch.setattr("extract.checks.promises.FILE", changed)
    with pytest.raises(ConfigError, match=r"checks/promises\.yaml: ") as error:
        load_promises.__wrapped__()
    assert told in str(error.value)
