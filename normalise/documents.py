"""The facts of a document as columns: who, where and when, read from what its pages print."""

import datetime as dt
import re

import msgspec

from normalise.review.findings import Findings
from normalise.values.dates import Day, read_date, read_period
from normalise.values.grades import read_outcome
from normalise.values.status_cells import joined
from normalise.values.statuses import read_key
from records.clean import Document
from records.report import Passage, Report, Source

FACTS = frozenset(
    {
        *("title", "publisher", "area", "board", "item", "author_body", "meeting_date", "published"),
        *("inspection_dates", "lead_inspector", "outcome", "statement_by", "statement_involving", "follows"),
        *("local_authority", "icb", "previous_inspection", "key"),
    }
)
"""The facts that are known here; `item`, `icb` and `previous_inspection` have no column of their own."""
COUNCIL = re.compile(r"(?:(?:royal |london )?borough of|city of|county of) .+|.*\bcouncil", re.IGNORECASE)
LEAD_IN = re.compile(r"^(?:(?:specifically|including|in particular)\b\s*)?(?:the\b\s*)?", re.IGNORECASE)
"""What may stand before the name of a body in a list."""


class Facts(msgspec.Struct, frozen=True):
    """What a document says of itself, cleaned; `key` is its own key of statuses and colours."""

    title: str | None
    publisher: str | None
    area: str | None
    bodies: tuple[str, ...]
    inspection_start: dt.date | None
    inspection_end: dt.date | None
    published: dt.date | None
    meeting_date: dt.date | None
    date: dt.date | None
    """The day that the document speaks of: end of the inspection, meeting or publication, else the last
    day of the month that it prints for one of them."""
    lead_inspector: str | None
    outcome: str | None
    statement_by: str | None
    statement_involving: str | None
    follows: str | None
    key: dict[str, str | None]


PUBLISHED = set(Facts.__struct_fields__) & set(Document.__struct_fields__) - {"area", "follows"}
"""Facts that are columns as they are; the area is found, and what a document follows up is another."""


def read_facts(report: Report, findings: Findings) -> Facts:
    """Read the facts of a report. A date that is not sure stays blank and becomes a question."""
    for name in sorted(set(report.facts) - FACTS):
        said = f"The fact '{name}' was taken from the pages and has no column."
        findings.note("warning", "unknown_fact", said)
    published = _day(report.facts.get("published"), None, findings)
    meeting = _day(report.facts.get("meeting_date"), _exact(published), findings)
    start, end = _period(report.facts.get("inspection_dates"), _exact(published), findings)
    spoken_of = end or _exact(meeting) or _exact(published) or meeting.date or published.date
    one = {name: several(passage) for name, passage in report.facts.items()}
    publisher = one.get("publisher") or one.get("board") or one.get("author_body")
    bodies = [one.get(name) for name in ("local_authority", "author_body", "publisher", "board")]
    as_printed = ("title", "area", "outcome", "statement_by", "follows")
    return Facts(
        **{name: one.get(name) for name in as_printed},
        publisher=publisher,
        bodies=tuple(body for body in bodies if body),
        inspection_start=start,
        inspection_end=end,
        published=_exact(published),
        meeting_date=_exact(meeting),
        date=spoken_of,
        lead_inspector=several(report.facts.get("lead_inspector"), "; "),
        statement_involving=listed(report.facts.get("statement_involving")),
        key=read_key(joined(report.facts.get("key")) or "", report.key),
    )


def document(report: Report, source: Source, facts: Facts, area: str | None, area_id: str | None) -> Document:
    """Make the row of one file; two files of the same bytes make two rows that differ in `file` alone."""
    return Document(
        **{name: getattr(facts, name) for name in PUBLISHED},
        document_id=report.document_id,
        file=source.file,
        sha256=source.sha256,
        bytes=source.bytes,
        pages=report.pages,
        family=report.family,
        area=area,
        area_id=area_id,
        outcome_grade=read_outcome(facts.outcome) if facts.outcome else None,
        follows=None,
        state=report.state.value,
        problem=report.problem.value if report.problem is not None else None,
        problem_detail=report.problem_detail or None,
        reader_version=report.reader_version,
    )


def council_in(body: str) -> str | None:
    """Return the part of a printed body that is a council: 'Any Council' of 'Any Council – Cabinet'."""
    parts = re.split(r"\s[-–—]\s|[,:|]", " ".join(body.split()))
    found = [part.strip() for part in parts if COUNCIL.fullmatch(part.strip())]
    return found[0] if len(found) == 1 else None


def several(passage: Passage | None, mark: str = " ") -> str | None:
    """Return the blocks of a fact with `mark` between them, each on one line."""
    if passage is None:
        return None
    return mark.join(line for block in passage.blocks if (line := " ".join(block.text.split()))) or None


def listed(passage: Passage | None) -> str | None:
    """Return the bodies of a list in running words, `|` between them, each without article or lead-in.

    Inspectors' letters print 'the LSCB partnership and, specifically, health services, the police and
    Cafcass': commas and 'and' stand between bodies there, never inside a name.
    """
    words = several(passage, ", ")
    if words is None:
        return None
    parts = (LEAD_IN.sub("", part.strip()) for part in re.split(r",|\band\b", words))
    return " | ".join(part for part in parts if part) or None


def _day(passage: Passage | None, document_date: dt.date | None, findings: Findings) -> Day:
    """Read a day on which something happened."""
    raw = several(passage)
    if raw is None:
        return Day(None)
    decided = findings.decided("date", raw)
    if decided is not None:
        return Day(decided.date)
    read = read_date(raw, document_date)
    if read.reason is not None:
        findings.doubt("date", raw, read.reason)
    elif read.date is not None and not read.exact:
        findings.note("info", "date_without_day", f"The date '{raw}' has no day, so the column stays blank.")
    return read


def _exact(day: Day) -> dt.date | None:
    """Return the date if the day itself is printed."""
    return day.date if day.exact else None


def _period(
    passage: Passage | None, published: dt.date | None, findings: Findings
) -> tuple[dt.date | None, dt.date | None]:
    raw = several(passage)
    if raw is None:
        return None, None
    read = read_period(raw, published)
    if read.reason is not None:
        findings.doubt("date", raw, read.reason)
    return read.start, read.end
