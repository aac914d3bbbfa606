"""`scrutiny explain` by id, by a number that one recommendation alone has, and not by another."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from datasets import dataset, key, publish

from records.errors import ScrutinyError
from scrutiny.cli.main import cli
from scrutiny.cli.show import _named


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "clean"
    publish(dataset(), folder, {})
    return folder


def test_one_is_named_by_its_id_and_by_its_number(clean: Path) -> None:
    by_number = CliRunner().invoke(cli, ["explain", "002", "--out", str(clean)], catch_exceptions=False)
    by_id = CliRunner().invoke(cli, ["explain", f"{key('plan')}-2", "--out", str(clean)])
    assert by_number.output == by_id.output
    assert by_id.output.startswith(f"{key('plan')}-2: again/plan.pdf, row 2")


def test_a_number_of_several_is_told_with_their_ids(clean: Path) -> None:
    with pytest.raises(ScrutinyError, match=r"2 recommendations have the number 001: .+-1, .+-1. Name one"):
        _named("001", clean)


def test_what_is_not_there_is_told(clean: Path) -> None:
    with pytest.raises(ScrutinyError, match="no such recommendation"):
        _named("99z", clean)
