"""The list of sources: what is right, and what is refused with the entry and the remedy."""

# ruff: noqa: E501 - lists stand as they are written

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT

from normalise.registers.load import load_registers
from records.errors import ConfigError
from scrutiny.cli.main import cli
from scrutiny.sources.pages.moderngov_service import Document
from scrutiny.sources.papers import file_name, is_pdf, of_meeting
from scrutiny.sources.source_file import Source, load_source_file
from scrutiny.sources.words import first_of, place_key, report_kind, taken_for, usual_words

ENTRY = "{name: anyshire, kind: moderngov, address: 'https://a.example/'"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sources: [{name: a, kind: modern}]", "entry 1 of sources: Invalid enum value 'modern'"),
        ("sources: [{name: a, kind: modern}]", "The kinds are moderngov, ofsted"),
        (f"sources: [{ENTRY}, documents: report}}]", r"Write a list, such as \[report, minutes\]"),
        (f"sources: [{ENTRY}, since: 31/12/2023}}]", "Write a day such as 2024-01-31"),
        ("sources: [{name: 2024, kind: page}]", "Put quotes around it"),
        ("sources: [null]", "entry 1 of sources: Expected `object`.*Write its keys there"),
        ("sources: [{name: a, kind: csv, file: null}, {name: null, kind: csv}, x]", "entry . of sources"),
        (f"sources: [{ENTRY}, comittees: [x]}}]", "unknown field `comittees`"),
        ("sources: [{name: a, kind: moderngov}]", r"entry 1 of sources \('a'\): address is missing"),
        ("sources: [{name: a, kind: csv}]", "file is missing"),
        ("sources: [{name: a, kind: csv, file: ../x.csv}]", "file must stand beside the list"),
        ("sources: [{name: a/b, kind: csv, file: x.csv}]", "name must be one that a folder can have"),
        ("sources: [{name: .a, kind: csv, file: x.csv}]", "name must be one that a folder can have"),
        (
            "sources: [{name: a, kind: page, address: 'ftp://a.example/'}]",
            "address must be an address such as",
        ),
        ("sources: [{name: a, kind: page, address: 'https://me:secret@a.example/'}]", "address must be"),
        (f"sources: [{ENTRY}}}, {ENTRY.replace('anyshire', 'Anyshire')}}}]", "entry 1 has that name already"),
        (f"sources: [{ENTRY}, documents: ['']}}]", "documents holds a blank word"),
        (f"sources: [{ENTRY}, since: soon}}]", "entry 1 of sources"),
        ("sources: [{name: on, kind: csv, file: x.csv}]", "YAML reads 'on' as a truth value"),
        ("contact: 'a\\nb'\nsources: []".replace("'", '"'), "contact must be plain letters"),
        ("pause: 90\nsources: []", "pause must be"),
        ("sources: [\n", "expected"),
    ],
)
def test_a_list_that_is_wrong_is_refused_with_its_entry(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=words) as raised:
        load_source_file(path)
    assert str(path) in str(raised.value)


def test_what_a_list_says(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(
        f"sources:\n- {ENTRY}, since: 2023-01-01, committees: []}}\n- {{name: b, kind: csv, file: b.csv, enabled: false}}"
    )
    listed = load_source_file(path)
    (source,) = listed.chosen(())
    assert source.since == dt.date(2023, 1, 1)
    assert source.committee_words == ()
    assert source.document_words == usual_words().documents
    assert [source.in_time(day) for day in (None, dt.date(2023, 1, 1), dt.date(2022, 12, 31))] == [
        True,
        True,
        False,
    ]


def test_a_blank_key_is_as_none(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(
        "contact:\nsources:\n- {name: a, kind: ofsted, address: https://a.example, since: , places: , reports: , licence: , found: 2026-11-28}"
    )
    (source,) = load_source_file(path).sources
    assert (source.since, source.places, source.reports, source.licence) == (None, (), (), "")
    path.write_text("sources:\n- {name: , kind: ofsted, address: https://a.example}")
    with pytest.raises(ConfigError, match="missing required field `name`"):
        load_source_file(path)


@pytest.mark.parametrize(
    "address",
    ["https://a.example/mg/", "https://a.example/mg", "https://a.example/mg/mgListCommittees.aspx?bcr=1"],
)
def test_the_folder_of_an_address(address: str) -> None:
    assert Source(name="a", kind="moderngov", address=address).base == "https://a.example/mg/"


def test_the_list_of_the_project_is_right_and_switched_off() -> None:
    listed = load_source_file(ROOT / "data/sources.yaml")
    councils = [source for source in listed.sources if source.kind in {"moderngov", "cmis"}]
    assert len(councils) >= 40
    assert {"ofsted"} <= {source.kind for source in listed.sources}
    assert not listed.chosen(())
    assert all(source.found for source in listed.sources)
    assert all(source.address.startswith("https://") for source in listed.sources if source.kind != "csv")
    names = {body.name for body in load_registers().bodies.values()}
    assert [source.publisher for source in councils if source.publisher not in names] == []


def test_a_list_without_a_source_that_is_on_says_so(tmp_path: Path) -> None:
    told = CliRunner().invoke(cli, ["discover", "--sources", str(ROOT / "data/sources.yaml")])
    assert told.exit_code == 0
    assert "No source is switched on" in told.output
    none = CliRunner().invoke(
        cli, ["update", str(tmp_path / "raw"), "--sources", str(tmp_path / "none.yaml")]
    )
    assert (none.exit_code, type(none.exception)) == (1, ConfigError)


def test_a_pause_that_is_too_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(f"pause: 0.1\nsources: [{ENTRY}}}]")
    assert CliRunner().invoke(cli, ["discover", "--sources", str(path), "--pause", "0.1"]).exit_code == 2
    told = CliRunner().invoke(cli, ["discover", "--sources", str(path)])
    assert "pause must be 0.5 seconds at least" in str(told.exception)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Children's Select Committee", "children"),
        ("Children’s Select Committee", "children"),
        ("OVERVIEW & SCRUTINY", "scrutiny"),
        ("Schoolchildren", None),
        ("Grandchildren and scrutinies", None),
    ],
)
def test_words_are_whole_and_in_any_case(text: str, found: str | None) -> None:
    assert first_of(("scrutiny", "children"), text) == found


def test_phrases_are_found_over_punctuation() -> None:
    assert taken_for(("action plan",), "The Action-Plan (2024)", "title") == "title has 'action plan'"
    assert taken_for(("action plan",), "Plan of action", "title") is None
    assert taken_for((), "Anything", "title") == "every title"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Children's services inspection", "ilacs"),
        ("Inspection of local authority children’s services", "ilacs"),
        ("Inspection of services for children in need of help and protection", "sif"),
        ("Single inspection of LA children's services and review of the LSCB", "sif"),
        ("Review of the effectiveness of the Local Safeguarding Children Board", "lscb"),
        ("Inspection of safeguarding and looked after children services", "slac"),
        ("Inspection of services for looked after children", "lac"),
        ("Area SEND full inspection", "area_send"),
        ("Joint targeted area inspection", "jtai"),
        ("Focused visit to children's services", None),
        ("Monitoring visit of children's services", None),
        ("Adoption support agency", None),
        ("School report", None),
    ],
)
def test_kinds_of_report(title: str, kind: str | None) -> None:
    why = report_kind(title, ())
    assert (why or "").partition(":")[0] == (kind or "")
    assert (report_kind(title, ("jtai",)) is not None) == (kind == "jtai")


def test_a_report_is_taken_by_own_words() -> None:
    assert report_kind("Focused visit", ("focused visit",)) == "title has 'focused visit'"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("wiltshire", "Wiltshire Council", True),
        ("York", "City of York Council", True),
        ("Kingston upon Thames", "Royal Borough of Kingston upon Thames", True),
        ("York", "North Yorkshire Council", False),
        ("Somerset", "North Somerset Council", False),
    ],
)
def test_names_of_places(one: str, other: str, same: bool) -> None:
    assert (place_key(one) == place_key(other)) is same


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Children’s action plan", "childrens-action-plan"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con"),
        ("a\x00b\n<c>:|", "a-b-c"),
        ("Ærø é", "r-e"),
        ("x" * 500, "x" * 79),
    ],
)
def test_files_have_safe_names(title: str, name: str) -> None:
    made = file_name("anyshire", dt.date(2024, 3, 5), ("", title), "https://a.example/1")
    assert made.rpartition("-")[0] == f"anyshire/2024-03-05-{name}"
    assert made.endswith(".pdf")
    other = file_name("anyshire", dt.date(2024, 3, 5), ("", title), "https://a.example/2")
    assert other != made


def test_a_paper_without_words_has_a_name() -> None:
    assert file_name("anyshire", None, ("", "???"), "https://a.example/1").count("/") == 1


def test_other_files_are_no_papers() -> None:
    assert is_pdf("https://a.example/mgConvert2PDF.aspx?ID=1")
    assert not is_pdf("https://a.example/documents/s1/Plan.docx")


WHOLE = "https://a.example/documents/g1/"
PARTS = [
    Document("https://a.example/documents/s1/x.pdf", "Action plan"),
    Document("https://a.example/documents/s2/x.pdf", "Map"),
]
PACK = Document(f"{WHOLE}x.pdf?T=10", "Public reports pack")
FRONT = Document(f"{WHOLE}x.pdf?T=0", "Agenda frontsheet")
MINUTES = Document(f"{WHOLE}x.pdf?T=1", "Printed minutes")
LATER = Document("https://a.example/documents/b2/x.pdf?T=9", "Supplementary reports pack")


@pytest.mark.parametrize(
    ("documents", "has_pack", "taken"),
    [
        ([*PARTS, FRONT, PACK, MINUTES], False, [PARTS[0], MINUTES]),
        ([FRONT, PACK, MINUTES], False, [PACK, MINUTES]),
        ([PARTS[1], PACK], False, [PACK]),
        ([PARTS[0], PACK], True, [PACK]),
        ([PARTS[1]], False, []),
        ([FRONT, PACK, LATER], False, [PACK, LATER]),
        ([PACK, LATER, PARTS[0]], False, [PARTS[0]]),
    ],
)
def test_a_pack_is_taken_where_no_part_is(
    documents: list[Document], has_pack: bool, taken: list[Document]
) -> None:
    words = ("action plan", "minutes", "reports pack")
    assert [document for document, _ in of_meeting(documents, words, has_pack)] == taken


def test_a_front_sheet_is_no_part_of_a_meeting() -> None:
    assert [document for document, _ in of_meeting([FRONT, PACK], (), has_pack=False)] == [PACK]
    assert [document for document, _ in of_meeting([FRONT, *PARTS, PACK], (), has_pack=False)] == [
        FRONT,
        *PARTS,
    ]
    assert [document for document, _ in of_meeting([FRONT], (), has_pack=False)] == [FRONT]
