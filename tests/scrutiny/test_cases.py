"""Small papers with one difficulty each, bytes in and published rows out.

A case is right if all that its `.expected.json` names is published; told if something differs and a person is
asked to look; silent if something differs and nobody is asked. Those that are not right yet are listed with
the reason, and a test fails as soon as one of them is read right, so that its line is taken out.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from conftest import ROOT
from published import Published, Record, publish_papers

from tests.own_cases import __main__ as own

CASES = ROOT / "tests/cases"
PAPERS = {path.stem: path for folder in ("papers", "own") for path in CASES.glob(f"{folder}/*.pdf")}
NAMES = sorted(PAPERS)
COLUMNS = {"owner": "owner_raw", "due": "due_raw"}
"""Columns that the cases call otherwise."""

SPEAKS_OF = {
    "doubtful_agency": {"owner", "bodies"},
    "doubtful_area": set[str](),
    "doubtful_date": {"due", "due_date", "timescale"},
    "doubtful_status": {"status", "status_raw", "rag"},
}
"""The values that an issue tells of; one that is not listed tells of its whole row."""

with (CASES / "not_yet_right.csv").open(encoding="utf-8", newline="") as lines:
    NOT_YET_RIGHT = {line["case"]: line for line in csv.DictReader(lines)}


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return publish_papers(PAPERS.values(), tmp_path_factory.mktemp("cases"))


def plain(value: object) -> str:
    """Return a value as one line of text; None is blank."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", "" if value is None else str(value))).strip()


def as_day(value: str) -> date:
    return datetime.strptime(value, "%d %B %Y").date()  # noqa: DTZ007


def differences(name: str, published: Published) -> Iterator[tuple[Record | None, str, str]]:
    """Yield all that is not published as expected: row (None for the document), field, both values."""
    expected = json.loads(PAPERS[name].with_suffix(".expected.json").read_text(encoding="utf-8"))
    rows = published.rows_of(f"{name}.pdf")
    if len(rows) != len(expected["rows"]):
        yield None, "rows", f"{len(rows)}, expected {len(expected['rows'])}"
    for want, row in zip(expected["rows"], rows, strict=False):
        for field, value in want.items():
            found = published.named_in(row) if field == "bodies" else row[COLUMNS.get(field, field)]
            if plain(found) != plain(value):
                yield row, field, f"{found!r}, expected {value!r}"
    document = published.documents[f"{name}.pdf"]
    for field, value in expected.get("facts", {}).items():
        if document[field] != as_day(value):
            yield None, field, f"{document[field]!r}, expected {value!r}"


def verdict(name: str, published: Published) -> str:
    found = list(differences(name, published))
    if not found:
        return "right"
    partial = published.documents[f"{name}.pdf"]["state"] != "ok"
    return "told" if partial or all(is_told(*difference[:2], published) for difference in found) else "silent"


def is_told(row: Record | None, field: str, published: Published) -> bool:
    """Say whether a warning of the row speaks of the field."""
    issues = published.issues.get(row["recommendation_id"], []) if row else []
    return any(
        field in SPEAKS_OF.get(issue["code"], {field})
        for issue in issues
        if issue["level"] in {"warning", "error"}
    )


def case(name: str) -> object:
    if (line := NOT_YET_RIGHT.get(name)) is None:
        return name
    reason = f"{line['verdict']}: {line['reason']}"
    return pytest.param(name, marks=pytest.mark.xfail(reason=reason, raises=AssertionError, strict=True))


@pytest.mark.parametrize("name", [case(name) for name in NAMES])
def test_a_case_is_right(name: str, published: Published) -> None:
    assert [(field, both) for _, field, both in differences(name, published)] == []


def test_a_case_that_is_not_right_is_told_or_silent_as_listed(published: Published) -> None:
    found = {name: verdict(name, published) for name in NAMES}
    assert {name: how for name, how in found.items() if how != "right"} == {
        name: line["verdict"] for name, line in NOT_YET_RIGHT.items()
    }


def test_every_case_has_what_is_expected_and_every_fault_its_reason() -> None:
    assert sorted(path.name.removesuffix(".expected.json") for path in CASES.rglob("*.json")) == NAMES
    assert all(line["reason"] for line in NOT_YET_RIGHT.values())


def test_our_own_cases_are_those_that_are_drawn(tmp_path: Path) -> None:
    own.main(tmp_path)
    drawn = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert drawn == {path.name: path.read_bytes() for path in (CASES / "own").iterdir()}
