"""Family files: loaded strictly, told apart by their signs, each proved by its own examples."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from time import process_time

import pytest

from extract.document import READERS
from extract.families import patterns, registry
from extract.families.registry import classify, load_columns, load_families, tidy
from records.errors import ConfigError

GOOD = """
name: sample
title: A sample
years: [2000, null]
signature:
  - {phrase: "A report", weight: 3}
  - {regex: "^Annex [A-Z]$", weight: 1, examples: ["Annex B"]}
reader: inspection
ends: []
facts:
  - {fact: title, regex: "^(?P<value>.+)$", examples: {"Some title": "Some title"}}
"""


def load(tmp_path: Path, text: str, name: str = "sample") -> registry.Family:
    path = tmp_path / f"{name}.yaml"
    path.write_text(text)
    return registry._load(path)


def test_a_family_file_is_read(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD).name == "sample"


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ("titel: A sample", "title: A sample", "unknown field"),
        ("name: other", "name: sample", "Name both alike"),
        ('regex: "^Annex ([A-Z]$"', 'regex: "^Annex [A-Z]$"', "not valid"),
        ('examples: ["Appendix"]', 'examples: ["Annex B"]', "does not match its example"),
        ("examples: []", 'examples: ["Annex B"]', "needs an example"),
        ('{"Some title": "Some"}', '{"Some title": "Some title"}', "does not find"),
        ("{weight: 3}", '{phrase: "A report", weight: 3}', "either 'phrase' or 'regex'"),
        ("weight: heavy}", "weight: 3}", "Expected `int`"),
        ("reader: inspections", "reader: inspection", "reader.*Use one of: actions, inspection, "),
        ("columns: {responsible: [Lead]}", "ends: []", "columns.*Use one of: ref, theme, "),
        ("expect: {roles: [responsible]}", "ends: []", "expect.roles.*Use one of: ref, theme, "),
        ("ends: []\nends: []", "ends: []", "'ends' is given twice. Keep one"),
        (
            'openings: [{regex: "(?:AGREED|Agreed) that", examples: ["AGREED that"]}]',
            "ends: []",
            r"openings\[0\].*as it is compared, 'agreed that'",
        ),
        ('asides: [{regex: "Case (study", examples: ["Case study"]}]', "ends: []", r"asides\[0\].*not valid"),
        (
            'passages: [{fact: advice, regex: "Summary", examples: ["Advice"]}]',
            "ends: []",
            r"passages\[0\].*does not match",
        ),
        (
            'ends: [{regex: "(?:[a-z]+ ?)+:", examples: ["what we did:"]}]',
            "ends: []",
            r"ends\[0\].*takes too long.*Do not repeat a group",
        ),
        (
            'ends: [{regex: "(a+)+$", examples: ["aaa"]}]',
            "ends: []",
            r"ends\[0\].*takes too long.*Do not repeat a group",
        ),
        (
            'ends: [{regex: "(\\\\w+\\\\s?)*:", examples: ["what we did:"]}]',
            "ends: []",
            r"ends\[0\].*takes too long.*Do not repeat a group",
        ),
        (
            'ends: [{regex: "(a|b|ab)*c", examples: ["abbac"]}]',
            "ends: []",
            r"ends\[0\].*takes too long.*Do not repeat a group",
        ),
        (
            'ends: [{regex: "a*a*a*a*a*b", examples: ["aab"]}]',
            "ends: []",
            r"ends\[0\].*takes too long.*Do not repeat a group",
        ),
        (
            'ends: [{regex: "(\\\\W*20\\\\d\\\\d\\\\W*)+$", examples: ["2020"]}]',
            "ends: []",
            r"ends\[0\].*takes too long.*Do not repeat a group",
        ),
    ],
)
def test_what_is_wrong_in_a_file_stops_the_load_and_is_named(
    tmp_path: Path, wrong: str, right: str, words: str
) -> None:
    assert right in GOOD
    with pytest.raises(ConfigError, match=words) as caught:
        load(tmp_path, GOOD.replace(right, wrong))
    assert "sample.yaml" in str(caught.value)


@pytest.mark.parametrize("slower", [1, 200])
def test_the_patterns_of_all_families_are_quick_on_a_slow_machine_too(
    slower: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "process_time", lambda: slower * process_time())
    monkeypatch.setattr(patterns, "_slow_text", patterns._slow_text.__wrapped__)
    monkeypatch.setattr(patterns, "_seconds_of_a_way", cache(patterns._seconds_of_a_way.__wrapped__))
    found = [pattern for family in load_families() for _, pattern in patterns.patterns_in(family)]
    assert {patterns.fault_of(pattern) for pattern in found if pattern.regex is not None} == {None}


def test_every_reader_that_a_family_can_name_exists() -> None:
    assert set(READERS) == set(registry.ReaderName)


def test_a_role_whose_headings_are_listed_twice_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "_columns.yaml").write_text("text: [Action]\ntext: [Recommendation]\n")
    monkeypatch.setattr(registry, "FOLDER", tmp_path)
    with pytest.raises(ConfigError, match=r"families/_columns.yaml: .*'text' is given twice"):
        load_columns.__wrapped__()


def test_every_family_has_signs_enough() -> None:
    families = load_families()
    assert {"task_group_report", "ofsted_ilacs", "ofsted_sif", "ofsted_area_send"} <= {
        f.name for f in families
    }
    for family in families:
        assert sum(sign.weight for sign in family.signature) >= registry.ENOUGH


def test_a_column_heading_has_one_role() -> None:
    roles = [tidy(heading) for headings in load_columns().values() for heading in headings]
    assert len(roles) == len(set(roles))


@pytest.mark.parametrize(
    ("pages", "family"),
    [
        ([["Area SEND inspection of Anytown Local Area Partnership"]], "ofsted_area_send"),
        ([["Joint targeted area inspection of Anytown", "Dear local partnership"]], "ofsted_jtai"),
        ([["Inspection of Anyshire local authority children’s services", "Judgement"]], "ofsted_ilacs"),
        ([["Item 4 – Scrutiny Task Group report on school places"]], "task_group_report"),
        ([["Minutes of the parish council"]], None),
        ([["We welcome the review of the effectiveness of buses"]], None),
        ([["Monitoring of Scrutiny Recommendations"]], "action_plan"),
        ([["Children’s Services Improvement Plan"]], "action_plan"),
        ([], None),
    ],
)
def test_a_family_is_told_by_its_signs_or_not_at_all(pages: list[list[str]], family: str | None) -> None:
    found = classify(pages, load_families(), headings=pages[0] if pages else [])
    assert (found.family.name if found.family else None) == family
    assert found.reason


def test_a_heading_sign_is_not_found_in_prose() -> None:
    found = classify(
        [["Leaders have an improvement plan and a delivery plan."]], load_families(), headings=[]
    )
    assert found.family is None


def test_two_families_that_weigh_the_same_are_neither() -> None:
    twins = [
        registry.Family(n, n, (None, None), (registry.Sign(3, phrase="Report"),), "inspection") for n in "ab"
    ]
    found = classify([["Report"]], twins)
    assert found.family is None
    assert "equally likely" in found.reason
