"""Damaged copies of a small plan: read whole, doubted, or refused; none is silently less."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Literal

import pytest
from drawing import Sheet
from reports import cell

from benchmarks.mutants import ANYWHERE, OF_STRUCTURE, mutants, outcome, try_mutants
from records.outcome import Issue, State
from records.report import RawRow, Report

DAMAGES = (*ANYWHERE, *OF_STRUCTURE)
PACKED = Path(__file__).parents[1] / "cases" / "papers" / "c95-objstm-lin.pdf"


def plan() -> bytes:
    sheet = Sheet()
    sheet.text(60, 50, "Children's Services Improvement Plan", bold=True, size=16)
    head = ("No", "Action", "Lead", "Status")
    rows = [(str(n), f"Complete step {n} of the plan", "Head of Service", "On track") for n in range(1, 9)]
    edges = [60, 100, 300, 420, 540]
    sheet.grid(edges, [100 + 40 * n for n in range(10)], [head, *rows], header=True)
    sheet.new_page()
    sheet.text(60, 50, "This page tells how the plan was made and who was asked.")
    return sheet.save()


def test_no_damage_is_silent(tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(plan())
    verdicts = list(try_mutants([tmp_path / "plan.pdf"], 250, "1", workers=2))
    outcomes = Counter(verdict.outcome for verdict in verdicts)
    assert outcomes.total() == 250
    assert [verdict for verdict in verdicts if verdict.outcome == "silent"] == []
    assert outcomes["same"] > 15, "damage that nobody can see should not be refused"
    assert outcomes["partial"] + outcomes["refused"] > 100, "the damage is too mild to show anything"


def test_equal_seeds_give_equal_mutants_and_other_seeds_others() -> None:
    one, same, other = (list(mutants(plan(), 20, seed)) for seed in ("a", "a", "b"))
    assert one == same
    assert one != other


def test_every_damage_changes_something_or_finds_nothing_to_change() -> None:
    content = plan()
    changed = {
        damage.__name__
        for damage in DAMAGES
        if any(damage(content, random.Random(n)) != content for n in range(5))
    }
    assert changed == {damage.__name__ for damage in DAMAGES}


def test_damage_of_structure_leaves_streams_and_strings() -> None:
    content = (
        b"<< /Title (Count 12 0 R) /Name <0012 0034> /Kids [12 0 R] /Count 1 >> "
        b"stream\n/Kids [12 0 R] /Count 1\nendstream"
    )
    changed = {damage(content, random.Random(n)) for damage in OF_STRUCTURE for n in range(20)}
    assert len(changed) > 20
    for kept in (b"(Count 12 0 R)", b"<0012 0034>", b"\n/Kids [12 0 R] /Count 1\n"):
        assert all(kept in mutant for mutant in changed)


def test_objects_in_object_streams_are_damaged_in_a_copy_without() -> None:
    packed = PACKED.read_bytes()
    assert b"/Kids" not in packed
    (mutant, *_) = (mutant for mutant in mutants(packed, 50, "1") if mutant.damage == "misspell_key")
    assert mutant.of_plain
    assert b"/Kids" in mutant.content


def with_statuses(*statuses: str, issues: tuple[Issue, ...] = ()) -> Report:
    rows = tuple(RawRow(n, (), {"status": cell(words)}) for n, words in enumerate(statuses, 1))
    state = State.OK
    return Report("a", "b", 1, "1", state=state, pages=1, rows=rows, issues=issues)


@pytest.mark.parametrize(
    ("level", "statuses", "ended"),
    [
        ("warning", ("Complete", "Late"), "doubted"),
        ("info", ("Complete", "Late"), "silent"),
        ("warning", ("Late", "Late"), "silent"),
        ("warning", ("Complete",), "silent"),
    ],
)
def test_other_words_in_rows_that_nobody_is_asked_to_look_at_are_silent(
    level: Literal["info", "warning"], statuses: tuple[str, ...], ended: str
) -> None:
    whole = with_statuses("Complete", "Not started")
    asked = with_statuses(*statuses, issues=(Issue(level, "drawn_value", "look", 1, row=2),))
    assert outcome(asked, whole) == ended
