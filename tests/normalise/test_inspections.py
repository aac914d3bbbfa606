"""The table of inspections: grades side by side, a reason for each blank, codes and region."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from normalise.documents import FACTS
from normalise.inspections import GRADES, Edition, InspectionFile, check, inspection_file
from normalise.registers.load import REGISTERS, Register, load_registers
from normalise.registers.names import simplify
from normalise.registers.regions import Authority, EnglishRegion, load_authorities
from normalise.review.decisions import Decisions
from normalise.run import normalise
from publish.schema.load import schemas
from records.clean import Dataset, Inspection
from records.errors import ConfigError
from records.geometry import Box, Region
from records.outcome import Problem, State
from records.report import Block, Passage, RawJudgement, Report, Source

LEADERS = "The impact of leaders on social work practice with children and families"
PROTECTION = "The experiences and progress of children who need help and protection"
IN_CARE = "The experiences and progress of children in care"
LEAVERS = "The experiences and progress of care leavers"
TOGETHER = "The experiences and progress of children in care and care leavers"
OVERALL = "Overall effectiveness"
FOUR = {
    LEADERS: "Good",
    PROTECTION: "Requires improvement to be good",
    TOGETHER: "Outstanding",
    OVERALL: "Good",
}
FIVE = {LEADERS: "Good", PROTECTION: "Good", IN_CARE: "Inadequate", LEAVERS: "Outstanding", OVERALL: "Good"}
REFORMED = {LEADERS: "Good", PROTECTION: "Good", IN_CARE: "Inadequate", LEAVERS: "Outstanding"}
SINGLE = {
    OVERALL: "require improvement",
    "Children who need help and protection": "Requires improvement",
    "Children looked after and achieving permanence": "Good",
    "Adoption performance": "Outstanding",
    "Experiences and progress of care leavers": "Inadequate",
    "Leadership, management and governance": "Requires improvement",
    "The Local Safeguarding Children Board": "good",
}
BLANKABLE = [
    name for name in Inspection.__struct_fields__ if name not in ("document_id", "framework", "absent")
]


@pytest.fixture(scope="module")
def register() -> Register:
    return load_registers()


@pytest.fixture(scope="module")
def authorities(register: Register) -> dict[str, Authority]:
    return load_authorities(register)


def cell(text: str) -> Passage:
    return Passage((Block(text),), (Region(1, Box(50, 100, 300, 120)),))


def report(
    family: str,
    judged: dict[str, str] | list[tuple[str, str]] | None = None,
    area: str = "Medway",
    dates: str | None = "3 to 7 June 2019",
    **changes: object,
) -> Report:
    pairs = list(judged.items() if isinstance(judged, dict) else judged or [])
    facts = {"area": cell(area), **({"inspection_dates": cell(dates)} if dates else {})}
    facts |= {name: cell(str(changes.pop(name))) for name in FACTS & set(changes)}
    sha256 = hashlib.sha256(repr((family, pairs, area, dates)).encode()).hexdigest()
    made = Report(
        document_id=sha256[:12],
        sha256=sha256,
        bytes=1000,
        reader_version="1",
        state=State.OK,
        pages=4,
        family=family,
        facts=facts,
        judgements=tuple(
            RawJudgement(place, (), None, cell(aspect), cell(grade))
            for place, (aspect, grade) in enumerate(pairs, start=1)
        ),
    )
    return msgspec.structs.replace(made, **changes)


def clean(register: Register, *reports: Report) -> Dataset:
    sources = [Source(f"{each.document_id}.pdf", each.sha256, each.bytes) for each in reports]
    return normalise(reports, sources, register, Decisions())


def row(register: Register, *args: object, **changes: object) -> Inspection:
    """The row of one report, whose blanks are checked to be exactly those that have a reason."""
    (found,) = clean(register, report(*args, **changes)).inspections  # type: ignore[arg-type]
    blank = [name for name in BLANKABLE if getattr(found, name) is None]
    assert list(reasons(found)) == blank
    assert set(reasons(found).values()) <= set(inspection_file().reasons)
    return found


def reasons(found: Inspection) -> dict[str, str]:
    return dict(each.split(": ") for each in (found.absent or "").split(" | "))


def grades(found: Inspection) -> dict[str, str]:
    return {name.removesuffix("_grade"): grade for name in GRADES if (grade := getattr(found, name))}


def test_the_row_of_an_inspection(register: Register) -> None:
    found = row(register, "ofsted_ilacs", FIVE, "Bristol City Council", "16 to 27 January 2023")
    assert found.framework == "ofsted_ilacs"
    assert (found.la_name, found.region_name) == ("Bristol, City of", "South West")
    assert (found.new_la_code, found.old_la_code, found.ofsted_urn) == ("E06000023", "801", "80441")
    assert found.inspection_start_date == dt.date(2023, 1, 16)
    assert found.inspection_end_date == dt.date(2023, 1, 27)
    assert grades(found) == {
        "overall_effectiveness": "good",
        "impact_of_leaders": "good",
        "help_and_protection": "good",
        "in_care": "inadequate",
        "care_leavers": "outstanding",
    }
    assert found.absent == (
        "publication_date: not_printed | in_care_and_care_leavers_grade: not_in_framework | "
        "achieving_permanence_grade: not_in_framework | adoption_grade: not_in_framework | "
        "lscb_grade: not_in_framework | outcome_grade: not_in_framework"
    )


def test_a_combined_grade_is_not_copied(register: Register) -> None:
    found = row(register, "ofsted_ilacs", FOUR)
    assert found.in_care_and_care_leavers_grade == "outstanding"
    assert (found.in_care_grade, found.care_leavers_grade) == (None, None)
    assert reasons(found)["in_care_grade"] == reasons(found)["care_leavers_grade"] == "judged_together"
    assert len(grades(found)) == 4


def test_no_overall_grade_is_worked_out_where_none_is_published(register: Register) -> None:
    found = row(register, "ofsted_ilacs", REFORMED, dates="11 to 15 May 2026")
    assert found.overall_effectiveness_grade is None
    assert reasons(found)["overall_effectiveness_grade"] == "not_published"
    assert len(grades(found)) == 4


def test_the_same_grades_before_april_2026_lack_one(register: Register) -> None:
    found = row(register, "ofsted_ilacs", REFORMED, dates="12 to 16 May 2025")
    assert reasons(found)["overall_effectiveness_grade"] == "not_found"


def test_an_overall_grade_that_is_printed_stands_whatever_the_date(register: Register) -> None:
    assert (
        row(register, "ofsted_ilacs", FIVE, dates="11 to 15 May 2026").overall_effectiveness_grade == "good"
    )


@pytest.mark.parametrize(
    ("judged", "column"), [(FIVE, "in_care_grade"), (FOUR, "in_care_and_care_leavers_grade")]
)
def test_the_print_goes_before_the_date(register: Register, judged: dict[str, str], column: str) -> None:
    """An inspection that began in December 2022 can be reported either way."""
    found = row(register, "ofsted_ilacs", judged, dates="5 December 2022 to 15 February 2023")
    assert getattr(found, column) is not None
    assert set(reasons(found).values()) <= {"not_in_framework", "judged_together", "not_printed"}


def test_a_single_inspection_with_its_board(register: Register) -> None:
    found = row(register, "ofsted_sif", SINGLE, dates="2 to 25 May 2017", published="14 July 2017")
    assert grades(found) == {
        "overall_effectiveness": "requires_improvement",
        "impact_of_leaders": "requires_improvement",
        "help_and_protection": "requires_improvement",
        "care_leavers": "inadequate",
        "achieving_permanence": "good",
        "adoption": "outstanding",
        "lscb": "good",
    }
    assert found.publication_date == dt.date(2017, 7, 14)
    assert reasons(found) == {
        "in_care_grade": "judged_together",
        "in_care_and_care_leavers_grade": "not_in_framework",
        "outcome_grade": "not_in_framework",
    }


def test_a_re_inspection_without_a_review_of_the_board(register: Register) -> None:
    judged = {aspect: grade for aspect, grade in SINGLE.items() if "Board" not in aspect}
    found = row(register, "ofsted_sif", judged, dates="6 to 30 November 2017")
    assert reasons(found)["lscb_grade"] == "not_printed"


def test_looked_after_services_of_2013_have_one_column(register: Register) -> None:
    judged = {OVERALL: "Adequate", "Capacity to improve": "Good", "Leadership and management": "Adequate"}
    found = row(register, "ofsted_lac_2013", judged, dates="15 to 19 July 2013")
    assert grades(found) == {"overall_effectiveness": "adequate"}
    assert reasons(found)["impact_of_leaders_grade"] == "not_in_framework"


def test_two_services_of_2012_are_not_one_whole(register: Register) -> None:
    raw = report("ofsted_slac", [(OVERALL, "Good"), (OVERALL, "Adequate")], dates="14 to 25 May 2012")
    parted = tuple(
        msgspec.structs.replace(each, section=(heading,))
        for each, heading in zip(
            raw.judgements, ("Safeguarding services", "Services for looked after children"), strict=True
        )
    )
    data = clean(register, msgspec.structs.replace(raw, judgements=parted))
    assert [each.grade for each in data.judgements] == ["good", "adequate"]
    (found,) = data.inspections
    assert grades(found) == {}
    assert reasons(found)["overall_effectiveness_grade"] == "judged_apart"


def test_a_review_of_a_board(register: Register) -> None:
    judged = {"The effectiveness of the Local Safeguarding Children Board": "Inadequate"}
    found = row(register, "ofsted_lscb_review", judged, dates="3 to 7 March 2014")
    assert grades(found) == {"lscb": "inadequate"}


def test_an_area_send_inspection_has_an_outcome(register: Register) -> None:
    words = "The arrangements lead to inconsistent experiences and outcomes."
    area = "Oldham Local Area Partnership"
    found = row(register, "ofsted_area_send", None, area, "26 to 30 June 2023", outcome=words)
    assert (found.outcome_grade, found.la_name) == (2, "Oldham")
    assert grades(found) == {}


def test_a_joint_inspection_has_no_grades(register: Register) -> None:
    found = row(
        register, "ofsted_jtai", None, "Plymouth", "18 to 22 November 2019", published="8 January 2020"
    )
    assert found.publication_date == dt.date(2020, 1, 8)
    assert {reasons(found)[name] for name in (*GRADES, "outcome_grade")} == {"not_in_framework"}


@pytest.mark.parametrize("family", ["task_group_report", "action_plan", "unknown"])
def test_other_documents_are_no_inspections(register: Register, family: str) -> None:
    assert clean(register, report(family, FIVE)).inspections == ()


def test_a_report_that_was_set_aside_has_no_row(register: Register) -> None:
    raw = report("ofsted_ilacs", FIVE, state=State.SET_ASIDE, problem=Problem.SCAN)
    assert clean(register, raw).inspections == ()


def test_a_report_found_twice_has_one_row(register: Register) -> None:
    raw = report("ofsted_ilacs", FIVE)
    sources = [Source(name, raw.sha256, raw.bytes) for name in ("a.pdf", "b.pdf")]
    data = normalise([raw], sources, register, Decisions())
    assert (len(data.documents), len(data.inspections)) == (2, 1)


@pytest.mark.parametrize(
    ("judged", "blank", "reason"),
    [
        ([(LEADERS, "Adequate"), *list(FIVE.items())[1:]], "impact_of_leaders_grade", "doubtful"),
        ([*FIVE.items(), (LEADERS, "Inadequate")], "impact_of_leaders_grade", "doubtful"),
        (
            [*list(FIVE.items())[1:], ("The effect of our managers", "Good")],
            "impact_of_leaders_grade",
            "doubtful",
        ),
        (list(FIVE.items())[1:], "impact_of_leaders_grade", "not_found"),
        ([], "in_care_grade", "not_found"),
    ],
    ids=["a grade of another scale", "two grades of one aspect", "a label not read", "no label", "nothing"],
)
def test_what_is_not_certain_stays_blank(
    register: Register, judged: list[tuple[str, str]], blank: str, reason: str
) -> None:
    found = row(register, "ofsted_ilacs", judged, dates="12 to 16 June 2023")
    assert getattr(found, blank) is None
    assert reasons(found)[blank] == reason


def test_one_grade_printed_twice_is_that_grade(register: Register) -> None:
    found = row(register, "ofsted_ilacs", [*FIVE.items(), (LEADERS, "Good")], dates="12 to 16 June 2023")
    assert found.impact_of_leaders_grade == "good"


def test_a_grade_that_was_not_given_has_its_own_reason(register: Register) -> None:
    found = row(register, "ofsted_ilacs", FIVE | {IN_CARE: "Not Judged"}, dates="16 to 27 January 2023")
    assert (found.in_care_grade, reasons(found)["in_care_grade"]) == (None, "not_judged")
    assert found.care_leavers_grade == "outstanding"


def test_a_date_outside_the_framework_leaves_every_grade_in_doubt(register: Register) -> None:
    found = row(register, "ofsted_sif", SINGLE, dates="2 to 25 May 2027")
    assert grades(found) == {}
    assert reasons(found)["lscb_grade"] == reasons(found)["overall_effectiveness_grade"] == "doubtful"


def test_without_grades_and_dates_the_edition_is_in_doubt(register: Register) -> None:
    found = row(register, "ofsted_ilacs", None, dates=None)
    assert reasons(found)["in_care_grade"] == reasons(found)["overall_effectiveness_grade"] == "doubtful"
    assert reasons(found)["help_and_protection_grade"] == "not_found"
    assert reasons(found)["inspection_start_date"] == "not_found"


def test_dates_and_outcomes_that_cannot_be_read_are_doubtful(register: Register) -> None:
    found = row(register, "ofsted_area_send", dates="31 June 2023", published="soon", outcome="All is well.")
    for name in ("inspection_start_date", "inspection_end_date", "publication_date", "outcome_grade"):
        assert reasons(found)[name] == "doubtful"
    assert reasons(row(register, "ofsted_area_send"))["outcome_grade"] == "not_found"


@pytest.mark.parametrize("area", ["Ambridge", "Exeter City Council", "Bournemouth and Poole"])
def test_an_area_that_is_no_single_authority_is_unresolved(register: Register, area: str) -> None:
    found = row(register, "ofsted_ilacs", FIVE, area)
    for name in ("la_name", "new_la_code", "old_la_code", "region_name", "ofsted_urn"):
        assert reasons(found)[name] == "unresolved"


def test_an_area_that_is_a_question_is_doubtful(register: Register) -> None:
    raw = report("ofsted_ilacs", FIVE, "Telford and Wrekn Council")
    data = clean(register, raw)
    assert data.documents[0].area_id == "gss:E06000020"
    assert [doubt.kind for doubt in data.doubts] == ["area"]
    (found,) = data.inspections
    assert (found.la_name, found.region_name) == (None, None)
    assert reasons(found)["la_name"] == reasons(found)["new_la_code"] == "doubtful"


@pytest.mark.parametrize(
    ("area", "dates", "code", "old"),
    [
        ("Northumberland", "4 to 15 March 2013", "E06000048", "929"),
        ("Northumberland", "4 to 15 April 2013", "E06000057", "929"),
        ("Gateshead Council", "4 to 15 March 2013", "E08000020", "390"),
        ("Barnsley", "10 to 14 March 2025", "E08000016", "370"),
        ("Barnsley", "24 March to 4 April 2025", "E08000016", "370"),
        ("Barnsley", "7 to 11 April 2025", "E08000038", "370"),
        ("Sheffield", "7 to 11 April 2025", "E08000039", "373"),
        ("Dorset", "4 to 8 March 2019", "E10000009", "835"),
        ("Dorset", "11 to 15 March 2024", "E06000059", "838"),
        ("North Yorkshire", "29 April to 3 May 2024", "E06000065", "815"),
        ("Buckinghamshire", "6 to 30 November 2017", "E10000002", "825"),
        ("Cumbria", "20 to 30 September 2022", "E10000006", "909"),
    ],
)
def test_codes_are_those_of_the_time(register: Register, area: str, dates: str, code: str, old: str) -> None:
    found = row(register, "ofsted_jtai", None, area, dates)
    assert (found.new_la_code, found.old_la_code) == (code, old)


def test_a_number_that_is_not_known_is_left_out(register: Register) -> None:
    found = row(register, "ofsted_jtai", None, "Cumbria", "20 to 30 September 2022")
    assert reasons(found)["ofsted_urn"] == "not_in_register"


def test_without_a_date_an_authority_of_two_codes_has_none(authorities: dict[str, Authority]) -> None:
    assert authorities["gss:E08000016"].code_on(None) is None
    assert authorities["gss:E08000017"].code_on(None) == "E08000017"


def test_every_authority_with_childrens_services_has_one_region(
    register: Register, authorities: dict[str, Authority]
) -> None:
    upper = {body.id: body for body in register.by_kind["local_authority"] if body.upper_tier}
    assert set(authorities) == set(upper)
    assert {each.region_name for each in authorities.values()} == set(get_args(EnglishRegion))
    today = Counter(authorities[each].region_name for each, body in upper.items() if body.valid_to is None)
    assert today == {
        "North East": 12,
        "North West": 24,
        "Yorkshire and The Humber": 15,
        "East Midlands": 10,
        "West Midlands": 14,
        "East of England": 11,
        "London": 33,
        "South East": 19,
        "South West": 15,
    }
    for each, body in upper.items():
        for successor in body.successor_ids:
            assert authorities[successor].region_name == authorities[each].region_name


# The last figures of the codes by region, after another public lookup than the register's.
UNITARY = {
    "North East": {*range(1, 6), 47, 57},
    "North West": {*range(6, 10), 49, 50, 63, 64},
    "Yorkshire and The Humber": {*range(10, 15), 65},
    "East Midlands": {*range(15, 19), 61, 62},
    "West Midlands": {*range(19, 22), 51},
    "South West": {*range(22, 31), *range(52, 55), 58, 59, 66},
    "East of England": {*range(31, 35), 55, 56},
    "South East": {*range(35, 47), 60},
}
DISTRICTS = {
    "North West": {*range(1, 16)},
    "Yorkshire and The Humber": {*range(16, 20), *range(32, 37)},
    "North East": {*range(21, 25), 37},
    "West Midlands": {*range(25, 32)},
}
COUNTIES = {
    "Yorkshire and The Humber": {23},
    "South West": {8, 9, 13, 27},
    "East of England": {3, 12, 15, 20, 29},
    "North West": {6, 17},
    "East Midlands": {7, 18, 19, 21, 24},
    "South East": {2, 11, 14, 16, 25, 30, 32},
    "West Midlands": {28, 31, 34},
}
LONDON = {"London": {*range(1, 34)}}


def test_codes_lie_in_the_region_of_their_range(authorities: dict[str, Authority]) -> None:
    ranges = {"gss:E06": UNITARY, "gss:E08": DISTRICTS, "gss:E09": LONDON, "gss:E10": COUNTIES}
    expected = {
        f"{prefix}{number:06d}": region
        for prefix, regions in ranges.items()
        for region, numbers in regions.items()
        for number in numbers
    }
    assert {each: authority.region_name for each, authority in authorities.items()} == expected


def test_codes_have_their_form_and_mean_one_authority_at_a_time(
    register: Register, authorities: dict[str, Authority]
) -> None:
    for name, form in (("old_la_code", r"\d{3}"), ("ofsted_urn", r"\d{5}|\d{7}")):
        held: dict[str, list[str]] = {}
        for each, authority in authorities.items():
            code = getattr(authority, name)
            assert code is not None or name == "ofsted_urn", each
            if code is not None:
                # A number of six digits is that of a school.
                assert re.fullmatch(form, code), each
                held.setdefault(code, []).append(each)
        for bodies in held.values():
            living = [each for each in bodies if register.bodies[each].valid_to is None]
            assert len(living) <= 1


def test_names_are_names_of_the_register(register: Register, authorities: dict[str, Authority]) -> None:
    """'Bristol, City of' is 'City of Bristol' turned round."""
    for each, authority in authorities.items():
        head, _, tail = authority.la_name.partition(", ")
        names = {head, authority.la_name, f"{tail} {head}"}
        assert each in {known.id for name in names for known in register.names.get(simplify(name), ())}
        assert authority.la_name[0].isupper()


HARTLEPOOL = "gss:E06000001,E06000001,,,Hartlepool,North East,dfe-geography"
BARNSLEY = "gss:E08000016,E08000016,,2025-03-31,Barnsley,Yorkshire and The Humber,dfe-geography"


@pytest.mark.parametrize(
    ("line", "wrong", "message"),
    [
        (HARTLEPOOL, HARTLEPOOL.replace("North East", "Teesside"), "region_name 'Teesside'"),
        (HARTLEPOOL, HARTLEPOOL.replace(",E06000001", ",805"), "new_la_code '805'"),
        (HARTLEPOOL, HARTLEPOOL.replace(",E06000001", ",E06000002"), "stands twice"),
        (HARTLEPOOL, HARTLEPOOL.replace(",Hartlepool", ", Hartlepool"), "la_name ' Hartlepool'"),
        (HARTLEPOOL, HARTLEPOOL.replace("dfe-geography", "memory"), "source 'memory'"),
        (HARTLEPOOL, HARTLEPOOL.replace("gss:E06000001", "gss:E07000041"), "no council with children's"),
        (HARTLEPOOL, "", "no row for gss:E06000001"),
        (HARTLEPOOL, HARTLEPOOL.replace(",,,", ",2009-04-01,,"), "leave days of the authority out"),
        (BARNSLEY, BARNSLEY.replace("2025-03-31", "2025-03-30"), "do not follow each other"),
        (BARNSLEY, BARNSLEY.replace("2025-03-31", "March 2025"), "valid_to 'March 2025'"),
        (BARNSLEY, BARNSLEY.replace("Yorkshire and The Humber", "North East"), "name or region differs"),
    ],
)
def test_a_wrong_row_stops_the_load(
    register: Register, tmp_path: Path, line: str, wrong: str, message: str
) -> None:
    shutil.copy(REGISTERS / "sources.csv", tmp_path)
    text = (REGISTERS / "regions.csv").read_text(encoding="utf-8")
    assert line in text
    (tmp_path / "regions.csv").write_text(text.replace(f"{line}\n", f"{wrong}\n" if wrong else ""))
    with pytest.raises(ConfigError, match=re.escape(message)) as stop:
        load_authorities(register, tmp_path)
    assert "regions.csv" in str(stop.value)


def file(*editions: Edition, name: str = "ofsted_ilacs") -> InspectionFile:
    return InspectionFile(inspection_file().reasons, {name: editions})


OVER = {"overall_effectiveness_grade": "overall_effectiveness"}


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (file(Edition(grades={"overall_grade": "overall_effectiveness"})), "no columns"),
        (file(Edition(grades={"outcome_grade": "overall_effectiveness"})), "no columns"),
        (file(Edition(grades={"lscb_grade": "lscb"})), "no aspects of this framework"),
        (file(Edition(grades={"in_care_grade": "overall_effectiveness", **OVER})), "an aspect two columns"),
        (
            file(Edition(grades=OVER, elsewhere={"overall_effectiveness_grade": "not_published"})),
            "and 'elsewhere'",
        ),
        (file(Edition(at_times=("in_care_grade",))), "under 'at_times' alone"),
        (file(Edition(elsewhere={"in_care_grade": "who_knows"})), "who_knows"),
        (file(), "follow each other"),
        (file(Edition(until=dt.date(2022, 12, 31))), "follow each other"),
        (file(Edition(until=dt.date(2022, 12, 31)), Edition(since=dt.date(2023, 1, 2))), "follow each other"),
        (InspectionFile({}, {}), "must stand under 'reasons'"),
    ],
)
def test_a_wrong_vocabulary_is_refused(read: InspectionFile, message: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(message)):
        check(read)


def test_readers_are_told_every_framework_and_reason() -> None:
    table = schemas()["inspections"]
    families = {
        name for name in schemas()["documents"].field("family").values or () if name.startswith("ofsted_")
    }
    assert set(table.field("framework").values or ()) == set(inspection_file().frameworks) == families
    assert set(table.field("region_name").values or ()) == set(get_args(EnglishRegion))
    absent = table.field("absent")
    for reason in inspection_file().reasons:
        assert re.search(absent.pattern or "", f"in_care_grade: {reason}")
        assert f"{reason} - " in absent.description
    assert not re.search(absent.pattern or "", "in_care_grade: unknown")
    assert not re.search(absent.pattern or "", "in_care_grade")


def test_every_grade_of_the_labelled_reports_has_its_column(register: Register, shared: Path) -> None:
    seen = Counter[str]()
    for path in sorted((shared / "truth").glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        judged = [(each["area"], each["grade"]) for each in truth["judgements"]]
        dates = f"{dt.date.fromisoformat(truth['inspection_start']):%d %B %Y}"
        found = row(register, truth["family"], judged, truth["area"], dates)
        assert found.new_la_code is not None
        if truth["family"] in ("ofsted_ilacs", "ofsted_sif"):
            assert len(grades(found)) == len(judged)
        if truth["family"] == "ofsted_ilacs" and truth["inspection_start"] >= "2023":
            assert len(grades(found)) == 5
        seen[truth["family"]] += 1
    assert seen["ofsted_ilacs"] >= 5
    assert seen["ofsted_sif"] >= 5
