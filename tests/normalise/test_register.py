"""The registers: what is loaded, and every wrong row that stops the load."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from small_registers import COUNCIL, HEADERS, NEXT, SAME, folder

from normalise.registers.load import REGISTERS, Register, load_registers, today
from records.errors import ConfigError


@pytest.fixture(scope="module")
def register() -> Register:
    return load_registers()


def test_a_body_keeps_its_facts(register: Register) -> None:
    trust = register.bodies["ods:5QK"]
    assert (trust.kind, trust.name) == ("primary_care_trust", "Wiltshire Primary Care Trust")
    assert (trust.valid_from, trust.valid_to) == (dt.date(2006, 10, 1), dt.date(2013, 3, 31))
    assert trust.existed(dt.date(2013, 3, 31))
    assert not trust.existed(dt.date(2013, 4, 1))
    assert not trust.existed(dt.date(2006, 9, 30))
    assert trust.existed(None)
    assert trust.area == {"E06000054"}
    assert trust.licence == "OGL-3.0"
    assert trust.source.startswith("ONS primary care organisation codes")
    assert register.bodies["gss:E06000054"].licence == "CC-BY-4.0"


def test_every_area_has_its_police_and_the_register_its_version(register: Register) -> None:
    upper = [body for body in register.by_kind["local_authority"] if body.upper_tier]
    assert len(upper) == 161
    police = {code for body in register.by_kind["police_force"] for code in body.area}
    assert {body.id.partition(":")[2] for body in upper} <= police
    assert len(register.version) == 12


def test_a_set_of_registers_is_loaded(tmp_path: Path) -> None:
    loaded = load_registers(folder(tmp_path, f"{COUNCIL}\n{NEXT}"))
    assert set(loaded.bodies) == {"gss:E1", "gss:E2"}
    assert loaded.by_area["E1"][0].name == "Aston Council"
    assert loaded.names["aston council"][0].type == "official"


@pytest.mark.parametrize(
    ("bodies", "row", "says"),
    [
        (f"{COUNCIL}\n{NEXT}\n{NEXT}", 4, "stands twice"),
        ("E1,local_authority,,Aston Council,,,,,,,s", 2, "id 'E1': Expected"),
        ("gss:E1,council,,Aston Council,,,,,,,s", 2, "kind 'council': Invalid"),
        ("gss:E1,local_authority,parish,Aston Council,,,,,,,s", 2, "no type of council is 'parish'"),
        ("gss:E1,local_authority,,,,,,,,,s", 2, "name '': Expected"),
        ("gss:E1,local_authority,,Aston  Council,,,,,,,s", 2, "name 'Aston  Council': Expected"),
        ("gss:E1,local_authority,,Aston Council,1 April 2009,,,,,,s", 2, "valid_from '1 April 2009'"),
        ("gss:E1,local_authority,,Aston Council,20090401,,,,,,s", 2, "valid_from '20090401': Invalid"),
        ("gss:E1,local_authority,,Aston Council,2009-02-30,,,,,,s", 2, "valid_from '2009-02-30': Invalid"),
        ("gss:E1,local_authority,,Aston Council,2013-04-01,2013-03-31,,,,,s", 2, "before it starts"),
        ("gss:E1,local_authority,,Aston Council,,2012-03-31,gss:E3,,,,s", 2, "successor 'gss:E3' has no row"),
        ("gss:E1,local_authority,,Aston Council,,,gss:E1,,,,s", 2, "successors and no last day"),
        ("gss:E1,local_authority,,Aston Council,,2012-03-31,gss:E1,,,,s", 2, "its own successor"),
        ("gss:E1,local_authority,,Aston Council,,,,E9,,,s", 2, "the area 'E9' is no local authority"),
        ("gss:E1,local_authority,,Aston Council,,,,,,,nowhere", 2, "the source 'nowhere' is not known"),
        ("gss:E1,local_authority,,Aston, Council,,,,,,,s", 2, "12 cells instead of 11"),
        (f"{SAME}\n{SAME.replace('gss:E1', 'gss:E2')}", 3, "means gss:E1 and gss:E2"),
    ],
)  # fmt: skip
def test_a_wrong_body_stops_the_load(tmp_path: Path, bodies: str, row: int, says: str) -> None:
    with pytest.raises(ConfigError) as stop:
        load_registers(folder(tmp_path, bodies))
    assert f"registers/local_authorities.csv, row {row}: " in str(stop.value)
    assert says in str(stop.value)
    assert str(stop.value).endswith(".")


@pytest.mark.parametrize(
    ("alias", "says"),
    [
        ("gss:E9,Aston,place,s", "has no body"),
        ("gss:E1,Aston,nickname,s", "type 'nickname': Invalid"),
        ("gss:E1,( ),place,s", "the alias is empty"),
        ("gss:E1,Aston,place,nowhere", "the source 'nowhere' is not known"),
    ],
)
def test_a_wrong_alias_stops_the_load(tmp_path: Path, alias: str, says: str) -> None:
    with pytest.raises(ConfigError, match=r"registers/aliases.csv, row 2") as stop:
        load_registers(folder(tmp_path, f"{COUNCIL}\n{NEXT}", aliases=f"{HEADERS['aliases.csv']}\n{alias}\n"))
    assert says in str(stop.value)


def test_one_alias_for_two_bodies_needs_another_time_place_or_kind(tmp_path: Path) -> None:
    twice = f"{HEADERS['aliases.csv']}\ngss:E1,Aston,place,s\ngss:E2,aston,place,s\n"
    loaded = load_registers(folder(tmp_path, f"{COUNCIL}\n{NEXT}", aliases=twice))
    assert {name.id for name in loaded.names["aston"]} == {"gss:E1", "gss:E2"}
    load_registers.cache_clear()
    same = "gss:E1,local_authority,,Aston Council,,,,E1,,,s\ngss:E2,local_authority,,New Council,,,,E1,,,s"
    with pytest.raises(ConfigError, match=r"aliases.csv, row 3: 'aston' means gss:E1 and gss:E2"):
        load_registers(folder(tmp_path, same, aliases=twice))


@pytest.mark.parametrize(
    ("role", "says"),
    [
        ("the council,guess,local_authority,,", "resolve_by 'guess': Invalid"),
        ("the council,subject,,,", "needs a kind"),
        ("the council,subject,kings,,", "kinds 'kings': Invalid"),
        ("the council,area,local_authority,gss:E1,", "only there"),
        ("the council,date,,gss:E9,", "a body is not known"),
        ("the council,subject,local_authority,,\ncouncil,subject,local_authority,,", "stands twice"),
    ],
)
def test_a_wrong_role_stops_the_load(tmp_path: Path, role: str, says: str) -> None:
    with pytest.raises(ConfigError, match=r"registers/roles.csv, row \d") as stop:
        load_registers(folder(tmp_path, f"{COUNCIL}\n{NEXT}", roles=f"{HEADERS['roles.csv']}\n{role}\n"))
    assert says in str(stop.value)


def test_a_missing_or_strange_file_stops_the_load(tmp_path: Path) -> None:
    (folder(tmp_path, COUNCIL) / "roles.csv").unlink()
    with pytest.raises(ConfigError, match="successor 'gss:E2' has no row"):
        load_registers(tmp_path)
    (folder(tmp_path, NEXT) / "roles.csv").unlink()
    with pytest.raises(ConfigError, match="is missing"):
        load_registers(tmp_path)
    (folder(tmp_path, NEXT) / "roles.csv").write_text("term,kinds\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="row 1: the columns must be term"):
        load_registers(tmp_path)
    (tmp_path / "roles.csv").write_bytes(b"term\xff")
    with pytest.raises(ConfigError, match="Save it as CSV in UTF-8"):
        load_registers(tmp_path)


def test_a_change_of_a_file_changes_the_version(tmp_path: Path, register: Register) -> None:
    changed = shutil.copytree(REGISTERS, tmp_path / "registers")
    with (changed / "aliases.csv").open("a", encoding="utf-8") as aliases:
        aliases.write("gss:E06000054,County of Wiltshire,name,curated\n")
    assert load_registers(changed).version != register.version


@pytest.mark.parametrize(
    ("agency_id", "holder"),
    [
        ("gss:E06000054", "gss:E06000054"),
        ("gss:E10000009", "gss:E06000059"),
        ("gss:E06000028", "gss:E06000058"),
        ("ods:5QK", "ods:QOX"),
        ("lscb:E06000054", "scp:E06000054"),
        ("govuk:D609", "govuk:D6"),
    ],
)
def test_the_body_that_holds_the_duties_today(register: Register, agency_id: str, holder: str) -> None:
    now = today(register, agency_id)
    assert (now.id, now.candidates) == (holder, ())
    assert now.name == register.bodies[holder].name


def test_a_body_that_still_exists_holds_its_own_duties(register: Register) -> None:
    """Whether its first day is known or not."""
    alive = [body for body in register.bodies.values() if body.valid_to is None]
    assert {body.valid_from is None for body in alive} == {True, False}
    for body in alive:
        now = today(register, body.id)
        assert (now.id, now.name, now.candidates) == (body.id, body.name, ())


@pytest.mark.parametrize(
    ("agency_id", "candidates", "says"),
    [
        ("gss:E10000021", ("gss:E06000061", "gss:E06000062"), "divided among North Northamptonshire Council"),
        ("gss:E10000006", ("gss:E06000063", "gss:E06000064"), "divided among"),
        ("ods:QJG", ("ods:D7T5G", "ods:T6Y0W"), "divided among"),
        ("ods:Q39", (), "knows no successor of South West Strategic Health Authority"),
        ("govuk:PC343", (), "knows no successor of Audit Commission"),
    ],
)
def test_divided_duties_are_given_to_nobody(
    register: Register, agency_id: str, candidates: tuple[str, ...], says: str
) -> None:
    now = today(register, agency_id)
    assert (now.id, now.name, now.candidates) == (None, None, candidates)
    assert says in now.reason
