"""Small raw reports for the tests of normalising, one like those of a scrutiny task group among them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import msgspec

from normalise.review.decisions import Decisions, load_decisions
from records.geometry import Box, Region
from records.outcome import State
from records.pages import Colour
from records.report import Block, Passage, RawRow, Report

NO_EVIDENCE = "The Task Group did not receive evidence of this improvement so cannot reach a conclusion."


IMMEDIATE = "Ofsted immediate actions on safeguarding"


THREE_MONTHS = "Ofsted 3 months actions on safeguarding"


LOOKED_AFTER = "Ofsted immediate actions on Looked After Children"


def cell(*blocks: str, page: int = 1, fill: Colour | None = None) -> Passage:
    """A passage; a block that begins with a bullet mark is a bullet."""
    made = (
        Block(text.removeprefix("•"), "bullet" if text.startswith("•") else "paragraph") for text in blocks
    )
    return Passage(tuple(made), (Region(page, Box(50, 100, 300, 120)),), fill)


def task_group_row(position: int, section: str, ref: str, *conclusion: str) -> RawRow:
    fields = {
        "ref": cell(ref),
        "text": cell(f"Wiltshire Council to ensure that improvement {ref} is made"),
        "status_and_comments": cell(*conclusion),
    }
    return RawRow(position, (section,), fields)


def task_group_rows() -> tuple[RawRow, ...]:
    """Rows 1 to 25 and 15a under three headings, as such reports number them."""
    refs = [str(number) for number in range(1, 26)]
    refs.insert(15, "15a")
    told = {
        "15a": ["See above"],
        "20": ["Complete"],
        "3": ["Partially complete", "•Two of three are done.", "•More in May."],
    }
    rows = []
    for position, ref in enumerate(refs, start=1):
        number = int(re.sub(r"\D", "", ref))
        section = IMMEDIATE if number <= 7 else THREE_MONTHS if number <= 15 else LOOKED_AFTER
        conclusion = told.get(
            ref, ["Complete", "•Evidence was seen."] if number % 2 else ["Unknown", f"•{NO_EVIDENCE}"]
        )
        rows.append(task_group_row(position, section, ref, *conclusion))
    return tuple(rows)


def report(name: str = "a", rows: tuple[RawRow, ...] = (), **changes: object) -> Report:
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    made = Report(
        document_id=sha256[:12],
        sha256=sha256,
        bytes=1000,
        reader_version="1",
        state=State.OK,
        pages=4,
        family="task_group_report",
        rows=rows,
    )
    return msgspec.structs.replace(made, **changes)


def task_group_report() -> Report:
    facts = {
        "title": cell("Item 3.3 – Scrutiny Task Group report on", "Improvements Within 3 months"),
        "publisher": cell("Wiltshire Council"),
        "board": cell("Safeguarding Improvement Board"),
        "meeting_date": cell("2nd October 2012"),
    }
    return report("task group", task_group_rows(), facts=facts)


def decided(tmp_path: Path, *rows: str) -> Decisions:
    path = tmp_path / "decisions.csv"
    path.write_text(
        "kind,document_id,raw,value,decided_by,decided_on,why\n" + "".join(f"{row}\n" for row in rows)
    )
    return load_decisions(path)
