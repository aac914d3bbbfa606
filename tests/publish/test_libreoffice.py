"""The workbook as LibreOffice opens it, without a screen: every sheet is there and says what the CSV says."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest
from reading_back import EVERY_SHEET, OFFICE

SHIPPED = Path(__file__).parents[2] / "data/example"


@pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not installed (Debian: apt install libreoffice-calc)"
)
def test_libreoffice_reads_every_row_of_the_workbook(tmp_path: Path) -> None:
    assert OFFICE is not None
    workbook = SHIPPED / "clean/scrutiny.xlsx"
    ended = subprocess.run(
        [
            *(OFFICE, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"),
            *("--convert-to", EVERY_SHEET, "--outdir", str(tmp_path), str(workbook)),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    assert "Error" not in ended.stdout + ended.stderr
    for table in ("documents", "recommendations", "responsibilities", "accounts"):
        with (tmp_path / f"scrutiny-{table}.csv").open(encoding="utf-8", newline="") as file:
            seen = list(csv.DictReader(file))
        with (SHIPPED / f"clean/{table}.csv").open(encoding="utf-8", newline="") as file:
            written = list(csv.DictReader(file))
        assert len(seen) == len(written)
        for column in ("document_id", "text", "status_raw", "agency_raw", "sha256", "characters"):
            if written and column in written[0]:
                assert [row[column] for row in seen] == [row[column] for row in written]
