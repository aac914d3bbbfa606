"""The question which of the listed readings of a document is right."""

from __future__ import annotations

from normalise.review.findings import Findings
from records.clean import Doubt
from records.report import NONE_OF_THEM, ListedReading, Report

REASON = "no reading of this document is known to be right; one of these may be"

LONGEST = 50
"""Letters of its first and last texts by which a reading is named."""


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
    """Return how many rows a reading has, on which pages, and with which words the first and last begin."""
    pages = sorted({region.page for row in reading.rows for region in row.regions})
    rows = f"{reading.count} rows" if reading.count > 1 else "1 row"
    where = f"pages {pages[0]} to {pages[-1]}" if len(pages) > 1 else f"page {pages[0]}" if pages else ""
    texts = [_opening(row.line) for row in (*reading.rows[:1], *reading.rows[1:][-1:])]
    named = f"{rows}, {where}: '{texts[0]}'" if texts else rows
    more = len(reading.rows) < reading.count
    return f"{named} to '{texts[-1]}'" if len(texts) > 1 and not more else named


def _opening(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
