"""Linking one phrase: the seed mentions, the order of methods, and what is refused."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from small_registers import folder

from normalise.agencies.context import Setting, after_naming
from normalise.agencies.document import after_text, find_area, named_in, responsible
from normalise.agencies.linking import link
from normalise.agencies.lookup import known_name
from normalise.agencies.mentions import bodies_named
from normalise.registers.load import Register, load_registers
from normalise.registers.names import kinds_promised, phrase_of, simplify
from records.errors import ConfigError

WILTSHIRE = Setting(area_id="gss:E06000054", date=dt.date(2012, 10, 2))
SEED: dict[str, list[str]] = {
    "Wiltshire Council": ["gss:E06000054"],
    "the council": ["gss:E06000054"],
    "Wiltshire Constabulary": ["police:wiltshire"],
    "the police": ["police:wiltshire"],
    "NHS Wiltshire": ["ods:5QK"],
    "NHS South Gloucestershire": ["ods:5A3"],
    "NHS Wiltshire/BANES": ["ods:5QK", "ods:5FL"],
    "Great Western NHS Foundation Hospital Trust": ["ods:RN3"],
    "Great Western NHS Foundation Trust": ["ods:RN3"],
    "Salisbury NHS Foundation Trust": ["ods:RNZ"],
    "Salisbury NHS Foundation Hospital Trust": ["ods:RNZ"],
    "Salisbury Hospital NHS Foundation Trust": ["ods:RNZ"],
    "Oxford Health NHS Foundation Trust": ["ods:RNU"],
    "Avon & Wiltshire NHS Partnership Trust": ["ods:RVN"],
    "Avon & Wiltshire Mental Health Partnership NHS Trust": ["ods:RVN"],
    "Public Health and NHS Wiltshire": ["ods:5QK"],
    "Public Health & Public Protection NHS Wiltshire & Wiltshire Council": ["ods:5QK", "gss:E06000054"],
    "Wiltshire safeguarding children board": ["lscb:E06000054"],
    "LSCB": ["lscb:E06000054"],
    "Ofsted": ["govuk:D106"],
    "children in care council": [],
    "Safeguarding Improvement Board": [],
}
COMMISSIONERS = {
    "NHS Wiltshire",
    "NHS South Gloucestershire",
    "NHS Wiltshire/BANES",
    "Public Health and NHS Wiltshire",
    "Public Health & Public Protection NHS Wiltshire & Wiltshire Council",
}


LINKS = Path(__file__).parents[1] / "cases/links.csv"
"""Phrases with all that their link says; `candidates` best first with their scores."""


@pytest.fixture(scope="module")
def register() -> Register:
    return load_registers()


def setting(area: str | None, date: str | None = None) -> Setting:
    return Setting(area_id=area, date=dt.date.fromisoformat(date) if date else None)


def ids(phrase: str, where: Setting, register: Register) -> list[str]:
    return [named.link.id for named in responsible(phrase, where, register) if named.link.id is not None]


@pytest.mark.parametrize("phrase", SEED)
def test_the_bodies_of_the_report_of_2012(phrase: str, register: Register) -> None:
    assert ids(phrase, WILTSHIRE, register) == SEED[phrase]


@pytest.mark.parametrize("phrase", SEED)
def test_without_a_date_no_body_of_another_era_is_linked(phrase: str, register: Register) -> None:
    undated = setting("gss:E06000054")
    expected = SEED[phrase]
    if phrase in COMMISSIONERS:
        expected = [each for each in expected if not each.startswith("ods:")]
    assert ids(phrase, undated, register) == expected
    links = [named.link for named in responsible(phrase, undated, register)]
    assert any(each.needs_review for each in links) == (phrase in COMMISSIONERS)


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("The London Borough of Hackney", "hackney council"),
        ("Hackney Borough Council", "hackney council"),
        ("Hackney local authority", "hackney council"),
        ("City of York Council", "york council"),
        ("City of London Corporation", "city of london corporation"),
        ("City of London Police", "city of london police"),
        ("London Borough of Enfield NHS Trust", "london borough of enfield nhs trust"),
        ("NHS Devon Integrated Care Board (ICB)", "devon icb"),
        ("NHS Devon", "nhs devon"),
        ("Wiltshire Constabulary", "wiltshire police"),
        ("Wandsworth’s LSCB", "wandsworth lscb"),
        ("Norfolk Safeguarding Children’s Board", "norfolk lscb"),
        ("Great Western NHS Foundation Hospital Trust", "great western foundation hospital nhs trust"),
        ("Oxford\u00a0Health NHS FT", "oxford foundation health nhs trust"),
        ("West Kent Police", "west kent police"),
        ("Kent West Police", "kent west police"),
    ],
)
def test_a_name_becomes_a_key(phrase: str, key: str) -> None:
    assert simplify(phrase) == key
    assert simplify(key) == key


@pytest.mark.parametrize(
    "printed", ["Cheshire Fire and Rescue", "Cheshire FRS", "Cheshire fire & rescue service"]
)
def test_every_form_of_a_key_is_the_same_body(printed: str, register: Register) -> None:
    found = link(printed, setting("gss:E06000006", "2016-06-01"), register)
    assert (found.id, found.kind) == ("gss:E31000006", "fire_and_rescue")


def test_every_official_name_leads_to_its_body(register: Register) -> None:
    for body in register.bodies.values():
        area = next((f"gss:{code}" for code in sorted(body.area)), None)
        found = link(body.name, setting(area, str(body.valid_to or "2026-10-01")), register)
        if body.kind == "nhs_trust" and not body.existed(dt.date(2026, 10, 1)) and found.id is None:
            continue
        assert (found.id, found.method, found.score) == (body.id, "exact", 100.0), body.name


def test_methods_say_how_a_body_was_found(register: Register) -> None:
    known = Setting(
        area_id="gss:E06000054",
        date=dt.date(2012, 10, 2),
        abbreviations={"SFT": "Salisbury NHS Foundation Trust"},
        decisions={"the hub": "gss:E06000054", "multi-agency desk": "team", "mystery": ""},
    )
    found = {
        phrase: link(phrase, known, register)
        for phrase in (
            "The Hub", "multi-agency desk", "Mystery", "SFT", "Wiltshire Council",
            "Swindon and Marlborough NHS Trust", "the council", "Wiltshire Counicl",
            "Wiltshire Parish Meeting",
        )
    }  # fmt: skip
    assert {phrase: (each.id, each.method) for phrase, each in found.items()} == {
        "The Hub": ("gss:E06000054", "decision"),
        "multi-agency desk": (None, "decision"),
        "Mystery": (None, "decision"),
        "SFT": ("ods:RNZ", "alias"),
        "Wiltshire Council": ("gss:E06000054", "exact"),
        "Swindon and Marlborough NHS Trust": ("ods:RN3", "alias"),
        "the council": ("gss:E06000054", "context"),
        "Wiltshire Counicl": ("gss:E06000054", "fuzzy"),
        "Wiltshire Parish Meeting": (None, "none"),
    }
    assert found["multi-agency desk"].kind == "team"
    assert {phrase: each.reason for phrase, each in found.items()} == {
        "The Hub": "a person decided",
        "multi-agency desk": "a person decided that it is no body",
        "Mystery": "a person decided that it is no body",
        "SFT": "the document defines it as 'Salisbury NHS Foundation Trust': "
        "the name of Salisbury NHS Foundation Trust",
        "Wiltshire Council": "the name of Wiltshire Council",
        "Swindon and Marlborough NHS Trust": "another name of Great Western Hospitals NHS Foundation Trust",
        "the council": "'the council' is the authority that the document is about",
        "Wiltshire Counicl": "'Counicl' read as 'council': the name of Wiltshire Council",
        "Wiltshire Parish Meeting": "the register holds no such name",
    }
    assert found["Mystery"].kind is None
    assert not any(found[phrase].needs_review for phrase in ("The Hub", "Mystery", "SFT", "the council"))


def test_a_decision_for_a_body_without_a_row_stops(register: Register) -> None:
    decided = Setting(decisions={"the hub": "gss:E99999999"})
    with pytest.raises(ConfigError, match="'gss:E99999999' has no row"):
        link("the hub", decided, register)


def test_an_area_without_a_row_stops(register: Register) -> None:
    with pytest.raises(ConfigError, match="'gss:E99999999' has no row"):
        link("the police", setting("gss:E99999999"), register)


@pytest.mark.parametrize(
    ("phrase", "area", "date", "expected"),
    [
        ("Salisbry NHS Foundation Trust", "gss:E06000054", "2012-10-02", "ods:RNZ"),
        ("Salisbry NHS Foundation Trust", "gss:E10000020", "2012-10-02", "ods:RNZ"),
        ("Avon & Wiltshire Partnership Mental Health Trust NHS", "gss:E06000054", "2012-10-02", "ods:RVN"),
        ("NHS Norfolk and Waveney area ICB", "gss:E10000029", "2024-01-30", "ods:QMM"),
        ("Merseyside Integrated Care Board", "gss:E06000006", "2024-01-08", "ods:QYG"),
        ("North London Integrated Care Board", "gss:E09000010", "2024-01-08", "ods:QMJ"),
    ],
)
def test_likeness_takes_a_slip(phrase: str, area: str, date: str, expected: str, register: Register) -> None:
    found = link(phrase, setting(area, date), register)
    assert (found.id, found.kind) == (expected, register.bodies[expected].kind)
    assert found.method in ("exact", "fuzzy")
    assert found.score is not None


@pytest.mark.parametrize(
    ("phrase", "area", "date"),
    [
        ("North Yorkshire ICB", "gss:E06000052", "2024-01-08"),
        ("Hull LSCBs", "gss:E09000018", "2016-05-01"),
        ("Stoke and Stafford LSCB", "gss:E10000028", "2016-05-01"),
        ("Bedfordshire LSCB", "gss:E06000055", "2016-05-01"),
        ("Whilst the LSCB", "gss:E08000015", "2016-05-01"),
        ("Some LSCB", "gss:E10000027", "2016-05-01"),
        ("Through the LSCB", "gss:E06000039", "2016-05-01"),
        ("Leavers Council", "gss:E08000035", "2016-05-01"),
        ("Youth Council", "gss:E06000026", "2016-05-01"),
        ("Work with the CCG", "gss:E09000028", "2016-05-01"),
        ("Whilst the local authority", "gss:E06000054", "2016-05-01"),
        ("Wessex County Council", "gss:E10000012", "2016-05-01"),
        ("Wessex County Council", None, None),
        ("Burton LSCB", "gss:E09000024", "2016-05-01"),
        ("Wiltshire Police and Crime Commissioner", "gss:E06000054", "2016-05-01"),
        ("HM Inspectorate of Cleveland Constabulary", "gss:E06000002", "2016-05-01"),
        ("Yorkshire and the Humber", "gss:E06000010", "2016-05-01"),
        ("Brent Children's Trust", "gss:E09000005", "2016-05-01"),
        ("Kingston upon Thames and Richmond local authority", "gss:E09000021", "2016-05-01"),
    ],
)
def test_likeness_takes_nothing_else(
    phrase: str, area: str | None, date: str | None, register: Register
) -> None:
    found = link(phrase, setting(area, date), register)
    assert (found.id, found.method) == (None, "none")


def test_likeness_shows_what_else_it_could_be(register: Register) -> None:
    found = link("North Yorkshire ICB", setting("gss:E06000052", "2024-01-08"), register)
    assert found.needs_review
    assert found.kind == "integrated_care_board"
    assert "NHS West Yorkshire Integrated Care Board" in [name for _, name, _ in found.candidates]
    scores = [score for _, _, score in found.candidates]
    assert scores == sorted(scores, reverse=True)


def test_a_close_second_leaves_it_open(tmp_path: Path) -> None:
    councils = [
        f"gss:E{n},local_authority,,{name} Council,,,,E1,,,s"
        for n, name in enumerate(("Marlow", "Marley"), 1)
    ]
    close = load_registers(folder(tmp_path, "\n".join(councils)))
    here = Setting(area_id="gss:E1")
    assert link("Marlo Council", here, close).id == "gss:E1"
    slip = link("Marlew Council", here, close)
    assert (slip.id, slip.needs_review) == (None, True)
    assert [each for each, _, _ in slip.candidates] == ["gss:E1", "gss:E2"]


def test_outside_its_area_a_slip_is_for_review(register: Register) -> None:
    found = link("East Sussx Council", setting("gss:E10000032", "2016-05-01"), register)
    assert (found.id, found.method, found.needs_review) == ("gss:E10000011", "fuzzy", True)
    assert found.runner_up_id is not None
    assert found.runner_up_score is not None
    assert found.runner_up_score <= (found.score or 0) - 5
    at_home = link("East Sussx Council", setting("gss:E10000011", "2016-05-01"), register)
    assert (at_home.id, at_home.needs_review) == ("gss:E10000011", False)


def link_cases() -> list[dict[str, str]]:
    with LINKS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("case", link_cases(), ids=lambda case: f"{case['phrase']}, {case['date']}")
def test_all_that_a_link_says(case: dict[str, str], register: Register) -> None:
    found = link(case["phrase"], setting(case["area"] or None, case["date"] or None), register)
    assert case == {
        **{name: case[name] for name in ("phrase", "area", "date")},
        "id": found.id or "",
        "kind": found.kind or "",
        "method": found.method,
        "score": str(found.score or ""),
        "review": "yes" if found.needs_review else "no",
        "runner_up": f"{found.runner_up_id} {found.runner_up_score}" if found.runner_up_id else "",
        "candidates": "|".join(f"{each} {score}" for each, _, score in found.candidates),
        "reason": found.reason,
    }
    assert found.name == (register.bodies[found.id].name if found.id else None)


def test_half_of_the_linked_cases_are_refusals() -> None:
    refused = [case for case in link_cases() if not case["id"]]
    assert len(refused) * 2 >= len(link_cases())


def test_what_the_words_promise_without_a_body(register: Register) -> None:
    promised = {
        "Castlemere Constabulary": "police_force",
        "Easterby PCT": "primary_care_trust",
        "Castlemere Hospitals NHS Trust": "nhs_trust",
        "Harrowdale & Upper Dene CCG": "clinical_commissioning_group",
        "NHS Castlemere & Dene": None,
        "Norchester Homes": None,
        "Head of Libraries": "post",
        "Children’s Services": "team",
        "All partners": "group",
    }
    assert {phrase: link(phrase, Setting(), register).kind for phrase in promised} == promised
    assert len(kinds_promised("nhs castlemere")) == 3


def test_the_trust_is_the_one_named_just_before(register: Register) -> None:
    after_one = after_text(WILTSHIRE, "Great Western Hospitals NHS Foundation Trust was visited.", register)
    assert link("the Trust", after_one, register).id == "ods:RN3"
    nothing_new = after_text(
        after_one, "Staff of Wiltshire Council and South Wiltshire Police were met.", register
    )
    assert link("The Trust", nothing_new, register).id == "ods:RN3"
    two = "Salisbury NHS Foundation Trust met Great Western Hospitals NHS Foundation Trust."
    after_two = after_text(after_one, two, register)
    found = link("the Trust", after_two, register)
    assert (found.id, found.needs_review, len(found.candidates)) == (None, True, 2)
    assert link("the Board", after_two, register).id is None
    assert link("the Trust", after_naming(WILTSHIRE, ["lscb:E06000054"]), register).id is None
    assert link("the Board", after_naming(WILTSHIRE, ["lscb:E06000054"]), register).id == "lscb:E06000054"


def test_a_name_behind_a_place_word_is_another_place(register: Register) -> None:
    assert bodies_named("North Wiltshire Council met Wiltshire Council.", register) == ["Wiltshire Council"]
    assert bodies_named("Greater Kent Police, wiltshire council", register) == []


REVIEWED = {  # a date at which bodies of the kind bore the names that the reports print
    "ccg": "2021-01-04", "icb": "2024-01-08", "lscb": "2016-06-01", "local_authority": "2018-06-01",
    "ctrust": "2021-06-01", "fire": "2016-06-01", "inspect": "2018-06-01", "police": "2018-06-01",
    "trust": "2016-06-01", "yot": "2016-06-01",
}  # fmt: skip


def test_forms_of_sixty_reports_as_a_reader_reviewed_them(shared: Path, register: Register) -> None:
    """Over-long spans ('suffix') are read as running text is; all other forms as they stand."""
    with (shared / "registers/report_mention_forms.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 189
    wrong = []
    for row in rows:
        date = dt.date.fromisoformat(REVIEWED[row["kind_guess"]])
        area = find_area(row["first_report_area"], date, register)
        assert area.id is not None
        where = Setting(area_id=area.id, date=date)
        right = row["review"].endswith("right")
        if right and row["level"].startswith("suffix"):
            found = {link(name, where, register).id for name in bodies_named(row["mention"], register)}
            ok = row["matched_ids"] in found
        else:
            ok = link(row["mention"], where, register).id == (row["matched_ids"] if right else None)
        if not ok:
            wrong.append(row["mention"])
    assert wrong == []


def test_no_mention_is_read_into_another_body(register: Register) -> None:
    assert named_in("The London Borough of Enfield should act.", setting(None), register)[0].raw == (
        "London Borough of Enfield"
    )


def test_the_quick_look_at_a_first_word_passes_over_no_name(register: Register) -> None:
    names = [name.printed for found in register.names.values() for name in found if name.type != "place"]
    known = [name for name in names if name[0].isupper() and known_name(phrase_of(name), register)]
    assert len(known) > 1000
    for name in known:
        for words in (name, f"The {name}", f"Ask {name}, then"):
            assert bodies_named(words, register), words
