"""A dataset that is made in parts: the same tables however it is cut, and no part held beside the next."""

import gc
from collections.abc import Iterator
from functools import partial
from itertools import accumulate
from pathlib import Path

import msgspec
import pytest
from datasets import account, dataset, tables_of
from reports import cell, decided, report, task_group_report, task_group_rows

from normalise.agencies.context import Setting
from normalise.agencies.document import Linker
from normalise.registers.load import Register, load_registers
from normalise.review.decisions import Decisions
from normalise.run import normalise, normalise_in_parts
from publish.tables import tables_of_parts
from records.clean import Dataset, Recommendation
from records.errors import ContractError
from records.report import PageAccount, RawJudgement, RawRow, Report, Source
from scrutiny.run.pipeline import _tables
from scrutiny.run.places import Places


@pytest.fixture(scope="module")
def register() -> Register:
    return load_registers()


def reports() -> list[Report]:
    """Eight documents: one follows up another, one follows up none that is here, one is of judgements."""
    title = cell("Library Services Task Group – Final Report")
    earlier = {"Update (March 2014)": cell("Complete")}
    tracked = RawRow(1, (), {"text": cell("Do it."), "status": cell("Qualms")}, earlier=earlier)
    shut = RawRow(1, (), {"text": cell("Do that."), "status": cell("Shut")})
    unclear = RawRow(2, (), {"text": cell("Do more."), "status": cell("Dithering")})
    return [
        task_group_report(),
        report("first", task_group_rows()[:3], facts={"title": title}),
        report("later", task_group_rows()[3:5], facts={"title": cell("Follow-up"), "follows": title}),
        report("lost", facts={"title": cell("Review"), "follows": cell("Transport Task Group report")}),
        report("shut", (shut, unclear)),
        report("nothing", accounts=(PageAccount(1, 10, 5, 1, 1, 1, 1, 1, 0, 0),)),
        report(
            "grades",
            family="ofsted_ilacs",
            judgements=(RawJudgement(1, (), None, cell("Overall effectiveness"), cell("Good")),),
        ),
        report("tracker", (tracked, *task_group_rows()[5:9])),
    ]


def sources(made: list[Report]) -> list[Source]:
    """A file for each report, the first of them under two names."""
    copy = Source("zz/copy.pdf", made[0].sha256, made[0].bytes)
    return [*(Source(f"{each.document_id}.pdf", each.sha256, each.bytes) for each in made), copy]


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize("size", [1, 2, 3, 8, 100])
def test_parts_give_the_tables_of_the_whole(register: Register, tmp_path: Path, size: int, step: int) -> None:
    answers = decided(
        tmp_path, *(f"status,,{word},complete,A Person,2026-11-30,why" for word in ("Shut", "Gone"))
    )
    made = reports()
    whole = normalise(made, sources(made), register, answers)
    assert sorted(doubt.raw for doubt in whole.doubts) == ["Dithering", "Gone", "Qualms"]
    parts = list(normalise_in_parts(made[::step], sources(made)[::-1], register, answers, size))
    assert len(parts) == -(-len(made) // size) + 1
    assert sum((part.doubts for part in parts), ()) == whole.doubts
    cut, uncut = tables_of_parts(parts), tables_of(whole)
    assert all(len(table) for name, table in uncut.items() if name not in ("links", "threads"))
    for name, table in uncut.items():
        assert cut[name].equals(table), name


def test_a_report_that_comes_twice_or_that_nobody_asked_for_is_passed_over(register: Register) -> None:
    made = reports()
    wanted = sources(made[:3])
    parts = normalise_in_parts([made[1], *made, *made], wanted, register, Decisions(), 2)
    whole = tables_of(normalise(made[:3], wanted, register, Decisions()))
    for name, table in tables_of_parts(parts).items():
        assert table.equals(whole[name]), name


def alive() -> int:
    """How many recommendations there are in memory."""
    return sum(type(each) is Recommendation for each in gc.get_objects())


def test_a_run_holds_the_rows_of_one_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("normalise.run.normalise_in_parts", partial(normalise_in_parts, size=2))
    made = [report(str(number), task_group_rows()[:3]) for number in range(9)]
    before, held = alive(), []

    def coming() -> Iterator[Report]:
        for each in made:
            held.append(alive() - before)
            yield each

    tables, _ = _tables(
        coming(), sources(made), Places.around(tmp_path, tmp_path / "clean"), Decisions(), {}, {}, {}
    )
    # Before a report is read, there is at most the other document of its part.
    assert held == [0, 3, 0, 3, 0, 3, 0, 3, 0]
    assert alive() == before
    assert len(tables["recommendations"]) == 27


def test_a_wrong_type_is_told_with_the_row_of_its_part() -> None:
    wrong = msgspec.structs.replace(account("plan", 2), ocr=0)
    with pytest.raises(ContractError) as refusal:
        tables_of_parts([dataset(), Dataset(accounts=(account("plan", 1), wrong))])
    assert str(refusal.value).startswith("accounts.ocr: Expected `bool | null`, got `int` (0) at ")
    assert "page 2." in str(refusal.value)


def test_a_clerk_forgets_and_links_as_before(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("normalise.agencies.document.REMEMBERED", 3)
    links, setting = Linker(register), Setting()
    words = ["Wiltshire Council", "Kent County Council", "NHS England", "Ofsted", "The Cabinet", "Police"] * 2
    told = [links.linked(each, True, setting) for each in words]
    assert told == [Linker(register).linked(each, True, setting) for each in words]
    heard = list(accumulate(words, lambda before, each: links.after(each, before), initial=setting))
    monkeypatch.undo()
    fresh = Linker(register)
    assert heard == list(accumulate(words, lambda before, each: fresh.after(each, before), initial=setting))
    assert (len(links.known), len(links.names)) == (3, 3)
    assert (len(fresh.known), len(fresh.names)) == (0, 6)
