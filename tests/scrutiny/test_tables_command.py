"""`scrutiny tables`: what people see of the tables in a PDF, and what programs read."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import SAMPLES
from reportlab.pdfgen.canvas import Canvas

from records.outcome import Issue, State
from records.report import Report
from scrutiny.cli.main import cli
from scrutiny.cli.show import issue_lines
from tests.layouts import colours, tables


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.pdf"
    path.write_bytes(tables.status_first().content)
    return path


def test_a_table_is_drawn_whole_with_the_reason_for_its_joins(plan: Path) -> None:
    result = CliRunner().invoke(cli, ["tables", str(plan)], env={"COLUMNS": "80"})
    assert result.exit_code == 0, result.output
    assert "plan.pdf: 2 pages, 1 table" in result.output
    assert "goes on from page 1 to 2: " in result.output
    assert "columns: 1 status, 2 ref, 3 text, 4 owner, 5 comments" in result.output
    assert max(len(line) for line in result.output.splitlines()) <= 80
    drawn = "".join(result.output.split())
    for row in tables.status_first().rows:
        assert "".join((row.ref or "").split()) in drawn


def test_the_same_as_json(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(colours.disputed().content)
    result = CliRunner().invoke(cli, ["tables", str(path), "--json"])
    told = json.loads(result.output)
    (table,) = told["tables"]
    assert (table["pages"], table["columns"], table["header_rows"]) == ([1], 4, 1)
    assert table["roles"] == {"1": "ref", "2": "text", "3": "owner", "4": "rag"}
    cell = table["rows"][3]["cells"][3]
    x0, top, x1, bottom = cell.pop("box")
    assert cell == {"column": 4, "columns": 1, "text": "G", "fill": "#c00000"}
    assert x0 < x1
    assert top < bottom


def test_what_is_no_pdf_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_text("<!DOCTYPE html><html></html>")
    result = CliRunner().invoke(cli, ["tables", str(path)])
    assert result.exit_code == 1
    assert "web page" in str(result.exception)


@pytest.mark.parametrize("command", ["show", "tables"])
def test_one_document_is_read_within_the_limits_of_a_run(command: str, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for _ in range(2001):
        canvas.showPage()
    canvas.save()
    path = tmp_path / "long.pdf"
    path.write_bytes(buffer.getvalue())
    result = CliRunner().invoke(cli, [command, str(path)])
    assert result.exit_code == (3 if command == "show" else 1)
    assert "2,001 pages; the limit is 2,000" in " ".join((result.output + str(result.exception)).split())


@pytest.mark.parametrize("command", ["show", "tables"])
def test_no_parser_reads_a_document_in_the_process_of_the_command(command: str, plan: Path) -> None:
    code = (
        "import sys\nfrom scrutiny.cli.main import main\n"
        f"sys.argv = ['scrutiny', {command!r}, {str(plan)!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('pdfplumber', 'pdfminer', 'pypdfium2') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[-1] == "[]"


def test_a_scan_is_named_and_not_said_to_have_no_tables() -> None:
    result = CliRunner().invoke(cli, ["tables", str(SAMPLES / "easterby-scan-2011.pdf")])
    assert result.exit_code == 1
    assert "The pages are pictures, without text" in str(result.exception)


@pytest.mark.parametrize("command", ["show", "tables", "readings"])
def test_a_locked_file_asks_for_its_password_alone(command: str) -> None:
    result = CliRunner().invoke(cli, [command, str(SAMPLES / "ashcombe-locked-2017.pdf")])
    told = " ".join(f"{result.output} {result.exception}".split())
    assert "The PDF needs a password. Give it with --password." in told
    assert "passwords.txt" not in told


def test_what_the_problem_says_is_not_said_again_below() -> None:
    issue = Issue("warning", "a_code", "2 of 4 rows failed a check.", 1)
    other = Issue("warning", "a_code", "Look here.", 1)
    report = Report(
        *("0" * 12, "0" * 64, 1, "1", State.PARTIAL),
        problem_detail=f"The rows disagree: {issue.message}",
        issues=(issue, other, other),
    )
    assert issue_lines(report) == ["warning: page 1: Look here."]
