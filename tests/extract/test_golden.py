"""Documents and what is read from them: put a PDF into tests/golden, run, read the JSON, run again.

A JSON without a PDF beside it is of the sample of that name.
"""

from __future__ import annotations

import json

import pytest
from conftest import ROOT, SAMPLES

from extract.document import read_document
from records.report import Report

FOLDER = ROOT / "tests/golden"
DOCUMENTS = sorted({path.stem for ending in ("pdf", "json") for path in FOLDER.glob(f"*.{ending}")})


def told(report: Report) -> dict[str, object]:
    """What a person checks against the pages: no boxes, no hashes."""
    return {
        "family": report.family,
        "state": report.state.value,
        "facts": {name: passage.text for name, passage in report.facts.items()},
        "rows": [
            {"section": " > ".join(row.section)} | {role: field.text for role, field in row.fields.items()}
            for row in report.rows
        ],
        "judgements": [
            {"section": " > ".join(j.section), "ref": j.ref, "aspect": j.aspect.text, "grade": j.grade.text}
            for j in report.judgements
        ],
        "joins": [f"{j.upper_page} to {j.lower_page}: {j.reason}" for j in report.joins],
        "unplaced": sum(account.unplaced for account in report.accounts),
    }


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_reads_as_a_person_found_right(name: str) -> None:
    golden, path = FOLDER / f"{name}.json", FOLDER / f"{name}.pdf"
    if not path.exists():
        path = SAMPLES / path.name
    found = told(read_document(path.read_bytes()))
    if not golden.exists():
        golden.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
        pytest.fail(
            f"{golden.name} was not there and has been written. Read it against the PDF, then run again."
        )
    assert found == json.loads(golden.read_text())


def test_there_are_golden_documents() -> None:
    assert DOCUMENTS
