"""Areas as inspection reports print them, from the drawn report to the row of its inspection."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from drawing import Sheet
from drawn_inspections import first_page, improve, plain_sif, read

from normalise.registers.load import Register, load_registers
from normalise.review.decisions import Decisions
from normalise.run import normalise
from records.outcome import State
from records.report import Report, Source


@pytest.fixture(scope="module")
def register() -> Register:
    return load_registers()


def linked(report: Report, register: Register) -> tuple[str | None, str | None]:
    """Give name and official code of the council of the inspection that one report tells of."""
    sources = [Source("report.pdf", report.sha256, report.bytes)]
    dataset = normalise([report], sources, register, Decisions())
    (found,), (document,) = dataset.inspections, dataset.documents
    assert document.region == found.region_name
    assert document.inspection_end is not None
    assert document.year == document.inspection_end.year
    return found.la_name, found.new_la_code


@pytest.mark.parametrize(
    ("printed", "name", "code"),
    [
        ("Kent County Council", "Kent", "E10000016"),
        ("Buckinghamshire Council", "Buckinghamshire", "E06000060"),
        ("Doncaster MBC", "Doncaster", "E08000017"),
        ("Barking and Dagenham", "Barking and Dagenham", "E09000002"),
        ("City of Wolverhampton", "Wolverhampton", "E08000031"),
        ("Bristol City of", "Bristol, City of", "E06000023"),
        ("Wakefield District Metropolitan Council", "Wakefield", "E08000036"),
        ("Calderdale Metropolitan Council", "Calderdale", "E08000033"),
        ("Tameside metropolitan borough", "Tameside", "E08000008"),
        ("South Tyneside Metropolitan Borough", "South Tyneside", "E08000023"),
        ("Newham LBC", "Newham", "E09000025"),
        ("L.B. Newham", "Newham", "E09000025"),
    ],
)
@pytest.mark.parametrize("called", ["local authority ", ""])
def test_the_council_of_an_inspection(
    printed: str, called: str, name: str, code: str, register: Register
) -> None:
    def draw(sheet: Sheet) -> None:
        first_page(sheet, title=[f"Inspection of {printed}", f"{called}children’s services"])
        improve(sheet, [["The timeliness of assessments."]])

    report = read(draw)
    assert report.state is State.OK
    assert linked(report, register) == (name, code)


@pytest.mark.parametrize(
    ("printed", "name", "code"),
    [
        ("City of Wolverhampton", "Wolverhampton", "E08000031"),
        ("Bristol City of", "Bristol, City of", "E06000023"),
        ("Tameside metropolitan borough", "Tameside", "E08000008"),
    ],
)
def test_the_council_above_the_title_of_a_report(
    printed: str, name: str, code: str, register: Register
) -> None:
    def draw(sheet: Sheet) -> None:
        plain_sif(sheet, "Children’s services are good", area=printed)
        sheet.lines(72, 70, ["1. Check the plans."])

    assert linked(read(draw), register) == (name, code)


@pytest.mark.parametrize(
    ("owner", "body"),
    [
        ("Cardiff Council", "gss:W06000015"),
        ("Merthyr Tydfil CBC", "gss:W06000024"),
        ("Highland Council", "gss:S12000017"),
        ("City of Edinburgh Council", "gss:S12000036"),
    ],
)
def test_councils_of_wales_and_scotland_that_must_act(owner: str, body: str, register: Register) -> None:
    report = _area_report([owner])
    sources = [Source("report.pdf", report.sha256, report.bytes)]
    dataset = normalise([report], sources, register, Decisions())
    assert [each.agency_id for each in dataset.responsibilities] == [body]


def _area_report(owners: Sequence[str]) -> Report:
    """Read an area SEND report whose box names the bodies that must act."""

    def draw(sheet: Sheet) -> None:
        sheet.text(57, 60, "Area SEND inspection of Medway Local Area Partnership", bold=True, size=16)
        sheet.text(57, 100, "Inspection dates: 3 to 7 June 2024")
        sheet.text(57, 160, "Areas for priority action", bold=True, size=14)
        rows = [["Responsible body", "Areas for priority action"]]
        rows += [
            [owner, "Leaders should act urgently to agree\na plan that everybody follows."]
            for owner in owners
        ]
        sheet.grid((57, 220, 540), [190 + 40 * place for place in range(len(rows) + 1)], rows, header=True)

    return read(draw)
