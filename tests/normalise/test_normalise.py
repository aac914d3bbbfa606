"""Raw reports become the clean dataset: rows like those of a scrutiny task group, and odd ones."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from reports import cell, decided, report, task_group_report, task_group_row, task_group_rows

from normalise.documents import council_in
from normalise.registers.load import Register, load_registers
from normalise.review.decisions import Decisions
from normalise.run import normalise
from normalise.values.grades import grade_words
from normalise.values.rag import rag_words
from normalise.values.statuses import read_status, status_words
from normalise.values.timescales import WHOLE
from records.clean import Dataset, Recommendation
from records.errors import ConfigError, ContractError
from records.outcome import Issue, Problem, State
from records.report import PageAccount, Passage, RawJudgement, RawRow, Report, Source


@pytest.fixture(scope="module")
def register() -> Register:
    return load_registers()


def run(register: Register, *reports: Report, decisions: Decisions | None = None) -> Dataset:
    sources = [Source(f"{each.document_id}.pdf", each.sha256, each.bytes) for each in reports]
    return normalise(reports, sources, register, decisions or Decisions())


def one(
    register: Register, fields: dict[str, Passage], section: tuple[str, ...] = (), **changes: object
) -> Recommendation:
    raw = RawRow(1, section, {"text": cell("Train all staff."), **fields})
    (row,) = run(register, report(rows=(raw,), **changes)).recommendations
    return row


def test_a_task_group_report_in_full(register: Register) -> None:
    data = run(register, task_group_report())
    (document,) = data.documents
    assert document.title == "Item 3.3 – Scrutiny Task Group report on Improvements Within 3 months"
    assert (document.area, document.area_id) == ("Wiltshire Council", "gss:E06000054")
    assert document.meeting_date == dt.date(2012, 10, 2)
    rows = {row.ref: row for row in data.recommendations}
    assert len(rows) == 26
    assert [row.position for row in data.recommendations] == list(range(1, 27))
    third = rows["3"]
    assert third.recommendation_id == f"{document.document_id}-3"
    assert (third.status_raw, third.status, third.status_method) == (
        "Partially complete",
        "partially_complete",
        "exact",
    )
    assert third.status_group == "open"
    assert third.comments == "Two of three are done.\nMore in May."
    assert (third.timescale_raw, third.timescale) == ("immediate", "immediate")
    assert third.theme_raw == "safeguarding"
    assert rows["9"].timescale == "P3M"
    assert rows["16"].theme_raw == "Looked After Children"
    assert rows["20"].comments is None
    assert not any(row.needs_review for row in data.recommendations)
    assert data.doubts == ()
    assert data.issues == ()


def test_see_above_takes_the_status_of_the_row_above(register: Register) -> None:
    rows = {row.ref: row for row in run(register, task_group_report()).recommendations}
    pointing = rows["15a"]
    assert pointing.status_raw == "See above"
    assert (pointing.status, pointing.status_method) == (rows["15"].status, "reference")
    assert pointing.status_refers_to == rows["15"].recommendation_id
    assert pointing.status_group == "done"


def test_each_row_names_who_must_act(register: Register) -> None:
    data = run(register, task_group_report())
    assert {(row.role, row.agency_raw, row.agency_id) for row in data.responsibilities} == {
        ("named", "Wiltshire Council", "gss:E06000054")
    }
    assert [row.agency_id for row in data.agencies] == ["gss:E06000054"]
    assert data.agencies[0].kind == "local_authority"


def test_a_row_with_an_owner_cell_takes_its_bodies_from_there_alone(register: Register) -> None:
    text = cell("Wiltshire Council to train staff.")
    rows = (
        RawRow(1, (), {"text": text, "owner": cell("NHS Wiltshire")}),
        RawRow(2, (), {"text": text, "owner": cell()}),
    )
    facts = {"publisher": cell("Wiltshire Council"), "meeting_date": cell("2 October 2012")}
    data = run(register, report(rows=rows, facts=facts))
    (link,) = data.responsibilities
    assert (link.role, link.agency_raw, link.agency_id) == ("responsible", "NHS Wiltshire", "ods:5QK")
    assert link.today_id is not None
    assert link.today_id != link.agency_id
    assert {row.agency_id for row in data.agencies} == {link.agency_id, link.today_id}
    assert data.recommendations[0].owner_raw == "NHS Wiltshire"


def test_nothing_printed_is_altered(register: Register) -> None:
    printed = "‘Train’  all staﬀ –\u00a0now."
    row = one(
        register,
        {"text": cell(printed, "•a) first"), "status": cell("COMPELTE*"), "comments": cell("N/A", "–")},
    )
    assert row.text == f"{printed}\na) first"
    assert (row.status_raw, row.status, row.status_method) == ("COMPELTE*", "complete", "fuzzy")
    assert row.comments == "N/A\n–"


def test_a_pointer_is_never_followed_twice(register: Register) -> None:
    rows = tuple(
        task_group_row(at, "Part", str(at), told)
        for at, told in enumerate(("Complete", "See above", "See above"), 1)
    )
    first, second, third = run(register, report(rows=rows)).recommendations
    assert (second.status, second.status_refers_to) == ("complete", first.recommendation_id)
    assert third.status_refers_to == second.recommendation_id
    assert (third.status, third.status_method, third.needs_review) == (None, "none", True)


def test_a_pointer_without_its_row_is_a_question(register: Register) -> None:
    rows = (task_group_row(1, "Part", "1", "As item 7"), task_group_row(2, "Part", "2", "Complete"))
    data = run(register, report(rows=rows))
    row = data.recommendations[0]
    assert (row.status, row.status_refers_to, row.needs_review) == (None, None, True)
    assert [
        (doubt.kind, doubt.raw) for doubt in data.doubts if doubt.recommendation_id == row.recommendation_id
    ] == [("status", "As item 7")]


def test_a_row_that_points_to_a_doubtful_status_is_doubtful_too(register: Register) -> None:
    told = ("Not started", "Complete – but see 1", "See above")
    rows = tuple(task_group_row(at, "Part", str(at), words) for at, words in enumerate(told, 1))
    first, second, third = run(register, report(rows=rows)).recommendations
    assert (second.status, second.status_refers_to, second.needs_review) == (
        "complete",
        first.recommendation_id,
        True,
    )
    assert (third.status, third.status_refers_to, third.needs_review) == (
        "complete",
        second.recommendation_id,
        True,
    )
    assert not first.needs_review


@pytest.mark.parametrize(
    ("fields", "status", "method", "rag", "source", "review"),
    [
        ({"status": cell("Done"), "rag": cell("R")}, "complete", "alias", "red", "text", False),
        ({"rag": cell("A")}, "in_progress", "rag", "amber", "text", False),
        ({"rag": cell(fill=(1, 0.75, 0))}, "in_progress", "rag", "amber", "fill", False),
        ({"rag": cell("G")}, None, "none", "green", "text", True),
        (
            {"rag": cell("G", fill=(1, 0, 0)), "status": cell("Done")},
            "complete",
            "alias",
            "green",
            "conflict",
            True,
        ),
        ({"rag": cell("Complete")}, "complete", "exact", None, None, False),
        ({"rag": cell("–")}, None, "none", None, None, False),
        ({"rag": cell("?")}, None, "none", None, None, True),
        ({"status": cell("–")}, None, "none", None, None, False),
        ({"status": cell("Closed")}, None, "none", None, None, True),
        ({"status": cell()}, None, "none", None, None, False),
        ({}, None, "none", None, None, False),
    ],
)
def test_status_and_colour(
    register: Register,
    fields: dict[str, Passage],
    status: str | None,
    method: str,
    rag: str | None,
    source: str | None,
    review: bool,
) -> None:
    row = one(register, fields)
    assert (row.status, row.status_method, row.rag, row.rag_from, row.needs_review) == (
        status,
        method,
        rag,
        source,
        review,
    )


def test_a_documents_key_explains_its_colours(register: Register) -> None:
    row = one(register, {"rag": cell("G")}, facts={"key": cell("Green – complete", "Amber – on track")})
    assert (row.status, row.status_method, row.needs_review) == ("complete", "rag", False)


def test_a_progress_column_without_statuses_is_comments(register: Register) -> None:
    rows = tuple(
        RawRow(
            at,
            (),
            {
                "text": cell(f"Do {at}."),
                "status_and_comments": cell(f"Report {at} went to the Board in May."),
            },
        )
        for at in (1, 2)
    )
    data = run(register, report(rows=rows))
    assert [row.comments for row in data.recommendations] == [
        f"Report {at} went to the Board in May." for at in (1, 2)
    ]
    assert all(row.status_raw is None and not row.needs_review for row in data.recommendations)


@pytest.mark.parametrize(
    ("fields", "section", "timescale", "due"),
    [
        ({"due": cell("Within 3 months")}, (), "P3M", None),
        ({"due": cell("31/03/13")}, (), None, dt.date(2013, 3, 31)),
        ({"timescale": cell("31/03/13")}, (), None, dt.date(2013, 3, 31)),
        ({"due": cell("Sept ’13")}, (), None, dt.date(2013, 9, 30)),
        ({"due": cell("Ongoing")}, ("Immediately",), "immediate", None),
        ({"due": cell("May 2013")}, ("Within six months:",), "P6M", dt.date(2013, 5, 31)),
        ({"timescale": cell("Immediate")}, ("Within six months",), "immediate", None),
        ({}, ("Areas for improvement", "Within three months"), "P3M", None),
        ({}, ("Areas for improvement",), None, None),
    ],
)
def test_when_a_row_is_due(
    register: Register,
    fields: dict[str, Passage],
    section: tuple[str, ...],
    timescale: str | None,
    due: dt.date | None,
) -> None:
    row = one(register, fields, section)
    assert (row.timescale, row.due_date, row.needs_review) == (timescale, due, False)
    assert (row.timescale_raw is not None) >= (timescale is not None)
    assert (row.due_raw is not None) >= (due is not None)


@pytest.mark.parametrize("printed", ["31/02/13", "31 March", "Q4", "31/03/13 or later"])
def test_a_due_date_that_is_not_sure_is_a_question(register: Register, printed: str) -> None:
    row = one(register, {"due": cell(printed)})
    assert (row.due_raw, row.due_date, row.needs_review) == (printed, None, True)


def test_a_date_that_may_have_the_month_first_is_a_question(register: Register) -> None:
    printed = ["06/30/2013", "04/05/2013", "30 June 2013"]
    rows = [
        RawRow(at, (), {"text": cell(f"Train team {at}."), "due": cell(due)})
        for at, due in enumerate(printed, 1)
    ]
    found = run(register, report(rows=tuple(rows)))
    last = dt.date(2013, 6, 30)
    assert [row.due_date for row in found.recommendations] == [last, None, last]
    assert [row.needs_review for row in found.recommendations] == [False, True, False]
    assert [doubt.kind for doubt in found.doubts if doubt.raw == "04/05/2013"] == ["date"]


def test_judgements_have_aspect_grade_and_rank(register: Register) -> None:
    judged = (
        RawJudgement(
            1,
            ("Judgements",),
            "1",
            cell("Children who need help and", "protection"),
            cell("Requires improvement", page=2),
        ),
        RawJudgement(2, (), None, cell("Leadership"), cell("Adequate")),
    )
    facts = {
        "inspection_dates": cell("Inspection dates: 14 January 2014 – 5 February 2014"),
        "area": cell("Essex County Council"),
    }
    data = run(register, report(judgements=judged, family="ofsted_sif", facts=facts))
    first, second = data.judgements
    assert (first.aspect, first.grade, first.grade_rank, first.framework) == (
        *("help_and_protection", "requires_improvement", 3, "ofsted_sif"),
    )
    assert (first.aspect_raw, first.page, len(first.regions)) == (
        "Children who need help and protection",
        1,
        2,
    )
    assert (second.aspect, second.grade, second.grade_rank) == (None, None, None)
    assert {doubt.kind for doubt in data.doubts} == {"aspect", "grade"}
    document = data.documents[0]
    assert (document.inspection_start, document.inspection_end) == (dt.date(2014, 1, 14), dt.date(2014, 2, 5))
    assert document.area_id == "gss:E10000012"


def test_facts_become_columns(register: Register) -> None:
    facts = {
        "title": cell("Joint targeted area inspection", "of Lancashire"),
        "area": cell("Lancashire"),
        "published": cell("16 May 2024"),
        "inspection_dates": cell("5 to 9 February"),
        "statement_by": cell("Lancashire County Council"),
        "statement_involving": cell("the police", "the integrated care board"),
        "outcome": cell("The arrangements lead to inconsistent experiences and outcomes."),
        "lead_inspector": cell("A Person HMI", "B Person HMI"),
    }
    (row,) = run(register, report(facts=facts, family="ofsted_jtai")).documents
    assert row.title == "Joint targeted area inspection of Lancashire"
    assert row.published == dt.date(2024, 5, 16)
    assert row.inspection_start == dt.date(2024, 2, 5)
    assert row.statement_involving == "police | integrated care board"
    assert row.lead_inspector == "A Person HMI; B Person HMI"
    assert row.outcome_grade == 2
    assert row.area_id == "gss:E10000017"


def test_a_month_is_no_meeting_date_and_an_impossible_day_is_a_question(register: Register) -> None:
    data = run(
        register, report(facts={"meeting_date": cell("January 2019"), "published": cell("31 February 2019")})
    )
    assert (data.documents[0].meeting_date, data.documents[0].published) == (None, None)
    assert [(doubt.kind, doubt.raw) for doubt in data.doubts] == [("date", "31 February 2019")]
    assert "date_without_day" in {issue.code for issue in data.issues}


def test_an_unknown_fact_is_told(register: Register) -> None:
    data = run(register, report(facts={"colour": cell("blue")}))
    assert [(issue.level, issue.code) for issue in data.issues] == [("warning", "unknown_fact")]


@pytest.mark.parametrize(
    ("printed", "council"),
    [
        ("Wiltshire Council", "Wiltshire Council"),
        ("NORCHESTER CITY COUNCIL", "NORCHESTER CITY COUNCIL"),
        ("Anyshire Council – Community Select Committee", "Anyshire Council"),
        ("London Borough of Hackney", "London Borough of Hackney"),
        ("Safeguarding Improvement Board", None),
        ("Anyshire Council – Otherton Council", None),
        ("Council tax team", None),
    ],
)
def test_the_council_in_a_bodys_name(printed: str, council: str | None) -> None:
    assert council_in(printed) == council


def test_a_document_without_a_council_is_about_the_one_that_most_rows_name(register: Register) -> None:
    facts = {"board": cell("Safeguarding Improvement Board"), "meeting_date": cell("2nd October 2012")}
    (document,) = run(register, report(rows=task_group_rows(), facts=facts)).documents
    assert (document.area, document.area_id) == ("Wiltshire Council", "gss:E06000054")


def test_two_councils_named_alike_often_leave_the_area_open(register: Register) -> None:
    rows = tuple(
        RawRow(at, (), {"text": cell(f"{name} to train staff.")})
        for at, name in enumerate(("Wiltshire Council", "Kent County Council") * 3, start=1)
    )
    (document,) = run(register, report(rows=rows)).documents
    assert (document.area, document.area_id) == (None, None)


def test_files_of_the_same_bytes_are_two_documents_and_one_set_of_rows(register: Register) -> None:
    made = task_group_report()
    sources = [Source(name, made.sha256, made.bytes) for name in ("b/copy.pdf", "a.pdf")]
    data = normalise([made, made], sources, register, Decisions())
    assert [row.file for row in data.documents] == ["a.pdf", "b/copy.pdf"]
    assert len({row.document_id for row in data.documents}) == 1
    assert len(data.recommendations) == 26


def test_a_document_that_was_set_aside_keeps_its_row(register: Register) -> None:
    made = report(
        state=State.SET_ASIDE, problem=Problem.SCAN, problem_detail="The pages are pictures.", pages=0
    )
    (row,) = run(register, made).documents
    assert (row.state, row.problem, row.problem_detail) == ("set_aside", "scan", "The pages are pictures.")


def test_a_file_without_a_report_stops_the_run(register: Register) -> None:
    with pytest.raises(ContractError, match=r"lost\.pdf"):
        normalise([], [Source("lost.pdf", "0" * 64, 1)], register, Decisions())


def test_a_row_without_an_action_is_left_out_and_told(register: Register) -> None:
    rows = (
        RawRow(1, (), {"ref": cell("1"), "text": cell()}),
        RawRow(2, (), {"ref": cell("2"), "text": cell("Do it.")}),
    )
    data = run(register, report(rows=rows))
    assert [row.ref for row in data.recommendations] == ["2"]
    assert [(issue.level, issue.code) for issue in data.issues] == [("error", "row_without_text")]


def test_what_reading_found_is_passed_on_with_its_row(register: Register) -> None:
    found = Issue("warning", "cut_word", "A word is cut.", page=2, row=1)
    data = run(
        register, report(rows=(RawRow(1, (), {"ref": cell("7"), "text": cell("Do it.")}),), issues=(found,))
    )
    (issue,) = data.issues
    assert (issue.code, issue.page, issue.recommendation_id) == ("cut_word", 2, f"{issue.document_id}-7")


def test_accounts_are_passed_on(register: Register) -> None:
    page = PageAccount(1, 10, 5, 1, 1, 1, 1, 1, 0, 0)
    (row,) = run(register, report(accounts=(page,))).accounts
    assert (row.page, row.characters, row.in_rows, row.unplaced) == (1, 10, 5, 0)


def test_a_document_is_found_by_the_title_of_the_one_it_follows(register: Register) -> None:
    earlier = report("earlier", facts={"title": cell("Library Services Task Group – Final Report")})
    later = report(
        "later",
        facts={"title": cell("Follow-up"), "follows": cell("Library Services Task Group: final report")},
    )
    lost = report("lost", facts={"title": cell("Review"), "follows": cell("Transport Task Group report")})
    data = run(register, earlier, later, lost)
    follows = {row.document_id: row.follows for row in data.documents}
    assert follows == {
        earlier.document_id: None,
        later.document_id: earlier.document_id,
        lost.document_id: None,
    }
    assert [issue.document_id for issue in data.issues] == [lost.document_id]


def test_a_decision_wins_and_is_not_asked_again(register: Register, tmp_path: Path) -> None:
    rows = (RawRow(1, (), {"text": cell("Do it."), "status": cell("Closed"), "due": cell("Q4")}),)
    by_hand = ",A Person,2026-11-30,asked the clerk"
    decisions = decided(tmp_path, f"status,,Closed,superseded{by_hand}", f"date,,Q4,2019-03-31{by_hand}")
    data = run(register, report(rows=rows), decisions=decisions)
    (row,) = data.recommendations
    assert (row.status, row.status_method, row.status_raw) == ("superseded", "decision", "Closed")
    assert row.due_date == dt.date(2019, 3, 31)
    assert not row.needs_review
    assert data.doubts == ()


def test_a_decision_on_a_colour_holds_for_the_whole_document(register: Register, tmp_path: Path) -> None:
    made = report(rows=(RawRow(1, (), {"text": cell("Do it."), "rag": cell("G")}),))
    decisions = decided(
        tmp_path, f"status,{made.document_id},green,on_track,A Person,2026-11-30,key on page 9"
    )
    (row,) = run(register, made, decisions=decisions).recommendations
    assert (row.status, row.status_method) == ("on_track", "decision")


def test_a_decision_on_words_that_are_gone_is_told(register: Register, tmp_path: Path) -> None:
    decisions = decided(tmp_path, "status,,Shut,complete,A Person,2026-11-30,why")
    (doubt,) = run(register, task_group_report(), decisions=decisions).doubts
    assert (doubt.raw, doubt.document_id) == ("Shut", "")
    assert doubt.reason.startswith("lapsed")


@pytest.mark.parametrize(
    "row", ["status,,Closed,finished", "agency,,NHS,ods:NONE", "rag,,G,greenish", "area,,Kent,kent"]
)
def test_a_decision_for_a_value_that_does_not_exist_stops_the_run(
    register: Register, tmp_path: Path, row: str
) -> None:
    with pytest.raises(ConfigError, match="row 2"):
        run(register, decisions=decided(tmp_path, f"{row},A Person,2026-11-30,why"))


def test_the_order_of_files_makes_no_difference(register: Register) -> None:
    reports = [task_group_report(), *(report(name, task_group_rows()[:4]) for name in "bcd")]
    sources = [Source(f"{each.document_id}.pdf", each.sha256, each.bytes) for each in reports]
    told = normalise(reports, sources, register, Decisions())
    for turn in range(1, 4):
        turned = [*reports[turn:], *reports[:turn]], [*reversed(sources[turn:]), *sources[:turn]]
        assert normalise(*turned, register, Decisions()) == told


def test_normalising_a_clean_value_changes_nothing(register: Register) -> None:
    for row in run(register, task_group_report()).recommendations:
        if row.status is not None:
            assert read_status(row.status.replace("_", " ")).answer.value == row.status


def test_each_clean_value_is_in_its_vocabulary(register: Register) -> None:
    words = [
        "Complete",
        "compelte",
        "Closed",
        "B/F",
        "See above",
        "Green",
        "??",
        "Agreed – subject to funds",
        "N/K",
        "–",
    ]
    rows = tuple(
        RawRow(
            at,
            ("Immediate actions",),
            {"text": cell(f"Do {at}"), "status": cell(word), "rag": cell(word), "due": cell(word)},
        )
        for at, word in enumerate(words, start=1)
    )
    judged = tuple(
        RawJudgement(at, (), None, cell(word), cell(word)) for at, word in enumerate(words, start=1)
    )
    data = run(register, report(rows=rows, judgements=judged, family="ofsted_ilacs"))
    for row in data.recommendations:
        assert row.status is None or row.status in status_words().values
        assert (row.status is None) == (row.status_group is None)
        assert row.rag is None or row.rag in rag_words().values
        assert row.timescale is None or WHOLE.fullmatch(row.timescale)
    for judgement in data.judgements:
        assert judgement.grade is None or judgement.grade in grade_words().values
        assert (judgement.grade is None) == (judgement.grade_rank is None)


def test_with_a_status_column_the_other_cell_is_all_comments(register: Register) -> None:
    row = one(
        register,
        {
            "status": cell("Done"),
            "status_and_comments": cell("Complete", "•Seen."),
            "comments": cell("Good."),
        },
    )
    assert (row.status_raw, row.comments) == ("Done", "Complete\nSeen.\nGood.")


def test_what_has_no_column_is_kept_by_its_heading(register: Register) -> None:
    first, *others = task_group_rows()
    told = {
        "other: Budget": cell("£2,000", "a year"),
        "other: Lead “officer”": cell("A Head"),
        "other: Notes": cell(),
    }
    data = run(register, report(rows=(msgspec.structs.replace(first, fields=first.fields | told), *others)))
    assert [row.other for row in data.recommendations[:2]] == [
        '{"Budget":"£2,000\\na year","Lead “officer”":"A Head"}',
        None,
    ]
