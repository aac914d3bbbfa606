"""Every sixth name held back from the registers: what is linked is right, and an absent body stays absent."""

from __future__ import annotations

import random

import pytest

from benchmarks.agencies import Result, hold_back, misprints, without_body
from normalise.agencies.context import Setting
from normalise.agencies.linking import link
from normalise.registers.load import load_registers


@pytest.fixture(scope="module")
def results() -> list[Result]:
    return hold_back(load_registers(), step=6)


def test_links_to_names_held_back_are_right(results: list[Result]) -> None:
    given = [result for result in results if not result.absent and result.given is not None]
    wrong = [(result.trial.phrase, result.given) for result in given if result.wrong]
    assert len(given) > 1000
    assert len(wrong) <= len(given) / 1000, wrong


def test_absent_bodies_are_not_given_to_others(results: list[Result]) -> None:
    absent = [result for result in results if result.absent]
    given = [(result.trial.phrase, result.given) for result in absent if result.given is not None]
    assert len(given) <= len(absent) / 1000, given


def test_slips_are_mostly_read(results: list[Result]) -> None:
    slips = [r for r in results if r.trial.made == "a letter dropped" and not r.absent and r.own_area]
    assert sum(result.right for result in slips) > 0.9 * len(slips)


def test_a_body_taken_out_is_gone_and_the_register_untouched() -> None:
    register = load_registers()
    body = register.bodies["ods:RNZ"]
    where = Setting(area_id="gss:E06000054")
    assert link(body.name, where, without_body(register, body)).id is None
    assert link(body.name, where, register).id == "ods:RNZ"


def test_misprints_are_never_the_name_itself() -> None:
    dice = random.Random(1)
    for name in ("Oxford Health NHS Foundation Trust", "Kent and Medway ICB", "Aaaaaa"):
        assert name not in [phrase for _, phrase in misprints(name, dice)]
