"""What kind of paper a document is, by words of its title, its header block and its text."""

import pytest

from extract.facts.kinds import UNKNOWN, kind_of, load_kinds
from extract.families.registry import load_families
from publish.schema.load import schemas

PAPERS = [
    (["Minutes of the meeting of Upper Dale Parish Council"], [], ["RESOLVED: that it is mended"], "minutes"),
    (["City Council Agenda"], ["AGENDA"], [], "agenda"),
    (["The future of libraries"], ["Report to Cabinet", "Wards affected: All"], [], "committee_report"),
    (["Rapid review into data: final report"], [], ["1. Terms of reference"], "inquiry_report"),
    (["Government response to the rapid review into data"], [], [], "response"),
    (["Kingsbury Citizens’ Assembly on Air Quality"], ["Final report"], ["Jurors heard"], "assembly_report"),
    (["Payroll"], ["Internal Audit"], ["The objective of our audit was to"], "audit"),
    (["Children’s services improvement plan"], [], ["Target date"], "action_plan"),
    (["Complaints policy"], ["Next review: May 2031"], [], "policy"),
    (["Experiences of surgeries"], [], ["We spoke to people."], UNKNOWN),
    (["The bench"], ["Agenda Item 5"], [], UNKNOWN),
    ([], [], [], UNKNOWN),
]


@pytest.mark.parametrize(("title", "block", "text", "kind"), PAPERS)
def test_a_paper_is_of_the_kind_that_its_words_say(
    title: list[str], block: list[str], text: list[str], kind: str
) -> None:
    assert kind_of({"title": title, "block": block, "text": text}, "unknown") == kind


def test_an_answer_to_an_inquiry_is_no_inquiry() -> None:
    texts = {"title": ["Response to the inquiry into rivers"], "block": (), "text": ["Terms of reference"]}
    assert kind_of(texts, "unknown") == "response"


def test_a_family_tells_a_kind_where_words_do_not() -> None:
    nothing = {"title": (), "block": (), "text": ()}
    assert kind_of(nothing, "minutes") == "minutes"
    assert kind_of(nothing, "ofsted_ilacs") == "inspection"


def test_each_kind_is_a_value_of_the_dataset_and_each_family_is_of_one_kind() -> None:
    kinds = load_kinds().kinds
    (field,) = (field for field in schemas()["documents"].fields if field.name == "kind")
    assert {kind.name for kind in kinds} | {UNKNOWN} == set(field.values)
    families = [family for kind in kinds for family in kind.families]
    assert sorted(families) == sorted(family.name for family in load_families())
