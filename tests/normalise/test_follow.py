"""Recommendations followed from paper to paper, over a dozen invented papers of two counties."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

import pytest
from conftest import SHIPPED
from follow_papers import Followed, follow, item, items, paper, papers, table, wanted
from reports import decided

from normalise.follow.history.threads import contradiction
from records.clean import Thread

EXAMPLE_ROWS = SHIPPED / "clean/recommendations.csv"


@cache
def followed() -> Followed:
    return follow(papers(), items())


def thread(key: str) -> Thread:
    found = followed()
    return next(each for each in found.threads if each.thread_id == found.thread_of[key])


def links(found: Followed) -> dict[str, set[str]]:
    """What each recommendation goes on from; questions are no answer."""
    told: dict[str, set[str]] = {}
    for link in found.links:
        if not link.needs_review:
            told.setdefault(link.recommendation_id, set()).add(link.earlier_recommendation_id)
    return told


def test_nothing_is_linked_wrongly_and_nothing_missed() -> None:
    found, right = links(followed()), {key: sources - {"?"} for key, (sources, _) in wanted().items()}
    assert {key: sources for key, sources in right.items() if sources} == found


def test_the_wording_tells_what_became_of_the_words() -> None:
    told = {link.recommendation_id: link.wording for link in followed().links if not link.needs_review}
    assert told == {key: wording for key, (sources, wording) in wanted().items() if sources - {"?"}}


def test_questions_are_rows_and_stand_in_the_queue() -> None:
    asked = {link.recommendation_id: link for link in followed().links if link.needs_review}
    assert set(asked) == {doubt.recommendation_id for doubt in followed().doubts}
    boilerplate = asked["oakshire-all-2015 X5"]
    assert boilerplate.runner_up_id is not None
    repeated = asked["elmshire-inspection-2014 #1"]
    assert repeated.earlier_recommendation_id == "elmshire-inspection-2012 #1"
    assert "inspections do not follow" in str(repeated.reason)
    assert "oakshire-libraries-tracker-2014 L6" in asked  # it closes what was to stay open


def test_no_link_and_no_question_joins_two_places() -> None:
    for link in followed().links:
        assert link.recommendation_id[:3] == link.earlier_recommendation_id[:3]
    places = {each.thread_id[:3]: each.place for each in followed().threads}
    assert places == {"oak": "oakshire", "elm": "elmshire"}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_papers_and_rows_makes_no_difference(seed: int) -> None:
    chance, given, rows = Random(seed), papers(), items()
    chance.shuffle(given)
    keys = list(rows)
    chance.shuffle(keys)
    again = follow(given, {key: rows[key] for key in keys})
    assert again.thread_of == followed().thread_of
    assert links(again) == links(followed())


def test_a_thread_tells_the_story_of_a_recommendation() -> None:
    wireless = thread("oakshire-all-2015 L4")
    assert wireless.thread_id == "oakshire-libraries-2013 6"
    assert (wireless.documents, wireless.latest_status) == (5, "complete")
    assert (wireless.first_seen, wireless.last_seen) == (dt.date(2013, 5, 20), dt.date(2015, 9, 7))
    assert (wireless.due_first, wireless.due_latest) == (dt.date(2014, 4, 30), dt.date(2015, 4, 30))
    assert (wireless.due_moved, wireless.days_open) == (1, 840)


def test_what_is_split_or_merged_stays_one_thread() -> None:
    cards = thread("oakshire-parking-review-2014 3a")
    assert cards == thread("oakshire-parking-review-2014 3b")
    assert cards.thread_id == "oakshire-parking-2013 3"
    supervision = thread("elmshire-plan-2013 1.3")
    assert supervision == thread("elmshire-inspection-2012 #5")
    assert supervision.thread_id == "elmshire-inspection-2012 #3"


def test_of_several_parts_the_least_finished_counts() -> None:
    rows = items()
    found = follow(papers(), {key: rows[key] for key in rows if key != "oakshire-all-2015"})
    cards = next(each for each in found.threads if each.thread_id == "oakshire-parking-2013 3")
    assert (cards.latest_status, cards.latest_status_by) == ("in_progress", "scrutiny")


def test_a_date_moves_along_the_chain_that_moved_most() -> None:
    supervision = thread("elmshire-plan-2013 1.3")
    assert (supervision.due_first, supervision.due_latest) == (dt.date(2013, 1, 31), dt.date(2013, 5, 31))
    assert supervision.due_moved == 1


Said = tuple[dt.date | None, str, str, str | None]
MAY, JUNE = dt.date(2013, 5, 2), dt.date(2014, 1, 20)


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (
            [(MAY, "council", "complete", "done"), (JUNE, "scrutiny", "in_progress", "open")],
            "council: complete, 2013-05-02; scrutiny: in_progress, 2014-01-20",
        ),
        ([(MAY, "scrutiny", "in_progress", "open"), (JUNE, "council", "complete", "done")], None),
        (
            [(MAY, "scrutiny", "in_progress", "open"), (MAY, "council", "complete", "done")],
            "scrutiny: in_progress, 2013-05-02; council: complete, 2013-05-02",
        ),
        ([(MAY, "council", "complete", "done"), (JUNE, "council", "in_progress", "open")], None),
        ([(MAY, "council", "complete", "done"), (JUNE, "scrutiny", "unknown", "not_known")], None),
        ([(MAY, "council", "accepted", "response_only"), (JUNE, "scrutiny", "overdue", "open")], None),
    ],
)
def test_a_contradiction_is_a_claim_and_a_later_finding_against_it(
    statements: Sequence[Said], told: str | None
) -> None:
    assert contradiction(statements) == told


LONG = "That a travel plan is agreed with the governors of Abbey School."


def two(first: str, second: str, **changes: object) -> Followed:
    """Two papers of one place that have nothing but a recommendation each."""
    given = [
        paper("one", title="Abbey review", meeting_date=MAY),
        paper("two", **{"title": "Cabinet minutes", "kind": "minutes", "meeting_date": JUNE, **changes}),
    ]
    return follow(given, {"one": [item("one", 1, first)], "two": [item("two", 1, second)]})


def test_equal_words_are_enough_in_one_place_if_they_tell_enough() -> None:
    assert links(two(LONG, LONG)) == {"two #1": {"one #1"}}
    assert links(two("Report back in six months.", "Report back in six months.")) == {}
    assert links(two(LONG, LONG, kind="inquiry_report")) == {}
    assert links(two(LONG, LONG, area="Elmshire")) == {}


def test_without_a_place_only_a_paper_that_names_the_other_is_linked() -> None:
    title = "Rapid review into data on mental health wards"
    first = paper("one", area=None, title=f"{title}: final report", meeting_date=MAY)
    rows = {"one": [item("one", 1, LONG, ref="1")], "two": [item("two", 1, LONG, ref="1")]}
    named = paper("two", area=None, kind="response", title=f"Response to the {title}", meeting_date=MAY)
    assert links(follow([first, named], rows)) == {"two 1": {"one 1"}}
    other = paper("two", area=None, kind="response", title="Response to the inquiry", meeting_date=JUNE)
    assert links(follow([first, other], rows)) == {}


def test_a_number_alone_means_only_what_is_named() -> None:
    first = paper("one", title="Abbey Road Review", meeting_date=MAY)
    rows = {
        "one": [item("one", 1, LONG, ref="1"), item("one", 2, "That trees are planted.", ref="2")],
        "two": [item("two", 1, "Recommendation 2", ref="2", status="accepted")],
    }
    answer = paper("two", kind="response", title="Response to the Abbey Road Review", meeting_date=JUNE)
    found = follow([first, answer], rows)
    assert links(found) == {"two 2": {"one 2"}}
    assert [(each.wording, each.method, each.score) for each in found.links] == [
        ("number", "reference", None)
    ]
    unnamed = paper("two", kind="response", title="Cabinet response", meeting_date=JUNE)
    assert links(follow([first, unnamed], rows)) == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("That the plan is published for all libraries.", "That the plan is published for all schools."),
        ("That the roof of the hall is repaired.", "That the windows of the hall are replaced."),
    ],
)
def test_an_equal_number_makes_other_requests_no_one_recommendation(before: str, after: str) -> None:
    rows = {"one": [item("one", 1, before, ref="1")], "two": [item("two", 1, after, ref="1")]}
    first = paper("one", title="Abbey Road Review", meeting_date=MAY)
    later = paper("two", kind="action_plan", title="Progress on the Abbey Road Review", meeting_date=JUNE)
    assert links(follow([first, later], rows)) == {}


def test_a_title_of_usual_words_names_no_other() -> None:
    rows = {
        "one": [item("one", 1, LONG, ref="1"), item("one", 2, "That trees are planted.", ref="2")],
        "two": [item("two", 1, "Recommendation 2", ref="2", status="complete")],
    }
    first = paper("one", kind="action_plan", title="Children's services action plan", meeting_date=MAY)
    other = paper(
        "two", kind="action_plan", title="Children's homes sufficiency action plan", meeting_date=JUNE
    )
    assert links(follow([first, other], rows)) == {}


def test_issues_of_one_plan_are_one_series_whose_order_only_dates_tell() -> None:
    rows = {key: [item(key, 1, "Plant trees.", ref="1")] for key in ("one", "two")}
    title = {"kind": "action_plan", "title": "Children's services action plan"}
    first = paper("one", **title, meeting_date=MAY)
    assert links(follow([first, paper("two", **title, meeting_date=JUNE)], rows)) == {"two 1": {"one 1"}}
    undated = follow([paper("one", **title), paper("two", **title)], rows)
    assert ([link.needs_review for link in undated.links], links(undated)) == ([True], {})


def test_the_same_words_for_two_bodies_are_told_apart() -> None:
    words = "Review the procedures for children who go missing from home."
    given = [
        paper("one", kind="action_plan", title="Safeguarding action plan", meeting_date=MAY),
        paper("two", kind="action_plan", title="Safeguarding action plan: update", meeting_date=JUNE),
    ]
    rows = {
        "one": [item("one", 1, words, "police"), item("one", 2, words, "council")],
        "two": [item("two", 1, words, "council"), item("two", 2, words, "police")],
    }
    assert links(follow(given, rows)) == {"two #1": {"one #2"}, "two #2": {"one #1"}}


def test_a_decision_wins_and_is_not_asked_again(tmp_path: Path) -> None:
    words = "Report back in six months."
    given = [paper("a" * 12, meeting_date=MAY), paper("b" * 12, kind="minutes", meeting_date=JUNE)]
    rows = {key: [item(key, 1, words, ref="1")] for key in ("a" * 12, "b" * 12)}
    asked = follow(given, rows)
    assert ([doubt.raw for doubt in asked.doubts], links(asked)) == ([words], {})
    for raw in (words, f"{'b' * 12} 1"):
        answers = decided(tmp_path, f"link,{'b' * 12},{raw},{'a' * 12} 1,A Person,2026-11-30,the same")
        found = follow(given, rows, answers)
        assert links(found) == {f"{'b' * 12} 1": {f"{'a' * 12} 1"}}
        assert [(link.method, link.wording) for link in found.links] == [("decision", "same")]
        assert not found.doubts
    answers = decided(tmp_path, f"link,{'b' * 12},{words},,A Person,2026-11-30,another matter")
    assert follow(given, rows, answers).links == []


def test_a_decision_links_no_recommendation_to_itself(tmp_path: Path) -> None:
    given = [paper("a" * 12, meeting_date=MAY)]
    rows = {"a" * 12: [item("a" * 12, 1, LONG, ref="1")]}
    answers = decided(tmp_path, f"link,{'a' * 12},{LONG},{'a' * 12} 1,A Person,2026-11-30,a slip")
    assert follow(given, rows, answers).links == []


def test_a_decision_can_link_what_no_rule_would(tmp_path: Path) -> None:
    given = [paper("a" * 12, meeting_date=MAY), paper("b" * 12, area="Elmshire", meeting_date=JUNE)]
    rows = {
        "a" * 12: [item("a" * 12, 1, LONG, ref="1")],
        "b" * 12: [item("b" * 12, 1, "Plant trees.", ref="9")],
    }
    answers = decided(tmp_path, f"link,{'b' * 12},Plant trees.,{'a' * 12} 1,A Person,2026-11-30,moved")
    found = follow(given, rows, answers)
    assert links(found) == {f"{'b' * 12} 9": {f"{'a' * 12} 1"}}
    assert len(found.threads) == 1


def test_a_task_group_goes_on_from_what_inspectors_asked_for_in_other_words_and_order() -> None:
    with EXAMPLE_ROWS.open(encoding="utf-8", newline="") as file:
        later = [
            item("group", at, row["text"], ref=row["ref"]) for at, row in enumerate(csv.DictReader(file), 1)
        ]
    asked = table("wiltshire_inspection")
    earlier = [item("inspection", at, row["text"]) for at, row in enumerate(asked, 1)]
    given = [
        paper(
            "inspection", kind="inspection", title="Inspection of safeguarding", published=dt.date(2012, 5, 1)
        ),
        paper("group", title="Task Group report on improvements", meeting_date=dt.date(2012, 10, 2)),
    ]
    found = links(follow(given, {"inspection": earlier, "group": later}))
    refs = {f"inspection #{at}": row["ref"] for at, row in enumerate(asked, 1)}
    told = {key.removeprefix("group "): {refs[each] for each in sources} for key, sources in found.items()}
    assert not {ref: sources for ref, sources in told.items() if sources != {ref}}
    assert len(told) >= 25
