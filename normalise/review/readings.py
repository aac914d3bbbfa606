"""The question which of the listed readings of a document is right."""

from __future__ import annotations

from normalise.review.findings import Findings
from records.clean import Doubt
from records.report import NONE_OF_THEM, ListedReading, Report

REASON = "no reading of this document is known to be right; one of these may be"

LONGEST = 70
"""Letters of its first text by which a reading is named."""


def ask_for_reading(report: Report, findings: Findings) -> None:
    """Ask which reading of a document is right, unless a person has chosen it."""
    decided = findings.decisions.find("reading", report.document_id, "")
    if decided is not None and (decided.value or NONE_OF_THEM) == report.chosen:
        findings.decided("reading", "")
    elif report.readings:
        named = tuple((each.reading_id, _name(each), None) for each in report.readings)
        findings.note("warning", "doubtful_reading", f"{REASON[0].upper()}{REASON[1:]}.")
        page = min((region.page for row in report.readings[0].rows for region in row.regions), default=None)
        findings.doubts.append(
            Doubt(
                kind="reading",
                document_id=report.document_id,
                page=page,
                raw="",
                candidates=named,
                reason=REASON,
            )
        )


def _name(reading: ListedReading) -> str:
    rows = f"{reading.count} rows" if reading.count > 1 else "1 row"
    first = reading.rows[0].line if reading.rows else ""
    shown = first if len(first) <= LONGEST else f"{first[:LONGEST].rstrip()}…"
    return f"{rows}, the first '{shown}'; {reading.description}"
