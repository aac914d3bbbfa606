"""Grades, ranks and aspects within the framework of the report."""

import datetime as dt
import json
from pathlib import Path

import pytest

from normalise.values.grades import (
    aspect_file,
    framework_of,
    grade_file,
    grade_rank,
    read_aspect,
    read_grade,
    read_outcome,
)
from normalise.values.lookups import Answer

TRUTH = Path(__file__).parents[3] / "shared" / "truth"


@pytest.mark.parametrize(
    ("printed", "framework", "grade", "rank"),
    [
        ("Outstanding", "ofsted_ilacs", "outstanding", 1),
        ("Good", "ofsted_ilacs", "good", 2),
        ("Requires improvement to be good", "ofsted_ilacs", "requires_improvement", 3),
        ("require improvement", "ofsted_sif", "requires_improvement", 3),
        ("Requires Improvement.", "ofsted_sif", "requires_improvement", 3),
        ("Inadequate", "ofsted_slac", "inadequate", 4),
        ("Adequate", "ofsted_lac_2013", "adequate", 3),
        ("Grade 3", "ofsted_slac", "adequate", 3),
        ("Grade 3", "ofsted_sif", "requires_improvement", 3),
        ("Inadequat", "ofsted_ilacs", "inadequate", 4),
        ("Adequate", None, "adequate", 3),
    ],
)
def test_a_grade_and_its_rank(printed: str, framework: str | None, grade: str, rank: int) -> None:
    read = read_grade(printed, framework)
    assert (read.value, grade_rank(read.value)) == (grade, rank)


@pytest.mark.parametrize(
    ("printed", "framework"),
    [
        ("Adequate", "ofsted_ilacs"),
        ("Requires improvement", "ofsted_lac_2013"),
        ("Grade 3", None),
        ("Not good", "ofsted_ilacs"),
        ("Good/Outstanding", "ofsted_ilacs"),
        ("Good with outstanding features", "ofsted_ilacs"),
        ("", "ofsted_ilacs"),
    ],
)
def test_what_is_no_grade_of_the_framework_is_a_question(printed: str, framework: str | None) -> None:
    read = read_grade(printed, framework)
    assert read.value is None
    assert read.reason
    assert grade_rank(read.value) is None


@pytest.mark.parametrize(
    ("family", "date", "framework"),
    [
        ("ofsted_ilacs", dt.date(2018, 4, 16), "ofsted_ilacs"),
        ("ofsted_ilacs", None, "ofsted_ilacs"),
        ("ofsted_sif", dt.date(2014, 1, 14), "ofsted_sif"),
        ("ofsted_lac_2013", dt.date(2013, 7, 15), "ofsted_lac_2013"),
        ("ofsted_slac", dt.date(2012, 3, 12), "ofsted_slac"),
        ("ofsted_sif", dt.date(2013, 10, 31), None),
        ("ofsted_sif", dt.date(2013, 11, 1), "ofsted_sif"),
        ("ofsted_sif", dt.date(2018, 6, 30), "ofsted_sif"),
        ("ofsted_sif", dt.date(2018, 7, 1), None),
        ("ofsted_ilacs", dt.date(2012, 3, 12), None),
        ("ofsted_jtai", dt.date(2018, 3, 12), None),
        ("unknown", None, None),
    ],
)
def test_the_framework_follows_from_family_and_date(
    family: str, date: dt.date | None, framework: str | None
) -> None:
    assert framework_of(family, date) == framework


@pytest.mark.parametrize(
    ("printed", "section", "framework", "aspect"),
    [
        ("Overall effectiveness", (), "ofsted_ilacs", "overall_effectiveness"),
        ("The experiences and progress of children in care", (), "ofsted_ilacs", "in_care"),
        ("The experiences and progress of care leavers", (), "ofsted_ilacs", "care_leavers"),
        (
            "The experiences and progress of children in care and care leavers",
            (),
            "ofsted_ilacs",
            "in_care_and_care_leavers",
        ),
        ("Experiences and progress of care leavers", (), "ofsted_sif", "care_leavers"),
        ("Leadership, management and governance", (), "ofsted_sif", "impact_of_leaders"),
        ("Adoption performance", (), "ofsted_sif", "adoption"),
        ("The Local Safeguarding Children Board", (), "ofsted_sif", "lscb"),
        ("Capacity to improve", (), "ofsted_lac_2013", "capacity_to_improve"),
        (
            "Quality of provision",
            ("Safeguarding services",),
            "ofsted_slac",
            "safeguarding_quality_of_provision",
        ),
        (
            "Quality of provision",
            ("Findings", "Services for looked after children"),
            "ofsted_slac",
            "quality_of_provision",
        ),
        ("Being healthy", (), "ofsted_slac", "being_healthy"),
    ],
)
def test_an_aspect_by_its_printed_label(
    printed: str, section: tuple[str, ...], framework: str, aspect: str
) -> None:
    assert read_aspect(printed, section, framework).value == aspect


@pytest.mark.parametrize(
    ("printed", "section", "framework"),
    [
        ("Quality of provision", (), "ofsted_slac"),
        ("Overall effectiveness", ("Safeguarding and looked after children",), "ofsted_slac"),
        ("Adoption performance", (), "ofsted_ilacs"),
        ("The experiences and progress of children", (), "ofsted_ilacs"),
        ("Overall effectiveness", (), None),
    ],
)
def test_a_label_that_could_mean_several_or_none(
    printed: str, section: tuple[str, ...], framework: str | None
) -> None:
    read = read_aspect(printed, section, framework)
    assert read.value is None
    assert read.reason


@pytest.mark.parametrize(
    ("words", "grade"),
    [
        ("The arrangements typically lead to positive experiences and outcomes for children.", 1),
        ("The arrangements lead to inconsistent experiences and outcomes for children.", 2),
        ("There are widespread and/or systemic failings leading to significant concerns.", 3),
        ("The arrangements need work.", None),
        (
            "They lead to inconsistent experiences and outcomes, with widespread and/or systemic failings.",
            None,
        ),
    ],
)
def test_the_outcome_of_an_area_send_inspection(words: str, grade: int | None) -> None:
    assert read_outcome(words) == grade


def test_each_framework_has_four_grades_in_order_and_labels() -> None:
    for framework in grade_file().frameworks:
        assert [grade_rank(grade) for grade in framework.scale] == [1, 2, 3, 4]
        assert framework.name in aspect_file().frameworks


@pytest.mark.skipif(not TRUTH.is_dir(), reason="needs the labelled inspection reports beside the project")
def test_every_judgement_of_the_labelled_reports_is_known() -> None:
    seen = 0
    for path in sorted(TRUTH.glob("*.json")):
        report = json.loads(path.read_text(encoding="utf-8"))
        framework = framework_of(report["family"], dt.date.fromisoformat(report["inspection_start"]))
        for judgement in report["judgements"]:
            assert read_aspect(judgement["area"], (), framework).value, judgement
            assert grade_rank(read_grade(judgement["grade"], framework).value), judgement
            seen += 1
        assert report["outcome"] is None or read_outcome(report["outcome"]) is not None
    assert seen > 50


@pytest.mark.parametrize("printed", ["Not judged", "Not Judged", "(not graded)"])
def test_that_there_is_no_grade_asks_nothing(printed: str) -> None:
    assert read_grade(printed, "ofsted_ilacs") == Answer(None, "none")


@pytest.mark.parametrize("printed", ["Inadequate Grade 4", "Inadequate (Grade 4)"])
def test_a_grade_may_have_its_number(printed: str) -> None:
    assert read_grade(printed, "ofsted_sif").value == "inadequate"
