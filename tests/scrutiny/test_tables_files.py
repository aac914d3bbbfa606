"""`scrutiny tables` as files: CSV, Excel and pictures of what was found; and the tables as plain rows."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from PIL import Image

from extract.every_table import read_every_table
from extract.pictures.canvas import BLUE, ORANGE, PURPLE
from publish.write.found_tables import csv_of, workbook_of
from scrutiny.cli.main import cli
from tests.drawing import Sheet

ROWS = [["Wards", "=Cases", "Share"], ["North", "120", "40%"], ["South", "80", "27%"], ["West", "99", "33%"]]


@pytest.fixture(scope="module")
def booktabs() -> bytes:
    """Draw a table with level rules alone, a head over two columns, and a struck word in the last row."""
    sheet = Sheet()
    sheet.text(250, 80, "Both", size=9)
    sheet.rule(195, 93, 350, 93)
    for at, row in enumerate(ROWS):
        for x, text in zip((50, 200, 300), row, strict=True):
            sheet.text(x, 100 + 14 * at, text, size=9)
    for y in (78, 112, 157):
        sheet.rule(48, y, 352, y)
    sheet.rule(50, 147, 70, 147)
    return sheet.save()


def test_the_tables_of_a_pdf_are_plain_rows_with_places(booktabs: bytes) -> None:
    (table,) = read_every_table(booktabs)
    assert table.texts == [["Wards", "Both", ""], ["", "=Cases", "Share"], *ROWS[1:]]
    assert (table.pages, table.header_rows, table.method) == ((1,), 2, "level rules")
    wards, both = table.rows[0][:2]
    assert (wards.rows, wards.columns, both.rows, both.columns) == (2, 1, 1, 2)
    assert wards.box.x0 < 50 < wards.box.x1 < both.box.x1


def test_struck_words_stay_and_are_named(booktabs: bytes) -> None:
    (table,) = read_every_table(booktabs)
    assert [cell.struck for cell in table.rows[-1]] == [("West",), (), ()]
    assert not any(cell.struck for row in table.rows[:-1] for cell in row)


def test_as_csv_no_text_is_a_formula(booktabs: bytes) -> None:
    (table,) = read_every_table(booktabs)
    rows = list(csv.reader(io.StringIO(csv_of(table).decode())))
    assert rows[-1] == ROWS[-1]
    assert rows[1][1] != "=Cases"
    assert rows[1][1].endswith("=Cases")


def test_as_a_workbook_cells_are_merged_as_printed(booktabs: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(read_every_table(booktabs))))
    (sheet,) = book.worksheets
    assert sheet.title == "Table 1, page 1"
    assert sorted(str(each) for each in sheet.merged_cells.ranges) == ["A1:A2", "B1:C1"]
    assert [cell.value for cell in sheet[5]] == ROWS[-1]
    assert sheet["A1"].font.bold
    assert not sheet["A5"].font.bold


def test_a_document_without_tables_makes_a_workbook_all_the_same() -> None:
    assert openpyxl.load_workbook(io.BytesIO(workbook_of([]))).sheetnames == ["No table"]


def test_files_and_pictures_are_written_where_asked(booktabs: bytes, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(booktabs)
    out = tmp_path / "new"
    given = ["--csv", str(out), "--xlsx", str(out / "plan.xlsx"), "--picture", str(out)]
    result = CliRunner().invoke(cli, ["tables", str(tmp_path / "plan.pdf"), *given])
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in out.iterdir()) == ["plan-page-1.png", "plan-table-1.csv", "plan.xlsx"]
    with Image.open(out / "plan-page-1.png") as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors(picture.width * picture.height)}
    assert {BLUE, ORANGE, PURPLE} <= colours


def test_a_folder_that_cannot_be_written_is_told(booktabs: bytes, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(booktabs)
    given = ["--csv", str(tmp_path / "plan.pdf" / "below")]
    result = CliRunner().invoke(cli, ["tables", str(tmp_path / "plan.pdf"), *given])
    assert result.exit_code != 0
    assert "cannot be written" in str(result.exception)
