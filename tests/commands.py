"""The command `scrutiny run`, and what it wrote."""

from __future__ import annotations

import csv
from pathlib import Path

from click.testing import CliRunner, Result

from scrutiny.cli.main import cli


def run(raw: Path, clean: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["run", str(raw), "--out", str(clean), "--workers", "2", *options])


def rows(clean: Path, table: str) -> list[dict[str, str]]:
    with (clean / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def contents(clean: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(clean.glob("*.csv"))}
