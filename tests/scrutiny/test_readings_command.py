"""`scrutiny readings`: what people see of the ways to cut a document, and what programs read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scrutiny.cli import readings
from scrutiny.cli.main import cli
from tests.drawing import Sheet
from tests.layouts import tables

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.pdf"
    path.write_bytes(tables.status_first().content)
    return path


def test_readings_are_written_as_json_and_an_example_keeps_those_that_hold_it(
    plan: Path, tmp_path: Path
) -> None:
    out = tmp_path / "readings.json"
    wanted = [" ".join((row.text or "").split()) for row in tables.status_first().rows]
    command = ["readings", str(plan), "--json", str(out), "--top", "3", "--example", wanted[1].upper()]
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 0, result.output
    found = json.loads(out.read_text("utf-8"))["readings"]
    assert 0 < len(found) <= 3
    assert all(wanted[1] in [" ".join(row["text"].split()) for row in each["rows"]] for each in found)
    assert found[0].keys() == {"reading_id", "score", "part", "pages", "description", "rows"}
    row = found[0]["rows"][0]
    page, x0, top, x1, bottom = row["regions"][0]
    assert (row["position"], row["page"]) == (1, page)
    assert x0 < x1
    assert top < bottom


def test_the_first_readings_are_told_in_words(plan: Path) -> None:
    result = CliRunner().invoke(cli, ["readings", str(plan), "--top", "2"], env={"COLUMNS": "80"})
    assert result.exit_code == 0, result.output
    assert "plan.pdf: " in result.output
    assert "\n2. " in result.output
    assert "\n3. " not in result.output


def test_what_is_no_pdf_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_text("<!DOCTYPE html><html></html>")
    result = CliRunner().invoke(cli, ["readings", str(path)])
    assert result.exit_code == 1
    assert "web page" in str(result.exception)


def test_an_example_that_nothing_holds_says_what_to_give(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "readings.json"
    result = CliRunner().invoke(cli, ["readings", str(plan), "--example", "No such item", "--json", str(out)])
    assert result.exit_code == 0, result.output
    assert "Give one whole item, as it is printed." in " ".join(result.output.split())
    assert "Written: " in result.output
    assert json.loads(out.read_text("utf-8")) == {"readings": []}


def test_the_item_nearest_to_an_example_is_told_with_its_page(plan: Path) -> None:
    rows = [" ".join((row.text or "").split()) for row in tables.status_first().rows]
    told = readings.read_readings(plan.read_bytes(), example=rows[-1][:-8])
    assert (told.listed, told.total) == ([], 0)
    assert told.nearest is not None
    assert rows[-1] in " ".join(told.nearest["text"].split())
    words = readings._why_none(told, rows[-1][:-8])
    assert f"page {told.nearest['page']}:" in words
    assert told.nearest["page"] == 2


def test_an_example_without_letters_is_refused(plan: Path) -> None:
    result = CliRunner().invoke(cli, ["readings", str(plan), "--example", "– ”"])
    assert result.exit_code == 2
    assert "no letter and no digit" in result.output


def test_a_document_of_a_word_says_why_it_has_no_readings() -> None:
    sheet = Sheet()
    sheet.text(50, 60, "A word")
    told = readings.read_readings(sheet.save(), pictures=True)
    assert (told.total, told.drawn) == (0, ())
    assert readings._why_none(told, None) == "None of its text could be a list of recommendations."


def test_a_text_that_is_cut_at_the_terminal_says_so(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "LETTERS_SHOWN", 10)
    result = CliRunner().invoke(cli, ["readings", str(plan), "--top", "1"], env={"COLUMNS": "80"})
    shown = [line for line in result.output.splitlines() if line.startswith("   p. ")]
    assert shown
    assert all(line.endswith("…") for line in shown)


def test_pages_of_the_first_readings_are_drawn_with_their_ids_in_the_names(
    plan: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    result = CliRunner().invoke(cli, ["readings", str(plan), "--top", "2", "--picture", str(folder)])
    assert result.exit_code == 0, result.output
    names = sorted(path.name for path in folder.iterdir())
    assert f"Written: {len(names)} pictures in {folder}" in result.output.replace("\n", "")
    assert {name.split("-page-")[0] for name in names} == {
        f"plan-reading-{rank}-{each['reading_id']}"
        for rank, each in enumerate(readings.read_readings(plan.read_bytes(), top=2).listed, 1)
    }
    assert all((folder / name).read_bytes().startswith(b"\x89PNG") for name in names)


def test_pictures_that_would_be_too_many_are_left_out_and_told(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "MOST_DRAWN", 1)
    few = readings.read_readings(plan.read_bytes(), top=2, pictures=True)
    assert (len(few.drawn), few.not_all_drawn) == (1, True)
    none = readings.read_readings(plan.read_bytes(), top=2)
    assert (none.drawn, none.not_all_drawn) == ((), False)


def test_a_scan_is_named_and_not_listed_as_without_readings() -> None:
    result = CliRunner().invoke(cli, ["readings", str(SAMPLES / "easterby-scan-2011.pdf")])
    assert result.exit_code == 1
    assert "The pages are pictures" in str(result.exception)


def test_a_folder_that_is_missing_is_made(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "readings.json"
    result = CliRunner().invoke(cli, ["readings", str(plan), "--top", "1", "--json", str(out)])
    assert result.exit_code == 0, result.output
    assert len(json.loads(out.read_text("utf-8"))["readings"]) == 1
