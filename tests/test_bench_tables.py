"""The benchmark of tables: what is compared, and that programs which fail or are missing are told."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks.tables.__main__ import main, run, version_of
from benchmarks.tables.programs import PROGRAMS, _by_edges
from benchmarks.tables.relations import figures, read_marked, relations
from tests.drawing import Sheet

GRID = [["Ward", "Cases"], ["North", "12"], ["South", "8"]]
XML = """<document><table><region id="1" col-increment="0" row-increment="0">
<cell start-row="0" start-col="0" end-row="0" end-col="1"><content>Cases in wards</content></cell>
<cell start-row="1" start-col="0"><content>North</content></cell>
<cell start-row="1" start-col="1"><content>12</content></cell></region></table></document>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw a ruled table with its truth as a grid, and a page without one with that of the competition."""
    folder = tmp_path_factory.mktemp("tables")
    sheet = Sheet()
    sheet.grid((50, 200, 300), (100, 120, 140, 160), GRID, header=True)
    (folder / "wards.pdf").write_bytes(sheet.save())
    (folder / "wards.grids.json").write_text(json.dumps([{"page": 1, "grid": GRID}]))
    sheet = Sheet()
    sheet.text(50, 100, "No table")
    (folder / "none.pdf").write_bytes(sheet.save())
    (folder / "none-str.xml").write_text(XML)
    (folder / "without-truth.pdf").write_bytes(b"")
    return folder


def test_neighbours_are_the_nearest_filled_cells_and_a_wide_cell_has_several() -> None:
    cells = [(0, 0, 0, 2, "Cases"), (1, 1, 0, 0, "North"), (1, 1, 1, 1, " - "), (1, 1, 2, 2, "12")]
    assert relations(cells) == {("cases", "north", "v"): 1, ("cases", "12", "v"): 1, ("north", "12", "h"): 1}


def test_what_is_found_and_missed_is_counted(folder: Path) -> None:
    none, wards = read_marked([folder])
    assert none.whole == {
        ("casesinwards", "north", "v"): 1,
        ("casesinwards", "12", "v"): 1,
        ("north", "12", "h"): 1,
    }
    half = relations([(0, 0, 0, 0, "Cases in wards"), (1, 1, 0, 0, "North"), (2, 2, 0, 0, "Bad")])
    told = figures([none, wards], {none.file: half, wards.file: wards.grids[0]})
    assert (told["precision"], told["recall"], told["F1"]) == (1 / 2, 1 / 3, pytest.approx(0.4))
    assert (told["share"], told["at 95%"]) == (1, 1)
    assert "F1, ruled" not in told
    ruled = none._replace(file=folder / "us-039.pdf")
    told = figures([none, ruled], {none.file: half, ruled.file: none.whole})
    assert told["F1, ruled"] == 1 > told["F1"]
    nothing = figures([none, wards], {})
    assert (nothing["F1"], nothing["share"], nothing["at 95%"]) == (0, 0, 0)


def test_cells_lie_between_the_lines_of_their_grid() -> None:
    cells = [((0, 0, 20, 9.5), "wide"), ((0, 10, 10, 20), "a"), ((10, 10, 20, 20), None), (None, "covered")]
    assert _by_edges(cells) == [(0, 0, 0, 1, "wide"), (1, 1, 0, 0, "a"), (1, 1, 1, 1, "")]


def test_we_are_measured_and_others_are_said_to_be_missing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(folder)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1 documents, 1 grids, 2 pages"
    ours = next(line for line in lines if line.startswith("| scrutiny"))
    assert "| 0.000 | 0.000 | 0.000 |  | 1.000 | 1 |" in ours
    assert sum("not installed" in line for line in lines) == len(PROGRAMS) - 1


def test_a_document_at_which_a_program_fails_is_told(folder: Path) -> None:
    found = run(sys.executable, "camelot lattice", [folder / "wards.pdf"])
    assert found.failed == ("wards.pdf: ModuleNotFoundError: No module named 'camelot'",)
    assert not found.relations[folder / "wards.pdf"]
    assert version_of(sys.executable, "camelot lattice") is None


def test_a_folder_without_tables_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path)])
    assert "NAME.grids.json beside it" in capsys.readouterr().err
