"""Owners of cells and of running text, areas and abbreviations: `cases/agencies.csv` and real reports."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest
from conftest import SAMPLES

from normalise.agencies.context import Setting, learn_abbreviations
from normalise.agencies.document import Named, find_area, named_in, responsible
from normalise.agencies.mentions import leads
from normalise.agencies.other_owners import owner_class, words
from normalise.agencies.splitting import standing
from normalise.registers.load import Register, load_registers
from normalise.registers.names import phrase_of

CASES = Path(__file__).parents[1] / "cases/agencies.csv"
"""`parts` and `ids` in printed order, `-` for no body. A body that a `weak` case links is for review."""
WILTSHIRE = Setting(area_id="gss:E06000054", date=dt.date(2012, 10, 2))
COLUMNS = ["raw", "role", "area", "date", "parts", "ids", "quality", "note"]
SAMPLE_DATES = {"2019-01": "2019-01-31"}


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def register() -> Register:
    return load_registers()


def several(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def fold(words: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in words.casefold()).split())


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['raw'][:40]}, {case['note'][:30]}")
def test_a_case(case: dict[str, str], register: Register) -> None:
    assert list(case) == COLUMNS
    date = dt.date.fromisoformat(case["date"]) if case["date"] else None
    setting = Setting(area_id=case["area"] or None, date=date)
    found = {"responsible": responsible, "named": named_in}[case["role"]](case["raw"], setting, register)
    assert [each.raw for each in found] == several(case["parts"])
    assert [each.link.id or "-" for each in found] == several(case["ids"])
    doubtful = any(each.link.needs_review for each in found if each.link.id)
    assert doubtful == {"strong": False, "weak": True}[case["quality"]]
    for each in found:
        assert each.raw in case["raw"]
        assert (each.link.method == "none") == (each.link.id is None)


def test_half_of_the_cases_are_refusals() -> None:
    refused = [case for case in cases() if not case["ids"] or "-" in several(case["ids"])]
    assert len(refused) * 2 >= len(cases())


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [
        ("Public Health & Public Protection", ["team"]),
        ("Cabinet Member for Housing", ["post"]),
        ("Director of Children’s Services and Director of Public Health", ["post", "post"]),
        ("HR/IT", ["team", "team"]),
        ("GPs, pharmacies, care homes", ["group", "group", "group"]),
        ("it", [None]),
        ("Norchester & District Citizens Advice", [None]),
        ("Anglia & Fen Water", [None]),
    ],
)
def test_owners_that_are_no_bodies(cell: str, kinds: list[str | None], register: Register) -> None:
    found = responsible(cell, WILTSHIRE, register)
    assert [each.link.kind for each in found] == kinds
    assert not any(each.link.id or each.link.needs_review for each in found)


@pytest.mark.parametrize(
    ("broken", "parts"),
    [
        (
            "Oldham Metropolitan\nBorough Council and NHS\nGreater Manchester ICB",
            ["Oldham Metropolitan Borough Council", "NHS Greater Manchester ICB"],
        ),
        ("Gateshead Metropolitan Borough\nCouncil", ["Gateshead Metropolitan Borough Council"]),
        ("Head of Libraries\nEstates", ["Head of Libraries", "Estates"]),
        ("Wiltshire Council\nWiltshire Police", ["Wiltshire Council", "Wiltshire Police"]),
        ("Dorothy House\nThe Hub", ["Dorothy House", "The Hub"]),
        (
            "Suffolk County\nCouncil and\nNHS Norfolk and Waveney\narea ICB",
            ["Suffolk County Council", "NHS Norfolk and Waveney area ICB"],
        ),
    ],
)
def test_lines_part_owners_but_no_names(broken: str, parts: list[str], register: Register) -> None:
    assert [each.raw for each in responsible(broken, WILTSHIRE, register)] == parts


def test_each_owner_of_a_cell_is_given_once(register: Register) -> None:
    found = responsible("Wiltshire Council; Wiltshire Police; WILTSHIRE COUNCIL", WILTSHIRE, register)
    assert [each.raw for each in found] == ["Wiltshire Council", "Wiltshire Police"]


def test_a_cell_of_prose_is_read_in_bounded_time(register: Register) -> None:
    prose = "the aims and means and ends of it and of others and " * 40 + "Wiltshire Council"
    assert [each.link.id for each in responsible(prose, WILTSHIRE, register)] == [None, "gss:E06000054"]
    assert named_in(prose, WILTSHIRE, register) == []


def test_a_shared_head_is_supplied_and_never_printed(register: Register) -> None:
    found = responsible("NHS Wiltshire/BANES", WILTSHIRE, register)
    assert [(each.raw, each.link.id) for each in found] == [
        ("NHS Wiltshire", "ods:5QK"),
        ("BANES", "ods:5FL"),
    ]
    alone = responsible("BANES", WILTSHIRE, register)
    assert [(each.raw, each.link.id) for each in alone] == [("BANES", None)]


def test_a_document_explains_its_abbreviations(register: Register) -> None:
    text = (
        "The Harrowdale District Hospitals NHS Foundation Trust (HDFT) and the Avon and Wiltshire Mental "
        "Health Partnership NHS Trust (AWP) met the director of children’s services (DCS) and independent "
        "reviewing officers (IROs). The Wiltshire Safeguarding Children Board (WSCB) reports to Bath and "
        "North East Somerset (B&NES). The Northern Board (NB) is not the New Board (NB). A car (BMW)."
    )
    learnt = learn_abbreviations(text)
    assert learnt == {
        "HDFT": "Harrowdale District Hospitals NHS Foundation Trust",
        "AWP": "Avon and Wiltshire Mental Health Partnership NHS Trust",
        "DCS": "director of children’s services",
        "IROs": "independent reviewing officers",
        "WSCB": "Wiltshire Safeguarding Children Board",
        "B&NES": "Bath and North East Somerset",
    }
    told = Setting(area_id="gss:E10000020", date=dt.date(2012, 10, 2), abbreviations=learnt)
    found = {each.raw: each.link for each in responsible("AWP, HDFT & DCS", told, register)}
    assert (found["AWP"].id, found["AWP"].method) == ("ods:RVN", "alias")
    assert (found["HDFT"].id, found["HDFT"].kind, found["HDFT"].needs_review) == (None, "nhs_trust", True)
    assert (found["DCS"].id, found["DCS"].kind) == (None, "post")
    assert responsible("AWP", Setting(area_id="gss:E10000020"), register)[0].link.id is None


@pytest.mark.parametrize(
    "text", ["He met (BBC) staff.", "Children (WSCB)", "The Board (the board)", "()", ""]
)
def test_brackets_that_define_nothing(text: str) -> None:
    assert learn_abbreviations(text) == {}


@pytest.mark.parametrize(
    ("printed", "date", "expected"),
    [
        ("London Borough of Hackney", "2019-11-11", "gss:E09000012"),
        ("Hillingdon", "2023-10-02", "gss:E09000017"),
        ("Oldham Local Area Partnership", "2023-06-26", "gss:E08000004"),
        ("Kent County Council", "2017-03-06", "gss:E10000016"),
        ("East Riding", "2023-01-30", "gss:E06000011"),
        ("telford & wrekin", "2024-07-12", "gss:E06000020"),
        ("Kent Safeguarding Children Board", "2016-03-06", "gss:E10000016"),
        ("Birmingham local authority children’s services", "2023-04-18", "gss:E08000025"),
        ("Northamptonshire", "2019-05-01", "gss:E10000021"),
        ("North Northamptonshire Local Area Partnership", "2024-01-22", "gss:E06000061"),
        ("Cumbria", "2015-05-01", "gss:E10000006"),
        ("Cumberland", "2024-10-07", "gss:E06000063"),
        ("Dorset", "2015-05-01", "gss:E10000009"),
        ("Dorset", "2024-05-15", "gss:E06000059"),
        ("Bournemouth", "2015-05-01", "gss:E06000028"),
        ("Buckinghamshire", "2018-01-29", "gss:E10000002"),
        ("Buckinghamshire", "2024-03-14", "gss:E06000060"),
        ("North Yorkshire", "2014-06-30", "gss:E10000023"),
        ("North Yorkshire", "2024-06-30", "gss:E06000065"),
        ("Corby Borough Council", "2016-05-01", "gss:E07000150"),
        ("Doncaster MBC", "2015-11-27", "gss:E08000017"),
        ("Barking and Dagenham", "2019-03-01", "gss:E09000002"),
        ("Buckinghamshire Council", "2021-12-06", "gss:E06000060"),
        ("City of Wolverhampton", "2017-01-16", "gss:E08000031"),
        ("Bristol City of", "2014-09-23", "gss:E06000023"),
        ("Kingston upon Hull, City of", "2019-01-14", "gss:E06000010"),
        ("Herefordshire, County of", "2014-05-01", "gss:E06000019"),
        ("Wakefield District Metropolitan Council", "2012-05-01", "gss:E08000036"),
        ("Calderdale Metropolitan Council", "2015-01-27", "gss:E08000033"),
        ("Tameside metropolitan borough", "2016-09-19", "gss:E08000008"),
        ("South Tyneside Metropolitan Borough", "2017-10-02", "gss:E08000023"),
        ("Leeds City", "2015-02-27", "gss:E08000035"),
        ("Newham LBC", "2014-02-04", "gss:E09000025"),
        ("L.B. Newham", "2014-02-04", "gss:E09000025"),
        ("R.B. of Windsor & Maidenhead", "2015-05-13", "gss:E06000040"),
        ("Cardiff Council", "2016-05-01", "gss:W06000015"),
        ("Rhondda Cynon Taf", "2016-05-01", "gss:W06000016"),
        ("Swansea", "2016-05-01", "gss:W06000011"),
        ("Merthyr Tydfil CBC", "2016-05-01", "gss:W06000024"),
        ("Highland Council", "2016-05-01", "gss:S12000017"),
        ("Edinburgh", "2016-05-01", "gss:S12000036"),
        ("Western Isles Council", "2016-05-01", "gss:S12000013"),
    ],
)
def test_the_area_of_a_document(printed: str, date: str, expected: str, register: Register) -> None:
    found = find_area(printed, dt.date.fromisoformat(date), register)
    assert (found.id, found.kind, found.needs_review) == (expected, "local_authority", False)


@pytest.mark.parametrize(
    ("printed", "date", "candidates"),
    [
        ("Northamptonshire", "2022-05-01", ["gss:E06000061", "gss:E06000062"]),
        ("Cumbria", "2024-05-01", ["gss:E06000063", "gss:E06000064"]),
        ("Dorset", None, ["gss:E06000059", "gss:E10000009"]),
        ("North Yorkshire County Council", "2024-05-01", ["gss:E06000065"]),
        ("Leicester County Council", "2016-05-01", ["gss:E06000016"]),
        ("Wiltshire", "2008-05-01", []),
        ("Kingston upon Thames and Richmond", "2016-05-01", []),
        ("Greater Manchester", "2016-05-01", []),
        ("Thames Valley Police", "2016-05-01", []),
        ("Fenmarsh", "2016-05-01", []),
        ("South Kent", "2016-05-01", []),
        ("Leicestershire City", "2016-05-01", ["gss:E10000018"]),
        ("Buckinghamshire Council", "2018-01-29", ["gss:E06000060"]),
        ("Cardiff County Council", "2016-05-01", ["gss:W06000015"]),
        ("the multi-agency response to neglect", "2016-05-01", []),
        ("", "2016-05-01", []),
    ],
)
def test_an_area_that_stays_open(
    printed: str, date: str | None, candidates: list[str], register: Register
) -> None:
    found = find_area(printed, dt.date.fromisoformat(date) if date else None, register)
    assert (found.id, found.method) == (None, "none")
    assert sorted(each for each, _, _ in found.candidates) == candidates
    assert found.needs_review or not candidates


def test_every_inspected_authority_is_found_by_its_name_and_its_place(register: Register) -> None:
    places = {
        name.id: name.printed for names in register.names.values() for name in names if name.type == "place"
    }
    for body in register.by_kind["local_authority"]:
        if body.upper_tier:
            date = body.valid_to or dt.date(2026, 10, 1)
            assert find_area(body.name, date, register).id == body.id, body.name
            assert find_area(places[body.id], date, register).id == body.id, places[body.id]
            assert find_area(f"{places[body.id]} Local Area Partnership", date, register).id == body.id


def test_the_words_of_owners_do_not_overlap() -> None:
    found = words()
    classes = {"post": found.post, "team": found.team, "group": found.group}
    for name, phrases in classes.items():
        for phrase in phrases.exact:
            assert owner_class(phrase_of(phrase.upper() if len(phrase) <= 2 else phrase)) == name, phrase
    assert not found.nobody & (found.post.exact | found.team.exact | found.group.exact)
    assert leads().clauses <= set(leads().openings)


def test_each_printed_form_is_named_once(register: Register) -> None:
    text = "Wiltshire Council should plan. Wiltshire Council should act. The council should report."
    assert [each.raw for each in named_in(text, WILTSHIRE, register)] == ["Wiltshire Council", "The council"]


def test_each_bullet_has_its_own_lead(register: Register) -> None:
    text = "a) Wiltshire Council to plan\n(ii) Wiltshire Police to act; and NHS Wiltshire to report"
    assert [each.link.id for each in named_in(text, WILTSHIRE, register)] == [
        "gss:E06000054",
        "police:wiltshire",
        "ods:5QK",
    ]


def read(row: dict[str, object], setting: Setting, register: Register) -> list[Named]:
    if row.get("agencies_raw"):
        return responsible(str(row["agencies_raw"]), setting, register)
    return named_in(str(row["action"]), setting, register)


def test_the_report_of_2012_row_by_row(register: Register) -> None:
    truth = json.loads((SAMPLES / "wiltshire-task-group-2012.truth.json").read_text())
    assert len(truth["rows"]) == 26
    for row in truth["rows"]:
        found = read(row, WILTSHIRE, register)
        assert [fold(each.raw) for each in found] == [fold(agency) for agency in row["agencies"]], row["ref"]
        without = [each.raw for each in found if each.link.id is None]
        assert all(raw.startswith("Public Health") for raw in without), row["ref"]


def test_the_sample_documents_are_split_as_a_reader_split_them(register: Register) -> None:
    """The councils of the samples are invented: only national bodies are linked."""
    seen = 0
    for path in sorted(SAMPLES.glob("*.truth.json")):
        truth = json.loads(path.read_text())
        written = truth["document"]["date"]
        date = dt.date.fromisoformat(SAMPLE_DATES.get(written, written))
        if truth["document"]["place"] == "Wiltshire":
            continue
        for row in truth["rows"]:
            if row.get("judgement") or not row.get("agencies"):
                continue
            found = read(row, Setting(date=date), register)
            assert [each.raw for each in found] == row["agencies"], path.name
            linked = {each.link.id for each in found if each.link.id}
            assert linked <= {"govuk:PB246", "govuk:PB481", "prob:crc", "govuk:OT723"}
            seen += 1
    assert seen == 144


def test_the_area_of_every_report_of_the_corpus(shared: Path, register: Register) -> None:
    with (shared / "corpus/INDEX.csv").open(encoding="utf-8") as lines:
        files = [row["file"] for row in csv.DictReader(lines)]
    assert len(files) == 102
    for file in files:
        place, _, rest = file.partition("/")[2].partition(" - ")
        written = rest.rpartition(" - ")[2].removesuffix(".pdf")
        date = dt.datetime.strptime(f"{written} +0000", "%d %B %Y %z").date()
        found = find_area(place, date, register)
        assert found.id is not None, file
        assert register.bodies[found.id].upper_tier
        assert register.bodies[found.id].existed(date)


def test_the_bodies_of_area_send_reports(shared: Path, register: Register) -> None:
    seen = 0
    for path in sorted((shared / "truth").glob("*.json")):
        truth = json.loads(path.read_text())
        for row in truth["recommendations"]:
            if not row["agencies"]:
                continue
            date = dt.date.fromisoformat(truth["inspection_start"])
            setting = Setting(area_id=find_area(truth["area"], date, register).id, date=date)
            cell = " and ".join(filter(None, [", ".join(row["agencies"][:-1]), row["agencies"][-1]]))
            found = responsible(cell, setting, register)
            assert [each.raw for each in found] == row["agencies"]
            assert all(each.link.method == "exact" and not each.link.needs_review for each in found)
            seen += 1
    assert seen == 11


def test_what_lets_a_phrase_stand_as_an_owner(register: Register) -> None:
    """An abbreviation stands as its long form does; one that spells itself is an acronym."""
    short = {
        "DCS": "director of children’s services",
        "WC": "Wiltshire Council",
        "Hub": "matters of the day",
        "ABC": "ABC",
    }
    stands = {
        "DCS": "post",
        "WC": "name",
        "Hub": "acronym",
        "ABC": "acronym",
        "Wiltshire Council": "name",
        "the council": "role",
        "All partners": "group",
        "Youth Council": None,
        "matters of the day": None,
        "Wiltshire Council " + "x" * 200: None,
    }
    told = Setting(abbreviations=short)
    assert {words: standing(phrase_of(words), told, register) for words in stands} == stands


def test_places_with_an_ampersand_share_the_kind_behind_them(register: Register) -> None:
    found = responsible("Wiltshire & Swindon LSCB", Setting(date=dt.date(2016, 5, 1)), register)
    assert [(each.raw, each.link.id, each.link.needs_review) for each in found] == [
        ("Wiltshire", "lscb:E06000054", True),
        ("Swindon LSCB", "lscb:E06000030", False),
    ]
