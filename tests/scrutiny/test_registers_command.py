"""The registers at the terminal: a sound one is told, a wrong row named, a body found by its words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from normalise.registers.load import REGISTERS
from records.errors import ConfigError, ScrutinyError
from scrutiny.cli.main import cli


def registers(*words: str) -> str:
    return CliRunner().invoke(cli, ["registers", *words], catch_exceptions=False).output


def test_the_own_registers_are_sound() -> None:
    assert "Ids, dates, areas, successors and names agree." in registers("check")


def test_a_wrong_row_is_named_with_file_and_remedy(tmp_path: Path) -> None:
    folder = tmp_path / "registers"
    shutil.copytree(REGISTERS, folder)
    with (folder / "aliases.csv").open("a", encoding="utf-8") as file:
        file.write("gss:E99999999,Nowhere,form,curated\n")
    with pytest.raises(ConfigError, match=r"aliases\.csv, row \d+"):
        registers("check", str(folder))


def test_a_body_is_found_by_words_with_its_successor() -> None:
    shown = registers("find", "wiltshire", "primary")
    assert "ods:5QK  Wiltshire Primary Care Trust" in shown
    assert "today: NHS Bath and North East Somerset, Swindon and Wiltshire Integrated Care Board" in shown


def test_an_id_finds_its_body_alone() -> None:
    assert registers("find", "gss:E06000054").startswith("gss:E06000054  Wiltshire Council")


def test_words_of_no_name_say_so() -> None:
    with pytest.raises(ScrutinyError, match="'zzyzx' in a name"):
        registers("find", "zzyzx")
