"""Locked documents: set aside by name, and read as soon as a password that fits is given."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.platypus import Paragraph, SimpleDocTemplate

from scrutiny.cli.main import cli
from tests.layouts.paper import HEADING, table

OPENS = "spring tide 1953"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, encrypt=StandardEncryption(OPENS, strength=128)).build(
        [
            Paragraph("Confidential action plan", HEADING),
            table(
                ("No", "Action", "Lead", "Status"),
                [("1", "Visit each family that has moved twice.", "Police", "Complete")],
                (30, 250, 80, 80),
            ),
        ]
    )
    (folder / "exempt.pdf").write_bytes(buffer.getvalue())
    return folder


def run(raw: Path, *more: str) -> tuple[Result, list[str]]:
    """Run on the folder; give the result and the texts of the recommendations."""
    clean = raw.parent / "clean"
    result = CliRunner().invoke(cli, ["run", str(raw), "--out", str(clean), "--workers", "1", *more])
    with (clean / "recommendations.csv").open(encoding="utf-8", newline="") as file:
        return result, [row["text"] for row in csv.DictReader(file)]


def test_a_locked_document_is_read_once_its_password_is_known(raw: Path) -> None:
    result, texts = run(raw)
    assert (result.exit_code, texts) == (3, [])
    assert "passwords.txt" in result.output
    result, texts = run(raw, "--password", "wrong", "--password", OPENS)
    assert (result.exit_code, texts) == (0, ["Visit each family that has moved twice."])


def test_passwords_may_stand_in_a_file_beside_the_documents(raw: Path) -> None:
    (raw.parent / "passwords.txt").write_text(f"\ufeffother\n\n{OPENS}\r\n", encoding="utf-8")
    assert run(raw)[1] == ["Visit each family that has moved twice."]


def test_a_wrong_password_leaves_it_locked(raw: Path) -> None:
    result, texts = run(raw, "--password", "wrong")
    assert (result.exit_code, texts) == (3, [])
    assert "(locked)" in result.output


def test_a_password_is_written_into_no_file(raw: Path) -> None:
    run(raw, "--password", OPENS)
    written = [path for path in raw.parent.rglob("*") if path.is_file() and path.parent != raw]
    assert written
    assert not [path for path in written if OPENS.encode() in path.read_bytes()]
